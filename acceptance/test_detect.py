"""`cloudkeep detect`: log files in, findings out, whatever the files are like."""

import gzip
import json
import os
import subprocess
from pathlib import Path

import botocore.session
import botocore.validate
import pytest

from harness import ROOT, binary

LEFT_OUT, FOUND = 3, 4


def data_folder() -> Path | None:
    """The folder of real CloudTrail events, where there is one."""
    given = os.environ.get("CLOUDKEEP_TEST_DATA")
    folders = [Path(given) / "cloudtrail"] if given else [folder / "shared/data/cloudtrail" for folder in ROOT.parents]
    return next((folder for folder in folders if folder.is_dir()), None)


REAL = data_folder()


@pytest.fixture
def detect(tmp_path):
    """Runs the command to its end."""

    def detect(*arguments, code=0):
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CLOUDKEEP_", "XDG_"))}
        done = subprocess.run([binary(), "detect", *map(str, arguments)], env=kept | {"NO_COLOR": "1", "HOME": str(tmp_path)}, capture_output=True,
                              text=True, timeout=120, stdin=subprocess.DEVNULL)
        assert "panicked" not in done.stderr, done.stderr
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    return detect


@pytest.fixture
def find(detect):
    """The findings of files, as GuardDuty has them."""
    return lambda *arguments, code=0: json.loads(detect(*arguments, "--json", code=code).stdout)["Findings"]


def call(number, name, service="iam", user="ann", **members):
    return {
        "eventVersion": "1.09", "eventID": f"e{number}", "eventTime": f"2024-05-01T10:{number // 60:02}:{number % 60:02}Z", "eventSource": f"{service}.amazonaws.com",
        "eventName": name, "awsRegion": "eu-west-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15", "recipientAccountId": "111111111111",
        "userIdentity": {"type": "IAMUser", "userName": user, "arn": f"arn:aws:iam::111111111111:user/{user}", "accountId": "111111111111",
                         "accessKeyId": "AKIAIOSFODNN7EXAMPLE", "principalId": "AIDAEXAMPLE"},
        "requestParameters": None, "responseElements": None,
    } | members


def attack():
    """A key that is not its owner's any more: a look around, a second user, the trail off, secrets, a disk given away."""
    looks = [("GetCallerIdentity", "sts"), ("ListUsers", "iam"), ("ListRoles", "iam"), ("ListBuckets", "s3"), ("DescribeInstances", "ec2"),
             ("DescribeTrails", "cloudtrail"), ("ListSecrets", "secretsmanager"), ("ListFunctions20150331", "lambda")]
    events = [call(n, name, service) for n, (name, service) in enumerate(looks)]
    events.append(call(20, "CreateUser", requestParameters={"userName": "support"}))
    events.append(call(21, "AttachUserPolicy", requestParameters={"userName": "support", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess"}))
    events.append(call(22, "CreateAccessKey", requestParameters={"userName": "support"}))
    events.append(call(23, "StopLogging", "cloudtrail", requestParameters={"name": "main"}))
    events += [call(30 + n, "GetSecretValue", "secretsmanager", requestParameters={"secretId": f"s{n}"}) for n in range(10)]
    share = {"snapshotId": "snap-1", "attributeType": "CREATE_VOLUME_PERMISSION", "createVolumePermission": {"add": {"items": [{"userId": "222222222222"}]}}}
    events.append(call(50, "ModifySnapshotAttribute", "ec2", requestParameters=share))
    return events


def write(path, value):
    path.parent.mkdir(parents=True, exist_ok=True)
    data = value if isinstance(value, bytes) else (value if isinstance(value, str) else json.dumps(value)).encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def kinds(findings):
    return {f["Type"] for f in findings}


WANTED = {
    "AttackSequence:IAM/CompromisedCredentials", "Discovery:IAMUser/AnomalousBehavior", "PrivilegeEscalation:IAMUser/AnomalousBehavior",
    "Persistence:IAMUser/AnomalousBehavior", "Stealth:IAMUser/CloudTrailLoggingDisabled", "CredentialAccess:IAMUser/AnomalousBehavior",
    "Exfiltration:IAMUser/AnomalousBehavior",
}


def test_an_attack_is_seen_in_every_kind_of_file(find, tmp_path):
    events = attack()
    lookup = {"Events": [{"EventId": e["eventID"], "EventName": e["eventName"], "CloudTrailEvent": json.dumps(e)} for e in events]}
    for name, value in {
        "log.json": {"Records": events}, "log.json.gz": {"Records": events}, "list.json": events, "lines.jsonl": "\n".join(map(json.dumps, events)),
        "lookup.json": lookup,
    }.items():
        assert kinds(find(write(tmp_path / name, value))) == WANTED, name
    folder = tmp_path / "AWSLogs/111111111111"
    half = len(events) // 2
    write(folder / "CloudTrail/eu-west-1/2024/05/01/111111111111_CloudTrail_eu-west-1_20240501T1000Z_a.json.gz", {"Records": events[:half]})
    write(folder / "CloudTrail/eu-west-1/2024/05/01/111111111111_CloudTrail_eu-west-1_20240501T1005Z_b.json.gz", {"Records": events[half:] + events[:3]})
    write(folder / "CloudTrail-Digest/eu-west-1/2024/05/01/digest.json.gz", {"digestStartTime": "x", "digestS3Bucket": "b"})
    found = find(tmp_path / "AWSLogs")
    assert kinds(found) == WANTED
    assert [f["Severity"] for f in found] == sorted((f["Severity"] for f in found), reverse=True), "the most severe first"
    secrets = next(f for f in found if f["Type"].startswith("CredentialAccess"))
    assert secrets["Service"]["Count"] == 10 and secrets["Resource"]["AccessKeyDetails"]["UserName"] == "ann"


def test_forms_are_those_of_their_models(detect, find, tmp_path):
    file = write(tmp_path / "a.json", {"Records": attack()})
    session = botocore.session.get_session()
    validator = botocore.validate.ParamValidator()
    shape = session.get_service_model("guardduty").shape_for("Finding")
    members = set(shape.members)
    for finding in find(file):
        report = validator.validate(finding, shape)
        assert not report.has_errors(), report.generate_report()
        assert set(finding) <= members and set(finding["Service"]) <= set(shape.members["Service"].members)
    hub = session.get_service_model("securityhub")
    findings = json.loads(detect(file, "--asff").stdout)
    report = validator.validate({"Findings": findings}, hub.operation_model("BatchImportFindings").input_shape)
    assert not report.has_errors(), report.generate_report()
    lines = [json.loads(line) for line in detect(file, "--ocsf").stdout.splitlines()]
    assert len(lines) == len(findings)
    assert all(o["class_uid"] == 2004 and o["type_uid"] == 200401 and o["finding_info"]["attacks"] for o in lines)


def test_the_table_and_the_page_are_for_people(detect, tmp_path):
    hostile = call(1, "StopLogging", "cloudtrail", user="<script>\x1b[31m", requestParameters={"name": "main"})
    file = write(tmp_path / "a.json", [hostile])
    page = tmp_path / "report.html"
    done = detect(file, "--html", page)
    assert "Stealth:IAMUser/CloudTrailLoggingDisabled" in done.stdout and "\x1b" not in done.stdout
    text = page.read_text()
    assert "<script>" not in text and "&lt;script&gt;" in text and "T1562.008" in text
    assert detect(file, "--min-severity", "critical").stdout.startswith("1 events")
    detect(file, "--fail-on", "high", code=FOUND)
    detect(file, "--fail-on", "critical")


def test_what_cannot_be_read_is_told_and_the_rest_is_read(detect, find, tmp_path):
    events = attack()
    packed = gzip.compress(json.dumps({"Records": events + [call(100 + n, "GetUser", pad=os.urandom(400).hex()) for n in range(400)]}).encode())
    cut = write(tmp_path / "cut.bin", packed[: len(packed) * 2 // 3])
    assert WANTED <= kinds(find(cut, code=LEFT_OUT))
    assert "cannot be read further" in detect(cut, code=LEFT_OUT).stderr
    mixed = "\n".join([json.dumps(events[-1]), "{broken", json.dumps({"hello": 1}), json.dumps(events[23 - 12])])
    done = detect(write(tmp_path / "mixed.jsonl", mixed), code=LEFT_OUT)
    assert "Exfiltration:IAMUser" in done.stdout and "Stealth:IAMUser" in done.stdout and "2 not read" in done.stdout
    assert detect(tmp_path / "nothing-here", code=LEFT_OUT).stderr
    huge = call(1, "StopLogging", "cloudtrail", pad="x" * (9 << 20))
    assert "longer than" in detect(write(tmp_path / "huge.json", [huge, events[-1]]), code=LEFT_OUT).stderr


def test_flow_logs_and_queries(find, tmp_path):
    flow = "2 111111111111 eni-1 10.0.0.5 198.51.100.9 50000 {port} 6 1 40 17170000{second:02} 17170000{second:02} REJECT OK"
    lines = ["version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes start end action log-status"]
    lines += [flow.format(port=1000 + n, second=n) for n in range(30)] + ["2 111111111111 eni-1 - - - - - - - 1431280876 1431280934 - NODATA"]
    write(tmp_path / "logs/flows.log.gz", "\n".join(lines))
    query = {"version": "1.1", "account_id": "111111111111", "region": "eu-west-1", "query_timestamp": "2024-05-01T10:00:00Z", "query_name": "gulf.moneroocean.stream.",
             "query_type": "A", "rcode": "NOERROR", "answers": [], "srcaddr": "10.0.0.5", "transport": "UDP", "srcids": {"instance": "i-0abc"}}
    write(tmp_path / "logs/dns.jsonl", json.dumps(query))
    found = {f["Type"]: f for f in find(tmp_path / "logs")}
    assert set(found) == {"Recon:EC2/Portscan", "CryptoCurrency:EC2/BitcoinTool.B!DNS"}
    assert found["Recon:EC2/Portscan"]["Service"]["Action"]["NetworkConnectionAction"]["RemoteIpDetails"]["IpAddressV4"] == "198.51.100.9"
    assert found["Recon:EC2/Portscan"]["Service"]["Count"] == 30


def test_lists_and_sigma_rules(detect, find, tmp_path):
    file = write(tmp_path / "a.json", [call(1, "ListUsers")])
    assert find(file) == []
    office = write(tmp_path / "office.txt", "# ours\n198.51.100.0/24\n")
    assert kinds(find(file, "--threat-list", office)) == {"Recon:IAMUser/MaliciousIPCaller.Custom"}
    assert kinds(find(file, "--tor-list", office)) == {"Recon:IAMUser/TorIPCaller"}
    stopped = write(tmp_path / "b.json", [call(2, "StopLogging", "cloudtrail")])
    assert find(stopped, "--trusted-ips", office) == []
    rule = "title: Users are listed\nid: r1\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n  s: {eventName|startswith: List, userAgent|contains: aws-cli}\n  condition: s\nlevel: high\ntags: [attack.t1087.004]\n"
    write(tmp_path / "rules/one.yml", rule)
    write(tmp_path / "rules/other.yml", rule.replace("product: aws", "product: windows"))
    found = find(file, "--sigma", tmp_path / "rules")
    assert [(f["Title"], f["Severity"]) for f in found] == [("Users are listed", 8.0)]
    write(tmp_path / "rules/bad.yml", rule.replace("contains", "base64offset"))
    assert "base64offset" in detect(file, "--sigma", tmp_path / "rules", code=LEFT_OUT).stderr


@pytest.mark.skipif(REAL is None, reason="no real CloudTrail events here: set CLOUDKEEP_TEST_DATA")
def test_recordings_of_attacks(find):
    purposes = {
        "credential-access": "CredentialAccess", "defense-evasion": ("DefenseEvasion", "Stealth"), "execution": ("Execution", "Impact"), "exfiltration": ("Exfiltration", "DefenseEvasion"),
        "impact": "Impact", "lateral-movement": "PrivilegeEscalation", "persistence": ("Persistence", "PrivilegeEscalation"), "privilege-escalation": "PrivilegeEscalation",
    }
    recordings = sorted(REAL.glob("aws.*.json"))
    assert recordings
    for recording in recordings:
        tactic = recording.name.split(".")[1]
        found = find(recording)
        assert any(f["Type"].startswith(purposes[tactic]) for f in found), (recording.name, kinds(found))

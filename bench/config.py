"""Imports, rules and questions of Config over many resources, beside `cfn-guard` on the same checks: `bench/config.py`. See README.md."""

import argparse
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "acceptance"))

from config_support import record
from harness import Cloudkeep, binary

ACCOUNT = "111122223333"
# The same questions in both languages: a managed rule, and a rule in Guard over the same item.
CHECKS = {
    "INCOMING_SSH_DISABLED": """
rule ssh when resourceType == "AWS::EC2::SecurityGroup" {
    configuration.ipPermissions[ fromPort <= 22 toPort >= 22 ] { ipRanges[*] != "0.0.0.0/0" }
}""",
    "ENCRYPTED_VOLUMES": """
rule volumes when resourceType == "AWS::EC2::Volume" { configuration.encrypted == true }""",
    "S3_BUCKET_VERSIONING_ENABLED": """
rule versions when resourceType == "AWS::S3::Bucket" { supplementaryConfiguration.BucketVersioningConfiguration.status == "Enabled" }""",
    "RDS_STORAGE_ENCRYPTED": """
rule databases when resourceType == "AWS::RDS::DBInstance" { configuration.storageEncrypted == true }""",
    "RDS_INSTANCE_PUBLIC_ACCESS_CHECK": """
rule inside when resourceType == "AWS::RDS::DBInstance" { configuration.publiclyAccessible == false }""",
}


def resource(number: int) -> dict:
    """One of four types; a tenth of all is not as it should be."""
    bad, kind = number // 4 % 10 == 0, number % 4
    at = {"configurationItemVersion": "1.3", "configurationItemCaptureTime": "2026-01-01T00:00:00.000Z", "configurationStateId": 1767225600000,
          "awsAccountId": ACCOUNT, "configurationItemStatus": "OK", "awsRegion": "us-east-1", "tags": {"team": "a", "CostCenter": "42"},
          "relationships": [], "relatedEvents": [], "supplementaryConfiguration": {}}
    if kind == 0:
        source = "0.0.0.0/0" if bad else "10.0.0.0/8"
        return at | {"resourceType": "AWS::EC2::SecurityGroup", "resourceId": f"sg-{number}", "configuration": {
            "groupId": f"sg-{number}", "groupName": "web", "vpcId": "vpc-1", "ipPermissionsEgress": [], "ipPermissions": [
                {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [source], "ipv4Ranges": [{"cidrIp": source}], "ipv6Ranges": [],
                 "userIdGroupPairs": [], "prefixListIds": []}]}}
    if kind == 1:
        return at | {"resourceType": "AWS::EC2::Volume", "resourceId": f"vol-{number}", "configuration": {
            "volumeId": f"vol-{number}", "encrypted": not bad, "size": 8, "attachments": [{"instanceId": "i-1", "deleteOnTermination": True}]}}
    if kind == 2:
        return at | {"resourceType": "AWS::S3::Bucket", "resourceId": f"bucket-{number}", "resourceName": f"bucket-{number}",
                     "configuration": {"name": f"bucket-{number}"}, "supplementaryConfiguration": {
                         "BucketVersioningConfiguration": {"status": "Off" if bad else "Enabled"}, "BucketPolicy": {"policyText": None}}}
    return at | {"resourceType": "AWS::RDS::DBInstance", "resourceId": f"db-{number}", "resourceName": f"db-{number}", "configuration": {
        "dBInstanceIdentifier": f"db-{number}", "engine": "postgres", "storageEncrypted": not bad, "publiclyAccessible": bad, "backupRetentionPeriod": 7}}


def identifiers() -> list:
    """Managed rules as the documentation lists them: first those that judge one of the four types."""
    page = (Path(__file__).resolve().parent.parent / "docs/config-rules.md").read_text()
    rows = re.findall(r"^\| `([A-Z0-9_]+)`(?: \(proactive\))? \| [a-z, ]+ \| ([^|]*) \|", page, re.MULTILINE)
    judges = {name: any(kind in types for kind in ("EC2::SecurityGroup", "EC2::Volume", "S3::Bucket", "RDS::DBInstance")) for name, types in rows}
    return sorted(judges, key=lambda name: (not judges[name], name))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--resources", type=int, default=20_000)
    parser.add_argument("--rules", type=int, default=120)
    parser.add_argument("--guard", help="the cfn-guard program [default: that of PATH]", default=shutil.which("cfn-guard"))
    parser.add_argument("--guard-resources", type=int, default=2_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measure(Path(folder), given)
    if given.json:
        print(json.dumps(rows))
        return
    for name, value, note in rows:
        print(f"{name:<52} {value:>12.1f}  {note}")


def measure(folder: Path, given) -> list:
    items = folder / "items"
    items.mkdir()
    for part, first in enumerate(range(0, given.resources, 5_000)):
        batch = [resource(n) for n in range(first, min(first + 5_000, given.resources))]
        text = json.dumps({"fileVersion": "1.0", "configurationItems": batch}).encode()
        (items / f"snapshot-{part}.json.gz").write_bytes(gzip.compress(text, 1))
    server = Cloudkeep(folder / "cloudkeep")
    try:
        rows = ours(server, items, given)
    finally:
        server.kill()
    if given.guard:
        rows += guard(folder, given)
    return rows


def settled(config, wanted: int) -> None:
    """Waits until all rules were evaluated."""
    while True:
        pages = config.get_paginator("describe_config_rule_evaluation_status").paginate()
        done = [one for page in pages for one in page["ConfigRulesEvaluationStatus"] if one.get("LastSuccessfulEvaluationTime")]
        states = [rule["ConfigRuleState"] for page in config.get_paginator("describe_config_rules").paginate() for rule in page["ConfigRules"]]
        if len(done) >= wanted and all(state == "ACTIVE" for state in states):
            return
        time.sleep(0.2)


def ours(server, items: Path, given) -> list:
    config = server.client("config")
    record(server, recordingGroup={"allSupported": False, "resourceTypes": ["AWS::SQS::Queue"]})
    environment = server.cli_environment(server.admin)
    began = time.monotonic()
    told = json.loads(subprocess.check_output([binary(), "import", "config", "--json", str(items)], env=environment))
    seconds = time.monotonic() - began
    assert told["items"] == given.resources, told
    rows = [("items imported, per second", given.resources / seconds, f"{given.resources} items, durable")]
    began = time.monotonic()
    count = 0
    for identifier in identifiers():
        if count >= given.rules:
            break
        try:
            config.put_config_rule(ConfigRule={"ConfigRuleName": identifier.lower(), "Source": {"Owner": "AWS", "SourceIdentifier": identifier}})
            count += 1
        except config.exceptions.InvalidParameterValueException:
            pass
    settled(config, count)
    seconds = time.monotonic() - began
    pairs = sum(
        len(page["EvaluationResults"])
        for name in (rule["ConfigRuleName"] for page in config.get_paginator("describe_config_rules").paginate() for rule in page["ConfigRules"])
        for page in config.get_paginator("get_compliance_details_by_config_rule").paginate(ConfigRuleName=name))
    rows.append(("rules", count, "managed, put and evaluated"))
    rows.append(("words of rules on resources, per second", pairs / seconds, f"{pairs} words in {seconds:.1f} s, each kept, durable"))
    rows.append(("resources times rules, per second", given.resources * count / seconds, "each rule looks at its types only"))
    resources = [resource(n) for n in range(0, given.resources, max(1, given.resources // 200))]
    for name, call in (
        ("point in time", lambda one: config.get_resource_config_history(
            resourceType=one["resourceType"], resourceId=one["resourceId"], laterTime="2026-02-01T00:00:00Z", limit=1)),
        ("compliance of a resource", lambda one: config.get_compliance_details_by_resource(ResourceType=one["resourceType"], ResourceId=one["resourceId"])),
        ("compliance by rule", lambda one: config.get_compliance_summary_by_config_rule()),
    ):
        times = []
        for one in resources:
            began = time.monotonic()
            call(one)
            times.append(time.monotonic() - began)
        times.sort()
        rows.append((f"{name}, median ms", times[len(times) // 2] * 1_000, f"p99 {times[int(len(times) * 0.99)] * 1_000:.1f} ms, one client in Python"))
    rows.append(("memory of the server, MiB", server.own_memory_kib() / 1024, "after all this"))
    # The checks that cfn-guard is asked too, as policies of Guard: the same text, judged and kept here.
    config.put_config_rule(ConfigRule={"ConfigRuleName": "guard", "Source": {"Owner": "CUSTOM_POLICY", "SourceDetails": [
        {"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}], "CustomPolicyDetails": {
            "PolicyRuntime": "guard-2.x.x", "PolicyText": "\n".join(CHECKS.values())}}})
    began = time.monotonic()
    settled(config, count + 1)
    seconds = time.monotonic() - began
    rows.append(("resources through a Guard policy here, per second", given.resources / seconds, f"{len(CHECKS)} rules in one text, kept, durable"))
    return rows


def guard(folder: Path, given) -> list:
    data, rules = folder / "guard", folder / "rules.guard"
    data.mkdir()
    rules.write_text("\n".join(CHECKS.values()))
    for number in range(given.guard_resources):
        (data / f"{number}.json").write_text(json.dumps(resource(number)))
    began = time.monotonic()
    subprocess.run([given.guard, "validate", "--rules", str(rules), "--data", str(data), "--show-summary", "none"], check=False,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env={"PATH": os.environ["PATH"]})
    seconds = time.monotonic() - began
    return [("resources through cfn-guard, per second", given.guard_resources / seconds, f"{len(CHECKS)} rules in one file, read from files, nothing kept")]


if __name__ == "__main__":
    main()

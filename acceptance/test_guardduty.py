"""GuardDuty: detectors, findings, filters, lists, samples, destinations; and attacks that are found while they happen."""

import gzip
import json
import re
import time

import pytest
from botocore.exceptions import ClientError

from config_support import record
from harness import ADMINISTRATOR, Credentials, allow, error_code, policy, unique, wait_for
from test_config_import import INSTANCE, item, take, write

FOUNDATION = {"CLOUD_TRAIL", "DNS_LOGS", "FLOW_LOGS"}
TRAIL_POLICY = "cloudtrail.amazonaws.com"
ATTACK = {
    "Discovery:IAMUser/AnomalousBehavior", "Stealth:IAMUser/CloudTrailLoggingDisabled", "Persistence:IAMUser/AnomalousBehavior",
    "PrivilegeEscalation:IAMUser/AnomalousBehavior", "Policy:S3/BucketAnonymousAccessGranted", "CredentialAccess:IAMUser/AnomalousBehavior",
    "AttackSequence:IAM/CompromisedCredentials",
}
SECONDS = 10
# What the tests themselves do is looked at too, and some of it is conspicuous: only samples are meant.
SAMPLES = {"title": {"Matches": ["[SAMPLE] *"]}}


class Place:
    """A server with an account of its own and the means to attack it."""

    def __init__(self, server):
        self.server = server
        self.admin = server.admin
        self.gd = server.client("guardduty", self.admin)

    def client(self, service, credentials=None, region=None):
        return self.server.client(service, credentials or self.admin, region)

    def detector(self, **more) -> str:
        """The detector of the account, made anew."""
        for old in self.gd.list_detectors()["DetectorIds"]:
            self.gd.delete_detector(DetectorId=old)
        return self.gd.create_detector(Enable=True, **more)["DetectorId"]

    def ids(self, detector, gd=None, **criterion) -> list[str]:
        given = {"FindingCriteria": {"Criterion": criterion}} if criterion else {}
        pages = (gd or self.gd).get_paginator("list_findings").paginate(DetectorId=detector, **given)
        return [i for page in pages for i in page["FindingIds"]]

    def findings(self, detector, gd=None, **criterion) -> list[dict]:
        ids = self.ids(detector, gd, **criterion)
        found = []
        for at in range(0, len(ids), 50):
            found += (gd or self.gd).get_findings(DetectorId=detector, FindingIds=ids[at:at + 50])["Findings"]
        return found

    def of(self, detector, user) -> list[dict]:
        """What was found of a user."""
        return self.findings(detector, **{"resource.accessKeyDetails.userName": {"Equals": [user]}})

    def attacker(self, name="mallory") -> Credentials:
        return self.server.user(unique(name), [ADMINISTRATOR])

    def prepare(self) -> dict:
        """What an attacker finds: a trail, secrets, a bucket."""
        s3, name = self.client("s3"), unique("attacked")
        logs = unique("logs")
        for bucket in (logs, name):
            s3.create_bucket(Bucket=bucket)
        s3.put_bucket_policy(Bucket=logs, Policy=policy(
            {"Effect": "Allow", "Principal": {"Service": TRAIL_POLICY}, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{logs}"},
            {"Effect": "Allow", "Principal": {"Service": TRAIL_POLICY}, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{logs}/AWSLogs/*"}))
        s3.delete_public_access_block(Bucket=name)
        # An account has five trails at most.
        trail = getattr(self, "trail", None)
        if trail is None:
            trail = self.trail = unique("trail")
            self.client("cloudtrail").create_trail(Name=trail, S3BucketName=logs)
        self.client("cloudtrail").start_logging(Name=trail)
        secrets = [unique("secret") for _ in range(10)]
        for secret in secrets:
            self.client("secretsmanager").create_secret(Name=secret, SecretString="x")
        return {"bucket": name, "trail": trail, "secrets": secrets, "user": unique("backdoor")}

    def discover(self, who):
        iam = self.client("iam", who)
        for call in (iam.list_users, iam.list_roles, iam.list_groups, iam.list_policies, iam.get_account_summary, iam.list_account_aliases, iam.list_instance_profiles):
            call()
        self.client("sts", who).get_caller_identity()
        self.client("s3", who).list_buckets()
        self.client("lambda", who).list_functions()
        self.client("secretsmanager", who).list_secrets()
        self.client("kms", who).list_keys()

    def stages(self, who, prey):
        """The stages of the attack, one after another."""
        iam, s3 = self.client("iam", who), self.client("s3", who)

        def backdoor():
            iam.create_user(UserName=prey["user"])
            iam.attach_user_policy(UserName=prey["user"], PolicyArn=ADMINISTRATOR)
            iam.create_access_key(UserName=prey["user"])

        def steal():
            for secret in prey["secrets"]:
                self.client("secretsmanager", who).get_secret_value(SecretId=secret)

        opened = policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{prey['bucket']}/*"})
        return [
            lambda: self.discover(who),
            lambda: self.client("cloudtrail", who).stop_logging(Name=prey["trail"]),
            backdoor,
            lambda: s3.put_bucket_policy(Bucket=prey["bucket"], Policy=opened),
            steal,
        ]


@pytest.fixture(scope="module")
def place(module_server):
    return Place(module_server)


def user_of(place, credentials) -> str:
    return place.client("sts", credentials).get_caller_identity()["Arn"].rsplit("/", 1)[1]


# -- detectors


def test_detectors(place):
    gd = place.gd
    detector = place.detector(FindingPublishingFrequency="ONE_HOUR", Tags={"team": "blue"})
    assert re.fullmatch("[0-9a-f]{32}", detector) and gd.list_detectors()["DetectorIds"] == [detector]
    got = gd.get_detector(DetectorId=detector)
    assert (got["Status"], got["FindingPublishingFrequency"], got["Tags"]) == ("ENABLED", "ONE_HOUR", {"team": "blue"})
    features = {f["Name"]: f["Status"] for f in got["Features"]}
    assert FOUNDATION <= set(features) and features["S3_DATA_EVENTS"] == "ENABLED" and features["RUNTIME_MONITORING"] == "DISABLED"
    assert got["DataSources"]["S3Logs"]["Status"] == "ENABLED" and "AWSServiceRoleForAmazonGuardDuty" in got["ServiceRole"]
    with error_code("BadRequestException", 400, "a detector already exists for the current account"):
        gd.create_detector(Enable=True)
    gd.update_detector(DetectorId=detector, FindingPublishingFrequency="FIFTEEN_MINUTES", Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}])
    got = gd.get_detector(DetectorId=detector)
    assert got["FindingPublishingFrequency"] == "FIFTEEN_MINUTES" and got["DataSources"]["S3Logs"]["Status"] == "DISABLED"
    gd.update_detector(DetectorId=detector, DataSources={"S3Logs": {"Enable": True}})
    assert gd.get_detector(DetectorId=detector)["DataSources"]["S3Logs"]["Status"] == "ENABLED"
    with error_code("BadRequestException", 400):
        gd.update_detector(DetectorId=detector, DataSources={"S3Logs": {"Enable": True}}, Features=[{"Name": "S3_DATA_EVENTS", "Status": "ENABLED"}])
    with error_code("BadRequestException", 400, "detectorId is not owned by the current account"):
        gd.get_detector(DetectorId="0" * 32)
    gd.update_detector(DetectorId=detector, Enable=False)
    assert gd.get_detector(DetectorId=detector)["Status"] == "DISABLED"
    with error_code("BadRequestException", 400):
        gd.create_sample_findings(DetectorId=detector)
    gd.delete_detector(DetectorId=detector)
    assert gd.list_detectors()["DetectorIds"] == []
    other = place.client("guardduty", region="eu-west-1")
    there = other.create_detector(Enable=True)["DetectorId"]
    assert gd.list_detectors()["DetectorIds"] == [] and other.list_detectors()["DetectorIds"] == [there]
    other.delete_detector(DetectorId=there)


def test_a_call_that_comes_again_makes_nothing_twice(place):
    gd = place.gd
    detector = place.detector(ClientToken="first")
    assert gd.create_detector(Enable=False, ClientToken="first")["DetectorId"] == detector
    assert gd.get_detector(DetectorId=detector)["Status"] == "ENABLED", "what is there stays as it is"
    with error_code("BadRequestException", 400, "already exists"):
        gd.create_detector(Enable=True, ClientToken="another")
    criteria = {"Criterion": {"severity": {"Gte": 7}}}
    for _ in range(2):
        assert gd.create_filter(DetectorId=detector, Name="fff", FindingCriteria=criteria, ClientToken="t")["Name"] == "fff"
    with error_code("BadRequestException", 400, "already exists"):
        gd.create_filter(DetectorId=detector, Name="fff", FindingCriteria=criteria, ClientToken="u")
    assert gd.list_filters(DetectorId=detector)["FilterNames"] == ["fff"]
    new = {"DetectorId": detector, "Name": "office", "Format": "TXT", "Location": put(place, "192.0.2.0/24\n"), "Activate": False}
    made = {gd.create_ip_set(**new, ClientToken="t")["IpSetId"] for _ in range(2)}
    assert gd.list_ip_sets(DetectorId=detector)["IpSetIds"] == list(made)
    with error_code("BadRequestException", 400, "already exists"):
        gd.create_ip_set(**new, ClientToken="u")
    # The same token means nothing for something else.
    gd.create_ip_set(**{**new, "Name": "home"}, ClientToken="t")
    assert len(gd.list_ip_sets(DetectorId=detector)["IpSetIds"]) == 2


def test_tags(place):
    gd = place.gd
    detector = place.detector()
    arn = f"arn:aws:guardduty:us-east-1:{place.server.account}:detector/{detector}"
    gd.create_filter(DetectorId=detector, Name="fff", FindingCriteria={"Criterion": {"severity": {"Gte": 7}}}, Tags={"a": "1"})
    for resource in (arn, f"{arn}/filter/fff"):
        gd.tag_resource(ResourceArn=resource, Tags={"a": "2", "b": "3"})
        gd.untag_resource(ResourceArn=resource, TagKeys=["a"])
        assert gd.list_tags_for_resource(ResourceArn=resource)["Tags"] == {"b": "3"}
    with error_code("BadRequestException"):
        gd.list_tags_for_resource(ResourceArn=f"{arn}/filter/none")
    # Tags count in policies.
    only = place.server.user(unique("tagged"), inline=policy(allow("guardduty:GetDetector", Condition={"StringEquals": {"aws:ResourceTag/b": "3"}})))
    place.client("guardduty", only).get_detector(DetectorId=detector)
    gd.untag_resource(ResourceArn=arn, TagKeys=["b"])
    with error_code("AccessDeniedException", 403):
        place.client("guardduty", only).get_detector(DetectorId=detector)


# -- samples and findings


def test_samples_are_listed_sorted_and_counted(place):
    gd = place.gd
    detector = place.detector()
    with error_code("BadRequestException"):
        gd.create_sample_findings(DetectorId=detector, FindingTypes=["No:Such/Type"])
    gd.create_sample_findings(DetectorId=detector, FindingTypes=["Stealth:IAMUser/CloudTrailLoggingDisabled"])
    (one,) = place.findings(detector, **SAMPLES)
    assert one["Title"].startswith("[SAMPLE] ") and json.loads(one["Service"]["AdditionalInfo"]["Value"])["sample"] is True
    assert one["Service"]["Count"] == 1 and one["AccountId"] == place.server.account and one["SchemaVersion"] == "2.0"
    assert one["Arn"] == f"arn:aws:guardduty:us-east-1:{place.server.account}:detector/{detector}/finding/{one['Id']}"
    gd.create_sample_findings(DetectorId=detector)
    found = place.findings(detector, **SAMPLES)
    kinds = {f["Type"] for f in found}
    assert len(kinds) == len(found) > 50 and "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS" in kinds
    again = next(f for f in found if f["Id"] == one["Id"])
    assert again["Service"]["Count"] == 2 and again["CreatedAt"] == one["CreatedAt"] < again["UpdatedAt"]

    severe = place.ids(detector, **SAMPLES, severity={"Gte": 7})
    assert set(severe) == {f["Id"] for f in found if f["Severity"] >= 7} and 0 < len(severe) < len(found)
    assert place.ids(detector, **SAMPLES, type={"Eq": [one["Type"]]}) == [one["Id"]] == place.ids(detector, **SAMPLES, type={"Equals": [one["Type"]]})
    assert len(place.ids(detector, **SAMPLES, type={"Neq": [one["Type"]]})) == len(found) - 1
    assert place.ids(detector, **SAMPLES, id={"Eq": [one["Id"]]}) == [one["Id"]]
    newest = max(f["UpdatedAt"] for f in found)
    assert place.ids(detector, **SAMPLES, updatedAt={"Gt": 2_000_000_000}) != [] and place.ids(detector, **SAMPLES, updatedAt={"GreaterThan": 4_000_000_000_000}) == []
    assert newest.endswith("Z") and len(newest) == 24
    assert place.ids(detector, **SAMPLES, **{"resource.resourceType": {"Eq": ["S3Bucket"]}}) and place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["true"]}}) == []
    assert place.ids(detector, **SAMPLES, type={"Matches": ["Stealth:*"]}) and set(place.ids(detector, **SAMPLES, type={"NotMatches": ["*:IAMUser/*"]})) < {f["Id"] for f in found}
    for criterion in ({"nonsense": {"Eq": ["x"]}}, {"severity": {}}):
        with error_code("BadRequestException", 400, "invalid or out-of-range"):
            gd.list_findings(DetectorId=detector, FindingCriteria={"Criterion": criterion})

    for order in ("ASC", "DESC"):
        seen, token = [], ""
        while True:
            page = gd.list_findings(DetectorId=detector, MaxResults=7, FindingCriteria={"Criterion": SAMPLES}, SortCriteria={"AttributeName": "severity", "OrderBy": order}, **({"NextToken": token} if token else {}))
            seen += page["FindingIds"]
            assert len(page["FindingIds"]) <= 7
            token = page["NextToken"]
            if not token:
                break
        assert sorted(seen) == sorted(f["Id"] for f in found)
        severities = [next(f["Severity"] for f in found if f["Id"] == i) for i in seen]
        assert severities == sorted(severities, reverse=order == "DESC")
    with error_code("BadRequestException"):
        gd.list_findings(DetectorId=detector, NextToken="nonsense")

    counted = gd.get_findings_statistics(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES}, FindingStatisticTypes=["COUNT_BY_SEVERITY"])["FindingStatistics"]["CountBySeverity"]
    assert sum(counted.values()) == len(found) and all(float(s) in {f["Severity"] for f in found} for s in counted)
    for by, name in (("ACCOUNT", "GroupedByAccount"), ("DATE", "GroupedByDate"), ("FINDING_TYPE", "GroupedByFindingType"), ("RESOURCE", "GroupedByResource"), ("SEVERITY", "GroupedBySeverity")):
        rows = gd.get_findings_statistics(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES}, GroupBy=by, MaxResults=100, OrderBy="DESC")["FindingStatistics"][name]
        totals = [r["TotalFindings"] for r in rows]
        assert sum(totals) == len(found) or by == "FINDING_TYPE" and len(rows) == min(100, len(found))
        assert by == "DATE" or totals == sorted(totals, reverse=True)
    for wrong in ({}, {"GroupBy": "ACCOUNT", "FindingStatisticTypes": ["COUNT_BY_SEVERITY"]}):
        with error_code("BadRequestException"):
            gd.get_findings_statistics(DetectorId=detector, **wrong)


def test_findings_are_archived_and_judged(place):
    gd = place.gd
    detector = place.detector()
    kind = "Policy:IAMUser/RootCredentialUsage"
    gd.create_sample_findings(DetectorId=detector, FindingTypes=[kind])
    (one,) = place.ids(detector, **SAMPLES)
    gd.update_findings_feedback(DetectorId=detector, FindingIds=[one], Feedback="USEFUL", Comments="yes")
    gd.archive_findings(DetectorId=detector, FindingIds=[one])
    (found,) = place.findings(detector, **SAMPLES)
    assert found["Service"]["Archived"] is True and found["Service"]["UserFeedback"] == "USEFUL"
    assert place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["false"]}}) == []
    # What is seen again after that is another finding.
    gd.create_sample_findings(DetectorId=detector, FindingTypes=[kind])
    (new,) = place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["false"]}})
    assert new != one
    gd.unarchive_findings(DetectorId=detector, FindingIds=[one])
    assert set(place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["false"]}})) == {one, new}
    with error_code("BadRequestException"):
        gd.archive_findings(DetectorId=detector, FindingIds=["0" * 32])
    assert gd.get_findings(DetectorId=detector, FindingIds=["0" * 32])["Findings"] == []


# -- filters


def test_filters(place):
    gd = place.gd
    detector = place.detector()
    criteria = {"Criterion": {"type": {"Eq": ["Stealth:IAMUser/CloudTrailLoggingDisabled"]}, "severity": {"GreaterThanOrEqual": 2}}}
    for name in ("aaa", "bbb", "ccc"):
        assert gd.create_filter(DetectorId=detector, Name=name, FindingCriteria=criteria, Description="why")["Name"] == name
    with error_code("BadRequestException", 400, "already exists"):
        gd.create_filter(DetectorId=detector, Name="aaa", FindingCriteria=criteria)
    with error_code("BadRequestException"):
        gd.create_filter(DetectorId=detector, Name="ddd", FindingCriteria={"Criterion": {"nothing": {"Eq": ["x"]}}})
    with error_code("BadRequestException"):
        gd.create_filter(DetectorId=detector, Name="ddd", FindingCriteria={"Criterion": {}})
    got = gd.get_filter(DetectorId=detector, FilterName="aaa")
    assert (got["Action"], got["Rank"], got["Description"], got["FindingCriteria"]) == ("NOOP", 3, "why", criteria)
    gd.update_filter(DetectorId=detector, FilterName="aaa", Rank=1, Action="ARCHIVE", Description="so")
    ranks = {n: gd.get_filter(DetectorId=detector, FilterName=n)["Rank"] for n in ("aaa", "bbb", "ccc")}
    assert ranks == {"aaa": 1, "ccc": 2, "bbb": 3}
    assert gd.list_filters(DetectorId=detector, MaxResults=2)["FilterNames"] == ["aaa", "bbb"]
    pages = gd.get_paginator("list_filters").paginate(DetectorId=detector, PaginationConfig={"PageSize": 2})
    assert [n for page in pages for n in page["FilterNames"]] == ["aaa", "bbb", "ccc"]
    # Suppressed: archived when it is made, and again when it comes again, as one.
    for _ in range(2):
        gd.create_sample_findings(DetectorId=detector, FindingTypes=["Stealth:IAMUser/CloudTrailLoggingDisabled", "Policy:IAMUser/RootCredentialUsage"])
    found = {f["Type"]: f for f in place.findings(detector, **SAMPLES)}
    assert len(found) == 2
    assert found["Stealth:IAMUser/CloudTrailLoggingDisabled"]["Service"]["Archived"] is True
    assert found["Stealth:IAMUser/CloudTrailLoggingDisabled"]["Service"]["Count"] == 2
    assert found["Policy:IAMUser/RootCredentialUsage"]["Service"]["Archived"] is False
    gd.delete_filter(DetectorId=detector, FilterName="aaa")
    assert {n: gd.get_filter(DetectorId=detector, FilterName=n)["Rank"] for n in ("bbb", "ccc")} == {"ccc": 1, "bbb": 2}
    with error_code("BadRequestException"):
        gd.get_filter(DetectorId=detector, FilterName="aaa")
    gd.create_sample_findings(DetectorId=detector, FindingTypes=["Stealth:IAMUser/CloudTrailLoggingDisabled"])
    assert len(place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["false"]}})) == 2


# -- lists


FILES = {
    "TXT": "192.0.2.0/24\n# no\n198.51.100.7\n",
    "OTX_CSV": "Indicator type, Indicator, Description\nCIDR, 192.0.2.0/24, x\nIPv4, 198.51.100.7, y\n",
    "ALIEN_VAULT": "192.0.2.1#4#2#Malicious Host#KR##37.5,127.0#3\n",
    "PROOF_POINT": "ip, category, score, first_seen, last_seen, ports\n192.0.2.1, 1, 100, 2000-01-01, 2000-01-01,\n",
    "FIRE_EYE": "reportId,title,ip,cidr\n1,\"a, b\",192.0.2.1,198.51.100.0/24\n",
    "STIX": "<stix:STIX_Package xmlns:stix='a' xmlns:A='b'><A:Address_Value>192.0.2.1##comma##192.0.2.2</A:Address_Value></stix:STIX_Package>",
}


def put(place, text, bucket=None) -> str:
    bucket = bucket or unique("lists")
    s3 = place.client("s3")
    try:
        s3.create_bucket(Bucket=bucket)
    except ClientError:
        pass
    s3.put_object(Bucket=bucket, Key="the list.txt", Body=text.encode())
    return f"https://s3.amazonaws.com/{bucket}/the%20list.txt"


def test_lists(place):
    gd = place.gd
    detector = place.detector()
    sets = [
        ("ip_set", "IpSetId"), ("threat_intel_set", "ThreatIntelSetId"), ("trusted_entity_set", "TrustedEntitySetId"), ("threat_entity_set", "ThreatEntitySetId"),
    ]
    for kind, name in sets:
        create, get, update, delete = (getattr(gd, f"{verb}_{kind}") for verb in ("create", "get", "update", "delete"))
        ids = []
        for form, text in FILES.items():
            made = create(DetectorId=detector, Name=form, Format=form, Location=put(place, text), Activate=kind == "threat_intel_set", Tags={"f": form})
            ids.append(made[name])
            got = get(DetectorId=detector, **{name: made[name]})
            assert (got["Name"], got["Format"], got["Tags"]) == (form, form, {"f": form})
            assert got["Status"] == ("ACTIVE" if kind == "threat_intel_set" else "INACTIVE")
        listed = [i for page in gd.get_paginator(f"list_{kind}s").paginate(DetectorId=detector) for i in page[f"{name}s"]]
        assert sorted(listed) == sorted(ids)
        bad = put(place, "nothing here\n")
        with error_code("BadRequestException", 400, "no valid entry"):
            update(DetectorId=detector, Location=bad, Activate=True, **{name: ids[0]})
        with error_code("BadRequestException", 400, "does not exist"):
            update(DetectorId=detector, Location=bad.replace("list", "lost"), Activate=True, **{name: ids[0]})
        with error_code("BadRequestException", 400, "expected account"):
            update(DetectorId=detector, Activate=True, ExpectedBucketOwner="111111111111", **{name: ids[0]})
        with error_code("BadRequestException"):
            create(DetectorId=detector, Name="x", Format="TXT", Location="file:///etc/passwd", Activate=False)
        update(DetectorId=detector, Activate=False, **{name: ids[0]})
        update(DetectorId=detector, Name="another", Activate=True, **{name: ids[0]})
        assert get(DetectorId=detector, **{name: ids[0]})["Status"] == "ACTIVE"
        if kind == "ip_set":
            with error_code("BadRequestException", 400, "maximum number of active"):
                update(DetectorId=detector, Activate=True, **{name: ids[1]})
        for i in ids:
            delete(DetectorId=detector, **{name: i})
        with error_code("BadRequestException"):
            get(DetectorId=detector, **{name: ids[0]})


def test_a_list_is_read_with_the_callers_permission(place):
    detector = place.detector()
    location = put(place, FILES["TXT"])
    bucket = location.split("/")[3]
    new = dict(DetectorId=detector, Name="nnn", Format="TXT", Location=location, Activate=True)
    blind = place.server.user(unique("blind"), inline=policy(allow("guardduty:*")))
    with error_code("AccessDeniedException", 403, "s3:GetObject"):
        place.client("guardduty", blind).create_ip_set(**new)
    sees = place.server.user(unique("sees"), inline=policy(allow("guardduty:*"), allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")))
    assert place.client("guardduty", sees).create_ip_set(**new)["IpSetId"]


# -- attacks


def test_an_attack_is_found_while_it_happens(place):
    prey, mallory = place.prepare(), place.attacker()
    name = user_of(place, mallory)
    _, url = listen(place)
    detector = place.detector()
    began = time.monotonic()
    for stage in place.stages(mallory, prey):
        stage()
    ended = time.monotonic()
    kinds = wait_for(lambda: (lambda k: ATTACK <= k and k)({f["Type"] for f in place.of(detector, name)}), SECONDS)
    assert time.monotonic() - ended < SECONDS, "found in time"
    assert time.monotonic() - began < 60
    found = {f["Type"]: f for f in place.of(detector, name)}
    stopped = found["Stealth:IAMUser/CloudTrailLoggingDisabled"]
    call = stopped["Service"]["Action"]["AwsApiCallAction"]
    assert (call["Api"], call["ServiceName"], call["RemoteIpDetails"]["IpAddressV4"]) == ("StopLogging", "cloudtrail.amazonaws.com", "127.0.0.1")
    assert stopped["Resource"]["AccessKeyDetails"]["AccessKeyId"] == mallory.access_key_id and stopped["Service"]["DetectorId"] == detector
    assert found["Policy:S3/BucketAnonymousAccessGranted"]["Resource"]["S3BucketDetails"][0]["Name"] == prey["bucket"]
    assert found["AttackSequence:IAM/CompromisedCredentials"]["Severity"] == 9.0
    assert kinds

    # What happens again is counted.
    place.client("cloudtrail").start_logging(Name=prey["trail"])
    place.client("cloudtrail", mallory).stop_logging(Name=prey["trail"])

    def grown():
        (again,) = [f for f in place.of(detector, name) if f["Type"] == stopped["Type"]]
        return again if again["Service"]["Count"] == 2 else None

    again = wait_for(grown, SECONDS)
    assert again["Id"] == stopped["Id"] and again["CreatedAt"] == stopped["CreatedAt"] and again["UpdatedAt"] > stopped["UpdatedAt"]

    # EventBridge was told of each once, and of the update not yet.
    told = [e for e in drain(place, url) if e["detail"]["resource"].get("accessKeyDetails", {}).get("userName") == name]
    ids = [e["detail"]["id"] for e in told]
    assert len(ids) == len(set(ids)) and {e["detail"]["type"] for e in told} >= ATTACK
    event = next(e for e in told if e["detail"]["id"] == stopped["Id"])
    assert (event["source"], event["detail-type"], event["account"]) == ("aws.guardduty", "GuardDuty Finding", place.server.account)
    assert event["detail"]["service"]["action"]["awsApiCallAction"]["api"] == "StopLogging" and event["detail"]["service"]["count"] == 1
    usage = place.gd.get_usage_statistics(DetectorId=detector, UsageStatisticType="SUM_BY_ACCOUNT", UsageCriteria={"DataSources": ["CLOUD_TRAIL"]})
    (account,) = usage["UsageStatistics"]["SumByAccount"]
    assert account["AccountId"] == place.server.account and float(account["Total"]["Amount"]) > 0
    trial = place.gd.get_remaining_free_trial_days(DetectorId=detector, AccountIds=[place.server.account])["Accounts"][0]
    assert {f["Name"]: f["FreeTrialDaysRemaining"] for f in trial["Features"]}["CLOUD_TRAIL"] == 30


def listen(place):
    """A queue that gets the events of GuardDuty."""
    sqs, events = place.client("sqs"), place.client("events")
    url = sqs.create_queue(QueueName=unique("findings"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy({"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": arn})})
    rule = unique("findings")
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["aws.guardduty"], "detail-type": ["GuardDuty Finding"]}))
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": arn}])
    return arn, url


def drain(place, url, seconds=3) -> list[dict]:
    sqs, found = place.client("sqs"), []
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
        for message in messages:
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        if messages:
            until = time.monotonic() + seconds
    return found


def stop_a_trail(place, who):
    name = place.prepare()["trail"]
    place.client("cloudtrail", who).stop_logging(Name=name)
    return name


def settled(place, detector):
    """Waits until what was called before this was looked at: a marker is found."""
    marker = place.attacker("marker")
    trail = place.prepare()["trail"]
    place.client("cloudtrail", marker).stop_logging(Name=trail)
    wait_for(lambda: place.of(detector, user_of(place, marker)), SECONDS)


def test_suppressed_findings_are_archived_and_not_told(place):
    mallory = place.attacker()
    name = user_of(place, mallory)
    detector = place.detector()
    place.gd.create_filter(DetectorId=detector, Name="known", Action="ARCHIVE", FindingCriteria={"Criterion": {"resource.accessKeyDetails.userName": {"Eq": [name]}}})
    _, url = listen(place)
    stop_a_trail(place, mallory)
    settled(place, detector)
    (found,) = [f for f in place.of(detector, name) if f["Type"].startswith("Stealth")]
    assert found["Service"]["Archived"] is True
    told = [e["detail"]["resource"].get("accessKeyDetails", {}).get("userName") for e in drain(place, url)]
    assert told and name not in told


def test_trusted_addresses_are_not_told_of(place):
    mallory = place.attacker()
    detector = place.detector()
    trusted = place.gd.create_ip_set(DetectorId=detector, Name="office", Format="TXT", Location=put(place, "127.0.0.0/8\n"), Activate=True)["IpSetId"]
    time.sleep(1)
    stop_a_trail(place, mallory)
    time.sleep(3)
    assert place.findings(detector) == []
    place.gd.update_ip_set(DetectorId=detector, IpSetId=trusted, Activate=False)
    settled(place, detector)
    assert place.of(detector, user_of(place, mallory)) == [], "what came from a trusted address is not found later"


def test_addresses_of_threat_lists_are_told_of(place):
    mallory = place.attacker()
    name = user_of(place, mallory)
    detector = place.detector()
    place.gd.create_threat_intel_set(DetectorId=detector, Name="the feed", Format="TXT", Location=put(place, "127.0.0.1\n"), Activate=True)
    time.sleep(1)
    place.client("iam", mallory).list_users()
    place.client("iam", mallory).create_group(GroupName=unique("g"))
    want = {"Recon:IAMUser/MaliciousIPCaller.Custom", "UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom"}
    wait_for(lambda: want <= {f["Type"] for f in place.of(detector, name)}, SECONDS)
    found = next(f for f in place.of(detector, name) if f["Type"].startswith("Recon"))
    assert found["Service"]["Evidence"]["ThreatIntelligenceDetails"][0]["ThreatListName"] == "the feed"
    assert found["Id"] in place.ids(detector, **{"service.additionalInfo.threatListName": {"Eq": ["the feed"]}})


@pytest.mark.parametrize("watched", [True, False])
def test_data_events_of_s3_are_looked_at_where_that_is_on(place, watched):
    mallory = place.attacker()
    name = user_of(place, mallory)
    status = "ENABLED" if watched else "DISABLED"
    detector = place.detector(Features=[{"Name": "S3_DATA_EVENTS", "Status": status}])
    location = put(place, "127.0.0.1\n")
    bucket = location.split("/")[3]
    place.gd.create_threat_intel_set(DetectorId=detector, Name="feed", Format="TXT", Location=location, Activate=True)
    time.sleep(1)
    place.client("s3", mallory).get_object(Bucket=bucket, Key="the list.txt")
    if watched:
        (found,) = wait_for(lambda: place.of(detector, name), SECONDS)
        assert found["Type"] == "UnauthorizedAccess:S3/MaliciousIPCaller.Custom" and found["Service"]["Action"]["AwsApiCallAction"]["Api"] == "GetObject"
    else:
        settled(place, detector)
        assert place.of(detector, name) == []


def test_suspended_detectors_watch_nothing(place):
    mallory = place.attacker()
    detector = place.detector()
    place.gd.update_detector(DetectorId=detector, Enable=False)
    time.sleep(1)
    stop_a_trail(place, mallory)
    time.sleep(2)
    place.gd.update_detector(DetectorId=detector, Enable=True)
    settled(place, detector)
    assert place.of(detector, user_of(place, mallory)) == []


def test_who_suspends_a_detector_is_found_all_the_same(place):
    mallory = place.attacker()
    name = user_of(place, mallory)
    trail = place.prepare()["trail"]
    detector = place.detector()
    place.client("cloudtrail", mallory).stop_logging(Name=trail)
    place.client("guardduty", mallory).update_detector(DetectorId=detector, Enable=False)
    wait_for(lambda: [f for f in place.of(detector, name) if f["Type"].startswith("Stealth")], SECONDS)
    place.client("iam", mallory).create_user(UserName=unique("late"))
    time.sleep(2)
    assert [f["Type"] for f in place.of(detector, name)] == ["Stealth:IAMUser/CloudTrailLoggingDisabled"]


def test_a_crash_repeats_nothing_and_loses_nothing(fresh):
    place = Place(fresh())
    prey, mallory = place.prepare(), place.attacker()
    name = user_of(place, mallory)
    _, url = listen(place)
    detector = place.detector()
    for stage in place.stages(mallory, prey):
        stage()
        place.server.kill()
        place.server.start()
        time.sleep(0.3)
    wait_for(lambda: ATTACK <= {f["Type"] for f in place.of(detector, name)}, 2 * SECONDS)
    settled(place, detector)
    found = place.of(detector, name)
    keys = [(f["Type"], f["Title"], tuple(b["Name"] for b in f["Resource"].get("S3BucketDetails", []))) for f in found]
    assert len(keys) == len(set(keys)), keys
    stopped = next(f for f in found if f["Type"].startswith("Stealth"))
    assert stopped["Service"]["Count"] == 1
    secrets = next(f for f in found if f["Title"] == "Many secrets were read")
    assert secrets["Service"]["Count"] == len(prey["secrets"])
    ids = [e["detail"]["id"] for e in drain(place, url) if e["detail"]["resource"].get("accessKeyDetails", {}).get("userName") == name]
    assert sorted(ids) == sorted(f["Id"] for f in found), "EventBridge was told of each once"


# -- export


def test_findings_are_exported(place):
    gd, s3 = place.gd, place.client("s3")
    detector = place.detector()
    bucket = unique("exported")
    s3.create_bucket(Bucket=bucket)
    account = place.server.account
    kms = place.client("kms")
    key = kms.create_key()["KeyMetadata"]["Arn"]
    properties = {"DestinationArn": f"arn:aws:s3:::{bucket}/some/where", "KmsKeyArn": key}
    refused = "the GuardDuty service principal does not have permission to the KMS key or the resource"
    with error_code("BadRequestException", 400, refused):
        gd.create_publishing_destination(DetectorId=detector, DestinationType="S3", DestinationProperties=properties)
    service = {"Service": "guardduty.amazonaws.com"}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*", "Condition": {"StringEquals": {"aws:SourceAccount": account}}},
        {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketLocation", "Resource": f"arn:aws:s3:::{bucket}"}))
    with error_code("BadRequestException", 400, refused):
        gd.create_publishing_destination(DetectorId=detector, DestinationType="S3", DestinationProperties=properties)
    root = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{account}:root"}, "Action": "kms:*", "Resource": "*"}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy(root, {"Effect": "Allow", "Principal": service, "Action": "kms:GenerateDataKey", "Resource": "*"}))
    asked = {"DetectorId": detector, "DestinationType": "S3", "DestinationProperties": properties, "Tags": {"a": "b"}, "ClientToken": "once"}
    made = gd.create_publishing_destination(**asked)["DestinationId"]
    assert gd.create_publishing_destination(**asked)["DestinationId"] == made
    with error_code("BadRequestException", 400, "already exists"):
        gd.create_publishing_destination(DetectorId=detector, DestinationType="S3", DestinationProperties=properties)
    got = gd.describe_publishing_destination(DetectorId=detector, DestinationId=made)
    assert (got["Status"], got["DestinationProperties"]["DestinationArn"], got["Tags"]) == ("PUBLISHING", properties["DestinationArn"], {"a": "b"})
    assert gd.list_publishing_destinations(DetectorId=detector)["Destinations"] == [{"DestinationId": made, "DestinationType": "S3", "Status": "PUBLISHING"}]
    gd.create_sample_findings(DetectorId=detector)
    want = set(place.ids(detector, **SAMPLES))

    def exported():
        lines = []
        for item in s3.list_objects_v2(Bucket=bucket).get("Contents", []):
            assert re.fullmatch(rf"some/where/AWSLogs/{account}/GuardDuty/us-east-1/\d{{4}}/\d\d/\d\d/[0-9a-f-]{{36}}\.jsonl\.gz", item["Key"]), item["Key"]
            body = s3.get_object(Bucket=bucket, Key=item["Key"])
            assert body["ServerSideEncryption"] == "aws:kms"
            lines += [json.loads(line) for line in gzip.decompress(body["Body"].read()).splitlines()]
        lines = [line for line in lines if line["title"].startswith("[SAMPLE]")]
        return lines if len(lines) >= len(want) else None

    lines = wait_for(exported, 30, 0.5)
    assert sorted(line["id"] for line in lines) == sorted(want), "each once"
    assert lines[0]["schemaVersion"] == "2.0" and lines[0]["service"]["serviceName"] == "guardduty"
    # A bucket that refuses is told, and what waited comes when it lets GuardDuty in again.
    gd.update_publishing_destination(DetectorId=detector, DestinationId=made, DestinationProperties={"DestinationArn": f"arn:aws:s3:::{bucket}"})
    s3.delete_bucket_policy(Bucket=bucket)
    place.client("iam").list_users()
    gd.archive_findings(DetectorId=detector, FindingIds=list(want)[:1])
    kind = place.findings(detector, id={"Eq": list(want)[:1]})[0]["Type"]
    gd.create_sample_findings(DetectorId=detector, FindingTypes=[kind])
    wait_for(lambda: gd.describe_publishing_destination(DetectorId=detector, DestinationId=made)["Status"] == "UNABLE_TO_PUBLISH_FIX_DESTINATION_PROPERTY", 20)
    gd.delete_publishing_destination(DetectorId=detector, DestinationId=made)
    assert gd.list_publishing_destinations(DetectorId=detector)["Destinations"] == []
    with error_code("BadRequestException"):
        gd.describe_publishing_destination(DetectorId=detector, DestinationId=made)


def test_security_hub_is_told(place):
    hub = place.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    detector = place.detector()
    arn = f"arn:aws:guardduty:us-east-1:{place.server.account}:detector/{detector}/finding/"
    of = {"ProductName": [{"Value": "GuardDuty", "Comparison": "EQUALS"}], "Id": [{"Value": arn, "Comparison": "PREFIX"}]}

    def told(**more):
        pages = hub.get_paginator("get_findings").paginate(Filters={**of, **more})
        return [f for page in pages for f in page["Findings"]]

    place.gd.create_sample_findings(DetectorId=detector)
    samples = {arn + i for i in place.ids(detector, **SAMPLES)}
    assert {f["Id"] for f in told() if f.get("Sample")} == samples, "every type is taken"
    mallory = place.attacker()
    name = user_of(place, mallory)
    stop_a_trail(place, mallory)

    def stopped(user):
        return [f for f in told() if f["Types"] == ["TTPs/Defense Evasion/Stealth-IAMUser-CloudTrailLoggingDisabled"] and user in f["Description"]]

    wait_for(lambda: stopped(name), SECONDS)
    (one,) = stopped(name)
    assert one["RecordState"] == "ACTIVE" and one["Workflow"]["Status"] == "NEW"
    place.gd.archive_findings(DetectorId=detector, FindingIds=[one["Id"].rsplit("/", 1)[1]])
    (archived,) = [f for f in told() if f["Id"] == one["Id"]]
    assert archived["RecordState"] == "ARCHIVED"
    # Nobody is told of what a filter archives.
    quiet = place.attacker("quiet")
    place.gd.create_filter(DetectorId=detector, Name="quiet", Action="ARCHIVE",
                           FindingCriteria={"Criterion": {"resource.accessKeyDetails.userName": {"Eq": [user_of(place, quiet)]}}})
    stop_a_trail(place, quiet)
    settled(place, detector)
    assert place.of(detector, user_of(place, quiet)) and stopped(user_of(place, quiet)) == []
    hub.disable_security_hub()


def test_updates_are_told_by_the_frequency(sandbox):
    """In the sandbox, where time moves."""
    sandbox._clients.clear()
    who = Credentials("123456789012", "sandbox")
    place = Place.__new__(Place)
    place.server, place.admin = sandbox, who
    place.gd = sandbox.client("guardduty", who)
    _, url = listen(place)
    detector = place.gd.create_detector(Enable=True, FindingPublishingFrequency="FIFTEEN_MINUTES")["DetectorId"]
    kind = "Stealth:IAMUser/CloudTrailLoggingDisabled"
    for _ in range(3):
        place.gd.create_sample_findings(DetectorId=detector, FindingTypes=[kind])
    ours = lambda: [e["detail"]["service"]["count"] for e in drain(place, url) if e["detail"]["type"] == kind]
    assert ours() == [1]
    sandbox.advance(14 * 60)
    assert ours() == []
    sandbox.advance(2 * 60)
    assert ours() == [3]
    sandbox.advance(3600)
    assert ours() == []
    # Findings are kept 90 days.
    sandbox.advance(91 * 86_400)
    place.gd.list_detectors()
    wait_for(lambda: place.ids(detector, type={"Eq": [kind]}) == [], 20)


def test_without_a_permission_nothing_is_done(place):
    detector = place.detector()
    nobody = place.server.user(unique("nobody"))
    gd = place.client("guardduty", nobody)
    for call in (
        lambda: gd.list_findings(DetectorId=detector), lambda: gd.list_detectors(), lambda: gd.create_detector(Enable=True),
        lambda: gd.delete_detector(DetectorId=detector), lambda: gd.list_organization_admin_accounts(), lambda: gd.list_invitations(),
    ):
        with error_code("AccessDeniedException", 403):
            call()


def test_pages_go_on_behind_their_last_finding(place):
    gd = place.gd
    detector = place.detector()
    gd.create_sample_findings(DetectorId=detector)
    whole = place.ids(detector, **SAMPLES)
    page = gd.list_findings(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES}, MaxResults=10)
    seen = page["FindingIds"]
    # What was shown moves to the front, what was not yet may too: nothing comes twice, and what did not change is not left out.
    gd.archive_findings(DetectorId=detector, FindingIds=[seen[0], whole[20]])
    while page["NextToken"]:
        page = gd.list_findings(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES}, MaxResults=10, NextToken=page["NextToken"])
        seen += page["FindingIds"]
    assert len(seen) == len(set(seen)) and set(whole) - set(seen) == {whole[20]}
    assert set(place.ids(detector, **SAMPLES, **{"service.archived": {"Eq": ["true"]}})) == {seen[0], whole[20]}
    # Attributes without a column are looked for in the findings.
    [one] = place.ids(detector, **SAMPLES, arn={"Equals": [f"arn:aws:guardduty:us-east-1:{place.server.account}:detector/{detector}/finding/{seen[5]}"]})
    assert one == seen[5]
    by_arn = gd.list_findings(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES}, SortCriteria={"AttributeName": "arn", "OrderBy": "ASC"}, MaxResults=5)["FindingIds"]
    assert by_arn == sorted(whole)[:5]


def test_findings_are_listed_after_a_kill(fresh):
    server = fresh()
    gd = server.client("guardduty")
    detector = gd.create_detector(Enable=True)["DetectorId"]
    gd.create_sample_findings(DetectorId=detector)
    criteria = {"Criterion": SAMPLES | {"severity": {"Gte": 5}}}
    before = gd.list_findings(DetectorId=detector, FindingCriteria=criteria)["FindingIds"]
    gd.update_findings_feedback(DetectorId=detector, FindingIds=before[:2], Feedback="USEFUL")
    server.kill()
    server.start()
    gd = server.client("guardduty")
    assert gd.list_findings(DetectorId=detector, FindingCriteria=criteria)["FindingIds"] == before
    useful = {"Criterion": {"service.userFeedback": {"Eq": ["USEFUL"]}}}
    assert set(gd.list_findings(DetectorId=detector, FindingCriteria=useful)["FindingIds"]) == set(before[:2])
    rows = gd.get_findings_statistics(DetectorId=detector, GroupBy="SEVERITY", FindingCriteria={"Criterion": SAMPLES})["FindingStatistics"]["GroupedBySeverity"]
    pages = gd.get_paginator("list_findings").paginate(DetectorId=detector, FindingCriteria={"Criterion": SAMPLES})
    assert sum(row["TotalFindings"] for row in rows) == sum(len(page["FindingIds"]) for page in pages)


def test_usage_is_counted_by_bucket(place):
    detector = place.detector()
    s3, bucket = place.client("s3"), unique("counted")
    s3.create_bucket(Bucket=bucket)
    time.sleep(1)
    for number in range(5):
        s3.put_object(Bucket=bucket, Key=str(number), Body=b"x")

    def usage(kind, **criteria):
        return place.gd.get_usage_statistics(DetectorId=detector, UsageStatisticType=kind, UsageCriteria={"DataSources": ["S3_LOGS"]} | criteria)["UsageStatistics"]

    # Counts are written with the next finding, or a minute later.
    place.gd.create_sample_findings(DetectorId=detector, FindingTypes=["Stealth:IAMUser/CloudTrailLoggingDisabled"])
    (row,) = wait_for(lambda: usage("SUM_BY_RESOURCE", Resources=[bucket])["SumByResource"], 100)
    assert row["Resource"] == bucket and float(row["Total"]["Amount"]) > 0 and row["Total"]["Unit"] == "USD"
    assert bucket in {row["Resource"] for row in usage("TOP_RESOURCES")["TopResources"]}
    assert usage("SUM_BY_RESOURCE", Resources=["no-such-bucket"])["SumByResource"] == []


def test_coverage_tells_of_what_config_knows(fresh, tmp_path):
    server = fresh()
    record(server)
    gd = server.client("guardduty")
    detector = gd.create_detector(Enable=True)["DetectorId"]
    assert gd.list_coverage(DetectorId=detector)["Resources"] == []
    assert gd.get_coverage_statistics(DetectorId=detector, StatisticsType=["COUNT_BY_RESOURCE_TYPE"])["CoverageStatistics"]["CountByResourceType"] == {}
    write(tmp_path / "a_Config_us-east-1_ConfigSnapshot_20240301T120000Z_x.json.gz",
          [item(INSTANCE, name, {"instanceType": "t3.micro"}) for name in ("i-0123456789abcdef0", "i-0123456789abcdef1")])
    take(server, tmp_path)
    found = wait_for(lambda: gd.list_coverage(DetectorId=detector)["Resources"])
    assert {one["ResourceDetails"]["Ec2InstanceDetails"]["InstanceId"] for one in found} == {"i-0123456789abcdef0", "i-0123456789abcdef1"}
    assert {(one["CoverageStatus"], one["AccountId"], one["DetectorId"]) for one in found} == {("UNHEALTHY", server.account, detector)} and found[0]["Issue"]
    only = {"FilterCriterion": [{"CriterionKey": "INSTANCE_ID", "FilterCondition": {"Equals": ["i-0123456789abcdef1"]}}]}
    assert len(gd.list_coverage(DetectorId=detector, FilterCriteria=only)["Resources"]) == 1
    page = gd.list_coverage(DetectorId=detector, MaxResults=1, SortCriteria={"AttributeName": "INSTANCE_ID", "OrderBy": "DESC"})
    assert page["Resources"][0]["ResourceDetails"]["Ec2InstanceDetails"]["InstanceId"].endswith("1")
    rest = gd.list_coverage(DetectorId=detector, MaxResults=1, SortCriteria={"AttributeName": "INSTANCE_ID", "OrderBy": "DESC"}, NextToken=page["NextToken"])
    assert rest["Resources"][0]["ResourceDetails"]["Ec2InstanceDetails"]["InstanceId"].endswith("0") and "NextToken" not in rest
    statistics = gd.get_coverage_statistics(DetectorId=detector, StatisticsType=["COUNT_BY_RESOURCE_TYPE", "COUNT_BY_COVERAGE_STATUS"])["CoverageStatistics"]
    assert statistics == {"CountByResourceType": {"EC2": 2}, "CountByCoverageStatus": {"UNHEALTHY": 2}}

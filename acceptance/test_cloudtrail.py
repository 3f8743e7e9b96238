"""CloudTrail's trails: with boto3 and the AWS CLI, from the call to the verified log file."""

import gzip
import json
import random
import threading
import time
from collections import Counter
from datetime import datetime, timedelta, timezone

import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from harness import (
    CliError, Cloudkeep, HOME_REGION, allow, ensure_organization, error_code, events, new_account, policy, unique, wait_for,
)

REGIONS = ["us-east-1", "eu-west-1"]
OTHER = "eu-west-1"
SERVICE = "cloudtrail.amazonaws.com"
QUICK = {"CLOUDKEEP_REGIONS": ",".join(REGIONS), "CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS": "1"}


def bucket_policy(bucket: str, folders) -> str:
    """The policy that the user guide gives for a trail's bucket."""
    service = {"Service": SERVICE}
    owned = {"StringEquals": {"s3:x-amz-acl": "bucket-owner-full-control"}}
    return policy(
        {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
        {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Condition": owned,
         "Resource": [f"arn:aws:s3:::{bucket}/{folder}/*" for folder in folders]},
    )


def make_bucket(server: Cloudkeep, *folders: str, credentials=None) -> str:
    """A bucket that takes a trail's files."""
    bucket = unique("trail-logs")
    s3 = server.client("s3", credentials)
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=bucket_policy(bucket, folders or [f"AWSLogs/{server.account}"]))
    return bucket


def keys(server: Cloudkeep, bucket: str, part: str = "") -> list[str]:
    pages = server.client("s3").get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [item["Key"] for page in pages for item in page.get("Contents", []) if part in item["Key"]]


def read(server: Cloudkeep, bucket: str, key: str) -> bytes:
    return server.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def records(server: Cloudkeep, bucket: str, part: str = "/CloudTrail/") -> list[dict]:
    """The events of all log files."""
    found = []
    for key in keys(server, bucket, part):
        if "/CloudTrail/" in key:
            found += json.loads(gzip.decompress(read(server, bucket, key)))["Records"]
    return found


def delivered(server: Cloudkeep, bucket: str, name: str, count: int = 1, part: str = "/CloudTrail/") -> list[dict]:
    """Waits until so many events of a name are in log files."""
    def there():
        found = [r for r in records(server, bucket, part) if r["eventName"] == name]
        return found if len(found) >= count else None
    return wait_for(there, 30, 0.3)


def validate(server: Cloudkeep, arn: str, start: datetime, region: str = HOME_REGION, *more: str):
    """The unmodified `aws cloudtrail validate-logs`: what it says, or the CliError of exit code 1."""
    return server.cli(
        ["cloudtrail", "validate-logs", "--trail-arn", arn, "--start-time", start.strftime("%Y-%m-%dT%H:%M:%SZ"), "--verbose", *more],
        check=False, region=region)


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A server of two regions that delivers every second."""
    server = Cloudkeep(tmp_path_factory.mktemp("cloudtrail"), environment=QUICK)
    yield server
    server.stop()
    assert "panicked" not in server.log()


@pytest.fixture
def trails(box):
    """A CloudTrail client; trails that a test made are gone after it."""
    client = box.client("cloudtrail")
    yield client
    for region in REGIONS:
        local = box.client("cloudtrail", region=region)
        for trail in local.describe_trails(includeShadowTrails=False)["trailList"]:
            local.delete_trail(Name=trail["TrailARN"])


# -- trails


def test_a_trail_has_the_forms_of_aws(box, trails):
    bucket = make_bucket(box, f"audit/AWSLogs/{box.account}")
    name = unique("main")
    arn = f"arn:aws:cloudtrail:{HOME_REGION}:{box.account}:trail/{name}"
    made = trails.create_trail(Name=name, S3BucketName=bucket, S3KeyPrefix="audit", IsMultiRegionTrail=True,
                               EnableLogFileValidation=True, TagsList=[{"Key": "team", "Value": "audit"}])
    assert {k: v for k, v in made.items() if k != "ResponseMetadata"} == {
        "Name": name, "S3BucketName": bucket, "S3KeyPrefix": "audit", "IncludeGlobalServiceEvents": True, "IsMultiRegionTrail": True,
        "TrailARN": arn, "LogFileValidationEnabled": True, "IsOrganizationTrail": False,
    }
    trail = trails.get_trail(Name=name)["Trail"]
    assert trail["HomeRegion"] == HOME_REGION and trail["HasCustomEventSelectors"] is False
    assert trails.get_trail(Name=arn)["Trail"] == trail
    assert trails.list_tags(ResourceIdList=[arn])["ResourceTagList"] == [
        {"ResourceId": arn, "TagsList": [{"Key": "team", "Value": "audit"}]}]
    assert {"TrailARN": arn, "Name": name, "HomeRegion": HOME_REGION} in trails.list_trails()["Trails"]
    updated = trails.update_trail(Name=name, EnableLogFileValidation=False)
    assert updated["LogFileValidationEnabled"] is False and updated["S3KeyPrefix"] == "audit"
    assert trails.get_trail_status(Name=name)["IsLogging"] is False
    trails.start_logging(Name=name)
    status = trails.get_trail_status(Name=name)
    assert status["IsLogging"] is True and status["TimeLoggingStarted"] and "StopLoggingTime" not in status
    trails.stop_logging(Name=arn)
    assert trails.get_trail_status(Name=name)["IsLogging"] is False
    trails.delete_trail(Name=name)
    with error_code("TrailNotFoundException", 400, f"Unknown trail: {name} for the user: {box.account}"):
        trails.get_trail(Name=name)
    assert trails.describe_trails(trailNameList=[name])["trailList"] == []


def test_shadows_in_other_regions(box, trails):
    bucket = make_bucket(box)
    every, local = unique("every"), unique("local")
    arn = trails.create_trail(Name=every, S3BucketName=bucket, IsMultiRegionTrail=True)["TrailARN"]
    trails.create_trail(Name=local, S3BucketName=bucket)
    away = box.client("cloudtrail", region=OTHER)
    assert [t["Name"] for t in away.describe_trails()["trailList"]] == [every]
    assert away.describe_trails(includeShadowTrails=False)["trailList"] == []
    assert away.get_trail(Name=arn)["Trail"]["HomeRegion"] == HOME_REGION
    assert away.get_trail_status(Name=arn)["IsLogging"] is False
    for call in (away.start_logging, away.stop_logging, away.delete_trail):
        with error_code("InvalidHomeRegionException"):
            call(Name=arn)
    with error_code("InvalidHomeRegionException"):
        away.update_trail(Name=arn, EnableLogFileValidation=True)
    with error_code("TrailNotFoundException"):
        away.start_logging(Name=local)
    with error_code("TrailAlreadyExistsException"):
        away.create_trail(Name=every, S3BucketName=bucket)


@pytest.mark.parametrize(("change", "code"), [
    ({"Name": "ab"}, "InvalidTrailNameException"),
    ({"Name": "a--b"}, "InvalidTrailNameException"),
    ({"Name": "192.168.5.4"}, "InvalidTrailNameException"),
    ({"S3BucketName": "no-such-bucket-anywhere"}, "S3BucketDoesNotExistException"),
    ({"S3BucketName": "ab"}, "InvalidS3BucketNameException"),
    ({"S3KeyPrefix": "x" * 201}, "InvalidS3PrefixException"),
    ({"S3KeyPrefix": "elsewhere"}, "InsufficientS3BucketPolicyException"),
    ({"SnsTopicName": "topic"}, "InsufficientSnsTopicPolicyException"),
    ({"KmsKeyId": "alias/none"}, "KmsKeyNotFoundException"),
    ({"CloudWatchLogsLogGroupArn": "arn:aws:logs:us-east-1:111111111111:log-group:x:*"}, "InvalidCloudWatchLogsRoleArnException"),
    ({"IsMultiRegionTrail": True, "IncludeGlobalServiceEvents": False}, "InvalidParameterCombinationException"),
    ({"TagsList": [{"Key": "a"}, {"Key": "a"}]}, "InvalidTagParameterException"),
    ({"TagsList": [{"Key": f"k{i}"} for i in range(51)]}, "TagsLimitExceededException"),
])
def test_what_cannot_be_made(box, trails, change, code):
    arguments = {"Name": unique("main"), "S3BucketName": make_bucket(box)} | change
    with error_code(code, 400):
        trails.create_trail(**arguments)
    assert trails.describe_trails()["trailList"] == []


def test_a_bucket_without_policy_is_refused(box, trails):
    bucket = unique("bare")
    box.client("s3").create_bucket(Bucket=bucket)
    with error_code("InsufficientS3BucketPolicyException", 400, f"Incorrect S3 bucket policy is detected for bucket: {bucket}"):
        trails.create_trail(Name=unique("main"), S3BucketName=bucket)


def test_five_trails_a_region(box, trails):
    bucket = make_bucket(box)
    for n in range(5):
        trails.create_trail(Name=f"trail-{n}", S3BucketName=bucket)
    with error_code("MaximumNumberOfTrailsExceededException"):
        trails.create_trail(Name="trail-5", S3BucketName=bucket)
    box.client("cloudtrail", region=OTHER).create_trail(Name="trail-5", S3BucketName=bucket)


def test_selectors(box, trails):
    name = unique("main")
    arn = trails.create_trail(Name=name, S3BucketName=make_bucket(box))["TrailARN"]
    everything = trails.get_event_selectors(TrailName=name)
    assert everything["EventSelectors"] == [
        {"ReadWriteType": "All", "IncludeManagementEvents": True, "DataResources": [], "ExcludeManagementEventSources": []}]
    basic = [{"ReadWriteType": "WriteOnly", "IncludeManagementEvents": True, "ExcludeManagementEventSources": ["kms.amazonaws.com"],
              "DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::bucket/"]}]}]
    put = trails.put_event_selectors(TrailName=name, EventSelectors=basic)
    assert put["TrailARN"] == arn and put["EventSelectors"] == basic
    assert trails.get_trail(Name=name)["Trail"]["HasCustomEventSelectors"] is True
    advanced = [{"Name": "writes", "FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::a/"], "NotEndsWith": [".tmp"]}]}]
    trails.put_event_selectors(TrailName=name, AdvancedEventSelectors=advanced)
    got = trails.get_event_selectors(TrailName=arn)
    assert got["AdvancedEventSelectors"] == advanced and "EventSelectors" not in got
    for wrong in (
        {"EventSelectors": basic, "AdvancedEventSelectors": advanced},
        {},
        {"EventSelectors": [{}] * 6},
        {"EventSelectors": [{"DataResources": [{"Type": "AWS::EC2::Instance", "Values": ["arn:aws:ec2"]}]}]},
        {"EventSelectors": [{"ExcludeManagementEventSources": ["iam.amazonaws.com"]}]},
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "readOnly", "Equals": ["true"]}]}]},
        {"AdvancedEventSelectors": [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Data"]}]}]},
    ):
        with error_code("InvalidEventSelectorsException", 400):
            trails.put_event_selectors(TrailName=name, **wrong)
    assert trails.get_event_selectors(TrailName=name)["AdvancedEventSelectors"] == advanced


def test_tags(box, trails):
    arn = trails.create_trail(Name=unique("main"), S3BucketName=make_bucket(box))["TrailARN"]
    trails.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "2"}])
    trails.add_tags(ResourceId=arn, TagsList=[{"Key": "a", "Value": "3"}])
    trails.remove_tags(ResourceId=arn, TagsList=[{"Key": "b"}])
    assert trails.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"] == [{"Key": "a", "Value": "3"}]
    with error_code("InvalidTagParameterException"):
        trails.add_tags(ResourceId=arn, TagsList=[{"Key": "aws:x", "Value": "1"}])
    with error_code("TagsLimitExceededException"):
        trails.add_tags(ResourceId=arn, TagsList=[{"Key": f"k{i}", "Value": "v"} for i in range(50)])
    with error_code("CloudTrailARNInvalidException"):
        trails.list_tags(ResourceIdList=["arn:aws:s3:::bucket"])
    with error_code("ResourceNotFoundException"):
        trails.list_tags(ResourceIdList=[arn + "-none"])


def test_permissions_are_on_the_trail(box, trails):
    bucket = make_bucket(box)
    arn = trails.create_trail(Name=unique("mine"), S3BucketName=bucket, TagsList=[{"Key": "team", "Value": "a"}])["TrailARN"]
    other = trails.create_trail(Name=unique("other"), S3BucketName=bucket)["TrailARN"]
    inline = policy(
        allow("cloudtrail:StartLogging", arn),
        allow("cloudtrail:StopLogging", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "a"}}))
    user = box.client("cloudtrail", box.user(unique("operator"), inline=inline))
    user.start_logging(Name=arn)
    user.stop_logging(Name=arn)
    for call in (lambda: user.start_logging(Name=other), lambda: user.stop_logging(Name=other), lambda: user.delete_trail(Name=arn),
                 user.describe_trails, user.list_public_keys, lambda: user.start_logging(Name="no-such-trail")):
        with error_code("AccessDeniedException"):
            call()


# -- delivery


def test_events_become_log_files(box, trails):
    bucket = make_bucket(box)
    name = unique("main")
    trails.create_trail(Name=name, S3BucketName=bucket, IsMultiRegionTrail=True)
    iam = box.client("iam")
    before, during, after = unique("before"), unique("during"), unique("after")
    iam.create_user(UserName=before)
    trails.start_logging(Name=name)
    iam.create_user(UserName=during)
    box.client("sts", region=OTHER).get_caller_identity()
    trails.stop_logging(Name=name)
    iam.create_user(UserName=after)
    delivered(box, bucket, "StopLogging")
    found = records(box, bucket)
    users = [r["requestParameters"]["userName"] for r in found if r["eventName"] == "CreateUser"]
    assert users == [during]
    assert {r["awsRegion"] for r in found} == set(REGIONS)
    for key in keys(box, bucket):
        region = key.split("/")[3]
        day = "/".join(key.split("/")[4:7])
        datetime.strptime(day, "%Y/%m/%d")
        assert key.startswith(f"AWSLogs/{box.account}/CloudTrail/{region}/{day}/{box.account}_CloudTrail_{region}_{day.replace('/', '')}T"), key
        assert key.endswith("Z_" + key[-24:]) and len(key.rsplit("_", 1)[1]) == len("0123456789abcdef.json.gz"), key
    head = box.client("s3").head_object(Bucket=bucket, Key=keys(box, bucket)[0])
    assert (head["ContentType"], head["ContentEncoding"]) == ("application/json", "gzip")
    status = trails.get_trail_status(Name=name)
    assert status["LatestDeliveryTime"] > datetime.now(timezone.utc) - timedelta(minutes=1) and "LatestDeliveryError" not in status
    # The record in the file is the record in the history.
    [record] = [r for r in found if r["eventName"] == "CreateUser"]
    assert record in events(box, EventName="CreateUser")
    time.sleep(3)
    assert len(records(box, bucket)) == len(found)


def test_data_events_only_for_those_who_ask(box, trails):
    asked, silent, store = make_bucket(box), make_bucket(box), unique("store")
    s3 = box.client("s3")
    s3.create_bucket(Bucket=store)
    with_data, without = unique("data"), unique("plain")
    trails.create_trail(Name=with_data, S3BucketName=asked)
    trails.create_trail(Name=without, S3BucketName=silent)
    trails.put_event_selectors(TrailName=with_data, EventSelectors=[
        {"DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{store}/logs/"]}]}])
    for name in (with_data, without):
        trails.start_logging(Name=name)
    s3.put_object(Bucket=store, Key="logs/one", Body=b"1")
    s3.put_object(Bucket=store, Key="other/two", Body=b"2")
    for name in (with_data, without):
        trails.stop_logging(Name=name)
    delivered(box, asked, "StopLogging")
    delivered(box, silent, "StopLogging")
    objects = [r["requestParameters"]["key"] for r in records(box, asked) if r["eventName"] == "PutObject"]
    assert objects == ["logs/one"]
    assert not [r for r in records(box, silent) if r["eventName"] == "PutObject"]


def test_delivery_does_not_feed_itself(box, trails):
    bucket, name = make_bucket(box), unique("self")
    trails.create_trail(Name=name, S3BucketName=bucket)
    trails.put_event_selectors(TrailName=name, EventSelectors=[{"DataResources": [{"Type": "AWS::S3::Object", "Values": ["arn:aws:s3"]}]}])
    trails.start_logging(Name=name)
    wait_for(lambda: trails.get_trail_status(Name=name).get("LatestDeliveryTime"), 30)
    time.sleep(3)
    counted = len(keys(box, bucket))
    time.sleep(5)
    # The listing itself is a management event; nothing else may come.
    assert len(keys(box, bucket)) - counted <= 2


def test_errors_of_delivery_are_told_and_nothing_is_lost(box, trails):
    bucket, name = make_bucket(box), unique("main")
    s3 = box.client("s3")
    trails.create_trail(Name=name, S3BucketName=bucket)
    trails.start_logging(Name=name)
    s3.delete_bucket_policy(Bucket=bucket)
    user = unique("meanwhile")
    box.client("iam").create_user(UserName=user)
    wait_for(lambda: trails.get_trail_status(Name=name).get("LatestDeliveryError") == "AccessDenied", 30, 0.3)
    s3.put_bucket_policy(Bucket=bucket, Policy=bucket_policy(bucket, [f"AWSLogs/{box.account}"]))
    found = delivered(box, bucket, "CreateUser")
    assert [r["requestParameters"]["userName"] for r in found] == [user]
    wait_for(lambda: "LatestDeliveryError" not in trails.get_trail_status(Name=name), 30, 0.3)


# -- organization trails


def test_an_organization_trail_of_all_regions_and_accounts(box, trails):
    organization = ensure_organization(box)["Id"]
    members = [new_account(box, unique("member")) for _ in range(2)]
    bucket, name = make_bucket(box, f"AWSLogs/{box.account}", f"AWSLogs/{organization}"), unique("everybody")
    arguments = dict(Name=name, S3BucketName=bucket, IsOrganizationTrail=True, IsMultiRegionTrail=True, EnableLogFileValidation=True)
    with error_code("CloudTrailAccessNotEnabledException"):
        trails.create_trail(**arguments)
    box.client("organizations", box.admin).enable_aws_service_access(ServicePrincipal=SERVICE)
    member = box.client("cloudtrail", members[0])
    with error_code("NotOrganizationMasterAccountException"):
        member.create_trail(**arguments)
    start = datetime.now(timezone.utc) - timedelta(seconds=1)
    arn = trails.create_trail(**arguments)["TrailARN"]
    trails.start_logging(Name=name)
    # Members see it and cannot alter it.
    seen = member.describe_trails()["trailList"]
    assert [(t["TrailARN"], t["IsOrganizationTrail"]) for t in seen] == [(arn, True)]
    assert member.get_trail_status(Name=arn)["IsLogging"] is True
    for call in (member.stop_logging, member.delete_trail):
        with error_code("NotOrganizationMasterAccountException"):
            call(Name=arn)
    with error_code("NotOrganizationMasterAccountException"):
        member.put_event_selectors(TrailName=arn, EventSelectors=[{"ReadWriteType": "ReadOnly"}])
    for number, credentials in enumerate(members):
        box.client("iam", credentials).create_user(UserName=f"user-{number}")
        box.client("sts", credentials, region=OTHER).get_caller_identity()
    trails.stop_logging(Name=name)
    for number, credentials in enumerate(members):
        folder = f"AWSLogs/{organization}/{credentials.account}/CloudTrail"
        [made] = delivered(box, bucket, "CreateUser", part=f"{folder}/us-east-1/")
        assert made["requestParameters"]["userName"] == f"user-{number}" and made["recipientAccountId"] == credentials.account
        delivered(box, bucket, "GetCallerIdentity", part=f"{folder}/{OTHER}/")
    delivered(box, bucket, "StopLogging", part=f"AWSLogs/{organization}/{box.account}/")
    accounts = 1 + len(members)
    wait_for(lambda: len({k.split("/")[2] for k in keys(box, bucket, "/CloudTrail-Digest/")}) >= accounts, 30, 0.3)
    wait_for(lambda: trails.get_trail_status(Name=name).get("LatestDigestDeliveryTime"), 30, 0.3)
    for account in [box.account, *(m.account for m in members)]:
        for region in REGIONS:
            said = validate(box, arn, start, region, "--account-id", account)
            assert isinstance(said, str) and "INVALID" not in said, said
            assert "1/1 digest files valid" in said, said
            assert "log files valid" in said, said


def test_a_delegated_administrator_makes_the_managements_trail(box, trails):
    organization = ensure_organization(box)["Id"]
    organizations = box.client("organizations", box.admin)
    organizations.enable_aws_service_access(ServicePrincipal=SERVICE)
    member = new_account(box, unique("delegate"))
    organizations.register_delegated_administrator(AccountId=member.account, ServicePrincipal=SERVICE)
    bucket, name = make_bucket(box, f"AWSLogs/{box.account}", f"AWSLogs/{organization}"), unique("delegated")
    delegate = box.client("cloudtrail", member)
    arn = delegate.create_trail(Name=name, S3BucketName=bucket, IsOrganizationTrail=True)["TrailARN"]
    assert arn.split(":")[4] == box.account
    delegate.start_logging(Name=arn)
    assert trails.get_trail_status(Name=name)["IsLogging"] is True
    delegate.delete_trail(Name=arn)


# -- integrity


@pytest.fixture(scope="module")
def sealed(tmp_path_factory):
    """A sandbox that digests every few seconds, with a trail that has logged and been stopped: (server, bucket, arn, start)."""
    server = Cloudkeep(tmp_path_factory.mktemp("sealed"), sandbox=True, environment=QUICK | {"CLOUDKEEP_CLOUDTRAIL_DIGEST_SECONDS": "3"})
    client = server.client("cloudtrail")
    bucket = make_bucket(server)
    start = datetime.now(timezone.utc) - timedelta(seconds=1)
    arn = client.create_trail(Name="sealed", S3BucketName=bucket, IsMultiRegionTrail=True, EnableLogFileValidation=True)["TrailARN"]
    client.start_logging(Name=arn)
    for number in range(6):
        server.client("iam").create_user(UserName=f"user-{number}")
        time.sleep(1.5)
    client.stop_logging(Name=arn)
    delivered(server, bucket, "StopLogging")

    def complete():
        listed = [f["s3Object"] for k in keys(server, bucket, "/CloudTrail-Digest/us-east-1/")
                  for f in json.loads(gzip.decompress(read(server, bucket, k)))["logFiles"]]
        return sorted(listed) == sorted(keys(server, bucket, "/CloudTrail/us-east-1/"))

    wait_for(complete, 30, 0.3)
    yield server, bucket, arn, start
    server.stop()
    assert "panicked" not in server.log()


def test_a_clean_trail_is_valid(sealed):
    server, bucket, arn, start = sealed
    said = validate(server, arn, start)
    assert isinstance(said, str), said.stderr
    logs, digests = keys(server, bucket, "/CloudTrail/us-east-1/"), keys(server, bucket, "/CloudTrail-Digest/us-east-1/")
    assert len(digests) >= 3 and len(logs) >= 3
    assert f"{len(digests)}/{len(digests)} digest files valid" in said and f"{len(logs)}/{len(logs)} log files valid" in said, said
    # A region without events has its chain too.
    said = validate(server, arn, start, OTHER)
    count = len(keys(server, bucket, f"/CloudTrail-Digest/{OTHER}/"))
    assert isinstance(said, str) and f"{count}/{count} digest files valid" in said, said
    # Keys are served in the form that the documentation gives.
    [key] = server.client("cloudtrail").list_public_keys()["PublicKeyList"]
    assert len(key["Fingerprint"]) == 32 and key["Value"][:2] == b"\x30\x82"
    assert key["ValidityStartTime"] <= datetime.now(timezone.utc) < key["ValidityEndTime"]
    with error_code("InvalidTimeRangeException"):
        server.client("cloudtrail").list_public_keys(StartTime=datetime(2030, 1, 2), EndTime=datetime(2030, 1, 1))


def restore(s3, bucket, key, before):
    s3.put_object(Bucket=bucket, Key=key, Body=before["data"], Metadata=before["Metadata"], ContentType=before["ContentType"],
                  ContentEncoding=before["ContentEncoding"])


@pytest.mark.parametrize("kind", [
    "log changed", "log removed", "log with more after its end", "log not gzip",
    "digest changed", "digest removed", "digest signed otherwise", "digest moved",
])
def test_tampering_is_told(sealed, kind):
    server, bucket, arn, start = sealed
    s3 = server.client("s3")
    digests = sorted(keys(server, bucket, "/CloudTrail-Digest/us-east-1/"))
    target = sorted(keys(server, bucket, "/CloudTrail/us-east-1/"))[1] if kind.startswith("log") else digests[1]
    before = s3.get_object(Bucket=bucket, Key=target)
    before["data"] = before["Body"].read()
    content = json.loads(gzip.decompress(before["data"]))

    def put(body, metadata=before["Metadata"]):
        s3.put_object(Bucket=bucket, Key=target, Body=body, Metadata=metadata)

    if kind == "log changed":
        content["Records"][0]["eventName"] = "DeleteUser"
        put(gzip.compress(json.dumps(content).encode()))
        expected = f"Log file\ts3://{bucket}/{target}\tINVALID: hash value doesn't match"
    elif kind == "log with more after its end":
        put(before["data"] + b"more")
        expected = f"Log file\ts3://{bucket}/{target}\tINVALID: unexpected data after end of compressed stream"
    elif kind == "log not gzip":
        put(b"no gzip")
        expected = f"Log file\ts3://{bucket}/{target}\tINVALID: invalid format"
    elif kind.endswith("removed"):
        s3.delete_object(Bucket=bucket, Key=target)
        expected = f"{'Log' if kind.startswith('log') else 'Digest'} file\ts3://{bucket}/{target}\tINVALID: not found"
    elif kind == "digest changed":
        content["logFiles"] = content["logFiles"][1:]
        put(gzip.compress(json.dumps(content).encode()))
        expected = f"Digest file\ts3://{bucket}/{target}\tINVALID: signature verification failed"
    elif kind == "digest signed otherwise":
        put(before["data"], before["Metadata"] | {"signature": "00" * 256})
        expected = f"Digest file\ts3://{bucket}/{target}\tINVALID: signature verification failed"
    else:
        other = s3.get_object(Bucket=bucket, Key=digests[2])
        put(other["Body"].read(), other["Metadata"])
        expected = f"Digest file\ts3://{bucket}/{target}\tINVALID: has been moved from its original location"
    try:
        said = validate(server, arn, start)
        assert isinstance(said, CliError) and said.exit_code == 1, said
        assert expected in said.stderr, said.stderr
    finally:
        restore(s3, bucket, target, before)
    assert isinstance(validate(server, arn, start), str)


# -- crashes


def test_killed_during_deliveries_every_event_is_in_exactly_one_file(fresh):
    server = fresh(environment=QUICK)
    client = server.client("cloudtrail")
    bucket, name = make_bucket(server), "main"
    start = datetime.now(timezone.utc) - timedelta(seconds=1)
    arn = client.create_trail(Name=name, S3BucketName=bucket, IsMultiRegionTrail=True, EnableLogFileValidation=True)["TrailARN"]
    client.start_logging(Name=name)
    made, chance = [], random.Random(5)
    for life in range(6):
        stopping = threading.Event()

        def work(worker: int):
            number = 0
            while not stopping.is_set():
                user = f"user-{life}-{worker}-{number}"
                try:
                    server.client("iam", region=None).create_user(UserName=user)
                except Exception:  # the server was killed
                    return
                made.append(user)
                number += 1

        workers = [threading.Thread(target=work, args=(n,)) for n in range(3)]
        for worker in workers:
            worker.start()
        time.sleep(1 + chance.random() * 1.2)
        server.kill()
        stopping.set()
        for worker in workers:
            worker.join()
        server.start()
    server.client("cloudtrail").stop_logging(Name=name)
    delivered(server, bucket, "StopLogging")
    found = records(server, bucket)
    counts = Counter(r["eventID"] for r in found)
    assert [i for i, n in counts.items() if n > 1] == []
    users = Counter(r["requestParameters"]["userName"] for r in found if r["eventName"] == "CreateUser" and "errorCode" not in r)
    assert set(made) <= set(users) and len(made) > 100
    # What the history has of the time is in the files, and the other way round.
    history = {e["eventID"] for e in events(server, EventName="CreateUser")}
    assert history == {r["eventID"] for r in found if r["eventName"] == "CreateUser"}

    def digested():
        said = validate(server, arn, start)
        return said if isinstance(said, str) and "log files valid" in said else None

    said = wait_for(digested, 30, 1)
    count = len(keys(server, bucket, "/CloudTrail/us-east-1/"))
    assert "1/1 digest files valid" in said and f"{count}/{count} log files valid" in said, said


# -- the event history, and who administers


def test_lookup_events_is_throttled_and_clients_cope(fresh):
    server = fresh(environment={"CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND": "2"})
    client = server.client("cloudtrail")
    codes = Counter()
    for _ in range(6):
        try:
            client.lookup_events(MaxResults=1)
            codes["ok"] += 1
        except ClientError as error:
            codes[error.response["Error"]["Code"]] += 1
            assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert codes["ok"] >= 2 and codes["ThrottlingException"] >= 1, codes
    # Others are not held back, and a client that tries again gets through.
    assert server.client("cloudtrail", region="eu-west-1").lookup_events(MaxResults=1)["Events"] is not None
    patient = server.client("cloudtrail", config=Config(retries={"total_max_attempts": 8, "mode": "standard"}))
    for _ in range(4):
        patient.lookup_events(MaxResults=1)


def test_delegated_administrators_are_registered_by_cloudtrail(fresh):
    server = fresh()
    trails = server.client("cloudtrail", server.admin)
    with error_code("OrganizationsNotInUseException"):
        trails.register_organization_delegated_admin(MemberAccountId="123456789012")
    member = new_account(server, "security")
    with error_code("CloudTrailAccessNotEnabledException"):
        trails.register_organization_delegated_admin(MemberAccountId=member.account)
    organizations = server.client("organizations", server.admin)
    organizations.enable_aws_service_access(ServicePrincipal=SERVICE)
    with error_code("CannotDelegateManagementAccountException"):
        trails.register_organization_delegated_admin(MemberAccountId=server.account)
    with error_code("AccountNotFoundException"):
        trails.register_organization_delegated_admin(MemberAccountId="999999999999")
    with error_code("NotOrganizationManagementAccountException"):
        server.client("cloudtrail", member).register_organization_delegated_admin(MemberAccountId=member.account)
    trails.register_organization_delegated_admin(MemberAccountId=member.account)
    listed = organizations.list_delegated_administrators(ServicePrincipal=SERVICE)["DelegatedAdministrators"]
    assert [one["Id"] for one in listed] == [member.account]
    with error_code("AccountRegisteredException"):
        trails.register_organization_delegated_admin(MemberAccountId=member.account)
    only_cloudtrail = server.user("half", inline=policy(allow("cloudtrail:*")))
    with error_code("AccessDeniedException", message="organizations:DeregisterDelegatedAdministrator"):
        server.client("cloudtrail", only_cloudtrail).deregister_organization_delegated_admin(DelegatedAdminAccountId=member.account)
    trails.deregister_organization_delegated_admin(DelegatedAdminAccountId=member.account)
    with error_code("AccountNotRegisteredException"):
        trails.deregister_organization_delegated_admin(DelegatedAdminAccountId=member.account)

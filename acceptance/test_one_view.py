"""The whole chain: what is done to the plane is recorded, found, judged and seen in one place, within seconds and once."""

import json
import time

import pytest

from config_support import BUCKET_TYPE, history, record
from harness import ADMINISTRATOR, unique, wait_for
from securityhub_support import REGION, equals, get
from test_cloudtrail import make_bucket as make_trail_bucket

FSBP = f"arn:aws:securityhub:{REGION}::standards/aws-foundational-security-best-practices/v/1.0.0"
# The promise: from the call to the finding.
SECONDS = 10


@pytest.fixture
def server(fresh):
    return fresh()


def watched(server):
    """Everything on: Config records, GuardDuty watches, Security Hub gathers."""
    record(server)
    hub = server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": FSBP}])
    server.client("guardduty").create_detector(Enable=True)
    return hub


def of_guardduty(hub, user) -> list:
    found = get(hub, ProductName=equals("GuardDuty"))
    return [f for f in found if user in json.dumps(f["Resources"])]


def test_a_stopped_trail_is_seen_in_security_hub_once_also_after_a_kill(server):
    hub = watched(server)
    trail, bucket = unique("trail"), make_trail_bucket(server)
    server.client("cloudtrail").create_trail(Name=trail, S3BucketName=bucket)
    server.client("cloudtrail").start_logging(Name=trail)
    name = unique("mallory")
    mallory = server.user(name, [ADMINISTRATOR])
    began = time.monotonic()
    server.client("cloudtrail", mallory).stop_logging(Name=trail)
    found = wait_for(lambda: of_guardduty(hub, name), SECONDS)
    assert time.monotonic() - began < SECONDS
    assert any("CloudTrail" in f["Title"] or "Stealth" in json.dumps(f["Types"]) for f in found)
    before = sorted(f["Id"] for f in of_guardduty(hub, name))
    server.kill()
    server.restart()
    time.sleep(2)
    assert sorted(f["Id"] for f in of_guardduty(server.client("securityhub"), name)) == before


def test_a_public_bucket_fails_its_control_and_its_timeline_says_who(server):
    hub = watched(server)
    name = unique("mallory")
    mallory = server.client("s3", server.user(name, [ADMINISTRATOR]))
    bucket = unique("open")
    mallory.create_bucket(Bucket=bucket)

    def control(status):
        found = get(hub, ComplianceSecurityControlId=equals("S3.2"), ResourceId=equals(f"arn:aws:s3:::{bucket}"))
        return [f for f in found if f["Compliance"]["Status"] == status]

    wait_for(lambda: control("PASSED"), 60)
    began = time.monotonic()
    mallory.delete_public_access_block(Bucket=bucket)
    everybody = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    mallory.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [everybody]}))
    wait_for(lambda: control("FAILED"), SECONDS)
    assert time.monotonic() - began < SECONDS
    newest = history(server.client("config"), BUCKET_TYPE, bucket)[0]
    assert json.loads(newest["supplementaryConfiguration"]["BucketPolicy"])["policyText"]
    [event] = newest["relatedEvents"]
    seen = server.client("cloudtrail").lookup_events(LookupAttributes=[{"AttributeKey": "EventId", "AttributeValue": event}])["Events"]
    assert [(e["EventName"], e["Username"]) for e in seen] == [("PutBucketPolicy", name)]
    mallory.delete_bucket_policy(Bucket=bucket)
    wait_for(lambda: control("PASSED"), SECONDS)

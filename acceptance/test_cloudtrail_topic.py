"""Trails that tell a topic of the log files they put."""

import json

import pytest

from harness import allow, error_code, policy, unique, wait_for
from sns_support import drain, make_queue
from test_cloudtrail import QUICK, delivered, make_bucket

SERVICE = "cloudtrail.amazonaws.com"


@pytest.fixture
def server(fresh):
    return fresh(environment=QUICK)


def make_topic(server, trail: str | None = None, **attributes) -> str:
    """A topic that CloudTrail may publish to, for one trail or any."""
    sns = server.client("sns")
    arn = sns.create_topic(Name=unique("trail-files"), Attributes=attributes)["TopicArn"]
    source = f"arn:aws:cloudtrail:us-east-1:{server.account}:trail/{trail}"
    condition = {"Condition": {"StringEquals": {"aws:SourceArn": source}}} if trail else {}
    statement = allow("SNS:Publish", arn, Principal={"Service": SERVICE}, **condition)
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy(statement))
    return arn


def subscribed_queue(server, topic: str) -> str:
    url, arn = make_queue(server, topic)
    server.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    return url


def named(messages) -> list[tuple[str, str]]:
    """Bucket and key of every file that messages name."""
    bodies = [json.loads(message["Body"]) for message in messages]
    return [(body["s3Bucket"], key) for body in bodies for key in body["s3ObjectKey"]]


def keys(server, bucket: str) -> list[str]:
    found = server.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])
    return [o["Key"] for o in found if "/CloudTrail/" in o["Key"] and o["Key"].endswith(".json.gz")]


def test_every_file_is_announced_once_also_when_the_server_is_killed(server):
    name, bucket = unique("trail"), make_bucket(server)
    topic = make_topic(server, name)
    url = subscribed_queue(server, topic)
    cloudtrail = server.client("cloudtrail")
    made = cloudtrail.create_trail(Name=name, S3BucketName=bucket, SnsTopicName=topic.split(":")[-1])
    assert (made["SnsTopicName"], made["SnsTopicARN"]) == (topic.split(":")[-1], topic)
    told = server.cli(["cloudtrail", "describe-trails", "--trail-name-list", name])["trailList"][0]
    assert (told["SnsTopicName"], told["SnsTopicARN"]) == (topic.split(":")[-1], topic)
    cloudtrail.start_logging(Name=name)
    for _ in range(3):
        server.client("iam").create_user(UserName=unique("user"))
        delivered(server, bucket, "CreateUser")
        server.kill()
        server.restart()
    cloudtrail = server.client("cloudtrail")
    cloudtrail.stop_logging(Name=name)
    delivered(server, bucket, "StopLogging")
    announced = named(drain(server, url, 3))
    assert sorted(announced) == sorted((bucket, key) for key in keys(server, bucket))
    status = cloudtrail.get_trail_status(Name=name)
    assert status["LatestNotificationTime"] and status["LatestNotificationAttemptSucceeded"] and "LatestNotificationError" not in status


def test_what_cannot_work_is_refused(server):
    bucket = make_bucket(server)
    cloudtrail = server.client("cloudtrail")
    closed = server.client("sns").create_topic(Name=unique("closed"))["TopicArn"]
    # Only another trail's files may be published there.
    foreign = make_topic(server, unique("another"))
    for topic, code in (
        ("no.such", "InvalidSnsTopicNameException"),
        (unique("nowhere"), "InsufficientSnsTopicPolicyException"),
        (closed, "InsufficientSnsTopicPolicyException"),
        (foreign, "InsufficientSnsTopicPolicyException"),
    ):
        with error_code(code):
            cloudtrail.create_trail(Name=unique("trail"), S3BucketName=bucket, SnsTopicName=topic)
    trail = unique("trail")
    cloudtrail.create_trail(Name=trail, S3BucketName=bucket)
    with error_code("InsufficientSnsTopicPolicyException"):
        cloudtrail.update_trail(Name=trail, SnsTopicName=closed)
    assert "SnsTopicARN" not in cloudtrail.get_trail(Name=trail)["Trail"]


def test_a_topic_that_closes_stops_notices_and_not_files(server):
    name, bucket = unique("trail"), make_bucket(server)
    topic = make_topic(server)
    url = subscribed_queue(server, topic)
    cloudtrail, sns = server.client("cloudtrail"), server.client("sns")
    cloudtrail.create_trail(Name=name, S3BucketName=bucket, SnsTopicName=topic)
    cloudtrail.start_logging(Name=name)
    server.client("iam").create_user(UserName=unique("user"))
    drain(server, url, 1)
    sns.delete_topic(TopicArn=topic)
    server.client("iam").create_user(UserName=unique("user"))
    delivered(server, bucket, "CreateUser", 2)
    status = wait_for(lambda: (s := cloudtrail.get_trail_status(Name=name)).get("LatestNotificationError") and s)
    assert status["LatestNotificationError"] == "NotFound"
    assert status["LatestNotificationAttemptTime"] >= status["LatestNotificationAttemptSucceeded"]
    server.cli(["cloudtrail", "update-trail", "--name", name, "--sns-topic-name", ""])
    assert "SnsTopicARN" not in cloudtrail.get_trail(Name=name)["Trail"]

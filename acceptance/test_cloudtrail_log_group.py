"""Trails that send their events to a log group of CloudWatch Logs too."""

import json

import pytest

from harness import allow, error_code, policy, trust, unique, wait_for
from test_cloudtrail import QUICK, delivered, make_bucket

SERVICE = "cloudtrail.amazonaws.com"


@pytest.fixture
def server(fresh):
    return fresh(environment=QUICK)


def make_group(server) -> tuple[str, str]:
    """A log group: its name, and its ARN as trails want it."""
    name = unique("trail-events")
    server.client("logs").create_log_group(logGroupName=name)
    return name, f"arn:aws:logs:us-east-1:{server.account}:log-group:{name}:*"


def make_role(server, *statements, principal=SERVICE) -> str:
    iam, name = server.client("iam"), unique("trail-role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": principal}))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def may_put(server, name) -> dict:
    streams = f"arn:aws:logs:us-east-1:{server.account}:log-group:{name}:log-stream:{server.account}_CloudTrail_us-east-1*"
    return allow(["logs:CreateLogStream", "logs:PutLogEvents"], streams)


def make_trail(server, group, role, **more) -> tuple[str, str]:
    bucket, name = make_bucket(server), unique("trail")
    server.client("cloudtrail").create_trail(
        Name=name, S3BucketName=bucket, CloudWatchLogsLogGroupArn=group, CloudWatchLogsRoleArn=role, **more)
    server.client("cloudtrail").start_logging(Name=name)
    return name, bucket


def logged(server, group, event_name) -> list[dict]:
    found = server.client("logs").get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern=f'{{ $.eventName = "{event_name}" }}')
    return [json.loads(event["message"]) for page in found for event in page["events"]]


def test_events_are_in_the_group_as_they_are_in_the_bucket(server):
    group, arn = make_group(server)
    role = make_role(server, may_put(server, group))
    trail, bucket = make_trail(server, arn, role)
    streams = server.client("logs").describe_log_streams(logGroupName=group)["logStreams"]
    assert [s["logStreamName"] for s in streams] == [f"{server.account}_CloudTrail_us-east-1"]
    users = [unique("user") for _ in range(3)]
    for user in users:
        server.client("iam").create_user(UserName=user)
    files = delivered(server, bucket, "CreateUser", 3)
    lines = wait_for(lambda: len(found := logged(server, group, "CreateUser")) >= 3 and found)
    assert sorted(lines, key=lambda r: r["eventID"]) == sorted(files, key=lambda r: r["eventID"])
    status = server.client("cloudtrail").get_trail_status(Name=trail)
    assert status["LatestCloudWatchLogsDeliveryTime"] and "LatestCloudWatchLogsDeliveryError" not in status
    told = server.client("cloudtrail").get_trail(Name=trail)["Trail"]
    assert (told["CloudWatchLogsLogGroupArn"], told["CloudWatchLogsRoleArn"]) == (arn, role)
    told = server.cli(["cloudtrail", "describe-trails", "--trail-name-list", trail])["trailList"][0]
    assert told["CloudWatchLogsLogGroupArn"] == arn

    server.cli(["cloudtrail", "update-trail", "--name", trail, "--cloud-watch-logs-log-group-arn", "", "--cloud-watch-logs-role-arn", ""])
    assert "CloudWatchLogsLogGroupArn" not in server.client("cloudtrail").get_trail(Name=trail)["Trail"]
    server.client("iam").delete_user(UserName=users[0])
    delivered(server, bucket, "DeleteUser")
    assert logged(server, group, "DeleteUser") == []


def test_what_cannot_work_is_refused(server):
    group, arn = make_group(server)
    good, bucket = make_role(server, may_put(server, group)), make_bucket(server)

    def create(**given):
        server.client("cloudtrail").create_trail(Name=unique("trail"), S3BucketName=bucket, **given)

    group_code, role_code = "InvalidCloudWatchLogsLogGroupArnException", "InvalidCloudWatchLogsRoleArnException"
    nowhere = f"arn:aws:logs:us-east-1:{server.account}:log-group:nowhere:*"
    for given, code in (
        ({"CloudWatchLogsLogGroupArn": arn}, role_code),
        ({"CloudWatchLogsRoleArn": good}, group_code),
        ({"CloudWatchLogsLogGroupArn": "group", "CloudWatchLogsRoleArn": good}, group_code),
        ({"CloudWatchLogsLogGroupArn": arn.replace("us-east-1", "eu-west-1"), "CloudWatchLogsRoleArn": good}, group_code),
        ({"CloudWatchLogsLogGroupArn": nowhere, "CloudWatchLogsRoleArn": make_role(server, may_put(server, "nowhere"))}, group_code),
        ({"CloudWatchLogsLogGroupArn": arn, "CloudWatchLogsRoleArn": make_role(server)}, role_code),
        ({"CloudWatchLogsLogGroupArn": arn, "CloudWatchLogsRoleArn": make_role(server, may_put(server, group), principal="ec2.amazonaws.com")},
         role_code),
    ):
        with error_code(code):
            create(**given)
    # A role is passed by who may pass it.
    nobody = server.user(unique("user"), inline=json.loads(policy(allow(["cloudtrail:*", "s3:*"]))))
    with error_code("AccessDeniedException"):
        server.client("cloudtrail", nobody).create_trail(
            Name=unique("trail"), S3BucketName=bucket, CloudWatchLogsLogGroupArn=arn, CloudWatchLogsRoleArn=good)


def test_a_role_that_loses_its_permission_stops_the_group_and_not_the_bucket(server):
    group, arn = make_group(server)
    role = make_role(server, may_put(server, group))
    trail, bucket = make_trail(server, arn, role)
    server.client("iam").delete_role_policy(RoleName=role.split("/")[-1], PolicyName="inline")
    server.client("iam").create_user(UserName=unique("user"))
    delivered(server, bucket, "CreateUser")
    client = server.client("cloudtrail")
    status = wait_for(lambda: (s := client.get_trail_status(Name=trail)).get("LatestCloudWatchLogsDeliveryError") and s)
    assert status["LatestCloudWatchLogsDeliveryError"] == "InvalidCloudWatchLogsRoleArnException"
    assert logged(server, group, "CreateUser") == []
    server.client("iam").put_role_policy(RoleName=role.split("/")[-1], PolicyName="inline", PolicyDocument=policy(may_put(server, group)))
    server.client("iam").create_user(UserName=unique("user"))
    wait_for(lambda: len(logged(server, group, "CreateUser")) == 1)


def test_killed_at_any_moment_every_event_is_in_the_group_once(server):
    group, arn = make_group(server)
    _, bucket = make_trail(server, arn, make_role(server, may_put(server, group)))
    made = []
    for _ in range(4):
        for _ in range(10):
            made.append(unique("user"))
            server.client("iam").create_user(UserName=made[-1])
        server.kill()
        server.restart()
    delivered(server, bucket, "CreateUser", len(made))
    wait_for(lambda: len(logged(server, group, "CreateUser")) >= len(made), 20)
    names = [line["requestParameters"]["userName"] for line in logged(server, group, "CreateUser")]
    assert sorted(names) == sorted(made)

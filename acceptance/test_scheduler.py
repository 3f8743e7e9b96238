"""EventBridge Scheduler with boto3 and the AWS CLI."""

import json
import time
from datetime import datetime, timedelta, timezone

import pytest

from harness import allow, error_code, new_account, policy, trust, unique, wait_for
from test_events import messages

SERVICE = "scheduler.amazonaws.com"
OFF = {"Mode": "OFF"}


def make_role(server, *statements, principal=SERVICE, **condition) -> str:
    iam, name = server.client("iam"), unique("schedule-role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": principal}, **condition))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def make_queue(server) -> tuple[str, str]:
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=unique("queue"))["QueueUrl"]
    return url, sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def soon(seconds=2, zone=timezone.utc) -> str:
    at = datetime.now(zone) + timedelta(seconds=seconds)
    return f"at({at.strftime('%Y-%m-%dT%H:%M:%S')})"


def make(server, expression, target, **more) -> str:
    name = unique("schedule")
    server.client("scheduler").create_schedule(
        Name=name, ScheduleExpression=expression, Target=target, **{"FlexibleTimeWindow": OFF} | more)
    return name


def test_schedules_are_made_read_changed_listed_and_deleted(module_server):
    server, scheduler = module_server, module_server.client("scheduler")
    role, (_, queue) = make_role(server), make_queue(server)
    name, target = unique("s"), {"Arn": queue, "RoleArn": role, "Input": "{}"}
    arn = scheduler.create_schedule(
        Name=name, ScheduleExpression="cron(0 9 * * ? *)", ScheduleExpressionTimezone="Europe/Berlin", Target=target, FlexibleTimeWindow=OFF,
        Description="every morning")["ScheduleArn"]
    assert arn == f"arn:aws:scheduler:us-east-1:{server.account}:schedule/default/{name}"
    got = scheduler.get_schedule(Name=name)
    assert (got["Arn"], got["GroupName"], got["State"], got["ScheduleExpressionTimezone"]) == (arn, "default", "ENABLED", "Europe/Berlin")
    assert got["Target"] == target | {"RetryPolicy": {"MaximumEventAgeInSeconds": 86400, "MaximumRetryAttempts": 185}}
    assert got["ActionAfterCompletion"] == "NONE" and got["CreationDate"] == got["LastModificationDate"]
    with error_code("ConflictException", 409, f"Schedule {name} already exists."):
        scheduler.create_schedule(Name=name, ScheduleExpression="rate(1 day)", Target=target, FlexibleTimeWindow=OFF)
    # What is not given goes back to its default.
    window = {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15}
    scheduler.update_schedule(Name=name, ScheduleExpression="rate(1 day)", Target=target, FlexibleTimeWindow=window, State="DISABLED")
    got = scheduler.get_schedule(Name=name)
    assert (got["State"], got["ScheduleExpressionTimezone"], got["FlexibleTimeWindow"]) == ("DISABLED", "UTC", window)
    assert "Description" not in got
    listed = server.cli(["scheduler", "list-schedules", "--name-prefix", name])["Schedules"]
    assert [(s["Name"], s["State"], s["Target"]) for s in listed] == [(name, "DISABLED", {"Arn": queue})]
    scheduler.delete_schedule(Name=name)
    for call in (scheduler.get_schedule, scheduler.delete_schedule):
        with error_code("ResourceNotFoundException", 404, f"Schedule {name} does not exist."):
            call(Name=name)


def test_pages_of_schedules_have_each_once(module_server):
    server, scheduler = module_server, module_server.client("scheduler")
    role, (_, queue), group = make_role(server), make_queue(server), unique("group")
    scheduler.create_schedule_group(Name=group)
    names = [make(server, "rate(1 day)", {"Arn": queue, "RoleArn": role}, GroupName=group, State=["ENABLED", "DISABLED"][n % 2]) for n in range(7)]
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=group, PaginationConfig={"PageSize": 2})
    assert [s["Name"] for page in pages for s in page["Schedules"]] == sorted(names)
    pages = scheduler.get_paginator("list_schedules").paginate(GroupName=group, State="ENABLED", PaginationConfig={"PageSize": 2})
    assert sorted(s["Name"] for page in pages for s in page["Schedules"]) == sorted(names[::2])
    with error_code("ValidationException", 400):
        scheduler.list_schedules(NextToken="nonsense")
    with error_code("ResourceNotFoundException", 404):
        scheduler.list_schedules(GroupName="nowhere")


def test_groups_and_their_tags(module_server):
    server, scheduler = module_server, module_server.client("scheduler")
    group = unique("group")
    arn = scheduler.create_schedule_group(Name=group, Tags=[{"Key": "team", "Value": "red"}])["ScheduleGroupArn"]
    with error_code("ConflictException", 409):
        scheduler.create_schedule_group(Name=group)
    with error_code("ConflictException", 409):
        scheduler.create_schedule_group(Name="default")
    scheduler.tag_resource(ResourceArn=arn, Tags=[{"Key": "cost", "Value": "7"}])
    scheduler.untag_resource(ResourceArn=arn, TagKeys=["team"])
    assert scheduler.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "cost", "Value": "7"}]
    listed = [g["Name"] for g in scheduler.list_schedule_groups()["ScheduleGroups"]]
    assert "default" in listed and group in listed and listed == sorted(listed)
    role, (_, queue) = make_role(server), make_queue(server)
    name = make(server, "rate(1 day)", {"Arn": queue, "RoleArn": role}, GroupName=group)
    # A schedule has the tags of its group.
    someone = server.user(unique("user"), inline=json.loads(policy(allow("scheduler:*", Condition={"StringEquals": {"aws:ResourceTag/cost": "7"}}))))
    assert server.client("scheduler", someone).get_schedule(Name=name, GroupName=group)["Name"] == name
    with error_code("AccessDeniedException", 403):
        server.client("scheduler", someone).get_schedule(Name=name)
    with error_code("ValidationException", 400):
        scheduler.delete_schedule_group(Name="default")
    scheduler.delete_schedule_group(Name=group)
    wait_for(lambda: group not in [g["Name"] for g in scheduler.list_schedule_groups()["ScheduleGroups"]])
    with error_code("ResourceNotFoundException", 404):
        scheduler.get_schedule(Name=name, GroupName=group)


@pytest.mark.parametrize(("change", "message"), [
    ({"ScheduleExpression": "every day"}, "Invalid Schedule Expression"),
    ({"ScheduleExpressionTimezone": "Mars/Base"}, "time zone"),
    ({"FlexibleTimeWindow": {"Mode": "FLEXIBLE"}}, "MaximumWindowInMinutes"),
    ({"StartDate": datetime(2030, 1, 2), "EndDate": datetime(2030, 1, 1)}, "EndDate"),
    ({"ActionAfterCompletion": "DELETE"}, "ActionAfterCompletion"),
    ({"Arn": "queue"}, "not in correct format"),
    ({"Arn": "arn:aws:ecs:us-east-1:111122223333:cluster/c"}, "not supported"),
    ({"Arn": "arn:aws:scheduler:::aws-sdk:iam:listUsers"}, "only reads"),
    ({"Arn": "arn:aws:scheduler:::aws-sdk:iam:createUser"}, "Invalid RequestJson"),
    ({"Arn": "arn:aws:scheduler:::aws-sdk:kms:createCustomKeyStore"}, "Invalid RequestJson"),
    ({"Arn": "arn:aws:sqs:us-east-1:111122223333:q.fifo"}, "MessageGroupId"),
])
def test_what_cannot_be_is_refused(module_server, change, message):
    server = module_server
    arn = change.pop("Arn", make_queue(server)[1])
    given = {"ScheduleExpression": "rate(1 day)", "FlexibleTimeWindow": OFF} | change
    with error_code("ValidationException", 400, message):
        server.client("scheduler").create_schedule(Name=unique("s"), Target={"Arn": arn, "RoleArn": make_role(server)}, **given)


def test_a_role_must_trust_the_service_and_be_passed_by_who_may(module_server):
    server, (_, queue) = module_server, make_queue(module_server)
    stranger = make_role(server, principal="ec2.amazonaws.com")
    with error_code("ValidationException", 400, "must allow AWS EventBridge Scheduler to assume the role"):
        make(server, "rate(1 day)", {"Arn": queue, "RoleArn": stranger})
    role = make_role(server)
    someone = server.user(unique("user"), inline=json.loads(policy(allow("scheduler:*"))))
    with error_code("AccessDeniedException", 403, "iam:PassRole"):
        server.client("scheduler", someone).create_schedule(
            Name=unique("s"), ScheduleExpression="rate(1 day)", Target={"Arn": queue, "RoleArn": role}, FlexibleTimeWindow=OFF)


def test_a_one_time_schedule_sends_once_and_goes(module_server):
    server = module_server
    url, queue = make_queue(server)
    role = make_role(server, allow("sqs:SendMessage", queue))
    given = '{"arn": "<aws.scheduler.schedule-arn>", "at": "<aws.scheduler.scheduled-time>", "attempt": "<aws.scheduler.attempt-number>"}'
    expression = soon()
    name = make(server, expression, {"Arn": queue, "RoleArn": role, "Input": given}, ActionAfterCompletion="DELETE")
    body = json.loads(messages(server, url, 1)[0]["Body"])
    assert body == {
        "arn": f"arn:aws:scheduler:us-east-1:{server.account}:schedule/default/{name}", "at": expression[3:-1] + "Z", "attempt": "1"}
    with error_code("ResourceNotFoundException", 404):
        wait_for(lambda: server.client("scheduler").get_schedule(Name=name) and False, 5)
    time.sleep(2)
    assert "Messages" not in server.client("sqs").receive_message(QueueUrl=url)


def test_a_rate_begins_at_once(module_server):
    server = module_server
    url, queue = make_queue(server)
    role = make_role(server, allow("sqs:SendMessage", queue))
    name = make(server, "rate(1 hour)", {"Arn": queue, "RoleArn": role, "Input": "hello"})
    assert messages(server, url, 1)[0]["Body"] == "hello"
    server.client("scheduler").delete_schedule(Name=name)


def test_any_operation_is_called_in_the_role_and_recorded(module_server):
    server = module_server
    user = unique("made")
    role = make_role(server, allow("iam:CreateUser"))
    target = {"Arn": "arn:aws:scheduler:::aws-sdk:iam:createUser", "RoleArn": role, "Input": json.dumps({"UserName": user})}
    make(server, soon(), target)
    wait_for(lambda: user in [u["UserName"] for u in server.client("iam").list_users()["Users"]])
    found = wait_for(lambda: server.client("cloudtrail").lookup_events(
        LookupAttributes=[{"AttributeKey": "ResourceName", "AttributeValue": user}])["Events"])
    record = json.loads(found[0]["CloudTrailEvent"])
    assert record["eventName"] == "CreateUser" and record["userIdentity"]["type"] == "AssumedRole"
    assert record["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"] == role
    assert record["userAgent"] == SERVICE


def test_targets_by_template(module_server):
    server, source = module_server, unique("app")
    url, queue = make_queue(server)
    topic = server.client("sns").create_topic(Name=unique("topic"))["TopicArn"]
    opened = policy(allow("sqs:SendMessage", queue, Principal={"Service": ["sns.amazonaws.com", "events.amazonaws.com"]}))
    server.client("sqs").set_queue_attributes(QueueUrl=url, Attributes={"Policy": opened})
    server.client("sns").subscribe(TopicArn=topic, Protocol="sqs", Endpoint=queue, Attributes={"RawMessageDelivery": "true"})
    events, rule = server.client("events"), unique("rule")
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": [source]}))
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": queue, "InputPath": "$.detail"}])
    bus = events.describe_event_bus()["Arn"]
    role = make_role(server, allow(["sns:Publish", "events:PutEvents"]))
    make(server, soon(), {"Arn": topic, "RoleArn": role, "Input": "from the topic"})
    make(server, soon(), {"Arn": bus, "RoleArn": role, "Input": '{"from": "the bus"}', "EventBridgeParameters": {"DetailType": "x", "Source": source}})
    bodies = {message["Body"] for message in messages(server, url, 2)}
    assert bodies == {"from the topic", '{"from":"the bus"}'}


def test_what_is_denied_ends_in_the_dead_letter_queue(module_server):
    server = module_server
    url, dead = make_queue(server)
    _, queue = make_queue(server)
    role = make_role(server, allow("sqs:SendMessage", dead))
    make(server, soon(), {"Arn": queue, "RoleArn": role, "Input": "precious", "DeadLetterConfig": {"Arn": dead}})
    message = messages(server, url, 1)[0]
    said = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert message["Body"] == "precious" and said["ERROR_CODE"] == "AccessDeniedException" and said["TARGET_ARN"] == queue
    assert said["RETRY_ATTEMPTS"] == "0" and said["SCHEDULE_ARN"].startswith("arn:aws:scheduler:")


def test_killed_at_any_moment_every_schedule_sends_once(fresh):
    server = fresh()
    url, queue = make_queue(server)
    role = make_role(server, allow("sqs:SendMessage", queue))
    for round_ in range(3):
        for number in range(5):
            make(server, soon(1), {"Arn": queue, "RoleArn": role, "Input": f"{round_}-{number}"})
        time.sleep(0.7 + 0.3 * round_)
        server.kill()
        server.restart()
    bodies = [message["Body"] for message in messages(server, url, 15, 30)]
    time.sleep(2)
    bodies += [m["Body"] for m in server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]
    assert sorted(bodies) == sorted(f"{r}-{n}" for r in range(3) for n in range(5))


def test_another_account_sees_nothing(module_server):
    server = module_server
    _, queue = make_queue(server)
    name = make(server, "rate(1 day)", {"Arn": queue, "RoleArn": make_role(server)})
    other = new_account(server, unique("other"))
    with error_code("ResourceNotFoundException", 404):
        server.client("scheduler", other).get_schedule(Name=name)
    assert name not in [s["Name"] for s in server.client("scheduler", other).list_schedules()["Schedules"]]

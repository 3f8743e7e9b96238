"""EventBridge with boto3 and the AWS CLI: buses, rules, targets, routing, archives."""

import json
import time
from datetime import datetime, timedelta, timezone

import pytest

import lambda_support
from harness import Credentials, allow, error_code, new_account, policy, trust, unique, wait_for

REGION = "us-east-1"


def put(server, detail, bus=None, source="my.app", kind="thing happened", credentials=None, **more):
    entry = {"Source": source, "DetailType": kind, "Detail": json.dumps(detail)} | ({"EventBusName": bus} if bus else {}) | more
    answer = server.client("events", credentials).put_events(Entries=[entry])
    assert answer["FailedEntryCount"] == 0, answer
    return answer["Entries"][0]["EventId"]


def rule(server, pattern, targets=(), bus=None, credentials=None, **more):
    """A rule with targets; its name."""
    events, name = server.client("events", credentials), unique("rule")
    where = {"EventBusName": bus} if bus else {}
    events.put_rule(Name=name, EventPattern=json.dumps(pattern), **where, **more)
    if targets:
        assert events.put_targets(Rule=name, Targets=list(targets), **where)["FailedEntryCount"] == 0
    return name


def archive(server, bus_arn, credentials=None, **more):
    name = unique("a")
    server.client("events", credentials).create_archive(ArchiveName=name, EventSourceArn=bus_arn, **more)
    return name


def held(server, name, credentials=None):
    return server.client("events", credentials).describe_archive(ArchiveName=name)["EventCount"]


def bus_of(server, credentials=None):
    """A bus with an archive, which counts what arrives: (name, ARN, archive)."""
    name = unique("bus")
    arn = server.client("events", credentials).create_event_bus(Name=name)["EventBusArn"]
    return name, arn, archive(server, arn, credentials)


@pytest.fixture
def queue(module_server):
    """A queue that the service may send to: (URL, ARN)."""
    sqs = module_server.client("sqs")
    url = sqs.create_queue(QueueName=unique("queue"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    open_queue(sqs, url, arn)
    return url, arn


def open_queue(sqs, url, arn):
    statement = allow("sqs:SendMessage", arn, Principal={"Service": "events.amazonaws.com"})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})


def messages(server, url, count, seconds=20):
    found, sqs = [], server.client("sqs")

    def enough():
        answer = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, MessageAttributeNames=["All"])
        for message in answer.get("Messages", []):
            found.append(message)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(found) >= count

    wait_for(enough, seconds)
    return found


# -- buses


def test_buses_are_made_described_listed_and_deleted(module_server):
    server = module_server
    events, name = server.client("events"), unique("bus")
    default = events.describe_event_bus()
    assert default["Name"] == "default" and default["Arn"] == f"arn:aws:events:{REGION}:{server.account}:event-bus/default"
    arn = events.create_event_bus(Name=name, Description="orders", Tags=[{"Key": "team", "Value": "red"}])["EventBusArn"]
    assert arn == f"arn:aws:events:{REGION}:{server.account}:event-bus/{name}"
    with error_code("ResourceAlreadyExistsException", 400, f"Event bus {name} already exists"):
        events.create_event_bus(Name=name)
    with error_code("ResourceAlreadyExistsException", 400):
        events.create_event_bus(Name="default")
    assert events.describe_event_bus(Name=arn)["Description"] == "orders"
    assert events.update_event_bus(Name=name, Description="more")["Description"] == "more"
    listed = [bus["Name"] for bus in events.list_event_buses()["EventBuses"]]
    assert "default" in listed and name in listed and listed == sorted(listed)
    assert [bus["Name"] for bus in events.list_event_buses(NamePrefix=name)["EventBuses"]] == [name]
    page = events.list_event_buses(Limit=1)
    assert len(page["EventBuses"]) == 1 and page["NextToken"]
    assert events.list_event_buses(NextToken=page["NextToken"])["EventBuses"][0]["Name"] > page["EventBuses"][0]["Name"]
    with error_code("ValidationException", 400):
        events.list_event_buses(NextToken="nonsense")
    rule(server, {"source": ["x"]}, bus=name)
    with error_code("ValidationException", 400, "it has rules"):
        events.delete_event_bus(Name=name)
    events.delete_rule(Name=events.list_rules(EventBusName=name)["Rules"][0]["Name"], EventBusName=name)
    events.delete_event_bus(Name=name)
    events.delete_event_bus(Name=name)
    with error_code("ResourceNotFoundException", 400, f"Event bus {name} does not exist"):
        events.describe_event_bus(Name=name)
    with error_code("ValidationException", 400, "Cannot delete event bus default"):
        events.delete_event_bus(Name="default")
    assert events.describe_event_bus(Name="default")["Name"] == "default"
    assert server.client("events", region="eu-west-1").describe_event_bus()["Arn"].split(":")[3] == "eu-west-1"


def test_tags(module_server):
    events, name = module_server.client("events"), unique("bus")
    arn = events.create_event_bus(Name=name, Tags=[{"Key": "a", "Value": "1"}])["EventBusArn"]
    events.tag_resource(ResourceARN=arn, Tags=[{"Key": "b", "Value": "2"}, {"Key": "a", "Value": "3"}])
    assert {tag["Key"]: tag["Value"] for tag in events.list_tags_for_resource(ResourceARN=arn)["Tags"]} == {"a": "3", "b": "2"}
    events.untag_resource(ResourceARN=arn, TagKeys=["a"])
    assert events.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "b", "Value": "2"}]
    made = events.put_rule(Name=unique("rule"), EventPattern='{"source": ["x"]}', EventBusName=name, Tags=[{"Key": "r", "Value": ""}])
    assert events.list_tags_for_resource(ResourceARN=made["RuleArn"])["Tags"] == [{"Key": "r", "Value": ""}]
    with error_code("ResourceNotFoundException", 400):
        events.list_tags_for_resource(ResourceARN=arn + "x")
    with error_code("ValidationException", 400):
        events.tag_resource(ResourceARN=arn, Tags=[{"Key": "aws:x", "Value": ""}])


# -- patterns and rules


def test_patterns_are_tried_and_refused_with_their_place(module_server):
    events = module_server.client("events")
    event = {"id": "1", "account": "111122223333", "source": "my.app", "time": "2026-01-01T00:00:00Z", "region": REGION,
             "resources": [], "detail-type": "x", "detail": {"n": 5, "file": "a/b.PNG"}}
    tries = [({"source": ["my.app"]}, True), ({"source": [{"prefix": "your"}]}, False), ({"detail": {"n": [{"numeric": [">", 1]}]}}, True),
             ({"detail": {"file": [{"suffix": {"equals-ignore-case": ".png"}}]}}, True),
             ({"$or": [{"source": ["z"]}, {"detail": {"n": [5]}}]}, True), ({"detail": {"x": [{"exists": False}]}}, True)]
    for pattern, expected in tries:
        assert events.test_event_pattern(EventPattern=json.dumps(pattern), Event=json.dumps(event))["Result"] is expected, pattern
    with error_code("InvalidEventPatternException", 400, r"(?s)Reason: Unrecognized match type like.* line: 1, column: 14"):
        events.test_event_pattern(EventPattern='{"source": [{"like": "x"}]}', Event=json.dumps(event))
    with error_code("InvalidEventPatternException", 400, "Filter is not an object"):
        events.put_rule(Name=unique("rule"), EventPattern="[]")
    for wrong in ("{", "[]", '{"id": "1"}'):
        with error_code("ValidationException", 400, "Parameter Event is not valid"):
            events.test_event_pattern(EventPattern='{"source": ["x"]}', Event=wrong)
    done = module_server.cli(["events", "test-event-pattern", "--event-pattern", '{"source":["my.app"]}', "--event", json.dumps(event)])
    assert done == {"Result": True}


def test_rules_are_put_read_switched_and_deleted(module_server):
    server = module_server
    events, name = server.client("events"), unique("rule")
    arn = events.put_rule(Name=name, EventPattern='{"source": ["x"]}', Description="d")["RuleArn"]
    assert arn == f"arn:aws:events:{REGION}:{server.account}:rule/{name}"
    told = events.describe_rule(Name=name)
    assert (told["State"], told["Description"], told["EventBusName"], told["CreatedBy"]) == ("ENABLED", "d", "default", server.account)
    assert events.put_rule(Name=name, EventPattern='{"source": ["y"]}', State="DISABLED")["RuleArn"] == arn
    told = events.describe_rule(Name=name)
    assert told["State"] == "DISABLED" and "Description" not in told and told["EventPattern"] == '{"source": ["y"]}'
    events.enable_rule(Name=name)
    assert events.describe_rule(Name=name)["State"] == "ENABLED"
    events.disable_rule(Name=name)
    assert events.describe_rule(Name=name)["State"] == "DISABLED"
    assert [r["Name"] for r in events.list_rules(NamePrefix=name)["Rules"]] == [name]
    page = events.list_rules(Limit=1)
    assert len(page["Rules"]) == 1
    target = {"Id": "1", "Arn": f"arn:aws:sqs:{REGION}:{server.account}:nothing"}
    events.put_targets(Rule=name, Targets=[target])
    assert events.list_rule_names_by_target(TargetArn=target["Arn"])["RuleNames"] == [name]
    with error_code("ValidationException", 400, "it has targets"):
        events.delete_rule(Name=name)
    events.remove_targets(Rule=name, Ids=["1"])
    assert events.list_rule_names_by_target(TargetArn=target["Arn"])["RuleNames"] == []
    events.delete_rule(Name=name)
    events.delete_rule(Name=name)
    with error_code("ResourceNotFoundException", 400, f"Rule {name} does not exist on EventBus default"):
        events.describe_rule(Name=name)
    for operation in ("enable_rule", "disable_rule", "describe_rule"):
        with error_code("ResourceNotFoundException", 400):
            getattr(events, operation)(Name="none", EventBusName="nowhere")
    with error_code("ValidationException", 400, "EventPattern or ScheduleExpression"):
        events.put_rule(Name=name)
    for wrong in ("rate(1 minutes)", "cron(* * * * * *)", "at(2030-01-01T00:00:00)", "soon"):
        with error_code("ValidationException", 400, "Parameter ScheduleExpression is not valid"):
            events.put_rule(Name=name, ScheduleExpression=wrong)
    bus = unique("bus")
    events.create_event_bus(Name=bus)
    with error_code("ValidationException", 400, "only on the default event bus"):
        events.put_rule(Name=name, ScheduleExpression="rate(1 minute)", EventBusName=bus)


def test_targets_are_checked_and_shown_as_given(module_server):
    server = module_server
    events, name = server.client("events"), rule(module_server, {"source": ["x"]})
    queue = f"arn:aws:sqs:{REGION}:{server.account}:q"
    given = [
        {"Id": "a", "Arn": queue, "Input": '{"x": 1}', "RetryPolicy": {"MaximumRetryAttempts": 3, "MaximumEventAgeInSeconds": 60},
         "DeadLetterConfig": {"Arn": queue + "-dead"}},
        {"Id": "b", "Arn": queue + ".fifo", "InputPath": "$.detail", "SqsParameters": {"MessageGroupId": "g"}},
        {"Id": "c", "Arn": f"arn:aws:lambda:{REGION}:{server.account}:function:f",
         "InputTransformer": {"InputPathsMap": {"s": "$.source"}, "InputTemplate": '{"s": <s>}'}},
    ]
    events.put_targets(Rule=name, Targets=given)
    assert events.list_targets_by_rule(Rule=name)["Targets"] == given
    page = events.list_targets_by_rule(Rule=name, Limit=2)
    assert len(page["Targets"]) == 2 and len(events.list_targets_by_rule(Rule=name, NextToken=page["NextToken"])["Targets"]) == 1
    wrong = [
        {"Arn": "arn:aws:sqs"}, {"Arn": f"arn:aws:kinesis:{REGION}:{server.account}:stream/s"}, {"Arn": queue + ".fifo"},
        {"Arn": queue, "Input": "{"}, {"Arn": queue, "InputPath": "detail"}, {"Arn": queue, "Input": "1", "InputPath": "$"},
        {"Arn": queue, "InputTransformer": {"InputTemplate": "<who>"}}, {"Arn": queue, "DeadLetterConfig": {"Arn": "arn:aws:sns:x:1:t"}},
        {"Arn": f"arn:aws:events:eu-west-1:{server.account}:event-bus/default"},
    ]
    for target in wrong:
        with error_code("ValidationException", 400):
            events.put_targets(Rule=name, Targets=[{"Id": "z"} | target])
    with error_code("LimitExceededException", 400):
        events.put_targets(Rule=name, Targets=[{"Id": str(i), "Arn": queue} for i in range(6)])
    with error_code("ResourceNotFoundException", 400):
        events.put_targets(Rule="none", Targets=[{"Id": "1", "Arn": queue}])
    assert len(events.list_targets_by_rule(Rule=name)["Targets"]) == 3
    # A role is handed over only by who may pass it.
    role = server.client("iam").create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"Service": "events.amazonaws.com"}))["Role"]["Arn"]
    half = server.user(unique("half"), inline=policy(allow("events:*")))
    with error_code("AccessDeniedException", 400, "iam:PassRole"):
        server.client("events", half).put_targets(Rule=name, Targets=[{"Id": "z", "Arn": queue, "RoleArn": role}])


# -- events on their way


def test_entries_are_judged_one_by_one(module_server):
    events = module_server.client("events")
    good = {"Source": "my.app", "DetailType": "x", "Detail": "{}"}
    answer = events.put_events(Entries=[
        good, good | {"Detail": "{"}, good | {"Detail": "[]"}, good | {"Source": "aws.ec2"}, {"DetailType": "x", "Detail": "{}"},
        {"Source": "x", "Detail": "{}"}, {"Source": "x", "DetailType": "x"}, good | {"EventBusName": "nowhere"},
    ])
    codes = [entry.get("ErrorCode") for entry in answer["Entries"]]
    assert codes == [None, "MalformedDetail", "MalformedDetail", "NotAuthorizedForSourceException", "InvalidArgument", "InvalidArgument",
                     "InvalidArgument", None]
    assert answer["FailedEntryCount"] == 6 and answer["Entries"][0]["EventId"] and "EventId" not in answer["Entries"][1]
    with error_code("ValidationException", 400, "Total size of the entries in the request is over the limit"):
        events.put_events(Entries=[good | {"Detail": json.dumps({"x": "y" * 140_000})}] * 2)
    with error_code("ValidationException", 400):
        events.put_events(Entries=[good] * 11)


def test_what_matches_arrives_and_what_does_not_costs_nothing(module_server):
    server = module_server
    _, arn, kept = bus_of(server)
    source = unique("app")
    rule(server, {"source": [source], "detail": {"n": [{"numeric": [">", 10]}]}}, [{"Id": "1", "Arn": arn}])
    for n in (5, 20, 10, 30):
        put(server, {"n": n}, source=source)
    wait_for(lambda: held(server, kept) == 2)
    time.sleep(0.5)
    assert held(server, kept) == 2
    # A disabled rule listens to nothing.
    other = rule(server, {"source": [source]}, [{"Id": "1", "Arn": arn}])
    server.client("events").disable_rule(Name=other)
    put(server, {"n": 1}, source=source)
    put(server, {"n": 11}, source=source)
    wait_for(lambda: held(server, kept) == 3)


def test_a_killed_server_loses_no_event(fresh):
    server = fresh()
    _, arn, kept = bus_of(server)
    source = unique("app")
    rule(server, {"source": [source]}, [{"Id": "1", "Arn": arn}])
    events = server.client("events")
    sent = 0
    for _ in range(5):
        for _ in range(4):
            answer = events.put_events(Entries=[{"Source": source, "DetailType": "x", "Detail": json.dumps({"n": n})} for n in range(10)])
            sent += len(answer["Entries"]) - answer["FailedEntryCount"]
        server.kill()
        server.start()
    wait_for(lambda: held(server, kept) >= sent, 30)
    time.sleep(1)
    assert held(server, kept) == sent, "each event once: what goes to a bus is committed with the end of its delivery"


def test_events_cross_accounts_where_both_allow(module_server):
    server = module_server
    member = new_account(server, unique("member"))
    events, theirs = server.client("events"), server.client("events", member)
    bus, arn, kept = bus_of(server)
    with error_code("AccessDeniedException", 400):
        theirs.put_events(Entries=[{"Source": "x", "DetailType": "x", "Detail": "{}", "EventBusName": arn}])
    events.put_permission(EventBusName=bus, StatementId="member", Action="events:PutEvents", Principal=member.account)
    document = json.loads(events.describe_event_bus(Name=bus)["Policy"])
    assert document["Statement"] == [{"Sid": "member", "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{member.account}:root"},
                                      "Action": "events:PutEvents", "Resource": arn}]
    put(server, {}, bus=arn, credentials=member)
    wait_for(lambda: held(server, kept) == 1)
    # By a rule of theirs with a role of theirs.
    iam = server.client("iam", member)
    role = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"Service": "events.amazonaws.com"}))["Role"]
    name = rule(server, {"source": ["their.app"]}, [{"Id": "1", "Arn": arn, "RoleArn": role["Arn"]}], credentials=member)
    put(server, {}, source="their.app", credentials=member)
    time.sleep(1)
    assert held(server, kept) == 1, "the role allows nothing yet"
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="p", PolicyDocument=policy(allow("events:PutEvents", arn)))
    put(server, {}, source="their.app", credentials=member)
    wait_for(lambda: held(server, kept) == 2)
    events.remove_permission(EventBusName=bus, StatementId="member")
    assert "Policy" not in events.describe_event_bus(Name=bus)
    put(server, {}, source="their.app", credentials=member)
    time.sleep(1)
    assert held(server, kept) == 2
    theirs.remove_targets(Rule=name, Ids=["1"])
    # Their rules are not ours to see.
    with error_code("AccessDeniedException", 400):
        server.client("events", server.user(unique("x"), inline=policy(allow("events:*")))).list_rules(
            EventBusName=f"arn:aws:events:{REGION}:{member.account}:event-bus/default")
    with error_code("ResourceNotFoundException", 400):
        events.remove_permission(EventBusName=bus, StatementId="member")
    with error_code("ValidationException", 400):
        events.put_permission(EventBusName=bus, Policy="{}")
    events.put_permission(EventBusName=bus, Policy=policy(allow("events:PutEvents", arn, Principal="*", Sid="all")))
    events.remove_permission(EventBusName=bus, RemoveAllPermissions=True)
    with error_code("ResourceNotFoundException", 400):
        events.put_permission(EventBusName="nowhere", StatementId="x", Action="events:PutEvents", Principal="*")


def test_calls_become_events_of_their_account(module_server):
    server = module_server
    _, arn, kept = bus_of(server)
    user = unique("seen")
    pattern = {"source": ["aws.iam"], "detail-type": ["AWS API Call via CloudTrail"],
               "detail": {"eventName": ["CreateUser", "GetUser"], "requestParameters": {"userName": [user]}}}
    name = rule(server, pattern, [{"Id": "1", "Arn": arn}])
    server.client("iam").create_user(UserName=user)
    wait_for(lambda: held(server, kept) == 1)
    server.client("iam").get_user(UserName=user)
    time.sleep(1)
    assert held(server, kept) == 1, "reading is for rules that ask for all management events"
    server.client("events").put_rule(Name=name, EventPattern=json.dumps(pattern), State="ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS")
    server.client("iam").get_user(UserName=user)
    wait_for(lambda: held(server, kept) == 2)


# -- archives


def test_archives_keep_and_replay(module_server):
    server = module_server
    events = server.client("events")
    bus, arn, kept = bus_of(server)
    _, copy, _ = bus_of(server)
    begin = datetime.now(timezone.utc) - timedelta(minutes=1)
    only = archive(server, arn, EventPattern='{"detail": {"n": [1]}}', RetentionDays=3, Description="ones")
    for n in (1, 2, 1):
        put(server, {"n": n}, bus=bus)
    wait_for(lambda: held(server, kept) == 3 and held(server, only) == 2)
    told = events.describe_archive(ArchiveName=only)
    assert (told["State"], told["RetentionDays"], told["Description"], told["EventSourceArn"]) == ("ENABLED", 3, "ones", arn)
    assert told["SizeBytes"] > 200
    assert [a["ArchiveName"] for a in events.list_archives(EventSourceArn=arn)["Archives"]] == sorted([kept, only])
    listener = rule(server, {"replay-name": [{"exists": True}]}, [{"Id": "1", "Arn": copy}], bus=bus)
    rule(server, {"source": ["my.app"]}, [{"Id": "1", "Arn": copy}], bus=bus)
    name, end = unique("replay"), datetime.now(timezone.utc) + timedelta(minutes=1)
    only_arn = told["ArchiveArn"]
    listener_arn = events.describe_rule(Name=listener, EventBusName=bus)["Arn"]
    started = events.start_replay(ReplayName=name, EventSourceArn=only_arn, EventStartTime=begin, EventEndTime=end,
                                  Destination={"Arn": arn, "FilterArns": [listener_arn]})
    assert started["State"] == "STARTING"
    wait_for(lambda: events.describe_replay(ReplayName=name)["State"] == "COMPLETED")
    assert events.describe_replay(ReplayName=name)["EventLastReplayedTime"] > begin
    time.sleep(1)
    assert held(server, only) == 2 and held(server, kept) == 3, "what is replayed is not archived again"
    assert [r["ReplayName"] for r in events.list_replays(NamePrefix=name)["Replays"]] == [name]
    with error_code("ResourceAlreadyExistsException", 400):
        events.start_replay(ReplayName=name, EventSourceArn=only_arn, EventStartTime=begin, EventEndTime=end, Destination={"Arn": arn})
    with error_code("IllegalStatusException", 400):
        events.cancel_replay(ReplayName=name)
    with error_code("ValidationException", 400, "Cross event bus replay"):
        events.start_replay(ReplayName=unique("r"), EventSourceArn=only_arn, EventStartTime=begin, EventEndTime=end, Destination={"Arn": copy})
    with error_code("ValidationException", 400, "EventStartTime must be before"):
        events.start_replay(ReplayName=unique("r"), EventSourceArn=only_arn, EventStartTime=end, EventEndTime=begin, Destination={"Arn": arn})
    for operation, arguments in (("describe_replay", {"ReplayName": "none"}), ("cancel_replay", {"ReplayName": "none"}),
                                 ("describe_archive", {"ArchiveName": "none"}), ("delete_archive", {"ArchiveName": "none"}),
                                 ("update_archive", {"ArchiveName": "none"})):
        with error_code("ResourceNotFoundException", 400):
            getattr(events, operation)(**arguments)
    with error_code("ResourceAlreadyExistsException", 400):
        events.create_archive(ArchiveName=only, EventSourceArn=arn)
    with error_code("InvalidEventPatternException", 400):
        events.update_archive(ArchiveName=only, EventPattern="{}")
    events.update_archive(ArchiveName=only, RetentionDays=0)
    assert events.describe_archive(ArchiveName=only)["RetentionDays"] == 0
    events.delete_archive(ArchiveName=only)
    assert [a["ArchiveName"] for a in events.list_archives(EventSourceArn=arn)["Archives"]] == [kept]


def test_schedules_and_retention_follow_the_clock(sandbox):
    events = sandbox.client("events", Credentials("111122223333", "sandbox"))
    arn = events.create_event_bus(Name="ticks")["EventBusArn"]
    events.create_archive(ArchiveName="ticks", EventSourceArn=arn, RetentionDays=1)
    count = lambda: events.describe_archive(ArchiveName="ticks")["EventCount"]  # noqa: E731
    events.put_rule(Name="every", ScheduleExpression="rate(5 minutes)")
    events.put_targets(Rule="every", Targets=[{"Id": "1", "Arn": arn}])
    time.sleep(1.5)
    assert count() == 0
    for fired in (1, 2):
        sandbox.advance(300)
        wait_for(lambda: count() == fired)
    events.disable_rule(Name="every")
    sandbox.advance(900)
    time.sleep(1.5)
    assert count() == 2
    events.enable_rule(Name="every")
    sandbox.advance(301)
    wait_for(lambda: count() == 3)
    events.disable_rule(Name="every")
    sandbox.advance(2 * 86_400)
    wait_for(lambda: count() == 0, 20)


# -- queues


def test_queues_get_events_as_the_target_wants_them(module_server, queue):
    server, (url, arn) = module_server, queue
    source = unique("app")
    transformer = {"InputPathsMap": {"n": "$.detail.n", "kind": "$.detail-type"}, "InputTemplate": '{"n": <n>, "text": "a <kind>", "rule": <aws.events.rule-name>}'}
    name = rule(server, {"source": [source]}, [
        {"Id": "1", "Arn": arn}, {"Id": "2", "Arn": arn, "Input": '{"fixed": true}'}, {"Id": "3", "Arn": arn, "InputPath": "$.detail"},
        {"Id": "4", "Arn": arn, "InputTransformer": transformer},
    ])
    event = put(server, {"n": 7}, source=source, Resources=["arn:x"], Time=datetime(2026, 1, 1, tzinfo=timezone.utc))
    bodies = [json.loads(message["Body"]) for message in messages(server, url, 4)]
    whole = {"version": "0", "id": event, "detail-type": "thing happened", "source": source, "account": server.account,
             "time": "2026-01-01T00:00:00Z", "region": REGION, "resources": ["arn:x"], "detail": {"n": 7}}
    for expected in (whole, {"fixed": True}, {"n": 7}, {"n": 7, "text": "a thing happened", "rule": name}):
        assert expected in bodies, bodies


def test_what_cannot_be_delivered_ends_in_the_dead_letter_queue(module_server, queue):
    server, (url, arn) = module_server, queue
    source = unique("app")
    nowhere = f"arn:aws:sqs:{REGION}:{server.account}:{unique('nowhere')}"
    name = rule(server, {"source": [source]}, [{"Id": "1", "Arn": nowhere, "DeadLetterConfig": {"Arn": arn}}])
    event = put(server, {"n": 1}, source=source)
    [message] = messages(server, url, 1)
    told = {name: value["StringValue"] for name, value in message["MessageAttributes"].items()}
    assert json.loads(message["Body"])["id"] == event
    assert told["RULE_ARN"].endswith(f"rule/{name}") and told["TARGET_ARN"] == nowhere
    assert (told["ERROR_CODE"], told["RETRY_ATTEMPTS"]) == ("NO_RESOURCE", "0") and told["ERROR_MESSAGE"]


# -- functions


def test_functions_get_events_and_their_policy_decides(fresh):
    server = fresh(**lambda_support.options())
    folder = server.folder / "events"
    folder.mkdir()
    function = lambda_support.make_function(server, f"""
        import json
        def handler(event, context):
            open("{folder}/" + event["id"], "w").write(json.dumps(event))
    """)
    client, events, source = server.client("lambda"), server.client("events"), unique("app")
    arn = client.get_function(FunctionName=function)["Configuration"]["FunctionArn"]
    dead = server.client("sqs").create_queue(QueueName=unique("dead"))["QueueUrl"]
    queue = server.client("sqs").get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    open_queue(server.client("sqs"), dead, queue)
    name = rule(server, {"source": [source]}, [{"Id": "1", "Arn": arn, "DeadLetterConfig": {"Arn": queue}}])
    refused = put(server, {"n": 1}, source=source)
    # The function's policy does not let the rule invoke it yet.
    [message] = messages(server, dead, 1)
    assert json.loads(message["Body"])["id"] == refused and not list(folder.iterdir())
    told = {key: value["StringValue"] for key, value in message["MessageAttributes"].items()}
    assert told["ERROR_CODE"] == "NO_PERMISSIONS", told
    client.add_permission(FunctionName=function, StatementId="rule", Action="lambda:InvokeFunction", Principal="events.amazonaws.com",
                          SourceArn=events.describe_rule(Name=name)["Arn"])
    sent = {put(server, {"n": n}, source=source): n for n in range(5)}
    wait_for(lambda: len(list(folder.iterdir())) == 5, 30)
    got = {path.name: json.loads(path.read_text()) for path in folder.iterdir()}
    assert {event: body["detail"]["n"] for event, body in got.items()} == sent

"""Rules whose targets are log groups."""

import json

from harness import allow, error_code, policy, unique, wait_for
from test_events import messages, open_queue, put, rule


def make_group(server, opened=True) -> tuple[str, str]:
    """A log group that EventBridge may write to: its name and ARN."""
    logs, name = server.client("logs"), "/aws/events/" + unique("group")
    logs.create_log_group(logGroupName=name)
    arn = f"arn:aws:logs:us-east-1:{server.account}:log-group:{name}"
    if opened:
        open_group(server, arn)
    return name, arn


def open_group(server, arn):
    principal = {"Service": ["events.amazonaws.com", "delivery.logs.amazonaws.com"]}
    statement = allow(["logs:CreateLogStream", "logs:PutLogEvents"], f"{arn}:*", Principal=principal)
    server.client("logs").put_resource_policy(policyName=unique("events"), policyDocument=policy(statement))


def lines(server, name) -> list[dict]:
    return server.client("logs").filter_log_events(logGroupName=name)["events"]


def test_an_event_is_a_line(module_server):
    server, source = module_server, unique("app")
    name, arn = make_group(server)
    rule(server, {"source": [source]}, [{"Id": "log", "Arn": arn}])
    event = put(server, {"order": 7}, source=source)
    found = wait_for(lambda: lines(server, name))
    assert len(found) == 1
    line = json.loads(found[0]["message"])
    assert (line["id"], line["source"], line["detail"]) == (event, source, {"order": 7})


def test_a_template_gives_time_and_message(module_server):
    server, source = module_server, unique("app")
    name, arn = make_group(server)
    transformer = {"InputPathsMap": {"order": "$.detail.order"}, "InputTemplate": '{"timestamp": 1, "message": "order <order>"}'}
    events = server.client("events")
    with error_code("ValidationException", 400, "timestamp"):
        rule(server, {"source": [source]}, [
            {"Id": "log", "Arn": arn, "InputTransformer": transformer | {"InputTemplate": '{"message": "order <order>"}'}}])
    transformer["InputPathsMap"]["at"] = "$.time"
    transformer["InputTemplate"] = '{"timestamp": "<at>", "message": "order <order>"}'
    named = rule(server, {"source": [source]}, [{"Id": "log", "Arn": arn + ":*", "InputTransformer": transformer}])
    assert events.list_targets_by_rule(Rule=named)["Targets"][0]["Arn"] == arn + ":*"
    put(server, {"order": 7}, source=source)
    found = wait_for(lambda: lines(server, name))
    assert [line["message"] for line in found] == ["order 7"]


def test_a_group_that_is_closed_or_elsewhere_gets_nothing(module_server):
    server, source = module_server, unique("app")
    events, sqs = server.client("events"), server.client("sqs")
    name, arn = make_group(server, opened=False)
    url = sqs.create_queue(QueueName=unique("dead"))["QueueUrl"]
    queue = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    open_queue(sqs, url, queue)
    named = rule(server, {"source": [source]}, [{"Id": "log", "Arn": arn, "DeadLetterConfig": {"Arn": queue}}])
    put(server, {"order": 7}, source=source)
    dead = messages(server, url, 1)[0]["MessageAttributes"]
    assert dead["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert lines(server, name) == []
    for wrong in (arn.replace("us-east-1", "eu-west-1"), arn.replace(server.account, "111122223333"), arn + ":log-stream:x"):
        with error_code("ValidationException", 400):
            events.put_targets(Rule=named, Targets=[{"Id": "log", "Arn": wrong}])

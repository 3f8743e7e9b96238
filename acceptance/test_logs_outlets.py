"""What goes out of log groups: metric filters, subscriptions to functions, destinations, live tails, exports; and the tools that follow logs."""

import gzip
import importlib.util
import json
import subprocess
import sys
import threading
import time

import pytest

from harness import allow, aws, error_code, new_account, policy, trust, unique, wait_for
from lambda_support import make_function, make_role, options
from test_logs import described, make, now, put


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish
    from harness import Cloudkeep

    server = Cloudkeep(tmp_path_factory.mktemp("logs-outlets"), **options())
    yield server
    finish(server)


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


# -- metric filters


def test_metric_filters_are_tested(logs):
    messages = [
        '127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] "GET /apache_pb.gif HTTP/1.0" 200 1534',
        '127.0.0.1 - frank [10/Oct/2000:13:35:22 -0700] "GET /apache_pb.gif HTTP/1.0" 500 5324',
        '127.0.0.1 - frank [10/Oct/2000:13:50:35 -0700] "GET /apache_pb.gif HTTP/1.0" 404 4355',
    ]
    found = logs.test_metric_filter(
        filterPattern="[ip, identity, user_id, timestamp, request, status_code = 4*, size]", logEventMessages=messages)["matches"]
    assert found == [{
        "eventNumber": 3, "eventMessage": messages[2],
        "extractedValues": {
            "$ip": "127.0.0.1", "$identity": "-", "$user_id": "frank", "$timestamp": "10/Oct/2000:13:50:35 -0700",
            "$request": "GET /apache_pb.gif HTTP/1.0", "$status_code": "404", "$size": "4355",
        },
    }]
    document = json.dumps({"eventType": "UpdateTrail", "n": 3})
    (match,) = logs.test_metric_filter(filterPattern='{ $.eventType = "Update*" && $.n > 2 }', logEventMessages=[document])["matches"]
    assert match["extractedValues"] == {"$.eventType": "UpdateTrail", "$.n": "3"}
    (plain,) = logs.test_metric_filter(filterPattern="ERROR", logEventMessages=["an ERROR"])["matches"]
    assert plain["extractedValues"] == {}
    with error_code("InvalidParameterException", 400, "at position 8"):
        logs.test_metric_filter(filterPattern="{ $.a = }", logEventMessages=["x"])


def metric(**more) -> list:
    return [{"metricName": "Errors", "metricNamespace": "App", "metricValue": "1"} | more]


def test_metric_filters_are_kept(logs):
    group = make(logs)
    filters = lambda **more: [f["filterName"] for f in logs.describe_metric_filters(**more)["metricFilters"]]  # noqa: E731
    for name in ("one", "two", "three"):
        logs.put_metric_filter(logGroupName=group, filterName=name, filterPattern="ERROR", metricTransformations=metric(defaultValue=0.0))
    assert filters(logGroupName=group) == ["one", "three", "two"]
    assert filters(logGroupName=group, filterNamePrefix="t") == ["three", "two"]
    assert described(logs, group)["metricFilterCount"] == 3
    first = logs.describe_metric_filters(logGroupName=group, limit=2)
    assert filters(logGroupName=group, nextToken=first["nextToken"]) == ["two"]
    assert first["metricFilters"][0]["metricTransformations"] == metric(defaultValue=0.0)
    logs.put_metric_filter(
        logGroupName=group, filterName="two", filterPattern='{ $.n = "*" }',
        metricTransformations=metric(metricName="Sizes", metricValue="$.n", dimensions={"Who": "$.who"}, unit="Bytes"))
    assert filters(metricName="Sizes", metricNamespace="App") == ["two"]
    for pattern, wrong, text in (
        ("ERROR", {"metricValue": "$.n"}, "metric value"),
        ("ERROR", {"dimensions": {"a": "$.b"}}, "dimensions"),
        ("{ $.a = 1 }", {"dimensions": {"a": "$.b"}, "defaultValue": 1.0}, "mutually exclusive"),
        ("{ $.a = 1 }", {"dimensions": {k: "$.b" for k in "abcd"}}, "at most 3"),
        ("{ $.a = 1 }", {"dimensions": {"a": "b"}}, "dimension"),
        ("{ $.a = ", {}, "Invalid filter pattern"),
    ):
        with error_code("InvalidParameterException", 400, text):
            logs.put_metric_filter(logGroupName=group, filterName="x", filterPattern=pattern, metricTransformations=metric(**wrong))
    for number in range(97):
        logs.put_metric_filter(logGroupName=group, filterName=f"f{number}", filterPattern="", metricTransformations=metric())
    with error_code("LimitExceededException", 400):
        logs.put_metric_filter(logGroupName=group, filterName="x", filterPattern="", metricTransformations=metric())
    regexes = make(logs)
    for number in range(5):
        logs.put_metric_filter(logGroupName=regexes, filterName=f"f{number}", filterPattern="%x%", metricTransformations=metric())
    with error_code("LimitExceededException", 400):
        logs.put_metric_filter(logGroupName=regexes, filterName="x", filterPattern="%x%", metricTransformations=metric())
    logs.delete_metric_filter(logGroupName=group, filterName="one")
    with error_code("ResourceNotFoundException", 400):
        logs.delete_metric_filter(logGroupName=group, filterName="one")


# -- subscriptions

ECHO = """
    import base64, gzip, json, urllib.request, boto3

    def handler(event, context):
        data = json.loads(gzip.decompress(base64.b64decode(event["awslogs"]["data"])))
        boto3.client("sqs").send_message(QueueUrl=%r, MessageBody=json.dumps(data))
"""


def queue_and_function(server) -> tuple[str, str]:
    """A queue, and a function that sends what it gets there: its ARN."""
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=unique("seen"))["QueueUrl"]
    name = make_function(server, ECHO % url, role=make_role(server, None, allow("sqs:SendMessage")))
    return url, server.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]


def received(server, url: str, count: int) -> list:
    got = []

    def look() -> bool:
        found = server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", [])
        got.extend(json.loads(m["Body"]) for m in found)
        for message in found:
            server.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(got) >= count

    wait_for(look, 60)
    return got


def test_a_function_gets_what_a_subscription_matches(server, logs):
    url, function = queue_and_function(server)
    group = make(logs, "a", "b")
    subscribe = lambda: logs.put_subscription_filter(  # noqa: E731
        logGroupName=group, filterName="errors", filterPattern="ERROR", destinationArn=function)
    with error_code("InvalidParameterException", 400, "Could not execute the lambda function"):
        subscribe()
    server.client("lambda").add_permission(
        FunctionName=function, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com",
        SourceArn=described(logs, group)["arn"], SourceAccount=server.account)
    subscribe()
    (shown,) = logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"]
    assert (shown["filterName"], shown["filterPattern"], shown["destinationArn"]) == ("errors", "ERROR", function)
    at = now()
    put(logs, group, "a", "ERROR one", "fine", "ERROR two", at=at)
    put(logs, group, "b", "fine")
    (got,) = received(server, url, 1)
    events = got.pop("logEvents")
    assert got == {"messageType": "DATA_MESSAGE", "owner": server.account, "logGroup": group, "logStream": "a", "subscriptionFilters": ["errors"]}
    assert [(e["timestamp"], e["message"]) for e in events] == [(at, "ERROR one"), (at + 2, "ERROR two")]
    ids = {e["message"]: e["eventId"] for e in logs.filter_log_events(logGroupName=group)["events"]}
    assert all(ids[e["message"]] == e["id"] for e in events)
    # Killed with events on their way: they still arrive.
    put(logs, group, "b", "ERROR three")
    server.kill()
    server.start()
    (late,) = received(server, url, 1)
    assert [e["message"] for e in late["logEvents"]] == ["ERROR three"]
    logs = server.client("logs")
    logs.put_subscription_filter(logGroupName=group, filterName="all", filterPattern="", destinationArn=function)
    with error_code("LimitExceededException", 400):
        logs.put_subscription_filter(logGroupName=group, filterName="third", filterPattern="", destinationArn=function)
    for name in ("errors", "all"):
        logs.delete_subscription_filter(logGroupName=group, filterName=name)
    with error_code("ResourceNotFoundException", 400):
        logs.delete_subscription_filter(logGroupName=group, filterName="all")


def test_another_account_subscribes_through_a_destination(server, logs):
    logs = server.client("logs")
    url, function = queue_and_function(server)
    server.client("lambda").add_permission(
        FunctionName=function, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    iam, name = server.client("iam"), unique("destination")
    wrong = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))["Role"]["Arn"]
    role = iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"Service": "logs.amazonaws.com"}))["Role"]["Arn"]
    with error_code("InvalidParameterException", 400, "cannot be assumed"):
        logs.put_destination(destinationName=name, targetArn=function, roleArn=wrong)
    destination = logs.put_destination(destinationName=name, targetArn=function, roleArn=role)["destination"]["arn"]
    other = new_account(server, unique("sender"))
    theirs = server.client("logs", other)
    group = make(theirs, "s")
    subscribe = lambda: theirs.put_subscription_filter(  # noqa: E731
        logGroupName=group, filterName="x", filterPattern="", destinationArn=destination)
    with error_code("AccessDeniedException", 400):
        subscribe()
    logs.put_destination_policy(destinationName=name, accessPolicy=policy(
        {"Effect": "Allow", "Principal": {"AWS": other.account}, "Action": "logs:PutSubscriptionFilter", "Resource": destination}))
    subscribe()
    put(theirs, group, "s", "from afar")
    (got,) = received(server, url, 1)
    assert (got["owner"], got["logGroup"]) == (other.account, group)
    assert name in [d["destinationName"] for d in logs.describe_destinations()["destinations"]]
    logs.delete_destination(destinationName=name)
    with error_code("ResourceNotFoundException", 400):
        logs.delete_destination(destinationName=name)


# -- live


def test_a_live_tail_shows_what_comes(server):
    logs = server.client("logs")
    group = make(logs, "a", "b")
    arn = described(logs, group)["logGroupArn"]
    put(logs, group, "a", "ERROR before")
    time.sleep(1)
    stream = logs.start_live_tail(logGroupIdentifiers=[arn], logEventFilterPattern="ERROR", logStreamNames=["a"])["responseStream"]
    start, seen = None, []
    for event in stream:
        if "sessionStart" in event:
            start = event["sessionStart"]
            put(logs, group, "b", "ERROR elsewhere")
            put(logs, group, "a", "ERROR now", "fine")
        seen += event.get("sessionUpdate", {}).get("sessionResults", [])
        if seen:
            break
    stream.close()
    assert start["logGroupIdentifiers"] == [arn] and start["sessionId"] and start["logEventFilterPattern"] == "ERROR"
    (shown,) = seen
    assert (shown["message"], shown["logStreamName"], shown["logGroupIdentifier"]) == ("ERROR now", "a", f"{server.account}:{group}")
    with error_code("InvalidParameterException", 400):
        logs.start_live_tail(logGroupIdentifiers=[group])
    with error_code("ResourceNotFoundException", 400):
        logs.start_live_tail(logGroupIdentifiers=[arn + "x"])
    with error_code("InvalidParameterException", 400):
        logs.start_live_tail(logGroupIdentifiers=[arn, arn], logStreamNames=["a"])


def following(server, command: list, write, wanted: str, environment: dict) -> str:
    """Runs a command that follows, writes once it runs, and reads until what was written is shown."""
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, bufsize=1)
    lines, found = [], threading.Event()

    def read() -> None:
        for line in process.stdout:
            lines.append(line)
            if wanted in line:
                found.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        write(lambda: "".join(lines))
        assert found.wait(40), "".join(lines)
    finally:
        process.terminate()
        process.wait(20)
    return "".join(lines)


def test_the_cli_follows(server):
    logs = server.client("logs")
    group = make(logs, "s")
    put(logs, group, "s", "ERROR already there", "fine")
    environment = server.cli_environment() | {"PYTHONUNBUFFERED": "1"}
    shown = server.cli(["logs", "tail", group, "--since", "1h", "--filter-pattern", "ERROR"])
    assert "ERROR already there" in shown and "fine" not in shown

    def write(so_far) -> None:
        wait_for(lambda: "already there" in so_far(), 40)
        put(logs, group, "s", "ERROR later")

    text = following(
        server, [aws(), "logs", "tail", group, "--follow", "--since", "1h", "--format", "short"], write, "ERROR later", environment)
    assert text.count("ERROR already there") == 1 and text.count("ERROR later") == 1


def test_awslogs_follows(server):
    if importlib.util.find_spec("awslogs") is None:
        pytest.skip("awslogs is not installed")
    logs = server.client("logs")
    group = make(logs, "web", "db")
    put(logs, group, "web", "hello from the web")
    put(logs, group, "db", "hello from the database")
    environment = server.cli_environment() | {"PYTHONUNBUFFERED": "1"}
    run = [sys.executable, "-c", "import sys; from awslogs.bin import main; sys.exit(main())"]

    def awslogs(*arguments) -> str:
        command = [*run, *arguments, f"--aws-endpoint-url={server.endpoint}"]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert group in awslogs("groups").split()
    wait_for(lambda: sorted(awslogs("streams", group, "--start=1h").split()) == ["db", "web"], 20, 1)
    assert "hello from the web" in awslogs("get", group, "web", "--no-color", "--start=1h")
    both = awslogs("get", group, "--no-color", "--start=1h", "--filter-pattern=hello")
    assert both.count("hello from") == 2

    def write(so_far) -> None:
        wait_for(lambda: "from the web" in so_far(), 40)
        put(logs, group, "web", "later line")

    command = [*run, "get", group, "--watch", "--no-color", "--start=1h", f"--aws-endpoint-url={server.endpoint}"]
    text = following(server, command, write, "later line", environment)
    assert text.count("hello from the web") == 1


# -- exports


def test_a_group_is_exported(server):
    logs, s3 = server.client("logs"), server.client("s3")
    group = make(logs, "web/1", "db")
    at = 1000 * (now() // 1000) - 60_000
    put(logs, group, "web/1", "one", "two", at=at)
    put(logs, group, "db", "three", at=at)
    put(logs, group, "db", "outside", at=at + 30_000)
    bucket = unique("exports")
    s3.create_bucket(Bucket=bucket)
    export = lambda **more: logs.create_export_task(**{  # noqa: E731
        "taskName": "t", "logGroupName": group, "from": at, "to": at + 20_000, "destination": bucket, "destinationPrefix": "here"} | more)
    with error_code("InvalidParameterException", 400, "PutObject call on the given bucket failed"):
        export()
    service = {"Effect": "Allow", "Principal": {"Service": "logs.us-east-1.amazonaws.com"}}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        service | {"Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
        service | {"Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}))
    with error_code("InvalidParameterException", 400):
        export(to=at - 1)
    task = export()["taskId"]
    (done,) = wait_for(lambda: logs.describe_export_tasks(taskId=task, statusCode="COMPLETED")["exportTasks"], 30)
    assert done["logGroupName"] == group and done["executionInfo"]["completionTime"] >= done["executionInfo"]["creationTime"]
    keys = sorted(o["Key"] for o in s3.list_objects_v2(Bucket=bucket)["Contents"])
    assert keys == [f"here/{task}/db/000000.gz", f"here/{task}/web-1/000000.gz"]
    text = lambda key: gzip.decompress(s3.get_object(Bucket=bucket, Key=key)["Body"].read()).decode()  # noqa: E731
    stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(at // 1000))
    assert text(keys[0]) == f"{stamp}.000Z three\n"
    assert text(keys[1]) == f"{stamp}.000Z one\n{stamp}.001Z two\n"
    with error_code("InvalidOperationException", 400, "already finished"):
        logs.cancel_export_task(taskId=task)
    with error_code("ResourceNotFoundException", 400):
        logs.cancel_export_task(taskId="none")

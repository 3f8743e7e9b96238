"""Scheduled queries of CloudWatch Logs with boto3: what is set, executions in a sandbox whose clock is moved, S3, lookup tables, events."""

import json
import time

import pytest
from botocore.exceptions import ClientError

from harness import HOME_REGION, allow, error_code, policy, trust, unique, wait_for

QUERY = "fields level | stats count(*) as events by level | sort level"


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def role(server, *statements: dict, service: str = "logs.amazonaws.com") -> str:
    iam = server.client("iam")
    name = unique("scheduled")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": service}))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def executor(server) -> str:
    return role(server, allow(["logs:StartQuery", "logs:StopQuery", "logs:GetQueryResults", "logs:DescribeLogGroups"]))


def group(logs, at: float | None = None) -> str:
    name = unique("scheduled")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    now = int((at or time.time()) * 1000)
    messages = ['{"level": "ERROR"}', '{"level": "INFO"}', '{"level": "ERROR"}']
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[{"timestamp": now + n, "message": m} for n, m in enumerate(messages)])
    return name


def settings(execution: str, name: str, **more) -> dict:
    return {"queryLanguage": "CWLI", "queryString": QUERY, "scheduleExpression": "rate(1 minute)", "executionRoleArn": execution,
            "logGroupIdentifiers": [name], "startTimeOffset": 600} | more


def test_what_is_set(server, logs):
    execution, name = executor(server), group(logs)
    wanted = settings(execution, name, scheduleExpression="cron(0 9 * * ? *)", timezone="Europe/Berlin", description="d", endTimeOffset=60)
    title = unique("hourly")
    made = logs.create_scheduled_query(name=title, state="DISABLED", tags={"team": "a"}, **wanted)
    arn = made["scheduledQueryArn"]
    assert arn.startswith(f"arn:aws:logs:{HOME_REGION}:{server.account}:scheduled-query:") and made["state"] == "DISABLED"
    for identifier in (title, arn):
        got = logs.get_scheduled_query(identifier=identifier)
        assert {key: got[key] for key in wanted} == wanted and (got["name"], got["state"], got["scheduleType"]) == (title, "DISABLED", "CUSTOMER_MANAGED")
    changed = logs.update_scheduled_query(identifier=title, state="ENABLED", **(wanted | {"description": "e"}))
    assert (changed["description"], changed["state"]) == ("e", "ENABLED")
    logs.tag_resource(resourceArn=arn, tags={"stage": "b"})
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"team": "a", "stage": "b"}
    with error_code("ConflictException", 400):
        logs.create_scheduled_query(name=title, **wanted)
    others = [unique("hourly") for _ in range(3)]
    for other in others:
        logs.create_scheduled_query(name=other, state="DISABLED", **wanted)
    listed, token = [], None
    while True:
        page = logs.list_scheduled_queries(maxResults=2, **({"nextToken": token} if token else {}))
        listed += page["scheduledQueries"]
        token = page.get("nextToken")
        if not token:
            break
    assert {title, *others} <= {query["name"] for query in listed}
    disabled = {query["name"] for query in logs.list_scheduled_queries(state="DISABLED")["scheduledQueries"]}
    assert set(others) <= disabled and title not in disabled
    logs.delete_scheduled_query(identifier=arn)
    for call in (logs.get_scheduled_query, logs.delete_scheduled_query):
        with error_code("ResourceNotFoundException", 400):
            call(identifier=title)
    with error_code("ResourceNotFoundException", 400):
        logs.get_scheduled_query_history(identifier=arn, startTime=0, endTime=1)


def test_what_is_refused(server, logs):
    execution, name = executor(server), group(logs)
    stranger = role(server, service="lambda.amazonaws.com")
    for wrong, message in (
        ({"scheduleExpression": "at(2030-01-01T09:00:00)"}, "cron"), ({"scheduleExpression": "hourly"}, "scheduleExpression"),
        ({"timezone": "Mars/Olympus"}, "timezone"), ({"queryString": "fields @message |"}, "queryString"), ({"queryLanguage": "SQL"}, "not implemented"),
        ({"logGroupIdentifiers": [f"arn:aws:logs:eu-west-1:{server.account}:log-group:x"]}, "no log group"),
        ({"startTimeOffset": 60, "endTimeOffset": 60}, "startTimeOffset"), ({"executionRoleArn": stranger}, "does not trust"),
        ({"scheduleStartTime": 2_000, "scheduleEndTime": 1_000}, "scheduleEndTime"),
    ):
        with error_code("ValidationException", 400, message):
            logs.create_scheduled_query(name=unique("bad"), **(settings(execution, name) | wrong))
    with error_code("ValidationException", 400, "letters"):
        logs.create_scheduled_query(name="a b", **settings(execution, name))
    maker = server.client("logs", server.user(unique("maker"), inline=policy(allow("logs:*"))))
    with error_code("AccessDeniedException", 400, "iam:PassRole"):
        maker.create_scheduled_query(name=unique("no"), **settings(execution, name))
    nobody = server.client("logs", server.user(unique("nobody")))
    with error_code("AccessDeniedException", 400, "logs:ListScheduledQueries"):
        nobody.list_scheduled_queries()


def history(logs, identifier: str, **more) -> list:
    return logs.get_scheduled_query_history(identifier=identifier, startTime=0, endTime=int(time.time() * 1000) + 10**11, **more)["triggerHistory"]


def ended(logs, identifier: str, count: int) -> list:
    """The executions once so many have ended, the newest first."""
    def enough():
        runs = history(logs, identifier)
        return runs if len([run for run in runs if run["executionStatus"] != "Running"]) >= count else None

    return wait_for(enough, 30)


def test_queries_are_executed_and_delivered(sandbox):
    logs, s3, sqs, events = (sandbox.client(service) for service in ("logs", "s3", "sqs", "events"))
    now = sandbox.advance(1).timestamp()
    name, bucket = group(logs, now), unique("results")
    s3.create_bucket(Bucket=bucket)
    queue = sqs.create_queue(QueueName=unique("completed"))["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(allow("sqs:SendMessage", queue_arn, Principal={"Service": "events.amazonaws.com"}))})
    events.put_rule(Name="completed", EventPattern=json.dumps({"source": ["aws.logs"], "detail-type": ["Scheduled Query Completed"]}))
    events.put_targets(Rule="completed", Targets=[{"Id": "1", "Arn": queue_arn}])
    table = unique("levels").replace("-", "_")
    writer = role(sandbox, allow("s3:PutObject", f"arn:aws:s3:::{bucket}/out/*"))
    keeper = role(sandbox, allow(["logs:CreateLookupTable", "logs:UpdateLookupTable", "logs:GetQueryResults"]))
    title = unique("levels")
    arn = logs.create_scheduled_query(name=title, **settings(executor(sandbox), name, destinationConfiguration={
        "s3Configuration": {"destinationIdentifier": f"s3://{bucket}/out/", "roleArn": writer},
        "lookupTableConfiguration": {"tableName": table, "roleArn": keeper, "description": "levels"},
    }))["scheduledQueryArn"]
    assert history(logs, title) == []
    sandbox.advance(61)
    (run,) = ended(logs, title, 1)
    assert run["executionStatus"] == "Complete" and "errorMessage" not in run, run
    by_type = {destination["destinationType"]: destination for destination in run["destinations"]}
    assert {kind: destination["status"] for kind, destination in by_type.items()} == {"S3": "COMPLETE", "LOOKUP_TABLE": "COMPLETE"}, run
    assert by_type["S3"]["processedIdentifier"] == f"s3://{bucket}/out/{run['queryId']}.json"
    body = s3.get_object(Bucket=bucket, Key=f"out/{run['queryId']}.json")
    assert body["ContentType"] == "application/json"
    assert json.loads(body["Body"].read()) == [{"level": "ERROR", "events": "2"}, {"level": "INFO", "events": "1"}]
    found = logs.get_lookup_table(lookupTableArn=by_type["LOOKUP_TABLE"]["processedIdentifier"])
    assert (found["tableBody"], found["description"]) == ("level,events\nERROR,2\nINFO,1\n", "levels")
    assert logs.get_query_results(queryId=run["queryId"])["status"] == "Complete"
    (message,) = wait_for(lambda: sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5).get("Messages"), 20)
    event = json.loads(message["Body"])
    assert (event["source"], event["resources"], event["detail"]["status"]) == ("aws.logs", [arn], "Complete")
    detail = event["detail"]
    assert (detail["queryId"], detail["queryString"], detail["logGroupIdentifiers"]) == (run["queryId"], QUERY, [name])
    assert (detail["startTime"], detail["statistics"]["recordsScanned"], detail["statistics"]["resultCount"]) == (run["triggeredTimestamp"] // 1000, 3, 2)
    # Once more, with what came since: the table is replaced.
    moment = int(sandbox.advance(1).timestamp() * 1000)
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[{"timestamp": moment, "message": '{"level": "WARN"}'}])
    sandbox.advance(60)
    second, first = ended(logs, title, 2)[:2]
    assert first == run and second["triggeredTimestamp"] == run["triggeredTimestamp"] + 60_000
    assert "WARN,1" in logs.get_lookup_table(lookupTableArn=by_type["LOOKUP_TABLE"]["processedIdentifier"])["tableBody"]
    shown = logs.get_scheduled_query(identifier=arn)
    assert (shown["lastTriggeredTime"], shown["lastExecutionStatus"]) == (second["triggeredTimestamp"], "Complete")
    # After a long pause it is executed once.
    sandbox.advance(3600)
    third = ended(logs, title, 3)
    assert len(third) == 3
    assert [r["executionStatus"] for r in history(logs, title, executionStatuses=["Failed"])] == []
    assert len(history(logs, title, maxResults=2)) == 2
    logs.update_scheduled_query(identifier=title, state="DISABLED", **settings(shown["executionRoleArn"], name))
    sandbox.advance(600)
    time.sleep(3)
    assert len(history(logs, title)) == 3


def test_executions_that_fail(sandbox):
    logs, s3, iam = (sandbox.client(service) for service in ("logs", "s3", "iam"))
    name, bucket = group(logs, sandbox.advance(1).timestamp()), unique("results")
    s3.create_bucket(Bucket=bucket)
    no_start, may_not_write = role(sandbox, allow("logs:GetQueryResults")), role(sandbox)
    executions = executor(sandbox)
    denied, undelivered, gone = unique("denied"), unique("undelivered"), unique("gone")
    logs.create_scheduled_query(name=denied, **settings(no_start, name))
    logs.create_scheduled_query(name=undelivered, **settings(executions, name, destinationConfiguration={
        "s3Configuration": {"destinationIdentifier": f"s3://{bucket}", "roleArn": may_not_write}}))
    logs.create_scheduled_query(name=gone, **settings(executions, "nowhere"))
    sandbox.advance(61)
    (run,) = ended(logs, denied, 1)
    assert run["executionStatus"] == "Failed" and "logs:StartQuery" in run["errorMessage"] and "queryId" not in run
    (run,) = ended(logs, undelivered, 1)
    assert run["executionStatus"] == "Complete"
    (destination,) = run["destinations"]
    assert destination["status"] == "CLIENT_ERROR" and "s3:PutObject" in destination["errorMessage"]
    assert "Contents" not in s3.list_objects_v2(Bucket=bucket)
    (run,) = ended(logs, gone, 1)
    assert run["executionStatus"] == "Failed" and "nowhere" in run["errorMessage"]
    # A bucket of somebody else is not written to, whatever the role may.
    writer = role(sandbox, allow("s3:*"))
    logs.update_scheduled_query(identifier=undelivered, **settings(executions, name, destinationConfiguration={
        "s3Configuration": {"destinationIdentifier": f"s3://{bucket}", "roleArn": writer, "ownerAccountId": "999999999999"}}))
    iam.delete_role_policy(RoleName=executions.rsplit("/", 1)[1], PolicyName="inline")
    sandbox.advance(60)
    assert ended(logs, undelivered, 2)[0]["executionStatus"] == "Failed"
    iam.put_role_policy(RoleName=executions.rsplit("/", 1)[1], PolicyName="inline", PolicyDocument=policy(allow("logs:*")))
    sandbox.advance(60)
    (destination,) = ended(logs, undelivered, 3)[0]["destinations"]
    assert destination["status"] == "CLIENT_ERROR" and "999999999999" in destination["errorMessage"]
    for title in (denied, undelivered, gone):
        logs.delete_scheduled_query(identifier=title)


def test_executions_survive(fresh):
    server = fresh(sandbox=False)
    logs = server.client("logs")
    name, title = group(logs), unique("kept")
    start = int(time.time() * 1000) + 4_000
    logs.create_scheduled_query(name=title, **settings(executor(server), name, scheduleStartTime=start))
    server.kill()
    time.sleep(5)
    server.start()
    logs = server.client("logs")
    (run,) = ended(logs, title, 1)
    assert (run["executionStatus"], run["triggeredTimestamp"]) == ("Complete", start)
    with pytest.raises(ClientError):
        logs.get_scheduled_query(identifier=unique("other"))

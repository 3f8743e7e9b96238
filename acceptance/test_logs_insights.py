"""Logs Insights with boto3 and the AWS CLI: queries, their results, errors that say where, limits, denial, durability."""

import json
import time

import pytest

from harness import allow, error_code, policy, unique, wait_for

MINUTE = 60_000


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def now() -> int:
    return int(time.time() * 1000)


def group_of(logs, *messages, at: int | None = None, stream: str = "s") -> str:
    """A new group with these events, a second apart."""
    name = unique("/insights/group")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName=stream)
    begin = at or now() - MINUTE
    texts = [message if isinstance(message, str) else json.dumps(message) for message in messages]
    events = [{"timestamp": begin + 1000 * i, "message": text} for i, text in enumerate(texts)]
    assert "rejectedLogEventsInfo" not in logs.put_log_events(logGroupName=name, logStreamName=stream, logEvents=events)
    return name


def span() -> dict:
    return {"startTime": int(time.time()) - 3600, "endTime": int(time.time()) + 60}


def ended(logs, query: str) -> dict:
    def over():
        reply = logs.get_query_results(queryId=query)
        return reply if reply["status"] not in ("Scheduled", "Running") else None

    return wait_for(over, seconds=60)


def ask(logs, group: str, text: str, **more) -> list[dict]:
    query = logs.start_query(logGroupName=group, queryString=text, **span(), **more)["queryId"]
    reply = ended(logs, query)
    assert reply["status"] == "Complete", reply
    return [{field["field"]: field["value"] for field in row} for row in reply["results"]]


def bare(rows: list[dict]) -> list[dict]:
    return [{name: value for name, value in row.items() if name != "@ptr"} for row in rows]


EVENTS = [{"level": "ERROR", "ms": 120, "user": {"name": "alice"}}, {"level": "INFO", "ms": 80, "user": {"name": "bob"}}, {"level": "ERROR", "ms": 40}]


def test_events_are_filtered_aggregated_and_sorted(logs):
    group = group_of(logs, *EVENTS)
    assert bare(ask(logs, group, "fields ms, user.name | filter level = 'ERROR' | sort ms asc")) == [{"ms": "40"}, {"ms": "120", "user.name": "alice"}]
    rows = ask(logs, group, "stats count(*) as n, avg(ms) by level | sort n desc")
    assert rows == [{"level": "ERROR", "n": "2", "avg(ms)": "80"}, {"level": "INFO", "n": "1", "avg(ms)": "80"}]
    assert len(ask(logs, group, "fields @message", limit=1)) == 1
    newest, *_ = ask(logs, group, "fields @timestamp, @log, @logStream")
    assert newest["@log"].endswith(f":{group}") and newest["@logStream"] == "s"
    assert time.strptime(newest["@timestamp"][:19], "%Y-%m-%d %H:%M:%S")


def test_statistics_and_pages(logs):
    group = group_of(logs, *[f"line {i}" for i in range(25)])
    query = logs.start_query(logGroupNames=[group], queryString="filter @message like '1' | sort @timestamp asc", **span())["queryId"]
    reply = ended(logs, query)
    assert reply["statistics"]["recordsScanned"] == 25 and reply["statistics"]["recordsMatched"] == 12
    assert reply["statistics"]["bytesScanned"] == sum(len(f"line {i}") for i in range(25))
    rows, token = [], {}
    while True:
        page = logs.get_query_results(queryId=query, maxItems=5, **token)
        assert len(page["results"]) <= 5
        rows += page["results"]
        if "nextToken" not in page:
            break
        token = {"nextToken": page["nextToken"]}
    assert rows == reply["results"] and len(rows) == 12
    with error_code("InvalidParameterException", 400):
        logs.get_query_results(queryId=query, nextToken="nonsense")


def test_a_record_is_found_by_its_pointer(logs):
    group = group_of(logs, *EVENTS)
    (row,) = ask(logs, group, "filter ms = 120")
    record = logs.get_log_record(logRecordPointer=row["@ptr"])["logRecord"]
    assert record["@message"] == json.dumps(EVENTS[0]) and record["user.name"] == "alice" and record["ms"] == "120"
    with error_code("InvalidParameterException", 400):
        logs.get_log_record(logRecordPointer="nonsense")
    fields = {f["name"]: f["percent"] for f in logs.get_log_group_fields(logGroupName=group)["logGroupFields"]}
    assert fields["level"] == 100 and fields["@message"] == 100 and fields["user.name"] == 66


def test_errors_say_where(logs):
    group = group_of(logs, "x")
    text = "fields @message\n| filter a == 1"
    with error_code("MalformedQueryException", 400, "line 2, column 12") as caught:
        logs.start_query(logGroupName=group, queryString=text, **span())
    location = caught.value.response["queryCompileError"]["location"]
    assert text[location["startCharOffset"] : location["endCharOffset"]] == "=="
    with error_code("ResourceNotFoundException", 400):
        logs.start_query(logGroupName=unique("none"), queryString="fields a", **span())
    with error_code("InvalidParameterException", 400):
        logs.start_query(queryString="fields a", **span())
    with error_code("InvalidParameterException", 400):
        logs.start_query(logGroupName=group, queryString="fields a", startTime=100, endTime=50)
    with error_code("ResourceNotFoundException", 400):
        logs.get_query_results(queryId="no-such-query")


def test_groups_are_named_by_source_and_joined(logs):
    prefix = unique("/join")
    names = []
    for part, events in (("left", [{"id": "1", "status": 500}, {"id": "2", "status": 200}]), ("right", [{"request": "1", "user": "eve"}])):
        name = f"{prefix}/{part}"
        logs.create_log_group(logGroupName=name)
        logs.create_log_stream(logGroupName=name, logStreamName="s")
        logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[{"timestamp": now(), "message": json.dumps(e)} for e in events])
        names.append(name)
    query = f"SOURCE logGroups(namePrefix: ['{prefix}']) | stats count(*) as n by @log | sort n desc"
    reply = ended(logs, logs.start_query(queryString=query, **span())["queryId"])
    assert [row[1]["value"] for row in reply["results"]] == ["2", "1"]
    joined = f"join type=inner left=l right=r where l.id=r.request (SOURCE '{names[1]}') | fields l.status, r.user"
    assert bare(ask(logs, names[0], joined)) == [{"l.status": "500", "r.user": "eve"}]
    within = f"filter id in (SOURCE '{names[1]}' | fields request) | fields status"
    assert bare(ask(logs, names[0], within)) == [{"status": "500"}]


def test_queries_are_listed_and_stopped(logs):
    group = group_of(logs, "x")
    query = logs.start_query(logGroupName=group, queryString="fields @message", **span())["queryId"]
    ended(logs, query)
    (found,) = logs.describe_queries(logGroupName=group, status="Complete")["queries"]
    assert found["queryId"] == query and found["queryString"] == "fields @message" and found["logGroupName"] == group
    with error_code("InvalidParameterException", 400, "already ended"):
        logs.stop_query(queryId=query)
    other = logs.start_query(logGroupName=group, queryString="fields @message", **span())["queryId"]
    try:
        assert logs.stop_query(queryId=other)["success"] is True
    except logs.exceptions.InvalidParameterException:
        return  # It had ended before.
    assert logs.get_query_results(queryId=other)["status"] == "Cancelled"


def test_query_definitions(logs):
    name = unique("saved")
    made = logs.put_query_definition(name=name, queryString="fields @message", logGroupNames=["g"])["queryDefinitionId"]
    (found,) = logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]
    assert found["queryDefinitionId"] == made and found["logGroupNames"] == ["g"] and found["queryString"] == "fields @message"
    assert logs.put_query_definition(name=name, queryString="fields a", queryDefinitionId=made)["queryDefinitionId"] == made
    (found,) = logs.describe_query_definitions(queryDefinitionNamePrefix=name)["queryDefinitions"]
    assert found["queryString"] == "fields a"
    assert logs.delete_query_definition(queryDefinitionId=made)["success"] is True
    with error_code("ResourceNotFoundException", 400):
        logs.delete_query_definition(queryDefinitionId=made)


def test_permission_is_asked_for_each_group(server, logs):
    mine, other = group_of(logs, "x"), group_of(logs, "y")
    arn = next(g["logGroupArn"] for g in logs.describe_log_groups(logGroupNamePrefix=mine)["logGroups"])
    only = policy(allow("logs:StartQuery", f"{arn}:*"), allow("logs:GetQueryResults"))
    client = server.client("logs", server.user(unique("reader"), inline=only))
    assert bare(ask(client, mine, "fields @message")) == [{"@message": "x"}]
    with error_code("AccessDeniedException", 400, "logs:StartQuery"):
        client.start_query(logGroupName=other, queryString="fields @message", **span())
    with error_code("AccessDeniedException", 400, "logs:StartQuery"):
        client.start_query(logGroupNames=[mine, other], queryString="fields @message", **span())
    with error_code("AccessDeniedException", 400, "logs:StartQuery"):
        client.start_query(logGroupName=mine, queryString=f"filter a in (SOURCE '{other}' | fields a)", **span())
    with error_code("AccessDeniedException", 400, "logs:Unmask"):
        client.start_query(logGroupName=mine, queryString="fields unmask(@message)", **span())
    with error_code("AccessDeniedException", 400, "logs:StopQuery"):
        client.stop_query(queryId="x")


def test_cli(server, logs):
    group = group_of(logs, *EVENTS)
    times = ["--start-time", str(int(time.time()) - 3600), "--end-time", str(int(time.time()) + 60)]
    query = server.cli(["logs", "start-query", "--log-group-name", group, *times, "--query-string", "stats max(ms) as most"])["queryId"]
    ended(logs, query)
    reply = server.cli(["logs", "get-query-results", "--query-id", query])
    assert reply["status"] == "Complete" and reply["results"] == [[{"field": "most", "value": "120"}]]


def test_results_survive_a_kill_and_waiting_queries_run_again(fresh):
    server = fresh()
    logs = server.client("logs")
    group = group_of(logs, *EVENTS)
    done = logs.start_query(logGroupName=group, queryString="stats count(*) as n", **span())["queryId"]
    before = ended(logs, done)
    waiting = [logs.start_query(logGroupName=group, queryString=f"filter ms > {i} | stats count(*) as n", **span())["queryId"] for i in range(10)]
    server.kill()
    server.start()
    logs = server.client("logs")
    assert logs.get_query_results(queryId=done)["results"] == before["results"]
    for query in waiting:
        reply = ended(logs, query)
        assert reply["status"] == "Complete" and reply["results"][0][0]["value"] == "3", reply


def test_the_groups_of_a_query(logs):
    groups = [group_of(logs, "x") for _ in range(3)]
    query = logs.start_query(logGroupNames=groups, queryString="fields @message", **span())["queryId"]
    assert logs.list_log_groups_for_query(queryId=query)["logGroupIdentifiers"] == sorted(groups)
    assert ended(logs, query)["status"] == "Complete"
    with error_code("ResourceNotFoundException", 400):
        logs.list_log_groups_for_query(queryId="11111111-2222-3333-4444-555555555555")

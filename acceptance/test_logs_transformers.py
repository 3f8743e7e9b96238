"""Transformers: what processors make of log events, and who sees it."""

import json
import time

import pytest

from harness import Cloudkeep, allow, error_code, policy, unique, wait_for
from lambda_support import options
from test_logs import described, get, make, now, put, texts
from test_logs_insights import ask, ended, span
from test_logs_outlets import metric, queue_and_function, received

LOWER = [{"parseJSON": {}}, {"lowerCaseString": {"withKeys": ["level"]}}, {"renameKeys": {"entries": [{"key": "ms", "renameTo": "took.ms"}]}},
         {"typeConverter": {"entries": [{"key": "took.ms", "type": "integer"}]}}]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("logs-transformers"), **options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def test_a_transformer_is_tried(logs):
    grok = [{"grok": {"match": "%{IPV4:client.ip} %{WORD:verb} %{NUMBER:status}"}}, {"typeConverter": {"entries": [{"key": "status", "type": "integer"}]}}]
    shown = logs.test_transformer(transformerConfig=grok, logEventMessages=["10.0.0.1 GET 200", "nothing"])["transformedLogs"]
    assert json.loads(shown[0]["transformedEventMessage"]) == {"client": {"ip": "10.0.0.1"}, "verb": "GET", "status": 200}
    assert (shown[0]["eventNumber"], shown[1]["eventMessage"], shown[1].get("transformedEventMessage")) == (1, "nothing", None)
    vpc = "2 123456789010 eni-abc123de 192.0.2.0 192.0.2.24 20641 22 6 20 4249 1418530010 1418530070 ACCEPT OK"
    (shown,) = logs.test_transformer(transformerConfig=[{"parseVPC": {}}], logEventMessages=[vpc])["transformedLogs"]
    assert json.loads(shown["transformedEventMessage"])["dstPort"] == 22
    for wrong, why in (([{"addKeys": {"entries": [{"key": "a", "value": "b"}]}}], "parser"), ([{"grok": {"match": "%{NOPE:x}"}}], "NOPE"),
                       ([{"parseJSON": {}}] * 6, "at most 5")):
        with error_code("InvalidParameterException", 400, why):
            logs.test_transformer(transformerConfig=wrong, logEventMessages=["x"])


def test_transformers_are_set_shown_and_removed(server, logs):
    group = make(logs)
    assert "transformerConfig" not in logs.get_transformer(logGroupIdentifier=group)
    logs.put_transformer(logGroupIdentifier=described(logs, group)["logGroupArn"], transformerConfig=LOWER)
    shown = logs.get_transformer(logGroupIdentifier=group)
    assert shown["transformerConfig"] == LOWER and shown["creationTime"] == shown["lastModifiedTime"]
    logs.put_transformer(logGroupIdentifier=group, transformerConfig=[{"csv": {}}])
    again = logs.get_transformer(logGroupIdentifier=group)
    assert again["transformerConfig"] == [{"csv": {}}] and again["creationTime"] == shown["creationTime"] <= again["lastModifiedTime"]
    logs.delete_transformer(logGroupIdentifier=group)
    with error_code("ResourceNotFoundException", 400):
        logs.delete_transformer(logGroupIdentifier=group)
    with error_code("ResourceNotFoundException", 400):
        logs.put_transformer(logGroupIdentifier=unique("none"), transformerConfig=LOWER)
    with error_code("InvalidParameterException", 400):
        logs.put_transformer(logGroupIdentifier=group, transformerConfig=[{"parseJSON": {}}, {"parseVPC": {}}])
    with error_code("InvalidOperationException", 400):
        logs.put_transformer(logGroupIdentifier=make(logs, logGroupClass="INFREQUENT_ACCESS"), transformerConfig=LOWER)
    few = server.client("logs", server.user(unique("few"), inline=policy(allow("logs:Get*"))))
    with error_code("AccessDeniedException", 400):
        few.put_transformer(logGroupIdentifier=group, transformerConfig=LOWER)


def test_queries_see_fields_of_the_transformed_event(logs):
    group = make(logs, "s")
    one, two, three = (json.dumps({"level": "ERROR", "ms": str(n), "n": n}) for n in (10, 20, 30))
    put(logs, group, "s", one)
    time.sleep(0.01)
    logs.put_transformer(logGroupIdentifier=group, transformerConfig=LOWER)
    put(logs, group, "s", two, "no json")
    assert [row["n"] for row in ask(logs, group, "fields n | filter level = 'error'")] == ["20"]
    assert [row["n"] for row in ask(logs, group, "fields n | filter level = 'ERROR'")] == ["10"]
    (row,) = ask(logs, group, "fields @message, took.ms | filter took.ms > 5")
    assert row["@message"] == two and row["took.ms"] == "20"
    record = logs.get_log_record(logRecordPointer=row["@ptr"])["logRecord"]
    assert record["level"] == "error" and record["@message"] == two
    # What was put keeps its form when the transformer goes; the events themselves never change.
    time.sleep(0.01)
    logs.delete_transformer(logGroupIdentifier=group)
    time.sleep(0.01)
    put(logs, group, "s", three)
    assert sorted(row["level"] for row in ask(logs, group, "fields level | filter ispresent(level)")) == ["ERROR", "ERROR", "error"]
    assert texts(get(logs, group, "s", startFromHead=True)) == [one, two, "no json", three]


def test_folded_events_are_found_by_fields_of_the_transformed_event(server, logs):
    group = make(logs, "s")
    logs.put_index_policy(logGroupIdentifier=group, policyDocument=json.dumps({"Fields": ["level"]}))
    logs.put_transformer(logGroupIdentifier=group, transformerConfig=LOWER)
    put(logs, group, "s", json.dumps({"level": "RARE", "ms": "1", "n": 1}), at=now() - 60_000)
    for _ in range(6):
        put(logs, group, "s", *[json.dumps({"level": "COMMON", "ms": "1", "pad": "x" * 90_000})] * 10)
    index = lambda: {i["fieldIndexName"]: i for i in logs.describe_field_indexes(logGroupIdentifiers=[group])["fieldIndexes"]}["level"]  # noqa: E731
    wait_for(lambda: "firstEventTime" in index(), 40)
    for text in ("fields n | filter level = 'rare'", "fields n | filterIndex level = 'rare'"):
        assert [row["n"] for row in ask(logs, group, text)] == ["1"]
    reply = ended(logs, logs.start_query(logGroupName=group, queryString="filter level = 'RARE'", **span())["queryId"])
    assert reply["results"] == [] and reply["statistics"]["recordsScanned"] < 61


def test_filters_may_be_for_transformed_events(server, logs):
    url, function = queue_and_function(server)
    server.client("lambda").add_permission(FunctionName=function, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    group, namespace = make(logs, "s"), unique("App")
    logs.put_transformer(logGroupIdentifier=group, transformerConfig=LOWER)
    logs.put_subscription_filter(logGroupName=group, filterName="s", filterPattern='{ $.level = "error" }', destinationArn=function, applyOnTransformedLogs=True)
    logs.put_metric_filter(logGroupName=group, filterName="m", filterPattern="{ $.took.ms > 5 }", applyOnTransformedLogs=True,
                           metricTransformations=metric(metricName="Took", metricNamespace=namespace, metricValue="$.took.ms"))
    assert logs.describe_metric_filters(logGroupName=group)["metricFilters"][0]["applyOnTransformedLogs"] is True
    assert logs.describe_subscription_filters(logGroupName=group)["subscriptionFilters"][0]["applyOnTransformedLogs"] is True
    put(logs, group, "s", json.dumps({"level": "ERROR", "ms": "20"}), json.dumps({"level": "INFO", "ms": "1"}))
    (got,) = received(server, url, 1)
    assert [json.loads(e["message"]) for e in got["logEvents"]] == [{"level": "error", "took": {"ms": 20}}]
    counted = lambda: server.client("cloudwatch").get_metric_statistics(  # noqa: E731
        Namespace=namespace, MetricName="Took", StartTime=span()["startTime"], EndTime=span()["endTime"] + 60, Period=3600, Statistics=["Sum"])["Datapoints"]
    assert wait_for(counted)[0]["Sum"] == 20


def test_an_account_transforms_events_of_groups_without_a_transformer(logs):
    """TRANSFORMER_POLICY: by the beginning of a group's name, from when it was set until it is removed."""
    prefix = unique("/transformed")
    plain, own = f"{prefix}/plain", f"{prefix}/own"
    for group in (plain, own):
        logs.create_log_group(logGroupName=group)
        logs.create_log_stream(logGroupName=group, logStreamName="s")
    logs.put_transformer(logGroupIdentifier=own, transformerConfig=[{"parseJSON": {}}, {"upperCaseString": {"withKeys": ["level"]}}])
    elsewhere = make(logs, "s")

    def levels(group: str) -> list:
        return [row.get("level") for row in ask(logs, group, "fields level | sort @timestamp")]

    def write(level: str) -> None:
        for group in (plain, own):
            logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=[{"timestamp": now(), "message": json.dumps({"level": level})}])
        time.sleep(0.01)

    write("Before")
    document, selection = json.dumps(LOWER[:2]), f'LogGroupNamePrefix IN ["{prefix}"]'
    set_policy = {"policyType": "TRANSFORMER_POLICY", "policyDocument": document, "selectionCriteria": selection}
    made = logs.put_account_policy(policyName="lower", **set_policy)["accountPolicy"]
    assert (made["policyType"], made["selectionCriteria"]) == ("TRANSFORMER_POLICY", selection)
    time.sleep(0.01)
    write("During")
    logs.put_log_events(logGroupName=elsewhere, logStreamName="s", logEvents=[{"timestamp": now(), "message": '{"level": "Else"}'}])
    (shown,) = logs.describe_account_policies(policyType="TRANSFORMER_POLICY")["accountPolicies"]
    assert json.loads(shown["policyDocument"]) == LOWER[:2]
    for name, document, selection, why in (
        ("other", json.dumps(LOWER[:2]), f'LogGroupNamePrefix IN ["{prefix}/p"]', "overlap"), ("all", json.dumps(LOWER[:2]), None, "overlap"),
        ("wrong", "{}", 'LogGroupNamePrefix IN ["/x"]', "array"), ("wrong", '[{"nope": {}}]', 'LogGroupNamePrefix IN ["/x"]', "transformer is invalid"),
        ("wrong", json.dumps(LOWER[:2]), 'LogGroupName NOT IN ["/x"]', "selectionCriteria"),
    ):
        more = {"selectionCriteria": selection} if selection else {}
        with error_code("InvalidParameterException", 400, why):
            logs.put_account_policy(policyName=name, policyType="TRANSFORMER_POLICY", policyDocument=document, **more)
    logs.delete_account_policy(policyName="lower", policyType="TRANSFORMER_POLICY")
    time.sleep(0.01)
    write("After")
    assert levels(plain) == ["Before", "during", "After"]
    assert levels(own) == ["BEFORE", "DURING", "AFTER"]
    assert levels(elsewhere) == ["Else"]

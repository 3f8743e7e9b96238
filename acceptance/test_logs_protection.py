"""Sensitive data in log events: policies that find, cover and tell it, of groups and of accounts."""

import gzip
import json

import pytest

from harness import Cloudkeep, allow, error_code, policy, unique, wait_for
from lambda_support import options
from test_logs import described, get, make, now, put, texts
from test_logs_insights import ask, ended, span
from test_logs_outlets import queue_and_function, received

ARN = "arn:aws:dataprotection::aws:data-identifier/"
SECRET = "wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY01"
LINE = f"user joe@example.com from 10.1.2.3 aws_secret_access_key={SECRET} EmployeeId-123456789"
COVERED = f"user {'*' * 15} from {'*' * 8} aws_secret_access_key={'*' * 40} {'*' * 20}"


def document(*identifiers: str, to: dict | None = None, custom=(("EmployeeId", r"EmployeeId-\d{9}"),)) -> str:
    names = [ARN + i for i in identifiers] + [name for name, _ in custom]
    return json.dumps({
        "Name": "protect", "Version": "2021-06-01",
        "Configuration": {"CustomDataIdentifier": [{"Name": n, "Regex": r} for n, r in custom]},
        "Statement": [
            {"Sid": "audit", "DataIdentifier": names, "Operation": {"Audit": {"FindingsDestination": to or {}}}},
            {"Sid": "mask", "DataIdentifier": names, "Operation": {"Deidentify": {"MaskConfig": {}}}},
        ],
    })


ALL = document("EmailAddress", "IpAddress", "AwsSecretKey")


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("logs-protection"), **options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def test_policies_are_set_shown_and_removed(logs):
    group = make(logs)
    assert "policyDocument" not in logs.get_data_protection_policy(logGroupIdentifier=group)
    assert "dataProtectionStatus" not in described(logs, group)
    set_ = logs.put_data_protection_policy(logGroupIdentifier=described(logs, group)["logGroupArn"], policyDocument=ALL)
    assert set_["policyDocument"] == ALL and set_["lastUpdatedTime"] > 0
    assert logs.get_data_protection_policy(logGroupIdentifier=group)["policyDocument"] == ALL
    assert described(logs, group)["dataProtectionStatus"] == "ACTIVATED"
    logs.delete_data_protection_policy(logGroupIdentifier=group)
    assert "policyDocument" not in logs.get_data_protection_policy(logGroupIdentifier=group)
    with error_code("ResourceNotFoundException", 400):
        logs.delete_data_protection_policy(logGroupIdentifier=group)
    with error_code("ResourceNotFoundException", 400):
        logs.put_data_protection_policy(logGroupIdentifier=unique("none"), policyDocument=ALL)
    for wrong, why in (("{", "invalid"), (document("Shoes"), "not supported"), (document("EmailAddress", custom=[("A", "[")]), "cannot be used"),
                       (document("EmailAddress", to={"Firehose": {"DeliveryStream": "s"}}), "Firehose")):
        with error_code("InvalidParameterException", 400, why):
            logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=wrong)
    with error_code("ResourceNotFoundException", 400):
        logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=document("EmailAddress", to={"CloudWatchLogs": {"LogGroup": "absent"}}))
    rare = make(logs, logGroupClass="INFREQUENT_ACCESS")
    with error_code("InvalidParameterException", 400, "Standard"):
        logs.put_data_protection_policy(logGroupIdentifier=rare, policyDocument=ALL)


def test_sensitive_data_is_covered_wherever_it_is_read(server, logs):
    group = make(logs, "s")
    put(logs, group, "s", LINE + " before")
    logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=ALL)
    put(logs, group, "s", LINE, "nothing of it", at=now() + 5)
    found = lambda **more: texts(logs.filter_log_events(logGroupName=group, **more))  # noqa: E731

    def look():
        assert texts(get(logs, group, "s", startFromHead=True)) == [LINE + " before", COVERED, "nothing of it"]
        assert texts(get(logs, group, "s", startFromHead=True, unmask=True)) == [LINE + " before", LINE, "nothing of it"]
        assert found() == [LINE + " before", COVERED, "nothing of it"]
        # Nobody finds out by searching what is covered.
        assert found(filterPattern='"joe@example.com"') == [LINE + " before"]
        assert found(filterPattern='"joe@example.com"', unmask=True) == [LINE + " before", LINE]
        rows = ask(logs, group, "fields @message | filter @message like 'user' and @message not like 'before'")
        assert [row["@message"] for row in rows] == [COVERED]
        record = logs.get_log_record(logRecordPointer=rows[0]["@ptr"])["logRecord"]
        assert record["@message"] == COVERED
        assert logs.get_log_record(logRecordPointer=rows[0]["@ptr"], unmask=True)["logRecord"]["@message"] == LINE
        assert not ask(logs, group, "filter @message like 'joe@example.com' and @message not like 'before'")

    look()
    # Folded into chunks, it is the same: fresh batches are folded when there are 4 MiB of them.
    put(logs, group, "s", *["x" * 250_000] * 4, at=now() + 10_000)
    for _ in range(4):
        put(logs, group, "s", *["x" * 250_000] * 4, at=now() + 10_000)
    wait_for(lambda: list((server.data_dir / "logs").glob("*/*.chunk")), 30)
    wait_for(lambda: texts(get(logs, group, "s", startFromHead=True, limit=3)))
    assert texts(get(logs, group, "s", startFromHead=True, limit=3)) == [LINE + " before", COVERED, "nothing of it"]
    assert texts(get(logs, group, "s", startFromHead=True, unmask=True, limit=2)) == [LINE + " before", LINE]
    assert found(filterPattern='"joe@example.com" -before') == []


def test_unmasking_needs_permission(server, logs):
    group = make(logs, "s")
    logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=ALL)
    put(logs, group, "s", LINE)
    reads = ["logs:GetLogEvents", "logs:FilterLogEvents", "logs:StartQuery", "logs:GetQueryResults", "logs:GetLogRecord"]
    reader = server.client("logs", server.user(unique("reader"), inline=policy(allow(reads))))
    assert texts(get(reader, group, "s")) == [COVERED]
    pointer = ask(reader, group, "fields @message")[0]["@ptr"]
    for call in (lambda: get(reader, group, "s", unmask=True), lambda: reader.filter_log_events(logGroupName=group, unmask=True),
                 lambda: reader.start_query(logGroupName=group, queryString="fields unmask(@message) as m", **span()),
                 lambda: reader.get_log_record(logRecordPointer=pointer, unmask=True)):
        with error_code("AccessDeniedException", 400, "logs:Unmask"):
            call()
    query = logs.start_query(logGroupName=group, queryString="fields unmask(@message) as m", **span())["queryId"]
    assert [[f["value"] for f in row if f["field"] == "m"] for row in ended(logs, query)["results"]] == [[LINE]]
    with error_code("AccessDeniedException", 400, "logs:Unmask"):
        reader.get_query_results(queryId=query)


def test_filters_subscriptions_and_tails_see_covered_data(server, logs):
    url, function = queue_and_function(server)
    server.client("lambda").add_permission(FunctionName=function, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    group = make(logs, "s")
    logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=ALL)
    logs.put_subscription_filter(logGroupName=group, filterName="all", filterPattern="user", destinationArn=function)
    arn = described(logs, group)["logGroupArn"]
    stream = logs.start_live_tail(logGroupIdentifiers=[arn])["responseStream"]
    seen = []
    for event in stream:
        if "sessionStart" in event:
            put(logs, group, "s", LINE)
        seen += event.get("sessionUpdate", {}).get("sessionResults", [])
        if seen:
            break
    stream.close()
    assert [e["message"] for e in seen] == [COVERED]
    (got,) = received(server, url, 1)
    assert [e["message"] for e in got["logEvents"]] == [COVERED]
    counted = lambda: server.client("cloudwatch").get_metric_statistics(  # noqa: E731
        Namespace="AWS/Logs", MetricName="LogEventsWithFindings", Dimensions=[{"Name": "LogGroupName", "Value": group}],
        StartTime=span()["startTime"], EndTime=span()["endTime"] + 60, Period=3600, Statistics=["Sum"])["Datapoints"]
    assert wait_for(counted)[0]["Sum"] == 1


def test_findings_are_told_to_groups_and_buckets(server, logs):
    audit, bucket = make(logs), unique("findings")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=bucket)
    group = make(logs, "s")
    to = {"CloudWatchLogs": {"LogGroup": audit}, "S3": {"Bucket": bucket}}
    both = document("EmailAddress", "IpAddress", to=to)
    with error_code("InvalidParameterException", 400, bucket):
        logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=both)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy({
        "Effect": "Allow", "Principal": {"Service": "delivery.logs.amazonaws.com"}, "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/AWSLogs/{server.account}/*", "Condition": {"StringEquals": {"aws:SourceAccount": server.account}}}))
    few = server.client("logs", server.user(unique("few"), inline=policy(allow("logs:PutDataProtectionPolicy"))))
    with error_code("AccessDeniedException", 400, "logs:CreateLogDelivery"):
        few.put_data_protection_policy(logGroupIdentifier=group, policyDocument=both)
    logs.put_data_protection_policy(logGroupIdentifier=group, policyDocument=both)
    put(logs, group, "s", "nothing", "from 10.0.0.1 by a@b.co", "EmployeeId-123456789")
    told = wait_for(lambda: [json.loads(e["message"]) for e in logs.filter_log_events(logGroupName=audit)["events"]])
    arn = described(logs, group)["arn"]
    assert {t["resourceArn"] for t in told} == {arn}
    assert told[0]["dataIdentifiers"] == [
        {"name": "EmailAddress", "count": 1, "detections": [{"start": 17, "end": 23}]},
        {"name": "IpAddress", "count": 1, "detections": [{"start": 5, "end": 13}]},
    ]
    assert told[1]["dataIdentifiers"] == [{"name": "EmployeeId", "count": 1, "detections": [{"start": 0, "end": 20}]}]
    (found,) = wait_for(lambda: s3.list_objects_v2(Bucket=bucket, Prefix=f"AWSLogs/{server.account}/").get("Contents"))
    body = gzip.decompress(s3.get_object(Bucket=bucket, Key=found["Key"])["Body"].read()).decode()
    assert [json.loads(line) for line in body.splitlines()] == told
    assert not [e for e in logs.filter_log_events(logGroupName=audit)["events"] if "a@b.co" in e["message"]]


def test_policies_of_an_account_hold_for_its_groups(server, logs):
    own, other = make(logs, "s"), make(logs, "s")
    logs.put_data_protection_policy(logGroupIdentifier=own, policyDocument=document("EmailAddress", custom=[]))
    name = unique("all")
    made = logs.put_account_policy(policyName=name, policyType="DATA_PROTECTION_POLICY", policyDocument=document("IpAddress", custom=[]))["accountPolicy"]
    assert (made["policyName"], made["scope"], made["accountId"]) == (name, "ALL", server.account)
    try:
        assert described(logs, other)["inheritedProperties"] == ["ACCOUNT_DATA_PROTECTION"]
        for group, expected in ((own, f"{'*' * 6} at {'*' * 7}"), (other, f"a@b.co at {'*' * 7}")):
            put(logs, group, "s", "a@b.co at 1.2.3.4")
            assert texts(get(logs, group, "s")) == [expected]
        shown = logs.describe_account_policies(policyType="DATA_PROTECTION_POLICY")["accountPolicies"]
        assert [p["policyName"] for p in shown] == [name]
        with error_code("LimitExceededException", 400):
            logs.put_account_policy(policyName=name + "2", policyType="DATA_PROTECTION_POLICY", policyDocument=document("IpAddress"))
        with error_code("InvalidParameterException", 400):
            logs.put_account_policy(policyName=name, policyType="DATA_PROTECTION_POLICY", policyDocument="{}")
        few = server.client("logs", server.user(unique("few"), inline=policy(allow("logs:PutAccountPolicy"))))
        with error_code("AccessDeniedException", 400, "logs:PutDataProtectionPolicy"):
            few.put_account_policy(policyName=name, policyType="DATA_PROTECTION_POLICY", policyDocument=document("IpAddress"))
    finally:
        logs.delete_account_policy(policyName=name, policyType="DATA_PROTECTION_POLICY")
    put(logs, other, "s", "after 1.2.3.4", at=now() + 10)
    assert texts(get(logs, other, "s"))[-1] == "after 1.2.3.4"
    with error_code("ResourceNotFoundException", 400):
        logs.delete_account_policy(policyName=name, policyType="DATA_PROTECTION_POLICY")


def test_an_account_subscribes_to_all_its_groups(server, logs):
    url, function = queue_and_function(server)
    server.client("lambda").add_permission(FunctionName=function, StatementId="logs", Action="lambda:InvokeFunction", Principal="logs.amazonaws.com")
    quiet, loud, name = make(logs, "s"), make(logs, "s"), unique("all")
    rule = json.dumps({"DestinationArn": function, "FilterPattern": "ERROR", "Distribution": "Random"})
    selection = f'LogGroupName NOT IN ["{quiet}"]'
    put_ = lambda **more: logs.put_account_policy(**{"policyName": name, "policyType": "SUBSCRIPTION_FILTER_POLICY", "policyDocument": rule, "selectionCriteria": selection} | more)  # noqa: E731
    for wrong in ({"policyDocument": "{}"}, {"selectionCriteria": "x"}, {"policyDocument": rule.replace("ERROR", "{")}, {"policyDocument": rule.replace(function, function + "x")}):
        with error_code("InvalidParameterException", 400):
            put_(**wrong)
    put_()
    try:
        for group in (quiet, loud):
            put(logs, group, "s", "ERROR here")
        (got,) = received(server, url, 1)
        assert (got["logGroup"], got["subscriptionFilters"]) == (loud, [name])
    finally:
        logs.delete_account_policy(policyName=name, policyType="SUBSCRIPTION_FILTER_POLICY")

"""CloudWatch metrics with boto3 (JSON), the AWS CLI, and raw CBOR and Query requests."""

import gzip
import json
from datetime import datetime, timedelta, timezone

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest

from harness import Credentials, allow, error_code, policy, unique, wait_for

REGION = "us-east-1"


def now() -> datetime:
    return datetime.now(timezone.utc)


def minute(ago: int = 0) -> datetime:
    return now().replace(second=0, microsecond=0) - timedelta(minutes=ago)


def put(server, namespace, *data, **more):
    server.client("cloudwatch", **more).put_metric_data(Namespace=namespace, MetricData=list(data))


def stat(namespace, name, statistic="Sum", period=60, dimensions=(), **more):
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions]}
    return {"Metric": metric, "Period": period, "Stat": statistic, **more}


def data(server, *queries, start=None, end=None, **more):
    """Results of GetMetricData: id → [(minutes ago, value)] of the first result of each id."""
    answer = server.client("cloudwatch").get_metric_data(
        MetricDataQueries=list(queries), StartTime=start or minute(10), EndTime=end or minute(-1),
        ScanBy="TimestampAscending", **more
    )
    return answer


def values(server, *queries, **more):
    return {result["Id"]: result["Values"] for result in data(server, *queries, **more)["MetricDataResults"]}


@pytest.fixture(scope="module")
def namespace(module_server):
    """Metrics of a shop: `Orders` by the minute of two shops, put in three ways."""
    name = unique("Shop")
    for shop, factor in (("a", 1), ("b", 10)):
        dimensions = [{"Name": "Shop", "Value": shop}]
        for ago in range(1, 6):
            put(module_server, name, {
                "MetricName": "Orders", "Dimensions": dimensions, "Timestamp": minute(ago), "Value": ago * factor, "Unit": "Count",
            })
    put(module_server, name, {
        "MetricName": "Latency", "Timestamp": minute(2), "Values": [1.0, 2.0, 3.0, 4.0], "Counts": [97, 1, 1, 1], "Unit": "Milliseconds",
    })
    put(module_server, name, {
        "MetricName": "Sets", "Timestamp": minute(2), "StatisticValues": {"SampleCount": 4, "Sum": 10, "Minimum": 1, "Maximum": 4},
    })
    return name


def test_what_was_put_is_there_at_once(module_server):
    name = unique("Now")
    put(module_server, name, {"MetricName": "m", "Value": 3})
    assert values(module_server, {"Id": "m", "MetricStat": stat(name, "m")}) == {"m": [3]}
    listed = module_server.client("cloudwatch").list_metrics(Namespace=name)["Metrics"]
    assert [m["MetricName"] for m in listed] == ["m"]


def test_statistics(module_server, namespace):
    cloudwatch = module_server.client("cloudwatch")
    answer = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="Latency", StartTime=minute(5), EndTime=now(), Period=60,
        Statistics=["SampleCount", "Average", "Sum", "Minimum", "Maximum"],
    )
    [point] = answer["Datapoints"]
    assert answer["Label"] == "Latency" and point["Unit"] == "Milliseconds" and point["Timestamp"] == minute(2)
    assert (point["SampleCount"], point["Sum"], point["Minimum"], point["Maximum"]) == (100, 106, 1, 4)
    [point] = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="Latency", StartTime=minute(5), EndTime=now(), Period=60,
        ExtendedStatistics=["p50", "p98", "p100", "tm97", "PR(1:3)", "tc99"],
    )["Datapoints"]
    assert point["ExtendedStatistics"] == {"p50": 1, "p98": 2, "p100": 4, "tm97": 1, "PR(1:3)": 2, "tc99": 99}
    # Of a statistic set no percentile is known.
    assert cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="Sets", StartTime=minute(5), EndTime=now(), Period=60, ExtendedStatistics=["p50"],
    )["Datapoints"] == []
    wrong = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="Latency", StartTime=minute(5), EndTime=now(), Period=60, Statistics=["Sum"], Unit="Bytes",
    )
    assert wrong["Datapoints"] == []


@pytest.mark.parametrize("change, code", [
    ({"Period": 61}, "InvalidParameterValue"),
    ({"StartTime": minute(-5)}, "InvalidParameterCombination"),
    ({"StartTime": minute(2000)}, "InvalidParameterCombination"),
    ({"Statistics": None}, "InvalidParameterCombination"),
    ({"ExtendedStatistics": ["p101"], "Statistics": None}, "InvalidParameterValue"),
])
def test_statistics_refused(module_server, namespace, change, code):
    call = {"Namespace": namespace, "MetricName": "Orders", "StartTime": minute(5), "EndTime": minute(0), "Period": 60, "Statistics": ["Sum"]}
    with error_code(code, 400):
        module_server.client("cloudwatch").get_metric_statistics(
            **{name: value for name, value in (call | change).items() if value is not None}
        )


@pytest.mark.parametrize("datum, code", [
    ({"Value": float("nan")}, "InvalidParameterValue"),
    ({"Value": float("inf")}, "InvalidParameterValue"),
    ({"Value": 1e200}, "InvalidParameterValue"),
    ({"Value": 1, "Values": [1.0]}, "InvalidParameterCombination"),
    ({"Values": [1.0], "Counts": [1.0, 2.0]}, "InvalidParameterCombination"),
    ({"Values": [float(n) for n in range(151)]}, "InvalidParameterValue"),
    ({}, "MissingParameter"),
    ({"Value": 1, "Timestamp": now() - timedelta(days=15)}, "InvalidParameterValue"),
    ({"Value": 1, "Timestamp": now() + timedelta(hours=3)}, "InvalidParameterValue"),
    ({"Value": 1, "StorageResolution": 5}, "InvalidParameterValue"),
    ({"Value": 1, "Dimensions": [{"Name": "a", "Value": "1"}, {"Name": "a", "Value": "2"}]}, "InvalidParameterValue"),
    ({"Value": 1, "Dimensions": [{"Name": "a", "Value": " "}]}, "InvalidParameterValue"),
    ({"StatisticValues": {"SampleCount": 0, "Sum": 0, "Minimum": 0, "Maximum": 0}}, "InvalidParameterValue"),
    ({"StatisticValues": {"SampleCount": 2, "Sum": 3, "Minimum": 2, "Maximum": 1}}, "InvalidParameterCombination"),
])
def test_data_refused(module_server, datum, code):
    with error_code(code, 400):
        put(module_server, "Refused", {"MetricName": "m", **datum})
    assert module_server.client("cloudwatch").list_metrics(Namespace="Refused")["Metrics"] == []


def test_namespaces_of_services_are_theirs(module_server):
    with error_code("InvalidParameterValue", 400):
        put(module_server, "AWS/EC2", {"MetricName": "m", "Value": 1})
    with error_code("InvalidParameterValue", 400):
        put(module_server, "Many", *[{"MetricName": "m", "Value": 1}] * 1001)


def test_big_requests_are_compressed(module_server):
    name = unique("Big")
    put(module_server, name, *[
        {"MetricName": f"metric-{n}", "Dimensions": [{"Name": "Number", "Value": str(n)}], "Value": n} for n in range(1000)
    ])
    pages = list(module_server.client("cloudwatch").get_paginator("list_metrics").paginate(Namespace=name))
    names = {m["MetricName"] for page in pages for m in page["Metrics"]}
    assert names == {f"metric-{n}" for n in range(1000)} and len(pages) == 2
    filtered = module_server.client("cloudwatch").list_metrics(
        Namespace=name, RecentlyActive="PT3H", Dimensions=[{"Name": "Number", "Value": "17"}]
    )["Metrics"]
    assert [m["MetricName"] for m in filtered] == ["metric-17"]


def test_metric_math(module_server, namespace):
    a, b = stat(namespace, "Orders", dimensions=[("Shop", "a")]), stat(namespace, "Orders", dimensions=[("Shop", "b")])
    found = values(
        module_server,
        {"Id": "a", "MetricStat": a, "ReturnData": False},
        {"Id": "b", "MetricStat": b, "ReturnData": False},
        {"Id": "both", "Expression": "a + b"},
        {"Id": "share", "Expression": "100 * a / both"},
        {"Id": "most", "Expression": "MAX(METRICS())"},
        {"Id": "grown", "Expression": "RUNNING_SUM(a)"},
    )
    assert found["both"] == [55, 44, 33, 22, 11]
    assert found["share"] == pytest.approx([100 / 11] * 5)
    assert found["most"] == [50, 40, 30, 20, 10]
    assert found["grown"] == [5, 9, 12, 14, 15]


def test_searches_and_insights(module_server, namespace):
    answer = data(module_server, {
        "Id": "s", "Expression": f"SEARCH('{{{namespace},Shop}} MetricName=\"Orders\"', 'Sum', 60)", "Label": "shop ${LABEL}",
    })
    assert {r["Label"]: r["Values"] for r in answer["MetricDataResults"]} == {"shop a": [5, 4, 3, 2, 1], "shop b": [50, 40, 30, 20, 10]}
    query = f'SELECT SUM(Orders) FROM SCHEMA("{namespace}", Shop) GROUP BY Shop ORDER BY SUM() DESC LIMIT 1'
    [result] = data(module_server, {"Id": "q", "Expression": query, "Period": 60})["MetricDataResults"]
    assert (result["Label"], result["Values"], result["StatusCode"]) == ("b", [50, 40, 30, 20, 10], "Complete")
    query = f"SELECT AVG(Orders) FROM \"{namespace}\" WHERE Shop != 'b'"
    assert values(module_server, {"Id": "q", "Expression": query, "Period": 60}) == {"q": [5, 4, 3, 2, 1]}


def test_pages_of_data(module_server, namespace):
    queries = [{"Id": f"m{n}", "MetricStat": stat(namespace, "Orders", dimensions=[("Shop", shop)])} for n, shop in enumerate("ab")]
    call = {"MetricDataQueries": queries, "StartTime": minute(10), "EndTime": minute(-1), "MaxDatapoints": 3}
    found, token = {"m0": [], "m1": []}, None
    for _ in range(4):
        answer = module_server.client("cloudwatch").get_metric_data(**call | ({"NextToken": token} if token else {}))
        for result in answer["MetricDataResults"]:
            found[result["Id"]] += result["Values"]
        token = answer.get("NextToken")
        if not token:
            break
    assert found == {"m0": [1, 2, 3, 4, 5], "m1": [10, 20, 30, 40, 50]} and not token


@pytest.mark.parametrize("query, message", [
    ({"Id": "M", "Expression": "1"}, "lower-case"),
    ({"Id": "m", "Expression": "a +"}, "position 3"),
    ({"Id": "m", "Expression": "unknown + 1"}, "unknown"),
    ({"Id": "m", "Expression": "m + 1"}, "circle"),
    ({"Id": "m"}, "Exactly one"),
    ({"Id": "m", "Expression": "SELECT AVG(x)", "Period": 60}, "FROM"),
    ({"Id": "m", "MetricStat": stat("n", "m", "Median")}, "Stat"),
    ({"Id": "m", "MetricStat": stat("n", "m", period=45)}, "Period"),
])
def test_queries_refused(module_server, query, message):
    with error_code("ValidationError", 400, message):
        data(module_server, query)


def test_high_resolution(module_server):
    name, second = unique("Fast"), now().replace(microsecond=0) - timedelta(seconds=30)
    put(module_server, name, *[
        {"MetricName": "m", "Timestamp": second + timedelta(seconds=n), "Value": n, "StorageResolution": 1} for n in range(5)
    ])
    found = values(module_server, {"Id": "m", "MetricStat": stat(name, "m", period=1)}, start=second, end=second + timedelta(seconds=5))
    assert found == {"m": [0, 1, 2, 3, 4]}
    assert sum(values(module_server, {"Id": "m", "MetricStat": stat(name, "m")})["m"]) == 10


def signed(server, body: bytes, headers: dict, path: str = "/"):
    admin = server.admin
    request = AWSRequest("POST", server.endpoint + path, data=body, headers=headers)
    SigV4Auth(server.session(admin).get_credentials(), "monitoring", REGION).add_auth(request)
    return requests.post(server.endpoint + path, data=body, headers=dict(request.headers), timeout=10)


def test_query_protocol(module_server):
    name = unique("Query")
    body = (
        f"Action=PutMetricData&Version=2010-08-01&Namespace={name}&MetricData.member.1.MetricName=m&MetricData.member.1.Value=4"
        "&MetricData.member.1.Dimensions.member.1.Name=d&MetricData.member.1.Dimensions.member.1.Value=v"
    ).encode()
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert signed(module_server, body, form).status_code == 200
    answer = signed(module_server, gzip.compress(body), form | {"Content-Encoding": "gzip"})
    assert answer.status_code == 200 and "<PutMetricDataResponse" in answer.text
    assert values(module_server, {"Id": "m", "MetricStat": stat(name, "m", dimensions=[("d", "v")])}) == {"m": [8]}
    refused = signed(module_server, body.replace(b"Value=4", b"Value=NaN"), form)
    assert refused.status_code == 400 and "<Code>InvalidParameterValue</Code>" in refused.text


def test_cbor_protocol(module_server):
    def text(value):
        raw = value.encode()
        return (bytes([0x60 | len(raw)]) if len(raw) < 24 else bytes([0x78, len(raw)])) + raw

    name = unique("Cbor")
    datum = b"\xa2" + text("MetricName") + text("m") + text("Value") + b"\xfb\x40\x10\x00\x00\x00\x00\x00\x00"
    body = b"\xa2" + text("Namespace") + text(name) + text("MetricData") + b"\x81" + datum
    headers = {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "Accept": "application/cbor"}
    answer = signed(module_server, body, headers, "/service/GraniteServiceVersion20100801/operation/PutMetricData")
    assert answer.status_code == 200 and answer.headers["smithy-protocol"] == "rpc-v2-cbor", answer.content
    assert values(module_server, {"Id": "m", "MetricStat": stat(name, "m")}) == {"m": [4]}


def test_the_cli(module_server):
    name = unique("Cli")
    module_server.cli(["cloudwatch", "put-metric-data", "--namespace", name, "--metric-name", "m", "--value", "7", "--unit", "Count"])
    listed = module_server.cli(["cloudwatch", "list-metrics", "--namespace", name])
    listed = listed if isinstance(listed, dict) else json.loads(getattr(listed, "stdout", listed))
    assert [m["MetricName"] for m in listed["Metrics"]] == ["m"]


def test_namespaces_are_a_condition(module_server):
    writer = module_server.user(unique("writer"), inline=policy(
        allow("cloudwatch:PutMetricData", "*", Condition={"StringEquals": {"cloudwatch:namespace": "Mine"}})
    ))
    put(module_server, "Mine", {"MetricName": "m", "Value": 1}, credentials=writer)
    with error_code("AccessDenied"):
        put(module_server, "Theirs", {"MetricName": "m", "Value": 1}, credentials=writer)


def test_what_was_acknowledged_survives(fresh):
    server = fresh()
    server.start() if not server.alive() else None
    for n in range(20):
        put(server, "Kept", {"MetricName": "m", "Value": n, "Timestamp": minute(1)})
    server.kill()
    server.restart()
    assert values(server, {"Id": "m", "MetricStat": stat("Kept", "m")}) == {"m": [190]}
    # Also once it is merged, and merged only once.
    put(server, "Kept", {"MetricName": "other", "Value": 1})
    wait_for(lambda: values(server, {"Id": "m", "MetricStat": stat("Kept", "m")}) == {"m": [190]})


def test_data_become_coarser(fresh):
    """Moves the clock of a sandbox: after 15 days the minutes are gone and five minutes are there."""
    server = fresh(sandbox=True)
    server.start() if not server.alive() else None
    began = minute(3)
    for n in range(3):
        put(server, "Old", {"MetricName": "m", "Value": n + 1, "Timestamp": began + timedelta(minutes=n)})
    server.advance(16 * 86_400)
    around = {"start": began - timedelta(minutes=10), "end": began + timedelta(minutes=20)}

    def found(period):
        return sum(values(server, {"Id": "m", "MetricStat": stat("Old", "m", period=period)}, **around).get("m", []))

    wait_for(lambda: found(60) == 0 and found(300) == 6, 40)
    server.advance(50 * 86_400)
    wait_for(lambda: found(300) == 0, 40)
    assert found(3600) == 6

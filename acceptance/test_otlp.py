"""OpenTelemetry's exporters, the Python SDK's own, send logs and metrics as they send them to AWS; boto3 reads them back."""

import datetime
import gzip
import json
import logging
import time

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Keys
from opentelemetry.exporter.otlp.proto.http import Compression
from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.proto.collector.logs.v1.logs_service_pb2 import ExportLogsServiceRequest, ExportLogsServiceResponse
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest, ExportMetricsServiceResponse
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import SimpleLogRecordProcessor
from opentelemetry.sdk.metrics import Counter, Histogram, MeterProvider
from opentelemetry.sdk.metrics.export import AggregationTemporality, PeriodicExportingMetricReader
from opentelemetry.sdk.metrics.view import ExponentialBucketHistogramAggregation, View
from opentelemetry.sdk.resources import Resource

from harness import HOME_REGION, allow, policy, unique, wait_for

DAY = 86_400
PROTOBUF, JSON = "application/x-protobuf", "application/json"


class Signed(requests.auth.AuthBase):
    """Signs what requests sends, as the collector's sigv4auth does."""

    def __init__(self, known, service: str):
        self.keys, self.service = Keys(known.access_key_id, known.secret_access_key, known.session_token), service

    def __call__(self, request):
        body = request.body.encode() if isinstance(request.body, str) else request.body
        signed = AWSRequest(method=request.method, url=request.url, data=body, headers={
            name: value for name, value in request.headers.items() if name.lower().startswith(("content-type", "x-"))})
        SigV4Auth(self.keys, self.service, HOME_REGION).add_auth(signed)
        request.headers.update(dict(signed.headers.items()))
        return request


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


@pytest.fixture(scope="module")
def cloudwatch(server):
    return server.client("cloudwatch")


def session(server, service: str, known=None) -> requests.Session:
    made = requests.Session()
    made.auth = Signed(known or server.root, service)
    return made


def place(logs) -> dict:
    """The headers of a new stream."""
    group = unique("/otlp/app")
    logs.create_log_group(logGroupName=group)
    logs.create_log_stream(logGroupName=group, logStreamName="host-1")
    return {"x-aws-log-group": group, "x-aws-log-stream": "host-1"}


def post(server, signal: str, body, kind: str = JSON, headers=None, known=None) -> requests.Response:
    service = {"logs": "logs", "metrics": "monitoring", "traces": "xray"}[signal]
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    return session(server, service, known).post(f"{server.endpoint}/v1/{signal}", data=data, headers={"Content-Type": kind} | (headers or {}))


def read(logs, headers: dict, **more) -> list:
    return logs.filter_log_events(logGroupName=headers["x-aws-log-group"], **more)["events"]


def record(text: str, at: float | None = None, **more) -> dict:
    return {"timeUnixNano": str(int((at or time.time()) * 1_000_000_000)), "body": {"stringValue": text}} | more


def export(*records: dict) -> dict:
    return {"resourceLogs": [{"resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "shop"}}]},
                              "scopeLogs": [{"scope": {"name": "cart", "version": "1.2"}, "logRecords": list(records)}]}]}


@pytest.mark.parametrize("compression", [Compression.NoCompression, Compression.Gzip])
def test_logs_of_the_sdk(server, logs, compression):
    headers = place(logs)
    exporter = OTLPLogExporter(f"{server.endpoint}/v1/logs", headers=headers, session=session(server, "logs"), compression=compression)
    provider = LoggerProvider(Resource.create({"service.name": "shop", "host.name": "web-1"}))
    provider.add_log_record_processor(SimpleLogRecordProcessor(exporter))
    emit(provider, "cart ü is full", user="ada", items=[1, 2])
    emit(provider, "another", user="bob", items=[])
    provider.shutdown()
    events = read(logs, headers)
    assert len(events) == 2 and {e["logStreamName"] for e in events} == {"host-1"}
    shown = json.loads(events[0]["message"])
    assert shown["body"] == "cart ü is full" and shown["severityText"] == "WARN" and shown["severityNumber"] == 13
    assert shown["resource"]["attributes"]["service.name"] == "shop" and shown["resource"]["attributes"]["host.name"] == "web-1"
    assert shown["attributes"]["user"] == "ada" and shown["attributes"]["items"] == [1, 2] and shown["scope"]["name"] == "cart"
    assert abs(events[0]["timestamp"] / 1000 - time.time()) < 60 and events[0]["timestamp"] == shown["timeUnixNano"] // 1_000_000
    (found,) = read(logs, headers, filterPattern='{ $.attributes.user = "bob" }')
    assert json.loads(found["message"])["body"] == "another"


def emit(provider, text: str, **attributes) -> None:
    """A record of the SDK's, by whichever of its two interfaces it has."""
    from opentelemetry._logs import SeverityNumber

    logger = provider.get_logger("cart")
    given = {"timestamp": time.time_ns(), "observed_timestamp": time.time_ns(), "severity_text": "WARN",
             "severity_number": SeverityNumber.WARN, "body": text, "attributes": attributes}
    logger.emit(**given)


def test_logs_in_both_encodings(server, logs):
    headers = place(logs)
    now = time.time()
    answer = post(server, "logs", export(record("in JSON", now - 1, severityNumber=9, traceId="5b8efff798038103d269b633813fc60c", flags=1)), headers=headers)
    assert (answer.status_code, answer.json(), answer.headers["Content-Type"]) == (200, {}, JSON)
    request = ExportLogsServiceRequest()
    made = request.resource_logs.add().scope_logs.add().log_records.add(time_unix_nano=int(now * 1e9), severity_text="INFO")
    made.body.kvlist_value.values.add(key="deep").value.array_value.values.add(bool_value=True)
    packed = gzip.compress(request.SerializeToString())
    answer = post(server, "logs", packed, PROTOBUF, headers | {"Content-Encoding": "gzip"})
    assert (answer.status_code, answer.content, answer.headers["Content-Type"]) == (200, b"", PROTOBUF)
    first, second = (json.loads(e["message"]) for e in read(logs, headers))
    assert first["body"] == "in JSON" and first["traceId"] == "5b8efff798038103d269b633813fc60c" and first["scope"] == {"name": "cart", "version": "1.2"}
    assert second["body"] == {"deep": [True]} and second["resource"] == {"attributes": {}}
    # Nothing is nothing, and of records without a time it is the moment of their coming.
    assert post(server, "logs", {}, headers=headers).json() == {}
    assert post(server, "logs", b"", PROTOBUF, headers).status_code == 200
    assert post(server, "logs", export({"body": {"stringValue": "timeless"}}), headers=headers).status_code == 200
    (found,) = read(logs, headers, filterPattern="timeless")
    assert abs(found["timestamp"] / 1000 - time.time()) < 60


def test_what_is_out_of_time_is_left_out(server, logs):
    headers = place(logs)
    now = time.time()
    late = post(server, "logs", export(record("ok", now), record("too new", now + 3 * 3600), record("before", now - 1)), headers=headers)
    partial = late.json()["partialSuccess"]
    assert (late.status_code, partial["rejectedLogRecords"]) == (200, "1")
    assert json.loads(partial["errorMessage"]) == {"tooNewLogEventCount": 1}
    old = export(*[record("old", now - 15 * DAY + n) for n in range(3)])
    request = ExportLogsServiceRequest()
    for n in range(3):
        request.resource_logs.add().scope_logs.add().log_records.add(time_unix_nano=int((now - 15 * DAY + n) * 1e9))
    told = ExportLogsServiceResponse()
    told.ParseFromString(post(server, "logs", request.SerializeToString(), PROTOBUF, headers).content)
    assert told.partial_success.rejected_log_records == 3 and json.loads(told.partial_success.error_message) == {"tooOldLogEventCount": 3}
    logs.put_retention_policy(logGroupName=headers["x-aws-log-group"], retentionInDays=1)
    expired = post(server, "logs", export(record("expired", now - 2 * DAY)), headers=headers).json()["partialSuccess"]
    assert json.loads(expired["errorMessage"]) == {"expiredLogEventCount": 1}
    assert [json.loads(e["message"])["body"] for e in read(logs, headers)] == ["before", "ok"]
    assert len(old["resourceLogs"]) == 1


def test_what_logs_are_refused(server, logs):
    headers = place(logs)
    now = time.time()
    big = export(record("x"))
    big["resourceLogs"][0]["resource"]["attributes"][0]["value"]["stringValue"] = "x" * 17_000
    for body, kind, more, status, code, message in (
        (export(record("x")), JSON, {"x-aws-log-group": ""}, 400, "InvalidParameterException", "x-aws-log-group is required"),
        (export(record("x")), JSON, {"x-aws-log-group": "nowhere"}, 400, "ResourceNotFoundException", "log group does not exist"),
        (export(record("x")), JSON, {"x-aws-log-stream": "nowhere"}, 400, "ResourceNotFoundException", "log stream does not exist"),
        (export(record("x")), "text/plain", {}, 415, "UnsupportedMediaTypeException", "Content-Type"),
        (b"{", JSON, {}, 400, "InvalidParameterException", "not an OTLP message"),
        (b"\x0a\xff", PROTOBUF, {}, 400, "InvalidParameterException", "not an OTLP message"),
        (b"not gzip", PROTOBUF, {"Content-Encoding": "gzip"}, 400, "SerializationException", "gzip"),
        (b" " * 1_048_577, JSON, {}, 400, "InvalidParameterException", "at most 1048576"),
        (big, JSON, {}, 400, "InvalidParameterException", "16384 bytes"),
        (export(record("a", now - 90_000), record("b", now)), JSON, {}, 400, "InvalidParameterException", "24 hours"),
        (export(*[{}] * 10_001), JSON, {}, 400, "InvalidParameterException", "10000"),
    ):
        answer = post(server, "logs", body, kind, headers | more)
        assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (status, code), answer.text
        assert message in answer.text
    assert read(logs, headers) == []


def test_who_may_not_send_logs(server, logs):
    headers = place(logs)
    nobody = server.user(unique("nobody"))
    refused = post(server, "logs", export(record("x")), headers=headers, known=nobody)
    assert (refused.status_code, refused.headers["x-amzn-errortype"]) == (403, "AccessDeniedException")
    assert "is not authorized to perform: logs:PutLogEvents" in refused.text
    arn = f"arn:aws:logs:{HOME_REGION}:{server.account}:log-group:{headers['x-aws-log-group']}:log-stream:host-1"
    sender = server.user(unique("sender"), inline=policy(allow("logs:PutLogEvents", arn)))
    assert post(server, "logs", export(record("may")), headers=headers, known=sender).status_code == 200
    other = headers | {"x-aws-log-stream": "host-2"}
    assert post(server, "logs", export(record("x")), headers=other, known=sender).status_code == 403
    unsigned = requests.post(f"{server.endpoint}/v1/logs", data=b"{}", headers={"Content-Type": JSON, "Host": "logs.us-east-1.amazonaws.com"} | headers)
    assert (unsigned.status_code, unsigned.headers["x-amzn-errortype"]) == (403, "MissingAuthenticationTokenException")
    wrong = session(server, "logs", nobody)
    wrong.auth.keys.secret_key = "0" * 40
    answer = wrong.post(f"{server.endpoint}/v1/logs", data=b"{}", headers={"Content-Type": JSON} | headers)
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (403, "InvalidSignatureException")


def statistics(cloudwatch, namespace: str, name: str, dimensions: dict, *statistic: str) -> dict:
    """The statistics of the last hour as one period's, by name."""
    metric = {"Namespace": namespace, "MetricName": name, "Dimensions": [{"Name": k, "Value": v} for k, v in dimensions.items()]}
    end = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(hours=1)
    end -= datetime.timedelta(minutes=end.minute, seconds=end.second, microseconds=end.microsecond)
    found = cloudwatch.get_metric_data(
        MetricDataQueries=[{"Id": f"q{n}", "MetricStat": {"Metric": metric, "Period": 3600, "Stat": stat}} for n, stat in enumerate(statistic)],
        StartTime=end - datetime.timedelta(hours=2), EndTime=end,
    )["MetricDataResults"]
    # An hour may have ended meanwhile.
    join = {"Minimum": min, "Maximum": max}
    return {stat: join.get(stat, sum)(result["Values"]) if result["Values"] else None for stat, result in zip(statistic, found)}


@pytest.mark.parametrize("temporality", [AggregationTemporality.DELTA, AggregationTemporality.CUMULATIVE])
def test_metrics_of_the_sdk(server, cloudwatch, temporality):
    service = unique("shop")
    exporter = OTLPMetricExporter(
        f"{server.endpoint}/v1/metrics", session=session(server, "monitoring"), compression=Compression.Gzip,
        preferred_temporality={Counter: temporality, Histogram: temporality},
    )
    reader = PeriodicExportingMetricReader(exporter, export_interval_millis=3_600_000)
    exponential = View(instrument_name="size", aggregation=ExponentialBucketHistogramAggregation())
    provider = MeterProvider([reader], Resource.create({"service.name": service, "service.namespace": "acme"}), views=[exponential])
    meter = provider.get_meter("cart")
    orders, latency = meter.create_counter("orders", "{order}"), meter.create_histogram("latency", "ms")
    size, open_carts = meter.create_histogram("size", "By"), meter.create_up_down_counter("open")
    for n in range(3):
        orders.add(2, {"country": "de"})
        orders.add(1, {"country": "fr"})
        open_carts.add(5)
        for value in (4, 60, 60, 900):
            latency.record(value)
        size.record(1000 * (n + 1))
        assert reader.force_flush()
    provider.shutdown()
    namespace = f"acme/{service}"
    assert statistics(cloudwatch, namespace, "orders", {"country": "de"}, "Sum") == {"Sum": 6}
    assert statistics(cloudwatch, namespace, "orders", {"country": "fr"}, "Sum") == {"Sum": 3}
    of_latency = statistics(cloudwatch, namespace, "latency", {}, "Sum", "SampleCount", "p50")
    assert (of_latency["Sum"], of_latency["SampleCount"]) == (3 * 1024, 12)
    assert 50 <= of_latency["p50"] <= 75
    of_size = statistics(cloudwatch, namespace, "size", {}, "Sum", "SampleCount", "Maximum")
    assert (of_size["Sum"], of_size["SampleCount"]) == (6000, 3) and 2900 <= of_size["Maximum"] <= 3100
    assert statistics(cloudwatch, namespace, "open", {}, "Maximum") == {"Maximum": 15}
    listed = {m["MetricName"] for m in wait_for(lambda: cloudwatch.list_metrics(Namespace=namespace)["Metrics"])}
    assert listed == {"orders", "latency", "size", "open"}
    statistic = cloudwatch.get_metric_statistics(
        Namespace=namespace, MetricName="latency", StartTime=time.time() - 7200, EndTime=time.time() + 7200, Period=3600, Statistics=["Sum"])
    assert {point["Unit"] for point in statistic["Datapoints"]} == {"Milliseconds"}


def number(name: str, value, kind: str = "gauge", at: float | None = None, start: float | None = None, attributes: dict | None = None, **more) -> dict:
    point = {"timeUnixNano": str(int((at or time.time()) * 1e9)), "asDouble": value}
    if start:
        point["startTimeUnixNano"] = str(int(start * 1e9))
    point["attributes"] = [{"key": k, "value": {"stringValue": v}} for k, v in (attributes or {}).items()]
    return {"name": name, kind: {"dataPoints": [point]} | more}


def metrics(service: str, *given: dict) -> dict:
    resource = {"attributes": [{"key": "service.name", "value": {"stringValue": service}}]}
    return {"resourceMetrics": [{"resource": resource, "scopeMetrics": [{"metrics": list(given)}]}]}


def test_sums_since_a_start(server, cloudwatch):
    service, now = unique("sums"), time.time()
    total = {"aggregationTemporality": 2, "isMonotonic": True}

    def send(value, at, start, name="n"):
        answer = post(server, "metrics", metrics(service, number(name, value, "sum", at, start, **total)))
        assert (answer.status_code, answer.json()) == (200, {}), answer.text

    def summed(name="n"):
        return statistics(cloudwatch, service, name, {}, "Sum")["Sum"]

    send(5, now - 50, now - 60)
    send(12, now - 40, now - 60)
    assert summed() == 12
    send(12, now - 40, now - 60)  # sent again
    send(8, now - 45, now - 60)  # came late
    assert summed() == 12
    send(3, now - 20, now - 30)  # began again
    send(4, now - 10, now - 30)
    assert summed() == 16
    send(1_000, now - 50, now - 2 * 3600, "old")  # began before anybody listened
    assert summed("old") is None
    server.restart()
    send(1_010, now - 40, now - 2 * 3600, "old")
    assert summed("old") == 10


def test_metrics_in_both_encodings(server, cloudwatch):
    service = unique("both")
    assert post(server, "metrics", metrics(service, number("temperature", 21.5, attributes={"room": "cellar"}))).json() == {}
    request = ExportMetricsServiceRequest()
    made = request.resource_metrics.add()
    made.resource.attributes.add(key="service.name").value.string_value = service
    point = made.scope_metrics.add().metrics.add(name="temperature").gauge.data_points.add(as_int=-3, time_unix_nano=time.time_ns())
    point.attributes.add(key="room").value.string_value = "attic"
    answer = post(server, "metrics", request.SerializeToString(), PROTOBUF)
    assert (answer.status_code, answer.content) == (200, b"")
    assert statistics(cloudwatch, service, "temperature", {"room": "cellar"}, "Maximum") == {"Maximum": 21.5}
    assert statistics(cloudwatch, service, "temperature", {"room": "attic"}, "Minimum") == {"Minimum": -3}


def test_what_metrics_are_refused(server, cloudwatch):
    service, now = unique("refused"), time.time()
    many = {"a" + str(n): "b" for n in range(31)}
    some = post(server, "metrics", metrics(service, number("fine", 1), number("wide", 1, attributes=many), number("no", "NaN")))
    partial = some.json()["partialSuccess"]
    assert (some.status_code, partial["rejectedDataPoints"]) == (200, "2") and "no" in partial["errorMessage"]
    assert statistics(cloudwatch, service, "fine", {}, "SampleCount") == {"SampleCount": 1}
    request = ExportMetricsServiceRequest()
    found = request.resource_metrics.add().scope_metrics.add().metrics
    found.add(name="fine").gauge.data_points.add(as_int=1, time_unix_nano=time.time_ns())
    found.add(name="ü").gauge.data_points.add(as_int=1, time_unix_nano=time.time_ns())
    told = ExportMetricsServiceResponse()
    told.ParseFromString(post(server, "metrics", request.SerializeToString(), PROTOBUF).content)
    assert told.partial_success.rejected_data_points == 1 and "MetricName" in told.partial_success.error_message
    for body, kind, status, code, message in (
        (metrics(service, number("wide", 1, attributes=many)), JSON, 400, "InvalidParameterValueException", "Dimensions"),
        (metrics("AWS/Lambda", number("n", 1)), JSON, 400, "InvalidParameterValueException", "Namespace"),
        (metrics(service, number("n", 1, at=now + 700)), JSON, 400, "InvalidParameterValueException", "10 minutes ahead"),
        (metrics(service, number("n", 1, at=now - 15 * DAY)), JSON, 400, "InvalidParameterValueException", "14 days old"),
        (metrics(service, *[number("n", 1)] * 1_001), JSON, 400, "InvalidParameterValueException", "at most 1000 data points"),
        (b"{", JSON, 400, "InvalidParameterValueException", "not an OTLP message"),
        (b"{}", "text/plain", 415, "UnsupportedMediaTypeException", "Content-Type"),
    ):
        answer = post(server, "metrics", body, kind)
        assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (status, code), answer.text
        assert message in answer.text
    nobody = server.user(unique("nobody"))
    refused = post(server, "metrics", metrics(service, number("n", 1)), known=nobody)
    assert refused.status_code == 403 and "is not authorized to perform: cloudwatch:PutMetricData" in refused.text
    condition = {"StringEquals": {"cloudwatch:namespace": service}}
    sender = server.user(unique("sender"), inline=policy(allow("cloudwatch:PutMetricData", Condition=condition)))
    assert post(server, "metrics", metrics(service, number("n", 1)), known=sender).status_code == 200
    assert post(server, "metrics", metrics("another", number("n", 1)), known=sender).status_code == 403


def test_traces_are_not_implemented(server):
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor, SpanExportResult

    answer = post(server, "traces", b"", PROTOBUF)
    assert (answer.status_code, answer.headers["x-amzn-errortype"]) == (501, "NotImplementedException")
    exporter = OTLPSpanExporter(f"{server.endpoint}/v1/traces", session=session(server, "xray"))
    provider = TracerProvider()
    results = []
    export_spans = exporter.export
    exporter.export = lambda spans: results.append(export_spans(spans)) or results[-1]
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    with provider.get_tracer("t").start_as_current_span("s"):
        pass
    provider.shutdown()
    assert results == [SpanExportResult.FAILURE]


logging.getLogger("opentelemetry").setLevel(logging.CRITICAL)

"""Alarms of CloudWatch with boto3 and the AWS CLI: they are evaluated on time, tell EventBridge, act, and survive."""

import json
from datetime import datetime, timedelta, timezone

import pytest

import lambda_support
from harness import allow, error_code, policy, unique, wait_for

REGION = "us-east-1"


def put(server, namespace, value, name="m", at=None, **more):
    datum = {"MetricName": name, "Value": value, "StorageResolution": 1, **({"Timestamp": at} if at else {}), **more}
    server.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=[datum])


def alarm(server, namespace, name="m", credentials=None, **more):
    """An alarm on the sum of ten seconds, above 5; its name."""
    alarm_name = more.pop("AlarmName", None) or unique("alarm")
    settings = {
        "Namespace": namespace, "MetricName": name, "Statistic": "Sum", "Period": 10, "EvaluationPeriods": 1, "Threshold": 5,
        "ComparisonOperator": "GreaterThanThreshold",
    }
    server.client("cloudwatch", credentials).put_metric_alarm(AlarmName=alarm_name, **settings | more)
    return alarm_name


def described(server, name, kind="MetricAlarm"):
    answer = server.client("cloudwatch").describe_alarms(AlarmNames=[name], AlarmTypes=[kind])
    [found] = answer["MetricAlarms"] + answer["CompositeAlarms"]
    return found


def state(server, name, kind="MetricAlarm"):
    return described(server, name, kind)["StateValue"]


def set_state(server, name, value):
    server.client("cloudwatch").set_alarm_state(AlarmName=name, StateValue=value, StateReason="because")


def open_queue(server):
    """A queue that EventBridge may send to: (URL, ARN)."""
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=unique("queue"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = allow("sqs:SendMessage", arn, Principal={"Service": "events.amazonaws.com"})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    return url, arn


def receive(server, url, seconds=40):
    found = []

    def got():
        answer = server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1)
        for message in answer.get("Messages", []):
            server.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
            found.append(json.loads(message["Body"]))
        return bool(found)

    wait_for(got, seconds)
    return found


def route(server, arn, *names):
    """A rule that sends the changes of these alarms to a queue."""
    events, rule = server.client("events"), unique("rule")
    pattern = {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], "detail": {"alarmName": list(names)}}
    events.put_rule(Name=rule, EventPattern=json.dumps(pattern))
    assert events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": arn}])["FailedEntryCount"] == 0


def test_an_alarm_fires_without_anybody_asking(module_server):
    """From a value to a message in a queue: nothing calls CloudWatch in between, and one period and five seconds are enough."""
    namespace, name = unique("Fires"), unique("alarm")
    url, arn = open_queue(module_server)
    route(module_server, arn, name)
    alarm(module_server, namespace, AlarmName=name, AlarmDescription="too many")
    began = datetime.now(timezone.utc)
    put(module_server, namespace, 9)
    [event, *_] = receive(module_server, url, 20)
    took = datetime.now(timezone.utc) - began
    assert took < timedelta(seconds=10 + 5 + 3), took
    detail = event["detail"]
    alarm_arn = f"arn:aws:cloudwatch:{REGION}:{module_server.account}:alarm:{name}"
    assert event["resources"] == [alarm_arn] and event["source"] == "aws.cloudwatch"
    assert (detail["state"]["value"], detail["previousState"]["value"]) == ("ALARM", "INSUFFICIENT_DATA")
    assert detail["state"]["reason"].startswith("Threshold Crossed: 1 out of the last 1 datapoints [9.0 (".replace("datapoints", "datapoint"))
    data = json.loads(detail["state"]["reasonData"])
    assert (data["threshold"], data["period"], data["recentDatapoints"]) == (5, 10, [9])
    assert detail["configuration"]["metrics"][0]["metricStat"] == {
        "metric": {"namespace": namespace, "name": "m", "dimensions": {}}, "period": 10, "stat": "Sum",
    }
    # Without data it has insufficient data again, and says so.
    [event, *_] = receive(module_server, url, 60)
    assert event["detail"]["state"]["value"] == "INSUFFICIENT_DATA"
    history = module_server.client("cloudwatch").describe_alarm_history(AlarmName=name)["AlarmHistoryItems"]
    assert [item["HistoryItemType"] for item in history] == ["StateUpdate", "StateUpdate", "ConfigurationUpdate"]
    assert history[1]["HistorySummary"] == "Alarm updated from INSUFFICIENT_DATA to ALARM"
    assert json.loads(history[1]["HistoryData"])["newState"]["stateValue"] == "ALARM"


def test_math_and_missing_data(module_server):
    namespace = unique("Math")
    metric = {"Metric": {"Namespace": namespace, "MetricName": "m"}, "Period": 10, "Stat": "Sum"}
    cloudwatch = module_server.client("cloudwatch")
    names = {how: unique("alarm") for how in ("breaching", "notBreaching")}
    for how, name in names.items():
        alarm(module_server, namespace, AlarmName=name, TreatMissingData=how)
    math = unique("alarm")
    cloudwatch.put_metric_alarm(
        AlarmName=math, EvaluationPeriods=1, Threshold=10, ComparisonOperator="GreaterThanOrEqualToThreshold", Metrics=[
            {"Id": "m", "MetricStat": metric, "ReturnData": False}, {"Id": "e", "Expression": "m * 2", "Label": "twice"},
        ],
    )
    wait_for(lambda: state(module_server, names["breaching"]) == "ALARM" and state(module_server, names["notBreaching"]) == "OK", 25)
    assert "no datapoints were received" in described(module_server, names["breaching"])["StateReason"]
    put(module_server, namespace, 5)
    wait_for(lambda: state(module_server, math) == "ALARM", 25)
    assert described(module_server, math)["Metrics"][1]["Expression"] == "m * 2"


def test_states_that_are_set(module_server):
    namespace, name = unique("Set"), unique("alarm")
    alarm(module_server, namespace, AlarmName=name, Period=60)
    before = described(module_server, name)
    assert (before["StateValue"], before["StateReason"]) == ("INSUFFICIENT_DATA", "Unchecked: Initial alarm creation")
    set_state(module_server, name, "ALARM")
    assert (state(module_server, name), described(module_server, name)["StateReason"]) == ("ALARM", "because")
    cloudwatch = module_server.client("cloudwatch")
    cloudwatch.disable_alarm_actions(AlarmNames=[name])
    assert not described(module_server, name)["ActionsEnabled"]
    cloudwatch.enable_alarm_actions(AlarmNames=[name])
    assert described(module_server, name)["ActionsEnabled"]
    with error_code("ResourceNotFound"):
        set_state(module_server, "nothing", "OK")
    with error_code("InvalidFormat"):
        cloudwatch.set_alarm_state(AlarmName=name, StateValue="OK", StateReason="r", StateReasonData="[")
    cloudwatch.delete_alarms(AlarmNames=[name])
    assert cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"] == []
    with error_code("ResourceNotFound"):
        cloudwatch.delete_alarms(AlarmNames=[name])


def test_composite_alarms(module_server):
    namespace = unique("Composite")
    a, b = (alarm(module_server, namespace, Period=60) for _ in range(2))
    cloudwatch, name = module_server.client("cloudwatch"), unique("composite")
    url, arn = open_queue(module_server)
    route(module_server, arn, name)
    cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=f'ALARM("{a}") AND NOT ALARM({b})')
    wait_for(lambda: state(module_server, name, "CompositeAlarm") == "OK", 10)
    set_state(module_server, a, "ALARM")
    changes = []
    wait_for(lambda: changes.extend(receive(module_server, url)) or changes[-1]["detail"]["state"]["value"] == "ALARM", 20)
    assert changes[-1]["detail"]["configuration"]["alarmRule"] == f'ALARM("{a}") AND NOT ALARM({b})'
    children = cloudwatch.describe_alarms(ChildrenOfAlarmName=name)
    assert {x["AlarmName"] for x in children["MetricAlarms"]} == {a, b}
    parents = cloudwatch.describe_alarms(ParentsOfAlarmName=a)
    assert [x["AlarmName"] for x in parents["CompositeAlarms"]] == [name]
    with error_code("ValidationError", 400, "do not exist"):
        cloudwatch.put_composite_alarm(AlarmName=unique("c"), AlarmRule="ALARM(nothing)")
    with error_code("ValidationError", 400, "position 6"):
        cloudwatch.put_composite_alarm(AlarmName=unique("c"), AlarmRule="ALARM(")
    with error_code("ValidationError", 400, "refers to this alarm"):
        cloudwatch.put_composite_alarm(AlarmName=name, AlarmRule=f"ALARM({name})")


@pytest.mark.parametrize("change, message", [
    ({"Statistic": None}, "Statistic"),
    ({"ExtendedStatistic": "p99"}, "Statistic"),
    ({"Statistic": None, "ExtendedStatistic": "p101"}, "ExtendedStatistic"),
    ({"Period": 25}, "Period"),
    ({"EvaluationPeriods": 20_000}, "86400"),
    ({"DatapointsToAlarm": 2}, "DatapointsToAlarm"),
    ({"TreatMissingData": "never"}, "TreatMissingData"),
    ({"Threshold": None}, "Threshold"),
    ({"ComparisonOperator": "GreaterThanUpperThreshold"}, "ComparisonOperator"),
    ({"AlarmActions": ["nothing"]}, "Invalid arn syntax: nothing"),
    ({"MetricName": None}, "MetricName"),
])
def test_alarms_refused(module_server, change, message):
    settings = {
        "AlarmName": unique("refused"), "Namespace": "N", "MetricName": "m", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1,
        "Threshold": 5, "ComparisonOperator": "GreaterThanThreshold",
    }
    settings = {name: value for name, value in (settings | change).items() if value is not None}
    with error_code("ValidationError", 400, message):
        module_server.client("cloudwatch").put_metric_alarm(**settings)


def test_pages_filters_and_tags(module_server):
    namespace, prefix = unique("Pages"), unique("page")
    names = [alarm(module_server, namespace, AlarmName=f"{prefix}-{n}", Period=60, Tags=[{"Key": "n", "Value": str(n)}]) for n in range(5)]
    cloudwatch = module_server.client("cloudwatch")
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix=prefix, PaginationConfig={"PageSize": 2}))
    assert [[a["AlarmName"] for a in page["MetricAlarms"]] for page in pages] == [names[:2], names[2:4], names[4:]]
    set_state(module_server, names[1], "OK")
    found = cloudwatch.describe_alarms(AlarmNamePrefix=prefix, StateValue="OK")["MetricAlarms"]
    assert [a["AlarmName"] for a in found] == [names[1]]
    of_metric = cloudwatch.describe_alarms_for_metric(Namespace=namespace, MetricName="m")["MetricAlarms"]
    assert {a["AlarmName"] for a in of_metric} == set(names)
    arn = found[0]["AlarmArn"]
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "n", "Value": "1"}]
    cloudwatch.tag_resource(ResourceARN=arn, Tags=[{"Key": "m", "Value": "2"}])
    cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["n"])
    assert cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "m", "Value": "2"}]
    with error_code("ResourceNotFoundException"):
        cloudwatch.list_tags_for_resource(ResourceARN=arn + "x")
    only = module_server.user(unique("reader"), inline=policy(
        allow("cloudwatch:SetAlarmState", "*", Condition={"StringEquals": {"aws:ResourceTag/m": "2"}})
    ))
    module_server.client("cloudwatch", only).set_alarm_state(AlarmName=names[1], StateValue="ALARM", StateReason="mine")
    with error_code("AccessDenied"):
        module_server.client("cloudwatch", only).set_alarm_state(AlarmName=names[2], StateValue="ALARM", StateReason="not mine")


def test_actions_that_cannot_be_done_are_in_the_history(module_server):
    name = alarm(
        module_server, unique("Actions"), Period=60,
        AlarmActions=[f"arn:aws:lambda:{REGION}:{module_server.account}:function:nothing", "arn:aws:swf:us-east-1:123456789012:action/a"],
    )
    set_state(module_server, name, "ALARM")

    def failed():
        items = module_server.client("cloudwatch").describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]
        return len(items) == 2 and all(item["HistorySummary"].startswith("Failed to execute action arn:") for item in items)

    wait_for(failed, 15)


def test_the_cli(module_server):
    name = unique("cli")
    module_server.cli([
        "cloudwatch", "put-metric-alarm", "--alarm-name", name, "--namespace", "Cli", "--metric-name", "m", "--statistic", "Average",
        "--period", "60", "--evaluation-periods", "3", "--datapoints-to-alarm", "2", "--threshold", "1",
        "--comparison-operator", "LessThanThreshold",
    ])
    module_server.cli(["cloudwatch", "set-alarm-state", "--alarm-name", name, "--state-value", "OK", "--state-reason", "by hand"])
    assert state(module_server, name) == "OK" and described(module_server, name)["DatapointsToAlarm"] == 2


def test_alarms_survive(fresh):
    server = fresh()
    server.start() if not server.alive() else None
    url, arn = open_queue(server)
    name = alarm(server, "Kept")
    route(server, arn, name)
    put(server, "Kept", 9)
    server.kill()
    server.restart()
    states = [event["detail"]["state"]["value"] for event in receive(server, url, 40)]
    assert "ALARM" in states
    kinds = [item["HistoryItemType"] for item in server.client("cloudwatch").describe_alarm_history(AlarmName=name)["AlarmHistoryItems"]]
    assert kinds.count("StateUpdate") >= 1 and kinds[-1] == "ConfigurationUpdate"


def test_dashboards(module_server):
    cloudwatch, name = module_server.client("cloudwatch"), unique("dashboard")
    body = json.dumps({"widgets": [{"type": "text", "x": 0, "y": 0, "width": 6, "height": 3, "properties": {"markdown": "# Hello"}}]})
    assert cloudwatch.put_dashboard(DashboardName=name, DashboardBody=body)["DashboardValidationMessages"] == []
    assert cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"] == body
    [entry] = cloudwatch.list_dashboards(DashboardNamePrefix=name)["DashboardEntries"]
    assert (entry["Size"], entry["DashboardArn"]) == (len(body), f"arn:aws:cloudwatch::{module_server.account}:dashboard/{name}")
    with error_code("InvalidParameterInput", 400, "/widgets/0/type"):
        cloudwatch.put_dashboard(DashboardName=name, DashboardBody='{"widgets": [{"type": "pie", "properties": {}}]}')
    cloudwatch.delete_dashboards(DashboardNames=[name])
    with error_code("ResourceNotFound"):
        cloudwatch.get_dashboard(DashboardName=name)


def test_bands_of_anomalies(module_server):
    cloudwatch, namespace = module_server.client("cloudwatch"), unique("Band")
    now = datetime.now(timezone.utc).replace(second=0, microsecond=0)
    for start in range(0, 400, 100):
        cloudwatch.put_metric_data(Namespace=namespace, MetricData=[
            {"MetricName": "m", "Value": 10 + n % 3, "Timestamp": now - timedelta(minutes=n + 5)} for n in range(start, start + 100)
        ])
    detector = cloudwatch.put_anomaly_detector(SingleMetricAnomalyDetector={"Namespace": namespace, "MetricName": "m", "Stat": "Average"})
    [found] = cloudwatch.describe_anomaly_detectors(Namespace=namespace)["AnomalyDetectors"]
    assert found["SingleMetricAnomalyDetector"]["MetricName"] == "m"
    metric = {"Metric": {"Namespace": namespace, "MetricName": "m"}, "Period": 60, "Stat": "Average"}
    queries = [{"Id": "m", "MetricStat": metric}, {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(m, 2)"}]
    answer = cloudwatch.get_metric_data(MetricDataQueries=queries[:2], StartTime=now - timedelta(minutes=3), EndTime=now)
    upper, lower = (r["Values"] for r in answer["MetricDataResults"] if r["Id"] == "band")
    assert len(upper) == 3 and all(12 < u < 14 for u in upper) and all(8 < low < 10 for low in lower)
    name = unique("alarm")
    cloudwatch.put_metric_alarm(
        AlarmName=name, EvaluationPeriods=1, ThresholdMetricId="band", ComparisonOperator="GreaterThanUpperThreshold", Metrics=queries
    )
    assert described(module_server, name)["ThresholdMetricId"] == "band"
    cloudwatch.delete_anomaly_detector(SingleMetricAnomalyDetector={"Namespace": namespace, "MetricName": "m", "Stat": "Average"})
    assert cloudwatch.describe_anomaly_detectors(Namespace=namespace)["AnomalyDetectors"] == []
    assert detector["AnomalyDetectorId"]


def test_calls_are_counted(fresh):
    server = fresh()
    server.start() if not server.alive() else None
    for _ in range(7):
        server.client("iam").list_users()
    dimensions = [{"Name": n, "Value": v} for n, v in (("Type", "API"), ("Resource", "ListUsers"), ("Service", "IAM"), ("Class", "None"))]

    def counted():
        points = server.client("cloudwatch").get_metric_statistics(
            Namespace="AWS/Usage", MetricName="CallCount", Dimensions=dimensions, Period=3600, Statistics=["Sum"],
            StartTime=datetime.now(timezone.utc) - timedelta(hours=1), EndTime=datetime.now(timezone.utc) + timedelta(minutes=1),
        )["Datapoints"]
        return sum(point["Sum"] for point in points)

    wait_for(lambda: counted() == 7, 20)
    server.kill()
    server.restart()
    assert counted() == 7


def test_mute_rules(fresh):
    """Actions are kept back while a rule mutes, and are done at its end: the clock of a sandbox is moved."""
    server = fresh(sandbox=True)
    server.start() if not server.alive() else None
    cloudwatch, name, rule = server.client("cloudwatch"), unique("muted"), unique("rule")
    target = f"arn:aws:lambda:{REGION}:{server.account}:function:nothing"
    alarm(server, "Muted", AlarmName=name, Period=60, AlarmActions=[target], TreatMissingData="ignore")
    cloudwatch.put_alarm_mute_rule(
        Name=rule, Rule={"Schedule": {"Expression": "cron(* * * * *)", "Duration": "PT30M"}}, MuteTargets={"AlarmNames": [name]},
        ExpireDate=datetime.now(timezone.utc) + timedelta(minutes=10),
    )
    found = cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName=rule)
    assert (found["Status"], found["MuteType"], found["MuteTargets"]["AlarmNames"]) == ("ACTIVE", "RECURRING", [name])
    [listed] = cloudwatch.list_alarm_mute_rules(AlarmName=name)["AlarmMuteRuleSummaries"]
    assert listed["AlarmMuteRuleArn"] == found["AlarmMuteRuleArn"]
    set_state(server, name, "ALARM")

    def actions():
        return cloudwatch.describe_alarm_history(AlarmName=name, HistoryItemType="Action")["AlarmHistoryItems"]

    # What another alarm does at once shows that there was time for it.
    other = alarm(server, "Muted", Period=60, AlarmActions=[target], TreatMissingData="ignore")
    set_state(server, other, "ALARM")
    wait_for(lambda: cloudwatch.describe_alarm_history(AlarmName=other, HistoryItemType="Action")["AlarmHistoryItems"], 15)
    assert actions() == []
    server.advance(11 * 60)
    wait_for(actions, 15)
    assert cloudwatch.list_alarm_mute_rules(Statuses=["EXPIRED"])["AlarmMuteRuleSummaries"]
    with error_code("InvalidParameterValue"):
        cloudwatch.put_alarm_mute_rule(Name=rule, Rule={"Schedule": {"Expression": "rate(5 minutes)", "Duration": "PT30M"}})
    cloudwatch.delete_alarm_mute_rule(AlarmMuteRuleName=rule)
    with error_code("ResourceNotFoundException"):
        cloudwatch.get_alarm_mute_rule(AlarmMuteRuleName=rule)


def test_plots_are_pictures(module_server):
    import struct
    import zlib

    namespace = unique("Plot")
    now = datetime.now(timezone.utc)
    module_server.client("cloudwatch").put_metric_data(Namespace=namespace, MetricData=[
        {"MetricName": "m", "Value": n * n, "Timestamp": now - timedelta(minutes=n)} for n in range(30)
    ])
    widget = {
        "metrics": [[namespace, "m", {"stat": "Sum", "period": 60, "label": "squares"}], [{"expression": "m_0 * 2", "label": "twice", "period": 60}]],
        "width": 300, "height": 200, "start": "-PT1H", "title": "Orders",
    }
    image = module_server.client("cloudwatch").get_metric_widget_image(MetricWidget=json.dumps(widget))["MetricWidgetImage"]
    assert image.startswith(b"\x89PNG\r\n\x1a\n") and struct.unpack(">II", image[16:24]) == (300, 200)
    at, rows = 8, b""
    while at < len(image):
        length, kind = struct.unpack(">I4s", image[at:at + 8])
        body = image[at + 8:at + 8 + length]
        assert struct.unpack(">I", image[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        rows += body if kind == b"IDAT" else b""
        at += 12 + length
    pixels = zlib.decompress(rows)
    assert len(pixels) == 200 * (1 + 300 * 3)
    colours = {pixels[row * 901 + 1 + x * 3:row * 901 + 4 + x * 3] for row in range(200) for x in range(300)}
    assert bytes([31, 119, 180]) in colours and bytes([255, 127, 14]) in colours, "both lines are there"
    with error_code("ValidationError", 400, "MetricWidget"):
        module_server.client("cloudwatch").get_metric_widget_image(MetricWidget="{")

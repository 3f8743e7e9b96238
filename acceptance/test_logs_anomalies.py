"""Log anomaly detectors: what they learn, and what they tell."""

import re
import time

import pytest

from harness import allow, error_code, policy, unique, wait_for
from test_logs import described, make

MINUTE = 60_000


def usual(at: int, count: int = 6) -> list[dict]:
    return [{"timestamp": at + i * 100, "message": f"INFO request {i} of user u{i}x served in {i * 3} ms"} for i in range(count)]


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


def detector_of(logs, group: str, **more) -> str:
    arn = described(logs, group)["logGroupArn"]
    return logs.create_log_anomaly_detector(logGroupArnList=[arn], **{"evaluationFrequency": "ONE_MIN"} | more)["anomalyDetectorArn"]


def test_detectors_are_made_shown_changed_and_removed(server):
    logs = server.client("logs")
    group = make(logs)
    arn = detector_of(logs, group, detectorName="mine", filterPattern="ERROR", evaluationFrequency="TEN_MIN", anomalyVisibilityTime=30, tags={"team": "a"})
    shown = logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
    assert (shown["detectorName"], shown["evaluationFrequency"], shown["filterPattern"], shown["anomalyVisibilityTime"]) == ("mine", "TEN_MIN", "ERROR", 30)
    assert shown["logGroupArnList"] == [described(logs, group)["logGroupArn"]]
    listed = logs.list_log_anomaly_detectors(filterLogGroupArn=described(logs, group)["logGroupArn"])["anomalyDetectors"]
    assert [d["anomalyDetectorArn"] for d in listed] == [arn]
    logs.update_log_anomaly_detector(anomalyDetectorArn=arn, enabled=False, evaluationFrequency="ONE_HOUR")
    shown = logs.get_log_anomaly_detector(anomalyDetectorArn=arn)
    assert (shown["anomalyDetectorStatus"], shown["evaluationFrequency"]) == ("PAUSED", "ONE_HOUR")
    assert logs.list_anomalies(anomalyDetectorArn=arn)["anomalies"] == []
    with error_code("ResourceNotFoundException", 400):
        logs.update_anomaly(anomalyDetectorArn=arn, anomalyId="0" * 36, suppressionType="INFINITE")
    few = server.client("logs", server.user(unique("few"), inline=policy(allow("logs:CreateLogAnomalyDetector", arn.rsplit(":", 1)[0] + ":*"))))
    with error_code("AccessDeniedException", 400):
        few.create_log_anomaly_detector(logGroupArnList=[described(logs, group)["logGroupArn"]])
    logs.delete_log_anomaly_detector(anomalyDetectorArn=arn)
    for call in (logs.get_log_anomaly_detector, logs.delete_log_anomaly_detector, logs.list_anomalies):
        with error_code("ResourceNotFoundException", 400):
            call(anomalyDetectorArn=arn)
    for wrong in ({"filterPattern": "{"}, {"kmsKeyId": "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-0000-0000-000000000000"}):
        with error_code("InvalidParameterException", 400):
            detector_of(logs, group, **wrong)
    with error_code("ResourceNotFoundException", 400):
        logs.create_log_anomaly_detector(logGroupArnList=[described(logs, group)["logGroupArn"] + "x"])


def test_what_is_new_and_what_is_unusual_is_told(sandbox):
    logs = sandbox.client("logs")
    group = make(logs, "s")
    begin = int(time.time() * 1000) // MINUTE * MINUTE
    put = lambda events: logs.put_log_events(logGroupName=group, logStreamName="s", logEvents=events)  # noqa: E731
    for minute in range(40, 1, -1):
        put(usual(begin - minute * MINUTE))
    arn = detector_of(logs, group, detectorName="watch")
    status = lambda: logs.get_log_anomaly_detector(anomalyDetectorArn=arn)["anomalyDetectorStatus"]  # noqa: E731
    wait_for(lambda: status() == "ANALYZING", 30)
    anomalies = lambda **more: logs.list_anomalies(anomalyDetectorArn=arn, **more)["anomalies"]  # noqa: E731
    assert anomalies() == []
    at = int(time.time() * 1000) // MINUTE * MINUTE + 1000
    put([*usual(at), *({"timestamp": at + 10_000 + i, "message": f"ERROR disk d-{i} is full: 10.0.0.{i} lost"} for i in range(3))])
    sandbox.advance(150)
    (new,) = wait_for(anomalies, 30)
    assert (new["priority"], new["active"], new["state"], new["suppressed"]) == ("HIGH", True, "Active", False)
    assert new["patternString"].startswith("ERROR disk <") and "first time" in new["description"]
    assert new["logSamples"][0]["message"] == "ERROR disk d-0 is full: 10.0.0.0 lost" and sum(new["histogram"].values()) == 3
    assert new["logGroupArnList"] == [described(logs, group)["logGroupArn"]] and new["patternTokens"][0]["isDynamic"]
    assert re.fullmatch(new["patternRegex"], new["logSamples"][1]["message"])
    # Far more of what is usual.
    clock = int(time.time() * 1000) + 150_000
    at = clock // MINUTE * MINUTE + 1000
    put(usual(at, 400))
    sandbox.advance(150)
    more = wait_for(lambda: [a for a in anomalies() if "400 times" in a["description"]], 30)
    assert more[0]["patternString"].startswith("INFO request") and more[0]["priority"] == "MEDIUM"
    counted = lambda: sandbox.client("cloudwatch").list_metrics(Namespace="AWS/Logs", MetricName="AnomalyCount")["Metrics"]  # noqa: E731
    assert {d["Value"] for m in wait_for(counted) for d in m["Dimensions"]} >= {"watch", "HIGH"}
    # Suppressed and unsuppressed, one and by pattern; what is usual is told no more.
    logs.update_anomaly(anomalyDetectorArn=arn, anomalyId=new["anomalyId"], suppressionType="LIMITED", suppressionPeriod={"value": 5, "suppressionUnit": "MINUTES"})
    (hidden,) = anomalies(suppressionState="SUPPRESSED")
    assert hidden["anomalyId"] == new["anomalyId"] and hidden["suppressedUntil"] > hidden["suppressedDate"] and hidden["state"] == "Suppressed"
    sandbox.advance(360)
    assert anomalies(suppressionState="SUPPRESSED") == []
    logs.update_anomaly(anomalyDetectorArn=arn, patternId=new["patternId"], suppressionType="INFINITE")
    (hidden,) = anomalies(suppressionState="SUPPRESSED")
    assert hidden["isPatternLevelSuppression"] is True and "suppressedUntil" not in hidden
    logs.update_anomaly(anomalyDetectorArn=arn, patternId=new["patternId"])
    assert anomalies(suppressionState="SUPPRESSED") == []
    logs.update_anomaly(anomalyDetectorArn=arn, anomalyId=new["anomalyId"], baseline=True)
    assert [a["state"] for a in anomalies() if a["anomalyId"] == new["anomalyId"]] == ["Baseline"]
    with error_code("InvalidParameterException", 400):
        logs.update_anomaly(anomalyDetectorArn=arn, anomalyId=new["anomalyId"], suppressionType="LIMITED")
    with error_code("InvalidParameterException", 400):
        logs.update_anomaly(anomalyDetectorArn=arn)

"""From a line of a log to somebody's mailbox: metric filter, alarm, topic, event rule and queues, through a kill."""

import json
import re
import time
import urllib.request

from harness import unique, wait_for
from test_s3_notifications import make_queue
from test_sns import mailbox  # noqa: F401 (a fixture)

PERIOD = 60


def bodies(server, url):
    answer = server.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=0)
    return [json.loads(message["Body"]) for message in answer.get("Messages", [])]


def test_a_line_becomes_an_alarm_a_mail_and_a_message(fresh, mailbox):
    server = fresh(arguments=["--smtp-url", f"smtp://127.0.0.1:{mailbox.port}", "--smtp-from", "Cloudkeep <no-reply@example.com>"])
    logs, sns, alarms, events = (server.client(name) for name in ("logs", "sns", "cloudwatch", "events"))
    topic = sns.create_topic(Name=unique("alarms"))["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="on-call@example.com")
    told_url, told = make_queue(server, "sns.amazonaws.com")
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=told)
    wait_for(lambda: mailbox.to("on-call@example.com"))
    text = mailbox.to("on-call@example.com")[0].get_payload(decode=True).decode()
    urllib.request.urlopen(re.search(r"http\S+ConfirmSubscription\S+", text)[0], timeout=10)

    routed_url, routed = make_queue(server, "events.amazonaws.com")
    events.put_rule(Name="alarms", EventPattern=json.dumps(
        {"source": ["aws.cloudwatch"], "detail-type": ["CloudWatch Alarm State Change"], "detail": {"state": {"value": ["ALARM"]}}}))
    events.put_targets(Rule="alarms", Targets=[{"Id": "queue", "Arn": routed}])

    logs.create_log_group(logGroupName="app")
    logs.create_log_stream(logGroupName="app", logStreamName="one")
    logs.put_metric_filter(logGroupName="app", filterName="errors", filterPattern='{ $.level = "ERROR" }', metricTransformations=[
        {"metricName": "Errors", "metricNamespace": "App", "metricValue": "1", "defaultValue": 0}])
    alarms.put_metric_alarm(
        AlarmName="errors", Namespace="App", MetricName="Errors", Statistic="Sum", Period=PERIOD, EvaluationPeriods=1, Threshold=0,
        ComparisonOperator="GreaterThanThreshold", TreatMissingData="notBreaching", AlarmActions=[topic])

    began = time.time()
    lines = [{"timestamp": int(began * 1000), "message": json.dumps({"level": level})} for level in ("INFO", "ERROR", "ERROR")]
    logs.put_log_events(logGroupName="app", logStreamName="one", logEvents=lines)
    server.kill()
    server.restart()
    # The period of the line ends within one period; five seconds more, and what the restart took.
    wait_for(lambda: len(mailbox.to("on-call@example.com")) == 2, PERIOD + 15, 0.2)
    mail = mailbox.to("on-call@example.com")[1]
    assert mail["Subject"].startswith('ALARM: "errors"')
    wait_for(lambda: bodies(server, told_url) and bodies(server, routed_url))
    (notice,), (event,) = bodies(server, told_url), bodies(server, routed_url)
    message = json.loads(notice["Message"])
    assert (message["AlarmName"], message["NewStateValue"], message["Trigger"]["MetricName"]) == ("errors", "ALARM", "Errors")
    assert (event["detail"]["alarmName"], event["detail"]["state"]["value"]) == ("errors", "ALARM")
    metric = alarms.get_metric_statistics(
        Namespace="App", MetricName="Errors", StartTime=began - 120, EndTime=began + 120, Period=PERIOD, Statistics=["Sum"])
    assert sum(point["Sum"] for point in metric["Datapoints"]) == 2
    history = server.cli(["cloudwatch", "describe-alarm-history", "--alarm-name", "errors", "--history-item-type", "Action"])
    assert "Successfully executed action" in history["AlarmHistoryItems"][0]["HistorySummary"]

"""CloudTrail Insights: with boto3 and the AWS CLI, from unusual calls to the events that trails, event data stores and rules get."""

import concurrent.futures
import gzip
import json
import random
import time
import urllib.request
from datetime import datetime, timedelta, timezone

import pytest
from botocore.exceptions import ClientError

from harness import HOME_REGION, CliError, Cloudkeep, Credentials, allow, create_account, error_code, policy, unique, wait_for
from test_cloudtrail import bucket_policy
from test_cloudtrail_lake import ask_until, store_id

HOUR = 3600
CALL, ERROR = "ApiCallRateInsight", "ApiErrorRateInsight"
BOTH = [{"InsightType": CALL}, {"InsightType": ERROR}]
INSIGHT_EVENTS = [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Insight"]}]}]


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A sandbox, whose clock can be moved: days of normal activity pass in a moment. Each test has an account of its own."""
    server = Cloudkeep(tmp_path_factory.mktemp("insights"), sandbox=True, environment={
        "CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS": "1", "CLOUDKEEP_CLOUDTRAIL_INGEST_SECONDS": "1",
        "CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND": "1000"})
    yield server
    server.stop()
    assert "panicked" not in server.log()


def advance(box: Cloudkeep, seconds: int) -> None:
    body = json.dumps({"advance_seconds": seconds}).encode()
    request = urllib.request.Request(f"{box.endpoint}/_cloudkeep/clock", method="POST", data=body)
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200


class Place:
    """An account with its clients and, when it asks for one, a trail with Insights."""

    def __init__(self, box: Cloudkeep, account: str | None = None):
        self.box = box
        self.account = account or f"{random.randrange(10**11, 10**12)}"
        self.credentials = Credentials(self.account, "sandbox")
        self.cloudtrail, self.iam, self.s3 = (self.client(name) for name in ("cloudtrail", "iam", "s3"))

    def client(self, service: str):
        return self.box.client(service, self.credentials)

    def cli(self, *arguments, **more):
        return self.box.cli(list(arguments), self.credentials, **more)

    def bucket(self, *folders: str) -> str:
        name = unique("insights")
        self.s3.create_bucket(Bucket=name)
        self.s3.put_bucket_policy(Bucket=name, Policy=bucket_policy(name, folders or [f"AWSLogs/{self.account}"]))
        return name

    def trail(self, selectors=None, **more) -> str:
        """A trail that logs, with Insights if selectors are given: its ARN."""
        self.files = self.bucket()
        arn = self.cloudtrail.create_trail(Name=unique("main"), S3BucketName=self.files, IsMultiRegionTrail=True, **more)["TrailARN"]
        self.cloudtrail.start_logging(Name=arn)
        if selectors is not None:
            self.cloudtrail.put_insight_selectors(TrailName=arn, InsightSelectors=selectors)
        return arn

    def create_users(self, count: int) -> None:
        """Unusual calls, if they are many."""
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: self.iam.create_user(UserName=unique("burst")), range(count)))

    def get_nobody(self, count: int) -> None:
        """Unusual errors of a call that reads, if they are many."""
        def one(_):
            with pytest.raises(ClientError):
                self.iam.get_user(UserName="nobody")
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            list(pool.map(one, range(count)))

    def insights(self, count: int = 0, **more) -> list[dict]:
        """Waits until LookupEvents finds so many Insights events: the records, oldest first."""
        def there():
            found = self.cloudtrail.lookup_events(EventCategory="insight", **more)["Events"]
            return [json.loads(e["CloudTrailEvent"]) for e in reversed(found)] if len(found) >= count else None
        return wait_for(there, 20, 0.3) if count else there()

    def logged(self, count: int) -> dict[str, list[dict]]:
        """Waits until so many Insights events are in the trail's files: the records by key."""
        def there():
            pages = self.s3.get_paginator("list_objects_v2").paginate(Bucket=self.files)
            keys = [o["Key"] for page in pages for o in page.get("Contents", []) if "/CloudTrail-Insight/" in o["Key"]]
            read = lambda key: gzip.decompress(self.s3.get_object(Bucket=self.files, Key=key)["Body"].read())  # noqa: E731
            found = {key: json.loads(read(key))["Records"] for key in keys}
            return found if sum(map(len, found.values())) >= count else None
        return wait_for(there, 20, 0.3)


@pytest.fixture
def place(box):
    return Place(box)


def start_of_a_minute(box: Cloudkeep) -> None:
    """What follows happens within one minute of the server's clock."""
    now = json.loads(urllib.request.urlopen(urllib.request.Request(
        f"{box.endpoint}/_cloudkeep/clock", method="POST", data=b'{"advance_seconds": 0}'), timeout=10).read())
    at = datetime.fromisoformat(now["now"].replace("Z", "+00:00"))
    advance(box, 61 - at.second)


# -- selectors


def test_selectors_of_a_trail(box, place):
    ct, arn = place.cloudtrail, place.trail()
    name = arn.rsplit("/", 1)[1]
    assert ct.get_trail(Name=arn)["Trail"]["HasInsightSelectors"] is False
    with error_code("InsightNotEnabledException", 400):
        ct.get_insight_selectors(TrailName=arn)
    management = [{"InsightType": CALL, "EventCategories": ["Management"]}, {"InsightType": ERROR, "EventCategories": ["Management"]}]
    put = ct.put_insight_selectors(TrailName=name, InsightSelectors=list(reversed(BOTH)))
    assert put["TrailARN"] == arn and put["InsightSelectors"] == management
    told = ct.get_insight_selectors(TrailName=arn)
    assert told["InsightSelectors"] == management and told["TrailARN"] == arn
    assert ct.get_trail(Name=arn)["Trail"]["HasInsightSelectors"] is True
    assert [t["HasInsightSelectors"] for t in ct.describe_trails()["trailList"]] == [True]
    # Categories that are given take the place of those that were.
    with error_code("InvalidInsightSelectorsException", 400):
        ct.put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": CALL, "EventCategories": ["Data"]}])
    ct.put_event_selectors(TrailName=arn, AdvancedEventSelectors=[{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]}]}])
    data = [{"InsightType": ERROR, "EventCategories": ["Data"]}]
    assert ct.put_insight_selectors(TrailName=arn, InsightSelectors=data)["InsightSelectors"] == data
    # Management events are not logged any more.
    for kind in (CALL, ERROR):
        with error_code("InvalidInsightSelectorsException", 400):
            ct.put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": kind}])
    ct.put_event_selectors(TrailName=arn, EventSelectors=[{"ReadWriteType": "ReadOnly"}])
    with error_code("InvalidInsightSelectorsException", 400):
        ct.put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": CALL}])
    ct.put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": ERROR}])
    for bad in ([{}], [{"InsightType": ERROR}, {"InsightType": ERROR}], [{"InsightType": ERROR, "EventCategories": ["Management"] * 2}]):
        with error_code("InvalidInsightSelectorsException", 400):
            ct.put_insight_selectors(TrailName=arn, InsightSelectors=bad)
    # An empty list turns them off.
    assert ct.put_insight_selectors(TrailName=arn, InsightSelectors=[])["InsightSelectors"] == []
    told = place.cli("cloudtrail", "get-insight-selectors", "--trail-name", name, check=False)
    assert isinstance(told, CliError) and "InsightNotEnabledException" in told.stderr


def test_selectors_name_a_trail_or_an_event_data_store(box, place):
    ct, arn = place.cloudtrail, place.trail()
    make = lambda **more: ct.create_event_data_store(Name=unique("store"), TerminationProtectionEnabled=False, **more)["EventDataStoreArn"]  # noqa: E731
    source, target = make(), make(AdvancedEventSelectors=INSIGHT_EVENTS)
    for bad in ({"TrailName": arn, "EventDataStore": source}, {"TrailName": arn, "InsightsDestination": target}):
        with error_code("InvalidParameterCombinationException", 400):
            ct.put_insight_selectors(InsightSelectors=BOTH, **bad)
    for bad in ({}, {"EventDataStore": source}):
        with error_code("InvalidParameterException", 400):
            ct.put_insight_selectors(InsightSelectors=BOTH, **bad)
    for bad in ({"EventDataStore": source, "InsightsDestination": source}, {"EventDataStore": target, "InsightsDestination": target}):
        with error_code("InvalidInsightSelectorsException", 400):
            ct.put_insight_selectors(InsightSelectors=BOTH, **bad)
    with error_code("InvalidInsightSelectorsException", 400):
        ct.put_insight_selectors(EventDataStore=source, InsightsDestination=target,
                                 InsightSelectors=[{"InsightType": CALL, "EventCategories": ["Data"]}])
    with error_code("TrailNotFoundException", 400):
        ct.put_insight_selectors(TrailName="nothing", InsightSelectors=BOTH)
    with error_code("InsightNotEnabledException", 400):
        ct.get_insight_selectors(EventDataStore=source)
    put = ct.put_insight_selectors(EventDataStore=store_id(source), InsightsDestination=store_id(target), InsightSelectors=BOTH)
    assert (put["EventDataStoreArn"], put["InsightsDestination"]) == (source, target)
    told = ct.get_insight_selectors(EventDataStore=source)
    assert told["InsightsDestination"] == target and [s["InsightType"] for s in told["InsightSelectors"]] == [CALL, ERROR]
    assert ct.put_insight_selectors(EventDataStore=source, InsightSelectors=[])["InsightSelectors"] == []
    with error_code("InsightNotEnabledException", 400):
        ct.get_insight_selectors(EventDataStore=source)


# -- from the burst to everybody who asks


def test_unusual_calls_become_events_for_everybody_who_asks(box, place):
    arn = place.trail(BOTH, EnableLogFileValidation=True)
    # A rule that puts Insights events into a queue.
    sqs, rules = place.client("sqs"), place.client("events")
    queue = sqs.create_queue(QueueName=unique("insights"))["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(
        {"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": queue_arn})})
    rules.put_rule(Name="insights", EventPattern=json.dumps({"source": ["aws.cloudtrail"], "detail-type": ["AWS Insight via CloudTrail"]}))
    rules.put_targets(Rule="insights", Targets=[{"Id": "1", "Arn": queue_arn}])
    place.create_users(1)
    advance(box, 7 * 24 * HOUR)
    began = datetime.now(timezone.utc) + timedelta(days=6)
    start_of_a_minute(box)
    place.create_users(24)
    advance(box, 70)
    [start] = place.insights(1)
    details = start.pop("insightDetails")
    context = details.pop("insightContext")
    assert details == {"state": "Start", "eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "insightType": CALL}
    assert start["eventType"] == "AwsCloudTrailInsight" and start["eventCategory"] == "Insight" and start["awsRegion"] == HOME_REGION
    assert start["recipientAccountId"] == place.account
    statistics = context["statistics"]
    assert statistics["insight"]["average"] == 24 and statistics["insightDuration"] == 1
    # A call in seven days and what has passed of today.
    assert 7 * 1440 <= statistics["baselineDuration"] < 8 * 1440
    assert statistics["baseline"]["average"] == pytest.approx(1 / statistics["baselineDuration"], rel=1e-4)
    by = {a["attribute"]: a for a in context["attributions"]}
    assert list(by) == ["userIdentityArn", "userAgent", "errorCode"]
    assert by["userIdentityArn"]["insight"] == [{"value": f"arn:aws:iam::{place.account}:root", "average": 24}]
    assert by["userAgent"]["insight"][0]["value"].startswith("Boto3/") and by["errorCode"]["insight"] == [{"value": "null", "average": 24}]
    assert [v["value"] for v in by["userIdentityArn"]["baseline"]] == [f"arn:aws:iam::{place.account}:root"]
    # It ends when there was quiet for some minutes.
    advance(box, 10 * 60)
    records = place.insights(2)
    assert [r["insightDetails"]["state"] for r in records] == ["Start", "End"]
    assert records[0]["sharedEventID"] == records[1]["sharedEventID"] and records[0]["eventID"] != records[1]["eventID"]
    end = records[1]["insightDetails"]["insightContext"]["statistics"]
    assert end["insight"]["average"] == 24 and end["insightDuration"] == 1
    assert datetime.fromisoformat(records[1]["eventTime"]) - datetime.fromisoformat(records[0]["eventTime"]) == timedelta(minutes=1)
    # The same records are in the trail's files, under keys of their own.
    files = place.logged(2)
    for key in files:
        day = datetime.now(timezone.utc).strftime("%Y")
        folder, name = key.rsplit("/", 1)
        assert folder.startswith(f"AWSLogs/{place.account}/CloudTrail-Insight/{HOME_REGION}/{day}")
        assert name.startswith(f"{place.account}_CloudTrail-Insight_{HOME_REGION}_{day}") and name.endswith(".json.gz")
    assert sorted((r for records in files.values() for r in records), key=lambda r: r["eventTime"]) == records
    # The rule has seen both.
    seen = []
    while len(seen) < 2:
        for message in sqs.receive_message(QueueUrl=queue, WaitTimeSeconds=5, MaxNumberOfMessages=10)["Messages"]:
            seen.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    assert sorted((m["detail"] for m in seen), key=lambda r: r["eventTime"]) == records
    assert {(m["source"], m["detail-type"]) for m in seen} == {("aws.cloudtrail", "AWS Insight via CloudTrail")}
    # Nothing of it is an event of the history.
    shown = place.cloudtrail.lookup_events()["Events"]
    assert shown and all("insightDetails" not in e["CloudTrailEvent"] for e in shown)
    # The digests cover the Insights files too.
    place.cloudtrail.stop_logging(Name=arn)
    keys = lambda: [o["Key"] for o in place.s3.list_objects_v2(Bucket=place.files, MaxKeys=1000)["Contents"]]  # noqa: E731
    digests = lambda: [k for k in keys() if "/CloudTrail-Digest/" in k and f"/{HOME_REGION}/" in k]  # noqa: E731

    def covered():
        named = set()
        for key in digests():
            body = place.s3.get_object(Bucket=place.files, Key=key)["Body"].read()
            named |= {f["s3Object"] for f in json.loads(gzip.decompress(body))["logFiles"]}
        return set(files) <= named
    wait_for(covered, 20, 0.5)
    told = place.cli("cloudtrail", "validate-logs", "--trail-arn", arn, "--verbose",
                     "--start-time", (began - timedelta(days=8)).strftime("%Y-%m-%dT%H:%M:%SZ"),
                     "--end-time", (began + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M:%SZ"))
    assert not isinstance(told, CliError) and all(f"s3://{place.files}/{key}\tvalid" in told for key in files), told


def test_unusual_errors_of_calls_that_read_are_insights_too(box, place):
    place.trail(BOTH)
    advance(box, 3 * 24 * HOUR)
    start_of_a_minute(box)
    place.get_nobody(18)
    # Calls that read are no matter of call rates, and twenty of them without errors are nothing.
    for _ in range(20):
        place.iam.list_users()
    advance(box, 15 * 60)
    records = place.insights(2)
    assert [(r["insightDetails"]["state"], r["insightDetails"]["insightType"]) for r in records] == [("Start", ERROR), ("End", ERROR)]
    details = records[0]["insightDetails"]
    assert (details["eventName"], details["errorCode"]) == ("GetUser", "NoSuchEntityException")
    assert details["insightContext"]["statistics"]["insight"]["average"] == 18
    assert [a["attribute"] for a in details["insightContext"]["attributions"]] == ["userIdentityArn", "userAgent"]
    # They are found by their attributes, page by page.
    find = lambda key, value: place.insights(LookupAttributes=[{"AttributeKey": key, "AttributeValue": value}])  # noqa: E731
    assert find("EventName", "GetUser") == find("EventSource", "iam.amazonaws.com") == records
    assert find("EventId", records[1]["eventID"]) == [records[1]] and find("EventName", "CreateUser") == []
    with error_code("InvalidLookupAttributesException", 400):
        find("Username", "root")
    first = place.cloudtrail.lookup_events(EventCategory="insight", MaxResults=1)
    second = place.cloudtrail.lookup_events(EventCategory="insight", MaxResults=1, NextToken=first["NextToken"])
    assert [p["Events"][0]["EventId"] for p in (first, second)] == [records[1]["eventID"], records[0]["eventID"]]
    assert "NextToken" not in second and first["Events"][0]["EventName"] == "GetUser"
    with error_code("InvalidNextTokenException", 400):
        place.cloudtrail.lookup_events(NextToken=first["NextToken"])
    told = place.cli("cloudtrail", "lookup-events", "--event-category", "insight", "--lookup-attributes",
                     "AttributeKey=EventName,AttributeValue=GetUser")
    assert [e["EventId"] for e in told["Events"]] == [records[1]["eventID"], records[0]["eventID"]]
    # After ninety days they are gone, as all events are.
    advance(box, 91 * 24 * HOUR)
    assert place.insights() == []


def test_a_new_account_and_what_is_usual_raise_no_alarm(box, place):
    place.trail(BOTH)
    # Sixty a day are usual by the third day.
    for _ in range(3):
        start_of_a_minute(box)
        place.create_users(60)
        advance(box, 24 * HOUR)
    # That all of it was looked at shows a burst after it.
    start_of_a_minute(box)
    place.create_users(140)
    advance(box, HOUR)
    assert [r["insightDetails"]["state"] for r in place.insights(2)] == ["Start", "End"]
    assert len(place.insights()) == 2


def test_an_organizations_trail_hears_of_its_members(box, place):
    organizations = place.client("organizations")
    organization = organizations.create_organization(FeatureSet="ALL")["Organization"]["Id"]
    organizations.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    member = Place(box, create_account(box, "member", place.credentials))
    place.files = place.bucket(f"AWSLogs/{place.account}", f"AWSLogs/{organization}")
    arn = place.cloudtrail.create_trail(Name="all", S3BucketName=place.files, IsMultiRegionTrail=True, IsOrganizationTrail=True)["TrailARN"]
    place.cloudtrail.start_logging(Name=arn)
    place.cloudtrail.put_insight_selectors(TrailName=arn, InsightSelectors=BOTH)
    with error_code("NotOrganizationMasterAccountException", 400):
        member.cloudtrail.put_insight_selectors(TrailName=arn, InsightSelectors=[])
    member.create_users(1)
    advance(box, 3 * 24 * HOUR)
    start_of_a_minute(box)
    member.create_users(16)
    advance(box, 15 * 60)
    records = member.insights(2)
    assert [r["insightDetails"]["state"] for r in records] == ["Start", "End"] and records[0]["recipientAccountId"] == member.account
    files = place.logged(2)
    assert all(key.startswith(f"AWSLogs/{organization}/{member.account}/CloudTrail-Insight/") for key in files)
    assert sorted((r for found in files.values() for r in found), key=lambda r: r["eventTime"]) == records
    # Each account looks up its own.
    assert place.insights() == []


# -- event data stores


def test_an_event_data_store_collects_insights(box, place):
    ct = place.cloudtrail
    make = lambda **more: ct.create_event_data_store(Name=unique("store"), TerminationProtectionEnabled=False, **more)["EventDataStoreArn"]  # noqa: E731
    source, target = make(), make(AdvancedEventSelectors=INSIGHT_EVENTS)
    ct.put_insight_selectors(EventDataStore=source, InsightsDestination=target, InsightSelectors=BOTH)
    place.create_users(1)
    advance(box, 2 * 24 * HOUR)
    start_of_a_minute(box)
    place.create_users(15)
    advance(box, 15 * 60)
    rows = ask_until(ct, "SELECT eventType, sharedEventID, extra FROM " + store_id(target) + " ORDER BY eventTime", 2)
    assert len(rows) == 2 and rows[0]["sharedEventID"] == rows[1]["sharedEventID"]
    start, end = (json.loads(row["extra"]) for row in rows)
    assert start["insightSource"] == source and (start["insightState"], end["insightState"]) == ("Start", "End")
    assert (start["insightType"], start["insightEventSource"], start["insightEventName"]) == (CALL, "iam.amazonaws.com", "CreateUser")
    assert start["insightContext"]["insightAverage"] == 15 and start["insightContext"]["attributions"][0]["attribute"] == "userIdentityArn"
    named = ask_until(ct, f"SELECT json_extract_scalar(extra, '$.insightEventName') AS what FROM {store_id(target)} WHERE eventCategory = 'Insight'", 2)
    assert {row["what"] for row in named} == {"CreateUser"}
    # LookupEvents is for trails.
    assert place.insights() == []


# -- data


def test_data_events_have_insights_of_their_own(box, place):
    arn = place.trail()
    other, mine = place.bucket(), place.bucket()
    place.cloudtrail.put_event_selectors(TrailName=arn, AdvancedEventSelectors=[{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": [f"arn:aws:s3:::{mine}/"]}]}])
    place.cloudtrail.put_insight_selectors(TrailName=arn, InsightSelectors=[{"InsightType": CALL, "EventCategories": ["Data"]}])
    place.s3.put_object(Bucket=mine, Key="first", Body=b"")
    advance(box, 2 * 24 * HOUR)
    start_of_a_minute(box)
    for n in range(20):
        place.s3.put_object(Bucket=mine, Key=f"{n}", Body=b"")
        place.s3.put_object(Bucket=other, Key=f"{n}", Body=b"")
    advance(box, 15 * 60)
    find = lambda **more: place.cloudtrail.list_insights_data(InsightSource=arn, DataType="InsightsEvents", **more)  # noqa: E731
    found = wait_for(lambda: (lambda r: r if len(r["Events"]) == 2 else None)(find()), 20, 0.3)["Events"]
    records = [json.loads(e["CloudTrailEvent"])["insightDetails"] for e in found]
    assert [(r["state"], r["eventName"]) for r in records] == [("End", "PutObject"), ("Start", "PutObject")]
    # Only what the trail logs counts.
    assert records[1]["insightContext"]["statistics"]["insight"]["average"] == 20
    assert len(find(Dimensions={"EventName": "PutObject"})["Events"]) == 2 and find(Dimensions={"EventSource": "iam.amazonaws.com"})["Events"] == []
    assert find(Dimensions={"EventId": found[1]["EventId"]})["Events"] == [found[1]]
    page = find(MaxResults=1)
    assert page["Events"] == found[:1] and find(MaxResults=1, NextToken=page["NextToken"])["Events"] == found[1:]
    with error_code("InvalidParameterException", 400):
        find(NextToken=page["NextToken"], Dimensions={"EventName": "GetObject"})
    told = place.cli("cloudtrail", "list-insights-data", "--insight-source", arn, "--data-type", "InsightsEvents")
    assert [e["EventId"] for e in told["Events"]] == [e["EventId"] for e in found]
    assert place.insights() == [] and sum(map(len, place.logged(2).values())) == 2
    # The counts of the trail.
    metric = place.cloudtrail.list_insights_metric_data(
        TrailName=arn, EventSource="s3.amazonaws.com", EventName="PutObject", InsightType=CALL, Period=60)
    assert metric["TrailARN"] == arn and metric["Values"] == [1, 20]
    with error_code("UnsupportedOperationException", 400):
        place.cloudtrail.list_insights_metric_data(TrailName=arn, EventSource="s3.amazonaws.com", EventName="PutObject",
                                                   InsightType=ERROR, ErrorCode="NoSuchKey")


def test_the_counts_are_shown_as_time_series(box, place):
    place.trail(BOTH)
    start_of_a_minute(box)
    place.create_users(6)
    place.get_nobody(3)
    advance(box, 120)
    place.create_users(3)
    advance(box, 2 * HOUR)
    ask = lambda kind=CALL, name="CreateUser", **more: place.cloudtrail.list_insights_metric_data(  # noqa: E731
        EventSource="iam.amazonaws.com", EventName=name, InsightType=kind, **more)
    found = wait_for(lambda: (lambda r: r if len(r["Values"]) == 2 else None)(ask(Period=60)), 20, 0.3)
    assert found["Values"] == [6, 3] and found["Timestamps"][1] - found["Timestamps"][0] == timedelta(seconds=120)
    assert (found["EventSource"], found["EventName"], found["InsightType"]) == ("iam.amazonaws.com", "CreateUser", CALL)
    assert "TrailARN" not in found and "ErrorCode" not in found
    # Values are calls a minute, whatever the period.
    assert sum(ask(Period=300)["Values"]) == pytest.approx(9 / 5) and sum(ask()["Values"]) == pytest.approx(9 / 60)
    errors = ask(ERROR, "GetUser", ErrorCode="NoSuchEntityException", Period=60)
    assert errors["Values"] == [3] and errors["ErrorCode"] == "NoSuchEntityException"
    assert ask(name="GetUser")["Values"] == [], "calls that read have no call rate"
    first, last = found["Timestamps"]
    whole = ask(Period=60, DataType="FillWithZeros", StartTime=first, EndTime=last)
    assert whole["Values"] == [6, 0] and whole["Timestamps"][0] == first, "the end is exclusive"
    page = ask(Period=60, MaxResults=1)
    rest = ask(Period=60, MaxResults=1, NextToken=page["NextToken"])
    assert (page["Values"], rest["Values"]) == ([6], [3]) and "NextToken" not in rest
    for bad in ({"Period": 120}, {"ErrorCode": "X"}, {"StartTime": last, "EndTime": first}, {"Period": 300, "NextToken": page["NextToken"]}):
        with error_code("InvalidParameterException", 400):
            ask(**bad)
    with error_code("InvalidParameterException", 400):
        ask(ERROR)
    told = place.cli("cloudtrail", "list-insights-metric-data", "--event-source", "iam.amazonaws.com", "--event-name", "CreateUser",
                     "--insight-type", CALL, "--period", "60")
    assert told["Values"] == [6, 3]


def test_counts_are_for_who_may_look_events_up(box, place):
    arn = place.trail(BOTH)
    user = unique("reader")
    place.iam.create_user(UserName=user)
    key = place.iam.create_access_key(UserName=user)["AccessKey"]
    reader = box.client("cloudtrail", Credentials(key["AccessKeyId"], key["SecretAccessKey"]))
    ask = lambda **more: reader.list_insights_metric_data(  # noqa: E731
        EventSource="iam.amazonaws.com", EventName="CreateUser", InsightType=CALL, **more)
    for call in (ask, lambda: ask(TrailName=arn), lambda: reader.get_insight_selectors(TrailName=arn),
                 lambda: reader.put_insight_selectors(TrailName=arn, InsightSelectors=[]),
                 lambda: reader.list_insights_data(InsightSource=arn, DataType="InsightsEvents")):
        with error_code("AccessDeniedException", 400):
            call()
    place.iam.put_user_policy(UserName=user, PolicyName="look", PolicyDocument=policy(allow("cloudtrail:LookupEvents")))
    assert ask()["InsightType"] == CALL
    with error_code("AccessDeniedException", 400):
        ask(TrailName=arn)
    place.iam.put_user_policy(UserName=user, PolicyName="look", PolicyDocument=policy(
        allow(["cloudtrail:LookupEvents", "cloudtrail:ListInsightsData", "cloudtrail:GetInsightSelectors"], arn)))
    assert reader.get_insight_selectors(TrailName=arn)["TrailARN"] == arn
    assert reader.list_insights_data(InsightSource=arn, DataType="InsightsEvents")["Events"] == []
    with error_code("UnsupportedOperationException", 400):
        ask(TrailName=arn)


def test_the_event_history_is_of_ninety_days(box, place):
    first, second, third = unique("first"), unique("second"), unique("third")
    found = lambda: sorted(json.loads(e["CloudTrailEvent"])["requestParameters"]["userName"] for e in place.cloudtrail.lookup_events(  # noqa: E731
        LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "CreateUser"}])["Events"])
    place.iam.create_user(UserName=first)
    wait_for(lambda: found() == [first])
    advance(box, 60 * 24 * HOUR)
    place.iam.create_user(UserName=second)
    wait_for(lambda: found() == sorted([first, second]))
    advance(box, 31 * 24 * HOUR)
    assert found() == [second]
    # What is removed from the index as calls come is only what is too old.
    for _ in range(4):
        time.sleep(1.1)
        place.iam.list_users()
    place.iam.create_user(UserName=third)
    wait_for(lambda: found() == sorted([second, third]))

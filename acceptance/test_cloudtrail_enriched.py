"""Enriched events: what event data stores have of calls beyond their records, and how trails sum up data events."""

import gzip
import json

import pytest

from harness import Cloudkeep, ensure_organization, error_code, events, new_account, policy, allow, trust, unique, wait_for
from test_cloudtrail import make_bucket, keys, read, records
from test_cloudtrail_lake import ask, ask_until, make_store, store_id

QUICK = {"CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS": "1", "CLOUDKEEP_CLOUDTRAIL_INGEST_SECONDS": "1"}
ASKED = ["aws:PrincipalType", "aws:PrincipalOrgPaths", "aws:MultiFactorAuthAge", "aws:ViaAWSService", "aws:PrincipalTag/level"]


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    server = Cloudkeep(tmp_path_factory.mktemp("enriched"), environment=QUICK)
    ensure_organization(server)
    yield server
    server.stop()
    assert "panicked" not in server.log()


@pytest.fixture(scope="module")
def lake(box):
    return box.client("cloudtrail")


def enrich(client, store: str, conditions=(), tags=(), size="Large") -> dict:
    selectors = [{"Type": kind, "Equals": list(given)} for kind, given in (("RequestContext", conditions), ("TagContext", tags)) if given]
    return client.put_event_configuration(EventDataStore=store, MaxEventSize=size, ContextKeySelectors=selectors)


def whole(client, store: str, condition: str, count: int = 1) -> list[dict]:
    """The contexts of events; none as None."""
    rows = ask_until(client, f"SELECT eventName, eventContext AS c FROM {store_id(store)} WHERE {condition}", count)
    return [json.loads(row["c"]) if row.get("c") else None for row in rows]


def test_the_configuration_has_the_forms_of_aws(box, lake):
    store = make_store(lake)
    before = lake.get_event_configuration(EventDataStore=store)
    assert before["EventDataStoreArn"] == store and before["MaxEventSize"] == "Standard" and before["ContextKeySelectors"] == []
    put = enrich(lake, store_id(store), ASKED, ["team", "cost centre"])
    told = lake.get_event_configuration(EventDataStore=store)
    for answer in (put, told):
        assert answer["EventDataStoreArn"] == store and answer["MaxEventSize"] == "Large"
        assert answer["ContextKeySelectors"] == [{"Type": "TagContext", "Equals": ["team", "cost centre"]},
                                                 {"Type": "RequestContext", "Equals": ASKED}]
    # As the user guide shows it: nothing behind the option is an empty list.
    box.cli(["cloudtrail", "put-event-configuration", "--event-data-store", store, "--max-event-size", "Standard", "--context-key-selectors"])
    shown = box.cli(["cloudtrail", "get-event-configuration", "--event-data-store", store])
    assert (shown["MaxEventSize"], shown["ContextKeySelectors"]) == ("Standard", [])
    lake.delete_event_data_store(EventDataStore=store)


def test_what_cannot_be_configured_is_refused(box, lake):
    store = make_store(lake)
    with error_code("InvalidParameterException", 400, "Large"):
        enrich(lake, store, ["aws:userid"], size="Standard")
    with error_code("InvalidParameterException", 400, "aws:SourceIp"):
        enrich(lake, store, ["aws:SourceIp"])
    with error_code("InvalidParameterException", 400, "tag key"):
        enrich(lake, store, tags=["a*"])
    twice = [{"Type": "TagContext", "Equals": ["a"]}, {"Type": "TagContext", "Equals": ["b"]}]
    with error_code("InvalidParameterException"):
        lake.put_event_configuration(EventDataStore=store, MaxEventSize="Large", ContextKeySelectors=twice)
    with error_code("InvalidParameterCombinationException"):
        lake.put_event_configuration(MaxEventSize="Large")
    with error_code("InvalidParameterCombinationException"):
        lake.put_event_configuration(EventDataStore=store, TrailName="x", MaxEventSize="Large")
    with error_code("InvalidParameterCombinationException"):
        lake.put_event_configuration(EventDataStore=store, AggregationConfigurations=[{"EventCategory": "Data", "Templates": ["API_ACTIVITY"]}])
    with error_code("InvalidParameterCombinationException"):
        lake.get_event_configuration()
    with error_code("EventDataStoreNotFoundException"):
        enrich(lake, "00000000-0000-0000-0000-000000000000", tags=["a"])
    with error_code("EventDataStoreARNInvalidException"):
        lake.get_event_configuration(EventDataStore="not a store")
    other = make_store(lake, AdvancedEventSelectors=[{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["ActivityAuditLog"]}]}])
    with error_code("InvalidEventDataStoreCategoryException"):
        enrich(lake, other, tags=["a"])
    nobody = box.client("cloudtrail", box.user(unique("nobody")))
    with error_code("AccessDeniedException", 400, "cloudtrail:PutEventConfiguration"):
        enrich(nobody, store, tags=["a"])
    with error_code("AccessDeniedException", 400, "cloudtrail:GetEventConfiguration"):
        nobody.get_event_configuration(EventDataStore=store)
    for made in (store, other):
        lake.delete_event_data_store(EventDataStore=made)
    with error_code("InactiveEventDataStoreException"):
        enrich(lake, store, tags=["a"])


def test_events_have_the_keys_and_tags_that_were_asked_for(box, lake):
    plain, store = make_store(lake), make_store(lake)
    secrets = box.client("secretsmanager")
    first = unique("before")
    secrets.create_secret(Name=first, SecretString="x", Tags=[{"Key": "team", "Value": "red"}])
    enrich(lake, store, ASKED, ["team"])
    name = unique("tagged")
    made = secrets.create_secret(Name=name, SecretString="x", Tags=[{"Key": "team", "Value": "red"}, {"Key": "stage", "Value": "test"}])
    person = box.user(unique("person"), inline=policy(allow("secretsmanager:DescribeSecret")), tags={"level": "9", "shoe": "43"})
    mine = box.client("secretsmanager", person)
    mine.describe_secret(SecretId=name)
    with error_code("AccessDeniedException"):
        mine.delete_secret(SecretId=name)
    role = box.client("iam").create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"AWS": box.account}))["Role"]["Arn"]
    with error_code("AccessDeniedException"):
        box.client("secretsmanager", box.assume(role)).describe_secret(SecretId=name)

    described = whole(lake, store, f"eventName = 'DescribeSecret' AND requestParameters['secretId'] = '{name}' AND errorCode IS NULL")[0]
    context = described["requestContext"]
    assert context["aws:PrincipalType"] == "User" and context["aws:ViaAWSService"] == "false"
    assert len(context["aws:PrincipalOrgPaths"]) == 1 and context["aws:PrincipalOrgPaths"][0].startswith("o-")
    assert "aws:MultiFactorAuthAge" not in context, "the request had none"
    assert described["tagContext"] == {"resourceTags": [{"arn": made["ARN"], "tags": {"team": "red"}}], "principalTags": {"level": "9"}}
    refused = whole(lake, store, f"eventName = 'DeleteSecret' AND errorCode LIKE 'AccessDenied%' AND requestParameters['secretId'] = '{name}'")[0]
    assert refused["tagContext"]["principalTags"] == {"level": "9"}
    assumed = whole(lake, store, "eventName = 'DescribeSecret' AND userIdentity.type = 'AssumedRole'")[0]
    assert assumed["requestContext"]["aws:PrincipalType"] == "AssumedRole" and "principalTags" not in assumed["tagContext"]
    created = whole(lake, store, f"eventName = 'CreateSecret' AND requestParameters['name'] = '{name}'")[0]
    assert created["requestContext"]["aws:PrincipalType"] == "Account"
    assert whole(lake, store, f"eventName = 'CreateSecret' AND requestParameters['name'] = '{first}'") == [None], "it was not asked for yet"

    # The way to a single key, as the user guide's queries have it.
    rows = ask(lake, f"""SELECT eventContext.tagContext.principalTags['level'] AS level, eventContext.requestContext['aws:PrincipalType'] AS kind
                         FROM {store_id(store)} WHERE eventContext.tagContext.principalTags['level'] = '9' AND eventName = 'DeleteSecret'""")
    assert rows == [{"level": "9", "kind": "User"}]
    # Nobody else has it: not a store that asks for nothing, nor the event history.
    assert set(map(str, whole(lake, plain, f"eventName = 'DescribeSecret' AND requestParameters['secretId'] = '{name}'"))) == {"None"}
    assert all("eventContext" not in event for event in events(box, EventName="DescribeSecret"))

    enrich(lake, store, size="Standard")
    secrets.describe_secret(SecretId=first)
    assert whole(lake, store, f"eventName = 'DescribeSecret' AND requestParameters['secretId'] = '{first}'") == [None]
    for arn in (plain, store):
        lake.delete_event_data_store(EventDataStore=arn)


def test_tags_are_told_to_the_owner_and_keys_to_the_caller(box, lake):
    other = new_account(box, unique("other"))
    theirs = box.client("cloudtrail", other)
    mine, their = make_store(lake), make_store(theirs)
    enrich(lake, mine, ["aws:PrincipalAccount"], ["team"])
    enrich(theirs, their, ["aws:PrincipalAccount"], ["team"])
    queue = box.client("sqs").create_queue(QueueName=unique("shared"), tags={"team": "red"})["QueueUrl"]
    arn = box.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    box.client("sqs").set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(
        allow("sqs:GetQueueAttributes", arn, Principal={"AWS": other.account}))})
    box.client("sqs", other).get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])
    callers = whole(theirs, their, "eventName = 'GetQueueAttributes'")[0]
    assert callers == {"requestContext": {"aws:PrincipalAccount": other.account}, "tagContext": {}}
    owners = whole(lake, mine, f"eventName = 'GetQueueAttributes' AND userIdentity.accountId = '{other.account}'")[0]
    assert owners == {"requestContext": {}, "tagContext": {"resourceTags": [{"arn": arn, "tags": {"team": "red"}}]}}
    for client, store in ((lake, mine), (theirs, their)):
        client.delete_event_data_store(EventDataStore=store)


def test_the_organizations_store_enriches_the_members_events(box, lake):
    box.client("organizations").enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    member = new_account(box, unique("member"))
    store = make_store(lake, OrganizationEnabled=True)
    enrich(lake, store, ["aws:PrincipalAccount"])
    name = unique("of-member")
    box.client("iam", member).create_user(UserName=name)
    told = whole(lake, store, f"eventName = 'CreateUser' AND requestParameters['userName'] = '{name}'")[0]
    assert told["requestContext"] == {"aws:PrincipalAccount": member.account}
    lake.delete_event_data_store(EventDataStore=store)


def test_large_events_are_whole(box, lake):
    standard, large = make_store(lake), make_store(lake)
    enrich(lake, large)
    name, iam = unique("large"), box.client("iam")
    iam.create_user(UserName=name)
    statements = [allow("s3:GetObject", "arn:aws:s3:::" + "b" * 200, Sid=f"s{i}") for i in range(400)]
    with error_code("LimitExceeded"):
        iam.put_user_policy(UserName=name, PolicyName="p", PolicyDocument=policy(*statements))
    query = "SELECT requestParameters AS p FROM {} WHERE eventName = 'PutUserPolicy' AND errorCode LIKE 'LimitExceeded%'"
    cut = ask_until(lake, query.format(store_id(standard)), 1)[0]["p"]
    assert "truncated" in cut and len(cut) < 20_000
    whole_one = ask_until(lake, query.format(store_id(large)), 1)[0]["p"]
    assert json.loads(whole_one)["userName"] == name and len(whole_one) > 110_000
    for arn in (standard, large):
        lake.delete_event_data_store(EventDataStore=arn)


# -- sums of data events


def test_a_trail_sums_up_data_events(fresh):
    box = fresh(sandbox=True, environment=QUICK)
    client, bucket, watched = box.client("cloudtrail"), make_bucket(box), unique("watched")
    s3 = box.client("s3")
    s3.create_bucket(Bucket=watched)
    arn = client.create_trail(Name="sums", S3BucketName=bucket)["TrailARN"]
    assert client.get_event_configuration(TrailName="sums")["AggregationConfigurations"] == []
    client.put_event_selectors(TrailName="sums", AdvancedEventSelectors=[{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::S3::Object"]},
        {"Field": "resources.ARN", "StartsWith": [f"arn:aws:s3:::{watched}/"]}]}])
    asked = [{"EventCategory": "Data", "Templates": ["API_ACTIVITY", "RESOURCE_ACCESS", "USER_ACTIONS"]}]
    put = client.put_event_configuration(TrailName="sums", AggregationConfigurations=asked)
    assert put["TrailARN"] == arn and put["AggregationConfigurations"] == asked
    assert client.get_event_configuration(TrailName=arn)["AggregationConfigurations"] == asked
    with error_code("InvalidParameterCombinationException"):
        client.put_event_configuration(TrailName="sums", MaxEventSize="Large")
    with error_code("TrailNotFoundException"):
        client.put_event_configuration(TrailName="other", AggregationConfigurations=asked)
    with error_code("AccessDeniedException", 400, "cloudtrail:PutEventConfiguration"):
        box.client("cloudtrail", box.user("nobody")).put_event_configuration(TrailName="sums", AggregationConfigurations=asked)
    client.start_logging(Name="sums")
    for n in range(7):
        s3.put_object(Bucket=watched, Key=f"a/{n}", Body=b"x")
    with error_code("NoSuchKey"):
        s3.get_object(Bucket=watched, Key="none")
    box.advance(330)

    def sums():
        found = []
        for key in keys(box, bucket, "/CloudTrail-Aggregated/"):
            found += json.loads(gzip.decompress(read(box, bucket, key)))["Records"]
        return found

    found = wait_for(lambda: sums() or None, 30, 0.5)
    keys_of = keys(box, bucket, "/CloudTrail-Aggregated/")
    assert all(k.startswith(f"AWSLogs/{box.account}/CloudTrail-Aggregated/us-east-1/") and k.endswith(".json.gz") for k in keys_of), keys_of
    for event in found:
        assert (event["eventCategory"], event["eventType"], event["eventVersion"]) == ("Aggregated", "AwsAggregatedEvent", "1.0")
        assert event["accountId"] == box.account and event["eventSource"] == "s3.amazonaws.com" and event["timeWindow"]["windowSize"] == "PT5M"
    assert len({event["eventId"] for event in found}) == len(found)

    def primary(dimension: str) -> dict:
        total = {}
        for event in found:
            summary = event["summary"]["primaryDimension"]
            if summary["dimension"] == dimension:
                total[summary["statistics"][0]["name"]] = total.get(summary["statistics"][0]["name"], 0) + summary["statistics"][0]["value"]
        return total

    assert primary("eventName") == {"PutObject": 7, "GetObject": 1}
    assert primary("resourceARN") == {f"arn:aws:s3:::{watched}": 8}
    assert list(primary("userIdentity").values()) == [8]
    errors = [d["statistics"] for event in found for d in event["summary"]["details"] if d["dimension"] == "errorCode" and d["statistics"]]
    assert errors and all(names == [{"name": "NoSuchKey", "value": 1}] for names in errors)
    # The events themselves are there too, each once.
    assert len([r for r in records(box, bucket) if r["eventName"] == "PutObject"]) == 7
    assert client.put_event_configuration(TrailName="sums", AggregationConfigurations=[])["AggregationConfigurations"] == []

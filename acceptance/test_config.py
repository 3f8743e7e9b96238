"""Config with boto3 and the AWS CLI: recorders, channels, items, history, snapshots, queries, durability."""

import datetime
import json
import time
from unittest.mock import ANY

import pytest

import lambda_support
from config_support import history, load, make_bucket, make_role, objects, record, settled
from harness import Cloudkeep, allow, error_code, events, new_account, policy, unique, wait_for

BUCKET = "AWS::S3::Bucket"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("config"), **lambda_support.options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def recorded(server):
    """The server with a recorder in the management account: the bucket of its channel."""
    existing = unique("existing")
    server.client("s3").create_bucket(Bucket=existing)
    bucket = record(server)
    return {"bucket": bucket, "existing": existing}


@pytest.fixture(scope="module")
def config(server, recorded):
    return server.client("config")


@pytest.fixture(scope="module")
def elsewhere(server):
    """Config in a region without a recorder, of an account of its own."""
    return server.client("config", new_account(server, unique("elsewhere")))


def public(name: str) -> str:
    return policy(allow("s3:GetObject", f"arn:aws:s3:::{name}/*") | {"Principal": "*"})


def open_bucket(s3, name: str):
    s3.create_bucket(Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration={
        "BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False})
    s3.put_bucket_policy(Bucket=name, Policy=public(name))


def test_recorders_and_channels(server):
    credentials = new_account(server, unique("recorders"))
    config, role = server.client("config", credentials), make_role(server, credentials)
    with error_code("NoAvailableConfigurationRecorderException", 400):
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": "none"})
    with error_code("InvalidRoleException", 400):
        config.put_configuration_recorder(ConfigurationRecorder={"name": "default", "roleARN": role + "-not"})
    with error_code("InvalidRecordingGroupException", 400):
        config.put_configuration_recorder(ConfigurationRecorder={
            "name": "default", "roleARN": role, "recordingGroup": {"allSupported": True, "resourceTypes": [BUCKET]}})
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "mine", "roleARN": role,
        "recordingGroup": {"exclusionByResourceTypes": {"resourceTypes": ["AWS::IAM::User"]},
                           "recordingStrategy": {"useOnly": "EXCLUSION_BY_RESOURCE_TYPES"}},
        "recordingMode": {"recordingFrequency": "CONTINUOUS",
                          "recordingModeOverrides": [{"resourceTypes": [BUCKET], "recordingFrequency": "DAILY"}]}},
        Tags=[{"Key": "team", "Value": "audit"}])
    shown = config.describe_configuration_recorders(ConfigurationRecorderNames=["mine"])["ConfigurationRecorders"][0]
    assert shown["roleARN"] == role
    assert shown["recordingGroup"]["recordingStrategy"]["useOnly"] == "EXCLUSION_BY_RESOURCE_TYPES"
    assert shown["recordingMode"]["recordingModeOverrides"][0]["recordingFrequency"] == "DAILY"
    assert config.list_tags_for_resource(ResourceArn=shown["arn"])["Tags"] == [{"Key": "team", "Value": "audit"}]
    with error_code("MaxNumberOfConfigurationRecordersExceededException", 400):
        config.put_configuration_recorder(ConfigurationRecorder={"name": "second", "roleARN": role})
    with error_code("NoSuchConfigurationRecorderException", 400):
        config.describe_configuration_recorders(ConfigurationRecorderNames=["second"])
    with error_code("NoAvailableDeliveryChannelException", 400):
        config.start_configuration_recorder(ConfigurationRecorderName="mine")
    with error_code("NoSuchBucketException", 400):
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": unique("not-there")})
    closed = unique("closed")
    server.client("s3", credentials).create_bucket(Bucket=closed)
    with error_code("InsufficientDeliveryPolicyException", 400, closed):
        config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": closed})
    bucket = make_bucket(server, credentials)
    config.put_delivery_channel(DeliveryChannel={
        "name": "default", "s3BucketName": bucket, "configSnapshotDeliveryProperties": {"deliveryFrequency": "Three_Hours"}})
    channel = config.describe_delivery_channels()["DeliveryChannels"][0]
    assert channel["configSnapshotDeliveryProperties"]["deliveryFrequency"] == "Three_Hours"
    with error_code("NoRunningConfigurationRecorderException", 400):
        config.deliver_config_snapshot(deliveryChannelName="default")
    status = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]
    assert status["recording"] is False and "lastStartTime" not in status
    config.start_configuration_recorder(ConfigurationRecorderName="mine")
    with error_code("LastDeliveryChannelDeleteFailedException", 400):
        config.delete_delivery_channel(DeliveryChannelName="default")
    config.stop_configuration_recorder(ConfigurationRecorderName="mine")
    status = config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0]
    assert status["recording"] is False and status["lastStopTime"] >= status["lastStartTime"]
    config.delete_delivery_channel(DeliveryChannelName="default")
    config.delete_configuration_recorder(ConfigurationRecorderName="mine")
    assert config.describe_configuration_recorders()["ConfigurationRecorders"] == []


def test_retention(server, config):
    assert config.put_retention_configuration(RetentionPeriodInDays=90)["RetentionConfiguration"] == {
        "Name": "default", "RetentionPeriodInDays": 90}
    assert config.describe_retention_configurations()["RetentionConfigurations"][0]["RetentionPeriodInDays"] == 90
    config.delete_retention_configuration(RetentionConfigurationName="default")
    with error_code("NoSuchRetentionConfigurationException", 400):
        config.describe_retention_configurations(RetentionConfigurationNames=["default"])


def test_what_exists_is_discovered(server, config, recorded):
    items = history(config, BUCKET, recorded["existing"])
    assert [item["configurationItemStatus"] for item in items] == ["ResourceDiscovered"]
    item = items[0]
    assert item["arn"] == f"arn:aws:s3:::{recorded['existing']}" and item["accountId"] == server.account
    assert item["version"] == "1.3" and item["resourceName"] == recorded["existing"] and item["awsRegion"] == "us-east-1"
    assert json.loads(item["configuration"])["name"] == recorded["existing"]
    assert "BucketVersioningConfiguration" in item["supplementaryConfiguration"]
    found = config.list_discovered_resources(resourceType=BUCKET)["resourceIdentifiers"]
    assert recorded["existing"] in [r["resourceId"] for r in found]
    counts = {c["resourceType"]: c["count"] for c in config.get_discovered_resource_counts()["resourceCounts"]}
    assert counts[BUCKET] == len(found)
    assert counts["AWS::IAM::Role"] >= 1


def test_a_bucket_made_public_is_in_its_timeline(server, config):
    s3, name = server.client("s3"), unique("leak")
    actor = server.user(unique("actor"), ["arn:aws:iam::aws:policy/AmazonS3FullAccess"])
    s3 = server.client("s3", actor)
    s3.create_bucket(Bucket=name)
    wait_for(lambda: len(history(config, BUCKET, name)) == 1)
    s3.delete_public_access_block(Bucket=name)
    begun = time.monotonic()
    s3.put_bucket_policy(Bucket=name, Policy=public(name))

    def is_public():
        items = history(config, BUCKET, name)
        policy_of = items and json.loads(items[0]["supplementaryConfiguration"].get("BucketPolicy", "{}")).get("policyText")
        return items if policy_of else None

    items = wait_for(is_public, 10)
    assert time.monotonic() - begun < 5
    assert [item["configurationItemStatus"] for item in items] == ["OK"] * (len(items) - 1) + ["ResourceDiscovered"]
    # Who did it: the event of the call that made the newest item.
    assert len(items[0]["relatedEvents"]) == 1
    record = wait_for(lambda: [e for e in events(server, EventName="PutBucketPolicy") if e["eventID"] == items[0]["relatedEvents"][0]])[0]
    assert record["userIdentity"]["arn"].endswith(f"user/{actor_name(server, actor)}")
    assert name in record["requestParameters"].values()
    # What was not changed makes no item.
    s3.put_bucket_policy(Bucket=name, Policy=public(name))
    time.sleep(1)
    assert len(history(config, BUCKET, name)) == len(items)


def actor_name(server, credentials) -> str:
    return server.client("sts", credentials).get_caller_identity()["Arn"].rsplit("/", 1)[1]


def test_history_at_any_time(server, config):
    s3, name = server.client("s3"), unique("timeline")
    s3.create_bucket(Bucket=name)
    for n in range(12):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "n", "Value": str(n)}]})
        time.sleep(0.05)
    items = wait_for(lambda: (found := history(config, BUCKET, name)) if len(history(config, BUCKET, name)) == 13 else None)
    values = [item["tags"].get("n") for item in items]
    assert values == [str(n) for n in range(11, -1, -1)] + [None]
    times = [item["configurationItemCaptureTime"] for item in items]
    assert times == sorted(times, reverse=True)
    assert [int(i["configurationStateId"]) for i in items] == sorted((int(i["configurationStateId"]) for i in items), reverse=True)
    forward = history(config, BUCKET, name, chronologicalOrder="Forward", PaginationConfig={"PageSize": 3})
    assert [i["configurationStateId"] for i in forward] == [i["configurationStateId"] for i in reversed(items)]
    # The state at a moment is the newest item up to it.
    middle = items[5]
    at = config.get_resource_config_history(resourceType=BUCKET, resourceId=name, laterTime=middle["configurationItemCaptureTime"], limit=1)
    assert at["configurationItems"][0]["configurationStateId"] == middle["configurationStateId"]
    between = history(config, BUCKET, name, earlierTime=items[8]["configurationItemCaptureTime"], laterTime=items[4]["configurationItemCaptureTime"])
    assert [i["configurationStateId"] for i in between] == [i["configurationStateId"] for i in items[4:9]]
    now = datetime.datetime.now(datetime.timezone.utc)
    with error_code("InvalidTimeRangeException", 400):
        config.get_resource_config_history(resourceType=BUCKET, resourceId=name, earlierTime=now, laterTime=now - datetime.timedelta(hours=1))
    with error_code("ResourceNotDiscoveredException", 400):
        config.get_resource_config_history(resourceType=BUCKET, resourceId=unique("none"))
    with error_code("ValidationException", 400):
        config.get_resource_config_history(resourceType="AWS::No::Such", resourceId=name)
    page = config.get_resource_config_history(resourceType=BUCKET, resourceId=name, limit=2)
    for bad in ("nonsense", page["nextToken"]):
        with error_code("InvalidNextTokenException", 400):
            config.get_resource_config_history(resourceType=BUCKET, resourceId=name, limit=2, nextToken=bad, chronologicalOrder="Forward")


def test_deleted_resources_stay_readable(server, config):
    s3, name = server.client("s3"), unique("gone")
    s3.create_bucket(Bucket=name)
    wait_for(lambda: history(config, BUCKET, name))
    s3.delete_bucket(Bucket=name)
    items = wait_for(lambda: (h := history(config, BUCKET, name)) if history(config, BUCKET, name)[0]["configurationItemStatus"] == "ResourceDeleted" else None)
    assert "configuration" not in items[0] and json.loads(items[1]["configuration"])["name"] == name
    assert name not in [r["resourceId"] for r in config.list_discovered_resources(resourceType=BUCKET)["resourceIdentifiers"]]
    found = config.list_discovered_resources(resourceType=BUCKET, resourceIds=[name], includeDeletedResources=True)["resourceIdentifiers"]
    assert found[0]["resourceDeletionTime"] == items[0]["configurationItemCaptureTime"]
    s3.create_bucket(Bucket=name)
    wait_for(lambda: [i["configurationItemStatus"] for i in history(config, BUCKET, name)] == ["ResourceDiscovered", "ResourceDeleted", "ResourceDiscovered"])


def test_relationships_have_two_sides(server, config):
    iam = server.client("iam")
    user, name = unique("related"), unique("related-policy")
    arn = iam.create_policy(PolicyName=name, PolicyDocument=policy(allow("s3:ListAllMyBuckets")))["Policy"]
    made = iam.create_user(UserName=user)["User"]
    iam.attach_user_policy(UserName=user, PolicyArn=arn["Arn"])

    def related(kind, name):
        items = history(config, kind, name)
        return items and items[0]["relationships"]

    ours = wait_for(lambda: [r for r in related("AWS::IAM::User", made["UserId"]) or [] if r["resourceType"] == "AWS::IAM::Policy"])
    assert ours[0]["resourceId"] == arn["PolicyId"]
    theirs = wait_for(lambda: [r for r in related("AWS::IAM::Policy", arn["PolicyId"]) or [] if r["resourceId"] == made["UserId"]])
    assert theirs[0]["relationshipName"] == "Is attached to User"
    iam.detach_user_policy(UserName=user, PolicyArn=arn["Arn"])
    wait_for(lambda: not [r for r in related("AWS::IAM::Policy", arn["PolicyId"]) if r.get("resourceId") == made["UserId"]])


def test_batches(config, recorded):
    answer = config.batch_get_resource_config(resourceKeys=[
        {"resourceType": BUCKET, "resourceId": recorded["existing"]}, {"resourceType": BUCKET, "resourceId": "not-there"}])
    assert [i["resourceId"] for i in answer["baseConfigurationItems"]] == [recorded["existing"]]
    assert answer["unprocessedResourceKeys"] == [{"resourceType": BUCKET, "resourceId": "not-there"}]


def test_custom_resources(server, config):
    kind, name = "MyCompany::Shop::Till", unique("till")
    put = dict(ResourceType=kind, SchemaVersionId="00000001", ResourceId=name, ResourceName="Till", Tags={"floor": "1"})
    config.put_resource_config(Configuration=json.dumps({"drawer": "open"}), **put)
    config.put_resource_config(Configuration=json.dumps({"drawer": "shut"}), **put)
    config.put_resource_config(Configuration=json.dumps({"drawer": "shut"}), **put)
    items = history(config, kind, name)
    assert [json.loads(i["configuration"])["drawer"] for i in items] == ["shut", "open"]
    assert items[0]["tags"] == {"floor": "1"} and items[0]["resourceName"] == "Till"
    rows = config.select_resource_config(Expression=f"SELECT resourceId, configuration.drawer WHERE resourceType = '{kind}'")["Results"]
    assert {"resourceId": name, "configuration": {"drawer": "shut"}} in [json.loads(row) for row in rows]
    for bad in ("[1]", "{", '"x"'):
        with error_code("ValidationException", 400):
            config.put_resource_config(Configuration=bad, **put)
    with error_code("ValidationException", 400):
        config.put_resource_config(**put | {"ResourceType": "AWS::S3::Bucket", "Configuration": "{}"})
    config.delete_resource_config(ResourceType=kind, ResourceId=name)
    assert history(config, kind, name)[0]["configurationItemStatus"] == "ResourceDeleted"


def test_snapshots(server, config, recorded):
    answer = config.deliver_config_snapshot(deliveryChannelName="default")
    keys = wait_for(lambda: objects(server, recorded["bucket"], answer["configSnapshotId"]))
    day = datetime.datetime.now(datetime.timezone.utc)
    assert keys[0].startswith(f"audit/AWSLogs/{server.account}/Config/us-east-1/{day.year}/{day.month}/{day.day}/ConfigSnapshot/")
    snapshot = load(server, recorded["bucket"], keys[0])
    assert snapshot["configSnapshotId"] == answer["configSnapshotId"]
    ours = [i for i in snapshot["configurationItems"] if i["resourceId"] == recorded["existing"]]
    assert ours[0]["ARN"] == f"arn:aws:s3:::{recorded['existing']}" and ours[0]["awsAccountId"] == server.account
    assert ours[0]["configuration"]["name"] == recorded["existing"]
    info = wait_for(lambda: config.describe_delivery_channel_status()["DeliveryChannelsStatus"][0]["configSnapshotDeliveryInfo"].get("lastStatus"))
    assert info == "SUCCESS" or info == "Success"


def test_queries(server, config):
    s3, names = server.client("s3"), [unique("query") for _ in range(5)]
    for name in names:
        s3.create_bucket(Bucket=name)
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "suite", "Value": "queries"}]})
    condition = f"WHERE resourceType = '{BUCKET}' AND tags.tag = 'suite=queries'"
    wait_for(lambda: len(config.select_resource_config(Expression=f"SELECT resourceId {condition}")["Results"]) == 5)
    answer = config.select_resource_config(Expression=f"SELECT resourceId, arn {condition} ORDER BY resourceId DESC")
    rows = [json.loads(row) for row in answer["Results"]]
    assert [row["resourceId"] for row in rows] == sorted(names, reverse=True)
    assert [f["Name"] for f in answer["QueryInfo"]["SelectFields"]] == ["resourceId", "arn"]
    rows = config.select_resource_config(Expression=f"SELECT resourceType, COUNT(*) {condition} GROUP BY resourceType")["Results"]
    assert [json.loads(row) for row in rows] == [{"resourceType": BUCKET, "COUNT(*)": 5}]
    # Pages lose nothing and repeat nothing.
    seen, token = [], None
    while True:
        page = config.select_resource_config(Expression=f"SELECT resourceId {condition}", Limit=2, **({"NextToken": token} if token else {}))
        seen += [json.loads(row)["resourceId"] for row in page["Results"]]
        token = page.get("NextToken")
        if not token:
            break
    assert sorted(seen) == sorted(names)
    for text, where in [("SELECT", "position 7"), ("SELECT a WHERE b ~ 1", "position 18"), ("DROP TABLE x", "position 1"), ("SELECT a WHERE b = 'c", "position 20")]:
        with error_code("InvalidExpressionException", 400, where):
            config.select_resource_config(Expression=text)


def test_stored_queries(server, config):
    name = unique("query")
    with error_code("ValidationException", 400):
        config.put_stored_query(StoredQuery={"QueryName": name, "Expression": "SELEKT a"})
    arn = config.put_stored_query(StoredQuery={"QueryName": name, "Expression": "SELECT resourceId", "Description": "all"},
                                  Tags=[{"Key": "a", "Value": "b"}])["QueryArn"]
    found = config.get_stored_query(QueryName=name)["StoredQuery"]
    assert found["Expression"] == "SELECT resourceId" and found["QueryArn"] == arn
    assert name in [q["QueryName"] for q in config.list_stored_queries()["StoredQueryMetadata"]]
    config.tag_resource(ResourceArn=arn, Tags=[{"Key": "c", "Value": "d"}])
    assert {t["Key"] for t in config.list_tags_for_resource(ResourceArn=arn)["Tags"]} == {"a", "c"}
    config.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert {t["Key"] for t in config.list_tags_for_resource(ResourceArn=arn)["Tags"]} == {"c"}
    config.delete_stored_query(QueryName=name)
    with error_code("ResourceNotFoundException", 400):
        config.get_stored_query(QueryName=name)


def test_with_the_cli(server, config, recorded):
    status = server.cli(["configservice", "get-status"])
    assert "recorder: ON" in status and "last status: Success" in status.replace("SUCCESS", "Success"), status
    found = server.cli(["configservice", "get-resource-config-history", "--resource-type", BUCKET, "--resource-id", recorded["existing"]])
    assert found["configurationItems"][0]["resourceId"] == recorded["existing"]
    rows = server.cli(["configservice", "select-resource-config", "--expression", f"SELECT COUNT(*) WHERE resourceId = '{recorded['existing']}'"])
    assert json.loads(rows["Results"][0]) == {"COUNT(*)": 1}


def test_subscribe_with_the_cli(server):
    """`aws configservice subscribe` makes recorder and channel and starts; the bucket and topic are there already."""
    credentials = new_account(server, unique("subscriber"))
    bucket, role = make_bucket(server, credentials), make_role(server, credentials)
    topic = server.client("sns", credentials).create_topic(Name=unique("config"))["TopicArn"]
    answer = server.cli(["configservice", "subscribe", "--s3-bucket", bucket, "--sns-topic", topic, "--iam-role", role], credentials)
    assert "Using existing S3 bucket" in answer and "Configuration Recorder started" not in answer or "recorder" in answer.lower(), answer
    config = server.client("config", credentials)
    settled(config)
    wait_for(lambda: history(config, BUCKET, bucket))


def test_events_of_items(server, config):
    sqs, bus = server.client("sqs"), server.client("events")
    queue = sqs.create_queue(QueueName=unique("config-events"))["QueueUrl"]
    queue_arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(
        allow("sqs:SendMessage", queue_arn) | {"Principal": {"Service": "events.amazonaws.com"}})})
    rule = unique("config-items")
    bus.put_rule(Name=rule, EventPattern=json.dumps({"source": ["aws.config"], "detail-type": ["Config Configuration Item Change"],
                                                     "detail": {"configurationItem": {"resourceType": [BUCKET]}}}))
    bus.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": queue_arn}])
    name = unique("told")
    server.client("s3").create_bucket(Bucket=name)
    server.client("s3").put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})

    told = []

    def both():
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            detail = json.loads(message["Body"])["detail"]
            if detail["configurationItem"]["resourceId"] == name:
                told.append(detail)
        return len(told) == 2

    wait_for(both)
    told.sort(key=lambda detail: detail["configurationItem"]["configurationStateId"])
    assert [d["configurationItemDiff"]["changeType"] for d in told] == ["CREATE", "UPDATE"]
    changed = told[1]["configurationItemDiff"]["changedProperties"]
    assert changed["SupplementaryConfiguration.BucketVersioningConfiguration.status"]["updatedValue"] == "Enabled"
    bus.remove_targets(Rule=rule, Ids=["q"])
    bus.delete_rule(Name=rule)


def test_a_recorder_that_was_stopped_finds_what_happened(server):
    credentials = new_account(server, unique("stopped"))
    config, s3 = server.client("config", credentials), server.client("s3", credentials)
    record(server, credentials)
    stays, goes, comes = unique("stays"), unique("goes"), unique("comes")
    s3.create_bucket(Bucket=stays)
    s3.create_bucket(Bucket=goes)
    wait_for(lambda: history(config, BUCKET, goes) and history(config, BUCKET, stays))
    config.stop_configuration_recorder(ConfigurationRecorderName="default")
    s3.delete_bucket(Bucket=goes)
    s3.create_bucket(Bucket=comes)
    time.sleep(1)
    assert not history(config, BUCKET, comes) and len(history(config, BUCKET, goes)) == 1
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    settled(config)
    assert [i["configurationItemStatus"] for i in history(config, BUCKET, comes)] == ["ResourceDiscovered"]
    assert [i["configurationItemStatus"] for i in history(config, BUCKET, goes)] == ["ResourceDeleted", "ResourceDiscovered"]
    assert len(history(config, BUCKET, stays)) == 1


def test_accounts_see_their_own(server, config, recorded):
    other = server.client("config", new_account(server, unique("other")))
    with error_code("NoAvailableConfigurationRecorderException", 400):
        other.get_resource_config_history(resourceType=BUCKET, resourceId=recorded["existing"])
    assert other.select_resource_config(Expression="SELECT resourceId")["Results"] == []
    nobody = server.client("config", server.user(unique("nobody")))
    with error_code("AccessDeniedException", 400):
        nobody.select_resource_config(Expression="SELECT resourceId")


def test_a_kill_repeats_nothing_and_loses_nothing(fresh):
    server = fresh()
    record(server)
    config, s3, name = server.client("config"), server.client("s3"), unique("survivor")
    s3.create_bucket(Bucket=name)
    written = []
    for n in range(30):
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "n", "Value": str(n)}]})
        written.append(str(n))
        if n % 10 == 9:
            server.kill()
            server.start()
            config, s3 = server.client("config"), server.client("s3")
    items = wait_for(lambda: (h := history(config, BUCKET, name)) if len(history(config, BUCKET, name)) == 31 else None, 30)
    assert [i["tags"].get("n") for i in reversed(items)] == [None] + written
    time.sleep(1)
    assert len(history(config, BUCKET, name)) == 31
    assert len({i["configurationStateId"] for i in items}) == 31


OBSERVER = "observabilityadmin.amazonaws.com"


def test_a_recorder_of_a_service_records_for_it_only(server):
    account = new_account(server, "linked")
    config, mine = server.client("config", account), {"ServicePrincipal": OBSERVER}
    made = config.put_service_linked_configuration_recorder(**mine, Tags=[{"Key": "team", "Value": "a"}])
    assert made["Name"] == "AWSConfigurationRecorderForObservabilityAdmin" and f"/{made['Name']}/" in made["Arn"]
    # It needs no delivery channel, and begins at once, in the role that the service has.
    found = config.describe_configuration_recorders(**mine)["ConfigurationRecorders"][0]
    assert found["recordingScope"] == "INTERNAL" and found["servicePrincipal"] == OBSERVER
    assert found["roleARN"].endswith(":role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig")
    assert "AWS::Lambda::Function" in found["recordingGroup"]["resourceTypes"]
    wait_for(lambda: config.describe_configuration_recorder_status(**mine)["ConfigurationRecordersStatus"][0].get("lastStatus") == "Success")
    assert config.list_tags_for_resource(ResourceArn=made["Arn"])["Tags"] == [{"Key": "team", "Value": "a"}]
    listed = config.list_configuration_recorders(Filters=[{"filterName": "recordingScope", "filterValue": ["INTERNAL"]}])
    assert [one["name"] for one in listed["ConfigurationRecorderSummaries"]] == [made["Name"]]
    # What it records is known, and nobody is told.
    s3 = server.client("s3", account)
    trail, bucket = unique("trail"), unique("trail-files")
    s3.create_bucket(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        allow("s3:GetBucketAcl", f"arn:aws:s3:::{bucket}") | {"Principal": {"Service": "cloudtrail.amazonaws.com"}},
        allow("s3:PutObject", f"arn:aws:s3:::{bucket}/*") | {"Principal": {"Service": "cloudtrail.amazonaws.com"}}))
    server.client("cloudtrail", account).create_trail(Name=trail, S3BucketName=bucket)
    wait_for(lambda: config.get_discovered_resource_counts()["resourceCounts"] == [{"resourceType": "AWS::CloudTrail::Trail", "count": 1}])
    kind, name = "AWS::CloudTrail::Trail", config.list_discovered_resources(resourceType="AWS::CloudTrail::Trail")["resourceIdentifiers"][0]["resourceId"]
    assert [one["configurationItemStatus"] for one in history(config, kind, name)] == ["ResourceDiscovered"]
    # A customer's recorder beside it records the same anew, and delivers it; the service's own changes nothing then.
    files = record(server, account)
    wait_for(lambda: len(history(config, kind, name)) == 2)
    config.deliver_config_snapshot(deliveryChannelName="default")
    key = wait_for(lambda: objects(server, files, "ConfigSnapshot", account), 30)[0]
    assert name in [item["resourceId"] for item in load(server, files, key, account)["configurationItems"]]
    server.client("cloudtrail", account).update_trail(Name=trail, IsMultiRegionTrail=True)
    wait_for(lambda: len(history(config, kind, name)) == 3)
    # Nobody but the service has a say in it.
    with error_code("ConflictException"):
        config.put_service_linked_configuration_recorder(**mine)
    with error_code("ConflictException"):
        config.associate_resource_types(ConfigurationRecorderArn=made["Arn"], ResourceTypes=["AWS::S3::Bucket"])
    with error_code("UnmodifiableEntityException"):
        config.delete_configuration_recorder(ConfigurationRecorderName=made["Name"])
    for name in ("start", "stop"):
        with error_code("UnmodifiableEntityException"):
            getattr(config, f"{name}_configuration_recorder")(ConfigurationRecorderName=made["Name"])
    with error_code("ValidationException"):
        config.put_service_linked_configuration_recorder(ServicePrincipal="nobody.amazonaws.com")
    with error_code("ValidationException"):
        config.delete_service_linked_configuration_recorder()
    assert config.delete_service_linked_configuration_recorder(Arn=made["Arn"]) == {
        "Arn": made["Arn"], "Name": made["Name"], "ResponseMetadata": ANY}
    with error_code("NoSuchConfigurationRecorderException"):
        config.delete_service_linked_configuration_recorder(**mine)


def test_types_of_a_recorder_one_by_one(server):
    account = new_account(server, "types")
    config = server.client("config", account)
    record(server, account, recordingGroup={"allSupported": False, "resourceTypes": ["AWS::S3::Bucket"]})
    arn = config.describe_configuration_recorders()["ConfigurationRecorders"][0]["arn"]

    def kinds():
        return config.describe_configuration_recorders()["ConfigurationRecorders"][0]["recordingGroup"]["resourceTypes"]

    server.client("sqs", account).create_queue(QueueName="q")
    config.associate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=["AWS::SQS::Queue"])
    assert kinds() == ["AWS::S3::Bucket", "AWS::SQS::Queue"]
    wait_for(lambda: config.list_discovered_resources(resourceType="AWS::SQS::Queue")["resourceIdentifiers"])
    shown = config.disassociate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=["AWS::SQS::Queue"])["ConfigurationRecorder"]
    assert shown["recordingGroup"]["resourceTypes"] == ["AWS::S3::Bucket"] == kinds()
    with error_code("NoSuchConfigurationRecorderException"):
        config.associate_resource_types(ConfigurationRecorderArn=arn + "x", ResourceTypes=["AWS::SQS::Queue"])
    with error_code("ValidationException"):
        config.associate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=["AWS::No::Such"])


def test_a_name_becomes_an_id_once_its_resource_is_recorded(server):
    account = new_account(server, "names")
    config = server.client("config", account)
    record(server, account, recordingGroup={"allSupported": False, "resourceTypes": ["AWS::Lambda::Function"]})
    role = server.client("iam", account).create_role(RoleName="worker", AssumeRolePolicyDocument=policy(
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]
    name = lambda_support.make_function(server, "def handler(event, context): return 1", account, role=role["Arn"])
    kind = "AWS::Lambda::Function"

    def related():
        found = history(config, kind, name)
        return [one.get("resourceId") for one in found[0]["relationships"] if one["resourceName"] == "worker"] if found else []

    wait_for(lambda: related() == [None])
    arn = config.describe_configuration_recorders()["ConfigurationRecorders"][0]["arn"]
    config.associate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=["AWS::IAM::Role"])
    wait_for(lambda: related() == [role["RoleId"]])
    back = wait_for(lambda: history(config, "AWS::IAM::Role", role["RoleId"]))[0]["relationships"]
    assert (kind, name) in [(one["resourceType"], one["resourceId"]) for one in back]
    assert len(history(config, kind, name)) == 2


def test_what_is_no_longer_recorded_is_said(server):
    account = new_account(server, "left-out")
    config, sqs, queue = server.client("config", account), server.client("sqs", account), "AWS::SQS::Queue"
    record(server, account, recordingGroup={"allSupported": False, "resourceTypes": [queue, BUCKET]})
    arn = config.describe_configuration_recorders()["ConfigurationRecorders"][0]["arn"]
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("stays", "goes")}
    wait_for(lambda: len(config.list_discovered_resources(resourceType=queue)["resourceIdentifiers"]) == 2)
    ids = {one["resourceName"]: one["resourceId"] for one in config.list_discovered_resources(resourceType=queue)["resourceIdentifiers"]}
    rule = unique("encrypted")
    config.put_config_rule(ConfigRule={"ConfigRuleName": rule, "Source": {"Owner": "CUSTOM_POLICY", "SourceDetails": [
        {"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}], "CustomPolicyDetails": {
            "PolicyRuntime": "guard-2.x.x", "PolicyText": f'rule queues when resourceType == "{queue}" {{ resourceName exists }}'}}})

    def judged():
        found = config.get_compliance_details_by_config_rule(ConfigRuleName=rule)["EvaluationResults"]
        return {one["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] for one in found}

    def statuses(name):
        return [one["configurationItemStatus"] for one in history(config, queue, ids[name])]

    wait_for(lambda: judged() == set(ids.values()))
    config.disassociate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=[queue])
    wait_for(lambda: statuses("stays") == ["ResourceNotRecorded", "ResourceDiscovered"] == statuses("goes"))
    newest = history(config, queue, ids["stays"])[0]
    assert "configuration" not in newest and newest["relationships"] == []
    wait_for(lambda: judged() == set())
    sqs.delete_queue(QueueUrl=urls["goes"])
    config.associate_resource_types(ConfigurationRecorderArn=arn, ResourceTypes=[queue])
    wait_for(lambda: statuses("goes")[0] == "ResourceDeletedNotRecorded" and statuses("stays")[0] == "OK")
    wait_for(lambda: judged() == {ids["stays"]})
    assert config.get_discovered_resource_counts(resourceTypes=[queue])["totalDiscoveredResources"] == 1

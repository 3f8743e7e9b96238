"""CloudTrail Lake: event data stores, channels, queries and imports, with boto3 and the AWS CLI."""

import base64
import gzip
import hashlib
import json
import random
import threading
import time
import uuid

import duckdb
import pytest
from botocore.exceptions import ClientError

from harness import (
    Cloudkeep, HOME_REGION, allow, ensure_organization, error_code, new_account, policy, unique, wait_for,
)

REGIONS = ["us-east-1", "eu-west-1"]
OTHER = "eu-west-1"
SERVICE = "cloudtrail.amazonaws.com"
QUICK = {
    "CLOUDKEEP_REGIONS": ",".join(REGIONS),
    "CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS": "1",
    "CLOUDKEEP_CLOUDTRAIL_INGEST_SECONDS": "1",
}
AUDIT_LOG = [{"Name": "others", "FieldSelectors": [{"Field": "eventCategory", "Equals": ["ActivityAuditLog"]}]}]


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    server = Cloudkeep(tmp_path_factory.mktemp("lake"), environment=QUICK)
    yield server
    server.stop()
    assert "panicked" not in server.log()


def make_store(client, **more) -> str:
    """An event data store without termination protection: its ARN."""
    return client.create_event_data_store(
        **{"Name": unique("store"), "TerminationProtectionEnabled": False, **more})["EventDataStoreArn"]


def store_id(arn: str) -> str:
    return arn.rsplit("/", 1)[1]


@pytest.fixture
def lake(box):
    """A client; stores, channels that a test made are gone after it (deleted stores count until they are gone for good)."""
    client = box.client("cloudtrail")
    yield client
    for channel in client.list_channels()["Channels"]:
        client.delete_channel(Channel=channel["ChannelArn"])


def finished(client, query: str) -> dict:
    def ended():
        told = client.describe_query(QueryId=query)
        return told if told["QueryStatus"] not in ("QUEUED", "RUNNING") else None
    return wait_for(ended, 30, 0.1)


def ask(client, statement: str) -> list[dict]:
    """Runs a query to its end: the rows as dictionaries."""
    query = client.start_query(QueryStatement=statement)["QueryId"]
    told = finished(client, query)
    assert told["QueryStatus"] == "FINISHED", told
    found = []
    for page in pages(client, query):
        found += [{k: v for cell in row for k, v in cell.items()} for row in page["QueryResultRows"]]
    return found


def pages(client, query: str, **more):
    token = {}
    while True:
        page = client.get_query_results(QueryId=query, **more, **token)
        yield page
        if "NextToken" not in page:
            return
        token = {"NextToken": page["NextToken"]}


def ask_until(client, statement: str, count: int) -> list[dict]:
    """Asks until there are so many rows: ingestion takes a moment."""
    def there():
        rows = ask(client, statement)
        return rows if len(rows) >= count else None
    return wait_for(there, 30, 0.5)


# -- event data stores


def test_an_event_data_store_has_the_forms_of_aws(box, lake):
    name = unique("forms")
    made = lake.create_event_data_store(Name=name, TagsList=[{"Key": "team", "Value": "audit"}])
    arn = made["EventDataStoreArn"]
    assert arn.startswith(f"arn:aws:cloudtrail:{HOME_REGION}:{box.account}:eventdatastore/")
    uuid.UUID(store_id(arn))
    assert made["Status"] == "CREATED" and made["RetentionPeriod"] == 366 and made["BillingMode"] == "EXTENDABLE_RETENTION_PRICING"
    assert made["MultiRegionEnabled"] and not made["OrganizationEnabled"] and made["TerminationProtectionEnabled"]
    assert made["AdvancedEventSelectors"][0]["FieldSelectors"] == [{"Field": "eventCategory", "Equals": ["Management"]}]
    told = lake.get_event_data_store(EventDataStore=arn)
    assert told["Status"] == "ENABLED" and told["Name"] == name
    assert lake.get_event_data_store(EventDataStore=store_id(arn))["EventDataStoreArn"] == arn
    assert arn in [s["EventDataStoreArn"] for s in lake.list_event_data_stores()["EventDataStores"]]
    assert lake.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"] == [{"Key": "team", "Value": "audit"}]
    lake.add_tags(ResourceId=arn, TagsList=[{"Key": "stage", "Value": "test"}])
    lake.remove_tags(ResourceId=arn, TagsList=[{"Key": "team"}])
    assert lake.list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"] == [{"Key": "stage", "Value": "test"}]
    with error_code("EventDataStoreAlreadyExistsException"):
        lake.create_event_data_store(Name=name)
    with error_code("EventDataStoreTerminationProtectedException"):
        lake.delete_event_data_store(EventDataStore=arn)
    changed = lake.update_event_data_store(EventDataStore=arn, TerminationProtectionEnabled=False, RetentionPeriod=30, Name=f"{name}-2")
    assert (changed["RetentionPeriod"], changed["Name"], changed["TerminationProtectionEnabled"]) == (30, f"{name}-2", False)
    with error_code("InvalidParameterException"):
        lake.update_event_data_store(EventDataStore=arn, BillingMode="FIXED_RETENTION_PRICING")
    with error_code("InvalidEventDataStoreStatusException"):
        lake.start_event_data_store_ingestion(EventDataStore=arn)
    lake.stop_event_data_store_ingestion(EventDataStore=arn)
    assert lake.get_event_data_store(EventDataStore=arn)["Status"] == "STOPPED_INGESTION"
    lake.delete_event_data_store(EventDataStore=arn)
    assert lake.get_event_data_store(EventDataStore=arn)["Status"] == "PENDING_DELETION"
    with error_code("InactiveEventDataStoreException"):
        lake.start_query(QueryStatement=f"SELECT 1 FROM {store_id(arn)}")
    with error_code("InactiveEventDataStoreException"):
        lake.update_event_data_store(EventDataStore=arn, RetentionPeriod=60)
    assert lake.restore_event_data_store(EventDataStore=arn)["Status"] == "STOPPED_INGESTION"
    with error_code("InvalidEventDataStoreStatusException"):
        lake.restore_event_data_store(EventDataStore=arn)
    lake.delete_event_data_store(EventDataStore=arn)
    with error_code("EventDataStoreNotFoundException"):
        lake.get_event_data_store(EventDataStore=str(uuid.uuid4()))
    with error_code("EventDataStoreNotFoundException"):
        box.client("cloudtrail", region=OTHER).get_event_data_store(EventDataStore=store_id(arn))


def test_wrong_settings_are_refused(lake):
    for wrong in ({"RetentionPeriod": 2558, "BillingMode": "FIXED_RETENTION_PRICING"},
                  {"StartIngestion": False, "AdvancedEventSelectors": AUDIT_LOG}):
        with error_code("InvalidParameterException"):
            make_store(lake, **wrong)
    both = AUDIT_LOG + [{"FieldSelectors": [{"Field": "eventCategory", "Equals": ["Management"]}]}]
    with error_code("InvalidEventSelectorsException"):
        make_store(lake, AdvancedEventSelectors=both)
    with error_code("KmsKeyNotFoundException", 400):
        make_store(lake, KmsKeyId="alias/none")


# -- who did what, where and when


def test_queries_answer_who_did_what(box, lake):
    arn = make_store(lake)
    eds = store_id(arn)
    iam, away = box.client("iam", box.admin), box.client("cloudtrail", region=OTHER)
    names = [unique("who") for _ in range(3)]
    for name in names:
        iam.create_user(UserName=name)
        iam.delete_user(UserName=name)
    nobody = box.user(unique("nobody"))
    with pytest.raises(ClientError):
        box.client("iam", nobody).list_users()
    away.describe_trails()
    made = ask_until(lake, f"SELECT eventTime, eventName, userIdentity.arn, element_at(requestParameters, 'userName') AS who FROM {eds}"
                           f" WHERE eventName = 'CreateUser' AND element_at(requestParameters, 'userName') LIKE 'who-%' ORDER BY eventTime", 3)
    assert sorted(row["who"] for row in made) == sorted(names)
    assert all(row["userIdentity.arn"].endswith(":user/acceptance-admin") for row in made), made
    # Joined: who was made and removed again by the same caller.
    both = ask(lake, f"SELECT a.requestParameters['userName'] AS who FROM {eds} a JOIN {eds} b"
                     " ON a.requestParameters['userName'] = b.requestParameters['userName'] AND a.userIdentity.arn = b.userIdentity.arn"
                     " WHERE a.eventName = 'CreateUser' AND b.eventName = 'DeleteUser'")
    assert {row["who"] for row in both} >= set(names)
    denied = ask_until(lake, f"SELECT userIdentity.userName AS who, count(*) AS n FROM {eds} WHERE errorCode = 'AccessDenied' GROUP BY 1", 1)
    assert {"who": nobody_name(nobody, box), "n": "1"} in denied
    where = ask_until(lake, f"SELECT awsRegion, count(*) AS n FROM {eds} WHERE eventName = 'DescribeTrails' GROUP BY awsRegion", 1)
    assert OTHER in {row["awsRegion"] for row in where}
    told = lake.list_queries(EventDataStore=arn)["Queries"]
    assert len(told) >= 4 and all(q["QueryStatus"] == "FINISHED" for q in told)
    described = lake.describe_query(QueryId=told[0]["QueryId"])
    assert described["QueryStatistics"]["EventsScanned"] > 0 and described["QueryStatistics"]["BytesScanned"] > 0
    # The AWS CLI asks the same.
    started = box.cli(["cloudtrail", "start-query", "--query-statement", f"SELECT count(*) AS n FROM {eds}"])
    finished(lake, started["QueryId"])
    rows = box.cli(["cloudtrail", "get-query-results", "--query-id", started["QueryId"]])["QueryResultRows"]
    assert int(rows[0][0]["n"]) > 6


def nobody_name(credentials, box) -> str:
    return box.client("sts", credentials).get_caller_identity()["Arn"].rsplit("/", 1)[1]


def test_pages_of_results(box, lake):
    eds = store_id(make_store(lake))
    iam = box.client("iam")
    for _ in range(25):
        iam.get_account_summary()
    statement = f"SELECT eventID FROM {eds} WHERE eventName = 'GetAccountSummary'"
    ask_until(lake, statement, 25)
    query = lake.start_query(QueryStatement=statement)["QueryId"]
    finished(lake, query)
    read = list(pages(lake, query, MaxQueryResults=7))
    ids = [row[0]["eventID"] for page in read for row in page["QueryResultRows"]]
    assert len(ids) == len(set(ids)) == read[0]["QueryStatistics"]["TotalResultsCount"] >= 25
    assert all(len(page["QueryResultRows"]) <= 7 for page in read)
    with error_code("InvalidNextTokenException"):
        lake.get_query_results(QueryId=query, NextToken="nonsense")
    with error_code("ValidationException"):
        lake.get_query_results(QueryId=query, MaxQueryResults=1001)


def test_statements_that_are_refused(box, lake):
    eds = store_id(make_store(lake))
    for statement, message in [
        ("SELEC * FROM", "line 1"), (f"SELECT nothing FROM {eds}", "nothing"), (f"SELECT * FROM {eds} WHERE", ""),
        (f"DELETE FROM {eds}", "only queries"), (f"INSERT INTO {eds} SELECT * FROM {eds}", "only queries"),
        (f"CREATE TABLE x AS SELECT * FROM {eds}", "only queries"), (f"SELECT 1 FROM {eds}; SELECT 2 FROM {eds}", "one query"),
        ("SELECT * FROM information_schema.tables", ""), ("SELECT * FROM '/etc/passwd'", ""), ("SELECT 1", "FROM"),
        (f"COPY {eds} TO '/tmp/x'", ""),
    ]:
        with error_code("InvalidQueryStatementException", 400, message):
            lake.start_query(QueryStatement=statement)
    with error_code("EventDataStoreNotFoundException"):
        lake.start_query(QueryStatement=f"SELECT * FROM {uuid.uuid4()}")
    with error_code("InvalidParameterException"):
        lake.start_query()
    for call in (lake.describe_query, lake.get_query_results, lake.cancel_query):
        with error_code("QueryIdNotFoundException"):
            call(QueryId=str(uuid.uuid4()))
    query = lake.start_query(QueryStatement=f"SELECT 1 AS one FROM {eds} LIMIT 1")["QueryId"]
    finished(lake, query)
    with error_code("InactiveQueryException"):
        lake.cancel_query(QueryId=query)
    # What is wrong only with the data fails the query, not the call.
    box.client("iam").get_account_summary()
    ask_until(lake, f"SELECT eventID FROM {eds} LIMIT 1", 1)
    failed = finished(lake, lake.start_query(QueryStatement=f"SELECT CAST(eventName AS INT) FROM {eds}")["QueryId"])
    assert failed["QueryStatus"] == "FAILED" and failed["ErrorMessage"], failed


def test_what_was_stopped_is_not_ingested(box, lake):
    arn = make_store(lake, StartIngestion=False)
    iam, eds = box.client("iam"), store_id(arn)
    before, during, after = unique("before"), unique("during"), unique("after")
    for name, switch in ((before, lake.start_event_data_store_ingestion), (during, lake.stop_event_data_store_ingestion), (after, None)):
        with pytest.raises(ClientError):
            iam.get_user(UserName=name)
        if switch:
            switch(EventDataStore=arn)
    seen = ask_until(lake, f"SELECT requestParameters['userName'] AS who FROM {eds} WHERE eventName = 'GetUser'", 1)
    time.sleep(2)
    seen = ask(lake, f"SELECT requestParameters['userName'] AS who FROM {eds} WHERE eventName = 'GetUser'")
    assert [row["who"] for row in seen] == [during]


# -- accounts


def test_stores_of_other_accounts(box, lake):
    member = new_account(box, "lake-member")
    arn = make_store(lake)
    foreign = box.client("cloudtrail", member)
    for call in (lambda: foreign.get_event_data_store(EventDataStore=arn),
                 lambda: foreign.start_query(QueryStatement=f"SELECT * FROM {arn}"),
                 lambda: foreign.delete_event_data_store(EventDataStore=arn),
                 lambda: foreign.list_queries(EventDataStore=arn)):
        with error_code("AccessDeniedException"):
            call()
    # Its id alone names nothing in another account.
    with error_code("EventDataStoreNotFoundException"):
        foreign.start_query(QueryStatement=f"SELECT * FROM {store_id(arn)}")
    grant = policy({"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{member.account}:root"}, "Resource": arn,
                    "Action": ["cloudtrail:StartQuery", "cloudtrail:GetQueryResults", "cloudtrail:DescribeQuery"]})
    with error_code("ResourcePolicyNotFoundException"):
        lake.get_resource_policy(ResourceArn=arn)
    with error_code("ResourcePolicyNotValidException"):
        lake.put_resource_policy(ResourceArn=arn, ResourcePolicy=grant.replace("StartQuery", "DeleteEventDataStore"))
    lake.put_resource_policy(ResourceArn=arn, ResourcePolicy=grant)
    assert json.loads(lake.get_resource_policy(ResourceArn=arn)["ResourcePolicy"]) == json.loads(grant)
    box.client("iam").get_account_summary()
    ask_until(lake, f"SELECT 1 AS one FROM {store_id(arn)} WHERE eventName = 'GetAccountSummary'", 1)
    assert ask(foreign, f"SELECT count(*) AS n FROM {arn} WHERE recipientAccountId = '{box.account}'")[0]["n"] != "0"
    with error_code("AccessDeniedException"):
        foreign.delete_event_data_store(EventDataStore=arn)
    lake.delete_resource_policy(ResourceArn=arn)
    with error_code("AccessDeniedException"):
        foreign.start_query(QueryStatement=f"SELECT * FROM {arn}")
    # A store of an account holds that account's events alone.
    box.client("iam", member).get_account_summary()
    time.sleep(2)
    assert ask(lake, f"SELECT DISTINCT recipientAccountId AS a FROM {store_id(arn)}") == [{"a": box.account}]


def test_the_store_of_an_organization(box, lake):
    ensure_organization(box)
    box.client("organizations", box.admin).enable_aws_service_access(ServicePrincipal=SERVICE)
    member = new_account(box, "lake-organization")
    inside = box.client("cloudtrail", member)
    with error_code("NotOrganizationMasterAccountException"):
        make_store(inside, OrganizationEnabled=True)
    arn = make_store(lake, OrganizationEnabled=True)
    box.client("iam", member).create_user(UserName="everywhere")
    rows = ask_until(lake, f"SELECT recipientAccountId AS a FROM {store_id(arn)} WHERE eventName = 'CreateUser'"
                           " AND requestParameters['userName'] = 'everywhere'", 1)
    assert rows == [{"a": member.account}]
    for call in (inside.get_event_data_store, inside.delete_event_data_store, inside.stop_event_data_store_ingestion):
        with error_code("AccessDeniedException"):
            call(EventDataStore=arn)
    lake.register_organization_delegated_admin(MemberAccountId=member.account)
    try:
        assert inside.get_event_data_store(EventDataStore=arn)["OrganizationEnabled"]
        assert ask(inside, f"SELECT count(*) AS n FROM {arn} WHERE recipientAccountId = '{box.account}'")[0]["n"] != "0"
    finally:
        lake.deregister_organization_delegated_admin(DelegatedAdminAccountId=member.account)
        lake.delete_event_data_store(EventDataStore=arn)


# -- events of others


def audit_event(account: str, name: str, **more) -> str:
    return json.dumps({
        "version": "1.0", "userIdentity": {"type": "CustomUser", "principalId": "alice", "details": {"team": "ops"}},
        "eventSource": "door.example.com", "eventName": name, "eventTime": "2026-11-26T10:00:00Z", "UID": str(uuid.uuid4()),
        "recipientAccountId": account, "requestParameters": {"door": "north"}, **more})


def test_events_of_others_come_in_by_channels(box, lake):
    arn = make_store(lake, AdvancedEventSelectors=AUDIT_LOG)
    with error_code("InvalidEventDataStoreCategoryException"):
        lake.create_channel(Name=unique("x"), Source="Custom", Destinations=[{"Type": "EVENT_DATA_STORE", "Location": make_store(lake)}])
    destination = [{"Type": "EVENT_DATA_STORE", "Location": arn}]
    with error_code("InvalidSourceException"):
        lake.create_channel(Name=unique("x"), Source="Nobody", Destinations=destination)
    name = unique("doors")
    channel = lake.create_channel(Name=name, Source="Custom", Destinations=destination)["ChannelArn"]
    with error_code("ChannelAlreadyExistsException"):
        lake.create_channel(Name=name, Source="Custom", Destinations=destination)
    with error_code("ChannelExistsForEDSException"):
        lake.delete_event_data_store(EventDataStore=arn)
    data = box.client("cloudtrail-data")
    good = audit_event(box.account, "OpenDoor")
    checksum = base64.b64encode(hashlib.sha256(good.encode()).digest()).decode()
    told = data.put_audit_events(channelArn=channel, auditEvents=[
        {"id": "a", "eventData": good, "eventDataChecksum": checksum},
        {"id": "b", "eventData": good + " ", "eventDataChecksum": checksum},
        {"id": "c", "eventData": "{"}, {"id": "d", "eventData": audit_event("999999999999", "OpenDoor")}])
    assert [one["id"] for one in told["successful"]] == ["a"]
    assert {one["id"]: one["errorCode"] for one in told["failed"]} == {"b": "InvalidChecksum", "c": "InvalidData", "d": "InvalidRecipient"}
    with error_code("DuplicatedAuditEventId"):
        data.put_audit_events(channelArn=channel, auditEvents=[{"id": "a", "eventData": good}] * 2)
    with error_code("InvalidChannelARN"):
        data.put_audit_events(channelArn="arn:x", auditEvents=[{"id": "a", "eventData": good}])
    with error_code("ChannelNotFound"):
        data.put_audit_events(channelArn=channel[:-1] + ("0" if channel[-1] != "0" else "1"), auditEvents=[{"id": "a", "eventData": good}])
    rows = ask_until(lake, "SELECT eventID, eventData.eventName AS name, eventData.userIdentity.principalId AS who,"
                           f" eventData.requestParameters.door AS door FROM {store_id(arn)}", 1)
    assert rows == [{"eventID": told["successful"][0]["eventID"], "name": "OpenDoor", "who": "alice", "door": "north"}]
    status = lake.get_channel(Channel=channel)["IngestionStatus"]
    assert status["LatestIngestionSuccessEventID"] == told["successful"][0]["eventID"]
    # Another account may send when the channel's policy says so, and with the id that was agreed upon.
    sender = new_account(box, "lake-sender")
    theirs = box.client("cloudtrail-data", sender)
    event = [{"id": "e", "eventData": audit_event(box.account, "Ring")}]
    with error_code("AccessDeniedException", 403):
        theirs.put_audit_events(channelArn=channel, auditEvents=event)
    lake.put_resource_policy(ResourceArn=channel, ResourcePolicy=policy({
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{sender.account}:root"}, "Action": "cloudtrail-data:PutAuditEvents",
        "Resource": channel, "Condition": {"StringEquals": {"cloudtrail:ExternalId": "agreed"}}}))
    with error_code("AccessDeniedException", 403):
        theirs.put_audit_events(channelArn=channel, auditEvents=event)
    assert theirs.put_audit_events(channelArn=channel, auditEvents=event, externalId="agreed")["failed"] == []
    ask_until(lake, f"SELECT 1 AS one FROM {store_id(arn)} WHERE eventData.eventName = 'Ring'", 1)


# -- results in buckets


def results_bucket(box) -> str:
    bucket = unique("results")
    s3 = box.client("s3")
    s3.create_bucket(Bucket=bucket)
    service = {"Service": SERVICE}
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        {"Effect": "Allow", "Principal": service, "Action": "s3:GetBucketAcl", "Resource": f"arn:aws:s3:::{bucket}"},
        {"Effect": "Allow", "Principal": service, "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*"}))
    return bucket


def test_results_are_delivered_and_signed(box, lake):
    eds, bucket = store_id(make_store(lake)), results_bucket(box)
    with error_code("S3BucketDoesNotExistException"):
        lake.start_query(QueryStatement=f"SELECT 1 FROM {eds}", DeliveryS3Uri="s3://there-is-no-such-bucket-here")
    box.client("s3").create_bucket(Bucket=f"{bucket}-closed")
    with error_code("InsufficientS3BucketPolicyException"):
        lake.start_query(QueryStatement=f"SELECT 1 FROM {eds}", DeliveryS3Uri=f"s3://{bucket}-closed")
    box.client("iam").get_account_summary()
    ask_until(lake, f"SELECT 1 AS one FROM {eds} WHERE eventName = 'GetAccountSummary'", 1)
    query = lake.start_query(QueryStatement=f"SELECT eventName, eventID FROM {eds} ORDER BY eventID", DeliveryS3Uri=f"s3://{bucket}/found")["QueryId"]
    told = wait_for(lambda: (t := lake.describe_query(QueryId=query))["DeliveryStatus"] != "PENDING" and t, 30, 0.2)
    assert told["DeliveryStatus"] == "SUCCESS" and told["DeliveryS3Uri"] == f"s3://{bucket}/found"
    s3 = box.client("s3")
    keys = {k["Key"].rsplit("/", 1)[1]: k["Key"] for k in s3.list_objects_v2(Bucket=bucket)["Contents"]}
    assert set(keys) == {"result_1.csv.gz", "result_sign.json"}
    assert keys["result_sign.json"].startswith(f"found/AWSLogs/{box.account}/CloudTrail-Lake/Query/") and f"/{query}/" in keys["result_sign.json"]
    packed = s3.get_object(Bucket=bucket, Key=keys["result_1.csv.gz"])["Body"].read()
    lines = gzip.decompress(packed).decode().splitlines()
    rows = [row for page in pages(lake, query) for row in page["QueryResultRows"]]
    assert lines[0] == "eventName,eventID" and lines[1:] == [f"{row[0]['eventName']},{row[1]['eventID']}" for row in rows]
    sign = json.loads(s3.get_object(Bucket=bucket, Key=keys["result_sign.json"])["Body"].read())
    assert sign["files"] == [{"fileHashValue": hashlib.sha256(packed).hexdigest(), "fileName": "result_1.csv.gz"}]
    verify_signature(lake, sign)


def verify_signature(client, sign: dict) -> None:
    """What `aws cloudtrail verify-query-results` of the AWS CLI version 2 checks, with the key that ListPublicKeys serves."""
    from rsa import PublicKey, pkcs1

    keys = client.list_public_keys(StartTime=sign["queryCompleteTime"], EndTime=sign["queryCompleteTime"])["PublicKeyList"]
    key = next(k["Value"] for k in keys if k["Fingerprint"] == sign["publicKeyFingerprint"])
    hashes = " ".join(f["fileHashValue"] for f in sign["files"])
    public = PublicKey.load_pkcs1(key, format="DER")
    assert pkcs1.verify(hashes.encode(), bytes.fromhex(sign["hashSignature"]), public) == "SHA-256"


# -- imports


def test_imports_bring_what_is_not_there_and_nothing_twice(fresh):
    box = fresh(environment=QUICK)
    lake = box.client("cloudtrail")
    bucket, s3 = results_bucket(box), box.client("s3")
    name = unique("trail")
    lake.create_trail(Name=name, S3BucketName=bucket)
    lake.start_logging(Name=name)
    early = unique("early")
    box.client("iam").create_user(UserName=early)
    wait_for(lambda: any(early.encode() in gzip.decompress(s3.get_object(Bucket=bucket, Key=k["Key"])["Body"].read())
                         for k in s3.list_objects_v2(Bucket=bucket).get("Contents", []) if k["Key"].endswith(".gz")), 20, 0.5)
    arn = make_store(lake)
    late = unique("late")
    box.client("iam").create_user(UserName=late)
    broken = f"AWSLogs/{box.account}/CloudTrail/us-east-1/2026/11/26/broken.json.gz"
    s3.put_object(Bucket=bucket, Key=broken, Body=b"this is no gzip")
    half = gzip.compress(b'{"Records":[{"eventID":"')
    s3.put_object(Bucket=bucket, Key=broken.replace("broken", "half"), Body=half)
    trusting = json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}]})
    iam = box.client("iam")
    role = iam.create_role(RoleName=unique("importer"), AssumeRolePolicyDocument=trusting)["Role"]
    source = {"S3": {"S3LocationUri": f"s3://{bucket}/AWSLogs/", "S3BucketRegion": "us-east-1", "S3BucketAccessRoleArn": role["Arn"]}}
    with error_code("InvalidImportSourceException"):
        wrong = {"S3": source["S3"] | {"S3BucketAccessRoleArn": role["Arn"] + "-gone"}}
        lake.start_import(Destinations=[arn], ImportSource=wrong)
    # A role that may not read ends the import; once it may, the import is started again.
    started = lake.start_import(Destinations=[arn], ImportSource=source)["ImportId"]

    def ended():
        told = lake.get_import(ImportId=started)
        return told if told["ImportStatus"] not in ("INITIALIZING", "IN_PROGRESS") else None
    assert wait_for(ended, 30, 0.2)["ImportStatus"] == "FAILED"
    assert lake.list_import_failures(ImportId=started)["Failures"][0]["ErrorType"] == "AccessDenied"
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="read", PolicyDocument=policy(
        allow(["s3:ListBucket", "s3:GetObject"], [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])))
    second = lake.start_import(Destinations=[arn], ImportSource=source)["ImportId"]
    started = second
    told = wait_for(ended, 30, 0.2)
    assert told["ImportStatistics"]["FailedEntries"] == 2 and told["ImportStatistics"]["FilesCompleted"] >= 1, told
    failures = lake.list_import_failures(ImportId=second)["Failures"]
    assert {f["Location"].rsplit("/", 1)[1] for f in failures} == {"broken.json.gz", "half.json.gz"}
    statement = f"SELECT requestParameters['userName'] AS who, count(*) AS n FROM {store_id(arn)} WHERE eventName = 'CreateUser' GROUP BY 1"
    counted = {row["who"]: row["n"] for row in ask_until(lake, statement, 2)}
    assert counted[early] == "1" and counted[late] == "1", counted
    # Again: nothing is brought twice.
    started = lake.start_import(Destinations=[arn], ImportSource=source)["ImportId"]
    assert wait_for(ended, 30, 0.2)["ImportStatistics"]["EventsCompleted"] >= 0
    assert all(row["n"] == "1" for row in ask(lake, f"SELECT eventID, count(*) AS n FROM {store_id(arn)} GROUP BY eventID"))
    assert {i["ImportId"] for i in lake.list_imports(Destination=arn)["Imports"]} >= {second, started}
    with error_code("ImportNotFoundException"):
        lake.get_import(ImportId=str(uuid.uuid4()))
    lake.delete_trail(Name=name)


# -- crashes


def test_killed_while_it_ingests_every_event_is_there_once(fresh):
    """Killed at random moments of ingestion: every acknowledged call is in the lake exactly once. Of compaction: test_lake_crash.py."""
    server = fresh(environment=QUICK)
    arn = make_store(server.client("cloudtrail"))
    made, rng = [], random.Random(7)
    for round_ in range(5):
        client, stop = server.client("iam"), threading.Event()

        def work():
            while not stop.is_set():
                name = unique("kill")
                try:
                    client.create_group(GroupName=name)
                    made.append(name)
                except Exception:  # noqa: BLE001 - the server is gone: what was not acknowledged does not count
                    return
        threads = [threading.Thread(target=work) for _ in range(3)]
        [t.start() for t in threads]
        time.sleep(1.0 + rng.random() * 2)
        server.kill()
        stop.set()
        [t.join() for t in threads]
        server.start()
    client = server.client("cloudtrail")
    assert len(made) > 50
    statement = f"SELECT eventID, count(*) AS n, max(requestParameters['groupName']) AS name FROM {store_id(arn)} WHERE eventName = 'CreateGroup' GROUP BY eventID"

    def all_there():
        rows = ask(client, statement)
        return rows if set(made) <= {row["name"] for row in rows} else None
    rows = wait_for(all_there, 40, 1)
    assert all(row["n"] == "1" for row in rows)
    assert len({row["name"] for row in rows}) == len(rows)


def test_a_query_that_ran_when_the_server_was_killed_is_run_again(fresh):
    server = fresh(environment=QUICK)
    client = server.client("cloudtrail")
    arn = make_store(client)
    server.client("iam").get_account_summary()
    ask_until(client, f"SELECT 1 AS one FROM {store_id(arn)} WHERE eventName = 'GetAccountSummary'", 1)
    query = client.start_query(QueryStatement=f"SELECT count(*) AS n FROM {store_id(arn)}")["QueryId"]
    server.kill()
    server.start()
    assert finished(server.client("cloudtrail"), query)["QueryStatus"] == "FINISHED"


def test_another_engine_reads_the_files_of_a_store(box):
    # Of the other region: that it has not all the stores that an account may have.
    lake = box.client("cloudtrail", region=OTHER)
    arn, name = make_store(lake), unique("shared")
    for n in range(3):
        box.client("iam").create_user(UserName=f"{name}-{n}")
    asked = f"SELECT eventID FROM {store_id(arn)} WHERE eventName = 'CreateUser'"
    own = {row["eventID"] for row in ask_until(lake, asked, 3)}
    files = f"{box.data_dir}/lake/{store_id(arn)}/**/*.parquet"
    sql = f"""SELECT eventid, account, region, json_extract_string(requestparameters, '$.userName')
              FROM read_parquet('{files}', hive_partitioning = true, hive_types = {{'account': VARCHAR}}) WHERE eventname = 'CreateUser'"""
    rows = duckdb.sql(sql).fetchall()
    assert {row[0] for row in rows} == own
    assert {row[1:] for row in rows} == {(box.account, HOME_REGION, f"{name}-{n}") for n in range(3)}
    assert lake.get_event_data_store(EventDataStore=arn)["FederationStatus"] == "DISABLED"
    lake.delete_event_data_store(EventDataStore=arn)


# -- dashboards and sample queries


def test_dashboards_run_their_queries(box, lake):
    arn = next((s["EventDataStoreArn"] for s in lake.list_event_data_stores()["EventDataStores"] if s["Status"] == "ENABLED"
                and s["AdvancedEventSelectors"][0]["FieldSelectors"][0]["Equals"] == ["Management"]), None) or make_store(lake)
    eds, name = store_id(arn), unique("board")
    widget = {"QueryStatement": f"SELECT eventSource, count(*) AS n FROM {eds} WHERE eventTime > ? GROUP BY 1 ORDER BY n DESC",
              "QueryParameters": ["$StartTime$"], "ViewProperties": {"View": "Table"}}
    with error_code("InvalidQueryStatementException"):
        lake.create_dashboard(Name=name, Widgets=[widget | {"QueryStatement": f"SELECT nothing FROM {eds} WHERE eventTime > ?"}])
    made = lake.create_dashboard(Name=name, Widgets=[widget], TerminationProtectionEnabled=True)
    alias = made["Widgets"][0]["QueryAlias"]
    assert made["Type"] == "CUSTOM" and made["DashboardArn"].endswith(f":dashboard/{name}")
    with error_code("ConflictException"):
        lake.create_dashboard(Name=name)
    with error_code("ConflictException"):
        lake.delete_dashboard(DashboardId=name)
    box.client("iam").get_account_summary()
    ask_until(lake, f"SELECT 1 AS one FROM {eds} LIMIT 1", 1)
    with error_code("InvalidParameterException"):
        lake.start_dashboard_refresh(DashboardId=name)
    refresh = lake.start_dashboard_refresh(DashboardId=name, QueryParameterValues={"$StartTime$": "2020-01-01T00:00:00Z"})["RefreshId"]

    def done():
        told = lake.describe_query(QueryAlias=alias, RefreshId=refresh)
        return told if told["QueryStatus"] not in ("QUEUED", "RUNNING") else None
    told = wait_for(done, 30, 0.2)
    assert told["QueryStatus"] == "FINISHED", told
    rows = lake.get_query_results(QueryId=told["QueryId"])["QueryResultRows"]
    assert rows and int(rows[0][1]["n"]) > 0
    assert lake.get_dashboard(DashboardId=name)["LastRefreshId"] == refresh
    again = lake.start_query(QueryAlias=alias, QueryParameters=["2020-01-01 00:00:00"])["QueryId"]
    assert finished(lake, again)["QueryStatus"] == "FINISHED"
    lake.update_dashboard(DashboardId=name, TerminationProtectionEnabled=False)
    assert made["DashboardArn"] in [d["DashboardArn"] for d in lake.list_dashboards(NamePrefix="board-")["Dashboards"]]
    lake.delete_dashboard(DashboardId=name)
    with error_code("ResourceNotFoundException"):
        lake.get_dashboard(DashboardId=name)


def test_sample_queries_all_run(box, lake):
    active = next(s["EventDataStoreArn"] for s in lake.list_event_data_stores()["EventDataStores"] if s["Status"] == "ENABLED")
    found = {}
    for phrase in ("calls", "root user", "access keys", "policies", "roles", "objects", "trails", "errors", "who"):
        for sample in lake.search_sample_queries(SearchPhrase=phrase)["SearchResults"]:
            assert 0 < sample["Relevance"] <= 1
            found[sample["Name"]] = sample["SQL"]
    assert len(found) >= 10
    for name, sql in found.items():
        query = lake.start_query(QueryStatement=sql.replace("$EDS_ID", store_id(active)))["QueryId"]
        assert finished(lake, query)["QueryStatus"] == "FINISHED", name
    assert lake.search_sample_queries(SearchPhrase="access keys")["SearchResults"][0]["Name"] == "Access keys made and removed"
    assert lake.search_sample_queries(SearchPhrase="zzzz")["SearchResults"] == []

"""Notifications of buckets: to queues, functions and EventBridge, with boto3 and the AWS CLI."""

import json
import time

import pytest

import lambda_support
from harness import allow, error_code, policy, unique, wait_for

REGION = "us-east-1"


@pytest.fixture
def bucket(module_server):
    return make_bucket(module_server)


def make_bucket(server):
    name = unique("bucket")
    server.client("s3").create_bucket(Bucket=name)
    return name


def make_queue(server, principal="s3.amazonaws.com", **condition):
    """A queue that a service may send to: (URL, ARN)."""
    sqs = server.client("sqs")
    url = sqs.create_queue(QueueName=unique("queue"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = allow("sqs:SendMessage", arn, Principal={"Service": principal}, **condition)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    return url, arn


def notify(server, bucket, *queues, **more):
    given = {"QueueConfigurations": list(queues)} if queues else {}
    server.client("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=given | more)


def received(server, url, count, seconds=20):
    """Bodies of exactly so many messages, oldest first by the time of what happened."""
    found, sqs = [], server.client("sqs")

    def enough():
        for message in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            found.append(json.loads(message["Body"]))
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return len(found) >= count

    wait_for(enough, seconds)
    assert len(found) == count, found
    return found


def records(server, url, count):
    bodies = received(server, url, count)
    assert all(len(body["Records"]) == 1 for body in bodies)
    return sorted((body["Records"][0] for body in bodies), key=lambda record: record["s3"]["object"]["sequencer"])


def test_what_happens_to_objects_is_in_the_queue(module_server, bucket):
    s3 = module_server.client("s3")
    url, arn = make_queue(module_server)
    events = ["s3:ObjectCreated:*", "s3:ObjectRemoved:*", "s3:ObjectTagging:*"]
    notify(module_server, bucket, {"Id": "all", "QueueArn": arn, "Events": events})
    test = received(module_server, url, 1)[0]
    assert (test["Service"], test["Event"], test["Bucket"]) == ("Amazon S3", "s3:TestEvent", bucket)

    key = "folder/a file+ü.txt"
    etag = s3.put_object(Bucket=bucket, Key=key, Body=b"hello")["ETag"].strip('"')
    s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": key})
    upload = s3.create_multipart_upload(Bucket=bucket, Key="parts")["UploadId"]
    part = s3.upload_part(Bucket=bucket, Key="parts", UploadId=upload, PartNumber=1, Body=b"part")["ETag"]
    s3.complete_multipart_upload(Bucket=bucket, Key="parts", UploadId=upload, MultipartUpload={"Parts": [{"PartNumber": 1, "ETag": part}]})
    s3.put_object_tagging(Bucket=bucket, Key="copy", Tagging={"TagSet": [{"Key": "a", "Value": "b"}]})
    s3.delete_object_tagging(Bucket=bucket, Key="copy")
    s3.delete_object(Bucket=bucket, Key="copy")
    s3.delete_object(Bucket=bucket, Key="never was there")
    s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key}, {"Key": "parts"}]})

    found = records(module_server, url, 8)
    names = sorted((r["eventName"], r["s3"]["object"]["key"]) for r in found)
    encoded = "folder/a+file%2B%C3%BC.txt"
    assert names == sorted([
        ("ObjectCreated:Put", encoded), ("ObjectCreated:Copy", "copy"), ("ObjectCreated:CompleteMultipartUpload", "parts"),
        ("ObjectTagging:Put", "copy"), ("ObjectTagging:Delete", "copy"),
        ("ObjectRemoved:Delete", "copy"), ("ObjectRemoved:Delete", encoded), ("ObjectRemoved:Delete", "parts"),
    ])
    put = next(r for r in found if r["eventName"] == "ObjectCreated:Put")
    assert put["eventSource"] == "aws:s3" and put["awsRegion"] == REGION and put["eventVersion"] == "2.1"
    assert put["s3"]["bucket"]["arn"] == f"arn:aws:s3:::{bucket}" and put["s3"]["configurationId"] == "all"
    assert (put["s3"]["object"]["size"], put["s3"]["object"]["eTag"]) == (5, etag)
    assert put["requestParameters"]["sourceIPAddress"] == "127.0.0.1" and put["userIdentity"]["principalId"].startswith("AWS:")
    assert "versionId" not in put["s3"]["object"] and put["responseElements"]["x-amz-request-id"]
    assert "eTag" not in next(r for r in found if r["eventName"] == "ObjectRemoved:Delete")["s3"]["object"]


def test_versions_are_named(module_server, bucket):
    s3 = module_server.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    url, arn = make_queue(module_server)
    notify(module_server, bucket, {"QueueArn": arn, "Events": ["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"]})
    received(module_server, url, 1)
    version = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    marker = s3.delete_object(Bucket=bucket, Key="k")["VersionId"]
    s3.delete_object(Bucket=bucket, Key="k", VersionId=version)
    found = records(module_server, url, 3)
    assert [(r["eventName"], r["s3"]["object"]["versionId"]) for r in found] == [
        ("ObjectCreated:Put", version), ("ObjectRemoved:DeleteMarkerCreated", marker), ("ObjectRemoved:Delete", version)]


def test_keys_are_filtered_by_both_ends(module_server, bucket):
    s3 = module_server.client("s3")
    url, arn = make_queue(module_server)
    rules = [{"Name": "prefix", "Value": "in/"}, {"Name": "suffix", "Value": ".csv"}]
    given = {"Id": "csv", "QueueArn": arn, "Events": ["s3:ObjectCreated:*"], "Filter": {"Key": {"FilterRules": rules}}}
    notify(module_server, bucket, given)
    received(module_server, url, 1)
    for key in ("in/a.txt", "out/a.csv", "in/a.csv"):
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    assert records(module_server, url, 1)[0]["s3"]["object"]["key"] == "in/a.csv"
    told = s3.get_bucket_notification_configuration(Bucket=bucket)
    assert told["QueueConfigurations"] == [given]
    notify(module_server, bucket)
    assert "QueueConfigurations" not in s3.get_bucket_notification_configuration(Bucket=bucket)


def test_the_cli_sets_and_reads(module_server, bucket):
    url, arn = make_queue(module_server)
    given = json.dumps({"QueueConfigurations": [{"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]}], "EventBridgeConfiguration": {}})
    module_server.cli(["s3api", "put-bucket-notification-configuration", "--bucket", bucket, "--notification-configuration", given])
    told = module_server.cli(["s3api", "get-bucket-notification-configuration", "--bucket", bucket])
    assert told["QueueConfigurations"][0]["QueueArn"] == arn and told["EventBridgeConfiguration"] == {}
    received(module_server, url, 1)


def test_what_cannot_be_notified_is_refused(module_server, bucket):
    sqs = module_server.client("sqs")
    closed = sqs.create_queue(QueueName=unique("closed"))["QueueUrl"]
    closed = sqs.get_queue_attributes(QueueUrl=closed, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    _, elsewhere = make_queue(module_server, Condition={"ArnLike": {"aws:SourceArn": "arn:aws:s3:::another-bucket"}})
    _, arn = make_queue(module_server)
    nowhere = f"arn:aws:sqs:{REGION}:{module_server.account}:nowhere"
    created = ["s3:ObjectCreated:*"]
    for queues in (
        [{"QueueArn": closed, "Events": created}],
        [{"QueueArn": elsewhere, "Events": created}],
        [{"QueueArn": nowhere, "Events": created}],
        [{"QueueArn": "queue", "Events": created}],
        [{"QueueArn": arn, "Events": created}, {"QueueArn": arn, "Events": ["s3:ObjectCreated:Put"]}],
        [{"Id": "x", "QueueArn": arn, "Events": created}, {"Id": "x", "QueueArn": arn, "Events": ["s3:ObjectRemoved:*"]}],
    ):
        with error_code("InvalidArgument", 400):
            notify(module_server, bucket, *queues)
    with error_code("InvalidArgument", 400):
        notify(module_server, bucket, LambdaFunctionConfigurations=[
            {"LambdaFunctionArn": f"arn:aws:lambda:{REGION}:{module_server.account}:function:nowhere", "Events": created}])
    assert "QueueConfigurations" not in module_server.client("s3").get_bucket_notification_configuration(Bucket=bucket)
    # Unless it is not to be looked at.
    module_server.client("s3").put_bucket_notification_configuration(
        Bucket=bucket, NotificationConfiguration={"QueueConfigurations": [{"QueueArn": closed, "Events": created}]},
        SkipDestinationValidation=True)
    module_server.client("s3").put_object(Bucket=bucket, Key="k", Body=b"stored all the same")


def test_what_a_queue_refuses_comes_when_it_is_open_again(module_server, bucket):
    sqs, s3 = module_server.client("sqs"), module_server.client("s3")
    url, arn = make_queue(module_server)
    notify(module_server, bucket, {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]})
    received(module_server, url, 1)
    open_policy = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    s3.put_object(Bucket=bucket, Key="late", Body=b"")
    time.sleep(1.5)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": open_policy})
    assert records(module_server, url, 1)[0]["s3"]["object"]["key"] == "late"


def test_event_bridge_gets_everything(module_server, bucket):
    s3, events = module_server.client("s3"), module_server.client("events")
    url, arn = make_queue(module_server, "events.amazonaws.com")
    rule = unique("rule")
    events.put_rule(Name=rule, EventPattern=json.dumps({"source": ["aws.s3"], "detail": {"bucket": {"name": [bucket]}}}))
    events.put_targets(Rule=rule, Targets=[{"Id": "q", "Arn": arn}])
    s3.put_object(Bucket=bucket, Key="before", Body=b"not told")
    notify(module_server, bucket, EventBridgeConfiguration={})
    s3.put_object(Bucket=bucket, Key="a b", Body=b"12345")
    s3.delete_object(Bucket=bucket, Key="a b")
    created, deleted = sorted(received(module_server, url, 2), key=lambda event: event["detail-type"])
    assert (created["detail-type"], deleted["detail-type"]) == ("Object Created", "Object Deleted")
    assert created["source"] == "aws.s3" and created["resources"] == [f"arn:aws:s3:::{bucket}"]
    detail = created["detail"]
    assert (detail["object"]["key"], detail["object"]["size"], detail["reason"]) == ("a b", 5, "PutObject")
    assert detail["requester"] == module_server.account and detail["source-ip-address"] == "127.0.0.1"
    assert (deleted["detail"]["deletion-type"], deleted["detail"]["reason"]) == ("Permanently Deleted", "DeleteObject")


def test_only_who_may_sets_notifications(module_server, bucket):
    nobody = module_server.user(unique("nobody"), inline=json.loads(policy(allow("s3:PutObject"))))
    for call in (
        lambda s3: s3.put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration={}),
        lambda s3: s3.get_bucket_notification_configuration(Bucket=bucket),
    ):
        with error_code("AccessDenied", 403):
            call(module_server.client("s3", nobody))


def test_a_function_is_invoked(fresh, tmp_path):
    server = fresh(**lambda_support.options())
    out = tmp_path / "seen"
    function = lambda_support.make_function(server, f"""
        import json
        def handler(event, context):
            with open({str(out)!r}, "w") as file:
                json.dump(event, file)
    """)
    client, bucket = server.client("lambda"), make_bucket(server)
    arn = client.get_function(FunctionName=function)["Configuration"]["FunctionArn"]
    given = {"LambdaFunctionConfigurations": [{"Id": "f", "LambdaFunctionArn": arn, "Events": ["s3:ObjectCreated:*"]}]}
    with error_code("InvalidArgument", 400):
        server.client("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=given)
    client.add_permission(FunctionName=function, StatementId="s3", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com",
                          SourceArn=f"arn:aws:s3:::{bucket}", SourceAccount=server.account)
    server.client("s3").put_bucket_notification_configuration(Bucket=bucket, NotificationConfiguration=given)
    server.client("s3").put_object(Bucket=bucket, Key="k", Body=b"abc")
    wait_for(lambda: out.exists() and out.read_text(), 30)
    record = json.loads(out.read_text())["Records"][0]
    assert (record["eventName"], record["s3"]["object"]["key"]) == ("ObjectCreated:Put", "k")


def test_lifecycle_rules_say_what_they_removed(sandbox):
    s3 = sandbox.client("s3")
    bucket = make_bucket(sandbox)
    url, arn = make_queue(sandbox)
    notify(sandbox, bucket, {"QueueArn": arn, "Events": ["s3:LifecycleExpiration:*"]}, )
    received(sandbox, url, 1)
    s3.put_object(Bucket=bucket, Key="old", Body=b"x")
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": ""}, "Expiration": {"Days": 1}}]})
    sandbox.advance(3 * 86_400)
    record = records(sandbox, url, 1)[0]
    assert (record["eventName"], record["s3"]["object"]["key"], record["eventVersion"]) == ("LifecycleExpiration:Delete", "old", "2.3")


def test_killed_in_the_middle_each_notification_comes_once(fresh):
    server = fresh()
    bucket, (url, arn) = make_bucket(server), make_queue(server)
    notify(server, bucket, {"QueueArn": arn, "Events": ["s3:ObjectCreated:*"]})
    received(server, url, 1)
    keys = []
    for round_number in range(4):
        for number in range(15):
            key = f"{round_number}-{number}"
            server.client("s3").put_object(Bucket=bucket, Key=key, Body=b"")
            keys.append(key)
        server.kill()
        server.restart()
    found = records(server, url, len(keys))
    assert sorted(record["s3"]["object"]["key"] for record in found) == sorted(keys)

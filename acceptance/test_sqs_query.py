"""SQS as clients from before November 2023 speak it: forms with an `Action`, answers in XML, the errors' older codes."""

import hashlib
import json
import urllib.parse
from xml.etree import ElementTree

import pytest
from botocore.exceptions import ClientError

from harness import HOME_REGION, allow, error_code, events, new_account, policy, unique, wait_for
from older_support import older  # noqa: F401 - a fixture
from test_bad_input import signed

NAMESPACE = "{http://queue.amazonaws.com/doc/2012-11-05/}"
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
ATTRIBUTES = {
    "text": {"DataType": "String", "StringValue": "ü <&>"},
    "number": {"DataType": "Number.int", "StringValue": "-7"},
    "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
}


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def sqs(older):  # noqa: F811
    client = older("sqs")
    assert (client.version[:4], client.protocol) == ("1.29", "query")
    return client


@pytest.fixture(scope="module")
def today(server):
    """A client that speaks JSON."""
    return server.client("sqs")


def make(sqs, fifo: bool = False, **attributes) -> str:
    name = unique("older") + (".fifo" if fifo else "")
    if fifo:
        attributes["FifoQueue"] = "true"
    return sqs.create_queue(QueueName=name, Attributes={k: str(v) for k, v in attributes.items()})["QueueUrl"]


def arn(sqs, url: str) -> str:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def form(server, path: str = "/", **members):
    """A signed form; `a__b` is the member a.b."""
    body = urllib.parse.urlencode({"Version": "2012-11-05"} | {k.replace("__", "."): v for k, v in members.items()}).encode()
    return signed(server, "sqs", body, FORM, path)


def texts(answer, name: str) -> list:
    return [element.text for element in ElementTree.fromstring(answer.body).iter(NAMESPACE + name)]


def test_every_operation_with_a_client_of_then(server, sqs, today):
    member = new_account(server, unique("member"))
    prefix = unique("every")
    url = sqs.create_queue(QueueName=f"{prefix}-1", Attributes={"VisibilityTimeout": "7", "DelaySeconds": "0"}, tags={"team": "a"})["QueueUrl"]
    assert sqs.get_queue_url(QueueName=f"{prefix}-1")["QueueUrl"] == url
    other = sqs.create_queue(QueueName=f"{prefix}-2")["QueueUrl"]
    first = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=1)
    rest = sqs.list_queues(QueueNamePrefix=prefix, MaxResults=1, NextToken=first["NextToken"])
    assert first["QueueUrls"] + rest["QueueUrls"] == [url, other]

    # Tags and attributes.
    sqs.tag_queue(QueueUrl=url, Tags={"stage": "b", "more": "ü"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["stage"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a", "more": "ü"} == today.list_queue_tags(QueueUrl=url)["Tags"]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "8", "MessageRetentionPeriod": "600"})
    names = ["VisibilityTimeout", "MessageRetentionPeriod"]
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"] == {"VisibilityTimeout": "8", "MessageRetentionPeriod": "600"}
    everything = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert everything == today.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]

    # Permissions.
    sqs.add_permission(QueueUrl=url, Label="send", AWSAccountIds=[member.account], Actions=["SendMessage", "GetQueueUrl"])
    (statement,) = json.loads(sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])["Attributes"]["Policy"])["Statement"]
    assert statement["Sid"] == "send" and sorted(statement["Action"]) == ["SQS:GetQueueUrl", "SQS:SendMessage"]
    sqs.remove_permission(QueueUrl=url, Label="send")

    # One message; botocore of then checks the MD5 of the body, and this the others.
    sent = sqs.send_message(QueueUrl=url, MessageBody="hello ☂\t<&>", MessageAttributes=ATTRIBUTES, DelaySeconds=0, MessageSystemAttributes={
        "AWSTraceHeader": {"DataType": "String", "StringValue": "Root=1-5759e988-bd862e3fe1be46a994272793"}})
    assert sent["MD5OfMessageBody"] == hashlib.md5("hello ☂\t<&>".encode()).hexdigest()
    assert len(sent["MD5OfMessageAttributes"]) == len(sent["MD5OfMessageSystemAttributes"]) == 32
    (got,) = sqs.receive_message(QueueUrl=url, AttributeNames=["All"], MessageAttributeNames=["All"], WaitTimeSeconds=2)["Messages"]
    assert (got["MessageId"], got["Body"], got["MessageAttributes"]) == (sent["MessageId"], "hello ☂\t<&>", ATTRIBUTES)
    assert got["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert got["Attributes"]["ApproximateReceiveCount"] == "1" and got["Attributes"]["AWSTraceHeader"].startswith("Root=")
    assert "Messages" not in sqs.receive_message(QueueUrl=url)
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=got["ReceiptHandle"], VisibilityTimeout=0)
    (again,) = sqs.receive_message(QueueUrl=url, AttributeNames=["ApproximateReceiveCount"], MessageAttributeNames=["num*", "text"], WaitTimeSeconds=2)["Messages"]
    assert again["Attributes"] == {"ApproximateReceiveCount": "2"} and sorted(again["MessageAttributes"]) == ["text"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=again["ReceiptHandle"])

    # Batches.
    entries = [{"Id": f"m{i}", "MessageBody": f"body {i}", "MessageAttributes": ATTRIBUTES} for i in range(3)] + [{"Id": "bad", "MessageBody": "x", "DelaySeconds": 901}]
    sent = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert [entry["Id"] for entry in sent["Successful"]] == ["m0", "m1", "m2"]
    assert [(e["Id"], e["Code"], e["SenderFault"]) for e in sent["Failed"]] == [("bad", "InvalidParameterValue", True)]
    got = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, VisibilityTimeout=60)["Messages"]
    assert sorted(m["Body"] for m in got) == ["body 0", "body 1", "body 2"]
    hidden = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"], "VisibilityTimeout": 100} for i, m in enumerate(got)]
    assert len(sqs.change_message_visibility_batch(QueueUrl=url, Entries=hidden)["Successful"]) == 3
    gone = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)] + [{"Id": "x", "ReceiptHandle": "no"}]
    removed = sqs.delete_message_batch(QueueUrl=url, Entries=gone)
    assert len(removed["Successful"]) == 3 and removed["Failed"][0]["Code"] == "ReceiptHandleIsInvalid"

    # Dead letters, and back.
    dead = make(sqs)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn(sqs, dead), "maxReceiveCount": 1})})
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.send_message(QueueUrl=url, MessageBody="poison")
    (got,) = sqs.receive_message(QueueUrl=url, VisibilityTimeout=0)["Messages"]
    wait_for(lambda: "Messages" not in sqs.receive_message(QueueUrl=url) and sqs.get_queue_attributes(
        QueueUrl=dead, AttributeNames=["ApproximateNumberOfMessages"])["Attributes"]["ApproximateNumberOfMessages"] == "1", 5)
    handle = sqs.start_message_move_task(SourceArn=arn(sqs, dead), MaxNumberOfMessagesPerSecond=10)["TaskHandle"]
    done = wait_for(lambda: next((r for r in sqs.list_message_move_tasks(SourceArn=arn(sqs, dead))["Results"] if r["Status"] == "COMPLETED"), None), 15)
    assert (done["ApproximateNumberOfMessagesMoved"], done["SourceArn"]) == (1, arn(sqs, dead))
    with error_code("AWS.SimpleQueueService.UnsupportedOperation", 400):
        sqs.cancel_message_move_task(TaskHandle=handle)
    slow = make(sqs)
    sqs.set_queue_attributes(QueueUrl=other, Attributes={"RedrivePolicy": json.dumps({"deadLetterTargetArn": arn(sqs, slow), "maxReceiveCount": 1})})
    for start in range(3):
        sqs.send_message_batch(QueueUrl=slow, Entries=[{"Id": f"{i}", "MessageBody": f"{start}{i}"} for i in range(10)])
    running = sqs.start_message_move_task(SourceArn=arn(sqs, slow), MaxNumberOfMessagesPerSecond=1)["TaskHandle"]
    assert sqs.cancel_message_move_task(TaskHandle=running)["ApproximateNumberOfMessagesMoved"] < 30

    sqs.purge_queue(QueueUrl=other)
    sqs.delete_queue(QueueUrl=other)
    assert sqs.called == set(sqs.operations), set(sqs.operations) - sqs.called


def test_both_kinds_of_clients_share_queues(sqs, today):
    url = make(sqs, fifo=True)
    one = sqs.send_message(QueueUrl=url, MessageBody="then", MessageGroupId="g", MessageDeduplicationId="1", MessageAttributes=ATTRIBUTES)
    two = today.send_message(QueueUrl=url, MessageBody="today", MessageGroupId="g", MessageDeduplicationId="2", MessageAttributes=ATTRIBUTES)
    assert int(one["SequenceNumber"]) < int(two["SequenceNumber"])
    assert one["MD5OfMessageAttributes"] == two["MD5OfMessageAttributes"]
    (first,) = today.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"]
    assert (first["Body"], first["MessageAttributes"], first["Attributes"]["MessageGroupId"]) == ("then", ATTRIBUTES, "g")
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    (second,) = sqs.receive_message(QueueUrl=url, MessageAttributeNames=["All"], AttributeNames=["All"])["Messages"]
    assert (second["Body"], second["MessageAttributes"], second["Attributes"]["SequenceNumber"]) == ("today", ATTRIBUTES, two["SequenceNumber"])


def test_errors_have_their_older_codes(server, sqs, today):
    """Of both: clients of today are told the older code in a header, and show it."""
    url = make(sqs)
    gone = make(sqs)
    sqs.delete_queue(QueueUrl=gone)
    name = url.rsplit("/", 1)[1]
    sqs.purge_queue(QueueUrl=url)
    message = {"QueueUrl": url, "MessageBody": "x"}
    older_code = "AWS.SimpleQueueService."
    for operation, given, code, status in (
        ("send_message", message | {"QueueUrl": gone}, older_code + "NonExistentQueue", 400),
        ("create_queue", {"QueueName": gone.rsplit("/", 1)[1]}, older_code + "QueueDeletedRecently", 400),
        ("create_queue", {"QueueName": name, "Attributes": {"DelaySeconds": "9"}}, "QueueAlreadyExists", 400),
        ("purge_queue", {"QueueUrl": url}, older_code + "PurgeQueueInProgress", 403),
        ("send_message_batch", {"QueueUrl": url, "Entries": [{"Id": "a", "MessageBody": "x"}] * 2}, older_code + "BatchEntryIdsNotDistinct", 400),
        ("send_message_batch", {"QueueUrl": url, "Entries": [{"Id": "a b", "MessageBody": "x"}]}, older_code + "InvalidBatchEntryId", 400),
        ("send_message_batch", {"QueueUrl": url, "Entries": [{"Id": f"{i}", "MessageBody": "x"} for i in range(11)]},
         older_code + "TooManyEntriesInBatchRequest", 400),
        ("send_message_batch", {"QueueUrl": url, "Entries": [{"Id": f"{i}", "MessageBody": "x" * 600_000} for i in range(2)]},
         older_code + "BatchRequestTooLong", 400),
        ("send_message", {"QueueUrl": url, "MessageBody": "\x00"}, "InvalidMessageContents", 400),
        ("delete_message", {"QueueUrl": url, "ReceiptHandle": "no"}, "ReceiptHandleIsInvalid", 400),
        ("get_queue_attributes", {"QueueUrl": url, "AttributeNames": ["Colour"]}, "InvalidAttributeName", 400),
        ("set_queue_attributes", {"QueueUrl": url, "Attributes": {"DelaySeconds": "901"}}, "InvalidAttributeValue", 400),
        ("receive_message", {"QueueUrl": url, "MaxNumberOfMessages": 11}, "InvalidParameterValue", 400),
        ("list_message_move_tasks", {"SourceArn": arn(sqs, url)[:-1] + "-not"}, "ResourceNotFoundException", 404),
        ("cancel_message_move_task", {"TaskHandle": "bm90"}, "ResourceNotFoundException", 404),
    ):
        with error_code(code, status) as caught:
            getattr(sqs, operation)(**given)
        assert caught.value.response["Error"]["Type"] == "Sender", caught.value.response
        with error_code(code, 400) as newer:
            getattr(today, operation)(**given)
        assert newer.value.response["ResponseMetadata"]["HTTPHeaders"]["x-amzn-query-error"] == f"{code};Sender"
        assert newer.value.response["Error"]["Message"] == caught.value.response["Error"]["Message"]


def test_who_may_not(server, older, sqs, today):  # noqa: F811
    url = make(sqs)
    nobody = older("sqs", server.user(unique("nobody")))
    with error_code("AccessDenied", 403, "is not authorized to perform: sqs:sendmessage|sqs:SendMessage"):
        nobody.send_message(QueueUrl=url, MessageBody="x")
    with error_code("AccessDenied", 403):
        nobody.create_queue(QueueName=unique("no"))
    sender = older("sqs", server.user(unique("sender"), inline=policy(allow("sqs:SendMessage", arn(sqs, url)))))
    sender.send_message(QueueUrl=url, MessageBody="may")
    with error_code("AccessDenied", 403):
        sender.receive_message(QueueUrl=url)
    assert today.receive_message(QueueUrl=url)["Messages"][0]["Body"] == "may"
    wrong = older("sqs", {"AccessKeyId": "AKIAUNKNOWNUNKNOWN12", "SecretAccessKey": "0" * 40})
    with pytest.raises(ClientError) as caught:
        wrong.list_queues()
    assert (caught.value.response["Error"]["Code"], caught.value.response["ResponseMetadata"]["HTTPStatusCode"]) == ("InvalidClientTokenId", 403)


def test_forms_posted_to_the_queue(server, sqs):
    """As the SDK for Java 1 does it: the queue is the path."""
    url = make(sqs)
    path = urllib.parse.urlparse(url).path
    sent = form(server, path, Action="SendMessage", MessageBody="in the path", MessageAttribute__1__Name="a",
                MessageAttribute__1__Value__DataType="String", MessageAttribute__1__Value__StringValue="b")
    assert sent.status == 200 and texts(sent, "MD5OfMessageBody") == [hashlib.md5(b"in the path").hexdigest()]
    got = form(server, path + "/", Action="ReceiveMessage", AttributeName__1="SenderId", AttributeName__2="SentTimestamp", MessageAttributeName__1="All")
    assert texts(got, "Body") == ["in the path"] and texts(got, "Name") == ["SenderId", "SentTimestamp", "a"] and texts(got, "StringValue") == ["b"]
    root = ElementTree.fromstring(got.body)
    assert root.tag == NAMESPACE + "ReceiveMessageResponse"
    assert [e.tag for e in root] == [NAMESPACE + "ReceiveMessageResult", NAMESPACE + "ResponseMetadata"]
    assert [e.tag for e in root[0]] == [NAMESPACE + "Message"]
    (handle,) = texts(got, "ReceiptHandle")
    batch = form(server, path, Action="ChangeMessageVisibilityBatch", ChangeMessageVisibilityBatchRequestEntry__1__Id="a",
                 ChangeMessageVisibilityBatchRequestEntry__1__ReceiptHandle=handle, ChangeMessageVisibilityBatchRequestEntry__1__VisibilityTimeout="0",
                 ChangeMessageVisibilityBatchRequestEntry__2__Id="b", ChangeMessageVisibilityBatchRequestEntry__2__ReceiptHandle="no")
    assert texts(batch, "Id") == ["a", "b"] and texts(batch, "Code") == ["ReceiptHandleIsInvalid"] and texts(batch, "SenderFault") == ["true"]
    # The queue that a form names counts more than the path, and a path that is no queue's is none.
    assert form(server, "/123456789012/other", Action="GetQueueAttributes", QueueUrl=url).status == 200
    assert form(server, "/queue/of/nobody", Action="GetQueueAttributes").code == "AWS.SimpleQueueService.NonExistentQueue"
    assert form(server, "/", Action="SendMessage", MessageBody="where to?").status == 400


def test_forms_of_the_first_clients(server, sqs):
    """Actions in the query string, and single items without numbers."""
    url = make(sqs)
    path = urllib.parse.urlparse(url).path
    single = form(server, path, Action="SetQueueAttributes", Attribute__Name="VisibilityTimeout", Attribute__Value="35")
    assert single.status == 200, single.body
    asked = urllib.parse.urlencode({"Action": "GetQueueAttributes", "AttributeName": "VisibilityTimeout", "Version": "2012-11-05"})
    shown = signed(server, "sqs", b"", {}, f"{path}?{asked}", method="GET")
    assert shown.status == 200 and (texts(shown, "Name"), texts(shown, "Value")) == (["VisibilityTimeout"], ["35"])


def test_forms_that_are_wrong(server, sqs):
    url = make(sqs)
    for members, code, status in (
        ({"Action": "Nothing"}, "InvalidAction", 400),
        ({"Action": "SendMessage", "Version": "1999-01-01"}, "InvalidAction", 400),
        ({"Action": "SendMessage", "QueueUrl": url, "MessageBody": "x", "DelaySeconds": "soon"}, "MalformedInput", 400),
        ({"Action": "SendMessage", "QueueUrl": url, "MessageBody": "x", "MessageAttribute.x.Name": "a"}, "MalformedInput", 400),
        ({"Action": "SetQueueAttributes", "QueueUrl": url, "Attribute.1.Value": "a"}, "MalformedInput", 400),
    ):
        answer = form(server, **members)
        assert (answer.code, answer.status) == (code, status), answer.body
    assert signed(server, "sqs", b"no=action", FORM).code == "MissingAction"


def test_calls_are_recorded_as_others(server, sqs):
    name = unique("recorded")
    url = sqs.create_queue(QueueName=name, Attributes={"DelaySeconds": "5"}, tags={"team": "a"})["QueueUrl"]
    (record,) = wait_for(lambda: [e for e in events(server, EventName="CreateQueue") if e["requestParameters"].get("queueName") == name])
    assert record["requestParameters"] == {"queueName": name, "attributes": {"DelaySeconds": "5"}, "tags": {"team": "a"}}
    assert (record["eventSource"], record["awsRegion"]) == ("sqs.amazonaws.com", HOME_REGION)
    assert record["responseElements"]["queueUrl"] == url

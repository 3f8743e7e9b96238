"""SQS with boto3 and the AWS CLI: standard and FIFO queues, waits, dead letters, policies, durability."""

import hashlib
import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from harness import Cloudkeep, allow, deny, error_code, new_account, policy, unique, wait_for

ALL = {"AttributeNames": ["All"], "MessageAttributeNames": ["All"]}


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def sqs(server):
    return server.client("sqs")


def make(sqs, fifo: bool = False, **attributes) -> str:
    name = unique("queue") + (".fifo" if fifo else "")
    if fifo:
        attributes["FifoQueue"] = "true"
    return sqs.create_queue(QueueName=name, Attributes={k: str(v) for k, v in attributes.items()})["QueueUrl"]


def arn(sqs, url: str) -> str:
    return sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]


def receive(sqs, url: str, most: int = 10, **more) -> list:
    return sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=most, **more).get("Messages", [])


def bodies(sqs, url: str, most: int = 10, **more) -> list:
    return [message["Body"] for message in receive(sqs, url, most, **more)]


def delete(sqs, url: str, message: dict) -> None:
    sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])


def counted(sqs, url: str) -> tuple:
    names = [f"ApproximateNumberOfMessages{kind}" for kind in ("", "NotVisible", "Delayed")]
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return tuple(int(found[name]) for name in names)


def test_a_message_is_sent_received_and_removed(sqs):
    url = make(sqs)
    attributes = {
        "text": {"DataType": "String", "StringValue": "ü"},
        "number": {"DataType": "Number.int", "StringValue": "-7"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = sqs.send_message(QueueUrl=url, MessageBody="hello ☂", MessageAttributes=attributes)
    assert sent["MD5OfMessageBody"] == hashlib.md5("hello ☂".encode()).hexdigest()
    (got,) = receive(sqs, url, **ALL)  # botocore checks both MD5 sums
    assert (got["MessageId"], got["Body"], got["MessageAttributes"]) == (sent["MessageId"], "hello ☂", attributes)
    assert got["MD5OfMessageAttributes"] == sent["MD5OfMessageAttributes"]
    assert got["Attributes"]["ApproximateReceiveCount"] == "1"
    assert abs(int(got["Attributes"]["SentTimestamp"]) / 1000 - time.time()) < 60
    assert counted(sqs, url) == (0, 1, 0)
    assert receive(sqs, url) == []
    delete(sqs, url, got)
    delete(sqs, url, got)
    assert counted(sqs, url) == (0, 0, 0)


def test_hidden_messages_come_back(sqs):
    url = make(sqs, VisibilityTimeout=1)
    sqs.send_message(QueueUrl=url, MessageBody="again")
    (first,) = receive(sqs, url)
    (second,) = receive(sqs, url, WaitTimeSeconds=5, **ALL)
    assert second["Attributes"]["ApproximateReceiveCount"] == "2" and second["ReceiptHandle"] != first["ReceiptHandle"]
    delete(sqs, url, first)  # an old handle removes nothing
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=second["ReceiptHandle"], VisibilityTimeout=0)
    (third,) = receive(sqs, url, WaitTimeSeconds=2)
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=600)
    time.sleep(1.2)
    assert receive(sqs, url) == []
    delete(sqs, url, third)
    with error_code("InvalidParameterValue", 400, "does not exist"):
        sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=third["ReceiptHandle"], VisibilityTimeout=0)
    with pytest.raises(sqs.exceptions.ReceiptHandleIsInvalid):
        sqs.delete_message(QueueUrl=url, ReceiptHandle="nonsense")


def test_waiting_ends_with_the_message(sqs):
    url = make(sqs)
    with ThreadPoolExecutor(1) as pool:
        began = time.monotonic()
        waiting = pool.submit(receive, sqs, url, WaitTimeSeconds=20)
        time.sleep(0.5)
        sqs.send_message(QueueUrl=url, MessageBody="now")
        assert [m["Body"] for m in waiting.result()] == ["now"]
        assert time.monotonic() - began < 10
    began = time.monotonic()
    assert receive(sqs, url, WaitTimeSeconds=1) == []
    assert time.monotonic() - began >= 0.9


def test_delays(sqs):
    url = make(sqs, DelaySeconds=1)
    sqs.send_message(QueueUrl=url, MessageBody="queue's")
    sqs.send_message(QueueUrl=url, MessageBody="own", DelaySeconds=0)
    assert bodies(sqs, url) == ["own"]
    assert counted(sqs, url)[2] == 1
    assert bodies(sqs, url, WaitTimeSeconds=5) == ["queue's"]


def test_batches_have_outcomes_of_their_own(sqs):
    url = make(sqs)
    entries = [{"Id": f"m{i}", "MessageBody": f"body {i}"} for i in range(9)] + [{"Id": "bad", "MessageBody": "\x00"}]
    sent = sqs.send_message_batch(QueueUrl=url, Entries=entries)
    assert [entry["Id"] for entry in sent["Successful"]] == [f"m{i}" for i in range(9)]
    assert [(entry["Id"], entry["Code"], entry["SenderFault"]) for entry in sent["Failed"]] == [("bad", "InvalidMessageContents", True)]
    got = receive(sqs, url)
    assert sorted(m["Body"] for m in got) == [f"body {i}" for i in range(9)]
    hidden = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"], "VisibilityTimeout": 100} for i, m in enumerate(got)]
    assert len(sqs.change_message_visibility_batch(QueueUrl=url, Entries=hidden)["Successful"]) == 9
    gone = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(got)] + [{"Id": "x", "ReceiptHandle": "no"}]
    removed = sqs.delete_message_batch(QueueUrl=url, Entries=gone)
    assert len(removed["Successful"]) == 9 and removed["Failed"][0]["Code"] == "ReceiptHandleIsInvalid"
    assert counted(sqs, url) == (0, 0, 0)
    for entries, error in (
        ([], "EmptyBatchRequest"),
        ([{"Id": "a", "MessageBody": "x"}] * 2, "BatchEntryIdsNotDistinct"),
        ([{"Id": "a b", "MessageBody": "x"}], "InvalidBatchEntryId"),
        ([{"Id": f"{i}", "MessageBody": "x"} for i in range(11)], "TooManyEntriesInBatchRequest"),
        ([{"Id": f"{i}", "MessageBody": "x" * 600_000} for i in range(2)], "BatchRequestTooLong"),
    ):
        with pytest.raises(getattr(sqs.exceptions, error)):
            sqs.send_message_batch(QueueUrl=url, Entries=entries)


def test_fifo_keeps_the_order_of_groups(sqs):
    url = make(sqs, fifo=True, VisibilityTimeout=60)
    sequence = []
    for i in range(4):
        for group in ("a", "b"):
            sent = sqs.send_message(QueueUrl=url, MessageBody=f"{group}{i}", MessageGroupId=group, MessageDeduplicationId=f"{group}{i}")
            sequence.append(sent["SequenceNumber"])
    assert all(len(s) == 20 for s in sequence)
    first = receive(sqs, url, 2, **ALL)
    assert [m["Body"] for m in first] == ["a0", "a1"] and first[0]["Attributes"]["MessageGroupId"] == "a"
    second = receive(sqs, url, 10)
    assert [m["Body"] for m in second] == ["b0", "b1", "b2", "b3"], "a group with messages in flight waits"
    assert receive(sqs, url) == []
    delete(sqs, url, first[1])
    assert receive(sqs, url) == [], "the first one is still in flight"
    delete(sqs, url, first[0])
    assert bodies(sqs, url) == ["a2", "a3"]
    sqs.change_message_visibility(QueueUrl=url, ReceiptHandle=second[0]["ReceiptHandle"], VisibilityTimeout=0)
    assert bodies(sqs, url) == ["b0"]


def test_fifo_takes_a_message_once(sqs):
    url = make(sqs, fifo=True, ContentBasedDeduplication="true")
    one = sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="g")
    two = sqs.send_message(QueueUrl=url, MessageBody="same", MessageGroupId="h")
    assert (one["MessageId"], one["SequenceNumber"]) == (two["MessageId"], two["SequenceNumber"])
    batch = [{"Id": str(i), "MessageBody": "twice", "MessageGroupId": "g", "MessageDeduplicationId": "d"} for i in range(2)]
    sent = sqs.send_message_batch(QueueUrl=url, Entries=batch)["Successful"]
    assert sent[0]["MessageId"] == sent[1]["MessageId"]
    assert bodies(sqs, url) == ["same", "twice"]
    plain = make(sqs, fifo=True)
    with error_code("InvalidParameterValue", 400, "ContentBasedDeduplication"):
        sqs.send_message(QueueUrl=plain, MessageBody="x", MessageGroupId="g")
    with error_code("MissingParameter", 400, "MessageGroupId"):
        sqs.send_message(QueueUrl=plain, MessageBody="x", MessageDeduplicationId="d")


@pytest.mark.parametrize("fifo", [False, True])
def test_what_fails_too_often_goes_to_the_dead_letter_queue_and_back(sqs, fifo):
    dead = make(sqs, fifo=fifo)
    redrive = json.dumps({"deadLetterTargetArn": arn(sqs, dead), "maxReceiveCount": 2})
    url = make(sqs, fifo=fifo, RedrivePolicy=redrive, VisibilityTimeout=0)
    more = {"MessageGroupId": "g", "MessageDeduplicationId": "d"} if fifo else {}
    sent = sqs.send_message(QueueUrl=url, MessageBody="poison", **more)
    assert bodies(sqs, url) == ["poison"] and bodies(sqs, url, WaitTimeSeconds=2) == ["poison"]
    wait_for(lambda: receive(sqs, url) == [] and counted(sqs, dead)[0] == 1, 5)
    (got,) = receive(sqs, dead, VisibilityTimeout=0, **ALL)
    assert got["MessageId"] == sent["MessageId"] and got["Attributes"]["DeadLetterQueueSourceArn"] == arn(sqs, url)
    assert sqs.list_dead_letter_source_queues(QueueUrl=dead)["queueUrls"] == [url]
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"RedrivePolicy": json.dumps({**json.loads(redrive), "maxReceiveCount": 5})})
    handle = sqs.start_message_move_task(SourceArn=arn(sqs, dead))["TaskHandle"]
    wait_for(lambda: sqs.list_message_move_tasks(SourceArn=arn(sqs, dead))["Results"][0]["Status"] == "COMPLETED", 15)
    assert sqs.list_message_move_tasks(SourceArn=arn(sqs, dead))["Results"][0]["ApproximateNumberOfMessagesMoved"] == 1
    assert bodies(sqs, url, WaitTimeSeconds=2) == ["poison"] and counted(sqs, dead) == (0, 0, 0)
    with pytest.raises(sqs.exceptions.UnsupportedOperation):
        sqs.cancel_message_move_task(TaskHandle=handle)


def test_queues_and_their_attributes(sqs):
    url = make(sqs, VisibilityTimeout=7)
    name = url.rsplit("/", 1)[1]
    assert sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "7"})["QueueUrl"] == url
    with pytest.raises(sqs.exceptions.QueueNameExists):
        sqs.create_queue(QueueName=name, Attributes={"VisibilityTimeout": "8"})
    assert sqs.get_queue_url(QueueName=name)["QueueUrl"] == url
    found = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert found["VisibilityTimeout"] == "7" and found["MessageRetentionPeriod"] == "345600" and found["SqsManagedSseEnabled"] == "true"
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"DelaySeconds": "3"})
    assert sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["DelaySeconds"])["Attributes"] == {"DelaySeconds": "3"}
    for name_given, value, code in (
        ("DelaySeconds", "901", "InvalidAttributeValue"), ("Colour", "red", "InvalidAttributeName"), ("FifoQueue", "true", "InvalidAttributeName"),
        ("Policy", "{", "InvalidAttributeValue"),
    ):
        with error_code(code, 400):
            sqs.set_queue_attributes(QueueUrl=url, Attributes={name_given: value})
    with error_code("InvalidAttributeName", 400):
        sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["Colour"])
    sqs.tag_queue(QueueUrl=url, Tags={"team": "a", "stage": "b"})
    sqs.untag_queue(QueueUrl=url, TagKeys=["stage"])
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"team": "a"}
    for bad in ("a b", "x" * 81, "a.fifo"):
        with error_code("InvalidParameterValue", 400):
            sqs.create_queue(QueueName=bad)
    prefix = unique("many")
    urls = [sqs.create_queue(QueueName=f"{prefix}-{i}")["QueueUrl"] for i in range(5)]
    pages = sqs.get_paginator("list_queues").paginate(QueueNamePrefix=prefix, PaginationConfig={"PageSize": 2})
    assert [u for page in pages for u in page["QueueUrls"]] == urls
    sqs.delete_queue(QueueUrl=url)
    with pytest.raises(sqs.exceptions.QueueDoesNotExist):
        sqs.send_message(QueueUrl=url, MessageBody="x")
    with pytest.raises(sqs.exceptions.QueueDeletedRecently):
        sqs.create_queue(QueueName=name)


def test_purging(sqs):
    url = make(sqs)
    sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": "x"} for i in range(10)])
    sqs.purge_queue(QueueUrl=url)
    assert receive(sqs, url) == []
    with pytest.raises(sqs.exceptions.PurgeQueueInProgress):
        sqs.purge_queue(QueueUrl=url)
    sqs.send_message(QueueUrl=url, MessageBody="later")
    assert bodies(sqs, url, WaitTimeSeconds=2) == ["later"]


def test_limits(sqs):
    url = make(sqs, MaximumMessageSize=1024)
    sqs.send_message(QueueUrl=url, MessageBody="x" * 1024)
    with error_code("InvalidParameterValue", 400, "shorter than 1024"):
        sqs.send_message(QueueUrl=url, MessageBody="x" * 1025)
    for more in ({"MaxNumberOfMessages": 11}, {"WaitTimeSeconds": 21}, {"VisibilityTimeout": 43201}):
        with error_code("InvalidParameterValue", 400, next(iter(more))):
            sqs.receive_message(QueueUrl=url, **more)
    with error_code("MissingParameter", 400):
        sqs.send_message(QueueUrl=url, MessageBody="")


def test_other_accounts_need_both_sides(server, sqs):
    member = new_account(server, unique("member"))
    url = make(sqs)
    theirs = server.client("sqs", member)
    with error_code("AccessDenied", 400):
        theirs.send_message(QueueUrl=url, MessageBody="x")
    sqs.add_permission(QueueUrl=url, Label="send", AWSAccountIds=[member.account], Actions=["SendMessage"])
    theirs.send_message(QueueUrl=url, MessageBody="from there")
    with error_code("AccessDenied", 400):
        theirs.receive_message(QueueUrl=url)
    assert bodies(sqs, url) == ["from there"]
    sqs.remove_permission(QueueUrl=url, Label="send")
    with error_code("AccessDenied", 400):
        theirs.send_message(QueueUrl=url, MessageBody="x")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(deny("sqs:ReceiveMessage", arn(sqs, url), Principal="*"))})
    with error_code("AccessDenied", 400, "explicit deny"):
        server.client("sqs", server.admin).receive_message(QueueUrl=url)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": ""})
    tagged = server.user(unique("tagged"), inline=policy(allow("sqs:*", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "a"}})))
    limited = server.client("sqs", tagged)
    with error_code("AccessDenied", 400):
        limited.receive_message(QueueUrl=url)
    sqs.tag_queue(QueueUrl=url, Tags={"team": "a"})
    assert "Messages" not in limited.receive_message(QueueUrl=url)


def test_many_receivers_get_each_message_once(sqs):
    url = make(sqs, VisibilityTimeout=120)
    total = 200
    for start in range(0, total, 10):
        sqs.send_message_batch(QueueUrl=url, Entries=[{"Id": str(i), "MessageBody": str(i)} for i in range(start, start + 10)])
    seen, lock = [], threading.Lock()

    def work():
        while messages := receive(sqs, url, WaitTimeSeconds=1):
            with lock:
                seen.extend(m["Body"] for m in messages)
            sqs.delete_message_batch(
                QueueUrl=url, Entries=[{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
            )

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(work) for _ in range(8)]:
            done.result()
    assert sorted(seen, key=int) == [str(i) for i in range(total)]


def test_the_cli(server, sqs):
    url = make(sqs)
    server.cli(["sqs", "send-message", "--queue-url", url, "--message-body", "from the shell", "--endpoint-url", server.endpoint])
    got = server.cli(["sqs", "receive-message", "--queue-url", url, "--endpoint-url", server.endpoint])
    assert got["Messages"][0]["Body"] == "from the shell"
    listed = server.cli(["sqs", "list-queues", "--endpoint-url", server.endpoint])
    assert url in listed["QueueUrls"]


def test_messages_survive_and_are_nowhere_in_plain(tmp_path):
    server = Cloudkeep(tmp_path)
    try:
        sqs = server.client("sqs")
        url = make(sqs)
        secret = unique("plaintext-of-a-message")
        sent = [sqs.send_message(QueueUrl=url, MessageBody=f"{secret} {i}")["MessageId"] for i in range(5)]
        server.kill()
        for path in server.data_dir.rglob("*"):
            assert not path.is_file() or secret.encode() not in path.read_bytes(), path
        assert secret not in server.log()
        server.start()
        got = receive(server.client("sqs"), url)
        assert sorted(m["MessageId"] for m in got) == sorted(sent)
        delete(server.client("sqs"), url, got[0])
        server.kill()
        server.start()
        names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
        left = server.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
        assert sum(int(n) for n in left.values()) == 4
    finally:
        server.kill()

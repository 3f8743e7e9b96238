"""SNS with boto3 and the AWS CLI: topics, subscriptions, filters, deliveries to queues, functions, web servers and mail, durability."""

import email
import json
import re
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

import lambda_support
from databases import free_port
from harness import Cloudkeep, allow, deny, error_code, new_account, policy, trust, unique, wait_for
from sns_support import Subscriber, documents, drain, make_queue, verify


class Mailbox:
    """Keeps the mails that an SMTP server takes. `refuse` is what it answers instead."""

    def __init__(self):
        self.mails, self.refuse = [], None

    async def handle_DATA(self, server, session, envelope):
        if self.refuse:
            return self.refuse
        self.mails.append((envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(envelope.content)))
        return "250 OK"

    def to(self, address: str) -> list:
        return [mail for _, to, mail in self.mails if to == [address]]


@pytest.fixture(scope="module")
def mailbox():
    from aiosmtpd.controller import Controller

    box = Mailbox()
    # It connects to its own port to see that it is there, so the port must be known before.
    box.port = free_port()
    controller = Controller(box, hostname="127.0.0.1", port=box.port)
    controller.start()
    yield box
    controller.stop()


@pytest.fixture(scope="module")
def server(tmp_path_factory, mailbox):
    from conftest import finish

    arguments = [
        "--allow-private-webhooks", "--smtp-url", f"smtp://127.0.0.1:{mailbox.port}", "--smtp-from", "Cloudkeep <no-reply@example.com>",
    ]
    made = Cloudkeep(tmp_path_factory.mktemp("sns"), arguments=arguments)
    yield made
    finish(made)


@pytest.fixture(scope="module")
def sns(server):
    return server.client("sns")


@pytest.fixture
def web():
    made = Subscriber()
    yield made
    made.close()


def topic(sns, **attributes) -> str:
    name = unique("topic") + (".fifo" if attributes.get("FifoTopic") else "")
    return sns.create_topic(Name=name, Attributes=attributes)["TopicArn"]


def subscribe(sns, arn: str, protocol: str, endpoint: str, **attributes) -> str:
    given = {name: value if isinstance(value, str) else json.dumps(value) for name, value in attributes.items()}
    return sns.subscribe(TopicArn=arn, Protocol=protocol, Endpoint=endpoint, Attributes=given, ReturnSubscriptionArn=True)["SubscriptionArn"]


def confirm(web, sns, arn: str) -> dict:
    """Follows the link of the request to confirm, which nobody signs."""
    wait_for(lambda: web.of_type("SubscriptionConfirmation"))
    headers, body = web.of_type("SubscriptionConfirmation")[-1]
    document = json.loads(body)
    assert headers["x-amz-sns-topic-arn"] == document["TopicArn"] == arn
    verify(document)
    with urllib.request.urlopen(document["SubscribeURL"], timeout=10) as answer:
        assert "SubscriptionArn" in answer.read().decode()
    return document


# -- topics


def test_topics_are_made_described_and_deleted(server, sns):
    name = unique("topic")
    arn = sns.create_topic(Name=name, Attributes={"DisplayName": "Alarms"}, Tags=[{"Key": "team", "Value": "red"}])["TopicArn"]
    assert arn == f"arn:aws:sns:us-east-1:{server.account}:{name}"
    assert sns.create_topic(Name=name)["TopicArn"] == arn
    with error_code("InvalidParameter", 400, "already exists with different attributes"):
        sns.create_topic(Name=name, Attributes={"DisplayName": "Other"})
    shown = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (shown["DisplayName"], shown["Owner"], shown["SubscriptionsConfirmed"]) == ("Alarms", server.account, "0")
    assert json.loads(shown["Policy"])["Statement"][0]["Sid"] == "__default_statement_ID"
    assert json.loads(shown["EffectiveDeliveryPolicy"])["http"]["defaultHealthyRetryPolicy"]["numRetries"] == 3
    sns.set_topic_attributes(TopicArn=arn, AttributeName="DisplayName", AttributeValue="")
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["DisplayName"] == ""
    sns.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "blue"}, {"Key": "x", "Value": ""}])
    sns.untag_resource(ResourceArn=arn, TagKeys=["x"])
    assert sns.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "blue"}]
    assert arn in [t["TopicArn"] for page in sns.get_paginator("list_topics").paginate() for t in page["Topics"]]
    sns.delete_topic(TopicArn=arn)
    sns.delete_topic(TopicArn=arn)
    with error_code("NotFound", 404):
        sns.get_topic_attributes(TopicArn=arn)
    with error_code("NotFound", 404):
        sns.publish(TopicArn=arn, Message="x")
    for wrong in ("a b", "", "x" * 257, "a.fifo"):
        with error_code("InvalidParameter", 400):
            sns.create_topic(Name=wrong)


def test_lists_have_pages(server):
    owner = new_account(server, unique("pages"))
    sns = server.client("sns", owner)
    arns = [sns.create_topic(Name=f"t{n:03}")["TopicArn"] for n in range(103)]
    first = sns.list_topics()
    assert len(first["Topics"]) == 100
    rest = sns.list_topics(NextToken=first["NextToken"])
    assert [t["TopicArn"] for t in first["Topics"] + rest["Topics"]] == arns and "NextToken" not in rest
    for n in range(101):
        subscribe(sns, arns[0], "sqs", f"arn:aws:sqs:us-east-1:{owner.account}:q{n}")
    for listed in (
        [s for page in sns.get_paginator("list_subscriptions").paginate() for s in page["Subscriptions"]],
        [s for page in sns.get_paginator("list_subscriptions_by_topic").paginate(TopicArn=arns[0]) for s in page["Subscriptions"]],
    ):
        assert len({s["SubscriptionArn"] for s in listed}) == 101
    with error_code("InvalidParameter", 400):
        sns.list_topics(NextToken="nonsense")


# -- queues


def test_a_queue_gets_signed_documents_or_the_message_itself(server, sns):
    arn = topic(sns)
    (url, queue), (raw_url, raw_queue) = make_queue(server, arn), make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue)
    subscribe(sns, arn, "sqs", raw_queue, RawMessageDelivery="true")
    attributes = {
        "text": {"DataType": "String", "StringValue": "ü"},
        "number": {"DataType": "Number", "StringValue": "7.5"},
        "bytes": {"DataType": "Binary", "BinaryValue": b"\x00\xff"},
    }
    sent = sns.publish(TopicArn=arn, Subject="Hello", Message="text ☂", MessageAttributes=attributes)
    (document,) = documents(drain(server, url, 1))
    assert (document["Type"], document["MessageId"], document["TopicArn"]) == ("Notification", sent["MessageId"], arn)
    assert (document["Subject"], document["Message"], document["SignatureVersion"]) == ("Hello", "text ☂", "1")
    assert document["MessageAttributes"]["number"] == {"Type": "Number", "Value": "7.5"}
    assert document["MessageAttributes"]["bytes"] == {"Type": "Binary", "Value": "AP8="}
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", document["Timestamp"])
    verify(document)
    document["Message"] = "changed"
    with pytest.raises(Exception):
        verify(document)
    (raw,) = drain(server, raw_url, 1)
    assert (raw["Body"], raw["MessageAttributes"]) == ("text ☂", attributes)
    sns.set_topic_attributes(TopicArn=arn, AttributeName="SignatureVersion", AttributeValue="2")
    sns.publish(TopicArn=arn, Message="two")
    (document,) = documents(drain(server, url, 1))
    assert document["SignatureVersion"] == "2" and "Subject" not in document
    verify(document)


def test_each_protocol_can_have_its_text(server, sns):
    arn = topic(sns)
    url, queue = make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    sns.publish(TopicArn=arn, MessageStructure="json", Message=json.dumps({"default": "d", "sqs": "q"}))
    sns.publish(TopicArn=arn, MessageStructure="json", Message=json.dumps({"default": "d", "email": "e"}))
    assert sorted(m["Body"] for m in drain(server, url, 2)) == ["d", "q"]
    for message, text in (("x", "failed to parse"), ('{"sqs": "q"}', "No default entry")):
        with error_code("InvalidParameter", 400, text):
            sns.publish(TopicArn=arn, MessageStructure="json", Message=message)


def test_what_cannot_be_published_is_refused(sns):
    arn = topic(sns)
    sns.publish(TopicArn=arn, Message="x" * (256 << 10))
    for wrong in (
        {"Message": ""}, {"Message": "x" * ((256 << 10) + 1)}, {"Message": "x", "Subject": "a\nb"}, {"Message": "x", "Subject": "s" * 101},
        {"Message": "x", "MessageDeduplicationId": "d"}, {"Message": "x", "MessageStructure": "xml"},
    ):
        with error_code("InvalidParameter", 400):
            sns.publish(TopicArn=arn, **wrong)
    for wrong in ({"DataType": "Text", "StringValue": "x"}, {"DataType": "Number", "StringValue": "x"}, {"DataType": "String"}):
        with error_code("ParameterValueInvalid", 400):
            sns.publish(TopicArn=arn, Message="x", MessageAttributes={"a": wrong})
    with error_code("InvalidParameter", 400):
        sns.publish(PhoneNumber="+491234567", Message="x")
    with error_code("InvalidParameter", 400):
        sns.publish(TopicArn="nonsense", Message="x")


def test_batches_have_outcomes_of_their_own(server, sns):
    arn = topic(sns)
    url, queue = make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    entries = [{"Id": f"m{n}", "Message": f"body {n}"} for n in range(9)] + [{"Id": "bad", "Message": "x", "Subject": "a\nb"}]
    answer = sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)
    assert [entry["Id"] for entry in answer["Successful"]] == [f"m{n}" for n in range(9)]
    assert [(e["Id"], e["Code"], e["SenderFault"]) for e in answer["Failed"]] == [("bad", "InvalidParameter", True)]
    assert sorted(m["Body"] for m in drain(server, url, 9)) == [f"body {n}" for n in range(9)]
    for code, entries in (
        ("EmptyBatchRequest", []),
        ("TooManyEntriesInBatchRequest", [{"Id": str(n), "Message": "x"} for n in range(11)]),
        ("BatchEntryIdsNotDistinct", [{"Id": "a", "Message": "x"}] * 2),
        ("InvalidBatchEntryId", [{"Id": "a b", "Message": "x"}]),
        ("BatchRequestTooLong", [{"Id": str(n), "Message": "x" * (100 << 10)} for n in range(3)]),
    ):
        with error_code(code, 400):
            sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)


def test_subscriptions_are_made_changed_and_ended(server, sns):
    arn = topic(sns)
    url, queue = make_queue(server, arn)
    made = subscribe(sns, arn, "sqs", queue)
    assert subscribe(sns, arn, "sqs", queue) == made
    with error_code("InvalidParameter", 400, "already exists with different attributes"):
        subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    shown = sns.get_subscription_attributes(SubscriptionArn=made)["Attributes"]
    assert (shown["PendingConfirmation"], shown["RawMessageDelivery"], shown["Endpoint"]) == ("false", "false", queue)
    sns.set_subscription_attributes(SubscriptionArn=made, AttributeName="FilterPolicy", AttributeValue='{"a": ["b"]}')
    assert sns.get_subscription_attributes(SubscriptionArn=made)["Attributes"]["FilterPolicyScope"] == "MessageAttributes"
    for name, value in (("FilterPolicy", "{"), ("FilterPolicy", '{"a": [{"between": 1}]}'), ("RawMessageDelivery", "maybe"),
                        ("RedrivePolicy", '{"deadLetterTargetArn": "x"}'), ("Colour", "red"), ("DeliveryPolicy", "{}")):
        with error_code("InvalidParameter", 400):
            sns.set_subscription_attributes(SubscriptionArn=made, AttributeName=name, AttributeValue=value)
    for protocol, endpoint in (("sqs", "x"), ("http", "https://example.com"), ("lambda", "f"), ("carrier-pigeon", "x"), ("sms", "+49123"),
                               ("http", "http://169.254.169.254/latest"), ("email", "nobody"), ("http", "http://u:p@127.0.0.1/")):
        with error_code("InvalidParameter", 400):
            subscribe(sns, arn, protocol, endpoint)
    sns.unsubscribe(SubscriptionArn=made)
    sns.unsubscribe(SubscriptionArn=made)
    assert sns.get_topic_attributes(TopicArn=arn)["Attributes"]["SubscriptionsDeleted"] == "1"
    with error_code("NotFound", 404):
        sns.get_subscription_attributes(SubscriptionArn=made)
    # An endpoint that was subscribed when its topic was deleted is not subscribed to the next topic of that name.
    subscribe(sns, arn, "sqs", queue)
    sns.delete_topic(TopicArn=arn)
    sns.create_topic(Name=arn.rsplit(":", 1)[1])
    assert sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] == []


FILTERS = [
    ({"store": ["example_corp"]}, True),
    ({"store": ["other"]}, False),
    ({"store": [{"prefix": "example"}], "price": [{"numeric": [">", 100, "<=", 200]}]}, True),
    ({"store": [{"anything-but": ["example_corp"]}]}, False),
    ({"interests": ["rugby"]}, True),
    ({"price": [150]}, True),
    ({"price": ["150"]}, False),
    ({"absent": [{"exists": False}]}, True),
    ({"absent": [{"exists": True}]}, False),
    ({"store": [{"equals-ignore-case": "EXAMPLE_corp"}]}, True),
    ({"store": [{"suffix": "corp"}]}, True),
    ({"ip": [{"cidr": "10.0.0.0/8"}]}, True),
    ({"$or": [{"store": ["other"]}, {"price": [{"numeric": ["=", 150]}]}]}, True),
]


def test_filters_choose_messages(server, sns):
    arn = topic(sns)
    attributes = {
        "store": {"DataType": "String", "StringValue": "example_corp"},
        "price": {"DataType": "Number", "StringValue": "150.0"},
        "interests": {"DataType": "String.Array", "StringValue": '["soccer", "rugby"]'},
        "ip": {"DataType": "String", "StringValue": "10.1.2.3"},
    }
    body = {"store": "example_corp", "price": 150, "interests": ["soccer", "rugby"], "ip": "10.1.2.3", "deep": {"er": 1}}
    queues = []
    for scope in ("MessageAttributes", "MessageBody"):
        for pattern, wanted in FILTERS + ([({"deep": {"er": [1]}}, True), ({"deep": {"er": [2]}}, False)] if scope == "MessageBody" else []):
            url, queue = make_queue(server, arn)
            subscribe(sns, arn, "sqs", queue, FilterPolicy=pattern, FilterPolicyScope=scope)
            queues.append((url, scope, pattern, wanted))
    everything, queue = make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue)
    sns.publish(TopicArn=arn, Message=json.dumps(body), MessageAttributes=attributes)
    sns.publish(TopicArn=arn, Message="no JSON")
    drain(server, everything, 2)
    sqs = server.client("sqs")
    for url, scope, pattern, wanted in queues:
        got = [json.loads(m["Body"])["Message"] for m in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])]
        expected = [json.dumps(body)] if wanted else []
        # Without attributes only their absence is wanted, and no body that is no JSON.
        if scope == "MessageAttributes" and pattern == {"absent": [{"exists": False}]}:
            expected.append("no JSON")
        assert sorted(got) == sorted(expected), (scope, pattern)


def test_fifo_topics_keep_order_and_drop_repetitions(server, sns):
    arn = topic(sns, FifoTopic="true", ContentBasedDeduplication="true")
    url, queue = make_queue(server, arn, FifoQueue="true")
    plain_url, plain = make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    subscribe(sns, arn, "sqs", plain)
    with error_code("InvalidParameter", 400, "MessageGroupId"):
        sns.publish(TopicArn=arn, Message="x")
    with error_code("InvalidParameter", 400):
        subscribe(sns, arn, "email", "a@example.com")
    numbers = []
    for n in range(12):
        for group in ("a", "b"):
            numbers.append(sns.publish(TopicArn=arn, Message=f"{group}{n}", MessageGroupId=group)["SequenceNumber"])
    assert numbers == sorted(numbers) and len(set(numbers)) == 24 and len(numbers[0]) == 20
    assert sns.publish(TopicArn=arn, Message="a0", MessageGroupId="a")["SequenceNumber"] == numbers[0]
    got = drain(server, url, 24, 40)
    assert len(got) == 24
    for group in ("a", "b"):
        assert [m["Body"] for m in got if m["Body"].startswith(group)] == [f"{group}{n}" for n in range(12)]
        assert {m["Attributes"]["MessageGroupId"] for m in got if m["Body"].startswith(group)} == {group}
    assert sorted(d["SequenceNumber"] for d in documents(drain(server, plain_url, 24))) == numbers


def test_a_group_waits_for_its_first_message(server, sns):
    kms, sqs = server.client("kms"), server.client("sqs")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    arn = topic(sns, FifoTopic="true", ContentBasedDeduplication="true", KmsMasterKeyId=key)
    url, queue = make_queue(server, arn, FifoQueue="true")
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    gone_url, gone = make_queue(server, arn, FifoQueue="true")
    dead_url, dead = make_queue(server, arn, FifoQueue="true")
    subscribe(sns, arn, "sqs", gone, RawMessageDelivery="true", RedrivePolicy={"deadLetterTargetArn": dead})
    sqs.delete_queue(QueueUrl=gone_url)
    for n in range(5):
        sns.publish(TopicArn=arn, Message=str(n), MessageGroupId="g")
    assert [m["Body"] for m in drain(server, url, 5)] == list("01234")
    assert [m["Body"] for m in drain(server, dead_url, 5)] == list("01234"), "what cannot be delivered goes, in order, where it is to go"
    kms.disable_key(KeyId=key)
    with error_code("KMSDisabled", 400):
        sns.publish(TopicArn=arn, Message="x", MessageGroupId="g")


def test_a_group_keeps_its_order_while_it_is_put_off(server, sns):
    kms = server.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    arn = topic(sns, FifoTopic="true", ContentBasedDeduplication="true", KmsMasterKeyId=key)
    url, queue = make_queue(server, arn, FifoQueue="true")
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    entries = [{"Id": f"{group}{n}", "Message": f"{group}{n}", "MessageGroupId": group} for n in range(5) for group in ("a", "b")]
    assert len(sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)["Successful"]) == 10
    # What was not delivered yet cannot be read, and is looked at again every twenty seconds.
    kms.disable_key(KeyId=key)
    time.sleep(2)
    kms.enable_key(KeyId=key)
    for group in ("a", "b"):
        sns.publish(TopicArn=arn, Message=f"{group}5", MessageGroupId=group)
    got = [m["Body"] for m in drain(server, url, 12, 60)]
    for group in ("a", "b"):
        assert [body for body in got if body.startswith(group)] == [f"{group}{n}" for n in range(6)], got


def test_what_cannot_be_read_waits_and_is_given_up_after_weeks(sandbox, web):
    kms, sns = sandbox.client("kms"), sandbox.client("sns")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    quick = {"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 1, "numRetries": 3}}
    arn = topic(sns, KmsMasterKeyId=key)
    subscribe(sns, arn, "http", web.url, DeliveryPolicy=quick)
    confirm(web, sns, arn)
    arrived = lambda: [json.loads(body)["Message"] for _, body in web.of_type("Notification")]  # noqa: E731

    def interrupted(message: str) -> None:
        web.answers = [503]
        sns.publish(TopicArn=arn, Message=message)
        wait_for(lambda: not web.answers)
        kms.disable_key(KeyId=key)

    # Looks at what cannot be read are no attempts: there were far more of them than retries.
    interrupted("waits")
    for _ in range(8):
        sandbox.advance(25)
        time.sleep(0.4)
    kms.enable_key(KeyId=key)
    sandbox.advance(25)
    wait_for(lambda: arrived() == ["waits"])
    interrupted("is given up")
    sandbox.advance(24 * 86400)
    time.sleep(3)
    kms.enable_key(KeyId=key)
    sandbox.advance(60)
    sns.publish(TopicArn=arn, Message="later")
    wait_for(lambda: "later" in arrived())
    time.sleep(1)
    assert arrived() == ["waits", "later"]


# -- functions


def test_functions_get_the_documented_event(server, sns, tmp_path):
    seen = tmp_path / "seen"
    name = lambda_support.make_function(server, f"""
        import json
        def handler(event, context):
            with open({str(seen)!r}, "w") as file:
                json.dump(event, file)
    """)
    arn = topic(sns)
    function = server.client("lambda").get_function(FunctionName=name)["Configuration"]["FunctionArn"]
    dead_url, dead = make_queue(server, arn)
    made = subscribe(sns, arn, "lambda", function, RedrivePolicy={"deadLetterTargetArn": dead})
    sns.publish(TopicArn=arn, Message="not allowed")
    assert documents(drain(server, dead_url, 1))[0]["Message"] == "not allowed"
    server.client("lambda").add_permission(
        FunctionName=name, StatementId="sns", Action="lambda:InvokeFunction", Principal="sns.amazonaws.com", SourceArn=arn)
    attributes = {"n": {"DataType": "Number", "StringValue": "7"}}
    sent = sns.publish(TopicArn=arn, Message="allowed", Subject="s", MessageAttributes=attributes)
    wait_for(lambda: seen.exists() and seen.read_text(), 30)
    (record,) = json.loads(seen.read_text())["Records"]
    assert (record["EventSource"], record["EventVersion"], record["EventSubscriptionArn"]) == ("aws:sns", "1.0", made)
    message = record["Sns"]
    assert (message["MessageId"], message["Message"], message["Subject"], message["TopicArn"]) == (sent["MessageId"], "allowed", "s", arn)
    assert message["MessageAttributes"] == {"n": {"Type": "Number", "Value": "7"}}


# -- web servers


def test_web_servers_confirm_and_get_signed_messages(server, sns, web):
    arn = topic(sns)
    answer = sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=web.url)
    assert answer["SubscriptionArn"] == "pending confirmation"
    sns.publish(TopicArn=arn, Message="too early")
    listed = sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"]
    assert [s["SubscriptionArn"] for s in listed] == ["PendingConfirmation"]
    document = confirm(web, sns, arn)
    made = sns.confirm_subscription(TopicArn=arn, Token=document["Token"])["SubscriptionArn"]
    with error_code("InvalidParameter", 400, "Invalid token"):
        sns.confirm_subscription(TopicArn=arn, Token="0" * 96)
    assert sns.get_subscription_attributes(SubscriptionArn=made)["Attributes"]["ConfirmationWasAuthenticated"] == "false"
    sent = sns.publish(TopicArn=arn, Message="hello", Subject="s")
    wait_for(lambda: web.of_type("Notification"))
    ((headers, body),) = web.of_type("Notification")
    assert headers["x-amz-sns-message-id"] == sent["MessageId"] and headers["x-amz-sns-subscription-arn"] == made
    assert headers["content-type"] == "text/plain; charset=UTF-8"
    document = json.loads(body)
    assert document["Message"] == "hello"
    verify(document)
    sns.set_subscription_attributes(SubscriptionArn=made, AttributeName="RawMessageDelivery", AttributeValue="true")
    sns.publish(TopicArn=arn, Message="raw")
    wait_for(lambda: len(web.of_type("Notification")) == 2)
    headers, body = web.of_type("Notification")[1]
    assert (body, headers["x-amz-sns-rawdelivery"]) == ("raw", "true")
    # The link at the end of a message ends the subscription, for whoever has it.
    with urllib.request.urlopen(document["UnsubscribeURL"], timeout=10) as answer:
        assert answer.status == 200
    assert sns.list_subscriptions_by_topic(TopicArn=arn)["Subscriptions"] == []
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(document["UnsubscribeURL"], timeout=10)
    assert refused.value.code == 403


def test_web_servers_are_tried_again(server, sns, web):
    arn = topic(sns)
    dead_url, dead = make_queue(server, arn)
    quick = {"healthyRetryPolicy": {"minDelayTarget": 1, "maxDelayTarget": 1, "numRetries": 3}}
    made = subscribe(sns, arn, "http", web.url, DeliveryPolicy=quick, RedrivePolicy={"deadLetterTargetArn": dead})
    effective = json.loads(sns.get_subscription_attributes(SubscriptionArn=made)["Attributes"]["EffectiveDeliveryPolicy"])
    assert effective["healthyRetryPolicy"]["minDelayTarget"] == 1
    confirm(web, sns, arn)
    web.answers = [500, 429, 503]
    sns.publish(TopicArn=arn, Message="again")
    wait_for(lambda: web.of_type("Notification"), 20)
    assert [status for *_, status in web.requests[1:]] == [500, 429, 503, 200]
    web.answers = [500] * 4
    sns.publish(TopicArn=arn, Message="never")
    assert documents(drain(server, dead_url, 1, 20))[0]["Message"] == "never"
    assert web.answers == []
    web.answers = [404]
    sns.publish(TopicArn=arn, Message="refused")
    assert documents(drain(server, dead_url, 1))[0]["Message"] == "refused", "what the endpoint refuses is not tried again"


def test_only_signed_calls_end_what_was_confirmed_so(server, sns, web):
    arn = topic(sns)
    sns.subscribe(TopicArn=arn, Protocol="http", Endpoint=web.url)
    wait_for(lambda: web.of_type("SubscriptionConfirmation"))
    token = json.loads(web.of_type("SubscriptionConfirmation")[0][1])["Token"]
    made = sns.confirm_subscription(TopicArn=arn, Token=token, AuthenticateOnUnsubscribe="true")["SubscriptionArn"]
    query = urllib.parse.urlencode({"Action": "Unsubscribe", "SubscriptionArn": made, "Version": "2010-03-31"})
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.endpoint}/?{query}", timeout=10)
    assert refused.value.code == 403 and "AuthorizationError" in refused.value.read().decode()
    sns.unsubscribe(SubscriptionArn=made)


def test_private_addresses_need_the_installations_word(module_server):
    sns = module_server.client("sns")
    arn = topic(sns)
    for url in ("http://127.0.0.1:1/", "http://10.0.0.1/", "http://[::1]/", "http://169.254.169.254/"):
        with error_code("InvalidParameter", 400, "may not be connected to"):
            subscribe(sns, arn, "http", url)
    with error_code("InvalidParameter", 400, "--smtp-url"):
        subscribe(sns, arn, "email", "a@example.com")


# -- mail


def test_mail_is_confirmed_and_sent(server, sns, mailbox):
    arn = topic(sns, DisplayName="Night watch")
    for protocol, address in (("email", "ann@example.com"), ("email-json", "bot@example.com")):
        sns.subscribe(TopicArn=arn, Protocol=protocol, Endpoint=address)
    wait_for(lambda: mailbox.to("ann@example.com") and mailbox.to("bot@example.com"))
    text = mailbox.to("ann@example.com")[0].get_payload(decode=True).decode()
    urllib.request.urlopen(re.search(r"http\S+ConfirmSubscription\S+", text)[0], timeout=10)
    document = json.loads(mailbox.to("bot@example.com")[0].get_payload(decode=True))
    verify(document)
    urllib.request.urlopen(document["SubscribeURL"], timeout=10)
    sns.publish(TopicArn=arn, Subject="Disk full ☂", Message="It is /dev/sda.\n")
    wait_for(lambda: len(mailbox.to("ann@example.com")) == 2 and len(mailbox.to("bot@example.com")) == 2)
    mail = mailbox.to("ann@example.com")[1]
    subject = str(email.header.make_header(email.header.decode_header(mail["Subject"])))
    assert (subject, email.utils.parseaddr(mail["From"])) == ("Disk full ☂", ("Night watch", "no-reply@example.com"))
    text = mail.get_payload(decode=True).decode()
    assert "It is /dev/sda." in text and "Action=Unsubscribe" in text
    verify(json.loads(mailbox.to("bot@example.com")[1].get_payload(decode=True)))


# -- permissions


def test_topics_have_policies(server, sns):
    arn = topic(sns)
    other = new_account(server, unique("other"))
    theirs = server.client("sns", other)
    with error_code("AuthorizationError", 403):
        theirs.publish(TopicArn=arn, Message="x")
    sns.add_permission(TopicArn=arn, Label="other", AWSAccountId=[other.account], ActionName=["Publish", "Subscribe"])
    theirs.publish(TopicArn=arn, Message="x")
    with error_code("InvalidParameter", 400, "already exists"):
        sns.add_permission(TopicArn=arn, Label="other", AWSAccountId=[other.account], ActionName=["Publish"])
    # A queue of another account is confirmed by whoever reads it.
    url, queue = make_queue(server, arn, credentials=other)
    assert sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint=queue)["SubscriptionArn"] == "pending confirmation"
    (document,) = documents(drain(server, url, 1, credentials=other))
    verify(document)
    theirs_made = subscribe(theirs, arn, "sqs", make_queue(server, arn, credentials=other)[1])
    assert theirs_made.startswith(arn)
    sns.remove_permission(TopicArn=arn, Label="other")
    with error_code("AuthorizationError", 403):
        theirs.publish(TopicArn=arn, Message="x")
    with error_code("AuthorizationError", 403):
        theirs.confirm_subscription(TopicArn=arn, Token=document["Token"])
    with error_code("InvalidParameter", 400):
        sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy", AttributeValue=policy(allow("s3:*", arn, Principal="*")))
    user = server.user(unique("u"), inline=policy(allow("sns:*"), deny("sns:Publish", arn)))
    with error_code("AuthorizationError", 403):
        server.client("sns", user).publish(TopicArn=arn, Message="x")
    sneak = server.user(unique("u"), inline=policy(allow("sns:Subscribe", Condition={"StringEquals": {"sns:Protocol": "https"}})))
    with error_code("AuthorizationError", 403):
        subscribe(server.client("sns", sneak), arn, "sqs", queue)


def test_rules_publish_where_the_topic_lets_them(server, sns):
    events = server.client("events")
    arn = topic(sns)
    url, queue = make_queue(server, arn)
    dead_url, dead = make_queue(server)
    statement = allow("sqs:SendMessage", dead, Principal={"Service": "events.amazonaws.com"})
    server.client("sqs").set_queue_attributes(QueueUrl=dead_url, Attributes={"Policy": policy(statement)})
    subscribe(sns, arn, "sqs", queue)
    source, name = unique("app"), unique("rule")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": [source]}))
    answer = events.put_targets(Rule=name, Targets=[{"Id": "1", "Arn": arn, "DeadLetterConfig": {"Arn": dead}}])
    assert answer["FailedEntryCount"] == 0
    entry = {"Source": source, "DetailType": "x", "Detail": '{"n": 1}'}
    events.put_events(Entries=[entry])
    (refused,) = drain(server, dead_url, 1)
    assert refused["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    sns.set_topic_attributes(TopicArn=arn, AttributeName="Policy",
                             AttributeValue=policy(allow("sns:Publish", arn, Principal={"Service": "events.amazonaws.com"})))
    events.put_events(Entries=[entry])
    (document,) = documents(drain(server, url, 1))
    assert json.loads(document["Message"])["detail"] == {"n": 1}


def test_topics_are_encrypted_with_keys_of_their_owner(server, sns):
    kms = server.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    arn = topic(sns, KmsMasterKeyId=key)
    url, queue = make_queue(server, arn)
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    sns.publish(TopicArn=arn, Message="sealed")
    assert [m["Body"] for m in drain(server, url, 1)] == ["sealed"]
    user = server.user(unique("u"), inline=policy(allow("sns:Publish")))
    with error_code("AuthorizationError", 403):
        server.client("sns", user).publish(TopicArn=arn, Message="x")
    kms.disable_key(KeyId=key)
    with error_code("KMSDisabled", 400):
        sns.publish(TopicArn=arn, Message="x")


# -- durability, and the CLI


def test_a_killed_server_delivers_what_it_acknowledged_once(fresh, web):
    server = fresh(arguments=["--allow-private-webhooks"])
    sns = server.client("sns")
    arn, ordered = topic(sns), topic(sns, FifoTopic="true", ContentBasedDeduplication="true")
    url, queue = make_queue(server, arn)
    fifo_url, fifo = make_queue(server, ordered, FifoQueue="true")
    subscribe(sns, arn, "sqs", queue, RawMessageDelivery="true")
    subscribe(sns, ordered, "sqs", fifo, RawMessageDelivery="true")
    subscribe(sns, arn, "http", web.url, RawMessageDelivery="true")
    confirm(web, sns, arn)
    sent, in_order = [], []
    for part in range(4):
        for n in range(4):
            entries = [{"Id": str(m), "Message": f"{part}-{n}-{m}"} for m in range(10)]
            answer = sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=entries)
            sent += [f"{part}-{n}-{entry['Id']}" for entry in answer["Successful"]]
            sns.publish(TopicArn=ordered, Message=f"{part}-{n}", MessageGroupId="g")
            in_order.append(f"{part}-{n}")
        server.kill()
        server.start()
    assert sorted(m["Body"] for m in drain(server, url, len(sent), 60)) == sorted(sent), "each message once"
    assert [m["Body"] for m in drain(server, fifo_url, len(in_order), 60)] == in_order, "each message once, in order"
    wait_for(lambda: {body for _, body in web.of_type("Notification")} == set(sent), 60)


def test_messages_are_in_no_record(fresh):
    """Trails that ask for data events have who published and where, and not what."""
    from test_cloudtrail import QUICK, make_bucket, records

    server = fresh(environment=QUICK)
    sns, trails = server.client("sns"), server.client("cloudtrail")
    arn, bucket = topic(sns), make_bucket(server)
    trails.create_trail(Name="trail", S3BucketName=bucket)
    trails.put_event_selectors(TrailName="trail", AdvancedEventSelectors=[{"FieldSelectors": [
        {"Field": "eventCategory", "Equals": ["Data"]}, {"Field": "resources.type", "Equals": ["AWS::SNS::Topic"]}]}])
    trails.start_logging(Name="trail")
    sns.publish(TopicArn=arn, Message="between us", Subject="private")
    sns.publish_batch(TopicArn=arn, PublishBatchRequestEntries=[{"Id": "a", "Message": "between us"}])
    found = wait_for(lambda: len(all_ := [r for r in records(server, bucket) if r["eventSource"] == "sns.amazonaws.com"]) >= 2 and all_, 30, 0.3)
    assert {record["eventName"] for record in found} == {"Publish", "PublishBatch"}
    assert all(record["requestParameters"]["topicArn"] == arn for record in found)
    assert "between us" not in json.dumps(found) and "private" not in json.dumps(found)


def test_the_cli_publishes(server):
    arn = server.cli(["sns", "create-topic", "--name", unique("cli")])["TopicArn"]
    url, queue = make_queue(server, arn)
    made = server.cli(["sns", "subscribe", "--topic-arn", arn, "--protocol", "sqs", "--notification-endpoint", queue,
                       "--attributes", "RawMessageDelivery=true"])
    assert made["SubscriptionArn"].startswith(arn)
    server.cli(["sns", "publish", "--topic-arn", arn, "--message", "hello", "--message-attributes",
                '{"a": {"DataType": "String", "StringValue": "b"}}'])
    (message,) = drain(server, url, 1)
    assert (message["Body"], message["MessageAttributes"]["a"]["StringValue"]) == ("hello", "b")

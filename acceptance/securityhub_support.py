"""What the tests of Security Hub have in common."""

import datetime
import json

from harness import allow, policy, unique

REGION = "us-east-1"


def moment(offset: float = 0) -> str:
    at = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=offset)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}Z"


def finding(account: str, region: str = REGION, **more) -> dict:
    """A finding that is ASFF, of the customer's own product."""
    made = {
        "SchemaVersion": "2018-10-08",
        "Id": unique("finding"),
        "ProductArn": f"arn:aws:securityhub:{region}:{account}:product/{account}/default",
        "GeneratorId": "acceptance",
        "AwsAccountId": account,
        "Types": ["Software and Configuration Checks/Vulnerabilities/CVE"],
        "CreatedAt": moment(),
        "UpdatedAt": moment(),
        "Severity": {"Label": "HIGH"},
        "Title": "A finding",
        "Description": "Something was found.",
        "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::bucket"}],
    }
    return made | more


def imported(hub, *findings) -> None:
    answer = hub.batch_import_findings(Findings=list(findings))
    assert (answer["FailedCount"], answer["SuccessCount"]) == (0, len(findings)), answer


def equals(*values) -> list:
    return [{"Value": value, "Comparison": "EQUALS"} for value in values]


def get(hub, **filters) -> list:
    found = []
    for page in hub.get_paginator("get_findings").paginate(Filters=filters):
        found += page["Findings"]
    return found


def by_id(hub, *ids) -> list:
    return get(hub, Id=equals(*ids))


def event_queue(server, credentials=None, region: str = REGION, kind: str = "Security Hub Findings - Imported"):
    """A queue that gets the events of Security Hub, and what reads it."""
    sqs, events = server.client("sqs", credentials, region), server.client("events", credentials, region)
    url = sqs.create_queue(QueueName=unique("findings"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    statement = allow("sqs:SendMessage", arn, Principal={"Service": "events.amazonaws.com"})
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    name = unique("findings")
    events.put_rule(Name=name, EventPattern=json.dumps({"source": ["aws.securityhub"], "detail-type": [kind]}))
    assert events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": arn}])["FailedEntryCount"] == 0

    def read() -> list:
        found = []
        while True:
            messages = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=0).get("Messages", [])
            if not messages:
                return found
            for message in messages:
                found.append(json.loads(message["Body"]))
                sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])

    return read

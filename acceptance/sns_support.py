"""Subscribers for the tests: a web server that verifies what it gets, and a way to read queues."""

import base64
import json
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding

from harness import allow, policy, unique

SIGNED = {
    "Notification": ["Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"],
    "SubscriptionConfirmation": ["Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type"],
}


def verify(document: dict) -> None:
    """Verifies a message as AWS documents it, with the certificate of its SigningCertURL; raises if it does not hold."""
    with urllib.request.urlopen(document["SigningCertURL"], timeout=10) as answer:
        certificate = x509.load_pem_x509_certificate(answer.read())
    text = "".join(f"{name}\n{document[name]}\n" for name in SIGNED[document["Type"]] if name in document)
    algorithm = {"1": hashes.SHA1, "2": hashes.SHA256}[document["SignatureVersion"]]()
    certificate.public_key().verify(base64.b64decode(document["Signature"]), text.encode(), padding.PKCS1v15(), algorithm)


class Subscriber:
    """An HTTP endpoint that keeps what it gets. `answers` are the next statuses; 200 when there are none left."""

    def __init__(self):
        self.requests, self.answers = [], []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
                status = outer.answers.pop(0) if outer.answers else 200
                outer.requests.append((self.path, dict(self.headers.items()), body, status))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def of_type(self, kind: str) -> list:
        """Headers and bodies of what was accepted of a kind."""
        return [(headers, body) for _, headers, body, status in self.requests if headers.get("x-amz-sns-message-type") == kind and status == 200]


def make_queue(server, topic_arn: str | None = None, credentials=None, **attributes) -> tuple:
    """A queue that SNS may send to, of one topic or any: (URL, ARN)."""
    sqs = server.client("sqs", credentials)
    name = unique("queue") + (".fifo" if attributes.get("FifoQueue") else "")
    url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    condition = {"Condition": {"ArnEquals": {"aws:SourceArn": topic_arn}}} if topic_arn else {}
    statement = allow("sqs:SendMessage", arn, Principal={"Service": "sns.amazonaws.com"}, **condition)
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"Policy": policy(statement)})
    return url, arn


def drain(server, url: str, count: int, seconds: float = 20, credentials=None) -> list:
    """Messages of a queue, removed from it: at least `count`, and what else comes within a second."""
    import time

    sqs, found, end = server.client("sqs", credentials), [], time.monotonic() + seconds
    quiet = 0
    while time.monotonic() < end and (len(found) < count or quiet < 1):
        got = sqs.receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=1, AttributeNames=["All"], MessageAttributeNames=["All"]
        ).get("Messages", [])
        quiet = 0 if got else quiet + 1
        for message in got:
            found.append(message)
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
    assert len(found) >= count, f"{len(found)} of {count} messages came"
    return found


def documents(messages: list) -> list:
    return [json.loads(message["Body"]) for message in messages]

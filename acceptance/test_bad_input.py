"""What no client of AWS sends: a proper refusal in the caller's protocol, bounded memory, no panic, and the server goes on serving."""

import concurrent.futures
import contextlib
import gzip
import hashlib
import http.client
import json
import random
import re
import socket
import struct
import time
from xml.etree import ElementTree

import botocore.parsers
import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotoCredentials

from harness import HOME_REGION, Credentials, events, wait_for

MIB = 1 << 20
# The server may hold bodies of 256 MiB altogether; what it needs besides stays far below this.
MEMORY_LIMIT_KIB = 450 * 1024

JSON = "application/x-amz-json-1.1"
FORM = "application/x-www-form-urlencoded; charset=utf-8"


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, {k.lower(): v for k, v in headers}, body

    def __repr__(self):
        return f"{self.status} {self.headers.get('content-type')} {self.body[:500]!r}"

    @property
    def code(self) -> str:
        """The error's code, if the answer has the form of its protocol."""
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/x-amz-json"):
            return json.loads(self.body)["__type"].rsplit("#", 1)[-1]
        if kind.startswith("application/json"):
            json.loads(self.body)
            return self.headers["x-amzn-errortype"].split(":")[0].rsplit("#", 1)[-1]
        if kind.startswith("application/cbor"):
            assert self.headers["smithy-protocol"] == "rpc-v2-cbor"
            parsed = botocore.parsers.create_parser("smithy-rpc-v2-cbor").parse(
                {"body": self.body, "headers": self.headers, "status_code": self.status}, None
            )
            return parsed["Error"]["Code"]
        root = ElementTree.fromstring(self.body)
        if root.tag == "Error":
            return root.findtext("Code")
        assert root.tag.rsplit("}", 1)[-1] == "ErrorResponse", root.tag
        return next(e.text for e in root.iter() if e.tag.rsplit("}", 1)[-1] == "Code")


def sign(server, method, path, headers, body, service, credentials=None) -> dict:
    """The headers with a good signature."""
    known = credentials or server.root
    request = AWSRequest(method=method, url=f"{server.endpoint}{path}", data=body, headers=dict(headers))
    if service == "s3":
        request.headers["X-Amz-Content-SHA256"] = hashlib.sha256(body).hexdigest()
    SigV4Auth(BotoCredentials(known.access_key_id, known.secret_access_key), service, HOME_REGION).add_auth(request)
    return dict(request.headers.items())


def send(server, method, path, headers, body, timeout=90) -> Answer:
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers)
        reply = connection.getresponse()
        return Answer(reply.status, reply.getheaders(), reply.read())
    finally:
        connection.close()


def signed(server, service, body=b"", headers=None, path="/", method="POST", timeout=90) -> Answer:
    return send(server, method, path, sign(server, method, path, headers or {}, body, service), body, timeout)


def target(operation, service="cloudtrail", kind=JSON):
    prefix = {
        "cloudtrail": "com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101", "organizations": "AWSOrganizationsV20161128",
        "monitoring": "GraniteServiceVersion20100801", "kms": "TrentService",
        "ce": "AWSInsightsIndexService",
    }[service]
    return {"X-Amz-Target": f"{prefix}.{operation}", "Content-Type": kind}


def cbor(operation):
    return {
        "headers": {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"},
        "path": f"/service/GraniteServiceVersion20100801/operation/{operation}",
    }


def nested(opening: bytes, closing: bytes, depth: int, middle: bytes = b"") -> bytes:
    return opening * depth + middle + closing * depth


def healthy(server):
    assert server.alive(), server.log()[-5000:]
    assert server.client("sts").get_caller_identity()["Account"]
    log = server.log()
    assert "panicked" not in log and "overflow" not in log, log[-5000:]
    assert server.own_memory_kib() < MEMORY_LIMIT_KIB, f"{server.own_memory_kib()} KiB resident"


LOOKUP = target("LookupEvents")
QUERY = {"Content-Type": FORM}
USER = b"Action=CreateUser&Version=2010-05-08&UserName="
PREFIX = b"Action=SimulateCustomPolicy&Version=2010-05-08"
DEEP = 100_000

# name: (service, arguments of `signed`, codes, statuses)
CASES = {
    # awsJson
    "json: not json": ("cloudtrail", {"body": b"hello", "headers": LOOKUP}, "SerializationException"),
    "json: cut short": ("cloudtrail", {"body": b'{"MaxResults": ', "headers": LOOKUP}, "SerializationException"),
    "json: more after the end": ("cloudtrail", {"body": b"{}{}", "headers": LOOKUP}, "SerializationException"),
    "json: a list": ("cloudtrail", {"body": b"[]", "headers": LOOKUP}, "SerializationException"),
    "json: a number": ("cloudtrail", {"body": b"7", "headers": LOOKUP}, "SerializationException"),
    "json: a text for a number": ("cloudtrail", {"body": b'{"MaxResults":"ten"}', "headers": LOOKUP}, "SerializationException"),
    "json: a structure for a number": ("cloudtrail", {"body": b'{"MaxResults":{}}', "headers": LOOKUP}, "SerializationException"),
    "json: a number for a list": ("cloudtrail", {"body": b'{"LookupAttributes":5}', "headers": LOOKUP}, "SerializationException"),
    "json: a text for a structure": ("cloudtrail", {"body": b'{"LookupAttributes":["x"]}', "headers": LOOKUP}, "SerializationException"),
    "json: a text for a time": ("cloudtrail", {"body": b'{"StartTime":"yesterday"}', "headers": LOOKUP}, "SerializationException"),
    "json: a time beyond all times": ("cloudtrail", {"body": b'{"StartTime":1e300}', "headers": LOOKUP}, "SerializationException|InvalidTimeRangeException|ValidationException"),
    "json: a number too large": ("cloudtrail", {"body": b'{"MaxResults":99999999999999999999}', "headers": LOOKUP}, "SerializationException"),
    "json: a fraction for an integer": ("cloudtrail", {"body": b'{"MaxResults":1.5}', "headers": LOOKUP}, "SerializationException"),
    "json: invalid UTF-8": ("cloudtrail", {"body": b'{"NextToken":"\xff\xfe"}', "headers": LOOKUP}, "SerializationException"),
    "json: half a surrogate pair": ("cloudtrail", {"body": b'{"NextToken":"\\ud800"}', "headers": LOOKUP}, "SerializationException|InvalidNextTokenException"),
    "json: deep lists": ("cloudtrail", {"body": nested(b"[", b"]", DEEP), "headers": LOOKUP}, "SerializationException"),
    "json: deep structures": ("cloudtrail", {"body": b'{"MaxResults":' + nested(b'{"a":', b"}", DEEP, b"1") + b"}", "headers": LOOKUP}, "SerializationException"),
    "json: deep in a list": ("cloudtrail", {"body": b'{"LookupAttributes":' + nested(b"[", b"]", DEEP) + b"}", "headers": LOOKUP}, "SerializationException"),
    "json: deep and never closed": ("cloudtrail", {"body": b'{"a":' * DEEP, "headers": LOOKUP}, "SerializationException"),
    "json: deep in a schema that is endless": ("ce", {"body": b'{"Metrics":["x"],"Granularity":"DAILY","TimePeriod":{"Start":"2026-01-01","End":"2026-01-02"},"Filter":' + nested(b'{"Or":[', b"]}", DEEP) + b"}", "headers": target("GetCostAndUsage", "ce")}, "SerializationException|ValidationException"),
    "json: out of range": ("cloudtrail", {"body": b'{"MaxResults":0}', "headers": LOOKUP}, "InvalidMaxResultsException|ValidationException"),
    "json: an unknown enum value": ("cloudtrail", {"body": b'{"LookupAttributes":[{"AttributeKey":"Nose","AttributeValue":"x"}]}', "headers": LOOKUP}, "InvalidLookupAttributesException|ValidationException"),
    "json: a missing member": ("cloudtrail", {"body": b'{"LookupAttributes":[{"AttributeKey":"EventName"}]}', "headers": LOOKUP}, "ValidationException|InvalidLookupAttributesException|InvalidParameterException"),
    "json: unknown operation": ("cloudtrail", {"body": b"{}", "headers": target("EatLunch")}, "UnknownOperationException"),
    "json: unknown service": ("cloudtrail", {"body": b"{}", "headers": {"X-Amz-Target": "Lunch_20260101.Eat", "Content-Type": JSON}}, "UnknownOperationException"),
    "json: empty target": ("cloudtrail", {"body": b"{}", "headers": {"X-Amz-Target": "", "Content-Type": JSON}}, "UnknownOperationException"),
    "json: only dots": ("cloudtrail", {"body": b"{}", "headers": {"X-Amz-Target": "....", "Content-Type": JSON}}, "UnknownOperationException"),
    "json: no target": ("cloudtrail", {"body": b"{}", "headers": {"Content-Type": JSON}}, "UnknownOperationException"),
    "json: of another service than signed for": ("kms", {"body": b"{}", "headers": LOOKUP}, "InvalidSignatureException"),
    "json 1.0: a text for a list": ("monitoring", {"body": b'{"MetricData":"x","Namespace":"n"}', "headers": target("PutMetricData", "monitoring", "application/x-amz-json-1.0")}, "SerializationException"),
    "json: bad base64": ("kms", {"body": b'{"KeyId":"k","Plaintext":"%%%"}', "headers": target("Encrypt", "kms")}, "SerializationException"),
    # awsQuery
    "query: no action": ("iam", {"body": b"Version=2010-05-08", "headers": QUERY}, "MissingAction|InvalidAction"),
    "query: empty": ("iam", {"body": b"", "headers": QUERY}, "MissingAction|InvalidAction"),
    "query: unknown action": ("iam", {"body": b"Action=EatLunch&Version=2010-05-08", "headers": QUERY}, "InvalidAction"),
    "query: no version": ("iam", {"body": b"Action=ListUsers", "headers": QUERY}, "InvalidAction|MissingParameter"),
    "query: wrong version": ("iam", {"body": b"Action=ListUsers&Version=1999-01-01", "headers": QUERY}, "InvalidAction|NoSuchVersion"),
    "query: broken percent": ("iam", {"body": USER + b"%zz%2", "headers": QUERY}, "MalformedInput|MalformedQueryString|ValidationError|InvalidAction"),
    "query: invalid UTF-8": ("iam", {"body": USER + b"%ff%fe", "headers": QUERY}, "MalformedInput|MalformedQueryString|ValidationError"),
    "query: raw invalid UTF-8": ("iam", {"body": USER + b"\xff\xfe", "headers": QUERY}, "MalformedInput|MalformedQueryString|ValidationError"),
    "query: bad pattern": ("iam", {"body": USER + b"a%20b", "headers": QUERY}, "ValidationError"),
    "query: a nul": ("iam", {"body": USER + b"a%00b", "headers": QUERY}, "ValidationError|MalformedInput"),
    "query: too long": ("iam", {"body": USER + b"a" * 65, "headers": QUERY}, "ValidationError"),
    "query: a missing member": ("iam", {"body": b"Action=CreateUser&Version=2010-05-08", "headers": QUERY}, "ValidationError"),
    "query: a text for a number": ("iam", {"body": b"Action=ListUsers&Version=2010-05-08&MaxItems=ten", "headers": QUERY}, "MalformedInput|ValidationError"),
    "query: a number too large": ("iam", {"body": b"Action=ListUsers&Version=2010-05-08&MaxItems=99999999999999999999", "headers": QUERY}, "MalformedInput|ValidationError"),
    "query: a huge index": ("iam", {"body": PREFIX + b"&PolicyInputList.member.4294967295=x&ActionNames.member.1=a", "headers": QUERY}, "MalformedInput|ValidationError|InvalidInput"),
    "query: index zero": ("iam", {"body": PREFIX + b"&PolicyInputList.member.0=x&ActionNames.member.-1=a", "headers": QUERY}, "MalformedInput|ValidationError|InvalidInput"),
    "query: deep names": ("iam", {"body": PREFIX + b"&PolicyInputList" + b".member.1" * 20_000 + b"=x", "headers": QUERY}, "MalformedInput|ValidationError|InvalidInput"),
    "query: a hundred thousand members": ("iam", {"body": PREFIX + b"".join(b"&ActionNames.member.%d=x" % i for i in range(1, 100_001)), "headers": QUERY}, "MalformedInput|ValidationError|InvalidInput"),
    "query: a hundred thousand tags": ("iam", {"body": USER + b"u" + b"".join(b"&Tags.member.%d.Key=x" % i for i in range(1, 100_001)), "headers": QUERY}, "MalformedInput|ValidationError|InvalidInput|LimitExceeded"),
    "query: only ampersands": ("iam", {"body": b"&" * 500_000, "headers": QUERY}, "MissingAction|InvalidAction"),
    "query: only equal signs": ("iam", {"body": b"=" * 500_000, "headers": QUERY}, "MissingAction|InvalidAction"),
    # restJson
    "rest-json: not json": ("securityhub", {"body": b"{", "path": "/findings/import"}, "SerializationException"),
    "rest-json: wrong type": ("securityhub", {"body": b'{"Findings":7}', "path": "/findings/import"}, "SerializationException"),
    "rest-json: deep": ("securityhub", {"body": b'{"Findings":' + nested(b"[", b"]", DEEP) + b"}", "path": "/findings/import"}, "SerializationException"),
    "rest-json: no such path": ("securityhub", {"body": b"{}", "path": "/lunch"}, "UnknownOperationException"),
    "rest-json: broken label": ("lambda", {"body": b"", "path": "/2015-03-31/functions/%ff%fe", "method": "GET"}, "UnknownOperationException|ValidationException|SerializationException|InvalidParameterValueException"),
    "rest-json: wrong type in the query": ("lambda", {"body": b"", "path": "/2015-03-31/functions?MaxItems=ten", "method": "GET"}, "SerializationException|ValidationException"),
    # restXml
    "xml: not xml": ("s3", {"body": b"hello", "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: cut short": ("s3", {"body": b"<Tagging><TagSet>", "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: tags that cross": ("s3", {"body": b"<Tagging><TagSet></Tagging></TagSet>", "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: deep": ("s3", {"body": nested(b"<a>", b"</a>", DEEP), "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: invalid UTF-8": ("s3", {"body": b"<Tagging>\xff</Tagging>", "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: a billion laughs": ("s3", {"body": b'<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "' + b"&a;" * 100 + b'"><!ENTITY c "' + b"&b;" * 100 + b'">]><Tagging><TagSet><Tag><Key>&c;</Key><Value>x</Value></Tag></TagSet></Tagging>', "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: a file": ("s3", {"body": b'<!DOCTYPE l [<!ENTITY f SYSTEM "file:///etc/passwd">]><Tagging><TagSet><Tag><Key>&f;</Key><Value>x</Value></Tag></TagSet></Tagging>', "path": "/bucket?tagging", "method": "PUT"}, "MalformedXML"),
    "xml: no such method": ("s3", {"body": b"", "path": "/bucket", "method": "PATCH"}, "MethodNotAllowed"),
    # rpcv2Cbor
    "cbor: not cbor": ("monitoring", {"body": b"\xff\xff", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: cut short": ("monitoring", {"body": b"\xa1\x69Names", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: a list": ("monitoring", {"body": b"\x80", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: more after the end": ("monitoring", {"body": b"\xa0\xa0", **cbor("ListMetrics")}, "SerializationException"),
    "cbor: a map of 2^64 entries": ("monitoring", {"body": b"\xbb" + b"\xff" * 8, **cbor("GetMetricData")}, "SerializationException"),
    "cbor: a text of 2^62 bytes": ("monitoring", {"body": b"\xa1\x7b" + struct.pack(">Q", 1 << 62) + b"x", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: a list of 2^32 items": ("monitoring", {"body": b"\xa1\x71MetricDataQueries\x9a\xff\xff\xff\xff\xa0", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: deep lists": ("monitoring", {"body": b"\xa1\x71MetricDataQueries" + b"\x81" * DEEP + b"\x00", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: deep tags": ("monitoring", {"body": b"\xa1\x69StartTime" + b"\xc1" * DEEP + b"\x00", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: deep endless lists": ("monitoring", {"body": b"\xa1\x71MetricDataQueries" + b"\x9f" * DEEP, **cbor("GetMetricData")}, "SerializationException"),
    "cbor: wrong type": ("monitoring", {"body": b"\xa1\x69NextToken\x05", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: invalid UTF-8": ("monitoring", {"body": b"\xa1\x69NextToken\x62\xff\xfe", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: a time beyond all times": ("monitoring", {"body": b"\xa1\x69StartTime\xc1\xfb\x7f\xef\xff\xff\xff\xff\xff\xff", **cbor("GetMetricData")}, "SerializationException|ValidationException"),
    "cbor: a time that is no number": ("monitoring", {"body": b"\xa1\x69StartTime\xc1\xfb\x7f\xf8\x00\x00\x00\x00\x00\x00", **cbor("GetMetricData")}, "SerializationException"),
    "cbor: unknown operation": ("monitoring", {"body": b"\xa0", **cbor("EatLunch")}, "UnknownOperationException"),
    "cbor: path too short": ("monitoring", {"body": b"\xa0", "headers": {"smithy-protocol": "rpc-v2-cbor", "Content-Type": "application/cbor"}, "path": "/x"}, "UnknownOperationException"),
    # compression
    "gzip: not gzip": ("monitoring", {"body": b"hello", "headers": {**QUERY, "Content-Encoding": "gzip"}}, "MalformedInput|MissingAction|InvalidAction"),
    "gzip: cut short": ("cloudtrail", {"body": gzip.compress(b'{"MaxResults":1}' * 50)[:-9], "headers": {**LOOKUP, "Content-Encoding": "gzip"}}, "SerializationException"),
    "gzip: a bomb": ("cloudtrail", {"body": gzip.compress(b" " * (300 * MIB), 9), "headers": {**LOOKUP, "Content-Encoding": "gzip"}}, "RequestEntityTooLargeException"),
    "gzip: a bomb in a bomb": ("cloudtrail", {"body": gzip.compress(gzip.compress(b" " * (300 * MIB), 9), 9), "headers": {**LOOKUP, "Content-Encoding": "gzip, gzip"}}, "RequestEntityTooLargeException"),
    "gzip: many layers": ("cloudtrail", {"body": b"{}", "headers": {**LOOKUP, "Content-Encoding": ", ".join(["gzip"] * 50)}}, "SerializationException"),
}


@pytest.mark.parametrize("name", CASES)
def test_a_proper_refusal(module_server, name):
    service, arguments, codes = CASES[name]
    answer = signed(module_server, service, **arguments)
    assert 400 <= answer.status < 500, answer
    assert re.fullmatch(codes, answer.code), f"{answer.code}, not {codes}: {answer}"
    assert answer.headers.get("x-amzn-requestid") or answer.headers.get("x-amz-request-id"), answer.headers
    assert len(answer.body) < 20_000, "an error that repeats the request"
    healthy(module_server)


def test_unknown_members_are_skipped_however_deep(module_server):
    """Newer clients send members that this version does not know."""
    for opening, closing in ((b"[", b"]"), (b'{"a":', b"}")):
        body = b'{"MaxResults":1,"Unknown":' + nested(opening, closing, DEEP, b"1") + b"}"
        answer = signed(module_server, "cloudtrail", body, LOOKUP)
        assert answer.status == 200 or answer.code == "SerializationException", answer
        healthy(module_server)
    for deep in (b"\x81" * DEEP + b"\x00", b"\xc1" * DEEP + b"\x00", b"\x9f" * DEEP + b"\xff" * DEEP):
        answer = signed(module_server, "monitoring", b"\xa1\x61a" + deep, **cbor("ListMetrics"))
        assert answer.status == 200 or answer.code == "SerializationException", answer
        healthy(module_server)


def test_refusals_are_recorded(module_server):
    """A request of a known caller that is malformed is in the caller's history."""
    body = b'{"MaxResults":"' + str(time.time()).encode() + b'"}'
    answer = signed(module_server, "cloudtrail", body, LOOKUP)
    request = answer.headers["x-amzn-requestid"]
    found = wait_for(lambda: [e for e in events(module_server, EventName="LookupEvents") if e["requestID"] == request])
    assert len(found) == 1 and found[0]["errorCode"] == "SerializationException", found


# -- signatures

def tamper(change):
    def case(server):
        body = b"Action=GetCallerIdentity&Version=2011-06-15"
        headers = sign(server, "POST", "/", QUERY, body, "sts")
        path, body = change(headers, body) or ("/", body)
        return send(server, "POST", path, headers, body)
    return case


def put(name, value):
    def change(headers, body):
        if value is None:
            headers.pop(name)
        else:
            headers[name] = value(headers[name]) if callable(value) else value
    return change


SIGNATURES = {
    "empty": (put("Authorization", ""), 4),
    "one word": (put("Authorization", "AWS4-HMAC-SHA256"), 4),
    "another scheme": (put("Authorization", "Basic dXNlcjpwYXNz"), 4),
    "bytes": (put("Authorization", "AWS4-HMAC-SHA256 \xff\xfe=\xff"), 4),
    "no commas": (put("Authorization", lambda a: a.replace(",", "")), 4),
    "twice": (put("Authorization", lambda a: f"{a}, {a}"), 4),
    "without the host": (put("Authorization", lambda a: a.replace("host;", "")), 4),
    "thousands of signed headers": (put("Authorization", lambda a: re.sub("SignedHeaders=", "SignedHeaders=" + "a;" * 5000, a)), 4),
    "a scope of one part": (put("Authorization", lambda a: re.sub(r"Credential=[^,]*", "Credential=x", a)), 4),
    "a scope of many parts": (put("Authorization", lambda a: re.sub(r"Credential=[^,]*", "Credential=" + "/" * 5000, a)), 4),
    "a short signature": (put("Authorization", lambda a: a[:-1]), 4),
    "a long signature": (put("Authorization", lambda a: a + "0" * 5000), 4),
    "capital letters": (put("Authorization", lambda a: re.sub(r"Signature=(\w+)", lambda m: "Signature=" + m.group(1).upper(), a)), 4),
    "no date": (put("X-Amz-Date", None), 4),
    "a date of words": (put("X-Amz-Date", "yesterday"), 4),
    "a date of long ago": (put("X-Amz-Date", "19700101T000000Z"), 4),
    "a date far ahead": (put("X-Amz-Date", "99991231T235959Z"), 4),
    "an impossible date": (put("X-Amz-Date", "20261399T999999Z"), 4),
    "another body": (lambda headers, body: ("/", body.replace(b"GetCallerIdentity", b"GetSessionToken00")[: len(body)]), 4),
    "another path": (lambda headers, body: ("/x", body), 4),
    "another query": (lambda headers, body: ("/?x=1", body), 4),
    "a made-up token": (put("Content-Type", FORM), 2),
}


@pytest.mark.parametrize("name", SIGNATURES)
def test_signatures(module_server, name):
    change, expected = SIGNATURES[name]
    try:
        answer = tamper(change)(module_server)
    except (http.client.HTTPException, OSError, UnicodeError) as error:
        pytest.fail(f"{type(error).__name__}: {error}")
    assert answer.status // 100 == expected, answer
    if expected == 4:
        assert answer.code, answer
    healthy(module_server)


# -- sizes

def raw(server, data: bytes, timeout: float = 40, shutdown: bool = False) -> bytes:
    """Sends bytes and reads until the server ends the connection or is silent."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=timeout) as connection:
        connection.settimeout(timeout)
        received = b""
        try:
            connection.sendall(data)
            if shutdown:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_WR)
            while True:
                piece = connection.recv(65536)
                if not piece:
                    break
                received += piece
        except (ConnectionError, socket.timeout):
            pass
        return received


def status_of(received: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3})", received)
    return int(found.group(1)) if found else 0


def test_a_body_that_says_it_is_100_mb(module_server):
    for headers, codes in ((LOOKUP, "RequestEntityTooLargeException"), (QUERY, "RequestEntityTooLarge")):
        service = "cloudtrail" if headers is LOOKUP else "iam"
        full = sign(module_server, "POST", "/", headers, b"", service)
        head = "".join(f"{k}: {v}\r\n" for k, v in full.items() if k.lower() not in ("host", "content-length"))
        request = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{module_server.port}\r\nContent-Length: {100 * MIB}\r\n{head}\r\n"
        began = time.monotonic()
        received = raw(module_server, request.encode() + b"x" * 1000)
        assert status_of(received) == 413, received[:300]
        if headers is LOOKUP:
            assert codes.encode() in received
        assert time.monotonic() - began < 10, "it waited for the body"
    healthy(module_server)


@pytest.mark.parametrize("chunked", [False, True], ids=["with its length", "in chunks"])
def test_a_body_that_is_100_mb(module_server, chunked):
    """Eight at once: refused when they pass the limit, and never held in full."""
    def one(_):
        with socket.create_connection(("127.0.0.1", module_server.port), timeout=60) as connection:
            length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {100 * MIB}"
            head = f"POST / HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\n{length}\r\n\r\n"
            piece = b"a" * MIB
            received = b""
            try:
                connection.sendall(head.encode())
                for _ in range(100):
                    connection.sendall(b"%x\r\n%s\r\n" % (len(piece), piece) if chunked else piece)
                connection.sendall(b"0\r\n\r\n" if chunked else b"")
            except (BrokenPipeError, ConnectionError):
                pass
            try:
                while more := connection.recv(65536):
                    received += more
            except ConnectionError:
                pass
            return received

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(one, range(8)))
    # A client that goes on sending may see the connection reset before it reads the answer.
    statuses = [status_of(answer) for answer in answers]
    assert set(statuses) <= {413, 400, 0}, statuses
    healthy(module_server)


def test_bodies_up_to_the_limit_do_not_fill_the_memory(module_server):
    """64 bodies of 9 MiB at once are 576 MiB: more than bodies may have altogether."""
    body = USER + b"a" * (9 * MIB)
    headers = sign(module_server, "POST", "/", QUERY, body, "iam")

    def one(_):
        return send(module_server, "POST", "/", headers, body)

    most = 0
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        pending = [pool.submit(one, i) for i in range(64)]
        while not all(task.done() for task in pending):
            most = max(most, module_server.own_memory_kib())
            time.sleep(0.02)
    answers = [task.result() for task in pending]
    assert {(answer.status, answer.code) for answer in answers} == {(400, "ValidationError")}
    assert most < MEMORY_LIMIT_KIB, f"{most} KiB resident"
    healthy(module_server)


def test_many_bombs_at_once(module_server):
    """A body of 10 KB that unpacks to just below the limit, from nobody and from a made-up key, 64 at a time."""
    body = gzip.compress(b'{"NextToken":"' + b"a" * (10 * MIB - 100) + b'"}', 9)
    headers = {**LOOKUP, "Content-Encoding": "gzip"}
    unknown = sign(module_server, "POST", "/", headers, body, "cloudtrail", Credentials("AKIAUNKNOWNUNKNOWN12", "x"))
    most = 0
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        pending = [pool.submit(send, module_server, "POST", "/", unknown if i % 2 else headers, body) for i in range(192)]
        while not all(task.done() for task in pending):
            most = max(most, module_server.own_memory_kib())
            time.sleep(0.02)
    codes = {task.result().code for task in pending}
    assert codes == {"UnrecognizedClientException", "MissingAuthenticationTokenException"}, codes
    assert most < MEMORY_LIMIT_KIB, f"{most} KiB resident"
    healthy(module_server)


def test_oversized_heads(module_server):
    huge = b"POST / HTTP/1.1\r\nHost: x\r\n"
    cases = {
        "one long header": huge + b"X-Long: " + b"a" * MIB + b"\r\n\r\n",
        "many headers": huge + b"".join(b"X-%d: a\r\n" % i for i in range(10_000)) + b"\r\n",
        "a long path": b"GET /" + b"a" * MIB + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "a long query": b"GET /?" + b"a=b&" * 300_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n",
        "a long method": b"A" * MIB + b" / HTTP/1.1\r\nHost: x\r\n\r\n",
        "no end": b"POST / HTTP/1.1\r\nHost: x\r\n" + b"X: y\r\n" * 200_000,
    }
    for name, data in cases.items():
        received = raw(module_server, data)
        assert status_of(received) in (400, 414, 431, 405, 0), (name, received[:200])
        healthy(module_server)


def test_a_long_target_and_user_agent(module_server):
    """Below the limit of heads, above what is kept."""
    answer = signed(module_server, "cloudtrail", b"{}", {"X-Amz-Target": "a." * 10_000, "Content-Type": JSON})
    assert answer.status == 400 and answer.code == "UnknownOperationException", answer
    assert len(answer.body) < 2000
    body = b"{}"
    answer = signed(module_server, "cloudtrail", body, {**LOOKUP, "User-Agent": "é".encode().decode("latin-1") * 10_000})
    assert answer.status == 200, answer
    healthy(module_server)


# -- time and garbage

def test_slow_heads_are_cut_off(module_server):
    """Fifty clients that send a byte now and then: cut off after 15 seconds, while others are served."""
    connections = [socket.create_connection(("127.0.0.1", module_server.port), timeout=5) for _ in range(50)]
    try:
        for connection in connections:
            connection.sendall(b"POST / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        began = time.monotonic()
        open_ = set(connections)
        while open_ and time.monotonic() - began < 30:
            healthy(module_server)
            for connection in list(open_):
                try:
                    connection.setblocking(False)
                    connection.send(b"a")
                    if connection.recv(1000) == b"":
                        open_.discard(connection)
                except BlockingIOError:
                    pass
                except OSError:
                    open_.discard(connection)
            time.sleep(0.5)
        assert not open_, f"{len(open_)} of 50 are still open after {time.monotonic() - began:.0f} s"
        assert time.monotonic() - began > 5
    finally:
        for connection in connections:
            connection.close()


def test_slow_bodies_are_cut_off(module_server):
    """A body that comes a byte now and then is answered 408 after a minute, or the connection ends."""
    headers = "".join(f"{k}: {v}\r\n" for k, v in LOOKUP.items())
    with socket.create_connection(("127.0.0.1", module_server.port), timeout=5) as connection:
        connection.sendall(f"POST / HTTP/1.1\r\nHost: x\r\n{headers}Content-Length: 1000\r\n\r\n".encode())
        began = time.monotonic()
        received = b""
        connection.settimeout(1)
        while time.monotonic() - began < 90:
            try:
                connection.sendall(b" ")
                piece = connection.recv(4096)
                if not piece:
                    break
                received += piece
                if b"\r\n\r\n" in received:
                    break
            except socket.timeout:
                pass
            except OSError:
                break
        assert time.monotonic() - began < 85, "the server waits on"
        assert status_of(received) in (408, 0), received[:300]
    healthy(module_server)


def test_garbage_on_the_wire(module_server):
    good = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    cases = {
        "nothing": b"",
        "zeros": b"\0" * 10_000,
        "a TLS hello": bytes.fromhex("1603010200010001fc0303") + b"\x11" * 500,
        "half a preface of HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM",
        "a preface of HTTP/2 and garbage": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\xff" * 5000,
        "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        "a huge length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999999999999999999\r\n\r\n",
        "length and chunks": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "bad chunks": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nhello\r\n",
        "a chunk of 2^64": b"POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffff\r\nx",
        "a header without a colon": b"GET / HTTP/1.1\r\nHost: x\r\nhello\r\n\r\n",
        "bytes in a header's name": b"GET / HTTP/1.1\r\nHost: x\r\n\xff\xfe: y\r\n\r\n",
        "a folded header": b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
        "no version": b"GET /\r\n\r\n",
        "version 9": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
        "good, then garbage": good + b"\xff\xfe\xfd" * 100,
        "a hundred at once": good * 99 + good.replace(b"Host: x", b"Host: x\r\nConnection: close"),
    }
    for name, data in cases.items():
        received = raw(module_server, data, timeout=20, shutdown=name != "a hundred at once")
        if name == "a hundred at once":
            assert received.count(b"HTTP/1.1 200") == 100, received.count(b"HTTP/1.1 200")
        elif name == "good, then garbage":
            assert received.startswith(b"HTTP/1.1 200"), received[:200]
            assert received.count(b"HTTP/1.1 200") == 1
        else:
            assert status_of(received) in (0, 400, 403, 404, 405, 413, 431, 505), (name, received[:200])
        healthy(module_server)


def test_what_nobody_may_ask_without_a_signature(module_server):
    for method, path, body in (
        ("GET", "/", b""), ("POST", "/", b""), ("GET", "/_cloudkeep/reset", b""), ("POST", "/_cloudkeep/reset", b""),
        ("POST", "/_cloudkeep/clock", b'{"advance_seconds":1}'), ("PUT", "/metrics", b""), ("DELETE", "/health/ready", b""),
        ("GET", "/../../etc/passwd", b""), ("GET", "/%2e%2e/%2e%2e/etc/passwd", b""), ("OPTIONS", "*", b""), ("TRACE", "/", b""),
        ("CONNECT", "example.com:443", b""), ("GET", "http://example.com/", b""),
    ):
        try:
            answer = send(module_server, method, path, {}, body)
        except (http.client.HTTPException, ConnectionError):
            continue
        finally:
            healthy(module_server)
        assert 400 <= answer.status < 500 or answer.status == 501, (method, path, answer)


def test_random_bytes_for_every_protocol(module_server):
    """Bodies that begin well and end badly, a hundred and a half for each protocol."""
    rng = random.Random(20261124)
    seeds = [
        ("cloudtrail", LOOKUP, "/", b'{"LookupAttributes":[{"AttributeKey":"EventName","AttributeValue":"x"}],"StartTime":1700000000.5,"MaxResults":7}'),
        ("iam", QUERY, "/", b"Action=CreateUser&Version=2010-05-08&UserName=%41bc&Tags.member.1.Key=a&Tags.member.1.Value=b&Path=%2Fx%2F"),
        ("monitoring", cbor("GetMetricData")["headers"], cbor("GetMetricData")["path"], bytes.fromhex("a2695374617274 54696d65c1fb41d9000000000000694e657874546f6b656e6161".replace(" ", ""))),
        ("securityhub", {}, "/findings/import", b'{"Findings":[{"Id":"x","Types":["a"],"Severity":{"Product":1.5}}]}'),
        ("s3", {}, "/bucket?tagging", b"<Tagging xmlns='http://s3.amazonaws.com/doc/2006-03-01/'><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>"),
    ]
    for service, headers, path, seed in seeds:
        for _ in range(150):
            body = bytearray(seed)
            for _ in range(rng.randint(1, 6)):
                at = rng.randrange(len(body) + 1)
                choice = rng.random()
                if choice < 0.4 and at < len(body):
                    body[at] = rng.randrange(256)
                elif choice < 0.6:
                    body[at:at] = bytes(rng.randrange(256) for _ in range(rng.randint(1, 8)))
                elif choice < 0.8:
                    del body[at : at + rng.randint(1, 12)]
                else:
                    body[at:at] = body[: rng.randint(1, 40)] * rng.randint(1, 5)
            method = "PUT" if service == "s3" else "POST"
            answer = signed(module_server, service, bytes(body), headers, path, method)
            assert answer.status < 500 or answer.status == 501, (service, bytes(body), answer)
            if answer.status >= 400:
                assert answer.code, (service, bytes(body), answer)
    healthy(module_server)

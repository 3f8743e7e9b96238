"""Writes crates/wire/tests/data/sigv4.json: requests signed by botocore, for the verifier to accept and the signer to reproduce.

Run with any Python that has botocore: python acceptance/vectors/sigv4.py > crates/wire/tests/data/sigv4.json
"""

import base64
import datetime
import itertools
import json
import sys
from unittest import mock
from urllib.parse import urlsplit

import botocore
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth, SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

AKID = "AKIAIOSFODNN7EXAMPLE"
SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
TOKEN = "FwoGZXIvYXdzEJr//////////wEaDPu+/fake==token+with/odd%letters="
WHEN = datetime.datetime(2026, 2, 28, 23, 59, 58, tzinfo=datetime.timezone.utc)
FORM = {"Content-Type": "application/x-www-form-urlencoded; charset=utf-8"}
HOST = "http://127.0.0.1:4566"


def vector(name, auth, method, url, service, headers=(), body=b"", params=None, token=None, expires=None, context=None, when=WHEN, sent_body=None):
    request = AWSRequest(method=method, url=url, data=body, params=params or {})
    for key, value in headers:
        request.headers.add_header(key, value)
    request.context.update(context or {})
    credentials = Credentials(AKID, SECRET, token)
    arguments = {} if expires is None else {"expires": expires}
    signer = auth(credentials, service, "eu-central-1", **arguments)
    with mock.patch("botocore.auth.get_current_datetime", return_value=when):
        signer.add_auth(request)
    sent = urlsplit(request.prepare().url)
    out = [(key.lower(), str(value)) for key, value in request.headers.items()]
    if "host" not in [key for key, _ in out]:
        out.append(("host", sent.netloc))
    return {
        "name": name,
        "service": service,
        "method": method,
        "path": sent.path or "/",
        "query": sent.query,
        "headers": sorted(out, key=lambda pair: pair[0]),
        "body": base64.b64encode(body if sent_body is None else sent_body).decode(),
        "token": token,
        "expires": expires,
        "time": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
    }


def all_vectors():
    plain = SigV4Auth
    yield vector("query service", plain, "POST", HOST + "/", "iam", FORM.items(), b"Action=ListUsers&Version=2010-05-08")
    yield vector("query service in the url", plain, "GET", HOST + "/?Version=2011-06-15&Action=GetCallerIdentity", "sts")
    yield vector("no path", plain, "GET", HOST, "sts")
    yield vector("default port left out", plain, "GET", "https://iam.amazonaws.com:443/", "iam", [("Host", "iam.amazonaws.com")])
    json_headers = [("X-Amz-Target", "TrentService.ListKeys"), ("Content-Type", "application/x-amz-json-1.1")]
    yield vector("json service", plain, "POST", HOST + "/", "kms", json_headers, b"{}")
    yield vector("json with token", plain, "POST", HOST + "/", "kms", json_headers, b'{"Limit":1}', token=TOKEN)
    yield vector("unicode body", plain, "POST", HOST + "/", "ssm", json_headers, '{"Name":"/größe/日本/🗝"}'.encode())
    yield vector("binary body", plain, "POST", HOST + "/service/x/operation/y", "monitoring", [("smithy-protocol", "rpc-v2-cbor")], bytes(range(256)))
    yield vector("date header", plain, "GET", HOST + "/", "iam", [("Date", "x")])
    yield vector("query mode headers", plain, "POST", HOST + "/", "sqs", [("x-amzn-query-mode", "true"), *json_headers], b"{}")

    paths = [
        "/a", "/a/", "/a/b/c", "//", "/a//b", "/./a", "/a/./b/", "/a/../b", "/../a", "/a/b/..", "/a/b/../", "/.", "/..", "/...",
        "/a%20b", "/a%2Fb", "/a%2fb", "/tags/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fx%2Fy", "/tags/arn:aws:iam::1:role",
        "/%E6%97%A5%E6%9C%AC", "/%2e%2e/a", "/a+b", "/a=b&c,d;e", "/a@b!c'(d)*$", "/~user/-_.", "/%25", "/a%00b",
    ]
    for path in paths:
        yield vector("path " + path, plain, "GET", HOST + path, "guardduty")
        yield vector("s3 path " + path, S3SigV4Auth, "GET", HOST + path, "s3")

    queries = [
        "b=2&a=1", "a=2&a=1&a=", "a", "a=&b", "a-b=1&a=2", "A=1&a=2&B=3", "a=%20&a=%2B", "a=b=c", "q=%E6%97%A5", "a=%2F&b=/",
        "&a=1", "a=1&&b=2", "=v", "a=~-_.", "list-type=2&prefix=a%2Fb&delimiter=%2F", "uploads",
    ]
    for query in queries:
        yield vector("query " + query, plain, "GET", HOST + "/x?" + query, "guardduty")
        yield vector("s3 query " + query, S3SigV4Auth, "GET", HOST + "/bucket?" + query, "s3")
    for params in [{"name": "a b", "x": "ü/+&="}, {"z": "1", "Z": "2", "a.b": ""}, {"日本": "*'()!"}]:
        yield vector(f"params {params}", plain, "GET", HOST + "/x", "securityhub", params=params)

    header_sets = [
        [("X-A", "  two   spaces  ")], [("X-A", "a\tb")], [("X-A", '"quoted   spaces"')], [("X-A", "1"), ("X-A", "2"), ("x-a", "0")],
        [("X-Empty", "")], [("x-amz-meta-B", "b"), ("X-Amz-Meta-a", "a,b ,c")], [("User-Agent", "left out"), ("Expect", "100-continue")],
        [("X-Amzn-Trace-Id", "Root=1"), ("Accept", "*/*")], [("Zz", "1"), ("Aa", "2"), ("A-a", "3")],
    ]
    for headers in header_sets:
        yield vector(f"headers {headers}", plain, "GET", HOST + "/", "lambda", headers)
        yield vector(f"s3 headers {headers}", S3SigV4Auth, "PUT", HOST + "/b/k", "s3", headers, b"body")

    for method in ["HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"]:
        yield vector("method " + method, plain, method, HOST + "/x", "lambda", body=b"" if method in ("HEAD", "DELETE") else b"{}")

    s3 = S3SigV4Auth
    yield vector("s3 empty put", s3, "PUT", HOST + "/b/k", "s3")
    yield vector("s3 put", s3, "PUT", HOST + "/b/k%2Fl//..", "s3", [("Content-MD5", "x")], b"hello", token=TOKEN)
    unsigned = {"has_streaming_input": True, "payload_signing_enabled": False}
    yield vector("s3 unsigned payload", s3, "PUT", "https://s3.example:9000/b/k", "s3", [("Content-MD5", "x")], b"hello", context=unsigned)
    trailer = {"checksum": {"request_algorithm": {"in": "trailer", "algorithm": "crc32", "name": "x-amz-checksum-crc32"}}}
    headers = [("X-Amz-Trailer", "x-amz-checksum-crc32"), ("x-amz-decoded-content-length", "5"), ("Content-Encoding", "aws-chunked")]
    body = b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
    yield vector("s3 trailer", s3, "PUT", "https://s3.example:9000/b/k", "s3", headers, body, context=trailer)

    for url, token, expires in itertools.product(
        ["/?Action=GetCallerIdentity&Version=2011-06-15", "/x/../y%20z?b=2&a=1%2F&Z="], [None, TOKEN], [1, 604800]
    ):
        yield vector(f"presigned {url} {expires}", SigV4QueryAuth, "GET", HOST + url, "sts", token=token, expires=expires)
    for url, token in itertools.product(["/b/k%2F//../l?versionId=a%2Bb&x", "/b", "/b/%E6%97%A5"], [None, TOKEN]):
        yield vector(f"s3 presigned {url}", S3SigV4QueryAuth, "GET", HOST + url, "s3", token=token, expires=3600)
    yield vector("s3 presigned put", S3SigV4QueryAuth, "PUT", HOST + "/b/k", "s3", [("x-amz-meta-a", "b  c")], expires=60, sent_body=b"any")
    leap = datetime.datetime(2028, 2, 29, 0, 0, 0, tzinfo=datetime.timezone.utc)
    yield vector("leap day", plain, "GET", HOST + "/", "iam", when=leap)


json.dump(
    {
        "botocore": botocore.__version__,
        "region": "eu-central-1",
        "access_key_id": AKID,
        "secret": SECRET,
        "vectors": list(all_vectors()),
    },
    sys.stdout,
    indent=1,
    ensure_ascii=False,
)
sys.stdout.write("\n")

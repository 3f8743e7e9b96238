"""CORS of buckets: the configuration, preflights, and the headers on answers; and that nothing but buckets answers pages of other origins."""

import re
import urllib.error
import urllib.request

import pytest
from botocore.config import Config

from harness import allow, error_code, policy, unique

PAGE = "https://app.example"
VARY = "Origin, Access-Control-Request-Headers, Access-Control-Request-Method"
REFUSED = (b"<Code>AccessForbidden</Code><Message>CORSResponse: This CORS request is not allowed. This is usually because the evalution of Origin, "
           b"request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.</Message>")


def rule(origins=(PAGE,), methods=("GET",), **more) -> dict:
    return {"AllowedOrigins": list(origins), "AllowedMethods": list(methods)} | more


@pytest.fixture
def bucket(cloudkeep):
    name = unique("cors").lower()
    cloudkeep.client("s3").create_bucket(Bucket=name)
    return name


def put(cloudkeep, bucket, *rules, credentials=None, **more):
    client = cloudkeep.client("s3", credentials) if credentials else cloudkeep.client("s3")
    return client.put_bucket_cors(Bucket=bucket, CORSConfiguration={"CORSRules": list(rules)}, **more)


def ask(cloudkeep, url, method="OPTIONS", origin=PAGE, asks=None, announces=None, data=None):
    """Status, body and the headers that a browser looks at."""
    headers = {"Origin": origin, "Access-Control-Request-Method": asks, "Access-Control-Request-Headers": announces}
    url = url if url.startswith("http") else cloudkeep.endpoint + url
    request = urllib.request.Request(url, method=method, data=data, headers={name: value for name, value in headers.items() if value is not None})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            status, body, told = answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        status, body, told = error.code, error.read(), error.headers
    kept = {name.lower(): value for name, value in told.items() if name.lower().startswith("access-control-") or name.lower() == "vary"}
    return status, body, kept


def test_the_configuration_is_kept_as_it_was_given(cloudkeep, bucket):
    s3 = cloudkeep.client("s3")
    with error_code("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist"):
        s3.get_bucket_cors(Bucket=bucket)
    assert s3.delete_bucket_cors(Bucket=bucket)["ResponseMetadata"]["HTTPStatusCode"] == 204
    rules = [
        rule(("https://*.example", ""), ("GET", "PUT", "HEAD"), ID="first", AllowedHeaders=["x-AMZ-*"], ExposeHeaders=["ETag", "x-amz-request-id"], MaxAgeSeconds=3000),
        rule(("*",)),
    ]
    put(cloudkeep, bucket, *rules)
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == rules
    s3.delete_bucket_cors(Bucket=bucket)
    with error_code("NoSuchCORSConfiguration", 404):
        s3.get_bucket_cors(Bucket=bucket)


@pytest.mark.parametrize("rules, code, message", [
    ([], "MalformedXML", "did not validate against our published schema"),
    ([rule(methods=())], "MalformedXML", "did not validate against our published schema"),
    ([rule(origins=())], "MalformedXML", "did not validate against our published schema"),
    ([rule(methods=("GET", "PATCH"))], "InvalidRequest", "Found unsupported HTTP method in CORS config. Unsupported method is PATCH"),
    ([rule(("http://*.a.*",))], "InvalidRequest", 'AllowedOrigin "http://*.a.*" can not have more than one wildcard.'),
    ([rule(AllowedHeaders=["*-*"])], "InvalidRequest", 'AllowedHeader "*-*" can not have more than one wildcard.'),
    ([rule(ExposeHeaders=["*"])], "InvalidRequest", 'ExposeHeader "*" contains wildcard.'),
    ([rule(ID="i" * 256)], "InvalidRequest", "The ID value can be up to 255 characters long."),
    ([rule()] * 101, "InvalidRequest", "The number of CORS rules should not exceed allowed limit of 100 rules."),
    ([rule(["https://" + "o" * 990] * 70)], "MaxMessageLengthExceeded", "Your request was too big."),
])
def test_what_is_no_configuration(cloudkeep, bucket, rules, code, message):
    put(cloudkeep, bucket, rule())
    with error_code(code, 400, re.escape(message)):
        put(cloudkeep, bucket, *rules)
    assert cloudkeep.client("s3").get_bucket_cors(Bucket=bucket)["CORSRules"] == [rule()]


def test_who_may(cloudkeep, bucket):
    name = unique("reader")
    reader = cloudkeep.user(name, inline=policy(allow("s3:GetBucketCORS")))
    with error_code("AccessDenied", 403):
        put(cloudkeep, bucket, rule(), credentials=reader)
    put(cloudkeep, bucket, rule())
    s3 = cloudkeep.client("s3", reader)
    assert s3.get_bucket_cors(Bucket=bucket)["CORSRules"] == [rule()]
    with error_code("AccessDenied", 403):
        s3.delete_bucket_cors(Bucket=bucket)
    with error_code("AccessDenied", 403):
        cloudkeep.client("s3").get_bucket_cors(Bucket=bucket, ExpectedBucketOwner="000000000000")
    nobody = cloudkeep.user(unique("nobody"))
    with error_code("AccessDenied", 403):
        cloudkeep.client("s3", nobody).get_bucket_cors(Bucket=bucket)
    with error_code("NoSuchBucket", 404):
        put(cloudkeep, unique("no-such").lower(), rule())


def test_preflights(cloudkeep, bucket):
    path = f"/{bucket}/some/key"
    status, body, _ = ask(cloudkeep, path, asks="GET")
    assert status == 403 and b"<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message>" in body
    status, body, _ = ask(cloudkeep, f"/{unique('no-such').lower()}/key", asks="GET")
    assert status == 403 and b"<Code>AccessForbidden</Code><Message>CORSResponse: Bucket not found</Message>" in body
    put(cloudkeep, bucket,
        rule(("https://*.example",), ("PUT", "GET"), AllowedHeaders=["x-amz-*", "Content-Type"], ExposeHeaders=["ETag", "x-amz-request-id"], MaxAgeSeconds=600),
        rule(("*",), ("GET",)))
    status, body, told = ask(cloudkeep, path, asks="PUT", announces="Content-Type, x-amz-date")
    assert (status, body) == (200, b"")
    assert told == {
        "access-control-allow-origin": PAGE, "access-control-allow-credentials": "true", "access-control-allow-methods": "PUT, GET",
        "access-control-allow-headers": "content-type, x-amz-date", "access-control-expose-headers": "ETag, x-amz-request-id",
        "access-control-max-age": "600", "vary": VARY}
    # The bucket itself, and a path that is not there, are answered alike.
    assert ask(cloudkeep, f"/{bucket}?list-type=2", asks="GET", origin="http://b.test")[2] == {
        "access-control-allow-origin": "*", "access-control-allow-methods": "GET", "vary": VARY}
    for wrong in ({"asks": "DELETE"}, {"asks": "PUT", "origin": "http://b.test"}, {"asks": "GET", "announces": "authorization"}, {"asks": "PUT", "origin": PAGE.upper()}):
        status, body, told = ask(cloudkeep, path, **wrong)
        assert status == 403 and REFUSED in body and told == {}, wrong
    status, body, _ = ask(cloudkeep, path, asks="GET", origin=None)
    assert status == 400 and b"<Code>BadRequest</Code><Message>Insufficient information. Origin request header needed.</Message>" in body
    status, body, _ = ask(cloudkeep, path)
    assert status == 400 and b"<Code>BadRequest</Code><Message>Invalid Access-Control-Request-Method: null</Message>" in body
    status, body, _ = ask(cloudkeep, path, asks="YUCK")
    assert status == 400 and b"Invalid Access-Control-Request-Method: YUCK" in body


def test_answers_tell_the_browser(cloudkeep, bucket):
    s3 = cloudkeep.client("s3", config=Config(signature_version="s3v4"))
    s3.put_object(Bucket=bucket, Key="page", Body=b"hello")
    url = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "page"})
    assert ask(cloudkeep, url, "GET")[1:] == (b"hello", {})
    put(cloudkeep, bucket, rule(methods=("GET",), ExposeHeaders=["ETag"], MaxAgeSeconds=5))
    told = {"access-control-allow-origin": PAGE, "access-control-allow-credentials": "true", "access-control-allow-methods": "GET",
            "access-control-expose-headers": "ETag", "access-control-max-age": "5", "vary": VARY}
    assert ask(cloudkeep, url, "GET") == (200, b"hello", told)
    # Who may not read it from there gets it all the same: it is the browser that keeps it from the page.
    assert ask(cloudkeep, url, "GET", origin="https://other.example") == (200, b"hello", {})
    assert ask(cloudkeep, url, "GET", origin=None) == (200, b"hello", {})
    assert ask(cloudkeep, url, "GET", announces="x-other")[2] == {}
    upload = s3.generate_presigned_url("put_object", {"Bucket": bucket, "Key": "new"})
    assert ask(cloudkeep, upload, "PUT", data=b"x")[::2] == (200, {})
    # Refusals can be read too, so that a page can say what went wrong.
    status, body, headers = ask(cloudkeep, f"/{bucket}/page", "GET")
    assert (status, headers) == (403, told) and b"<Code>AccessDenied</Code>" in body
    missing = s3.generate_presigned_url("get_object", {"Bucket": bucket, "Key": "missing"})
    assert ask(cloudkeep, missing, "GET")[::2] == (404, told)
    s3.delete_bucket_cors(Bucket=bucket)
    assert ask(cloudkeep, url, "GET")[2] == {}


def test_nothing_else_answers_pages_of_other_origins(cloudkeep):
    """Not even where a bucket is called as the path of another service begins."""
    s3 = cloudkeep.client("s3")
    for name in ("tags", "detector", "health", "metrics"):
        if name not in [b["Name"] for b in s3.list_buckets()["Buckets"]] and len(name) > 3:
            s3.create_bucket(Bucket=name)
        put(cloudkeep, name, rule(("*",), ("GET", "PUT", "POST", "DELETE", "HEAD"), AllowedHeaders=["*"]))
    for path, asks, announces in [
        ("/", "POST", "x-amz-target,authorization"), ("/", "POST", "authorization,content-type"), ("/", "GET", "authorization"),
        ("/_console/sign-in", "POST", "content-type"), ("/_cloudkeep/reset", "POST", None),
        ("/2015-03-31/functions", "POST", "authorization"), ("/2015-03-31/functions", "GET", "authorization"),
        ("/detector", "POST", "authorization, X-Amz-Target"), ("/detector", "POST", "smithy-protocol"),
        ("/service/GraniteServiceVersion20100801/operation/ListMetrics", "POST", "smithy-protocol"),
        ("/tags/arn%3Aaws%3Aguardduty%3Aus-east-1%3A123456789012%3Adetector%2Fx", "POST", "authorization"),
        ("/tags/arn:aws:lambda:us-east-1:123456789012:function:x", "DELETE", "authorization"),
    ]:
        status, _, told = ask(cloudkeep, path, asks=asks, announces=announces)
        assert status >= 400 and told == {}, (path, asks, told)
    for path in ("/health/live", "/metrics", "/", "/_console/"):
        assert "access-control-allow-origin" not in ask(cloudkeep, path, "GET")[2]
    # A signed call of another service under the same path is answered, and no page of another origin can read it.
    guardduty = cloudkeep.client("guardduty")
    seen = []

    def add_origin(request, **_):
        request.headers["Origin"] = PAGE

    guardduty.meta.events.register("before-send.guardduty.*", add_origin)
    guardduty.meta.events.register("after-call.guardduty.*", lambda http_response, **_: seen.append(dict(http_response.headers)))
    guardduty.list_detectors()
    assert seen and not any(name.lower().startswith("access-control-") for name in seen[0]), seen

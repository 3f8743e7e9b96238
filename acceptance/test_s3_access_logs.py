"""Server access logs of buckets, in AWS's format, as they come with the AWS CLI, boto3 and plain HTTP."""

import re
import time
import urllib.error
import urllib.request

import pytest

from harness import Cloudkeep, allow, error_code, new_account, policy, unique, wait_for

LOGGING = "logging.s3.amazonaws.com"
# The regular expression of AWS's own example for Athena, by field.
FIELDS = ["owner", "bucket", "time", "ip", "requester", "request", "operation", "key", "uri", "status", "error", "sent", "size", "total",
          "turnaround", "referer", "agent", "version", "host_id", "signature", "cipher", "auth", "host", "tls", "access_point", "acl"]
LINE = re.compile(r'([^ ]*) ([^ ]*) \[(.*?)\] ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ("[^"]*"|-) (-|[0-9]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) '
                  r'([^ ]*) ("[^"]*"|-) ("[^"]*"|-) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*) ([^ ]*)$')


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    server = Cloudkeep(tmp_path_factory.mktemp("access-logs"), environment={"CLOUDKEEP_S3_ACCESS_LOG_SECONDS": "1"})
    yield server
    server.stop()
    assert "panicked" not in server.log()


def pair(box) -> tuple[str, str]:
    """A bucket to watch, and one that takes its log."""
    s3, source, target = box.client("s3"), unique("watched"), unique("logs")
    for name in (source, target):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_policy(Bucket=target, Policy=policy(allow(
        "s3:PutObject", f"arn:aws:s3:::{target}/*", Principal={"Service": LOGGING},
        Condition={"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{source}"}, "StringEquals": {"aws:SourceAccount": box.account}})))
    return source, target


def log(box, source: str, target: str, prefix="log/", **more) -> None:
    box.client("s3").put_bucket_logging(Bucket=source, BucketLoggingStatus={
        "LoggingEnabled": {"TargetBucket": target, "TargetPrefix": prefix, **more}})


def keys(box, target: str) -> list[str]:
    pages = box.client("s3").get_paginator("list_objects_v2").paginate(Bucket=target)
    return [item["Key"] for page in pages for item in page.get("Contents", [])]


def lines(box, target: str) -> list[dict]:
    found = []
    for key in keys(box, target):
        for text in box.client("s3").get_object(Bucket=target, Key=key)["Body"].read().decode().splitlines():
            match = LINE.match(text)
            assert match, text
            found.append(dict(zip(FIELDS, (value.strip('"') for value in match.groups()))))
    return found


def logged(box, target: str, operation: str, count: int = 1, **more) -> list[dict]:
    def there():
        found = [line for line in lines(box, target) if line["operation"] == operation and all(line[k] == v for k, v in more.items())]
        return found if len(found) >= count else None
    return wait_for(there, 20, 0.3)


def until_logged(box, source: str, target: str) -> None:
    """Logging begins a moment after it was asked for."""
    s3 = box.client("s3")

    def seen():
        s3.head_bucket(Bucket=source)
        return any(line["operation"] == "REST.HEAD.BUCKET" for line in lines(box, target))
    wait_for(seen, 20, 0.5)


def test_requests_are_logged_in_the_documented_format(box):
    source, target = pair(box)
    s3 = box.client("s3")
    s3.put_bucket_versioning(Bucket=source, VersioningConfiguration={"Status": "Enabled"})
    log(box, source, target)
    until_logged(box, source, target)
    version = s3.put_object(Bucket=source, Key="a folder/ü.txt", Body=b"12345")["VersionId"]
    assert s3.get_object(Bucket=source, Key="a folder/ü.txt", Range="bytes=1-3")["Body"].read() == b"234"
    with error_code("NoSuchKey"):
        s3.get_object(Bucket=source, Key="none")
    s3.list_objects_v2(Bucket=source, Prefix="a")
    s3.get_bucket_versioning(Bucket=source)
    person = box.user(unique("reader"))
    with error_code("AccessDenied"):
        box.client("s3", person).delete_object(Bucket=source, Key="a folder/ü.txt")
    s3.delete_objects(Bucket=source, Delete={"Objects": [{"Key": "x"}]})
    box.cli(["s3", "ls", f"s3://{source}/"])

    put = logged(box, target, "REST.PUT.OBJECT")[0]
    owner = s3.list_buckets()["Owner"]["ID"]
    assert put["owner"] == owner and put["requester"] == owner and put["bucket"] == source and put["ip"] in ("127.0.0.1", "::1")
    assert re.fullmatch(r"\d\d/[A-Z][a-z]{2}/\d{4}:\d\d:\d\d:\d\d \+0000", put["time"])
    assert put["key"] == "a%20folder/%C3%BC.txt" and put["uri"].startswith("PUT /") and put["uri"].endswith(" HTTP/1.1")
    assert (put["status"], put["error"], put["sent"], put["size"], put["version"]) == ("200", "-", "-", "5", version)
    assert (put["signature"], put["auth"], put["host"]) == ("SigV4", "AuthHeader", box.endpoint.split("//")[1])
    assert put["total"].isdigit() and "Boto3" in put["agent"] and len(put["request"]) > 8 and put["host_id"] != "-"
    got = logged(box, target, "REST.GET.OBJECT", status="206")[0]
    assert (got["sent"], got["size"]) == ("3", "5")
    missing = logged(box, target, "REST.GET.OBJECT", status="404")[0]
    assert missing["error"] == "NoSuchKey" and missing["key"] == "none" and int(missing["sent"]) > 0
    denied = logged(box, target, "REST.DELETE.OBJECT", status="403")[0]
    assert denied["error"] == "AccessDenied" and ":user/reader-" in denied["requester"]
    for operation in ("REST.GET.BUCKET", "REST.GET.VERSIONING", "REST.POST.MULTI_OBJECT_DELETE"):
        logged(box, target, operation)
    assert any("aws-cli" in line["agent"] for line in logged(box, target, "REST.GET.BUCKET", 2))
    assert all(re.fullmatch(r"log/\d{4}-\d\d-\d\d-\d\d-\d\d-\d\d-[0-9A-F]{16}", key) for key in keys(box, target))


def test_presigned_and_unsigned_requests_say_so(box):
    source, target = pair(box)
    s3 = box.client("s3")
    s3.put_object(Bucket=source, Key="a", Body=b"x" * 10)
    log(box, source, target)
    until_logged(box, source, target)
    with urllib.request.urlopen(s3.generate_presigned_url("get_object", Params={"Bucket": source, "Key": "a"}), timeout=10) as answer:
        assert len(answer.read()) == 10
    request = urllib.request.Request(f"{box.endpoint}/{source}/a", headers={"Referer": "http://page.example/", "User-Agent": 'a "quoted" agent'})
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request, timeout=10)
    presigned = logged(box, target, "REST.GET.OBJECT", auth="QueryString")[0]
    assert presigned["sent"] == "10" and presigned["status"] == "200"
    unsigned = logged(box, target, "REST.GET.OBJECT", status="403")[0]
    assert (unsigned["requester"], unsigned["signature"], unsigned["auth"]) == ("-", "-", "-")
    assert unsigned["referer"] == "http://page.example/" and unsigned["agent"] == "a %22quoted%22 agent"


def test_keys_can_be_partitioned(box):
    source, target = pair(box)
    log(box, source, target, "p/", TargetObjectKeyFormat={"PartitionedPrefix": {"PartitionDateSource": "EventTime"}})
    told = box.client("s3").get_bucket_logging(Bucket=source)["LoggingEnabled"]
    assert told["TargetObjectKeyFormat"] == {"PartitionedPrefix": {"PartitionDateSource": "EventTime"}}
    until_logged(box, source, target)
    form = rf"p/{box.account}/us-east-1/{source}/\d{{4}}/\d\d/\d\d/\d{{4}}-\d\d-\d\d-00-00-00-[0-9A-F]{{16}}"
    assert all(re.fullmatch(form, key) for key in keys(box, target)), keys(box, target)


def test_the_configuration_is_told_and_taken_back(box):
    source, target = pair(box)
    s3 = box.client("s3")
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=source)
    box.cli(["s3api", "put-bucket-logging", "--bucket", source, "--bucket-logging-status",
             f'{{"LoggingEnabled": {{"TargetBucket": "{target}", "TargetPrefix": ""}}}}'])
    assert s3.get_bucket_logging(Bucket=source)["LoggingEnabled"] == {"TargetBucket": target, "TargetPrefix": ""}
    until_logged(box, source, target)
    s3.put_bucket_logging(Bucket=source, BucketLoggingStatus={})
    assert "LoggingEnabled" not in s3.get_bucket_logging(Bucket=source)
    other = box.client("s3", new_account(box, unique("other")))
    with error_code("NoSuchBucket"):
        log(box, unique("none"), target)
    with error_code("InvalidTargetBucketForLogging", 400, "does not exist"):
        log(box, source, unique("none"))
    foreign = unique("foreign")
    other.create_bucket(Bucket=foreign)
    with error_code("InvalidTargetBucketForLogging", 400, "owner"):
        log(box, source, foreign)
    far = unique("far")
    box.client("s3", region="eu-central-1").create_bucket(Bucket=far, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    with error_code("CrossLocationLoggingProhibited", 403):
        log(box, source, far)
    with error_code("AccessControlListNotSupported", 400):
        log(box, source, target, TargetGrants=[{"Grantee": {"Type": "Group", "URI": "http://acs.amazonaws.com/groups/global/AllUsers"}, "Permission": "READ"}])
    with error_code("AccessDenied", 403, "s3:PutBucketLogging"):
        box.client("s3", box.user(unique("nobody"))).put_bucket_logging(Bucket=source, BucketLoggingStatus={})


def test_a_target_that_refuses_gets_the_lines_later(box):
    s3, source, target = box.client("s3"), unique("watched"), unique("logs")
    for name in (source, target):
        s3.create_bucket(Bucket=name)
    log(box, source, target)
    wait_for(lambda: "an access log cannot be put" in (s3.head_bucket(Bucket=source) and box.log()), 20, 0.5)
    assert keys(box, target) == []
    s3.put_bucket_policy(Bucket=target, Policy=policy(allow("s3:PutObject", f"arn:aws:s3:::{target}/*", Principal={"Service": LOGGING})))
    assert logged(box, target, "REST.HEAD.BUCKET")


def test_what_waits_is_put_when_the_server_ends(fresh):
    box = fresh(environment={"CLOUDKEEP_S3_ACCESS_LOG_SECONDS": "3600"})
    source, target = pair(box)
    log(box, source, target)
    s3 = box.client("s3")
    # That the server knows what to log shows in nothing but the log.
    time.sleep(3)
    for _ in range(5):
        s3.head_bucket(Bucket=source)
    box.restart()
    assert len([line for line in lines(box, target) if line["operation"] == "REST.HEAD.BUCKET"]) == 5

"""S3 with the tools that an audit archive is used with: aws s3, boto3's transfer manager, presigned URLs."""

import hashlib
import json
import os
import subprocess
import urllib.error
import urllib.request

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

from harness import allow, aws, policy, unique


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture
def bucket(server):
    name = unique("archive").lower()
    server.client("s3").create_bucket(Bucket=name)
    return name


def refused(call, code: str, status: int) -> None:
    with pytest.raises(ClientError) as caught:
        call()
    answer = caught.value.response
    assert (answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"]) == (code, status)


def tool(server, *words: str) -> str:
    return subprocess.run(
        [aws(), "s3", *words], env=server.cli_environment(), check=True, capture_output=True, text=True, timeout=120
    ).stdout


def test_the_cli_copies_lists_syncs_and_removes(server, tmp_path):
    name = unique("tools").lower()
    tool(server, "mb", f"s3://{name}")
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.txt").write_text("one")
    (folder / "deep" / "b.txt").write_text("two")
    # Listings carry whole seconds, and sync copies again what is newer than its copy: files of this very second would be.
    for file in (folder / "a.txt", folder / "deep" / "b.txt"):
        os.utime(file, (file.stat().st_mtime - 60,) * 2)
    tool(server, "sync", str(folder), f"s3://{name}/copy")
    listed = tool(server, "ls", f"s3://{name}", "--recursive")
    assert "copy/a.txt" in listed and "copy/deep/b.txt" in listed
    assert "PRE deep/" in tool(server, "ls", f"s3://{name}/copy/")
    assert tool(server, "sync", str(folder), f"s3://{name}/copy") == "", "nothing changed, nothing is copied"
    tool(server, "cp", f"s3://{name}/copy/a.txt", str(tmp_path / "back"))
    assert (tmp_path / "back").read_text() == "one"
    tool(server, "rb", f"s3://{name}", "--force")
    refused(lambda: server.client("s3").list_objects_v2(Bucket=name), "NoSuchBucket", 404)


def test_the_transfer_manager_and_ranges(server, bucket, tmp_path):
    s3 = server.client("s3")
    data = os.urandom(17 << 20)
    (tmp_path / "up").write_bytes(data)
    parts = TransferConfig(multipart_threshold=5 << 20, multipart_chunksize=5 << 20)
    s3.upload_file(str(tmp_path / "up"), bucket, "large", Config=parts)
    head = s3.head_object(Bucket=bucket, Key="large")
    assert head["ETag"].strip('"').endswith("-4") and head["ContentLength"] == len(data)
    s3.download_file(bucket, "large", str(tmp_path / "down"), Config=parts)
    assert hashlib.sha256((tmp_path / "down").read_bytes()).digest() == hashlib.sha256(data).digest()
    got = s3.get_object(Bucket=bucket, Key="large", Range="bytes=5242870-5242889")
    assert got["Body"].read() == data[5242870:5242890] and got["ContentRange"] == f"bytes 5242870-5242889/{len(data)}"
    refused(lambda: s3.get_object(Bucket=bucket, Key="large", Range=f"bytes={len(data)}-"), "InvalidRange", 416)


def test_versions_and_delete_markers(server, bucket):
    s3 = server.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    first = s3.put_object(Bucket=bucket, Key="k", Body=b"1")["VersionId"]
    s3.put_object(Bucket=bucket, Key="k", Body=b"2")
    marker = s3.delete_object(Bucket=bucket, Key="k")
    assert marker["DeleteMarker"]
    refused(lambda: s3.get_object(Bucket=bucket, Key="k"), "NoSuchKey", 404)
    assert s3.get_object(Bucket=bucket, Key="k", VersionId=first)["Body"].read() == b"1"
    s3.delete_object(Bucket=bucket, Key="k", VersionId=marker["VersionId"])
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"2"
    refused(lambda: s3.delete_bucket(Bucket=bucket), "BucketNotEmpty", 409)


def test_object_lock_holds_until_its_time(server):
    s3 = server.client("s3")
    name = unique("locked").lower()
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    kept = s3.put_object(
        Bucket=name, Key="k", Body=b"x", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate="2099-01-01T00:00:00Z"
    )["VersionId"]
    refused(lambda: s3.delete_object(Bucket=name, Key="k", VersionId=kept), "AccessDenied", 403)
    refused(
        lambda: s3.delete_object(Bucket=name, Key="k", VersionId=kept, BypassGovernanceRetention=True), "AccessDenied", 403
    )
    held = s3.put_object(Bucket=name, Key="h", Body=b"x", ObjectLockLegalHoldStatus="ON")["VersionId"]
    refused(lambda: s3.delete_object(Bucket=name, Key="h", VersionId=held), "AccessDenied", 403)
    s3.put_object_legal_hold(Bucket=name, Key="h", VersionId=held, LegalHold={"Status": "OFF"})
    s3.delete_object(Bucket=name, Key="h", VersionId=held)


def test_a_page_after_the_other_and_common_prefixes(server, bucket):
    s3 = server.client("s3")
    keys = [f"{letter}/{number:02}" for letter in "abc" for number in range(12)] + ["top"]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key, Body=b"")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, PaginationConfig={"PageSize": 7})
    assert [item["Key"] for page in pages for item in page.get("Contents", [])] == sorted(keys)
    seen = s3.list_objects_v2(Bucket=bucket, Delimiter="/")
    assert [p["Prefix"] for p in seen["CommonPrefixes"]] == ["a/", "b/", "c/"] and [c["Key"] for c in seen["Contents"]] == ["top"]


def test_checksums_and_conditions(server, bucket):
    s3 = server.client("s3")
    refused(lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"x", ChecksumSHA256="A" * 43 + "="), "BadDigest", 400)
    refused(lambda: s3.head_object(Bucket=bucket, Key="k"), "404", 404)
    s3.put_object(Bucket=bucket, Key="k", Body=b"x", IfNoneMatch="*")
    refused(lambda: s3.put_object(Bucket=bucket, Key="k", Body=b"y", IfNoneMatch="*"), "PreconditionFailed", 412)
    refused(lambda: s3.get_object(Bucket=bucket, Key="k", IfMatch='"other"'), "PreconditionFailed", 412)


def test_presigned_urls(server, bucket):
    s3 = server.client("s3", config=Config(signature_version="s3v4"))
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "p"})
    with urllib.request.urlopen(urllib.request.Request(put, data=b"by url", method="PUT")) as answer:
        assert answer.status == 200
    get = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "p"})
    with urllib.request.urlopen(get) as answer:
        assert answer.read() == b"by url"
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(get.replace("/p?", "/q?"))
    assert caught.value.code == 403


def test_policies_decide(server, bucket):
    s3 = server.client("s3")
    s3.put_object(Bucket=bucket, Key="open/k", Body=b"x")
    reader = server.user(unique("reader"), inline=policy(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/open/*")))
    mine = server.client("s3", reader)
    assert mine.get_object(Bucket=bucket, Key="open/k")["Body"].read() == b"x"
    refused(lambda: mine.get_object(Bucket=bucket, Key="closed/k"), "AccessDenied", 403)
    refused(lambda: mine.put_object(Bucket=bucket, Key="open/k", Body=b"y"), "AccessDenied", 403)
    s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}]}))
    refused(lambda: mine.get_object(Bucket=bucket, Key="open/k"), "AccessDenied", 403)


def test_what_was_acknowledged_survives_a_kill_and_is_encrypted(fresh):
    server = fresh()
    s3 = server.client("s3")
    s3.create_bucket(Bucket="survivor")
    plain = b"a sentence that must not be found in any file " * 4000
    s3.put_object(Bucket="survivor", Key="k", Body=plain)
    server.kill()
    found = [path for path in server.data_dir.rglob("*") if path.is_file() and plain[:40] in path.read_bytes()]
    assert not found
    server.restart()
    assert server.client("s3").get_object(Bucket="survivor", Key="k")["Body"].read() == plain


def test_what_was_never_set_is_told_as_aws_tells_it(server, bucket):
    """What Terraform's aws_s3_bucket and others read of every bucket."""
    s3 = server.client("s3")
    for call, code in {
        "get_bucket_cors": "NoSuchCORSConfiguration",
        "get_bucket_website": "NoSuchWebsiteConfiguration",
        "get_bucket_lifecycle_configuration": "NoSuchLifecycleConfiguration",
        "get_bucket_replication": "ReplicationConfigurationNotFoundError",
        "get_bucket_policy": "NoSuchBucketPolicy",
        "get_bucket_policy_status": "NoSuchBucketPolicy",
        "get_bucket_tagging": "NoSuchTagSet",
        "get_object_lock_configuration": "ObjectLockConfigurationNotFoundError",
    }.items():
        refused(lambda call=call: getattr(s3, call)(Bucket=bucket), code, 404)
    answers = {
        "get_bucket_versioning": set(),
        "get_bucket_accelerate_configuration": set(),
        "get_bucket_logging": set(),
        "get_bucket_request_payment": {"Payer"},
        "get_bucket_acl": {"Owner", "Grants"},
        "get_bucket_encryption": {"ServerSideEncryptionConfiguration"},
        "get_bucket_ownership_controls": {"OwnershipControls"},
        "get_public_access_block": {"PublicAccessBlockConfiguration"},
        "get_bucket_notification_configuration": set(),
    }
    for call, members in answers.items():
        told = set(getattr(s3, call)(Bucket=bucket)) - {"ResponseMetadata"}
        assert told == members, (call, told)
    assert s3.get_bucket_location(Bucket=bucket).get("LocationConstraint") is None

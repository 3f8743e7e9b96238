"""S3 over time and in size: lifecycle rules under the sandbox's clock, and the server's memory while large objects move."""

import hashlib
import os
import threading
import time

import pytest
from boto3.s3.transfer import TransferConfig
from botocore.config import Config

from harness import unique, wait_for

DAY = 86_400
MIB = 1 << 20


@pytest.fixture
def bucket(sandbox):
    name = unique("aging").lower()
    sandbox.client("s3").create_bucket(Bucket=name)
    return name


def rules(sandbox, bucket: str, *given: dict) -> None:
    numbered = [{"ID": f"r{n}", "Status": "Enabled"} | rule for n, rule in enumerate(given)]
    sandbox.client("s3").put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": numbered})


def keys(sandbox, bucket: str) -> set[str]:
    return {o["Key"] for o in sandbox.client("s3").list_objects_v2(Bucket=bucket).get("Contents", [])}


def gone(sandbox, bucket: str, *left: str):
    wait_for(lambda: keys(sandbox, bucket) == set(left), 20, 0.2)


def test_objects_expire_by_prefix_tag_and_size(sandbox, bucket):
    s3 = sandbox.client("s3")
    s3.put_object(Bucket=bucket, Key="logs/old", Body=b"x")
    s3.put_object(Bucket=bucket, Key="kept", Body=b"x")
    s3.put_object(Bucket=bucket, Key="tagged", Body=b"x", Tagging="keep=no&team=a")
    s3.put_object(Bucket=bucket, Key="tagged otherwise", Body=b"x", Tagging="keep=yes")
    s3.put_object(Bucket=bucket, Key="big", Body=b"x" * 2000)
    s3.put_object(Bucket=bucket, Key="small/tiny", Body=b"x" * 10)
    s3.put_object(Bucket=bucket, Key="small/large", Body=b"x" * 3000, Tagging="keep=yes")
    s3.put_object(Bucket=bucket, Key="off/kept", Body=b"x")
    rules(
        sandbox, bucket,
        {"Filter": {"Prefix": "logs/"}, "Expiration": {"Days": 3}},
        {"Filter": {"Tag": {"Key": "keep", "Value": "no"}}, "Expiration": {"Days": 5}},
        {"Filter": {"And": {"ObjectSizeGreaterThan": 1000, "ObjectSizeLessThan": 2500}}, "Expiration": {"Days": 7}},
        {"Filter": {"And": {"Prefix": "small/", "ObjectSizeLessThan": 100}}, "Expiration": {"Days": 9}},
        {"Filter": {"And": {"Prefix": "small/", "Tags": [{"Key": "keep", "Value": "yes"}]}}, "Expiration": {"Days": 11}},
        {"Filter": {"Prefix": "off/"}, "Expiration": {"Days": 1}, "Status": "Disabled"},
    )
    everything = {"logs/old", "kept", "tagged", "tagged otherwise", "big", "small/tiny", "small/large", "off/kept"}
    assert 'rule-id="r0"' in s3.head_object(Bucket=bucket, Key="logs/old")["Expiration"]
    sandbox.advance(2 * DAY)
    time.sleep(2.5)
    assert keys(sandbox, bucket) == everything, "nothing goes before its time"
    for days, key in ((2, "logs/old"), (2, "tagged"), (2, "big"), (2, "small/tiny"), (2, "small/large")):
        sandbox.advance(days * DAY)
        everything.discard(key)
        gone(sandbox, bucket, *everything)
    assert everything == {"kept", "tagged otherwise", "off/kept"}


def test_noncurrent_versions_and_delete_markers_expire(sandbox, bucket):
    s3 = sandbox.client("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    for body in (b"1", b"2", b"3"):
        s3.put_object(Bucket=bucket, Key="k", Body=body)
    s3.put_object(Bucket=bucket, Key="deleted", Body=b"x")
    s3.delete_object(Bucket=bucket, Key="deleted")
    rules(
        sandbox, bucket,
        {"Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 4, "NewerNoncurrentVersions": 1}},
        {"Filter": {"Prefix": ""}, "Expiration": {"ExpiredObjectDeleteMarker": True}},
    )

    def there():
        answer = s3.list_object_versions(Bucket=bucket)
        return (
            sorted((v["Key"], v["IsLatest"]) for v in answer.get("Versions", [])),
            [m["Key"] for m in answer.get("DeleteMarkers", [])],
        )

    sandbox.advance(2 * DAY)
    time.sleep(2.5)
    assert there() == ([("deleted", False), ("k", False), ("k", False), ("k", True)], ["deleted"])
    sandbox.advance(4 * DAY)
    # One noncurrent version of each key is kept by the rule; the marker hides one, so it stays.
    wait_for(lambda: there() == ([("deleted", False), ("k", False), ("k", True)], ["deleted"]), 20, 0.2)
    rules(
        sandbox, bucket,
        {"Filter": {"Prefix": ""}, "NoncurrentVersionExpiration": {"NoncurrentDays": 4}},
        {"Filter": {"Prefix": ""}, "Expiration": {"ExpiredObjectDeleteMarker": True}},
    )
    wait_for(lambda: there() == ([("k", True)], []), 20, 0.2)
    assert s3.get_object(Bucket=bucket, Key="k")["Body"].read() == b"3"
    # An object that expires in a bucket with versions gets a delete marker, and is still there behind it.
    rules(sandbox, bucket, {"Filter": {"Prefix": "k"}, "Expiration": {"Days": 1}})
    wait_for(lambda: there() == ([("k", False)], ["k"]), 20, 0.2)


def test_unfinished_uploads_expire(sandbox, bucket):
    s3 = sandbox.client("s3")
    for key in ("in/a", "out/b"):
        upload = s3.create_multipart_upload(Bucket=bucket, Key=key)["UploadId"]
        s3.upload_part(Bucket=bucket, Key=key, UploadId=upload, PartNumber=1, Body=b"x")
    rules(sandbox, bucket, {"Filter": {"Prefix": "in/"}, "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2}})

    def left():
        return [u["Key"] for u in s3.list_multipart_uploads(Bucket=bucket).get("Uploads", [])]

    sandbox.advance(DAY)
    time.sleep(2)
    assert left() == ["in/a", "out/b"]
    sandbox.advance(3 * DAY)
    wait_for(lambda: left() == ["out/b"], 20, 0.2)


def test_a_locked_version_outlives_every_rule(sandbox):
    s3 = sandbox.client("s3")
    name = unique("locked").lower()
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=True)
    s3.put_object(Bucket=name, Key="k", Body=b"x", ObjectLockMode="COMPLIANCE", ObjectLockRetainUntilDate="2999-01-01T00:00:00Z")
    rules(
        sandbox, name,
        {"Filter": {"Prefix": ""}, "Expiration": {"Days": 1}, "NoncurrentVersionExpiration": {"NoncurrentDays": 1}},
    )
    sandbox.advance(10 * DAY)
    wait_for(lambda: s3.list_object_versions(Bucket=name).get("DeleteMarkers"), 20, 0.2)
    sandbox.advance(10 * DAY)
    time.sleep(2.5)
    assert len(s3.list_object_versions(Bucket=name)["Versions"]) == 1


class Peak(threading.Thread):
    """The most resident memory that a server has while this runs, MiB."""

    def __init__(self, server):
        super().__init__(daemon=True)
        self.server, self.most, self.running = server, 0, True

    def run(self):
        while self.running:
            self.most = max(self.most, self.server.rss_kib() // 1024)
            time.sleep(0.02)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.running = False
        self.join()


def test_memory_does_not_grow_with_the_object(fresh, tmp_path):
    """A gigabyte up and down: in one PUT, in 8 MiB parts by ten threads, and back by ten threads and in one GET."""
    server = fresh()
    s3 = server.client("s3", config=Config(s3={"payload_signing_enabled": False, "addressing_style": "path"}))
    s3.create_bucket(Bucket="large")
    block, hashed = os.urandom(MIB), hashlib.sha256()
    with open(tmp_path / "up", "wb") as file:
        for number in range(512):
            piece = number.to_bytes(8, "big") + block[8:]
            hashed.update(piece)
            file.write(piece)
    before = server.rss_kib() // 1024
    with Peak(server) as peak:
        with open(tmp_path / "up", "rb") as file:
            s3.put_object(Bucket="large", Key="whole", Body=file)
        parts = TransferConfig(max_concurrency=10, multipart_chunksize=8 * MIB)
        s3.upload_file(str(tmp_path / "up"), "large", "parts", Config=parts)
        s3.download_file("large", "whole", str(tmp_path / "down"), Config=parts)
        back = hashlib.sha256()
        for piece in s3.get_object(Bucket="large", Key="parts")["Body"].iter_chunks(MIB):
            back.update(piece)
    assert back.digest() == hashed.digest()
    assert hashlib.sha256((tmp_path / "down").read_bytes()).digest() == hashed.digest()
    # Of the debug build on two cores 150 to 220 MiB were seen; twice the object is moved at a time without bounds.
    assert peak.most - before < 350, f"{before} MiB before, {peak.most} MiB at most"


def test_the_transfer_manager_over_tls(fresh, certificate, tmp_path):
    """Over https boto3 sends aws-chunked bodies with checksum trailers and without a payload hash."""
    cert, key = certificate
    server = fresh(arguments=["--tls-cert", str(cert), "--tls-key", str(key)])
    s3 = server.session().client("s3", endpoint_url=server.endpoint, verify=str(cert))
    s3.create_bucket(Bucket="sealed")
    data = os.urandom(18 * MIB + 5)
    (tmp_path / "up").write_bytes(data)
    s3.upload_file(str(tmp_path / "up"), "sealed", "k", Config=TransferConfig(multipart_threshold=5 * MIB, multipart_chunksize=5 * MIB))
    assert s3.head_object(Bucket="sealed", Key="k")["ContentLength"] == len(data)
    s3.download_file("sealed", "k", str(tmp_path / "down"))
    assert (tmp_path / "down").read_bytes() == data
    s3.put_object(Bucket="sealed", Key="small", Body=b"x")
    assert s3.get_object(Bucket="sealed", Key="small")["Body"].read() == b"x"
    environment = server.cli_environment() | {"AWS_CA_BUNDLE": str(cert)}
    for words in (["cp", str(tmp_path / "up"), "s3://sealed/cli"], ["cp", "s3://sealed/cli", str(tmp_path / "back")],
                  ["mv", "s3://sealed/cli", "s3://sealed/moved"], ["ls", "s3://sealed/moved"], ["rm", "s3://sealed/moved"]):
        server.cli(["s3", *words], environment=environment)
    assert (tmp_path / "back").read_bytes() == data
    assert [o["Key"] for o in s3.list_objects_v2(Bucket="sealed")["Contents"]] == ["k", "small"]

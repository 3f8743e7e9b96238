"""Inventories of buckets: lists of objects as CSV, every day or week, with AWS's manifest."""

import csv
import gzip
import hashlib
import io
import json
import re
import urllib.parse

import pytest

from harness import allow, error_code, new_account, policy, unique, wait_for

SERVICE = "s3.amazonaws.com"
FIELDS = ["Size", "LastModifiedDate", "ETag", "StorageClass", "IsMultipartUploaded", "EncryptionStatus", "ObjectLockMode", "BucketKeyStatus",
          "ChecksumAlgorithm", "ObjectOwner"]


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    from harness import Cloudkeep

    server = Cloudkeep(tmp_path_factory.mktemp("inventory"), sandbox=True)
    yield server
    server.stop()
    assert "panicked" not in server.log()


def pair(box) -> tuple[str, str]:
    s3, source, target = box.client("s3"), unique("source"), unique("lists")
    for name in (source, target):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_policy(Bucket=target, Policy=policy(allow(
        "s3:PutObject", f"arn:aws:s3:::{target}/*", Principal={"Service": SERVICE},
        Condition={"ArnLike": {"aws:SourceArn": f"arn:aws:s3:::{source}"},
                   "StringEquals": {"aws:SourceAccount": box.account, "s3:x-amz-acl": "bucket-owner-full-control"}})))
    return source, target


def configuration(target: str, name="list", versions="Current", frequency="Daily", **more) -> dict:
    destination = {"Bucket": f"arn:aws:s3:::{target}", "Format": "CSV"} | more.pop("destination", {})
    return {"Destination": {"S3BucketDestination": destination}, "IsEnabled": True, "Id": name, "IncludedObjectVersions": versions,
            "Schedule": {"Frequency": frequency}, "OptionalFields": FIELDS} | more


def put(box, source: str, given: dict) -> None:
    box.client("s3").put_bucket_inventory_configuration(Bucket=source, Id=given["Id"], InventoryConfiguration=given)


def read(box, bucket: str, key: str) -> bytes:
    return box.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read()


def manifests(box, target: str, folder: str, count: int = 1) -> list[dict]:
    def there():
        found = box.client("s3").list_objects_v2(Bucket=target, Prefix=folder).get("Contents", [])
        sums = [item["Key"] for item in found if item["Key"].endswith("/manifest.checksum")]
        return sums if len(sums) >= count else None
    told = []
    for key in wait_for(there, 30, 0.3):
        assert re.fullmatch(re.escape(folder) + r"/\d{4}-\d\d-\d\dT\d\d-\d\dZ/manifest.checksum", key)
        text = read(box, target, key.replace("checksum", "json"))
        assert hashlib.md5(text).hexdigest() == read(box, target, key).decode()
        told.append(json.loads(text))
    return told


def rows(box, target: str, manifest: dict) -> list[dict]:
    names, found = manifest["fileSchema"].split(", "), []
    for file in manifest["files"]:
        body = read(box, target, file["key"])
        assert (len(body), hashlib.md5(body).hexdigest()) == (file["size"], file["MD5checksum"])
        found += [dict(zip(names, row, strict=True)) for row in csv.reader(io.StringIO(gzip.decompress(body).decode()))]
    return found


def test_a_list_has_the_objects_and_comes_again_the_next_day(box):
    source, target = pair(box)
    s3 = box.client("s3")
    s3.put_object(Bucket=source, Key="logs/a, \"ü\".txt", Body=b"12345", ChecksumAlgorithm="SHA256")
    s3.put_object(Bucket=source, Key="logs/b", Body=b"", ServerSideEncryption="aws:kms", BucketKeyEnabled=True)
    s3.put_object(Bucket=source, Key="other", Body=b"x")
    put(box, source, configuration(target, destination={"Prefix": "inv"}, Filter={"Prefix": "logs/"}))
    manifest = manifests(box, target, f"inv/{source}/list")[0]
    assert manifest["sourceBucket"] == source and manifest["destinationBucket"] == f"arn:aws:s3:::{target}"
    assert (manifest["fileFormat"], manifest["version"]) == ("CSV", "2016-11-30") and manifest["creationTimestamp"].isdigit()
    assert manifest["fileSchema"] == "Bucket, Key, " + ", ".join(FIELDS)
    first, second = sorted(rows(box, target, manifest), key=lambda row: row["Key"])
    assert urllib.parse.unquote(first["Key"]) == "logs/a, \"ü\".txt" and first["Bucket"] == source
    assert (first["Size"], first["StorageClass"], first["IsMultipartUploaded"], first["EncryptionStatus"], first["ChecksumAlgorithm"]) == (
        "5", "STANDARD", "false", "SSE-S3", "SHA256")
    assert first["ETag"] == hashlib.md5(b"12345").hexdigest() and first["ObjectOwner"] == s3.list_buckets()["Owner"]["ID"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first["LastModifiedDate"])
    assert (second["EncryptionStatus"], second["BucketKeyStatus"]) == ("SSE-KMS", "ENABLED")
    links = [o["Key"] for o in s3.list_objects_v2(Bucket=target, Prefix=f"inv/{source}/list/hive/")["Contents"]]
    assert re.fullmatch(rf"inv/{source}/list/hive/dt=\d{{4}}-\d\d-\d\d-\d\d-\d\d/symlink.txt", links[0])
    assert read(box, target, links[0]).decode() == f"s3://{target}/{manifest['files'][0]['key']}"
    s3.put_object(Bucket=source, Key="logs/c", Body=b"new")
    box.advance(86_400)
    newest = max(manifests(box, target, f"inv/{source}/list", 2), key=lambda m: int(m["creationTimestamp"]))
    assert len(rows(box, target, newest)) == 3


def test_versions_are_listed_where_that_is_asked(box):
    source, target = pair(box)
    s3 = box.client("s3")
    s3.put_bucket_versioning(Bucket=source, VersioningConfiguration={"Status": "Enabled"})
    old = s3.put_object(Bucket=source, Key="k", Body=b"1")["VersionId"]
    new = s3.put_object(Bucket=source, Key="k", Body=b"22")["VersionId"]
    marker = s3.delete_object(Bucket=source, Key="k")["VersionId"]
    put(box, source, configuration(target, "all", "All", "Weekly"))
    put(box, source, configuration(target, "now"))
    found = {row["VersionId"]: row for row in rows(box, target, manifests(box, target, f"{source}/all")[0])}
    assert {k: (v["IsLatest"], v["IsDeleteMarker"], v["Size"]) for k, v in found.items()} == {
        old: ("false", "false", "1"), new: ("false", "false", "2"), marker: ("true", "true", "")}
    assert rows(box, target, manifests(box, target, f"{source}/now")[0]) == []


def test_configurations_are_told_and_removed(box):
    source, target = pair(box)
    s3 = box.client("s3")
    given = configuration(target, "one", frequency="Weekly", destination={"Prefix": "p", "AccountId": box.account, "Encryption": {"SSES3": {}}})
    put(box, source, given | {"IsEnabled": False})
    assert s3.get_bucket_inventory_configuration(Bucket=source, Id="one")["InventoryConfiguration"] == given | {"IsEnabled": False}
    put(box, source, configuration(target, "two"))
    told = box.cli(["s3api", "list-bucket-inventory-configurations", "--bucket", source])
    assert [c["Id"] for c in told["InventoryConfigurationList"]] == ["one", "two"] and told["IsTruncated"] is False
    s3.delete_bucket_inventory_configuration(Bucket=source, Id="two")
    with error_code("NoSuchConfiguration", 404):
        s3.get_bucket_inventory_configuration(Bucket=source, Id="two")
    with error_code("NoSuchConfiguration", 404):
        s3.delete_bucket_inventory_configuration(Bucket=source, Id="two")
    # A bucket that is made again has none.
    s3.delete_bucket(Bucket=source)
    s3.create_bucket(Bucket=source)
    assert "InventoryConfigurationList" not in s3.list_bucket_inventory_configurations(Bucket=source)


def test_what_cannot_be_is_refused(box):
    source, target = pair(box)
    s3 = box.client("s3")
    other = box.client("s3", new_account(box, unique("other")))
    with error_code("InvalidS3DestinationBucket", 400):
        put(box, source, configuration(unique("none")))
    with error_code("InvalidS3DestinationBucket", 400):
        put(box, source, configuration(target, destination={"Bucket": target}))
    with error_code("InvalidS3DestinationBucket", 400):
        put(box, source, configuration(target, destination={"AccountId": "999999999999"}))
    with error_code("InvalidArgument", 400):
        s3.put_bucket_inventory_configuration(Bucket=source, Id="a", InventoryConfiguration=configuration(target, "b"))
    with error_code("NotImplemented", 501):
        put(box, source, configuration(target, destination={"Format": "Parquet"}))
    with error_code("NotImplemented", 501):
        put(box, source, configuration(target, OptionalFields=["ObjectAccessControlList"]))
    with error_code("AccessDenied", 403):
        other.put_bucket_inventory_configuration(Bucket=source, Id="list", InventoryConfiguration=configuration(target))
    nobody = box.client("s3", box.user(unique("nobody")))
    with error_code("AccessDenied", 403, "s3:GetInventoryConfiguration"):
        nobody.list_bucket_inventory_configurations(Bucket=source)


def test_a_destination_that_refuses_gets_its_list_later(box):
    s3, source, target = box.client("s3"), unique("source"), unique("lists")
    for name in (source, target):
        s3.create_bucket(Bucket=name)
    put(box, source, configuration(target))
    wait_for(lambda: "an inventory cannot be made" in box.log(), 20)
    s3.put_bucket_policy(Bucket=target, Policy=policy(allow("s3:PutObject", f"arn:aws:s3:::{target}/*", Principal={"Service": SERVICE})))
    box.advance(5)
    assert rows(box, target, manifests(box, target, f"{source}/list")[0]) == []

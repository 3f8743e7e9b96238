"""SSE-KMS: objects that a KMS key encrypts, who may write and read them, and what becomes of them when the key cannot be used."""

import base64
import hashlib
import json
import os
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.config import Config

from harness import allow, deny, error_code, new_account, policy, unique

BODY = b"what a key of KMS encrypts " * 9000


@pytest.fixture(scope="module")
def server(cloudkeep):
    return cloudkeep


@pytest.fixture(scope="module")
def s3(server):
    return server.client("s3", server.admin)


@pytest.fixture(scope="module")
def kms(server):
    return server.client("kms", server.admin)


@pytest.fixture
def bucket(s3):
    name = unique("kms")
    s3.create_bucket(Bucket=name)
    return name


@pytest.fixture
def key(kms):
    return kms.create_key()["KeyMetadata"]


def put(s3, bucket, name="k", body=BODY, **more):
    return s3.put_object(Bucket=bucket, Key=name, Body=body, ServerSideEncryption="aws:kms", **more)


def read(s3, bucket, name="k", **more):
    return s3.get_object(Bucket=bucket, Key=name, **more)["Body"].read()


def default_encryption(s3, bucket, algorithm="aws:kms", key=None, bucket_key=None):
    by_default = {"SSEAlgorithm": algorithm} | ({"KMSMasterKeyID": key} if key else {})
    rule = {"ApplyServerSideEncryptionByDefault": by_default} | ({} if bucket_key is None else {"BucketKeyEnabled": bucket_key})
    s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [rule]})


def test_the_managed_key_is_made_with_the_first_object(fresh):
    server = fresh()
    s3, kms = server.client("s3"), server.client("kms")
    s3.create_bucket(Bucket="first")
    assert not [a for a in kms.list_aliases()["Aliases"] if a["AliasName"] == "alias/aws/s3"]
    # Many first ones at once make one key.
    with ThreadPoolExecutor(8) as pool:
        one = {made["SSEKMSKeyId"] for made in pool.map(lambda n: put(s3, "first", f"many/{n}"), range(8))}
    assert len(one) == 1, one
    made = put(s3, "first")
    assert one == {made["SSEKMSKeyId"]} == {put(s3, "first", "named", SSEKMSKeyId="alias/aws/s3")["SSEKMSKeyId"]}
    assert all(read(s3, "first", f"many/{n}") == BODY for n in range(8))
    aliases = {a["AliasName"]: a.get("TargetKeyId") for a in kms.list_aliases()["Aliases"]}
    metadata = kms.describe_key(KeyId=aliases["alias/aws/s3"])["KeyMetadata"]
    assert metadata["KeyManager"] == "AWS" and metadata["Arn"] == made["SSEKMSKeyId"]
    assert made["ServerSideEncryption"] == "aws:kms" and "BucketKeyEnabled" not in made
    assert put(s3, "first", "other")["SSEKMSKeyId"] == metadata["Arn"]
    # It encrypts through S3 only.
    with error_code("AccessDeniedException", 400):
        kms.encrypt(KeyId=metadata["Arn"], Plaintext=b"x")
    # And for everybody of the account who may use the bucket, without permissions of KMS.
    user = server.user("reader", inline=policy(allow("s3:*")))
    assert read(server.client("s3", user), "first") == BODY
    assert put(server.client("s3", user), "first", "theirs")["SSEKMSKeyId"] == metadata["Arn"]
    server.restart()
    assert read(server.client("s3"), "first") == BODY
    for path in (server.data_dir / "objects").rglob("*"):
        assert path.is_dir() or BODY[:64] not in path.read_bytes()


def test_a_key_is_named_by_id_arn_or_alias(s3, kms, bucket, key):
    alias = "alias/" + unique("s3")
    kms.create_alias(AliasName=alias, TargetKeyId=key["KeyId"])
    for name, given in (("id", key["KeyId"]), ("arn", key["Arn"]), ("alias", alias), ("alias arn", key["Arn"].rsplit(":", 1)[0] + ":" + alias)):
        made = put(s3, bucket, name, SSEKMSKeyId=given)
        assert made["SSEKMSKeyId"] == key["Arn"], name
        # The ETag tells nothing of the data, as on AWS.
        assert made["ETag"].strip('"') != hashlib.md5(BODY).hexdigest()
        for told in (s3.head_object(Bucket=bucket, Key=name), s3.get_object(Bucket=bucket, Key=name)):
            assert (told["ServerSideEncryption"], told["SSEKMSKeyId"], told["ETag"]) == ("aws:kms", key["Arn"], made["ETag"])
        assert read(s3, bucket, name) == BODY
        assert read(s3, bucket, name, Range="bytes=65530-65541") == BODY[65530:65542]
    plain = s3.put_object(Bucket=bucket, Key="plain", Body=BODY)
    assert plain["ServerSideEncryption"] == "AES256" and "SSEKMSKeyId" not in plain
    assert put(s3, bucket, "nothing", b"", SSEKMSKeyId=key["KeyId"])["SSEKMSKeyId"] == key["Arn"]
    assert read(s3, bucket, "nothing") == b""
    # What was sent is still checked.
    put(s3, bucket, "checked", SSEKMSKeyId=key["KeyId"], ContentMD5=base64.b64encode(hashlib.md5(BODY).digest()).decode(), ChecksumAlgorithm="SHA256")
    with error_code("BadDigest", 400):
        put(s3, bucket, "checked", SSEKMSKeyId=key["KeyId"], ContentMD5=base64.b64encode(hashlib.md5(b"other").digest()).decode())


def test_writing_needs_generate_data_key_and_reading_decrypt(server, s3, bucket, key):
    put(s3, bucket, SSEKMSKeyId=key["Arn"])
    users = {
        actions: server.user(unique("u"), inline=policy(allow("s3:*"), *([allow(list(actions), key["Arn"])] if actions else [])))
        for actions in [(), ("kms:GenerateDataKey",), ("kms:Decrypt",), ("kms:GenerateDataKey", "kms:Decrypt")]
    }
    for actions, user in users.items():
        theirs = server.client("s3", user)
        if "kms:GenerateDataKey" in actions:
            put(theirs, bucket, unique("o"), SSEKMSKeyId=key["Arn"])
        else:
            with error_code("AccessDenied", 403, "kms:GenerateDataKey"):
                put(theirs, bucket, unique("o"), SSEKMSKeyId=key["Arn"])
        # Headers are no data; checksums tell something of it.
        assert theirs.head_object(Bucket=bucket, Key="k")["SSEKMSKeyId"] == key["Arn"]
        attributes = dict(Bucket=bucket, Key="k")
        assert theirs.get_object_attributes(**attributes, ObjectAttributes=["ObjectSize"])["ObjectSize"] == len(BODY)
        if "kms:Decrypt" in actions:
            assert read(theirs, bucket) == BODY
            assert theirs.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")["ChecksumType"] == "FULL_OBJECT"
            theirs.get_object_attributes(**attributes, ObjectAttributes=["Checksum"])
        else:
            with error_code("AccessDenied", 403, "kms:Decrypt"):
                read(theirs, bucket)
            with error_code("403", 403):
                theirs.head_object(Bucket=bucket, Key="k", ChecksumMode="ENABLED")
            with error_code("AccessDenied", 403, "kms:Decrypt"):
                theirs.get_object_attributes(**attributes, ObjectAttributes=["Checksum"])
        # What needs no key needs none.
        theirs.put_object(Bucket=bucket, Key=unique("plain"), Body=b"x")
        theirs.delete_object(Bucket=bucket, Key=unique("nothing"))


def test_the_policy_of_the_key_decides_too(server, s3, kms, bucket):
    root = {"AWS": f"arn:aws:iam::{server.account}:root"}
    user = server.user(unique("u"), inline=policy(allow(["s3:*", "kms:*"])))
    theirs = server.client("s3", user)
    name = server.client("sts", user).get_caller_identity()["Arn"]

    def with_policy(*statements):
        document = policy({"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}, *statements)
        return kms.create_key(Policy=document)["KeyMetadata"]["Arn"]

    denied = with_policy({"Effect": "Deny", "Principal": {"AWS": name}, "Action": "kms:Decrypt", "Resource": "*"})
    put(theirs, bucket, "denied", SSEKMSKeyId=denied)
    with error_code("AccessDenied", 403, "explicit deny"):
        read(theirs, bucket, "denied")
    assert read(s3, bucket, "denied") == BODY
    # Through S3 only.
    through = with_policy({"Effect": "Deny", "Principal": {"AWS": name}, "Action": "kms:*", "Resource": "*",
                           "Condition": {"StringNotEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}})
    put(theirs, bucket, "through", SSEKMSKeyId=through)
    assert read(theirs, bucket, "through") == BODY
    with error_code("AccessDeniedException", 400):
        server.client("kms", user).encrypt(KeyId=through, Plaintext=b"x")
    # A grant of the key is enough.
    bare = server.user(unique("u"), inline=policy(allow("s3:*")))
    arn = server.client("sts", bare).get_caller_identity()["Arn"]
    with error_code("AccessDenied", 403):
        read(server.client("s3", bare), bucket, "through")
    kms.create_grant(KeyId=through, GranteePrincipal=arn, Operations=["Decrypt"])
    assert read(server.client("s3", bare), bucket, "through") == BODY


def context_key(server, kms, **pairs):
    """A key that this context alone may be used with."""
    only = {f"kms:EncryptionContext:{name}": value for name, value in pairs.items()}
    document = policy(
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{server.account}:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Deny", "Principal": "*", "Action": ["kms:GenerateDataKey", "kms:Decrypt"], "Resource": "*",
         "Condition": {"StringNotEquals": only}},
    )
    return kms.create_key(Policy=document)["KeyMetadata"]["Arn"]


def test_the_encryption_context_is_the_objects_arn_and_what_the_client_adds(server, s3, kms, bucket):
    arn = f"arn:aws:s3:::{bucket}/in/place"
    key = context_key(server, kms, **{"aws:s3:arn": arn})
    put(s3, bucket, "in/place", SSEKMSKeyId=key)
    assert read(s3, bucket, "in/place") == BODY
    with error_code("AccessDenied", 403):
        put(s3, bucket, "elsewhere", SSEKMSKeyId=key)
    # A bucket key is the bucket's.
    key = context_key(server, kms, **{"aws:s3:arn": f"arn:aws:s3:::{bucket}"})
    made = put(s3, bucket, "a", SSEKMSKeyId=key, BucketKeyEnabled=True)
    assert made["BucketKeyEnabled"] is True and s3.head_object(Bucket=bucket, Key="a")["BucketKeyEnabled"] is True
    assert read(s3, bucket, "a") == BODY
    with error_code("AccessDenied", 403):
        put(s3, bucket, "a", SSEKMSKeyId=key)
    # A pair of the client's own, for reading too.
    key = context_key(server, kms, team="audit")
    context = base64.b64encode(json.dumps({"team": "audit"}).encode()).decode()
    made = put(s3, bucket, "theirs", SSEKMSKeyId=key, SSEKMSEncryptionContext=context)
    assert made["SSEKMSEncryptionContext"] == context
    assert read(s3, bucket, "theirs") == BODY
    with error_code("AccessDenied", 403):
        put(s3, bucket, "theirs", SSEKMSKeyId=key)


def test_what_does_not_fit_is_refused(server, s3, kms, bucket, key):
    def sent(**more):
        return s3.put_object(Bucket=bucket, Key="bad", Body=b"x", **more)

    with error_code("InvalidArgument", 400, "aws:kms"):
        sent(SSEKMSKeyId=key["Arn"])
    with error_code("InvalidArgument", 400, "aws:kms"):
        sent(ServerSideEncryption="AES256", SSEKMSKeyId=key["Arn"])
    for context in ("nonsense", base64.b64encode(b"[1]").decode(), base64.b64encode(b'{"aws:s3:arn": "arn:aws:s3:::other/bad"}').decode()):
        with error_code("InvalidArgument", 400):
            sent(ServerSideEncryption="aws:kms", SSEKMSEncryptionContext=context)
    with error_code("NotImplemented", 501):
        sent(ServerSideEncryption="aws:kms:dsse")
    missing = "11111111-2222-3333-4444-555555555555"
    for unknown in (missing, key["Arn"].rsplit("/", 1)[0] + "/" + missing, "alias/" + unique("none")):
        with error_code("KMS.NotFoundException", 400):
            sent(ServerSideEncryption="aws:kms", SSEKMSKeyId=unknown)
    signing = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["Arn"]
    with error_code("KMS.InvalidKeyUsageException", 400):
        sent(ServerSideEncryption="aws:kms", SSEKMSKeyId=signing)
    # A key of another region.
    west = server.client("kms", server.admin, "us-west-2").create_key()["KeyMetadata"]["Arn"]
    with error_code("KMS.NotFoundException", 400):
        sent(ServerSideEncryption="aws:kms", SSEKMSKeyId=west)
    with error_code("404", 404):
        s3.head_object(Bucket=bucket, Key="bad")


def test_a_key_that_cannot_be_used_opens_nothing(s3, kms, bucket, key):
    put(s3, bucket, SSEKMSKeyId=key["Arn"])
    s3.put_object(Bucket=bucket, Key="plain", Body=b"x")
    kms.disable_key(KeyId=key["KeyId"])
    with error_code("KMS.DisabledException", 400, "is disabled"):
        read(s3, bucket)
    with error_code("KMS.DisabledException", 400):
        put(s3, bucket, "new", SSEKMSKeyId=key["Arn"])
    with error_code("KMS.DisabledException", 400):
        s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "k"})
    assert s3.head_object(Bucket=bucket, Key="k")["SSEKMSKeyId"] == key["Arn"]
    assert read(s3, bucket, "plain") == b"x"
    kms.enable_key(KeyId=key["KeyId"])
    assert read(s3, bucket) == BODY
    kms.schedule_key_deletion(KeyId=key["KeyId"], PendingWindowInDays=7)
    with error_code("KMS.KMSInvalidStateException", 400, "pending deletion"):
        read(s3, bucket)
    with error_code("KMS.KMSInvalidStateException", 400):
        put(s3, bucket, "new", SSEKMSKeyId=key["Arn"])
    kms.cancel_key_deletion(KeyId=key["KeyId"])
    kms.enable_key(KeyId=key["KeyId"])
    assert read(s3, bucket) == BODY
    # Another version of the material opens what the older one sealed.
    kms.rotate_key_on_demand(KeyId=key["KeyId"])
    put(s3, bucket, "after", SSEKMSKeyId=key["Arn"])
    assert read(s3, bucket) == read(s3, bucket, "after") == BODY


def test_a_bucket_encrypts_by_default(server, s3, kms, bucket, key):
    def configured():
        return s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"]

    assert configured() == [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}, "BucketKeyEnabled": False}]
    default_encryption(s3, bucket, key=key["Arn"], bucket_key=True)
    assert configured() == [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key["Arn"]}, "BucketKeyEnabled": True}]
    made = s3.put_object(Bucket=bucket, Key="k", Body=BODY)
    assert (made["ServerSideEncryption"], made["SSEKMSKeyId"], made["BucketKeyEnabled"]) == ("aws:kms", key["Arn"], True)
    assert read(s3, bucket) == BODY
    assert s3.put_object(Bucket=bucket, Key="own", Body=b"x", ServerSideEncryption="AES256")["ServerSideEncryption"] == "AES256"
    managed = put(s3, bucket, "managed", b"x")
    assert managed["SSEKMSKeyId"] != key["Arn"] and managed["BucketKeyEnabled"] is True
    copied = s3.copy_object(Bucket=bucket, Key="copied", CopySource={"Bucket": bucket, "Key": "own"})
    assert copied["SSEKMSKeyId"] == key["Arn"] and read(s3, bucket, "copied") == b"x"
    bare = server.client("s3", server.user(unique("u"), inline=policy(allow("s3:*"))))
    with error_code("AccessDenied", 403, "kms:GenerateDataKey"):
        bare.put_object(Bucket=bucket, Key="bare", Body=b"x")
    bare.put_object(Bucket=bucket, Key="bare", Body=b"x", ServerSideEncryption="AES256")
    # Objects stay as they were written.
    s3.delete_bucket_encryption(Bucket=bucket)
    assert configured()[0]["ApplyServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
    assert s3.put_object(Bucket=bucket, Key="later", Body=b"x")["ServerSideEncryption"] == "AES256"
    assert s3.head_object(Bucket=bucket, Key="k")["SSEKMSKeyId"] == key["Arn"]
    # Whether the key is there shows with the first object.
    default_encryption(s3, bucket, key="alias/" + unique("none"))
    with error_code("KMS.NotFoundException", 400):
        s3.put_object(Bucket=bucket, Key="x", Body=b"x")
    default_encryption(s3, bucket)
    assert s3.put_object(Bucket=bucket, Key="x", Body=b"x")["SSEKMSKeyId"] == managed["SSEKMSKeyId"]
    with error_code("InvalidArgument", 400):
        default_encryption(s3, bucket, "AES256", key["Arn"])
    with error_code("NotImplemented", 501):
        default_encryption(s3, bucket, "aws:kms:dsse", key["Arn"])


def test_a_bucket_policy_can_ask_for_a_key(server, s3, bucket, key):
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        {"Effect": "Deny", "Principal": "*", "Action": "s3:PutObject", "Resource": f"arn:aws:s3:::{bucket}/*",
         "Condition": {"StringNotEquals": {"s3:x-amz-server-side-encryption-aws-kms-key-id": key["Arn"]}}}))
    with error_code("AccessDenied", 403):
        s3.put_object(Bucket=bucket, Key="x", Body=b"x")
    with error_code("AccessDenied", 403):
        put(s3, bucket)
    put(s3, bucket, SSEKMSKeyId=key["Arn"])


def test_copies(server, s3, kms, bucket, key):
    other = kms.create_key()["KeyMetadata"]["Arn"]
    put(s3, bucket, SSEKMSKeyId=key["Arn"], Metadata={"a": "b"})
    source = {"Bucket": bucket, "Key": "k"}
    # The source's encryption is not taken over.
    assert s3.copy_object(Bucket=bucket, Key="plain", CopySource=source)["ServerSideEncryption"] == "AES256"
    made = s3.copy_object(Bucket=bucket, Key="again", CopySource=source, ServerSideEncryption="aws:kms", SSEKMSKeyId=other)
    assert made["SSEKMSKeyId"] == other
    # To itself, under another key.
    made = s3.copy_object(Bucket=bucket, Key="k", CopySource=source, ServerSideEncryption="aws:kms", SSEKMSKeyId=other, BucketKeyEnabled=True)
    assert (made["SSEKMSKeyId"], made["BucketKeyEnabled"]) == (other, True)
    kms.disable_key(KeyId=key["KeyId"])
    told = s3.get_object(Bucket=bucket, Key="k")
    assert told["Metadata"] == {"a": "b"} and told["Body"].read() == read(s3, bucket, "plain") == read(s3, bucket, "again") == BODY
    # Reading the source and writing the copy are two permissions.
    for actions, lacks in ((["kms:Decrypt"], "kms:GenerateDataKey"), (["kms:GenerateDataKey"], "kms:Decrypt")):
        user = server.user(unique("u"), inline=policy(allow("s3:*"), allow(actions, other)))
        with error_code("AccessDenied", 403, lacks):
            server.client("s3", user).copy_object(Bucket=bucket, Key="c", CopySource=source, ServerSideEncryption="aws:kms", SSEKMSKeyId=other)


def test_uploads_in_parts(server, s3, kms, bucket, key):
    first, second = os.urandom(5 << 20), os.urandom(300_000)
    s3.put_object(Bucket=bucket, Key="source", Body=second)
    begun = s3.create_multipart_upload(Bucket=bucket, Key="big", ServerSideEncryption="aws:kms", SSEKMSKeyId=key["Arn"], BucketKeyEnabled=True)
    assert (begun["ServerSideEncryption"], begun["SSEKMSKeyId"], begun["BucketKeyEnabled"]) == ("aws:kms", key["Arn"], True)
    upload = dict(Bucket=bucket, Key="big", UploadId=begun["UploadId"])
    only_begin = server.client("s3", server.user(unique("u"), inline=policy(allow("s3:*"), allow("kms:GenerateDataKey", key["Arn"]))))
    only_begin.abort_multipart_upload(**dict(upload, UploadId=only_begin.create_multipart_upload(
        Bucket=bucket, Key="big", ServerSideEncryption="aws:kms", SSEKMSKeyId=key["Arn"])["UploadId"]))
    with error_code("AccessDenied", 403, "kms:Decrypt"):
        only_begin.upload_part(**upload, PartNumber=1, Body=first)
    with error_code("AccessDenied", 403, "kms:Decrypt"):
        only_begin.upload_part_copy(**upload, PartNumber=1, CopySource={"Bucket": bucket, "Key": "source"})
    one = s3.upload_part(**upload, PartNumber=1, Body=first)
    assert (one["ServerSideEncryption"], one["SSEKMSKeyId"], one["BucketKeyEnabled"]) == ("aws:kms", key["Arn"], True)
    assert one["ETag"].strip('"') != hashlib.md5(first).hexdigest()
    two = s3.upload_part_copy(**upload, PartNumber=2, CopySource={"Bucket": bucket, "Key": "source"})
    assert two["SSEKMSKeyId"] == key["Arn"]
    parts = {"Parts": [{"PartNumber": 1, "ETag": one["ETag"]}, {"PartNumber": 2, "ETag": two["CopyPartResult"]["ETag"]}]}
    assert [p["ETag"] for p in s3.list_parts(**upload)["Parts"]] == [p["ETag"] for p in parts["Parts"]]
    kms.disable_key(KeyId=key["KeyId"])
    with error_code("KMS.DisabledException", 400):
        s3.upload_part(**upload, PartNumber=3, Body=b"x")
    with error_code("KMS.DisabledException", 400):
        s3.complete_multipart_upload(**upload, MultipartUpload=parts)
    kms.enable_key(KeyId=key["KeyId"])
    done = s3.complete_multipart_upload(**upload, MultipartUpload=parts)
    assert (done["ServerSideEncryption"], done["SSEKMSKeyId"], done["BucketKeyEnabled"]) == ("aws:kms", key["Arn"], True)
    whole = first + second
    assert read(s3, bucket, "big") == whole
    middle = (5 << 20) - 100
    assert read(s3, bucket, "big", Range=f"bytes={middle}-{middle + 199}") == whole[middle:middle + 200]
    assert s3.get_object(Bucket=bucket, Key="big", PartNumber=2)["Body"].read() == second
    # The bucket's default is for uploads too.
    default_encryption(s3, bucket, key=key["KeyId"])
    assert s3.create_multipart_upload(Bucket=bucket, Key="next")["SSEKMSKeyId"] == key["Arn"]
    copied = s3.copy_object(Bucket=bucket, Key="copy", CopySource={"Bucket": bucket, "Key": "big"}, ServerSideEncryption="AES256")
    assert copied["ServerSideEncryption"] == "AES256" and read(s3, bucket, "copy") == whole


def test_the_command_line(server, s3, kms, bucket, key, tmp_path):
    big, small = tmp_path / "big", tmp_path / "small"
    big.write_bytes(os.urandom(20 << 20))
    small.write_bytes(b"small")
    admin = server.admin
    for path in (small, big):
        server.cli(["s3", "cp", path, f"s3://{bucket}/{path.name}", "--sse", "aws:kms", "--sse-kms-key-id", key["KeyId"]], admin)
        told = server.cli(["s3api", "head-object", "--bucket", bucket, "--key", path.name], admin)
        assert (told["ServerSideEncryption"], told["SSEKMSKeyId"]) == ("aws:kms", key["Arn"]), told
        server.cli(["s3", "cp", f"s3://{bucket}/{path.name}", tmp_path / "back"], admin)
        assert (tmp_path / "back").read_bytes() == path.read_bytes()
    assert "-" in s3.head_object(Bucket=bucket, Key="big")["ETag"], "the big one came in parts"
    server.cli(["s3", "cp", f"s3://{bucket}/big", f"s3://{bucket}/copy", "--sse", "aws:kms"], admin)
    assert s3.head_object(Bucket=bucket, Key="copy")["SSEKMSKeyId"] != key["Arn"]
    server.cli(["s3", "cp", small, f"s3://{bucket}/managed", "--sse", "aws:kms"], admin)
    kms.disable_key(KeyId=key["KeyId"])
    failed = server.cli(["s3", "cp", f"s3://{bucket}/small", tmp_path / "back"], admin, check=False)
    assert "KMS.DisabledException" in failed.stderr, failed.stderr
    user = server.user(unique("u"), inline=policy(allow("s3:*")))
    failed = server.cli(["s3", "cp", small, f"s3://{bucket}/denied", "--sse", "aws:kms", "--sse-kms-key-id", key["KeyId"]], user, check=False)
    assert "AccessDenied" in failed.stderr and "kms:GenerateDataKey" in failed.stderr, failed.stderr


def fetch(url):
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def test_only_signature_version_4_reaches_a_key(server, s3, bucket, key):
    put(s3, bucket, SSEKMSKeyId=key["Arn"])
    request = dict(ClientMethod="get_object", Params={"Bucket": bucket, "Key": "k"})
    new = server.client("s3", server.admin, config=Config(signature_version="s3v4"))
    assert fetch(new.generate_presigned_url(**request)) == (200, BODY)
    old = server.client("s3", server.admin, config=Config(signature_version="s3"))
    status, text = fetch(old.generate_presigned_url(**request))
    assert status == 400 and b"InvalidArgument" in text and b"Signature Version 4" in text, text
    # Nor is an object of a public bucket for everybody.
    s3.delete_public_access_block(Bucket=bucket)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}))
    status, text = fetch(f"{server.endpoint}/{bucket}/k")
    assert status == 400 and b"Signature Version 4" in text, text


def test_versions_are_each_under_their_own_key(s3, kms, bucket, key):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    one = put(s3, bucket, body=b"one", SSEKMSKeyId=key["Arn"])
    two = s3.put_object(Bucket=bucket, Key="k", Body=b"two")
    assert read(s3, bucket, VersionId=one["VersionId"]) == b"one" and read(s3, bucket, VersionId=two["VersionId"]) == b"two"
    kms.disable_key(KeyId=key["KeyId"])
    assert read(s3, bucket) == b"two"
    with error_code("KMS.DisabledException", 400):
        read(s3, bucket, VersionId=one["VersionId"])
    s3.delete_object(Bucket=bucket, Key="k", VersionId=one["VersionId"])


def test_other_accounts_need_bucket_and_key(server, s3, kms, bucket):
    other = new_account(server, unique("kms"))
    theirs = server.client("s3", other)
    s3.put_bucket_policy(Bucket=bucket, Policy=policy(
        {"Effect": "Allow", "Principal": {"AWS": other.account}, "Action": ["s3:GetObject", "s3:PutObject"], "Resource": f"arn:aws:s3:::{bucket}/*"}))
    root = {"AWS": f"arn:aws:iam::{server.account}:root"}
    mine = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    closed = kms.create_key()["KeyMetadata"]["Arn"]
    opened = kms.create_key(Policy=policy(mine, {"Effect": "Allow", "Principal": {"AWS": other.account},
                                                 "Action": ["kms:Decrypt", "kms:GenerateDataKey"], "Resource": "*"}))["KeyMetadata"]["Arn"]
    put(s3, bucket, "closed", SSEKMSKeyId=closed)
    put(s3, bucket, "opened", SSEKMSKeyId=opened)
    assert read(theirs, bucket, "opened") == BODY
    with error_code("AccessDenied", 403, "kms:Decrypt"):
        read(theirs, bucket, "closed")
    assert put(theirs, bucket, "theirs", SSEKMSKeyId=opened)["SSEKMSKeyId"] == opened
    assert read(s3, bucket, "theirs") == BODY
    # Without a key it is the managed key of who writes, which nobody else may use.
    managed = put(theirs, bucket, "managed")["SSEKMSKeyId"]
    assert f":{other.account}:key/" in managed and read(theirs, bucket, "managed") == BODY
    with error_code("AccessDenied", 403, "kms:Decrypt"):
        read(s3, bucket, "managed")


def test_calls_with_a_denied_key_leave_nothing(server, s3, bucket, key):
    user = server.client("s3", server.user(unique("u"), inline=policy(allow("s3:*"), deny("kms:*"))))
    before = sum(1 for p in (server.data_dir / "objects").rglob("*") if p.is_file())
    for _ in range(3):
        with error_code("AccessDenied", 403):
            put(user, bucket, unique("o"), SSEKMSKeyId=key["Arn"])
    assert s3.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    assert sum(1 for p in (server.data_dir / "objects").rglob("*") if p.is_file()) == before

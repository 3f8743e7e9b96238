"""Trails whose files a KMS key encrypts: which keys are taken, who can read the files, and what a key that is switched off does."""

import gzip
import json
from collections import Counter
from datetime import datetime, timezone

import pytest

from harness import CliError, Cloudkeep, HOME_REGION, allow, error_code, policy, unique, wait_for
from test_cloudtrail import OTHER, QUICK, SERVICE, delivered, keys, make_bucket, read, records, validate
from test_cloudtrail_lake import ask_until, make_store, store_id


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    """A server of two regions that delivers every second."""
    server = Cloudkeep(tmp_path_factory.mktemp("cloudtrail-kms"), environment=QUICK)
    yield server
    server.stop()
    assert "panicked" not in server.log()


@pytest.fixture
def trails(box):
    """A client of the home region; trails are removed afterwards."""
    client = box.client("cloudtrail")
    yield client
    for trail in client.describe_trails(includeShadowTrails=False)["trailList"]:
        client.delete_trail(Name=trail["TrailARN"])


def trail_arn(server, name: str) -> str:
    return f"arn:aws:cloudtrail:{HOME_REGION}:{server.account}:trail/{name}"


def key_policy(server, trail: str) -> str:
    """The key policy that the user guide gives: the trail encrypts, and whoever reads says by the context that it is trails' files."""
    account = server.account
    root = {"AWS": f"arn:aws:iam::{account}:root"}
    return policy(
        {"Sid": "Enable IAM User Permissions", "Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"},
        {"Sid": "Allow CloudTrail to encrypt logs", "Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "kms:GenerateDataKey*", "Resource": "*",
         "Condition": {"StringEquals": {"aws:SourceArn": trail_arn(server, trail)},
                       "StringLike": {"kms:EncryptionContext:aws:cloudtrail:arn": f"arn:aws:cloudtrail:*:{account}:trail/*"}}},
        {"Sid": "Allow CloudTrail to describe key", "Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "kms:DescribeKey", "Resource": "*"},
    )


def make_key(server, trail: str, region: str = HOME_REGION) -> str:
    return server.client("kms", region=region).create_key(Policy=key_policy(server, trail))["KeyMetadata"]["Arn"]


def test_keys_that_are_refused(box, trails):
    bucket, name, kms = make_bucket(box), unique("main"), box.client("kms")
    good = make_key(box, name)
    closed = kms.create_key()["KeyMetadata"]["Arn"]
    of_another = make_key(box, "another-trail")
    elsewhere = make_key(box, name, OTHER)
    off = make_key(box, name)
    kms.disable_key(KeyId=off)
    signing = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY", Policy=key_policy(box, name))["KeyMetadata"]["Arn"]
    for key, code in [
        ("alias/none", "KmsKeyNotFoundException"),
        ("11111111-2222-3333-4444-555555555555", "KmsKeyNotFoundException"),
        (elsewhere, "KmsKeyNotFoundException"),
        ("no key at all", "InvalidKmsKeyIdException"),
        (closed, "InsufficientEncryptionPolicyException"),
        (of_another, "InsufficientEncryptionPolicyException"),
        (off, "KmsException"),
        (signing, "KmsException"),
    ]:
        with error_code(code, 400):
            trails.create_trail(Name=name, S3BucketName=bucket, KmsKeyId=key)
    assert trails.describe_trails()["trailList"] == []
    assert trails.create_trail(Name=name, S3BucketName=bucket, KmsKeyId=good)["KmsKeyId"] == good
    for key, code in ((closed, "InsufficientEncryptionPolicyException"), (elsewhere, "KmsKeyNotFoundException"), (off, "KmsException")):
        with error_code(code, 400):
            trails.update_trail(Name=name, KmsKeyId=key)
    # A bucket of another region is none for this key.
    west = unique("west")
    s3 = box.client("s3", region=OTHER)
    s3.create_bucket(Bucket=west, CreateBucketConfiguration={"LocationConstraint": OTHER})
    with error_code("KmsKeyNotFoundException", 400):
        trails.update_trail(Name=name, S3BucketName=west)
    assert trails.get_trail(Name=name)["Trail"]["KmsKeyId"] == good


def test_an_encrypted_trail_is_verified(box, trails):
    bucket, name, kms = make_bucket(box), unique("main"), box.client("kms")
    key = make_key(box, name)
    alias = "alias/" + unique("trail")
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    start = datetime.now(timezone.utc)
    made = trails.create_trail(Name=name, S3BucketName=bucket, KmsKeyId=alias, EnableLogFileValidation=True)
    # Whatever names it, the answer is the key's ARN.
    assert made["KmsKeyId"] == key
    assert trails.get_trail(Name=name)["Trail"]["KmsKeyId"] == trails.describe_trails()["trailList"][0]["KmsKeyId"] == key
    trails.start_logging(Name=name)
    user = unique("seen")
    box.client("iam").create_user(UserName=user)
    trails.stop_logging(Name=name)
    assert [r["requestParameters"]["userName"] for r in delivered(box, bucket, "CreateUser")] == [user]
    digests = wait_for(lambda: keys(box, bucket, "/CloudTrail-Digest/"), 30, 0.3)
    s3 = box.client("s3")
    files = keys(box, bucket)
    assert len(files) > len(digests)
    for name_of_file in files:
        head = s3.head_object(Bucket=bucket, Key=name_of_file)
        assert (head["ServerSideEncryption"], head["SSEKMSKeyId"]) == ("aws:kms", key), name_of_file
    told = validate(box, made["TrailARN"], start)
    assert f"{len(digests)}/{len(digests)} digest files valid" in told, told
    logs = len(files) - len(digests)
    assert f"{logs}/{logs} log files valid" in told, told
    # Who reads needs the key, too; the context says for what.
    reader = box.user(unique("auditor"), inline=policy(allow(["s3:*"])))
    with error_code("AccessDenied", 403, "kms:Decrypt"):
        box.client("s3", reader).get_object(Bucket=bucket, Key=files[0])
    reader = box.user(unique("auditor"), inline=policy(allow(["s3:*"]), allow("kms:Decrypt", key, Condition={
        "StringEquals": {"kms:EncryptionContext:aws:cloudtrail:arn": made["TrailARN"]}})))
    for name_of_file in files:
        assert json.loads(gzip.decompress(box.client("s3", reader).get_object(Bucket=bucket, Key=name_of_file)["Body"].read()))
    # Without the key nothing can be verified.
    kms.disable_key(KeyId=key)
    told = validate(box, made["TrailARN"], start)
    assert isinstance(told, CliError) and told.exit_code == 255 and "KMS.DisabledException" in told.stderr, told
    kms.enable_key(KeyId=key)


def test_a_key_that_is_switched_off_stops_the_trail_and_loses_nothing(box, trails):
    bucket, name, kms = make_bucket(box), unique("main"), box.client("kms")
    key = make_key(box, name)
    trails.create_trail(Name=name, S3BucketName=bucket, KmsKeyId=key)
    trails.start_logging(Name=name)
    kms.disable_key(KeyId=key)
    users = [unique("meanwhile") for _ in range(3)]
    for user in users:
        box.client("iam").create_user(UserName=user)
    wait_for(lambda: trails.get_trail_status(Name=name).get("LatestDeliveryError") == "KMS.DisabledException", 30, 0.3)
    assert not keys(box, bucket, "/CloudTrail/")
    kms.enable_key(KeyId=key)
    found = delivered(box, bucket, "CreateUser", 3)
    assert Counter(r["requestParameters"]["userName"] for r in found) == Counter(users)
    wait_for(lambda: "LatestDeliveryError" not in trails.get_trail_status(Name=name), 30, 0.3)
    # A key policy that no longer lets the service encrypt is told as well.
    root = {"AWS": f"arn:aws:iam::{box.account}:root"}
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=policy({"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}))
    later = unique("later")
    box.client("iam").create_user(UserName=later)
    wait_for(lambda: trails.get_trail_status(Name=name).get("LatestDeliveryError") == "AccessDenied", 30, 0.3)
    # Another key, and what waited arrives under it.
    other = make_key(box, name)
    assert trails.update_trail(Name=name, KmsKeyId=other)["KmsKeyId"] == other
    found = delivered(box, bucket, "CreateUser", 4)
    assert Counter(r["requestParameters"]["userName"] for r in found) == Counter([*users, later])
    s3 = box.client("s3")
    newest = max(keys(box, bucket, "/CloudTrail/"), key=lambda k: s3.head_object(Bucket=bucket, Key=k)["LastModified"])
    assert s3.head_object(Bucket=bucket, Key=newest)["SSEKMSKeyId"] == other
    # And none: the bucket decides again.
    assert "KmsKeyId" not in trails.update_trail(Name=name, KmsKeyId="")
    last = unique("last")
    box.client("iam").create_user(UserName=last)
    delivered(box, bucket, "CreateUser", 5)
    plain = [k for k in keys(box, bucket, "/CloudTrail/") if s3.head_object(Bucket=bucket, Key=k)["ServerSideEncryption"] == "AES256"]
    assert any(last in gzip.decompress(read(box, bucket, k)).decode() for k in plain)
    assert len([r for r in records(box, bucket) if r["eventName"] == "CreateUser"]) == 5


def test_a_bucket_that_encrypts_by_default_is_the_trails_too(box, trails):
    bucket, name = make_bucket(box), unique("main")
    key = box.client("kms").create_key(Policy=policy(
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{box.account}:root"}, "Action": "kms:*", "Resource": "*"},
        {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "kms:GenerateDataKey*", "Resource": "*"}))["KeyMetadata"]["Arn"]

    def encrypt_by_default(**more):
        box.client("s3").put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration={"Rules": [
            {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"} | more, "BucketKeyEnabled": True}]})

    # Its key must let the service encrypt; the managed one never does.
    for closed in (dict(KMSMasterKeyID=box.client("kms").create_key()["KeyMetadata"]["Arn"]), {}):
        encrypt_by_default(**closed)
        with error_code("InsufficientEncryptionPolicyException", 400):
            trails.create_trail(Name=name, S3BucketName=bucket)
    encrypt_by_default(KMSMasterKeyID=key)
    assert "KmsKeyId" not in trails.create_trail(Name=name, S3BucketName=bucket)
    trails.start_logging(Name=name)
    box.client("iam").create_user(UserName=unique("seen"))
    delivered(box, bucket, "CreateUser")
    head = box.client("s3").head_object(Bucket=bucket, Key=keys(box, bucket)[0])
    assert (head["SSEKMSKeyId"], head["BucketKeyEnabled"]) == (key, True)


def test_an_import_of_encrypted_files_needs_the_key(box, trails):
    bucket, name, iam = make_bucket(box), unique("main"), box.client("iam")
    key = make_key(box, name)
    trails.create_trail(Name=name, S3BucketName=bucket, KmsKeyId=key)
    trails.start_logging(Name=name)
    early = unique("early")
    iam.create_user(UserName=early)
    delivered(box, bucket, "CreateUser")
    trails.delete_trail(Name=name)
    store = make_store(trails)
    role = iam.create_role(RoleName=unique("importer"), AssumeRolePolicyDocument=policy(
        {"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": "sts:AssumeRole"}))["Role"]
    reads = allow(["s3:ListBucket", "s3:GetObject"], [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"])
    source = {"S3": {"S3LocationUri": f"s3://{bucket}/AWSLogs/", "S3BucketRegion": HOME_REGION, "S3BucketAccessRoleArn": role["Arn"]}}

    def imported(*statements):
        iam.put_role_policy(RoleName=role["RoleName"], PolicyName="read", PolicyDocument=policy(*statements))
        begun = trails.start_import(Destinations=[store], ImportSource=source)["ImportId"]
        def ended():
            told = trails.get_import(ImportId=begun)
            return told if told["ImportStatus"] not in ("INITIALIZING", "IN_PROGRESS") else None
        told = wait_for(ended, 30, 0.2)
        return told["ImportStatus"], trails.list_import_failures(ImportId=begun)["Failures"]

    status, failures = imported(reads)
    assert failures and all(f["ErrorType"] == "AccessDenied" for f in failures), (status, failures)
    status, failures = imported(reads, allow("kms:Decrypt", key))
    assert status == "COMPLETED" and not failures, (status, failures)
    statement = f"SELECT requestParameters['userName'] AS who FROM {store_id(store)} WHERE eventName = 'CreateUser' AND requestParameters['userName'] = '{early}'"
    assert [row["who"] for row in ask_until(trails, statement, 1)] == [early]

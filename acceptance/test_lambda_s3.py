"""Code of functions from buckets: read with the caller's permission, refused in AWS's words."""

import io
import zipfile

import pytest

import lambda_support
from harness import Cloudkeep, allow, deny, error_code, new_account, policy, unique
from lambda_support import invoke, make_function, make_role, package

NO_CODE = "Please provide a source for function code."
DENIED = "Your access has been denied by S3, please make sure your request credentials have permission to GetObject for"


def says(word: str) -> bytes:
    return package(function__py=f"""
        def handler(event, context):
            return "{word}"
    """)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("functions-s3"), **lambda_support.options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def role(server):
    return make_role(server)


@pytest.fixture(scope="module")
def bucket(server):
    s3 = server.client("s3")
    name = unique("code")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    return name


def create(client, role, **code):
    return client.create_function(FunctionName=unique("from-s3"), Runtime="python3.12", Handler="function.handler", Role=role, Timeout=20,
                                  MemorySize=512, Code=code)


def test_code_is_read_from_a_bucket_by_its_version(server, role, bucket):
    s3, client = server.client("s3"), server.client("lambda")
    first = s3.put_object(Bucket=bucket, Key="app/code.zip", Body=says("first"))["VersionId"]
    made = create(client, role, S3Bucket=bucket, S3Key="app/code.zip")
    name = made["FunctionName"]
    assert made["CodeSize"] == len(says("first"))
    assert invoke(server, name) == ("first", None)
    s3.put_object(Bucket=bucket, Key="app/code.zip", Body=says("second"))
    assert invoke(server, name) == ("first", None), "the code is a copy"
    changed = client.update_function_code(FunctionName=name, S3Bucket=bucket, S3Key="app/code.zip", Publish=True)
    assert changed["Version"] == "1" and changed["CodeSha256"] != made["CodeSha256"]
    assert invoke(server, name) == ("second", None)
    back = client.update_function_code(FunctionName=name, S3Bucket=bucket, S3Key="app/code.zip", S3ObjectVersion=first)
    assert back["CodeSha256"] == made["CodeSha256"]
    assert invoke(server, name) == ("first", None)
    assert invoke(server, f"{name}:1") == ("second", None)
    s3.delete_object(Bucket=bucket, Key="app/code.zip")
    assert invoke(server, name) == ("first", None), "and stays when the object goes"


def test_the_command_line_makes_a_function_of_an_object(server, role, bucket, tmp_path):
    archive = tmp_path / "code.zip"
    archive.write_bytes(says("cli"))
    server.cli(["s3", "cp", str(archive), f"s3://{bucket}/cli.zip", "--sse", "aws:kms"])
    name = unique("cli")
    made = server.cli(["lambda", "create-function", "--function-name", name, "--runtime", "python3.12", "--handler", "function.handler",
                       "--role", role, "--timeout", "20", "--memory-size", "512", "--code", f"S3Bucket={bucket},S3Key=cli.zip"])
    assert made["State"] == "Active"
    assert invoke(server, name) == ("cli", None)
    shown = server.cli(["lambda", "update-function-code", "--function-name", name, "--s3-bucket", bucket, "--s3-key", "gone.zip"], check=False)
    assert "Error occurred while GetObject. S3 Error Code: NoSuchKey. S3 Error Message: The specified key does not exist." in shown.stderr


def test_errors_are_in_lambdas_words(server, role, bucket):
    s3, client = server.client("s3"), server.client("lambda")
    told = "Error occurred while GetObject. S3 Error Code: "
    with error_code("InvalidParameterValueException", 400, told + "NoSuchBucket. S3 Error Message: The specified bucket does not exist"):
        create(client, role, S3Bucket=unique("no-such"), S3Key="a.zip")
    with error_code("InvalidParameterValueException", 400, told + "NoSuchKey. S3 Error Message: The specified key does not exist."):
        create(client, role, S3Bucket=bucket, S3Key="no-such.zip")
    kept = s3.put_object(Bucket=bucket, Key="versions.zip", Body=says("a"))["VersionId"]
    marker = s3.delete_object(Bucket=bucket, Key="versions.zip")["VersionId"]
    with error_code("InvalidParameterValueException", 400, told + "NoSuchKey"):
        create(client, role, S3Bucket=bucket, S3Key="versions.zip")
    with error_code("InvalidParameterValueException", 400, told + "MethodNotAllowed"):
        create(client, role, S3Bucket=bucket, S3Key="versions.zip", S3ObjectVersion=marker)
    with error_code("InvalidParameterValueException", 400, told + "NoSuchVersion. S3 Error Message: The specified version does not exist."):
        create(client, role, S3Bucket=bucket, S3Key="versions.zip", S3ObjectVersion="0" * 32)
    with error_code("InvalidParameterValueException", 400, told + "InvalidArgument. S3 Error Message: Invalid version id specified"):
        create(client, role, S3Bucket=bucket, S3Key="versions.zip", S3ObjectVersion="nonsense")
    assert create(client, role, S3Bucket=bucket, S3Key="versions.zip", S3ObjectVersion=kept)["CodeSize"] == len(says("a"))
    far = server.client("s3", region="eu-central-1")
    elsewhere = unique("far")
    far.create_bucket(Bucket=elsewhere, CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    far.put_object(Bucket=elsewhere, Key="a.zip", Body=says("a"))
    moved = told + "PermanentRedirect. S3 Error Message: The bucket is in this region: eu-central-1. Please use this region to retry the request"
    with error_code("InvalidParameterValueException", 400, moved):
        create(client, role, S3Bucket=elsewhere, S3Key="a.zip")
    assert create(server.client("lambda", region="eu-central-1"), role, S3Bucket=elsewhere, S3Key="a.zip")["CodeSize"]
    s3.put_object(Bucket=bucket, Key="text.zip", Body=b"no zip file")
    with error_code("InvalidParameterValueException", 400, "Could not unzip uploaded file"):
        create(client, role, S3Bucket=bucket, S3Key="text.zip")
    s3.put_object(Bucket=bucket, Key="empty.zip", Body=b"")
    with error_code("InvalidParameterValueException", 400, "non-empty zip"):
        create(client, role, S3Bucket=bucket, S3Key="empty.zip")
    for wrong in ({"S3Bucket": bucket}, {"S3Key": "a.zip"}, {}):
        with error_code("InvalidParameterValueException", 400, NO_CODE):
            create(client, role, **wrong)
    with error_code("InvalidParameterValueException", 400, "Please do not provide other FunctionCode parameters when providing a ZipFile."):
        create(client, role, ZipFile=says("a"), S3Bucket=bucket, S3Key="versions.zip")


def test_a_package_may_be_larger_than_a_request_and_not_than_250_mb(server, role, bucket):
    s3, client = server.client("s3"), server.client("lambda")

    def padded(megabytes: int) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("function.py", "def handler(event, context):\n    return 'large'\n")
            archive.writestr("ballast", bytes(megabytes << 20))
        return out.getvalue()

    s3.put_object(Bucket=bucket, Key="large.zip", Body=padded(60))
    made = create(client, role, S3Bucket=bucket, S3Key="large.zip")
    assert made["CodeSize"] > 60 << 20
    assert invoke(server, made["FunctionName"]) == ("large", None)
    s3.upload_fileobj(io.BytesIO(padded(251)), bucket, "huge.zip")
    with error_code("InvalidParameterValueException", 400, "Unzipped size must be smaller than 262144000 bytes"):
        create(client, role, S3Bucket=bucket, S3Key="huge.zip")


def test_the_caller_must_be_allowed_to_read_the_object(server, role, bucket):
    s3 = server.client("s3")
    version = s3.put_object(Bucket=bucket, Key="mine.zip", Body=says("mine"))["VersionId"]
    makes = [allow("lambda:*"), allow("iam:PassRole")]
    objects = f"arn:aws:s3:::{bucket}/*"
    nobody = server.client("lambda", server.user(unique("nobody"), inline=policy(*makes)))
    with error_code("AccessDeniedException", 403, f"{DENIED} {bucket}/mine.zip. S3 Error Code: AccessDenied. S3 Error Message: "):
        create(nobody, role, S3Bucket=bucket, S3Key="mine.zip")
    with error_code("AccessDeniedException", 403, "s3:GetObject on resource"):
        create(nobody, role, S3Bucket=unique("no-such"), S3Key="mine.zip")
    name = make_function(server, "def handler(event, context): return 1", role=role)
    with error_code("AccessDeniedException", 403, DENIED):
        nobody.update_function_code(FunctionName=name, S3Bucket=bucket, S3Key="mine.zip")
    reader = server.client("lambda", server.user(unique("reader"), inline=policy(*makes, allow("s3:GetObject", objects))))
    assert create(reader, role, S3Bucket=bucket, S3Key="mine.zip")["CodeSize"]
    with error_code("AccessDeniedException", 403, "s3:GetObjectVersion on resource"):
        create(reader, role, S3Bucket=bucket, S3Key="mine.zip", S3ObjectVersion=version)
    with error_code("AccessDeniedException", 403, "s3:ListBucket"):
        create(reader, role, S3Bucket=bucket, S3Key="whether-this-exists.zip")
    versions = server.client("lambda", server.user(unique("versions"), inline=policy(*makes, allow("s3:GetObjectVersion", objects))))
    assert create(versions, role, S3Bucket=bucket, S3Key="mine.zip", S3ObjectVersion=version)["CodeSize"]
    forbidden = server.user(unique("forbidden"), inline=policy(*makes, allow("s3:*"), deny("s3:GetObject", objects)))
    with error_code("AccessDeniedException", 403, "with an explicit deny"):
        create(server.client("lambda", forbidden), role, S3Bucket=bucket, S3Key="mine.zip")


def test_another_accounts_bucket_opens_by_its_policy(server, bucket):
    server.client("s3").put_object(Bucket=bucket, Key="shared/code.zip", Body=says("shared"))
    other = new_account(server, unique("other"))
    their_role = make_role(server, other)
    client = server.client("lambda", other)
    with error_code("AccessDeniedException", 403, DENIED):
        create(client, their_role, S3Bucket=bucket, S3Key="shared/code.zip")
    server.client("s3").put_bucket_policy(Bucket=bucket, Policy=policy(
        allow("s3:GetObject", f"arn:aws:s3:::{bucket}/shared/*", Principal={"AWS": other.account})))
    made = create(client, their_role, S3Bucket=bucket, S3Key="shared/code.zip")
    assert invoke(server, made["FunctionName"], credentials=other) == ("shared", None)

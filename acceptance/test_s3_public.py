"""S3 without a signature: what a bucket policy opens to everybody, and nothing else; and URLs signed with the old Signature Version 2."""

import json
import time
import urllib.error
import urllib.request

import pytest
from botocore import UNSIGNED
from botocore.config import Config

from conftest import finish
from harness import Cloudkeep, allow, error_code, new_account, policy, unique, wait_for

OPEN = {"BlockPublicAcls": False, "IgnorePublicAcls": False, "BlockPublicPolicy": False, "RestrictPublicBuckets": False}


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    made = Cloudkeep(tmp_path_factory.mktemp("public"), environment={"CLOUDKEEP_CLOUDTRAIL_DELIVERY_SECONDS": "1"})
    yield made
    finish(made)


@pytest.fixture
def bucket(server):
    """A bucket of the management account that may be opened to everybody."""
    name = unique("public").lower()
    s3 = server.client("s3")
    s3.create_bucket(Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=OPEN)
    s3.put_object(Bucket=name, Key="open/page.html", Body=b"<p>hello", ContentType="text/html")
    s3.put_object(Bucket=name, Key="closed", Body=b"secret")
    return name


def everybody(server, **more):
    return server.client("s3", config=Config(signature_version=UNSIGNED), **more)


def open_to_all(server, bucket: str, *statements) -> None:
    text = json.dumps({"Version": "2012-10-17", "Statement": [
        {"Effect": "Allow", "Principal": "*", "Action": actions, "Resource": [f"arn:aws:s3:::{bucket}{path}" for path in paths]} | more
        for actions, paths, more in statements]})
    server.client("s3").put_bucket_policy(Bucket=bucket, Policy=text)


def fetch(server, path: str, method: str = "GET", data: bytes | None = None, headers=()):
    request = urllib.request.Request(f"{server.endpoint}{path}", data=data, method=method, headers=dict(headers))
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read(), answer.headers
    except urllib.error.HTTPError as error:
        return error.code, error.read(), error.headers


def test_nothing_is_open_by_itself(server, bucket):
    for path in (f"/{bucket}", f"/{bucket}/closed", f"/{bucket}/not-there", "/", f"/{bucket}?policy", f"/{bucket}?acl"):
        status, body, _ = fetch(server, path)
        assert status == 403 and b"<Code>AccessDenied</Code><Message>Access Denied</Message>" in body, (path, body)
    assert fetch(server, f"/{bucket}/new", "PUT", b"x")[0] == 403
    assert fetch(server, f"/{bucket}/closed", "DELETE")[0] == 403
    assert fetch(server, f"/{unique('made-by-nobody')}", "PUT", b"")[0] == 403
    assert fetch(server, f"/{unique('no-such')}/key")[0] == 404
    assert server.client("s3").get_object(Bucket=bucket, Key="closed")["Body"].read() == b"secret"


def test_what_the_policy_opens_is_read_by_everybody(server, bucket):
    open_to_all(server, bucket, ("s3:GetObject", ["/open/*"], {}))
    status, body, headers = fetch(server, f"/{bucket}/open/page.html")
    assert (status, body, headers["Content-Type"]) == (200, b"<p>hello", "text/html")
    status, body, headers = fetch(server, f"/{bucket}/open/page.html", headers={"Range": "bytes=3-6"}.items())
    assert (status, body) == (206, b"hell")
    anybody = everybody(server)
    assert anybody.head_object(Bucket=bucket, Key="open/page.html")["ContentLength"] == 8
    with error_code("AccessDenied", 403):
        anybody.get_object(Bucket=bucket, Key="closed")
    # Who may not list learns nothing of what is not there.
    with error_code("AccessDenied", 403):
        anybody.get_object(Bucket=bucket, Key="open/nothing")
    with error_code("AccessDenied", 403):
        anybody.list_objects_v2(Bucket=bucket)
    with error_code("InvalidRequest", 400, "anonymous GET requests"):
        anybody.get_object(Bucket=bucket, Key="open/page.html", ResponseContentType="text/plain")
    open_to_all(server, bucket, ("s3:GetObject", ["/open/*"], {}), ("s3:ListBucket", [""], {}))
    assert [o["Key"] for o in anybody.list_objects_v2(Bucket=bucket)["Contents"]] == ["closed", "open/page.html"]
    anybody.head_bucket(Bucket=bucket)
    with error_code("NoSuchKey", 404):
        anybody.get_object(Bucket=bucket, Key="open/nothing")


def test_a_public_drop_box_takes_objects_and_keeps_the_owner(server, bucket):
    open_to_all(server, bucket, (["s3:PutObject", "s3:AbortMultipartUpload"], ["/inbox/*"], {}))
    anybody = everybody(server)
    anybody.put_object(Bucket=bucket, Key="inbox/a", Body=b"left by a stranger")
    assert server.client("s3").get_object(Bucket=bucket, Key="inbox/a")["Body"].read() == b"left by a stranger"
    with error_code("AccessDenied", 403):
        anybody.put_object(Bucket=bucket, Key="elsewhere", Body=b"x")
    with error_code("AccessDenied", 403, "Anonymous users cannot initiate multipart uploads"):
        anybody.create_multipart_upload(Bucket=bucket, Key="inbox/b")
    with error_code("AccessDenied", 403, "Anonymous users cannot copy objects"):
        anybody.copy_object(Bucket=bucket, Key="inbox/c", CopySource=f"{bucket}/open/page.html")


def test_a_body_without_signature_in_chunks_with_a_trailer(server, bucket):
    """What boto3 sends over https: aws-chunked, and nothing but Content-Encoding says so."""
    open_to_all(server, bucket, ("s3:PutObject", ["/inbox/*"], {}))
    headers = {"Content-Encoding": "aws-chunked", "X-Amz-Decoded-Content-Length": "5", "X-Amz-Trailer": "x-amz-checksum-crc32"}
    good = b"5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n"
    assert fetch(server, f"/{bucket}/inbox/t", "PUT", good, headers.items())[0] == 200
    assert server.client("s3").get_object(Bucket=bucket, Key="inbox/t")["Body"].read() == b"hello"
    status, body, _ = fetch(server, f"/{bucket}/inbox/u", "PUT", good.replace(b"NhCm", b"AAAA"), headers.items())
    assert status == 400 and b"BadDigest" in body
    signed = headers | {"X-Amz-Content-Sha256": "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"}
    status, body, _ = fetch(server, f"/{bucket}/inbox/u", "PUT", good, signed.items())
    assert status == 400 and b"InvalidRequest" in body


def test_conditions_bind_everybody(server, bucket):
    open_to_all(server, bucket, ("s3:GetObject", ["/*"], {"Condition": {"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}))
    assert fetch(server, f"/{bucket}/closed")[0] == 403
    open_to_all(server, bucket, ("s3:GetObject", ["/*"], {"Condition": {"IpAddress": {"aws:SourceIp": "127.0.0.0/8"}}}))
    assert fetch(server, f"/{bucket}/closed")[0] == 200
    # These keys an unsigned request does not have.
    for key in ("aws:PrincipalOrgID", "aws:PrincipalArn", "aws:PrincipalAccount", "s3:signatureversion", "s3:authType"):
        open_to_all(server, bucket, ("s3:GetObject", ["/*"], {"Condition": {"StringLike": {key: "*"}}}))
        assert fetch(server, f"/{bucket}/closed")[0] == 403, key


def test_public_access_block_closes_it_again(server, bucket):
    s3 = server.client("s3")
    open_to_all(server, bucket, ("s3:GetObject", ["/*"], {}))
    assert fetch(server, f"/{bucket}/closed")[0] == 200
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=OPEN | {"RestrictPublicBuckets": True})
    assert fetch(server, f"/{bucket}/closed")[0] == 403
    assert s3.get_object(Bucket=bucket, Key="closed")["Body"].read() == b"secret", "the owner's account is not bound by it"
    s3.put_public_access_block(Bucket=bucket, PublicAccessBlockConfiguration=OPEN | {"BlockPublicPolicy": True})
    with error_code("AccessDenied", 403, "BlockPublicPolicy"):
        open_to_all(server, bucket, ("s3:GetObject", ["/*"], {}))
    # A bucket that nobody touched refuses public policies.
    name = unique("usual").lower()
    s3.create_bucket(Bucket=name)
    with error_code("AccessDenied", 403, "BlockPublicPolicy"):
        open_to_all(server, name, ("s3:GetObject", ["/*"], {}))


def test_a_guardrail_of_the_owners_organization_binds_everybody(server):
    """A resource control policy on the owner's account: no anonymous reads, whatever its bucket policies say."""
    member = new_account(server, unique("member"))
    organizations = server.client("organizations", server.admin)
    s3 = server.client("s3", member)
    name = unique("guarded").lower()
    s3.create_bucket(Bucket=name)
    s3.put_public_access_block(Bucket=name, PublicAccessBlockConfiguration=OPEN)
    s3.put_object(Bucket=name, Key="k", Body=b"x")
    s3.put_bucket_policy(Bucket=name, Policy=policy(allow("s3:GetObject", f"arn:aws:s3:::{name}/*", Principal="*")))
    assert fetch(server, f"/{name}/k")[0] == 200
    root = organizations.list_roots()["Roots"][0]["Id"]
    organizations.enable_policy_type(RootId=root, PolicyType="RESOURCE_CONTROL_POLICY")
    document = json.dumps({"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*",
        "Condition": {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}}]})
    rcp = organizations.create_policy(Name=unique("rcp"), Description="", Type="RESOURCE_CONTROL_POLICY", Content=document)
    organizations.attach_policy(PolicyId=rcp["Policy"]["PolicySummary"]["Id"], TargetId=member.account)
    wait_for(lambda: fetch(server, f"/{name}/k")[0] == 403)
    assert s3.get_object(Bucket=name, Key="k")["Body"].read() == b"x"


def test_the_owner_sees_who_came_without_a_name(server, bucket):
    """Data events of unsigned calls are the bucket owner's, with the identity that CloudTrail gives them."""
    import gzip

    trails, s3 = server.client("cloudtrail"), server.client("s3")
    logs = unique("logs").lower()
    s3.create_bucket(Bucket=logs)
    arn = f"arn:aws:s3:::{logs}"
    s3.put_bucket_policy(Bucket=logs, Policy=policy(
        allow("s3:GetBucketAcl", arn, Principal={"Service": "cloudtrail.amazonaws.com"}),
        allow("s3:PutObject", f"{arn}/*", Principal={"Service": "cloudtrail.amazonaws.com"})))
    name = unique("trail")
    trails.create_trail(Name=name, S3BucketName=logs)
    trails.put_event_selectors(TrailName=name, EventSelectors=[{
        "ReadWriteType": "All", "IncludeManagementEvents": False,
        "DataResources": [{"Type": "AWS::S3::Object", "Values": [f"arn:aws:s3:::{bucket}/"]}]}])
    trails.start_logging(Name=name)
    open_to_all(server, bucket, ("s3:GetObject", ["/open/*"], {}))
    assert fetch(server, f"/{bucket}/open/page.html")[0] == 200
    assert fetch(server, f"/{bucket}/closed")[0] == 403

    def records():
        found = []
        for item in s3.list_objects_v2(Bucket=logs).get("Contents", []):
            if item["Key"].endswith(".json.gz") and "/CloudTrail/" in item["Key"]:
                found += json.loads(gzip.decompress(s3.get_object(Bucket=logs, Key=item["Key"])["Body"].read()))["Records"]
        found = [r for r in found if r["userIdentity"].get("accountId") == "ANONYMOUS_PRINCIPAL"]
        return found if len(found) >= 2 else None

    one, other = sorted(wait_for(records, 30), key=lambda r: r.get("errorCode", ""))
    assert one["userIdentity"] == {"type": "AWSAccount", "principalId": "", "accountId": "ANONYMOUS_PRINCIPAL"}
    assert one["recipientAccountId"] == server.account and one["eventCategory"] == "Data" and one["eventName"] == "GetObject"
    assert one["resources"][0]["ARN"] == f"arn:aws:s3:::{bucket}/open/page.html"
    assert other["errorCode"] == "AccessDenied" and other["requestParameters"]["key"] == "closed"


# -- presigned by Signature Version 2, as boto3 does it in us-east-1


def test_presigned_urls_of_version_2(server, bucket):
    s3 = server.client("s3")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "closed"})
    assert "AWSAccessKeyId=" in url and "X-Amz-Algorithm" not in url, "boto3's default is still version 2"
    path = url[len(server.endpoint):]
    assert fetch(server, path)[:2] == (200, b"secret")
    assert fetch(server, path, "HEAD")[0] == 403
    for changed in (path.replace("/closed?", "/open/page.html?"), path.replace("Signature=", "Signature=A"), path + "&acl",
                    path.replace("?", "?versionId=null&"), path.replace("?", "?response-content-type=text%2Fplain&")):
        status, body, _ = fetch(server, changed)
        assert status == 403 and b"<Code>SignatureDoesNotMatch</Code>" in body, (changed, body)
    status, body, _ = fetch(server, path.replace("AWSAccessKeyId=", "AWSAccessKeyId=AKIA"))
    assert status == 403 and b"InvalidAccessKeyId" in body
    status, body, _ = fetch(server, path, headers={"x-amz-acl": "public-read"}.items())
    assert status == 403
    put = s3.generate_presigned_url("put_object", Params={"Bucket": bucket, "Key": "by url", "ContentType": "text/plain"})
    assert fetch(server, put[len(server.endpoint):], "PUT", b"data", {"Content-Type": "text/plain"}.items())[0] == 200
    assert fetch(server, put[len(server.endpoint):], "PUT", b"data", {"Content-Type": "text/html"}.items())[0] == 403
    assert s3.get_object(Bucket=bucket, Key="by url")["ContentType"] == "text/plain"
    named = s3.generate_presigned_url("get_object", Params={
        "Bucket": bucket, "Key": "by url", "ResponseContentDisposition": 'attachment; filename="a b.txt"'})
    assert fetch(server, named[len(server.endpoint):])[2]["Content-Disposition"] == 'attachment; filename="a b.txt"'


def test_they_end_and_carry_sessions(server, bucket):
    s3 = server.client("s3")
    short = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "closed"}, ExpiresIn=1)
    assert fetch(server, short[len(server.endpoint):])[0] == 200
    time.sleep(2.1)
    status, body, _ = fetch(server, short[len(server.endpoint):])
    assert status == 403 and b"Request has expired" in body
    role = server.client("iam").create_role(
        RoleName=unique("reader"),
        AssumeRolePolicyDocument=policy({"Effect": "Allow", "Principal": {"AWS": server.account}, "Action": "sts:AssumeRole"}))["Role"]
    server.client("iam").put_role_policy(
        RoleName=role["RoleName"], PolicyName="p", PolicyDocument=policy(allow("s3:GetObject", f"arn:aws:s3:::{bucket}/closed")))
    session = server.client("s3", server.assume(role["Arn"]))
    url = session.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "closed"})
    assert "x-amz-security-token=" in url
    assert fetch(server, url[len(server.endpoint):])[:2] == (200, b"secret")
    url = session.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "open/page.html"})
    assert fetch(server, url[len(server.endpoint):])[0] == 403


def test_a_policy_may_forbid_version_2_and_old_urls(server, bucket):
    s3, v4 = server.client("s3"), server.client("s3", config=Config(signature_version="s3v4"))
    arn = f"arn:aws:s3:::{bucket}/*"

    def forbid(**condition):
        s3.put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [
            {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": arn, "Condition": condition}]}))

    def status(client):
        url = client.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "closed"})
        return fetch(server, url[len(server.endpoint):])[0]

    forbid(StringEquals={"s3:signatureversion": "AWS"})
    assert (status(s3), status(v4)) == (403, 200)
    forbid(StringEquals={"s3:authType": "REST-QUERY-STRING"})
    assert (status(s3), status(v4)) == (403, 403)
    assert s3.get_object(Bucket=bucket, Key="closed")["Body"].read() == b"secret"
    forbid(NumericGreaterThan={"s3:signatureAge": "600000"})
    assert status(v4) == 200
    forbid(NumericLessThan={"s3:signatureAge": "600000"})
    assert status(v4) == 403


def test_other_services_do_not_take_version_2(server):
    status, body, _ = fetch(server, "/?Action=GetCallerIdentity&Version=2011-06-15&AWSAccessKeyId=A&Signature=x&Expires=99999999999")
    assert status == 400 and b"GetCallerIdentityResult" not in body

"""`cloudkeep collect config` reads an account of something else that speaks AWS's APIs (moto), and what it found is judged here."""

import gzip
import io
import json
import socket
import subprocess
import sys
import time
import urllib.request
import zipfile
from pathlib import Path

import boto3
import pytest

from config_support import history, record
from harness import Cloudkeep, binary, policy, trust, wait_for

KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing", "AWS_REGION": "us-east-1"}


@pytest.fixture(scope="module")
def source(tmp_path_factory):
    """The endpoint of a moto server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = open(tmp_path_factory.mktemp("moto") / "log", "wb")
    server = subprocess.Popen([str(Path(sys.executable).with_name("moto_server")), "-p", str(port)], stdout=log, stderr=log)

    def answers():
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}/moto-api/", timeout=2).status == 200
        except OSError:
            return False

    try:
        wait_for(answers, 60)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)
        log.close()


@pytest.fixture(scope="module")
def there(source):
    """What the account has: ids by what they are."""
    def client(service):
        return boto3.client(service, endpoint_url=source, region_name="us-east-1", aws_access_key_id="testing", aws_secret_access_key="testing")

    ec2, s3, iam, kms = client("ec2"), client("s3"), client("iam"), client("kms")
    made = {"client": client}
    made["vpc"] = ec2.create_vpc(CidrBlock="10.1.0.0/16")["Vpc"]["VpcId"]
    subnet = ec2.create_subnet(VpcId=made["vpc"], CidrBlock="10.1.0.0/24", AvailabilityZone="us-east-1a")["Subnet"]["SubnetId"]
    other = ec2.create_subnet(VpcId=made["vpc"], CidrBlock="10.1.1.0/24", AvailabilityZone="us-east-1b")["Subnet"]["SubnetId"]
    for name, cidr in (("open", "0.0.0.0/0"), ("closed", "10.0.0.0/8")):
        group = ec2.create_security_group(GroupName=name, Description=name, VpcId=made["vpc"])["GroupId"]
        ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[
            {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": cidr}]}])
        made[name] = group
    image = ec2.describe_images(Owners=["amazon"])["Images"][0]["ImageId"]
    instance = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, InstanceType="t3.micro", SubnetId=subnet, SecurityGroupIds=[made["open"]],
                                 TagSpecifications=[{"ResourceType": "instance", "Tags": [{"Key": "team", "Value": "a & b"}]}])["Instances"][0]
    made["instance"] = instance["InstanceId"]
    for name, encrypted in (("plain", False), ("encrypted", True)):
        volume = ec2.create_volume(Size=8, AvailabilityZone="us-east-1a", Encrypted=encrypted)["VolumeId"]
        ec2.attach_volume(VolumeId=volume, InstanceId=made["instance"], Device=f"/dev/sd{'f' if encrypted else 'g'}")
        made[name] = volume
    for name in ("versioned", "bare"):
        s3.create_bucket(Bucket=f"collected-{name}")
    s3.put_bucket_versioning(Bucket="collected-versioned", VersioningConfiguration={"Status": "Enabled"})
    s3.put_bucket_policy(Bucket="collected-bare", Policy=policy(
        {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::collected-bare/*"}))
    s3.put_bucket_encryption(Bucket="collected-versioned", ServerSideEncryptionConfiguration={"Rules": [
        {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}]})
    s3.put_bucket_tagging(Bucket="collected-versioned", Tagging={"TagSet": [{"Key": "team", "Value": "a"}]})
    made["user"] = iam.create_user(UserName="direct")["User"]["UserId"]
    iam.put_user_policy(UserName="direct", PolicyName="inline", PolicyDocument=policy({"Effect": "Allow", "Action": "*", "Resource": "*"}))
    role = iam.create_role(RoleName="worker", AssumeRolePolicyDocument=trust({"Service": "lambda.amazonaws.com"}))["Role"]
    made["role"] = role["RoleId"]
    code = io.BytesIO()
    with zipfile.ZipFile(code, "w") as archive:
        archive.writestr("f.py", "def handler(event, context): return None")
    client("lambda").create_function(FunctionName="public", Runtime="python3.12", Role=role["Arn"], Handler="f.handler", Code={"ZipFile": code.getvalue()},
                                     Environment={"Variables": {"PASSWORD": "do-not-collect"}})
    client("lambda").add_permission(FunctionName="public", StatementId="all", Action="lambda:InvokeFunction", Principal="*")
    for name in ("rotated", "kept"):
        made[name] = kms.create_key()["KeyMetadata"]["KeyId"]
    kms.enable_key_rotation(KeyId=made["rotated"])
    made["database"] = client("rds").create_db_instance(
        DBInstanceIdentifier="db", DBInstanceClass="db.t3.micro", Engine="postgres", AllocatedStorage=20, MasterUsername="admin1",
        MasterUserPassword="do-not-collect", PubliclyAccessible=True, StorageEncrypted=False)["DBInstance"]["DbiResourceId"]
    made["balancer"] = client("elbv2").create_load_balancer(Name="lb", Subnets=[subnet, other])["LoadBalancers"][0]["LoadBalancerArn"]
    s3.create_bucket(Bucket="collected-trail")
    made["trail"] = client("cloudtrail").create_trail(Name="trail", S3BucketName="collected-trail")["Name"]
    return made


def collect(source, path, *more, code=0):
    done = subprocess.run([binary(), "collect", "config", "--endpoint-url", source, "--output", str(path), "--json", *more],
                          env=KEYS | {"PATH": "/usr/bin:/bin", "HOME": str(path.parent)}, capture_output=True, text=True, timeout=180)
    assert "panicked" not in done.stderr and done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout) if done.stdout else None, done.stderr


def take(server, path):
    wanted = ("PATH", "HOME", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    given = {k: v for k, v in server.cli_environment(server.admin).items() if k in wanted}
    done = subprocess.run([binary(), "import", "config", "--json", str(path)], env=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, (done.stdout, done.stderr)
    return json.loads(done.stdout)


def test_an_account_is_read_and_judged(fresh, source, there, tmp_path):
    server = fresh()
    config = server.client("config")
    record(server, recordingGroup={"allSupported": False, "resourceTypes": ["AWS::SQS::Queue"]})
    told, _ = collect(source, tmp_path / "first.json.gz")
    assert told["account"] == "123456789012" and told["failures"] == []
    for kind in ("AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::EC2::SecurityGroup", "AWS::EC2::VPC", "AWS::S3::Bucket", "AWS::IAM::User",
                 "AWS::IAM::Role", "AWS::RDS::DBInstance", "AWS::Lambda::Function", "AWS::KMS::Key", "AWS::ElasticLoadBalancingV2::LoadBalancer",
                 "AWS::CloudTrail::Trail"):
        assert told["types"].get(kind), kind
    text = gzip.decompress((tmp_path / "first.json.gz").read_bytes()).decode()
    found = json.loads(text)["configurationItems"]
    assert "do-not-collect" not in text and len([item for item in found if "resourceId" in item]) == told["items"]
    assert take(server, tmp_path / "first.json.gz")["items"] == told["items"]

    expected = {
        "INCOMING_SSH_DISABLED": {there["open"]: "NON_COMPLIANT", there["closed"]: "COMPLIANT"},
        "ENCRYPTED_VOLUMES": {there["plain"]: "NON_COMPLIANT", there["encrypted"]: "COMPLIANT"},
        "S3_BUCKET_VERSIONING_ENABLED": {"collected-bare": "NON_COMPLIANT", "collected-versioned": "COMPLIANT"},
        "S3_BUCKET_PUBLIC_READ_PROHIBITED": {"collected-bare": "NON_COMPLIANT", "collected-versioned": "COMPLIANT"},
        "S3_DEFAULT_ENCRYPTION_KMS": {"collected-versioned": "COMPLIANT", "collected-bare": "NON_COMPLIANT"},
        "IAM_USER_NO_POLICIES_CHECK": {there["user"]: "NON_COMPLIANT"},
        "LAMBDA_FUNCTION_PUBLIC_ACCESS_PROHIBITED": {"public": "NON_COMPLIANT"},
        "CMK_BACKING_KEY_ROTATION_ENABLED": {there["rotated"]: "COMPLIANT", there["kept"]: "NON_COMPLIANT"},
        "RDS_STORAGE_ENCRYPTED": {there["database"]: "NON_COMPLIANT"},
        "RDS_INSTANCE_PUBLIC_ACCESS_CHECK": {there["database"]: "NON_COMPLIANT"},
        "ELB_DELETION_PROTECTION_ENABLED": {there["balancer"]: "NON_COMPLIANT"},
        "CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED": {there["trail"]: "NON_COMPLIANT"},
    }
    for identifier in expected:
        config.put_config_rule(ConfigRule={"ConfigRuleName": identifier, "Source": {"Owner": "AWS", "SourceIdentifier": identifier}})

    def words(identifier):
        results = config.get_compliance_details_by_config_rule(ConfigRuleName=identifier)["EvaluationResults"]
        return {r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"]: r["ComplianceType"] for r in results}

    for identifier, wanted in expected.items():
        deadline = time.monotonic() + 30
        while not wanted.items() <= words(identifier).items():
            assert time.monotonic() < deadline, (identifier, wanted, words(identifier))
            time.sleep(0.1)
    rows = config.select_resource_config(Expression=(
        "SELECT resourceId, tags, configuration.instanceType, availabilityZone WHERE resourceType = 'AWS::EC2::Instance' "
        f"AND relationships.resourceId = '{there['open']}'"))["Results"]
    found = json.loads(rows[0])
    assert found["resourceId"] == there["instance"] and found["configuration"]["instanceType"] == "t3.micro"
    assert found["tags"][0]["value"] == "a & b" and found["availabilityZone"] == "us-east-1a"
    # What did not change makes no item; what did makes one, and is judged anew.
    there["client"]("ec2").revoke_security_group_ingress(GroupId=there["open"], IpPermissions=[
        {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}])
    time.sleep(0.01)
    again, _ = collect(source, tmp_path / "second.json.gz")
    taken = take(server, tmp_path / "second.json.gz")
    assert (taken["items"], taken["known"]) == (1, again["items"] - 1)
    assert len(history(config, "AWS::EC2::SecurityGroup", there["open"])) == 2
    wait_for(lambda: words("INCOMING_SSH_DISABLED")[there["open"]] == "COMPLIANT")
    # What is gone is gone here, at the time of the collection that did not find it; what could not be looked at stays.
    ec2 = there["client"]("ec2")
    ec2.detach_volume(VolumeId=there["plain"], InstanceId=there["instance"])
    ec2.delete_volume(VolumeId=there["plain"])
    there["client"]("iam").delete_user_policy(UserName="direct", PolicyName="inline")
    there["client"]("iam").delete_user(UserName="direct")
    collect(source, tmp_path / "third.json.gz")
    assert take(server, tmp_path / "third.json.gz")["deleted"] == 2
    gone = history(config, "AWS::EC2::Volume", there["plain"])
    assert [item["configurationItemStatus"] for item in gone] == ["ResourceDeleted", "OK"]
    wait_for(lambda: there["plain"] not in words("ENCRYPTED_VOLUMES") and there["user"] not in words("IAM_USER_NO_POLICIES_CHECK"))
    assert words("ENCRYPTED_VOLUMES")[there["encrypted"]] == "COMPLIANT"
    # An older collection brings nothing back.
    assert take(server, tmp_path / "first.json.gz")["unchanged"] == 1
    text = gzip.decompress((tmp_path / "first.json.gz").read_bytes())
    (tmp_path / "older.json").write_bytes(text + b"\n")
    told = take(server, tmp_path / "older.json")
    assert (told["items"], told["deleted"]) == (0, 0)
    assert history(config, "AWS::EC2::Volume", there["plain"]) == gone


def test_this_server_is_read_too(fresh, tmp_path):
    """What is not served here is told, and the rest is read."""
    server = fresh()
    server.client("s3").create_bucket(Bucket="own-bucket-of-the-test")
    given = {k: v for k, v in server.cli_environment(server.admin).items() if k.startswith("AWS_") or k in ("PATH", "HOME")}
    path = tmp_path / "own.json.gz"
    done = subprocess.run([binary(), "collect", "config", "--output", str(path), "--json"], env=given, capture_output=True, text=True, timeout=120)
    assert done.returncode == 3, (done.stdout, done.stderr)
    told = json.loads(done.stdout)
    assert {failure["what"] for failure in told["failures"]} >= {"instances", "databases"} and told["types"]["AWS::S3::Bucket"] == 1
    assert told["account"] == server.account and "instances cannot be read" in done.stderr


def test_what_cannot_be_reached_leaves_no_file(tmp_path):
    path = tmp_path / "none.json.gz"
    _, errors = collect("http://127.0.0.1:1", path, code=1)
    assert "cannot be found out" in errors and not list(tmp_path.iterdir())

"""What the tests of IAM share: documents, tags, and one of each resource."""

import pytest

from harness import allow, policy, trust, unique

EC2 = trust({"Service": "ec2.amazonaws.com"})
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
NOTHING = policy(allow("s3:ListAllMyBuckets"))


def tags(**pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def pairs(listed):
    return {tag["Key"]: tag["Value"] for tag in listed}


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def iam(server):
    return server.client("iam", server.admin)


@pytest.fixture
def user(iam):
    name = unique("user")
    iam.create_user(UserName=name)
    return name


@pytest.fixture
def group(iam):
    name = unique("group")
    iam.create_group(GroupName=name)
    return name


@pytest.fixture
def role(iam):
    name = unique("role")
    iam.create_role(RoleName=name, AssumeRolePolicyDocument=EC2)
    return name


@pytest.fixture
def managed(iam):
    return iam.create_policy(PolicyName=unique("policy"), PolicyDocument=NOTHING)["Policy"]["Arn"]


def make_device(iam, **more):
    """A virtual MFA device: its serial number, seed and QR code."""
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("phone"), **more)["VirtualMFADevice"]
    return device["SerialNumber"], device["Base32StringSeed"].decode(), device["QRCodePNG"]

"""What the tests of STS share."""

import json

import boto3
import pytest
from botocore.config import Config

from harness import allow, new_account, policy, unique


# Leaves it to the server to refuse bad input.
UNCHECKED = Config(parameter_validation=False)


def tags(**pairs):
    return [{"Key": key, "Value": value} for key, value in pairs.items()]


def sts(server, credentials, **more):
    return server.client("sts", credentials, **more)


def make_role(server, trust_policy, permissions=None, managed=(), credentials=None, **more):
    """A role; its ARN."""
    iam = server.client("iam", credentials or server.admin)
    name = unique("role")
    role = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust_policy, **more)["Role"]
    if permissions:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=permissions)
    for arn in managed:
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    return role["Arn"]


def trust_all(account, **more):
    """Trusts the account for everything that can be asked of a role."""
    return policy(
        {
            "Effect": "Allow",
            "Principal": {"AWS": account},
            "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"],
            **more,
        }
    )


@pytest.fixture(scope="module")
def server(cloudkeep):
    return cloudkeep


@pytest.fixture(scope="module")
def member(server):
    """A second account of the organization, as its administrator."""
    return new_account(server, unique("member"))


@pytest.fixture
def user(server):
    """A user who may do what STS is about, and list users."""
    name = unique("user")
    return server.user(name, inline=json.loads(policy(allow(["sts:*", "iam:ListUsers"]))), tags={"team": "red"}), name


def unsigned(server):
    from botocore import UNSIGNED

    return boto3.client(
        "sts", endpoint_url=server.endpoint, region_name="us-east-1", config=Config(signature_version=UNSIGNED, retries={"total_max_attempts": 1})
    )

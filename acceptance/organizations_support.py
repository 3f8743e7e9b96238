"""What the tests of Organizations share.

Most of them run in the sandbox, where every account has a root user at hand and time can be moved.
"""

import contextlib
import re

import pytest
from botocore.exceptions import ClientError

from harness import Credentials, deny, policy, unique, wait_for


MANAGEMENT = "123456789012"
OTHER = "210987654321"
THIRD = "333344445555"
SCP = "SERVICE_CONTROL_POLICY"
RCP = "RESOURCE_CONTROL_POLICY"
TAG = "TAG_POLICY"
DENY_USERS = policy(deny("iam:CreateUser"))


@contextlib.contextmanager
def refused(code, reason=None):
    """The block ends in this error, with this reason."""
    with pytest.raises(ClientError) as caught:
        yield caught
    response = caught.value.response
    assert response["Error"]["Code"] == code, response
    if reason is not None:
        assert response.get("Reason") == reason, response


class Sandbox:
    """A reset sandbox, and its accounts."""

    def __init__(self, server):
        self.server = server

    def __call__(self, account=MANAGEMENT, service="organizations"):
        return self.server.client(service, Credentials(account, "sandbox"))

    def advance(self, days):
        return self.server.advance(days * 86_400)

    def account(self, name="member", email=None, **more):
        """Creates a member account."""
        email = email or f"{unique('sandbox')}@example.com"
        status = self().create_account(AccountName=name, Email=email, **more)["CreateAccountStatus"]
        assert status["State"] == "IN_PROGRESS" and re.fullmatch(r"car-[a-z0-9]{8,32}", status["Id"])
        return self.finished(status["Id"])

    def finished(self, request):
        def done():
            status = self().describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
            return status if status["State"] != "IN_PROGRESS" else None

        return wait_for(done, 10)

    def member(self, name="member", **more):
        status = self.account(name, **more)
        assert status["State"] == "SUCCEEDED", status
        return status["AccountId"]

    def invite(self, account, **more):
        # An account of the sandbox is there once it was used.
        self(account, "sts").get_caller_identity()
        return self().invite_account_to_organization(Target={"Id": account, "Type": "ACCOUNT"}, **more)["Handshake"]

    def join(self, account):
        handshake = self.invite(account)
        return self(account).accept_handshake(HandshakeId=handshake["Id"])["Handshake"]

    def root(self):
        return self().list_roots()["Roots"][0]["Id"]

    def unit(self, parent, name, **more):
        return self().create_organizational_unit(ParentId=parent, Name=name, **more)["OrganizationalUnit"]["Id"]

    def policy(self, kind, content, name=None):
        made = self().create_policy(Content=content, Description="", Name=name or unique("policy"), Type=kind)
        return made["Policy"]["PolicySummary"]["Id"]


@pytest.fixture
def box(sandbox):
    sandbox._clients.clear()
    return Sandbox(sandbox)


@pytest.fixture
def org(box):
    """A sandbox with an organization of all features."""
    box.organization = box().create_organization(FeatureSet="ALL")["Organization"]
    return box


@pytest.fixture
def guarded(org):
    """An organization whose service control policies are on."""
    org().enable_policy_type(RootId=org.root(), PolicyType=SCP)
    return org

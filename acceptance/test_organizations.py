"""AWS Organizations through boto3 and the AWS CLI.

Most tests run in the sandbox, where every account has a root user at hand and time can be moved; those about roles and service control policies
run against a server as it is installed.
"""

import collections
import concurrent.futures
import contextlib
import datetime
import json
import re
import urllib.request

import pytest
from botocore.exceptions import ClientError

from harness import (
    ADMINISTRATOR, MEMBER_ROLE, CliError, Credentials, allow, create_account, deny, error_code, events, policy, unique, wait_for,
)

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
        body = json.dumps({"advance_seconds": int(days * 86_400)}).encode()
        request = urllib.request.Request(f"{self.server.endpoint}/_cloudkeep/clock", method="POST", data=body)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
            return datetime.datetime.fromisoformat(json.loads(answer.read())["now"].replace("Z", "+00:00"))

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


# -- the organization


def test_an_organization_has_the_forms_of_aws(box):
    with refused("AWSOrganizationsNotInUseException"):
        box().describe_organization()
    with refused("AWSOrganizationsNotInUseException"):
        box().list_accounts()
    made = box().create_organization()["Organization"]
    assert re.fullmatch(r"o-[a-z0-9]{10,32}", made["Id"])
    assert made["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:organization/{made['Id']}"
    assert made["FeatureSet"] == "ALL"
    assert made["MasterAccountId"] == MANAGEMENT
    assert made["MasterAccountArn"] == f"arn:aws:organizations::{MANAGEMENT}:account/{made['Id']}/{MANAGEMENT}"
    assert made["AvailablePolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    assert box().describe_organization()["Organization"] == made
    roots = box().list_roots()["Roots"]
    assert len(roots) == 1 and roots[0]["Name"] == "Root" and roots[0]["PolicyTypes"] == []
    assert re.fullmatch(r"r-[a-z0-9]{4,32}", roots[0]["Id"])
    assert roots[0]["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:root/{made['Id']}/{roots[0]['Id']}"
    accounts = box().list_accounts()["Accounts"]
    assert [a["Id"] for a in accounts] == [MANAGEMENT]
    assert accounts[0]["JoinedMethod"] == "INVITED" and accounts[0]["Status"] == accounts[0]["State"] == "ACTIVE"
    assert accounts[0]["Paths"] == [f"{made['Id']}/{roots[0]['Id']}/{MANAGEMENT}/"]
    with refused("AlreadyInOrganizationException"):
        box().create_organization()


def test_deleting_an_organization(org):
    org.unit(org.root(), "leftover")
    org.policy(TAG, '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}')
    org.join(OTHER)
    with refused("OrganizationNotEmptyException"):
        org().delete_organization()
    org().remove_account_from_organization(AccountId=OTHER)
    org().delete_organization()
    with refused("AWSOrganizationsNotInUseException"):
        org().describe_organization()
    # Nothing of the old one comes back with the next.
    second = org().create_organization()["Organization"]
    assert second["Id"] != org.organization["Id"]
    assert org().list_policies(Filter=TAG)["Policies"] == []
    assert org().list_organizational_units_for_parent(ParentId=org.root())["OrganizationalUnits"] == []


def test_consolidated_billing_knows_no_policies(box):
    made = box().create_organization(FeatureSet="CONSOLIDATED_BILLING")["Organization"]
    assert made["FeatureSet"] == "CONSOLIDATED_BILLING" and made["AvailablePolicyTypes"] == []
    with refused("PolicyTypeNotAvailableForOrganizationException"):
        box().enable_policy_type(RootId=box.root(), PolicyType=SCP)
    with refused("PolicyTypeNotAvailableForOrganizationException"):
        box.policy(SCP, DENY_USERS)
    with refused("ConstraintViolationException", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        box().enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    with refused("ConstraintViolationException", "ORGANIZATION_NOT_IN_ALL_FEATURES_MODE"):
        box().close_account(AccountId=MANAGEMENT)


def test_enabling_all_features_asks_the_invited(box):
    box().create_organization(FeatureSet="CONSOLIDATED_BILLING")
    box.join(OTHER)
    created = box.member()
    parent = box().enable_all_features()["Handshake"]
    assert parent["Action"] == "ENABLE_ALL_FEATURES" and parent["State"] == "REQUESTED"
    with refused("HandshakeConstraintViolationException", "ORGANIZATION_IS_ALREADY_PENDING_ALL_FEATURES_MIGRATION"):
        box().enable_all_features()
    with refused("HandshakeConstraintViolationException", "INVITE_DISABLED_DURING_ENABLE_ALL_FEATURES"):
        box.invite(THIRD)
    with refused("InvalidHandshakeTransitionException"):
        box().accept_handshake(HandshakeId=parent["Id"])
    # Accounts that the organization created are not asked.
    parts = box().list_handshakes_for_organization(Filter={"ParentHandshakeId": parent["Id"]})["Handshakes"]
    assert [p["Action"] for p in parts] == ["APPROVE_ALL_FEATURES"]
    assert {"Type": "PARENT_HANDSHAKE", "Value": parent["Id"]} in parts[0]["Resources"]
    assert box(created).list_handshakes_for_account()["Handshakes"] == []
    mine = box(OTHER).list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"]
    assert [h["Id"] for h in mine] == [parts[0]["Id"]]
    assert box(OTHER).accept_handshake(HandshakeId=mine[0]["Id"])["Handshake"]["State"] == "ACCEPTED"
    assert box().describe_handshake(HandshakeId=parent["Id"])["Handshake"]["State"] == "OPEN"
    assert box().accept_handshake(HandshakeId=parent["Id"])["Handshake"]["State"] == "ACCEPTED"
    assert box(OTHER).describe_organization()["Organization"]["FeatureSet"] == "ALL"
    with refused("HandshakeConstraintViolationException", "ORGANIZATION_ALREADY_HAS_ALL_FEATURES"):
        box().enable_all_features()


def test_one_refusal_ends_the_enabling_of_all_features(box):
    box().create_organization(FeatureSet="CONSOLIDATED_BILLING")
    box.join(OTHER)
    box.join(THIRD)
    parent = box().enable_all_features()["Handshake"]
    for account in (OTHER, THIRD):
        assert len(box(account).list_handshakes_for_account(Filter={"ParentHandshakeId": parent["Id"]})["Handshakes"]) == 1
    part = box(OTHER).list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"][0]
    assert box(OTHER).decline_handshake(HandshakeId=part["Id"])["Handshake"]["State"] == "DECLINED"
    assert box().describe_handshake(HandshakeId=parent["Id"])["Handshake"]["State"] == "CANCELED"
    rest = box(THIRD).list_handshakes_for_account(Filter={"ActionType": "APPROVE_ALL_FEATURES"})["Handshakes"]
    assert [h["State"] for h in rest] == ["CANCELED"]
    assert box().enable_all_features()["Handshake"]["Id"] != parent["Id"]


# -- the tree


def test_organizational_units(org):
    root, o = org.root(), org.organization["Id"]
    unit = org().create_organizational_unit(ParentId=root, Name="Workloads")["OrganizationalUnit"]
    assert re.fullmatch(rf"ou-{root[2:]}-[a-z0-9]{{8,32}}", unit["Id"])
    assert unit["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:ou/{o}/{unit['Id']}"
    assert unit["Path"] == f"{o}/{root}/{unit['Id']}/"
    assert org().describe_organizational_unit(OrganizationalUnitId=unit["Id"])["OrganizationalUnit"] == unit
    with refused("DuplicateOrganizationalUnitException"):
        org.unit(root, "Workloads")
    inner = org.unit(unit["Id"], "Workloads")
    other = org.unit(root, "Other")
    with refused("DuplicateOrganizationalUnitException"):
        org().update_organizational_unit(OrganizationalUnitId=other, Name="Workloads")
    renamed = org().update_organizational_unit(OrganizationalUnitId=other, Name="Sandbox")["OrganizationalUnit"]
    assert renamed["Name"] == "Sandbox"
    org.unit(root, "Other")
    assert org().list_parents(ChildId=inner)["Parents"] == [{"Id": unit["Id"], "Type": "ORGANIZATIONAL_UNIT"}]
    assert org().list_parents(ChildId=unit["Id"])["Parents"] == [{"Id": root, "Type": "ROOT"}]
    children = org().list_children(ParentId=unit["Id"], ChildType="ORGANIZATIONAL_UNIT")["Children"]
    assert children == [{"Id": inner, "Type": "ORGANIZATIONAL_UNIT"}]
    with refused("OrganizationalUnitNotEmptyException"):
        org().delete_organizational_unit(OrganizationalUnitId=unit["Id"])
    org().delete_organizational_unit(OrganizationalUnitId=inner)
    org().delete_organizational_unit(OrganizationalUnitId=unit["Id"])
    for call in (org().delete_organizational_unit, org().describe_organizational_unit):
        with refused("OrganizationalUnitNotFoundException"):
            call(OrganizationalUnitId=unit["Id"])
    with refused("ParentNotFoundException"):
        org.unit(unit["Id"], "child")
    for call in (org().list_accounts_for_parent, org().list_organizational_units_for_parent):
        with refused("ParentNotFoundException"):
            call(ParentId=unit["Id"])
    with refused("ChildNotFoundException"):
        org().list_parents(ChildId=unit["Id"])


def test_units_are_at_most_five_deep(org):
    parent = org.root()
    for depth in range(5):
        parent = org.unit(parent, f"level-{depth}")
    with refused("ConstraintViolationException", "OU_DEPTH_LIMIT_EXCEEDED"):
        org.unit(parent, "too deep")


def test_listings_come_in_pages(org):
    root = org.root()
    made = {org.unit(root, f"unit-{n:02}") for n in range(23)}
    first = org().list_organizational_units_for_parent(ParentId=root, MaxResults=7)
    assert len(first["OrganizationalUnits"]) == 7 and first["NextToken"]
    pages = org().get_paginator("list_organizational_units_for_parent").paginate(ParentId=root, PaginationConfig={"PageSize": 7})
    assert sorted(u["Id"] for page in pages for u in page["OrganizationalUnits"]) == sorted(made)
    assert len(org().list_organizational_units_for_parent(ParentId=root)["OrganizationalUnits"]) == 20
    with refused("InvalidInputException", "INVALID_NEXT_TOKEN"):
        org().list_organizational_units_for_parent(ParentId=root, NextToken="nonsense")
    with refused("InvalidInputException", "INVALID_NEXT_TOKEN"):
        org().list_children(ParentId=sorted(made)[0], ChildType="ORGANIZATIONAL_UNIT", NextToken=first["NextToken"])
    with pytest.raises(ClientError):
        org().list_accounts(MaxResults=21)
    given = org.server.cli(
        ["organizations", "list-children", "--parent-id", root, "--child-type", "ORGANIZATIONAL_UNIT", "--page-size", "5"],
        Credentials(MANAGEMENT, "sandbox"),
    )
    assert {c["Id"] for c in given["Children"]} == made


def test_moving_accounts(org):
    root, account = org.root(), org.member()
    one, two = org.unit(root, "one"), org.unit(root, "two")
    move = lambda source, to, who=account: org().move_account(AccountId=who, SourceParentId=source, DestinationParentId=to)
    move(root, one)
    assert [a["Id"] for a in org().list_accounts_for_parent(ParentId=one)["Accounts"]] == [account]
    assert org().list_children(ParentId=one, ChildType="ACCOUNT")["Children"] == [{"Id": account, "Type": "ACCOUNT"}]
    described = org().describe_account(AccountId=account)["Account"]
    assert described["Paths"] == [f"{org.organization['Id']}/{root}/{one}/{account}/"]
    with refused("SourceParentNotFoundException"):
        move(root, two)
    with refused("DuplicateAccountException"):
        move(one, one)
    with refused("DestinationParentNotFoundException"):
        move(one, f"ou-{root[2:]}-00000000")
    with refused("AccountNotFoundException"):
        move(one, two, "999999999999")
    with refused("OrganizationalUnitNotEmptyException"):
        org().delete_organizational_unit(OrganizationalUnitId=one)
    move(one, two)
    org().delete_organizational_unit(OrganizationalUnitId=one)


# -- accounts


def test_creating_accounts(org):
    email = f"{unique('shop')}@example.com"
    status = org.account("Shop", email, Tags=[{"Key": "team", "Value": "shop"}])
    assert status["State"] == "SUCCEEDED" and status["AccountName"] == "Shop"
    assert status["CompletedTimestamp"] >= status["RequestedTimestamp"]
    account = status["AccountId"]
    described = org().describe_account(AccountId=account)["Account"]
    assert described["Email"] == email and described["Name"] == "Shop" and described["JoinedMethod"] == "CREATED"
    assert described["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:account/{org.organization['Id']}/{account}"
    assert org().list_tags_for_resource(ResourceId=account)["Tags"] == [{"Key": "team", "Value": "shop"}]
    assert org().list_parents(ChildId=account)["Parents"] == [{"Id": org.root(), "Type": "ROOT"}]
    # E-mail addresses are unique, whatever their case.
    again = org.account("Again", email.upper())
    assert again["State"] == "FAILED" and again["FailureReason"] == "EMAIL_ALREADY_EXISTS" and "AccountId" not in again
    states = lambda *wanted: {s["Id"] for s in org().list_create_account_status(States=list(wanted))["CreateAccountStatuses"]}
    assert states("SUCCEEDED") == {status["Id"]} and states("FAILED") == {again["Id"]}
    assert states("SUCCEEDED", "FAILED") == {status["Id"], again["Id"]} and states("IN_PROGRESS") == set()
    role = org(account, "iam").get_role(RoleName=MEMBER_ROLE)["Role"]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": f"arn:aws:iam::{MANAGEMENT}:root"}
    attached = org(account, "iam").list_attached_role_policies(RoleName=MEMBER_ROLE)["AttachedPolicies"]
    assert [p["PolicyArn"] for p in attached] == [ADMINISTRATOR]


def test_account_creation_errors(org):
    with refused("InvalidInputException", "INVALID_ROLE_NAME"):
        org().create_account(AccountName="x", Email="x@example.com", RoleName="AWSServiceRoleForMe")
    with refused("CreateAccountStatusNotFoundException"):
        org().describe_create_account_status(CreateAccountRequestId="car-00000000")
    with refused("AccountNotFoundException"):
        org().describe_account(AccountId="999999999999")
    with refused("ConstraintViolationException", "MASTER_ACCOUNT_NOT_GOVCLOUD_ENABLED"):
        org().create_gov_cloud_account(AccountName="x", Email="x@example.com")
    with refused("InvalidInputException", "DUPLICATE_TAG_KEY"):
        org().create_account(AccountName="x", Email="x@example.com", Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
    account = org.member(RoleName="Admin")
    assert org(account, "iam").get_role(RoleName="Admin")["Role"]["RoleName"] == "Admin"
    with error_code("NoSuchEntity"):
        org(account, "iam").get_role(RoleName=MEMBER_ROLE)


def test_created_accounts_stay_four_days(org):
    account = org.member()
    with refused("ConstraintViolationException", "WAIT_PERIOD_ACTIVE"):
        org().remove_account_from_organization(AccountId=account)
    with refused("ConstraintViolationException", "WAIT_PERIOD_ACTIVE"):
        org(account).leave_organization()
    org.advance(4.1)
    org(account).leave_organization()
    with refused("AWSOrganizationsNotInUseException"):
        org(account).describe_organization()
    with refused("AccountNotFoundException"):
        org().describe_account(AccountId=account)
    with refused("MasterCannotLeaveOrganizationException"):
        org().leave_organization()
    with refused("MasterCannotLeaveOrganizationException"):
        org().remove_account_from_organization(AccountId=MANAGEMENT)
    with refused("AccountNotFoundException"):
        org().remove_account_from_organization(AccountId=account)
    # It has a life of its own: it may make an organization, or be invited again.
    assert org(account).create_organization()["Organization"]["MasterAccountId"] == account


def test_closing_accounts(org):
    account = org.member()
    with refused("ConstraintViolationException", "CANNOT_CLOSE_MANAGEMENT_ACCOUNT"):
        org().close_account(AccountId=MANAGEMENT)
    with refused("AccountNotFoundException"):
        org().close_account(AccountId="999999999999")
    org().close_account(AccountId=account)
    state = lambda: org().describe_account(AccountId=account)["Account"]
    assert state()["State"] in ("PENDING_CLOSURE", "SUSPENDED")
    wait_for(lambda: state()["State"] == "SUSPENDED", 10)
    assert state()["Status"] == "SUSPENDED"
    with refused("AccountAlreadyClosedException"):
        org().close_account(AccountId=account)
    with pytest.raises(ClientError):
        org(account, "sts").get_caller_identity()
    with pytest.raises(ClientError):
        org(account, "iam").create_user(UserName="ghost")
    org.advance(91)
    org.unit(org.root(), "wakes the reconciler")
    wait_for(lambda: account not in [a["Id"] for a in org().list_accounts()["Accounts"]], 10)
    with pytest.raises(ClientError):
        org(account, "iam").create_user(UserName="ghost")


# -- handshakes


def test_inviting_by_account_id(org):
    handshake = org.invite(OTHER, Notes="Join us", Tags=[{"Key": "origin", "Value": "invited"}])
    assert re.fullmatch(r"h-[a-z0-9]{8,32}", handshake["Id"])
    assert handshake["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:handshake/{org.organization['Id']}/invite/{handshake['Id']}"
    assert handshake["State"] == "OPEN" and handshake["Action"] == "INVITE"
    assert (handshake["ExpirationTimestamp"] - handshake["RequestedTimestamp"]).days == 15
    assert {"Id": OTHER, "Type": "ACCOUNT"} in handshake["Parties"]
    assert {"Type": "NOTES", "Value": "Join us"} in handshake["Resources"]
    with refused("DuplicateHandshakeException"):
        org.invite(OTHER)
    with refused("AccessDeniedException"):
        org().accept_handshake(HandshakeId=handshake["Id"])
    with refused("HandshakeNotFoundException"):
        org(THIRD).accept_handshake(HandshakeId=handshake["Id"])
    with refused("HandshakeNotFoundException"):
        org(THIRD).describe_handshake(HandshakeId=handshake["Id"])
    assert [h["Id"] for h in org(OTHER).list_handshakes_for_account()["Handshakes"]] == [handshake["Id"]]
    assert org(OTHER).list_handshakes_for_account(Filter={"ActionType": "ENABLE_ALL_FEATURES"})["Handshakes"] == []
    with refused("InvalidInputException", "MAX_LIMIT_EXCEEDED_FILTER"):
        org(OTHER).list_handshakes_for_account(Filter={"ActionType": "INVITE", "ParentHandshakeId": handshake["Id"]})
    assert org(OTHER).accept_handshake(HandshakeId=handshake["Id"])["Handshake"]["State"] == "ACCEPTED"
    member = org().describe_account(AccountId=OTHER)["Account"]
    assert member["JoinedMethod"] == "INVITED" and member["Status"] == "ACTIVE"
    assert org().list_tags_for_resource(ResourceId=OTHER)["Tags"] == [{"Key": "origin", "Value": "invited"}]
    assert org(OTHER).describe_organization()["Organization"]["Id"] == org.organization["Id"]
    with refused("HandshakeAlreadyInStateException"):
        org(OTHER).accept_handshake(HandshakeId=handshake["Id"])
    with refused("InvalidHandshakeTransitionException"):
        org(OTHER).decline_handshake(HandshakeId=handshake["Id"])
    with refused("InvalidHandshakeTransitionException"):
        org().cancel_handshake(HandshakeId=handshake["Id"])
    with refused("HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION"):
        org.invite(OTHER)
    # No waiting period for the invited.
    org(OTHER).leave_organization()


def test_inviting_by_email_declining_and_canceling(org):
    org(OTHER, "sts").get_caller_identity()
    invite = lambda target, kind="EMAIL": org().invite_account_to_organization(Target={"Id": target, "Type": kind})["Handshake"]
    email = f"root+{OTHER}@sandbox.invalid"
    handshake = invite(email)
    assert {"Id": email, "Type": "EMAIL"} in handshake["Parties"]
    assert [h["Id"] for h in org(OTHER).list_handshakes_for_account()["Handshakes"]] == [handshake["Id"]]
    with refused("AccessDeniedException"):
        org(OTHER).cancel_handshake(HandshakeId=handshake["Id"])
    assert org(OTHER).decline_handshake(HandshakeId=handshake["Id"])["Handshake"]["State"] == "DECLINED"
    with refused("HandshakeAlreadyInStateException"):
        org(OTHER).decline_handshake(HandshakeId=handshake["Id"])
    second = invite(email)
    assert org().cancel_handshake(HandshakeId=second["Id"])["Handshake"]["State"] == "CANCELED"
    with refused("InvalidHandshakeTransitionException"):
        org(OTHER).accept_handshake(HandshakeId=second["Id"])
    third = invite(email)
    org.advance(15.1)
    assert org(OTHER).describe_handshake(HandshakeId=third["Id"])["Handshake"]["State"] == "EXPIRED"
    with refused("InvalidHandshakeTransitionException"):
        org(OTHER).accept_handshake(HandshakeId=third["Id"])
    states = {h["Id"]: h["State"] for h in org().list_handshakes_for_organization()["Handshakes"]}
    assert states == {handshake["Id"]: "DECLINED", second["Id"]: "CANCELED", third["Id"]: "EXPIRED"}
    with refused("InvalidInputException", "INVALID_EMAIL_ADDRESS_TARGET"):
        invite("not an address")
    with refused("InvalidInputException", "INVALID_PARTY_TYPE_TARGET"):
        invite(org.organization["Id"], "ORGANIZATION")
    with refused("InvalidInputException"):
        invite("999999999999", "ACCOUNT")
    with refused("HandshakeNotFoundException"):
        org().describe_handshake(HandshakeId="h-00000000")
    # Somebody may be invited who has no account yet.
    assert invite("nobody@example.com")["State"] == "OPEN"


def test_joining_needs_permission_for_the_services_role(org):
    handshake = org.invite(OTHER)
    iam = org(OTHER, "iam")
    rights = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "organizations:AcceptHandshake", "Resource": "*"}]}
    caller = org.server.user("joiner", inline=rights, credentials=Credentials(OTHER, "sandbox"))
    client = org.server.client("organizations", caller)
    with error_code("AccessDeniedException", None, "iam:CreateServiceLinkedRole"):
        client.accept_handshake(HandshakeId=handshake["Id"])
    with refused("AccessDeniedException"):
        client.decline_handshake(HandshakeId=handshake["Id"])
    rights["Statement"][0]["Action"] = ["organizations:AcceptHandshake", "iam:CreateServiceLinkedRole"]
    iam.put_user_policy(UserName="joiner", PolicyName="inline", PolicyDocument=json.dumps(rights))
    assert client.accept_handshake(HandshakeId=handshake["Id"])["Handshake"]["State"] == "ACCEPTED"
    assert iam.get_role(RoleName="AWSServiceRoleForOrganizations")["Role"]["Path"] == "/aws-service-role/organizations.amazonaws.com/"


def test_what_happens_at_once_happens_once(guarded):
    """Conflicting calls from many threads: one of each kind wins, and counts stay right."""
    o, root = guarded(), guarded.root()
    unit = guarded.unit(root, "unit")
    shared = guarded.policy(SCP, DENY_USERS)
    targets = [guarded.unit(unit, f"target-{n}") for n in range(8)]

    def outcome(call):
        try:
            call()
            return "done"
        except ClientError as error:
            return error.response["Error"]["Code"]

    def together(*calls):
        with concurrent.futures.ThreadPoolExecutor(len(calls)) as pool:
            return collections.Counter(pool.map(outcome, calls))

    name = lambda: guarded.policy(SCP, DENY_USERS, "the one")
    assert together(*[name] * 8) == {"done": 1, "DuplicatePolicyException": 7}
    same = lambda: guarded.unit(root, "the one")
    assert together(*[same] * 8) == {"done": 1, "DuplicateOrganizationalUnitException": 7}
    attach = [lambda t=t: o.attach_policy(PolicyId=shared, TargetId=t) for t in targets]
    assert together(*attach) == {"done": 8}
    assert {t["TargetId"] for t in o.list_targets_for_policy(PolicyId=shared)["Targets"]} == set(targets)
    # Deleting a unit while something is made in it: never an orphan.
    results = together(
        *[lambda t=t: o.create_organizational_unit(ParentId=t, Name="child") for t in targets],
        *[lambda t=t: o.delete_organizational_unit(OrganizationalUnitId=t) for t in targets],
    )
    left = {u["Id"] for u in o.list_organizational_units_for_parent(ParentId=unit)["OrganizationalUnits"]}
    for target in left:
        assert len(o.list_organizational_units_for_parent(ParentId=target)["OrganizationalUnits"]) == 1
    assert results["done"] == 8 and set(results) <= {"done", "ParentNotFoundException", "OrganizationalUnitNotEmptyException"}, results
    assert {t["TargetId"] for t in o.list_targets_for_policy(PolicyId=shared)["Targets"]} == left
    for target in left:
        o.detach_policy(PolicyId=shared, TargetId=target)
    o.delete_policy(PolicyId=shared)


def test_at_most_five_accounts_are_made_at_once(org):
    def create(n):
        try:
            return org().create_account(AccountName=f"a{n}", Email=f"{unique('many')}@example.com")["CreateAccountStatus"]["Id"]
        except ClientError as error:
            assert error.response["Reason"] == "ACCOUNT_CREATION_RATE_LIMIT_EXCEEDED", error.response
            return None

    with concurrent.futures.ThreadPoolExecutor(12) as pool:
        requests = [r for r in pool.map(create, range(12)) if r]
    assert len(requests) >= 5
    done = [org.finished(r) for r in requests]
    assert {s["State"] for s in done} == {"SUCCEEDED"}
    assert {s["AccountId"] for s in done} | {MANAGEMENT} == {a["Id"] for a in org().list_accounts()["Accounts"]}


def test_an_account_is_in_one_organization_only(org):
    org(OTHER).create_organization()
    handshake = org.invite(OTHER)
    with refused("HandshakeConstraintViolationException", "ALREADY_IN_AN_ORGANIZATION"):
        org(OTHER).accept_handshake(HandshakeId=handshake["Id"])
    org(OTHER).delete_organization()
    org(OTHER).accept_handshake(HandshakeId=handshake["Id"])


def test_twenty_invitations_a_day(org):
    for n in range(20):
        org().invite_account_to_organization(Target={"Id": f"somebody-{n}@example.com", "Type": "EMAIL"})
    with refused("HandshakeConstraintViolationException", "HANDSHAKE_RATE_LIMIT_EXCEEDED"):
        org().invite_account_to_organization(Target={"Id": "one-more@example.com", "Type": "EMAIL"})
    org.advance(1.1)
    org().invite_account_to_organization(Target={"Id": "one-more@example.com", "Type": "EMAIL"})
    pages = org().get_paginator("list_handshakes_for_organization").paginate(PaginationConfig={"PageSize": 4})
    assert len({h["Id"] for page in pages for h in page["Handshakes"]}) == 21


# -- services and delegation


def test_service_access(org):
    org().enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    org().enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    listed = lambda: [s["ServicePrincipal"] for s in org().list_aws_service_access_for_organization()["EnabledServicePrincipals"]]
    assert listed() == ["cloudtrail.amazonaws.com", "config.amazonaws.com"]
    org().disable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    assert listed() == ["cloudtrail.amazonaws.com"]
    for call in (org().enable_aws_service_access, org().disable_aws_service_access):
        with refused("InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"):
            call(ServicePrincipal="made-up.amazonaws.com")
    with refused("ConstraintViolationException", "SERVICE_ACCESS_NOT_ENABLED"):
        org().enable_policy_type(RootId=org.root(), PolicyType="SECURITYHUB_POLICY")
    org().enable_aws_service_access(ServicePrincipal="securityhub.amazonaws.com")
    org().enable_policy_type(RootId=org.root(), PolicyType="SECURITYHUB_POLICY")
    with refused("ConstraintViolationException", "POLICY_TYPE_ENABLED_FOR_THIS_SERVICE"):
        org().disable_aws_service_access(ServicePrincipal="securityhub.amazonaws.com")


def test_delegated_administrators(org):
    org.join(OTHER)
    org.join(THIRD)
    service = "guardduty.amazonaws.com"
    register = lambda account, name=service: org().register_delegated_administrator(AccountId=account, ServicePrincipal=name)
    deregister = lambda account, name=service: org().deregister_delegated_administrator(AccountId=account, ServicePrincipal=name)
    with refused("AccessDeniedException"):
        org(OTHER).list_accounts()
    with refused("ConstraintViolationException", "SERVICE_ACCESS_NOT_ENABLED"):
        register(OTHER)
    org().enable_aws_service_access(ServicePrincipal=service)
    with refused("ConstraintViolationException", "CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR"):
        register(MANAGEMENT)
    with refused("AccountNotFoundException"):
        register("999999999999")
    with refused("InvalidInputException", "UNRECOGNIZED_SERVICE_PRINCIPAL"):
        register(OTHER, "ram.amazonaws.com")
    with refused("AccountNotRegisteredException"):
        deregister(OTHER)
    register(OTHER)
    with refused("AccountAlreadyRegisteredException"):
        register(OTHER)
    with refused("ConstraintViolationException", "DELEGATED_ADMINISTRATOR_EXISTS_FOR_THIS_SERVICE"):
        register(THIRD)
    listed = org().list_delegated_administrators(ServicePrincipal=service)["DelegatedAdministrators"]
    assert [a["Id"] for a in listed] == [OTHER] and listed[0]["DelegationEnabledDate"]
    assert [a["Id"] for a in org().list_delegated_administrators()["DelegatedAdministrators"]] == [OTHER]
    assert org().list_delegated_administrators(ServicePrincipal="config.amazonaws.com")["DelegatedAdministrators"] == []
    services = org().list_delegated_services_for_account(AccountId=OTHER)["DelegatedServices"]
    assert [s["ServicePrincipal"] for s in services] == [service]
    with refused("AccountNotRegisteredException"):
        org().list_delegated_services_for_account(AccountId=THIRD)
    # A delegated administrator reads the organization, and changes nothing.
    assert {a["Id"] for a in org(OTHER).list_accounts()["Accounts"]} == {MANAGEMENT, OTHER, THIRD}
    assert org(OTHER).describe_account(AccountId=THIRD)["Account"]["Id"] == THIRD
    with refused("AccessDeniedException"):
        org(OTHER).create_account(AccountName="x", Email="x@example.com")
    with refused("ConstraintViolationException", "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"):
        org(OTHER).leave_organization()
    with refused("ConstraintViolationException", "CANNOT_REMOVE_DELEGATED_ADMINISTRATOR_FROM_ORG"):
        org().remove_account_from_organization(AccountId=OTHER)
    deregister(OTHER)
    with refused("AccessDeniedException"):
        org(OTHER).list_accounts()
    org(OTHER).leave_organization()


def test_members_may_not_manage(org):
    org.join(OTHER)
    root = org.root()
    member = org(OTHER)
    for call in (
        lambda: member.list_roots(),
        lambda: member.create_organizational_unit(ParentId=root, Name="x"),
        lambda: member.delete_organization(),
        lambda: member.enable_policy_type(RootId=root, PolicyType=SCP),
        lambda: member.list_policies(Filter=SCP),
        lambda: member.describe_account(AccountId=MANAGEMENT),
        lambda: member.invite_account_to_organization(Target={"Id": THIRD, "Type": "ACCOUNT"}),
        lambda: member.remove_account_from_organization(AccountId=OTHER),
        lambda: member.tag_resource(ResourceId=OTHER, Tags=[{"Key": "a", "Value": "b"}]),
        lambda: member.put_resource_policy(Content="{}"),
        lambda: member.close_account(AccountId=MANAGEMENT),
    ):
        with refused("AccessDeniedException"):
            call()


def test_a_resource_policy_delegates(org):
    org.join(OTHER)
    org.join(THIRD)
    with refused("ResourcePolicyNotFoundException"):
        org().describe_resource_policy()
    statement = lambda action, who=OTHER: json.dumps({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{who}:root"}, "Action": action, "Resource": "*"}],
    })
    with refused("InvalidInputException", "UNSUPPORTED_ACTION_IN_RESOURCE_POLICY"):
        org().put_resource_policy(Content=statement("organizations:CreateAccount"))
    with refused("InvalidInputException", "INVALID_RESOURCE_POLICY_JSON"):
        org().put_resource_policy(Content="{")
    put = org().put_resource_policy(Content=statement(["organizations:ListAccounts", "organizations:CreatePolicy"]))["ResourcePolicy"]
    summary = put["ResourcePolicySummary"]
    assert summary["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:resourcepolicy/{org.organization['Id']}/{summary['Id']}"
    assert org().describe_resource_policy()["ResourcePolicy"] == put
    assert {a["Id"] for a in org(OTHER).list_accounts()["Accounts"]} == {MANAGEMENT, OTHER, THIRD}
    made = org(OTHER).create_policy(Content=DENY_USERS, Description="", Name="delegated", Type=SCP)["Policy"]["PolicySummary"]
    assert made["Arn"].startswith(f"arn:aws:organizations::{MANAGEMENT}:policy/")
    with refused("AccessDeniedException"):
        org(OTHER).list_roots()
    with refused("AccessDeniedException"):
        org(OTHER).create_account(AccountName="x", Email="x@example.com")
    with refused("AccessDeniedException"):
        org(THIRD).list_accounts()
    # It is one policy: putting it again replaces it.
    again = org().put_resource_policy(Content=statement("organizations:ListRoots"))["ResourcePolicy"]["ResourcePolicySummary"]
    assert again["Id"] == summary["Id"]
    with refused("AccessDeniedException"):
        org(OTHER).list_accounts()
    assert org(OTHER).list_roots()["Roots"]
    org().delete_resource_policy()
    with refused("AccessDeniedException"):
        org(OTHER).list_roots()
    with refused("ResourcePolicyNotFoundException"):
        org().delete_resource_policy()


# -- policies


def test_policy_types(org):
    root = org.root()
    o = org()
    assert o.list_policies_for_target(TargetId=root, Filter=SCP)["Policies"] == []
    enabled = o.enable_policy_type(RootId=root, PolicyType=SCP)["Root"]
    assert enabled["PolicyTypes"] == [{"Type": SCP, "Status": "ENABLED"}]
    with refused("PolicyTypeAlreadyEnabledException"):
        o.enable_policy_type(RootId=root, PolicyType=SCP)
    with refused("RootNotFoundException"):
        o.enable_policy_type(RootId="r-0000", PolicyType=TAG)
    unit, account = org.unit(root, "unit"), org.member()
    for target in (root, unit, account, MANAGEMENT):
        assert [p["Id"] for p in o.list_policies_for_target(TargetId=target, Filter=SCP)["Policies"]] == ["p-FullAWSAccess"]
    targets = o.list_targets_for_policy(PolicyId="p-FullAWSAccess")["Targets"]
    assert {t["TargetId"]: t["Type"] for t in targets} == {
        root: "ROOT", unit: "ORGANIZATIONAL_UNIT", account: "ACCOUNT", MANAGEMENT: "ACCOUNT"}
    mine = org.policy(SCP, DENY_USERS)
    o.attach_policy(PolicyId=mine, TargetId=unit)
    with refused("PolicyInUseException"):
        o.delete_policy(PolicyId=mine)
    with refused("PolicyTypeNotEnabledException"):
        o.disable_policy_type(RootId=root, PolicyType=TAG)
    # Switching a type off detaches everything; switching it on again begins with the managed policy alone.
    assert o.disable_policy_type(RootId=root, PolicyType=SCP)["Root"]["PolicyTypes"] == []
    assert o.list_targets_for_policy(PolicyId=mine)["Targets"] == []
    o.enable_policy_type(RootId=root, PolicyType=SCP)
    assert [p["Id"] for p in o.list_policies_for_target(TargetId=unit, Filter=SCP)["Policies"]] == ["p-FullAWSAccess"]
    o.delete_policy(PolicyId=mine)


def test_policies(guarded):
    o, org_id = guarded(), guarded.organization["Id"]
    made = o.create_policy(Content=DENY_USERS, Description="No users", Name="guard", Type=SCP, Tags=[{"Key": "a", "Value": "b"}])["Policy"]
    summary = made["PolicySummary"]
    assert made["Content"] == DENY_USERS and summary["AwsManaged"] is False and summary["Description"] == "No users"
    assert re.fullmatch(r"p-[0-9a-z]{8,128}", summary["Id"])
    assert summary["Arn"] == f"arn:aws:organizations::{MANAGEMENT}:policy/{org_id}/service_control_policy/{summary['Id']}"
    assert o.describe_policy(PolicyId=summary["Id"])["Policy"] == made
    assert o.list_tags_for_resource(ResourceId=summary["Id"])["Tags"] == [{"Key": "a", "Value": "b"}]
    with refused("DuplicatePolicyException"):
        guarded.policy(SCP, DENY_USERS, "guard")
    with refused("DuplicatePolicyException"):
        guarded.policy(SCP, DENY_USERS, "FullAWSAccess")
    # Names are unique among policies of a type.
    guarded.policy(TAG, '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}', "guard")
    other = guarded.policy(SCP, DENY_USERS, "other")
    with refused("DuplicatePolicyException"):
        o.update_policy(PolicyId=other, Name="guard")
    updated = o.update_policy(PolicyId=other, Name="renamed", Content=policy(deny("s3:*")))["Policy"]
    assert updated["PolicySummary"]["Name"] == "renamed" and json.loads(updated["Content"])["Statement"][0]["Action"] == "s3:*"
    listed = o.list_policies(Filter=SCP)["Policies"]
    assert {p["Name"] for p in listed} == {"FullAWSAccess", "guard", "renamed"}
    managed = o.describe_policy(PolicyId="p-FullAWSAccess")["Policy"]["PolicySummary"]
    assert managed["AwsManaged"] is True
    assert managed["Arn"] == "arn:aws:organizations::aws:policy/service_control_policy/p-FullAWSAccess"
    with refused("InvalidInputException", "IMMUTABLE_POLICY"):
        o.update_policy(PolicyId="p-FullAWSAccess", Name="mine")
    with refused("InvalidInputException", "IMMUTABLE_POLICY"):
        o.delete_policy(PolicyId="p-FullAWSAccess")
    o.delete_policy(PolicyId=other)
    for call in (o.describe_policy, o.delete_policy, o.list_targets_for_policy, o.update_policy):
        with refused("PolicyNotFoundException"):
            call(PolicyId=other)


@pytest.mark.parametrize("kind, content", [
    (SCP, "{"),
    (SCP, '{"Version":"2012-10-17"}'),
    (SCP, policy({"Effect": "Deny", "Action": "s3:*", "Resource": "*", "Principal": "*"})),
    (SCP, policy(deny("everything"))),
    (RCP, policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*", "Principal": "*"})),
    (TAG, '{"tags":{"a":{"tag_key":"A"}}}'),
    (TAG, '{"labels":{}}'),
    ("AISERVICES_OPT_OUT_POLICY", '{"services":{"default":{"opt_out_policy":{"@@assign":"perhaps"}}}}'),
    ("BACKUP_POLICY", '{"plans":{"a":{"rules":{"b":{"colour":{"@@assign":"red"}}}}}}'),
])
def test_malformed_policies(org, kind, content):
    with refused("MalformedPolicyDocumentException"):
        org.policy(kind, content)


def test_policy_sizes(org):
    big = policy(*[deny("s3:GetObject", f"arn:aws:s3:::{'x' * 60}{n}/*") for n in range(80)])
    with refused("ConstraintViolationException", "POLICY_CONTENT_LIMIT_EXCEEDED"):
        org.policy(SCP, big)


def test_attachments(guarded):
    o, root = guarded(), guarded.root()
    unit = guarded.unit(root, "unit")
    ids = [guarded.policy(SCP, DENY_USERS) for _ in range(5)]
    attach = lambda p, t=unit: o.attach_policy(PolicyId=p, TargetId=t)
    detach = lambda p, t=unit: o.detach_policy(PolicyId=p, TargetId=t)
    for one in ids[:4]:
        attach(one)
    with refused("ConstraintViolationException", "MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        attach(ids[4])
    with refused("DuplicatePolicyAttachmentException"):
        attach(ids[0])
    with refused("TargetNotFoundException"):
        attach(ids[0], "999999999999")
    with refused("PolicyNotFoundException"):
        attach("p-0000000000")
    with refused("PolicyTypeNotEnabledException"):
        attach(guarded.policy(TAG, '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}'))
    with refused("PolicyNotAttachedException"):
        detach(ids[4])
    attach(ids[0], MANAGEMENT)
    assert {t["TargetId"] for t in o.list_targets_for_policy(PolicyId=ids[0])["Targets"]} == {unit, MANAGEMENT}
    names = {t["TargetId"]: t["Name"] for t in o.list_targets_for_policy(PolicyId=ids[0])["Targets"]}
    assert names[unit] == "unit"
    for one in ids[:4]:
        detach(one)
    with refused("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        detach("p-FullAWSAccess")
    attach(ids[4])
    detach("p-FullAWSAccess")
    assert unit not in {t["TargetId"] for t in o.list_targets_for_policy(PolicyId="p-FullAWSAccess")["Targets"]}
    with refused("ConstraintViolationException", "MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED"):
        detach(ids[4])
    with refused("TargetNotFoundException"):
        o.list_policies_for_target(TargetId="999999999999", Filter=SCP)
    o.enable_policy_type(RootId=root, PolicyType=RCP)
    with refused("InvalidInputException", "NON_DETACHABLE_POLICY"):
        detach("p-RCPFullAWSAccess")


def test_every_level_must_allow(guarded):
    root, account = guarded.root(), guarded.member()
    outer = guarded.unit(root, "outer")
    inner = guarded.unit(outer, "inner")
    guarded().move_account(AccountId=account, SourceParentId=root, DestinationParentId=inner)
    iam = guarded(account, "iam")
    iam.create_user(UserName="before")
    only_sts = guarded.policy(SCP, policy(allow("sts:*")))
    guarded().attach_policy(PolicyId=only_sts, TargetId=outer)
    iam.create_user(UserName="still")
    guarded().detach_policy(PolicyId="p-FullAWSAccess", TargetId=outer)
    # Even the root user of a member is bound; what the inner levels allow does not help.
    with error_code("AccessDenied", 403, "service control policy"):
        iam.create_user(UserName="after")
    assert guarded(account, "sts").get_caller_identity()["Account"] == account
    guarded(MANAGEMENT, "iam").create_user(UserName="free")
    guarded().move_account(AccountId=account, SourceParentId=inner, DestinationParentId=root)
    iam.create_user(UserName="after")
    guarded().attach_policy(PolicyId=guarded.policy(SCP, DENY_USERS), TargetId=account)
    with error_code("AccessDenied", 403, "explicit deny in a service control policy"):
        iam.create_user(UserName="never")
    guarded().disable_policy_type(RootId=root, PolicyType=SCP)
    iam.create_user(UserName="never")


def test_a_service_control_policy_keeps_members_from_leaving(guarded):
    guarded.join(OTHER)
    guarded().attach_policy(PolicyId=guarded.policy(SCP, policy(deny("organizations:LeaveOrganization"))), TargetId=guarded.root())
    with refused("AccessDeniedException"):
        guarded(OTHER).leave_organization()
    assert guarded(OTHER).describe_organization()["Organization"]["Id"] == guarded.organization["Id"]


# -- management policies


def test_effective_tag_policies(org):
    o, root, account = org(), org.root(), org.member()
    unit = org.unit(root, "unit")
    o.move_account(AccountId=account, SourceParentId=root, DestinationParentId=unit)
    effective = lambda who=account, **more: o.describe_effective_policy(PolicyType=TAG, TargetId=who, **more)["EffectivePolicy"]
    with refused("EffectivePolicyNotFoundException"):
        effective()
    o.enable_policy_type(RootId=root, PolicyType=TAG)
    with refused("EffectivePolicyNotFoundException"):
        effective()
    content = lambda **settings: json.dumps({"tags": {"CostCenter": settings}})
    top = org.policy(TAG, content(
        tag_key={"@@assign": "CostCenter", "@@operators_allowed_for_child_policies": ["@@none"]},
        tag_value={"@@assign": ["100", "200"]},
    ))
    o.attach_policy(PolicyId=top, TargetId=root)
    found = effective()
    assert json.loads(found["PolicyContent"]) == {"tags": {"costcenter": {"tag_key": "CostCenter", "tag_value": ["100", "200"]}}}
    assert found["TargetId"] == account and found["PolicyType"] == TAG and found["LastUpdatedTimestamp"]
    o.attach_policy(PolicyId=org.policy(TAG, content(tag_key={"@@assign": "COST"}, tag_value={"@@append": ["300"]})), TargetId=unit)
    o.attach_policy(PolicyId=org.policy(TAG, content(tag_value={"@@remove": ["100"]})), TargetId=account)
    assert json.loads(effective()["PolicyContent"]) == {"tags": {"costcenter": {"tag_key": "CostCenter", "tag_value": ["200", "300"]}}}
    assert json.loads(effective(MANAGEMENT)["PolicyContent"])["tags"]["costcenter"]["tag_value"] == ["100", "200"]
    # An account may ask for its own, not for another's.
    own = org(account).describe_effective_policy(PolicyType=TAG)["EffectivePolicy"]
    assert own["PolicyContent"] == effective()["PolicyContent"]
    with refused("AccessDeniedException"):
        org(account).describe_effective_policy(PolicyType=TAG, TargetId=MANAGEMENT)
    with refused("TargetNotFoundException"):
        effective("999999999999")


def test_effective_opt_out(org):
    o, root, account = org(), org.root(), org.member()
    kind = "AISERVICES_OPT_OUT_POLICY"
    o.enable_policy_type(RootId=root, PolicyType=kind)
    closed = {"@@operators_allowed_for_child_policies": ["@@none"]}
    top = {"services": {**closed, "default": {**closed, "opt_out_policy": {**closed, "@@assign": "optOut"}}}}
    o.attach_policy(PolicyId=org.policy(kind, json.dumps(top)), TargetId=root)
    below = {"services": {"default": {"opt_out_policy": {"@@assign": "optIn"}}, "lex": {"opt_out_policy": {"@@assign": "optIn"}}}}
    o.attach_policy(PolicyId=org.policy(kind, json.dumps(below)), TargetId=account)
    found = org(account).describe_effective_policy(PolicyType=kind)["EffectivePolicy"]
    assert json.loads(found["PolicyContent"]) == {"services": {"default": {"opt_out_policy": "optOut"}}}


def test_invalid_effective_policies_are_found(org):
    o, root, account = org(), org.root(), org.member()
    with refused("EffectivePolicyNotFoundException"):
        o.list_accounts_with_invalid_effective_policy(PolicyType="BACKUP_POLICY")
    o.enable_policy_type(RootId=root, PolicyType="BACKUP_POLICY")
    part = org.policy("BACKUP_POLICY", '{"plans":{"Daily":{"regions":{"@@assign":["us-east-1"]}}}}')
    o.attach_policy(PolicyId=part, TargetId=account)
    invalid = o.list_accounts_with_invalid_effective_policy(PolicyType="BACKUP_POLICY")["Accounts"]
    assert [a["Id"] for a in invalid] == [account]
    found = o.list_effective_policy_validation_errors(AccountId=account, PolicyType="BACKUP_POLICY")
    assert found["AccountId"] == account and found["Path"] == f"{org.organization['Id']}/{root}/{account}/"
    errors = found["EffectivePolicyValidationErrors"]
    assert {(e["ErrorCode"], e["PathToError"]) for e in errors} == {
        ("KEY_REQUIRED", "/plans/Daily/rules"), ("KEY_REQUIRED", "/plans/Daily/selections")}
    assert all(e["ContributingPolicies"] == [part] for e in errors)


# -- tags


def test_tags(org):
    o, root, account = org(), org.root(), org.member()
    unit = org.unit(root, "unit", Tags=[{"Key": "stage", "Value": "prod"}])
    assert o.list_tags_for_resource(ResourceId=unit)["Tags"] == [{"Key": "stage", "Value": "prod"}]
    mine = org.policy(TAG, '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}')
    for resource in (root, unit, account, mine):
        o.tag_resource(ResourceId=resource, Tags=[{"Key": "stage", "Value": "test"}, {"Key": "empty", "Value": ""}])
        assert o.list_tags_for_resource(ResourceId=resource)["Tags"] == [{"Key": "empty", "Value": ""}, {"Key": "stage", "Value": "test"}]
        o.untag_resource(ResourceId=resource, TagKeys=["empty", "unknown"])
        assert o.list_tags_for_resource(ResourceId=resource)["Tags"] == [{"Key": "stage", "Value": "test"}]
    with refused("InvalidInputException", "INVALID_SYSTEM_TAGS_PARAMETER"):
        o.tag_resource(ResourceId=unit, Tags=[{"Key": "aws:mine", "Value": "x"}])
    with refused("InvalidInputException", "DUPLICATE_TAG_KEY"):
        o.tag_resource(ResourceId=unit, Tags=[{"Key": "a", "Value": "x"}, {"Key": "a", "Value": "y"}])
    with refused("ConstraintViolationException", "MAX_TAG_LIMIT_EXCEEDED"):
        o.tag_resource(ResourceId=unit, Tags=[{"Key": f"k{n}", "Value": "x"} for n in range(50)])
    with refused("TargetNotFoundException"):
        o.tag_resource(ResourceId="999999999999", Tags=[{"Key": "a", "Value": "x"}])


# -- transfers


def test_transfers_of_responsibility(org):
    org(OTHER).create_organization()
    other_id = org(OTHER).describe_organization()["Organization"]["Id"]
    now = org.advance(0)
    month = lambda ahead: datetime.datetime(now.year + (now.month - 1 + ahead) // 12, (now.month - 1 + ahead) % 12 + 1, 1, tzinfo=datetime.UTC)
    invite = lambda start, account=OTHER: org().invite_organization_to_transfer_responsibility(
        Type="BILLING", Target={"Id": account, "Type": "ACCOUNT"}, StartTimestamp=start, SourceName="customer")["Handshake"]
    with refused("InvalidInputException", "START_DATE_NOT_BEGINNING_OF_MONTH"):
        invite(month(1) + datetime.timedelta(days=3))
    with refused("InvalidInputException", "START_DATE_TOO_EARLY"):
        invite(month(0))
    with refused("HandshakeConstraintViolationException", "SOURCE_AND_TARGET_CANNOT_MATCH"):
        invite(month(1), MANAGEMENT)
    handshake = invite(month(1))
    assert handshake["Action"] == "TRANSFER_RESPONSIBILITY" and handshake["State"] == "REQUESTED"
    with refused("DuplicateHandshakeException"):
        invite(month(1))
    inbound = org().list_inbound_responsibility_transfers(Type="BILLING")["ResponsibilityTransfers"]
    assert [(t["Status"], t["Name"], t["ActiveHandshakeId"]) for t in inbound] == [("REQUESTED", "customer", handshake["Id"])]
    transfer = inbound[0]["Id"]
    org(OTHER).accept_handshake(HandshakeId=handshake["Id"])
    outbound = org(OTHER).list_outbound_responsibility_transfers(Type="BILLING")["ResponsibilityTransfers"]
    assert [(t["Id"], t["Status"]) for t in outbound] == [(transfer, "ACCEPTED")]
    assert outbound[0]["Arn"] == f"arn:aws:organizations::{OTHER}:transfer/{other_id}/billing/outbound/{transfer}"
    described = org().describe_responsibility_transfer(Id=transfer)["ResponsibilityTransfer"]
    assert described["Source"]["ManagementAccountId"] == OTHER and described["Target"]["ManagementAccountId"] == MANAGEMENT
    assert described["Arn"].endswith(f"/billing/inbound/{transfer}")
    assert org().update_responsibility_transfer(Id=transfer, Name="renamed")["ResponsibilityTransfer"]["Name"] == "renamed"
    with refused("ConstraintViolationException", "ACTIVE_RESPONSIBILITY_TRANSFER_PROCESS"):
        org(OTHER).delete_organization()
    with refused("ResponsibilityTransferNotFoundException"):
        org(THIRD).create_organization()
        org(THIRD).describe_responsibility_transfer(Id=transfer)
    with refused("InvalidInputException", "END_DATE_NOT_END_OF_MONTH"):
        org().terminate_responsibility_transfer(Id=transfer, EndTimestamp=month(2) + datetime.timedelta(days=2))
    ended = org().terminate_responsibility_transfer(Id=transfer, EndTimestamp=month(2) - datetime.timedelta(seconds=1))
    assert ended["ResponsibilityTransfer"]["Status"] == "WITHDRAWN"
    with refused("ResponsibilityTransferAlreadyInStatusException"):
        org().terminate_responsibility_transfer(Id=transfer)
    with refused("ConstraintViolationException", "TRANSFER_RESPONSIBILITY_UPDATE_NOT_ALLOWED"):
        org().update_responsibility_transfer(Id=transfer, Name="again")


# -- on a server as it is installed


@pytest.fixture(scope="module")
def installed(module_server):
    """A server with an organization, one account in a nested unit and one beside it."""
    server = module_server
    o = server.client("organizations", server.admin)
    server.organization = o.create_organization(FeatureSet="ALL")["Organization"]
    server.root_id = o.list_roots()["Roots"][0]["Id"]
    o.enable_policy_type(RootId=server.root_id, PolicyType=SCP)
    outer = o.create_organizational_unit(ParentId=server.root_id, Name="outer")["OrganizationalUnit"]["Id"]
    server.outer = outer
    server.inner = o.create_organizational_unit(ParentId=outer, Name="inner")["OrganizationalUnit"]["Id"]
    server.shop, server.tools = create_account(server, "shop"), create_account(server, "tools")
    o.move_account(AccountId=server.shop, SourceParentId=server.root_id, DestinationParentId=server.inner)
    role = lambda account: f"arn:aws:iam::{account}:role/{MEMBER_ROLE}"
    server.in_shop, server.in_tools = server.assume(role(server.shop)), server.assume(role(server.tools))
    return server


def test_a_denial_in_a_nested_unit_binds_it_alone(installed):
    o = installed.client("organizations", installed.admin)
    made = o.create_policy(Content=DENY_USERS, Description="", Name=unique("guard"), Type=SCP)["Policy"]["PolicySummary"]
    o.attach_policy(PolicyId=made["Id"], TargetId=installed.outer)
    name = unique("user")
    with error_code("AccessDenied", 403, "explicit deny in a service control policy"):
        installed.client("iam", installed.in_shop).create_user(UserName=name)
    installed.client("iam", installed.in_tools).create_user(UserName=name)
    installed.client("iam", installed.admin).create_user(UserName=name)
    o.attach_policy(PolicyId=made["Id"], TargetId=installed.root_id)
    with error_code("AccessDenied", 403):
        installed.client("iam", installed.in_tools).create_user(UserName=unique("user"))
    installed.client("iam", installed.admin).create_user(UserName=unique("user"))
    for target in (installed.root_id, installed.outer):
        o.detach_policy(PolicyId=made["Id"], TargetId=target)
    installed.client("iam", installed.in_shop).create_user(UserName=name)


def test_a_resource_control_policy_guards_roles(installed):
    o = installed.client("organizations", installed.admin)
    o.enable_policy_type(RootId=installed.root_id, PolicyType=RCP)
    content = policy({"Effect": "Deny", "Principal": "*", "Action": "sts:AssumeRole", "Resource": "*"})
    made = o.create_policy(Content=content, Description="", Name=unique("guard"), Type=RCP)["Policy"]["PolicySummary"]
    role = lambda account: f"arn:aws:iam::{account}:role/{MEMBER_ROLE}"
    o.attach_policy(PolicyId=made["Id"], TargetId=installed.outer)
    try:
        with error_code("AccessDenied", 403):
            installed.assume(role(installed.shop))
        installed.assume(role(installed.tools))
    finally:
        o.detach_policy(PolicyId=made["Id"], TargetId=installed.outer)
    installed.assume(role(installed.shop))


def test_condition_keys_of_the_service(installed):
    caller = installed.user(unique("tagger"), inline=json.loads(policy(
        allow("organizations:CreatePolicy", Condition={"StringEquals": {"organizations:PolicyType": TAG}}),
        allow("organizations:EnableAWSServiceAccess", Condition={"StringEquals": {"organizations:ServicePrincipal": "config.amazonaws.com"}}),
        allow("organizations:ListAccountsForParent", f"arn:aws:organizations::*:ou/*/{installed.inner}"),
    )))
    o = installed.client("organizations", caller)
    tags = '{"tags":{"a":{"tag_key":{"@@assign":"A"}}}}'
    o.create_policy(Content=tags, Description="", Name=unique("tags"), Type=TAG)
    with refused("AccessDeniedException"):
        o.create_policy(Content=DENY_USERS, Description="", Name=unique("guard"), Type=SCP)
    o.enable_aws_service_access(ServicePrincipal="config.amazonaws.com")
    with refused("AccessDeniedException"):
        o.enable_aws_service_access(ServicePrincipal="cloudtrail.amazonaws.com")
    assert [a["Id"] for a in o.list_accounts_for_parent(ParentId=installed.inner)["Accounts"]] == [installed.shop]
    with refused("AccessDeniedException"):
        o.list_accounts_for_parent(ParentId=installed.outer)
    with refused("AccessDeniedException"):
        o.list_accounts()


def test_a_tag_on_a_unit_decides(installed):
    o = installed.client("organizations", installed.admin)
    mine = o.create_organizational_unit(ParentId=installed.root_id, Name=unique("mine"), Tags=[{"Key": "team", "Value": "mine"}])
    theirs = o.create_organizational_unit(ParentId=installed.root_id, Name=unique("theirs"), Tags=[{"Key": "team", "Value": "theirs"}])
    caller = installed.user(unique("owner"), inline=json.loads(policy(
        allow("organizations:DeleteOrganizationalUnit", Condition={"StringEquals": {"aws:ResourceTag/team": "mine"}}))))
    client = installed.client("organizations", caller)
    with refused("AccessDeniedException"):
        client.delete_organizational_unit(OrganizationalUnitId=theirs["OrganizationalUnit"]["Id"])
    client.delete_organizational_unit(OrganizationalUnitId=mine["OrganizationalUnit"]["Id"])


def test_account_creation_is_recorded(installed):
    results = lambda: [
        e for e in events(installed, installed.admin, EventName="CreateAccountResult")
        if e["serviceEventDetails"]["createAccountStatus"].get("accountId") == installed.shop
    ]
    found = wait_for(results, 10)
    assert found[0]["eventType"] == "AwsServiceEvent" and found[0]["eventSource"] == "organizations.amazonaws.com"
    assert found[0]["serviceEventDetails"]["createAccountStatus"]["state"] == "SUCCEEDED"
    calls = wait_for(lambda: events(installed, installed.admin, EventName="CreateAccount"), 10)
    # Names and e-mail addresses are sensitive in the model.
    assert "shop" not in json.dumps([e["requestParameters"] for e in calls])


def test_the_command_line(installed):
    cli = lambda *words, **more: installed.cli(["organizations", *words], installed.admin, **more)
    described = cli("describe-organization")["Organization"]
    assert described["Id"] == installed.organization["Id"]
    name = unique("cli")
    unit = cli("create-organizational-unit", "--parent-id", installed.root_id, "--name", name)["OrganizationalUnit"]["Id"]
    again = cli("create-organizational-unit", "--parent-id", installed.root_id, "--name", name, check=False)
    assert isinstance(again, CliError) and again.code == "DuplicateOrganizationalUnitException"
    accounts = cli("list-accounts", "--page-size", "1")["Accounts"]
    assert {installed.account, installed.shop, installed.tools} <= {a["Id"] for a in accounts}
    cli("delete-organizational-unit", "--organizational-unit-id", unit)
    created = cli("create-account", "--account-name", "cli", "--email", f"{name}@example.com")["CreateAccountStatus"]["Id"]
    done = wait_for(lambda: next(
        (s for s in [cli("describe-create-account-status", "--create-account-request-id", created)["CreateAccountStatus"]]
         if s["State"] != "IN_PROGRESS"), None), 20)
    assert done["State"] == "SUCCEEDED"


def test_an_organization_survives_the_death_of_the_server(fresh):
    server = fresh()
    o = server.client("organizations", server.admin)
    made = o.create_organization()["Organization"]
    request = o.create_account(AccountName="late", Email=f"{unique('late')}@example.com")["CreateAccountStatus"]["Id"]
    server.kill()
    server.start()
    o = server.client("organizations", server.admin)
    assert o.describe_organization()["Organization"]["Id"] == made["Id"]

    def done():
        status = o.describe_create_account_status(CreateAccountRequestId=request)["CreateAccountStatus"]
        return status if status["State"] != "IN_PROGRESS" else None

    status = wait_for(done, 60)
    assert status["State"] == "SUCCEEDED"
    assert {a["Id"] for a in o.list_accounts()["Accounts"]} == {server.account, status["AccountId"]}

"""AWS Organizations through boto3: the organization, its tree, accounts, handshakes and transfers."""

import collections
import concurrent.futures
import datetime
import json
import re

import pytest
from botocore.exceptions import ClientError

from harness import ADMINISTRATOR, MEMBER_ROLE, Credentials, error_code, unique, wait_for
from organizations_support import DENY_USERS, MANAGEMENT, OTHER, SCP, TAG, THIRD, refused
from organizations_support import box, guarded, org  # noqa: F401 (fixtures)


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


# -- what the model forbids


@pytest.mark.parametrize(
    "call, arguments, reason",
    [
        ("list_policies", {"Filter": "NONSENSE"}, "INVALID_ENUM"),
        ("list_accounts", {"MaxResults": 21}, "MAX_VALUE_EXCEEDED"),
        ("describe_account", {"AccountId": "12345678901x"}, "INVALID_PATTERN"),
        ("create_organizational_unit", {"ParentId": "r-abcd", "Name": "n" * 129}, "MAX_LENGTH_EXCEEDED"),
    ],
)
def test_bad_input_has_a_reason(org, call, arguments, reason):
    with refused("InvalidInputException", reason):
        getattr(org(), call)(**arguments)

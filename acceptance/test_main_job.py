"""The main job, as the README tells it: an organization, guarded, used and audited, with the unmodified AWS CLI and boto3.

    root ── OU Workloads ── OU Production ── account shop      SCP on Workloads: nobody leaves the region, nobody touches the audit
         └─ account tools
"""

import json
import os
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import pytest

from harness import (
    ADMINISTRATOR, MEMBER_ROLE, CliError, Credentials, allow, aws, create_account, deny, error_code, events, fresh_totp, policy,
    totp, trust, unique, wait_for,
)

used_codes = set()


@pytest.fixture(scope="module")
def job(module_server):
    """The organization that all tests of this file stand on, made with the CLI as a newcomer would."""
    server = module_server
    it = SimpleNamespace(server=server)
    it.management = server.cli(["sts", "get-caller-identity"])["Account"]
    server.cli(["iam", "create-user", "--user-name", "alice"])
    server.cli(["iam", "attach-user-policy", "--user-name", "alice", "--policy-arn", ADMINISTRATOR])
    it.alice = Credentials.of(server.cli(["iam", "create-access-key", "--user-name", "alice"]), it.management)

    it.organization = server.cli(["organizations", "create-organization", "--feature-set", "ALL"], it.alice)["Organization"]
    it.root = server.cli(["organizations", "list-roots"], it.alice)["Roots"][0]
    types = {t["Type"]: t["Status"] for t in it.root["PolicyTypes"]}
    if types.get("SERVICE_CONTROL_POLICY") != "ENABLED":
        server.cli(
            ["organizations", "enable-policy-type", "--root-id", it.root["Id"], "--policy-type", "SERVICE_CONTROL_POLICY"], it.alice
        )
    ou = ["organizations", "create-organizational-unit", "--parent-id"]
    it.workloads = server.cli([*ou, it.root["Id"], "--name", "Workloads"], it.alice)["OrganizationalUnit"]["Id"]
    it.production = server.cli([*ou, it.workloads, "--name", "Production"], it.alice)["OrganizationalUnit"]["Id"]

    it.shop = create_account(server, "shop", it.alice)
    it.tools = create_account(server, "tools", it.alice)
    server.cli(
        ["organizations", "move-account", "--account-id", it.shop, "--source-parent-id", it.root["Id"],
         "--destination-parent-id", it.production],
        it.alice,
    )
    guard = policy(
        deny(["iam:CreateUser"], Sid="NoUsersInProduction"),
        deny("organizations:LeaveOrganization", Sid="NobodyLeaves"),
    )
    made = server.cli(
        ["organizations", "create-policy", "--name", "guard", "--description", "No users in production", "--type",
         "SERVICE_CONTROL_POLICY", "--content", guard],
        it.alice,
    )
    it.scp = made["Policy"]["PolicySummary"]
    server.cli(["organizations", "attach-policy", "--policy-id", it.scp["Id"], "--target-id", it.workloads], it.alice)

    it.shop_admin = server.assume(f"arn:aws:iam::{it.shop}:role/{MEMBER_ROLE}", it.alice, "alice-in-shop")
    it.tools_admin = server.assume(f"arn:aws:iam::{it.tools}:role/{MEMBER_ROLE}", it.alice, "alice-in-tools")
    return it


def test_the_first_start_prints_what_to_do(fresh):
    server = fresh(print_credentials=True)
    out = server.stdout_path.read_text()
    lines = [line.strip() for line in out.splitlines() if line.strip().startswith(("aws ", "export "))]
    assert [line.split()[:4] for line in lines[:4]] == [["aws", "configure", "set", key] for key in (
        "aws_access_key_id", "aws_secret_access_key", "region", "endpoint_url")], out
    # Paste them, as they are, into a shell that has nothing but the CLI.
    environment = {
        "PATH": f"{Path(aws()).parent}:{os.environ['PATH']}", "HOME": str(server._home), "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "", "LANG": "C.UTF-8",
    }
    done = subprocess.run(["sh", "-e"], input="\n".join(lines), env=environment, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    identity = json.loads(done.stdout)
    assert identity["Arn"] == f"arn:aws:iam::{identity['Account']}:root"
    # Shown once: a second start has no secrets to show.
    server.restart()
    assert "secret" not in server.stdout_path.read_text().lower()


def test_accounts_and_their_places(job):
    accounts = {a["Name"]: a for a in job.server.cli(["organizations", "list-accounts"], job.alice)["Accounts"]}
    assert {job.management, job.shop, job.tools} == {a["Id"] for a in accounts.values()}
    assert accounts["shop"]["Status"] == "ACTIVE" and accounts["shop"]["JoinedMethod"] == "CREATED"
    parents = job.server.cli(["organizations", "list-parents", "--child-id", job.shop], job.alice)["Parents"]
    assert parents == [{"Id": job.production, "Type": "ORGANIZATIONAL_UNIT"}]
    me = job.server.cli(["sts", "get-caller-identity"], job.shop_admin)
    assert me["Account"] == job.shop
    assert me["Arn"] == f"arn:aws:sts::{job.shop}:assumed-role/{MEMBER_ROLE}/alice-in-shop"


def test_a_guardrail_denies_below_its_unit_and_not_elsewhere(job):
    name = unique("someone")
    refused = job.server.cli(["iam", "create-user", "--user-name", name], job.shop_admin, check=False)
    assert isinstance(refused, CliError) and refused.code == "AccessDenied", refused
    assert "with an explicit deny in a service control policy" in refused.message, refused.message
    assert job.scp["Arn"] in refused.message, refused.message
    with error_code("NoSuchEntity", 404):
        job.server.client("iam", job.shop_admin).get_user(UserName=name)
    # What the policy does not deny is allowed, in the same account.
    assert job.server.cli(["iam", "create-group", "--group-name", name], job.shop_admin)["Group"]["GroupName"] == name
    # An account beside the unit, and the management account, are not bound.
    job.server.cli(["iam", "create-user", "--user-name", name], job.tools_admin)
    job.server.cli(["iam", "create-user", "--user-name", name], job.alice)


def test_a_guardrail_never_binds_the_management_account(job):
    organizations = job.server.client("organizations", job.alice)
    organizations.attach_policy(PolicyId=job.scp["Id"], TargetId=job.root["Id"])
    try:
        name = unique("someone")
        with error_code("AccessDenied", 403, "service control policy"):
            job.server.client("iam", job.tools_admin).create_user(UserName=name)
        job.server.client("iam", job.alice).create_user(UserName=name)
    finally:
        organizations.detach_policy(PolicyId=job.scp["Id"], TargetId=job.root["Id"])
    job.server.client("iam", job.tools_admin).create_user(UserName=unique("someone"))


def test_moving_an_account_out_of_the_unit_frees_it(job):
    organizations = job.server.client("organizations", job.alice)
    iam = job.server.client("iam", job.tools_admin)
    iam.create_user(UserName=unique("before"))
    organizations.move_account(AccountId=job.tools, SourceParentId=job.root["Id"], DestinationParentId=job.workloads)
    try:
        with error_code("AccessDenied", 403, "service control policy"):
            iam.create_user(UserName=unique("while"))
    finally:
        organizations.move_account(AccountId=job.tools, SourceParentId=job.workloads, DestinationParentId=job.root["Id"])
    iam.create_user(UserName=unique("after"))


def test_users_groups_and_policies_allow_and_deny(job):
    server, name = job.server, unique("bob")
    server.cli(["iam", "create-user", "--user-name", name, "--tags", "Key=team,Value=red"], job.alice)
    bob = Credentials.of(server.cli(["iam", "create-access-key", "--user-name", name], job.alice))
    refused = server.cli(["iam", "list-users"], bob, check=False)
    assert refused.code == "AccessDenied"
    arn = f"arn:aws:iam::{job.management}:user/{name}"
    assert refused.message.startswith(f"User: {arn} is not authorized to perform: iam:ListUsers on resource: "), refused.message
    assert "because no identity-based policy allows the iam:ListUsers action" in refused.message

    group, readers = unique("readers"), unique("read-users")
    made = server.cli(["iam", "create-policy", "--policy-name", readers, "--policy-document", policy(allow(["iam:ListUsers", "iam:GetUser"]))], job.alice)
    server.cli(["iam", "create-group", "--group-name", group], job.alice)
    server.cli(["iam", "attach-group-policy", "--group-name", group, "--policy-arn", made["Policy"]["Arn"]], job.alice)
    server.cli(["iam", "add-user-to-group", "--group-name", group, "--user-name", name], job.alice)
    assert name in {u["UserName"] for u in server.cli(["iam", "list-users"], bob)["Users"]}
    assert server.cli(["iam", "delete-user", "--user-name", "alice"], bob, check=False).code == "AccessDenied"

    # An explicit deny wins.
    server.cli(["iam", "put-user-policy", "--user-name", name, "--policy-name", "no", "--policy-document", policy(deny("iam:ListUsers"))], job.alice)
    refused = server.cli(["iam", "list-users"], bob, check=False)
    assert "with an explicit deny in an identity-based policy" in refused.message, refused.message


def test_a_boundary_caps_an_administrator(job):
    server, name = job.server, unique("carol")
    iam = server.client("iam", job.alice)
    boundary = iam.create_policy(PolicyName=unique("boundary"), PolicyDocument=policy(allow("iam:List*")))["Policy"]["Arn"]
    iam.create_user(UserName=name, PermissionsBoundary=boundary)
    iam.attach_user_policy(UserName=name, PolicyArn=ADMINISTRATOR)
    carol = Credentials.of(iam.create_access_key(UserName=name))
    server.cli(["iam", "list-users"], carol)
    with error_code("AccessDenied", 403, "because no permissions boundary allows the iam:CreateUser action"):
        server.client("iam", carol).create_user(UserName=unique("dave"))
    iam.delete_user_permissions_boundary(UserName=name)
    server.client("iam", carol).create_user(UserName=unique("dave"))


def test_a_role_of_another_account_with_an_external_id(job):
    server = job.server
    tools = server.client("iam", job.tools_admin)
    role = unique("auditor")
    with_id = trust({"AWS": f"arn:aws:iam::{job.management}:root"}, Condition={"StringEquals": {"sts:ExternalId": "s3same"}})
    arn = tools.create_role(RoleName=role, AssumeRolePolicyDocument=with_id)["Role"]["Arn"]
    tools.put_role_policy(RoleName=role, PolicyName="p", PolicyDocument=policy(allow("iam:ListRoles")))

    assume = ["sts", "assume-role", "--role-arn", arn, "--role-session-name", "visit"]
    assert server.cli(assume, job.alice, check=False).code == "AccessDenied"
    assert server.cli([*assume, "--external-id", "wrong"], job.alice, check=False).code == "AccessDenied"
    session = Credentials.of(server.cli([*assume, "--external-id", "s3same"], job.alice))
    assert role in {r["RoleName"] for r in server.cli(["iam", "list-roles"], session)["Roles"]}
    assert server.cli(["iam", "list-users"], session, check=False).code == "AccessDenied"

    # The other side must allow too: a user without sts:AssumeRole stays out.
    nobody = server.user(unique("nobody"), credentials=job.alice)
    refused = server.cli([*assume, "--external-id", "s3same"], nobody, check=False)
    assert refused.code == "AccessDenied" and "sts:AssumeRole" in refused.message, refused.message
    # And a stranger of a third account is not trusted.
    stranger = server.assume(f"arn:aws:iam::{job.shop}:role/{MEMBER_ROLE}", job.alice)
    assert server.cli([*assume, "--external-id", "s3same"], stranger, check=False).code == "AccessDenied"


def test_a_policy_that_wants_mfa(job, tmp_path):
    server, name = job.server, unique("erin")
    iam = server.client("iam", job.alice)
    needs = policy(
        allow(["iam:ListUsers"], Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        allow(["iam:EnableMFADevice", "iam:CreateVirtualMFADevice"]),
    )
    erin = server.user(name, inline=needs, credentials=job.alice)
    seed_file = tmp_path / "seed"
    device = server.cli(
        ["iam", "create-virtual-mfa-device", "--virtual-mfa-device-name", name, "--outfile", str(seed_file), "--bootstrap-method",
         "Base32StringSeed"],
        erin,
    )["VirtualMFADevice"]["SerialNumber"]
    seed = seed_file.read_text().strip()
    # Two codes in a row switch the device on.
    now = time.time()
    first, second = totp(seed, now, -1), totp(seed, now, 0)
    used_codes.update({(seed, first), (seed, second)})
    server.cli(
        ["iam", "enable-mfa-device", "--user-name", name, "--serial-number", device, "--authentication-code1", first,
         "--authentication-code2", second],
        erin,
    )
    assert [d["SerialNumber"] for d in iam.list_mfa_devices(UserName=name)["MFADevices"]] == [device]

    assert server.cli(["iam", "list-users"], erin, check=False).code == "AccessDenied"
    # IAM takes sessions of users only with MFA, whatever policies say.
    plain = Credentials.of(server.cli(["sts", "get-session-token"], erin))
    assert server.cli(["iam", "list-users"], plain, check=False).code == "InvalidClientTokenId"
    wrong = server.cli(["sts", "get-session-token", "--serial-number", device, "--token-code", "000000"], erin, check=False)
    assert wrong.code == "AccessDenied" and "MultiFactorAuthentication failed" in wrong.message, wrong.message
    code = fresh_totp(seed, used_codes)
    session = Credentials.of(server.cli(["sts", "get-session-token", "--serial-number", device, "--token-code", code], erin))
    server.cli(["iam", "list-users"], session)
    # A code opens one session only.
    again = server.cli(["sts", "get-session-token", "--serial-number", device, "--token-code", code], erin, check=False)
    assert again.code == "AccessDenied", again


def test_tags_decide(job):
    """ABAC: everybody works on what has the tag `team` that they have."""
    server = job.server
    iam = server.client("iam", job.alice)
    statement = allow(
        ["iam:CreateAccessKey", "iam:TagUser"],
        Condition={"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}},
    )
    red = server.user(unique("red"), inline=policy(statement), credentials=job.alice, tags={"team": "red"})
    same, other = unique("same"), unique("other")
    iam.create_user(UserName=same, Tags=[{"Key": "team", "Value": "red"}])
    iam.create_user(UserName=other, Tags=[{"Key": "team", "Value": "blue"}])
    server.cli(["iam", "create-access-key", "--user-name", same], red)
    assert server.cli(["iam", "create-access-key", "--user-name", other], red, check=False).code == "AccessDenied"
    iam.tag_user(UserName=other, Tags=[{"Key": "team", "Value": "red"}])
    server.cli(["iam", "create-access-key", "--user-name", other], red)

    # The same with a session's tag.
    role = unique("team-role")
    trusted = policy({
        "Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{job.management}:user/alice"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    })
    arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
    iam.put_role_policy(RoleName=role, PolicyName="abac", PolicyDocument=policy(statement))
    blue = Credentials.of(
        server.cli(["sts", "assume-role", "--role-arn", arn, "--role-session-name", "blue", "--tags", "Key=team,Value=blue"], job.alice)
    )
    assert server.cli(["iam", "create-access-key", "--user-name", other], blue, check=False).code == "AccessDenied"
    iam.tag_user(UserName=other, Tags=[{"Key": "team", "Value": "blue"}])
    server.cli(["iam", "create-access-key", "--user-name", other], blue)


def test_the_history_tells_who_did_what_and_what_was_refused_why(job):
    server, name = job.server, unique("frank")
    refused = server.cli(["iam", "create-user", "--user-name", name], job.shop_admin, check=False)
    assert refused.code == "AccessDenied"
    server.cli(["iam", "create-user", "--user-name", name], job.tools_admin)

    def look(credentials):
        attribute = "AttributeKey=EventName,AttributeValue=CreateUser"
        answer = server.cli(["cloudtrail", "lookup-events", "--lookup-attributes", attribute], credentials)
        records = [json.loads(e["CloudTrailEvent"]) for e in answer["Events"]]
        return [r for r in records if (r.get("requestParameters") or {}).get("userName") == name]

    [denied] = wait_for(lambda: look(job.shop_admin))
    assert denied["errorCode"] == "AccessDenied"
    assert job.scp["Arn"] in denied["errorMessage"] and "service control policy" in denied["errorMessage"]
    assert denied["userIdentity"]["type"] == "AssumedRole"
    assert denied["userIdentity"]["arn"] == f"arn:aws:sts::{job.shop}:assumed-role/{MEMBER_ROLE}/alice-in-shop"
    assert denied["userIdentity"]["sessionContext"]["sessionIssuer"]["userName"] == MEMBER_ROLE
    assert denied["recipientAccountId"] == job.shop
    assert denied["eventSource"] == "iam.amazonaws.com" and denied["awsRegion"] == "us-east-1"
    assert denied["sourceIPAddress"] == "127.0.0.1" and denied["userAgent"].startswith("aws-cli/")
    assert denied["eventVersion"] == "1.11" and denied["responseElements"] is None
    assert denied["readOnly"] is False and denied["managementEvent"] is True

    [done] = wait_for(lambda: look(job.tools_admin))
    assert "errorCode" not in done
    assert done["responseElements"]["user"]["userName"] == name
    # Each account sees its own history, and nobody else's.
    assert look(job.alice) == []

    # The session that did it leads to who opened it, by its access key, in the management account's history.
    opened = [
        e for e in events(server, job.alice, EventName="AssumeRole")
        if ((e.get("responseElements") or {}).get("credentials") or {}).get("accessKeyId") == denied["userIdentity"]["accessKeyId"]
    ]
    assert [e["userIdentity"]["userName"] for e in opened] == ["alice"]
    assert "secretAccessKey" not in json.dumps(opened) and job.shop_admin.session_token not in json.dumps(opened)


def test_the_cli_pages(job):
    server = job.server
    names = sorted(unique("page") for _ in range(7))
    iam = server.client("iam", job.alice)
    for name in names:
        iam.create_user(UserName=name, Path="/pages/")
    listing = ["iam", "list-users", "--path-prefix", "/pages/"]
    whole = [u["UserName"] for u in server.cli(listing, job.alice)["Users"]]
    assert whole == names
    assert [u["UserName"] for u in server.cli([*listing, "--page-size", "2"], job.alice)["Users"]] == names
    seen, token = [], None
    for _ in range(10):
        more = ["--starting-token", token] if token else []
        page = server.cli([*listing, "--page-size", "2", "--max-items", "3", *more], job.alice)
        assert len(page["Users"]) <= 3
        seen += [u["UserName"] for u in page["Users"]]
        token = page.get("NextToken")
        if not token:
            break
    assert seen == names
    some = server.cli(["cloudtrail", "lookup-events", "--page-size", "3", "--max-items", "10"], job.alice)
    assert len(some["Events"]) == 10 and len({e["EventId"] for e in some["Events"]}) == 10
    accounts = server.cli(["organizations", "list-accounts", "--page-size", "1"], job.alice)["Accounts"]
    assert {a["Id"] for a in accounts} >= {job.management, job.shop, job.tools}


def test_all_of_it_survives_a_kill(job):
    server = job.server

    def snapshot():
        organizations, iam = server.client("organizations", job.alice), server.client("iam", job.alice)
        details = iam.get_account_authorization_details(MaxItems=1000)
        for part in ("ResponseMetadata", "Marker"):
            details.pop(part, None)
        return {
            "accounts": sorted(organizations.list_accounts()["Accounts"], key=lambda a: a["Id"]),
            "units": organizations.list_organizational_units_for_parent(ParentId=job.root["Id"])["OrganizationalUnits"],
            "policies": organizations.list_policies_for_target(TargetId=job.workloads, Filter="SERVICE_CONTROL_POLICY")["Policies"],
            "shop": organizations.list_parents(ChildId=job.shop)["Parents"],
            "identities": [
                sorted(json.dumps(strip(entry), sort_keys=True, default=str) for entry in details[kind])
                for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList")
            ],
        }

    def strip(entry):
        # When a role was last used may be written a little later than the use.
        return {k: v for k, v in entry.items() if k not in ("RoleLastUsed", "PasswordLastUsed")}

    before = snapshot()
    name = unique("last")
    last = server.client("iam", job.alice).create_user(UserName=name)["ResponseMetadata"]["RequestId"]
    server.kill()
    server.start()
    job.server.client("iam", job.alice).delete_user(UserName=name)
    assert snapshot() == before
    # Sessions, guardrails and history are there as well.
    with error_code("AccessDenied", 403, "service control policy"):
        server.client("iam", job.shop_admin).create_user(UserName=unique("no"))
    records = wait_for(lambda: [e for e in events(server, job.alice, EventName="CreateUser") if e["requestID"] == last])
    assert len(records) == 1

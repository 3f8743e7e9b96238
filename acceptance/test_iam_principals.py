"""IAM with unmodified clients: users, groups, roles, policies, credentials, MFA devices, tags, service-linked roles."""

import json
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from harness import (
    ADMINISTRATOR, CliError, Credentials, allow, deny, error_code, policy, totp, trust, unique, wait_for,
)

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


# -- users


def test_a_user_lives(server, iam):
    name = unique("Anna")
    made = iam.create_user(UserName=name, Path="/people/", Tags=tags(Team="blue"))["User"]
    assert made["Arn"] == f"arn:aws:iam::{server.account}:user/people/{name}"
    assert made["UserId"].startswith("AIDA") and len(made["UserId"]) == 21
    assert pairs(made["Tags"]) == {"Team": "blue"}
    got = iam.get_user(UserName=name.lower())["User"]
    assert (got["UserName"], got["UserId"], got["CreateDate"]) == (name, made["UserId"], made["CreateDate"])
    assert "PasswordLastUsed" not in got and "PermissionsBoundary" not in got
    with error_code("EntityAlreadyExists", 409, f"User with name {name.upper()} already exists."):
        iam.create_user(UserName=name.upper())

    # A rename keeps the identity and everything that hangs on it.
    key = Credentials.of(iam.create_access_key(UserName=name))
    iam.put_user_policy(UserName=name, PolicyName="self", PolicyDocument=policy(allow("iam:GetUser")))
    renamed = unique("Anne")
    iam.update_user(UserName=name, NewUserName=renamed, NewPath="/staff/")
    with error_code("NoSuchEntity", 404, f"The user with name {name} cannot be found."):
        iam.get_user(UserName=name)
    me = server.client("iam", key).get_user()["User"]
    assert (me["UserName"], me["UserId"]) == (renamed, made["UserId"])
    assert me["Arn"] == f"arn:aws:iam::{server.account}:user/staff/{renamed}"
    assert pairs(me["Tags"]) == {"Team": "blue"}
    other = unique("other")
    iam.create_user(UserName=other)
    with error_code("EntityAlreadyExists", 409):
        iam.update_user(UserName=renamed, NewUserName=other)
    assert [u["UserName"] for u in iam.list_users(PathPrefix="/staff/")["Users"]] == [renamed]

    # Nothing may hang on a user that is deleted.
    with error_code("DeleteConflict", 409, "Cannot delete entity, must delete policies first."):
        iam.delete_user(UserName=renamed)
    iam.delete_user_policy(UserName=renamed, PolicyName="self")
    iam.attach_user_policy(UserName=renamed, PolicyArn=READ_ONLY)
    with error_code("DeleteConflict", 409, "Cannot delete entity, must detach all policies first."):
        iam.delete_user(UserName=renamed)
    iam.detach_user_policy(UserName=renamed, PolicyArn=READ_ONLY)
    with error_code("DeleteConflict", 409, "must delete access keys first"):
        iam.delete_user(UserName=renamed)
    iam.delete_access_key(UserName=renamed, AccessKeyId=key.access_key_id)
    iam.create_login_profile(UserName=renamed, Password="Long-enough-1")
    with error_code("DeleteConflict", 409, "must delete login profile first"):
        iam.delete_user(UserName=renamed)
    iam.delete_login_profile(UserName=renamed)
    iam.delete_user(UserName=renamed)
    with error_code("NoSuchEntity", 404):
        iam.delete_user(UserName=renamed)
    with error_code("InvalidClientTokenId", 403):
        server.client("sts", key).get_caller_identity()


def test_who_gets_no_user_name(server, iam):
    root = server.client("iam").get_user()["User"]
    assert root["Arn"] == f"arn:aws:iam::{server.account}:root" and root["UserId"] == server.account
    name = unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": server.account}))["Role"]["Arn"]
    iam.attach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
    with error_code("ValidationError", 400, "Must specify userName when calling with non-User credentials"):
        server.client("iam", server.assume(arn)).get_user()


@pytest.mark.parametrize("bad", [{"UserName": "a b"}, {"UserName": "x" * 65}, {"UserName": "x", "Path": "no-slash"}])
def test_names_and_paths_are_checked(iam, bad):
    with error_code("ValidationError", 400):
        iam.create_user(**bad)


def test_users_are_listed_in_pages_by_the_cli(server, iam):
    path = f"/{unique('pages')}/"
    names = sorted(unique("p") for _ in range(7))
    for name in names:
        iam.create_user(UserName=name, Path=path)
    everything = server.cli(["iam", "list-users", "--path-prefix", path, "--page-size", "2"], server.admin)
    assert [u["UserName"] for u in everything["Users"]] == names
    first = server.cli(["iam", "list-users", "--path-prefix", path, "--max-items", "3"], server.admin)
    rest = server.cli(["iam", "list-users", "--path-prefix", path, "--starting-token", first["NextToken"]], server.admin)
    assert [u["UserName"] for u in first["Users"] + rest["Users"]] == names
    page = iam.list_users(PathPrefix=path, MaxItems=3)
    assert page["IsTruncated"] and len(page["Users"]) == 3
    with error_code("ValidationError", 400, "Invalid Marker"):
        iam.list_users(PathPrefix="/", Marker=page["Marker"])
    with error_code("ValidationError", 400):
        iam.list_users(MaxItems=1001)


# -- groups


def test_a_group_gives_its_members_what_it_has(server, iam, user, group):
    key = Credentials.of(iam.create_access_key(UserName=user))
    mine = server.client("iam", key)
    with error_code("AccessDenied", 403, "is not authorized to perform: iam:ListUsers"):
        mine.list_users()
    iam.put_group_policy(GroupName=group, PolicyName="list", PolicyDocument=policy(allow("iam:ListUsers")))
    iam.add_user_to_group(GroupName=group, UserName=user)
    iam.add_user_to_group(GroupName=group, UserName=user)
    mine.list_users()
    assert [g["GroupName"] for g in iam.list_groups_for_user(UserName=user)["Groups"]] == [group]
    got = iam.get_group(GroupName=group)
    assert got["Group"]["GroupId"].startswith("AGPA") and [u["UserName"] for u in got["Users"]] == [user]
    with error_code("DeleteConflict", 409, "must remove users from group first"):
        iam.delete_group(GroupName=group)
    with error_code("DeleteConflict", 409, "must remove users from group first"):
        iam.delete_access_key(UserName=user, AccessKeyId=key.access_key_id) and None
        iam.delete_user(UserName=user)

    renamed = unique("renamed")
    iam.update_group(GroupName=group, NewGroupName=renamed, NewPath="/teams/")
    assert iam.list_groups_for_user(UserName=user)["Groups"][0]["Arn"].endswith(f":group/teams/{renamed}")
    assert [g["GroupName"] for g in iam.list_groups(PathPrefix="/teams/")["Groups"] if g["GroupName"] == renamed] == [renamed]
    iam.remove_user_from_group(GroupName=renamed, UserName=user)
    with error_code("DeleteConflict", 409, "must delete policies first"):
        iam.delete_group(GroupName=renamed)
    iam.delete_group_policy(GroupName=renamed, PolicyName="list")
    iam.attach_group_policy(GroupName=renamed, PolicyArn=READ_ONLY)
    with error_code("DeleteConflict", 409, "must detach all policies first"):
        iam.delete_group(GroupName=renamed)
    iam.detach_group_policy(GroupName=renamed, PolicyArn=READ_ONLY)
    iam.delete_group(GroupName=renamed)
    with error_code("NoSuchEntity", 404, f"The group with name {renamed} cannot be found."):
        iam.get_group(GroupName=renamed)
    with error_code("NoSuchEntity", 404, "The group with name"):
        iam.add_user_to_group(GroupName=renamed, UserName=user)
    with error_code("EntityAlreadyExists", 409):
        again = unique("twice")
        iam.create_group(GroupName=again)
        iam.create_group(GroupName=again.upper())


def test_members_are_listed_in_pages_and_groups_of_a_user_are_limited(iam, user, group):
    names = sorted(unique("member") for _ in range(5))
    for name in names:
        iam.create_user(UserName=name)
        iam.add_user_to_group(GroupName=group, UserName=name)
    pages = list(iam.get_paginator("get_group").paginate(GroupName=group, PaginationConfig={"PageSize": 2}))
    assert len(pages) == 3 and [u["UserName"] for page in pages for u in page["Users"]] == names
    for _ in range(10):
        name = unique("g")
        iam.create_group(GroupName=name)
        iam.add_user_to_group(GroupName=name, UserName=user)
    with error_code("LimitExceeded", 409, "Cannot exceed quota for GroupsPerUser: 10"):
        iam.add_user_to_group(GroupName=group, UserName=user)


# -- roles


def test_a_role_lives(server, iam):
    name = unique("role")
    made = iam.create_role(
        RoleName=name, Path="/svc/", AssumeRolePolicyDocument=EC2, Description="d", MaxSessionDuration=7200, Tags=tags(a="1")
    )["Role"]
    assert made["Arn"] == f"arn:aws:iam::{server.account}:role/svc/{name}" and made["RoleId"].startswith("AROA")
    assert made["AssumeRolePolicyDocument"] == json.loads(EC2)
    got = iam.get_role(RoleName=name)["Role"]
    assert (got["Description"], got["MaxSessionDuration"], pairs(got["Tags"])) == ("d", 7200, {"a": "1"})
    with error_code("EntityAlreadyExists", 409, f"Role with name {name} already exists."):
        iam.create_role(RoleName=name, AssumeRolePolicyDocument=EC2)
    iam.update_role(RoleName=name, Description="e", MaxSessionDuration=3600)
    assert iam.update_role_description(RoleName=name, Description="f")["Role"]["Description"] == "f"
    other = trust({"Service": "lambda.amazonaws.com"})
    iam.update_assume_role_policy(RoleName=name, PolicyDocument=other)
    got = iam.get_role(RoleName=name)["Role"]
    assert (got["MaxSessionDuration"], got["AssumeRolePolicyDocument"]) == (3600, json.loads(other))
    assert [r["RoleName"] for r in iam.list_roles(PathPrefix="/svc/")["Roles"] if r["RoleName"] == name] == [name]
    iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=NOTHING)
    with error_code("DeleteConflict", 409, "must delete policies first"):
        iam.delete_role(RoleName=name)
    iam.delete_role_policy(RoleName=name, PolicyName="p")
    iam.attach_role_policy(RoleName=name, PolicyArn=READ_ONLY)
    with error_code("DeleteConflict", 409, "must detach all policies first"):
        iam.delete_role(RoleName=name)
    iam.detach_role_policy(RoleName=name, PolicyArn=READ_ONLY)
    iam.delete_role(RoleName=name)
    for call in (iam.get_role, iam.delete_role):
        with error_code("NoSuchEntity", 404, f"The role with name {name} cannot be found."):
            call(RoleName=name)
    with error_code("ValidationError", 400, "reserved for service-linked roles"):
        iam.create_role(RoleName=name, Path="/aws-service-role/x.amazonaws.com/", AssumeRolePolicyDocument=EC2)


@pytest.mark.parametrize(
    "document, message",
    [
        ("{", "invalid Json"),
        (policy(allow("sts:AssumeRole", Principal="*")), "Has prohibited field Resource"),
        (policy({"Effect": "Allow", "Action": "sts:AssumeRole"}), "Missing required field Principal"),
        (policy({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"}), "AssumeRole policy may only specify STS AssumeRole actions."),
        (trust({"AWS": "nonsense"}), "Invalid principal in policy"),
    ],
)
def test_trust_policies_are_checked(iam, document, message):
    with error_code("MalformedPolicyDocument", 400, message):
        iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=document)


def test_a_trust_policy_means_the_very_user(server, iam):
    name, account = unique("carol"), server.account
    arn = f"arn:aws:iam::{account}:user/{name}"
    with error_code("MalformedPolicyDocument", 400, f'Invalid principal in policy: "AWS":"{arn}"'):
        iam.create_role(RoleName=unique("role"), AssumeRolePolicyDocument=trust({"AWS": arn}))
    first = server.user(name, inline=json.loads(policy(allow("sts:AssumeRole"))), credentials=server.admin)
    identity = iam.get_user(UserName=name)["User"]["UserId"]
    role = unique("role")
    role_arn = iam.create_role(RoleName=role, AssumeRolePolicyDocument=trust({"AWS": arn}))["Role"]["Arn"]
    server.assume(role_arn, first)
    shown = lambda: iam.get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"]["AWS"]
    assert shown() == arn

    # The same user under another name is the same user; another user under the same name is not.
    renamed = unique("caroline")
    iam.update_user(UserName=name, NewUserName=renamed)
    assert shown() == f"arn:aws:iam::{account}:user/{renamed}"
    server.assume(role_arn, first)
    iam.update_user(UserName=renamed, NewUserName=name)
    iam.delete_access_key(UserName=name, AccessKeyId=first.access_key_id)
    iam.delete_user_policy(UserName=name, PolicyName="inline")
    iam.delete_user(UserName=name)
    assert shown() == identity
    second = server.user(name, credentials=server.admin)
    with error_code("AccessDenied", 403):
        server.assume(role_arn, second)
    iam.update_assume_role_policy(RoleName=role, PolicyDocument=trust({"AWS": arn}))
    server.assume(role_arn, second)


def test_a_role_made_again_is_another_role(server, iam):
    name = unique("role")

    def make():
        arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"AWS": server.account}))["Role"]["Arn"]
        iam.attach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
        return arn

    session = server.client("iam", server.assume(make()))
    session.list_users(MaxItems=1)
    iam.detach_role_policy(RoleName=name, PolicyArn=ADMINISTRATOR)
    iam.delete_role(RoleName=name)
    make()
    with error_code("InvalidClientTokenId", 403):
        session.list_users(MaxItems=1)


# -- policies


def test_a_managed_policy_lives(server, iam):
    name = unique("policy")
    made = iam.create_policy(PolicyName=name, Path="/team/", PolicyDocument=NOTHING, Description="d", Tags=tags(a="b"))["Policy"]
    arn = made["Arn"]
    assert arn == f"arn:aws:iam::{server.account}:policy/team/{name}" and made["PolicyId"].startswith("ANPA")
    assert (made["DefaultVersionId"], made["AttachmentCount"], made["IsAttachable"]) == ("v1", 0, True)
    with error_code("EntityAlreadyExists", 409, f"A policy called {name} already exists. Duplicate names are not allowed."):
        iam.create_policy(PolicyName=name, PolicyDocument=NOTHING)
    for n in range(2, 6):
        document = policy(allow(f"s3:Action{n}"))
        version = iam.create_policy_version(PolicyArn=arn, PolicyDocument=document, SetAsDefault=n == 3)["PolicyVersion"]
        assert (version["VersionId"], version["IsDefaultVersion"]) == (f"v{n}", n == 3)
    with error_code("LimitExceeded", 409, "A managed policy can have up to 5 versions"):
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=NOTHING)
    listed = iam.list_policy_versions(PolicyArn=arn)["Versions"]
    assert [v["VersionId"] for v in listed] == ["v5", "v4", "v3", "v2", "v1"]
    pages = iam.get_paginator("list_policy_versions").paginate(PolicyArn=arn, PaginationConfig={"PageSize": 2})
    assert [v["VersionId"] for page in pages for v in page["Versions"]] == ["v5", "v4", "v3", "v2", "v1"]
    document = iam.get_policy_version(PolicyArn=arn, VersionId="v3")["PolicyVersion"]["Document"]
    assert document["Statement"][0]["Action"] == "s3:Action3"
    with error_code("DeleteConflict", 409, "Cannot delete the default version of a policy."):
        iam.delete_policy_version(PolicyArn=arn, VersionId="v3")
    iam.set_default_policy_version(PolicyArn=arn, VersionId="v1")
    iam.delete_policy_version(PolicyArn=arn, VersionId="v3")
    for call in (iam.get_policy_version, iam.delete_policy_version, iam.set_default_policy_version):
        with error_code("NoSuchEntity", 404, "version v3 does not exist"):
            call(PolicyArn=arn, VersionId="v3")
    assert iam.create_policy_version(PolicyArn=arn, PolicyDocument=NOTHING)["PolicyVersion"]["VersionId"] == "v6"
    with error_code("DeleteConflict", 409, "This policy has more than one version"):
        iam.delete_policy(PolicyArn=arn)
    for version in ("v2", "v4", "v5", "v6"):
        iam.delete_policy_version(PolicyArn=arn, VersionId=version)
    user = unique("user")
    iam.create_user(UserName=user)
    iam.attach_user_policy(UserName=user, PolicyArn=arn)
    got = iam.get_policy(PolicyArn=arn)["Policy"]
    assert (got["Description"], got["AttachmentCount"], got["DefaultVersionId"]) == ("d", 1, "v1")
    with error_code("DeleteConflict", 409, "Cannot delete a policy attached to entities."):
        iam.delete_policy(PolicyArn=arn)
    iam.detach_user_policy(UserName=user, PolicyArn=arn)
    iam.delete_policy(PolicyArn=arn)
    with error_code("NoSuchEntity", 404, f"Policy {arn} was not found."):
        iam.get_policy(PolicyArn=arn)
    with error_code("NoSuchEntity", 404, f"Policy {arn} does not exist or is not attachable."):
        iam.attach_user_policy(UserName=user, PolicyArn=arn)


def test_the_version_in_force_decides(server, iam, managed):
    who = server.user(unique("user"), [managed], credentials=server.admin)
    mine = server.client("iam", who)
    with error_code("AccessDenied", 403):
        mine.list_groups()
    iam.create_policy_version(PolicyArn=managed, PolicyDocument=policy(allow("iam:ListGroups")), SetAsDefault=True)
    mine.list_groups()
    iam.set_default_policy_version(PolicyArn=managed, VersionId="v1")
    with error_code("AccessDenied", 403):
        mine.list_groups()


@pytest.mark.parametrize(
    "document, message",
    [
        ("not json", "invalid Json"),
        (policy({"Effect": "Maybe", "Action": "s3:*", "Resource": "*"}), "Invalid effect|Syntax errors in policy"),
        (policy({"Effect": "Allow", "Resource": "*"}), "must contain actions"),
        (policy({"Effect": "Allow", "Action": "s3:*"}), "must contain resources"),
        (policy(allow("s3:*", "bucket")), "must be in ARN format"),
        (policy(allow("nothing")), "prefaced by a vendor"),
        (policy(allow("s3:*", Principal="*")), "should not specify a principal"),
    ],
)
def test_documents_are_checked(iam, user, document, message):
    with error_code("MalformedPolicyDocument", 400, message):
        iam.create_policy(PolicyName=unique("policy"), PolicyDocument=document)
    with error_code("MalformedPolicyDocument", 400, message):
        iam.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=document)
    assert iam.list_user_policies(UserName=user)["PolicyNames"] == []


def test_the_managed_policies_of_aws(iam, user):
    got = iam.get_policy(PolicyArn=ADMINISTRATOR)["Policy"]
    assert got["PolicyName"] == "AdministratorAccess" and got["AttachmentCount"] >= 1
    document = iam.get_policy_version(PolicyArn=ADMINISTRATOR, VersionId=got["DefaultVersionId"])["PolicyVersion"]["Document"]
    assert document["Statement"] == [{"Effect": "Allow", "Action": "*", "Resource": "*"}] or document["Statement"]["Action"] == "*"
    with error_code("AccessDenied", 403, "is outside your own account"):
        iam.create_policy_version(PolicyArn=ADMINISTRATOR, PolicyDocument=NOTHING)
    with error_code("AccessDenied", 403):
        iam.delete_policy(PolicyArn=ADMINISTRATOR)
    with error_code("PolicyNotAttachable", 400):
        iam.attach_user_policy(UserName=user, PolicyArn="arn:aws:iam::aws:policy/aws-service-role/CloudTrailServiceRolePolicy")
    with error_code("InvalidInput", 400, "ARN this-is-not-an-arn-at-all is not valid."):
        iam.attach_user_policy(UserName=user, PolicyArn="this-is-not-an-arn-at-all")
    pages = iam.get_paginator("list_policies").paginate(Scope="AWS", PaginationConfig={"PageSize": 40})
    names = [p["PolicyName"] for page in pages for p in page["Policies"]]
    assert len(names) == len(set(names)) > 100 and {"AdministratorAccess", "SecurityAudit"} <= set(names)
    assert all(p["Path"] == "/job-function/" for p in iam.list_policies(PathPrefix="/job-function/")["Policies"])


def test_attachments_are_counted_and_listed(server, iam, user, group, role, managed):
    iam.attach_user_policy(UserName=user, PolicyArn=managed)
    iam.attach_user_policy(UserName=user, PolicyArn=managed)
    iam.attach_group_policy(GroupName=group, PolicyArn=managed)
    iam.attach_role_policy(RoleName=role, PolicyArn=managed)
    iam.put_role_permissions_boundary(RoleName=role, PermissionsBoundary=managed)
    got = iam.get_policy(PolicyArn=managed)["Policy"]
    assert (got["AttachmentCount"], got["PermissionsBoundaryUsageCount"]) == (3, 1)
    entities = iam.list_entities_for_policy(PolicyArn=managed)
    assert [u["UserName"] for u in entities["PolicyUsers"]] == [user]
    assert [g["GroupName"] for g in entities["PolicyGroups"]] == [group]
    assert [r["RoleName"] for r in entities["PolicyRoles"]] == [role]
    boundaries = iam.list_entities_for_policy(PolicyArn=managed, PolicyUsageFilter="PermissionsBoundary")
    assert (boundaries["PolicyUsers"], [r["RoleName"] for r in boundaries["PolicyRoles"]]) == ([], [role])
    only = iam.list_entities_for_policy(PolicyArn=managed, EntityFilter="Group")
    assert (only["PolicyUsers"], only["PolicyRoles"]) == ([], [])
    pages = list(iam.get_paginator("list_entities_for_policy").paginate(PolicyArn=managed, PaginationConfig={"PageSize": 1}))
    assert len(pages) == 3
    name = managed.rsplit("/", 1)[1]
    for listed in (
        iam.list_attached_user_policies(UserName=user), iam.list_attached_group_policies(GroupName=group),
        iam.list_attached_role_policies(RoleName=role),
    ):
        assert listed["AttachedPolicies"] == [{"PolicyName": name, "PolicyArn": managed}]
    attached = [p["Arn"] for page in iam.get_paginator("list_policies").paginate(OnlyAttached=True) for p in page["Policies"]]
    assert managed in attached and READ_ONLY not in attached
    local = [p["Arn"] for page in iam.get_paginator("list_policies").paginate(Scope="Local") for p in page["Policies"]]
    assert managed in local and ADMINISTRATOR not in local
    iam.detach_user_policy(UserName=user, PolicyArn=managed)
    with error_code("NoSuchEntity", 404, f"Policy {managed} was not found."):
        iam.detach_user_policy(UserName=user, PolicyArn=managed)
    iam.detach_group_policy(GroupName=group, PolicyArn=managed)
    iam.detach_role_policy(RoleName=role, PolicyArn=managed)
    with error_code("DeleteConflict", 409):
        iam.delete_policy(PolicyArn=managed)
    iam.delete_role(RoleName=role)
    iam.delete_policy(PolicyArn=managed)


def test_ten_policies_are_attached_at_most(iam, role):
    arns = [p["Arn"] for p in iam.list_policies(Scope="AWS", PathPrefix="/")["Policies"] if p["IsAttachable"]][:11]
    for arn in arns[:10]:
        iam.attach_role_policy(RoleName=role, PolicyArn=arn)
    with error_code("LimitExceeded", 409, "Cannot exceed quota for PoliciesPerRole: 10"):
        iam.attach_role_policy(RoleName=role, PolicyArn=arns[10])
    pages = list(iam.get_paginator("list_attached_role_policies").paginate(RoleName=role, PaginationConfig={"PageSize": 4}))
    assert [p["PolicyArn"] for page in pages for p in page["AttachedPolicies"]] == arns[:10]


@pytest.mark.parametrize("kind, size", [("user", 2048), ("group", 5120), ("role", 10240)])
def test_inline_policies_have_a_size(iam, user, group, role, kind, size):
    name = {"user": user, "group": group, "role": role}[kind]
    title = kind.capitalize()
    put, get = getattr(iam, f"put_{kind}_policy"), getattr(iam, f"get_{kind}_policy")
    delete, list_ = getattr(iam, f"delete_{kind}_policy"), getattr(iam, f"list_{kind}_policies")
    whose = {f"{title}Name": name}

    def document(length, space=0):
        empty = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::"}]}
        fill = length - len(json.dumps(empty, separators=(",", ":")))
        empty["Statement"][0]["Resource"] += "x" * fill
        return json.dumps(empty, separators=(",", ":")) + " " * space

    put(**whose, PolicyName="exact", PolicyDocument=document(size, space=500))
    assert get(**whose, PolicyName="exact")["PolicyDocument"]["Version"] == "2012-10-17"
    with error_code("LimitExceeded", 409, f"Maximum policy size of {size} bytes exceeded for {kind} {name}"):
        put(**whose, PolicyName="more", PolicyDocument=NOTHING)
    put(**whose, PolicyName="exact", PolicyDocument=NOTHING)
    put(**whose, PolicyName="more", PolicyDocument=NOTHING)
    assert list_(**whose)["PolicyNames"] == ["exact", "more"]
    delete(**whose, PolicyName="more")
    for call in (get, delete):
        with error_code("NoSuchEntity", 404, f"The {kind} policy with name more cannot be found."):
            call(**whose, PolicyName="more")
    with error_code("NoSuchEntity", 404, f"The {kind} with name"):
        put(**{f"{title}Name": unique("nobody")}, PolicyName="p", PolicyDocument=NOTHING)


def test_managed_and_trust_policies_have_a_size(iam):
    with error_code("LimitExceeded", 409, "Cannot exceed quota for PolicySize: 6144"):
        iam.create_policy(PolicyName=unique("big"), PolicyDocument=policy(allow("s3:*", "arn:aws:s3:::" + "x" * 6144)))
    services = {"Service": [f"service-number-{n}.amazonaws.com" for n in range(80)]}
    with error_code("LimitExceeded", 409, "Cannot exceed quota for ACLSizePerRole: 2048"):
        iam.create_role(RoleName=unique("big"), AssumeRolePolicyDocument=trust(services))


# -- permissions boundaries


def test_a_boundary_caps_an_administrator(server, iam):
    boundary = iam.create_policy(
        PolicyName=unique("boundary"),
        PolicyDocument=policy(
            allow(["iam:Get*", "iam:List*"]),
            # The documented delegation: whoever makes users must give them the same boundary.
            allow(
                "iam:CreateUser",
                Condition={"StringEquals": {"iam:PermissionsBoundary": "${aws:PrincipalTag/boundary}"}},
            ),
        ),
    )["Policy"]["Arn"]
    name = unique("admin")
    who = server.user(name, [ADMINISTRATOR], credentials=server.admin, tags={"boundary": boundary})
    mine = server.client("iam", who)
    mine.create_group(GroupName=unique("before"))
    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    got = iam.get_user(UserName=name)["User"]["PermissionsBoundary"]
    assert got == {"PermissionsBoundaryType": "PermissionsBoundaryPolicy", "PermissionsBoundaryArn": boundary}
    mine.list_users(MaxItems=1)
    with error_code("AccessDenied", 403, "because no permissions boundary allows the iam:CreateGroup action"):
        mine.create_group(GroupName=unique("after"))
    with error_code("AccessDenied", 403):
        mine.create_user(UserName=unique("free"))
    made = unique("bound")
    mine.create_user(UserName=made, PermissionsBoundary=boundary)
    assert iam.get_user(UserName=made)["User"]["PermissionsBoundary"]["PermissionsBoundaryArn"] == boundary
    with error_code("AccessDenied", 403):
        mine.delete_user_permissions_boundary(UserName=name)
    iam.delete_user_permissions_boundary(UserName=name)
    mine.create_group(GroupName=unique("again"))
    with error_code("NoSuchEntity", 404):
        iam.delete_user_permissions_boundary(UserName=name)
    with error_code("NoSuchEntity", 404):
        iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=f"arn:aws:iam::{server.account}:policy/none")
    iam.delete_user(UserName=made)
    iam.delete_policy(PolicyArn=boundary)


# -- instance profiles


def test_an_instance_profile_lives(server, iam, role):
    name = unique("profile")
    made = iam.create_instance_profile(InstanceProfileName=name, Path="/web/", Tags=tags(a="b"))["InstanceProfile"]
    assert made["InstanceProfileId"].startswith("AIPA") and made["Roles"] == []
    with error_code("EntityAlreadyExists", 409, f"Instance Profile {name} already exists."):
        iam.create_instance_profile(InstanceProfileName=name)
    iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    with error_code("LimitExceeded", 409, "InstanceSessionsPerInstanceProfile: 1"):
        iam.add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    got = iam.get_instance_profile(InstanceProfileName=name)["InstanceProfile"]
    assert [r["RoleName"] for r in got["Roles"]] == [role] and pairs(got["Tags"]) == {"a": "b"}
    assert [p["InstanceProfileName"] for p in iam.list_instance_profiles_for_role(RoleName=role)["InstanceProfiles"]] == [name]
    assert [p["Arn"] for p in iam.list_instance_profiles(PathPrefix="/web/")["InstanceProfiles"]] == [made["Arn"]]
    for call in (lambda: iam.delete_role(RoleName=role), lambda: iam.delete_instance_profile(InstanceProfileName=name)):
        with error_code("DeleteConflict", 409, "must remove roles from instance profile first"):
            call()
    # Handing a role over is a permission of its own.
    who = server.user(unique("user"), inline=json.loads(policy(allow("iam:AddRoleToInstanceProfile"))), credentials=server.admin)
    iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
    with error_code("NoSuchEntity", 404):
        iam.remove_role_from_instance_profile(InstanceProfileName=name, RoleName=role)
    with error_code("AccessDenied", 403, "iam:PassRole"):
        server.client("iam", who).add_role_to_instance_profile(InstanceProfileName=name, RoleName=role)
    iam.delete_instance_profile(InstanceProfileName=name)
    with error_code("NoSuchEntity", 404, f"Instance Profile {name} cannot be found."):
        iam.get_instance_profile(InstanceProfileName=name)
    iam.delete_role(RoleName=role)


# -- access keys


def test_access_keys(server, iam, user):
    first = iam.create_access_key(UserName=user)["AccessKey"]
    assert first["Status"] == "Active" and first["AccessKeyId"].startswith("AKIA") and len(first["SecretAccessKey"]) == 40
    second = Credentials.of(iam.create_access_key(UserName=user))
    with error_code("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"):
        iam.create_access_key(UserName=user)
    listed = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert {k["AccessKeyId"] for k in listed} == {first["AccessKeyId"], second.access_key_id}
    assert "SecretAccessKey" not in str(listed)
    pages = list(iam.get_paginator("list_access_keys").paginate(UserName=user, PaginationConfig={"PageSize": 1}))
    assert len(pages) == 2
    # Used, switched off, and on again.
    sts = server.client("sts", second)
    assert sts.get_caller_identity()["Arn"].endswith(f":user/{user}")
    iam.update_access_key(UserName=user, AccessKeyId=second.access_key_id, Status="Inactive")
    with error_code("InvalidClientTokenId", 403):
        sts.get_caller_identity()
    iam.update_access_key(UserName=user, AccessKeyId=second.access_key_id, Status="Active")
    sts.get_caller_identity()
    used = iam.get_access_key_last_used(AccessKeyId=first["AccessKeyId"])
    assert used["UserName"] == user and used["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    unknown = "AKIAAAAAAAAAAAAAAAAA"
    for call in (
        lambda: iam.delete_access_key(UserName=user, AccessKeyId=unknown),
        lambda: iam.update_access_key(UserName=user, AccessKeyId=unknown, Status="Active"),
        lambda: iam.get_access_key_last_used(AccessKeyId=unknown),
    ):
        with error_code("NoSuchEntity", 404, f"The Access Key with id {unknown} cannot be found."):
            call()
    # Nobody deletes another user's key under their own name.
    with error_code("NoSuchEntity", 404):
        iam.delete_access_key(AccessKeyId=second.access_key_id)


def test_last_use_survives_a_stop(fresh):
    server = fresh()
    key = server.admin
    server.client("iam", key).list_users()
    server.restart()
    used = server.client("iam", server.root).get_access_key_last_used(AccessKeyId=key.access_key_id)
    assert used["AccessKeyLastUsed"]["ServiceName"] == "iam" and used["AccessKeyLastUsed"]["Region"] == "us-east-1"
    assert used["AccessKeyLastUsed"]["LastUsedDate"]


def test_the_last_use_of_a_role(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    arn = iam.create_role(RoleName="used", AssumeRolePolicyDocument=trust({"AWS": server.account}))["Role"]["Arn"]
    assert iam.get_role(RoleName="used")["Role"]["RoleLastUsed"] == {}
    server.client("sts", server.assume(arn), region="eu-west-1").get_caller_identity()
    server.restart()
    used = server.client("iam", server.admin).get_role(RoleName="used")["Role"]["RoleLastUsed"]
    assert used["Region"] == "eu-west-1" and used["LastUsedDate"]


def test_the_root_user_manages_its_keys(fresh):
    server = fresh()
    iam = server.client("iam")
    second = Credentials.of(iam.create_access_key())
    assert server.client("sts", second).get_caller_identity()["Arn"].endswith(":root")
    with error_code("LimitExceeded", 409):
        iam.create_access_key()
    assert len(iam.list_access_keys()["AccessKeyMetadata"]) == 2
    assert iam.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 2
    iam.delete_access_key(AccessKeyId=second.access_key_id)
    with error_code("InvalidClientTokenId", 403):
        server.client("sts", second).get_caller_identity()


# -- passwords


def test_login_profiles_and_the_password_policy(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    with error_code("NoSuchEntity", 404, "The Password Policy with domain name"):
        iam.get_account_password_policy()
    who = server.user("dora", credentials=server.admin)
    mine = server.client("iam", who)
    with error_code("NoSuchEntity", 404, "Login Profile for User dora cannot be found."):
        iam.get_login_profile(UserName="dora")
    with error_code("PasswordPolicyViolation", 400):
        iam.create_login_profile(UserName="dora", Password="simple")
    made = iam.create_login_profile(UserName="dora", Password="Simple-12", PasswordResetRequired=True)["LoginProfile"]
    assert (made["UserName"], made["PasswordResetRequired"]) == ("dora", True)
    with error_code("EntityAlreadyExists", 409, "Login Profile for user dora already exists."):
        iam.create_login_profile(UserName="dora", Password="Simple-12")

    # Without a password policy changing one's password needs a permission.
    with error_code("AccessDenied", 403, "iam:ChangePassword"):
        mine.change_password(OldPassword="Simple-12", NewPassword="Simple-13")
    iam.update_account_password_policy(
        MinimumPasswordLength=12, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True, AllowUsersToChangePassword=True, MaxPasswordAge=90, PasswordReusePrevention=2,
    )
    got = iam.get_account_password_policy()["PasswordPolicy"]
    assert (got["MinimumPasswordLength"], got["ExpirePasswords"], got["MaxPasswordAge"], got["PasswordReusePrevention"]) == (
        12, True, 90, 2)
    with error_code("AccessDenied", 403, "The old password was incorrect."):
        mine.change_password(OldPassword="Wrong-12", NewPassword="Long-enough-1")
    with error_code("PasswordPolicyViolation", 400, "12 characters"):
        mine.change_password(OldPassword="Simple-12", NewPassword="Simple-13")
    mine.change_password(OldPassword="Simple-12", NewPassword="Long-enough-1")
    assert iam.get_login_profile(UserName="dora")["LoginProfile"]["PasswordResetRequired"] is False
    with error_code("PasswordPolicyViolation", 400, "last 2 passwords"):
        mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-1")
    mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-2")
    with error_code("PasswordPolicyViolation", 400, "last 2 passwords"):
        mine.change_password(OldPassword="Long-enough-2", NewPassword="Long-enough-1")
    mine.change_password(OldPassword="Long-enough-2", NewPassword="Long-enough-3")
    mine.change_password(OldPassword="Long-enough-3", NewPassword="Long-enough-1")
    iam.update_login_profile(UserName="dora", Password="Long-enough-9", PasswordResetRequired=True)
    with error_code("AccessDenied", 403):
        mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-4")
    with error_code("InvalidUserType", 400):
        server.client("iam").change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-4")
    iam.delete_login_profile(UserName="dora")
    with error_code("NoSuchEntity", 404):
        iam.update_login_profile(UserName="dora", PasswordResetRequired=True)
    iam.delete_account_password_policy()
    with error_code("NoSuchEntity", 404):
        iam.delete_account_password_policy()
    # No password is in the files of the server or in the audit.
    for path in server.data_dir.rglob("*"):
        if path.is_file():
            assert b"Long-enough" not in path.read_bytes(), path


# -- MFA


def png_size(image: bytes):
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(image):
        length, kind = struct.unpack(">I4s", image[at:at + 8])
        body = image[at + 8:at + 8 + length]
        assert struct.unpack(">I", image[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height, depth = struct.unpack(">IIB", chunks[b"IHDR"][:9])
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * ((width * depth + 7) // 8 + 1)
    return width, height


def make_device(iam, **more):
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("phone"), **more)["VirtualMFADevice"]
    return device["SerialNumber"], device["Base32StringSeed"].decode(), device["QRCodePNG"]


def test_an_mfa_device_lives(server, iam):
    name = unique("eve")
    who = server.user(name, credentials=server.admin)
    serial, seed, image = make_device(iam, Tags=tags(a="b"))
    assert serial.startswith(f"arn:aws:iam::{server.account}:mfa/phone-") and len(seed) == 64
    width, height = png_size(image)
    assert width == height > 100
    with error_code("EntityAlreadyExists", 409, "MFADevice entity at the same path and name already exists."):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=serial.rsplit("/", 1)[1])
    for first, second in ((-1, -1), (0, -1), (-2, 0), (-100, -99)):
        with error_code("InvalidAuthenticationCode", 403):
            iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=first),
                                  AuthenticationCode2=totp(seed, step=second))
    iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=-2),
                          AuthenticationCode2=totp(seed, step=-1))
    with error_code("EntityAlreadyExists", 409, "MFA Device is already in use."):
        iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321")
    assert [d["SerialNumber"] for d in iam.list_mfa_devices(UserName=name)["MFADevices"]] == [serial]
    got = iam.get_mfa_device(SerialNumber=serial, UserName=name)
    assert got["UserName"] == name and got["EnableDate"]
    devices = {
        d["SerialNumber"]: d
        for page in iam.get_paginator("list_virtual_mfa_devices").paginate(AssignmentStatus="Assigned")
        for d in page["VirtualMFADevices"]
    }
    assert devices[serial]["User"]["UserName"] == name and "Base32StringSeed" not in devices[serial]
    with error_code("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first."):
        iam.delete_virtual_mfa_device(SerialNumber=serial)
    with error_code("DeleteConflict", 409, "must delete access keys first"):
        iam.delete_user(UserName=name)

    # A policy that asks for MFA: the key alone is refused, a session with a code is allowed, and no code works twice.
    iam.put_user_policy(UserName=name, PolicyName="mfa", PolicyDocument=policy(
        allow("iam:ListUsers", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})))
    with error_code("AccessDenied", 403):
        server.client("iam", who).list_users()
    sts = server.client("sts", who)
    code = totp(seed, step=0)
    session = Credentials.of(sts.get_session_token(SerialNumber=serial, TokenCode=code))
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=code)
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=totp(seed, step=-1))
    plain = Credentials.of(sts.get_session_token())
    with error_code("AccessDenied", 403):
        server.client("iam", plain).list_users()

    iam.resync_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=4),
                          AuthenticationCode2=totp(seed, step=5))
    with error_code("InvalidAuthenticationCode", 403):
        iam.resync_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=4),
                              AuthenticationCode2=totp(seed, step=5))
    # The device runs five steps ahead now: its next code is the one after those.
    sts.get_session_token(SerialNumber=serial, TokenCode=totp(seed, step=6))
    other = unique("other")
    iam.create_user(UserName=other)
    for call in (iam.deactivate_mfa_device, iam.get_mfa_device):
        with error_code("NoSuchEntity", 404, "MFA Device invalid for user."):
            call(UserName=other, SerialNumber=serial)
    iam.deactivate_mfa_device(UserName=name, SerialNumber=serial)
    assert iam.list_mfa_devices(UserName=name)["MFADevices"] == []
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    with error_code("NoSuchEntity", 404, "doesn't exist"):
        iam.delete_virtual_mfa_device(SerialNumber=serial)


def test_eight_devices_at_most_and_root_may_have_one(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    iam.create_user(UserName="fred")
    for n in range(9):
        serial, seed, _ = make_device(iam)
        codes = {"AuthenticationCode1": totp(seed, step=-1), "AuthenticationCode2": totp(seed)}
        if n < 8:
            iam.enable_mfa_device(UserName="fred", SerialNumber=serial, **codes)
    with error_code("LimitExceeded", 409, "MFADevicesPerUser: 8"):
        iam.enable_mfa_device(UserName="fred", SerialNumber=serial, **codes)
    root = server.client("iam")
    root.enable_mfa_device(UserName="root", SerialNumber=serial, **codes)
    assert [d["SerialNumber"] for d in root.list_mfa_devices()["MFADevices"]] == [serial]
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["MFADevices"], summary["MFADevicesInUse"]) == (1, 9, 9)
    root.deactivate_mfa_device(SerialNumber=serial)
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 0


# -- tags


def taggables(iam, server):
    user, role, profile = unique("user"), unique("role"), unique("profile")
    iam.create_user(UserName=user)
    iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2)
    iam.create_instance_profile(InstanceProfileName=profile)
    arn = iam.create_policy(PolicyName=unique("policy"), PolicyDocument=NOTHING)["Policy"]["Arn"]
    serial, _, _ = make_device(iam)
    return {
        "user": {"UserName": user}, "role": {"RoleName": role}, "policy": {"PolicyArn": arn},
        "instance_profile": {"InstanceProfileName": profile}, "mfa_device": {"SerialNumber": serial},
    }


def test_tags(server, iam):
    for kind, whose in taggables(iam, server).items():
        tag, untag, list_ = (getattr(iam, f"{verb}_{kind}{end}") for verb, end in (("tag", ""), ("untag", ""), ("list", "_tags")))
        got = lambda: pairs(list_(**whose)["Tags"])
        tag(**whose, Tags=tags(Team="blue", Stage="x"))
        tag(**whose, Tags=tags(Stage="y"))
        assert got() == {"Team": "blue", "Stage": "y"}, kind
        tag(**whose, Tags=tags(team="red"))
        if kind in ("user", "role"):
            assert got() == {"team": "red", "Stage": "y"}, kind
            with error_code("InvalidInput", 400, "Duplicate tag keys found"):
                tag(**whose, Tags=tags(a="1", A="2"))
        else:
            assert got() == {"Team": "blue", "team": "red", "Stage": "y"}, kind
        with error_code("InvalidInput", 400):
            tag(**whose, Tags=[{"Key": "aws:mine", "Value": ""}])
        untag(**whose, TagKeys=["Stage", "never"])
        assert "Stage" not in got()
        tag(**whose, Tags=tags(**{f"k{n:02}": "" for n in range(50 - len(got()))}))
        with error_code("LimitExceeded", 409):
            tag(**whose, Tags=tags(onemore=""))
        pages = list(iam.get_paginator(f"list_{kind}_tags").paginate(**whose, PaginationConfig={"PageSize": 20}))
        assert [len(page["Tags"]) for page in pages] == [20, 20, 10], kind
    with error_code("InvalidInput", 400, "Duplicate tag keys"):
        iam.create_user(UserName=unique("user"), Tags=[{"Key": "a", "Value": "1"}, {"Key": "A", "Value": "2"}])
    with error_code("ValidationError", 400):
        iam.create_user(UserName=unique("user"), Tags=tags(**{f"k{n}": "" for n in range(51)}))


def test_permission_by_tags(server, iam):
    """ABAC: a policy that knows no names, only that the tags of caller and resource agree."""
    rules = policy(
        allow("iam:GetUser", Condition={"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}}),
        allow("iam:GetRole", Condition={"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}),
        allow(
            ["iam:CreateUser", "iam:TagUser"],
            Condition={
                "StringEquals": {"aws:RequestTag/team": "${aws:PrincipalTag/team}"},
                "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "stage"]},
            },
        ),
    )
    arn = iam.create_policy(PolicyName=unique("abac"), PolicyDocument=rules)["Policy"]["Arn"]
    name = unique("blue")
    blue = server.client("iam", server.user(name, [arn], credentials=server.admin, tags={"team": "blue"}))
    mine, theirs = unique("mine"), unique("theirs")
    iam.create_user(UserName=mine, Tags=tags(team="blue"))
    iam.create_user(UserName=theirs, Tags=tags(team="red"))
    iam.create_role(RoleName=mine, AssumeRolePolicyDocument=EC2, Tags=tags(team="blue"))
    blue.get_user(UserName=mine)
    blue.get_role(RoleName=mine)
    with error_code("AccessDenied", 403):
        blue.get_user(UserName=theirs)
    with error_code("AccessDenied", 403):
        # Nor does it say that somebody is not there.
        blue.get_user(UserName=unique("nobody"))
    blue.create_user(UserName=unique("new"), Tags=tags(team="blue", stage="x"))
    for refused in (tags(team="red"), tags(team="blue", other="x"), []):
        with error_code("AccessDenied", 403):
            blue.create_user(UserName=unique("new"), Tags=refused)
    # Tags count as soon as they are changed.
    iam.tag_user(UserName=name, Tags=tags(team="red"))
    blue.get_user(UserName=theirs)
    with error_code("AccessDenied", 403):
        blue.get_user(UserName=mine)


def test_policies_that_name_policies(server, iam, user):
    rules = policy(
        allow("iam:AttachUserPolicy", Condition={"ArnEquals": {"iam:PolicyARN": READ_ONLY}}),
        allow("iam:PutUserPolicy", f"arn:aws:iam::{server.account}:user/nobody"),
    )
    mine = server.client("iam", server.user(unique("helpdesk"), inline=json.loads(rules), credentials=server.admin))
    mine.attach_user_policy(UserName=user, PolicyArn=READ_ONLY)
    with error_code("AccessDenied", 403, "because no identity-based policy allows the iam:AttachUserPolicy action"):
        mine.attach_user_policy(UserName=user, PolicyArn=ADMINISTRATOR)
    with error_code("AccessDenied", 403, f"on resource: (user {user}|arn:aws:iam::{server.account}:user/{user})"):
        mine.put_user_policy(UserName=user, PolicyName="p", PolicyDocument=NOTHING)


# -- service-linked roles


def test_service_linked_roles(server, iam):
    role = iam.create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")["Role"]
    name = role["RoleName"]
    assert role["Path"] == "/aws-service-role/guardduty.amazonaws.com/" and name == "AWSServiceRoleForAmazonGuardDuty"
    assert [p["PolicyName"] for p in iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]] == [
        "AmazonGuardDutyServiceRolePolicy"]
    with error_code("InvalidInput", 400, f"Service role name {name} has been taken in this account"):
        iam.create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")
    with error_code("InvalidInput", 400):
        iam.create_service_linked_role(AWSServiceName="nothing.amazonaws.com")
    with error_code("InvalidInput", 400, "Custom suffix is not allowed"):
        iam.create_service_linked_role(AWSServiceName="config.amazonaws.com", CustomSuffix="x")
    suffixed = iam.create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com", CustomSuffix="x")["Role"]["RoleName"]
    assert suffixed == "AWSServiceRoleForAutoScaling_x"
    for call in (
        lambda: iam.delete_role(RoleName=name),
        lambda: iam.put_role_policy(RoleName=name, PolicyName="p", PolicyDocument=NOTHING),
        lambda: iam.attach_role_policy(RoleName=name, PolicyArn=READ_ONLY),
        lambda: iam.detach_role_policy(RoleName=name, PolicyArn="arn:aws:iam::aws:policy/aws-service-role/AmazonGuardDutyServiceRolePolicy"),
        lambda: iam.update_assume_role_policy(RoleName=name, PolicyDocument=EC2),
        lambda: iam.put_role_permissions_boundary(RoleName=name, PermissionsBoundary=READ_ONLY),
        lambda: iam.update_role(RoleName=name, MaxSessionDuration=7200),
    ):
        with error_code("UnmodifiableEntity", 400, "is only modifiable by AWS"):
            call()
    assert iam.update_role_description(RoleName=name, Description="ours")["Role"]["Description"] == "ours"
    mine = server.client("iam", server.user(unique("slr"), inline=json.loads(policy(
        allow("iam:CreateServiceLinkedRole", Condition={"StringLike": {"iam:AWSServiceName": "config.amazonaws.com"}}))),
        credentials=server.admin))
    mine.create_service_linked_role(AWSServiceName="config.amazonaws.com")
    with error_code("AccessDenied", 403):
        mine.create_service_linked_role(AWSServiceName="ssm.amazonaws.com")
    task = iam.delete_service_linked_role(RoleName=name)["DeletionTaskId"]
    done = wait_for(lambda: iam.get_service_linked_role_deletion_status(DeletionTaskId=task)["Status"] == "SUCCEEDED")
    assert done
    with error_code("NoSuchEntity", 404):
        iam.get_role(RoleName=name)
    with error_code("NoSuchEntity", 404):
        iam.get_service_linked_role_deletion_status(DeletionTaskId=task + "x")


# -- the account


def test_the_account_alias_and_summary(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    assert iam.list_account_aliases()["AccountAliases"] == []
    iam.create_account_alias(AccountAlias="acme-security")
    iam.create_account_alias(AccountAlias="acme")
    assert iam.list_account_aliases()["AccountAliases"] == ["acme"]
    with error_code("NoSuchEntity", 404):
        iam.delete_account_alias(AccountAlias="acme-security")
    with error_code("ValidationError", 400):
        iam.create_account_alias(AccountAlias="-no-")
    iam.delete_account_alias(AccountAlias="acme")
    iam.create_user(UserName="one")
    iam.create_group(GroupName="one")
    iam.create_role(RoleName="one", AssumeRolePolicyDocument=EC2)
    iam.create_policy(PolicyName="one", PolicyDocument=NOTHING)
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["Users"], summary["Groups"], summary["Roles"], summary["Policies"]) == (2, 1, 1, 1)
    assert (summary["UsersQuota"], summary["RolesQuota"], summary["PolicySizeQuota"], summary["AccountMFAEnabled"]) == (
        5000, 1000, 6144, 0)


def test_permissions_are_needed_for_everything(server, iam, user, role):
    mine = server.client("iam", server.user(unique("nobody"), credentials=server.admin))
    for call, arguments in (
        (mine.create_user, {"UserName": unique("x")}), (mine.delete_user, {"UserName": user}), (mine.get_user, {}),
        (mine.create_access_key, {"UserName": user}), (mine.create_role, {"RoleName": "x", "AssumeRolePolicyDocument": EC2}),
        (mine.attach_role_policy, {"RoleName": role, "PolicyArn": ADMINISTRATOR}), (mine.list_policies, {}),
        (mine.create_policy, {"PolicyName": "x", "PolicyDocument": NOTHING}), (mine.get_account_summary, {}),
        (mine.create_virtual_mfa_device, {"VirtualMFADeviceName": "x"}), (mine.tag_user, {"UserName": user, "Tags": tags(a="b")}),
    ):
        with error_code("AccessDenied", 403, "is not authorized to perform: iam:"):
            call(**arguments)
    assert iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] == []
    refused = server.cli(["iam", "list-users"], Credentials.of(iam.create_access_key(UserName=user)), check=False)
    assert isinstance(refused, CliError) and refused.code == "AccessDenied", refused


def test_an_explicit_deny_wins(server, iam):
    document = json.loads(policy(allow("iam:*"), deny("iam:DeleteUser")))
    mine = server.client("iam", server.user(unique("careful"), inline=document, credentials=server.admin))
    name = unique("victim")
    mine.create_user(UserName=name)
    with error_code("AccessDenied", 403, "with an explicit deny in an identity-based policy"):
        mine.delete_user(UserName=name)
    iam.get_user(UserName=name)


def at_once(count, work):
    """Runs work(0) … work(count - 1) at the same time; what each answered or raised."""
    with ThreadPoolExecutor(count) as pool:
        futures = [pool.submit(work, n) for n in range(count)]
    return [future.exception() or future.result() for future in futures]


def test_of_many_at_once_only_as_many_as_may_succeed(server, iam):
    name = unique("race")
    answers = at_once(8, lambda _: iam.create_user(UserName=name))
    refused = [a.response["Error"]["Code"] for a in answers if isinstance(a, ClientError)]
    assert refused == ["EntityAlreadyExists"] * 7, answers
    answers = at_once(8, lambda _: iam.create_access_key(UserName=name))
    refused = [a.response["Error"]["Code"] for a in answers if isinstance(a, ClientError)]
    assert refused == ["LimitExceeded"] * 6, answers
    arn = iam.create_policy(PolicyName=unique("race"), PolicyDocument=NOTHING)["Policy"]["Arn"]
    roles = [unique("race") for _ in range(8)]
    for role in roles:
        iam.create_role(RoleName=role, AssumeRolePolicyDocument=EC2)
    answers = at_once(9, lambda n: iam.attach_role_policy(RoleName=roles[n], PolicyArn=arn) if n < 8 else iam.delete_policy(PolicyArn=arn))
    # Either the policy was deleted before anybody had it, or it is attached and there: never attached and gone.
    attached = [r for r in roles if iam.list_attached_role_policies(RoleName=r)["AttachedPolicies"]]
    if isinstance(answers[8], ClientError):
        assert iam.get_policy(PolicyArn=arn)["Policy"]["AttachmentCount"] == len(attached) == 8
    else:
        assert attached == []


def test_everything_survives_sigkill(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    iam.create_user(UserName="kept", Tags=tags(a="b"))
    key = Credentials.of(iam.create_access_key(UserName="kept"))
    iam.put_user_policy(UserName="kept", PolicyName="p", PolicyDocument=policy(allow("iam:ListUsers")))
    server.kill()
    server.start()
    assert {u["UserName"] for u in server.client("iam", key).list_users()["Users"]} == {"acceptance-admin", "kept"}
    with error_code("AccessDenied", 403):
        server.client("iam", key).get_user(UserName="kept")

"""IAM with unmodified clients: users, groups, roles, instance profiles, service-linked roles, the account."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest
from botocore.exceptions import ClientError

from harness import ADMINISTRATOR, CliError, Credentials, allow, deny, error_code, policy, trust, unique, wait_for
from iam_support import EC2, NOTHING, READ_ONLY, pairs, tags
from iam_support import group, iam, role, server, user  # noqa: F401 (fixtures)


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


def test_properties_of_the_account(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    name = "AWSServiceRoleForIAMRoleManager"
    shown = lambda: iam.get_account_properties()["Properties"]
    assert shown() == {"RoleManager/Enabled": "false"}
    for wrong, message in (
        ({"RoleManager": "true"}, "Property key must be in format Namespace/PropertyName: RoleManager"),
        ({"Other/Enabled": "true"}, "Unsupported namespace: Other"),
        ({"Other/Enabled": "true", "RoleManager/Enabled": "true"}, "All properties must belong to the same namespace"),
        ({"RoleManager/Other": "true"}, "RoleManager namespace requires Enabled property"),
        ({"RoleManager/Enabled": "yes"}, "Enabled must be 'true' or 'false'"),
    ):
        with error_code("InvalidInput", 400, message):
            iam.put_account_properties(Properties=wrong)
    may = lambda *statements: server.client("iam", server.user(unique("user"), inline=json.loads(policy(*statements))))
    half = may(allow("iam:PutAccountProperties", Condition={"StringEquals": {"iam:AccountPropertyNamespaces": "RoleManager"}}))
    half.put_account_properties(Properties={"RoleManager/Enabled": "false"})
    with error_code("AccessDenied", 403, f"iam:CreateServiceLinkedRole on resource: .*/role-manager.iam.amazonaws.com/{name}"):
        half.put_account_properties(Properties={"RoleManager/Enabled": "true"})
    with error_code("AccessDenied", 403, "iam:PutAccountProperties"):
        may(allow("iam:PutAccountProperties", Condition={"StringEquals": {"iam:AccountPropertyNamespaces": "Other"}})).put_account_properties(
            Properties={"RoleManager/Enabled": "false"}
        )
    assert shown() == {"RoleManager/Enabled": "false"}
    with error_code("NoSuchEntity"):
        iam.get_role(RoleName=name)
    iam.put_account_properties(Properties={"RoleManager/Enabled": "true", "RoleManager/More": "is let pass"})
    assert shown() == {"RoleManager/Enabled": "true"}
    made = iam.get_role(RoleName=name)["Role"]
    assert made["Path"] == "/aws-service-role/role-manager.iam.amazonaws.com/"
    attached = iam.list_attached_role_policies(RoleName=name)["AttachedPolicies"]
    assert [p["PolicyName"] for p in attached] == ["AWSIAMRoleManagerServiceRolePolicy"]
    # Again, and off: the role stays the same one.
    iam.put_account_properties(Properties={"RoleManager/Enabled": "true"})
    iam.put_account_properties(Properties={"RoleManager/Enabled": "false"})
    assert shown() == {"RoleManager/Enabled": "false"}
    assert iam.get_role(RoleName=name)["Role"]["RoleId"] == made["RoleId"]


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

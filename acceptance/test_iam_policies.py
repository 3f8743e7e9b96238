"""IAM with unmodified clients: managed and inline policies, permissions boundaries, tags and permission by tags."""

import json

import pytest

from harness import ADMINISTRATOR, allow, error_code, policy, trust, unique
from iam_support import EC2, NOTHING, READ_ONLY, make_device, pairs, tags
from iam_support import group, iam, managed, role, server, user  # noqa: F401 (fixtures)


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

"""AWS Organizations through boto3 and the AWS CLI: services and delegation, policies, tags; roles and guardrails on a server as it is installed."""

import json
import re

import pytest

from harness import MEMBER_ROLE, CliError, allow, create_account, deny, error_code, events, policy, unique, wait_for
from organizations_support import DENY_USERS, MANAGEMENT, OTHER, RCP, SCP, TAG, THIRD, refused
from organizations_support import box, guarded, org  # noqa: F401 (fixtures)


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


def test_tags_of_something_new_need_their_own_permission(installed):
    some = [{"Key": "team", "Value": "new"}]
    maker = installed.user(unique("maker"), inline=policy(allow(["organizations:CreateOrganizationalUnit", "organizations:CreatePolicy"])))
    o = installed.client("organizations", maker)
    o.create_organizational_unit(ParentId=installed.root_id, Name=unique("untagged"))
    with error_code("AccessDeniedException", message="organizations:TagResource on resource: .*:ou/o-.*/ou-"):
        o.create_organizational_unit(ParentId=installed.root_id, Name=unique("tagged"), Tags=some)
    with error_code("AccessDeniedException", message="organizations:TagResource on resource: .*:policy/o-.*/service_control_policy/p-"):
        o.create_policy(Content=DENY_USERS, Description="", Name=unique("tagged"), Type=SCP, Tags=some)
    tagging = allow("organizations:TagResource", "arn:aws:organizations::*:ou/*")
    tagging["Condition"] = {"StringEquals": {"aws:RequestTag/team": "new"}}
    tagger = installed.user(unique("tagger"), inline=policy(allow("organizations:CreateOrganizationalUnit"), tagging))
    unit = installed.client("organizations", tagger).create_organizational_unit(
        ParentId=installed.root_id, Name=unique("tagged"), Tags=some
    )["OrganizationalUnit"]["Id"]
    assert installed.client("organizations", installed.admin).list_tags_for_resource(ResourceId=unit)["Tags"] == some


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

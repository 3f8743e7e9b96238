"""IAM's simulator and reports, with unmodified clients."""

import csv
import io
import json
import time

import pytest

from harness import ADMINISTRATOR, allow, deny, ensure_organization, error_code, new_account, policy, trust, unique, wait_for


@pytest.fixture
def iam(cloudkeep):
    return cloudkeep.client("iam")


def decisions(reply) -> dict:
    return {(r["EvalActionName"], r["EvalResourceName"]): r["EvalDecision"] for r in reply["EvaluationResults"]}


def test_simulating_custom_policies(iam):
    document = policy(
        allow("s3:Get*", "arn:aws:s3:::bucket/*", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        deny("s3:DeleteObject"),
    )
    request = {"PolicyInputList": [document], "ActionNames": ["s3:GetObject", "s3:DeleteObject", "s3:PutObject"]}
    objects = ["arn:aws:s3:::bucket/a", "arn:aws:s3:::other/a"]
    reply = iam.simulate_custom_policy(ResourceArns=objects, **request)
    assert reply["IsTruncated"] is False and len(reply["EvaluationResults"]) == 6
    assert reply["EvaluationResults"][0]["MissingContextValues"] == ["aws:MultiFactorAuthPresent"]
    mfa = {"ContextKeyName": "aws:MultiFactorAuthPresent", "ContextKeyValues": ["true"], "ContextKeyType": "boolean"}
    reply = iam.simulate_custom_policy(ResourceArns=objects, ContextEntries=[mfa], **request)
    assert decisions(reply) == {
        ("s3:GetObject", objects[0]): "allowed",
        ("s3:GetObject", objects[1]): "implicitDeny",
        ("s3:DeleteObject", objects[0]): "explicitDeny",
        ("s3:DeleteObject", objects[1]): "explicitDeny",
        ("s3:PutObject", objects[0]): "implicitDeny",
        ("s3:PutObject", objects[1]): "implicitDeny",
    }
    first = reply["EvaluationResults"][0]
    statement = first["MatchedStatements"][0]
    assert statement["SourcePolicyId"] == "PolicyInputList.1" and statement["StartPosition"]["Line"] == 1
    assert document[statement["StartPosition"]["Column"] - 1:].lstrip().startswith('"Effect": "Allow"')
    assert first["ResourceSpecificResults"][0]["EvalResourceDecision"] == "allowed"

    pages = iam.get_paginator("simulate_custom_policy").paginate(
        ResourceArns=objects, ContextEntries=[mfa], PaginationConfig={"PageSize": 4}, **request
    )
    pages = list(pages)
    assert [len(p["EvaluationResults"]) for p in pages] == [4, 2]
    with error_code("ValidationError", 400):
        iam.simulate_custom_policy(Marker="nonsense", **request)
    for wrong in [
        {"PolicyInputList": ["{}"]},
        {"ActionNames": ["s3:*"]},
        {"ActionNames": ["GetObject"]},
        {"ResourceArns": ["bucket"]},
        {"ContextEntries": [mfa | {"ContextKeyValues": ["perhaps"]}]},
        {"ResourceHandlingOption": "nonsense"},
        {"ResourcePolicy": policy(allow("s3:*") | {"Principal": "*"})},
    ]:
        with error_code("InvalidInput", 400):
            iam.simulate_custom_policy(**(request | wrong))


def test_simulating_boundaries_guardrails_and_other_accounts(cloudkeep, iam):
    request = {"PolicyInputList": [policy(allow("*"))], "ActionNames": ["sqs:SendMessage"]}
    reply = iam.simulate_custom_policy(PermissionsBoundaryPolicyInputList=[policy(allow("s3:*"))], **request)
    result = reply["EvaluationResults"][0]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}
    levels = [{"ServiceControlPolicyInputList": [policy(allow("*"))]}, {"ServiceControlPolicyInputList": [policy(allow("s3:*"))]}]
    result = iam.simulate_custom_policy(OrderedOrganizationPolicyInputList=levels, **request)["EvaluationResults"][0]
    assert result["EvalDecision"] == "implicitDeny" and result["OrganizationsDecisionDetail"] == {"AllowedByOrganizations": False}

    caller = f"arn:aws:iam::{cloudkeep.account}:user/somebody"
    queue = "arn:aws:sqs:us-east-1:444455556666:queue"
    own = policy({"Effect": "Allow", "Principal": {"AWS": caller}, "Action": "sqs:SendMessage", "Resource": queue})
    result = iam.simulate_custom_policy(ResourceArns=[queue], ResourcePolicy=own, CallerArn=caller, **request)["EvaluationResults"][0]
    assert result["EvalDecision"] == "allowed"
    assert result["EvalDecisionDetails"] == {"IAM Policy": "allowed", "Resource Policy": "allowed"}
    result = iam.simulate_custom_policy(
        ResourceArns=[queue], ResourcePolicy=own, CallerArn=caller + "-else", **request
    )["EvaluationResults"][0]
    assert result["EvalDecision"] == "implicitDeny" and result["EvalDecisionDetails"]["Resource Policy"] == "implicitDeny"


def test_simulating_principals(cloudkeep, iam):
    name, group = unique("sim"), unique("group")
    arn = iam.create_user(UserName=name, Tags=[{"Key": "team", "Value": "blue"}])["User"]["Arn"]
    iam.create_group(GroupName=group)
    iam.add_user_to_group(GroupName=group, UserName=name)
    iam.put_group_policy(GroupName=group, PolicyName="queues", PolicyDocument=policy(allow("sqs:*")))
    own = "arn:aws:s3:::home/${aws:username}/*"
    blue = {"StringEquals": {"aws:PrincipalTag/team": "blue"}}
    iam.put_user_policy(UserName=name, PolicyName="home", PolicyDocument=policy(allow("s3:*", own), allow("sns:*", Condition=blue)))
    managed = iam.create_policy(PolicyName=unique("p"), PolicyDocument=policy(deny("sqs:DeleteQueue")))["Policy"]
    iam.attach_user_policy(UserName=name, PolicyArn=managed["Arn"])
    ask = lambda *actions, **more: iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=list(actions), **more)
    mine, others = f"arn:aws:s3:::home/{name}/x", "arn:aws:s3:::home/other/x"
    assert decisions(ask("s3:GetObject", ResourceArns=[mine, others])) == {
        ("s3:GetObject", mine): "allowed",
        ("s3:GetObject", others): "implicitDeny",
    }
    assert decisions(ask("sns:Publish"))[("sns:Publish", "*")] == "allowed"
    matched = ask("sqs:SendMessage")["EvaluationResults"][0]["MatchedStatements"][0]
    assert (matched["SourcePolicyId"], matched["SourcePolicyType"]) == (f"group_{group}_queues", "group")
    matched = ask("sqs:DeleteQueue")["EvaluationResults"][0]
    assert matched["EvalDecision"] == "explicitDeny"
    assert matched["MatchedStatements"][0]["SourcePolicyType"] == "user-managed"
    spared = ask("sqs:DeleteQueue", PolicyExclusionList=[{"PolicyArn": managed["Arn"]}])
    assert spared["EvaluationResults"][0]["EvalDecision"] == "allowed"
    assert ask("kms:Decrypt", PolicyInputList=[policy(allow("kms:*"))])["EvaluationResults"][0]["EvalDecision"] == "allowed"

    boundary = iam.create_policy(PolicyName=unique("b"), PolicyDocument=policy(allow("s3:*")))["Policy"]["Arn"]
    iam.put_user_permissions_boundary(UserName=name, PermissionsBoundary=boundary)
    limited = ask("sqs:SendMessage")["EvaluationResults"][0]
    assert limited["EvalDecision"] == "implicitDeny"
    assert limited["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}

    keys = iam.get_context_keys_for_principal_policy(PolicySourceArn=arn)["ContextKeyNames"]
    assert {k.lower() for k in keys} == {"aws:username", "aws:principaltag/team"}
    keys = iam.get_context_keys_for_custom_policy(PolicyInputList=[policy(allow("s3:*", own, Condition=blue))])["ContextKeyNames"]
    assert len(keys) == 2
    group_arn = arn.replace(f"user/{name}", f"group/{group}")
    reply = iam.simulate_principal_policy(PolicySourceArn=group_arn, ActionNames=["sqs:SendMessage"])
    assert reply["EvaluationResults"][0]["EvalDecision"] == "allowed"
    with error_code("NoSuchEntity", 404):
        iam.simulate_principal_policy(PolicySourceArn=arn + "x", ActionNames=["s3:GetObject"])
    with error_code("InvalidInput", 400, "Invalid Entity Arn"):
        iam.simulate_principal_policy(PolicySourceArn="arn:aws:s3:::bucket/long-enough", ActionNames=["s3:GetObject"])
    nobody = cloudkeep.client("iam", cloudkeep.user(unique("nobody")))
    with error_code("AccessDenied", 403, "iam:SimulatePrincipalPolicy"):
        nobody.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])


def test_what_the_simulator_says_is_what_happens(cloudkeep, iam):
    name = unique("truth")
    statements = [allow("iam:List*"), deny("iam:ListRoles"), allow("iam:GetUser", "arn:aws:iam::*:user/${aws:username}")]
    credentials = cloudkeep.user(name, inline=json.loads(policy(*statements)))
    caller = cloudkeep.client("iam", credentials)
    arn = f"arn:aws:iam::{cloudkeep.account}:user/{name}"
    for action, resource, call in [
        ("iam:ListUsers", f"arn:aws:iam::{cloudkeep.account}:user/", caller.list_users),
        ("iam:ListRoles", f"arn:aws:iam::{cloudkeep.account}:role/", caller.list_roles),
        ("iam:GetUser", arn, lambda: caller.get_user(UserName=name)),
        ("iam:GetUser", arn + "x", lambda: caller.get_user(UserName=name + "x")),
    ]:
        told = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=[action], ResourceArns=[resource])
        if told["EvaluationResults"][0]["EvalDecision"] == "allowed":
            call()
        else:
            with error_code("AccessDenied", 403):
                call()


def test_simulating_by_cli(cloudkeep):
    reply = cloudkeep.cli(
        ["iam", "simulate-custom-policy", "--policy-input-list", policy(allow("s3:GetObject")), "--action-names", "s3:GetObject", "s3:PutObject"]
    )
    assert [r["EvalDecision"] for r in reply["EvaluationResults"]] == ["allowed", "implicitDeny"]


def test_credential_report(fresh):
    server = fresh()
    iam = server.client("iam")
    with error_code("ReportNotPresent", 410):
        iam.get_credential_report()
    credentials = server.user("anna")
    server.client("iam", credentials)
    iam.create_user(UserName="bert")
    iam.create_login_profile(UserName="bert", Password="Correct-horse-1-battery")
    first = iam.generate_credential_report()
    assert first["State"] == "STARTED" and first["Description"]

    def made():
        return iam.generate_credential_report()["State"] == "COMPLETE"

    wait_for(made)
    report = iam.get_credential_report()
    assert report["ReportFormat"] == "text/csv"
    rows = list(csv.DictReader(io.StringIO(report["Content"].decode())))
    assert [row["user"] for row in rows] == ["<root_account>", "anna", "bert"]
    root, anna, bert = rows
    assert root["arn"] == f"arn:aws:iam::{server.account}:root" and root["password_enabled"] == "not_supported"
    assert (root["access_key_1_active"], root["mfa_active"]) == ("true", "false")
    assert (anna["access_key_1_active"], anna["access_key_2_active"], anna["password_enabled"]) == ("true", "false", "false")
    assert anna["password_last_used"] == "N/A" and anna["access_key_1_last_used_service"] in {"N/A", "iam"}
    assert (bert["password_enabled"], bert["password_last_used"], bert["access_key_1_active"]) == ("true", "no_information", "false")
    assert len(rows[0]) == 22
    # A report is kept for four hours: what changes meanwhile is not in it.
    iam.create_user(UserName="carl")
    assert iam.generate_credential_report()["State"] == "COMPLETE"
    assert b"carl" not in iam.get_credential_report()["Content"]


def test_authorization_details(fresh):
    server = fresh()
    iam = server.client("iam")
    document = policy(allow("s3:*", "arn:aws:s3:::a b/*"))
    for name in ["u1", "u2", "u3"]:
        iam.create_user(UserName=name)
    iam.create_group(GroupName="g1")
    iam.add_user_to_group(GroupName="g1", UserName="u1")
    iam.put_user_policy(UserName="u1", PolicyName="inline", PolicyDocument=document)
    iam.put_group_policy(GroupName="g1", PolicyName="inline", PolicyDocument=document)
    iam.create_role(RoleName="r1", AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}), Tags=[{"Key": "k", "Value": "v"}])
    iam.create_instance_profile(InstanceProfileName="p1")
    iam.add_role_to_instance_profile(InstanceProfileName="p1", RoleName="r1")
    managed = iam.create_policy(PolicyName="m1", PolicyDocument=document)["Policy"]["Arn"]
    iam.create_policy_version(PolicyArn=managed, PolicyDocument=policy(allow("*")), SetAsDefault=True)
    iam.attach_role_policy(RoleName="r1", PolicyArn=managed)
    iam.attach_role_policy(RoleName="r1", PolicyArn=ADMINISTRATOR)

    got = iam.get_account_authorization_details(Filter=["User", "Group", "Role", "LocalManagedPolicy"])
    users = {u["UserName"]: u for u in got["UserDetailList"]}
    assert set(users) == {"u1", "u2", "u3"} and users["u1"]["GroupList"] == ["g1"]
    assert users["u1"]["UserPolicyList"][0]["PolicyDocument"] == json.loads(document)
    assert got["GroupDetailList"][0]["GroupPolicyList"][0]["PolicyName"] == "inline"
    role = next(r for r in got["RoleDetailList"] if r["RoleName"] == "r1")
    assert [p["PolicyArn"] for p in role["AttachedManagedPolicies"]] == [managed, ADMINISTRATOR]
    assert role["InstanceProfileList"][0]["Roles"][0]["RoleName"] == "r1" and role["Tags"] == [{"Key": "k", "Value": "v"}]
    assert role["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"Service": "ec2.amazonaws.com"}
    own = got["Policies"][0]
    assert (own["Arn"], own["AttachmentCount"], own["DefaultVersionId"]) == (managed, 1, "v2")
    assert {v["VersionId"]: v["IsDefaultVersion"] for v in own["PolicyVersionList"]} == {"v1": False, "v2": True}

    pages = list(iam.get_paginator("get_account_authorization_details").paginate(PaginationConfig={"PageSize": 2}))
    names = [u["UserName"] for p in pages for u in p["UserDetailList"]]
    arns = [p["Arn"] for page in pages for p in page["Policies"]]
    assert names == ["u1", "u2", "u3"] and len(arns) == len(set(arns)) and {managed, ADMINISTRATOR} <= set(arns)
    assert [r["RoleName"] for p in pages for r in p["RoleDetailList"]].count("r1") == 1
    only = iam.get_account_authorization_details(Filter=["Group"])
    assert (only["UserDetailList"], only["RoleDetailList"], only["Policies"]) == ([], [], []) and len(only["GroupDetailList"]) == 1
    with error_code("ValidationError", 400):
        iam.get_account_authorization_details(Marker="nonsense")


def completed(get):
    def done():
        reply = get()
        return reply if reply["JobStatus"] != "IN_PROGRESS" else None

    return wait_for(done, 30)


def test_service_last_accessed(cloudkeep, iam):
    name, group = unique("accessed"), unique("group")
    credentials = cloudkeep.user(name, inline=json.loads(policy(allow(["iam:ListUsers", "sts:*", "sqs:*"]))))
    arn = f"arn:aws:iam::{cloudkeep.account}:user/{name}"
    caller = cloudkeep.client("iam", credentials)
    caller.list_users()
    with error_code("AccessDenied", 403):
        caller.list_roles()

    def report():
        job = iam.generate_service_last_accessed_details(Arn=arn, Granularity="ACTION_LEVEL")["JobId"]
        reply = completed(lambda: iam.get_service_last_accessed_details(JobId=job))
        services = {s["ServiceNamespace"]: s for s in reply["ServicesLastAccessed"]}
        # The event history follows the journal: a moment after a call, its record is found.
        return (job, reply, services) if services["iam"].get("TotalAuthenticatedEntities") else None

    job, reply, services = wait_for(report, 20)
    assert (reply["JobStatus"], reply["JobType"]) == ("COMPLETED", "ACTION_LEVEL")
    assert list(services) == ["iam", "sqs", "sts"]
    used = services["iam"]
    assert (used["LastAuthenticatedEntity"], used["LastAuthenticatedRegion"], used["TotalAuthenticatedEntities"]) == (arn, "us-east-1", 1)
    actions = {a["ActionName"] for a in used["TrackedActionsLastAccessed"]}
    assert "ListUsers" in actions
    assert "LastAuthenticated" not in services["sqs"] and services["sqs"]["TotalAuthenticatedEntities"] == 0
    first = iam.get_service_last_accessed_details(JobId=job, MaxItems=1)
    rest = iam.get_service_last_accessed_details(JobId=job, Marker=first["Marker"])
    assert [s["ServiceNamespace"] for s in first["ServicesLastAccessed"] + rest["ServicesLastAccessed"]] == ["iam", "sqs", "sts"]

    iam.create_group(GroupName=group)
    idle = unique("idle")
    iam.create_user(UserName=idle)
    for member in [name, idle]:
        iam.add_user_to_group(GroupName=group, UserName=member)
    iam.put_group_policy(GroupName=group, PolicyName="p", PolicyDocument=policy(allow("iam:*")))
    job = iam.generate_service_last_accessed_details(Arn=f"arn:aws:iam::{cloudkeep.account}:group/{group}")["JobId"]
    completed(lambda: iam.get_service_last_accessed_details(JobId=job))
    entities = iam.get_service_last_accessed_details_with_entities(JobId=job, ServiceNamespace="iam")["EntityDetailsList"]
    assert [e["EntityInfo"]["Name"] for e in entities] == [name, idle]
    assert "LastAuthenticated" in entities[0] and "LastAuthenticated" not in entities[1]
    with error_code("NoSuchEntity", 404):
        iam.generate_service_last_accessed_details(Arn=arn + "x")
    with error_code("NoSuchEntity", 404):
        iam.get_service_last_accessed_details(JobId="00000000-0000-0000-0000-000000000000")


def test_policies_granting_services(cloudkeep, iam):
    name, group = unique("granted"), unique("granting")
    iam.create_user(UserName=name)
    iam.create_group(GroupName=group)
    iam.add_user_to_group(GroupName=group, UserName=name)
    iam.put_user_policy(UserName=name, PolicyName="own", PolicyDocument=policy(allow("sqs:SendMessage")))
    iam.put_group_policy(GroupName=group, PolicyName="theirs", PolicyDocument=policy(allow("sqs:*")))
    iam.attach_user_policy(UserName=name, PolicyArn=ADMINISTRATOR)
    arn = f"arn:aws:iam::{cloudkeep.account}:user/{name}"
    reply = iam.list_policies_granting_service_access(Arn=arn, ServiceNamespaces=["sqs", "kms"])
    sqs, kms = reply["PoliciesGrantingServiceAccess"]
    assert {(p["PolicyName"], p["PolicyType"], p.get("EntityName")) for p in sqs["Policies"]} == {
        ("own", "INLINE", name),
        ("theirs", "INLINE", group),
        ("AdministratorAccess", "MANAGED", None),
    }
    assert [p["PolicyName"] for p in kms["Policies"]] == ["AdministratorAccess"]


def test_organizations_access_report(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    with error_code("AccessDenied", 403):
        iam.generate_organizations_access_report(EntityPath="o-a1b2c3d4e5/r-f6g7h8i9j0example")
    organization = ensure_organization(server)
    member = new_account(server, "member")
    server.client("iam", member).list_users()
    organizations = server.client("organizations", server.admin)
    root = organizations.list_roots()["Roots"][0]["Id"]
    path = f"{organization['Id']}/{root}/{member.account}"

    def report():
        job = iam.generate_organizations_access_report(EntityPath=path)["JobId"]
        reply = completed(lambda: iam.get_organizations_access_report(JobId=job, SortKey="LAST_AUTHENTICATED_TIME_DESCENDING"))
        return reply if reply.get("AccessDetails") and reply["AccessDetails"][0].get("LastAuthenticatedTime") else None

    reply = wait_for(report, 20)
    assert reply["JobStatus"] == "COMPLETED" and reply["NumberOfServicesAccessible"] == len(reply["AccessDetails"])
    used = {d["ServiceNamespace"]: d for d in reply["AccessDetails"]}["iam"]
    assert used["EntityPath"] == path and used["TotalAuthenticatedEntities"] == 1
    assert reply["NumberOfServicesNotAccessed"] < reply["NumberOfServicesAccessible"]
    job = iam.generate_organizations_access_report(EntityPath=f"{organization['Id']}/{root}/999999999999")["JobId"]
    assert completed(lambda: iam.get_organizations_access_report(JobId=job))["JobStatus"] == "FAILED"

"""Rules and conformance packs of organizations: put once, in every account that records, and nobody's there to change."""

import json

import pytest

import lambda_support
from config_support import BUCKET_TYPE, record
from harness import Cloudkeep, Credentials, allow, ensure_organization, error_code, events, new_account, unique, wait_for
from organizations_support import box, org  # noqa: F401

VERSIONING = {"RuleIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}
SERVICE = "config-multiaccountsetup.amazonaws.com"
PACK = """
Parameters:
  Days:
    Type: String
    Default: "90"
Resources:
  Keys:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: keys
      InputParameters:
        maxAccessKeyAge: !Ref Days
      Source:
        Owner: AWS
        SourceIdentifier: ACCESS_KEYS_ROTATED
  Versions:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: versions
      Source:
        Owner: AWS
        SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("config-organization"), **lambda_support.options())
    ensure_organization(made)
    record(made)
    yield made
    finish(made)


@pytest.fixture(scope="module")
def config(server):
    return server.client("config")


@pytest.fixture(scope="module")
def member(server):
    """An account of the organization that records."""
    made = new_account(server, "records")
    record(server, made)
    return made


@pytest.fixture(scope="module")
def silent(server):
    """An account of the organization that does not."""
    return new_account(server, "silent")


@pytest.fixture
def put(config):
    """Puts rules that are removed in the end: `put(**what)` gives the name."""
    names = []

    def make(name=None, client=config, **what):
        name = name or unique("org-rule")
        client.put_organization_config_rule(OrganizationConfigRuleName=name, **what)
        if name not in names:
            names.append(name)
        return name

    yield make
    for name in names:
        if name in [rule["OrganizationConfigRuleName"] for rule in config.describe_organization_config_rules()["OrganizationConfigRules"]]:
            wait_for(lambda: settled(config, name))
            config.delete_organization_config_rule(OrganizationConfigRuleName=name)


def standing(config, name: str) -> dict:
    """How each account stands."""
    pages = config.get_paginator("get_organization_config_rule_detailed_status").paginate(OrganizationConfigRuleName=name)
    return {one["AccountId"]: one for page in pages for one in page["OrganizationConfigRuleDetailedStatus"]}


def status(config, name: str) -> str:
    found = config.describe_organization_config_rule_statuses(OrganizationConfigRuleNames=[name])["OrganizationConfigRuleStatuses"]
    return found[0]["OrganizationRuleStatus"]


def settled(config, name: str) -> bool:
    return not status(config, name).endswith("IN_PROGRESS")


def landed(config, name: str, account) -> str:
    """The name of the rule in an account, once it is there."""
    done = ("CREATE_SUCCESSFUL", "UPDATE_SUCCESSFUL")
    found = wait_for(lambda: [one for one in [standing(config, name).get(account)] if one and one["MemberAccountRuleStatus"] in done])
    return found[0]["ConfigRuleName"]


def rules(client) -> dict:
    return {rule["ConfigRuleName"]: rule for page in client.get_paginator("describe_config_rules").paginate() for rule in page["ConfigRules"]}


def test_a_rule_comes_to_every_account_that_records(server, config, member, silent, put):
    name = put(OrganizationManagedRuleMetadata=VERSIONING | {"Description": "versions", "ResourceTypesScope": [BUCKET_TYPE]},
               Tags=[{"Key": "team", "Value": "audit"}])
    here, there = landed(config, name, server.account), landed(config, name, member.account)
    assert here == there and here.startswith(f"OrgConfigRule-{name}-")
    theirs = server.client("config", member)
    rule = rules(theirs)[there]
    assert rule["CreatedBy"] == SERVICE and rule["Source"]["SourceIdentifier"] == VERSIONING["RuleIdentifier"] and rule["Description"] == "versions"
    bucket = unique("judged")
    server.client("s3", member).create_bucket(Bucket=bucket)
    wait_for(lambda: any(r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] == bucket for r in
                         theirs.get_compliance_details_by_config_rule(ConfigRuleName=there)["EvaluationResults"]))
    # The account cannot change what the organization put there.
    with error_code("AccessDeniedException"):
        theirs.delete_config_rule(ConfigRuleName=there)
    with error_code("AccessDeniedException"):
        theirs.put_config_rule(ConfigRule={"ConfigRuleName": there, "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}})
    # One that does not record fails, and is served once it does.
    failed = wait_for(lambda: [one for one in [standing(config, name).get(silent.account)] if one and one["MemberAccountRuleStatus"] == "CREATE_FAILED"])
    assert failed[0]["ErrorCode"] == "NoAvailableConfigurationRecorderException" and failed[0]["ErrorMessage"]
    assert status(config, name) == "CREATE_FAILED"
    filtered = config.get_organization_config_rule_detailed_status(
        OrganizationConfigRuleName=name, Filters={"MemberAccountRuleStatus": "CREATE_FAILED"})["OrganizationConfigRuleDetailedStatus"]
    assert silent.account in [one["AccountId"] for one in filtered] and member.account not in [one["AccountId"] for one in filtered]
    late = new_account(server, "late")
    record(server, late)
    landed(config, name, late.account)
    described = config.describe_organization_config_rules(OrganizationConfigRuleNames=[name])["OrganizationConfigRules"][0]
    assert described["OrganizationManagedRuleMetadata"] == VERSIONING | {"Description": "versions", "ResourceTypesScope": [BUCKET_TYPE]}
    arn = described["OrganizationConfigRuleArn"]
    assert f":{server.account}:organization-config-rule/{name}-" in arn
    assert config.list_tags_for_resource(ResourceArn=arn)["Tags"] == [{"Key": "team", "Value": "audit"}]
    # The organization trusts the service now, and the role that it deploys with is there.
    trusted = server.client("organizations").list_aws_service_access_for_organization()["EnabledServicePrincipals"]
    assert SERVICE in [one["ServicePrincipal"] for one in trusted]
    server.client("iam").get_role(RoleName="AWSServiceRoleForConfigMultiAccountSetup")
    # It is changed everywhere, and goes from who is excluded.
    wait_for(lambda: settled(config, name))
    put(name, OrganizationManagedRuleMetadata=VERSIONING | {"Description": "changed"}, ExcludedAccounts=[member.account, silent.account])
    wait_for(lambda: status(config, name) == "UPDATE_SUCCESSFUL")
    assert member.account not in standing(config, name) and there not in rules(theirs)
    assert rules(server.client("config", late))[there]["Description"] == "changed"
    # And it goes everywhere.
    config.delete_organization_config_rule(OrganizationConfigRuleName=name)
    wait_for(lambda: name not in [r["OrganizationConfigRuleName"] for r in config.describe_organization_config_rules()["OrganizationConfigRules"]])
    assert there not in rules(server.client("config", late)) and there not in rules(config)
    with error_code("NoSuchOrganizationConfigRuleException"):
        config.describe_organization_config_rule_statuses(OrganizationConfigRuleNames=[name])
    assert events(server, EventName="PutOrganizationConfigRule") and events(server, EventName="DeleteOrganizationConfigRule")


def test_accounts_that_join_and_leave(org):
    joiner = "222233334444"
    config = org(service="config")
    record(org.server)
    config.put_organization_config_rule(OrganizationConfigRuleName="followed", OrganizationManagedRuleMetadata=VERSIONING)
    wait_for(lambda: status(config, "followed") == "CREATE_SUCCESSFUL")
    org.join(joiner)
    credentials = Credentials(joiner, "sandbox")
    record(org.server, credentials)
    there = landed(config, "followed", joiner)
    theirs = org(joiner, "config")
    assert there in rules(theirs)
    org().remove_account_from_organization(AccountId=joiner)
    wait_for(lambda: joiner not in standing(config, "followed"))
    assert there not in rules(theirs) and status(config, "followed") == "CREATE_SUCCESSFUL"
    with error_code("OrganizationAccessDeniedException"):
        theirs.describe_organization_config_rules()


def test_policies_and_functions(server, config, member, put):
    text = f'rule versioned when resourceType == "{BUCKET_TYPE}" {{ supplementaryConfiguration.BucketVersioningConfiguration.status == "Enabled" }}'
    name = put(OrganizationCustomPolicyRuleMetadata={
        "PolicyRuntime": "guard-2.x.x", "PolicyText": text, "OrganizationConfigRuleTriggerTypes": ["ConfigurationItemChangeNotification"]})
    there = landed(config, name, member.account)
    assert config.get_organization_custom_rule_policy(OrganizationConfigRuleName=name)["PolicyText"] == text
    assert server.client("config", member).get_custom_rule_policy(ConfigRuleName=there)["PolicyText"] == text
    described = config.describe_organization_config_rules(OrganizationConfigRuleNames=[name])["OrganizationConfigRules"][0]
    assert described["OrganizationCustomPolicyRuleMetadata"]["PolicyRuntime"] == "guard-2.x.x"
    assert "PolicyText" not in described["OrganizationCustomPolicyRuleMetadata"]
    # A function that Config may not invoke is no rule.
    function = lambda_support.make_function(server, "def handler(event, context): return None")
    arn = f"arn:aws:lambda:us-east-1:{server.account}:function:{function}"
    metadata = {"LambdaFunctionArn": arn, "OrganizationConfigRuleTriggerTypes": ["ConfigurationItemChangeNotification"]}
    with error_code("InsufficientPermissionsException"):
        put(OrganizationCustomRuleMetadata=metadata)
    server.client("lambda").add_permission(FunctionName=arn, StatementId="config", Action="lambda:InvokeFunction", Principal="config.amazonaws.com")
    name = put(OrganizationCustomRuleMetadata=metadata)
    there = landed(config, name, member.account)
    rule = rules(server.client("config", member))[there]
    assert rule["Source"]["Owner"] == "CUSTOM_LAMBDA" and rule["Source"]["SourceIdentifier"] == arn
    with error_code("NoSuchOrganizationConfigRuleException"):
        config.get_organization_custom_rule_policy(OrganizationConfigRuleName=name)


def test_what_cannot_be_put(server, config, member):
    def fails(code, client=config, **what):
        with error_code(code):
            client.put_organization_config_rule(OrganizationConfigRuleName=unique("bad"), **what)

    fails("InvalidParameterValueException")
    fails("InvalidParameterValueException", OrganizationManagedRuleMetadata={"RuleIdentifier": "NO_SUCH_RULE"})
    fails("InvalidParameterValueException", OrganizationManagedRuleMetadata=VERSIONING | {"InputParameters": "{"})
    fails("InvalidParameterValueException", OrganizationCustomPolicyRuleMetadata={"PolicyRuntime": "guard-2.x.x", "PolicyText": "rule {"})
    fails("OrganizationAccessDeniedException", server.client("config", member), OrganizationManagedRuleMetadata=VERSIONING)
    for name in ("describe_organization_config_rules", "describe_organization_config_rule_statuses", "describe_organization_conformance_packs",
                 "describe_organization_conformance_pack_statuses"):
        with error_code("OrganizationAccessDeniedException"):
            getattr(server.client("config", member), name)()
    with error_code("OrganizationAccessDeniedException"):
        server.client("config", member).delete_organization_config_rule(OrganizationConfigRuleName="x")
    for call in (config.delete_organization_config_rule, config.get_organization_config_rule_detailed_status,
                 config.get_organization_custom_rule_policy):
        with error_code("NoSuchOrganizationConfigRuleException"):
            call(OrganizationConfigRuleName="no-such")
    for call in (config.delete_organization_conformance_pack, config.get_organization_conformance_pack_detailed_status):
        with error_code("NoSuchOrganizationConformancePackException"):
            call(OrganizationConformancePackName="no-such")
    with error_code("OrganizationConformancePackTemplateValidationException"):
        config.put_organization_conformance_pack(OrganizationConformancePackName="bad", TemplateBody="Resources: {}")
    with error_code("OrganizationConformancePackTemplateValidationException"):
        config.put_organization_conformance_pack(OrganizationConformancePackName="bad", TemplateS3Uri=f"s3://{unique('no-such')}/template.yaml")
    # Who may put rules must also be allowed to let the organization trust the service.
    user = server.user(unique("user"), inline={"Version": "2012-10-17", "Statement": [allow("config:*")]})
    fails("AccessDeniedException", server.client("config", user), OrganizationManagedRuleMetadata=VERSIONING)


def test_a_server_without_an_organization(fresh):
    config = fresh().client("config")
    with error_code("NoAvailableOrganizationException"):
        config.put_organization_config_rule(OrganizationConfigRuleName="x", OrganizationManagedRuleMetadata=VERSIONING)
    with error_code("OrganizationAccessDeniedException"):
        config.describe_organization_config_rules()


def test_packs_come_to_every_account(server, config, member, silent):
    name, bucket = unique("pack"), unique("templates")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="pack.yaml", Body=PACK.encode())
    arn = config.put_organization_conformance_pack(
        OrganizationConformancePackName=name, TemplateS3Uri=f"s3://{bucket}/pack.yaml", ExcludedAccounts=[silent.account],
        ConformancePackInputParameters=[{"ParameterName": "Days", "ParameterValue": "30"}])["OrganizationConformancePackArn"]
    assert f"organization-conformance-pack/{name}-" in arn

    def accounts(**more):
        return {one["AccountId"]: one for one in config.get_organization_conformance_pack_detailed_status(
            OrganizationConformancePackName=name, **more)["OrganizationConformancePackDetailedStatuses"]}

    wait_for(lambda: accounts().get(member.account, {}).get("Status") == "CREATE_SUCCESSFUL")
    assert silent.account not in accounts()
    there = accounts(Filters={"AccountId": member.account})[member.account]["ConformancePackName"]
    theirs = server.client("config", member)
    pack = theirs.describe_conformance_packs(ConformancePackNames=[there])["ConformancePackDetails"][0]
    assert pack["CreatedBy"] == SERVICE and pack["ConformancePackInputParameters"] == [{"ParameterName": "Days", "ParameterValue": "30"}]
    own = [rule for rule in rules(theirs).values() if rule["ConfigRuleName"].startswith("keys-conformance-pack-")]
    assert json.loads(own[0]["InputParameters"]) == {"maxAccessKeyAge": "30"}
    for change in (lambda: theirs.delete_conformance_pack(ConformancePackName=there),
                   lambda: theirs.put_conformance_pack(ConformancePackName=there, TemplateBody=PACK),
                   lambda: theirs.delete_config_rule(ConfigRuleName=own[0]["ConfigRuleName"])):
        with error_code("AccessDeniedException"):
            change()
    described = config.describe_organization_conformance_packs(OrganizationConformancePackNames=[name])["OrganizationConformancePacks"][0]
    assert described["ExcludedAccounts"] == [silent.account] and described["OrganizationConformancePackArn"] == arn
    wait_for(lambda: config.describe_organization_conformance_pack_statuses(OrganizationConformancePackNames=[name])[
        "OrganizationConformancePackStatuses"][0]["Status"] in ("CREATE_SUCCESSFUL", "CREATE_FAILED"))
    config.delete_organization_conformance_pack(OrganizationConformancePackName=name)
    wait_for(lambda: there not in [p["ConformancePackName"] for p in theirs.describe_conformance_packs()["ConformancePackDetails"]])
    wait_for(lambda: not [rule for rule in rules(theirs) if "-conformance-pack-" in rule])
    with error_code("NoSuchOrganizationConformancePackException"):
        config.describe_organization_conformance_packs(OrganizationConformancePackNames=[name])


def test_a_delegated_administrator_puts_its_own(server, config, member):
    theirs = server.client("config", member)
    organizations = server.client("organizations")
    name = unique("delegated")
    organizations.enable_aws_service_access(ServicePrincipal=SERVICE)
    organizations.register_delegated_administrator(AccountId=member.account, ServicePrincipal=SERVICE)
    theirs.put_organization_config_rule(OrganizationConfigRuleName=name, OrganizationManagedRuleMetadata=VERSIONING)
    there = landed(theirs, name, server.account)
    assert there in rules(config)
    # Each sees what it put itself.
    assert name not in [rule["OrganizationConfigRuleName"] for rule in config.describe_organization_config_rules()["OrganizationConfigRules"]]
    wait_for(lambda: settled(theirs, name))
    theirs.delete_organization_config_rule(OrganizationConfigRuleName=name)
    wait_for(lambda: there not in rules(config))
    organizations.deregister_delegated_administrator(AccountId=member.account, ServicePrincipal=SERVICE)


def test_a_kill_deploys_each_rule_once(server, config, member):
    names = [unique("kill") for _ in range(6)]
    for name in names:
        config.put_organization_config_rule(OrganizationConfigRuleName=name, OrganizationManagedRuleMetadata=VERSIONING)
    server.kill()
    server.start()
    for name in names:
        landed(config, name, member.account)
    theirs = [rule for rule in rules(server.client("config", member)) if rule.startswith("OrgConfigRule-kill")]
    assert len(theirs) == len(names)
    for name in names:
        wait_for(lambda: settled(config, name))
        config.delete_organization_config_rule(OrganizationConfigRuleName=name)
    server.kill()
    server.start()
    wait_for(lambda: not [rule for rule in rules(server.client("config", member)) if rule.startswith("OrgConfigRule-kill")], 30)

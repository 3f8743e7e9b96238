"""Security Hub over accounts and regions with boto3: invitations, the organization's administrator, aggregation of regions."""

import pytest

from harness import ensure_organization, create_account, error_code, new_account, wait_for
from securityhub_support import REGION, by_id, equals, event_queue, finding, get, imported


@pytest.fixture(scope="module")
def server(module_server):
    ensure_organization(module_server)
    return module_server


def hub_of(server, credentials, region=REGION):
    """Security Hub of an account, enabled."""
    hub = server.client("securityhub", credentials, region)
    hub.enable_security_hub(EnableDefaultStandards=False)
    return hub


def test_members_by_invitation(server):
    administrator, member = new_account(server, "security"), new_account(server, "workload")
    chief, other = hub_of(server, administrator), server.client("securityhub", member)
    assert chief.create_members(AccountDetails=[{"AccountId": member.account, "Email": "a@example.com"}])["UnprocessedAccounts"] == []
    again = chief.create_members(AccountDetails=[{"AccountId": member.account}, {"AccountId": administrator.account}])
    assert {one["AccountId"] for one in again["UnprocessedAccounts"]} == {member.account, administrator.account}
    assert chief.list_members()["Members"] == []
    [listed] = chief.list_members(OnlyAssociated=False)["Members"]
    assert (listed["AccountId"], listed["MemberStatus"], listed["Email"]) == (member.account, "Created", "a@example.com")
    assert chief.invite_members(AccountIds=[member.account])["UnprocessedAccounts"] == []
    assert other.get_invitations_count()["InvitationsCount"] == 1
    [invitation] = other.list_invitations()["Invitations"]
    assert (invitation["AccountId"], invitation["MemberStatus"]) == (administrator.account, "Invited")
    accept = {"AdministratorId": administrator.account, "InvitationId": invitation["InvitationId"]}
    with error_code("InvalidAccessException", 401):
        other.accept_administrator_invitation(**accept)
    other.enable_security_hub(EnableDefaultStandards=False)
    with error_code("ResourceNotFoundException", 404):
        other.accept_administrator_invitation(**accept | {"InvitationId": "nonsense"})
    other.accept_administrator_invitation(**accept)
    assert other.get_administrator_account()["Administrator"]["AccountId"] == administrator.account
    assert other.get_master_account()["Master"]["AccountId"] == administrator.account
    assert chief.get_members(AccountIds=[member.account])["Members"][0]["MemberStatus"] == "Enabled"
    # The administrator sees and changes the member's findings; the member does not see the administrator's.
    read = event_queue(server, administrator)
    theirs, own = finding(member.account), finding(administrator.account)
    imported(other, theirs)
    imported(chief, own)
    assert {one["Id"] for one in get(chief)} == {theirs["Id"], own["Id"]}
    assert [one["Id"] for one in get(other)] == [theirs["Id"]]
    assert [one["Id"] for one in get(chief, AwsAccountId=equals(member.account))] == [theirs["Id"]]
    identifier = {"Id": theirs["Id"], "ProductArn": theirs["ProductArn"]}
    assert chief.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "SUPPRESSED"})["ProcessedFindings"] == [identifier]
    assert by_id(other, theirs["Id"])[0]["Workflow"]["Status"] == "SUPPRESSED"
    mine = {"Id": own["Id"], "ProductArn": own["ProductArn"]}
    assert other.batch_update_findings(FindingIdentifiers=[mine], Confidence=1)["UnprocessedFindings"][0]["ErrorCode"] == "FindingNotFound"
    told = []
    wait_for(lambda: told.extend(read()) or theirs["Id"] in {one["detail"]["findings"][0]["Id"] for one in told})
    # The administrator's rules are the member's.
    chief.create_automation_rule(
        RuleOrder=1, RuleName="r", Description="d", Criteria={"SeverityLabel": equals("LOW")},
        Actions=[{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"Workflow": {"Status": "SUPPRESSED"}}}])
    with error_code("AccessDeniedException", 403):
        other.list_automation_rules()
    low = finding(member.account, Severity={"Label": "LOW"})
    imported(other, low)
    assert by_id(chief, low["Id"])[0]["Workflow"]["Status"] == "SUPPRESSED"
    for call in (chief.disable_security_hub, other.disable_security_hub):
        with error_code("InvalidAccessException", 401):
            call()
    other.disassociate_from_administrator_account()
    assert chief.list_members(OnlyAssociated=False)["Members"][0]["MemberStatus"] == "Resigned"
    assert "Administrator" not in other.get_administrator_account()
    assert get(chief, AwsAccountId=equals(member.account)) == []
    assert chief.delete_members(AccountIds=[member.account])["UnprocessedAccounts"] == []
    assert chief.list_members(OnlyAssociated=False)["Members"] == []
    other.disable_security_hub()


def test_invitations_are_declined_and_members_disassociated(server):
    administrator, member = new_account(server, "security"), new_account(server, "workload")
    chief, other = hub_of(server, administrator), hub_of(server, member)
    chief.create_members(AccountDetails=[{"AccountId": member.account}])
    chief.invite_members(AccountIds=[member.account])
    other.decline_invitations(AccountIds=[administrator.account])
    assert other.list_invitations()["Invitations"] == []
    assert chief.list_members(OnlyAssociated=False)["Members"][0]["MemberStatus"] == "Resigned"
    chief.invite_members(AccountIds=[member.account])
    [invitation] = other.list_invitations()["Invitations"]
    other.accept_invitation(MasterId=administrator.account, InvitationId=invitation["InvitationId"])
    with error_code("ResourceNotFoundException"):
        chief.disassociate_members(AccountIds=["210987654321"])
    chief.disassociate_members(AccountIds=[member.account])
    assert "Administrator" not in other.get_administrator_account()
    assert chief.list_members(OnlyAssociated=False)["Members"][0]["MemberStatus"] == "Removed"


def test_regions_are_aggregated(server):
    account = new_account(server, "regions")
    home, linked, apart = (hub_of(server, account, region) for region in (REGION, "eu-west-1", "eu-west-2"))
    for wrong in ({"RegionLinkingMode": "SOME"}, {"RegionLinkingMode": "SPECIFIED_REGIONS"},
                  {"RegionLinkingMode": "ALL_REGIONS", "Regions": ["eu-west-1"]},
                  {"RegionLinkingMode": "SPECIFIED_REGIONS", "Regions": ["mars-1"]}):
        with error_code("InvalidInputException", 400):
            home.create_finding_aggregator(**wrong)
    made = home.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=["eu-west-1"])
    arn = made["FindingAggregatorArn"]
    assert arn.startswith(f"arn:aws:securityhub:{REGION}:{account.account}:finding-aggregator/")
    assert made["FindingAggregationRegion"] == REGION
    with error_code("InvalidAccessException"):
        home.create_finding_aggregator(RegionLinkingMode="ALL_REGIONS")
    read = event_queue(server, account)
    here, there, other = finding(account.account), finding(account.account, "eu-west-1"), finding(account.account, "eu-west-2")
    imported(home, here)
    imported(linked, there)
    imported(apart, other)
    assert {one["Id"] for one in get(home)} == {here["Id"], there["Id"]}
    assert [one["Id"] for one in get(home, Region=equals("eu-west-1"))] == [there["Id"]]
    assert [one["Id"] for one in get(linked)] == [there["Id"]]
    identifier = {"Id": there["Id"], "ProductArn": there["ProductArn"]}
    home.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "NOTIFIED"})
    assert by_id(linked, there["Id"])[0]["Workflow"]["Status"] == "NOTIFIED"
    told = []
    wait_for(lambda: told.extend(read()) or {here["Id"], there["Id"]} <= {one["detail"]["findings"][0]["Id"] for one in told})
    assert other["Id"] not in {one["detail"]["findings"][0]["Id"] for one in told}
    with error_code("InvalidAccessException"):
        linked.update_finding_aggregator(FindingAggregatorArn=arn, RegionLinkingMode="ALL_REGIONS")
    home.update_finding_aggregator(FindingAggregatorArn=arn, RegionLinkingMode="ALL_REGIONS_EXCEPT_SPECIFIED", Regions=["eu-west-1"])
    assert {one["Id"] for one in get(home)} == {here["Id"], other["Id"]}
    assert linked.get_finding_aggregator(FindingAggregatorArn=arn)["Regions"] == ["eu-west-1"]
    assert linked.list_finding_aggregators()["FindingAggregators"] == [{"FindingAggregatorArn": arn}]
    home.delete_finding_aggregator(FindingAggregatorArn=arn)
    with error_code("ResourceNotFoundException", 404):
        home.get_finding_aggregator(FindingAggregatorArn=arn)
    assert {one["Id"] for one in get(home)} == {here["Id"]}


def test_an_organization_has_an_administrator(fresh):
    server = fresh()
    ensure_organization(server)
    administrator, member = new_account(server, "security"), new_account(server, "workload")
    management, chief = server.client("securityhub", server.admin), server.client("securityhub", administrator)
    with error_code("AccessDeniedException", 403):
        chief.enable_organization_admin_account(AdminAccountId=administrator.account)
    with error_code("InvalidInputException", 400):
        management.enable_organization_admin_account(AdminAccountId="210987654321")
    management.enable_organization_admin_account(AdminAccountId=administrator.account)
    management.enable_organization_admin_account(AdminAccountId=administrator.account)
    with error_code("InvalidAccessException"):
        management.enable_organization_admin_account(AdminAccountId=member.account)
    [listed] = management.list_organization_admin_accounts()["AdminAccounts"]
    assert listed == {"AccountId": administrator.account, "Status": "ENABLED"}
    assert chief.describe_hub()["HubArn"]
    delegated = server.client("organizations", server.admin).list_delegated_administrators(ServicePrincipal="securityhub.amazonaws.com")
    assert [one["Id"] for one in delegated["DelegatedAdministrators"]] == [administrator.account]
    assert chief.create_members(AccountDetails=[{"AccountId": member.account}])["UnprocessedAccounts"] == []
    other = server.client("securityhub", member)
    assert other.get_administrator_account()["Administrator"]["AccountId"] == administrator.account
    assert len(other.get_enabled_standards()["StandardsSubscriptions"]) == 2
    with error_code("InvalidAccessException"):
        other.disassociate_from_administrator_account()
    theirs = finding(member.account)
    imported(other, theirs)
    assert [one["Id"] for one in by_id(chief, theirs["Id"])] == [theirs["Id"]]
    settings = chief.describe_organization_configuration()
    assert settings["AutoEnable"] is False and settings["OrganizationConfiguration"]["ConfigurationType"] == "LOCAL"
    with error_code("InvalidAccessException"):
        other.describe_organization_configuration()
    chief.update_organization_configuration(AutoEnable=True, AutoEnableStandards="NONE")
    assert chief.describe_organization_configuration()["AutoEnableStandards"] == "NONE"
    # Whoever joins is a member by itself, also over a crash.
    joined = create_account(server, "new")
    wait_for(lambda: joined in {one["AccountId"] for one in chief.list_members()["Members"]})
    server.kill()
    server.start()
    chief = server.client("securityhub", administrator)
    late = create_account(server, "late", server.admin)
    wait_for(lambda: late in {one["AccountId"] for one in chief.list_members()["Members"]})
    session = server.assume(f"arn:aws:iam::{late}:role/OrganizationAccountAccessRole", server.admin)
    assert server.client("securityhub", session).get_enabled_standards()["StandardsSubscriptions"] == []
    management = server.client("securityhub", server.admin)
    management.disable_organization_admin_account(AdminAccountId=administrator.account)
    assert management.list_organization_admin_accounts()["AdminAccounts"] == []
    assert chief.list_members()["Members"] == []


def test_policies_configure_accounts_by_their_place(fresh):
    server = fresh()
    ensure_organization(server)
    administrator, member, apart = (new_account(server, name) for name in ("security", "workload", "apart"))
    organizations = server.client("organizations", server.admin)
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="workloads")["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=member.account, SourceParentId=root, DestinationParentId=unit)
    server.client("securityhub", server.admin).enable_organization_admin_account(AdminAccountId=administrator.account)
    chief = server.client("securityhub", administrator)
    fsbp = f"arn:aws:securityhub:{REGION}::standards/aws-foundational-security-best-practices/v/1.0.0"
    parameters = {"MinimumPasswordLength": {"ValueType": "CUSTOM", "Value": {"Integer": 16}}}
    policy = {"SecurityHub": {"ServiceEnabled": True, "EnabledStandardIdentifiers": [fsbp], "SecurityControlsConfiguration": {
        "DisabledSecurityControlIdentifiers": ["IAM.6"],
        "SecurityControlCustomParameters": [{"SecurityControlId": "IAM.7", "Parameters": parameters}]}}}
    with error_code("InvalidAccessException"):
        chief.create_configuration_policy(Name="strict", ConfigurationPolicy=policy)
    chief.create_finding_aggregator(RegionLinkingMode="SPECIFIED_REGIONS", Regions=["eu-west-1"])
    chief.update_organization_configuration(
        AutoEnable=False, AutoEnableStandards="NONE", OrganizationConfiguration={"ConfigurationType": "CENTRAL"})
    assert chief.describe_organization_configuration()["OrganizationConfiguration"]["ConfigurationType"] == "CENTRAL"
    made = chief.create_configuration_policy(Name="strict", Description="d", ConfigurationPolicy=policy, Tags={"a": "b"})
    assert made["ConfigurationPolicy"] == policy and made["Arn"].endswith(f":configuration-policy/{made['Id']}")
    assert chief.list_tags_for_resource(ResourceArn=made["Arn"])["Tags"] == {"a": "b"}
    with error_code("ResourceConflictException", 409):
        chief.create_configuration_policy(Name="strict", ConfigurationPolicy=policy)
    for wrong in ({"SecurityHub": {"ServiceEnabled": False, "EnabledStandardIdentifiers": [fsbp]}},
                  {"SecurityHub": {"ServiceEnabled": True, "EnabledStandardIdentifiers": ["nonsense"]}},
                  {"SecurityHub": {"ServiceEnabled": True, "SecurityControlsConfiguration": {"DisabledSecurityControlIdentifiers": ["X.1"]}}}):
        with error_code("InvalidInputException", 400):
            chief.create_configuration_policy(Name="wrong", ConfigurationPolicy=wrong)
    answer = chief.start_configuration_policy_association(
        ConfigurationPolicyIdentifier=made["Id"], Target={"OrganizationalUnitId": unit})
    assert (answer["TargetType"], answer["AssociationType"], answer["AssociationStatus"]) == ("ORGANIZATIONAL_UNIT", "APPLIED", "PENDING")

    def applied(target):
        found = chief.get_configuration_policy_association(Target=target)
        return found if found["AssociationStatus"] == "SUCCESS" else None

    wait_for(lambda: applied({"OrganizationalUnitId": unit}))
    inherited = applied({"AccountId": member.account})
    assert (inherited["ConfigurationPolicyId"], inherited["AssociationType"]) == (made["Id"], "INHERITED")
    for region in (REGION, "eu-west-1"):
        other = server.client("securityhub", member, region)
        [standard] = other.get_enabled_standards()["StandardsSubscriptions"]
        assert "aws-foundational-security-best-practices" in standard["StandardsArn"]
        [six, seven] = other.batch_get_security_controls(SecurityControlIds=["IAM.6", "IAM.7"])["SecurityControls"]
        assert six["SecurityControlStatus"] == "DISABLED"
        assert seven["Parameters"]["MinimumPasswordLength"] == parameters["MinimumPasswordLength"]
        with error_code("AccessDeniedException", 403):
            other.batch_disable_standards(StandardsSubscriptionArns=[standard["StandardsSubscriptionArn"]])
        with error_code("AccessDeniedException", 403):
            other.disable_security_hub()
    assert member.account in {one["AccountId"] for one in chief.list_members()["Members"]}
    with error_code("InvalidAccessException"):
        server.client("securityhub", apart).describe_hub()
    policy["SecurityHub"]["SecurityControlsConfiguration"]["DisabledSecurityControlIdentifiers"] = ["IAM.5"]
    chief.update_configuration_policy(Identifier=made["Arn"], ConfigurationPolicy=policy)
    other = server.client("securityhub", member)

    def changed():
        [five, six] = other.batch_get_security_controls(SecurityControlIds=["IAM.5", "IAM.6"])["SecurityControls"]
        return (five["SecurityControlStatus"], six["SecurityControlStatus"]) == ("DISABLED", "ENABLED")

    wait_for(changed)
    # An account's own association counts more than its unit's.
    chief.start_configuration_policy_association(
        ConfigurationPolicyIdentifier="SELF_MANAGED_SECURITY_HUB", Target={"AccountId": member.account})
    other.batch_disable_standards(StandardsSubscriptionArns=[standard["StandardsSubscriptionArn"].replace("eu-west-1", REGION)])
    with error_code("ResourceConflictException", 409):
        chief.delete_configuration_policy(Identifier=made["Id"])
    listed = chief.list_configuration_policy_associations()["ConfigurationPolicyAssociationSummaries"]
    assert {one["TargetId"] for one in listed} == {unit, member.account}
    for target in ({"OrganizationalUnitId": unit}, {"AccountId": member.account}):
        identifier = "SELF_MANAGED_SECURITY_HUB" if "AccountId" in target else made["Id"]
        chief.start_configuration_policy_disassociation(ConfigurationPolicyIdentifier=identifier, Target=target)
    answer = chief.batch_get_configuration_policy_associations(
        ConfigurationPolicyAssociationIdentifiers=[{"Target": {"AccountId": member.account}}])
    assert answer["UnprocessedConfigurationPolicyAssociations"][0]["ErrorCode"] == "NOT_FOUND"
    assert [one["Id"] for one in chief.list_configuration_policies()["ConfigurationPolicySummaries"]] == [made["Id"]]
    chief.delete_configuration_policy(Identifier=made["Id"])
    with error_code("ResourceNotFoundException", 404):
        chief.get_configuration_policy(Identifier=made["Id"])

"""GuardDuty of many accounts: by invitation, and in an organization."""

import pytest

from harness import Credentials, error_code, unique, wait_for
from organizations_support import MANAGEMENT, OTHER, THIRD, Sandbox, box, org  # noqa: F401


@pytest.fixture
def gd(box):  # noqa: F811
    """A client of an account of the sandbox."""

    def client(account, region=None):
        return box.server.client("guardduty", Credentials(account, "sandbox"), region)

    for account in (MANAGEMENT, OTHER, THIRD):
        box(account, "sts").get_caller_identity()
    return client


def email(account):
    return f"root+{account}@sandbox.invalid"


def ids(client, detector, kind, **criterion):
    """The samples of a type: what the tests themselves do is found too."""
    criterion |= {"type": {"Eq": [kind]}, "title": {"Matches": ["[SAMPLE] *"]}}
    return client.list_findings(DetectorId=detector, FindingCriteria={"Criterion": criterion})["FindingIds"]


def test_members_by_invitation(box, gd):  # noqa: F811
    admin, member = gd(MANAGEMENT), gd(OTHER)
    ours, theirs = admin.create_detector(Enable=True)["DetectorId"], member.create_detector(Enable=True)["DetectorId"]
    left = admin.create_members(DetectorId=ours, AccountDetails=[{"AccountId": OTHER, "Email": "wrong@example.com"}, {"AccountId": MANAGEMENT, "Email": "a@example.com"}])
    assert {u["AccountId"] for u in left["UnprocessedAccounts"]} == {OTHER, MANAGEMENT}
    assert admin.create_members(DetectorId=ours, AccountDetails=[{"AccountId": OTHER, "Email": email(OTHER)}])["UnprocessedAccounts"] == []
    (created,) = admin.get_members(DetectorId=ours, AccountIds=[OTHER])["Members"]
    assert created["RelationshipStatus"] == "Created" and created["Email"] == email(OTHER) and "InvitedAt" not in created
    assert admin.list_members(DetectorId=ours)["Members"] == []
    assert admin.invite_members(DetectorId=ours, AccountIds=[OTHER, THIRD])["UnprocessedAccounts"][0]["AccountId"] == THIRD
    assert member.get_invitations_count()["InvitationsCount"] == 1
    (invitation,) = member.list_invitations()["Invitations"]
    assert (invitation["AccountId"], invitation["RelationshipStatus"]) == (MANAGEMENT, "Invited")
    assert gd(THIRD).list_invitations()["Invitations"] == []

    # Declined, invited again, accepted.
    assert member.decline_invitations(AccountIds=[MANAGEMENT, THIRD])["UnprocessedAccounts"][0]["AccountId"] == THIRD
    assert admin.get_members(DetectorId=ours, AccountIds=[OTHER])["Members"][0]["RelationshipStatus"] == "Resigned"
    with error_code("BadRequestException"):
        member.accept_administrator_invitation(DetectorId=theirs, AdministratorId=MANAGEMENT, InvitationId="0" * 32)
    admin.invite_members(DetectorId=ours, AccountIds=[OTHER])
    (again,) = member.list_invitations()["Invitations"]
    assert again["InvitationId"] != invitation["InvitationId"]
    member.accept_administrator_invitation(DetectorId=theirs, AdministratorId=MANAGEMENT, InvitationId=again["InvitationId"])
    assert member.get_invitations_count()["InvitationsCount"] == 0
    (accepted,) = admin.list_members(DetectorId=ours)["Members"]
    assert (accepted["RelationshipStatus"], accepted["DetectorId"]) == ("Enabled", theirs)
    shown = member.get_administrator_account(DetectorId=theirs)["Administrator"]
    assert (shown["AccountId"], shown["InvitationId"], shown["RelationshipStatus"]) == (MANAGEMENT, again["InvitationId"], "Enabled")

    # Findings are seen by both, and go with the membership.
    member.create_sample_findings(DetectorId=theirs, FindingTypes=["Recon:EC2/Portscan"])
    scan = "Recon:EC2/Portscan"
    (one,) = ids(member, theirs, scan)
    assert ids(admin, ours, scan) == [one]
    member.disassociate_from_administrator_account(DetectorId=theirs)
    assert ids(admin, ours, scan) == [] and ids(member, theirs, scan) == [one]
    assert member.get_administrator_account(DetectorId=theirs)["Administrator"] == {}
    assert admin.get_members(DetectorId=ours, AccountIds=[OTHER])["Members"][0]["RelationshipStatus"] == "Resigned"
    admin.invite_members(DetectorId=ours, AccountIds=[OTHER])
    (third,) = member.list_invitations()["Invitations"]
    member.accept_invitation(DetectorId=theirs, MasterId=MANAGEMENT, InvitationId=third["InvitationId"])
    assert member.get_master_account(DetectorId=theirs)["Master"]["AccountId"] == MANAGEMENT
    admin.disassociate_members(DetectorId=ours, AccountIds=[OTHER])
    admin.delete_members(DetectorId=ours, AccountIds=[OTHER])
    assert admin.list_members(DetectorId=ours, OnlyAssociated="false")["Members"] == []
    assert member.delete_invitations(AccountIds=[MANAGEMENT])["UnprocessedAccounts"][0]["AccountId"] == MANAGEMENT
    member.delete_detector(DetectorId=theirs)


def test_an_organization_is_watched_from_one_account(org, gd):  # noqa: F811
    administrator = org.member("security")
    before = org.member("before")
    root = gd(MANAGEMENT)
    with error_code("BadRequestException"):
        gd(administrator).enable_organization_admin_account(AdminAccountId=administrator)
    assert root.list_organization_admin_accounts()["AdminAccounts"] == []
    root.enable_organization_admin_account(AdminAccountId=administrator)
    assert root.list_organization_admin_accounts()["AdminAccounts"] == [{"AdminAccountId": administrator, "AdminStatus": "ENABLED"}]
    with error_code("BadRequestException", 400, "already enabled"):
        root.enable_organization_admin_account(AdminAccountId=administrator)
    with error_code("BadRequestException", 400, "another account"):
        root.enable_organization_admin_account(AdminAccountId=before)
    delegated = org().list_delegated_administrators(ServicePrincipal="guardduty.amazonaws.com")["DelegatedAdministrators"]
    assert [d["Id"] for d in delegated] == [administrator]

    admin = gd(administrator)
    (ours,) = admin.list_detectors()["DetectorIds"]
    config = admin.describe_organization_configuration(DetectorId=ours)
    assert config["AutoEnableOrganizationMembers"] == "NONE" and config["AutoEnable"] is False
    with error_code("BadRequestException"):
        admin.update_organization_configuration(DetectorId=ours, AutoEnable=True, AutoEnableOrganizationMembers="NEW")
    admin.update_organization_configuration(DetectorId=ours, AutoEnableOrganizationMembers="NEW", Features=[{"Name": "RUNTIME_MONITORING", "AutoEnable": "NEW"}])

    # New accounts become members by themselves; those that were there do not.
    later = org.member("later")

    def members():
        return {m["AccountId"]: m for m in admin.list_members(DetectorId=ours)["Members"]}

    wait_for(lambda: later in members(), 10)
    assert before not in members()
    found = members()[later]
    assert (found["RelationshipStatus"], found["AdministratorId"], found["MasterId"]) == ("Enabled", administrator, administrator)
    (theirs,) = gd(later).list_detectors()["DetectorIds"]
    assert found["DetectorId"] == theirs and gd(before).list_detectors()["DetectorIds"] == []
    features = {f["Name"]: f["Status"] for f in gd(later).get_detector(DetectorId=theirs)["Features"]}
    assert features["RUNTIME_MONITORING"] == "ENABLED"
    shown = gd(later).get_administrator_account(DetectorId=theirs)["Administrator"]
    assert shown["AccountId"] == administrator and gd(later).get_master_account(DetectorId=theirs)["Master"]["AccountId"] == administrator

    # The administrator sees the members' findings, and members leave theirs to it.
    gd(later).create_sample_findings(DetectorId=theirs, FindingTypes=["Stealth:IAMUser/CloudTrailLoggingDisabled"])
    stopped, used = "Stealth:IAMUser/CloudTrailLoggingDisabled", "Policy:IAMUser/RootCredentialUsage"
    (one,) = ids(admin, ours, stopped, accountId={"Eq": [later]})
    (finding,) = admin.get_findings(DetectorId=ours, FindingIds=[one])["Findings"]
    assert finding["AccountId"] == later and finding["Service"]["DetectorId"] == theirs
    with error_code("BadRequestException", 400, "member accounts cannot manage"):
        gd(later).archive_findings(DetectorId=theirs, FindingIds=[one])
    with error_code("BadRequestException", 400, "member accounts cannot manage"):
        gd(later).create_filter(DetectorId=theirs, Name="xxx", FindingCriteria={"Criterion": {"severity": {"Gte": 1}}})
    for call in (lambda: gd(later).update_detector(DetectorId=theirs, Enable=False), lambda: gd(later).delete_detector(DetectorId=theirs),
                 lambda: gd(later).disassociate_from_administrator_account(DetectorId=theirs)):
        with error_code("BadRequestException"):
            call()
    admin.archive_findings(DetectorId=ours, FindingIds=[one])
    assert gd(later).get_findings(DetectorId=theirs, FindingIds=[one])["Findings"][0]["Service"]["Archived"] is True
    admin.create_filter(DetectorId=ours, Name="quiet", Action="ARCHIVE", FindingCriteria={"Criterion": {"type": {"Eq": ["Policy:IAMUser/RootCredentialUsage"]}}})
    gd(later).create_sample_findings(DetectorId=theirs, FindingTypes=["Policy:IAMUser/RootCredentialUsage"])
    assert ids(admin, ours, stopped, **{"service.archived": {"Eq": ["true"]}}) == [one]
    assert len(ids(admin, ours, used, **{"service.archived": {"Eq": ["true"]}})) == 1
    counted = admin.get_findings_statistics(DetectorId=ours, GroupBy="ACCOUNT")["FindingStatistics"]["GroupedByAccount"]
    assert later in {row["AccountId"] for row in counted}

    # ALL takes in everybody.
    admin.update_organization_configuration(DetectorId=ours, AutoEnableOrganizationMembers="ALL")
    wait_for(lambda: {before, later, MANAGEMENT} <= set(members()), 10)
    left = admin.disassociate_members(DetectorId=ours, AccountIds=[before])["UnprocessedAccounts"]
    assert [u["AccountId"] for u in left] == [before]
    statistics = admin.get_organization_statistics()["OrganizationDetails"]["OrganizationStatistics"]
    assert statistics["TotalAccountsCount"] == statistics["EnabledAccountsCount"] == 4 and statistics["MemberAccountsCount"] == 3

    # Members are suspended, changed and let go.
    admin.update_organization_configuration(DetectorId=ours, AutoEnableOrganizationMembers="NONE")
    assert admin.stop_monitoring_members(DetectorId=ours, AccountIds=[before])["UnprocessedAccounts"] == []
    (detector,) = gd(before).list_detectors()["DetectorIds"]
    assert gd(before).get_detector(DetectorId=detector)["Status"] == "DISABLED" and members()[before]["RelationshipStatus"] == "Disabled"
    admin.start_monitoring_members(DetectorId=ours, AccountIds=[before])
    assert gd(before).get_detector(DetectorId=detector)["Status"] == "ENABLED"
    admin.update_member_detectors(DetectorId=ours, AccountIds=[before], Features=[{"Name": "S3_DATA_EVENTS", "Status": "DISABLED"}])
    (shown,) = admin.get_member_detectors(DetectorId=ours, AccountIds=[before])["MemberDataSourceConfigurations"]
    assert shown["DataSources"]["S3Logs"]["Status"] == "DISABLED"
    assert admin.delete_members(DetectorId=ours, AccountIds=[before])["UnprocessedAccounts"], "members must be disassociated first"
    with error_code("BadRequestException"):
        admin.delete_detector(DetectorId=ours)
    assert admin.disassociate_members(DetectorId=ours, AccountIds=[before])["UnprocessedAccounts"] == []
    assert before not in members() and gd(before).get_administrator_account(DetectorId=detector)["Administrator"] == {}
    everybody = {m["AccountId"]: m["RelationshipStatus"] for m in admin.list_members(DetectorId=ours, OnlyAssociated="false")["Members"]}
    assert everybody[before] == "Removed"
    assert admin.delete_members(DetectorId=ours, AccountIds=[before])["UnprocessedAccounts"] == []
    assert admin.create_members(DetectorId=ours, AccountDetails=[{"AccountId": before, "Email": f"{unique('x')}@example.com"}])["UnprocessedAccounts"] == []
    assert members()[before]["RelationshipStatus"] == "Enabled"

    # Who leaves the organization is a member no more.
    root.disable_organization_admin_account(AdminAccountId=administrator)
    assert root.list_organization_admin_accounts()["AdminAccounts"] == [] and members() == {}
    assert org().list_delegated_administrators(ServicePrincipal="guardduty.amazonaws.com")["DelegatedAdministrators"] == []
    with error_code("BadRequestException"):
        admin.describe_organization_configuration(DetectorId=ours)

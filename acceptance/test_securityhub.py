"""Security Hub with boto3 and the AWS CLI: findings, filters, history, insights, products, custom actions, automation rules, events, durability."""

import concurrent.futures
import json
import threading
import time

import botocore.exceptions
import pytest

from harness import Credentials, allow, deny, error_code, policy, unique, wait_for
from securityhub_support import REGION, by_id, equals, event_queue, finding, get, imported, moment


@pytest.fixture(scope="module")
def server(module_server):
    module_server.client("securityhub").enable_security_hub(EnableDefaultStandards=False)
    return module_server


@pytest.fixture(scope="module")
def hub(server):
    return server.client("securityhub")


def test_security_hub_is_enabled_described_and_disabled(module_server):
    hub = module_server.client("securityhub", region="eu-west-3")
    account = module_server.account
    for call in (hub.describe_hub, hub.get_findings, hub.get_insights, hub.get_enabled_standards, hub.describe_products):
        with error_code("InvalidAccessException", 401, f"Account {account} is not subscribed to AWS Security Hub"):
            call()
    hub.enable_security_hub(Tags={"team": "red"}, EnableDefaultStandards=False, ControlFindingGenerator="STANDARD_CONTROL")
    with error_code("ResourceConflictException", 409):
        hub.enable_security_hub()
    arn = f"arn:aws:securityhub:eu-west-3:{account}:hub/default"
    described = hub.describe_hub()
    assert described["HubArn"] == arn and described["SubscribedAt"].endswith("Z")
    assert described["AutoEnableControls"] is True and described["ControlFindingGenerator"] == "STANDARD_CONTROL"
    assert hub.describe_hub(HubArn=arn)["HubArn"] == arn
    with error_code("InvalidInputException", 400):
        hub.describe_hub(HubArn=arn + "x")
    hub.update_security_hub_configuration(AutoEnableControls=False, ControlFindingGenerator="SECURITY_CONTROL")
    described = hub.describe_hub()
    assert described["AutoEnableControls"] is False and described["ControlFindingGenerator"] == "SECURITY_CONTROL"
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "red"}
    hub.tag_resource(ResourceArn=arn, Tags={"team": "blue", "more": "1"})
    hub.untag_resource(ResourceArn=arn, TagKeys=["more"])
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"team": "blue"}
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []
    hub.disable_security_hub()
    with error_code("InvalidAccessException"):
        hub.describe_hub()
    with error_code("InvalidAccessException"):
        hub.disable_security_hub()
    hub.enable_security_hub()
    enabled = {one["StandardsArn"] for one in hub.get_enabled_standards()["StandardsSubscriptions"]}
    assert enabled == {
        "arn:aws:securityhub:eu-west-3::standards/aws-foundational-security-best-practices/v/1.0.0",
        "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0",
    }


def test_a_finding_gets_what_security_hub_adds(server, hub):
    made = finding(server.account, Severity={"Normalized": 55}, Confidence=40)
    imported(hub, made)
    [shown] = by_id(hub, made["Id"])
    assert shown["Severity"] == {"Label": "MEDIUM", "Normalized": 55}
    assert shown["Workflow"] == {"Status": "NEW"} and shown["WorkflowState"] == "NEW" and shown["RecordState"] == "ACTIVE"
    assert (shown["ProductName"], shown["CompanyName"], shown["Region"]) == ("Default", "Personal", REGION)
    assert shown["ProductFields"]["aws/securityhub/FindingId"] == f"{made['ProductArn']}/{made['Id']}"
    assert shown["FindingProviderFields"] == {"Severity": {"Label": "MEDIUM"}, "Types": made["Types"], "Confidence": 40}
    assert shown["Resources"][0] | {"Partition": "aws", "Region": REGION} == shown["Resources"][0]
    assert shown["ProcessedAt"] >= shown["CreatedAt"][:19]


def test_each_finding_is_refused_by_itself(server, hub):
    good = finding(server.account)
    without = finding(server.account)
    del without["Severity"]
    bad = [
        (finding(server.account, Title="x" * 257), "data.Title should NOT be longer than 256 characters"),
        (finding(server.account, Severity={"Label": "WORST"}), "data.Severity.Label should be equal to one of the allowed values"),
        (finding(server.account, UpdatedAt="yesterday"), 'data.UpdatedAt should match format "date-time"'),
        (finding(server.account, SchemaVersion="1"), "data.SchemaVersion should be equal to one of the allowed values"),
        (finding(server.account, Types=["Nonsense"]), "data.Types[0] should match pattern"),
        (finding(server.account, Resources=[]), "data.Resources should NOT have fewer than 1 items"),
        (finding(server.account, Description="d" * 250_000), "data should NOT be larger than 240 KB"),
        (without, "data should have required property 'Severity'"),
    ]
    answer = hub.batch_import_findings(Findings=[good, *(one for one, _ in bad)])
    assert (answer["SuccessCount"], answer["FailedCount"]) == (1, len(bad))
    for failed, (made, message) in zip(answer["FailedFindings"], bad, strict=True):
        assert (failed["Id"], failed["ErrorCode"]) == (made["Id"], "InvalidInput")
        assert failed["ErrorMessage"].startswith("Finding does not adhere to Amazon Finding Format. ")
        assert message in failed["ErrorMessage"], failed
    assert [one["Id"] for one in by_id(hub, good["Id"], *(one["Id"] for one, _ in bad))] == [good["Id"]]
    with error_code("InvalidInputException", 400):
        hub.batch_import_findings(Findings=[finding(server.account) for _ in range(101)])


def test_who_may_import_what(server, hub):
    account = server.account
    for arn in (
        f"arn:aws:securityhub:{REGION}::product/prowler/prowler",  # not enabled
        f"arn:aws:securityhub:{REGION}::product/aws/guardduty",  # a service's own
        f"arn:aws:securityhub:{REGION}::product/nobody/nothing",
        f"arn:aws:securityhub:{REGION}:210987654321:product/210987654321/default",
    ):
        with error_code("AccessDeniedException", 403):
            hub.batch_import_findings(Findings=[finding(account, ProductArn=arn)])
    with error_code("InvalidInputException", 400):
        hub.batch_import_findings(Findings=[finding(account, region="eu-west-1")])
    with error_code("AccessDeniedException", 403):
        hub.batch_import_findings(Findings=[finding(account, AwsAccountId="210987654321")])
    own = finding(account)["ProductArn"]
    sender = server.user(unique("sender"), inline=policy(
        allow("securityhub:BatchImportFindings", own, Condition={"StringEquals": {"securityhub:TargetAccount": account}})))
    imported(server.client("securityhub", sender), finding(account))
    other = server.user(unique("sender"), inline=policy(
        allow("securityhub:BatchImportFindings", own, Condition={"StringEquals": {"securityhub:TargetAccount": "210987654321"}})))
    with error_code("AccessDeniedException", 403):
        server.client("securityhub", other).batch_import_findings(Findings=[finding(account)])


def test_products_are_enabled_and_prowlers_findings_arrive(server, hub):
    products = {}
    for page in hub.get_paginator("describe_products").paginate(PaginationConfig={"PageSize": 20}):
        products |= {one["ProductArn"]: one for one in page["Products"]}
    arn = f"arn:aws:securityhub:{REGION}::product/prowler/prowler"
    assert products[arn]["CompanyName"] == "Prowler" and len(products) > 40
    assert hub.describe_products(ProductArn=arn)["Products"] == [products[arn]]
    with error_code("InvalidInputException"):
        hub.describe_products(ProductArn=arn + "x")
    subscription = f"arn:aws:securityhub:{REGION}:{server.account}:product-subscription"
    enabled = hub.list_enabled_products_for_import()["ProductSubscriptions"]
    assert f"{subscription}/aws/guardduty" in enabled and f"{subscription}/prowler/prowler" not in enabled
    assert hub.enable_import_findings_for_product(ProductArn=arn)["ProductSubscriptionArn"] == f"{subscription}/prowler/prowler"
    with error_code("ResourceConflictException"):
        hub.enable_import_findings_for_product(ProductArn=arn)
    # As Prowler writes them (`-M json-asff`).
    made = {
        "SchemaVersion": "2018-10-08",
        "Id": f"prowler-iam_root_mfa_enabled-{server.account}-{REGION}-{unique('x')}",
        "ProductArn": arn,
        "RecordState": "ACTIVE",
        "ProductFields": {"ProviderName": "Prowler", "ProviderVersion": "5.0.0", "ProwlerResourceName": "arn:aws:iam::1:root"},
        "GeneratorId": "prowler-iam_root_mfa_enabled",
        "AwsAccountId": server.account,
        "Types": ["Software and Configuration Checks/Industry and Regulatory Standards"],
        "FirstObservedAt": "2026-01-01T00:00:00Z",
        "UpdatedAt": moment(),
        "CreatedAt": "2026-01-01T00:00:00Z",
        "Severity": {"Label": "CRITICAL"},
        "Title": "Ensure MFA is enabled for the root account",
        "Description": "MFA is not enabled for root account.",
        "Resources": [{"Type": "AwsIamUser", "Id": f"arn:aws:iam::{server.account}:root", "Partition": "aws", "Region": REGION}],
        "Compliance": {"Status": "FAILED", "RelatedRequirements": ["1.5", "CIS-1.5 1.5"], "AssociatedStandards": [{"StandardsId": "CIS-1.5"}]},
        "Remediation": {"Recommendation": {"Text": "Enable MFA.", "Url": "https://docs.aws.amazon.com/"}},
    }
    imported(hub, made)
    [shown] = get(hub, ProductName=equals("Prowler"), ComplianceStatus=equals("FAILED"))
    assert shown["Id"] == made["Id"] and shown["ProductFields"]["ProviderName"] == "Prowler"
    hub.disable_import_findings_for_product(ProductSubscriptionArn=f"{subscription}/prowler/prowler")
    with error_code("ResourceNotFoundException"):
        hub.disable_import_findings_for_product(ProductSubscriptionArn=f"{subscription}/prowler/prowler")
    with error_code("AccessDeniedException"):
        hub.batch_import_findings(Findings=[made])


def test_providers_and_customers_change_a_finding(server, hub):
    made = finding(server.account)
    imported(hub, made)
    identifier = {"Id": made["Id"], "ProductArn": made["ProductArn"]}
    absent = {"Id": unique("absent"), "ProductArn": made["ProductArn"]}
    answer = hub.batch_update_findings(
        FindingIdentifiers=[identifier, absent], Note={"Text": "looked at", "UpdatedBy": "me"}, Severity={"Label": "CRITICAL"},
        VerificationState="TRUE_POSITIVE", Confidence=90, Criticality=80, Types=["TTPs/Discovery"], UserDefinedFields={"ticket": "7"},
        Workflow={"Status": "NOTIFIED"}, RelatedFindings=[absent],
    )
    assert answer["ProcessedFindings"] == [identifier]
    [unprocessed] = answer["UnprocessedFindings"]
    assert (unprocessed["FindingIdentifier"], unprocessed["ErrorCode"]) == (absent, "FindingNotFound")
    # The same again is no news; a later update changes what the provider says and keeps what the customer said.
    imported(hub, made | {"Title": "ignored"})
    time.sleep(0.01)
    imported(hub, made | {"UpdatedAt": moment(1), "Title": "changed", "Severity": {"Label": "LOW"}, "Confidence": 1,
                          "Note": {"Text": "mine", "UpdatedBy": "p", "UpdatedAt": moment()}, "Workflow": {"Status": "NEW"}})
    [shown] = by_id(hub, made["Id"])
    assert shown["Title"] == "changed"
    assert shown["Severity"] == {"Label": "CRITICAL", "Normalized": 90}
    assert shown["FindingProviderFields"]["Severity"] == {"Label": "LOW"} and shown["FindingProviderFields"]["Confidence"] == 1
    assert (shown["Confidence"], shown["Criticality"], shown["Types"]) == (90, 80, ["TTPs/Discovery"])
    assert shown["Note"]["Text"] == "looked at" and shown["Note"]["UpdatedBy"] == "me" and shown["UserDefinedFields"] == {"ticket": "7"}
    assert shown["Workflow"]["Status"] == "NOTIFIED" and shown["VerificationState"] == "TRUE_POSITIVE"
    assert shown["RelatedFindings"] == [absent]
    for wrong in ({}, {"Note": {"Text": "x" * 513, "UpdatedBy": "me"}}, {"Types": ["Nonsense"]}):
        with error_code("InvalidInputException", 400):
            hub.batch_update_findings(FindingIdentifiers=[identifier], **wrong)
    with error_code("InvalidInputException", 400):
        hub.batch_update_findings(FindingIdentifiers=[identifier] * 101, Confidence=1)
    with error_code("InvalidInputException", 400):
        hub.batch_update_findings(FindingIdentifiers=[identifier], Confidence=101)
    history = hub.get_finding_history(FindingIdentifier=identifier)["Records"]
    assert [record["UpdateSource"]["Type"] for record in history] == [
        "BATCH_IMPORT_FINDINGS", "BATCH_UPDATE_FINDINGS", "BATCH_IMPORT_FINDINGS"]
    assert [record["FindingCreated"] for record in history] == [False, False, True]
    updates = {one["UpdatedField"]: (one.get("OldValue"), one.get("NewValue")) for one in history[1]["Updates"]}
    assert updates["Workflow.Status"] == ("NEW", "NOTIFIED") and updates["Severity.Label"] == ("HIGH", "CRITICAL")
    assert updates["Note.Text"] == (None, "looked at")
    assert history[1]["UpdateSource"]["Identity"] == f"arn:aws:iam::{server.account}:root"
    assert {one["UpdatedField"]: one["NewValue"] for one in history[0]["Updates"]}["Title"] == "changed"
    page = hub.get_finding_history(FindingIdentifier=identifier, MaxResults=2)
    rest = hub.get_finding_history(FindingIdentifier=identifier, MaxResults=2, NextToken=page["NextToken"])
    assert page["Records"] + rest["Records"] == history and "NextToken" not in rest


def test_fields_of_updates_are_condition_keys(server, hub):
    made = finding(server.account)
    imported(hub, made)
    identifier = {"Id": made["Id"], "ProductArn": made["ProductArn"]}
    analyst = server.client("securityhub", server.user(unique("analyst"), inline=policy(
        allow("securityhub:*"),
        deny("securityhub:BatchUpdateFindings", Condition={"StringEquals": {"securityhub:ASFFSyntaxPath/Workflow.Status": "SUPPRESSED"}}),
        deny("securityhub:BatchUpdateFindings", Condition={"Null": {"securityhub:ASFFSyntaxPath/Criticality": "false"}}),
    )))
    analyst.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "NOTIFIED"})
    with error_code("AccessDeniedException", 403):
        analyst.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "SUPPRESSED"})
    with error_code("AccessDeniedException", 403):
        analyst.batch_update_findings(FindingIdentifiers=[identifier], Criticality=1)
    assert by_id(hub, made["Id"])[0]["Workflow"]["Status"] == "NOTIFIED"


def test_workflow_begins_anew_when_a_finding_comes_back(server, hub):
    made = finding(server.account, RecordState="ARCHIVED")
    imported(hub, made)
    identifier = {"Id": made["Id"], "ProductArn": made["ProductArn"]}
    hub.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "RESOLVED"})
    imported(hub, made | {"RecordState": "ACTIVE", "UpdatedAt": moment(1)})
    [shown] = by_id(hub, made["Id"])
    assert (shown["RecordState"], shown["Workflow"]["Status"]) == ("ACTIVE", "NEW")


@pytest.fixture(scope="module")
def many(server, hub):
    """120 findings of a generator of their own."""
    generator = unique("many")
    made = []
    for number in range(120):
        made.append(finding(
            server.account, GeneratorId=generator, Title=f"finding number {number % 4}", Severity={"Label": ["LOW", "HIGH", "CRITICAL"][number % 3]},
            UpdatedAt=f"2026-02-{number % 28 + 1:02d}T00:00:{number % 60:02d}Z", CreatedAt="2026-02-01T00:00:00Z", Criticality=number % 100,
            ProductFields={"number": str(number)}, Network={"SourceIpV4": f"10.0.{number}.1"},
            Resources=[{"Type": "AwsEc2Instance", "Id": f"i-{number % 10}", "Tags": {"env": ["prod", "test"][number % 2]},
                        "Details": {"AwsEc2Instance": {"VpcId": f"vpc-{number % 5}", "ImageId": f"ami-{number % 3}"}}}],
        ))
    imported(hub, *made[:60])
    imported(hub, *made[60:])
    return generator, made


def numbers(found) -> set:
    return {int(one["ProductFields"]["number"]) for one in found}


@pytest.mark.parametrize(("filters", "wanted"), [
    ({"SeverityLabel": equals("HIGH")}, lambda n: n % 3 == 1),
    ({"SeverityLabel": equals("HIGH", "LOW")}, lambda n: n % 3 != 2),
    ({"SeverityLabel": [{"Value": "HIGH", "Comparison": "NOT_EQUALS"}]}, lambda n: n % 3 != 1),
    ({"SeverityLabel": [{"Value": v, "Comparison": "NOT_EQUALS"} for v in ("HIGH", "LOW")]}, lambda n: n % 3 == 2),
    ({"Title": [{"Value": "finding number", "Comparison": "PREFIX"}, {"Value": "finding number 2", "Comparison": "PREFIX_NOT_EQUALS"}]},
     lambda n: n % 4 != 2),
    ({"Title": [{"Value": "number 3", "Comparison": "CONTAINS"}]}, lambda n: n % 4 == 3),
    ({"Title": [{"Value": "number 3", "Comparison": "NOT_CONTAINS"}]}, lambda n: n % 4 != 3),
    ({"Title": [{"Value": "NUMBER", "Comparison": "CONTAINS_WORD"}]}, lambda n: True),
    ({"Criticality": [{"Gte": 10, "Lte": 12}, {"Eq": 50}]}, lambda n: n % 100 in (10, 11, 12, 50)),
    ({"SeverityNormalized": [{"Gte": 70}]}, lambda n: n % 3 != 0),
    ({"UpdatedAt": [{"Start": "2026-02-27T00:00:00Z", "End": "2026-02-28T23:59:59Z"}]}, lambda n: n % 28 >= 26),
    ({"ResourceId": equals("i-3")}, lambda n: n % 10 == 3),
    ({"ResourceTags": [{"Key": "env", "Value": "prod", "Comparison": "EQUALS"}]}, lambda n: n % 2 == 0),
    ({"ResourceTags": [{"Key": "env", "Value": "prod", "Comparison": "NOT_EQUALS"}]}, lambda n: n % 2 == 1),
    ({"ProductFields": [{"Key": "number", "Value": "7", "Comparison": "EQUALS"}]}, lambda n: n == 7),
    ({"NetworkSourceIpV4": [{"Cidr": "10.0.64.0/18"}]}, lambda n: n >= 64),
    ({"ResourceAwsEc2InstanceVpcId": equals("vpc-1"), "SeverityLabel": equals("LOW")}, lambda n: n % 5 == 1 and n % 3 == 0),
    ({"Keyword": [{"Value": "ami-2"}]}, lambda n: n % 3 == 2),
    ({"VerificationState": [{"Value": "UNKNOWN", "Comparison": "NOT_EQUALS"}]}, lambda n: True),
    ({"CreatedAt": [{"DateRange": {"Value": 1, "Unit": "DAYS"}}]}, lambda n: False),
    ({"Sample": [{"Value": False}]}, lambda n: True),
])
def test_every_operator_of_filters(hub, many, filters, wanted):
    found = get(hub, GeneratorId=equals(many[0]), **filters)
    assert numbers(found) == {n for n in range(120) if wanted(n)} and len(found) == len(numbers(found))


def test_filters_that_make_no_sense_are_refused(hub):
    for filters in (
        {"Title": [{"Value": "a", "Comparison": "EQUALS"}, {"Value": "b", "Comparison": "NOT_EQUALS"}]},
        {"Title": [{"Value": "a"}]},
        {"Title": equals(*(str(n) for n in range(21)))},
        {"UpdatedAt": [{"Start": "now"}]},
        {"NetworkSourceIpV4": [{"Cidr": "10.0.0.0/40"}]},
        {"Title": [{"Value": "a", "Comparison": "LIKE"}]},
        {name: equals("a") for name in ("Title", "Id", "Type", "ResourceId", "ResourceType", "ProductArn", "GeneratorId", "Description",
                                       "RecordState", "CompanyName", "ProductName")},
    ):
        with error_code("InvalidInputException", 400):
            hub.get_findings(Filters=filters)
    with error_code("InvalidInputException", 400):
        hub.get_findings(SortCriteria=[{"Field": "Nonsense", "SortOrder": "asc"}])
    with error_code("InvalidInputException", 400):
        hub.get_findings(NextToken="nonsense")
    with error_code("InvalidInputException", 400):
        hub.get_findings(MaxResults=101)


@pytest.mark.parametrize(("sort", "key"), [
    ([{"Field": "UpdatedAt", "SortOrder": "desc"}], lambda f: [-int(f["UpdatedAt"][8:10] + f["UpdatedAt"][17:19])]),
    ([{"Field": "UpdatedAt", "SortOrder": "asc"}], lambda f: [f["UpdatedAt"]]),
    ([{"Field": "Title", "SortOrder": "asc"}], lambda f: [f["Title"]]),
    ([{"Field": "SeverityNormalized", "SortOrder": "desc"}, {"Field": "Criticality", "SortOrder": "asc"}],
     lambda f: [-f["Severity"]["Normalized"], f["Criticality"]]),
    ([{"Field": "ResourceAwsEc2InstanceVpcId", "SortOrder": "asc"}], lambda f: [f["Resources"][0]["Details"]["AwsEc2Instance"]["VpcId"]]),
])
def test_findings_are_sorted_and_paged_without_loss(hub, many, sort, key):
    found, token = [], None
    while True:
        more = {"NextToken": token} if token else {}
        page = hub.get_findings(Filters={"GeneratorId": equals(many[0])}, SortCriteria=sort, MaxResults=17, **more)
        found += page["Findings"]
        token = page.get("NextToken")
        if token is None:
            break
        assert len(page["Findings"]) == 17
    assert numbers(found) == set(range(120)) and len(found) == 120
    assert [key(one) for one in found] == sorted(key(one) for one in found)


def test_update_findings_by_filter(server, hub):
    generator = unique("bulk")
    imported(hub, *(finding(server.account, GeneratorId=generator) for _ in range(5)), finding(server.account))
    hub.update_findings(Filters={"GeneratorId": equals(generator)}, Note={"Text": "all", "UpdatedBy": "me"}, RecordState="ARCHIVED")
    found = get(hub, GeneratorId=equals(generator))
    assert len(found) == 5
    assert {(one["RecordState"], one["Note"]["Text"]) for one in found} == {("ARCHIVED", "all")}
    with error_code("InvalidInputException"):
        hub.update_findings(Filters={"GeneratorId": equals(generator)})


def test_insights_count_findings(server, hub, many):
    generator, _ = many
    arn = hub.create_insight(Name="by severity", Filters={"GeneratorId": equals(generator)}, GroupByAttribute="SeverityLabel")["InsightArn"]
    assert arn.startswith(f"arn:aws:securityhub:{REGION}:{server.account}:insight/{server.account}/custom/")
    results = hub.get_insight_results(InsightArn=arn)["InsightResults"]
    assert (results["InsightArn"], results["GroupByAttribute"]) == (arn, "SeverityLabel")
    assert {one["GroupByAttributeValue"]: one["Count"] for one in results["ResultValues"]} == {"LOW": 40, "HIGH": 40, "CRITICAL": 40}
    hub.update_insight(InsightArn=arn, Name="by image", GroupByAttribute="ResourceAwsEc2InstanceImageId",
                       Filters={"GeneratorId": equals(generator), "ResourceId": equals("i-1", "i-2")})
    [insight] = hub.get_insights(InsightArns=[arn])["Insights"]
    assert insight["Name"] == "by image" and insight["Filters"]["ResourceId"] == equals("i-1", "i-2")
    counts = {one["GroupByAttributeValue"]: one["Count"] for one in hub.get_insight_results(InsightArn=arn)["InsightResults"]["ResultValues"]}
    assert counts == {f"ami-{image}": sum(1 for n in range(120) if n % 10 in (1, 2) and n % 3 == image) for image in range(3)}
    managed = "arn:aws:securityhub:::insight/securityhub/default/29"
    listed = [one for page in hub.get_paginator("get_insights").paginate() for one in page["Insights"]]
    assert {arn, managed} <= {one["InsightArn"] for one in listed} and len(listed) > 30
    severities = {one["GroupByAttributeValue"]: one["Count"] for one in hub.get_insight_results(InsightArn=managed)["InsightResults"]["ResultValues"]}
    assert severities["CRITICAL"] >= 40
    resources = hub.get_insight_results(InsightArn="arn:aws:securityhub:::insight/securityhub/default/31")["InsightResults"]["ResultValues"]
    assert [one["Count"] for one in resources] == sorted((one["Count"] for one in resources), reverse=True)
    assert {one["GroupByAttributeValue"] for one in resources} == {f"i-{n}" for n in range(10)}
    with error_code("InvalidInputException"):
        hub.create_insight(Name="n", Filters={}, GroupByAttribute="Nonsense")
    assert hub.delete_insight(InsightArn=arn)["InsightArn"] == arn
    for call in (hub.delete_insight, hub.get_insight_results):
        with error_code("ResourceNotFoundException", 404):
            call(InsightArn=arn)


def test_custom_actions(server, hub):
    arn = hub.create_action_target(Name="Ticket", Description="Makes a ticket", Id="ticket1")["ActionTargetArn"]
    assert arn == f"arn:aws:securityhub:{REGION}:{server.account}:action/custom/ticket1"
    with error_code("ResourceConflictException", 409):
        hub.create_action_target(Name="Ticket", Description="d", Id="ticket1")
    for wrong in ({"Name": "x" * 21}, {"Id": "a b"}, {"Id": "x" * 21}):
        with error_code("InvalidInputException", 400):
            hub.create_action_target(**{"Name": "n", "Description": "d", "Id": "i"} | wrong)
    hub.update_action_target(ActionTargetArn=arn, Name="Better")
    assert hub.describe_action_targets(ActionTargetArns=[arn])["ActionTargets"] == [
        {"ActionTargetArn": arn, "Name": "Better", "Description": "Makes a ticket"}]
    assert hub.delete_action_target(ActionTargetArn=arn)["ActionTargetArn"] == arn
    with error_code("ResourceNotFoundException", 404):
        hub.describe_action_targets(ActionTargetArns=[arn])
    assert hub.describe_action_targets()["ActionTargets"] == []


def test_automation_rules_are_applied_in_order(server, hub):
    generator = unique("automated")
    criteria = {"GeneratorId": equals(generator)}

    def rule(order: int, update: dict, terminal=False, **more) -> str:
        return hub.create_automation_rule(
            RuleOrder=order, RuleName=f"rule {order}", Description="d", IsTerminal=terminal, Criteria=criteria | more,
            Actions=[{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": update}])["RuleArn"]

    first = rule(1, {"Severity": {"Label": "CRITICAL"}, "UserDefinedFields": {"by": "first"}})
    second = rule(2, {"Workflow": {"Status": "SUPPRESSED"}}, True, SeverityLabel=equals("CRITICAL"),
                  ResourceId=[{"Value": "bucket", "Comparison": "CONTAINS"}])
    third = rule(3, {"Note": {"Text": "never", "UpdatedBy": "rule"}})
    made = finding(server.account, GeneratorId=generator)
    imported(hub, made)
    [shown] = by_id(hub, made["Id"])
    assert shown["Severity"] == {"Label": "CRITICAL", "Normalized": 90} and shown["UserDefinedFields"] == {"by": "first"}
    assert shown["Workflow"]["Status"] == "SUPPRESSED" and "Note" not in shown
    answer = hub.batch_update_automation_rules(UpdateAutomationRulesRequestItems=[
        {"RuleArn": second, "RuleStatus": "DISABLED"}, {"RuleArn": second + "x", "RuleStatus": "DISABLED"}])
    assert answer["ProcessedAutomationRules"] == [second]
    assert answer["UnprocessedAutomationRules"][0]["RuleArn"] == second + "x"
    other = finding(server.account, GeneratorId=generator)
    imported(hub, other)
    [shown] = by_id(hub, other["Id"])
    assert shown["Workflow"]["Status"] == "NEW" and shown["Note"]["Text"] == "never"
    [config] = hub.batch_get_automation_rules(AutomationRulesArns=[second])["Rules"]
    assert (config["RuleStatus"], config["RuleOrder"], config["IsTerminal"]) == ("DISABLED", 2, True)
    assert config["Criteria"]["SeverityLabel"] == equals("CRITICAL")
    assert config["Actions"][0]["FindingFieldsUpdate"]["Workflow"] == {"Status": "SUPPRESSED"}
    listed = [one["RuleArn"] for one in hub.list_automation_rules()["AutomationRulesMetadata"]]
    assert listed == [first, second, third]
    for wrong in ({"Criteria": {}}, {"Actions": [{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {}}]},
                  {"Criteria": {"Title": [{"Value": "a"}]}}):
        with error_code("InvalidInputException", 400):
            hub.create_automation_rule(**{"RuleOrder": 1, "RuleName": "n", "Description": "d", "Criteria": criteria, "Actions": [
                {"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"Confidence": 1}}]} | wrong)
    assert hub.batch_delete_automation_rules(AutomationRulesArns=[first, second, third])["ProcessedAutomationRules"] == [first, second, third]
    assert hub.list_automation_rules()["AutomationRulesMetadata"] == []


def test_findings_are_told_of_on_the_event_bus(server, hub):
    read = event_queue(server)
    made = finding(server.account)
    imported(hub, made, finding(server.account))
    seen = []
    wait_for(lambda: seen.extend(read()) or len(seen) >= 2)
    [event] = [one for one in seen if one["detail"]["findings"][0]["Id"] == made["Id"]]
    assert (event["source"], event["detail-type"], event["account"]) == ("aws.securityhub", "Security Hub Findings - Imported", server.account)
    assert event["resources"] == [f"{made['ProductArn']}/{made['Id']}"] and len(event["detail"]["findings"]) == 1
    assert event["detail"]["findings"][0]["Severity"] == {"Label": "HIGH", "Normalized": 70}
    hub.batch_update_findings(FindingIdentifiers=[{"Id": made["Id"], "ProductArn": made["ProductArn"]}], Workflow={"Status": "NOTIFIED"})
    updated = wait_for(read)
    assert updated[0]["detail"]["findings"][0]["Workflow"]["Status"] == "NOTIFIED"
    # What is no news is not told.
    imported(hub, made)
    time.sleep(1)
    assert read() == []


def test_the_aws_cli(server):
    made = finding(server.account)
    answer = server.cli(["securityhub", "batch-import-findings", "--findings", json.dumps([made])])
    assert answer["SuccessCount"] == 1
    found = server.cli(["securityhub", "get-findings", "--filters", json.dumps({"Id": equals(made["Id"])})])
    assert [one["Id"] for one in found["Findings"]] == [made["Id"]]


def test_many_importers_at_once_lose_nothing(server, hub):
    generator = unique("crowd")

    def send(number: int) -> None:
        imported(hub, *(finding(server.account, GeneratorId=generator, Id=f"{generator}-{number}-{n}") for n in range(10)))

    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(send, range(24)))
    assert len({one["Id"] for one in get(hub, GeneratorId=equals(generator))}) == 240


def test_findings_survive_a_kill(fresh):
    server = fresh()
    hub = server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    first, second = finding(server.account), finding(server.account)
    imported(hub, first, second)
    hub.batch_update_findings(FindingIdentifiers=[{"Id": first["Id"], "ProductArn": first["ProductArn"]}], Workflow={"Status": "SUPPRESSED"})
    before = sorted(get(hub), key=lambda one: one["Id"])
    server.kill()
    server.start()
    hub = server.client("securityhub")
    assert sorted(get(hub), key=lambda one: one["Id"]) == before and len(before) == 2
    assert [one["Id"] for one in get(hub, WorkflowStatus=equals("SUPPRESSED"))] == [first["Id"]]
    imported(hub, finding(server.account))
    assert len(get(hub)) == 3
    history = hub.get_finding_history(FindingIdentifier={"Id": first["Id"], "ProductArn": first["ProductArn"]})["Records"]
    assert len(history) == 2


def test_nothing_acknowledged_is_lost_when_killed_under_load(fresh):
    server = fresh()
    server.client("securityhub").enable_security_hub(EnableDefaultStandards=False)
    acknowledged, lock = set(), threading.Lock()

    def send(number: int) -> None:
        hub = server.client("securityhub")
        for batch in range(1_000):
            made = [finding(server.account, Id=f"{number}-{batch}-{n}") for n in range(5)]
            try:
                imported(hub, *made)
            except (botocore.exceptions.BotoCoreError, botocore.exceptions.ClientError):
                return
            with lock:
                acknowledged.update(one["Id"] for one in made)

    for _ in range(3):
        threads = [threading.Thread(target=send, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        time.sleep(1.5)
        server.kill()
        for thread in threads:
            thread.join()
        server.start()
        found = [one["Id"] for one in get(server.client("securityhub"))]
        assert acknowledged <= set(found) and len(found) == len(set(found))
    assert len(acknowledged) > 50


def test_old_findings_are_removed(fresh):
    server = fresh(sandbox=True)
    account = Credentials("AKIAIOSFODNN7EXAMPLE", "secret")
    hub = server.client("securityhub", account)
    number = server.client("sts", account).get_caller_identity()["Account"]
    hub.enable_security_hub(EnableDefaultStandards=False)
    old = finding(number)
    imported(hub, old)
    server.advance(60 * 24 * 3600)
    young = finding(number)
    imported(hub, young)
    assert {one["Id"] for one in get(hub)} == {old["Id"], young["Id"]}
    server.advance(32 * 24 * 3600)
    imported(hub, finding(number, Id="poke"))
    wait_for(lambda: {one["Id"] for one in get(hub)} == {young["Id"], "poke"}, 20)

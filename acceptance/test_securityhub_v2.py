"""Security Hub's second version (OCSF) with boto3 and the AWS CLI: findings, filters, statistics, resources, updates, automation, aggregation, events."""

import datetime
import json
import time

import botocore.exceptions
import pytest

from harness import allow, deny, ensure_organization, error_code, new_account, policy, unique, wait_for
from securityhub_support import REGION, event_queue, finding, imported, moment

GUARDDUTY = "Stealth:IAMUser/CloudTrailLoggingDisabled"


@pytest.fixture(scope="module")
def server(module_server):
    hub = module_server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    hub.enable_security_hub_v2(Tags={"team": "blue"})
    return module_server


@pytest.fixture(scope="module")
def hub(server):
    return server.client("securityhub")


def text(field, value, comparison="EQUALS") -> dict:
    return {"StringFilters": [{"FieldName": field, "Filter": {"Value": value, "Comparison": comparison}}]}


def filters(*composites, operator=None) -> dict:
    return {"CompositeFilters": list(composites)} | ({"CompositeOperator": operator} if operator else {})


def get(hub, given=None, **more) -> list:
    pages = hub.get_paginator("get_findings_v2").paginate(**({"Filters": given} if given else {}), **more)
    return [one for page in pages for one in page["Findings"]]


def by_id(hub, *ids) -> list:
    return get(hub, filters(*(text("finding_info.uid", one) for one in ids), operator="OR"))


def counts(answer) -> dict:
    [result] = answer["GroupByResults"]
    return {one["FieldValue"]: one["Count"] for one in result["GroupByValues"]}


def test_it_is_enabled_described_and_disabled(server):
    hub = server.client("securityhub", region="eu-west-3")
    with error_code("ResourceNotFoundException", 404):
        hub.describe_security_hub_v2()
    for call in (hub.get_findings_v2, hub.get_resources_v2, hub.describe_products_v2, hub.list_automation_rules_v2, hub.list_aggregators_v2):
        with error_code("AccessDeniedException", 403, "not subscribed"):
            call()
    arn = hub.enable_security_hub_v2(Tags={"a": "b"})["HubV2Arn"]
    assert arn.startswith(f"arn:aws:securityhub:eu-west-3:{server.account}:hubv2/")
    with error_code("ValidationException", 400):
        hub.enable_security_hub_v2()
    described = hub.describe_security_hub_v2()
    assert described["HubV2Arn"] == arn and described["SubscribedAt"].endswith("Z")
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"a": "b"}
    hub.tag_resource(ResourceArn=arn, Tags={"c": "d"})
    hub.untag_resource(ResourceArn=arn, TagKeys=["a"])
    assert hub.list_tags_for_resource(ResourceArn=arn)["Tags"] == {"c": "d"}
    products = [one for page in hub.get_paginator("describe_products_v2").paginate(PaginationConfig={"PageSize": 20}) for one in page["ProductsV2"]]
    assert {"GuardDuty", "Prowler"} <= {one["ProductV2Name"] for one in products}
    # The first version is enabled by itself.
    with error_code("InvalidAccessException", 401):
        hub.describe_hub()
    hub.disable_security_hub_v2()
    with error_code("ResourceNotFoundException"):
        hub.describe_security_hub_v2()


def test_findings_are_ocsf(server, hub):
    account = server.account
    posture = finding(account, Compliance={"Status": "FAILED", "SecurityControlId": "S3.1", "AssociatedStandards": [{"StandardsId": "standards/x"}]},
                      Resources=[{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::ocsf", "Tags": {"env": "prod"}}], Severity={"Label": "MEDIUM"})
    threat = finding(account, Types=["TTPs/Discovery"], FirstObservedAt="2026-01-01T00:00:00Z", Action={
        "ActionType": "AWS_API_CALL", "AwsApiCallAction": {"Api": "ListUsers", "ServiceName": "iam.amazonaws.com", "RemoteIpDetails": {"IpAddressV4": "198.51.100.9"}}})
    weakness = finding(account, Vulnerabilities=[{
        "Id": "CVE-2026-0001", "FixAvailable": "YES", "ExploitAvailable": "NO", "EpssScore": 0.5, "Cvss": [{"BaseScore": 9.8, "Version": "3.1"}],
        "VulnerablePackages": [{"Name": "openssl", "Version": "1", "FixedInVersion": "2"}]}])
    data = finding(account, Types=["Sensitive Data Identifications/PII"])
    imported(hub, posture, threat, weakness, data)
    shown = {one["finding_info"]["uid"]: one for one in by_id(hub, posture["Id"], threat["Id"], weakness["Id"], data["Id"])}
    classes = {one["Id"]: shown[one["Id"]]["class_uid"] for one in (posture, threat, weakness, data)}
    assert classes == {posture["Id"]: 2003, threat["Id"]: 2004, weakness["Id"]: 2002, data["Id"]: 2006}
    one = shown[posture["Id"]]
    assert one["compliance"] == {"status": "Fail", "status_id": 3, "control": "S3.1", "standards": ["standards/x"]}
    assert (one["severity"], one["severity_id"], one["status"], one["status_id"]) == ("Medium", 3, "New", 1)
    assert one["class_name"] == "Compliance Finding" and one["type_uid"] == 200300 + one["activity_id"]
    assert one["metadata"]["product"]["uid"] == f"arn:aws:securityhub:{REGION}:{account}:productv2/{account}/default" and len(one["metadata"]["uid"]) == 64
    assert one["cloud"]["account"]["uid"] == account and one["cloud"]["region"] == REGION
    [resource] = one["resources"]
    assert (resource["type"], resource["uid"], resource["uid_alt"], resource["tags"]) == ("AWS::S3::Bucket", "ocsf", "arn:aws:s3:::ocsf", [{"name": "env", "value": "prod"}])
    assert "Posture Management" in one["finding_info"]["types"]
    assert shown[threat["Id"]]["evidences"][0]["src_endpoint"]["ip"] == "198.51.100.9"
    [vulnerability] = shown[weakness["Id"]]["vulnerabilities"]
    assert vulnerability["cve"]["uid"] == "CVE-2026-0001" and vulnerability["affected_packages"][0]["fixed_in_version"] == "2"
    assert shown[data["Id"]]["databucket"]["name"] == "bucket"
    # What the first version says of the workflow is the status.
    hub.batch_update_findings(FindingIdentifiers=[{"Id": posture["Id"], "ProductArn": posture["ProductArn"]}], Workflow={"Status": "SUPPRESSED"})
    assert by_id(hub, posture["Id"])[0]["status"] == "Suppressed"


def test_findings_of_guardduty_arrive_without_the_first_version(fresh):
    server = fresh()
    hub, gd = server.client("securityhub"), server.client("guardduty")
    hub.enable_security_hub_v2()
    read = event_queue(server, kind="Findings Imported V2")
    old = event_queue(server)
    detector = gd.create_detector(Enable=True)["DetectorId"]
    gd.create_sample_findings(DetectorId=detector, FindingTypes=[GUARDDUTY])
    [one] = wait_for(lambda: get(hub, filters(text("metadata.product.name", "GuardDuty"), text("finding_info.types", GUARDDUTY))))
    assert one["class_uid"] == 2004 and one["metadata"]["product"]["vendor_name"] == "AWS"
    assert one["resources"][0]["type"] == "AWS::IAM::AccessKey" and one["finding_info"]["uid"].startswith("arn:aws:guardduty:")
    told = []
    wait_for(lambda: told.extend(read()) or told)
    event = next(event for event in told if event["detail"]["findings"][0]["metadata"]["uid"] == one["metadata"]["uid"])
    assert event["resources"] == [one["metadata"]["uid"]] and event["source"] == "aws.securityhub" and len(event["detail"]["findings"]) == 1
    gd.archive_findings(DetectorId=detector, FindingIds=[one["finding_info"]["uid"].rsplit("/", 1)[1]])
    wait_for(lambda: get(hub, filters(text("metadata.uid", one["metadata"]["uid"])))[0]["status"] == "Suppressed")
    assert old() == [], "the first version is not enabled"


@pytest.fixture(scope="module")
def many(server, hub):
    """Findings of all sorts, by a generator of their own."""
    generator = unique("many")
    made = []
    for number in range(60):
        more = {"Title": f"title {number % 6}", "Severity": {"Label": ["LOW", "MEDIUM", "HIGH"][number % 3]}, "GeneratorId": generator, "Confidence": number,
                "UpdatedAt": moment(number), "UserDefinedFields": {"set": generator, "half": str(number % 2)}, "SourceUrl": f"https://example.com/{generator}",
                "Resources": [{"Type": ["AwsS3Bucket", "AwsIamUser"][number % 2], "Id": f"arn:aws:x:::{generator}-{number % 5}", "Tags": {"n": str(number % 4)}}]}
        if number % 2:
            more["Network"] = {"SourceIpV4": f"10.0.{number % 3}.1", "SourcePort": 1000 + number, "Direction": "IN", "Protocol": "TCP"}
        else:
            more["Compliance"] = {"Status": ["PASSED", "FAILED"][number // 2 % 2], "SecurityControlId": f"X.{number % 3}",
                                  "SecurityControlParameters": [{"Name": "days", "Value": [str(number % 4)]}]}
        if number % 10 == 0:
            more["Vulnerabilities"] = [{"Id": f"CVE-{number}", "FixAvailable": ["YES", "NO"][number // 10 % 2], "Cvss": [{"BaseScore": number / 10}]}]
        made.append(finding(server.account, **more))
    imported(hub, *made)
    return {"generator": generator, "findings": made, "mine": text("finding_info.src_url", f"https://example.com/{generator}")}


def number(field, **test) -> dict:
    return {"NumberFilters": [{"FieldName": field, "Filter": test}]}


def pairs(field, key, value, comparison="EQUALS") -> dict:
    return {"MapFilters": [{"FieldName": field, "Filter": {"Key": key, "Value": value, "Comparison": comparison}}]}


@pytest.mark.parametrize(("composites", "operator", "wanted"), [
    ([text("severity", "High")], None, lambda n: n % 3 == 2),
    ([text("severity", "High", "NOT_EQUALS")], None, lambda n: n % 3 != 2),
    ([text("finding_info.title", "title 1"), text("finding_info.title", "title 2")], "OR", lambda n: n % 6 in (1, 2)),
    ([text("finding_info.title", "title 1"), text("finding_info.title", "title 2")], "AND", lambda n: False),
    ([text("finding_info.title", "title", "PREFIX"), text("class_name", "Compliance Finding")], None, lambda n: n % 2 == 0 and n % 10),
    ([text("compliance.control", "X.1")], None, lambda n: n % 2 == 0 and n % 3 == 1 and n % 10),
    ([text("compliance.status", "Fail")], None, lambda n: n % 2 == 0 and n // 2 % 2 == 1 and n % 10),
    ([text("resources.type", "AWS::IAM::User")], None, lambda n: n % 2 == 1),
    ([text("finding_info.title", "1", "CONTAINS_WORD")], None, lambda n: n % 6 == 1),
    ([text("remediation.desc", "x", "NOT_CONTAINS")], None, lambda n: True),
    ([number("severity_id", Gte=3)], None, lambda n: n % 3 >= 1),
    ([number("confidence_score", Gt=10, Lt=20)], None, lambda n: 10 < n < 20),
    ([number("evidences.src_endpoint.port", Eq=1007)], None, lambda n: n == 7),
    ([number("vulnerabilities.cve.cvss.base_score", Gte=4)], None, lambda n: n % 10 == 0 and n >= 40),
    ([{"BooleanFilters": [{"FieldName": "vulnerabilities.is_fix_available", "Filter": {"Value": True}}]}], None, lambda n: n % 20 == 0),
    ([{"BooleanFilters": [{"FieldName": "vulnerabilities.is_fix_available", "Filter": {"Value": False}}]}], None, lambda n: n % 20 == 10),
    ([pairs("resources.tags", "n", "3")], None, lambda n: n % 4 == 3),
    ([pairs("resources.tags", "n", "3", "NOT_EQUALS")], None, lambda n: n % 4 != 3),
    ([pairs("finding_info.tags", "half", "1")], None, lambda n: n % 2 == 1),
    ([pairs("compliance.control_parameters", "days", "2")], None, lambda n: n % 4 == 2 and n % 10),
    ([{"IpFilters": [{"FieldName": "evidences.src_endpoint.ip", "Filter": {"Cidr": "10.0.1.0/24"}}]}], None, lambda n: n % 2 == 1 and n % 3 == 1),
    ([{"DateFilters": [{"FieldName": "finding_info.modified_time_dt", "Filter": {"DateRange": {"Value": 1, "Unit": "DAYS", "Comparison": "OLDER_THAN"}}}]}], None, lambda n: False),
    ([text("severity", "Low") | number("confidence_score", Lt=10) | {"Operator": "OR"}], None, lambda n: n % 3 == 0 or n < 10),
    ([text("severity", "Low") | {"NestedCompositeFilters": [number("confidence_score", Lt=10) | text("resources.type", "AWS::S3::Bucket") | {"Operator": "AND"}], "Operator": "OR"}],
     None, lambda n: n % 3 == 0 or (n < 10 and n % 2 == 0)),
])
def test_every_kind_of_filter(hub, many, composites, operator, wanted):
    # Everything of the generator, and what is asked for.
    nested = {"NestedCompositeFilters": composites, "Operator": operator} if operator else {"NestedCompositeFilters": composites}
    found = get(hub, filters(many["mine"], nested))
    expected = [one["Id"] for n, one in enumerate(many["findings"]) if wanted(n)]
    assert sorted(one["finding_info"]["uid"] for one in found) == sorted(expected)


def test_filters_that_make_no_sense_are_refused(hub):
    for given in (filters({}), filters({"StringFilters": [{"FieldName": "severity", "Filter": {"Value": "x"}}]}),
                  filters({"DateFilters": [{"FieldName": "finding_info.created_time_dt", "Filter": {}}]}),
                  filters({"IpFilters": [{"FieldName": "evidences.src_endpoint.ip", "Filter": {"Cidr": "nonsense"}}]})):
        with error_code("ValidationException", 400):
            hub.get_findings_v2(Filters=given)
    for more in ({"NextToken": "nonsense"}, {"SortCriteria": [{"SortOrder": "asc"}]}):
        with error_code("ValidationException", 400):
            hub.get_findings_v2(**more)
    with pytest.raises(botocore.exceptions.ClientError):
        hub.get_findings_v2(Filters=filters(text("no.such.field", "x")))


@pytest.mark.parametrize(("sort", "key"), [
    ([], lambda one: -one["finding_info"]["modified_time"]),
    ([{"Field": "confidence_score", "SortOrder": "asc"}], lambda one: one["confidence_score"]),
    ([{"Field": "severity_id", "SortOrder": "desc"}, {"Field": "finding_info.title", "SortOrder": "asc"}], lambda one: (-one["severity_id"], one["finding_info"]["title"])),
    ([{"Field": "finding_info.src_url", "SortOrder": "asc"}], lambda one: one["finding_info"]["src_url"]),
])
def test_findings_are_sorted_and_paged_without_loss(hub, many, sort, key):
    whole = get(hub, filters(many["mine"]), SortCriteria=sort)
    assert [key(one) for one in whole] == sorted(key(one) for one in whole) and len(whole) == 60
    paged = get(hub, filters(many["mine"]), SortCriteria=sort, PaginationConfig={"PageSize": 7})
    assert paged == whole


def test_statistics_count_findings(hub, many):
    def count(field, *composites, **more):
        return counts(hub.get_finding_statistics_v2(GroupByRules=[{"GroupByField": field, "Filters": filters(many["mine"], *composites)}], **more))

    assert count("severity") == {"Low": 20, "Medium": 20, "High": 20}
    assert count("resources.type") == {"AWS::S3::Bucket": 30, "AWS::IAM::User": 30}
    assert count("severity", text("finding_info.title", "title 2")) == {"High": 10}
    assert count("compliance.status") == {"Pass": 12, "Fail": 12}
    assert list(count("finding_info.title", number("confidence_score", Lt=8), SortOrder="asc")) == ["title 2", "title 3", "title 4", "title 5", "title 0", "title 1"]
    assert len(count("finding_info.title", MaxStatisticResults=2)) == 2
    assert count("impact") == {}
    both = hub.get_finding_statistics_v2(GroupByRules=[{"GroupByField": "class_name", "Filters": filters(many["mine"])}, {"GroupByField": "status", "Filters": filters(many["mine"])}])
    assert [one["GroupByField"] for one in both["GroupByResults"]] == ["class_name", "status"]
    with error_code("ValidationException", 400):
        hub.get_finding_statistics_v2(GroupByRules=[])


def test_resources_gather_their_findings(hub, many):
    mine = {"StringFilters": [{"FieldName": "ResourceId", "Filter": {"Value": f"arn:aws:x:::{many['generator']}", "Comparison": "PREFIX"}}]}
    found = [one for page in hub.get_paginator("get_resources_v2").paginate(Filters=filters(mine), PaginationConfig={"PageSize": 3}) for one in page["Resources"]]
    assert len(found) == 10 and len({one["ResourceGuid"] for one in found}) == 10
    assert [one["ResourceId"] for one in found] == sorted(one["ResourceId"] for one in found)
    one = next(one for one in found if one["ResourceType"] == "AWS::S3::Bucket" and one["ResourceId"].endswith("-0"))
    assert one["ResourceCategory"] == "Storage" and one["Region"] == REGION and one["ResourceConfig"] == {}
    totals = {(s["FindingType"], s["ProductName"]): s["TotalFindings"] for s in one["FindingsSummary"]}
    assert totals == {("Vulnerabilities", "Default"): 6}
    busy = {"NumberFilters": [{"FieldName": "FindingsSummary.TotalFindings", "Filter": {"Gte": 6}}]}
    assert len(hub.get_resources_v2(Filters=filters(mine, busy))["Resources"]) == 10
    users = {"StringFilters": [{"FieldName": "ResourceType", "Filter": {"Value": "AWS::IAM::User", "Comparison": "EQUALS"}}]}
    assert len(hub.get_resources_v2(Filters=filters(mine, users))["Resources"]) == 5
    answer = hub.get_resources_statistics_v2(GroupByRules=[{"GroupByField": "ResourceCategory", "Filters": filters(mine)}])
    assert counts(answer) == {"Storage": 5, "Identity": 5}
    with error_code("ValidationException", 400):
        hub.get_resources_v2(NextToken="nonsense")
    # A rule says how critical resources are.
    name = unique("critical")
    rule = hub.create_automation_rule_v2(RuleName=name, Description="d", RuleOrder=1, Criteria={"ResourceCriteria": filters(mine, users)}, Actions=[
        {"Type": "RESOURCE_FIELDS_UPDATE", "ResourceFieldsUpdate": {"Criticality": "Very High"}}])
    critical = {"StringFilters": [{"FieldName": "ResourceCriticality", "Filter": {"Value": "Very High", "Comparison": "EQUALS"}}]}
    found = hub.get_resources_v2(Filters=filters(mine, critical))["Resources"]
    assert {one["ResourceType"] for one in found} == {"AWS::IAM::User"} and len(found) == 5
    assert found[0]["ResourceCriticality"] == "Very High" and name in found[0]["CriticalitySources"][0]["Reason"]
    hub.delete_automation_rule_v2(Identifier=rule["RuleId"])


def test_trends_count_by_day(hub, many):
    now = datetime.datetime.now(datetime.UTC)
    span = {"StartTime": now - datetime.timedelta(days=3), "EndTime": now + datetime.timedelta(minutes=1)}

    def severities(**more) -> dict:
        answer = hub.get_findings_trends_v2(**span, **more)
        assert answer["Granularity"] == "Daily"
        newest = answer["TrendsMetrics"][-1]
        assert newest["Timestamp"].date() == now.date()
        return newest["TrendsValues"]["SeverityTrends"]

    def only(field, value):
        return {"Filters": filters(text(field, value))}

    whole = severities()
    by_severity = counts(hub.get_finding_statistics_v2(GroupByRules=[{"GroupByField": "severity"}]))
    assert {name: count for name, count in whole.items() if count} == by_severity
    failed = hub.get_finding_statistics_v2(GroupByRules=[{"GroupByField": "severity", "Filters": filters(text("compliance.status", "Fail"), text("compliance.control", "X.1"))}])
    both = severities(Filters=filters(text("finding_compliance_status", "Fail"), text("finding_control_id", "X.1")))
    assert {name: count for name, count in both.items() if count} == counts(failed) != {}
    assert sum(severities(**only("finding_provider", "Nobody")).values()) == 0
    resources = hub.get_resources_trends_v2(**span, **only("resource_type", "AWS::IAM::User"))["TrendsMetrics"][-1]["TrendsValues"]["ResourcesCount"]["AllResources"]
    found = counts(hub.get_resources_statistics_v2(GroupByRules=[{"GroupByField": "ResourceType"}]))
    assert resources == found["AWS::IAM::User"]
    year = span | {"StartTime": now - datetime.timedelta(days=300)}
    assert hub.get_findings_trends_v2(**year)["Granularity"] == "Monthly"
    for wrong in ({"EndTime": span["StartTime"]}, {"StartTime": now - datetime.timedelta(days=400)}):
        with error_code("ValidationException", 400):
            hub.get_findings_trends_v2(**span | wrong)


def test_findings_are_updated(server, hub):
    read = event_queue(server, kind="Findings Imported V2")
    first, second = finding(server.account), finding(server.account)
    imported(hub, first, second)
    before = by_id(hub, first["Id"])[0]
    identifier = {"CloudAccountUid": server.account, "FindingInfoUid": second["Id"], "MetadataProductUid": before["metadata"]["product"]["uid"]}
    absent = identifier | {"FindingInfoUid": unique("absent")}
    uid = before["metadata"]["uid"]
    answer = hub.batch_update_findings_v2(MetadataUids=[uid, "f" * 64], StatusId=2, SeverityId=5, Comment="mine")
    assert [one["MetadataUid"] for one in answer["ProcessedFindings"]] == [uid]
    assert [(one["MetadataUid"], one["ErrorCode"]) for one in answer["UnprocessedFindings"]] == [("f" * 64, "ResourceNotFoundException")]
    answer = hub.batch_update_findings_v2(FindingIdentifiers=[identifier, absent], StatusId=3)
    assert [one["FindingIdentifier"] for one in answer["ProcessedFindings"]] == [identifier] and len(answer["UnprocessedFindings"]) == 1
    after = by_id(hub, first["Id"])[0]
    assert (after["status"], after["severity"], after["comment"]) == ("In Progress", "Critical", "mine")
    assert after["vendor_attributes"]["severity"] == "High" and after["finding_info"]["modified_time"] == before["finding_info"]["modified_time"]
    assert by_id(hub, second["Id"])[0]["status"] == "Suppressed"
    assert [one["finding_info"]["uid"] for one in get(hub, filters(text("comment", "mine"), text("status", "In Progress")))] == [first["Id"]]
    # It is the second version's: the provider's next update leaves it, and the first version knows nothing of it.
    imported(hub, first | {"UpdatedAt": moment(1), "Title": "changed", "Severity": {"Label": "LOW"}})
    after = by_id(hub, first["Id"])[0]
    assert (after["finding_info"]["title"], after["severity"], after["status"], after["vendor_attributes"]["severity"]) == ("changed", "Critical", "In Progress", "Low")
    shown = hub.get_findings(Filters={"Id": [{"Value": first["Id"], "Comparison": "EQUALS"}]})["Findings"][0]
    assert shown["Severity"]["Label"] == "LOW" and shown["Workflow"]["Status"] == "NEW"
    told = []
    wait_for(lambda: told.extend(read()) or any(event["detail"]["findings"][0].get("comment") == "mine" for event in told))
    history = hub.get_finding_history(FindingIdentifier={"Id": first["Id"], "ProductArn": first["ProductArn"]})["Records"]
    fields = {one["UpdatedField"] for record in history for one in record["Updates"]}
    assert {"status", "severity_id", "comment"} <= fields
    for wrong in ({"MetadataUids": [uid]}, {"MetadataUids": [uid], "StatusId": 50}, {"MetadataUids": [uid], "SeverityId": 7}, {"StatusId": 1},
                  {"MetadataUids": [uid], "FindingIdentifiers": [identifier], "StatusId": 1}, {"MetadataUids": [uid], "Comment": "x" * 513}):
        with error_code("ValidationException", 400):
            hub.batch_update_findings_v2(**wrong)


def test_permissions(server, hub):
    made = finding(server.account)
    imported(hub, made)
    uid = by_id(hub, made["Id"])[0]["metadata"]["uid"]
    # The actions are those of the first version, the fields condition keys.
    analyst = server.client("securityhub", server.user(unique("analyst"), inline=policy(
        allow("securityhub:GetFindings"), allow("securityhub:BatchUpdateFindings"),
        deny("securityhub:BatchUpdateFindings", Condition={"StringEquals": {"securityhub:OCSFSyntaxPath/StatusId": "3"}}),
        deny("securityhub:BatchUpdateFindings", Condition={"Null": {"securityhub:OCSFSyntaxPath/Comment": "false"}}))))
    assert analyst.get_findings_v2(MaxResults=1)["Findings"]
    analyst.batch_update_findings_v2(MetadataUids=[uid], StatusId=2)
    for more in ({"StatusId": 3}, {"StatusId": 2, "Comment": "x"}):
        with error_code("AccessDeniedException", 403):
            analyst.batch_update_findings_v2(MetadataUids=[uid], **more)
    for call in (analyst.get_resources_v2, analyst.describe_security_hub_v2, lambda: analyst.get_finding_statistics_v2(GroupByRules=[{"GroupByField": "severity"}])):
        with error_code("AccessDeniedException", 403):
            call()
    arn = hub.describe_security_hub_v2()["HubV2Arn"]
    other = server.client("securityhub", server.user(unique("other"), inline=policy(allow("securityhub:GetFindings", arn + "x"))))
    with error_code("AccessDeniedException", 403):
        other.get_findings_v2()


def test_automation_rules(server, hub):
    marker = unique("rule")
    mine = {"OcsfFindingCriteria": filters(text("finding_info.title", marker, "PREFIX"), text("severity", "Low"))}
    action = {"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"SeverityId": 4, "Comment": "raised"}}
    token = unique("token")
    made = hub.create_automation_rule_v2(RuleName=marker, Description="d", RuleOrder=2, Criteria=mine, Actions=[action], ClientToken=token, Tags={"a": "b"})
    assert made["RuleArn"] == f"arn:aws:securityhub:{REGION}:{server.account}:automation-rulev2/{made['RuleId']}"
    assert hub.create_automation_rule_v2(RuleName=marker, Description="d", RuleOrder=2, Criteria=mine, Actions=[action], ClientToken=token)["RuleId"] == made["RuleId"]
    last = hub.create_automation_rule_v2(
        RuleName=marker + "-last", Description="d", RuleOrder=3.5, Criteria={"OcsfFindingCriteria": filters(text("finding_info.title", marker, "PREFIX"), text("severity", "High"))},
        Actions=[{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"StatusId": 3}}])
    low, high = finding(server.account, Title=f"{marker} one", Severity={"Label": "LOW"}), finding(server.account, Title=f"{marker} two", Severity={"Label": "MEDIUM"})
    imported(hub, low, high)
    shown = by_id(hub, low["Id"])[0]
    assert (shown["severity"], shown["comment"], shown["status"], shown["vendor_attributes"]["severity"]) == ("High", "raised", "Suppressed", "Low")
    assert by_id(hub, high["Id"])[0]["status"] == "New"
    got = hub.get_automation_rule_v2(Identifier=made["RuleId"])
    assert got["RuleArn"] == made["RuleArn"] and got["Criteria"] == mine and got["Actions"] == [action] and got["RuleStatus"] == "ENABLED" and got["RuleOrder"] == 2
    assert hub.get_automation_rule_v2(Identifier=made["RuleArn"])["RuleId"] == made["RuleId"]
    hub.update_automation_rule_v2(Identifier=made["RuleId"], RuleStatus="DISABLED", Description="off")
    imported(hub, low | {"Id": low["Id"] + "x"})
    assert by_id(hub, low["Id"] + "x")[0]["severity"] == "Low"
    pages = hub.get_paginator("list_automation_rules_v2").paginate(PaginationConfig={"PageSize": 1}) if hub.can_paginate("list_automation_rules_v2") else [hub.list_automation_rules_v2()]
    listed = {one["RuleId"]: one for page in pages for one in page["Rules"]}
    assert listed[made["RuleId"]]["RuleStatus"] == "DISABLED" and listed[last["RuleId"]]["Actions"] == [{"Type": "FINDING_FIELDS_UPDATE"}]
    assert hub.list_tags_for_resource(ResourceArn=made["RuleArn"])["Tags"] == {"a": "b"}
    for wrong in ({"Criteria": {"OcsfFindingCriteria": filters({})}}, {"Actions": [{"Type": "FINDING_FIELDS_UPDATE", "FindingFieldsUpdate": {"SeverityId": 9}}]},
                  {"Actions": [{"Type": "EXTERNAL_INTEGRATION", "ExternalIntegrationConfiguration": {"ConnectorArn": "arn:aws:securityhub:::connectorv2/x"}}]},
                  {"RuleName": "x" * 257}):
        with error_code("ValidationException", 400):
            hub.create_automation_rule_v2(**({"RuleName": "n", "Description": "d", "RuleOrder": 1, "Criteria": mine, "Actions": [action]} | wrong))
    for rule in (made, last):
        hub.delete_automation_rule_v2(Identifier=rule["RuleId"])
        for call in (hub.get_automation_rule_v2, hub.delete_automation_rule_v2):
            with error_code("ResourceNotFoundException", 404):
                call(Identifier=rule["RuleId"])


def test_regions_are_aggregated(server):
    ensure_organization(server)
    account = new_account(server, "regions")
    hubs = {region: server.client("securityhub", account, region) for region in (REGION, "eu-west-1", "eu-west-2")}
    for hub in hubs.values():
        hub.enable_security_hub(EnableDefaultStandards=False)
        hub.enable_security_hub_v2()
    home, linked, _ = hubs.values()
    for wrong in ({"RegionLinkingMode": "SOME"}, {"RegionLinkingMode": "SPECIFIED_REGIONS"}, {"RegionLinkingMode": "SPECIFIED_REGIONS", "LinkedRegions": ["mars-1"]}):
        with error_code("ValidationException", 400):
            home.create_aggregator_v2(**wrong)
    made = home.create_aggregator_v2(RegionLinkingMode="SPECIFIED_REGIONS", LinkedRegions=["eu-west-1"])
    arn = made["AggregatorV2Arn"]
    assert arn.startswith(f"arn:aws:securityhub:{REGION}:{account.account}:aggregatorv2/") and made["AggregationRegion"] == REGION
    with error_code("ConflictException", 409):
        home.create_aggregator_v2(RegionLinkingMode="ALL_REGIONS")
    read = event_queue(server, account, kind="Findings Imported V2")
    sent = {region: finding(account.account, region) for region in hubs}
    for region, hub in hubs.items():
        imported(hub, sent[region])
    assert {one["cloud"]["region"] for one in get(home)} == {REGION, "eu-west-1"}
    assert {one["cloud"]["region"] for one in get(linked)} == {"eu-west-1"}
    assert counts(home.get_finding_statistics_v2(GroupByRules=[{"GroupByField": "cloud.region"}])) == {REGION: 1, "eu-west-1": 1}
    told = []
    wait_for(lambda: told.extend(read()) or {sent[r]["Id"] for r in (REGION, "eu-west-1")} <= {e["detail"]["findings"][0]["finding_info"]["uid"] for e in told})
    home.update_aggregator_v2(AggregatorV2Arn=arn, RegionLinkingMode="ALL_REGIONS")
    assert {one["cloud"]["region"] for one in get(home)} == set(hubs)
    assert linked.get_aggregator_v2(AggregatorV2Arn=arn)["RegionLinkingMode"] == "ALL_REGIONS"
    with error_code("AccessDeniedException", 403):
        linked.update_aggregator_v2(AggregatorV2Arn=arn, RegionLinkingMode="ALL_REGIONS")
    assert linked.list_aggregators_v2()["AggregatorsV2"] == [{"AggregatorV2Arn": arn}]
    home.delete_aggregator_v2(AggregatorV2Arn=arn)
    with error_code("ResourceNotFoundException", 404):
        home.get_aggregator_v2(AggregatorV2Arn=arn)
    assert {one["cloud"]["region"] for one in get(home)} == {REGION}


def test_scopes_are_the_organizations(fresh):
    server = fresh()
    ensure_organization(server)
    administrator, inside, outside = (new_account(server, name) for name in ("security", "inside", "outside"))
    organizations, management = server.client("organizations"), server.client("securityhub")
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="unit")["OrganizationalUnit"]["Id"]
    organizations.move_account(AccountId=inside.account, SourceParentId=root, DestinationParentId=unit)
    organization = organizations.describe_organization()["Organization"]["Id"]
    management.enable_organization_admin_account(AdminAccountId=administrator.account)
    chief = server.client("securityhub", administrator)
    chief.create_members(AccountDetails=[{"AccountId": one.account} for one in (inside, outside)])
    for one in (administrator, inside, outside):
        hub = server.client("securityhub", one)
        hub.enable_security_hub_v2()
        imported(hub, finding(one.account))

    def accounts(hub, **scope):
        found = hub.get_findings_v2(**({"Scopes": {"AwsOrganizations": [scope]}} if scope else {}))["Findings"]
        return {one["cloud"]["account"]["uid"] for one in found}

    everyone = {one.account for one in (administrator, inside, outside)}
    assert accounts(chief) == everyone == accounts(chief, OrganizationId=organization)
    assert accounts(chief, OrganizationId=organization, OrganizationalUnitId=unit) == {inside.account}
    with error_code("OrganizationNotFoundException"):
        accounts(chief, OrganizationId="o-aaaaaaaaaa")
    with error_code("OrganizationalUnitNotFoundException"):
        accounts(chief, OrganizationalUnitId=unit[:-1] + ("a" if unit[-1] != "a" else "b"))
    with error_code("AccessDeniedException", 403):
        accounts(server.client("securityhub", inside), OrganizationId=organization)


def test_the_aws_cli_and_a_restart(fresh):
    server = fresh()
    hub = server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    server.cli(["securityhub", "enable-security-hub-v2"])
    made = finding(server.account)
    imported(hub, made)
    given = json.dumps(filters(text("finding_info.uid", made["Id"])))
    [one] = server.cli(["securityhub", "get-findings-v2", "--filters", given])["Findings"]
    hub.batch_update_findings_v2(MetadataUids=[one["metadata"]["uid"]], StatusId=4, Comment="kept")
    server.kill()
    server.start()
    time.sleep(0.1)
    [again] = by_id(server.client("securityhub"), made["Id"])
    assert again["status"] == "Resolved" and again["comment"] == "kept" and again["metadata"]["uid"] == one["metadata"]["uid"]

"""Standards and controls of Security Hub with boto3: what is enabled, parameters, and findings of controls that Config evaluates."""

import pytest

from config_support import record
from harness import deny, error_code, policy, wait_for
from securityhub_support import REGION, equals, get

FSBP = f"arn:aws:securityhub:{REGION}::standards/aws-foundational-security-best-practices/v/1.0.0"
CIS_1_2 = "arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0"
CIS_3 = f"arn:aws:securityhub:{REGION}::standards/cis-aws-foundations-benchmark/v/3.0.0"


@pytest.fixture(scope="module")
def server(module_server):
    module_server.client("securityhub").enable_security_hub(EnableDefaultStandards=False)
    return module_server


@pytest.fixture(scope="module")
def hub(server):
    return server.client("securityhub")


def subscription(server, standard: str) -> str:
    name = standard.split("standards/")[-1].split("ruleset/")[-1]
    return f"arn:aws:securityhub:{REGION}:{server.account}:subscription/{name}"


def ready(hub):
    def settled():
        listed = hub.get_enabled_standards()["StandardsSubscriptions"]
        return listed if all(one["StandardsStatus"] == "READY" for one in listed) else None

    return wait_for(settled)


def test_standards_are_described_enabled_and_disabled(server, hub):
    standards = {one["StandardsArn"]: one for one in hub.describe_standards()["Standards"]}
    assert {FSBP, CIS_1_2, CIS_3} < set(standards)
    assert {arn for arn, one in standards.items() if one["EnabledByDefault"]} == {FSBP, CIS_1_2}
    assert len([arn for arn in standards if "cis-aws-foundations-benchmark" in arn]) == 4
    assert any("nist-800-53/v/5.0.0" in arn for arn in standards) and any("pci-dss/v/4.0.1" in arn for arn in standards)
    [enabled] = hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": CIS_3}])["StandardsSubscriptions"]
    assert (enabled["StandardsSubscriptionArn"], enabled["StandardsStatus"]) == (subscription(server, CIS_3), "PENDING")
    [listed] = [one for one in ready(hub) if one["StandardsArn"] == CIS_3]
    assert listed["StandardsInput"] == {} and listed["StandardsControlsUpdatable"] == "READY_FOR_UPDATES"
    assert hub.get_enabled_standards(StandardsSubscriptionArns=[subscription(server, CIS_3)])["StandardsSubscriptions"] == [listed]
    with error_code("InvalidInputException", 400):
        hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": CIS_3 + "x"}])
    [disabled] = hub.batch_disable_standards(StandardsSubscriptionArns=[subscription(server, CIS_3)])["StandardsSubscriptions"]
    assert disabled["StandardsStatus"] == "DELETING"
    with error_code("InvalidInputException", 400):
        hub.batch_disable_standards(StandardsSubscriptionArns=[subscription(server, CIS_3)])
    assert hub.get_enabled_standards()["StandardsSubscriptions"] == []


def test_controls_of_a_standard(server, hub):
    hub.batch_enable_standards(StandardsSubscriptionRequests=[{"StandardsArn": CIS_1_2}, {"StandardsArn": FSBP}])
    arn = subscription(server, CIS_1_2)
    controls = []
    for page in hub.get_paginator("describe_standards_controls").paginate(StandardsSubscriptionArn=arn, PaginationConfig={"PageSize": 10}):
        controls += page["Controls"]
    by_id = {one["ControlId"]: one for one in controls}
    assert len(by_id) == len(controls) >= 40
    root = by_id["CIS.1.12"]
    assert root["StandardsControlArn"] == f"arn:aws:securityhub:{REGION}:{server.account}:control/cis-aws-foundations-benchmark/v/1.2.0/1.12"
    assert (root["ControlStatus"], root["SeverityRating"]) == ("ENABLED", "CRITICAL")
    assert root["RelatedRequirements"] == ["CIS AWS Foundations/1.12"]
    with error_code("InvalidInputException", 400):
        hub.update_standards_control(StandardsControlArn=root["StandardsControlArn"], ControlStatus="DISABLED")
    hub.update_standards_control(StandardsControlArn=root["StandardsControlArn"], ControlStatus="DISABLED", DisabledReason="not ours")
    again = {one["ControlId"]: one for page in hub.get_paginator("describe_standards_controls").paginate(StandardsSubscriptionArn=arn)
             for one in page["Controls"]}
    assert (again["CIS.1.12"]["ControlStatus"], again["CIS.1.12"]["DisabledReason"]) == ("DISABLED", "not ours")
    associations = {one["StandardsArn"]: one for one in
                    hub.list_standards_control_associations(SecurityControlId="IAM.4")["StandardsControlAssociationSummaries"]}
    assert associations[CIS_1_2]["AssociationStatus"] == "DISABLED" and associations[CIS_1_2]["UpdatedReason"] == "not ours"
    assert associations[FSBP]["AssociationStatus"] == "ENABLED"
    assert associations[CIS_3]["AssociationStatus"] == "DISABLED"
    answer = hub.batch_update_standards_control_associations(StandardsControlAssociationUpdates=[
        {"StandardsArn": CIS_1_2, "SecurityControlId": "IAM.4", "AssociationStatus": "ENABLED"},
        {"StandardsArn": CIS_3, "SecurityControlId": "IAM.4", "AssociationStatus": "ENABLED"},
        {"StandardsArn": FSBP, "SecurityControlId": "IAM.20", "AssociationStatus": "ENABLED"},
    ])
    assert [one["ErrorCode"] for one in answer["UnprocessedAssociationUpdates"]] == ["INVALID_INPUT", "NOT_FOUND"]
    answer = hub.batch_get_standards_control_associations(StandardsControlAssociationIds=[
        {"StandardsArn": CIS_1_2, "SecurityControlId": "IAM.4"}, {"StandardsArn": CIS_1_2, "SecurityControlId": "S3.1"}])
    [detail] = answer["StandardsControlAssociationDetails"]
    assert detail["AssociationStatus"] == "ENABLED" and detail["RelatedRequirements"] == ["CIS AWS Foundations/1.12"]
    assert detail["StandardsControlArns"] == [root["StandardsControlArn"]]
    assert answer["UnprocessedAssociations"][0]["ErrorCode"] == "NOT_FOUND"
    with error_code("ResourceNotFoundException", 404):
        hub.describe_standards_controls(StandardsSubscriptionArn=subscription(server, CIS_3))


def test_definitions_and_parameters_of_controls(server, hub):
    definitions = {one["SecurityControlId"]: one for page in hub.get_paginator("list_security_control_definitions").paginate()
                   for one in page["SecurityControlDefinitions"]}
    assert len(definitions) > 250
    of_cis = {one["SecurityControlId"] for page in hub.get_paginator("list_security_control_definitions").paginate(StandardsArn=CIS_3)
              for one in page["SecurityControlDefinitions"]}
    assert {"IAM.4", "S3.5", "KMS.4"} < of_cis < set(definitions) and "SQS.1" not in of_cis
    definition = hub.get_security_control_definition(SecurityControlId="IAM.7")["SecurityControlDefinition"]
    assert definition == definitions["IAM.7"] and definition["CustomizableProperties"] == ["Parameters"]
    length = definition["ParameterDefinitions"]["MinimumPasswordLength"]["ConfigurationOptions"]["Integer"]
    assert length == {"DefaultValue": 8, "Min": 8, "Max": 128}
    with error_code("ResourceNotFoundException", 404):
        hub.get_security_control_definition(SecurityControlId="IAM.999")
    answer = hub.batch_get_security_controls(SecurityControlIds=["IAM.7", "Nothing.1"])
    [control] = answer["SecurityControls"]
    assert control["SecurityControlArn"] == f"arn:aws:securityhub:{REGION}:{server.account}:security-control/IAM.7"
    assert control["SecurityControlStatus"] == "ENABLED"
    assert control["Parameters"]["MinimumPasswordLength"] == {"ValueType": "DEFAULT", "Value": {"Integer": 8}}
    assert answer["UnprocessedIds"][0]["ErrorCode"] == "NOT_FOUND"
    custom = {"MinimumPasswordLength": {"ValueType": "CUSTOM", "Value": {"Integer": 20}}}
    hub.update_security_control(SecurityControlId=control["SecurityControlArn"], Parameters=custom, LastUpdateReason="policy")
    [control] = hub.batch_get_security_controls(SecurityControlIds=["IAM.7"])["SecurityControls"]
    assert control["Parameters"]["MinimumPasswordLength"] == custom["MinimumPasswordLength"] and control["LastUpdateReason"] == "policy"
    for wrong in (
        {"MinimumPasswordLength": {"ValueType": "CUSTOM", "Value": {"Integer": 7}}},
        {"MinimumPasswordLength": {"ValueType": "CUSTOM", "Value": {"String": "x"}}},
        {"MinimumPasswordLength": {"ValueType": "CUSTOM"}},
        {"Nonsense": {"ValueType": "DEFAULT"}},
        {"RequireSymbols": {"ValueType": "CUSTOM", "Value": {"Integer": 1}}},
    ):
        with error_code("InvalidInputException", 400):
            hub.update_security_control(SecurityControlId="IAM.7", Parameters=wrong)
    hub.update_security_control(SecurityControlId="IAM.7", Parameters={"MinimumPasswordLength": {"ValueType": "DEFAULT"}})
    [control] = hub.batch_get_security_controls(SecurityControlIds=["IAM.7"])["SecurityControls"]
    assert control["Parameters"]["MinimumPasswordLength"]["ValueType"] == "DEFAULT"


def test_controls_become_findings_by_config(fresh):
    server = fresh()
    record(server)
    hub, s3 = server.client("securityhub"), server.client("s3")
    hub.enable_security_hub()
    ready(hub)
    s3.create_bucket(Bucket="plain-bucket-of-controls")

    def control(control_id: str, resource: str):
        found = get(hub, ComplianceSecurityControlId=equals(control_id), ResourceId=equals(resource))
        return found[0] if found else None

    # S3.5: a policy must refuse requests that are not encrypted.
    shown = wait_for(lambda: control("S3.5", "arn:aws:s3:::plain-bucket-of-controls"), 60, 0.5)
    assert shown["Compliance"]["Status"] == "FAILED" and shown["Workflow"]["Status"] == "NEW"
    assert shown["ProductArn"] == f"arn:aws:securityhub:{REGION}::product/aws/securityhub"
    assert shown["GeneratorId"] == "security-control/S3.5" and shown["ProductName"] == "Security Hub"
    assert shown["Compliance"]["AssociatedStandards"] == [{"StandardsId": "standards/aws-foundational-security-best-practices/v/1.0.0"}]
    assert shown["Resources"][0]["Type"] == "AwsS3Bucket" and shown["Severity"]["Label"] == "MEDIUM"
    assert shown["ProductFields"]["RelatedAWSResources:0/name"].startswith("securityhub-s3-bucket-ssl-requests-only-")
    arns = ["arn:aws:s3:::plain-bucket-of-controls", "arn:aws:s3:::plain-bucket-of-controls/*"]
    s3.put_bucket_policy(Bucket="plain-bucket-of-controls", Policy=policy(
        deny("s3:*", arns, Principal="*", Condition={"Bool": {"aws:SecureTransport": "false"}})))

    def passed():
        found = control("S3.5", "arn:aws:s3:::plain-bucket-of-controls")
        return found if found["Compliance"]["Status"] == "PASSED" else None

    again = wait_for(passed, 60, 0.5)
    assert again["Id"] == shown["Id"] and again["Workflow"]["Status"] == "RESOLVED" and again["CreatedAt"] == shown["CreatedAt"]
    # Disabled, the control's findings are archived.
    hub.batch_update_standards_control_associations(StandardsControlAssociationUpdates=[
        {"StandardsArn": FSBP, "SecurityControlId": "S3.5", "AssociationStatus": "DISABLED", "UpdatedReason": "no"}])
    wait_for(lambda: control("S3.5", "arn:aws:s3:::plain-bucket-of-controls")["RecordState"] == "ARCHIVED", 60, 0.5)


def test_other_rules_are_findings_of_config(fresh):
    server = fresh()
    record(server)
    hub, s3, config = server.client("securityhub"), server.client("s3"), server.client("config")
    hub.enable_security_hub(EnableDefaultStandards=False)
    s3.create_bucket(Bucket="versions-of-findings")
    config.put_config_rule(ConfigRule={"ConfigRuleName": "versions", "Source": {"Owner": "AWS", "SourceIdentifier": "S3_BUCKET_VERSIONING_ENABLED"}})

    def found(status: str):
        return get(hub, ProductName=equals("Config"), ResourceId=equals("arn:aws:s3:::versions-of-findings"), ComplianceStatus=equals(status))

    [failed] = wait_for(lambda: found("FAILED"), 60, 0.5)
    assert failed["Title"] == "versions" and failed["ProductArn"].endswith("::product/aws/config") and failed["RecordState"] == "ACTIVE"
    s3.put_bucket_versioning(Bucket="versions-of-findings", VersioningConfiguration={"Status": "Enabled"})
    [passed] = wait_for(lambda: found("PASSED"), 60, 0.5)
    assert passed["Id"] == failed["Id"]
    config.delete_config_rule(ConfigRuleName="versions")
    wait_for(lambda: found("PASSED")[0]["RecordState"] == "ARCHIVED", 60, 0.5)

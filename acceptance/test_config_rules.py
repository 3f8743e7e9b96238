"""Rules of Config with boto3: managed rules, functions, Guard, periodic and proactive ones, compliance, remediation, aggregators."""

import io
import json
import os
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest
import rdklib

import lambda_support
from config_support import BUCKET_TYPE as BUCKET
from config_support import history, record
from harness import Cloudkeep, allow, error_code, events, new_account, policy, trust, unique, wait_for

VERSIONING = "S3_BUCKET_VERSIONING_ENABLED"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("config-rules"), **lambda_support.options())
    record(made)
    yield made
    finish(made)


@pytest.fixture(scope="module")
def config(server):
    return server.client("config")


@pytest.fixture
def rule(config):
    """Makes rules that are removed in the end: `rule(source, **more)` gives the name."""
    names = []

    def make(source, **more):
        name = unique("rule")
        config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": source} | more)
        names.append(name)
        return name

    yield make
    for name in names:
        config.delete_config_rule(ConfigRuleName=name)


def managed(identifier: str) -> dict:
    return {"Owner": "AWS", "SourceIdentifier": identifier}


def word(config, name: str, resource: str):
    """What a rule says of a resource; none if it says nothing."""
    pages = config.get_paginator("get_compliance_details_by_config_rule").paginate(ConfigRuleName=name)
    for page in pages:
        for result in page["EvaluationResults"]:
            if result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] == resource:
                return result["ComplianceType"]
    return None


def test_a_verdict_follows_the_resource(server, config, rule):
    s3, good, bad = server.client("s3"), unique("good"), unique("bad")
    for name in (good, bad):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=good, VersioningConfiguration={"Status": "Enabled"})
    wait_for(lambda: len(history(config, BUCKET, good)) == 2 and history(config, BUCKET, bad))
    name = rule(managed(VERSIONING))
    wait_for(lambda: word(config, name, good) == "COMPLIANT" and word(config, name, bad) == "NON_COMPLIANT")
    begun = time.monotonic()
    s3.put_bucket_versioning(Bucket=bad, VersioningConfiguration={"Status": "Enabled"})
    wait_for(lambda: word(config, name, bad) == "COMPLIANT", 10)
    assert time.monotonic() - begun < 5
    s3.put_bucket_versioning(Bucket=bad, VersioningConfiguration={"Status": "Suspended"})
    wait_for(lambda: word(config, name, bad) == "NON_COMPLIANT")
    details = config.get_compliance_details_by_resource(ResourceType=BUCKET, ResourceId=bad)["EvaluationResults"]
    ours = [r for r in details if r["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ConfigRuleName"] == name]
    assert ours[0]["ComplianceType"] == "NON_COMPLIANT" and ours[0]["Annotation"]
    by_rule = config.describe_compliance_by_config_rule(ConfigRuleNames=[name])["ComplianceByConfigRules"][0]["Compliance"]
    assert by_rule["ComplianceType"] == "NON_COMPLIANT" and by_rule["ComplianceContributorCount"]["CappedCount"] >= 1
    by_resource = config.describe_compliance_by_resource(ResourceType=BUCKET, ResourceId=bad)["ComplianceByResources"]
    assert by_resource[0]["Compliance"]["ComplianceType"] == "NON_COMPLIANT"
    summary = config.get_compliance_summary_by_config_rule()["ComplianceSummary"]
    assert summary["NonCompliantResourceCount"]["CappedCount"] >= 1
    by_type = config.get_compliance_summary_by_resource_type(ResourceTypes=[BUCKET])["ComplianceSummariesByResourceType"][0]
    assert by_type["ComplianceSummary"]["NonCompliantResourceCount"]["CappedCount"] >= 1
    rows = config.select_resource_config(Expression=(
        "SELECT configuration.targetResourceId, configuration.complianceType WHERE resourceType = 'AWS::Config::ResourceCompliance' "
        f"AND configuration.targetResourceId = '{bad}'"))["Results"]
    assert json.loads(rows[0])["configuration"] == {"targetResourceId": bad, "complianceType": "NON_COMPLIANT"}
    # What is gone is judged no more.
    s3.delete_bucket(Bucket=bad)
    wait_for(lambda: word(config, name, bad) is None)
    status = config.describe_config_rule_evaluation_status(ConfigRuleNames=[name])["ConfigRulesEvaluationStatus"][0]
    assert status["FirstEvaluationStarted"] and status["LastSuccessfulEvaluationTime"]
    config.delete_evaluation_results(ConfigRuleName=name)
    assert word(config, name, good) is None
    config.start_config_rules_evaluation(ConfigRuleNames=[name])
    wait_for(lambda: word(config, name, good) == "COMPLIANT")


def test_scopes(server, config, rule):
    s3, inside, outside = server.client("s3"), unique("inside"), unique("outside")
    for name, tag in ((inside, "yes"), (outside, "no")):
        s3.create_bucket(Bucket=name)
        s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "judged", "Value": tag}]})
    wait_for(lambda: len(history(config, BUCKET, inside)) == 2 and len(history(config, BUCKET, outside)) == 2)
    name = rule(managed(VERSIONING), Scope={"TagKey": "judged", "TagValue": "yes"})
    wait_for(lambda: word(config, name, inside) == "NON_COMPLIANT")
    assert word(config, name, outside) is None
    # A resource that leaves the scope is judged no more, and one that comes into it is.
    s3.put_bucket_tagging(Bucket=inside, Tagging={"TagSet": [{"Key": "judged", "Value": "no"}]})
    s3.put_bucket_tagging(Bucket=outside, Tagging={"TagSet": [{"Key": "judged", "Value": "yes"}]})
    wait_for(lambda: word(config, name, inside) is None and word(config, name, outside) == "NON_COMPLIANT")


def test_what_cannot_be_a_rule(server, config):
    def put(**rule):
        config.put_config_rule(ConfigRule={"ConfigRuleName": unique("rule")} | rule)

    for source, more in [
        (managed("NO_SUCH_RULE"), {}),
        (managed(VERSIONING), {"InputParameters": "[]"}),
        (managed(VERSIONING), {"InputParameters": '{"unknown": "x"}'}),
        (managed(VERSIONING), {"MaximumExecutionFrequency": "One_Hour"}),
        (managed(VERSIONING), {"Scope": {"TagValue": "x"}}),
        (managed(VERSIONING), {"Scope": {"ComplianceResourceTypes": ["AWS::No::Such"]}}),
        ({"Owner": "CUSTOM_POLICY", "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}],
          "CustomPolicyDetails": {"PolicyRuntime": "guard-2.x.x", "PolicyText": "rule a {"}}, {}),
    ]:
        with error_code("InvalidParameterValueException", 400):
            put(Source=source, **more)
    with error_code("InsufficientPermissionsException", 400):
        put(Source={"Owner": "CUSTOM_LAMBDA", "SourceIdentifier": f"arn:aws:lambda:us-east-1:{server.account}:function:none",
                    "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}]})
    with error_code("NoSuchConfigRuleException", 400):
        config.describe_config_rules(ConfigRuleNames=["none"])
    other = server.client("config", new_account(server, unique("norecorder")))
    with error_code("NoAvailableConfigurationRecorderException", 400):
        other.put_config_rule(ConfigRule={"ConfigRuleName": "a", "Source": managed(VERSIONING)})


def test_guard(server, config, rule):
    s3, good, bad = server.client("s3"), unique("guarded"), unique("unguarded")
    for name in (good, bad):
        s3.create_bucket(Bucket=name)
    s3.put_bucket_tagging(Bucket=good, Tagging={"TagSet": [{"Key": "Owner", "Value": "me"}]})
    text = 'rule owned when resourceType == "AWS::S3::Bucket" {\n    tags.Owner == CONFIG_RULE_PARAMETERS.owner\n}\n'
    name = rule({"Owner": "CUSTOM_POLICY", "CustomPolicyDetails": {"PolicyRuntime": "guard-2.x.x", "PolicyText": text},
                 "SourceDetails": [{"EventSource": "aws.config", "MessageType": "ConfigurationItemChangeNotification"}]},
                InputParameters='{"owner": "me"}', Scope={"ComplianceResourceTypes": [BUCKET]})
    wait_for(lambda: word(config, name, good) == "COMPLIANT" and word(config, name, bad) == "NON_COMPLIANT")
    assert config.get_custom_rule_policy(ConfigRuleName=name)["PolicyText"] == text
    s3.put_bucket_tagging(Bucket=bad, Tagging={"TagSet": [{"Key": "Owner", "Value": "me"}]})
    wait_for(lambda: word(config, name, bad) == "COMPLIANT")


FUNCTION = """
    import json
    import boto3

    def handler(event, context):
        invoking = json.loads(event["invokingEvent"])
        parameters = json.loads(event["ruleParameters"])
        if parameters.get("fail"):
            raise RuntimeError("this rule always fails")
        config = boto3.client("config")
        if invoking["messageType"] == "ScheduledNotification":
            evaluation = {"ComplianceResourceType": "AWS::::Account", "ComplianceResourceId": event["accountId"],
                          "ComplianceType": "NON_COMPLIANT", "Annotation": "as always",
                          "OrderingTimestamp": invoking["notificationCreationTime"]}
        else:
            item = invoking["configurationItem"]
            deleted = item["configurationItemStatus"] == "ResourceDeleted"
            good = not deleted and item["tags"].get("team") == parameters["team"]
            evaluation = {"ComplianceResourceType": item["resourceType"], "ComplianceResourceId": item["resourceId"],
                          "ComplianceType": "NOT_APPLICABLE" if deleted else "COMPLIANT" if good else "NON_COMPLIANT",
                          "OrderingTimestamp": item["configurationItemCaptureTime"]}
        config.put_evaluations(Evaluations=[evaluation], ResultToken=event["resultToken"])
"""


@pytest.fixture(scope="module")
def judge(server):
    """ARN of a function that judges."""
    role = lambda_support.make_role(server, None, allow("config:PutEvaluations"))
    name = lambda_support.make_function(server, FUNCTION, role=role)
    client = server.client("lambda")
    client.add_permission(FunctionName=name, StatementId="config", Action="lambda:InvokeFunction", Principal="config.amazonaws.com")
    return client.get_function(FunctionName=name)["Configuration"]["FunctionArn"]


def function_rule(arn: str, message: str, **more) -> dict:
    return {"Owner": "CUSTOM_LAMBDA", "SourceIdentifier": arn, "SourceDetails": [{"EventSource": "aws.config", "MessageType": message} | more]}


def test_functions_judge(server, config, rule, judge):
    s3, bucket = server.client("s3"), unique("teamed")
    s3.create_bucket(Bucket=bucket)
    wait_for(lambda: history(config, BUCKET, bucket))
    name = rule(function_rule(judge, "ConfigurationItemChangeNotification"), InputParameters='{"team": "red"}',
                Scope={"ComplianceResourceTypes": [BUCKET], "ComplianceResourceId": bucket})
    wait_for(lambda: word(config, name, bucket) == "NON_COMPLIANT", 30)
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "team", "Value": "red"}]})
    wait_for(lambda: word(config, name, bucket) == "COMPLIANT", 30)
    s3.delete_bucket(Bucket=bucket)
    wait_for(lambda: word(config, name, bucket) is None, 30)


def test_functions_on_a_schedule(server, config, rule, judge):
    name = rule(function_rule(judge, "ScheduledNotification", MaximumExecutionFrequency="One_Hour"))
    wait_for(lambda: word(config, name, server.account) == "NON_COMPLIANT", 30)


def rdk_rule(folder) -> bytes:
    """The deployment package of a rule that `rdk create` made, with code of our own in it and rdklib beside it."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "x",
                   "AWS_SECRET_ACCESS_KEY": "x"}
    done = subprocess.run([str(Path(sys.executable).with_name("rdk")), "create", "OWNED", "--runtime", "python3.12-lib", "--resource-types", BUCKET],
                          cwd=folder, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
    source = (folder / "OWNED" / "OWNED.py").read_text()
    usual = "return [Evaluation(ComplianceType.NOT_APPLICABLE)]"
    assert source.count(usual) == 1
    source = source.replace(usual, (
        'key = valid_rule_parameters["key"]\n'
        '        if key in configuration_item["tags"]:\n'
        '            return [Evaluation(ComplianceType.COMPLIANT)]\n'
        '        return [Evaluation(ComplianceType.NON_COMPLIANT, annotation=f"There is no tag {key}.")]'))
    library = Path(rdklib.__file__).parent
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OWNED.py", source)
        for path in library.rglob("*.py"):
            archive.write(path, path.relative_to(library.parent))
    return out.getvalue()


def test_a_rule_written_with_rdk_runs(server, config, rule, tmp_path):
    s3, owned, stray = server.client("s3"), unique("owned"), unique("stray")
    for bucket in (owned, stray):
        s3.create_bucket(Bucket=bucket)
    s3.put_bucket_tagging(Bucket=owned, Tagging={"TagSet": [{"Key": "owner", "Value": "me"}]})
    wait_for(lambda: len(history(config, BUCKET, owned)) == 2 and history(config, BUCKET, stray))
    client = server.client("lambda")
    arn = client.create_function(
        FunctionName=unique("rdk"), Runtime="python3.12", Handler="OWNED.lambda_handler", Timeout=60, MemorySize=512,
        Role=lambda_support.make_role(server, None, allow("config:PutEvaluations")), Code={"ZipFile": rdk_rule(tmp_path)})["FunctionArn"]
    client.add_permission(FunctionName=arn, StatementId="config", Action="lambda:InvokeFunction", Principal="config.amazonaws.com")
    name = rule(function_rule(arn, "ConfigurationItemChangeNotification"), Scope={"ComplianceResourceTypes": [BUCKET]},
                InputParameters='{"key": "owner", "AssumeRoleMode": "False"}')
    wait_for(lambda: word(config, name, owned) == "COMPLIANT" and word(config, name, stray) == "NON_COMPLIANT", 60)
    found = config.get_compliance_details_by_config_rule(ConfigRuleName=name, ComplianceTypes=["NON_COMPLIANT"])["EvaluationResults"]
    assert "There is no tag owner." in [result["Annotation"] for result in found]
    s3.put_bucket_tagging(Bucket=stray, Tagging={"TagSet": [{"Key": "owner", "Value": "you"}]})
    wait_for(lambda: word(config, name, stray) == "COMPLIANT", 30)
    s3.delete_bucket(Bucket=owned)
    wait_for(lambda: word(config, name, owned) is None, 30)


def test_a_function_that_fails_is_reported(server, config, rule, judge):
    name = rule(function_rule(judge, "ScheduledNotification"), InputParameters='{"fail": "yes"}')

    def status():
        return config.describe_config_rule_evaluation_status(ConfigRuleNames=[name])["ConfigRulesEvaluationStatus"][0]

    failed = wait_for(lambda: status() if status().get("LastErrorCode") else None, 30)
    assert failed["LastErrorCode"] == "RuntimeError" and "always fails" in failed["LastErrorMessage"]
    assert failed["LastFailedInvocationTime"]


def test_tokens(server, config):
    import datetime
    evaluation = {"ComplianceResourceType": BUCKET, "ComplianceResourceId": "b", "ComplianceType": "COMPLIANT",
                  "OrderingTimestamp": datetime.datetime.now(datetime.timezone.utc)}
    with error_code("InvalidResultTokenException", 400):
        config.put_evaluations(Evaluations=[evaluation], ResultToken="nonsense")
    assert config.put_evaluations(Evaluations=[evaluation], ResultToken="nonsense", TestMode=True)["FailedEvaluations"] == []


def test_periodic_rules_on_the_account(server, config, rule):
    iam = server.client("iam")
    name = rule(managed("IAM_PASSWORD_POLICY"), MaximumExecutionFrequency="One_Hour")
    wait_for(lambda: word(config, name, server.account) == "NON_COMPLIANT")
    iam.update_account_password_policy(MinimumPasswordLength=20, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=True,
                                       RequireLowercaseCharacters=True, MaxPasswordAge=90, PasswordReusePrevention=24)

    def again():
        config.start_config_rules_evaluation(ConfigRuleNames=[name])
        time.sleep(0.5)
        return word(config, name, server.account) == "COMPLIANT"

    wait_for(again, 15)
    iam.delete_account_password_policy()


def test_proactive(server, config, rule):
    name = rule(managed(VERSIONING), EvaluationModes=[{"Mode": "PROACTIVE"}]) if proactive(config) else None
    if name is None:
        pytest.skip("the rule cannot judge what is not there yet")
    asked = config.start_resource_evaluation(
        ResourceDetails={"ResourceId": "new", "ResourceType": BUCKET, "ResourceConfiguration": json.dumps({"BucketName": "new"})},
        EvaluationMode="PROACTIVE")["ResourceEvaluationId"]
    summary = config.get_resource_evaluation_summary(ResourceEvaluationId=asked)
    assert summary["EvaluationStatus"]["Status"] == "SUCCEEDED" and summary["Compliance"] == "NON_COMPLIANT"
    assert asked in [e["ResourceEvaluationId"] for e in config.list_resource_evaluations()["ResourceEvaluations"]]


def proactive(config) -> bool:
    name = unique("proactive")
    try:
        config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": managed(VERSIONING), "EvaluationModes": [{"Mode": "PROACTIVE"}]})
    except config.exceptions.InvalidParameterValueException:
        return False
    config.delete_config_rule(ConfigRuleName=name)
    return True


def test_a_public_bucket_is_closed_by_itself(server, config, rule):
    """Made public, recorded, found, and closed within ten seconds; the timeline says who did what."""
    s3, iam = server.client("s3"), server.client("iam")
    role = iam.create_role(RoleName=unique("automation"), AssumeRolePolicyDocument=trust({"Service": "ssm.amazonaws.com"}))["Role"]
    iam.put_role_policy(RoleName=role["RoleName"], PolicyName="inline", PolicyDocument=policy(
        allow(["s3:PutBucketPublicAccessBlock", "s3:GetBucketPublicAccessBlock"])))
    name = rule(managed("S3_BUCKET_LEVEL_PUBLIC_ACCESS_PROHIBITED"))
    answer = config.put_remediation_configurations(RemediationConfigurations=[{
        "ConfigRuleName": name, "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-DisableS3BucketPublicReadWrite", "Automatic": True,
        "MaximumAutomaticAttempts": 3, "RetryAttemptSeconds": 5,
        "Parameters": {"S3BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
                       "AutomationAssumeRole": {"StaticValue": {"Values": [role["Arn"]]}}}}])
    assert answer["FailedBatches"] == []
    assert config.describe_remediation_configurations(ConfigRuleNames=[name])["RemediationConfigurations"][0]["Automatic"] is True
    bucket = unique("open")
    s3.create_bucket(Bucket=bucket)
    wait_for(lambda: word(config, name, bucket) == "COMPLIANT")
    begun = time.monotonic()
    s3.delete_public_access_block(Bucket=bucket)
    # It was the role that did it, as the event history says.
    wait_for(lambda: any(e["eventName"].startswith("Put") and bucket in e["requestParameters"].values()
                         and role["RoleName"] in e["userIdentity"].get("arn", "")
                         for e in events(server, EventSource="s3.amazonaws.com")), 10)
    wait_for(lambda: word(config, name, bucket) == "COMPLIANT", 10)
    assert time.monotonic() - begun < 10
    assert s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]["BlockPublicPolicy"] is True
    status = config.describe_remediation_execution_status(ConfigRuleName=name, ResourceKeys=[{"resourceType": BUCKET, "resourceId": bucket}])
    assert status["RemediationExecutionStatuses"][0]["State"] == "SUCCEEDED"
    config.put_remediation_exceptions(ConfigRuleName=name, ResourceKeys=[{"ResourceType": BUCKET, "ResourceId": bucket}], Message="a web site")
    s3.delete_public_access_block(Bucket=bucket)
    wait_for(lambda: word(config, name, bucket) == "NON_COMPLIANT")
    time.sleep(2)
    assert word(config, name, bucket) == "NON_COMPLIANT"
    assert config.describe_remediation_exceptions(ConfigRuleName=name)["RemediationExceptions"][0]["Message"] == "a web site"
    config.delete_remediation_exceptions(ConfigRuleName=name, ResourceKeys=[{"ResourceType": BUCKET, "ResourceId": bucket}])
    config.start_remediation_execution(ConfigRuleName=name, ResourceKeys=[{"resourceType": BUCKET, "resourceId": bucket}])
    wait_for(lambda: word(config, name, bucket) == "COMPLIANT")
    config.delete_remediation_configuration(ConfigRuleName=name)


def test_remediations_that_fail_end_the_others(server, config, rule):
    s3, buckets = server.client("s3"), [unique("broken") for _ in range(10)]
    for bucket in buckets:
        s3.create_bucket(Bucket=bucket)
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "wave", "Value": "1"}]})
    name = rule(managed(VERSIONING), Scope={"TagKey": "wave"})
    wait_for(lambda: all(word(config, name, bucket) == "NON_COMPLIANT" for bucket in buckets))
    role = server.client("iam").create_role(RoleName=unique("may-nothing"), AssumeRolePolicyDocument=trust({"Service": "ssm.amazonaws.com"}))
    config.put_remediation_configurations(RemediationConfigurations=[{
        "ConfigRuleName": name, "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-ConfigureS3BucketVersioning", "Parameters": {
            "AutomationAssumeRole": {"StaticValue": {"Values": [role["Role"]["Arn"]]}}, "BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
            "VersioningState": {"StaticValue": {"Values": ["Enabled"]}}},
        "ExecutionControls": {"SsmControls": {"ConcurrentExecutionRatePercentage": 1, "ErrorPercentage": 20}}}])
    config.start_remediation_execution(ConfigRuleName=name, ResourceKeys=[{"resourceType": BUCKET, "resourceId": b} for b in buckets])

    def ended():
        found = config.describe_remediation_execution_status(ConfigRuleName=name)["RemediationExecutionStatuses"]
        return found if len(found) == 10 and all(one["State"] == "FAILED" for one in found) else None

    # One after the other: the third failure of ten is more than 20 percent.
    steps = [one["StepDetails"][0]["Name"] for one in wait_for(ended, 40)]
    assert steps.count("ErrorPercentage") == 7, steps
    config.delete_remediation_configuration(ConfigRuleName=name)


def test_compliance_is_told(server, config, rule):
    sqs, bus = server.client("sqs"), server.client("events")
    queue = sqs.create_queue(QueueName=unique("compliance"))["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(allow("sqs:SendMessage", arn) | {"Principal": {"Service": "events.amazonaws.com"}})})
    listener = unique("compliance")
    bus.put_rule(Name=listener, EventPattern=json.dumps({"source": ["aws.config"], "detail-type": ["Config Rules Compliance Change"]}))
    bus.put_targets(Rule=listener, Targets=[{"Id": "q", "Arn": arn}])
    bucket = unique("compliance")
    server.client("s3").create_bucket(Bucket=bucket)
    name = rule(managed(VERSIONING))

    def told():
        for message in sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1).get("Messages", []):
            detail = json.loads(message["Body"])["detail"]
            if detail["configRuleName"] == name and detail["resourceId"] == bucket:
                return detail
        return None

    detail = wait_for(told)
    assert detail["newEvaluationResult"]["complianceType"] == "NON_COMPLIANT" and detail["messageType"] == "ComplianceChangeNotification"
    bus.remove_targets(Rule=listener, Ids=["q"])
    bus.delete_rule(Name=listener)


def test_aggregators(server, config):
    member = new_account(server, unique("member"))
    theirs, bucket = server.client("config", member), unique("theirs")
    server.client("s3", member).create_bucket(Bucket=bucket)
    record(server, member)
    name = unique("aggregator")
    with error_code("InvalidParameterValueException", 400):
        config.put_configuration_aggregator(ConfigurationAggregatorName=name)
    made = config.put_configuration_aggregator(ConfigurationAggregatorName=name, AccountAggregationSources=[
        {"AccountIds": [member.account, server.account], "AllAwsRegions": True}])["ConfigurationAggregator"]
    expression = f"SELECT accountId, resourceId WHERE resourceType = '{BUCKET}' AND resourceId = '{bucket}'"

    def select():
        return [json.loads(r) for r in config.select_aggregate_resource_config(Expression=expression, ConfigurationAggregatorName=name)["Results"]]

    assert select() == []
    pending = theirs.describe_pending_aggregation_requests()["PendingAggregationRequests"]
    assert pending == [{"RequesterAccountId": server.account, "RequesterAwsRegion": "us-east-1"}]
    theirs.put_aggregation_authorization(AuthorizedAccountId=server.account, AuthorizedAwsRegion="us-east-1")
    assert theirs.describe_pending_aggregation_requests()["PendingAggregationRequests"] == []
    assert select() == [{"accountId": member.account, "resourceId": bucket}]
    identifier = {"SourceAccountId": member.account, "SourceRegion": "us-east-1", "ResourceId": bucket, "ResourceType": BUCKET}
    item = config.get_aggregate_resource_config(ConfigurationAggregatorName=name, ResourceIdentifier=identifier)["ConfigurationItem"]
    assert item["accountId"] == member.account
    listed = config.list_aggregate_discovered_resources(ConfigurationAggregatorName=name, ResourceType=BUCKET, Filters={"AccountId": member.account})
    assert bucket in [r["ResourceId"] for r in listed["ResourceIdentifiers"]]
    counts = config.get_aggregate_discovered_resource_counts(ConfigurationAggregatorName=name, GroupByKey="ACCOUNT_ID")
    assert {c["GroupName"] for c in counts["GroupedResourceCounts"]} == {member.account, server.account}
    statuses = config.describe_configuration_aggregator_sources_status(ConfigurationAggregatorName=name)["AggregatedSourceStatusList"]
    assert {s["LastUpdateStatus"] for s in statuses} == {"SUCCEEDED"}
    theirs.delete_aggregation_authorization(AuthorizedAccountId=server.account, AuthorizedAwsRegion="us-east-1")
    assert select() == []
    # The organization's own aggregator needs nobody's authorization.
    iam = server.client("iam")
    role = iam.create_role(RoleName=unique("aggregation"), AssumeRolePolicyDocument=trust({"Service": "config.amazonaws.com"}))["Role"]["Arn"]
    config.put_configuration_aggregator(ConfigurationAggregatorName=name, OrganizationAggregationSource={"RoleArn": role, "AllAwsRegions": True})
    assert select() == [{"accountId": member.account, "resourceId": bucket}]
    own = server.client("iam", member).create_role(
        RoleName=unique("aggregation"), AssumeRolePolicyDocument=trust({"Service": "config.amazonaws.com"}))["Role"]["Arn"]
    with error_code("OrganizationAccessDeniedException", 400):
        theirs.put_configuration_aggregator(ConfigurationAggregatorName=name, OrganizationAggregationSource={"RoleArn": own, "AllAwsRegions": True})
    config.delete_configuration_aggregator(ConfigurationAggregatorName=name)
    with error_code("NoSuchConfigurationAggregatorException", 400):
        config.describe_configuration_aggregators(ConfigurationAggregatorNames=[name])
    assert made["ConfigurationAggregatorArn"].startswith(f"arn:aws:config:us-east-1:{server.account}:config-aggregator/")


def test_permissions(server, config, rule):
    name = rule(managed(VERSIONING))
    arn = config.describe_config_rules(ConfigRuleNames=[name])["ConfigRules"][0]["ConfigRuleArn"]
    config.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "red"}])
    user = server.user(unique("reader"), inline=policy(allow(
        "config:GetComplianceDetailsByConfigRule", "*", Condition={"StringEquals": {"aws:ResourceTag/team": "red"}})))
    theirs = server.client("config", user)
    theirs.get_compliance_details_by_config_rule(ConfigRuleName=name)
    with error_code("AccessDeniedException", 400):
        theirs.delete_config_rule(ConfigRuleName=name)
    config.tag_resource(ResourceArn=arn, Tags=[{"Key": "team", "Value": "blue"}])
    with error_code("AccessDeniedException", 400):
        theirs.get_compliance_details_by_config_rule(ConfigRuleName=name)


PACK = """
Parameters:
  Keys: {Type: String, Default: team}
Resources:
  Versioned:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: versioned
      Source: {Owner: AWS, SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED}
  Tagged:
    Type: AWS::Config::ConfigRule
    Properties:
      ConfigRuleName: tagged
      InputParameters: {tag1Key: !Ref Keys}
      Scope: {ComplianceResourceTypes: ["AWS::S3::Bucket"]}
      Source: {Owner: AWS, SourceIdentifier: REQUIRED_TAGS}
"""


def test_conformance_packs(server, config):
    bucket, name = unique("packed"), unique("pack").replace("-", "")
    server.client("s3").create_bucket(Bucket=bucket)
    with error_code("ConformancePackTemplateValidationException", 400):
        config.put_conformance_pack(ConformancePackName=name, TemplateBody="Resources:\n  A: {Type: AWS::S3::Bucket}\n")
    arn = config.put_conformance_pack(ConformancePackName=name, TemplateBody=PACK,
                                      ConformancePackInputParameters=[{"ParameterName": "Keys", "ParameterValue": "owner"}])["ConformancePackArn"]
    assert config.describe_conformance_packs(ConformancePackNames=[name])["ConformancePackDetails"][0]["ConformancePackArn"] == arn
    assert config.describe_conformance_pack_status(ConformancePackNames=[name])["ConformancePackStatusDetails"][0]["ConformancePackState"] == "CREATE_COMPLETE"
    rules = {r["ConfigRuleName"]: r for r in config.describe_config_rules()["ConfigRules"] if r.get("CreatedBy") == "config-conforms.amazonaws.com"}
    tagged = next(r for n, r in rules.items() if n.startswith("tagged-conformance-pack-"))
    assert json.loads(tagged["InputParameters"]) == {"tag1Key": "owner"}
    with error_code("AccessDeniedException", 400):
        config.delete_config_rule(ConfigRuleName=tagged["ConfigRuleName"])
    wait_for(lambda: word(config, tagged["ConfigRuleName"], bucket) == "NON_COMPLIANT")
    found = config.describe_conformance_pack_compliance(ConformancePackName=name)["ConformancePackRuleComplianceList"]
    assert {r["ComplianceType"] for r in found} == {"NON_COMPLIANT"}
    details = config.get_conformance_pack_compliance_details(
        ConformancePackName=name, Filters={"ResourceType": BUCKET, "ResourceIds": [bucket]})["ConformancePackRuleEvaluationResults"]
    assert len(details) == 2
    assert config.get_conformance_pack_compliance_summary(ConformancePackNames=[name])["ConformancePackComplianceSummaryList"][0][
        "ConformancePackComplianceStatus"] == "NON_COMPLIANT"
    score = config.list_conformance_pack_compliance_scores(Filters={"ConformancePackNames": [name]})["ConformancePackComplianceScores"][0]["Score"]
    assert 0 <= float(score) < 100
    config.put_conformance_pack(ConformancePackName=name, TemplateBody=PACK.split("  Tagged:")[0])
    wait_for(lambda: not [r for r in config.describe_config_rules()["ConfigRules"] if r["ConfigRuleName"].startswith("tagged-conformance-pack-")])
    config.delete_conformance_pack(ConformancePackName=name)
    wait_for(lambda: not [r for r in config.describe_config_rules()["ConfigRules"] if "conformance-pack" in r["ConfigRuleName"]])
    with error_code("NoSuchConformancePackException", 400):
        config.describe_conformance_packs(ConformancePackNames=[name])


REMEDIED = PACK + """
  Fixed:
    Type: AWS::Config::RemediationConfiguration
    Properties:
      ConfigRuleName: versioned
      TargetId: AWS-ConfigureS3BucketVersioning
      TargetType: SSM_DOCUMENT
      Parameters:
        AutomationAssumeRole: {StaticValue: {Values: ["%s"]}}
        BucketName: {ResourceValue: {Value: RESOURCE_ID}}
        VersioningState: {StaticValue: {Values: [Enabled]}}
"""


def test_templates_in_buckets(server, config):
    """A template is read with the caller's own permission, and the roles that it names must be the caller's to hand over."""
    s3, bucket, name = server.client("s3"), unique("templates"), unique("pack").replace("-", "")
    s3.create_bucket(Bucket=bucket)
    uri = f"s3://{bucket}/packs/one.yaml"
    with error_code("ConformancePackTemplateValidationException", 400, "does not exist"):
        config.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=uri)
    with error_code("ConformancePackTemplateValidationException", 400, "bucket"):
        config.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=f"s3://{unique('no-such')}/one.yaml")
    with error_code("ConformancePackTemplateValidationException", 400, "s3://bucket/key"):
        config.put_conformance_pack(ConformancePackName=name, TemplateS3Uri="s3://no-key")
    s3.put_object(Bucket=bucket, Key="packs/one.yaml", Body=PACK.encode())
    limited = server.client("config", server.user(unique("packer"), inline=policy(allow("config:*"))))
    with error_code("AccessDeniedException", 400, "s3:GetObject"):
        limited.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=uri)
    reader = server.client("config", server.user(unique("packer"), inline=policy(allow("config:*"), allow("s3:GetObject", f"arn:aws:s3:::{bucket}/packs/*"))))
    # A body beside it is not looked at.
    reader.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=uri, TemplateBody="not a template")
    found = config.describe_conformance_pack_compliance(ConformancePackName=name)["ConformancePackRuleComplianceList"]
    assert sorted(r["ConfigRuleName"].split("-")[0] for r in found) == ["tagged", "versioned"]
    role = server.client("iam").create_role(RoleName=unique("mender"), AssumeRolePolicyDocument=trust({"Service": "ssm.amazonaws.com"}))["Role"]["Arn"]
    s3.put_object(Bucket=bucket, Key="packs/one.yaml", Body=(REMEDIED % role).encode())
    with error_code("InsufficientPermissionsException", 400, "iam:PassRole"):
        reader.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=uri)
    config.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=uri)
    s3.put_object(Bucket=bucket, Key="packs/large.yaml", Body=b"#" * (301 << 10))
    with error_code("ConformancePackTemplateValidationException", 400):
        config.put_conformance_pack(ConformancePackName=name, TemplateS3Uri=f"s3://{bucket}/packs/large.yaml")
    config.delete_conformance_pack(ConformancePackName=name)


def test_a_pack_that_comes_with_it(server, config):
    name = unique("cis").replace("-", "")
    config.put_conformance_pack(ConformancePackName=name, Source={"SourceIdentifier": "cis-aws-foundations"}) \
        if "Source" in config.meta.service_model.operation_model("PutConformancePack").input_shape.members else pytest.skip("an old boto3")
    found = wait_for(lambda: [r for r in config.describe_conformance_pack_compliance(ConformancePackName=name)["ConformancePackRuleComplianceList"]
                              if r["ComplianceType"] == "NON_COMPLIANT" and r["Controls"]], 30)
    assert found
    config.delete_conformance_pack(ConformancePackName=name)


def test_kills_while_rules_judge_and_remediations_run(fresh):
    """Every resource is judged and put right once, whenever the server dies, and each change of compliance is told once."""
    server = fresh()
    record(server)
    config, s3, sqs, bus = (server.client(name) for name in ("config", "s3", "sqs", "events"))
    queue = sqs.create_queue(QueueName="told")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sqs.set_queue_attributes(QueueUrl=queue, Attributes={"Policy": policy(allow("sqs:SendMessage", arn) | {"Principal": {"Service": "events.amazonaws.com"}})})
    bus.put_rule(Name="told", EventPattern=json.dumps({"source": ["aws.config"], "detail-type": ["Config Rules Compliance Change"]}))
    bus.put_targets(Rule="told", Targets=[{"Id": "q", "Arn": arn}])
    iam = server.client("iam")
    role = iam.create_role(RoleName="mender", AssumeRolePolicyDocument=trust({"Service": "ssm.amazonaws.com"}))["Role"]
    iam.put_role_policy(RoleName="mender", PolicyName="mend", PolicyDocument=policy(allow("s3:PutBucketVersioning")))
    config.put_config_rule(ConfigRule={"ConfigRuleName": "versioned", "Source": managed(VERSIONING), "Scope": {"TagKey": "mend"}})
    config.put_remediation_configurations(RemediationConfigurations=[{
        "ConfigRuleName": "versioned", "TargetType": "SSM_DOCUMENT", "TargetId": "AWS-ConfigureS3BucketVersioning", "Automatic": True,
        "MaximumAutomaticAttempts": 5, "RetryAttemptSeconds": 1, "Parameters": {
            "AutomationAssumeRole": {"StaticValue": {"Values": [role["Arn"]]}}, "BucketName": {"ResourceValue": {"Value": "RESOURCE_ID"}},
            "VersioningState": {"StaticValue": {"Values": ["Enabled"]}}}}])
    buckets = []
    for wave in range(5):
        for _ in range(6):
            name = unique("killed")
            s3.create_bucket(Bucket=name)
            s3.put_bucket_tagging(Bucket=name, Tagging={"TagSet": [{"Key": "mend", "Value": "yes"}]})
            buckets.append(name)
        time.sleep(0.15 * wave)
        server.kill()
        server.start()
    wait_for(lambda: all(word(config, "versioned", bucket) == "COMPLIANT" for bucket in buckets), 60)
    assert {s3.get_bucket_versioning(Bucket=bucket)["Status"] for bucket in buckets} == {"Enabled"}
    # One version before it was put right, and one after: nothing was recorded twice.
    for bucket in buckets:
        states = [json.loads(item["supplementaryConfiguration"]["BucketVersioningConfiguration"])["status"] for item in history(config, BUCKET, bucket)]
        assert states.count("Enabled") == 1, states
    told = []

    def drained():
        answer = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10)
        for message in answer.get("Messages", []):
            detail = json.loads(message["Body"])["detail"]
            told.append((detail["resourceId"], detail["newEvaluationResult"]["complianceType"]))
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return len(told) >= 2 * len(buckets) and not answer.get("Messages")

    wait_for(drained, 60)
    assert sorted(told) == sorted((bucket, kind) for bucket in buckets for kind in ("COMPLIANT", "NON_COMPLIANT"))
    by_rule = config.describe_compliance_by_config_rule(ConfigRuleNames=["versioned"])["ComplianceByConfigRules"][0]["Compliance"]
    assert by_rule["ComplianceType"] == "COMPLIANT"

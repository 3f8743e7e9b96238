"""Secrets Manager through boto3 and the AWS CLI: values, versions, labels, policies, replicas, deletion."""

import json
import uuid

import pytest

from harness import allow, error_code, events, new_account, policy, unique


@pytest.fixture(scope="module")
def secrets(module_server):
    return module_server.client("secretsmanager")


def test_a_secret_from_beginning_to_end(module_server, secrets):
    name = unique("life/db")
    made = secrets.create_secret(Name=name, SecretString="first-value", Description="Main", Tags=[{"Key": "team", "Value": "blue"}])
    assert made["ARN"].rsplit(":", 1)[1].startswith(name + "-") and len(made["ARN"].rsplit("-", 1)[1]) == 6
    for secret_id in (name, made["ARN"], made["ARN"][:-7]):
        got = secrets.get_secret_value(SecretId=secret_id)
        assert (got["SecretString"], got["VersionId"], got["VersionStages"]) == ("first-value", made["VersionId"], ["AWSCURRENT"])
    token = str(uuid.uuid4())
    put = secrets.put_secret_value(SecretId=name, SecretBinary=b"\0second", ClientRequestToken=token)
    assert put["VersionId"] == token and put["VersionStages"] == ["AWSCURRENT"]
    assert secrets.put_secret_value(SecretId=name, SecretBinary=b"\0second", ClientRequestToken=token)["VersionId"] == token
    with error_code("ResourceExistsException"):
        secrets.put_secret_value(SecretId=name, SecretString="other", ClientRequestToken=token)
    assert secrets.get_secret_value(SecretId=name)["SecretBinary"] == b"\0second"
    assert secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "first-value"
    described = secrets.describe_secret(SecretId=name)
    assert described["VersionIdsToStages"] == {made["VersionId"]: ["AWSPREVIOUS"], token: ["AWSCURRENT"]}
    assert described["LastAccessedDate"].hour == 0
    secrets.update_secret_version_stage(
        SecretId=name, VersionStage="AWSCURRENT", RemoveFromVersionId=token, MoveToVersionId=made["VersionId"]
    )
    shown = module_server.cli(["secretsmanager", "get-secret-value", "--secret-id", name, "--query", "SecretString", "--output", "text"])
    assert "first-value" in str(shown)
    deleted = secrets.delete_secret(SecretId=name, RecoveryWindowInDays=7)
    assert deleted["ARN"] == made["ARN"]
    with error_code("InvalidRequestException"):
        secrets.get_secret_value(SecretId=name)
    with error_code("InvalidRequestException"):
        secrets.create_secret(Name=name, SecretString="x")
    secrets.restore_secret(SecretId=name)
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    with error_code("ResourceNotFoundException"):
        secrets.describe_secret(SecretId=name)
    log = json.dumps(events(module_server))
    assert "first-value" not in log


def test_batches_tell_what_failed(secrets):
    prefix = unique("batch")
    names = [f"{prefix}/{i}" for i in range(3)]
    for name in names:
        secrets.create_secret(Name=name, SecretString=name)
    got = secrets.batch_get_secret_value(SecretIdList=names + ["missing"])
    assert [v["SecretString"] for v in got["SecretValues"]] == names
    assert [e["ErrorCode"] for e in got["Errors"]] == ["ResourceNotFoundException"]
    page = secrets.batch_get_secret_value(Filters=[{"Key": "name", "Values": [prefix]}], MaxResults=2)
    rest = secrets.batch_get_secret_value(Filters=[{"Key": "name", "Values": [prefix]}], MaxResults=2, NextToken=page["NextToken"])
    assert [v["Name"] for v in page["SecretValues"] + rest["SecretValues"]] == names


def test_another_account_reads_only_with_a_policy_and_a_customer_key(module_server, secrets):
    name = unique("shared")
    arn = secrets.create_secret(Name=name, SecretString="s")["ARN"]
    other = new_account(module_server, "reader")
    theirs = module_server.client("secretsmanager", other)
    with error_code("AccessDeniedException"):
        theirs.get_secret_value(SecretId=arn)
    secrets.put_resource_policy(SecretId=name, ResourcePolicy=policy(
        allow("secretsmanager:GetSecretValue", Principal={"AWS": f"arn:aws:iam::{other.account}:root"})), BlockPublicPolicy=True)
    with error_code("InvalidRequestException"):
        theirs.get_secret_value(SecretId=arn)
    with error_code("PublicPolicyException"):
        secrets.put_resource_policy(
            SecretId=name, ResourcePolicy=policy(allow("secretsmanager:*", Principal="*")), BlockPublicPolicy=True
        )

"""Secrets Manager across regions: copies that follow, their own keys, what only the primary takes, and promotion."""

import json

import pytest

from harness import error_code, events, unique, wait_for
from secrets_support import VALUE, allow, make_key, policy, root, user

HOME, AWAY, FAR = "us-east-1", "eu-west-1", "us-west-2"


@pytest.fixture(scope="module")
def secrets(module_server):
    return module_server.client("secretsmanager")


@pytest.fixture(scope="module")
def away(module_server):
    return module_server.client("secretsmanager", None, AWAY)


@pytest.fixture
def name(secrets):
    """A secret with a copy in another region: its name."""
    name = unique("replicated")
    made = secrets.create_secret(Name=name, SecretString=VALUE, Description="d", Tags=[{"Key": "a", "Value": "1"}],
                                 AddReplicaRegions=[{"Region": AWAY}])
    status = {"Region": AWAY, "KmsKeyId": "alias/aws/secretsmanager", "Status": "InSync", "StatusMessage": "Replication succeeded"}
    assert made["ReplicationStatus"] == [status]
    return name


def value(client, name, **more) -> str:
    return client.get_secret_value(SecretId=name, **more)["SecretString"]


def status(client, name) -> dict:
    """Region to status and message."""
    return {r["Region"]: (r["Status"], r["StatusMessage"]) for r in client.describe_secret(SecretId=name).get("ReplicationStatus", [])}


def told(server, event: str, arn: str) -> list:
    """What the history says of a secret's replication."""
    details = [e["additionalEventData"] for e in events(server, EventName=event)]
    return [d for d in details if d["SecretId"] == arn]


def test_a_copy_follows_its_primary(module_server, secrets, away, name):
    here, there = secrets.describe_secret(SecretId=name), away.describe_secret(SecretId=name)
    assert there["ARN"] == here["ARN"].replace(HOME, AWAY)
    assert (here["PrimaryRegion"], there["PrimaryRegion"]) == (HOME, HOME) and "ReplicationStatus" not in there
    assert (there["Description"], there["Tags"]) == ("d", [{"Key": "a", "Value": "1"}])
    assert value(away, name) == VALUE and away.get_secret_value(SecretId=there["ARN"])["ARN"] == there["ARN"]
    version = secrets.put_secret_value(SecretId=name, SecretString="2")["VersionId"]
    assert (value(away, name), value(away, name, VersionStage="AWSPREVIOUS")) == ("2", VALUE)
    secrets.update_secret_version_stage(SecretId=name, VersionStage="mine", MoveToVersionId=version)
    secrets.update_secret(SecretId=name, Description="e", SecretString="3")
    secrets.tag_resource(SecretId=name, Tags=[{"Key": "b", "Value": "2"}])
    secrets.untag_resource(SecretId=name, TagKeys=["a"])
    text = policy(allow("secretsmanager:DescribeSecret", Principal={"AWS": root(module_server.account)}))
    secrets.put_resource_policy(SecretId=name, ResourcePolicy=text)
    here, there = secrets.describe_secret(SecretId=name), away.describe_secret(SecretId=name)
    for key in ("Description", "Tags", "VersionIdsToStages", "LastChangedDate"):
        assert there[key] == here[key]
    assert away.get_resource_policy(SecretId=name)["ResourcePolicy"] == text
    secrets.delete_resource_policy(SecretId=name)
    assert "ResourcePolicy" not in away.get_resource_policy(SecretId=name)
    assert [s["Name"] for s in away.list_secrets(Filters=[{"Key": "primary-region", "Values": [HOME]}, {"Key": "name", "Values": [name]}])["SecretList"]] == [name]
    # When a copy was read is told at the primary.
    read = secrets.describe_secret(SecretId=name)["ReplicationStatus"][0]["LastAccessedDate"]
    assert read == there["LastAccessedDate"] and "LastAccessedDate" not in here


def test_what_only_the_primary_takes(module_server, secrets, away, name):
    version = away.get_secret_value(SecretId=name)["VersionId"]
    for call in (
        lambda: away.put_secret_value(SecretId=name, SecretString="x"),
        lambda: away.update_secret(SecretId=name, SecretString="x"),
        lambda: away.update_secret(SecretId=name, Description="x"),
        lambda: away.update_secret(SecretId=name, Description="x", KmsKeyId="alias/aws/secretsmanager"),
        lambda: away.update_secret_version_stage(SecretId=name, VersionStage="x", MoveToVersionId=version),
        lambda: away.tag_resource(SecretId=name, Tags=[{"Key": "x", "Value": ""}]),
        lambda: away.untag_resource(SecretId=name, TagKeys=["a"]),
        lambda: away.put_resource_policy(SecretId=name, ResourcePolicy=policy(
            allow("secretsmanager:DescribeSecret", Principal={"AWS": root(module_server.account)}))),
        lambda: away.delete_resource_policy(SecretId=name),
        lambda: away.rotate_secret(SecretId=name, RotationLambdaARN="arn:aws:lambda:eu-west-1:111122223333:function:x"),
        lambda: away.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": FAR}]),
        lambda: away.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[AWAY]),
        lambda: away.delete_secret(SecretId=name),
        lambda: away.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True),
    ):
        with error_code("InvalidRequestException", 400, f"primary secret's region, {HOME}"):
            call()
    with error_code("InvalidRequestException", 400, "not a replica"):
        secrets.stop_replication_to_replica(SecretId=name)
    with error_code("InvalidRequestException", 400, "replica regions"):
        secrets.delete_secret(SecretId=name)
    assert value(away, name) == VALUE


def test_copies_are_added_and_removed(module_server, secrets, away, name):
    far = module_server.client("secretsmanager", None, FAR)
    added = secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": FAR}])
    assert [r["Region"] for r in added["ReplicationStatus"]] == [AWAY, FAR] and value(far, name) == VALUE
    for region, message in ((FAR, "already replicated"), (HOME, "own region"), ("mars-1", "Invalid replica region")):
        with error_code("InvalidParameterException", 400, message):
            secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": region}])
    with error_code("InvalidParameterException", 400, "Duplicate"):
        secrets.create_secret(Name=unique("x"), SecretString="x", AddReplicaRegions=[{"Region": FAR}, {"Region": FAR}])
    removed = secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[AWAY])
    assert [r["Region"] for r in removed["ReplicationStatus"]] == [FAR]
    with error_code("ResourceNotFoundException"):
        away.describe_secret(SecretId=name)
    with error_code("InvalidParameterException", 400, "isn't replicated"):
        secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[AWAY])
    assert secrets.remove_regions_from_replication(SecretId=name, RemoveReplicaRegions=[FAR])["ReplicationStatus"] == []
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)


def test_a_copy_becomes_a_secret_of_its_own(secrets, away, name):
    arn = away.describe_secret(SecretId=name)["ARN"]
    assert away.stop_replication_to_replica(SecretId=name)["ARN"] == arn
    assert "ReplicationStatus" not in secrets.describe_secret(SecretId=name)
    assert "PrimaryRegion" not in away.describe_secret(SecretId=name)
    secrets.put_secret_value(SecretId=name, SecretString="here")
    away.put_secret_value(SecretId=name, SecretString="there")
    assert (value(secrets, name), value(away, name)) == ("here", "there")
    away.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": FAR}])
    assert status(away, name)[FAR][0] == "InSync"


def test_a_secret_in_the_way_fails_the_copy_until_it_is_overwritten(secrets, away):
    name = unique("way")
    away.create_secret(Name=name, SecretString="was here first")
    made = secrets.create_secret(Name=name, SecretString=VALUE, AddReplicaRegions=[{"Region": AWAY}])
    assert made["ReplicationStatus"][0]["Status"] == "Failed" and status(secrets, name)[AWAY][0] == "Failed"
    assert value(away, name) == "was here first"
    again = secrets.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": AWAY}])
    assert [r["Status"] for r in again["ReplicationStatus"]] == ["Failed"]
    forced = secrets.replicate_secret_to_regions(
        SecretId=name, AddReplicaRegions=[{"Region": AWAY}], ForceOverwriteReplicaSecret=True)
    assert [r["Status"] for r in forced["ReplicationStatus"]] == ["InSync"] and value(away, name) == VALUE


def test_force_overwrites_nothing_that_others_depend_on(module_server, secrets, away):
    name = unique("depended")
    away.create_secret(Name=name, SecretString="a primary", AddReplicaRegions=[{"Region": FAR}])
    secrets.create_secret(Name=name, SecretString=VALUE, AddReplicaRegions=[{"Region": AWAY}, {"Region": FAR}],
                          ForceOverwriteReplicaSecret=True)
    assert {r: s for r, (s, _) in status(secrets, name).items()} == {AWAY: "Failed", FAR: "Failed"}
    assert value(away, name) == value(module_server.client("secretsmanager", None, FAR), name) == "a primary"


def test_copies_have_keys_of_their_own(module_server, secrets, away):
    home_key, away_key, other_key = make_key(module_server), make_key(module_server, None, AWAY), make_key(module_server, None, AWAY)
    name = unique("keys")
    needed = {"kms:Decrypt": home_key, "kms:GenerateDataKey": away_key, "kms:Encrypt": away_key}
    secrets.create_secret(Name=name, SecretString=VALUE, KmsKeyId=home_key)
    for left_out in needed:
        client = user(module_server, allow("secretsmanager:*"), *(allow(a, r) for a, r in needed.items() if a != left_out))
        with error_code("AccessDeniedException", 400, left_out):
            client.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": AWAY, "KmsKeyId": away_key}])
    client = user(module_server, allow("secretsmanager:*"), *(allow(a, r) for a, r in needed.items()))
    client.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": AWAY, "KmsKeyId": away_key}])
    assert away.describe_secret(SecretId=name)["KmsKeyId"] == away_key
    assert secrets.describe_secret(SecretId=name)["ReplicationStatus"][0]["KmsKeyId"] == away_key
    # The key is the one thing of a copy that is changed where the copy is.
    away.update_secret(SecretId=name, KmsKeyId=other_key)
    assert secrets.describe_secret(SecretId=name)["ReplicationStatus"][0]["KmsKeyId"] == other_key
    secrets.put_secret_value(SecretId=name, SecretString="2")
    assert {v["KmsKeyIds"][0] for v in away.list_secret_version_ids(SecretId=name)["Versions"]} == {other_key}
    assert (value(away, name), value(away, name, VersionStage="AWSPREVIOUS")) == ("2", VALUE)
    module_server.client("kms", None, AWAY).disable_key(KeyId=other_key)
    secrets.put_secret_value(SecretId=name, SecretString="3")
    assert status(secrets, name)[AWAY][0] == "Failed" and value(secrets, name) == "3"
    arn = secrets.describe_secret(SecretId=name)["ARN"]
    wait_for(lambda: [e["Reason"] for e in told(module_server, "ReplicationFailed", arn)] == [status(secrets, name)[AWAY][1]])
    module_server.client("kms", None, AWAY).enable_key(KeyId=other_key)
    assert value(away, name) == "2"
    secrets.put_secret_value(SecretId=name, SecretString="4")
    assert status(secrets, name)[AWAY][0] == "InSync" and value(away, name) == "4"
    # When it was replicated first, with the second value, and with the third and the fourth.
    wait_for(lambda: len(told(module_server, "ReplicationSucceeded", arn)) == 3)


def test_the_primary_region_is_a_condition(module_server, secrets, away, name):
    local = user(module_server, allow("secretsmanager:GetSecretValue", Condition={
        "StringEquals": {"secretsmanager:SecretPrimaryRegion": AWAY}}))
    with error_code("AccessDeniedException"):
        local.get_secret_value(SecretId=name)
    away.stop_replication_to_replica(SecretId=name)
    arn = away.describe_secret(SecretId=name)["ARN"]
    made = module_server.user(unique("u"), inline=json.loads(policy(allow("secretsmanager:GetSecretValue", arn, Condition={
        "StringEquals": {"secretsmanager:SecretPrimaryRegion": AWAY}}))))
    assert value(module_server.client("secretsmanager", made, AWAY), name) == VALUE


def test_the_aws_cli_replicates(module_server, away):
    name = unique("cli")
    module_server.cli(["secretsmanager", "create-secret", "--name", name, "--secret-string", VALUE])
    done = module_server.cli(["secretsmanager", "replicate-secret-to-regions", "--secret-id", name, "--add-replica-regions", f"Region={AWAY}"])
    assert done["ReplicationStatus"][0]["Status"] == "InSync"
    assert module_server.cli(["secretsmanager", "get-secret-value", "--secret-id", name], region=AWAY)["SecretString"] == VALUE
    module_server.cli(["secretsmanager", "remove-regions-from-replication", "--secret-id", name, "--remove-replica-regions", AWAY])
    with error_code("ResourceNotFoundException"):
        away.get_secret_value(SecretId=name)
    wait_for(lambda: [e for e in events(module_server, EventName="RemoveRegionsFromReplication") if name in json.dumps(e)])
    assert VALUE not in json.dumps(events(module_server) + events(module_server, None, AWAY)) + module_server.log()

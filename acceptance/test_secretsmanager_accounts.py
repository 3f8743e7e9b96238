"""Secrets Manager across accounts: replicas that both accounts agree on, and that nothing else passes."""

import json
import threading
from pathlib import Path

import botocore
import pytest
from botocore.exceptions import BotoCoreError, ClientError

from databases import Redis
from harness import Credentials, allow, deny, ensure_organization, error_code, events, new_account, policy, unique, wait_for
from rotation_support import logs_in, make_secret, rotate, rotator
from secrets_support import VALUE, for_replication, key_policy, make_key, make_role, root, token, user


@pytest.fixture(scope="module")
def secrets(module_server):
    return module_server.client("secretsmanager")


@pytest.fixture(scope="module")
def other(module_server):
    return new_account(module_server, "replica")


@pytest.fixture(scope="module")
def third(module_server):
    return new_account(module_server, "third")


@pytest.fixture(scope="module")
def theirs(module_server, other):
    return module_server.client("secretsmanager", other)


@pytest.fixture(scope="module")
def their_key(module_server, other):
    return make_key(module_server, other, None, for_replication(module_server.account))


@pytest.fixture
def pair(secrets, theirs, their_key):
    """A primary, and a replica of it that is not associated yet: both ARNs."""
    primary = secrets.create_secret(Name=unique("primary"), SecretString=VALUE)["ARN"]
    replica = theirs.create_secret(Name=unique("replica"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)
    assert "VersionId" not in replica
    return primary, replica["ARN"]


def standing(client, arn) -> str:
    """How one side describes the replication."""
    shown = client.describe_secret(SecretId=arn)
    found = [shown["CrossAccountPrimary"]] if "CrossAccountPrimary" in shown else shown.get("CrossAccountReplicas", [])
    return found[0]["ReplicationStatus"] if found else None


def associate(client, primary, replica, **more) -> str:
    made = client.associate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica, **more)
    assert (made["ARN"], made["CrossAccountReplicaARN"]) == (primary, replica)
    return made["ReplicationStatus"]


def value(client, arn, **more) -> str:
    return client.get_secret_value(SecretId=arn, **more)["SecretString"]


# -- the life of a replica


def test_a_replica_follows_its_primary_until_either_side_ends_it(secrets, theirs, pair):
    primary, replica = pair
    shown = theirs.describe_secret(SecretId=replica)
    assert shown["CrossAccountPrimary"] == {"PrimarySecretARN": primary, "ReplicationStatus": "Pending"}
    assert "CrossAccountReplicas" not in secrets.describe_secret(SecretId=primary)
    with error_code("ResourceNotFoundException"):
        theirs.get_secret_value(SecretId=replica)
    assert associate(secrets, primary, replica) == "InSync"
    got, source = theirs.get_secret_value(SecretId=replica), secrets.get_secret_value(SecretId=primary)
    assert (got["SecretString"], got["VersionId"], got["ARN"]) == (VALUE, source["VersionId"], replica)
    assert secrets.describe_secret(SecretId=primary)["CrossAccountReplicas"] == [
        {"ReplicaSecretARN": replica, "ReplicationStatus": "InSync"}]

    secrets.put_secret_value(SecretId=primary, SecretString="second")
    assert (value(theirs, replica), value(theirs, replica, VersionStage="AWSPREVIOUS")) == ("second", VALUE)
    secrets.put_secret_value(SecretId=primary, SecretBinary=b"\0third", VersionStages=["mine"])
    assert theirs.get_secret_value(SecretId=replica, VersionStage="mine")["SecretBinary"] == b"\0third"
    stages = secrets.describe_secret(SecretId=primary)["VersionIdsToStages"]
    assert theirs.describe_secret(SecretId=replica)["VersionIdsToStages"] == stages
    second = next(v for v, labels in stages.items() if labels == ["AWSCURRENT"])
    secrets.update_secret_version_stage(
        SecretId=primary, VersionStage="AWSCURRENT", RemoveFromVersionId=second, MoveToVersionId=source["VersionId"])
    assert value(theirs, replica) == VALUE
    secrets.update_secret(SecretId=primary, SecretString="fourth", Description="of the primary")
    assert value(theirs, replica) == "fourth" and "Description" not in theirs.describe_secret(SecretId=replica)

    secrets.disassociate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica)
    assert standing(secrets, primary) is None and standing(theirs, replica) == "Detached"
    secrets.put_secret_value(SecretId=primary, SecretString="fifth")
    assert value(theirs, replica) == "fourth"
    assert associate(secrets, primary, replica) == "InSync" and value(theirs, replica) == "fifth"

    assert theirs.stop_replication_to_replica(SecretId=replica)["ARN"] == replica
    assert standing(theirs, replica) is None and standing(secrets, primary) == "Detached"
    secrets.put_secret_value(SecretId=primary, SecretString="sixth")
    theirs.put_secret_value(SecretId=replica, SecretString="its own")
    assert (value(secrets, primary), value(theirs, replica)) == ("sixth", "its own")
    # With the replication went the policy that let this account in.
    with error_code("AccessDeniedException", 400, "AcceptCrossAccountReplication"):
        associate(secrets, primary, replica)


def test_the_aws_cli_makes_a_replica(module_server, other, their_key, secrets):
    primary = secrets.create_secret(Name=unique("cli"), SecretString=VALUE)["ARN"]

    # The CLI's own models may be older than the operations: it takes those of boto3.
    def cli(*arguments, credentials=None):
        environment = module_server.cli_environment(credentials) | {"AWS_DATA_PATH": str(Path(botocore.__file__).parent / "data")}
        return module_server.cli(["secretsmanager", *arguments], environment=environment)

    made = cli("create-secret", "--name", unique("cli"), "--cross-account-primary-arn", primary, "--kms-key-id", their_key,
               credentials=other)["ARN"]
    done = cli("associate-cross-account-replica", "--secret-id", primary, "--cross-account-replica-arn", made,
               "--replica-restriction", "SameOrg")
    assert done["ReplicationStatus"] == "InSync"
    names = cli("list-resource-policies", "--secret-id", made, credentials=other)
    assert names == {"ResourcePolicies": [{"PolicyName": "cross-account-replication"}]}
    assert cli("get-secret-value", "--secret-id", made, credentials=other)["SecretString"] == VALUE
    done = cli("disassociate-cross-account-replica", "--secret-id", primary, "--cross-account-replica-arn", made)
    assert done["ARN"] == primary


def test_what_only_the_primary_can_do(module_server, secrets, theirs, other, third, pair):
    primary, replica = pair
    strangers = module_server.client("secretsmanager", third)
    associate(secrets, primary, replica)
    version = theirs.get_secret_value(SecretId=replica)["VersionId"]
    for call in (
        lambda: theirs.put_secret_value(SecretId=replica, SecretString="x"),
        lambda: theirs.update_secret(SecretId=replica, SecretString="x"),
        lambda: theirs.update_secret_version_stage(SecretId=replica, VersionStage="x", MoveToVersionId=version),
        lambda: theirs.rotate_secret(SecretId=replica, RotationLambdaARN="arn:aws:lambda:us-east-1:111122223333:function:x"),
        lambda: theirs.cancel_rotate_secret(SecretId=replica),
        lambda: theirs.replicate_secret_to_regions(SecretId=replica, AddReplicaRegions=[{"Region": "eu-west-1"}]),
    ):
        with error_code("InvalidRequestException", 400, "cross-account replica"):
            call()
    # No chains: a replica is nobody's primary.
    next_one = strangers.create_secret(
        Name=unique("next"), CrossAccountPrimaryARN=replica, KmsKeyId=make_key(module_server, third, None, for_replication(other.account)))
    with error_code("InvalidRequestException", 400, "cross-account replica"):
        associate(theirs, replica, next_one["ARN"])
    for client, secret in ((theirs, replica), (secrets, primary)):
        for more in ({}, {"ForceDeleteWithoutRecovery": True}):
            with error_code("InvalidRequestException", 400, "cross-account replica"):
                client.delete_secret(SecretId=secret, **more)
    assert value(theirs, replica) == VALUE
    secrets.disassociate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica)
    secrets.delete_secret(SecretId=primary, ForceDeleteWithoutRecovery=True)
    with error_code("InvalidRequestException", 400, "stop its replication"):
        theirs.delete_secret(SecretId=replica)
    theirs.stop_replication_to_replica(SecretId=replica)
    theirs.delete_secret(SecretId=replica, ForceDeleteWithoutRecovery=True)


def test_a_replica_has_its_own_tags_policies_description_and_key(module_server, secrets, theirs, other, third, pair):
    primary, replica = pair
    associate(secrets, primary, replica)
    secrets.tag_resource(SecretId=primary, Tags=[{"Key": "of", "Value": "primary"}])
    theirs.tag_resource(SecretId=replica, Tags=[{"Key": "of", "Value": "replica"}])
    theirs.put_resource_policy(SecretId=replica, ResourcePolicy=policy(
        allow("secretsmanager:DescribeSecret", Principal={"AWS": root(third.account)})))
    theirs.update_secret(SecretId=replica, Description="own")
    new = make_key(module_server, other, None, for_replication(module_server.account))
    theirs.update_secret(SecretId=replica, KmsKeyId=new)
    shown = theirs.describe_secret(SecretId=replica)
    assert (shown["Tags"], shown["Description"], shown["KmsKeyId"]) == ([{"Key": "of", "Value": "replica"}], "own", new)
    assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId=primary)
    secrets.put_secret_value(SecretId=primary, SecretString="under the new key")
    keys = {v["KmsKeyIds"][0] for v in theirs.list_secret_version_ids(SecretId=replica)["Versions"]}
    assert keys == {new} and value(theirs, replica) == "under the new key"
    with error_code("InvalidParameterException", 400, "customer managed"):
        theirs.update_secret(SecretId=replica, KmsKeyId="")
    # Both policies have a say: the owner's own opens it to a third account, the service's stays.
    assert module_server.client("secretsmanager", third).describe_secret(SecretId=replica)["ARN"] == replica
    assert [p["PolicyName"] for p in theirs.list_resource_policies(SecretId=replica)["ResourcePolicies"]] == [
        "default", "cross-account-replication"]
    assert associate(secrets, primary, replica) == "InSync"


# -- what is refused


def test_what_makes_no_replica(module_server, secrets, theirs, their_key):
    own_key = make_key(module_server)
    primary = secrets.create_secret(Name=unique("p"), SecretString=VALUE)["ARN"]
    good = {"CrossAccountPrimaryARN": primary, "KmsKeyId": their_key}
    for more in (
        {"SecretString": "x"}, {"SecretBinary": b"x"}, {"Description": "x"}, {"AddReplicaRegions": [{"Region": "eu-west-1"}]},
        {"KmsKeyId": "alias/aws/secretsmanager"},
        {"CrossAccountPrimaryARN": primary[:-7]},
        {"CrossAccountPrimaryARN": primary.replace("us-east-1", "eu-west-1")},
        {"CrossAccountPrimaryARN": primary.replace("arn:aws:", "arn:aws-cn:")},
        {"CrossAccountPrimaryARN": "arn:aws:s3:::bucket-of-theirs"},
    ):
        with error_code("InvalidParameterException", 400):
            theirs.create_secret(Name=unique("bad"), **good | more)
    with error_code("InvalidParameterException", 400, "customer managed"):
        theirs.create_secret(Name=unique("bad"), CrossAccountPrimaryARN=primary)
    with error_code("InvalidParameterException", 400, "another AWS account"):
        secrets.create_secret(Name=unique("bad"), CrossAccountPrimaryARN=primary, KmsKeyId=own_key)


def test_what_is_not_associated(module_server, secrets, theirs, their_key, pair):
    primary, replica = pair
    for wrong in (replica[:-7], replica.replace("us-east-1", "eu-west-1")):
        with error_code("AccessDeniedException"):
            associate(user_of_all(module_server), primary, wrong)
    same = secrets.create_secret(Name=unique("same"), SecretString="x")["ARN"]
    with error_code("InvalidParameterException", 400, "another AWS account"):
        associate(secrets, primary, same)
    plain = theirs.create_secret(Name=unique("plain"), SecretString="x", KmsKeyId=their_key)["ARN"]
    with error_code("AccessDeniedException"):
        associate(secrets, primary, plain)
    of_another = theirs.create_secret(Name=unique("r"), CrossAccountPrimaryARN=same, KmsKeyId=their_key)["ARN"]
    with error_code("InvalidRequestException", 400, "wasn't created as"):
        associate(secrets, primary, of_another)
    with error_code("ResourceNotFoundException"):
        secrets.disassociate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica)
    associate(secrets, primary, replica)
    second = theirs.create_secret(Name=unique("r"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)["ARN"]
    with error_code("LimitExceededException", 400):
        associate(secrets, primary, second)
    assert standing(theirs, second) == "Pending" and standing(theirs, replica) == "InSync"
    deleted = secrets.create_secret(Name=unique("gone"), SecretString="x")["ARN"]
    secrets.delete_secret(SecretId=deleted)
    with error_code("InvalidRequestException", 400, "marked for deletion"):
        associate(secrets, deleted, replica)


def user_of_all(server):
    return user(server, allow(["secretsmanager:*", "kms:*"]))


def test_an_account_outside_of_the_organization_is_let_in_only_by_name(fresh):
    # The sandbox has accounts that no organization made, which can leave theirs at once.
    server, outside = fresh(sandbox=True), Credentials("444455556666", "test", account="444455556666")
    ours, theirs = server.client("secretsmanager"), server.client("secretsmanager", outside)
    organizations = server.client("organizations")
    key = make_key(server, outside, None, for_replication(server.account))
    primary = ours.create_secret(Name="p", SecretString=VALUE)["ARN"]
    replica = theirs.create_secret(Name="r", CrossAccountPrimaryARN=primary, KmsKeyId=key)["ARN"]
    with error_code("InvalidRequestException", 400, "organization"):
        associate(ours, primary, replica)
    organizations.create_organization(FeatureSet="ALL")
    with error_code("InvalidRequestException", 400, "organization"):
        associate(ours, primary, replica, ReplicaRestriction="SameOrg")
    invited = organizations.invite_account_to_organization(Target={"Type": "ACCOUNT", "Id": outside.account})["Handshake"]
    server.client("organizations", outside).accept_handshake(HandshakeId=invited["Id"])
    assert associate(ours, primary, replica) == "InSync"
    organizations.remove_account_from_organization(AccountId=outside.account)
    # It left: the value that was copied is its own, the next one stays here.
    ours.put_secret_value(SecretId=primary, SecretString="not for them")
    assert (standing(ours, primary), standing(theirs, replica)) == ("Failed", "Failed")
    assert value(theirs, replica) == VALUE
    with error_code("InvalidRequestException", 400, "organization"):
        associate(ours, primary, replica)
    assert associate(ours, primary, replica, ReplicaRestriction="NoRestriction") == "InSync"
    assert value(theirs, replica) == "not for them"


def test_force_overwrites_no_replica_of_another_account(module_server, secrets, other, theirs, pair):
    primary, replica = pair
    associate(secrets, primary, replica)
    name = theirs.describe_secret(SecretId=replica)["Name"]
    away = module_server.client("secretsmanager", other, "eu-west-1")
    made = away.create_secret(Name=name, SecretString="in its way", AddReplicaRegions=[{"Region": "us-east-1"}],
                              ForceOverwriteReplicaSecret=True)
    assert made["ReplicationStatus"][0]["Status"] == "Failed" and value(theirs, replica) == VALUE


# -- permissions


def test_both_sides_must_allow_an_association(module_server, secrets, other, pair, their_key):
    primary, replica = pair
    own_key = make_key(module_server)
    secrets.update_secret(SecretId=primary, KmsKeyId=own_key)
    needed = {
        "secretsmanager:AssociateCrossAccountReplica": primary, "secretsmanager:GetSecretValue": primary,
        "secretsmanager:AcceptCrossAccountReplication": replica, "kms:Decrypt": own_key, "kms:Encrypt": their_key,
    }
    for left_out in needed:
        client = user(module_server, *(allow(action, resource) for action, resource in needed.items() if action != left_out))
        with error_code("AccessDeniedException", 400, left_out):
            associate(client, primary, replica)
    assert standing(module_server.client("secretsmanager", other), replica) == "Pending"
    client = user(module_server, *(allow(action, resource) for action, resource in needed.items()))
    assert associate(client, primary, replica) == "InSync"
    with error_code("AccessDeniedException", 400, "DisassociateCrossAccountReplica"):
        client.disassociate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica)


def test_an_account_that_the_replica_was_not_made_for_gets_nowhere(module_server, secrets, theirs, third, pair, their_key):
    primary, replica = pair
    strangers = module_server.client("secretsmanager", third)
    own = strangers.create_secret(Name=unique("own"), SecretString="planted")["ARN"]
    with error_code("AccessDeniedException", 400, "AcceptCrossAccountReplication"):
        associate(strangers, own, replica)
    with error_code("AccessDeniedException"):
        associate(strangers, primary, replica)
    with error_code("AccessDeniedException"):
        associate(theirs, primary, replica)
    for client, arn in ((theirs, primary), (secrets, replica), (strangers, primary), (strangers, replica)):
        for call in ("get_secret_value", "describe_secret", "list_resource_policies", "stop_replication_to_replica", "delete_secret"):
            with error_code("AccessDeniedException"):
                getattr(client, call)(SecretId=arn)
    with error_code("AccessDeniedException"):
        theirs.disassociate_cross_account_replica(SecretId=primary, CrossAccountReplicaARN=replica)
    # A replica of a primary that nobody offers stays empty.
    made = strangers.create_secret(Name=unique("wish"), CrossAccountPrimaryARN=primary, KmsKeyId=make_key(module_server, third))
    assert standing(strangers, made["ARN"]) == "Pending"
    with error_code("ResourceNotFoundException"):
        strangers.get_secret_value(SecretId=made["ARN"])


def test_making_and_ending_a_replica_needs_the_right_to_its_policy(module_server, secrets, other, their_key):
    primary = secrets.create_secret(Name=unique("p"), SecretString=VALUE)["ARN"]
    only = allow(["secretsmanager:CreateSecret", "secretsmanager:StopReplicationToReplica", "kms:*"])
    named = {"StringEquals": {"secretsmanager:PolicyName": "cross-account-replication"}}
    small = user(module_server, only, credentials=other)
    with error_code("AccessDeniedException", 400, "PutResourcePolicy"):
        small.create_secret(Name=unique("r"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)
    maker = user(module_server, only, allow("secretsmanager:PutResourcePolicy", Condition=named), credentials=other)
    replica = maker.create_secret(Name=unique("r"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)["ARN"]
    with error_code("AccessDeniedException", 400, "PutResourcePolicy"):
        maker.put_resource_policy(SecretId=replica, ResourcePolicy=policy(allow("secretsmanager:*", Principal={"AWS": root(other.account)})))
    with error_code("AccessDeniedException", 400, "DeleteResourcePolicy"):
        maker.stop_replication_to_replica(SecretId=replica)
    ender = user(module_server, only, allow("secretsmanager:DeleteResourcePolicy", Condition=named), credentials=other)
    ender.stop_replication_to_replica(SecretId=replica)
    no_key = user(module_server, allow("secretsmanager:*"), credentials=other)
    with error_code("AccessDeniedException", 400, "kms:"):
        no_key.create_secret(Name=unique("r"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)


def test_who_changes_the_primary_must_be_allowed_the_replicas_key(module_server, secrets, other, theirs, pair):
    primary, replica = pair
    associate(secrets, primary, replica)
    writer = user(module_server, allow(["secretsmanager:PutSecretValue"], primary))
    writer.put_secret_value(SecretId=primary, SecretString="behind")
    shown = secrets.describe_secret(SecretId=primary)["CrossAccountReplicas"][0]
    assert shown["ReplicationStatus"] == "Failed" and "kms:Encrypt" in shown["StatusMessage"]
    told = theirs.describe_secret(SecretId=replica)["CrossAccountPrimary"]
    # Who it was in the other account is not told.
    assert told["ReplicationStatus"] == "Failed" and "arn:" not in told["StatusMessage"]

    def reasons() -> dict:
        failed = [e["additionalEventData"] for who in (None, other) for e in events(module_server, who, EventName="ReplicationFailed")]
        return {e["SecretId"]: e["Reason"] for e in failed if e["SecretId"] in pair}

    wait_for(lambda: reasons() == {primary: shown["StatusMessage"], replica: told["StatusMessage"]})
    assert (value(secrets, primary), value(theirs, replica)) == ("behind", VALUE)
    assert associate(secrets, primary, replica) == "InSync" and value(theirs, replica) == "behind"


def test_a_replication_role_replicates_for_whoever_changes_the_primary(module_server, secrets, theirs, pair, their_key):
    primary, replica = pair
    own_key = make_key(module_server)
    secrets.update_secret(SecretId=primary, KmsKeyId=own_key)
    source = {"ArnEquals": {"aws:SourceArn": primary}, "StringEquals": {"aws:SourceAccount": module_server.account}}
    role = make_role(module_server, allow("kms:Decrypt", own_key), allow("kms:Encrypt", their_key), Condition=source)
    full = [allow(["secretsmanager:*", "kms:*"])]
    with error_code("AccessDeniedException", 400, "iam:PassRole"):
        associate(user(module_server, *full), primary, replica, ReplicationRoleARN=role)
    stranger = make_role(module_server, allow("kms:*"), principal="lambda.amazonaws.com")
    of_another = make_role(module_server, allow("kms:*"), Condition={"ArnEquals": {"aws:SourceArn": primary + "x"}})
    for wrong in (stranger, of_another, role + "-none"):
        with error_code("InvalidParameterException", 400, "can't assume the role"):
            associate(secrets, primary, replica, ReplicationRoleARN=wrong)
    weak = make_role(module_server, allow("kms:Decrypt", own_key))
    with error_code("InvalidRequestException", 400, "kms:Encrypt"):
        associate(secrets, primary, replica, ReplicationRoleARN=weak)
    assert (standing(secrets, primary), standing(theirs, replica)) == (None, "Pending")
    passing = allow("iam:PassRole", role, Condition={"StringEquals": {"iam:PassedToService": "secretsmanager.amazonaws.com"}})
    assert associate(user(module_server, *full, passing), primary, replica, ReplicationRoleARN=role) == "InSync"
    assert secrets.describe_secret(SecretId=primary)["CrossAccountReplicas"][0]["ReplicationRoleARN"] == role
    writer = user(module_server, allow("secretsmanager:PutSecretValue", primary),
                  allow(["kms:GenerateDataKey", "kms:Decrypt"], own_key))
    writer.put_secret_value(SecretId=primary, SecretString="by the role")
    assert value(theirs, replica) == "by the role" and standing(secrets, primary) == "InSync"

    iam, name = module_server.client("iam"), role.rsplit("/", 1)[1]
    iam.put_role_policy(RoleName=name, PolicyName="deny", PolicyDocument=policy(deny("kms:Encrypt", their_key)))
    secrets.put_secret_value(SecretId=primary, SecretString="root may, the role may not")
    assert standing(secrets, primary) == "Failed" and value(theirs, replica) == "by the role"
    iam.delete_role_policy(RoleName=name, PolicyName="deny")
    iam.delete_role_policy(RoleName=name, PolicyName="inline")
    iam.delete_role(RoleName=name)
    secrets.put_secret_value(SecretId=primary, SecretString="no role any more")
    assert "can't assume" in secrets.describe_secret(SecretId=primary)["CrossAccountReplicas"][0]["StatusMessage"]
    assert associate(secrets, primary, replica) == "InSync" and value(theirs, replica) == "no role any more"


def test_the_replicas_key_decides_who_encrypts_for_it(module_server, secrets, theirs, other, pair):
    primary, replica = pair
    associate(secrets, primary, replica)
    kms = module_server.client("kms", other)
    key = theirs.describe_secret(SecretId=replica)["KmsKeyId"]
    full = kms.get_key_policy(KeyId=key)["Policy"]
    kms.put_key_policy(KeyId=key, Policy=key_policy(other.account))
    secrets.put_secret_value(SecretId=primary, SecretString="refused by their key")
    assert (standing(secrets, primary), value(theirs, replica)) == ("Failed", VALUE)
    bound = {"StringEquals": {"kms:EncryptionContext:SecretARN": replica, "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}}
    kms.put_key_policy(KeyId=key, Policy=key_policy(other.account, for_replication(module_server.account, Condition=bound)))
    assert associate(secrets, primary, replica) == "InSync"
    kms.disable_key(KeyId=key)
    secrets.put_secret_value(SecretId=primary, SecretString="their key is off")
    assert standing(theirs, replica) == "Failed" and value(secrets, primary) == "their key is off"
    with error_code("InvalidRequestException", 400, "isn't enabled"):
        associate(secrets, primary, replica)
    kms.enable_key(KeyId=key)
    kms.put_key_policy(KeyId=key, Policy=full)
    assert associate(secrets, primary, replica) == "InSync" and value(theirs, replica) == "their key is off"


def test_neither_history_tells_a_value_or_the_others_business(module_server, secrets, theirs, other, pair):
    primary, replica = pair
    associate(secrets, primary, replica)
    secrets.put_secret_value(SecretId=primary, SecretString="a-very-own-word", ClientRequestToken=token())

    def history(who) -> list:
        return [e for e in events(module_server, who) if e["eventSource"] == "secretsmanager.amazonaws.com"]

    def about() -> list:
        return [e for e in history(other) if e["eventName"] == "AssociateCrossAccountReplica" and replica in json.dumps(e)]

    wait_for(lambda: about() and [e for e in history(None) if e["eventName"] == "PutSecretValue" and primary in json.dumps(e)])
    ours, others = history(None), history(other)
    told = json.dumps([ours, others]) + module_server.log()
    assert "a-very-own-word" not in told and VALUE not in told
    assert primary not in json.dumps([e for e in others if e["eventName"] == "PutSecretValue"])


def test_a_rotation_by_a_built_in_rotator_needs_a_replication_role(module_server, secrets, theirs, their_key, tmp_path):
    database = Redis(tmp_path / "redis")
    try:
        name, old = make_secret(module_server, database)
        primary = secrets.describe_secret(SecretId=name)["ARN"]
        replica = theirs.create_secret(Name=unique("r"), CrossAccountPrimaryARN=primary, KmsKeyId=their_key)["ARN"]
        associate(secrets, primary, replica)
        rotate(module_server, name, RotationLambdaARN=rotator(module_server, "redis", "single-user"))
        # Nobody's credentials are at hand: the secret rotates, the copy waits.
        shown = secrets.describe_secret(SecretId=primary)["CrossAccountReplicas"][0]
        assert shown["ReplicationStatus"] == "Failed" and "ReplicationRoleARN" in shown["StatusMessage"]
        assert json.loads(value(theirs, replica)) == old != json.loads(value(secrets, primary))
        role = make_role(module_server, allow("kms:Encrypt", their_key))
        assert associate(secrets, primary, replica, ReplicationRoleARN=role) == "InSync"
        assert logs_in(database, json.loads(value(theirs, replica)))
        version = rotate(module_server, name)
        got = theirs.get_secret_value(SecretId=replica)
        assert got["VersionId"] == version and logs_in(database, json.loads(got["SecretString"]))
    finally:
        database.remove()


def test_both_sides_survive_a_kill_together(fresh):
    server = fresh()
    ensure_organization(server)
    outside = new_account(server, "outside")
    key = make_key(server, outside, None, for_replication(server.account))
    ours, theirs = server.client("secretsmanager"), server.client("secretsmanager", outside)
    primary = ours.create_secret(Name="p", SecretString="0")["ARN"]
    replica = theirs.create_secret(Name="r", CrossAccountPrimaryARN=primary, KmsKeyId=key)["ARN"]
    associate(ours, primary, replica)
    acknowledged = []

    def write() -> None:
        for i in range(1, 100_000):
            try:
                ours.put_secret_value(SecretId=primary, SecretString=str(i))
            except (BotoCoreError, ClientError):
                return
            acknowledged.append(i)

    for _ in range(3):
        writer = threading.Thread(target=write)
        writer.start()
        wait_for(lambda: len(acknowledged) > 20)
        server.kill()
        writer.join()
        last, acknowledged = acknowledged[-1], []
        server.start()
        got = value(ours, primary)
        # The last one that was acknowledged, or the next, which the kill cut off after its commit.
        assert got == value(theirs, replica) and int(got) in (last, last + 1)
        assert (standing(ours, primary), standing(theirs, replica)) == ("InSync", "InSync")

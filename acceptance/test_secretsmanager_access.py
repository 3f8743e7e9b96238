"""Who may do what with secrets: identity and resource policies, condition keys, tags, other accounts, and customers' keys."""

import json

import pytest

from harness import error_code, events, new_account, unique, wait_for
from secrets_support import VALUE, allow, deny, key_policy, make_key, policy, root, token, user


@pytest.fixture(scope="module")
def secrets(module_server):
    return module_server.client("secretsmanager")


@pytest.fixture(scope="module")
def other(module_server):
    return new_account(module_server, "other")


@pytest.fixture(scope="module")
def theirs(module_server, other):
    return module_server.client("secretsmanager", other)


@pytest.fixture
def made(secrets):
    """A secret of one version: its ARN."""
    return secrets.create_secret(Name=unique("secret"), SecretString=VALUE)["ARN"]


def refused(action: str):
    """The block is denied this action of Secrets Manager."""
    return error_code("AccessDeniedException", 400, f"secretsmanager:{action}")


# -- condition keys


def test_names_of_what_is_created(module_server):
    maker = user(module_server, allow("secretsmanager:CreateSecret", Condition={"StringLike": {"secretsmanager:Name": "team/*"}}))
    maker.create_secret(Name="team/" + unique("a"), SecretString="x")
    with refused("CreateSecret"):
        maker.create_secret(Name=unique("a"), SecretString="x")


def test_keys_descriptions_and_replicas_of_what_is_created(module_server):
    key = make_key(module_server)
    maker = user(
        module_server, allow(["secretsmanager:CreateSecret", "secretsmanager:ReplicateSecretToRegions", "kms:*"]),
        deny("secretsmanager:CreateSecret", Condition={"Null": {"secretsmanager:KmsKeyId": "true"}}),
        deny("secretsmanager:CreateSecret", Condition={"StringLike": {"secretsmanager:Description": "*test*"}}),
        deny("secretsmanager:*", Condition={"ForAnyValue:StringNotLike": {"secretsmanager:AddReplicaRegions": "eu-*"}}),
        deny("secretsmanager:*", Condition={"Bool": {"secretsmanager:ForceOverwriteReplicaSecret": "true"}}),
    )
    with refused("CreateSecret"):
        maker.create_secret(Name=unique("a"), SecretString="x")
    with refused("CreateSecret"):
        maker.create_secret(Name=unique("a"), SecretString="x", KmsKeyId=key, Description="a test")
    with refused("CreateSecret"):
        maker.create_secret(Name=unique("a"), SecretString="x", KmsKeyId=key, AddReplicaRegions=[{"Region": "us-west-2"}])
    maker.create_secret(Name=unique("a"), SecretString="x", KmsKeyId=key, AddReplicaRegions=[{"Region": "eu-west-1"}])
    name = unique("a")
    maker.create_secret(Name=name, SecretString="x", KmsKeyId=key)
    with refused("ReplicateSecretToRegions"):
        maker.replicate_secret_to_regions(SecretId=name, AddReplicaRegions=[{"Region": "eu-west-1"}], ForceOverwriteReplicaSecret=True)
    no_replicas = user(module_server, allow("secretsmanager:*", Condition={"Null": {"secretsmanager:AddReplicaRegions": "true"}}))
    no_replicas.create_secret(Name=unique("a"), SecretString="x")
    with refused("CreateSecret"):
        no_replicas.create_secret(Name=unique("a"), SecretString="x", AddReplicaRegions=[{"Region": "eu-west-1"}])


def test_stages_and_versions(module_server, secrets, made):
    first = secrets.get_secret_value(SecretId=made)["VersionId"]
    second = secrets.put_secret_value(SecretId=made, SecretString="2")["VersionId"]
    current = user(module_server, allow("secretsmanager:GetSecretValue", Condition={
        "ForAnyValue:StringEquals": {"secretsmanager:VersionStage": "AWSCURRENT"}}))
    assert current.get_secret_value(SecretId=made)["SecretString"] == "2"
    assert current.get_secret_value(SecretId=made, VersionId=second, VersionStage="AWSCURRENT")["SecretString"] == "2"
    for more in ({"VersionStage": "AWSPREVIOUS"}, {"VersionId": first}, {"VersionId": first, "VersionStage": "AWSPREVIOUS"}):
        with refused("GetSecretValue"):
            current.get_secret_value(SecretId=made, **more)
    one = user(module_server, allow("secretsmanager:GetSecretValue", Condition={"StringEquals": {"secretsmanager:VersionId": first}}))
    assert one.get_secret_value(SecretId=made, VersionId=first)["SecretString"] == VALUE
    with refused("GetSecretValue"):
        one.get_secret_value(SecretId=made)
    mover = user(module_server, allow("secretsmanager:UpdateSecretVersionStage", Condition={
        "StringLike": {"secretsmanager:VersionStage": "app-*"}}))
    mover.update_secret_version_stage(SecretId=made, VersionStage="app-1", MoveToVersionId=first)
    with refused("UpdateSecretVersionStage"):
        mover.update_secret_version_stage(
            SecretId=made, VersionStage="AWSCURRENT", MoveToVersionId=first, RemoveFromVersionId=second)


def test_how_secrets_are_deleted(module_server, secrets):
    careful = user(
        module_server, allow("secretsmanager:DeleteSecret"),
        deny("secretsmanager:DeleteSecret", Condition={"Bool": {"secretsmanager:ForceDeleteWithoutRecovery": "true"}}),
        deny("secretsmanager:DeleteSecret", Condition={"NumericLessThan": {"secretsmanager:RecoveryWindowInDays": "14"}}))
    name = unique("a")
    secrets.create_secret(Name=name, SecretString="x")
    with refused("DeleteSecret"):
        careful.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    with refused("DeleteSecret"):
        careful.delete_secret(SecretId=name, RecoveryWindowInDays=7)
    careful.delete_secret(SecretId=name, RecoveryWindowInDays=14)
    # What is not there is not told to who may not delete it.
    with refused("DeleteSecret"):
        careful.delete_secret(SecretId=unique("none"), ForceDeleteWithoutRecovery=True)


def test_public_policies_can_be_forbidden(module_server, made):
    guarded = user(module_server, allow("secretsmanager:PutResourcePolicy", Condition={
        "Bool": {"secretsmanager:BlockPublicPolicy": "true"}}))
    own = policy(allow("secretsmanager:DescribeSecret", Principal={"AWS": root(module_server.account)}))
    guarded.put_resource_policy(SecretId=made, ResourcePolicy=own, BlockPublicPolicy=True)
    for more in ({}, {"BlockPublicPolicy": False}):
        with refused("PutResourcePolicy"):
            guarded.put_resource_policy(SecretId=made, ResourcePolicy=own, **more)
    with error_code("PublicPolicyException", 400):
        guarded.put_resource_policy(
            SecretId=made, ResourcePolicy=policy(allow("secretsmanager:GetSecretValue", Principal="*")), BlockPublicPolicy=True)


def test_secret_ids_and_changed_metadata(module_server, made):
    name = made.rsplit(":", 1)[1][:-7]
    by_arn = user(
        module_server, allow("secretsmanager:*", Condition={"ArnLike": {"secretsmanager:SecretId": made}}),
        deny("secretsmanager:UpdateSecret", Condition={"StringLike": {"secretsmanager:Description": "*"}}))
    assert by_arn.get_secret_value(SecretId=made)["SecretString"] == VALUE
    with refused("GetSecretValue"):
        by_arn.get_secret_value(SecretId=name)
    by_arn.update_secret(SecretId=made, SecretString="x")
    with refused("UpdateSecret"):
        by_arn.update_secret(SecretId=made, Description="x")


# -- tags


def test_tags_decide(module_server, secrets):
    blue = user(
        module_server,
        allow(["secretsmanager:GetSecretValue", "secretsmanager:TagResource", "secretsmanager:UntagResource"],
              Condition={"StringEquals": {"secretsmanager:ResourceTag/team": "blue"}}),
        allow("secretsmanager:CreateSecret", Condition={"StringEquals": {"aws:RequestTag/team": "blue"}}))
    names = {team: unique(team) for team in ("blue", "red")}
    for team, name in names.items():
        secrets.create_secret(Name=name, SecretString=team, Tags=[{"Key": "team", "Value": team}])
    assert blue.get_secret_value(SecretId=names["blue"])["SecretString"] == "blue"
    with refused("GetSecretValue"):
        blue.get_secret_value(SecretId=names["red"])
    blue.create_secret(Name=unique("new"), SecretString="x", Tags=[{"Key": "team", "Value": "blue"}])
    for tags in ([], [{"Key": "team", "Value": "red"}]):
        with refused("CreateSecret"):
            blue.create_secret(Name=unique("new"), SecretString="x", Tags=tags)
    # Nobody takes their own permission away by a tag.
    with refused("TagResource"):
        blue.tag_resource(SecretId=names["blue"], Tags=[{"Key": "team", "Value": "red"}])
    with refused("UntagResource"):
        blue.untag_resource(SecretId=names["blue"], TagKeys=["team"])
    assert secrets.describe_secret(SecretId=names["blue"])["Tags"] == [{"Key": "team", "Value": "blue"}]
    blue.tag_resource(SecretId=names["blue"], Tags=[{"Key": "more", "Value": "1"}])
    blue.untag_resource(SecretId=names["blue"], TagKeys=["more"])


def test_creating_with_tags_needs_the_right_to_tag(module_server):
    maker = user(module_server, allow("secretsmanager:CreateSecret"))
    with refused("TagResource"):
        maker.create_secret(Name=unique("a"), SecretString="x", Tags=[{"Key": "a", "Value": "b"}])
    maker.create_secret(Name=unique("a"), SecretString="x")


# -- batches


def test_a_batch_reads_what_its_caller_may_read(module_server, secrets):
    prefix = unique("b")
    arns = [secrets.create_secret(Name=f"{prefix}/{i}", SecretString=str(i))["ARN"] for i in range(2)]
    reader = user(module_server, allow("secretsmanager:BatchGetSecretValue"), allow("secretsmanager:GetSecretValue", arns[0]))
    got = reader.batch_get_secret_value(SecretIdList=arns)
    assert [v["SecretString"] for v in got["SecretValues"]] == ["0"]
    assert [(e["SecretId"], e["ErrorCode"]) for e in got["Errors"]] == [(arns[1], "AccessDeniedException")]
    filters = [{"Key": "name", "Values": [prefix]}]
    with refused("ListSecrets"):
        reader.batch_get_secret_value(Filters=filters)
    lister = user(module_server, allow(["secretsmanager:BatchGetSecretValue", "secretsmanager:ListSecrets"]))
    got = lister.batch_get_secret_value(Filters=filters)
    assert got["SecretValues"] == [] and len(got["Errors"]) == 2
    with refused("BatchGetSecretValue"):
        user(module_server, allow("secretsmanager:GetSecretValue")).batch_get_secret_value(SecretIdList=arns)


def test_each_read_of_a_batch_is_in_the_history_of_its_owner_alone(module_server, secrets, other, theirs, made):
    key = make_key(module_server, None, None, allow("kms:Decrypt", Principal={"AWS": root(other.account)}))
    shared = secrets.create_secret(Name=unique("shared"), SecretString=VALUE, KmsKeyId=key)["ARN"]
    secrets.put_resource_policy(SecretId=shared, ResourcePolicy=policy(
        allow("secretsmanager:GetSecretValue", Principal={"AWS": root(other.account)})))
    own = theirs.create_secret(Name=unique("own"), SecretString="x")["ARN"]
    theirs.batch_get_secret_value(SecretIdList=[shared, own, made])

    def reads(who) -> dict:
        found = [e for e in events(module_server, who, EventName="GetSecretValue") if e["userIdentity"]["accountId"] == other.account]
        return {e["requestParameters"]["secretId"]: e.get("errorCode") for e in found}

    wait_for(lambda: {own, shared, made} <= reads(other).keys())
    assert {k: v for k, v in reads(other).items() if k in (own, shared, made)} == {own: None, shared: None, made: "AccessDenied"}
    assert shared in reads(None) and not {own, made} & reads(None).keys()
    batches = events(module_server, None, EventName="BatchGetSecretValue")
    assert not [e for e in batches if e["userIdentity"]["accountId"] == other.account]


# -- resource policies


def test_a_policy_is_put_shown_and_deleted(module_server, secrets, made):
    text = policy(allow("secretsmanager:DescribeSecret", Principal={"AWS": root(module_server.account)}))
    assert secrets.list_resource_policies(SecretId=made)["ResourcePolicies"] == []
    assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId=made)
    assert secrets.put_resource_policy(SecretId=made, ResourcePolicy=text)["PolicyName"] == "default"
    shown = secrets.get_resource_policy(SecretId=made, PolicyName="default")
    assert (shown["ResourcePolicy"], shown["PolicyName"]) == (text, "default")
    assert secrets.list_resource_policies(SecretId=made)["ResourcePolicies"] == [{"PolicyName": "default"}]
    for name in ("cross-account-replication", "mine"):
        with error_code("InvalidParameterException", 400, "only change the policy default"):
            secrets.put_resource_policy(SecretId=made, ResourcePolicy=text, PolicyName=name)
        with error_code("InvalidParameterException", 400, "only change the policy default"):
            secrets.delete_resource_policy(SecretId=made, PolicyName=name)
        with error_code("ResourceNotFoundException", 400, name):
            secrets.get_resource_policy(SecretId=made, PolicyName=name)
    with error_code("InvalidNextTokenException"):
        secrets.list_resource_policies(SecretId=made, NextToken="nonsense")
    assert secrets.delete_resource_policy(SecretId=made)["PolicyName"] == "default"
    assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId=made)
    secrets.delete_resource_policy(SecretId=made)


def test_what_is_no_policy_of_a_secret(module_server, secrets, made):
    ours = {"Principal": {"AWS": root(module_server.account)}}
    for bad in (
        "{", "{}", policy(allow("secretsmanager:GetSecretValue")), policy(allow("s3:GetObject", **ours)),
        policy(allow("secretsmanager:GetSecretValue", Principal={"AWS": f"arn:aws:iam::{module_server.account}:user/nobody"})),
        policy(allow("secretsmanager:GetSecretValue", Principal={"AWS": root("999999999999")})),
    ):
        with error_code("MalformedPolicyDocumentException", 400):
            secrets.put_resource_policy(SecretId=made, ResourcePolicy=bad)
        told = secrets.validate_resource_policy(SecretId=made, ResourcePolicy=bad)
        assert not told["PolicyValidationPassed"] and told["ValidationErrors"][0]["CheckName"] == "MalformedPolicyDocument"
    assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId=made)


def test_validation_finds_what_is_public_and_what_locks_out(module_server, secrets, made):
    ours = {"AWS": root(module_server.account)}
    good = policy(allow("secretsmanager:GetSecretValue", Principal=ours))
    assert secrets.validate_resource_policy(ResourcePolicy=good) | {"ResponseMetadata": None} == {
        "PolicyValidationPassed": True, "ValidationErrors": [], "ResponseMetadata": None}
    for text, name in (
        (policy(allow("secretsmanager:GetSecretValue", Principal="*")), "PublicPolicy"),
        (policy(deny("secretsmanager:*", Principal=ours)), "LockOut"),
    ):
        told = secrets.validate_resource_policy(SecretId=made, ResourcePolicy=text)
        assert not told["PolicyValidationPassed"] and [e["CheckName"] for e in told["ValidationErrors"]] == [name]
    narrowed = policy(allow("secretsmanager:GetSecretValue", Principal="*", Condition={
        "StringEquals": {"aws:PrincipalAccount": module_server.account}}))
    assert secrets.validate_resource_policy(SecretId=made, ResourcePolicy=narrowed)["PolicyValidationPassed"]
    with refused("PutResourcePolicy"):
        user(module_server, allow("secretsmanager:ValidateResourcePolicy")).validate_resource_policy(ResourcePolicy=good)


def test_a_resource_policy_allows_and_denies_in_its_own_account(module_server, secrets, made):
    nobody = module_server.user(unique("nobody"))
    reader = module_server.client("secretsmanager", nobody)
    arn = module_server.client("sts", nobody).get_caller_identity()["Arn"]
    with refused("GetSecretValue"):
        reader.get_secret_value(SecretId=made)
    secrets.put_resource_policy(SecretId=made, ResourcePolicy=policy(allow("secretsmanager:GetSecretValue", Principal={"AWS": arn})))
    assert reader.get_secret_value(SecretId=made)["SecretString"] == VALUE
    with refused("DescribeSecret"):
        reader.describe_secret(SecretId=made)
    full = user(module_server, allow("secretsmanager:*"))
    secrets.put_resource_policy(SecretId=made, ResourcePolicy=policy(
        deny("secretsmanager:GetSecretValue", Principal="*", Condition={"StringNotEquals": {"aws:PrincipalArn": arn}}),
        allow("secretsmanager:GetSecretValue", Principal={"AWS": arn})))
    with refused("GetSecretValue"):
        full.get_secret_value(SecretId=made)
    assert reader.get_secret_value(SecretId=made)["SecretString"] == VALUE


# -- other accounts and customers' keys


def test_another_account_reads_only_with_a_policy_and_a_customer_key(module_server, secrets, other, theirs, made):
    with refused("GetSecretValue"):
        theirs.get_secret_value(SecretId=made)
    secrets.put_resource_policy(SecretId=made, ResourcePolicy=policy(
        allow(["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"],
              Principal={"AWS": root(other.account)})), BlockPublicPolicy=True)
    # The managed key opens nothing across accounts.
    for call in (
        lambda: theirs.get_secret_value(SecretId=made),
        lambda: theirs.put_secret_value(SecretId=made, SecretString="planted"),
        lambda: theirs.update_secret(SecretId=made, SecretString="planted"),
        lambda: theirs.update_secret(SecretId=made, KmsKeyId="alias/aws/secretsmanager", SecretString="planted"),
    ):
        with error_code("InvalidRequestException", 400, "different AWS account"):
            call()
    kms = module_server.client("kms")
    key = make_key(module_server)
    secrets.update_secret(SecretId=made, KmsKeyId=key)
    for call in (
        lambda: theirs.get_secret_value(SecretId=made), lambda: theirs.put_secret_value(SecretId=made, SecretString="x"),
    ):
        with error_code("AccessDeniedException", 400, "kms:"):
            call()
    use = allow(["kms:Decrypt", "kms:GenerateDataKey"], Principal={"AWS": root(other.account)}, Condition={
        "StringEquals": {"kms:EncryptionContext:SecretARN": made, "kms:ViaService": "secretsmanager.us-east-1.amazonaws.com"}})
    kms.put_key_policy(KeyId=key, Policy=key_policy(module_server.account, use))
    assert theirs.get_secret_value(SecretId=made)["SecretString"] == VALUE
    got = theirs.batch_get_secret_value(SecretIdList=[made])
    assert got["SecretValues"][0]["SecretString"] == VALUE
    theirs.put_secret_value(SecretId=made, SecretString="from there")
    assert secrets.get_secret_value(SecretId=made)["SecretString"] == "from there"
    with error_code("AccessDeniedException"):
        # By name or without its random end it is not theirs to find.
        theirs.get_secret_value(SecretId=made[:-7])
    small = user(module_server, allow("secretsmanager:GetSecretValue"), credentials=other)
    with error_code("AccessDeniedException", 400, "kms:Decrypt"):
        small.get_secret_value(SecretId=made)
    read = wait_for(lambda: [e for e in events(module_server, EventName="GetSecretValue") if e["userIdentity"]["accountId"] == other.account])
    assert VALUE not in json.dumps(read)


def test_a_name_of_a_key_is_the_owners_whoever_calls(module_server, secrets, other, theirs):
    """An alias of the owner's must not be taken for one of the caller's, whose key they may use."""
    alias = "alias/" + unique("same")
    for who in (None, other):
        module_server.client("kms", who).create_alias(AliasName=alias, TargetKeyId=make_key(module_server, who))
    arn = secrets.create_secret(Name=unique("s"), SecretString=VALUE, KmsKeyId=alias)["ARN"]
    secrets.put_resource_policy(SecretId=arn, ResourcePolicy=policy(
        allow(["secretsmanager:PutSecretValue", "secretsmanager:UpdateSecret"], Principal={"AWS": root(other.account)})))
    for call in (
        lambda: theirs.put_secret_value(SecretId=arn, SecretString="planted"),
        lambda: theirs.update_secret(SecretId=arn, KmsKeyId=alias, SecretString="planted"),
    ):
        with error_code("AccessDeniedException", 400, "kms:GenerateDataKey"):
            call()
    assert secrets.get_secret_value(SecretId=arn)["SecretString"] == VALUE


def test_a_customers_key_decides_who_reads_and_writes(module_server, secrets):
    key = make_key(module_server)
    arn = secrets.create_secret(Name=unique("s"), SecretString=VALUE, KmsKeyId=key)["ARN"]
    assert secrets.describe_secret(SecretId=arn)["KmsKeyId"] == key
    with error_code("AccessDeniedException", 400, "kms:Decrypt"):
        user(module_server, allow("secretsmanager:*")).get_secret_value(SecretId=arn)
    reader = user(module_server, allow("secretsmanager:*"), allow("kms:Decrypt", key))
    assert reader.get_secret_value(SecretId=arn)["SecretString"] == VALUE
    with error_code("AccessDeniedException", 400, "kms:GenerateDataKey"):
        reader.put_secret_value(SecretId=arn, SecretString="x")
    with error_code("AccessDeniedException", 400, "kms:GenerateDataKey"):
        reader.create_secret(Name=unique("s"), SecretString="x", KmsKeyId=key)
    kms = module_server.client("kms")
    kms.disable_key(KeyId=key)
    with error_code("InvalidRequestException", 400, "KMS key"):
        secrets.get_secret_value(SecretId=arn)
    with error_code("EncryptionFailure", 400):
        secrets.put_secret_value(SecretId=arn, SecretString="x")
    kms.enable_key(KeyId=key)
    assert secrets.get_secret_value(SecretId=arn)["SecretString"] == VALUE
    with error_code("EncryptionFailure", 400, "can't find the KMS key"):
        secrets.create_secret(Name=unique("s"), KmsKeyId="alias/" + unique("none"))


def test_another_key_takes_over_what_a_rotation_works_with(module_server, secrets):
    old, new, third = (make_key(module_server) for _ in range(3))
    arn = secrets.create_secret(Name=unique("s"), SecretString="0", KmsKeyId=old)["ARN"]
    ids = [secrets.get_secret_value(SecretId=arn)["VersionId"]]
    for i, label in enumerate(("AWSCURRENT", "AWSCURRENT", "AWSPENDING", "mine")):
        ids.append(secrets.put_secret_value(SecretId=arn, SecretString=str(i + 1), VersionStages=[label], ClientRequestToken=token())["VersionId"])

    def keys() -> list:
        versions = secrets.list_secret_version_ids(SecretId=arn, IncludeDeprecated=True)["Versions"]
        return [v["KmsKeyIds"][0] for v in versions]

    secrets.update_secret(SecretId=arn, KmsKeyId=new)
    # First without label, then AWSPREVIOUS, AWSCURRENT, AWSPENDING, and one of somebody's own.
    assert keys() == [old, new, new, new, old]
    assert [secrets.get_secret_value(SecretId=arn, VersionId=v)["SecretString"] for v in ids] == list("01234")
    # Who may not encrypt with the new key gives it to later versions only.
    half = user(module_server, allow("secretsmanager:*"), allow(["kms:GenerateDataKey", "kms:Decrypt"]))
    half.update_secret(SecretId=arn, KmsKeyId=third)
    assert keys() == [old, new, new, new, old] and secrets.describe_secret(SecretId=arn)["KmsKeyId"] == third
    half.put_secret_value(SecretId=arn, SecretString="5")
    assert keys()[-1] == third and half.get_secret_value(SecretId=arn)["SecretString"] == "5"
    secrets.update_secret(SecretId=arn, KmsKeyId="")
    assert "KmsKeyId" not in secrets.describe_secret(SecretId=arn) and keys()[-1] == "DefaultEncryptionKey"

"""Tag policies, enforced: what may not be is refused by the services that write tags, with boto3 and the AWS CLI."""

import json

import pytest

from harness import Credentials, error_code, policy, trust, unique
from organizations_support import MANAGEMENT, TAG, refused
from organizations_support import box, org  # noqa: F401 (fixtures)

VALUE = "The tag policy does not allow the specified value for the following tag key: 'CostCenter'."
CASE = "The tag policy does not allow the specified capitalization of the following tag key: 'costcenter'. Use 'CostCenter'."
EVERYTHING = [
    "cloudtrail:trail", "events:*", "iam:ALL_SUPPORTED", "kms:key", "lambda:function", "organizations:*", "s3:bucket",
    "secretsmanager:secret", "sqs:queue",
]


def content(values=("100", "20*"), enforced=EVERYTHING, key="CostCenter", **more):
    rule = {"tag_key": {"@@assign": key}, "tag_value": {"@@assign": list(values)}}
    if enforced:
        rule["enforced_for"] = {"@@assign": list(enforced)} | more
    return json.dumps({"tags": {key: rule}})


def kv(value="100", key="CostCenter"):
    return [{"Key": key, "Value": value}]


@pytest.fixture
def ruled(org):
    """An organization whose tag policy is attached to its root, and a member account."""
    org().enable_policy_type(RootId=org.root(), PolicyType=TAG)
    org.rule = org.policy(TAG, content())
    org().attach_policy(PolicyId=org.rule, TargetId=org.root())
    org.inside = org.member()
    return org


def test_kms(ruled):
    kms = ruled(ruled.inside, "kms")
    key = kms.create_key(Tags=[{"TagKey": "CostCenter", "TagValue": "100"}])["KeyMetadata"]["KeyId"]
    for tag in ("2", "1000", ""):
        with error_code("TagException", 400, VALUE):
            kms.create_key(Tags=[{"TagKey": "CostCenter", "TagValue": tag}])
        with error_code("TagException", 400, VALUE):
            kms.tag_resource(KeyId=key, Tags=[{"TagKey": "Other", "TagValue": "free"}, {"TagKey": "CostCenter", "TagValue": tag}])
    with error_code("TagException", 400, CASE):
        kms.tag_resource(KeyId=key, Tags=[{"TagKey": "costcenter", "TagValue": "100"}])
    # Nothing was written; what is allowed, untagged, or not spoken of is.
    assert kms.list_resource_tags(KeyId=key)["Tags"] == [{"TagKey": "CostCenter", "TagValue": "100"}]
    kms.tag_resource(KeyId=key, Tags=[{"TagKey": "CostCenter", "TagValue": "2001"}, {"TagKey": "Other", "TagValue": "free"}])
    kms.untag_resource(KeyId=key, TagKeys=["CostCenter"])
    kms.create_key()
    assert len(kms.list_keys()["Keys"]) == 2


def test_secrets_manager(ruled):
    secrets = ruled(ruled.inside, "secretsmanager")
    with error_code("InvalidParameterException", 400, VALUE):
        secrets.create_secret(Name="wrong", SecretString="s", Tags=kv("no"))
    arn = secrets.create_secret(Name="right", SecretString="s", Tags=kv())["ARN"]
    with error_code("InvalidParameterException", 400, VALUE):
        secrets.tag_resource(SecretId=arn, Tags=kv("no"))
    with error_code("InvalidParameterException", 400, CASE):
        secrets.tag_resource(SecretId="right", Tags=kv(key="costcenter"))
    secrets.tag_resource(SecretId=arn, Tags=kv("200"))
    assert [s["Name"] for s in secrets.list_secrets()["SecretList"]] == ["right"]


def test_sqs(ruled):
    sqs = ruled(ruled.inside, "sqs")
    with error_code("InvalidParameterValue", 400, VALUE):
        sqs.create_queue(QueueName="wrong", tags={"CostCenter": "no"})
    url = sqs.create_queue(QueueName="right", tags={"CostCenter": "20"})["QueueUrl"]
    with error_code("InvalidParameterValue", 400, VALUE):
        sqs.tag_queue(QueueUrl=url, Tags={"CostCenter": "no"})
    sqs.tag_queue(QueueUrl=url, Tags={"CostCenter": "100"})
    assert sqs.list_queue_tags(QueueUrl=url)["Tags"] == {"CostCenter": "100"}


def test_iam(ruled):
    iam = ruled(ruled.inside, "iam")
    document = policy({"Effect": "Allow", "Action": "s3:*", "Resource": "*"})
    arn = iam.create_policy(PolicyName="right", PolicyDocument=document, Tags=kv())["Policy"]["Arn"]
    iam.create_instance_profile(InstanceProfileName="right", Tags=kv())
    serial = iam.create_virtual_mfa_device(VirtualMFADeviceName="right", Tags=kv())["VirtualMFADevice"]["SerialNumber"]
    provider = iam.create_open_id_connect_provider(Url="https://issuer.example.com", Tags=kv())["OpenIDConnectProviderArn"]
    for write in (
        lambda tags: iam.create_policy(PolicyName="wrong", PolicyDocument=document, Tags=tags),
        lambda tags: iam.tag_policy(PolicyArn=arn, Tags=tags),
        lambda tags: iam.create_instance_profile(InstanceProfileName="wrong", Tags=tags),
        lambda tags: iam.tag_instance_profile(InstanceProfileName="right", Tags=tags),
        lambda tags: iam.create_virtual_mfa_device(VirtualMFADeviceName="wrong", Tags=tags),
        lambda tags: iam.tag_mfa_device(SerialNumber=serial, Tags=tags),
        lambda tags: iam.create_open_id_connect_provider(Url="https://other.example.com", Tags=tags),
        lambda tags: iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=provider, Tags=tags),
    ):
        with error_code("InvalidInput", 400, VALUE):
            write(kv("no"))
        with error_code("InvalidInput", 400, CASE):
            write(kv(key="costcenter"))
    # Tag policies cannot be enforced for users and roles, on AWS either.
    iam.create_user(UserName="anna", Tags=kv("no"))
    iam.create_role(RoleName="r", AssumeRolePolicyDocument=trust({"AWS": ruled.inside}), Tags=kv("no"))


def test_s3_events_lambda_and_cloudtrail(ruled):
    s3, events = ruled(ruled.inside, "s3"), ruled(ruled.inside, "events")
    bucket = unique("tagged")
    s3.create_bucket(Bucket=bucket)
    with error_code("TagPolicyException", 400, VALUE):
        s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": kv("no")})
    with error_code("TagPolicyException", 400, VALUE):
        s3.create_bucket(Bucket=unique("wrong"), CreateBucketConfiguration={"Tags": kv("no")})
    s3.put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": kv()})
    # Objects are nothing that a tag policy is enforced for.
    s3.put_object(Bucket=bucket, Key="a", Body=b"", Tagging="CostCenter=no")
    with error_code("ValidationException", 400, VALUE):
        events.create_event_bus(Name="wrong", Tags=kv("no"))
    rule = events.put_rule(Name="right", EventPattern='{"source":["a"]}', Tags=kv())["RuleArn"]
    with error_code("ValidationException", 400, VALUE):
        events.tag_resource(ResourceARN=rule, Tags=kv("no"))
    with error_code("InvalidTagParameterException", 400, VALUE):
        ruled(ruled.inside, "cloudtrail").create_trail(Name="wrong", S3BucketName=bucket, TagsList=kv("no"))
    arn = f"arn:aws:lambda:us-east-1:{ruled.inside}:function:f"
    with error_code("InvalidParameterValueException", 400, VALUE):
        ruled(ruled.inside, "lambda").tag_resource(Resource=arn, Tags={"CostCenter": "no"})


def test_the_management_account_is_bound_too(ruled):
    with refused("ConstraintViolationException", "TAG_POLICY_VIOLATION"):
        ruled().create_organizational_unit(ParentId=ruled.root(), Name="wrong", Tags=kv("no"))
    unit = ruled.unit(ruled.root(), "right", Tags=kv())
    with refused("ConstraintViolationException", "TAG_POLICY_VIOLATION"):
        ruled().tag_resource(ResourceId=unit, Tags=kv("no"))
    with refused("ConstraintViolationException", "TAG_POLICY_VIOLATION"):
        ruled().create_account(AccountName="wrong", Email=f"{unique('w')}@example.com", Tags=kv("no"))
    with error_code("TagException", 400, VALUE):
        ruled(MANAGEMENT, "kms").create_key(Tags=[{"TagKey": "CostCenter", "TagValue": "no"}])


def test_policies_come_and_go(ruled):
    """What is attached, detached, updated and inherited holds with the next call."""
    sqs = ruled(ruled.inside, "sqs")
    make = lambda value: sqs.create_queue(QueueName=unique("q"), tags={"CostCenter": value})
    with error_code("InvalidParameterValue"):
        make("300")
    # An OU adds to what its parent allows; the account's own policy cannot take the enforcement away.
    unit = ruled.unit(ruled.root(), "unit")
    more = json.dumps({"tags": {"costcenter": {"tag_value": {"@@append": ["300"]}}}})
    ruled().attach_policy(PolicyId=ruled.policy(TAG, more), TargetId=unit)
    ruled().move_account(AccountId=ruled.inside, SourceParentId=ruled.root(), DestinationParentId=unit)
    make("300")
    ruled().move_account(AccountId=ruled.inside, SourceParentId=unit, DestinationParentId=ruled.root())
    with error_code("InvalidParameterValue"):
        make("300")
    closed = {"@@operators_allowed_for_child_policies": ["@@none"]}
    ruled().update_policy(PolicyId=ruled.rule, Content=content(**closed))
    own = ruled.policy(TAG, json.dumps({"tags": {"CostCenter": {"enforced_for": {"@@assign": ["kms:key"]}}}}))
    ruled().attach_policy(PolicyId=own, TargetId=ruled.inside)
    with error_code("InvalidParameterValue"):
        make("300")
    ruled().update_policy(PolicyId=ruled.rule, Content=content(values=["300"], **closed))
    make("300")
    with error_code("InvalidParameterValue"):
        make("100")
    ruled().update_policy(PolicyId=ruled.rule, Content=content(enforced=None))
    make("anything")
    ruled().update_policy(PolicyId=ruled.rule, Content=content())
    ruled().detach_policy(PolicyId=own, TargetId=ruled.inside)
    with error_code("InvalidParameterValue"):
        make("anything")
    ruled().detach_policy(PolicyId=ruled.rule, TargetId=ruled.root())
    make("anything")
    ruled().attach_policy(PolicyId=ruled.rule, TargetId=ruled.root())
    ruled().disable_policy_type(RootId=ruled.root(), PolicyType=TAG)
    make("anything")


def test_a_key_without_capitalization_is_lower_case(org):
    org().enable_policy_type(RootId=org.root(), PolicyType=TAG)
    text = json.dumps({"tags": {"Team": {"enforced_for": {"@@assign": ["sqs:queue"]}}}})
    org().attach_policy(PolicyId=org.policy(TAG, text), TargetId=org.root())
    sqs = org(MANAGEMENT, "sqs")
    sqs.create_queue(QueueName="right", tags={"team": "any"})
    with error_code("InvalidParameterValue", 400, "'Team'. Use 'team'"):
        sqs.create_queue(QueueName="wrong", tags={"Team": "any"})


def test_permission_is_asked_first(ruled):
    iam = ruled(ruled.inside, "iam")
    iam.create_user(UserName="nobody")
    key = Credentials.of(iam.create_access_key(UserName="nobody"))
    with error_code("AccessDeniedException", 400, "kms:CreateKey"):
        ruled.server.client("kms", key).create_key(Tags=[{"TagKey": "CostCenter", "TagValue": "no"}])


def test_the_cli(ruled):
    error = ruled.server.cli(
        ["kms", "create-key", "--tags", "TagKey=CostCenter,TagValue=no"], Credentials(ruled.inside, "sandbox"), check=False
    )
    assert error.code == "TagException" and error.message == VALUE

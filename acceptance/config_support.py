"""Config for the tests: a recorder that records, with a bucket and a topic for what it delivers."""

import gzip
import json

from harness import allow, policy, trust, unique, wait_for

CONFIG = "config.amazonaws.com"
BUCKET_TYPE = "AWS::S3::Bucket"


def make_role(server, credentials=None) -> str:
    """A role that Config may assume: its ARN."""
    iam = server.client("iam", credentials)
    return iam.create_role(RoleName=unique("config-role"), AssumeRolePolicyDocument=trust({"Service": CONFIG}))["Role"]["Arn"]


def make_bucket(server, credentials=None, account=None) -> str:
    """A bucket whose policy lets Config deliver."""
    s3 = server.client("s3", credentials)
    name = unique("config-files")
    s3.create_bucket(Bucket=name)
    service = {"Principal": {"Service": CONFIG}}
    s3.put_bucket_policy(Bucket=name, Policy=policy(
        allow(["s3:GetBucketAcl", "s3:ListBucket"], f"arn:aws:s3:::{name}") | service,
        allow("s3:PutObject", f"arn:aws:s3:::{name}/*") | service,
    ))
    return name


def record(server, credentials=None, topic=None, **recorder) -> str:
    """Starts a recorder of everything, and waits until what exists is recorded: the name of the bucket of its channel."""
    config = server.client("config", credentials)
    bucket = make_bucket(server, credentials)
    group = recorder.pop("recordingGroup", {"allSupported": True, "includeGlobalResourceTypes": True})
    config.put_configuration_recorder(ConfigurationRecorder={
        "name": "default", "roleARN": make_role(server, credentials), "recordingGroup": group} | recorder)
    channel = {"name": "default", "s3BucketName": bucket, "s3KeyPrefix": "audit"}
    config.put_delivery_channel(DeliveryChannel=channel | ({"snsTopicARN": topic} if topic else {}))
    config.start_configuration_recorder(ConfigurationRecorderName="default")
    settled(config)
    return bucket


def settled(config):
    """Waits until the recorder has found what exists."""
    wait_for(lambda: config.describe_configuration_recorder_status()["ConfigurationRecordersStatus"][0].get("lastStatus") == "Success", 30)


def history(config, kind: str, name: str, **more) -> list:
    """All items of a resource, newest first; none if it is not known."""
    try:
        pages = config.get_paginator("get_resource_config_history").paginate(resourceType=kind, resourceId=name, **more)
        return [item for page in pages for item in page["configurationItems"]]
    except config.exceptions.ResourceNotDiscoveredException:
        return []


def objects(server, bucket: str, part: str, credentials=None) -> list:
    """Keys of a bucket that have a part in them."""
    pages = server.client("s3", credentials).get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return [o["Key"] for page in pages for o in page.get("Contents", []) if part in o["Key"]]


def load(server, bucket: str, key: str, credentials=None) -> dict:
    """A file that Config delivered."""
    return json.loads(gzip.decompress(server.client("s3", credentials).get_object(Bucket=bucket, Key=key)["Body"].read()))

"""What Config does as time passes: history files, periodic snapshots, daily recording, retention, periodic rules. In a sandbox, whose clock can be moved."""

import time

import pytest

from config_support import BUCKET_TYPE as BUCKET
from config_support import history, load, objects, record
from harness import unique, wait_for

HOUR = 3_600


@pytest.fixture
def server(fresh):
    return fresh(sandbox=True)


def tag(server, bucket: str, value: str):
    server.client("s3").put_bucket_tagging(Bucket=bucket, Tagging={"TagSet": [{"Key": "n", "Value": value}]})


def test_files_on_time(server):
    bucket = record(server)
    config, name = server.client("config"), unique("filed")
    config.put_delivery_channel(DeliveryChannel={"name": "default", "s3BucketName": bucket, "s3KeyPrefix": "audit",
                                                 "configSnapshotDeliveryProperties": {"deliveryFrequency": "One_Hour"}})
    server.client("s3").create_bucket(Bucket=name)
    tag(server, name, "1")
    wait_for(lambda: len(history(config, BUCKET, name)) == 2)
    assert not objects(server, bucket, "ConfigHistory") and not objects(server, bucket, "ConfigSnapshot/")
    server.advance(HOUR + 60)
    wait_for(lambda: objects(server, bucket, "ConfigSnapshot/"), 30)
    assert not objects(server, bucket, "ConfigHistory")
    server.advance(5 * HOUR)
    keys = wait_for(lambda: objects(server, bucket, "ConfigHistory_AWS::S3::Bucket_"), 30)
    items = [i for key in keys for i in load(server, bucket, key)["configurationItems"] if i["resourceId"] == name]
    assert [i["configurationItemStatus"] for i in items] == ["ResourceDiscovered", "OK"]
    info = wait_for(lambda: config.describe_delivery_channel_status()["DeliveryChannelsStatus"][0]["configHistoryDeliveryInfo"].get("lastStatus"))
    assert info == "Success"
    # What was delivered is not delivered again.
    tag(server, name, "2")
    wait_for(lambda: len(history(config, BUCKET, name)) == 3)
    server.advance(6 * HOUR + 60)
    again = wait_for(lambda: set(objects(server, bucket, "ConfigHistory_AWS::S3::Bucket_")) - set(keys), 30)
    items = [i for key in again for i in load(server, bucket, key)["configurationItems"] if i["resourceId"] == name]
    assert [i["tags"] for i in items] == [{"n": "2"}]


def test_daily_recording(server):
    name = unique("daily")
    server.client("s3").create_bucket(Bucket=name)
    record(server, recordingMode={"recordingFrequency": "DAILY"})
    config = server.client("config")
    assert len(history(config, BUCKET, name)) == 1
    for value in "123":
        tag(server, name, value)
    time.sleep(1.5)
    assert len(history(config, BUCKET, name)) == 1
    server.advance(25 * HOUR)
    items = wait_for(lambda: (h := history(config, BUCKET, name)) if len(history(config, BUCKET, name)) == 2 else None, 30)
    assert items[0]["tags"] == {"n": "3"} and items[0]["recordingFrequency"] == "DAILY"


def test_retention(server):
    record(server)
    config, name, gone = server.client("config"), unique("kept"), unique("gone")
    config.put_retention_configuration(RetentionPeriodInDays=30)
    s3 = server.client("s3")
    for bucket in (name, gone):
        s3.create_bucket(Bucket=bucket)
    for value in "12":
        tag(server, name, value)
    s3.delete_bucket(Bucket=gone)
    wait_for(lambda: len(history(config, BUCKET, name)) == 3 and len(history(config, BUCKET, gone)) == 2)
    server.advance(20 * 24 * HOUR)
    tag(server, name, "3")
    wait_for(lambda: len(history(config, BUCKET, name)) == 4)
    server.advance(20 * 24 * HOUR)
    tag(server, name, "4")
    # What was true thirty days ago is kept, what was before is not; of what is gone for so long nothing is.
    wait_for(lambda: [i["tags"].get("n") for i in history(config, BUCKET, name)] == ["4", "3", "2"] and not history(config, BUCKET, gone), 30)


def test_rules_on_time(server):
    record(server)
    config, name = server.client("config"), unique("rule")
    config.put_config_rule(ConfigRule={"ConfigRuleName": name, "Source": {"Owner": "AWS", "SourceIdentifier": "IAM_PASSWORD_POLICY"},
                                       "MaximumExecutionFrequency": "Three_Hours"})

    def word():
        results = config.get_compliance_details_by_config_rule(ConfigRuleName=name)["EvaluationResults"]
        return results[0]["ComplianceType"] if results else None

    wait_for(lambda: word() == "NON_COMPLIANT")
    server.client("iam").update_account_password_policy(
        MinimumPasswordLength=20, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True, MaxPasswordAge=90, PasswordReusePrevention=24)
    time.sleep(1.5)
    assert word() == "NON_COMPLIANT"
    server.advance(3 * HOUR + 60)
    wait_for(lambda: word() == "COMPLIANT", 30)

"""Event data stores whose files a KMS key encrypts: which keys are taken, who can query, what lies on disk, and what a key that is switched off does."""

import time
from pathlib import Path

import pytest

from harness import Cloudkeep, allow, error_code, policy, unique, wait_for
from test_cloudtrail_lake import QUICK, SERVICE, ask, ask_until, finished, make_store, store_id


@pytest.fixture(scope="module")
def box(tmp_path_factory):
    server = Cloudkeep(tmp_path_factory.mktemp("lake-kms"), environment=QUICK)
    yield server
    server.stop()
    assert "panicked" not in server.log()


@pytest.fixture
def lake(box):
    return box.client("cloudtrail")


def key_policy(server, service=("kms:GenerateDataKey", "kms:Decrypt"), **condition) -> str:
    """The key policy that the user guide gives for event data stores."""
    statements = [{"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{server.account}:root"}, "Action": "kms:*", "Resource": "*"}]
    if service:
        statements.append({"Effect": "Allow", "Principal": {"Service": SERVICE}, "Action": list(service), "Resource": "*"} | condition)
    return policy(*statements)


def make_key(server, **more) -> str:
    return server.client("kms").create_key(Policy=key_policy(server, **more))["KeyMetadata"]["Arn"]


def files(server, arn: str) -> list[Path]:
    return [path for path in (server.data_dir / "lake" / store_id(arn)).rglob("*") if path.is_file() and path.suffix != ".draft"]


def test_keys_that_are_refused(box, lake):
    kms = box.client("kms")
    off = make_key(box)
    kms.disable_key(KeyId=off)
    signing = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY", Policy=key_policy(box))["KeyMetadata"]["Arn"]
    elsewhere = box.client("kms", region="eu-west-1").create_key(Policy=key_policy(box))["KeyMetadata"]["Arn"]
    other = {"StringEquals": {"aws:SourceArn": f"arn:aws:cloudtrail:us-east-1:{box.account}:trail/some"}}
    good = make_key(box)
    arn = make_store(lake)
    for key, code in [
        ("alias/none", "KmsKeyNotFoundException"),
        ("11111111-2222-3333-4444-555555555555", "KmsKeyNotFoundException"),
        (elsewhere, "KmsKeyNotFoundException"),
        ("no key at all", "ValidationException"),
        (make_key(box, service=()), "InsufficientEncryptionPolicyException"),
        (make_key(box, service=("kms:GenerateDataKey",)), "InsufficientEncryptionPolicyException"),
        (make_key(box, Condition=other), "InsufficientEncryptionPolicyException"),
        (off, "KmsException"),
        (signing, "KmsException"),
    ]:
        with error_code(code, 400):
            make_store(lake, KmsKeyId=key)
        with error_code(code, 400):
            lake.update_event_data_store(EventDataStore=arn, KmsKeyId=key)
    assert "KmsKeyId" not in lake.get_event_data_store(EventDataStore=arn)
    assert lake.update_event_data_store(EventDataStore=arn, KmsKeyId=good)["KmsKeyId"] == good
    # It has it, and keeps it.
    assert lake.update_event_data_store(EventDataStore=arn, KmsKeyId=good.rsplit("/", 1)[1], RetentionPeriod=30)["KmsKeyId"] == good
    with error_code("InvalidParameterException", 400, "cannot be changed"):
        lake.update_event_data_store(EventDataStore=arn, KmsKeyId=make_key(box))
    lake.delete_event_data_store(EventDataStore=arn)
    assert lake.restore_event_data_store(EventDataStore=arn)["KmsKeyId"] == good
    lake.delete_event_data_store(EventDataStore=arn)


def test_who_may_use_the_key(box, lake):
    key = make_key(box)
    lacks = box.user(unique("lacks"), inline=policy(allow("cloudtrail:*")))
    has = box.user(unique("has"), inline=policy(allow("cloudtrail:*"), allow(["kms:Decrypt", "kms:GenerateDataKey"], key)))
    with error_code("AccessDeniedException", 400):
        make_store(box.client("cloudtrail", lacks), KmsKeyId=key)
    arn = make_store(box.client("cloudtrail", has), KmsKeyId=key)
    statement = f"SELECT count(*) AS n FROM {store_id(arn)}"
    with error_code("AccessDeniedException", 400):
        box.client("cloudtrail", lacks).start_query(QueryStatement=statement)
    box.client("iam").get_account_summary()
    wait_for(lambda: int(ask(box.client("cloudtrail", has), statement)[0]["n"]) > 0, 20, 0.5)
    # Its settings are nobody's secret who may see the store.
    assert box.client("cloudtrail", lacks).get_event_data_store(EventDataStore=arn)["KmsKeyId"] == key
    widget = {"QueryStatement": statement, "ViewProperties": {"View": "Table"}}
    name = unique("board")
    made = lake.create_dashboard(Name=name, Widgets=[widget])["DashboardArn"]
    with error_code("AccessDeniedException", 400):
        box.client("cloudtrail", lacks).start_dashboard_refresh(DashboardId=made)
    box.client("cloudtrail", has).start_dashboard_refresh(DashboardId=made)
    lake.delete_event_data_store(EventDataStore=arn)


def test_nothing_readable_lies_on_disk_and_a_disabled_key_stops_everything(box, lake):
    kms, iam = box.client("kms"), box.client("iam")
    alias = "alias/" + unique("lake")
    key = make_key(box)
    kms.create_alias(AliasName=alias, TargetKeyId=key)
    plain = make_store(lake)
    sealed = make_store(lake, KmsKeyId=alias)
    assert lake.get_event_data_store(EventDataStore=sealed)["KmsKeyId"] == key
    names = [unique("sealed") for _ in range(5)]
    for name in names:
        iam.create_user(UserName=name)
    statement = "SELECT requestParameters['userName'] AS who FROM {} WHERE eventName = 'CreateUser' AND requestParameters['userName'] LIKE 'sealed-%'"
    for arn in (plain, sealed):
        assert sorted(row["who"] for row in ask_until(lake, statement.format(store_id(arn)), 5)) == sorted(names)
    assert all(path.read_bytes()[:4] == b"PAR1" for path in files(box, plain))
    assert files(box, sealed) and all(path.name.endswith(".parquet.sealed") and b"PAR1" not in path.read_bytes() for path in files(box, sealed))
    # Both stores in one query.
    both = ask(lake, f"SELECT count(*) AS n FROM {store_id(plain)} a JOIN {store_id(sealed)} b ON a.eventID = b.eventID WHERE a.eventName = 'CreateUser'"
                     " AND a.requestParameters['userName'] LIKE 'sealed-%'")
    assert both == [{"n": "5"}]
    kms.disable_key(KeyId=key)
    query = lake.start_query(QueryStatement=statement.format(store_id(sealed)))["QueryId"]
    told = finished(lake, query)
    assert told["QueryStatus"] == "FAILED" and "KMS key" in told["ErrorMessage"], told
    late = unique("sealed")
    iam.create_user(UserName=late)
    ask_until(lake, statement.format(store_id(plain)), 6)
    time.sleep(2)
    box.kill()
    box.start()
    # Nothing was ingested meanwhile, and nothing is lost.
    kms.enable_key(KeyId=key)
    assert sorted(row["who"] for row in ask_until(lake, statement.format(store_id(sealed)), 6)) == sorted([*names, late])
    # The key's policy counts as much as its state.
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy=key_policy(box, service=("kms:GenerateDataKey",)))
    assert finished(lake, lake.start_query(QueryStatement=statement.format(store_id(sealed)))["QueryId"])["QueryStatus"] == "FAILED"


def test_what_was_there_before_the_key_is_sealed_too(box, lake):
    arn = make_store(lake)
    name = unique("before")
    box.client("iam").create_user(UserName=name)
    statement = f"SELECT requestParameters['userName'] AS who FROM {store_id(arn)} WHERE eventName = 'CreateUser' AND requestParameters['userName'] = '{name}'"
    ask_until(lake, statement, 1)
    lake.update_event_data_store(EventDataStore=arn, KmsKeyId=make_key(box))
    assert ask(lake, statement) == [{"who": name}]
    # Upkeep, every half minute here, writes them anew; the old ones stay for an hour, for queries that read them.
    wait_for(lambda: any(path.name.endswith(".sealed") for path in files(box, arn)), 60, 1)
    assert ask(lake, statement) == [{"who": name}]

"""Secrets Manager through boto3 and the AWS CLI: values, versions, labels, lists, passwords, tags and deletion."""

import json
import string
import time
import urllib.request
from datetime import datetime, timedelta, timezone

import pytest

from harness import error_code, events, unique, wait_for
from secrets_support import VALUE, token


@pytest.fixture(scope="module")
def secrets(module_server):
    return module_server.client("secretsmanager")


@pytest.fixture
def made(secrets):
    """A secret of one version: its name."""
    name = unique("secret")
    secrets.create_secret(Name=name, SecretString=VALUE)
    return name


def stages(secrets, name) -> dict:
    return secrets.describe_secret(SecretId=name).get("VersionIdsToStages", {})


def put(secrets, name, text, **more) -> str:
    return secrets.put_secret_value(SecretId=name, SecretString=text, **more)["VersionId"]


def names(pages, key="SecretList") -> list:
    return [entry["Name"] for page in pages for entry in page[key]]


# -- a whole life


def test_a_secret_from_beginning_to_end(module_server, secrets):
    name = unique("life/db")
    made = secrets.create_secret(Name=name, SecretString="first-value", Description="Main", Tags=[{"Key": "team", "Value": "blue"}])
    assert made["ARN"].rsplit(":", 1)[1].startswith(name + "-") and len(made["ARN"].rsplit("-", 1)[1]) == 6
    for secret_id in (name, made["ARN"], made["ARN"][:-7]):
        got = secrets.get_secret_value(SecretId=secret_id)
        assert (got["SecretString"], got["VersionId"], got["VersionStages"]) == ("first-value", made["VersionId"], ["AWSCURRENT"])
    token_ = token()
    answer = secrets.put_secret_value(SecretId=name, SecretBinary=b"\0second", ClientRequestToken=token_)
    assert answer["VersionId"] == token_ and answer["VersionStages"] == ["AWSCURRENT"]
    assert secrets.put_secret_value(SecretId=name, SecretBinary=b"\0second", ClientRequestToken=token_)["VersionId"] == token_
    with error_code("ResourceExistsException"):
        secrets.put_secret_value(SecretId=name, SecretString="other", ClientRequestToken=token_)
    assert secrets.get_secret_value(SecretId=name)["SecretBinary"] == b"\0second"
    assert secrets.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] == "first-value"
    described = secrets.describe_secret(SecretId=name)
    assert described["VersionIdsToStages"] == {made["VersionId"]: ["AWSPREVIOUS"], token_: ["AWSCURRENT"]}
    assert (described["Description"], described["Tags"]) == ("Main", [{"Key": "team", "Value": "blue"}])
    assert described["LastAccessedDate"].hour == 0 and "KmsKeyId" not in described and "RotationEnabled" not in described
    secrets.update_secret_version_stage(
        SecretId=name, VersionStage="AWSCURRENT", RemoveFromVersionId=token_, MoveToVersionId=made["VersionId"]
    )
    shown = module_server.cli(["secretsmanager", "get-secret-value", "--secret-id", name, "--query", "SecretString", "--output", "text"])
    assert "first-value" in str(shown)
    secrets.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    with error_code("ResourceNotFoundException"):
        secrets.describe_secret(SecretId=name)
    told = wait_for(lambda: [json.dumps(e) for e in events(module_server) if e["eventName"] == "DeleteSecret" and name in json.dumps(e)]
                    and json.dumps(events(module_server)))
    assert f'"name": "{name}"' in told and "first-value" not in told + module_server.log()


def test_the_aws_cli_writes_and_reads_binary_values_and_versions(module_server, tmp_path):
    name, file = unique("cli"), tmp_path / "value"
    file.write_bytes(bytes(range(256)))
    made = module_server.cli(["secretsmanager", "create-secret", "--name", name, "--secret-binary", f"fileb://{file}"])
    got = module_server.cli(["secretsmanager", "get-secret-value", "--secret-id", name])
    assert got["VersionId"] == made["VersionId"] and got["SecretBinary"] and "SecretString" not in got
    module_server.cli(["secretsmanager", "put-secret-value", "--secret-id", name, "--secret-string", "{\"a\":1}"])
    listed = module_server.cli(["secretsmanager", "list-secret-version-ids", "--secret-id", name])
    assert [v["VersionStages"] for v in listed["Versions"]] == [["AWSPREVIOUS"], ["AWSCURRENT"]]
    assert listed["Versions"][0]["KmsKeyIds"] == ["DefaultEncryptionKey"]


# -- creating and changing


def test_what_makes_no_secret(secrets, made):
    for name in ("a b", "ä", "a:b", "a*"):
        with error_code("InvalidParameterException", 400, "Invalid name"):
            secrets.create_secret(Name=name, SecretString="x")
    with error_code("InvalidParameterException", 400, "both a binary"):
        secrets.create_secret(Name=unique("x"), SecretString="x", SecretBinary=b"x")
    with error_code("InvalidParameterException", 400, "65536"):
        secrets.create_secret(Name=unique("x"), SecretString="é" * 32769)
    with error_code("ResourceExistsException", 400, "already exists"):
        secrets.create_secret(Name=made, SecretString=VALUE)
    with error_code("InvalidParameterException", 400, "Duplicate tag key"):
        secrets.create_secret(Name=unique("x"), Tags=[{"Key": "a", "Value": "1"}, {"Key": "a", "Value": "2"}])
    with error_code("InvalidParameterException", 400, "aws:"):
        secrets.create_secret(Name=unique("x"), Tags=[{"Key": "aws:x", "Value": "1"}])
    with error_code("InvalidParameterException", 400, "at most 50 tags"):
        secrets.create_secret(Name=unique("x"), Tags=[{"Key": str(i), "Value": ""} for i in range(51)])
    with error_code("InvalidRequestException", 400, "not supported"):
        secrets.create_secret(Name=unique("x"), SecretString="x", Type="SomebodysSecret")
    largest = unique("largest")
    secrets.create_secret(Name=largest, SecretString="é" * 32768)
    assert len(secrets.get_secret_value(SecretId=largest)["SecretString"]) == 32768


def test_creating_again_with_the_same_token_and_value_changes_nothing(secrets):
    name, once = unique("again"), token()
    first = secrets.create_secret(Name=name, SecretString="x", ClientRequestToken=once)
    again = secrets.create_secret(Name=name, SecretString="x", ClientRequestToken=once)
    assert (again["ARN"], again["VersionId"]) == (first["ARN"], once)
    with error_code("ResourceExistsException"):
        secrets.create_secret(Name=name, SecretString="y", ClientRequestToken=once)


def test_a_secret_without_a_value(secrets):
    name = unique("empty")
    assert "VersionId" not in secrets.create_secret(Name=name)
    with error_code("ResourceNotFoundException", 400, "staging label: AWSCURRENT"):
        secrets.get_secret_value(SecretId=name)
    with error_code("InvalidRequestException", 400, "SecretString or SecretBinary"):
        secrets.put_secret_value(SecretId=name)
    # The first version is current, whatever labels it is given.
    version = put(secrets, name, "x", VersionStages=["mine"])
    assert sorted(stages(secrets, name)[version]) == ["AWSCURRENT", "mine"]


def test_update_changes_what_it_names_and_nothing_else(secrets, made):
    before = secrets.describe_secret(SecretId=made)
    assert "VersionId" not in secrets.update_secret(SecretId=made, Description="new")
    described = secrets.describe_secret(SecretId=made)
    assert described["Description"] == "new" and described["VersionIdsToStages"] == before["VersionIdsToStages"]
    assert described["LastChangedDate"] >= before["LastChangedDate"]
    version = secrets.update_secret(SecretId=made, SecretString="second")["VersionId"]
    described = secrets.describe_secret(SecretId=made)
    assert described["VersionIdsToStages"][version] == ["AWSCURRENT"] and described["Description"] == "new"
    secrets.update_secret(SecretId=made, Description="")
    assert "Description" not in secrets.describe_secret(SecretId=made)
    with error_code("ResourceExistsException"):
        secrets.update_secret(SecretId=made, SecretString="third", ClientRequestToken=version)
    with error_code("ResourceNotFoundException"):
        secrets.update_secret(SecretId=unique("none"), Description="x")


def test_what_cannot_be_read(secrets, made):
    version = next(iter(stages(secrets, made)))
    with error_code("ResourceNotFoundException", 400, "can't find the specified secret\\."):
        secrets.get_secret_value(SecretId=unique("none"))
    with error_code("ResourceNotFoundException", 400, "VersionId"):
        secrets.get_secret_value(SecretId=made, VersionId=token())
    with error_code("ResourceNotFoundException", 400, "staging label: none"):
        secrets.get_secret_value(SecretId=made, VersionStage="none")
    with error_code("InvalidRequestException", 400, "not associated"):
        secrets.get_secret_value(SecretId=made, VersionId=version, VersionStage="AWSPREVIOUS")
    assert secrets.get_secret_value(SecretId=made, VersionId=version, VersionStage="AWSCURRENT")["SecretString"] == VALUE


# -- labels and versions


def test_labels_move_as_documented(secrets, made):
    first = next(iter(stages(secrets, made)))
    second = put(secrets, made, "2")
    pending = put(secrets, made, "3", VersionStages=["AWSPENDING"])
    assert stages(secrets, made) == {first: ["AWSPREVIOUS"], second: ["AWSCURRENT"], pending: ["AWSPENDING"]}

    def move(label, **more):
        return secrets.update_secret_version_stage(SecretId=made, VersionStage=label, **more)

    with error_code("InvalidParameterException", 400, "currently attached to version"):
        move("AWSCURRENT", MoveToVersionId=pending)
    with error_code("InvalidParameterException", 400, "not to version"):
        move("AWSCURRENT", MoveToVersionId=pending, RemoveFromVersionId=first)
    with error_code("InvalidParameterException", 400, "can't be completely removed"):
        move("AWSCURRENT", RemoveFromVersionId=second)
    with error_code("InvalidParameterException", 400, "either RemoveFromVersionId or MoveToVersionId"):
        move("AWSCURRENT")
    with error_code("ResourceNotFoundException"):
        move("AWSCURRENT", MoveToVersionId=token(), RemoveFromVersionId=second)
    move("AWSCURRENT", MoveToVersionId=pending, RemoveFromVersionId=second)
    assert stages(secrets, made) == {second: ["AWSPREVIOUS"], pending: ["AWSPENDING", "AWSCURRENT"]}
    move("AWSPENDING", RemoveFromVersionId=pending)
    # A version without labels is out of sight, but still there by its id.
    listed = secrets.list_secret_version_ids(SecretId=made)["Versions"]
    assert [v["VersionId"] for v in listed] == [second, pending]
    everything = secrets.list_secret_version_ids(SecretId=made, IncludeDeprecated=True)["Versions"]
    assert [(v["VersionId"], v.get("VersionStages")) for v in everything] == [
        (first, None), (second, ["AWSPREVIOUS"]), (pending, ["AWSCURRENT"])]
    assert secrets.get_secret_value(SecretId=made, VersionId=first)["SecretString"] == VALUE
    for i in range(18):
        move(f"label-{i}", MoveToVersionId=pending)
    with error_code("LimitExceededException", 400, "staging labels"):
        move("one more", MoveToVersionId=pending)


def test_versions_come_in_pages(secrets, made):
    for i in range(4):
        put(secrets, made, str(i))
    seen, pages, more = [], [], {}
    while True:
        page = secrets.list_secret_version_ids(SecretId=made, IncludeDeprecated=True, MaxResults=2, **more)
        pages.append(len(page["Versions"]))
        seen += [v["VersionId"] for v in page["Versions"]]
        if "NextToken" not in page:
            break
        more = {"NextToken": page["NextToken"]}
    assert pages == [2, 2, 1] and len(set(seen)) == 5
    with error_code("InvalidNextTokenException"):
        secrets.list_secret_version_ids(SecretId=made, NextToken="nonsense")
    with error_code("InvalidNextTokenException"):
        # A token of another listing.
        secrets.list_secret_version_ids(SecretId=made, **more)


# -- lists and batches


def test_lists_are_filtered_sorted_and_cut(secrets):
    prefix = unique("list")
    for i, (team, text) in enumerate([("Blue", "Orders of the shop"), ("blue", "Bills"), ("red", "Orders archive")]):
        secrets.create_secret(Name=f"{prefix}/{i}", SecretString="x", Description=text, Tags=[{"Key": "Team", "Value": team}])

    def listed(*filters, **more):
        given = [{"Key": key, "Values": list(values)} for key, *values in (("name", prefix), *filters)]
        return [n.rsplit("/", 1)[1] for n in names(secrets.get_paginator("list_secrets").paginate(Filters=given, **more))]

    # Without a wish the newest comes first.
    assert listed() == ["2", "1", "0"] and listed(SortOrder="asc") == ["0", "1", "2"]
    assert listed(SortBy="name", SortOrder="asc", PaginationConfig={"PageSize": 2}) == ["0", "1", "2"]
    assert listed(SortBy="name", SortOrder="desc", PaginationConfig={"PageSize": 1}) == ["2", "1", "0"]
    assert listed(("description", "orders"), SortOrder="asc") == ["0", "2"]
    assert listed(("description", "orders", "bills"), SortOrder="asc") == ["0", "1", "2"]
    assert listed(("tag-value", "Blue")) == ["0"] and listed(("tag-value", "blue")) == ["1"] and listed(("tag-key", "team")) == []
    assert listed(("tag-key", "Te"), ("description", "orders"), SortOrder="asc") == ["0", "2"]
    assert listed(("tag-value", "!red"), SortOrder="asc") == ["0", "1"]
    assert listed(("all", "RED")) == ["2"] and listed(("owning-service", "rds")) == []
    secrets.get_secret_value(SecretId=f"{prefix}/1")
    assert listed(SortBy="last-accessed-date")[0] == "1"
    secrets.update_secret(SecretId=f"{prefix}/0", Description="Changed last")
    assert listed(SortBy="last-changed-date", SortOrder="desc")[0] == "0"
    secrets.delete_secret(SecretId=f"{prefix}/2")
    assert listed(SortOrder="asc") == ["0", "1"] and listed(IncludePlannedDeletion=True, SortOrder="asc") == ["0", "1", "2"]
    page = secrets.list_secrets(Filters=[{"Key": "name", "Values": [prefix]}], MaxResults=1)
    with error_code("InvalidNextTokenException"):
        secrets.list_secrets(Filters=[{"Key": "name", "Values": ["other"]}], MaxResults=1, NextToken=page["NextToken"])


def test_a_list_tells_what_a_description_tells(secrets, made):
    put(secrets, made, "2")
    secrets.get_secret_value(SecretId=made)
    entry = secrets.list_secrets(Filters=[{"Key": "name", "Values": [made]}])["SecretList"][0]
    shown = secrets.describe_secret(SecretId=made)
    assert entry["SecretVersionsToStages"] == shown["VersionIdsToStages"]
    for key in ("ARN", "Name", "CreatedDate", "LastChangedDate", "LastAccessedDate"):
        assert entry[key] == shown[key]


def test_batches_tell_what_failed(secrets):
    prefix = unique("batch")
    wanted = [f"{prefix}/{i}" for i in range(3)]
    for name in wanted:
        secrets.create_secret(Name=name, SecretString=name)
    secrets.create_secret(Name=f"{prefix}/empty")
    secrets.create_secret(Name=f"{prefix}/deleted", SecretString="x")
    secrets.delete_secret(SecretId=f"{prefix}/deleted")
    asked = wanted + ["missing", f"{prefix}/empty", f"{prefix}/deleted"]
    got = secrets.batch_get_secret_value(SecretIdList=asked)
    assert [v["SecretString"] for v in got["SecretValues"]] == wanted
    assert [(e["SecretId"], e["ErrorCode"]) for e in got["Errors"]] == [
        ("missing", "ResourceNotFoundException"), (f"{prefix}/empty", "ResourceNotFoundException"),
        (f"{prefix}/deleted", "InvalidRequestException")]
    filters = [{"Key": "name", "Values": [prefix]}]
    page = secrets.batch_get_secret_value(Filters=filters, MaxResults=2)
    rest = secrets.batch_get_secret_value(Filters=filters, MaxResults=2, NextToken=page["NextToken"])
    assert [v["Name"] for v in page["SecretValues"] + rest["SecretValues"]] == wanted and len(rest["Errors"]) == 1
    with error_code("InvalidParameterException", 400, "not both"):
        secrets.batch_get_secret_value(SecretIdList=wanted, Filters=filters)
    with error_code("InvalidParameterException", 400, "not both"):
        secrets.batch_get_secret_value()
    with error_code("InvalidParameterException", 400, "only be used with Filters"):
        secrets.batch_get_secret_value(SecretIdList=wanted, MaxResults=2)
    with error_code("InvalidNextTokenException"):
        secrets.batch_get_secret_value(Filters=filters, NextToken="nonsense")


# -- passwords


def test_passwords_are_as_they_are_wanted(secrets):
    def draw(**wanted) -> str:
        return secrets.get_random_password(**wanted)["RandomPassword"]

    kinds = [string.ascii_lowercase, string.ascii_uppercase, string.digits, string.punctuation]
    assert len(draw()) == 32 and draw() != draw() and len(draw(PasswordLength=4096)) == 4096
    for _ in range(20):
        assert all(any(c in kind for c in draw(PasswordLength=4)) for kind in kinds)
    assert set(draw(PasswordLength=200, ExcludeLowercase=True, ExcludeUppercase=True, ExcludePunctuation=True)) <= set(string.digits)
    assert not set(draw(PasswordLength=500, ExcludeNumbers=True)) & set(string.digits)
    assert not set(draw(PasswordLength=500, ExcludeCharacters="aeiou/@\"'")) & set("aeiou/@\"'")
    assert " " in draw(PasswordLength=5, IncludeSpace=True) and " " not in draw(PasswordLength=4096)
    only = {"ExcludeUppercase": True, "ExcludePunctuation": True, "ExcludeNumbers": True, "RequireEachIncludedType": False}
    assert draw(PasswordLength=1, ExcludeCharacters=string.ascii_lowercase[1:], **only) == "a"
    for wanted in ({"PasswordLength": 3}, {"ExcludeCharacters": string.digits}, only | {"ExcludeLowercase": True}):
        with error_code("InvalidParameterException", 400):
            draw(**wanted)
    assert len(draw(ExcludeCharacters=string.digits, RequireEachIncludedType=False)) == 32


# -- tags


def test_tags_come_and_go(secrets, made):
    secrets.tag_resource(SecretId=made, Tags=[{"Key": "a", "Value": "1"}, {"Key": "b", "Value": ""}])
    secrets.tag_resource(SecretId=made, Tags=[{"Key": "a", "Value": "2"}])
    tags = {t["Key"]: t["Value"] for t in secrets.describe_secret(SecretId=made)["Tags"]}
    assert tags == {"a": "2", "b": ""}
    changed = secrets.describe_secret(SecretId=made)["LastChangedDate"]
    secrets.untag_resource(SecretId=made, TagKeys=["none"])
    assert secrets.describe_secret(SecretId=made)["LastChangedDate"] == changed
    secrets.untag_resource(SecretId=made, TagKeys=["a", "b"])
    assert "Tags" not in secrets.describe_secret(SecretId=made)
    with error_code("InvalidParameterException"):
        secrets.tag_resource(SecretId=made, Tags=[{"Key": "aws:x", "Value": ""}])
    with error_code("ResourceNotFoundException"):
        secrets.tag_resource(SecretId=unique("none"), Tags=[{"Key": "a", "Value": ""}])


# -- deletion


def test_a_deleted_secret_waits_and_comes_back(secrets, made):
    deleted = secrets.delete_secret(SecretId=made, RecoveryWindowInDays=7)
    in_a_week = datetime.now(timezone.utc) + timedelta(days=7)
    assert abs(deleted["DeletionDate"] - in_a_week) < timedelta(minutes=2)
    shown = secrets.describe_secret(SecretId=made)
    assert abs(shown["DeletedDate"] - datetime.now(timezone.utc)) < timedelta(minutes=2)
    version = next(iter(shown["VersionIdsToStages"]))
    for call in (
        lambda: secrets.get_secret_value(SecretId=made),
        lambda: secrets.put_secret_value(SecretId=made, SecretString="x"),
        lambda: secrets.update_secret(SecretId=made, Description="x"),
        lambda: secrets.update_secret_version_stage(SecretId=made, VersionStage="x", MoveToVersionId=version),
        lambda: secrets.tag_resource(SecretId=made, Tags=[{"Key": "a", "Value": ""}]),
        lambda: secrets.untag_resource(SecretId=made, TagKeys=["a"]),
        lambda: secrets.get_resource_policy(SecretId=made),
        lambda: secrets.list_resource_policies(SecretId=made),
        lambda: secrets.delete_resource_policy(SecretId=made),
        lambda: secrets.replicate_secret_to_regions(SecretId=made, AddReplicaRegions=[{"Region": "eu-west-1"}]),
        lambda: secrets.delete_secret(SecretId=made),
    ):
        with error_code("InvalidRequestException", 400, "marked for deletion"):
            call()
    with error_code("InvalidRequestException", 400, "scheduled for deletion"):
        secrets.create_secret(Name=made, SecretString="x")
    secrets.restore_secret(SecretId=made)
    assert secrets.get_secret_value(SecretId=made)["SecretString"] == VALUE
    assert "DeletedDate" not in secrets.describe_secret(SecretId=made)


def test_windows_and_force(secrets, made):
    for days in (6, 31, 0):
        with error_code("InvalidParameterException", 400, "between 7 and 30"):
            secrets.delete_secret(SecretId=made, RecoveryWindowInDays=days)
    with error_code("InvalidParameterException", 400, "in conjunction"):
        secrets.delete_secret(SecretId=made, RecoveryWindowInDays=7, ForceDeleteWithoutRecovery=True)
    date = secrets.delete_secret(SecretId=made)["DeletionDate"]
    assert abs(date - datetime.now(timezone.utc) - timedelta(days=30)) < timedelta(minutes=2)
    secrets.delete_secret(SecretId=made, ForceDeleteWithoutRecovery=True)
    # What is not there is deleted by force as well, so that scripts can repeat it.
    assert secrets.delete_secret(SecretId=made, ForceDeleteWithoutRecovery=True)["Name"] == made
    with error_code("ResourceNotFoundException"):
        secrets.delete_secret(SecretId=made)
    with error_code("ResourceNotFoundException"):
        secrets.restore_secret(SecretId=made)
    old = secrets.create_secret(Name=made, SecretString="new life")
    assert stages(secrets, made) == {old["VersionId"]: ["AWSCURRENT"]}


def test_the_end_of_the_window_erases(fresh):
    server = fresh(sandbox=True)
    secrets = server.client("secretsmanager")
    arn = secrets.create_secret(Name="short", SecretString=VALUE)["ARN"]
    secrets.delete_secret(SecretId="short", RecoveryWindowInDays=7)

    def advance(seconds):
        body = json.dumps({"advance_seconds": seconds}).encode()
        request = urllib.request.Request(f"{server.endpoint}/_cloudkeep/clock", method="POST", data=body)
        with urllib.request.urlopen(request, timeout=10):
            pass

    advance(7 * 24 * 3600 - 600)
    time.sleep(2.5)
    assert names([secrets.list_secrets(IncludePlannedDeletion=True)]) == ["short"]
    advance(601)
    wait_for(lambda: not secrets.list_secrets(IncludePlannedDeletion=True)["SecretList"])
    with error_code("ResourceNotFoundException"):
        secrets.restore_secret(SecretId=arn)
    assert secrets.create_secret(Name="short", SecretString="x")["ARN"] != arn

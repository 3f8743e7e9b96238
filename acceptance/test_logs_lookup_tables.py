"""Lookup tables of CloudWatch Logs with boto3: contents, queries that look into them, permissions, keys."""

import json
import time

import pytest

from harness import HOME_REGION, allow, error_code, policy, unique, wait_for

USERS = "id,name,team\n1,Ada,blue\n2,\"Bob, the \"\"second\"\"\",red\n"


@pytest.fixture(scope="module")
def server(module_server):
    return module_server


@pytest.fixture(scope="module")
def logs(server):
    return server.client("logs")


def make(logs, body: str = USERS, **more) -> tuple:
    name = unique("users").replace("-", "_")
    return name, logs.create_lookup_table(lookupTableName=name, tableBody=body, **more)["lookupTableArn"]


def group(logs, *messages: str) -> str:
    name = unique("looked-up")
    logs.create_log_group(logGroupName=name)
    logs.create_log_stream(logGroupName=name, logStreamName="s")
    now = int(time.time() * 1000)
    logs.put_log_events(logGroupName=name, logStreamName="s", logEvents=[{"timestamp": now + n, "message": m} for n, m in enumerate(messages)])
    return name


def ask(logs, name: str, text: str) -> str:
    """Runs a query; its id."""
    id = logs.start_query(logGroupName=name, queryString=text, startTime=int(time.time()) - 600, endTime=int(time.time()) + 600)["queryId"]
    wait_for(lambda: logs.get_query_results(queryId=id)["status"] not in ("Scheduled", "Running"))
    return id


def rows(logs, name: str, text: str) -> list:
    found = logs.get_query_results(queryId=ask(logs, name, text))
    assert found["status"] == "Complete", found
    return [{field["field"]: field["value"] for field in row if field["field"] != "@ptr"} for row in found["results"]]


def test_tables_and_their_contents(server, logs):
    name, arn = make(logs, description="who they are", tags={"team": "a"})
    assert arn == f"arn:aws:logs:{HOME_REGION}:{server.account}:lookup-table:{name}"
    got = logs.get_lookup_table(lookupTableArn=arn)
    assert (got["lookupTableName"], got["tableBody"], got["description"], got["sizeBytes"]) == (name, USERS, "who they are", len(USERS))
    (shown,) = logs.describe_lookup_tables(lookupTableNamePrefix=name)["lookupTables"]
    assert (shown["tableFields"], shown["recordsCount"]) == (["id", "name", "team"], 2)
    logs.tag_resource(resourceArn=arn, tags={"stage": "b"})
    logs.untag_resource(resourceArn=arn, tagKeys=["team"])
    assert logs.list_tags_for_resource(resourceArn=arn)["tags"] == {"stage": "b"}
    updated = logs.update_lookup_table(lookupTableArn=arn, tableBody="id,name\n3,Cy\n")
    assert updated["lookupTableArn"] == arn and updated["lastUpdatedTime"] >= got["lastUpdatedTime"]
    got = logs.get_lookup_table(lookupTableArn=arn)
    assert (got["tableBody"], got["description"]) == ("id,name\n3,Cy\n", "who they are")
    with error_code("ResourceAlreadyExistsException", 400):
        logs.create_lookup_table(lookupTableName=name, tableBody=USERS)
    others = sorted(make(logs)[0] for _ in range(3))
    first = logs.describe_lookup_tables(lookupTableNamePrefix="users_", maxResults=2)
    names, token = [t["lookupTableName"] for t in first["lookupTables"]], first["nextToken"]
    while token:
        page = logs.describe_lookup_tables(lookupTableNamePrefix="users_", maxResults=2, nextToken=token)
        names += [t["lookupTableName"] for t in page["lookupTables"]]
        token = page.get("nextToken")
    assert set(others) <= set(names) and names == sorted(names)
    logs.delete_lookup_table(lookupTableArn=arn)
    for call in (logs.get_lookup_table, logs.delete_lookup_table):
        with error_code("ResourceNotFoundException", 400):
            call(lookupTableArn=arn)


def test_queries_look_into_tables(logs):
    table, arn = make(logs)
    name = group(logs, '{"user": 1, "did": "buy"}', '{"user": 2, "did": "sell"}', '{"user": 9, "did": "look"}')
    text = f"fields user, did | lookup {table} id as user OUTPUT name, team | sort user | display user, name, team"
    assert rows(logs, name, text)[:2] == [{"user": "1", "name": "Ada", "team": "blue"}, {"user": "2", "name": 'Bob, the "second"', "team": "red"}]
    logs.update_lookup_table(lookupTableArn=arn, tableBody="id,name,team\n1,Eve,green\n")
    assert rows(logs, name, text)[0]["name"] == "Eve"
    with error_code("MalformedQueryException", 400, "does not exist"):
        ask(logs, name, "fields user | lookup no_such_table id as user OUTPUT name")
    column = logs.get_query_results(queryId=ask(logs, name, f"fields user | lookup {table} id as user OUTPUT colour"))
    assert column["status"] == "Failed"


def test_tables_of_query_results(logs):
    name = group(logs, '{"user": 1, "team": "blue"}', '{"user": 1, "team": "blue"}', '{"user": 2, "team": "red, green"}')
    id = ask(logs, name, "fields user, team | stats count(*) as calls by user, team | sort user")
    table = unique("calls").replace("-", "_")
    arn = logs.create_lookup_table(lookupTableName=table, queryId=id)["lookupTableArn"]
    assert logs.get_lookup_table(lookupTableArn=arn)["tableBody"] == 'user,team,calls\n1,blue,2\n2,"red, green",1\n'
    (row,) = rows(logs, name, f"filter user = 2 | lookup {table} user OUTPUT calls | display user, calls")
    assert row["calls"] == "1"
    nothing = ask(logs, name, "filter user = 77")
    for wrong in ({"queryId": nothing}, {"queryId": "11111111-2222-3333-4444-555555555555"}, {}, {"queryId": id, "tableBody": USERS}):
        with error_code("InvalidParameterException", 400):
            logs.update_lookup_table(lookupTableArn=arn, **wrong)


@pytest.mark.parametrize(("body", "message"), [
    ("id,name\n1\n", "Line 2 has 1 values"), ("id,id\n1,2\n", "the column id twice"), ("id,\n1,2\n", "without a name"), ('id\n"1', "not closed"),
])
def test_contents_that_are_none(logs, body, message):
    with error_code("InvalidParameterException", 400, message):
        make(logs, body)


def test_who_may_not(server, logs):
    table, arn = make(logs)
    name = group(logs, '{"user": 1}')
    on_group = f"arn:aws:logs:{HOME_REGION}:{server.account}:log-group:{name}:*"
    text = f"fields user | lookup {table} id as user OUTPUT name"
    asker = server.client("logs", server.user(unique("asker"), inline=policy(allow(["logs:StartQuery"], on_group))))
    with error_code("AccessDeniedException", 400, "logs:GetLookupTable"):
        ask(asker, name, text)
    with error_code("AccessDeniedException", 400, "logs:CreateLookupTable"):
        make(asker)
    reader = server.client("logs", server.user(unique("reader"), inline=policy(
        allow(["logs:StartQuery"], on_group), allow("logs:GetLookupTable", arn), allow("logs:GetQueryResults"))))
    assert rows(reader, name, text)[0]["name"] == "Ada"
    assert reader.get_lookup_table(lookupTableArn=arn)["tableBody"] == USERS
    with error_code("AccessDeniedException", 400, "logs:DeleteLookupTable"):
        reader.delete_lookup_table(lookupTableArn=arn)


def test_tables_under_a_key_and_at_rest(server, logs):
    kms = server.client("kms")
    root = allow("kms:*", Principal={"AWS": f"arn:aws:iam::{server.account}:root"})
    service = allow(["kms:Encrypt", "kms:Decrypt"], Principal={"Service": f"logs.{HOME_REGION}.amazonaws.com"})
    key = kms.create_key(Policy=policy(root, service))["KeyMetadata"]["Arn"]
    secret = unique("plain")
    _, arn = make(logs, f"id,name\n1,{secret}\n", kmsKeyId=key)
    _, plain = make(logs, f"id,name\n1,{secret}\n")
    assert logs.get_lookup_table(lookupTableArn=arn)["kmsKeyId"] == key
    for path in server.data_dir.rglob("*"):
        assert not path.is_file() or secret.encode() not in path.read_bytes(), path
    kms.disable_key(KeyId=key)
    with pytest.raises(logs.exceptions.ClientError):
        logs.get_lookup_table(lookupTableArn=arn)
    assert secret in logs.get_lookup_table(lookupTableArn=plain)["tableBody"]
    kms.enable_key(KeyId=key)
    server.restart()
    assert secret in logs.get_lookup_table(lookupTableArn=arn)["tableBody"]
    other = kms.create_key(Policy=policy(root))["KeyMetadata"]["Arn"]
    with error_code("InvalidParameterException", 400, "KMS key"):
        make(logs, kmsKeyId=other)
    assert json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])["Version"]

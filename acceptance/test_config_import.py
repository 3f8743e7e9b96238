"""`cloudkeep import config`: items of files of real accounts live in the same history, rules and queries as what is recorded here."""

import gzip
import json
import os
import signal
import subprocess
import time

import pytest
import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as Keys

from config_support import history, load, objects, record
from harness import Cloudkeep, allow, binary, error_code, events, new_account, unique, wait_for

LEFT_OUT = 3  # how an import ends that could not take everything
GROUP, VOLUME, INSTANCE = "AWS::EC2::SecurityGroup", "AWS::EC2::Volume", "AWS::EC2::Instance"
FOREIGN = "444455556666"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("config-import"))
    record(made)
    yield made
    finish(made)


@pytest.fixture(scope="module")
def config(server):
    return server.client("config")


def item(kind: str, name: str, configuration: dict, at: str = "2024-03-01T10:00:00.000Z", **more) -> dict:
    """An item as AWS Config writes it into files."""
    state = int(time.mktime(time.strptime(at[:19], "%Y-%m-%dT%H:%M:%S"))) * 1000
    return {
        "relatedEvents": [], "relationships": [], "configuration": configuration, "supplementaryConfiguration": {}, "tags": {},
        "configurationItemVersion": "1.3", "configurationItemCaptureTime": at, "configurationStateId": state, "awsAccountId": FOREIGN,
        "configurationItemStatus": "OK", "resourceType": kind, "resourceId": name,
        "ARN": f"arn:aws:ec2:us-east-1:{FOREIGN}:{kind.rsplit('::', 1)[1].lower()}/{name}", "awsRegion": "us-east-1",
        "availabilityZone": "us-east-1a", "configurationStateMd5Hash": "", "resourceCreationTime": "2024-01-01T00:00:00.000Z",
    } | more


def group(name: str, source: str, at: str = "2024-03-01T10:00:00.000Z", **more) -> dict:
    """A security group that lets a range in to port 22."""
    permission = {"fromPort": 22, "toPort": 22, "ipProtocol": "tcp", "ipv6Ranges": [], "prefixListIds": [], "userIdGroupPairs": [],
                  "ipv4Ranges": [{"cidrIp": source}], "ipRanges": [source]}
    return item(GROUP, name, {"groupId": name, "groupName": "web", "ipPermissions": [permission], "ipPermissionsEgress": [],
                              "ownerId": FOREIGN, "tags": [], "vpcId": "vpc-1"}, at, **more)


def volume(name: str, encrypted: bool, **more) -> dict:
    return item(VOLUME, name, {"volumeId": name, "encrypted": encrypted, "size": 8, "state": {"value": "in-use"},
                               "attachments": [{"instanceId": "i-1", "device": "/dev/xvda", "deleteOnTermination": True}]}, **more)


def write(path, items, packed=True):
    """A snapshot file."""
    text = json.dumps({"fileVersion": "1.0", "configSnapshotId": "x", "configurationItems": items}).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(text) if packed else text)
    return path


def environment(server, credentials=None) -> dict:
    wanted = ("PATH", "HOME", "AWS_ENDPOINT_URL", "AWS_REGION", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    return {k: v for k, v in server.cli_environment(credentials or server.admin).items() if k in wanted} | {"NO_COLOR": "1"}


def take(server, *arguments, code=0, credentials=None):
    """Runs the import: what it says as JSON, and its error output."""
    done = subprocess.run([binary(), "import", "config", "--json", *map(str, arguments)], env=environment(server, credentials),
                          capture_output=True, text=True, timeout=120)
    assert "panicked" not in done.stderr and done.returncode == code, (done.returncode, done.stdout, done.stderr)
    return json.loads(done.stdout) if done.stdout else None, done.stderr


def call(server, operation: str, body: dict, credentials=None, region="us-east-1"):
    """One of this project's own operations: status and answer."""
    keys = credentials or server.admin
    request = AWSRequest("POST", f"{server.endpoint}/_cloudkeep/config", data=json.dumps(body), headers={
        "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"CloudkeepConfig.{operation}"})
    if keys != "nobody":
        SigV4Auth(Keys(keys.access_key_id, keys.secret_access_key, keys.session_token), "config", region).add_auth(request)
    answer = requests.post(request.url, data=request.data, headers=dict(request.headers), timeout=30)
    return answer.status_code, answer.json()


def word(config, rule: str, resource: str):
    for result in config.get_compliance_details_by_config_rule(ConfigRuleName=rule)["EvaluationResults"]:
        if result["EvaluationResultIdentifier"]["EvaluationResultQualifier"]["ResourceId"] == resource:
            return result["ComplianceType"]
    return None


def test_imported_items_are_judged_found_and_have_a_history(server, config, tmp_path):
    name, disk, host = unique("sg"), unique("vol"), unique("i")
    for rule, identifier in (("ssh", "INCOMING_SSH_DISABLED"), ("disks", "ENCRYPTED_VOLUMES")):
        config.put_config_rule(ConfigRule={"ConfigRuleName": rule, "Source": {"Owner": "AWS", "SourceIdentifier": identifier}})
    attached = [{"resourceId": name, "resourceType": GROUP, "name": "Is associated with SecurityGroup"}]
    write(tmp_path / "a_Config_us-east-1_ConfigSnapshot_20240301T120000Z_x.json.gz", [
        group(name, "0.0.0.0/0"), volume(disk, False), item(INSTANCE, host, {"instanceType": "t3.micro"}, relationships=attached)])
    told, _ = take(server, tmp_path)
    assert (told["items"], told["known"], told["files"], told["faults"], told["account"]) == (3, 0, 1, 0, server.account)
    wait_for(lambda: word(config, "ssh", name) == "NON_COMPLIANT" and word(config, "disks", disk) == "NON_COMPLIANT")
    rows = config.select_resource_config(Expression=(
        f"SELECT resourceId, accountId, availabilityZone, configuration.instanceType WHERE resourceType = '{INSTANCE}' "
        f"AND relationships.resourceId = '{name}'"))["Results"]
    assert [json.loads(row) for row in rows] == [
        {"resourceId": host, "accountId": FOREIGN, "availabilityZone": "us-east-1a", "configuration": {"instanceType": "t3.micro"}}]
    listed = config.list_discovered_resources(resourceType=VOLUME)["resourceIdentifiers"]
    assert disk in [found["resourceId"] for found in listed]
    # The group is closed later, and was another one before.
    write(tmp_path / "b_Config_us-east-1_ConfigHistory_20240401T000000Z_1.json.gz", [
        group(name, "10.0.0.0/8", "2024-03-31T09:00:00.000Z"), group(name, "192.168.0.0/16", "2024-02-01T09:00:00.000Z")])
    told, _ = take(server, tmp_path)
    assert (told["items"], told["unchanged"], told["files"]) == (2, 1, 1)
    wait_for(lambda: word(config, "ssh", name) == "COMPLIANT")

    def sources(**more):
        found = history(config, GROUP, name, **more)
        return [json.loads(one["configuration"])["ipPermissions"][0]["ipRanges"][0] for one in found]

    assert sources() == ["10.0.0.0/8", "0.0.0.0/0", "192.168.0.0/16"]
    assert sources(laterTime="2024-03-15T00:00:00Z", limit=1)[0] == "0.0.0.0/0"
    assert sources(laterTime="2024-02-15T00:00:00Z") == ["192.168.0.0/16"]
    newest = history(config, GROUP, name)[0]
    assert newest["accountId"] == FOREIGN and newest["arn"].endswith(name)
    # What is deleted there is deleted here, and is judged no more.
    write(tmp_path / "c.json", [item(GROUP, name, None, "2024-05-01T00:00:00.000Z", configurationItemStatus="ResourceDeleted")], packed=False)
    assert take(server, tmp_path)[0]["items"] == 1
    wait_for(lambda: word(config, "ssh", name) is None)
    assert name not in [found["resourceId"] for found in config.list_discovered_resources(resourceType=GROUP)["resourceIdentifiers"]]
    assert len(history(config, GROUP, name)) == 4


def test_all_orders_give_the_same_history(server, config, tmp_path):
    name = unique("sg")
    days = [3, 1, 9, 5, 7, 2, 8, 6, 4]
    for count, day in enumerate(days):
        write(tmp_path / f"{count}.json", [group(name, f"10.{day}.0.0/16", f"2024-06-{day:02}T00:00:00.000Z")])
        assert take(server, tmp_path / f"{count}.json")[0]["items"] == 1
    found = [json.loads(one["configuration"])["ipPermissions"][0]["ipRanges"][0] for one in history(config, GROUP, name)]
    assert found == [f"10.{day}.0.0/16" for day in range(9, 0, -1)]
    # The same items in another file are known.
    write(tmp_path / "again.json", [group(name, f"10.{day}.0.0/16", f"2024-06-{day:02}T00:00:00.000Z") for day in days])
    told, _ = take(server, tmp_path / "again.json")
    assert (told["items"], told["known"]) == (0, 9)


def test_types_that_nobody_knows_are_kept(server, config, tmp_path):
    kind, name = "AWS::Tomorrow::Thing", unique("thing")
    with error_code("ValidationException"):
        config.get_resource_config_history(resourceType=kind, resourceId=name)
    odd = {"Deep": {"list": [1, 2.5, None, "ü"]}}
    take(server, write(tmp_path / "x.json", [item(kind, name, odd, tags={"team": "a"})]))
    assert json.loads(history(config, kind, name)[0]["configuration"]) == odd
    assert [one["resourceId"] for one in config.list_discovered_resources(resourceType=kind)["resourceIdentifiers"]] == [name]
    rows = config.select_resource_config(Expression=f"SELECT resourceId WHERE resourceType = '{kind}' AND tags.tag = 'team=a'")["Results"]
    assert [json.loads(row)["resourceId"] for row in rows] == [name]


def test_faults_are_told_with_their_place_and_hold_up_nothing(server, config, tmp_path):
    name = unique("vol")
    good = volume(name, True)
    path = tmp_path / "items.jsonl"
    path.write_text("\n".join([
        json.dumps({"awsRegion": "us-east-1"}), json.dumps(good), "{broken", json.dumps(good | {"awsRegion": "mars-1", "resourceId": "far"}),
        json.dumps(good | {"configurationItemCaptureTime": "2999-01-01T00:00:00Z", "resourceId": "late"})]))
    told, errors = take(server, path, code=LEFT_OUT)
    assert (told["items"], told["faults"]) == (1, 4), errors
    for part in ("line 1, column 1: the item has no resourceType", "line 3", "the server has no region mars-1", "future"):
        assert part in errors, (part, errors)
    assert len(history(config, VOLUME, name)) == 1
    # A file with faults is looked at again.
    told, _ = take(server, path, code=LEFT_OUT)
    assert (told["items"], told["known"], told["unchanged"]) == (0, 1, 0)
    # An item of another account does not get into the history of this one, and one that is recorded here is its own.
    _, errors = take(server, write(tmp_path / "other.json", [good | {"awsAccountId": "777788889999"}]), code=LEFT_OUT)
    assert "is one of the account" in errors
    bucket = unique("recorded")
    server.client("s3").create_bucket(Bucket=bucket)
    wait_for(lambda: history(config, "AWS::S3::Bucket", bucket))
    before = history(config, "AWS::S3::Bucket", bucket)
    _, errors = take(server, write(tmp_path / "bucket.json", [item("AWS::S3::Bucket", bucket, {})]), code=LEFT_OUT)
    assert "recorded here" in errors and history(config, "AWS::S3::Bucket", bucket) == before


def test_only_one_account_is_taken(server, config, tmp_path):
    mine, other = unique("vol"), unique("vol")
    path = write(tmp_path / "two.json", [volume(mine, True), volume(other, True, awsAccountId="777788889999")])
    told, _ = take(server, path, "--account", FOREIGN)
    assert (told["items"], told["passedOver"]) == (1, 1)
    # The rest of the file is not taken for done.
    assert take(server, path)[0]["items"] == 1
    assert take(server, path)[0]["unchanged"] == 1


def test_what_one_installation_delivers_another_takes(server, config, fresh, tmp_path):
    s3, name = server.client("s3"), unique("travels")
    s3.create_bucket(Bucket=name)
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    wait_for(lambda: len(history(config, "AWS::S3::Bucket", name)) == 2)
    bucket = config.describe_delivery_channels()["DeliveryChannels"][0]["s3BucketName"]
    config.deliver_config_snapshot(deliveryChannelName="default")
    key = wait_for(lambda: objects(server, bucket, "ConfigSnapshot"), 30)[-1]
    (tmp_path / "snapshot.json.gz").write_bytes(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
    sent = load(server, bucket, key)["configurationItems"]
    elsewhere = fresh()
    told, errors = take(elsewhere, tmp_path)
    assert told["items"] == len(sent), errors
    there = history(elsewhere.client("config"), "AWS::S3::Bucket", name)
    here = history(config, "AWS::S3::Bucket", name)[0]
    assert len(there) == 1
    for member in ("configuration", "supplementaryConfiguration", "tags", "arn", "configurationStateId", "configurationItemCaptureTime",
                   "relationships", "relatedEvents", "resourceCreationTime", "accountId", "availabilityZone"):
        assert there[0].get(member) == here.get(member), member


def test_a_recorder_leaves_imported_resources_alone(server, tmp_path):
    account = new_account(server, "imports")
    config, name = server.client("config", account), unique("vol")
    take(server, write(tmp_path / "x.json", [volume(name, True)]), credentials=account)
    record(server, account)
    assert [one["configurationItemStatus"] for one in history(config, VOLUME, name)] == ["OK"]
    assert history(server.client("config"), VOLUME, name) == []
    counts = config.get_discovered_resource_counts(resourceTypes=[VOLUME])["resourceCounts"]
    assert counts == [{"resourceType": VOLUME, "count": 1}]


def test_who_may_import(server, config, tmp_path):
    name = unique("vol")
    path = write(tmp_path / "x.json", [volume(name, True)])
    nobody = server.user(unique("nobody"))
    _, errors = take(server, path, code=1, credentials=nobody)
    assert "AccessDenied" in errors and history(config, VOLUME, name) == []
    body = {"ConfigurationItems": [volume(name, True)]}
    status, answer = call(server, "ImportConfigurationItems", body, nobody)
    assert (status, answer["__type"]) == (400, "AccessDeniedException") and "config:ImportConfigurationItems" in answer["Message"]
    assert call(server, "ImportConfigurationItems", body, "nobody")[0] == 400
    assert call(server, "DescribeImportedFiles", {"FileDigests": ["0" * 64]}, nobody)[1]["__type"] == "AccessDeniedException"
    body = {"AccountId": FOREIGN, "ResourceTypes": [VOLUME], "ObservedAt": 1}
    assert call(server, "EndObservation", body, nobody)[1]["__type"] == "AccessDeniedException"
    importer = server.user(unique("importer"), inline={"Version": "2012-10-17", "Statement": [
        allow(["config:ImportConfigurationItems", "config:DescribeImportedFiles"])]})
    assert take(server, path, credentials=importer)[0]["items"] == 1
    # The call is recorded like every other, without what was imported.
    found = wait_for(lambda: [e for e in events(server, EventName="ImportConfigurationItems")
                              if e["userIdentity"].get("userName") == importer_name(server, importer) and not e.get("errorCode")])
    assert found[0]["eventSource"] == "config.amazonaws.com" and name not in json.dumps(found)
    assert any(e.get("additionalEventData") == {"importedCount": 1, "knownCount": 0, "rejectedCount": 0} for e in found)


def importer_name(server, credentials) -> str:
    return server.client("sts", credentials).get_caller_identity()["Arn"].rsplit("/", 1)[1]


def test_bad_requests(server):
    for body in ({"ConfigurationItems": 1}, {"FileDigests": ["x"]}, {"ConfigurationItems": [{}] * 1001}):
        status, answer = call(server, "ImportConfigurationItems", body)
        assert status == 400 and answer["__type"] in ("ValidationException", "SerializationException"), answer
    status, answer = call(server, "ImportConfigurationItems", {"ConfigurationItems": [1, [], "x", {}, volume("vol-1", True)]}, region="eu-central-1")
    assert status == 200 and [one["Index"] for one in answer["RejectedItems"]] == [0, 1, 2, 3, 4], answer
    assert answer["RejectedItems"][4]["ErrorCode"] == "ItemOfAnotherRegion"
    observed = {"AccountId": FOREIGN, "ResourceTypes": [VOLUME], "ObservedAt": 1}
    for body in (observed | {"ObservedAt": 32503680000}, observed | {"NextToken": "x"}, observed | {"AccountId": "1"}, observed | {"ResourceTypes": []}):
        status, answer = call(server, "EndObservation", body)
        assert status == 400 and answer["__type"] == "ValidationException", answer
    # What AWS Config recorded is not taken for gone because somebody looked.
    assert call(server, "EndObservation", observed | {"ObservedAt": time.time()})[1] == {"DeletedCount": 0}
    status, answer = call(server, "Nothing", {})
    assert status in (400, 404) and answer["__type"] == "UnknownOperationException"


def test_what_is_missing_is_said(server, tmp_path):
    path = write(tmp_path / "x.json", [])
    for gone, part in (("AWS_ENDPOINT_URL", "--endpoint-url"), ("AWS_SECRET_ACCESS_KEY", "credentials")):
        given = {k: v for k, v in environment(server).items() if k != gone}
        done = subprocess.run([binary(), "import", "config", str(path)], env=given, capture_output=True, text=True, timeout=60)
        assert done.returncode == 1 and part in done.stderr, done.stderr
    done = subprocess.run([binary(), "import", "config", str(path), "--endpoint-url", "http://127.0.0.1:1"], env=environment(server),
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 1 and "Unreachable" in done.stderr


def test_kills_on_both_sides_lose_and_repeat_nothing(fresh, tmp_path):
    server = fresh()
    record(server)
    config = server.client("config")
    for number in range(40):
        items = [group(f"sg-{n}", f"10.{number}.0.0/16", f"2024-07-01T00:{number:02}:00.000Z") for n in range(50)]
        write(tmp_path / f"x_{20240701000000 + number}.json.gz", items)
    for round in range(4):
        running = subprocess.Popen([binary(), "import", "config", str(tmp_path)], env=environment(server), stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        time.sleep(0.15 + 0.1 * round)
        if round % 2:
            running.send_signal(signal.SIGKILL)
        else:
            server.kill()
            time.sleep(0.2)
            server.start()
        running.wait(60)
    take(server, tmp_path)
    told, _ = take(server, tmp_path)
    assert (told["items"], told["known"], told["unchanged"]) == (0, 0, 40)
    for n in (0, 17, 49):
        found = [json.loads(one["configuration"])["ipPermissions"][0]["ipRanges"][0] for one in history(config, GROUP, f"sg-{n}")]
        assert found == [f"10.{number}.0.0/16" for number in range(39, -1, -1)]
    assert config.get_discovered_resource_counts(resourceTypes=[GROUP])["totalDiscoveredResources"] == 50


TILL = {"typeName": "MyCompany::Shop::Register", "description": "A till", "additionalProperties": False, "primaryIdentifier": ["/properties/Number"],
        "properties": {"Number": {"type": "integer", "minimum": 1}, "Drawer": {"type": "string", "enum": ["open", "shut"]},
                       "Drawers": {"type": "array", "items": {"$ref": "#/definitions/Drawer"}}},
        "definitions": {"Drawer": {"type": "object", "properties": {"Coins": {"type": "integer"}}, "required": ["Coins"], "additionalProperties": False}},
        "required": ["Number"]}


def schema_import(server, *paths, code: int = 0):
    done = subprocess.run([binary(), "import", "schema", *map(str, paths), "--json"], env=server.cli_environment(), capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stderr
    return json.loads(done.stdout), done.stderr


def test_schemas_of_ones_own_types(server, config, tmp_path):
    kind, name = TILL["typeName"], unique("till")

    def put(configuration, version="00000001", **more):
        config.put_resource_config(**dict(ResourceType=kind, SchemaVersionId=version, ResourceId=name, Configuration=json.dumps(configuration)) | more)

    path = tmp_path / "till.json"
    path.write_text(json.dumps(TILL))
    assert schema_import(server, path)[0]["schemas"] == [{"typeName": kind, "schemaVersionId": "00000001", "known": False}]
    # Again changes nothing.
    assert schema_import(server, path)[0]["schemas"] == [{"typeName": kind, "schemaVersionId": "00000001", "known": True}]
    put({"Number": 1, "Drawer": "open", "Drawers": [{"Coins": 3}]})
    for bad, where in [({}, "property Number is missing"), ({"Number": "x"}, "#/Number"), ({"Number": 0}, "#/Number"), ({"Number": 1, "Drawer": "ajar"}, "#/Drawer"),
                       ({"Number": 1, "Colour": "red"}, "no property Colour"), ({"Number": 1, "Drawers": [{"Coins": 1}, {}]}, "#/Drawers/1")]:
        with error_code("ValidationException", 400, where):
            put(bad)
    with error_code("ValidationException", 400, "no version 00000002"):
        put({"Number": 1}, "00000002")
    assert [json.loads(i["configuration"])["Number"] for i in history(config, kind, name)] == [1]
    path.write_text(json.dumps(TILL | {"properties": TILL["properties"] | {"Colour": {"type": "string", "pattern": "^[a-z]+$"}}}))
    assert schema_import(server, path)[0]["schemas"][0]["schemaVersionId"] == "00000002"
    put({"Number": 1, "Colour": "red"}, "00000002")
    with error_code("ValidationException", 400, "#/Colour"):
        put({"Number": 1, "Colour": "RED"}, "00000002")
    status, answer = call(server, "DescribeResourceType", {"TypeName": kind})
    assert status == 200 and answer["SchemaVersionIds"] == ["00000001", "00000002"] and json.loads(answer["Schema"])["properties"]["Colour"]
    assert call(server, "ListResourceTypes", {})[1]["ResourceTypes"] == [{"TypeName": kind, "SchemaVersionId": "00000002"}]
    # What cannot be a schema says where; the other file is taken.
    bad, other = tmp_path / "bad.json", tmp_path / "other.json"
    bad.write_text(json.dumps(TILL | {"properties": {"a": {"type": "text"}}}))
    other.write_text(json.dumps(TILL | {"typeName": "MyCompany::Shop::Other"}))
    outcome, errors = schema_import(server, bad, other, code=3)
    assert "#/properties/a" in errors and [one["typeName"] for one in outcome["schemas"]] == ["MyCompany::Shop::Other"]
    for wrong, what in [({"TypeName": "AWS::S3::Bucket", "Schema": "{}"}, "none of AWS's"), ({"TypeName": kind, "Schema": "{"}, "not valid JSON"),
                        ({"TypeName": kind, "Schema": json.dumps(TILL | {"allOf": [{"$ref": "file:///etc/passwd"}]})}, "within the schema")]:
        status, answer = call(server, "RegisterResourceType", wrong)
        assert status == 400 and answer["__type"] == "ValidationException" and what in answer["message"], answer
    # A schema that never ends is refused for each document, in bounded time.
    endless = TILL | {"typeName": "MyCompany::Shop::Endless", "allOf": [{"$ref": "#"}]}
    assert call(server, "RegisterResourceType", {"TypeName": endless["typeName"], "Schema": json.dumps(endless)})[0] == 200
    with error_code("ValidationException", 400, "too many steps"):
        put({"Number": 1}, ResourceType=endless["typeName"])
    assert call(server, "DeregisterResourceType", {"TypeName": kind, "SchemaVersionId": "00000001"})[0] == 200
    with error_code("ValidationException", 400, "no version 00000001"):
        put({"Number": 1})
    assert call(server, "DeregisterResourceType", {"TypeName": kind})[0] == 200
    assert call(server, "DescribeResourceType", {"TypeName": kind})[1]["__type"] == "ResourceNotFoundException"
    put({"anything": True})

"""Functions as AWS's clients make, call and guard them."""

import base64
import json
import os
import re
import threading
import time

import pytest
from botocore.exceptions import ClientError

import lambda_support
from harness import Cloudkeep, allow, deny, ensure_organization, error_code, events, new_account, policy, trust, unique, wait_for
from lambda_support import invoke, make_function, make_role, package

ECHO = """
    def handler(event, context):
        return event
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("functions"), **lambda_support.options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def role(server):
    return make_role(server)


def test_a_function_is_made_shown_called_and_removed(server, role):
    client = server.client("lambda")
    code = package(function__py=ECHO)
    name = unique("whole")
    made = client.create_function(
        FunctionName=name, Runtime="python3.12", Handler="function.handler", Role=role, Code={"ZipFile": code}, Tags={"team": "a"},
        Description="d", Environment={"Variables": {"AB": "b"}},
    )
    assert made["FunctionArn"] == f"arn:aws:lambda:us-east-1:{server.account}:function:{name}"
    assert (made["Timeout"], made["MemorySize"], made["Version"], made["CodeSize"]) == (3, 128, "$LATEST", len(code))
    client.get_waiter("function_active_v2").wait(FunctionName=name)
    shown = client.get_function(FunctionName=made["FunctionArn"])
    assert shown["Tags"] == {"team": "a"}
    assert shown["Configuration"]["Environment"]["Variables"] == {"AB": "b"}
    assert client.get_function_configuration(FunctionName=name)["CodeSha256"] == made["CodeSha256"]
    for event in ({"a": [1, None, "ü"]}, None, "text", 7, []):
        assert invoke(server, name, event) == (event, None)
    assert name in [f["FunctionName"] for page in client.get_paginator("list_functions").paginate() for f in page["Functions"]]
    with error_code("ResourceConflictException", 409, "Function already exist"):
        client.create_function(FunctionName=name, Runtime="python3.12", Handler="a.b", Role=role, Code={"ZipFile": code})
    client.delete_function(FunctionName=name)
    with error_code("ResourceNotFoundException", 404, "Function not found: arn:aws:lambda:us-east-1"):
        client.get_function(FunctionName=name)
    with error_code("ResourceNotFoundException", 404):
        client.invoke(FunctionName=name)


def test_the_context_and_the_environment_are_lambdas(server):
    name = make_function(server, """
        import os
        def handler(event, context):
            return {
                "context": [context.function_name, context.function_version, context.memory_limit_in_mb, context.invoked_function_arn,
                            context.aws_request_id, context.log_group_name, context.client_context.custom if context.client_context else None],
                "left": context.get_remaining_time_in_millis(),
                "env": dict(os.environ), "cwd": os.getcwd(), "tmp": __import__("tempfile").gettempdir(),
            }
    """, Environment={"Variables": {"MINE": "yes"}})
    context = base64.b64encode(json.dumps({"custom": {"k": "v"}}).encode()).decode()
    answer = server.client("lambda").invoke(FunctionName=name, ClientContext=context)
    told = json.load(answer["Payload"])
    arn = f"arn:aws:lambda:us-east-1:{server.account}:function:{name}"
    request = answer["ResponseMetadata"]["RequestId"]
    assert told["context"] == [name, "$LATEST", "512", arn, request, f"/aws/lambda/{name}", {"k": "v"}]
    assert 10_000 < told["left"] <= 20_000
    env = told["env"]
    assert env["MINE"] == "yes" and env["AWS_REGION"] == "us-east-1" and env["_HANDLER"] == "function.handler"
    assert env["LAMBDA_TASK_ROOT"] == told["cwd"] and env["AWS_ENDPOINT_URL"] == server.endpoint
    assert env["AWS_ACCESS_KEY_ID"].startswith("ASIA")
    # Nothing of the server's own environment comes along but the search path.
    for leaked in ("USER", "LOGNAME", "NO_COLOR", "CLOUDKEEP_DATA_DIR", "PWD"):
        assert leaked not in env
    assert told["tmp"] == env["TMPDIR"]


def test_errors_are_lambdas(server, role):
    name = make_function(server, """
        import sys, os
        class Custom(Exception): pass
        def handler(event, context):
            if event == "raise": raise Custom("no")
            if event == "exit": sys.exit(3)
            if event == "kill": os.kill(os.getpid(), 9)
            if event == "unserializable": return {1, 2}
            if event == "large": return "x" * 7_000_000
            return os.getpid()
    """, role=role)
    told, error = invoke(server, name, "raise")
    assert error == "Unhandled" and told["errorType"] == "Custom" and told["errorMessage"] == "no"
    assert 'raise Custom("no")' in told["stackTrace"][-1] and len(told["stackTrace"]) == 1
    told, error = invoke(server, name, "unserializable")
    assert told["errorType"] == "Runtime.MarshalError"
    told, error = invoke(server, name, "large")
    assert (told["errorType"], error) == ("Function.ResponseSizeTooLarge", "Unhandled")
    told, error = invoke(server, name, "exit")
    assert told["errorType"] == "Runtime.ExitError" and told["errorMessage"].endswith("exit status 3") and error == "Unhandled"
    told, error = invoke(server, name, "kill")
    assert told["errorMessage"].endswith("Runtime exited with error: signal: killed")
    first, _ = invoke(server, name)
    assert invoke(server, name) == (first, None), "a warm environment is used again"
    for handler, kind in (("absent.handler", "ImportModuleError"), ("function.absent", "HandlerNotFound"), ("broken", "MalformedHandlerName")):
        broken = make_function(server, ECHO, role=role, handler=handler)
        told, error = invoke(server, broken)
        assert (told["errorType"], error) == (f"Runtime.{kind}", "Unhandled"), told
    client = server.client("lambda")
    with error_code("InvalidRequestContentException", 400, "Could not parse request body into json"):
        client.invoke(FunctionName=name, Payload=b"{")
    with error_code("RequestTooLargeException", 413):
        client.invoke(FunctionName=name, Payload=b'"' + b"x" * 6_291_456 + b'"')
    assert client.invoke(FunctionName=name, InvocationType="DryRun")["StatusCode"] == 204


def test_a_function_that_takes_too_long_is_ended_with_all_it_started(server, role, tmp_path):
    name = make_function(server, """
        import subprocess, time
        def handler(event, context):
            if event:
                child = subprocess.Popen(["sleep", "600"])
                print("started", child.pid)
                open(event, "w").write(str(child.pid))
                time.sleep(600)
            return 1
    """, role=role, Timeout=2)
    assert invoke(server, name) == (1, None)
    began = time.monotonic()
    answer = server.client("lambda").invoke(FunctionName=name, Payload=json.dumps(str(tmp_path / "pid")), LogType="Tail")
    assert 1.9 < time.monotonic() - began < 6
    told = json.load(answer["Payload"])
    assert answer["FunctionError"] == "Unhandled" and re.search(r"Task timed out after 2\.0\d seconds$", told["errorMessage"])
    assert told["errorType"] == "Sandbox.Timedout"
    assert re.search(r"Task timed out after 2\.0\d seconds", base64.b64decode(answer["LogResult"]).decode())
    child = int((tmp_path / "pid").read_text())
    wait_for(lambda: not os.path.exists(f"/proc/{child}"), 5)
    assert invoke(server, name) == (1, None)


def test_memory_is_bounded(server, role):
    name = make_function(server, """
        def handler(event, context):
            data = []
            for _ in range(event or 0):
                data.append(bytearray(b"x") * (1 << 20))
            return len(data)
    """, role=role, MemorySize=128)
    assert invoke(server, name, 40) == (40, None)
    told, error = invoke(server, name, 2_000)
    assert error == "Unhandled" and told["errorType"] in ("Runtime.ExitError", "MemoryError"), told
    assert invoke(server, name, 40) == (40, None)


def test_the_log_is_told_to_who_asks(server, role):
    name = make_function(server, """
        import logging, sys
        logging.getLogger().setLevel(logging.INFO)
        def handler(event, context):
            print("printed")
            print("to stderr", file=sys.stderr)
            logging.info("logged")
            print("x" * (event or 0))
    """, role=role)
    answer = server.client("lambda").invoke(FunctionName=name, LogType="Tail")
    log = base64.b64decode(answer["LogResult"]).decode()
    request = answer["ResponseMetadata"]["RequestId"]
    for part in (f"START RequestId: {request} Version: $LATEST\n", "printed\n", "to stderr\n", "[INFO]", "logged\n",
                 f"END RequestId: {request}\n", f"REPORT RequestId: {request}\tDuration: ", "Memory Size: 512 MB\tMax Memory Used: ", "Init Duration: "):
        assert part in log, log
    assert log.index("START") < log.index("printed") < log.index("END") < log.index("REPORT")
    assert len(base64.b64decode(server.client("lambda").invoke(FunctionName=name, LogType="Tail", Payload="9000")["LogResult"])) == 4096
    assert "LogResult" not in server.client("lambda").invoke(FunctionName=name)


def test_a_function_acts_as_its_role(server):
    role = make_role(server, None, allow("iam:ListUsers"))
    name = make_function(server, """
        import boto3, botocore.exceptions
        def handler(event, context):
            who = boto3.client("sts").get_caller_identity()["Arn"]
            boto3.client("iam").list_users()
            try:
                boto3.client("iam").create_user(UserName="made-by-function")
                return who, "allowed"
            except botocore.exceptions.ClientError as error:
                return who, error.response["Error"]["Code"]
    """, role=role)
    session = f"arn:aws:sts::{server.account}:assumed-role/{role.split('/')[-1]}/{name}"
    assert invoke(server, name) == ([session, "AccessDenied"], None)
    found = wait_for(lambda: [e for e in events(server, EventName="ListUsers") if e["userIdentity"].get("arn") == session])
    assert found[0]["userIdentity"]["type"] == "AssumedRole", found
    assert found[0]["userIdentity"]["sessionContext"]["sessionIssuer"]["arn"] == role


def test_roles_must_trust_lambda_and_be_passed(server, role):
    iam = server.client("iam")
    code = {"ZipFile": package(function__py=ECHO)}
    closed = iam.create_role(RoleName=unique("closed"), AssumeRolePolicyDocument=trust({"Service": "ec2.amazonaws.com"}))["Role"]["Arn"]
    client = server.client("lambda")
    for arn in (closed, f"arn:aws:iam::{server.account}:role/absent"):
        with error_code("InvalidParameterValueException", 400, "The role defined for the function cannot be assumed by Lambda."):
            client.create_function(FunctionName=unique("f"), Runtime="python3.12", Handler="a.b", Role=arn, Code=code)
    maker = server.user(unique("maker"), inline=policy(allow("lambda:CreateFunction")))
    with error_code("AccessDeniedException", 403, "iam:PassRole"):
        server.client("lambda", maker).create_function(FunctionName=unique("f"), Runtime="python3.12", Handler="a.b", Role=role, Code=code)
    only = allow("iam:PassRole", role, Condition={"StringEquals": {"iam:PassedToService": "lambda.amazonaws.com"}})
    passer = server.user(unique("passer"), inline=policy(allow("lambda:CreateFunction"), only))
    server.client("lambda", passer).create_function(FunctionName=unique("f"), Runtime="python3.12", Handler="a.b", Role=role, Code=code)


def test_any_program_can_be_a_runtime(server, role):
    client = server.client("lambda")
    name = unique("provided")
    client.create_function(FunctionName=name, Runtime="provided.al2023", Role=role, Handler="x", Code={"ZipFile": package(bootstrap="""\
        #!/bin/bash
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        while true; do
          headers=$(mktemp)
          event=$(curl -sS -LD "$headers" "$api/invocation/next")
          id=$(grep -Fi Lambda-Runtime-Aws-Request-Id "$headers" | tr -d '[:space:]' | cut -d: -f2)
          curl -sS "$api/invocation/$id/response" -d "{\\"handler\\": \\"$_HANDLER\\", \\"event\\": $event}" >/dev/null
        done
    """)})
    assert invoke(server, name, {"a": 1}) == ({"handler": "x", "event": {"a": 1}}, None)
    missing = unique("provided")
    client.create_function(FunctionName=missing, Runtime="provided.al2", Role=role, Handler="x", Code={"ZipFile": package(other="x")})
    told, error = invoke(server, missing)
    assert told["errorType"] == "Runtime.ExitError" and error == "Unhandled"


def test_node_functions(server, role):
    client = server.client("lambda")
    for files in ({"index__js": "exports.handler = async (event, context) => ({event, name: context.functionName});"},
                  {"index__mjs": "export const handler = async (event, context) => ({event, name: context.functionName});"}):
        name = unique("node")
        client.create_function(FunctionName=name, Runtime="nodejs22.x", Role=role, Handler="index.handler", MemorySize=512, Timeout=20,
                               Code={"ZipFile": package(**files)})
        assert invoke(server, name, [1]) == ({"event": [1], "name": name}, None)
    name = unique("node")
    client.create_function(FunctionName=name, Runtime="nodejs20.x", Role=role, Handler="index.handler", MemorySize=512, Timeout=20,
                           Code={"ZipFile": package(index__js="exports.handler = async () => { throw new TypeError('no') };")})
    told, error = invoke(server, name)
    assert (told["errorType"], told["errorMessage"], error) == ("TypeError", "no", "Unhandled")


def test_bad_packages_and_settings_are_refused(server, role):
    import io
    import zipfile

    def zipped(*infos):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            for name, mode, data in infos:
                info = zipfile.ZipInfo(name)
                info.external_attr = mode << 16
                archive.writestr(info, data)
        return out.getvalue()

    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        for n in range(6):
            archive.writestr(f"zeros{n}", bytes(50 << 20))
    client = server.client("lambda")

    def create(**more):
        usual = dict(FunctionName=unique("bad"), Runtime="python3.12", Handler="function.handler", Role=role,
                     Code={"ZipFile": package(function__py=ECHO)})
        return client.create_function(**usual | more)

    for code in (b"nonsense", b"PK\x03\x04", zipped(("../../outside", 0o100644, "x")), zipped(("/absolute", 0o100644, "x")),
                 zipped(("link", 0o120777, "/etc/passwd")), bomb.getvalue(), package()):
        with error_code("InvalidParameterValueException", 400):
            create(Code={"ZipFile": code})
    assert not list(server.data_dir.rglob("outside"))
    for more in ({"Runtime": "java21"}, {"Timeout": 901}, {"MemorySize": 20_000}, {"PackageType": "Image"}, {"Code": {}},
                 {"Environment": {"Variables": {"AWS_REGION": "x"}}}, {"Environment": {"Variables": {"AB": "x" * 5000}}},
                 {"Layers": ["arn:aws:lambda:us-east-1:123456789012:layer:l:1"]}, {"FunctionName": "a b"},
                 {"VpcConfig": {"SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}):
        with pytest.raises(ClientError) as caught:
            create(**more)
        assert caught.value.response["Error"]["Code"] in ("InvalidParameterValueException", "ValidationException"), (more, caught.value)


def test_permissions_are_statements_of_a_policy(server, role):
    client = server.client("lambda")
    name = make_function(server, ECHO, role=role)
    arn = f"arn:aws:lambda:us-east-1:{server.account}:function:{name}"
    with error_code("ResourceNotFoundException", 404):
        client.get_policy(FunctionName=name)
    made = client.add_permission(FunctionName=name, StatementId="one", Action="lambda:InvokeFunction", Principal="secretsmanager.amazonaws.com",
                                 SourceAccount=server.account, SourceArn="arn:aws:secretsmanager:us-east-1:111122223333:secret:*")
    statement = json.loads(made["Statement"])
    assert statement == {
        "Sid": "one", "Effect": "Allow", "Principal": {"Service": "secretsmanager.amazonaws.com"}, "Action": "lambda:InvokeFunction",
        "Resource": arn, "Condition": {"StringEquals": {"AWS:SourceAccount": server.account},
                                       "ArnLike": {"AWS:SourceArn": "arn:aws:secretsmanager:us-east-1:111122223333:secret:*"}},
    }
    got = client.get_policy(FunctionName=name)
    assert json.loads(got["Policy"])["Statement"] == [statement]
    with error_code("ResourceConflictException", 409, r"The statement id \(one\) provided already exists"):
        client.add_permission(FunctionName=name, StatementId="one", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com")
    with error_code("PreconditionFailedException", 412):
        client.add_permission(FunctionName=name, StatementId="two", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com", RevisionId="x")
    client.add_permission(FunctionName=name, StatementId="two", Action="lambda:InvokeFunction", Principal="s3.amazonaws.com", RevisionId=got["RevisionId"])
    with error_code("InvalidParameterValueException", 400):
        client.add_permission(FunctionName=name, StatementId="three", Action="lambda:InvokeFunction", Principal="nonsense")
    with error_code("ResourceNotFoundException", 404, "Statement none is not found"):
        client.remove_permission(FunctionName=name, StatementId="none")
    client.remove_permission(FunctionName=name, StatementId="one")
    client.remove_permission(FunctionName=name, StatementId="two")
    with error_code("ResourceNotFoundException", 404):
        client.get_policy(FunctionName=name)


def test_who_may_invoke(server, role):
    client = server.client("lambda")
    name = make_function(server, ECHO, role=role)
    arn = f"arn:aws:lambda:us-east-1:{server.account}:function:{name}"
    nobody = server.user(unique("nobody"))
    with error_code("AccessDeniedException", 403, "is not authorized to perform: lambda:InvokeFunction on resource: " + arn):
        invoke(server, name, 1, nobody)
    invoker = server.user(unique("invoker"), inline=policy(allow("lambda:InvokeFunction", arn)))
    assert invoke(server, name, 1, invoker) == (1, None)
    denied = server.user(unique("denied"), inline=policy(allow("lambda:*"), deny("lambda:InvokeFunction", arn)))
    with error_code("AccessDeniedException", 403):
        invoke(server, name, 1, denied)
    # Another account: its own policies must allow, and the function's.
    other = new_account(server, "invokes")
    for asked in (arn, f"{server.account}:function:{name}"):
        with error_code("AccessDeniedException", 403, "no resource-based policy allows"):
            invoke(server, asked, 1, other)
    client.add_permission(FunctionName=name, StatementId="other", Action="lambda:InvokeFunction", Principal=other.account)
    assert invoke(server, arn, 1, other) == (1, None)
    with error_code("AccessDeniedException", 403):
        server.client("lambda", other).get_function(FunctionName=arn)
    nobody_there = server.user(unique("nobody"), credentials=other)
    with error_code("AccessDeniedException", 403):
        invoke(server, arn, 1, nobody_there)
    # An organization's accounts.
    client.remove_permission(FunctionName=name, StatementId="other")
    organization = ensure_organization(server)["Id"]
    client.add_permission(FunctionName=name, StatementId="org", Action="lambda:InvokeFunction", Principal="*", PrincipalOrgID=organization)
    assert invoke(server, arn, 1, other) == (1, None)


def test_secrets_in_variables_are_nowhere_in_the_data_folder(server, role):
    secret = unique("plain-secret")
    name = make_function(server, ECHO, role=role, Environment={"Variables": {"PASSWORD": secret}})
    assert invoke(server, name, 1) == (1, None)
    assert server.client("lambda").get_function_configuration(FunctionName=name)["Environment"]["Variables"] == {"PASSWORD": secret}
    for path in [p for p in server.data_dir.rglob("*") if p.is_file()]:
        assert secret.encode() not in path.read_bytes(), path
    assert secret not in server.log()
    record = next(e for e in events(server, EventName="CreateFunction20150331") if e["requestParameters"]["functionName"] == name)
    assert secret not in json.dumps(record) and record["requestParameters"]["environment"]["variables"] == "HIDDEN_DUE_TO_SECURITY_REASONS"


def test_the_runtime_api_serves_nobody_else(server, role):
    import socket

    name = make_function(server, """
        import os, time
        def handler(event, context):
            open(event, "w").write(os.environ["AWS_LAMBDA_RUNTIME_API"])
            time.sleep(1)
            return "mine"
    """, role=role)
    place = server.folder / unique("address")
    answers = []
    thread = threading.Thread(target=lambda: answers.append(invoke(server, name, str(place))))
    thread.start()
    wait_for(lambda: place.is_file() and place.read_text(), 10)
    host, port = place.read_text().split(":")
    with socket.create_connection((host, int(port)), timeout=5) as connection:
        connection.sendall(b"GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: x\r\n\r\n")
        try:
            got = connection.recv(100)
        except ConnectionResetError:
            got = b""
    assert got == b""
    thread.join()
    assert answers == [("mine", None)]


def test_a_rotation_function_is_invoked_with_its_step(server):
    """A function in the manner of AWS's rotation functions: four steps, and a client of Secrets Manager at the endpoint it is given."""
    name = make_function(server, """
        import logging, os
        import boto3
        logger = logging.getLogger()
        logger.setLevel(logging.INFO)
        def handler(event, context):
            secret, token, step = event["SecretId"], event["ClientRequestToken"], event["Step"]
            service_client = boto3.client("secretsmanager", endpoint_url=os.environ["SECRETS_MANAGER_ENDPOINT"])
            logger.info("%s of %s at %s", step, secret, service_client.meta.endpoint_url)
            steps = {"createSecret": 1, "setSecret": 2, "testSecret": 3, "finishSecret": 4}
            if step not in steps:
                raise ValueError("Invalid step parameter")
            return steps[step]
    """, Environment={"Variables": {"SECRETS_MANAGER_ENDPOINT": server.endpoint}})
    event = {"SecretId": f"arn:aws:secretsmanager:us-east-1:{server.account}:secret:s-AbCdEf", "ClientRequestToken": "t" * 32}
    for number, step in enumerate(("createSecret", "setSecret", "testSecret", "finishSecret"), 1):
        assert invoke(server, name, event | {"Step": step}) == (number, None)
    told, error = invoke(server, name, event | {"Step": "other"})
    assert error == "Unhandled" and told["errorType"] == "ValueError"


def test_the_command_line(server, role):
    folder = server.folder / unique("cli")
    folder.mkdir()
    (folder / "f.zip").write_bytes(package(function__py=ECHO))
    name = unique("cli")
    made = server.cli(["lambda", "create-function", "--function-name", name, "--runtime", "python3.12", "--role", role, "--handler",
                       "function.handler", "--zip-file", f"fileb://{folder}/f.zip"])
    assert made["State"] == "Active"
    told = server.cli(["lambda", "invoke", "--function-name", name, "--payload", '{"a": 1}', f"{folder}/out"])
    assert told["StatusCode"] == 200 and json.loads((folder / "out").read_text()) == {"a": 1}
    server.cli(["lambda", "delete-function", "--function-name", name])


def test_code_and_configuration_change(server, role):
    client = server.client("lambda")
    name = make_function(server, "def handler(e, c): return 1", role=role)
    assert invoke(server, name) == (1, None)
    before = client.get_function_configuration(FunctionName=name)["RevisionId"]
    changed = client.update_function_code(FunctionName=name, ZipFile=package(function__py="import os\ndef handler(e, c): return os.environ.get('AB')"))
    assert changed["RevisionId"] != before and changed["LastUpdateStatus"] == "Successful"
    client.get_waiter("function_updated_v2").wait(FunctionName=name)
    assert invoke(server, name) == (None, None)
    with error_code("PreconditionFailedException", 412):
        client.update_function_configuration(FunctionName=name, Timeout=5, RevisionId=before)
    changed = client.update_function_configuration(FunctionName=name, Timeout=5, Environment={"Variables": {"AB": "b"}}, RevisionId=changed["RevisionId"])
    assert (changed["Timeout"], changed["MemorySize"]) == (5, 512)
    assert invoke(server, name) == ("b", None)
    with error_code("InvalidParameterValueException", 400):
        client.update_function_configuration(FunctionName=name, Timeout=1000)
    with error_code("InvalidParameterValueException", 400, "cannot be assumed by Lambda"):
        client.update_function_configuration(FunctionName=name, Role=f"arn:aws:iam::{server.account}:role/absent")
    with error_code("ResourceNotFoundException", 404):
        client.update_function_code(FunctionName=unique("absent"), ZipFile=package(function__py=ECHO))
    updater = server.user(unique("updater"), inline=policy(allow("lambda:UpdateFunctionConfiguration")))
    with error_code("AccessDeniedException", 403, "iam:PassRole"):
        server.client("lambda", updater).update_function_configuration(FunctionName=name, Role=role)
    arn = changed["FunctionArn"]
    client.tag_resource(Resource=arn, Tags={"a": "1", "b": "2"})
    client.untag_resource(Resource=arn, TagKeys=["a"])
    assert client.list_tags(Resource=arn)["Tags"] == {"b": "2"}
    tagged = server.user(unique("tagged"), inline=policy(allow("lambda:InvokeFunction", Condition={"StringEquals": {"aws:ResourceTag/b": "2"}})))
    assert invoke(server, name, None, tagged) == ("b", None)
    settings = client.get_account_settings()
    assert settings["AccountLimit"]["ConcurrentExecutions"] == 1000 and settings["AccountUsage"]["FunctionCount"] > 0


def test_versions_and_aliases(server, role):
    client = server.client("lambda")
    name = make_function(server, "def handler(e, c): return 1, c.function_version", role=role)
    assert client.publish_version(FunctionName=name)["Version"] == "1"
    assert client.publish_version(FunctionName=name)["Version"] == "1", "nothing changed"
    client.update_function_code(FunctionName=name, ZipFile=package(function__py="def handler(e, c): return 2, c.function_version"))
    second = client.publish_version(FunctionName=name, Description="two")
    assert (second["Version"], second["Description"], second["FunctionArn"].rsplit(":", 1)[1]) == ("2", "two", "2")
    assert invoke(server, f"{name}:1") == ([1, "1"], None)
    assert invoke(server, name, Qualifier="2") == ([2, "2"], None)
    assert invoke(server, name) == ([2, "$LATEST"], None)
    assert [v["Version"] for v in client.list_versions_by_function(FunctionName=name)["Versions"]] == ["$LATEST", "1", "2"]
    pages = client.get_paginator("list_versions_by_function").paginate(FunctionName=name, PaginationConfig={"PageSize": 1})
    assert [v["Version"] for page in pages for v in page["Versions"]] == ["$LATEST", "1", "2"]
    with error_code("ResourceNotFoundException", 404, f"function:{name}:7"):
        invoke(server, name, Qualifier="7")
    alias = client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    assert alias["AliasArn"].endswith(f":{name}:live")
    answer = client.invoke(FunctionName=alias["AliasArn"])
    assert answer["ExecutedVersion"] == "1" and json.load(answer["Payload"]) == [1, "1"]
    with error_code("ResourceConflictException", 409):
        client.create_alias(FunctionName=name, Name="live", FunctionVersion="1")
    with error_code("ResourceConflictException", 409):
        client.delete_function(FunctionName=name, Qualifier="1")
    for weights, code in (({"1": 0.5}, "InvalidParameterValueException"), ({"2": 1.5}, "ValidationException")):
        with error_code(code, 400):
            client.update_alias(FunctionName=name, Name="live", RoutingConfig={"AdditionalVersionWeights": weights})
    with error_code("PreconditionFailedException", 412):
        client.update_alias(FunctionName=name, Name="live", FunctionVersion="2", RevisionId="x")
    client.update_alias(FunctionName=name, Name="live", RoutingConfig={"AdditionalVersionWeights": {"2": 0.5}})
    drawn = [client.invoke(FunctionName=name, Qualifier="live")["ExecutedVersion"] for _ in range(40)]
    assert 4 < drawn.count("2") < 36, drawn
    client.update_alias(FunctionName=name, Name="live", FunctionVersion="2", RoutingConfig={})
    assert client.get_alias(FunctionName=name, Name="live")["FunctionVersion"] == "2"
    assert [a["Name"] for a in client.list_aliases(FunctionName=name)["Aliases"]] == ["live"]
    # The policy of an alias opens the alias, not the function.
    other = new_account(server, "aliases")
    client.add_permission(FunctionName=name, StatementId="s", Action="lambda:InvokeFunction", Principal=other.account, Qualifier="live")
    assert invoke(server, alias["AliasArn"], None, other) == ([2, "2"], None)
    with error_code("AccessDeniedException", 403):
        invoke(server, alias["AliasArn"].removesuffix(":live"), None, other)
    client.delete_alias(FunctionName=name, Name="live")
    with error_code("ResourceNotFoundException", 404, "Cannot find alias arn"):
        client.get_alias(FunctionName=name, Name="live")
    client.delete_function(FunctionName=name, Qualifier="1")
    assert [v["Version"] for v in client.list_versions_by_function(FunctionName=name)["Versions"]] == ["$LATEST", "2"]
    client.delete_function(FunctionName=name)
    with error_code("ResourceNotFoundException", 404):
        client.list_versions_by_function(FunctionName=name)


def test_concurrency_grows_and_is_bounded_by_what_is_reserved(server, role):
    client = server.client("lambda")
    name = make_function(server, """
        import os, time
        def handler(event, context):
            time.sleep(event)
            return os.getpid()
    """, role=role)

    def together(count, seconds):
        answers = []
        def one():
            try:
                answers.append(invoke(server, name, seconds)[0])
            except ClientError as error:
                answers.append(error.response)
        threads = [threading.Thread(target=one) for _ in range(count)]
        [t.start() for t in threads]
        [t.join() for t in threads]
        return answers

    assert len(set(together(4, 2))) == 4, "each has an environment of its own"
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=2)
    assert client.get_function_concurrency(FunctionName=name)["ReservedConcurrentExecutions"] == 2
    answers = together(5, 2)
    refused = [a for a in answers if isinstance(a, dict)]
    assert len(refused) == 3, answers
    for answer in refused:
        assert answer["Error"]["Code"] == "TooManyRequestsException" and answer["ResponseMetadata"]["HTTPStatusCode"] == 429
        assert answer["Reason"] == "ReservedFunctionConcurrentInvocationLimitExceeded"
    client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=0)
    with error_code("TooManyRequestsException", 429):
        invoke(server, name, 0)
    with error_code("InvalidParameterValueException", 400, "UnreservedConcurrentExecution"):
        client.put_function_concurrency(FunctionName=name, ReservedConcurrentExecutions=901)
    client.delete_function_concurrency(FunctionName=name)
    assert invoke(server, name, 0)[1] is None


def test_asynchronous_invocations_survive_kill_and_are_retried(fresh):
    server = fresh(**lambda_support.options(), environment={"CLOUDKEEP_LAMBDA_RETRY_SECONDS": "1"})
    client = server.client("lambda")
    name = make_function(server, """
        import os
        def handler(event, context):
            path = os.path.join(event["folder"], str(event["n"]))
            with open(path, "a") as out:
                out.write(context.aws_request_id + "\\n")
            tries = len(open(path).readlines())
            if event.get("fail", 0) >= tries:
                raise ValueError("not yet")
    """)
    folder = server.folder / "out"
    folder.mkdir()

    def later(n, **more):
        answer = client.invoke(FunctionName=name, InvocationType="Event", Payload=json.dumps({"folder": str(folder), "n": n} | more))
        assert answer["StatusCode"] == 202 and answer["Payload"].read() == b""
        return answer["ResponseMetadata"]["RequestId"]

    def lines(n):
        path = folder / str(n)
        return path.read_text().splitlines() if path.is_file() else []

    request = later(0)
    wait_for(lambda: lines(0) == [request])
    request = later(1, fail=9)
    wait_for(lambda: len(lines(1)) == 3, 20)
    assert set(lines(1)) == {request}
    later(2, fail=1)
    wait_for(lambda: len(lines(2)) == 2, 20)
    client.put_function_event_invoke_config(FunctionName=name, MaximumRetryAttempts=0)
    later(3, fail=9)
    wait_for(lambda: len(lines(3)) == 1)
    assert client.get_function_event_invoke_config(FunctionName=name)["MaximumRetryAttempts"] == 0
    client.update_function_event_invoke_config(FunctionName=name, MaximumEventAgeInSeconds=100)
    assert client.list_function_event_invoke_configs(FunctionName=name)["FunctionEventInvokeConfigs"][0]["MaximumRetryAttempts"] == 0
    with error_code("InvalidParameterValueException", 400):
        client.put_function_event_invoke_config(FunctionName=name, DestinationConfig={"OnFailure": {"Destination": "arn:aws:sqs:us-east-1:123456789012:q"}})
    client.delete_function_event_invoke_config(FunctionName=name)
    with error_code("ResourceNotFoundException", 404):
        client.get_function_event_invoke_config(FunctionName=name)
    acknowledged = [later(n) for n in range(10, 30)]
    server.kill()
    server.start()
    client = server.client("lambda")
    wait_for(lambda: all(lines(n) for n in range(10, 30)), 60)
    for n, request in zip(range(10, 30), acknowledged):
        assert set(lines(n)) == {request}
    # What was under way when the server was killed runs once more; what is done is done.
    content = lambda: {path.name: path.read_text() for path in folder.iterdir()}  # noqa: E731
    for _ in range(5):
        seen = content()
        time.sleep(4)
        if content() == seen:
            break
    assert content() == seen
    assert all(len(lines(n)) <= 2 for n in range(10, 30))
    with error_code("RequestTooLargeException", 413):
        client.invoke(FunctionName=name, InvocationType="Event", Payload=b'"' + b"x" * (1 << 20) + b'"')


def test_functions_die_with_the_server(fresh):
    server = fresh(**lambda_support.options())
    name = make_function(server, "import os\ndef handler(e, c): return os.getpid()")
    pid, _ = invoke(server, name)
    assert os.path.exists(f"/proc/{pid}")
    server.kill()
    wait_for(lambda: not os.path.exists(f"/proc/{pid}"), 5)
    server.start()
    again, _ = invoke(server, name)
    assert again != pid
    server.stop()
    wait_for(lambda: not os.path.exists(f"/proc/{again}"), 5)


@pytest.mark.skipif(os.getuid() != 0, reason="only root may become another user")
def test_functions_of_another_user_do_not_reach_the_data_folder(fresh):
    server = fresh(arguments=["--function-user", "65534:65534"])
    role = make_role(server)
    name = unique("other-user")
    server.client("lambda").create_function(FunctionName=name, Runtime="provided", Role=role, Handler="x", Timeout=20, Environment={
        "Variables": {"FOLDER": str(server.data_dir)}}, Code={"ZipFile": package(bootstrap="""\
        #!/bin/bash
        api="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
        while true; do
          id=$(curl -sSD - -o "$TMPDIR/event" "$api/invocation/next" | grep -Fi Lambda-Runtime-Aws-Request-Id | tr -d '[:space:]' | cut -d: -f2)
          key=$(cat "$FOLDER/master.key" 2>/dev/null | wc -c)
          curl -sS "$api/invocation/$id/response" -d "[$(id -u), $key]" >/dev/null
        done
    """)})
    assert invoke(server, name) == ([65534, 0], None)

"""What functions write, in CloudWatch Logs."""

import json
import re

import pytest

import lambda_support
from harness import Cloudkeep, allow, error_code, events, unique, wait_for
from lambda_support import invoke, make_function, make_role

LOGS = ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"]
TALKS = """
    import logging, sys
    def handler(event, context):
        print("printed", event)
        print("to stderr", file=sys.stderr)
        logging.getLogger("mine").warning("careful\\nnow")
        logging.getLogger().debug("details")
        if event == "raise": raise KeyError("gone")
        return context.log_stream_name
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    from conftest import finish

    made = Cloudkeep(tmp_path_factory.mktemp("function-logs"), **lambda_support.options())
    yield made
    finish(made)


@pytest.fixture(scope="module")
def role(server):
    return make_role(server, None, allow(LOGS))


def lines(server, group, last, **more):
    """The messages of a group, once there is one with `last` in it."""
    logs = server.client("logs")

    def found():
        try:
            all = [e for page in logs.get_paginator("filter_log_events").paginate(logGroupName=group, **more) for e in page["events"]]
        except logs.exceptions.ResourceNotFoundException:
            return None
        return all if any(last in e["message"] for e in all) else None

    return wait_for(found)


def test_output_is_in_the_functions_group(server, role):
    name = make_function(server, TALKS, role=role)
    answer = server.client("lambda").invoke(FunctionName=name, Payload='"x"')
    stream, request = json.load(answer["Payload"]), answer["ResponseMetadata"]["RequestId"]
    assert re.fullmatch(r"\d{4}/\d\d/\d\d/\[\$LATEST\][0-9a-f]{32}", stream), stream
    told = lines(server, f"/aws/lambda/{name}", "REPORT", logStreamNames=[stream])
    messages = [e["message"] for e in told]
    assert messages[0] == f"START RequestId: {request} Version: $LATEST\n"
    assert "printed x\n" in messages and "to stderr\n" in messages
    assert [m for m in messages if re.fullmatch(rf"\[WARNING\]\t[-0-9T:.]+Z\t{request}\tcareful\rnow\n", m)], messages
    assert messages[-2] == f"END RequestId: {request}\n" and messages[-1].startswith(f"REPORT RequestId: {request}\tDuration: ")
    assert all(e["logStreamName"] == stream for e in told)
    # The same environment goes on in its stream; the group's streams are its environments.
    assert invoke(server, name, "y") == (stream, None)
    lines(server, f"/aws/lambda/{name}", "printed y")
    streams = server.client("logs").describe_log_streams(logGroupName=f"/aws/lambda/{name}")["logStreams"]
    assert [s["logStreamName"] for s in streams] == [stream]
    # The calls are the role's.
    made = wait_for(lambda: [e for e in events(server, EventName="CreateLogStream") if e["requestParameters"].get("logStreamName") == stream and "errorCode" not in e])
    assert made[0]["userIdentity"]["type"] == "AssumedRole" and made[0]["userIdentity"]["arn"].endswith(f"/{name}")


def test_asynchronous_invocations_are_logged_too(server, role):
    name = make_function(server, TALKS, role=role)
    server.client("lambda").invoke(FunctionName=name, Payload='"later"', InvocationType="Event")
    # Standard output and standard error are two ways, on which lines of the same moment may overtake each other.
    assert any(e["message"].startswith("printed later") for e in lines(server, f"/aws/lambda/{name}", "REPORT"))


def test_without_permission_there_is_no_log(server):
    logs = server.client("logs")
    name = make_function(server, TALKS, role=make_role(server))
    invoke(server, name)
    wait_for(lambda: [e for e in events(server, EventName="CreateLogStream") if e.get("errorCode") == "AccessDenied" and e["userIdentity"].get("arn", "").endswith(f"/{name}")])
    assert not logs.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{name}")["logGroups"]
    # A role that may not make groups writes to one that is there.
    other = make_function(server, TALKS, role=make_role(server, None, allow(LOGS[1:])))
    logs.create_log_group(logGroupName=f"/aws/lambda/{other}")
    invoke(server, other)
    lines(server, f"/aws/lambda/{other}", "REPORT")


def test_json_has_levels_and_a_group_can_be_shared(server, role):
    client, group = server.client("lambda"), unique("shared")
    name = make_function(server, TALKS, role=role, LoggingConfig={"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "LogGroup": group})
    shown = client.get_function_configuration(FunctionName=name)["LoggingConfig"]
    assert shown == {"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "INFO", "LogGroup": group}
    answer = client.invoke(FunctionName=name, Payload='"raise"')
    request = answer["ResponseMetadata"]["RequestId"]
    told = lines(server, group, "platform.report")
    assert re.fullmatch(rf"\d{{4}}/\d\d/\d\d/{name}\[\$LATEST\][0-9a-f]{{32}}", told[0]["logStreamName"])
    plain = [e["message"] for e in told if not e["message"].startswith("{")]
    assert sorted(plain) == ["printed raise\n", "to stderr\n"]
    records = [json.loads(e["message"]) for e in told if e["message"].startswith("{")]
    start = next(r for r in records if r.get("type") == "platform.start")
    assert start["record"] == {"requestId": request, "version": "$LATEST"} and start["time"].endswith("Z")
    warning = next(r for r in records if r.get("level") == "WARNING")
    assert (warning["message"], warning["logger"], warning["requestId"]) == ("careful\nnow", "mine", request)
    error = next(r for r in records if r.get("log_level") == "ERROR")
    assert error["errorType"] == "KeyError" and error["requestId"] == request and error["stackTrace"]
    report = next(r for r in records if r.get("type") == "platform.report")["record"]
    assert (report["status"], report["errorType"], report["metrics"]["memorySizeMB"]) == ("failure", "KeyError", 512)
    assert not [r for r in records if r.get("message") == "details"]
    client.update_function_configuration(FunctionName=name, LoggingConfig={"ApplicationLogLevel": "DEBUG", "SystemLogLevel": "DEBUG"})
    invoke(server, name, "once more")
    told = lines(server, group, "once more")
    told = lines(server, group, "platform.runtimeDone")
    assert [e for e in told if '"message": "details"' in e["message"]]
    with error_code("InvalidParameterValueException", 400, "LogFormat is JSON"):
        client.update_function_configuration(FunctionName=name, LoggingConfig={"LogFormat": "Text", "SystemLogLevel": "WARN"})
    client.update_function_configuration(FunctionName=name, LoggingConfig={"LogFormat": "Text"})
    assert client.get_function_configuration(FunctionName=name)["LoggingConfig"] == {"LogFormat": "Text", "LogGroup": group}
    with error_code("InvalidParameterValueException", 400):
        make_function(server, TALKS, role=role, LoggingConfig={"ApplicationLogLevel": "WARN"})


def test_node_functions_log_by_console(server, role):
    client = server.client("lambda")
    source = "exports.handler = async () => { console.log('said %d', 1); console.debug('quiet'); console.error({a: 1}); };"
    for more in ({}, {"LoggingConfig": {"LogFormat": "JSON"}}):
        name = unique("node")
        client.create_function(FunctionName=name, Runtime="nodejs22.x", Role=role, Handler="index.handler", MemorySize=512, Timeout=20,
                               Code={"ZipFile": lambda_support.package(index__js=source)}, **more)
        request = client.invoke(FunctionName=name)["ResponseMetadata"]["RequestId"]
        if more:
            told = [json.loads(e["message"]) for e in lines(server, f"/aws/lambda/{name}", "platform.report")]
            said = [(r["level"], r["message"], r["requestId"]) for r in told if "level" in r]
            assert said == [("INFO", "said 1", request), ("ERROR", {"a": 1}, request)]
        else:
            told = [e["message"] for e in lines(server, f"/aws/lambda/{name}", "REPORT")]
            assert [m.split("\t", 1)[1] for m in told if "\tINFO\t" in m] == [f"{request}\tINFO\tsaid 1\n"]
            assert [m for m in told if m.endswith("\tDEBUG\tquiet\n")] and [m for m in told if m.endswith("\tERROR\t{ a: 1 }\n")]


def test_what_was_written_is_there_after_an_orderly_end(tmp_path):
    server = Cloudkeep(tmp_path, **lambda_support.options())
    name = make_function(server, TALKS, role=make_role(server, None, allow(LOGS)))
    invoke(server, name, "at the end")
    server.stop()
    server.start()
    lines(server, f"/aws/lambda/{name}", "printed at the end")
    server.stop()

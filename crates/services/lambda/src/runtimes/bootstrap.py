"""The Python runtime of Cloudkeep's functions: takes invocations from the Runtime API and calls the handler."""

import http.client
import importlib
import json
import os
import sys
import time
import traceback


class CognitoIdentity:
    def __init__(self, given):
        given = given or {}
        self.cognito_identity_id = given.get("cognitoIdentityId")
        self.cognito_identity_pool_id = given.get("cognitoIdentityPoolId")


class Client:
    def __init__(self, given):
        for name in ("installation_id", "app_title", "app_version_name", "app_version_code", "app_package_name"):
            setattr(self, name, given.get(name))


class ClientContext:
    def __init__(self, given):
        self.client = Client(given.get("client") or {})
        self.custom = given.get("custom")
        self.env = given.get("env")


class LambdaContext:
    """What the handler gets as its second argument."""

    def __init__(self, headers):
        self.aws_request_id = headers["Lambda-Runtime-Aws-Request-Id"]
        self.invoked_function_arn = headers.get("Lambda-Runtime-Invoked-Function-Arn")
        self._deadline_ms = int(headers.get("Lambda-Runtime-Deadline-Ms", "0"))
        self.function_name = os.environ.get("AWS_LAMBDA_FUNCTION_NAME")
        self.function_version = os.environ.get("AWS_LAMBDA_FUNCTION_VERSION")
        self.memory_limit_in_mb = os.environ.get("AWS_LAMBDA_FUNCTION_MEMORY_SIZE")
        self.log_group_name = os.environ.get("AWS_LAMBDA_LOG_GROUP_NAME")
        self.log_stream_name = os.environ.get("AWS_LAMBDA_LOG_STREAM_NAME")
        client = headers.get("Lambda-Runtime-Client-Context")
        identity = headers.get("Lambda-Runtime-Cognito-Identity")
        self.client_context = ClientContext(json.loads(client)) if client else None
        self.identity = CognitoIdentity(json.loads(identity) if identity else None)

    def get_remaining_time_in_millis(self):
        return max(self._deadline_ms - int(time.time() * 1000), 0)

    def log(self, message):
        sys.stdout.write(str(message))


class RuntimeApi:
    def __init__(self, address):
        self._connection = http.client.HTTPConnection(address, timeout=None)

    def _call(self, method, path, body=None, headers=None):
        self._connection.request(method, "/2018-06-01/runtime/" + path, body, headers or {})
        answer = self._connection.getresponse()
        return answer, answer.read()

    def next(self):
        answer, body = self._call("GET", "invocation/next")
        if answer.status != 200:
            raise SystemExit("the Runtime API answered %d" % answer.status)
        return answer.headers, body

    def response(self, request_id, body):
        return self._call("POST", "invocation/%s/response" % request_id, body, {"Content-Type": "application/json"})

    def error(self, request_id, error):
        path = "invocation/%s/error" % request_id if request_id else "init/error"
        headers = {"Content-Type": "application/json", "Lambda-Runtime-Function-Error-Type": error["errorType"]}
        return self._call("POST", path, json.dumps(error).encode(), headers)


class RuntimeProblem(Exception):
    """The function cannot be called, or its answer cannot be sent."""

    def __init__(self, kind, message):
        super().__init__(message)
        self.kind = kind


def described(error, request_id="", skip=1):
    """An error as callers see it: errorMessage, errorType, requestId, stackTrace."""
    if isinstance(error, RuntimeProblem):
        return {"errorMessage": str(error), "errorType": error.kind, "requestId": request_id, "stackTrace": []}
    frames = traceback.extract_tb(error.__traceback__)[skip:]
    return {
        "errorMessage": str(error),
        "errorType": type(error).__name__,
        "requestId": request_id,
        "stackTrace": traceback.format_list(frames),
    }


JSON_LOGS = os.environ.get("AWS_LAMBDA_LOG_FORMAT") == "JSON"
# What is being worked on, for records of the log.
current = {"request_id": None}


def timestamp(seconds):
    return time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(seconds)) + ".%03dZ" % int(seconds % 1 * 1000)


def log_error(error):
    if JSON_LOGS:
        record = {"timestamp": timestamp(time.time()), "log_level": "ERROR"}
        sys.stdout.write(json.dumps(dict(record, **error), ensure_ascii=False) + "\n")
        return
    lines = ["[ERROR] %s: %s" % (error["errorType"], error["errorMessage"])]
    if error["stackTrace"]:
        lines += ["Traceback (most recent call last):"] + [line.rstrip("\n") for line in error["stackTrace"]]
    # One record: lines within it do not end it.
    sys.stdout.write("\r".join(lines).replace("\n", "\r") + "\n")


def load(handler):
    module_name, dot, function_name = handler.rpartition(".")
    if not dot:
        raise RuntimeProblem("Runtime.MalformedHandlerName", "Bad handler '%s': not enough values to unpack (expected 2, got 1)" % handler)
    try:
        module = importlib.import_module(module_name.replace("/", "."))
    except ImportError as error:
        raise RuntimeProblem("Runtime.ImportModuleError", "Unable to import module '%s': %s" % (module_name, error)) from None
    except SyntaxError as error:
        raise RuntimeProblem("Runtime.UserCodeSyntaxError", "Syntax error in module '%s': %s" % (module_name, error)) from None
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = "Handler '%s' missing on module '%s'" % (function_name, module_name)
        raise RuntimeProblem("Runtime.HandlerNotFound", message) from None


def answered(handler, event, context):
    try:
        event = json.loads(event) if event else {}
    except ValueError as error:
        raise RuntimeProblem("Runtime.UnmarshalError", "Unable to unmarshal input: %s" % error) from None
    result = handler(event, context)
    try:
        return json.dumps(result, ensure_ascii=False).encode("utf-8")
    except (TypeError, ValueError) as error:
        raise RuntimeProblem("Runtime.MarshalError", "Unable to marshal response: %s" % error) from None


def logging_to_stdout():
    """As on AWS: a handler on the root logger, so that functions only set its level."""
    import logging

    class Text(logging.Formatter):
        converter = time.gmtime

        def format(self, record):
            record.aws_request_id = current["request_id"]
            # One record: lines within it do not end it.
            return super().format(record).replace("\n", "\r")

    known = set(vars(logging.LogRecord("", 0, "", 0, "", (), None))) | {"message", "asctime", "aws_request_id"}

    class Json(logging.Formatter):
        def format(self, record):
            told = {
                "timestamp": timestamp(record.created),
                "level": record.levelname,
                "message": record.getMessage(),
                "logger": record.name,
                "requestId": current["request_id"],
            }
            if record.exc_info and record.exc_info[0]:
                kind, error, trace = record.exc_info
                told.update(errorType=kind.__name__, errorMessage=str(error), stackTrace=traceback.format_tb(trace))
                told["location"] = "%s:%s:%d" % (record.pathname, record.funcName, record.lineno)
            told.update((name, value) for name, value in vars(record).items() if name not in known and name not in told)
            return json.dumps({name: value for name, value in told.items() if value is not None}, ensure_ascii=False, default=str)

    handler = logging.StreamHandler(sys.stdout)
    plain = Text("[%(levelname)s]\t%(asctime)s.%(msecs)03dZ\t%(aws_request_id)s\t%(message)s", "%Y-%m-%dT%H:%M:%S")
    handler.setFormatter(Json() if JSON_LOGS else plain)
    logging.addLevelName(5, "TRACE")
    logging.getLogger().addHandler(handler)
    if JSON_LOGS:
        level = os.environ.get("AWS_LAMBDA_LOG_LEVEL", "INFO")
        logging.getLogger().setLevel({"TRACE": 5, "WARN": logging.WARNING, "FATAL": logging.CRITICAL}.get(level, level))


def main():
    root = os.environ["LAMBDA_TASK_ROOT"]
    api = RuntimeApi(os.environ["AWS_LAMBDA_RUNTIME_API"])
    # The script's own folder comes first in the path of modules: the function's takes its place.
    sys.path[0] = root
    sys.stdout.reconfigure(line_buffering=True)
    logging_to_stdout()
    try:
        handler = load(os.environ["_HANDLER"])
    except BaseException as error:
        told = described(error, skip=3)
        log_error(told)
        api.error(None, told)
        sys.stdout.flush()
        raise SystemExit(1) from None
    while True:
        headers, event = api.next()
        context = LambdaContext(headers)
        current["request_id"] = context.aws_request_id
        trace = headers.get("Lambda-Runtime-Trace-Id")
        if trace:
            os.environ["_X_AMZN_TRACE_ID"] = trace
        else:
            os.environ.pop("_X_AMZN_TRACE_ID", None)
        try:
            body = answered(handler, event, context)
        except Exception as error:
            told = described(error, context.aws_request_id, skip=2)
            log_error(told)
            sys.stdout.flush()
            api.error(context.aws_request_id, told)
            continue
        sys.stdout.flush()
        api.response(context.aws_request_id, body)


if __name__ == "__main__":
    main()

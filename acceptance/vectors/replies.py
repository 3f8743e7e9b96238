#!/usr/bin/env python3
"""Reads replies with botocore's parsers and compares them with what was meant.

Usage: cargo run -p wire --example replies | replies.py
"""

import base64
import datetime
import json
import sys

import botocore.model
import botocore.session
from botocore.parsers import create_parser
from botocore.awsrequest import HeadersDict

loader = botocore.session.get_session().get_component("data_loader")
models = {}
parsers = {}


def model_of(service):
    if service not in models:
        models[service] = botocore.model.ServiceModel(loader.load_service_model(service, "service-2"), service)
    return models[service]


def neutral(shape, value):
    kind = shape.type_name
    if value is None:
        return None
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {"j": value}
        return {n: neutral(shape.members[n], v) for n, v in value.items() if n in shape.members}
    if kind == "list":
        return [neutral(shape.member, v) for v in value]
    if kind == "map":
        return {"m": [[k, neutral(shape.value, v)] for k, v in value.items()]}
    if kind == "blob":
        return {"b": base64.b64encode(value.encode() if isinstance(value, str) else value).decode()}
    if kind == "timestamp":
        return {"t": round(value.timestamp() * 1000)}
    if kind in ("float", "double"):
        return float(value)
    return value


def lenient(shape, want, protocol, top=True):
    """What botocore's parsers drop or cannot tell apart."""
    kind = shape.type_name
    if kind == "structure" and isinstance(want, dict) and not getattr(shape, "is_document_type", False):
        return {n: lenient(shape.members[n], v, protocol, False) for n, v in want.items()}
    if kind == "list":
        return [lenient(shape.member, v, protocol, False) for v in want]
    if kind == "map":
        return {"m": [[k, lenient(shape.value, v, protocol, False)] for k, v in want["m"]]}
    if kind in ("float", "double"):
        return float(want)
    return want


class Raw:
    """The body as the HTTP client gives it."""

    def __init__(self, body):
        self.body = body

    def stream(self, size=7):
        return (self.body[at : at + size] for at in range(0, len(self.body), size))

    def close(self):
        pass


def stream_problem(case, operation, response):
    name = case["want"]["stream"]
    response["body"] = Raw(response["body"])
    response["context"] = {"operation_name": operation.name}
    parser = create_parser(case["p"])
    shape = operation.output_shape
    events = parser.parse(response, shape)
    got = [neutral(shape.members[name], event) for event in events[name]]
    want = [lenient(shape.members[name], event, case["p"]) for event in case["want"]["events"]]
    return None if got == want else f"got {got}, want {want}"


def main():
    seen = wrong = 0
    for line in sys.stdin:
        case = json.loads(line)
        operation = model_of(case["s"]).operation_model(case["o"])
        parser = parsers.setdefault(case["p"], create_parser(case["p"]))
        body = base64.b64decode(case["b"])
        headers = HeadersDict(case["h"])
        place = f"{case['s']} {case['p']} {case['o']}"
        if place == "s3 rest-xml GetBucketNotification" and not case["error"]:
            continue  # superseded, and two of its members share an element's name
        seen += 1
        response = {"body": body, "headers": headers, "status_code": case["status"]}
        problem = None
        try:
            if "stream" in case["want"]:
                problem = stream_problem(case, operation, response)
            elif case["error"]:
                parsed = parser.parse(response, operation.output_shape)
                error = parsed["Error"]
                want = case["want"]
                if error.get("Code") != want["code"] or error.get("Message") != want["message"]:
                    problem = f"got {error}, want {want}"
                if not parsed["ResponseMetadata"].get("RequestId"):
                    problem = "no request id"
                if want["shape"] and not problem:
                    shape = model_of(case["s"]).shape_for(want["shape"])
                    modelled = neutral(shape, parser.parse(response, shape))
                    for name, value in lenient(shape, want["members"], case["p"]).items():
                        if modelled.get(name) != value:
                            problem = f"{want['shape']}.{name}: got {modelled.get(name)!r}, want {value!r}"
            else:
                shape = operation.output_shape
                streaming = operation.has_streaming_output
                if streaming:
                    response["body"] = b""
                parsed = parser.parse(response, shape)
                if parsed["ResponseMetadata"].get("HTTPStatusCode") != case["status"]:
                    problem = "status"
                request_id = parsed["ResponseMetadata"].get("RequestId")
                # For CBOR operations without output botocore does not look for one.
                if not request_id and not (shape is None and case["p"] == "smithy-rpc-v2-cbor"):
                    problem = "no request id"
                if shape:
                    if streaming:
                        parsed.pop(shape.serialization.get("payload"), None)
                    if place == "s3 rest-xml GetBucketLocation":  # a handler of boto3's reads the root's text
                        parsed["LocationConstraint"] = body.decode().split(">")[-2].split("<")[0]
                    got = neutral(shape, {k: v for k, v in parsed.items() if k != "ResponseMetadata"})
                    want = lenient(shape, case["want"], case["p"])
                    if case["s"] == "s3":  # a moment to botocore, a text to the model
                        want.pop("Expires", got.pop("Expires", None))
                    if streaming:
                        want.pop(shape.serialization.get("payload"), None)
                    for member in list(got):
                        if member not in want and shape.members[member].serialization.get("location") == "statusCode":
                            del got[member]
                    if got != want:
                        names = sorted(set(got) | set(want))
                        problem = "; ".join(
                            f"{n}: got {got.get(n)!r}, want {want.get(n)!r}" for n in names if got.get(n) != want.get(n)
                        )
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        if problem:
            wrong += 1
            if wrong <= 25:
                print(f"{place}: {problem[:700]}\n    {body[:300]!r}")
    print(f"{seen} replies, {wrong} wrong")
    sys.exit(1 if wrong or not seen else 0)


main()

#!/usr/bin/env python3
"""Requests as botocore serialises them, for the decoders' tests.

For a selection of operations it makes inputs from the service's model (seeded, so the same botocore gives the same file), serialises them with
botocore's own serialisers, and writes what goes on the wire beside the input in a neutral form. Usage: protocols.py OUTPUT

The neutral form follows the model: timestamps are {"t": microseconds since 1970}, blobs {"b": base64}, maps {"m": [[key, value]]}; structures are
objects, lists arrays, the rest as it is.
"""

import base64
import datetime
import io
import json
import random
import sys

import botocore.session
from botocore.serialize import create_serializer

SERVICES = {
    # service: (protocol to speak, operations; "*" takes every n-th)
    "organizations": [("json", 2)],
    "kms": [("json", 2)],
    "ssm": [("json", 6)],
    "secretsmanager": [("json", 2)],
    "cloudtrail": [("json", 2)],
    "logs": [("json", 6)],
    "config": [("json", 6)],
    "health": [("json", 3), ("smithy-rpc-v2-cbor", 1)],
    "iam": [("query", 1)],
    "sts": [("query", 1)],
    "sns": [("query", 1)],
    "sqs": [("json", 2)],
    "cloudwatch": [("json", 3), ("query", 1), ("smithy-rpc-v2-cbor", 1)],
    "resourcegroupstaggingapi": [("smithy-rpc-v2-cbor", 1)],
    "s3": [("rest-xml", 1)],
    "lambda": [("rest-json", 2)],
    "guardduty": [("rest-json", 3)],
    "securityhub": [("rest-json", 5)],
    "accessanalyzer": [("rest-json", 2)],
    "account": [("rest-json", 1)],
    "scheduler": [("rest-json", 1)],
    "trustedadvisor": [("rest-json", 2)],
}

TEXTS = ["a", "Zürich & <b>\"q\"</b> 'x'", "a+b c%20/=?&~*", "line\nbreak\ttab", "😀 €", "0", " x "]
HEADER_TEXTS = ["a", "b-c_d.e", "0", "x y"]
LABEL_TEXTS = ["a", "arn:aws:iam::123456789012:user/x y", "é/ü+%", "a.b"]
# Superseded twins of S3 operations, and one that S3 serves on a host of its own: same method and path as another operation.
SHADOWED = {"GetBucketLifecycle", "GetBucketNotification", "PutBucketLifecycle", "PutBucketNotification", "ListDirectoryBuckets"}
LIMIT = 1500  # bytes of a body; larger cases are dropped to keep the file small


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)

    def value(self, shape, depth, texts=TEXTS):
        pick = self.random
        kind = shape.type_name
        if kind == "structure":
            if getattr(shape, "is_document_type", False):
                return {"any": [1, "two", None, {"three": True}]}
            members = list(shape.members.items())
            if getattr(shape, "is_tagged_union", False):
                members = [pick.choice(members)]
            chance = 1.0 if depth == 0 and pick.random() < 0.3 else 0.6 / (1 + depth * 0.5)
            made = {}
            for name, member in members:
                if name not in shape.required_members and pick.random() > chance:
                    continue
                if depth > 4 and member.type_name in ("structure", "list", "map"):
                    continue
                location = member.serialization.get("location")
                own = {"header": HEADER_TEXTS, "headers": HEADER_TEXTS, "uri": LABEL_TEXTS}.get(location, texts)
                made[name] = self.value(member, depth + 1, own)
            return made
        if kind == "list":
            count = 1 if depth > 4 else pick.choice([1, 1, 2, 3])
            return [self.value(shape.member, depth + 1, texts) for _ in range(count)]
        if kind == "map":
            keys = pick.sample([t for t in texts], k=min(2, len(texts)))
            if texts is HEADER_TEXTS:
                keys = ["one", "two-b"]
            return {k: self.value(shape.value, depth + 1, texts) for k in keys}
        if kind == "string":
            return pick.choice(shape.enum) if getattr(shape, "enum", None) else pick.choice(texts)
        if kind == "integer":
            return pick.choice([0, 1, -7, 1000, 2**31 - 1])
        if kind == "long":
            return pick.choice([0, 1, -7, 2**40])
        if kind in ("float", "double"):
            return pick.choice([0.0, 1.5, -2.25, 1e20])
        if kind == "boolean":
            return pick.choice([True, False])
        if kind == "blob":
            return pick.choice([b"", b"bytes", bytes(range(0, 256, 5))])
        if kind == "timestamp":
            moment = datetime.datetime(2026, 11, 24, 2, 19, 19, tzinfo=datetime.timezone.utc)
            return moment + datetime.timedelta(seconds=pick.choice([0, 86400 * 40, -86400 * 9000]))
        raise ValueError(kind)


def neutral(shape, value, top=False):
    kind = shape.type_name
    if kind == "structure":
        if getattr(shape, "is_document_type", False):
            return {"j": value}
        return {name: neutral(shape.members[name], v) for name, v in value.items()}
    if kind == "list":
        return [neutral(shape.member, v) for v in value]
    if kind == "map":
        return {"m": [[k, neutral(shape.value, v)] for k, v in value.items()]}
    if kind == "blob":
        return {"b": base64.b64encode(value).decode()}
    if kind == "timestamp":
        return {"t": int(value.timestamp()) * 1000000}
    return value


def text(value):
    if isinstance(value, bytes):
        return value.decode("latin-1")
    return str(value)


def main():
    session = botocore.session.get_session()
    loader = session.get_component("data_loader")
    cases = []
    for service, wanted in SERVICES.items():
        description = loader.load_service_model(service, "service-2")
        for protocol, step in wanted:
            model = botocore.model.ServiceModel(description, service)
            # A model that lists several protocols is made to speak the one that is wanted.
            model.metadata["protocol"] = protocol
            serializer = create_serializer(protocol, include_validation=False)
            operations = [o for o in model.operation_names if model.operation_model(o).input_shape]
            for index, name in enumerate(operations):
                if index % step or name in SHADOWED:
                    continue
                operation = model.operation_model(name)
                for attempt in range(6):
                    maker = Maker(f"{service}/{protocol}/{name}/{attempt}")
                    value = maker.value(operation.input_shape, 0)
                    try:
                        request = serializer.serialize_to_request(value, operation)
                    except Exception as error:  # an input that botocore itself cannot write
                        print(f"{service} {name}: {error}", file=sys.stderr)
                        continue
                    body = request["body"]
                    if isinstance(body, dict):
                        from botocore.compat import urlencode

                        body = urlencode(body, doseq=True).encode()
                    if isinstance(body, str):
                        body = body.encode()
                    if isinstance(body, io.IOBase):
                        body = body.read()
                    if len(body) > LIMIT:
                        continue
                    query = request["query_string"]
                    if isinstance(query, dict):
                        from botocore.utils import percent_encode_sequence

                        query = percent_encode_sequence(query)
                    path = request["url_path"]
                    if "?" in path:
                        path, fixed = path.split("?", 1)
                        query = "&".join(x for x in (fixed, query) if x)
                    headers = {k: text(v) for k, v in request["headers"].items()}
                    if protocol == "query":
                        headers["Content-Type"] = "application/x-www-form-urlencoded; charset=utf-8"
                    case = {
                        "s": service,
                        "o": name,
                        "p": protocol,
                        "m": request["method"],
                        "u": path + ("?" + query if query else ""),
                        "h": headers,
                        "i": neutral(operation.input_shape, value),
                    }
                    try:
                        case["b"] = body.decode("utf-8")
                    except UnicodeDecodeError:
                        case["x"] = base64.b64encode(body).decode()
                    cases.append(case)
                    break
    with open(sys.argv[1], "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(c, ensure_ascii=False, sort_keys=True, separators=(",", ":")) for c in cases) + "\n]\n")
    print(f"{len(cases)} requests", file=sys.stderr)


main()

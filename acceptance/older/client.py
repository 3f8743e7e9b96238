"""An older botocore in a process of its own, spoken to in lines of JSON: first what client to make, then calls of it.

Started by `OlderClient` of older_support.py with the older packages first on the path. Bytes are {"$bytes": base64}."""

import base64
import json
import sys

import botocore
import botocore.session
from botocore.config import Config
from botocore.exceptions import ClientError


def pack(value):
    if isinstance(value, bytes):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, dict):
        return {key: pack(item) for key, item in value.items()}
    return [pack(item) for item in value] if isinstance(value, list) else value


def unpack(value):
    if isinstance(value, dict):
        return base64.b64decode(value["$bytes"]) if "$bytes" in value else {key: unpack(item) for key, item in value.items()}
    return [unpack(item) for item in value] if isinstance(value, list) else value


def answer(value) -> None:
    print(json.dumps(pack(value), default=str), flush=True)


def main() -> None:
    asked = json.loads(sys.stdin.readline())
    session = botocore.session.Session()
    session.set_credentials(*asked["credentials"])
    client = session.create_client(
        asked["service"], region_name=asked["region"], endpoint_url=asked["endpoint"], config=Config(retries={"max_attempts": 0})
    )
    model = client.meta.service_model
    answer({"version": botocore.__version__, "protocol": model.metadata["protocol"], "operations": list(model.operation_names)})
    for line in sys.stdin:
        call = json.loads(line)
        try:
            answer({"output": client._make_api_call(call["operation"], unpack(call["input"]))})
        except ClientError as error:
            answer({"error": error.response})


main()

"""Clients from before services changed their protocols."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from harness import HOME_REGION, ROOT, Cloudkeep, Credentials


def packages() -> Path:
    """The folder of acceptance/older/requirements.txt: CLOUDKEEP_OLDER_CLIENTS, else beside the running Python's packages."""
    path = Path(os.environ.get("CLOUDKEEP_OLDER_CLIENTS", Path(sys.prefix) / "older"))
    if not (path / "botocore").is_dir():
        raise RuntimeError(f"{path} has no botocore: run ./test acceptance, or pip install --no-deps --target {path} -r {ROOT}/acceptance/older/requirements.txt")
    return path


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


class OlderClient:
    """A client of botocore 1.29 for one service: `client.send_message(QueueUrl=…)`, as with the one of today."""

    def __init__(self, server: Cloudkeep, service: str, credentials=None):
        known = server.root if credentials is None else Credentials.of(credentials)
        environment = {k: v for k, v in os.environ.items() if not k.startswith("AWS_")}
        environment |= {"PYTHONPATH": str(packages()), "AWS_EC2_METADATA_DISABLED": "true"}
        self.process = subprocess.Popen(
            [sys.executable, str(ROOT / "acceptance" / "older" / "client.py")], env=environment, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )
        facts = self._ask({
            "service": service, "region": HOME_REGION, "endpoint": server.endpoint,
            "credentials": [known.access_key_id, known.secret_access_key, known.session_token],
        })
        self.version, self.protocol, self.operations = facts["version"], facts["protocol"], facts["operations"]
        self.called = set()

    def _ask(self, what: dict) -> dict:
        self.process.stdin.write(json.dumps(pack(what)) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        assert line, "the older client ended"
        return unpack(json.loads(line))

    def __getattr__(self, name: str):
        operation = "".join(part.capitalize() for part in name.split("_"))
        if operation not in self.operations:
            raise AttributeError(name)

        def call(**given):
            answer = self._ask({"operation": operation, "input": given})
            if "error" in answer:
                raise ClientError(answer["error"], operation)
            self.called.add(operation)
            return answer["output"]

        return call

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)


@pytest.fixture(scope="module")
def older(module_server):
    """Makes older clients of the module's server: `older("sqs")`."""
    made = []

    def make(service: str, credentials=None) -> OlderClient:
        made.append(OlderClient(module_server, service, credentials))
        return made[-1]

    yield make
    for client in made:
        client.close()

"""Functions for the tests: packages, roles and functions made of a few lines of source."""

import io
import json
import sys
import textwrap
import zipfile

from harness import policy, trust, unique

LAMBDA = "lambda.amazonaws.com"


def package(**files: str | bytes) -> bytes:
    """A deployment package of these files; `a__py="…"` is a.py. Sources may be indented; what begins with #! is executable."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, source in files.items():
            text = textwrap.dedent(source) if isinstance(source, str) else source
            info = zipfile.ZipInfo(name.replace("__", "."))
            script = text.startswith("#!") if isinstance(text, str) else False
            info.external_attr = (0o100755 if script else 0o100644) << 16
            archive.writestr(info, text)
    return out.getvalue()


def make_role(server, credentials=None, *statements) -> str:
    """A role that Lambda may assume, with these statements as its policy: its ARN."""
    iam = server.client("iam", credentials)
    name = unique("function-role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": LAMBDA}))["Role"]["Arn"]
    if statements:
        iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def make_function(server, source: str, credentials=None, *, role=None, handler="function.handler", runtime="python3.12", **more) -> str:
    """A Python function of this source, in `function.py`: its name."""
    client = server.client("lambda", credentials)
    name = more.pop("name", None) or unique("function")
    client.create_function(
        FunctionName=name,
        Runtime=runtime,
        Handler=handler,
        Role=role or make_role(server, credentials),
        Code={"ZipFile": package(function__py=source)},
        **{"Timeout": 20, "MemorySize": 512} | more,
    )
    return name


def invoke(server, name: str, event=None, credentials=None, **more):
    """Invokes and reads the answer: (result or error, FunctionError)."""
    answer = server.client("lambda", credentials).invoke(FunctionName=name, Payload=json.dumps(event), **more)
    text = answer["Payload"].read()
    return (json.loads(text) if text else None), answer.get("FunctionError")


def options() -> dict:
    """Options of a server whose functions have this Python, which has boto3."""
    return {"arguments": ["--function-python", sys.executable]}

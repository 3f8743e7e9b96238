"""Starts Cloudkeep as a user would and speaks to it with unmodified clients: boto3 and the AWS CLI."""

from __future__ import annotations

import base64
import configparser
import contextlib
import datetime
import hashlib
import hmac
import json
import os
import re
import shutil
import signal
import struct
import subprocess
import sys
import threading
import time
import urllib.request
import uuid
from pathlib import Path

import boto3
import botocore.session
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

ROOT = Path(__file__).resolve().parent.parent
HOME_REGION = "us-east-1"
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
MEMBER_ROLE = "OrganizationAccountAccessRole"


def binary() -> str:
    """The program under test: CLOUDKEEP_BIN, else a debug build in the project's target folder."""
    given = os.environ.get("CLOUDKEEP_BIN")
    target = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    path = Path(given) if given else target / "debug" / "cloudkeep"
    if not path.is_file():
        raise RuntimeError(f"{path} is not there: run ./test acceptance, or set CLOUDKEEP_BIN")
    return str(path)


def aws() -> str:
    """The AWS CLI beside the running Python, else the one on PATH."""
    beside = Path(sys.executable).parent / "aws"
    found = str(beside) if beside.is_file() else shutil.which("aws")
    if not found:
        raise RuntimeError("the AWS CLI is not installed: run ./test acceptance")
    return found


class Credentials(dict):
    """Keys named as AWS names them (AccessKeyId, SecretAccessKey, SessionToken), and the same as attributes."""

    def __init__(self, access_key_id: str, secret_access_key: str, session_token: str | None = None, account: str | None = None):
        super().__init__(AccessKeyId=access_key_id, SecretAccessKey=secret_access_key)
        if session_token:
            self["SessionToken"] = session_token
        self.access_key_id = access_key_id
        self.secret_access_key = secret_access_key
        self.session_token = session_token
        self.account = account

    @classmethod
    def of(cls, given, account: str | None = None) -> "Credentials":
        """From Credentials, or from what STS and IAM answer: {"Credentials": …}, {"AccessKey": …} or their content."""
        if isinstance(given, cls):
            return given
        given = given.get("Credentials") or given.get("AccessKey") or given
        return cls(given["AccessKeyId"], given["SecretAccessKey"], given.get("SessionToken"), account)


class CliError(Exception):
    """The AWS CLI failed."""

    def __init__(self, arguments, code: int, stderr: str):
        super().__init__(f"aws {' '.join(arguments)}: exit code {code}: {stderr.strip()}")
        self.exit_code = code
        self.stderr = stderr
        found = re.search(r"An error occurred \((\w+)\) when calling the (\w+) operation[^:]*: (.*)", stderr, re.S)
        self.code = found.group(1) if found else None
        self.operation = found.group(2) if found else None
        self.message = found.group(3).strip() if found else stderr.strip()


_models = botocore.session.get_session()
_loader = _models.get_component("data_loader")
_making = threading.Lock()

UNSET = object()


class Cloudkeep:
    """A server process on a data folder of its own."""

    def __init__(self, folder: Path, *, arguments=(), environment=None, sandbox: bool = False, print_credentials: bool = False,
                 start: bool = True):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.data_dir = self.folder / "data"
        self.credentials_file = self.folder / "root-credentials"
        self.sandbox = sandbox
        self.print_credentials = print_credentials
        self.arguments = list(arguments)
        self.environment = dict(environment or {})
        self.process: subprocess.Popen | None = None
        self.endpoint = ""
        self.port = 0
        self._starts = 0
        self._clients = {}
        self._root: Credentials | None = None
        self._admin: Credentials | None = None
        self._account = None
        self._home = self.folder / "home"
        self._home.mkdir(exist_ok=True)
        if start:
            self.start()

    # -- the process

    def command(self) -> list[str]:
        """The command that starts it."""
        command = [binary(), "serve", "--listen", f"127.0.0.1:{self.port}"]
        if self.sandbox:
            command.append("--sandbox")
        else:
            command += ["--data-dir", str(self.data_dir)]
            if not self.print_credentials:
                command += ["--credentials-file", str(self.credentials_file)]
        return command + self.arguments

    def start(self, seconds: float = 30) -> "Cloudkeep":
        """Starts it and waits for its `ready` line."""
        assert self.process is None, "it runs already"
        self._starts += 1
        out, err = self.stdout_path, self.stderr_path
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CLOUDKEEP_"))}
        # LookupEvents is limited to two calls a second, as on AWS; tests look far more often, but for the one that is about it.
        environment |= {"CLOUDKEEP_CLOUDTRAIL_LOOKUPS_PER_SECOND": "1000"}
        environment |= {"HOME": str(self._home), "NO_COLOR": "1"} | self.environment
        with open(out, "wb") as stdout, open(err, "wb") as stderr:
            self.process = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=stdout, stderr=stderr, env=environment)
        until = time.monotonic() + seconds
        while True:
            found = re.search(r"^ready (https?://\S+)$", out.read_text(errors="replace"), re.M)
            if found:
                break
            if self.process.poll() is not None:
                code, self.process = self.process.returncode, None
                raise RuntimeError(f"the server ended with exit code {code}:\n{self.log()}")
            if time.monotonic() > until:
                self.kill()
                raise RuntimeError(f"the server was not ready within {seconds} s:\n{self.log()}")
            time.sleep(0.004)
        self.endpoint = found.group(1)
        self.port = int(self.endpoint.rsplit(":", 1)[1])
        if self.print_credentials and self._root is None:
            printed = dict(re.findall(r"^ +(access key id|secret access key) +(\S+)$", out.read_text(), re.M))
            self._root = Credentials(printed["access key id"], printed["secret access key"])
        elif not self.sandbox and self._root is None and self.credentials_file.is_file():
            parsed = configparser.ConfigParser(interpolation=None)
            parsed.read(self.credentials_file)
            self._root = Credentials(parsed["default"]["aws_access_key_id"], parsed["default"]["aws_secret_access_key"])
        return self

    @property
    def stdout_path(self) -> Path:
        return self.folder / f"stdout-{self._starts}.log"

    @property
    def stderr_path(self) -> Path:
        return self.folder / f"stderr-{self._starts}.log"

    @property
    def pid(self) -> int:
        assert self.process is not None, "it does not run"
        return self.process.pid

    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process is not None and self.process.poll() is None

    def kill(self) -> None:
        """SIGKILL: nothing of the process survives but its files."""
        self._end(signal.SIGKILL, 10)

    def stop(self, seconds: float = 20) -> int | None:
        """SIGTERM, and waits; returns the exit code."""
        return self._end(signal.SIGTERM, seconds)

    def _end(self, number: int, seconds: float) -> int | None:
        process, self.process = self.process, None
        if process is None:
            return None
        process.send_signal(number)
        try:
            return process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise

    def restart(self) -> "Cloudkeep":
        """Stops it, if it runs, and starts it again on the same folder and port."""
        self.stop()
        return self.start()

    def log(self) -> str:
        """Everything it wrote in all its starts."""
        files = sorted(self.folder.glob("stdout-*.log")) + sorted(self.folder.glob("stderr-*.log"))
        return "".join(path.read_text(errors="replace") for path in files)

    def rss_kib(self) -> int:
        """Resident memory of the process, KiB."""
        text = Path(f"/proc/{self.pid}/status").read_text()
        return int(re.search(r"^VmRSS:\s+(\d+) kB", text, re.M).group(1))

    def cpu_seconds(self) -> float:
        """Processor time of the process so far, user and system."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rsplit(") ", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def own_memory_kib(self) -> int:
        """Resident memory of the process that no file backs, KiB: without its code, which is large in a debug build."""
        text = Path(f"/proc/{self.pid}/status").read_text()
        return sum(int(re.search(rf"^{name}:\s+(\d+) kB", text, re.M).group(1)) for name in ("RssAnon", "RssShmem"))

    def advance(self, seconds: float) -> datetime.datetime:
        """Moves the clock of a sandbox forward; returns what it says then."""
        body = json.dumps({"advance_seconds": int(seconds)}).encode()
        request = urllib.request.Request(f"{self.endpoint}/_cloudkeep/clock", method="POST", data=body)
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert answer.status == 200
            return datetime.datetime.fromisoformat(json.loads(answer.read())["now"].replace("Z", "+00:00"))

    # -- who calls

    @property
    def root(self) -> Credentials:
        """The root user of the management account (in the sandbox: a made-up key)."""
        if self.sandbox:
            return Credentials("test", "test")
        assert self._root is not None, "the first start wrote no credentials"
        return self._root

    @property
    def account(self) -> str:
        """The id of the management account."""
        if self._account is None:
            self._account = self.client("sts", self.root).get_caller_identity()["Account"]
        return self._account

    @property
    def admin(self) -> Credentials:
        """An IAM user with AdministratorAccess in the management account: root may not assume roles."""
        if self._admin is None:
            self._admin = self.user("acceptance-admin", [ADMINISTRATOR])
        return self._admin

    def user(self, name: str, policy_arns=(), inline: str | dict | None = None, credentials=None, tags: dict | None = None) -> Credentials:
        """Makes a user with an access key."""
        iam = self.client("iam", credentials)
        extra = {"Tags": [{"Key": k, "Value": v} for k, v in tags.items()]} if tags else {}
        user = iam.create_user(UserName=name, **extra)["User"]
        for arn in policy_arns:
            iam.attach_user_policy(UserName=name, PolicyArn=arn)
        if inline is not None:
            document = inline if isinstance(inline, str) else json.dumps(inline)
            iam.put_user_policy(UserName=name, PolicyName="inline", PolicyDocument=document)
        return Credentials.of(iam.create_access_key(UserName=name), user["Arn"].split(":")[4])

    def assume(self, role_arn: str, credentials=None, session: str = "acceptance", **more) -> Credentials:
        """Assumes a role; by default as the administrator."""
        sts = self.client("sts", credentials or self.admin)
        reply = sts.assume_role(RoleArn=role_arn, RoleSessionName=session, **more)
        return Credentials.of(reply, role_arn.split(":")[4])

    # -- the clients

    def session(self, credentials=UNSET) -> boto3.Session:
        """A boto3 session (default: root's)."""
        core = botocore.session.Session()
        core.register_component("data_loader", _loader)
        if credentials is not None:
            known = self.root if credentials is UNSET else Credentials.of(credentials)
            core.set_credentials(known.access_key_id, known.secret_access_key, known.session_token)
        return boto3.Session(botocore_session=core, region_name=HOME_REGION)

    def client(self, service: str, credentials=None, region: str | None = None, config: Config | None = None, **more):
        """A boto3 client; root's without credentials. Clients are kept and shared between threads."""
        known = self.root if credentials is None else Credentials.of(credentials)
        key = (service, known.access_key_id, known.secret_access_key, known.session_token, region, self.endpoint)
        if config is None and not more and key in self._clients:
            return self._clients[key]
        usual = Config(
            retries={"total_max_attempts": 1, "mode": "standard"},
            connect_timeout=10,
            read_timeout=60,
            max_pool_connections=32,
            inject_host_prefix=False,
            s3={"addressing_style": "path"},
        )
        with _making:
            client = self.session(known).client(
                service,
                region_name=region or HOME_REGION,
                endpoint_url=self.endpoint,
                config=usual.merge(config) if config else usual,
                **more,
            )
        if config is None and not more:
            self._clients[key] = client
        return client

    def cli_environment(self, credentials=None, region: str | None = None) -> dict:
        """What the AWS CLI gets: nothing of the surrounding user's configuration."""
        known = self.root if credentials is None else Credentials.of(credentials)
        environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "HOME": str(self._home),
            "LANG": "C.UTF-8",
            "AWS_CONFIG_FILE": str(self._home / ".aws" / "config"),
            "AWS_SHARED_CREDENTIALS_FILE": str(self._home / ".aws" / "credentials"),
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": "1",
            "AWS_ENDPOINT_URL": self.endpoint,
            "AWS_REGION": region or HOME_REGION,
            "AWS_DEFAULT_REGION": region or HOME_REGION,
            "AWS_ACCESS_KEY_ID": known.access_key_id,
            "AWS_SECRET_ACCESS_KEY": known.secret_access_key,
            "AWS_DEFAULT_OUTPUT": "json",
        }
        if known.session_token:
            environment["AWS_SESSION_TOKEN"] = known.session_token
        return environment

    def cli(self, arguments, credentials=None, check: bool = True, region: str | None = None, environment: dict | None = None):
        """Runs `aws …`: its output as JSON (None if there is none), or CliError. With check=False: a CliError is returned."""
        arguments = [str(a) for a in arguments]
        env = environment if environment is not None else self.cli_environment(credentials, region)
        done = subprocess.run([aws(), *arguments], env=env, capture_output=True, text=True, timeout=120, stdin=subprocess.DEVNULL)
        if done.returncode != 0:
            error = CliError(arguments, done.returncode, done.stderr)
            if check:
                raise error
            return error
        text = done.stdout.strip()
        if not text:
            return None
        try:
            return json.loads(text)
        except ValueError:
            return text


# -- helpers


@contextlib.contextmanager
def error_code(code: str, status: int | None = None, message: str | None = None):
    """The block must end in a botocore ClientError of this code (and status, and a message that this pattern is found in)."""
    with pytest.raises(ClientError) as caught:
        yield caught
    response = caught.value.response
    assert response["Error"]["Code"] == code, response
    if status is not None:
        assert response["ResponseMetadata"]["HTTPStatusCode"] == status, response
    if message is not None:
        assert re.search(message, response["Error"].get("Message", "")), response
    assert response["ResponseMetadata"].get("RequestId"), response


def wait_for(predicate, seconds: float = 15, every: float = 0.05):
    """Calls until the answer is truthy, and returns it."""
    until = time.monotonic() + seconds
    while True:
        answer = predicate()
        if answer:
            return answer
        if time.monotonic() > until:
            raise AssertionError(f"{getattr(predicate, '__name__', predicate)} did not become true within {seconds} s")
        time.sleep(every)


def unique(prefix: str) -> str:
    """A name that nothing else has."""
    return f"{prefix}-{uuid.uuid4().hex[:12]}"


def policy(*statements: dict) -> str:
    """A policy document of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(actions, resources="*", **more) -> dict:
    """A statement that allows."""
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions, resources="*", **more) -> dict:
    """A statement that denies."""
    return {"Effect": "Deny", "Action": actions, "Resource": resources, **more}


def trust(principal, **more) -> str:
    """A trust policy for this principal."""
    return policy({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole", **more})


def ensure_organization(cloudkeep: Cloudkeep) -> dict:
    """The organization of the management account; made if there is none."""
    organizations = cloudkeep.client("organizations", cloudkeep.admin)
    try:
        return organizations.describe_organization()["Organization"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "AWSOrganizationsNotInUseException":
            raise
    return organizations.create_organization(FeatureSet="ALL")["Organization"]


def create_account(cloudkeep: Cloudkeep, name: str, credentials=None) -> str:
    """Creates a member account and waits; returns its id."""
    organizations = cloudkeep.client("organizations", credentials or cloudkeep.admin)
    status = organizations.create_account(AccountName=name, Email=f"{unique('acceptance')}@example.com")["CreateAccountStatus"]

    def finished():
        answer = organizations.describe_create_account_status(CreateAccountRequestId=status["Id"])["CreateAccountStatus"]
        return answer if answer["State"] != "IN_PROGRESS" else None

    done = wait_for(finished, 30)
    assert done["State"] == "SUCCEEDED", done
    return done["AccountId"]


def new_account(cloudkeep: Cloudkeep, name: str) -> Credentials:
    """A new member account: credentials of a session of its OrganizationAccountAccessRole, with `.account` its id."""
    ensure_organization(cloudkeep)
    account = create_account(cloudkeep, name)
    return cloudkeep.assume(f"arn:aws:iam::{account}:role/{MEMBER_ROLE}", cloudkeep.admin)


def totp(seed: str, at: float | None = None, step: int = 0) -> str:
    """The code of a virtual MFA device, RFC 6238: SHA-1, 30 seconds, six digits."""
    counter = int((time.time() if at is None else at) // 30) + step
    key = base64.b32decode(seed + "=" * (-len(seed) % 8))
    digest = hmac.new(key, struct.pack(">Q", counter), hashlib.sha1).digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[offset:offset + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def fresh_totp(seed: str, used: set) -> str:
    """A code that was not used yet: waits for the next half minute if it must. `used` keeps what was given out."""
    while True:
        for step in (0, 1):
            code = totp(seed, step=step)
            if (seed, code) not in used:
                used.add((seed, code))
                return code
        time.sleep(1)


def events(cloudkeep: Cloudkeep, credentials=None, region: str | None = None, **lookup) -> list[dict]:
    """All records of an account's event history, newest first; `lookup` is one attribute, such as EventName="CreateUser"."""
    client = cloudkeep.client("cloudtrail", credentials, region)
    attributes = [{"AttributeKey": k, "AttributeValue": v} for k, v in lookup.items()]
    pages = client.get_paginator("lookup_events").paginate(**({"LookupAttributes": attributes} if attributes else {}))
    return [json.loads(event["CloudTrailEvent"]) for page in pages for event in page["Events"]]

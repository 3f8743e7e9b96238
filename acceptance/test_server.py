"""The program itself: settings, TLS, pages of its own, stopping, secrets, the other commands, the sandbox."""

import base64
import json
import os
import re
import signal
import socket
import ssl
import subprocess
import threading
import time
import urllib.error
import urllib.request
import warnings

import pytest
from botocore.exceptions import BotoCoreError

from harness import Credentials, allow, binary, error_code, events, policy, unique, wait_for

HELP = {
    "serve": ["--data-dir", "--listen", "--tls-cert", "--tls-key", "--regions", "--home-region", "--log-format", "--sandbox", "CLOUDKEEP_LISTEN"],
    "coverage": ["--json"],
    "doctor": ["--data-dir", "--listen", "--json"],
    "recover-root": ["--data-dir", "--json"],
    "rotate-master-key": ["--data-dir", "--master-key-source", "--passphrase-file", "--to", "--new-passphrase-file", "--new-data-key"],
    "import": ["cloudtrail"],
    "query": ["--lake", "--json", "--csv", "--parquet", "--memory"],
    "completions": ["bash", "zsh", "fish"],
}


def command(*arguments, environment=None, timeout=30) -> subprocess.CompletedProcess:
    """Runs the program to its end."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CLOUDKEEP_"))} | {"NO_COLOR": "1"} | (environment or {})
    return subprocess.run([binary(), *map(str, arguments)], env=env, capture_output=True, text=True, timeout=timeout, stdin=subprocess.DEVNULL)


def refused(*arguments, environment=None) -> str:
    """What it says when it does not start: on stderr, in words for people."""
    done = command(*arguments, environment=environment)
    assert done.returncode not in (0, 101, -signal.SIGABRT), (done.returncode, done.stdout, done.stderr)
    assert "panicked" not in done.stderr and done.stderr.strip(), done.stderr
    return done.stderr


def get(url, context=None, method="GET", data=None, headers=None):
    """(status, headers, text) of a page."""
    request = urllib.request.Request(url, method=method, data=data, headers=headers or {})
    try:
        with urllib.request.urlopen(request, timeout=10, context=context) as answer:
            return answer.status, dict(answer.headers), answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


# -- settings


def test_help_names_every_setting():
    top = command("--help")
    assert top.returncode == 0
    for name, words in HELP.items():
        assert name in top.stdout
        text = command(name, "--help").stdout
        missing = [word for word in words if word not in text]
        assert not missing, (name, missing)
    version = command("--version")
    assert re.fullmatch(r"cloudkeep \d+\.\d+\.\d+\S*\n", version.stdout), version.stdout


def test_a_flag_wins_over_the_environment_and_that_over_the_file(fresh, tmp_path):
    file = tmp_path / "cloudkeep.toml"
    file.write_text('home_region = "eu-west-1"\nregions = ["eu-west-1", "eu-north-1"]\nlog_format = "json"\n')

    def starts(arguments=(), environment=None):
        server = fresh(arguments=["--config", str(file), *arguments], environment=environment)
        region = re.search(r"^region = (.*)$", server.credentials_file.read_text(), re.M).group(1)
        first = server.stderr_path.read_text().splitlines()[0]
        return server, region, first.startswith("{")

    server, region, as_json = starts()
    assert (region, as_json) == ("eu-west-1", True)
    # Only regions of the list are served.
    assert server.client("sts", region="eu-north-1").get_caller_identity()["Account"]
    with error_code("SignatureDoesNotMatch", 403, "valid region"):
        server.client("sts", region="us-west-2").get_caller_identity()
    _, region, as_json = starts(environment={"CLOUDKEEP_HOME_REGION": "eu-north-1", "CLOUDKEEP_LOG_FORMAT": "text"})
    assert (region, as_json) == ("eu-north-1", False)
    _, region, as_json = starts(["--home-region", "eu-west-1", "--log-format", "json"],
                                {"CLOUDKEEP_HOME_REGION": "eu-north-1", "CLOUDKEEP_LOG_FORMAT": "text"})
    assert (region, as_json) == ("eu-west-1", True)
    _, region, _ = starts(environment={"CLOUDKEEP_REGIONS": "ap-south-1,us-east-1", "CLOUDKEEP_HOME_REGION": "ap-south-1"})
    assert region == "ap-south-1"


def test_the_environment_alone_is_enough(fresh, tmp_path):
    server = fresh(start=False)
    server.command = lambda: [binary(), "serve"]
    server.environment = {
        "CLOUDKEEP_LISTEN": "127.0.0.1:0", "CLOUDKEEP_DATA_DIR": str(server.data_dir),
        "CLOUDKEEP_CREDENTIALS_FILE": str(server.credentials_file),
    }
    server.start()
    assert server.client("sts").get_caller_identity()["Account"]
    assert (server.data_dir / "master.key").is_file()


@pytest.mark.parametrize("what, arguments, words", [
    ("an unknown flag", ["--lunch"], ["--lunch"]),
    ("a bad address", ["--listen", "lunch"], ["--listen"]),
    ("a bad region", ["--home-region", "Lunch Time"], ["Lunch Time", "region"]),
    ("a bad log filter", ["--log", "=/=/"], ["--log"]),
    ("a key without certificate", ["--tls-key", "/nowhere"], ["--tls-cert"]),
    ("a certificate that is not there", ["--tls-cert", "/nowhere.pem", "--tls-key", "/nowhere.key"], ["/nowhere.pem"]),
    ("a file that is not there", ["--config", "/nowhere.toml"], ["/nowhere.toml"]),
    ("plain HTTP on the network", ["--listen", "0.0.0.0:0"], ["--tls-cert", "--allow-plain-http-on-network"]),
    ("plain HTTP on the IPv6 network", ["--listen", "[::]:0"], ["--tls-cert"]),
    ("a sandbox on the network", ["--listen", "0.0.0.0:0", "--sandbox", "--allow-plain-http-on-network"], ["sandbox", "loopback"]),
])
def test_what_does_not_fit_is_refused_in_words(tmp_path, what, arguments, words):
    listen = [] if "--listen" in arguments else ["--listen", "127.0.0.1:0"]
    text = refused("serve", "--data-dir", tmp_path / "data", *listen, *arguments)
    missing = [word for word in words if word not in text]
    assert not missing, (what, missing, text)
    assert not (tmp_path / "data" / "store").exists(), "it made data before it knew"


def test_a_file_with_a_mistake_is_refused_with_its_place(tmp_path):
    file = tmp_path / "c.toml"
    for content, word in (('lisen = "x"\n', "lisen"), ("listen = 5\n", "listen"), ("listen = \n", "c.toml")):
        file.write_text(content)
        text = refused("serve", "--config", file, "--data-dir", tmp_path / "data")
        assert "c.toml" in text and word in text, text


def test_a_folder_that_cannot_be_used_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    text = refused("serve", "--listen", "127.0.0.1:0", "--data-dir", tmp_path / "file")
    assert str(tmp_path / "file") in text and "--data-dir" in text, text


def test_a_port_in_use_is_refused(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        listen = f"127.0.0.1:{taken.getsockname()[1]}"
        text = refused("serve", "--listen", listen, "--data-dir", tmp_path / "data")
    assert listen in text and "--listen" in text, text


def test_a_second_server_on_the_same_folder_is_refused(fresh):
    server = fresh()
    text = refused("serve", "--listen", "127.0.0.1:0", "--data-dir", server.data_dir)
    assert str(server.data_dir) in text and re.search("in use|another|running|locked", text), text
    assert server.client("sts").get_caller_identity()["Account"]
    server.kill()
    server.start()
    assert server.client("sts").get_caller_identity()["Account"]


def test_another_master_key_is_refused(fresh):
    server = fresh()
    server.client("iam").create_user(UserName="u")
    server.client("iam").create_access_key(UserName="u")
    server.stop()
    key = server.data_dir / "master.key"
    right = key.read_text()
    assert oct(key.stat().st_mode & 0o777) == "0o600" and oct(server.data_dir.stat().st_mode & 0o777) == "0o700"
    for wrong in ("nonsense", "", "0" * 64):
        key.write_text(wrong)
        text = refused("serve", "--listen", "127.0.0.1:0", "--data-dir", server.data_dir)
        assert "key" in text, text
    # A lost key must not be replaced by a new one that opens nothing.
    key.unlink()
    text = refused("serve", "--listen", "127.0.0.1:0", "--data-dir", server.data_dir)
    assert "master.key" in text and not key.exists(), text
    key.write_text(right)
    server.start()
    assert server.client("iam").get_user(UserName="u")["User"]["UserName"] == "u"


# -- TLS


def test_tls(fresh, certificate):
    cert, key = certificate
    server = fresh(arguments=["--tls-cert", str(cert), "--tls-key", str(key)])
    assert server.endpoint.startswith("https://")
    sts = server.session().client("sts", endpoint_url=server.endpoint, verify=str(cert))
    account = sts.get_caller_identity()["Account"]
    environment = server.cli_environment() | {"AWS_CA_BUNDLE": str(cert)}
    assert server.cli(["sts", "get-caller-identity"], environment=environment)["Account"] == account
    context = ssl.create_default_context(cafile=str(cert))
    assert get(f"{server.endpoint}/health/ready", context)[0] == 200
    # The record says how the call came; plain HTTP and old TLS get nowhere.
    trail = server.session().client("cloudtrail", endpoint_url=server.endpoint, verify=str(cert))

    def record():
        found = trail.lookup_events(LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GetCallerIdentity"}])["Events"]
        return [json.loads(e["CloudTrailEvent"]) for e in found]

    details = wait_for(record)[0]["tlsDetails"]
    assert details["tlsVersion"] in ("TLSv1.2", "TLSv1.3") and details["cipherSuite"].startswith("TLS_")
    assert details["clientProvidedHostHeader"] == f"127.0.0.1:{server.port}"
    with pytest.raises(Exception):
        get(f"http://127.0.0.1:{server.port}/health/live")
    old = ssl.create_default_context(cafile=str(cert))
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    old.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.raises(urllib.error.URLError):
        get(f"{server.endpoint}/health/live", old)
    assert server.alive()


def test_http2(fresh, certificate):
    """Some SDKs speak it where TLS offers it."""
    cert, key = certificate
    server = fresh(arguments=["--tls-cert", str(cert), "--tls-key", str(key)])
    context = ssl.create_default_context(cafile=str(cert))
    context.set_alpn_protocols(["h2", "http/1.1"])
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as plain:
        with context.wrap_socket(plain, server_hostname="localhost") as secure:
            assert secure.selected_alpn_protocol() == "h2"
            # Preface and empty SETTINGS; the server answers with its own SETTINGS.
            secure.sendall(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes.fromhex("000000040000000000"))
            assert secure.recv(9)[3] == 4


def test_plain_http_on_the_network_when_told_so(fresh):
    server = fresh(start=False)
    server.command = lambda: [
        binary(), "serve", "--listen", "0.0.0.0:0", "--allow-plain-http-on-network", "--data-dir", str(server.data_dir),
        "--credentials-file", str(server.credentials_file),
    ]
    server.start()
    assert get(f"http://127.0.0.1:{server.port}/health/live")[0] == 200


# -- pages of its own


def test_health_and_metrics(fresh):
    server = fresh()
    assert get(f"{server.endpoint}/health/live")[::2] == (200, "live\n")
    assert get(f"{server.endpoint}/health/ready")[::2] == (200, "ready\n")

    def count(operation, status):
        text = get(f"{server.endpoint}/metrics")[2]
        found = re.search(
            rf'^cloudkeep_request_duration_seconds_count{{service="sts",operation="{operation}",status="{status}"}} (\d+)$', text, re.M
        )
        return int(found.group(1)) if found else 0

    assert count("GetCallerIdentity", 200) == 0
    for _ in range(3):
        server.client("sts").get_caller_identity()
    with error_code("SignatureDoesNotMatch"):
        server.client("sts", Credentials(server.root.access_key_id, "wrong")).get_caller_identity()
    assert count("GetCallerIdentity", 200) == 3
    assert count("GetCallerIdentity", 403) == 1
    status, headers, text = get(f"{server.endpoint}/metrics")
    assert status == 200 and headers["content-type"].startswith("text/plain; version=0.0.4")
    # Each line has Prometheus' form, and buckets of a series only grow.
    series = {}
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        assert re.fullmatch(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+', line), line
        if "_bucket{" in line:
            label, value = line.rsplit(" ", 1)
            series.setdefault(re.sub(r',le="[^"]*"', "", label), []).append(int(value))
    assert series and all(values == sorted(values) for values in series.values())
    # No account, key or person is in it: it needs no signature.
    assert server.account not in text and server.root.access_key_id not in text


# -- stopping


def test_stopping_lets_open_requests_finish(fresh):
    server = fresh()
    iam = server.client("iam")
    names, answered, lost = [unique("stop") for _ in range(400)], [], []

    def work(mine):
        for name in mine:
            try:
                iam.create_user(UserName=name)
                answered.append(name)
            except BotoCoreError as error:
                lost.append(error)
                return

    threads = [threading.Thread(target=work, args=(names[i::4],)) for i in range(4)]
    for thread in threads:
        thread.start()
    wait_for(lambda: len(answered) > 20)
    began = time.monotonic()
    assert server.stop() == 0
    assert time.monotonic() - began < 8
    for thread in threads:
        thread.join(20)
    server.start()
    there = {u["UserName"] for page in server.client("iam").get_paginator("list_users").paginate() for u in page["Users"]}
    assert set(answered) <= there
    # Stopped in good order, the server answers what it did: nothing is there that nobody was told of.
    assert there <= set(answered), there - set(answered)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_stop_it(fresh, number):
    server = fresh()
    with socket.create_connection(("127.0.0.1", server.port)):
        process, server.process = server.process, None
        process.send_signal(number)
        assert process.wait(15) == 0


# -- secrets


def test_no_secret_is_written_anywhere_in_clear(fresh):
    server = fresh(arguments=["--log", "trace", "--log-format", "json"])
    iam = server.client("iam")
    secrets = {"the root key": server.root.secret_access_key}
    admin = server.admin
    secrets["a user's key"] = admin.secret_access_key
    iam.create_user(UserName="vault")
    secrets["a password"] = "Tr0ub4dor&3-" + unique("password")
    iam.create_login_profile(UserName="vault", Password=secrets["a password"])
    secrets["a later password"] = "C0rrect-h0rse!" + unique("staple")
    iam.update_login_profile(UserName="vault", Password=secrets["a later password"])
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName="vault")["VirtualMFADevice"]
    seed = device["Base32StringSeed"]
    seed = seed.decode() if isinstance(seed, bytes) else seed
    secrets["a TOTP seed"] = seed
    role = iam.create_role(RoleName="vault", AssumeRolePolicyDocument=policy(
        {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{server.account}:root"}, "Action": "sts:AssumeRole"}
    ))["Role"]["Arn"]
    session = server.assume(role)
    secrets["a session's key"] = session.secret_access_key
    secrets["a session's token"] = session.session_token
    token = Credentials.of(server.client("sts", admin).get_session_token())
    secrets["another session's key"] = token.secret_access_key
    secrets["another session's token"] = token.session_token
    federated = Credentials.of(server.client("sts", admin).get_federation_token(Name="fed", Policy=policy(allow("*"))))
    secrets["a federated key"] = federated.secret_access_key
    # Wrong use must not leak what was given either.
    for wrong in (lambda: iam.create_login_profile(UserName="vault", Password=secrets["a password"]),
                  lambda: server.client("iam", session).change_password(OldPassword=secrets["a later password"], NewPassword="x" * 20)):
        with pytest.raises(Exception):
            wrong()
    server.client("sts", session).get_caller_identity()
    server.client("sts", token).get_caller_identity()
    secrets["the master key"] = (server.data_dir / "master.key").read_text().strip()

    decoded = {}
    for name, secret in secrets.items():
        forms = {secret.encode()}
        if name == "a TOTP seed":
            forms.add(base64.b32decode(secret + "=" * (-len(secret) % 8)))
        if name == "the master key":
            forms.add(bytes.fromhex(secret))
        decoded[name] = forms

    def scan(label, data, skip=()):
        for name, forms in decoded.items():
            if name in skip:
                continue
            for form in forms:
                assert form not in data, f"{name} is in {label}"

    history = json.dumps(events(server)).encode()
    scan("the history", history)
    server.stop()
    for path in sorted(p for p in server.data_dir.rglob("*") if p.is_file()):
        scan(str(path), path.read_bytes(), skip=("the master key",) if path.name == "master.key" else ())
    for path in (server.stdout_path, server.stderr_path):
        scan(str(path), path.read_bytes())
    lines = server.stderr_path.read_text().splitlines()
    assert len(lines) > 10, "trace logs nothing?"
    for line in lines:
        assert json.loads(line)["level"], line


# -- the other commands


def test_coverage():
    told = json.loads(command("coverage", "--json").stdout)
    services = {row["service"]: row for row in told["services"]}
    assert len(services) == 30
    assert told["operations"] == sum(row["operations"] for row in services.values())
    assert told["implemented"] == sum(row["implemented"] for row in services.values())
    for service in ("iam", "sts", "organizations", "cloudtrail"):
        rows = json.loads(command("coverage", service, "--json").stdout)["operations"]
        assert len(rows) == services[service]["operations"]
        assert sum(row["implemented"] for row in rows) == services[service]["implemented"]
    table = command("coverage").stdout
    assert "organizations" in table and "total" in table and "\x1b" not in table
    assert "no service" in refused("coverage", "lunch")


def test_doctor(fresh, tmp_path):
    new = command("doctor", "--data-dir", tmp_path / "none", "--listen", "127.0.0.1:0")
    assert new.returncode == 0 and "FAIL" not in new.stdout, new.stdout
    assert not (tmp_path / "none").exists(), "looking makes nothing"
    server = fresh()
    running = command("doctor", "--data-dir", server.data_dir, "--listen", f"127.0.0.1:{server.port}", "--json")
    checks = {row["check"]: row for row in json.loads(running.stdout)["checks"]}
    assert checks["port"]["ok"] is False and running.returncode != 0
    assert checks["store"]["ok"] and checks["master key"]["ok"] and checks["data folder"]["ok"] and checks["clock"]["ok"]
    assert server.client("sts").get_caller_identity()["Account"]
    server.stop()
    well = command("doctor", "--data-dir", server.data_dir, "--listen", f"127.0.0.1:{server.port}")
    assert well.returncode == 0, well.stdout
    (server.data_dir / "master.key").chmod(0o644)
    loose = command("doctor", "--data-dir", server.data_dir, "--listen", "127.0.0.1:0")
    assert loose.returncode != 0 and "chmod 600" in loose.stdout, loose.stdout
    (server.data_dir / "master.key").chmod(0o600)


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completions(shell):
    done = command("completions", shell)
    assert done.returncode == 0 and "recover-root" in done.stdout
    if shell == "bash":
        assert subprocess.run(["bash", "-n"], input=done.stdout, text=True).returncode == 0


def test_recover_root(fresh):
    server = fresh()
    old, account = server.root, server.account
    server.client("iam").create_user(UserName="kept")
    text = refused("recover-root", "--data-dir", server.data_dir)
    assert re.search("in use|running|another|locked", text), text
    server.stop()
    done = command("recover-root", "--data-dir", server.data_dir, "--json")
    assert done.returncode == 0, done.stderr
    made = json.loads(done.stdout)
    assert made["Account"] == account
    server.start()
    root = Credentials.of(made)
    assert server.client("sts", root).get_caller_identity()["Arn"] == f"arn:aws:iam::{account}:root"
    assert server.client("iam", root).get_user(UserName="kept")["User"]["UserName"] == "kept"
    with error_code("InvalidClientTokenId", 403):
        server.client("sts", old).get_caller_identity()
    assert "no data" in refused("recover-root", "--data-dir", server.folder / "nothing")


# -- the sandbox


def control(server, action, body=b"", headers=None):
    status, _, text = get(f"{server.endpoint}/_cloudkeep/{action}", method="POST", data=body, headers=headers)
    return status, json.loads(text)


def test_the_sandbox_takes_any_credentials(sandbox):
    assert sandbox.client("sts").get_caller_identity() | {"ResponseMetadata": None} == {
        "Account": "123456789012", "Arn": "arn:aws:iam::123456789012:root", "UserId": "123456789012", "ResponseMetadata": None,
    }
    other = Credentials("210987654321", "whatever")
    assert sandbox.client("sts", other).get_caller_identity()["Account"] == "210987654321"
    # Accounts are apart.
    sandbox.client("iam").create_user(UserName="here")
    assert [u["UserName"] for u in sandbox.client("iam").list_users()["Users"]] == ["here"]
    assert sandbox.client("iam", other).list_users()["Users"] == []
    text = sandbox.stdout_path.read_text()
    assert "SANDBOX" in text and "AWS_ENDPOINT_URL" in text
    assert sandbox.cli(["sts", "get-caller-identity"], other)["Account"] == "210987654321"


def test_keys_made_in_the_sandbox_are_verified_and_policies_enforced(sandbox):
    user = sandbox.user("limited", inline=policy(allow("iam:ListUsers")))
    assert sandbox.client("iam", user).list_users()["Users"]
    with error_code("AccessDenied", 403):
        sandbox.client("iam", user).create_user(UserName="x")
    with error_code("SignatureDoesNotMatch", 403):
        sandbox.client("iam", Credentials(user.access_key_id, "wrong")).list_users()


def test_the_sandbox_forgets(sandbox):
    user = sandbox.user("gone")
    assert control(sandbox, "reset") == (200, {"reset": True})
    assert sandbox.client("iam").list_users()["Users"] == []
    # A forgotten key is a made-up one like any other.
    assert sandbox.client("sts", user).get_caller_identity()["Arn"].endswith(":root")


def test_time_can_be_moved_in_the_sandbox(sandbox):
    iam = sandbox.client("iam")
    trusted = policy({"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole"})
    role = iam.create_role(RoleName="r", AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
    user = sandbox.user("clock", inline=policy(allow("sts:AssumeRole")))
    session = sandbox.assume(role, user, DurationSeconds=900)
    sandbox.client("sts", session).get_caller_identity()
    assert control(sandbox, "clock", b'{"advance_seconds": 1000}')[0] == 200
    with error_code("ExpiredToken", 403):
        sandbox.client("sts", session).get_caller_identity()
    assert control(sandbox, "clock", b'{"set": "2031-05-06T07:08:09Z"}')[0] == 200
    assert iam.create_user(UserName="later")["User"]["CreateDate"].year == 2031
    for bad in (b"", b"{}", b'{"set": "soon"}', b'{"advance_seconds": 1, "set": "2031-05-06T07:08:09Z"}', b'{"lunch": 1}', b"\xff",
                b'{"advance_seconds": 99999999999999999}', b'{"advance_seconds": -9223372036854775808}'):
        status, told = control(sandbox, "clock", bad)
        assert status == 400 and told["message"], (bad, status, told)
    assert iam.create_user(UserName="still")["User"]["CreateDate"].year == 2031


def test_a_browser_cannot_reach_into_the_sandbox(sandbox):
    assert control(sandbox, "reset", headers={"Origin": "https://evil.example"})[0] == 403
    assert control(sandbox, "lunch")[0] == 404


def test_the_sandbox_leaves_nothing(fresh, tmp_path):
    server = fresh(sandbox=True)
    server.client("iam").create_user(UserName="x")
    server.stop()
    left = [p for p in server.folder.rglob("*") if p.is_file() and not p.name.startswith(("stdout", "stderr"))]
    assert left == []


def test_a_server_has_no_controls_of_the_sandbox(fresh):
    server = fresh()
    server.client("iam").create_user(UserName="stays")
    for action in ("reset", "clock"):
        status, _, _ = get(f"{server.endpoint}/_cloudkeep/{action}", method="POST", data=b"{}")
        assert 400 <= status < 500
    assert server.client("iam").get_user(UserName="stays")
    with error_code("InvalidClientTokenId", 403):
        server.client("sts", Credentials("123456789012", "test")).get_caller_identity()

"""The master key: where it comes from, what a wrong one does, another one, and folders of earlier builds."""

import base64
import json
import os
import re
import secrets
import signal
import subprocess
import time

import pytest

from harness import allow, binary, policy, unique, wait_for

KEY = secrets.token_hex(32)
PASSPHRASE = "correct horse battery staple"


def command(*arguments, environment=None) -> subprocess.CompletedProcess:
    """Runs the program to its end."""
    env = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CLOUDKEEP_", "CREDENTIALS_"))}
    env |= {"NO_COLOR": "1"} | (environment or {})
    return subprocess.run([binary(), *map(str, arguments)], env=env, capture_output=True, text=True, timeout=60, stdin=subprocess.DEVNULL)


def refused(server, *arguments, environment=None, what=("serve", "--listen", "127.0.0.1:0")) -> str:
    """What it says when it does not start: exit code 1, and nothing in the folder is other than before."""
    before = snapshot(server)
    done = command(*what, "--data-dir", server.data_dir, *arguments, environment=environment)
    assert done.returncode == 1 and "panicked" not in done.stderr and done.stderr.startswith("cloudkeep: "), (done.returncode, done.stderr)
    assert snapshot(server) == before, "it changed something"
    return done.stderr


def snapshot(server) -> dict:
    """Names and contents of the small files of a data folder, and the database's without the log that a reader may fold."""
    return {p.name: p.read_bytes() for p in server.data_dir.iterdir() if p.is_file()}


def keep_secrets(server) -> dict:
    """Secrets of several services, each sealed in its own way."""
    name = unique("kept")
    server.client("secretsmanager").create_secret(Name=name, SecretString="the secret " + name)
    bucket = name
    server.client("s3").create_bucket(Bucket=bucket)
    server.client("s3").put_object(Bucket=bucket, Key="k", Body=b"the object " + name.encode())
    kms = server.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"the plain " + name.encode())["CiphertextBlob"]
    user = server.user(name, inline=policy(allow("sts:GetCallerIdentity")))
    return {"name": name, "blob": blob, "user": user}


def read_secrets(server, kept) -> None:
    """They are all there."""
    name = kept["name"]
    assert server.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"] == "the secret " + name
    assert server.client("s3").get_object(Bucket=name, Key="k")["Body"].read() == b"the object " + name.encode()
    assert server.client("kms").decrypt(CiphertextBlob=kept["blob"])["Plaintext"] == b"the plain " + name.encode()
    assert server.client("sts", kept["user"]).get_caller_identity()["Arn"].endswith(f":user/{name}")


def source(kind, tmp_path):
    """(environment, arguments, environment of a wrong one, arguments of a wrong one) of a source."""
    wrong_key, wrong_words = secrets.token_hex(32), PASSPHRASE + "!"
    if kind == "environment":
        return {"CLOUDKEEP_MASTER_KEY": KEY}, [], {"CLOUDKEEP_MASTER_KEY": wrong_key}, []
    if kind == "credential":
        for folder, key in (("right", KEY), ("wrong", wrong_key)):
            (tmp_path / folder).mkdir()
            (tmp_path / folder / "cloudkeep-master-key").write_text(key + "\n")
        return {"CREDENTIALS_DIRECTORY": str(tmp_path / "right")}, [], {"CREDENTIALS_DIRECTORY": str(tmp_path / "wrong")}, []
    if kind == "passphrase":
        return {"CLOUDKEEP_PASSPHRASE": PASSPHRASE}, [], {"CLOUDKEEP_PASSPHRASE": wrong_words}, []
    (tmp_path / "right").write_text(PASSPHRASE + "\n")
    (tmp_path / "wrong").write_text(wrong_words + "\n")
    (tmp_path / "right").chmod(0o600)
    if kind == "passphrase file":
        return {}, ["--passphrase-file", str(tmp_path / "right")], {}, ["--passphrase-file", str(tmp_path / "wrong")]
    assert kind == "configuration file"
    for name in ("right", "wrong"):
        (tmp_path / f"{name}.toml").write_text(f'master_key_source = "passphrase"\npassphrase_file = "{tmp_path / name}"\n')
    return {}, ["--config", str(tmp_path / "right.toml")], {}, ["--config", str(tmp_path / "wrong.toml")]


@pytest.mark.parametrize("kind", ["environment", "credential", "passphrase", "passphrase file", "configuration file"])
def test_each_source_opens_what_it_sealed_and_a_wrong_one_is_refused(fresh, tmp_path, kind):
    environment, arguments, wrong, wrong_arguments = source(kind, tmp_path)
    server = fresh(environment=environment, arguments=arguments)
    kept = keep_secrets(server)
    server.restart()
    read_secrets(server, kept)
    server.stop()
    assert not (server.data_dir / "master.key").exists()
    text = refused(server, *wrong_arguments, environment=wrong)
    assert "does not open data.key" in text and "--master-key-source" in text, text
    for secret in (KEY, PASSPHRASE, *wrong.values()):
        assert "/" in secret or secret not in text, "the message tells a secret"
    # Nothing given is no reason to make a new key.
    text = refused(server)
    assert "master.key is missing" in text or "--master-key-source passphrase" in text, text
    doctor = command("doctor", "--data-dir", server.data_dir, "--listen", "127.0.0.1:0", *arguments, "--json", environment=environment)
    checks = {row["check"]: row for row in json.loads(doctor.stdout)["checks"]}
    assert checks["master key"]["ok"], checks
    doctor = command("doctor", "--data-dir", server.data_dir, "--listen", "127.0.0.1:0", *wrong_arguments, "--json", environment=wrong)
    checks = {row["check"]: row for row in json.loads(doctor.stdout)["checks"]}
    assert not checks["master key"]["ok"] and "does not open" in checks["master key"]["detail"], checks
    server.start()
    read_secrets(server, kept)
    for path in (server.stdout_path, server.stderr_path):
        log = path.read_text()
        assert KEY not in log and PASSPHRASE not in log
    for path in server.data_dir.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert KEY.encode() not in data and bytes.fromhex(KEY) not in data and PASSPHRASE.encode() not in data, path


def test_what_does_not_fit_is_refused_in_words(fresh, tmp_path):
    server = fresh(start=False)
    server.data_dir.mkdir()
    for environment, arguments, words in [
        ({"CLOUDKEEP_MASTER_KEY": KEY, "CLOUDKEEP_PASSPHRASE": PASSPHRASE}, [], ["--master-key-source", "environment, passphrase"]),
        ({}, ["--master-key-source", "environment"], ["CLOUDKEEP_MASTER_KEY", "64"]),
        ({}, ["--master-key-source", "credential"], ["LoadCredential=cloudkeep-master-key"]),
        ({}, ["--master-key-source", "passphrase"], ["CLOUDKEEP_PASSPHRASE", "--passphrase-file"]),
        ({"CLOUDKEEP_MASTER_KEY": "12"}, [], ["CLOUDKEEP_MASTER_KEY", "64"]),
        ({"CLOUDKEEP_PASSPHRASE": "short"}, [], ["at least 12"]),
        ({}, ["--passphrase-file", str(tmp_path / "none")], [str(tmp_path / "none")]),
    ]:
        text = refused(server, *arguments, environment=environment)
        assert all(word in text for word in words), (words, text)
        assert not any(p.name.endswith(".key") for p in server.data_dir.iterdir()), "it made a key before it knew"
    assert "--passphrase " not in command("serve", "--help").stdout, "a passphrase is no argument"


def rotate(server, *arguments, environment=None) -> subprocess.CompletedProcess:
    done = command("rotate-master-key", "--data-dir", server.data_dir, *arguments, environment=environment)
    assert done.returncode == 0, done.stderr
    return done


def test_another_master_key(fresh, tmp_path):
    server = fresh()
    kept = keep_secrets(server)
    # A running server has the folder.
    text = refused(server, what=("rotate-master-key",))
    assert "Stop it" in text, text
    read_secrets(server, kept)
    server.stop()
    path = server.data_dir / "master.key"
    old = path.read_text()
    told = rotate(server).stdout
    new = path.read_text()
    assert old != new and re.fullmatch("[0-9a-f]{64}", new) and new not in told and oct(path.stat().st_mode & 0o777) == "0o600"
    assert sorted(p.name for p in server.data_dir.iterdir() if p.is_file()) == ["data.key", "master.key"]
    path.write_text(old)
    assert "does not open data.key" in refused(server)
    path.write_text(new)
    server.start()
    read_secrets(server, kept)
    # From one source to another, and on.
    server.stop()
    (tmp_path / "words").write_text(PASSPHRASE + "\n")
    steps = [
        ({}, [], ["--to", "environment"], {"CLOUDKEEP_NEW_MASTER_KEY": KEY}, {"CLOUDKEEP_MASTER_KEY": KEY}, []),
        ({"CLOUDKEEP_MASTER_KEY": KEY}, [], ["--new-passphrase-file", str(tmp_path / "words")], {}, {}, ["--passphrase-file", str(tmp_path / "words")]),
        ({}, ["--passphrase-file", str(tmp_path / "words")], ["--to", "file"], {}, {}, []),
    ]
    for environment, arguments, to, more, then, then_arguments in steps:
        rotate(server, *arguments, *to, environment=environment | more)
        text = refused(server, *arguments, environment=environment)
        assert "data.key" in text or "master.key is missing" in text, text
        server.environment, server.arguments = then, then_arguments
        server.start()
        read_secrets(server, kept)
        later = keep_secrets(server)
        server.restart()
        read_secrets(server, later)
        server.stop()
    # The present key again is no change, and a wrong one changes nothing.
    assert "present one" in refused(server, "--to", "environment", environment={"CLOUDKEEP_NEW_MASTER_KEY": path.read_text()}, what=("rotate-master-key",))
    assert "does not open" in refused(server, environment={"CLOUDKEEP_MASTER_KEY": KEY}, what=("rotate-master-key", "--to", "file"))
    assert "holds no data" in command("rotate-master-key", "--data-dir", tmp_path / "none").stderr


def test_a_new_data_key_seals_from_now_on(fresh):
    server = fresh()
    kept = keep_secrets(server)
    server.stop()
    assert "2 data keys" in rotate(server, "--new-data-key").stdout
    server.start()
    read_secrets(server, kept)
    later = keep_secrets(server)
    server.stop()
    assert "2 data keys" in rotate(server).stdout
    server.start()
    read_secrets(server, kept)
    read_secrets(server, later)


def test_killed_while_rotating(fresh):
    """However far it came, the folder opens again with the key file."""
    server = fresh()
    kept = keep_secrets(server)
    server.stop()
    changed = 0
    for delay in range(12):
        before = (server.data_dir / "master.key").read_text()
        process = subprocess.Popen([binary(), "rotate-master-key", "--data-dir", str(server.data_dir)], stdout=subprocess.DEVNULL)
        # Until its first file is there, and a little longer each time.
        until = time.monotonic() + 5
        while not (server.data_dir / "master.key.new").exists() and process.poll() is None and time.monotonic() < until:
            pass
        time.sleep(delay * 0.0008)
        process.send_signal(signal.SIGKILL)
        process.wait()
        server.start()
        read_secrets(server, kept)
        server.stop()
        names = sorted(p.name for p in server.data_dir.iterdir() if p.is_file())
        assert "master.key" in names and "data.key" in names and "master.key.new" not in names, names
        changed += (server.data_dir / "master.key").read_text() != before
    print(f"{changed} of 12 rotations were done when they were killed")


def as_an_earlier_build_left_it(server) -> str:
    """Makes of a new data folder one in which the master key sealed everything itself. What was sealed is sealed with the data key; a master key of that value seals
    so, once data.key is gone. The data key is opened as the documentation says: AES-256-GCM under HMAC-SHA256 of the master key."""
    import hashlib
    import hmac

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    file = json.loads((server.data_dir / "data.key").read_text())
    master = bytes.fromhex((server.data_dir / "master.key").read_text())
    sealing = hmac.new(master, b"cloudkeep master key: seals data keys", hashlib.sha256).digest()
    sealed = base64.b64decode(file["keys"][0]["sealed"])
    key = AESGCM(sealing).decrypt(sealed[:12], sealed[12:], b"cloudkeep:data-key:1:1").hex()
    (server.data_dir / "data.key").unlink()
    (server.data_dir / "master.key").write_text(key)
    return key


def test_a_folder_of_an_earlier_build_is_converted(fresh):
    server = fresh()
    kept = keep_secrets(server)
    server.stop()
    old = as_an_earlier_build_left_it(server)
    path = server.data_dir / "master.key"
    # A wrong key must not be taken for the old one: nothing is made of it.
    path.write_text("1" * 64)
    text = refused(server)
    assert "is not the one" in text and not (server.data_dir / "data.key").exists(), text
    assert "rotate-master-key" in refused(server, environment={"CLOUDKEEP_PASSPHRASE": PASSPHRASE})
    path.write_text(old)
    doctor = command("doctor", "--data-dir", server.data_dir, "--listen", "127.0.0.1:0")
    assert doctor.returncode == 0 and "the next start makes data.key" in doctor.stdout, doctor.stdout
    server.start()
    read_secrets(server, kept)
    assert path.read_text() == old and (server.data_dir / "data.key").is_file()
    server.restart()
    read_secrets(server, kept)
    # Killed right after the conversion, and on.
    server.kill()
    (server.data_dir / "data.key").unlink()
    (server.data_dir / "data.key.new").write_text("{")
    server.start()
    read_secrets(server, kept)
    server.stop()
    rotate(server, "--new-data-key")
    assert path.read_text() != old
    server.start()
    read_secrets(server, kept)
    server.stop()
    path.write_text(old)
    assert "does not open data.key" in refused(server)


def test_a_folder_of_an_earlier_build_gets_another_key_at_once(fresh):
    server = fresh()
    kept = keep_secrets(server)
    server.stop()
    old = as_an_earlier_build_left_it(server)
    (server.data_dir / "master.key").write_text("2" * 64)
    text = refused(server, "--to", "passphrase", environment={"CLOUDKEEP_NEW_PASSPHRASE": PASSPHRASE}, what=("rotate-master-key",))
    assert "is not the one" in text, text
    (server.data_dir / "master.key").write_text(old)
    rotate(server, "--to", "passphrase", environment={"CLOUDKEEP_NEW_PASSPHRASE": PASSPHRASE})
    assert not (server.data_dir / "master.key").exists()
    server.environment = {"CLOUDKEEP_PASSPHRASE": PASSPHRASE}
    server.start()
    read_secrets(server, kept)


def test_a_data_key_of_another_folder_is_refused(fresh):
    one, other = fresh(), fresh()
    kept = keep_secrets(one)
    one.stop()
    other.stop()
    right = {name: (one.data_dir / name).read_bytes() for name in ("data.key", "master.key")}
    for name in right:
        (one.data_dir / name).write_bytes((other.data_dir / name).read_bytes())
    text = refused(one)
    assert "data.key is lost or of another folder" in text, text
    for name, data in right.items():
        (one.data_dir / name).write_bytes(data)
    one.start()
    read_secrets(one, kept)


def test_recovery_of_root_takes_the_same_key(fresh):
    server = fresh(environment={"CLOUDKEEP_MASTER_KEY": KEY})
    account = server.account
    server.stop()
    assert "master.key is missing" in refused(server, what=("recover-root",))
    done = command("recover-root", "--data-dir", server.data_dir, "--json", environment={"CLOUDKEEP_MASTER_KEY": KEY})
    assert done.returncode == 0 and json.loads(done.stdout)["Account"] == account, done.stderr


def test_the_environment_of_functions_has_no_key(fresh):
    """A function gets what its configuration says and nothing of the server's."""
    import io
    import zipfile

    server = fresh(environment={"CLOUDKEEP_MASTER_KEY": KEY})
    role = server.client("iam").create_role(RoleName="f", AssumeRolePolicyDocument=policy(
        {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}))["Role"]["Arn"]
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        package.writestr("f.py", "import os\ndef handler(event, context):\n    return dict(os.environ)\n")
    functions = server.client("lambda")
    functions.create_function(FunctionName="f", Runtime="python3.12", Role=role, Handler="f.handler", Code={"ZipFile": packed.getvalue()})
    wait_for(lambda: functions.get_function(FunctionName="f")["Configuration"]["State"] == "Active")
    answer = json.loads(functions.invoke(FunctionName="f")["Payload"].read())
    assert answer["AWS_LAMBDA_FUNCTION_NAME"] == "f" and KEY not in json.dumps(answer), sorted(answer)

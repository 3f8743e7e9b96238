"""What lies on the disk: no secret, key or password in the clear, anywhere; and nothing that was changed there is taken for good."""

import base64
import gzip
import json
import os
import re
import sqlite3
import time
import zlib
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

import lambda_support
from databases import Postgres
from harness import ADMINISTRATOR, error_code, unique
from lambda_support import invoke, make_function
from rotation_support import make_secret, rotate, rotator, value_of


def word(kind: str) -> str:
    """Something that is found nowhere by chance."""
    return f"{kind}-{os.urandom(9).hex()}"


def forms(secret: bytes) -> dict[str, bytes]:
    """The ways in which something may be written down without being hidden."""
    found = {"raw": secret, "hex": secret.hex().encode(), "HEX": secret.hex().upper().encode(), "utf-16": secret.decode("latin-1").encode("utf-16-le")}
    # As base 64 it looks different at each of three places in a longer text; the middle is the same whatever stands around it.
    for shift in range(3):
        encoded = base64.b64encode(b"\0" * shift + secret)
        found[f"base64 at {shift}"] = encoded[4 if shift else 0:-4]
    return {name: form for name, form in found.items() if len(form) >= 8}


def contents(folder: Path):
    """Every file below, and what is inside of those that are compressed."""
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.is_symlink():
            continue
        data = path.read_bytes()
        yield path, data
        if data[:2] == b"\x1f\x8b":
            try:
                yield path, gzip.decompress(data)
            except (OSError, zlib.error, EOFError):
                pass


def test_nothing_secret_lies_on_the_disk(fresh, tmp_path):
    server = fresh(**lambda_support.options(), environment={"CLOUDKEEP_LOG": "trace"})
    secret: dict[str, bytes] = {}
    secrets, kms, iam = (server.client(service) for service in ("secretsmanager", "kms", "iam"))

    secret["SecretString"] = (text := word("string")).encode()
    name = secrets.create_secret(Name=unique("s"), SecretString=text)["Name"]
    secret["SecretBinary"] = (binary := word("binary").encode())
    secrets.put_secret_value(SecretId=name, SecretBinary=binary)
    secrets.update_secret(SecretId=name, SecretString=(text := word("updated")))
    secret["updated SecretString"] = text.encode()
    assert secrets.get_secret_value(SecretId=name)["SecretString"] == text
    server.cli(["secretsmanager", "create-secret", "--name", unique("cli"), "--secret-string", (text := word("cli"))])
    secret["SecretString of the CLI"] = text.encode()

    key = kms.create_key()["KeyMetadata"]["KeyId"]
    secret["plaintext"] = (plain := word("plain").encode())
    sealed = kms.encrypt(KeyId=key, Plaintext=plain)["CiphertextBlob"]
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == plain
    secret["data key"] = kms.generate_data_key(KeyId=key, KeySpec="AES_256")["Plaintext"]
    secret["private key of a pair"] = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")["PrivateKeyPlaintext"]
    secret["random bytes"] = kms.generate_random(NumberOfBytes=32)["Plaintext"]
    empty = kms.create_key(Origin="EXTERNAL")["KeyMetadata"]["KeyId"]
    given = kms.get_parameters_for_import(KeyId=empty, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    secret["imported key material"] = (material := os.urandom(32))
    wrapped = serialization.load_der_public_key(given["PublicKey"]).encrypt(
        material, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None)
    )
    kms.import_key_material(KeyId=empty, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped,
                            ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")
    assert kms.encrypt(KeyId=empty, Plaintext=b"x")["CiphertextBlob"]

    person = unique("person")
    user = server.user(person, [ADMINISTRATOR])
    secret["secret access key"] = user.secret_access_key.encode()
    secret["root's secret access key"] = server.root.secret_access_key.encode()
    secret["password"] = (password := "Aa1!" + word("password")).encode()
    iam.create_login_profile(UserName=person, Password=password)
    secret["seed of a virtual MFA device"] = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("mfa"))["VirtualMFADevice"]["Base32StringSeed"]
    session = server.client("sts", user).get_session_token()["Credentials"]
    secret["secret access key of a session"] = session["SecretAccessKey"].encode()
    secret["session token"] = session["SessionToken"].encode()[40:120]

    queue = server.client("sqs").create_queue(QueueName=unique("q"))["QueueUrl"]
    secret["message"] = (text := word("message")).encode()
    server.client("sqs").send_message(QueueUrl=queue, MessageBody=text)
    bucket = unique("b")
    server.client("s3").create_bucket(Bucket=bucket)
    secret["object"] = (body := word("object").encode())
    server.client("s3").put_object(Bucket=bucket, Key="k", Body=body)
    secret["environment of a function"] = (text := word("variable")).encode()
    function = make_function(server, "import os\ndef handler(event, context): return len(os.environ['WORD']) + len(event)",
                             Environment={"Variables": {"WORD": text}})
    secret["payload of an invocation"] = (payload := word("payload")).encode()
    assert invoke(server, function, payload) == (len(text) + len(payload), None)
    assert server.client("lambda").invoke(FunctionName=function, InvocationType="Event", Payload=json.dumps(payload))["StatusCode"] == 202

    postgres = Postgres(tmp_path / "postgres")
    try:
        # What its own start wrote is not the server's doing.
        rotated, old = make_secret(server, postgres)
        rotate(server, rotated, RotationLambdaARN=rotator(server, "postgres", "single-user"))
        secret["password before a rotation"] = old["password"].encode()
        secret["password after a rotation"] = value_of(server, rotated)["password"].encode()
    finally:
        postgres.remove()

    # The views behind the journal have written what they write.
    time.sleep(3)
    assert re.search(r"^Max core file size\s+0\s+0\s", Path(f"/proc/{server.pid}/limits").read_text(), re.M)
    server.kill()
    look_for(server, secret, name)
    server.start()
    server.stop()
    look_for(server, secret, name)


def look_for(server, secret: dict[str, bytes], public: str) -> None:
    """None of these is in a file of the server: data, logs, and whatever else it left. What is public is there, so the right files are looked at."""
    seen = set()
    found = []
    for path, data in contents(server.folder):
        # Where the user asked for the root user's key to be, it is.
        own = path == server.credentials_file
        if public.encode() in data:
            seen.add(path.parent.name)
        for kind, value in secret.items():
            for form, needle in forms(value).items():
                if needle in data and not (own and kind.startswith("root's")):
                    found.append(f"{kind} ({form}) in {path.relative_to(server.folder)}")
    assert not found, found
    assert "store" in seen, seen
    # The key that everything is sealed with lies in its own file and nowhere else.
    master = (server.data_dir / "master.key").read_text().strip()
    assert not [path for path, data in contents(server.folder) if path.name != "master.key"
                for needle in (master.encode(), bytes.fromhex(master)) if needle in data]
    for path in (server.data_dir, server.data_dir / "master.key"):
        assert path.stat().st_mode & 0o077 == 0, path


def test_changed_data_is_refused(fresh):
    server = fresh()
    secrets, kms = server.client("secretsmanager"), server.client("kms")
    name = secrets.create_secret(Name=unique("s"), SecretString="the value")["Name"]
    other = secrets.create_secret(Name=unique("t"), SecretString="another value")["Name"]
    bucket = unique("b")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="k", Body=b"archived" * 1000)
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    server.stop()
    store = sqlite3.connect(server.data_dir / "store" / "cloudkeep.db")
    kind = "Cloudkeep::SecretsManager::Value"
    rows = dict(store.execute("SELECT id, body FROM resources WHERE kind = ?", [kind]).fetchall())
    of = {n: next(i for i in rows if i.startswith(n)) for n in (name, other)}
    bodies = {n: json.loads(rows[of[n]]) for n in of}

    def put(value: dict) -> None:
        body = json.dumps(value).encode()
        store.execute("UPDATE resources SET body = ? WHERE kind = ? AND id = ?", [body, kind, of[name]])
        store.commit()

    def read():
        server.start()
        try:
            return server.client("secretsmanager").get_secret_value(SecretId=name)["SecretString"]
        finally:
            server.stop()

    blob = bytearray(base64.b64decode(bodies[name]["ciphertext"]))
    for at in (0, len(blob) // 2, len(blob) - 1):
        changed = bytearray(blob)
        changed[at] ^= 1
        put({"ciphertext": base64.b64encode(changed).decode()})
        with error_code("DecryptionFailure"):
            read()
    # A value of another secret is whole, but not this one's.
    put({"ciphertext": bodies[other]["ciphertext"]})
    with error_code("DecryptionFailure"):
        read()
    put(bodies[name])
    assert read() == "the value"

    # The object's data, in the middle.
    files = [p for p in (server.data_dir / "objects").rglob("*") if p.is_file() and p.stat().st_size > 8000]
    assert len(files) == 1, files
    data = bytearray(files[0].read_bytes())
    data[len(data) // 2] ^= 1
    files[0].write_bytes(data)
    server.start()
    with pytest.raises(Exception):  # noqa: B017, PT011
        server.client("s3").get_object(Bucket=bucket, Key="k")["Body"].read()
    assert server.client("kms").decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"
    server.stop()

    # The key's own material: every key of the plane's is tried, since their order says nothing.
    materials = store.execute("SELECT id, body FROM resources WHERE kind = 'Cloudkeep::KMS::KeyMaterial'").fetchall()
    assert materials
    for material, body in materials:
        changed = json.loads(body)
        blob = bytearray(base64.b64decode(changed["sealed"]))
        blob[len(blob) // 2] ^= 1
        changed["sealed"] = base64.b64encode(blob).decode()
        store.execute("UPDATE resources SET body = ? WHERE id = ? AND kind = 'Cloudkeep::KMS::KeyMaterial'", [json.dumps(changed).encode(), material])
    store.commit()
    store.close()
    server.start()
    with error_code("InternalFailure", 500):
        server.client("kms").decrypt(CiphertextBlob=sealed)
    with error_code("InternalFailure", 500):
        server.client("secretsmanager").get_secret_value(SecretId=other)
    # Callers cannot help it; the operator is told.
    assert "sealed data cannot be opened" in server.log()
    assert server.client("kms").create_key()["KeyMetadata"]["Enabled"]

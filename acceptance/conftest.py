"""Fixtures of the acceptance tests. See harness.py for what a server offers."""

import shutil

import pytest

from harness import Cloudkeep


def finish(server: Cloudkeep) -> None:
    """Stops a server and looks for panics in what it wrote."""
    try:
        if server.alive():
            server.stop()
    finally:
        if server.process is not None:
            server.kill()
    log = server.log()
    assert "panicked" not in log, log[-20_000:]
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cloudkeep(tmp_path_factory):
    """A server that the tests of a session share: use names from `unique`, and leave what is everybody's as it was."""
    server = Cloudkeep(tmp_path_factory.mktemp("cloudkeep"))
    yield server
    finish(server)


@pytest.fixture(scope="module")
def module_server(tmp_path_factory):
    """A server of the test module's own."""
    server = Cloudkeep(tmp_path_factory.mktemp("module"))
    yield server
    finish(server)


@pytest.fixture
def fresh(tmp_path_factory):
    """Makes new servers on empty data folders: `fresh()`. Options as Cloudkeep's."""
    made = []

    def make(**options) -> Cloudkeep:
        server = Cloudkeep(tmp_path_factory.mktemp("fresh"), **options)
        made.append(server)
        return server

    yield make
    for server in made:
        finish(server)


@pytest.fixture(scope="session")
def sandbox_server(tmp_path_factory):
    """The sandbox that the tests of a session share."""
    server = Cloudkeep(tmp_path_factory.mktemp("sandbox"), sandbox=True)
    yield server
    finish(server)


@pytest.fixture
def sandbox(sandbox_server):
    """A sandbox that was just reset."""
    import urllib.request

    request = urllib.request.Request(f"{sandbox_server.endpoint}/_cloudkeep/reset", method="POST", data=b"")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
    return sandbox_server


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A self-signed certificate of 127.0.0.1 and localhost."""
    import datetime
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import NameOID

    folder = tmp_path_factory.mktemp("tls")
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.timezone.utc)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = folder / "cert.pem", folder / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))
    return cert, secret

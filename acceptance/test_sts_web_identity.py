"""STS with unmodified clients: roles for who has a token of an OpenID Connect provider."""

import base64
import datetime
import hashlib
import hmac
import http.server
import ipaddress
import json
import ssl
import threading
import time

import botocore
import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from harness import Credentials, allow, error_code, policy, trust, unique, wait_for
from sts_support import make_role, sts, unsigned
from sts_support import server  # noqa: F401 (fixtures)


# -- AssumeRoleWithWebIdentity


class Provider:
    """An OpenID Connect provider on this machine: HTTPS with a certificate of its own."""

    def __init__(self, folder):
        self.keys = {}
        self.requests = []
        self.rsa("rsa-1")
        certificate = self._certificate(folder)
        self.thumbprint = hashlib.sha1(certificate).hexdigest()
        provider = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                provider.requests.append(self.path)
                known = {"/.well-known/openid-configuration": provider.discovery, "/keys": provider.published}
                body = json.dumps(known[self.path]()).encode() if self.path in known else b""
                self.send_response(200 if body else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.http = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True)
        self.name = f"localhost:{self.http.server_address[1]}"
        self.url = f"https://{self.name}"
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def _certificate(self, folder):
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
        now = datetime.datetime.now(datetime.timezone.utc)
        certificate = (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30))
            .add_extension(
                x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
            )
            .sign(key, hashes.SHA256())
        )
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
        (folder / "key.pem").write_bytes(
            key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        )
        return certificate.public_bytes(serialization.Encoding.DER)

    def rsa(self, kid):
        self.keys[kid] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def ec(self, kid, curve):
        self.keys[kid] = ec.generate_private_key(curve)

    def discovery(self):
        return {"issuer": self.url, "jwks_uri": f"{self.url}/keys"}

    def published(self):
        keys = []
        for kid, key in self.keys.items():
            algorithm = jwt.algorithms.RSAAlgorithm if isinstance(key, rsa.RSAPrivateKey) else jwt.algorithms.ECAlgorithm
            keys.append(json.loads(algorithm.to_jwk(key.public_key())) | {"kid": kid, "use": "sig"})
        return {"keys": keys}

    def token(self, algorithm="RS256", kid="rsa-1", key=None, **changes):
        now = int(time.time())
        claims = {"iss": self.url, "sub": "repo:org/app:main", "aud": "app", "iat": now, "exp": now + 600} | changes
        claims = {name: value for name, value in claims.items() if value is not None}
        return jwt.encode(claims, key or self.keys[kid], algorithm=algorithm, headers={"kid": kid})


@pytest.fixture(scope="module")
def provider(tmp_path_factory):
    made = Provider(tmp_path_factory.mktemp("provider"))
    yield made
    made.http.shutdown()


@pytest.fixture(scope="module")
def web(server, provider):
    """The provider's ARN, and a function that makes roles which trust it."""
    iam = server.client("iam", server.admin)
    arn = iam.create_open_id_connect_provider(Url=provider.url, ClientIDList=["app", "other"], ThumbprintList=[provider.thumbprint])[
        "OpenIDConnectProviderArn"
    ]

    def make(actions="sts:AssumeRoleWithWebIdentity", permissions=None, **condition):
        statement = {"Effect": "Allow", "Principal": {"Federated": arn}, "Action": actions}
        if condition:
            statement["Condition"] = {"StringEquals": {key.replace("_", f"{provider.name}:"): value for key, value in condition.items()}}
        return make_role(server, policy(statement), permissions)

    return arn, make


def with_token(server, role, token, **more):
    return unsigned(server).assume_role_with_web_identity(RoleArn=role, RoleSessionName="web", WebIdentityToken=token, **more)


def test_web_identity(server, provider, web):
    arn, make = web
    role = make(permissions=policy(allow("iam:ListUsers")), _aud="app", _sub="repo:org/app:main")
    reply = with_token(server, role, provider.token(), DurationSeconds=900)
    assert (reply["SubjectFromWebIdentityToken"], reply["Audience"], reply["Provider"]) == ("repo:org/app:main", "app", arn)
    session = Credentials.of(reply)
    assert sts(server, session).get_caller_identity()["Arn"].endswith("/web")
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403):
        server.client("iam", session).list_roles()
    with error_code("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity"):
        with_token(server, role, provider.token(sub="repo:org/app:fork"))
    with error_code("AccessDenied", 403):
        with_token(server, role, provider.token(aud="other"))
    # Other kinds of trust, and roles that are not there.
    for other in (make_role(server, trust({"AWS": server.account})), f"arn:aws:iam::{server.account}:role/{unique('missing')}"):
        with error_code("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithWebIdentity"):
            with_token(server, other, provider.token())
    # A signed request works as well: the token is the proof.
    assert server.cli(
        ["sts", "assume-role-with-web-identity", "--role-arn", role, "--role-session-name", "web", "--web-identity-token", provider.token()],
        server.admin,
    )["Credentials"]


def test_web_identity_algorithms_and_new_keys(server, provider, web):
    _, make = web
    role = make()
    for algorithm in ("RS256", "RS384", "RS512", "PS256"):
        assert with_token(server, role, provider.token(algorithm))
    # Keys that appear later are looked for, but not more often than every ten seconds.
    provider.ec("ec-256", ec.SECP256R1())
    provider.ec("ec-384", ec.SECP384R1())

    def accepted():
        try:
            return with_token(server, role, provider.token("ES256", "ec-256"))
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == "InvalidIdentityToken"
            return None

    wait_for(accepted, 20, 1)
    assert with_token(server, role, provider.token("ES384", "ec-384"))
    asked = len(provider.requests)
    assert with_token(server, role, provider.token())
    assert len(provider.requests) == asked


def test_web_identity_refusals(server, provider, web):
    arn, make = web
    role = make()
    now = int(time.time())
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    good = provider.token()
    head, claims, signature = good.split(".")
    forged = base64.urlsafe_b64encode(json.dumps({"iss": provider.url, "sub": "admin", "aud": "app", "exp": now + 99, "iat": now}).encode())
    unsecured = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
    # The public key, taken for the secret of a symmetric signature: PyJWT refuses to make such a token, so it is made by hand.
    public = provider.keys["rsa-1"].public_key().public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    symmetric = base64.urlsafe_b64encode(b'{"alg":"HS256","kid":"rsa-1"}').decode().rstrip("=")
    mac = base64.urlsafe_b64encode(hmac.new(public, f"{symmetric}.{claims}".encode(), hashlib.sha256).digest()).decode().rstrip("=")
    confused = f"{symmetric}.{claims}.{mac}"
    for token, code, status in (
        (provider.token(exp=now - 1, iat=now - 60), "ExpiredTokenException", 400),
        (provider.token(nbf=now + 3600), "IDPRejectedClaim", 403),
        (provider.token(iat=now + 3600, exp=now + 7200), "IDPRejectedClaim", 403),
        (provider.token(aud="stranger"), "InvalidIdentityToken", 400),
        (provider.token(azp="stranger"), "InvalidIdentityToken", 400),
        (provider.token(sub=None), "InvalidIdentityToken", 400),
        (provider.token(exp=None), "InvalidIdentityToken", 400),
        (provider.token(iss="https://stranger.example.com"), "InvalidIdentityToken", 400),
        (provider.token(key=stranger), "InvalidIdentityToken", 400),
        (f"{head}.{forged.decode().rstrip('=')}.{signature}", "InvalidIdentityToken", 400),
        (f"{unsecured}.{claims}.", "InvalidIdentityToken", 400),
        (confused, "InvalidIdentityToken", 400),
        ("nonsense", "InvalidIdentityToken", 400),
    ):
        with error_code(code, status):
            with_token(server, role, token)
    with error_code("ValidationError", 400, "MaxSessionDuration"):
        with_token(server, role, good, DurationSeconds=3601)
    with error_code("ValidationError", 400, "ProviderId"):
        with_token(server, role, good, ProviderId="www.amazon.com")
    with error_code("MalformedPolicyDocument", 400):
        with_token(server, role, good, Policy="{")
    capped = Credentials.of(with_token(server, make(permissions=policy(allow("iam:*"))), good, Policy=policy(allow("iam:ListUsers"))))
    server.client("iam", capped).list_users()
    with error_code("AccessDenied", 403, "session policy"):
        server.client("iam", capped).list_roles()


def test_web_identity_tags_and_source_identity(server, provider, web):
    _, make = web
    claims = {
        "https://aws.amazon.com/tags": {"principal_tags": {"project": ["apollo"]}, "transitive_tag_keys": ["project"]},
        "https://aws.amazon.com/source_identity": "ada",
    }
    everything = ["sts:AssumeRoleWithWebIdentity", "sts:TagSession", "sts:SetSourceIdentity"]
    condition = {"StringEquals": {"aws:PrincipalTag/project": "apollo", "aws:SourceIdentity": "ada"}}
    role = make(everything, policy(allow("iam:ListUsers", Condition=condition)))
    reply = with_token(server, role, provider.token(**claims))
    assert reply["SourceIdentity"] == "ada" and reply["PackedPolicySize"] > 0
    server.client("iam", Credentials.of(reply)).list_users()
    with error_code("AccessDenied", 403, "sts:TagSession"):
        with_token(server, make(), provider.token(**claims))
    with error_code("InvalidIdentityToken", 400):
        with_token(server, role, provider.token(**{"https://aws.amazon.com/tags": {"principal_tags": {"project": [1]}}}))


def test_providers_that_cannot_be_asked(server, provider, web, tmp_path):
    """Out of reach, and with a certificate that nobody registered."""
    _, _ = web
    iam = server.client("iam", server.admin)
    other = Provider(tmp_path)
    arn = iam.create_open_id_connect_provider(Url=other.url, ClientIDList=["app"], ThumbprintList=["0" * 40])["OpenIDConnectProviderArn"]
    role = make_role(server, policy({"Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity"}))
    with error_code("InvalidIdentityToken", 400, "thumbprint"):
        with_token(server, role, other.token())
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=[other.thumbprint])
    assert with_token(server, role, other.token())
    other.http.shutdown()
    other.http.server_close()
    # Its keys are known for a while; with another thumbprint it is another provider, which must be asked.
    assert with_token(server, role, other.token())
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=[other.thumbprint, "1" * 40])
    with error_code("IDPCommunicationError", 400):
        with_token(server, role, other.token())

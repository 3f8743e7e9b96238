"""Outbound identity federation with unmodified clients: tokens that a third party verifies with what the issuer publishes."""

import hashlib
import ipaddress
import json
import ssl
import time
import urllib.error
import urllib.request
from datetime import datetime, timedelta, timezone

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness import Credentials, allow, error_code, new_account, policy, unique, wait_for
from sts_support import make_role, sts, tags, trust_all, unsigned
from sts_support import server  # noqa: F401 (fixtures)

AWS = "https://sts.amazonaws.com/"


def page(url):
    """What anybody reads at a URL: status and JSON."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            assert answer.headers["Content-Type"] == "application/json"
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, None


def verified(issuer, token, audience):
    """What a service elsewhere does: discovery, the key that the token names, signature, issuer, audience and times."""
    _, discovery = page(f"{issuer}/.well-known/openid-configuration")
    assert discovery["issuer"] == issuer
    key = jwt.PyJWKClient(discovery["jwks_uri"]).get_signing_key_from_jwt(token)
    return jwt.decode(
        token, key, algorithms=discovery["id_token_signing_alg_values_supported"], audience=audience, issuer=issuer,
        options={"require": ["exp", "iat", "iss", "aud", "sub", "jti"]},
    )


@pytest.fixture(scope="module")
def issuer(server):
    """The issuer of the shared account, enabled."""
    iam = server.client("iam", server.admin)
    try:
        return iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    except iam.exceptions.FeatureEnabledException:
        return iam.get_outbound_web_identity_federation_info()["IssuerIdentifier"]


@pytest.fixture(scope="module")
def ada(server):
    name = unique("ada")
    inline = json.loads(policy(allow(["sts:GetWebIdentityToken", "sts:TagGetWebIdentityToken", "sts:GetFederationToken"])))
    return server.user(name, inline=inline, tags={"Team": "platform"}), f"arn:aws:iam::{server.account}:user/{name}"


@pytest.mark.parametrize("algorithm, kid", [("RS256", "RSA_0"), ("ES384", "EC384_0")])
def test_a_third_party_verifies_a_token_of_a_user(server, issuer, ada, algorithm, kid):
    credentials, arn = ada
    before = int(time.time())
    answer = sts(server, credentials, region="eu-west-1").get_web_identity_token(
        Audience=["https://api.example.com"], SigningAlgorithm=algorithm
    )
    token = answer["WebIdentityToken"]
    assert jwt.get_unverified_header(token) == {"alg": algorithm, "typ": "JWT", "kid": kid}
    claims = verified(issuer, token, "https://api.example.com")
    assert claims["sub"] == arn and claims["aud"] == "https://api.example.com"
    assert claims["exp"] - claims["iat"] == 300 and before <= claims["iat"] <= time.time()
    assert answer["Expiration"] == datetime.fromtimestamp(claims["exp"], timezone.utc)
    own = claims[AWS]
    assert own["aws_account"] == server.account and own["principal_id"] == arn and own["source_region"] == "eu-west-1"
    assert own["principal_tags"] == {"Team": "platform"}
    assert not {"request_tags", "original_session_exp", "source_identity", "federated_provider"} & set(own)
    # Another party's name, or a changed claim, and the token is worth nothing.
    with pytest.raises(jwt.InvalidAudienceError):
        verified(issuer, token, "https://other.example.com")
    head, _, signature = token.split(".")
    forged = jwt.utils.base64url_encode(json.dumps(claims | {"sub": "root"}).encode()).decode()
    with pytest.raises(jwt.InvalidSignatureError):
        verified(issuer, f"{head}.{forged}.{signature}", "https://api.example.com")


def test_every_token_has_an_id_of_its_own(server, issuer, ada):
    client = sts(server, ada[0])
    ids = [
        verified(issuer, client.get_web_identity_token(Audience=["a"], SigningAlgorithm="ES384")["WebIdentityToken"], "a")["jti"]
        for _ in range(3)
    ]
    assert len(set(ids)) == 3


def test_audiences_tags_and_duration(server, issuer, ada):
    client = sts(server, ada[0])
    token = client.get_web_identity_token(
        Audience=["one", "two"], SigningAlgorithm="RS256", DurationSeconds=60,
        Tags=tags(job="4711") + [{"Key": "aws:kept", "Value": "as AWS does"}],
    )["WebIdentityToken"]
    claims = verified(issuer, token, "two")
    assert claims["aud"] == ["one", "two"] and claims["exp"] - claims["iat"] == 60
    assert claims[AWS]["request_tags"] == {"job": "4711", "aws:kept": "as AWS does"}


def test_a_role_speaks_for_itself(server, issuer):
    arn = make_role(server, trust_all(server.account), policy(allow("sts:GetWebIdentityToken")), Tags=tags(Team="role", kept="yes"))
    assumer = server.user(unique("assumer"), inline=json.loads(policy(allow(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]))))
    session = sts(server, assumer).assume_role(
        RoleArn=arn, RoleSessionName="me", DurationSeconds=900, SourceIdentity="ada", Tags=tags(team="session")
    )["Credentials"]
    client = sts(server, Credentials.of(session))
    claims = verified(issuer, client.get_web_identity_token(Audience=["a"], SigningAlgorithm="ES384")["WebIdentityToken"], "a")
    assert claims["sub"] == arn
    own = claims[AWS]
    assert own["principal_id"] == arn and own["source_identity"] == "ada"
    assert own["principal_tags"] == {"kept": "yes", "team": "session"}
    assert own["original_session_exp"] == session["Expiration"].strftime("%Y-%m-%dT%H:%M:%SZ")
    with error_code("SessionDurationEscalationException", 403, "must be before the original session's expiry"):
        client.get_web_identity_token(Audience=["a"], SigningAlgorithm="ES384", DurationSeconds=3600)


def test_sessions_of_users(server, issuer, ada):
    credentials, arn = ada
    client = sts(server, credentials)
    session = sts(server, Credentials.of(client.get_session_token(DurationSeconds=900)))
    claims = verified(issuer, session.get_web_identity_token(Audience=["a"], SigningAlgorithm="RS256")["WebIdentityToken"], "a")
    assert claims["sub"] == arn and "original_session_exp" in claims[AWS]
    federated = sts(server, Credentials.of(client.get_federation_token(Name="fed", Policy=policy(allow("sts:*")))))
    with error_code("AccessDenied", 403, "GetWebIdentityToken does not support federated user sessions"):
        federated.get_web_identity_token(Audience=["a"], SigningAlgorithm="RS256")


def test_who_may_ask_for_which_token(server, issuer):
    self_arn = f"arn:aws:sts::{server.account}:self"
    ask = lambda credentials, **more: sts(server, credentials).get_web_identity_token(
        **{"Audience": ["https://api.example.com"], "SigningAlgorithm": "ES384"} | more
    )
    nobody = server.user(unique("nobody"))
    with error_code("AccessDenied", 403, f"sts:GetWebIdentityToken on resource: {self_arn} because no identity-based policy"):
        ask(nobody)
    conditions = {
        "ForAllValues:StringEquals": {"sts:IdentityTokenAudience": ["https://api.example.com"]},
        "StringEquals": {"sts:SigningAlgorithm": "ES384"},
        "NumericLessThanEquals": {"sts:DurationSeconds": "300"},
    }
    bounded = server.user(unique("bounded"), inline=json.loads(policy(allow("sts:GetWebIdentityToken", self_arn, Condition=conditions))))
    ask(bounded)
    ask(bounded, DurationSeconds=120)
    for wrong in ({"Audience": ["https://api.example.com", "other"]}, {"SigningAlgorithm": "RS256"}, {"DurationSeconds": 301}):
        with error_code("AccessDenied", 403, "sts:GetWebIdentityToken"):
            ask(bounded, **wrong)
    with error_code("AccessDenied", 403, "sts:TagGetWebIdentityToken"):
        ask(bounded, Tags=tags(team="red"))
    tagger = server.user(unique("tagger"), inline=json.loads(policy(
        allow("sts:GetWebIdentityToken"),
        allow("sts:TagGetWebIdentityToken", Condition={
            "StringEquals": {"aws:RequestTag/team": "red"}, "ForAllValues:StringEquals": {"aws:TagKeys": ["team"]},
        }),
    )))
    ask(tagger, Tags=tags(team="red"))
    for wrong in (tags(team="blue"), tags(team="red", more="1")):
        with error_code("AccessDenied", 403, "sts:TagGetWebIdentityToken"):
            ask(tagger, Tags=wrong)


def test_bad_requests(server, issuer, ada):
    client = sts(server, ada[0])
    ask = lambda **more: client.get_web_identity_token(**{"Audience": ["a"], "SigningAlgorithm": "ES384"} | more)
    for name in ("RS384", "ES256", "HS256", "rs256"):
        with error_code("ValidationError", 400, "SigningAlgorithm is not supported"):
            ask(SigningAlgorithm=name)
    with error_code("InvalidParameterValue", 400, "Duplicate tag keys"):
        ask(Tags=tags(team="a", Team="b"))
    with error_code("ValidationError", 400):
        ask(Audience=[str(i) for i in range(11)])
    with error_code("ValidationError", 400):
        ask(DurationSeconds=3601)
    # The claims may have 14,984 bytes, to the byte.
    size = lambda token: len(jwt.utils.base64url_decode(token.split(".")[1]))
    padding = [{"Key": str(i), "Value": "v" * 256} for i in range(50)]
    bare = size(ask(Tags=padding, Audience=["a" * 1000, "b"])["WebIdentityToken"])
    room = 14_984 - bare
    assert 0 < room < 999, bare
    assert size(ask(Tags=padding, Audience=["a" * 1000, "b" * (1 + room)])["WebIdentityToken"]) == 14_984
    with error_code("JWTPayloadSizeExceededException", 400):
        ask(Tags=padding, Audience=["a" * 1000, "b" * (2 + room)])


def test_an_account_enables_and_disables_its_issuer(server, issuer):
    member = new_account(server, unique("outbound"))
    account = member.account
    iam, client = server.client("iam", member), sts(server, member)
    ask = lambda: client.get_web_identity_token(Audience=["a"], SigningAlgorithm="ES384")["WebIdentityToken"]
    with error_code("FeatureDisabled", 404, f"Outbound identity federation is disabled for account {account}"):
        iam.get_outbound_web_identity_federation_info()
    with error_code("FeatureDisabled", 404, "already disabled"):
        iam.disable_outbound_web_identity_federation()
    with error_code("OutboundWebIdentityFederationDisabledException", 403, "OutboundWebIdentityFederation is disabled."):
        ask()
    mine = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    assert mine.startswith(f"{server.endpoint}/_cloudkeep/issuers/") and mine != issuer
    with error_code("FeatureEnabled", 409, "already enabled"):
        iam.enable_outbound_web_identity_federation()
    info = iam.get_outbound_web_identity_federation_info()
    assert (info["IssuerIdentifier"], info["JwtVendingEnabled"]) == (mine, True)
    token = ask()
    own = verified(mine, token, "a")[AWS]
    organization = server.client("organizations", server.admin).describe_organization()["Organization"]["Id"]
    assert own["org_id"] == organization and own["ou_path"][0].startswith(f"{organization}/r-")
    # Every account has keys of its own.
    with pytest.raises((jwt.InvalidSignatureError, jwt.InvalidIssuerError)):
        verified(issuer, token, "a")
    iam.disable_outbound_web_identity_federation()
    with error_code("OutboundWebIdentityFederationDisabledException", 403):
        ask()
    # What was issued before is still verifiable, and the issuer comes back as the same.
    assert verified(mine, token, "a")
    assert iam.enable_outbound_web_identity_federation()["IssuerIdentifier"] == mine
    assert verified(mine, token, "a") and verified(mine, ask(), "a")


def test_what_is_published(server, issuer):
    status, keys = page(f"{issuer}/.well-known/jwks.json")
    assert status == 200 and [(k["kid"], k["kty"], k["alg"], k["use"]) for k in keys["keys"]] == [
        ("RSA_0", "RSA", "RS256", "sig"), ("EC384_0", "EC", "ES384", "sig"),
    ]
    assert not any({"d", "p", "q"} & set(key) for key in keys["keys"]), "a private key is published"
    base = issuer.rsplit("/", 1)[0]
    for path in (f"{issuer}", f"{issuer}/", f"{issuer}/.well-known/other", f"{base}/00000000-0000-4000-8000-000000000000/.well-known/jwks.json", f"{base}/"):
        assert page(path)[0] == 404, path


def test_issuers_survive_a_restart_and_follow_the_public_url(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    issuer = iam.enable_outbound_web_identity_federation()["IssuerIdentifier"]
    token = sts(server, server.admin).get_web_identity_token(Audience=["a"], SigningAlgorithm="RS256")["WebIdentityToken"]
    server.stop()
    server.start()
    assert verified(issuer, token, "a")
    server.stop()
    server.arguments += ["--public-url", "https://cloudkeep.example.com/"]
    server.start()
    moved = server.client("iam", server.admin).get_outbound_web_identity_federation_info()["IssuerIdentifier"]
    assert moved == issuer.replace(server.endpoint, "https://cloudkeep.example.com")
    _, discovery = page(f"{issuer}/.well-known/openid-configuration")
    assert discovery["issuer"] == moved and discovery["jwks_uri"].startswith(moved)


def test_a_token_opens_no_role_here(server, issuer, ada):
    token = sts(server, ada[0]).get_web_identity_token(Audience=["a"], SigningAlgorithm="RS256")["WebIdentityToken"]
    arn = make_role(server, trust_all(server.account))
    with error_code("InvalidIdentityToken", 400, "cannot be used to assume a role"):
        unsigned(server).assume_role_with_web_identity(RoleArn=arn, RoleSessionName="me", WebIdentityToken=token)


def authority_and_server(folder):
    """Files: the certificate of an authority, a chain of a server's certificate that it signed for 127.0.0.1, and the server's key."""
    now = datetime.now(timezone.utc)
    keys = [ec.generate_private_key(ec.SECP256R1()) for _ in range(2)]
    names = [x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]) for name in ("authority", "server")]
    made = []
    for at, key in enumerate(keys):
        builder = (
            x509.CertificateBuilder().subject_name(names[at]).issuer_name(names[0]).public_key(key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - timedelta(hours=1)).not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=at == 0, path_length=None), True)
            .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        )
        made.append(builder.sign(keys[0], hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    files = folder / "authority.pem", folder / "chain.pem", folder / "key.pem"
    files[0].write_bytes(made[0])
    files[1].write_bytes(made[1] + made[0])
    files[2].write_bytes(
        keys[1].private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return files


def test_another_installation_trusts_an_issuer(server, fresh, tmp_path):
    """The tokens of one Cloudkeep open roles of another one, which reads the keys over TLS."""
    authority, chain, key = authority_and_server(tmp_path)
    home = fresh(arguments=["--tls-cert", str(chain), "--tls-key", str(key)])
    client = lambda service: home.session(home.root).client(
        service, region_name="us-east-1", endpoint_url=home.endpoint, verify=str(authority)
    )
    issuer = client("iam").enable_outbound_web_identity_federation()["IssuerIdentifier"]
    assert issuer.startswith("https://127.0.0.1:")
    name = issuer.removeprefix("https://")
    thumbprint = hashlib.sha1(ssl.PEM_cert_to_DER_cert(authority.read_text())).hexdigest()
    arn = server.client("iam", server.admin).create_open_id_connect_provider(
        Url=issuer, ClientIDList=["elsewhere"], ThumbprintList=[thumbprint]
    )["OpenIDConnectProviderArn"]
    subject = client("sts").get_caller_identity()["Arn"]
    role = make_role(server, policy({
        "Effect": "Allow", "Principal": {"Federated": arn}, "Action": "sts:AssumeRoleWithWebIdentity",
        "Condition": {"StringEquals": {f"{name}:sub": subject, f"{name}:aud": "elsewhere"}},
    }))
    enter = lambda token: unsigned(server).assume_role_with_web_identity(RoleArn=role, RoleSessionName="guest", WebIdentityToken=token)
    for algorithm in ("RS256", "ES384"):
        ask = lambda audience: client("sts").get_web_identity_token(Audience=[audience], SigningAlgorithm=algorithm)["WebIdentityToken"]
        session = enter(ask("elsewhere"))
        assert session["SubjectFromWebIdentityToken"] == subject and session["Provider"] == arn
        assert sts(server, Credentials.of(session)).get_caller_identity()["Arn"].endswith("/guest")
        with error_code("InvalidIdentityToken", 400):
            enter(ask("others"))


def test_no_token_is_recorded(server, issuer, ada):
    credentials, _ = ada
    token = sts(server, credentials).get_web_identity_token(Audience=["recorded"], SigningAlgorithm="ES384")["WebIdentityToken"]

    def event():
        found = server.client("cloudtrail", server.admin).lookup_events(
            LookupAttributes=[{"AttributeKey": "EventName", "AttributeValue": "GetWebIdentityToken"}]
        )["Events"]
        return next((e["CloudTrailEvent"] for e in found if "recorded" in e["CloudTrailEvent"]), None)

    text = wait_for(event)
    assert token not in text and token.split(".")[2] not in text
    assert json.loads(text)["requestParameters"] == {"audience": ["recorded"], "signingAlgorithm": "ES384"}


def test_the_cli(server, issuer, ada):
    out = server.cli(["sts", "get-web-identity-token", "--audience", "cli", "--signing-algorithm", "ES384"], ada[0])
    assert verified(issuer, out["WebIdentityToken"], "cli")["aud"] == "cli"

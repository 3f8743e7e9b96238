"""STS with unmodified clients: roles for who has a signed response of a SAML identity provider.

The provider is made here: canonical form by Python's own canonicalizer, signatures by `cryptography`.
"""

import base64
import datetime
import hashlib
import io
import json
import xml.etree.ElementTree as ElementTree

import botocore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from harness import Credentials, allow, error_code, events, policy, trust, unique, wait_for
from sts_support import make_role, sts, unsigned
from sts_support import server  # noqa: F401 (fixtures)

ISSUER = "https://idp.example.com/saml"
RECIPIENT = "https://signin.aws.amazon.com/saml"
ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"


def canonical(xml: str) -> bytes:
    out = io.StringIO()
    ElementTree.canonicalize(xml, out=out)
    return out.getvalue().encode()


def moment(seconds: float) -> str:
    at = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


class Provider:
    """An identity provider: a key and its certificate."""

    def __init__(self):
        self.key = rsa.generate_private_key(65537, 2048)
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "idp.example.com")])
        now = datetime.datetime.now(datetime.timezone.utc)
        self.certificate = (
            x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(self.key.public_key())
            .serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=30)).sign(self.key, hashes.SHA256()))

    def metadata(self, **root) -> str:
        der = base64.b64encode(self.certificate.public_bytes(serialization.Encoding.DER)).decode()
        more = "".join(f' {name}="{value}"' for name, value in root.items())
        return f"""<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{ISSUER}"{more}>
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
<ds:X509Certificate>{der}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
</md:IDPSSODescriptor></md:EntityDescriptor>""" + " " * 400

    def response(self, attributes: dict, *, issuer=ISSUER, recipient=RECIPIENT, audience="urn:amazon:webservices", issued=0, until=200,
                 session_until=None, status="Success", subject="ada@example.com", format="urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
                 signed=True) -> str:
        """A response of one signed assertion, in base64."""
        listed = "".join(
            f'<saml:Attribute Name="{name if ":" in name and "/" in name or name.startswith("urn:") else ATTRIBUTES + name}">'
            + "".join(f"<saml:AttributeValue>{v}</saml:AttributeValue>" for v in (values if isinstance(values, list) else [values]))
            + "</saml:Attribute>"
            for name, values in attributes.items())
        session = f' SessionNotOnOrAfter="{moment(session_until)}"' if session_until is not None else ""
        begin = (f'<saml:Assertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_a" IssueInstant="{moment(issued)}" Version="2.0">'
                 f"<saml:Issuer>{issuer}</saml:Issuer>")
        rest = (f'<saml:Subject><saml:NameID Format="{format}">{subject}</saml:NameID>'
                '<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">'
                f'<saml:SubjectConfirmationData NotOnOrAfter="{moment(until)}" Recipient="{recipient}"/></saml:SubjectConfirmation></saml:Subject>'
                f'<saml:Conditions NotBefore="{moment(issued - 30)}" NotOnOrAfter="{moment(until)}"><saml:AudienceRestriction>'
                f"<saml:Audience>{audience}</saml:Audience></saml:AudienceRestriction></saml:Conditions>"
                f'<saml:AuthnStatement AuthnInstant="{moment(issued)}"{session}/>'
                f"<saml:AttributeStatement>{listed}</saml:AttributeStatement></saml:Assertion>")
        digest = base64.b64encode(hashlib.sha256(canonical(begin + rest)).digest()).decode()
        info = ('<ds:SignedInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#">'
                f'<ds:CanonicalizationMethod Algorithm="{EXCLUSIVE}"/>'
                '<ds:SignatureMethod Algorithm="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256"/><ds:Reference URI="#_a"><ds:Transforms>'
                '<ds:Transform Algorithm="http://www.w3.org/2000/09/xmldsig#enveloped-signature"/>'
                f'<ds:Transform Algorithm="{EXCLUSIVE}"/></ds:Transforms><ds:DigestMethod Algorithm="http://www.w3.org/2001/04/xmlenc#sha256"/>'
                f"<ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>")
        value = base64.b64encode(self.key.sign(canonical(info), padding.PKCS1v15(), hashes.SHA256())).decode()
        signature = f'<ds:Signature xmlns:ds="http://www.w3.org/2000/09/xmldsig#">{info}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>'
        assertion = begin + (signature if signed else "") + rest
        whole = (f'<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" ID="_r" Version="2.0" IssueInstant="{moment(issued)}">'
                 f'<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:{status}"/></samlp:Status>{assertion}</samlp:Response>')
        return base64.b64encode(whole.encode()).decode()


class World:
    """A registered provider, and a role that it may open."""

    def __init__(self, server, **condition):
        self.server, self.idp, self.name = server, Provider(), unique("idp")
        iam = server.client("iam", server.admin)
        self.provider = iam.create_saml_provider(Name=self.name, SAMLMetadataDocument=self.idp.metadata())["SAMLProviderArn"]
        self.role = self.make_role(**condition)

    def make_role(self, actions=("sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"), **condition) -> str:
        more = {"Condition": condition} if condition else {}
        document = policy({"Effect": "Allow", "Principal": {"Federated": self.provider}, "Action": list(actions), **more})
        return make_role(self.server, document, policy(allow("iam:ListUsers")), MaxSessionDuration=7200)

    def attributes(self, role=None, **more) -> dict:
        return {"Role": f"{role or self.role},{self.provider}", "RoleSessionName": "ada"} | {k: v for k, v in more.items() if v is not None}

    def assume(self, response=None, role=None, **more):
        response = response if response is not None else self.idp.response(self.attributes(role))
        return unsigned(self.server).assume_role_with_saml(
            RoleArn=role or self.role, PrincipalArn=self.provider, SAMLAssertion=response, **more)


@pytest.fixture(scope="module")
def world(server):
    return World(server)


def test_a_response_opens_the_role(server, world):
    reply = world.assume(world.idp.response(world.attributes(
        **{"PrincipalTag:Team": "blue", "TransitiveTagKeys": "Team", "SourceIdentity": "ada.l", "SessionDuration": "1800"})))
    assert (reply["Subject"], reply["SubjectType"], reply["Issuer"], reply["Audience"]) == ("ada@example.com", "persistent", ISSUER, RECIPIENT)
    qualifier = base64.b64encode(hashlib.sha1(f"{ISSUER}{server.account}/{world.name}".encode()).digest()).decode()
    assert reply["NameQualifier"] == qualifier and reply["SourceIdentity"] == "ada.l"
    session = Credentials.of(reply)
    who = sts(server, session).get_caller_identity()
    assert who["Arn"].endswith("/ada") and ":assumed-role/" in who["Arn"]
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403):
        server.client("iam", session).list_roles()
    left = reply["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 3500 < left.total_seconds() <= 3600
    record = wait_for(lambda: [e for e in events(server, EventName="AssumeRoleWithSAML") if "errorCode" not in e])[0]
    assert record["userIdentity"] == {
        "type": "SAMLUser", "principalId": f"{qualifier}:ada@example.com", "userName": "ada@example.com", "identityProvider": qualifier}
    assert "sAMLAssertion" not in record["requestParameters"] and record["requestParameters"]["principalArn"] == world.provider


def test_the_provider_may_end_the_session_earlier(world):
    reply = world.assume(world.idp.response(world.attributes(), session_until=1200), DurationSeconds=7200)
    left = reply["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 1100 < left.total_seconds() <= 1200
    with error_code("ValidationError", 400, "MaxSessionDuration"):
        world.assume(DurationSeconds=7201)


def test_what_is_refused(server, world):
    good = base64.b64decode(world.idp.response(world.attributes())).decode()
    spoiled = [good.replace("ada@example.com", "eve@example.com"), good.replace(">ada<", ">eve<"), good.replace("#_a", "#_r"), "<a/>", "x"]
    for text in spoiled:
        with error_code("InvalidIdentityToken", 400):
            world.assume(base64.b64encode(text.encode()).decode())
    cases = [
        ({"signed": False}, "InvalidIdentityToken", 400, "Response signature invalid"),
        ({"issuer": "https://other.example.com"}, "InvalidIdentityToken", 400, "Issuer not present in specified provider"),
        ({"recipient": "https://elsewhere.example.com/saml"}, "InvalidIdentityToken", 400, "recipient"),
        ({"audience": "urn:other"}, "InvalidIdentityToken", 400, "Response does not contain the required audience"),
        ({"issued": -301}, "ExpiredTokenException", 400, "Token must be redeemed within 5 minutes of issuance"),
        ({"until": -1}, "ExpiredTokenException", 400, ""),
        ({"issued": 400, "until": 900}, "InvalidIdentityToken", 400, "not valid yet"),
        ({"session_until": -1}, "ExpiredTokenException", 400, ""),
        ({"status": "Responder"}, "IDPRejectedClaim", 403, ""),
        ({"subject": ""}, "InvalidIdentityToken", 400, "NameID"),
    ]
    for changes, code, status, message in cases:
        with error_code(code, status, message):
            world.assume(world.idp.response(world.attributes(), **changes))
    attributes = [
        ({"RoleSessionName": []}, "InvalidIdentityToken", "RoleSessionName is required in AuthnResponse"),
        ({"RoleSessionName": "a b"}, "InvalidIdentityToken", "must match"),
        ({"SessionDuration": "60"}, "InvalidIdentityToken", "SessionDuration"),
        ({"SourceIdentity": "a b"}, "InvalidIdentityToken", "Source Identity must match"),
        ({"PrincipalTag:Team": ["a", "b"]}, "InvalidIdentityToken", "session tags"),
        ({"Role": f"arn:aws:iam::{server.account}:role/other,{world.provider}"}, "AccessDenied", "Not authorized"),
    ]
    for changes, code, message in attributes:
        with error_code(code, None, message):
            world.assume(world.idp.response(world.attributes() | changes))
    # Another provider's signature, a provider that is not there, one of another account.
    stranger = Provider()
    with error_code("InvalidIdentityToken", 400, "not made with a key of the provider"):
        world.assume(stranger.response(world.attributes()))
    response = world.idp.response(world.attributes())
    for arn in (world.provider + "x", world.provider.replace(server.account, "999999999999")):
        with error_code("InvalidIdentityToken", 400, "Specified provider doesn't exist"):
            unsigned(server).assume_role_with_saml(RoleArn=world.role, PrincipalArn=arn, SAMLAssertion=response)


def test_the_trust_policy_decides(server, world):
    def opens(response=None, **condition) -> bool:
        role = world.make_role(**condition)
        try:
            world.assume(response and response(role), role)
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDenied", error
            return False
        return True

    qualifier = base64.b64encode(hashlib.sha1(f"{ISSUER}{server.account}/{world.name}".encode()).digest()).decode()
    for key, value in {
        "SAML:aud": RECIPIENT, "saml:iss": ISSUER, "saml:sub": "ada@example.com", "saml:sub_type": "persistent",
        "saml:doc": f"{server.account}/{world.name}", "saml:namequalifier": qualifier, "sts:RoleSessionName": "ada",
        "aws:FederatedProvider": world.provider,
    }.items():
        assert opens(StringEquals={key: value}), key
        assert not opens(StringEquals={key: value + "x"}), key

    def staff(role):
        return world.idp.response(world.attributes(role) | {"urn:oid:1.3.6.1.4.1.5923.1.1.1.1": ["student", "staff"]})

    assert opens(staff, **{"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": "staff"}})
    assert not opens(staff, **{"ForAnyValue:StringEquals": {"saml:edupersonaffiliation": "dean"}})
    # Tags and source identities need their own permission.
    role = world.make_role(actions=["sts:AssumeRoleWithSAML"])
    world.assume(None, role)
    for more in ({"PrincipalTag:Team": "blue"}, {"SourceIdentity": "ada.l"}):
        with error_code("AccessDenied", 403):
            world.assume(world.idp.response(world.attributes(role, **more)), role)
    # A role that trusts nobody of SAML is refused as one that is not there.
    closed = make_role(server, trust({"AWS": server.account}))
    for role in (closed, closed + "x"):
        with error_code("AccessDenied", 403, "Not authorized to perform sts:AssumeRoleWithSAML"):
            world.assume(None, role)


def test_tags_of_the_response_decide_what_the_session_may(server, world):
    """Attributes of the person become session tags, and policies ask for them."""
    document = policy({"Effect": "Allow", "Principal": {"Federated": world.provider}, "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"]})
    role = make_role(server, document, policy(allow("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/Team": "blue"}})))
    for team, may in (("blue", True), ("red", False)):
        session = Credentials.of(world.assume(world.idp.response(world.attributes(role, **{"PrincipalTag:Team": team})), role))
        if may:
            server.client("iam", session).list_users()
        else:
            with error_code("AccessDenied", 403):
                server.client("iam", session).list_users()


def test_old_metadata_and_new_keys(server):
    world = World(server)
    iam = server.client("iam", server.admin)
    old = world.idp.response(world.attributes())
    world.idp = Provider()
    iam.update_saml_provider(SAMLProviderArn=world.provider, SAMLMetadataDocument=world.idp.metadata())
    with error_code("InvalidIdentityToken", 400, "not made with a key of the provider"):
        world.assume(old)
    world.assume()
    iam.update_saml_provider(SAMLProviderArn=world.provider, SAMLMetadataDocument=world.idp.metadata(validUntil=moment(-60)))
    with error_code("InvalidIdentityToken", 400, "no longer valid"):
        world.assume()


def test_the_cli(server, world):
    reply = server.cli([
        "sts", "assume-role-with-saml", "--role-arn", world.role, "--principal-arn", world.provider,
        "--saml-assertion", world.idp.response(world.attributes()), "--no-sign-request"])
    assert reply["AssumedRoleUser"]["Arn"].endswith("/ada")
    assert json.dumps(reply).count("SessionToken") == 1

"""IAM's providers, certificates, keys and credentials of users that are not access keys, with unmodified clients."""

import base64
import datetime
import hashlib
import json

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from harness import Credentials, allow, deny, ensure_organization, error_code, events, new_account, policy, unique, wait_for

TAGS = [{"Key": "team", "Value": "blue"}, {"Key": "Team", "Value": "red"}]


@pytest.fixture
def iam(cloudkeep):
    return cloudkeep.client("iam")


@pytest.fixture
def user(iam):
    name = unique("fed")
    iam.create_user(UserName=name)
    return name


def make_certificate(subject: str, key=None, issuer=None, issuer_key=None, days: int = 365, start: int = -1):
    key = key or rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    now = datetime.datetime.now(datetime.timezone.utc)
    built = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(issuer.subject if issuer else name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + datetime.timedelta(days=start))
        .not_valid_after(now + datetime.timedelta(days=days))
        .sign(issuer_key or key, hashes.SHA256())
    )
    return built, key


def pem(thing) -> str:
    if isinstance(thing, x509.Certificate):
        return thing.public_bytes(serialization.Encoding.PEM).decode()
    return thing.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def metadata(certificate, issuer="https://idp.example.com/saml", until=None) -> str:
    der = base64.b64encode(certificate.public_bytes(serialization.Encoding.DER)).decode()
    valid = f' validUntil="{until}"' if until else ""
    return f"""<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{issuer}"{valid}>
<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
<ds:X509Certificate>{der}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
<md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="https://idp.example.com/sso"/>
</md:IDPSSODescriptor></md:EntityDescriptor>""" + " " * 200


def test_oidc_providers(cloudkeep, iam):
    host = f"{unique('idp')}.example.com/realm"
    made = iam.create_open_id_connect_provider(
        Url=f"https://{host}", ClientIDList=["a", "b", "a"], ThumbprintList=["A" * 40], Tags=TAGS
    )
    arn = made["OpenIDConnectProviderArn"]
    assert arn == f"arn:aws:iam::{cloudkeep.account}:oidc-provider/{host}"
    assert made["Tags"] == TAGS
    with error_code("EntityAlreadyExists", 409, "already exists"):
        iam.create_open_id_connect_provider(Url=f"https://{host}")
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (got["Url"], got["ClientIDList"], got["ThumbprintList"]) == (host, ["a", "b"], ["a" * 40])
    assert arn in [p["Arn"] for p in iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]]

    for _ in range(2):
        iam.add_client_id_to_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="c")
        iam.remove_client_id_from_open_id_connect_provider(OpenIDConnectProviderArn=arn, ClientID="a")
    iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["b" * 40, "c" * 40])
    got = iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    assert (got["ClientIDList"], got["ThumbprintList"]) == (["b", "c"], ["b" * 40, "c" * 40])

    iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=arn, TagKeys=["Team"])
    iam.tag_open_id_connect_provider(OpenIDConnectProviderArn=arn, Tags=[{"Key": "more", "Value": ""}])
    first = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn, MaxItems=1)
    assert first["IsTruncated"] and len(first["Tags"]) == 1
    rest = iam.list_open_id_connect_provider_tags(OpenIDConnectProviderArn=arn, Marker=first["Marker"])
    assert first["Tags"] + rest["Tags"] == [{"Key": "team", "Value": "blue"}, {"Key": "more", "Value": ""}]

    for url in ["http://a.example.com", "https://a.example.com?x=y"]:
        with error_code("InvalidInput", 400):
            iam.create_open_id_connect_provider(Url=url)
    with error_code("InvalidInput", 400):
        iam.update_open_id_connect_provider_thumbprint(OpenIDConnectProviderArn=arn, ThumbprintList=["a" * 40] * 6)
    with error_code("LimitExceeded", 409):
        iam.create_open_id_connect_provider(Url="https://many.example.com", ClientIDList=[f"c{i}" for i in range(101)])

    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    with error_code("NoSuchEntity", 404, "OpenIDConnect Provider not found for arn"):
        iam.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)


def test_oidc_providers_by_cli(cloudkeep):
    url = f"https://{unique('cli')}.example.com"
    arn = cloudkeep.cli(["iam", "create-open-id-connect-provider", "--url", url, "--client-id-list", "x"])["OpenIDConnectProviderArn"]
    shown = cloudkeep.cli(["iam", "get-open-id-connect-provider", "--open-id-connect-provider-arn", arn])
    assert (shown["Url"], shown["ClientIDList"], shown["ThumbprintList"]) == (url[8:], ["x"], [])


def test_permissions_on_providers(cloudkeep, iam):
    arn = iam.create_open_id_connect_provider(Url=f"https://{unique('p')}.example.com", Tags=[{"Key": "team", "Value": "x"}])[
        "OpenIDConnectProviderArn"
    ]
    team = {"StringEquals": {"aws:ResourceTag/team": "x"}}
    inline = json.loads(policy(allow("iam:GetOpenIDConnectProvider", arn, Condition=team), allow("iam:CreateOpenIDConnectProvider")))
    limited = cloudkeep.client("iam", cloudkeep.user(unique("limited"), inline=inline))
    assert limited.get_open_id_connect_provider(OpenIDConnectProviderArn=arn)["Url"]
    with error_code("AccessDenied", 403, "iam:DeleteOpenIDConnectProvider on resource: " + arn):
        limited.delete_open_id_connect_provider(OpenIDConnectProviderArn=arn)
    limited.create_open_id_connect_provider(Url=f"https://{unique('q')}.example.com")
    with error_code("AccessDenied", 403, "iam:TagOpenIDConnectProvider"):
        limited.create_open_id_connect_provider(Url=f"https://{unique('q')}.example.com", Tags=TAGS)


def test_saml_providers(cloudkeep, iam):
    certificate, key = make_certificate("idp")
    name = unique("saml")
    made = iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata(certificate, until="2036-01-02T03:04:05Z"), Tags=TAGS)
    arn = made["SAMLProviderArn"]
    assert arn == f"arn:aws:iam::{cloudkeep.account}:saml-provider/{name}"
    got = iam.get_saml_provider(SAMLProviderArn=arn)
    assert got["SAMLMetadataDocument"].startswith("<?xml") and got["Tags"] == TAGS and got["PrivateKeyList"] == []
    assert got["ValidUntil"].isoformat() == "2036-01-02T03:04:05+00:00"
    assert arn in [p["Arn"] for p in iam.list_saml_providers()["SAMLProviderList"]]
    with error_code("EntityAlreadyExists", 409):
        iam.create_saml_provider(Name=name, SAMLMetadataDocument=metadata(certificate))
    for document in ["x" * 1000, metadata(certificate).replace("IDPSSODescriptor", "SPSSODescriptor")]:
        with error_code("InvalidInput", 400, "Could not parse metadata"):
            iam.create_saml_provider(Name=unique("bad"), SAMLMetadataDocument=document)

    with error_code("InvalidInput", 400, "private key"):
        iam.update_saml_provider(SAMLProviderArn=arn, AssertionEncryptionMode="Required")
    iam.update_saml_provider(SAMLProviderArn=arn, AssertionEncryptionMode="Required", AddPrivateKey=pem(key))
    got = iam.get_saml_provider(SAMLProviderArn=arn)
    assert got["AssertionEncryptionMode"] == "Required" and len(got["PrivateKeyList"]) == 1
    iam.update_saml_provider(SAMLProviderArn=arn, AddPrivateKey=pem(key))
    with error_code("LimitExceeded", 409):
        iam.update_saml_provider(SAMLProviderArn=arn, AddPrivateKey=pem(key))
    iam.update_saml_provider(SAMLProviderArn=arn, RemovePrivateKey=got["PrivateKeyList"][0]["KeyId"])
    assert len(iam.get_saml_provider(SAMLProviderArn=arn)["PrivateKeyList"]) == 1
    iam.update_saml_provider(SAMLProviderArn=arn, SAMLMetadataDocument=metadata(certificate, issuer="https://other.example.com"))
    assert "other.example.com" in iam.get_saml_provider(SAMLProviderArn=arn)["SAMLMetadataDocument"]

    iam.untag_saml_provider(SAMLProviderArn=arn, TagKeys=["team"])
    iam.tag_saml_provider(SAMLProviderArn=arn, Tags=[{"Key": "a", "Value": "b"}])
    assert iam.list_saml_provider_tags(SAMLProviderArn=arn)["Tags"] == [TAGS[1], {"Key": "a", "Value": "b"}]
    iam.delete_saml_provider(SAMLProviderArn=arn)
    with error_code("NoSuchEntity", 404):
        iam.get_saml_provider(SAMLProviderArn=arn)


def test_private_keys_are_in_no_record_and_not_on_disk(fresh):
    server = fresh()
    iam = server.client("iam")
    certificate, key = make_certificate("secret.example.com")
    secret = pem(key)
    iam.upload_server_certificate(ServerCertificateName="one", CertificateBody=pem(certificate), PrivateKey=secret)
    iam.create_user(UserName="u")
    password = iam.create_service_specific_credential(UserName="u", ServiceName="codecommit.amazonaws.com")[
        "ServiceSpecificCredential"
    ]["ServicePassword"]
    found = wait_for(lambda: events(server, EventName="UploadServerCertificate"))
    line = secret.splitlines()[5]
    assert line not in json.dumps(found) and "one" in json.dumps(found)
    made = wait_for(lambda: events(server, EventName="CreateServiceSpecificCredential"))
    assert password not in json.dumps(made)
    server.stop()
    for path in server.data_dir.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            assert line.encode() not in data and password.encode() not in data, path


def test_server_certificates(cloudkeep, iam):
    root, root_key = make_certificate("Test Root", key=ec.generate_private_key(ec.SECP256R1()))
    leaf, leaf_key = make_certificate("www.example.com", issuer=root, issuer_key=root_key)
    name = unique("Cert")
    made = iam.upload_server_certificate(
        ServerCertificateName=name, Path="/a/", CertificateBody=pem(leaf), PrivateKey=pem(leaf_key), CertificateChain=pem(root), Tags=TAGS
    )
    facts = made["ServerCertificateMetadata"]
    assert facts["Arn"] == f"arn:aws:iam::{cloudkeep.account}:server-certificate/a/{name}"
    assert facts["ServerCertificateId"].startswith("ASCA")
    assert facts["Expiration"] == leaf.not_valid_after_utc
    got = iam.get_server_certificate(ServerCertificateName=name)["ServerCertificate"]
    assert got["CertificateBody"].strip() == pem(leaf).strip() and got["CertificateChain"].strip() == pem(root).strip()
    assert got["Tags"] == TAGS and got["ServerCertificateMetadata"] == facts

    upload = {"CertificateBody": pem(leaf), "PrivateKey": pem(leaf_key)}
    with error_code("EntityAlreadyExists", 409):
        iam.upload_server_certificate(ServerCertificateName=name.lower(), **upload)
    for wrong, code in [
        ({"PrivateKey": pem(root_key)}, "KeyPairMismatch"),
        ({"PrivateKey": "nonsense"}, "MalformedCertificate"),
        ({"CertificateBody": "nonsense"}, "MalformedCertificate"),
        ({"CertificateChain": pem(leaf)}, "MalformedCertificate"),
    ]:
        with error_code(code, 400):
            iam.upload_server_certificate(ServerCertificateName=unique("bad"), **(upload | wrong))

    other = unique("other")
    iam.upload_server_certificate(ServerCertificateName=other, CertificateBody=pem(root), PrivateKey=pem(root_key))
    names = [c["ServerCertificateName"] for c in iam.list_server_certificates(PathPrefix="/a/")["ServerCertificateMetadataList"]]
    assert name in names and other not in names
    pages = iam.get_paginator("list_server_certificates").paginate(PaginationConfig={"PageSize": 1})
    assert {name, other} <= {c["ServerCertificateName"] for page in pages for c in page["ServerCertificateMetadataList"]}

    with error_code("EntityAlreadyExists", 409):
        iam.update_server_certificate(ServerCertificateName=name, NewServerCertificateName=other)
    renamed = unique("renamed")
    iam.update_server_certificate(ServerCertificateName=name, NewServerCertificateName=renamed, NewPath="/b/")
    got = iam.get_server_certificate(ServerCertificateName=renamed)["ServerCertificate"]
    assert got["ServerCertificateMetadata"]["Arn"].endswith(f":server-certificate/b/{renamed}")
    assert got["ServerCertificateMetadata"]["ServerCertificateId"] == facts["ServerCertificateId"] and got["Tags"] == TAGS
    with error_code("NoSuchEntity", 404, f"The Server Certificate with name {name} cannot be found."):
        iam.get_server_certificate(ServerCertificateName=name)

    iam.untag_server_certificate(ServerCertificateName=renamed, TagKeys=["team"])
    iam.tag_server_certificate(ServerCertificateName=renamed, Tags=[{"Key": "x", "Value": "y"}])
    assert iam.list_server_certificate_tags(ServerCertificateName=renamed)["Tags"] == [TAGS[1], {"Key": "x", "Value": "y"}]
    for each in [renamed, other]:
        iam.delete_server_certificate(ServerCertificateName=each)
        with error_code("NoSuchEntity", 404):
            iam.delete_server_certificate(ServerCertificateName=each)


def test_server_certificates_are_twenty_at_most(fresh):
    iam = fresh().client("iam")
    certificate, key = make_certificate("many", key=ec.generate_private_key(ec.SECP256R1()))
    for number in range(20):
        iam.upload_server_certificate(ServerCertificateName=f"c{number}", CertificateBody=pem(certificate), PrivateKey=pem(key))
    with error_code("LimitExceeded", 409, "Cannot exceed quota for ServerCertificatesPerAccount: 20"):
        iam.upload_server_certificate(ServerCertificateName="c20", CertificateBody=pem(certificate), PrivateKey=pem(key))


def test_signing_certificates(cloudkeep, iam, user):
    one, two, three = (make_certificate(f"sign{i}")[0] for i in range(3))
    made = iam.upload_signing_certificate(UserName=user, CertificateBody=pem(one))["Certificate"]
    assert (made["UserName"], made["Status"]) == (user, "Active")
    with error_code("DuplicateCertificate", 409):
        iam.upload_signing_certificate(UserName=user, CertificateBody=pem(one))
    with error_code("MalformedCertificate", 400):
        iam.upload_signing_certificate(UserName=user, CertificateBody="nonsense")
    with error_code("InvalidCertificate", 400):
        iam.upload_signing_certificate(UserName=user, CertificateBody=pem(make_certificate("old", days=-1, start=-10)[0]))
    iam.upload_signing_certificate(UserName=user, CertificateBody=pem(two))
    with error_code("LimitExceeded", 409):
        iam.upload_signing_certificate(UserName=user, CertificateBody=pem(three))
    iam.update_signing_certificate(UserName=user, CertificateId=made["CertificateId"], Status="Inactive")
    listed = iam.list_signing_certificates(UserName=user)["Certificates"]
    assert {c["CertificateId"]: c["Status"] for c in listed}[made["CertificateId"]] == "Inactive" and len(listed) == 2
    with error_code("DeleteConflict", 409, "signing certificates"):
        iam.delete_user(UserName=user)
    for each in listed:
        iam.delete_signing_certificate(UserName=user, CertificateId=each["CertificateId"])
    with error_code("NoSuchEntity", 404):
        iam.delete_signing_certificate(UserName=user, CertificateId=made["CertificateId"])
    iam.delete_user(UserName=user)


def ssh_key(bits: int = 2048):
    key = rsa.generate_private_key(public_exponent=65537, key_size=bits).public_key()
    openssh = key.public_bytes(serialization.Encoding.OpenSSH, serialization.PublicFormat.OpenSSH).decode()
    spki = key.public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo).decode()
    return openssh, spki


def test_ssh_public_keys(cloudkeep, iam, user):
    openssh, spki = ssh_key()
    made = iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=openssh + " me@example.com")["SSHPublicKey"]
    assert made["SSHPublicKeyId"].startswith("APKA") and made["Status"] == "Active"
    digest = hashlib.md5(base64.b64decode(openssh.split()[1])).hexdigest()
    assert made["Fingerprint"] == ":".join(digest[i:i + 2] for i in range(0, 32, 2))
    known = {"UserName": user, "SSHPublicKeyId": made["SSHPublicKeyId"]}
    assert iam.get_ssh_public_key(Encoding="SSH", **known)["SSHPublicKey"]["SSHPublicKeyBody"] == openssh
    assert iam.get_ssh_public_key(Encoding="PEM", **known)["SSHPublicKey"]["SSHPublicKeyBody"].strip() == spki.strip()
    with error_code("DuplicateSSHPublicKey", 400):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=spki)
    with error_code("UnrecognizedPublicKeyEncoding", 400):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody="nonsense")
    with error_code("InvalidPublicKey", 400):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=ssh_key(1024)[0])
    for _ in range(4):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=ssh_key()[1])
    with error_code("LimitExceeded", 409):
        iam.upload_ssh_public_key(UserName=user, SSHPublicKeyBody=ssh_key()[0])
    iam.update_ssh_public_key(Status="Inactive", **known)
    pages = iam.get_paginator("list_ssh_public_keys").paginate(UserName=user, PaginationConfig={"PageSize": 2})
    keys = [key for page in pages for key in page["SSHPublicKeys"]]
    assert len(keys) == 5
    assert [k["Status"] for k in keys if k["SSHPublicKeyId"] == made["SSHPublicKeyId"]] == ["Inactive"]
    iam.delete_ssh_public_key(**known)
    with error_code("NoSuchEntity", 404):
        iam.get_ssh_public_key(Encoding="SSH", **known)


def test_service_specific_credentials(cloudkeep, iam, user):
    create = lambda **more: iam.create_service_specific_credential(UserName=user, **more)["ServiceSpecificCredential"]
    one = create(ServiceName="codecommit.amazonaws.com")
    two = create(ServiceName="codecommit.amazonaws.com")
    assert one["ServiceUserName"] == f"{user}-at-{cloudkeep.account}" and two["ServiceUserName"] == f"{user}+1-at-{cloudkeep.account}"
    assert len(one["ServicePassword"]) >= 40 and one["ServicePassword"] != two["ServicePassword"]
    with error_code("LimitExceeded", 409):
        create(ServiceName="codecommit.amazonaws.com")
    with error_code("NotSupportedService", 404):
        create(ServiceName="ec2.amazonaws.com")
    key = create(ServiceName="bedrock.amazonaws.com", CredentialAgeDays=30)
    assert key["ServiceCredentialSecret"].startswith("ABSK") and "ServicePassword" not in key
    assert (key["ExpirationDate"] - key["CreateDate"]).days == 30

    known = {"UserName": user, "ServiceSpecificCredentialId": one["ServiceSpecificCredentialId"]}
    reset = iam.reset_service_specific_credential(**known)["ServiceSpecificCredential"]
    assert reset["ServicePassword"] != one["ServicePassword"] and reset["ServiceUserName"] == one["ServiceUserName"]
    iam.update_service_specific_credential(Status="Inactive", **known)
    listed = iam.list_service_specific_credentials(UserName=user)["ServiceSpecificCredentials"]
    assert len(listed) == 3 and all("ServicePassword" not in c for c in listed)
    assert {c["ServiceSpecificCredentialId"]: c["Status"] for c in listed}[one["ServiceSpecificCredentialId"]] == "Inactive"
    everybody = iam.list_service_specific_credentials(AllUsers=True, ServiceName="bedrock.amazonaws.com")
    assert user in [c["UserName"] for c in everybody["ServiceSpecificCredentials"]]
    iam.delete_service_specific_credential(**known)
    with error_code("NoSuchEntity", 404):
        iam.delete_service_specific_credential(**known)


def test_token_preferences(fresh):
    iam = fresh().client("iam")
    iam.set_security_token_service_preferences(GlobalEndpointTokenVersion="v2Token")
    assert iam.get_account_summary()["SummaryMap"]["GlobalEndpointTokenVersion"] == 2


def test_organizations_features(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    with error_code("OrganizationNotFoundException", 400):
        iam.list_organizations_features()
    organization = ensure_organization(server)
    with error_code("ServiceAccessNotEnabledException", 400):
        iam.enable_organizations_root_sessions()
    organizations = server.client("organizations", server.admin)
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    reply = iam.enable_organizations_root_sessions()
    assert (reply["OrganizationId"], reply["EnabledFeatures"]) == (organization["Id"], ["RootSessions"])
    iam.enable_organizations_root_credentials_management()
    assert iam.list_organizations_features()["EnabledFeatures"] == ["RootCredentialsManagement", "RootSessions"]
    assert iam.disable_organizations_root_sessions()["EnabledFeatures"] == ["RootCredentialsManagement"]
    assert iam.disable_organizations_root_credentials_management()["EnabledFeatures"] == []
    member = new_account(server, "member")
    with error_code("AccountNotManagementOrDelegatedAdministratorException", 400):
        server.client("iam", member).list_organizations_features()

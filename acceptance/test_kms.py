"""KMS through boto3, the AWS CLI and openssl."""

import base64
import datetime
import hashlib
import json
import os
import subprocess

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding

from harness import Credentials, allow, deny, error_code, events, new_account, policy, unique, wait_for

DAY = 86_400


@pytest.fixture
def kms(cloudkeep):
    return cloudkeep.client("kms", cloudkeep.admin)


def made(kms, **more) -> dict:
    return kms.create_key(**more)["KeyMetadata"]


def flipped(blob: bytes, at: int) -> bytes:
    return blob[:at] + bytes([blob[at] ^ 1]) + blob[at + 1:]


# -- keys


def test_a_key_as_aws_describes_it(kms, cloudkeep):
    key = made(kms, Description="orders", Tags=[{"TagKey": "team", "TagValue": "blue"}])
    assert key["Arn"] == f"arn:aws:kms:us-east-1:{cloudkeep.account}:key/{key['KeyId']}"
    assert (key["KeySpec"], key["KeyUsage"], key["KeyState"], key["Origin"], key["KeyManager"]) == (
        "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT", "Enabled", "AWS_KMS", "CUSTOMER")
    assert key["EncryptionAlgorithms"] == ["SYMMETRIC_DEFAULT"] and key["Enabled"] and not key["MultiRegion"]
    assert len(key["CurrentKeyMaterialId"]) == 64
    assert kms.describe_key(KeyId=key["Arn"])["KeyMetadata"] == key
    assert kms.list_resource_tags(KeyId=key["KeyId"])["Tags"] == [{"TagKey": "team", "TagValue": "blue"}]
    kms.tag_resource(KeyId=key["KeyId"], Tags=[{"TagKey": "team", "TagValue": "red"}, {"TagKey": "x", "TagValue": "y"}])
    kms.untag_resource(KeyId=key["KeyId"], TagKeys=["x"])
    assert kms.list_resource_tags(KeyId=key["KeyId"])["Tags"] == [{"TagKey": "team", "TagValue": "red"}]
    kms.update_key_description(KeyId=key["KeyId"], Description="bills")
    assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["Description"] == "bills"
    assert key["KeyId"] in [k["KeyId"] for page in kms.get_paginator("list_keys").paginate(PaginationConfig={"PageSize": 2}) for k in page["Keys"]]


def test_bad_keys(kms):
    with error_code("ValidationException", 400, "You must specify a KeyUsage"):
        kms.create_key(KeySpec="RSA_2048")
    with error_code("ValidationException", 400, "not compatible"):
        kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="ENCRYPT_DECRYPT")
    with error_code("UnsupportedOperationException"):
        kms.create_key(Origin="AWS_CLOUDHSM")
    with error_code("TagException"):
        kms.create_key(Tags=[{"TagKey": "aws:x", "TagValue": "y"}])
    with error_code("NotFoundException", message="Invalid keyId"):
        kms.describe_key(KeyId="nonsense")
    with error_code("NotFoundException", message="is not found"):
        kms.describe_key(KeyId="alias/" + unique("none"))
    with error_code("NotFoundException", message="does not exist"):
        kms.describe_key(KeyId="11111111-2222-3333-4444-555555555555")
    with error_code("InvalidMarkerException"):
        kms.list_keys(Marker="x")


def test_states(kms):
    key = made(kms)["KeyId"]
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.disable_key(KeyId=key)
    with error_code("DisabledException", message="is disabled"):
        kms.decrypt(CiphertextBlob=blob)
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    with error_code("ValidationException"):
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=3)
    with error_code("KMSInvalidStateException", message="is not pending deletion"):
        kms.cancel_key_deletion(KeyId=key)
    reply = kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
    assert reply["KeyState"] == "PendingDeletion" and reply["PendingWindowInDays"] == 7
    with error_code("KMSInvalidStateException", message="is pending deletion"):
        kms.decrypt(CiphertextBlob=blob)
    kms.cancel_key_deletion(KeyId=key)
    assert kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"] == "Disabled"
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"


def test_aliases(kms):
    name, one, two = "alias/" + unique("app"), made(kms)["KeyId"], made(kms)["KeyId"]
    kms.create_alias(AliasName=name, TargetKeyId=one)
    with error_code("AlreadyExistsException"):
        kms.create_alias(AliasName=name, TargetKeyId=two)
    blob = kms.encrypt(KeyId=name, Plaintext=b"by alias")["CiphertextBlob"]
    kms.update_alias(AliasName=name, TargetKeyId=two)
    assert [a["AliasName"] for a in kms.list_aliases(KeyId=two)["Aliases"]] == [name]
    assert kms.list_aliases(KeyId=one)["Aliases"] == []
    assert kms.describe_key(KeyId=name)["KeyMetadata"]["KeyId"] == two
    assert kms.decrypt(CiphertextBlob=blob)["KeyId"].endswith(one)
    with error_code("IncorrectKeyException"):
        kms.decrypt(CiphertextBlob=blob, KeyId=name)
    with error_code("NotFoundException", message="reserved"):
        kms.create_alias(AliasName="alias/aws/mine", TargetKeyId=one)
    kms.delete_alias(AliasName=name)
    with error_code("NotFoundException"):
        kms.describe_key(KeyId=name)


# -- encrypting


def test_encryption_and_its_context(kms):
    key = made(kms)["KeyId"]
    context = {"purpose": "test", "tenant": "1"}
    blob = kms.encrypt(KeyId=key, Plaintext=b"secret", EncryptionContext=context)["CiphertextBlob"]
    reply = kms.decrypt(CiphertextBlob=blob, EncryptionContext=dict(reversed(context.items())))
    assert reply["Plaintext"] == b"secret" and reply["EncryptionAlgorithm"] == "SYMMETRIC_DEFAULT"
    for other in ({}, {"purpose": "test"}, {"purpose": "Test", "tenant": "1"}):
        with error_code("InvalidCiphertextException"):
            kms.decrypt(CiphertextBlob=blob, EncryptionContext=other)
    for at in range(0, len(blob), 7):
        with error_code("InvalidCiphertextException"):
            kms.decrypt(CiphertextBlob=flipped(blob, at), EncryptionContext=context)
    with error_code("ValidationException"):
        kms.encrypt(KeyId=key, Plaintext=b"x" * 4097)
    with error_code("DryRunOperationException"):
        kms.encrypt(KeyId=key, Plaintext=b"x", DryRun=True)


def test_reencryption(kms):
    one, two = made(kms)["Arn"], made(kms)["Arn"]
    blob = kms.encrypt(KeyId=one, Plaintext=b"x", EncryptionContext={"a": "1"})["CiphertextBlob"]
    moved = kms.re_encrypt(CiphertextBlob=blob, SourceEncryptionContext={"a": "1"}, DestinationKeyId=two, DestinationEncryptionContext={"b": "2"})
    assert (moved["SourceKeyId"], moved["KeyId"]) == (one, two)
    assert kms.decrypt(CiphertextBlob=moved["CiphertextBlob"], EncryptionContext={"b": "2"})["Plaintext"] == b"x"


def test_data_keys(kms):
    key = made(kms)["KeyId"]
    data = kms.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext={"a": "1"})
    assert len(data["Plaintext"]) == 32
    assert kms.decrypt(CiphertextBlob=data["CiphertextBlob"], EncryptionContext={"a": "1"})["Plaintext"] == data["Plaintext"]
    assert len(kms.generate_data_key(KeyId=key, NumberOfBytes=64)["Plaintext"]) == 64
    with error_code("ValidationException"):
        kms.generate_data_key(KeyId=key)
    assert "Plaintext" not in kms.generate_data_key_without_plaintext(KeyId=key, KeySpec="AES_128")
    pair = kms.generate_data_key_pair(KeyId=key, KeyPairSpec="ECC_NIST_P256")
    assert kms.decrypt(CiphertextBlob=pair["PrivateKeyCiphertextBlob"])["Plaintext"] == pair["PrivateKeyPlaintext"]
    assert len(kms.generate_random(NumberOfBytes=24)["Plaintext"]) == 24


def test_macs(kms):
    for bits in (224, 256, 384, 512):
        key = made(kms, KeySpec=f"HMAC_{bits}", KeyUsage="GENERATE_VERIFY_MAC")["KeyId"]
        mac = kms.generate_mac(KeyId=key, Message=b"m", MacAlgorithm=f"HMAC_SHA_{bits}")["Mac"]
        assert len(mac) * 8 == bits
        assert kms.verify_mac(KeyId=key, Message=b"m", MacAlgorithm=f"HMAC_SHA_{bits}", Mac=mac)["MacValid"]
        with error_code("KMSInvalidMacException"):
            kms.verify_mac(KeyId=key, Message=b"n", MacAlgorithm=f"HMAC_SHA_{bits}", Mac=mac)
        with error_code("InvalidKeyUsageException"):
            kms.encrypt(KeyId=key, Plaintext=b"x")


SIGNERS = [
    ("RSA_2048", "RSASSA_PKCS1_V1_5_SHA_256", ["-sha256"]),
    ("RSA_2048", "RSASSA_PSS_SHA_512", ["-sha512", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest"]),
    ("RSA_3072", "RSASSA_PKCS1_V1_5_SHA_384", ["-sha384"]),
    ("ECC_NIST_P256", "ECDSA_SHA_256", ["-sha256"]),
    ("ECC_NIST_P384", "ECDSA_SHA_384", ["-sha384"]),
    ("ECC_NIST_P521", "ECDSA_SHA_512", ["-sha512"]),
    ("ECC_SECG_P256K1", "ECDSA_SHA_256", ["-sha256"]),
]


@pytest.mark.parametrize("spec, algorithm, options", SIGNERS)
def test_openssl_verifies_signatures(kms, tmp_path, spec, algorithm, options):
    key = made(kms, KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyId"]
    message = b"a message to sign"
    raw = kms.sign(KeyId=key, Message=message, SigningAlgorithm=algorithm)["Signature"]
    digest = hashlib.new(algorithm.rsplit("_SHA_")[1].join(["sha", ""]), message).digest()
    by_digest = kms.sign(KeyId=key, Message=digest, MessageType="DIGEST", SigningAlgorithm=algorithm)["Signature"]
    public, signed = tmp_path / "public.der", tmp_path / "signature"
    public.write_bytes(kms.get_public_key(KeyId=key)["PublicKey"])
    (tmp_path / "message").write_bytes(message)
    pem = tmp_path / "public.pem"
    subprocess.run(["openssl", "pkey", "-pubin", "-inform", "DER", "-in", public, "-out", pem], check=True)
    for signature in (raw, by_digest):
        signed.write_bytes(signature)
        done = subprocess.run(["openssl", "dgst", *options, "-verify", pem, "-signature", signed, tmp_path / "message"], capture_output=True, text=True)
        assert "Verified OK" in done.stdout, done
        assert kms.verify(KeyId=key, Message=message, Signature=signature, SigningAlgorithm=algorithm)["SignatureValid"]
    with error_code("KMSInvalidSignatureException"):
        kms.verify(KeyId=key, Message=b"another", Signature=raw, SigningAlgorithm=algorithm)
    with error_code("ValidationException"):
        kms.sign(KeyId=key, Message=b"short", MessageType="DIGEST", SigningAlgorithm=algorithm)


def test_edwards_and_ml_dsa(kms):
    for spec, algorithm in (("ECC_NIST_EDWARDS25519", "ED25519_SHA_512"), ("ML_DSA_65", "ML_DSA_SHAKE_256")):
        key = made(kms, KeySpec=spec, KeyUsage="SIGN_VERIFY")["KeyId"]
        signature = kms.sign(KeyId=key, Message=b"m", SigningAlgorithm=algorithm)["Signature"]
        assert kms.verify(KeyId=key, Message=b"m", Signature=signature, SigningAlgorithm=algorithm)["SignatureValid"]


def test_openssl_encrypts_for_an_rsa_key(kms, tmp_path):
    key = made(kms, KeySpec="RSA_2048", KeyUsage="ENCRYPT_DECRYPT")["KeyId"]
    (tmp_path / "public.der").write_bytes(kms.get_public_key(KeyId=key)["PublicKey"])
    (tmp_path / "plain").write_bytes(b"for your eyes")
    subprocess.run(["openssl", "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", tmp_path / "public.der", "-in", tmp_path / "plain",
                    "-out", tmp_path / "sealed", "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256"], check=True)
    sealed = (tmp_path / "sealed").read_bytes()
    assert kms.decrypt(KeyId=key, CiphertextBlob=sealed, EncryptionAlgorithm="RSAES_OAEP_SHA_256")["Plaintext"] == b"for your eyes"
    with error_code("InvalidCiphertextException"):
        kms.decrypt(KeyId=key, CiphertextBlob=flipped(sealed, 9), EncryptionAlgorithm="RSAES_OAEP_SHA_256")
    with error_code("ValidationException", message="too long"):
        kms.encrypt(KeyId=key, Plaintext=b"x" * 191, EncryptionAlgorithm="RSAES_OAEP_SHA_256")


def test_two_keys_agree(kms):
    one, two = (made(kms, KeySpec="ECC_NIST_P384", KeyUsage="KEY_AGREEMENT")["KeyId"] for _ in range(2))
    def secret(own, other):
        return kms.derive_shared_secret(KeyId=own, KeyAgreementAlgorithm="ECDH", PublicKey=kms.get_public_key(KeyId=other)["PublicKey"])["SharedSecret"]
    assert secret(one, two) == secret(two, one)


# -- who may


def test_a_key_without_an_allowing_policy_is_nobodys(cloudkeep, kms):
    key = made(kms)["KeyId"]
    closed = policy(allow("kms:Encrypt", Principal={"AWS": f"arn:aws:iam::{cloudkeep.account}:root"}))
    with error_code("MalformedPolicyDocumentException", message="will not allow you to update"):
        kms.put_key_policy(KeyId=key, Policy=closed)
    kms.put_key_policy(KeyId=key, Policy=closed, BypassPolicyLockoutSafetyCheck=True)
    blob = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    for client in (kms, cloudkeep.client("kms", cloudkeep.root)):
        with error_code("AccessDeniedException"):
            client.decrypt(CiphertextBlob=blob)
        with error_code("AccessDeniedException"):
            client.get_key_policy(KeyId=key)


def test_policies_and_conditions(cloudkeep, kms):
    user = cloudkeep.user(unique("user"))
    arn = cloudkeep.client("sts", user).get_caller_identity()["Arn"]
    mine = cloudkeep.client("kms", user)
    key = made(kms)
    with error_code("AccessDeniedException", message="is not authorized to perform: kms:Encrypt"):
        mine.encrypt(KeyId=key["KeyId"], Plaintext=b"x")
    default = json.loads(kms.get_key_policy(KeyId=key["KeyId"])["Policy"])
    default["Statement"].append(allow(["kms:Encrypt", "kms:Decrypt"], Principal={"AWS": arn}, Condition={"StringEquals": {"kms:EncryptionContext:team": "blue"}}))
    kms.put_key_policy(KeyId=key["KeyId"], Policy=json.dumps(default))
    blob = mine.encrypt(KeyId=key["KeyId"], Plaintext=b"x", EncryptionContext={"team": "blue"})["CiphertextBlob"]
    assert mine.decrypt(CiphertextBlob=blob, EncryptionContext={"team": "blue"})["Plaintext"] == b"x"
    with error_code("AccessDeniedException"):
        mine.encrypt(KeyId=key["KeyId"], Plaintext=b"x", EncryptionContext={"team": "red"})
    for bad in ("{}", '{"Version":"2012-10-17","Statement":[]}', "no json"):
        with error_code("MalformedPolicyDocumentException"):
            kms.put_key_policy(KeyId=key["KeyId"], Policy=bad)


def test_grants(cloudkeep, kms):
    user = cloudkeep.user(unique("grantee"))
    arn = cloudkeep.client("sts", user).get_caller_identity()["Arn"]
    mine = cloudkeep.client("kms", user)
    key = made(kms)["KeyId"]
    grant = kms.create_grant(KeyId=key, GranteePrincipal=arn, RetiringPrincipal=arn, Operations=["Encrypt", "Decrypt"],
                             Constraints={"EncryptionContextSubset": {"team": "blue"}})
    blob = mine.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"team": "blue", "more": "1"}, GrantTokens=[grant["GrantToken"]])["CiphertextBlob"]
    assert mine.decrypt(CiphertextBlob=blob, EncryptionContext={"team": "blue", "more": "1"})["Plaintext"] == b"x"
    for context in ({}, {"team": "red"}, {"Team": "blue"}):
        with error_code("AccessDeniedException"):
            mine.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext=context)
    with error_code("AccessDeniedException"):
        mine.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext={"team": "blue"})
    listed = kms.list_grants(KeyId=key)["Grants"]
    assert [(g["GrantId"], g["GranteePrincipal"], g["Operations"]) for g in listed] == [(grant["GrantId"], arn, ["Encrypt", "Decrypt"])]
    with error_code("InvalidGrantTokenException"):
        mine.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"team": "blue"}, GrantTokens=["nonsense"])
    with error_code("ValidationException"):
        kms.create_grant(KeyId=key, GranteePrincipal=arn, Operations=["Sign"])
    mine.retire_grant(GrantToken=grant["GrantToken"])
    with error_code("AccessDeniedException"):
        mine.encrypt(KeyId=key, Plaintext=b"x", EncryptionContext={"team": "blue"})
    second = kms.create_grant(KeyId=key, GranteePrincipal=arn, Operations=["Encrypt"])
    kms.revoke_grant(KeyId=key, GrantId=second["GrantId"])
    assert kms.list_grants(KeyId=key)["Grants"] == []


def test_another_account_needs_both_sides(cloudkeep, kms):
    other = new_account(cloudkeep, unique("other"))
    theirs = cloudkeep.client("kms", other)
    key = made(kms)
    with error_code("AccessDeniedException"):
        theirs.encrypt(KeyId=key["Arn"], Plaintext=b"x")
    document = json.loads(kms.get_key_policy(KeyId=key["KeyId"])["Policy"])
    document["Statement"].append(allow(["kms:Encrypt", "kms:Decrypt", "kms:DisableKey"], Principal={"AWS": f"arn:aws:iam::{other.account}:root"}))
    kms.put_key_policy(KeyId=key["KeyId"], Policy=json.dumps(document))
    blob = theirs.encrypt(KeyId=key["Arn"], Plaintext=b"x")["CiphertextBlob"]
    assert theirs.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    # An operation on one's own keys only, whatever the policy says.
    with error_code("AccessDeniedException"):
        theirs.disable_key(KeyId=key["Arn"])


# -- rotation, import, regions


def test_rotation_on_demand(kms):
    key = made(kms)
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"old")["CiphertextBlob"]
    kms.rotate_key_on_demand(KeyId=key["KeyId"])
    now = kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["CurrentKeyMaterialId"]
    assert now != key["CurrentKeyMaterialId"]
    opened = kms.decrypt(CiphertextBlob=blob)
    assert opened["Plaintext"] == b"old" and opened["KeyMaterialId"] == key["CurrentKeyMaterialId"]
    assert [r["RotationType"] for r in kms.list_key_rotations(KeyId=key["KeyId"])["Rotations"]] == ["ON_DEMAND"]
    assert len(kms.list_key_rotations(KeyId=key["KeyId"], IncludeKeyMaterial="ALL_KEY_MATERIAL")["Rotations"]) == 2
    kms.enable_key_rotation(KeyId=key["KeyId"], RotationPeriodInDays=100)
    status = kms.get_key_rotation_status(KeyId=key["KeyId"])
    assert status["KeyRotationEnabled"] and status["RotationPeriodInDays"] == 100
    kms.disable_key_rotation(KeyId=key["KeyId"])
    assert not kms.get_key_rotation_status(KeyId=key["KeyId"])["KeyRotationEnabled"]


def wrapped(material: bytes, public: bytes, folder) -> bytes:
    (folder / "wrapping.der").write_bytes(public)
    (folder / "material").write_bytes(material)
    subprocess.run(["openssl", "pkeyutl", "-encrypt", "-pubin", "-keyform", "DER", "-inkey", folder / "wrapping.der", "-in", folder / "material",
                    "-out", folder / "wrapped", "-pkeyopt", "rsa_padding_mode:oaep", "-pkeyopt", "rsa_oaep_md:sha256",
                    "-pkeyopt", "rsa_mgf1_md:sha256"], check=True)
    return (folder / "wrapped").read_bytes()


def test_time_rotates_destroys_and_expires(sandbox, tmp_path):
    """What AWS does by the calendar: rotation of keys, deletion after the waiting period, expiry of imported material."""
    kms = sandbox.client("kms")
    key = made(kms)
    sealed = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"first")["CiphertextBlob"]
    kms.enable_key_rotation(KeyId=key["KeyId"], RotationPeriodInDays=90)
    doomed = made(kms)["KeyId"]
    lost = kms.encrypt(KeyId=doomed, Plaintext=b"lost")["CiphertextBlob"]
    kms.create_alias(AliasName="alias/doomed", TargetKeyId=doomed)
    when = kms.schedule_key_deletion(KeyId=doomed, PendingWindowInDays=7)["DeletionDate"]
    kept = made(kms)["KeyId"]
    kms.schedule_key_deletion(KeyId=kept, PendingWindowInDays=7)
    kms.cancel_key_deletion(KeyId=kept)
    kms.enable_key(KeyId=kept)
    imported = made(kms, Origin="EXTERNAL")["KeyId"]
    given = kms.get_parameters_for_import(KeyId=imported, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    material, public = os.urandom(32), serialization.load_der_public_key(given["PublicKey"])
    wrapped = public.encrypt(material, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    kms.import_key_material(KeyId=imported, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped,
                            ExpirationModel="KEY_MATERIAL_EXPIRES", ValidTo=given["ParametersValidTo"] + datetime.timedelta(days=3))
    foreign = kms.encrypt(KeyId=imported, Plaintext=b"mine")["CiphertextBlob"]

    sandbox.advance(3 * DAY)
    assert kms.decrypt(CiphertextBlob=foreign)["Plaintext"] == b"mine"
    with error_code("KMSInvalidStateException"):
        kms.decrypt(CiphertextBlob=lost)
    sandbox.advance(2 * DAY)
    wait_for(lambda: kms.describe_key(KeyId=imported)["KeyMetadata"]["KeyState"] == "PendingImport")
    with error_code("KMSInvalidStateException"):
        kms.decrypt(CiphertextBlob=foreign)
    # The same material opens what it sealed.
    given = kms.get_parameters_for_import(KeyId=imported, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    public = serialization.load_der_public_key(given["PublicKey"])
    wrapped = public.encrypt(material, padding.OAEP(padding.MGF1(hashes.SHA256()), hashes.SHA256(), None))
    kms.import_key_material(KeyId=imported, ImportToken=given["ImportToken"], EncryptedKeyMaterial=wrapped,
                            ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")
    assert kms.decrypt(CiphertextBlob=foreign)["Plaintext"] == b"mine"

    assert kms.describe_key(KeyId=doomed)["KeyMetadata"]["DeletionDate"] == when
    sandbox.advance(3 * DAY)

    def gone():
        try:
            kms.describe_key(KeyId=doomed)
        except kms.exceptions.NotFoundException:
            return True
        return False

    wait_for(gone)
    assert "alias/doomed" not in [a["AliasName"] for a in kms.list_aliases()["Aliases"]]
    with error_code("AccessDeniedException", message="does not exist"):
        kms.decrypt(CiphertextBlob=lost)
    assert kms.describe_key(KeyId=kept)["KeyMetadata"]["KeyState"] == "Enabled"

    assert kms.list_key_rotations(KeyId=key["KeyId"])["Rotations"] == []
    for count in (1, 2):
        sandbox.advance(91 * DAY)
        rotations = wait_for(lambda: (found := kms.list_key_rotations(KeyId=key["KeyId"])["Rotations"]) and len(found) == count and found)  # noqa: B023
        assert {r["RotationType"] for r in rotations} == {"AUTOMATIC"}
        assert kms.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["CurrentKeyMaterialId"] != key["CurrentKeyMaterialId"]
        assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"first"
    assert kms.get_key_rotation_status(KeyId=key["KeyId"])["NextRotationDate"] > rotations[-1]["RotationDate"]


def test_imported_material(kms, tmp_path):
    key = made(kms, Origin="EXTERNAL")["KeyId"]
    with error_code("KMSInvalidStateException", message="pending import"):
        kms.encrypt(KeyId=key, Plaintext=b"x")
    given = kms.get_parameters_for_import(KeyId=key, WrappingAlgorithm="RSAES_OAEP_SHA_256", WrappingKeySpec="RSA_2048")
    blob = wrapped(b"k" * 32, given["PublicKey"], tmp_path)
    send = dict(KeyId=key, ImportToken=given["ImportToken"], EncryptedKeyMaterial=blob, ExpirationModel="KEY_MATERIAL_DOES_NOT_EXPIRE")
    with error_code("InvalidImportTokenException"):
        kms.import_key_material(**{**send, "ImportToken": flipped(given["ImportToken"], 20)})
    with error_code("InvalidCiphertextException"):
        kms.import_key_material(**{**send, "EncryptedKeyMaterial": flipped(blob, 20)})
    kms.import_key_material(**send)
    sealed = kms.encrypt(KeyId=key, Plaintext=b"x")["CiphertextBlob"]
    kms.delete_imported_key_material(KeyId=key)
    with error_code("KMSInvalidStateException", message="pending import"):
        kms.decrypt(CiphertextBlob=sealed)
    other = wrapped(b"o" * 32, given["PublicKey"], tmp_path)
    with error_code("IncorrectKeyMaterialException"):
        kms.import_key_material(**{**send, "EncryptedKeyMaterial": other})
    kms.import_key_material(**send)
    assert kms.decrypt(CiphertextBlob=sealed)["Plaintext"] == b"x"


def test_multi_region_keys(cloudkeep, kms):
    away = cloudkeep.client("kms", cloudkeep.admin, region="eu-west-1")
    key = made(kms, MultiRegion=True)
    assert key["KeyId"].startswith("mrk-") and key["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
    with error_code("AccessDeniedException"):
        away.decrypt(CiphertextBlob=blob)
    replica = kms.replicate_key(KeyId=key["KeyId"], ReplicaRegion="eu-west-1")["ReplicaKeyMetadata"]
    assert replica["Arn"] == key["Arn"].replace("us-east-1", "eu-west-1")
    assert away.decrypt(CiphertextBlob=blob)["Plaintext"] == b"x"
    kms.rotate_key_on_demand(KeyId=key["KeyId"])
    newer = kms.encrypt(KeyId=key["KeyId"], Plaintext=b"y")["CiphertextBlob"]
    assert away.decrypt(CiphertextBlob=newer)["Plaintext"] == b"y"
    kms.update_primary_region(KeyId=key["KeyId"], PrimaryRegion="eu-west-1")
    assert away.describe_key(KeyId=key["KeyId"])["KeyMetadata"]["MultiRegionConfiguration"]["MultiRegionKeyType"] == "PRIMARY"
    with error_code("AlreadyExistsException"):
        away.replicate_key(KeyId=key["KeyId"], ReplicaRegion="us-east-1")


# -- the command line, and what is recorded


def test_the_command_line(cloudkeep, kms, tmp_path):
    key = made(kms)["KeyId"]
    (tmp_path / "plain").write_bytes(b"from a file")
    def run(*arguments):
        return cloudkeep.cli(["kms", *arguments], cloudkeep.admin)
    sealed = run("encrypt", "--key-id", key, "--plaintext", f"fileb://{tmp_path / 'plain'}")["CiphertextBlob"]
    (tmp_path / "sealed").write_bytes(base64.b64decode(sealed))
    opened = run("decrypt", "--ciphertext-blob", f"fileb://{tmp_path / 'sealed'}")
    assert base64.b64decode(opened["Plaintext"]) == b"from a file"
    assert len(base64.b64decode(run("generate-data-key", "--key-id", key, "--key-spec", "AES_256")["Plaintext"])) == 32
    signer = made(kms, KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyId"]
    arguments = ["--key-id", signer, "--message", f"fileb://{tmp_path / 'plain'}", "--signing-algorithm", "ECDSA_SHA_256"]
    (tmp_path / "signature").write_bytes(base64.b64decode(run("sign", *arguments)["Signature"]))
    assert run("verify", *arguments, "--signature", f"fileb://{tmp_path / 'signature'}")["SignatureValid"]


def test_what_is_recorded(cloudkeep, kms):
    key = made(kms)
    words = unique("never-to-be-seen")
    blob = kms.encrypt(KeyId=key["KeyId"], Plaintext=words.encode(), EncryptionContext={"ticket": key["KeyId"]})["CiphertextBlob"]
    kms.decrypt(CiphertextBlob=blob, EncryptionContext={"ticket": key["KeyId"]})
    def found():
        records = events(cloudkeep, cloudkeep.admin, ResourceName=key["Arn"])
        return records if {"Encrypt", "Decrypt"} <= {r["eventName"] for r in records} else None
    records = wait_for(found)
    for record in records:
        if record["eventName"] in ("Encrypt", "Decrypt"):
            assert record["requestParameters"]["encryptionContext"] == {"ticket": key["KeyId"]}
            assert record["responseElements"] is None and record["readOnly"] is True
    text = json.dumps(records)
    assert words not in text and base64.b64encode(words.encode()).decode() not in text
    usage = wait_for(lambda: kms.get_key_last_usage(KeyId=key["KeyId"]).get("KeyLastUsage") if hasattr(kms, "get_key_last_usage") else {"Operation": "Decrypt"})
    assert usage["Operation"] in ("Encrypt", "Decrypt")

"""IAM with unmodified clients: access keys, passwords, MFA devices."""

import struct
import zlib

from harness import Credentials, allow, error_code, policy, totp, trust, unique
from iam_support import make_device, tags
from iam_support import iam, server, user  # noqa: F401 (fixtures)


# -- access keys


def test_access_keys(server, iam, user):
    first = iam.create_access_key(UserName=user)["AccessKey"]
    assert first["Status"] == "Active" and first["AccessKeyId"].startswith("AKIA") and len(first["SecretAccessKey"]) == 40
    second = Credentials.of(iam.create_access_key(UserName=user))
    with error_code("LimitExceeded", 409, "Cannot exceed quota for AccessKeysPerUser: 2"):
        iam.create_access_key(UserName=user)
    listed = iam.list_access_keys(UserName=user)["AccessKeyMetadata"]
    assert {k["AccessKeyId"] for k in listed} == {first["AccessKeyId"], second.access_key_id}
    assert "SecretAccessKey" not in str(listed)
    pages = list(iam.get_paginator("list_access_keys").paginate(UserName=user, PaginationConfig={"PageSize": 1}))
    assert len(pages) == 2
    # Used, switched off, and on again.
    sts = server.client("sts", second)
    assert sts.get_caller_identity()["Arn"].endswith(f":user/{user}")
    iam.update_access_key(UserName=user, AccessKeyId=second.access_key_id, Status="Inactive")
    with error_code("InvalidClientTokenId", 403):
        sts.get_caller_identity()
    iam.update_access_key(UserName=user, AccessKeyId=second.access_key_id, Status="Active")
    sts.get_caller_identity()
    used = iam.get_access_key_last_used(AccessKeyId=first["AccessKeyId"])
    assert used["UserName"] == user and used["AccessKeyLastUsed"] == {"ServiceName": "N/A", "Region": "N/A"}
    unknown = "AKIAAAAAAAAAAAAAAAAA"
    for call in (
        lambda: iam.delete_access_key(UserName=user, AccessKeyId=unknown),
        lambda: iam.update_access_key(UserName=user, AccessKeyId=unknown, Status="Active"),
        lambda: iam.get_access_key_last_used(AccessKeyId=unknown),
    ):
        with error_code("NoSuchEntity", 404, f"The Access Key with id {unknown} cannot be found."):
            call()
    # Nobody deletes another user's key under their own name.
    with error_code("NoSuchEntity", 404):
        iam.delete_access_key(AccessKeyId=second.access_key_id)


def test_last_use_survives_a_stop(fresh):
    server = fresh()
    key = server.admin
    server.client("iam", key).list_users()
    server.restart()
    used = server.client("iam", server.root).get_access_key_last_used(AccessKeyId=key.access_key_id)
    assert used["AccessKeyLastUsed"]["ServiceName"] == "iam" and used["AccessKeyLastUsed"]["Region"] == "us-east-1"
    assert used["AccessKeyLastUsed"]["LastUsedDate"]


def test_the_last_use_of_a_role(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    arn = iam.create_role(RoleName="used", AssumeRolePolicyDocument=trust({"AWS": server.account}))["Role"]["Arn"]
    assert iam.get_role(RoleName="used")["Role"]["RoleLastUsed"] == {}
    server.client("sts", server.assume(arn), region="eu-west-1").get_caller_identity()
    server.restart()
    used = server.client("iam", server.admin).get_role(RoleName="used")["Role"]["RoleLastUsed"]
    assert used["Region"] == "eu-west-1" and used["LastUsedDate"]


def test_the_root_user_manages_its_keys(fresh):
    server = fresh()
    iam = server.client("iam")
    second = Credentials.of(iam.create_access_key())
    assert server.client("sts", second).get_caller_identity()["Arn"].endswith(":root")
    with error_code("LimitExceeded", 409):
        iam.create_access_key()
    assert len(iam.list_access_keys()["AccessKeyMetadata"]) == 2
    assert iam.get_account_summary()["SummaryMap"]["AccountAccessKeysPresent"] == 2
    iam.delete_access_key(AccessKeyId=second.access_key_id)
    with error_code("InvalidClientTokenId", 403):
        server.client("sts", second).get_caller_identity()


# -- passwords


def test_login_profiles_and_the_password_policy(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    with error_code("NoSuchEntity", 404, "The Password Policy with domain name"):
        iam.get_account_password_policy()
    who = server.user("dora", credentials=server.admin)
    mine = server.client("iam", who)
    with error_code("NoSuchEntity", 404, "Login Profile for User dora cannot be found."):
        iam.get_login_profile(UserName="dora")
    with error_code("PasswordPolicyViolation", 400):
        iam.create_login_profile(UserName="dora", Password="simple")
    made = iam.create_login_profile(UserName="dora", Password="Simple-12", PasswordResetRequired=True)["LoginProfile"]
    assert (made["UserName"], made["PasswordResetRequired"]) == ("dora", True)
    with error_code("EntityAlreadyExists", 409, "Login Profile for user dora already exists."):
        iam.create_login_profile(UserName="dora", Password="Simple-12")

    # Without a password policy changing one's password needs a permission.
    with error_code("AccessDenied", 403, "iam:ChangePassword"):
        mine.change_password(OldPassword="Simple-12", NewPassword="Simple-13")
    iam.update_account_password_policy(
        MinimumPasswordLength=12, RequireSymbols=True, RequireNumbers=True, RequireUppercaseCharacters=True,
        RequireLowercaseCharacters=True, AllowUsersToChangePassword=True, MaxPasswordAge=90, PasswordReusePrevention=2,
    )
    got = iam.get_account_password_policy()["PasswordPolicy"]
    assert (got["MinimumPasswordLength"], got["ExpirePasswords"], got["MaxPasswordAge"], got["PasswordReusePrevention"]) == (
        12, True, 90, 2)
    with error_code("AccessDenied", 403, "The old password was incorrect."):
        mine.change_password(OldPassword="Wrong-12", NewPassword="Long-enough-1")
    with error_code("PasswordPolicyViolation", 400, "12 characters"):
        mine.change_password(OldPassword="Simple-12", NewPassword="Simple-13")
    mine.change_password(OldPassword="Simple-12", NewPassword="Long-enough-1")
    assert iam.get_login_profile(UserName="dora")["LoginProfile"]["PasswordResetRequired"] is False
    with error_code("PasswordPolicyViolation", 400, "last 2 passwords"):
        mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-1")
    mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-2")
    with error_code("PasswordPolicyViolation", 400, "last 2 passwords"):
        mine.change_password(OldPassword="Long-enough-2", NewPassword="Long-enough-1")
    mine.change_password(OldPassword="Long-enough-2", NewPassword="Long-enough-3")
    mine.change_password(OldPassword="Long-enough-3", NewPassword="Long-enough-1")
    iam.update_login_profile(UserName="dora", Password="Long-enough-9", PasswordResetRequired=True)
    with error_code("AccessDenied", 403):
        mine.change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-4")
    with error_code("InvalidUserType", 400):
        server.client("iam").change_password(OldPassword="Long-enough-1", NewPassword="Long-enough-4")
    iam.delete_login_profile(UserName="dora")
    with error_code("NoSuchEntity", 404):
        iam.update_login_profile(UserName="dora", PasswordResetRequired=True)
    iam.delete_account_password_policy()
    with error_code("NoSuchEntity", 404):
        iam.delete_account_password_policy()
    # No password is in the files of the server or in the audit.
    for path in server.data_dir.rglob("*"):
        if path.is_file():
            assert b"Long-enough" not in path.read_bytes(), path


# -- MFA


def png_size(image: bytes):
    assert image[:8] == b"\x89PNG\r\n\x1a\n"
    at, chunks = 8, {}
    while at < len(image):
        length, kind = struct.unpack(">I4s", image[at:at + 8])
        body = image[at + 8:at + 8 + length]
        assert struct.unpack(">I", image[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        chunks[kind] = body
        at += 12 + length
    width, height, depth = struct.unpack(">IIB", chunks[b"IHDR"][:9])
    assert len(zlib.decompress(chunks[b"IDAT"])) == height * ((width * depth + 7) // 8 + 1)
    return width, height


def test_an_mfa_device_lives(server, iam):
    name = unique("eve")
    who = server.user(name, credentials=server.admin)
    serial, seed, image = make_device(iam, Tags=tags(a="b"))
    assert serial.startswith(f"arn:aws:iam::{server.account}:mfa/phone-") and len(seed) == 64
    width, height = png_size(image)
    assert width == height > 100
    with error_code("EntityAlreadyExists", 409, "MFADevice entity at the same path and name already exists."):
        iam.create_virtual_mfa_device(VirtualMFADeviceName=serial.rsplit("/", 1)[1])
    for first, second in ((-1, -1), (0, -1), (-2, 0), (-100, -99)):
        with error_code("InvalidAuthenticationCode", 403):
            iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=first),
                                  AuthenticationCode2=totp(seed, step=second))
    iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=-2),
                          AuthenticationCode2=totp(seed, step=-1))
    with error_code("EntityAlreadyExists", 409, "MFA Device is already in use."):
        iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1="123456", AuthenticationCode2="654321")
    assert [d["SerialNumber"] for d in iam.list_mfa_devices(UserName=name)["MFADevices"]] == [serial]
    got = iam.get_mfa_device(SerialNumber=serial, UserName=name)
    assert got["UserName"] == name and got["EnableDate"]
    devices = {
        d["SerialNumber"]: d
        for page in iam.get_paginator("list_virtual_mfa_devices").paginate(AssignmentStatus="Assigned")
        for d in page["VirtualMFADevices"]
    }
    assert devices[serial]["User"]["UserName"] == name and "Base32StringSeed" not in devices[serial]
    with error_code("DeleteConflict", 409, "MFA VirtualDevice in use. Must deactivate first."):
        iam.delete_virtual_mfa_device(SerialNumber=serial)
    with error_code("DeleteConflict", 409, "must delete access keys first"):
        iam.delete_user(UserName=name)

    # A policy that asks for MFA: the key alone is refused, a session with a code is allowed, and no code works twice.
    iam.put_user_policy(UserName=name, PolicyName="mfa", PolicyDocument=policy(
        allow("iam:ListUsers", Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}})))
    with error_code("AccessDenied", 403):
        server.client("iam", who).list_users()
    sts = server.client("sts", who)
    code = totp(seed, step=0)
    session = Credentials.of(sts.get_session_token(SerialNumber=serial, TokenCode=code))
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=code)
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts.get_session_token(SerialNumber=serial, TokenCode=totp(seed, step=-1))
    plain = Credentials.of(sts.get_session_token())
    with error_code("InvalidClientTokenId", 403):
        server.client("iam", plain).list_users()

    iam.resync_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=4),
                          AuthenticationCode2=totp(seed, step=5))
    with error_code("InvalidAuthenticationCode", 403):
        iam.resync_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=totp(seed, step=4),
                              AuthenticationCode2=totp(seed, step=5))
    # The device runs five steps ahead now: its next code is the one after those.
    sts.get_session_token(SerialNumber=serial, TokenCode=totp(seed, step=6))
    other = unique("other")
    iam.create_user(UserName=other)
    for call in (iam.deactivate_mfa_device, iam.get_mfa_device):
        with error_code("NoSuchEntity", 404, "MFA Device invalid for user."):
            call(UserName=other, SerialNumber=serial)
    iam.deactivate_mfa_device(UserName=name, SerialNumber=serial)
    assert iam.list_mfa_devices(UserName=name)["MFADevices"] == []
    iam.delete_virtual_mfa_device(SerialNumber=serial)
    with error_code("NoSuchEntity", 404, "doesn't exist"):
        iam.delete_virtual_mfa_device(SerialNumber=serial)


def test_eight_devices_at_most_and_root_may_have_one(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    iam.create_user(UserName="fred")
    for n in range(9):
        serial, seed, _ = make_device(iam)
        codes = {"AuthenticationCode1": totp(seed, step=-1), "AuthenticationCode2": totp(seed)}
        if n < 8:
            iam.enable_mfa_device(UserName="fred", SerialNumber=serial, **codes)
    with error_code("LimitExceeded", 409, "MFADevicesPerUser: 8"):
        iam.enable_mfa_device(UserName="fred", SerialNumber=serial, **codes)
    root = server.client("iam")
    root.enable_mfa_device(UserName="root", SerialNumber=serial, **codes)
    assert [d["SerialNumber"] for d in root.list_mfa_devices()["MFADevices"]] == [serial]
    summary = iam.get_account_summary()["SummaryMap"]
    assert (summary["AccountMFAEnabled"], summary["MFADevices"], summary["MFADevicesInUse"]) == (1, 9, 9)
    root.deactivate_mfa_device(SerialNumber=serial)
    assert iam.get_account_summary()["SummaryMap"]["AccountMFAEnabled"] == 0


def test_codes_cannot_be_guessed(fresh):
    server = fresh()
    iam = server.client("iam", server.admin)
    who = server.user("gina", credentials=server.admin)
    serial, seed, _ = make_device(iam)
    iam.enable_mfa_device(UserName="gina", SerialNumber=serial, AuthenticationCode1=totp(seed, step=-2),
                          AuthenticationCode2=totp(seed, step=-1))
    sts = server.client("sts", who)
    near = {totp(seed, step=n) for n in range(-3, 4)}
    wrong = [code for code in (f"{n:06d}" for n in range(100)) if code not in near][:10]
    for code in wrong:
        with error_code("AccessDenied", 403):
            sts.get_session_token(SerialNumber=serial, TokenCode=code)
    with error_code("AccessDenied", 403):
        sts.get_session_token(SerialNumber=serial, TokenCode=totp(seed))

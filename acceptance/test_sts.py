"""STS with unmodified clients: who callers are, and the ways to get temporary credentials."""

import base64
import datetime
import hashlib
import json
import urllib.error
import urllib.request

import botocore
import pytest

from harness import (
    ADMINISTRATOR, Credentials, allow, deny, ensure_organization, error_code, events, fresh_totp, policy, trust, unique,
    wait_for,
)
from sts_support import UNCHECKED, make_role, sts, tags, trust_all
from sts_support import member, server, user  # noqa: F401 (fixtures)


# -- GetCallerIdentity


def test_caller_identity_of_every_kind(server, user):
    credentials, name = user
    account = server.account
    assert sts(server, server.root).get_caller_identity() | {"ResponseMetadata": None} == {
        "UserId": account,
        "Account": account,
        "Arn": f"arn:aws:iam::{account}:root",
        "ResponseMetadata": None,
    }
    me = sts(server, credentials).get_caller_identity()
    assert me["Arn"] == f"arn:aws:iam::{account}:user/{name}" and me["UserId"].startswith("AIDA") and me["Account"] == account

    role = make_role(server, trust(user_principal(server, name)), Path="/deep/path/")
    session = server.assume(role, credentials, session="night.shift@example")
    me = sts(server, session).get_caller_identity()
    role_name = role.rsplit("/", 1)[1]
    assert me["Arn"] == f"arn:aws:sts::{account}:assumed-role/{role_name}/night.shift@example"
    assert me["UserId"].startswith("AROA") and me["UserId"].endswith(":night.shift@example")

    federated = Credentials.of(sts(server, credentials).get_federation_token(Name="fed"))
    me = sts(server, federated).get_caller_identity()
    assert (me["Arn"], me["UserId"]) == (f"arn:aws:sts::{account}:federated-user/fed", f"{account}:fed")

    session = Credentials.of(sts(server, credentials).get_session_token())
    assert sts(server, session).get_caller_identity()["Arn"] == f"arn:aws:iam::{account}:user/{name}"


def user_principal(server, name):
    return {"AWS": f"arn:aws:iam::{server.account}:user/{name}"}


def test_caller_identity_cannot_be_denied(server):
    credentials = server.user(unique("denied"), inline=json.loads(policy(deny("*"))))
    assert sts(server, credentials).get_caller_identity()["Account"] == server.account


def test_caller_identity_by_the_cli(server, user):
    credentials, name = user
    assert server.cli(["sts", "get-caller-identity"], credentials)["Arn"].endswith(f":user/{name}")


def test_presigned_caller_identity(server, user):
    credentials, name = user
    presign = sts(server, credentials).generate_presigned_url
    url = presign("get_caller_identity", ExpiresIn=60, HttpMethod="GET")
    posted = urllib.request.Request(presign("get_caller_identity", ExpiresIn=60, HttpMethod="POST"), method="POST")
    for request in (url, posted):
        with urllib.request.urlopen(request, timeout=10) as answer:
            assert f":user/{name}</Arn>" in answer.read().decode()
    # The method is signed too.
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(urllib.request.Request(url, method="POST"), timeout=10)
    for broken in (url.replace("X-Amz-Signature=", "X-Amz-Signature=0"), url.replace("X-Amz-Expires=60", "X-Amz-Expires=61")):
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(broken, timeout=10)
        assert caught.value.code == 403
        assert b"SignatureDoesNotMatch" in caught.value.read()


def test_wrong_credentials(server, user):
    credentials, _ = user
    session = Credentials.of(sts(server, credentials).get_session_token())
    with error_code("InvalidClientTokenId", 403):
        sts(server, Credentials("AKIAAAAAAAAAAAAAAAAA", "x" * 40)).get_caller_identity()
    with error_code("SignatureDoesNotMatch", 403):
        sts(server, Credentials(credentials.access_key_id, "x" * 40)).get_caller_identity()
    with error_code("InvalidClientTokenId", 403):
        sts(server, Credentials(session.access_key_id, session.secret_access_key)).get_caller_identity()
    other = Credentials.of(sts(server, credentials).get_session_token())
    with error_code("InvalidClientTokenId", 403):
        sts(server, Credentials(session.access_key_id, session.secret_access_key, other.session_token)).get_caller_identity()


# -- GetAccessKeyInfo


def test_access_key_info(server, member, user):
    credentials, _ = user
    ask = lambda key: sts(server, credentials).get_access_key_info(AccessKeyId=key)["Account"]
    assert ask(credentials.access_key_id) == server.account
    assert ask(server.root.access_key_id) == server.account
    # Temporary keys are stored nowhere: their ids tell the account, also of others.
    assert ask(member.access_key_id) == member.account
    # So do those of long-term keys that are gone.
    iam, name = server.client("iam", server.admin), unique("gone")
    gone = server.user(name)
    iam.delete_access_key(UserName=name, AccessKeyId=gone.access_key_id)
    assert ask(gone.access_key_id) == server.account
    for key in ("AKIAIOSFODNN7EXAMPLE", "ASIAY34FZKBOKMUTVV7A", "nonsensenonsense"):
        with error_code("ValidationError", 400):
            ask(key)
    with error_code("ValidationError", 400):
        sts(server, credentials, config=UNCHECKED).get_access_key_info(AccessKeyId="AKIA")
    nobody = server.user(unique("nobody"))
    with error_code("AccessDenied", 403, "sts:GetAccessKeyInfo"):
        sts(server, nobody).get_access_key_info(AccessKeyId=credentials.access_key_id)


# -- AssumeRole


def test_a_role_in_the_same_account(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)), policy(allow("iam:ListUsers")))
    reply = sts(server, credentials).assume_role(RoleArn=role, RoleSessionName="s-1")
    assert reply["Credentials"]["AccessKeyId"].startswith("ASIA")
    assert reply["AssumedRoleUser"]["Arn"].endswith("/s-1")
    assert "PackedPolicySize" not in reply and "SourceIdentity" not in reply
    left = reply["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 3500 < left.total_seconds() <= 3600
    session = Credentials.of(reply)
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403, r"assumed-role/.*/s-1 is not authorized to perform: iam:ListRoles"):
        server.client("iam", session).list_roles()


def test_both_sides_must_allow_across_accounts(server, member):
    caller = server.user(unique("caller"), inline=json.loads(policy(allow("sts:AssumeRole", f"arn:aws:iam::{member.account}:role/*"))))
    open_role = make_role(server, trust({"AWS": server.account}), policy(allow("iam:ListUsers")), credentials=member)
    session = server.assume(open_role, caller)
    assert sts(server, session).get_caller_identity()["Account"] == member.account
    server.client("iam", session).list_users()
    closed = make_role(server, trust({"AWS": member.account}), credentials=member)
    with error_code("AccessDenied", 403, "not authorized to perform: sts:AssumeRole on resource"):
        server.assume(closed, caller)
    # Trusted, but without a permission of its own account.
    nobody = server.user(unique("nobody"))
    with error_code("AccessDenied", 403, "not authorized to perform: sts:AssumeRole"):
        server.assume(open_role, nobody)


def test_external_id(server, member):
    caller = server.user(unique("caller"), inline=json.loads(policy(allow("sts:AssumeRole"))))
    condition = {"StringEquals": {"sts:ExternalId": "contract/4711"}}
    role = make_role(server, trust({"AWS": server.account}, Condition=condition), credentials=member)
    assert server.assume(role, caller, ExternalId="contract/4711")
    for given in ({}, {"ExternalId": "contract/4712"}):
        with error_code("AccessDenied", 403):
            server.assume(role, caller, **given)
    assert server.cli(
        ["sts", "assume-role", "--role-arn", role, "--role-session-name", "cli", "--external-id", "contract/4711"], caller
    )["Credentials"]["SessionToken"]
    failed = server.cli(["sts", "assume-role", "--role-arn", role, "--role-session-name", "cli"], caller, check=False)
    assert failed.code == "AccessDenied"


def test_a_missing_role_is_refused_like_a_closed_one(server, user):
    credentials, _ = user
    closed = make_role(server, trust({"Service": "ec2.amazonaws.com"}))
    messages = []
    for arn in (closed, f"arn:aws:iam::{server.account}:role/{unique('missing')}", "arn:aws:iam::999999999999:role/missing"):
        with error_code("AccessDenied", 403) as caught:
            server.assume(arn, credentials)
        messages.append(caught.value.response["Error"]["Message"].replace(arn, "ROLE"))
    assert len(set(messages)) == 1, messages


def test_root_and_federated_users_assume_no_roles(server, user):
    credentials, _ = user
    role = make_role(server, trust({"AWS": server.account}))
    with error_code("AccessDenied", 403, "Roles may not be assumed by root accounts."):
        server.assume(role, server.root)
    federated = Credentials.of(sts(server, credentials).get_federation_token(Name="fed", Policy=policy(allow("*"))))
    with error_code("AccessDenied", 403):
        server.assume(role, federated)


def test_service_linked_roles_are_their_services(server, user):
    credentials, _ = user
    role = server.client("iam", server.admin).create_service_linked_role(AWSServiceName="guardduty.amazonaws.com")["Role"]["Arn"]
    with error_code("AccessDenied", 403):
        server.assume(role, credentials)


@pytest.mark.parametrize(
    "change",
    [
        {"RoleArn": "arn:aws:iam::111122223333:user/someone"},
        {"RoleArn": "not-an-arn-but-long-enough"},
        {"RoleSessionName": "no spaces"},
        {"RoleSessionName": "x" * 65},
        {"DurationSeconds": 899},
        {"DurationSeconds": 43201},
        {"ExternalId": "x"},
        {"TokenCode": "12345", "SerialNumber": "arn:aws:iam::1:mfa/a"},
        {"SourceIdentity": "aws:x y"},
        {"Tags": [{"Key": "", "Value": "v"}]},
        {"Tags": [{"Key": "a*", "Value": "v"}]},
    ],
)
def test_bad_input(server, user, change):
    credentials, _ = user
    client = sts(server, credentials, config=UNCHECKED)
    given = {"RoleArn": f"arn:aws:iam::{server.account}:role/x", "RoleSessionName": "session"} | change
    with error_code("ValidationError", 400):
        client.assume_role(**given)


def test_durations(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)), MaxSessionDuration=7200)
    reply = sts(server, credentials).assume_role(RoleArn=role, RoleSessionName="long", DurationSeconds=7200)
    left = reply["Credentials"]["Expiration"] - datetime.datetime.now(datetime.timezone.utc)
    assert 7100 < left.total_seconds() <= 7200
    with error_code("ValidationError", 400, "The requested DurationSeconds exceeds the MaxSessionDuration set for this role."):
        sts(server, credentials).assume_role(RoleArn=role, RoleSessionName="long", DurationSeconds=7201)


def test_chained_sessions_last_an_hour(server, user):
    credentials, name = user
    first = make_role(server, trust(user_principal(server, name)), policy(allow("sts:*")), MaxSessionDuration=43200)
    second = make_role(server, trust({"AWS": first}), MaxSessionDuration=43200)
    session = server.assume(first, credentials, DurationSeconds=43200)
    assert server.assume(second, session, DurationSeconds=3600)
    with error_code("ValidationError", 400, "exceeds the 1 hour session limit for roles assumed by role chaining"):
        server.assume(second, session, DurationSeconds=3601)


def test_sessions_expire(fresh):
    """In the sandbox time can be moved."""
    box = fresh(sandbox=True)
    iam = box.client("iam")
    key = Credentials.of(iam.create_access_key(UserName=iam.create_user(UserName="u")["User"]["UserName"]))
    session = Credentials.of(box.client("sts", key).get_session_token(DurationSeconds=900))
    assert box.client("sts", session).get_caller_identity()
    body = json.dumps({"advance_seconds": 960}).encode()
    request = urllib.request.Request(
        f"{box.endpoint}/_cloudkeep/clock", method="POST", data=body, headers={"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
    with error_code("ExpiredToken", 403):
        box.client("sts", session).get_caller_identity()


# -- session policies


def test_session_policies_cap_a_role(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)), managed=[ADMINISTRATOR])
    capped = server.assume(role, credentials, Policy=policy(allow("iam:ListUsers"), deny("iam:ListGroups")))
    server.client("iam", capped).list_users()
    with error_code("AccessDenied", 403, "because no session policy allows the iam:ListRoles action"):
        server.client("iam", capped).list_roles()
    with error_code("AccessDenied", 403, "with an explicit deny in a session policy"):
        server.client("iam", capped).list_groups()
    # A session policy gives nothing that the role has not.
    poor = make_role(server, trust(user_principal(server, name)), policy(allow("iam:ListUsers")))
    with error_code("AccessDenied", 403, "identity-based policy"):
        server.client("iam", server.assume(poor, credentials, Policy=policy(allow("*")))).list_roles()


def test_managed_session_policies(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)), managed=[ADMINISTRATOR])
    iam = server.client("iam", server.admin)
    own = iam.create_policy(PolicyName=unique("cap"), PolicyDocument=policy(allow("iam:ListUsers")))["Policy"]["Arn"]
    session = server.assume(role, credentials, PolicyArns=[{"arn": own}])
    server.client("iam", session).list_users()
    with error_code("AccessDenied", 403, "no session policy allows"):
        server.client("iam", session).list_roles()
    both = server.assume(
        role, credentials, PolicyArns=[{"arn": own}, {"arn": "arn:aws:iam::aws:policy/IAMReadOnlyAccess"}], Policy=policy(allow("sts:*"))
    )
    server.client("iam", both).list_roles()
    # The bound stays when the policy goes.
    iam.delete_policy(PolicyArn=own)
    with error_code("AccessDenied", 403):
        server.client("iam", session).list_users()
    for arn, count in ((own, 1), ("arn:aws:iam::aws:policy/NoSuch", 1), ("arn:aws:iam::111122223333:policy/x", 1), (ADMINISTRATOR, 11)):
        with error_code("ValidationError", 400):
            server.assume(role, credentials, PolicyArns=[{"arn": arn}] * count)


@pytest.mark.parametrize("text", ["{", "[]", '{"Version":"2012-10-17"}', '{"Version":"2012-10-17","Statement":[{"Effect":"May"}]}'])
def test_malformed_session_policies(server, user, text):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)))
    with error_code("MalformedPolicyDocument", 400):
        server.assume(role, credentials, Policy=text)
    with pytest.raises(sts(server, credentials).exceptions.MalformedPolicyDocumentException):
        sts(server, credentials).get_federation_token(Name="fed", Policy=text)


def test_session_policies_have_a_size(server, user):
    credentials, name = user
    role = make_role(server, trust_all(server.account))
    small = sts(server, credentials).assume_role(RoleArn=role, RoleSessionName="s1", Policy=policy(allow("iam:ListUsers")))
    larger = sts(server, credentials).assume_role(
        RoleArn=role, RoleSessionName="s1", Policy=policy(allow("iam:ListUsers")), Tags=tags(**{f"key{i}": f"value {i}" for i in range(30)})
    )
    assert 0 < small["PackedPolicySize"] < larger["PackedPolicySize"] <= 100
    with error_code("ValidationError", 400):
        server.assume(role, credentials, Policy=policy(allow("iam:ListUsers")) + " " * 2048)
    noise = [base64.b64encode(hashlib.sha512(str(i).encode()).digest()).decode()[:80] for i in range(200)]
    many = [{"Key": noise[i], "Value": noise[50 + i] + noise[100 + i] + noise[150 + i]} for i in range(50)]
    with error_code("PackedPolicyTooLarge", 400, r"Packed policy consumes \d{3}% of allotted space"):
        server.assume(role, credentials, Tags=many)


# -- session tags, source identity


def test_session_tags_and_abac(server, user):
    credentials, name = user
    permissions = policy(allow("iam:GetUser", Condition={"StringEquals": {"iam:ResourceTag/team": "${aws:PrincipalTag/team}"}}))
    role = make_role(server, trust_all(server.account), permissions, Tags=tags(team="blue"))
    iam = server.client("iam", server.admin)
    red, blue = unique("red"), unique("blue")
    iam.create_user(UserName=red, Tags=tags(team="red"))
    iam.create_user(UserName=blue, Tags=tags(team="blue"))

    def sees(session, name):
        try:
            return bool(server.client("iam", session).get_user(UserName=name))
        except botocore.exceptions.ClientError as error:
            assert error.response["Error"]["Code"] == "AccessDenied"
            return False

    plain = server.assume(role, credentials)
    assert (sees(plain, red), sees(plain, blue)) == (False, True)
    # Session tags override the role's, whatever their case.
    tagged = server.assume(role, credentials, Tags=tags(Team="red"))
    assert (sees(tagged, red), sees(tagged, blue)) == (True, False)


def test_tagging_needs_its_own_permission(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)))
    assert server.assume(role, credentials)
    with error_code("AccessDenied", 403, "sts:TagSession"):
        server.assume(role, credentials, Tags=tags(a="b"))
    with error_code("AccessDenied", 403, "sts:SetSourceIdentity"):
        server.assume(role, credentials, SourceIdentity="ada")


def test_trust_policies_see_tags(server, user):
    credentials, name = user
    condition = {
        "StringEquals": {"aws:RequestTag/project": "apollo"},
        "ForAllValues:StringEquals": {"aws:TagKeys": ["project", "cost"], "sts:TransitiveTagKeys": ["project"]},
    }
    role = make_role(server, trust_all(server.account, Condition=condition))
    assert server.assume(role, credentials, Tags=tags(project="apollo", cost="1"), TransitiveTagKeys=["project"])
    for given in (
        {},
        {"Tags": tags(project="gemini")},
        {"Tags": tags(project="apollo", other="x")},
        {"Tags": tags(project="apollo", cost="1"), "TransitiveTagKeys": ["cost"]},
    ):
        with error_code("AccessDenied", 403):
            server.assume(role, credentials, **given)


def test_transitive_tags_pass_on_and_stay(server, user):
    credentials, name = user
    first = make_role(server, trust_all(server.account), policy(allow("sts:*")))
    permissions = policy(allow("iam:ListUsers", Condition={"StringEquals": {"aws:PrincipalTag/project": "apollo"}}))
    second = make_role(server, trust_all(server.account), permissions)
    passing = server.assume(first, credentials, Tags=tags(project="apollo"), TransitiveTagKeys=["project"])
    server.client("iam", server.assume(second, passing)).list_users()
    with error_code("InvalidParameterValue", 400, "conflicts with a transitive tag key from the calling session"):
        server.assume(second, passing, Tags=tags(Project="gemini"))
    staying = server.assume(first, credentials, Tags=tags(project="apollo"))
    with error_code("AccessDenied", 403):
        server.client("iam", server.assume(second, staying)).list_users()
    # Inherited tags need the permission too.
    untagged = make_role(server, trust({"AWS": first}))
    with error_code("AccessDenied", 403, "sts:TagSession"):
        server.assume(untagged, passing)
    assert server.assume(untagged, staying)


def test_wrong_tags(server, user):
    credentials, _ = user
    role = make_role(server, trust_all(server.account))
    for given, message in (
        ({"Tags": tags(a="1", A="2")}, "Duplicate tag keys found"),
        ({"Tags": tags(a="1"), "TransitiveTagKeys": ["b"]}, "must be included in the requested tags"),
        ({"Tags": [{"Key": "aws:a", "Value": "1"}]}, "reserved"),
    ):
        with error_code("InvalidParameterValue", 400, message):
            server.assume(role, credentials, **given)
    with error_code("ValidationError", 400):
        server.assume(role, credentials, Tags=tags(**{f"k{i}": "v" for i in range(51)}))


def test_source_identity_persists(server, user):
    credentials, _ = user
    first = make_role(server, trust_all(server.account), policy(allow("sts:*")))
    condition = {"StringEquals": {"aws:SourceIdentity": "ada"}}
    second = make_role(server, trust_all(server.account), policy(allow("iam:ListUsers", Condition=condition)))
    reply = sts(server, credentials).assume_role(RoleArn=first, RoleSessionName="s1", SourceIdentity="ada")
    assert reply["SourceIdentity"] == "ada"
    session = Credentials.of(reply)
    server.client("iam", server.assume(second, session)).list_users()
    assert server.assume(second, session, SourceIdentity="ada")
    with error_code("InvalidParameterValue", 400, "source identity"):
        server.assume(second, session, SourceIdentity="bob")
    with error_code("AccessDenied", 403):
        server.client("iam", server.assume(second, credentials)).list_users()
    demanding = make_role(server, trust_all(server.account, Condition={"StringLike": {"sts:SourceIdentity": "a*"}}))
    assert server.assume(demanding, credentials, SourceIdentity="ada")
    with error_code("AccessDenied", 403):
        server.assume(demanding, credentials, SourceIdentity="bob")
    with error_code("AccessDenied", 403):
        server.assume(demanding, credentials)


# -- MFA


@pytest.fixture
def with_mfa(server, user):
    """The user's credentials, the device's ARN and its seed; two codes are used already."""
    credentials, name = user
    iam = server.client("iam", server.admin)
    device = iam.create_virtual_mfa_device(VirtualMFADeviceName=unique("mfa"))["VirtualMFADevice"]
    seed, serial, used = device["Base32StringSeed"].decode(), device["SerialNumber"], set()
    first = fresh_totp(seed, used)
    iam.enable_mfa_device(UserName=name, SerialNumber=serial, AuthenticationCode1=first, AuthenticationCode2=fresh_totp(seed, used))
    return credentials, name, serial, lambda: fresh_totp(seed, used)


def test_mfa_sessions(server, with_mfa):
    credentials, name, serial, code = with_mfa
    guarded = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    iam = server.client("iam", server.admin)
    iam.put_user_policy(
        UserName=name, PolicyName="mfa", PolicyDocument=policy(allow("iam:ListRoles", Condition=guarded), allow("sts:*"))
    )
    plain = Credentials.of(sts(server, credentials).get_session_token())
    # IAM takes sessions of users only with MFA, whatever policies say.
    with error_code("InvalidClientTokenId", 403):
        server.client("iam", plain).list_roles()
    right = code()
    shown = Credentials.of(sts(server, credentials).get_session_token(SerialNumber=serial, TokenCode=right))
    server.client("iam", shown).list_roles()
    # A code counts once, a wrong one never, and half of a proof is none.
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts(server, credentials).get_session_token(SerialNumber=serial, TokenCode=right)
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        sts(server, credentials).get_session_token(SerialNumber=serial.replace(":mfa/", ":mfa/x"), TokenCode="123456")
    for half in ({"SerialNumber": serial}, {"TokenCode": "123456"}):
        with error_code("AccessDenied", 403, "must provide both"):
            sts(server, credentials).get_session_token(**half)

    role = make_role(server, trust(user_principal(server, name), Condition=guarded), policy(allow("iam:ListUsers", Condition=guarded)))
    with error_code("AccessDenied", 403, "not authorized to perform: sts:AssumeRole"):
        server.assume(role, credentials)
    with error_code("AccessDenied", 403, "MultiFactorAuthentication failed"):
        server.assume(role, credentials, SerialNumber=serial, TokenCode=right)
    session = server.assume(role, credentials, SerialNumber=serial, TokenCode=code())
    server.client("iam", session).list_users()
    # The session of GetSessionToken has shown its code already.
    server.client("iam", server.assume(role, shown)).list_users()


# -- GetSessionToken, GetFederationToken


def test_session_token_durations(server, user):
    credentials, _ = user

    def left(client, **given):
        until = client.get_session_token(**given)["Credentials"]["Expiration"]
        return round((until - datetime.datetime.now(datetime.timezone.utc)).total_seconds() / 10) * 10

    mine, roots = sts(server, credentials), sts(server, server.root)
    assert [left(mine), left(mine, DurationSeconds=900), left(mine, DurationSeconds=129600)] == [43200, 900, 129600]
    # Root's are cut to an hour.
    assert [left(roots), left(roots, DurationSeconds=900), left(roots, DurationSeconds=7200)] == [3600, 900, 3600]
    for wrong in (899, 129601):
        with error_code("ValidationError", 400):
            sts(server, credentials, config=UNCHECKED).get_session_token(DurationSeconds=wrong)


def test_only_long_term_keys_get_user_sessions(server, user):
    credentials, name = user
    role = make_role(server, trust(user_principal(server, name)), managed=[ADMINISTRATOR])
    for temporary in (server.assume(role, credentials), Credentials.of(sts(server, credentials).get_session_token())):
        with error_code("AccessDenied", 403, "Cannot call GetSessionToken with session credentials"):
            sts(server, temporary).get_session_token()
        with error_code("AccessDenied", 403, "Cannot call GetFederationToken with session credentials"):
            sts(server, temporary).get_federation_token(Name="fed")


def test_federation_tokens(server, user):
    credentials, name = user
    reply = sts(server, credentials).get_federation_token(Name="fed", Policy=policy(allow("iam:List*")), Tags=tags(project="apollo"))
    assert reply["FederatedUser"] == {
        "FederatedUserId": f"{server.account}:fed",
        "Arn": f"arn:aws:sts::{server.account}:federated-user/fed",
    }
    assert reply["PackedPolicySize"] > 0
    federated = Credentials.of(reply)
    bare = Credentials.of(sts(server, credentials).get_federation_token(Name="fed"))
    # Federated users have no place in IAM, whatever policies say.
    for session, action in ((federated, "list_roles"), (bare, "list_users")):
        with error_code("InvalidClientTokenId", 403):
            getattr(server.client("iam", session), action)()
    for wrong in ({"Name": "x"}, {"Name": "x" * 33}, {"Name": "no space"}, {"Name": "fed", "DurationSeconds": 899}):
        with error_code("ValidationError", 400):
            sts(server, credentials, config=UNCHECKED).get_federation_token(**wrong)
    with error_code("ValidationError", 400):
        sts(server, credentials).get_federation_token(Name="fed", PolicyArns=[{"arn": "arn:aws:iam::aws:policy/NoSuch"}])
    nobody = server.user(unique("nobody"))
    with error_code("AccessDenied", 403, f"sts:GetFederationToken on resource: arn:aws:sts::{server.account}:federated-user/fed"):
        sts(server, nobody).get_federation_token(Name="fed")
    only = server.user(unique("only"), inline=json.loads(policy(allow("sts:GetFederationToken", "arn:aws:sts::*:federated-user/a*"))))
    assert sts(server, only).get_federation_token(Name="ada")
    with error_code("AccessDenied", 403):
        sts(server, only).get_federation_token(Name="bob")
    with error_code("AccessDenied", 403, "sts:TagSession"):
        sts(server, only).get_federation_token(Name="ada", Tags=tags(a="b"))


def test_whom_root_federates_is_bounded_by_the_policy(server):
    roots = sts(server, server.root)
    session = Credentials.of(roots.get_federation_token(Name="fed", Policy=policy(allow("cloudtrail:LookupEvents"))))
    server.client("cloudtrail", session).lookup_events(MaxResults=1)
    with error_code("AccessDeniedException", 400, "session policy"):
        server.client("organizations", session).describe_organization()
    with error_code("AccessDeniedException", 400):
        server.client("cloudtrail", Credentials.of(roots.get_federation_token(Name="fed"))).lookup_events(MaxResults=1)


# -- DecodeAuthorizationMessage, and what is not built


def test_authorization_messages(server, user):
    credentials, _ = user
    with error_code("InvalidAuthorizationMessageException", 400):
        sts(server, credentials).decode_authorization_message(EncodedMessage="nonsense")
    nobody = server.user(unique("nobody"))
    with error_code("AccessDenied", 403, "sts:DecodeAuthorizationMessage"):
        sts(server, nobody).decode_authorization_message(EncodedMessage="nonsense")


def test_what_is_not_built_says_so(server, user):
    credentials, _ = user
    with pytest.raises(botocore.exceptions.ClientError) as caught:
        sts(server, credentials).get_delegated_access_token(TradeInToken="a")
    assert "not implemented" in caught.value.response["Error"]["Message"]


# -- AssumeRoot


def test_assume_root(server, member):
    organizations, iam = server.client("organizations", server.admin), server.client("iam", server.admin)
    ensure_organization(server)
    task = lambda name: {"arn": f"arn:aws:iam::aws:policy/root-task/{name}"}
    ask = lambda credentials, target, name, **more: sts(server, credentials).assume_root(
        TargetPrincipal=target, TaskPolicyArn=task(name), **more
    )
    audit = "IAMAuditRootUserCredentials"
    organizations.enable_aws_service_access(ServicePrincipal="iam.amazonaws.com")
    iam.enable_organizations_root_credentials_management()
    iam.disable_organizations_root_sessions()
    with error_code("AccessDenied", 403, "Root sessions are not enabled"):
        ask(server.admin, member.account, audit)
    iam.enable_organizations_root_sessions()
    session = Credentials.of(ask(server.admin, member.account, audit))
    me = sts(server, session).get_caller_identity()
    assert (me["Arn"], me["Account"]) == (f"arn:aws:iam::{member.account}:root", member.account)
    server.client("iam", session).list_mfa_devices()
    # The task bounds what even root may do.
    with error_code("AccessDenied", 403):
        server.client("iam", session).list_users()
    with error_code("AccessDenied", 403):
        server.client("iam", session).create_user(UserName=unique("never"))
    for credentials, target in (
        (server.root, member.account),
        (server.admin, server.account),
        (server.admin, "999999999999"),
        (member, member.account),
    ):
        with error_code("AccessDenied", 403):
            ask(credentials, target, audit)
    for target, name, more in ((member.account, "AdministratorAccess", {}), ("not-an-account", audit, {}), (member.account, audit, {"DurationSeconds": 901})):
        with error_code("ValidationError", 400):
            ask(server.admin, target, name, **more)
    limited = server.user(
        unique("limited"),
        inline=json.loads(policy(allow("sts:AssumeRoot", Condition={"StringEquals": {"sts:TaskPolicyArn": task(audit)["arn"]}}))),
    )
    assert ask(limited, member.account, audit)
    with error_code("AccessDenied", 403, "sts:AssumeRoot"):
        ask(limited, member.account, "IAMDeleteRootUserCredentials")


# -- audit


def test_both_accounts_see_a_role_assumed(server, member):
    caller_name = unique("caller")
    caller = server.user(caller_name, inline=json.loads(policy(allow("sts:AssumeRole"))))
    role = make_role(server, trust({"AWS": server.account}), credentials=member)
    session = sts(server, caller).assume_role(RoleArn=role, RoleSessionName="audited")
    key = session["Credentials"]["AccessKeyId"]

    def of(credentials):
        found = [e for e in events(server, credentials, EventName="AssumeRole") if key in json.dumps(e.get("responseElements"))]
        return found[0] if found else None

    mine = wait_for(lambda: of(server.admin))
    theirs = wait_for(lambda: of(member))
    assert mine["sharedEventID"] == theirs["sharedEventID"] and mine["eventID"] != theirs["eventID"]
    assert (mine["recipientAccountId"], theirs["recipientAccountId"]) == (server.account, member.account)
    assert mine["userIdentity"]["userName"] == caller_name
    assert theirs["userIdentity"]["type"] == "AWSAccount" and theirs["userIdentity"]["accountId"] == server.account
    assert theirs["resources"] == [{"accountId": member.account, "type": "AWS::IAM::Role", "ARN": role}]
    assert mine["requestParameters"]["roleSessionName"] == "audited"
    text = json.dumps([mine, theirs])
    assert session["Credentials"]["SecretAccessKey"] not in text and session["Credentials"]["SessionToken"] not in text

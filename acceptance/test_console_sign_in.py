"""The sign-in of people: what a password is good for, and until when."""

import json
import urllib.error
import urllib.request

import pytest

from harness import unique

PASSWORD, NEXT = "Correct-horse-7", "Correct-horse-8"


def sign_in(server, account, **shown):
    """What the console's page sends; the answer's status and body."""
    request = urllib.request.Request(
        f"{server.endpoint}/_console/sign-in",
        data=json.dumps({"account": account, **shown}).encode(),
        headers={"content-type": "application/json", "origin": server.endpoint},
    )
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)


@pytest.fixture
def person(sandbox):
    iam = sandbox.client("iam")
    account = sandbox.client("sts").get_caller_identity()["Account"]
    name = unique("person")
    iam.create_user(UserName=name)
    iam.create_login_profile(UserName=name, Password=PASSWORD)
    return iam, account, name


def test_a_sign_in_sets_when_the_password_was_last_used(sandbox, person):
    iam, account, name = person
    assert "PasswordLastUsed" not in iam.get_user(UserName=name)["User"]
    status, refused = sign_in(sandbox, account, userName=name, password="wrong")
    assert (status, refused["code"]) == (401, "IncorrectAuthentication")
    assert "PasswordLastUsed" not in iam.get_user(UserName=name)["User"]
    status, session = sign_in(sandbox, account, userName=name, password=PASSWORD)
    assert status == 200 and session["credentials"]["sessionToken"]
    first = iam.get_user(UserName=name)["User"]["PasswordLastUsed"]
    sandbox.advance(3_600)
    assert sign_in(sandbox, account, userName=name, password=PASSWORD)[0] == 200
    again = iam.list_users()["Users"]
    assert [u["PasswordLastUsed"] > first for u in again if u["UserName"] == name] == [True]


def test_an_old_password_must_be_changed(sandbox, person):
    iam, account, name = person
    iam.update_account_password_policy(MaxPasswordAge=2, PasswordReusePrevention=1)
    sandbox.advance(86_400)
    assert "credentials" in sign_in(sandbox, account, userName=name, password=PASSWORD)[1]
    sandbox.advance(86_400)
    assert sign_in(sandbox, account, userName=name, password="wrong")[0] == 401
    assert sign_in(sandbox, account, userName=name, password=PASSWORD) == (200, {"challenge": "newPassword"})
    before = iam.get_user(UserName=name)["User"]["PasswordLastUsed"]
    # The same one again is no new one, and nobody signed in.
    assert sign_in(sandbox, account, userName=name, password=PASSWORD, newPassword=PASSWORD)[0] == 400
    assert iam.get_user(UserName=name)["User"]["PasswordLastUsed"] == before
    assert "credentials" in sign_in(sandbox, account, userName=name, password=PASSWORD, newPassword=NEXT)[1]
    assert sign_in(sandbox, account, userName=name, password=PASSWORD)[0] == 401
    assert "credentials" in sign_in(sandbox, account, userName=name, password=NEXT)[1]


def test_with_hard_expiry_an_administrator_sets_the_next_one(sandbox, person):
    iam, account, name = person
    iam.update_account_password_policy(MaxPasswordAge=1, HardExpiry=True)
    sandbox.advance(86_400)
    for shown in ({}, {"newPassword": NEXT}):
        status, refused = sign_in(sandbox, account, userName=name, password=PASSWORD, **shown)
        assert (status, refused["code"]) == (401, "PasswordExpired")
    assert "PasswordLastUsed" not in iam.get_user(UserName=name)["User"]
    iam.update_login_profile(UserName=name, Password=NEXT, PasswordResetRequired=False)
    assert "credentials" in sign_in(sandbox, account, userName=name, password=NEXT)[1]

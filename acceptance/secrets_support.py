"""What the tests of Secrets Manager share: keys of customers, replicas in other accounts, and users of one policy."""

import json
import uuid

from harness import Cloudkeep, allow, deny, policy, trust, unique

VALUE = "correct horse battery staple"


def token() -> str:
    """A request token, which becomes the id of a version."""
    return str(uuid.uuid4())


def root(account: str) -> str:
    """The principal that stands for an account."""
    return f"arn:aws:iam::{account}:root"


def key_policy(owner: str, *more: dict) -> str:
    """A key policy that hands over to the owner's identity policies, and says more."""
    return policy(allow("kms:*", Principal={"AWS": root(owner)}), *more)


def make_key(server: Cloudkeep, credentials=None, region=None, *more: dict) -> str:
    """A customer's key: its ARN. `more` are statements of its policy besides the account's own."""
    account = credentials.account if credentials else server.account
    kms = server.client("kms", credentials, region)
    return kms.create_key(Policy=key_policy(account, *more))["KeyMetadata"]["Arn"]


def user(server: Cloudkeep, *statements: dict, credentials=None):
    """A client of Secrets Manager for a new user with these statements."""
    made = server.user(unique("user"), inline=json.loads(policy(*statements)), credentials=credentials)
    return server.client("secretsmanager", made)


def make_role(server: Cloudkeep, *statements: dict, principal="secretsmanager.amazonaws.com", **more) -> str:
    """A role of the management account that a service may assume: its ARN. `more` is said in its trust policy."""
    iam, name = server.client("iam"), unique("role")
    arn = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust({"Service": principal}, **more))["Role"]["Arn"]
    iam.put_role_policy(RoleName=name, PolicyName="inline", PolicyDocument=policy(*statements))
    return arn


def for_replication(account: str, **more) -> dict:
    """The statement of a replica's key that lets the primary's account encrypt for it."""
    return allow("kms:Encrypt", Principal={"AWS": root(account)}, **more)


__all__ = ["VALUE", "allow", "deny", "for_replication", "key_policy", "make_key", "make_role", "policy", "root", "token", "user"]

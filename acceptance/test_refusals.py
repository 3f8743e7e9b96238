"""Every operation there is: the built ones refuse whoever may not call them and change nothing; the others say that they are not built."""

import json
import re
import subprocess
from types import SimpleNamespace

import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

import samples
from harness import ROOT, Credentials, allow, binary, deny, ensure_organization, new_account, policy, trust, unique
from lambda_support import make_function

# Operations that need no permission, each with the reason.
NO_PERMISSION_NEEDED = {
    ("sts", "GetCallerIdentity"): "tells callers about themselves; AWS documents that no permission is needed",
    ("sts", "GetSessionToken"): "a user's own session; AWS documents that no permission is needed",
}

# Operations that clients do not sign: the token in the request is the credential, and is refused if it is made up.
UNSIGNED_OPERATIONS = {
    ("sts", "AssumeRoleWithWebIdentity"): {"InvalidIdentityToken", "AccessDenied"},
    ("sts", "AssumeRoleWithSAML"): {"InvalidIdentityToken", "AccessDenied"},
    # Links in messages: who signs such a request needs permission all the same.
    ("sns", "ConfirmSubscription"): {"InvalidParameter", "NotFound"},
    ("sns", "Unsubscribe"): {"AuthorizationError", "NotFound"},
}

# Members that are optional in the model and needed all the same.
NEEDED = {("sns", "Publish"): {"TopicArn"}}

# What services call a denial, where it is not what their protocol calls it.
DENIED = {"sns": ("AuthorizationError", 403)}

# Operations whose request is that of another one; the server names the newer.
SAME_REQUEST = {
    ("s3", "GetBucketLifecycle"): "GetBucketLifecycleConfiguration",
    ("s3", "GetBucketNotification"): "GetBucketNotificationConfiguration",
    ("s3", "PutBucketLifecycle"): "PutBucketLifecycleConfiguration",
    ("s3", "PutBucketNotification"): "PutBucketNotificationConfiguration",
}

# Refusals by protocol, as boto3 shows them: no credentials, wrong signature, no permission.
CODES = {
    "query": (("MissingAuthenticationToken", 403), ("SignatureDoesNotMatch", 403), ("AccessDenied", 403)),
    "json": (("MissingAuthenticationTokenException", 400), ("InvalidSignatureException", 400), ("AccessDeniedException", 400)),
    "rest-json": (("MissingAuthenticationTokenException", 403), ("InvalidSignatureException", 403), ("AccessDeniedException", 403)),
    "rest-xml": (("AccessDenied", 403), ("SignatureDoesNotMatch", 403), ("AccessDenied", 403)),
}

# An access key that nobody has.
UNKNOWN_KEY = {
    "query": ("InvalidClientTokenId", 403),
    "json": ("UnrecognizedClientException", 400),
    "rest-json": ("UnrecognizedClientException", 403),
    "rest-xml": ("InvalidAccessKeyId", 403),
}

# Services whose newer protocol gives clients the codes of the older one.
QUERY_COMPATIBLE = {"cloudwatch", "sqs"}

# Services whose paths could be those of buckets: of who does not sign, only the host tells which service is meant.
BY_HOST = {"guardduty", "scheduler", "securityhub"}

# HEAD requests: their answers have no body, so that clients show the status as code.
BODILESS = {"HeadBucket", "HeadObject"}

SERVICES = sorted(path.stem for path in (ROOT / "models").glob("*.json"))


def coverage(service: str) -> dict:
    """Operation to whether it is built."""
    told = json.loads(subprocess.check_output([binary(), "coverage", service, "--json"]))
    return {row["operation"]: row["implemented"] for row in told["operations"]}


def built() -> list:
    return [(service, operation) for service in SERVICES for operation, is_built in coverage(service).items() if is_built]


def call(client, operation: str, existing: dict | None = None):
    """Calls with the smallest valid input: (code, status, message) of the refusal, or None if it was allowed.

    `existing` has the ids of things that are there, by the names of the members that take them."""
    model = client.meta.service_model.operation_model(operation)
    request = samples.request(model)
    needed = NEEDED.get((client.meta.service_model.service_name, operation), set())
    request |= {name: value for name, value in (existing or {}).items() if name in request or name in needed}
    try:
        client._make_api_call(operation, request)
    except ClientError as error:
        answer = error.response
        return answer["Error"]["Code"], answer["ResponseMetadata"]["HTTPStatusCode"], answer["Error"].get("Message", "")
    return None


@pytest.fixture(scope="module")
def world(module_server):
    """A server with an organization and some of everything, a user who may do nothing, and a member account's administrator."""
    server = module_server
    organization = ensure_organization(server)
    member = new_account(server, "member")
    iam, organizations = server.client("iam"), server.client("organizations")
    trusted = trust({"AWS": f"arn:aws:iam::{server.account}:root"})
    # What the sampler calls things by itself is there: whether a refusal depends on that is what must not be.
    iam.create_user(UserName="sample")
    iam.create_group(GroupName="sample")
    role = iam.create_role(RoleName="sample", AssumeRolePolicyDocument=trusted)["Role"]["Arn"]
    iam.create_instance_profile(InstanceProfileName="sample")
    arn = iam.create_policy(PolicyName="sample", PolicyDocument=policy(allow("s3:*")))["Policy"]["Arn"]
    root = organizations.list_roots()["Roots"][0]["Id"]
    unit = organizations.create_organizational_unit(ParentId=root, Name="unit")["OrganizationalUnit"]["Id"]
    scp = organizations.create_policy(
        Name="scp", Description="", Type="SERVICE_CONTROL_POLICY", Content=policy(deny("s3:*"))
    )["Policy"]["PolicySummary"]["Id"]
    existing = {
        "PolicyArn": arn, "RoleArn": role, "TargetPrincipal": member.account, "AccountId": member.account, "PolicyId": scp,
        "TargetId": unit, "RootId": root, "ParentId": root, "OrganizationalUnitId": unit, "ChildId": member.account,
        "ResourceId": unit, "SourceParentId": root, "DestinationParentId": unit, "OrganizationId": organization["Id"],
    }
    bucket = unique("refusals")
    s3 = server.client("s3")
    s3.create_bucket(Bucket=bucket)
    s3.put_object(Bucket=bucket, Key="sample", Body=b"kept")
    make_function(server, "def handler(event, context): return event", name="sample")
    existing |= {"Bucket": bucket, "Key": "sample", "CopySource": f"{bucket}/sample"}
    existing |= {"KeyId": server.client("kms").create_key()["KeyMetadata"]["KeyId"]}
    topic = server.client("sns").create_topic(Name="sample")["TopicArn"]
    subscription = server.client("sns").subscribe(
        TopicArn=topic, Protocol="sqs", Endpoint=f"arn:aws:sqs:us-east-1:{server.account}:sample", ReturnSubscriptionArn=True)["SubscriptionArn"]
    # ARNs that SNS can read: of what is there, and of what is not.
    sns = {"TopicArn": topic, "ResourceArn": topic, "SubscriptionArn": subscription}
    absent = {name: arn.replace("sample", "absent") for name, arn in sns.items()}
    nobody = server.user(unique("nobody"))
    return SimpleNamespace(server=server, nobody=nobody, member=member, existing=existing, there={"sns": sns}, absent={"sns": absent})


def snapshot(server) -> str:
    """Everything that the refused calls could have changed."""
    def pages(client, operation, key, **more):
        return [item for page in client.get_paginator(operation).paginate(**more) for item in page[key]]

    iam, organizations, s3 = server.client("iam"), server.client("organizations"), server.client("s3")
    kept = {}
    for page in iam.get_paginator("get_account_authorization_details").paginate():
        for kind in ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies"):
            for entry in page[kind]:
                entry.pop("RoleLastUsed", None)
                kept.setdefault(kind, []).append(entry)
    kept["buckets"] = s3.list_buckets()["Buckets"]
    kept["objects"] = [s3.list_object_versions(Bucket=bucket["Name"]).get("Versions") for bucket in kept["buckets"]]
    functions = server.client("lambda")
    kept["functions"] = functions.list_functions(FunctionVersion="ALL")["Functions"]
    kept["function settings"] = [
        {name: value for name, value in functions.get_function(FunctionName=function["FunctionName"]).items() if name != "ResponseMetadata"}
        for function in kept["functions"]
    ]
    kept["summary"] = iam.get_account_summary()["SummaryMap"]
    kept["aliases"] = iam.list_account_aliases()["AccountAliases"]
    kept["keys"] = [iam.list_access_keys(UserName=user["UserName"])["AccessKeyMetadata"] for user in kept["UserDetailList"]]
    kept["oidc"] = iam.list_open_id_connect_providers()["OpenIDConnectProviderList"]
    kept["saml"] = iam.list_saml_providers()["SAMLProviderList"]
    events = server.client("events")
    kept["buses"] = events.list_event_buses()["EventBuses"]
    kept["rules"] = events.list_rules()["Rules"]
    kept["archives"] = events.list_archives()["Archives"]
    kept["organization"] = organizations.describe_organization()["Organization"]
    kept["roots"] = organizations.list_roots()["Roots"]
    kept["accounts"] = pages(organizations, "list_accounts", "Accounts")
    kept["units"] = organizations.list_organizational_units_for_parent(ParentId=kept["roots"][0]["Id"])["OrganizationalUnits"]
    kept["handshakes"] = pages(organizations, "list_handshakes_for_organization", "Handshakes")
    kept["policies"] = pages(organizations, "list_policies", "Policies", Filter="SERVICE_CONTROL_POLICY")
    kept["delegates"] = pages(organizations, "list_delegated_administrators", "DelegatedAdministrators")
    kept["access"] = pages(organizations, "list_aws_service_access_for_organization", "EnabledServicePrincipals")
    return json.dumps(kept, default=str, sort_keys=True, indent=1)


def test_every_built_operation_refuses_who_may_not(world):
    server, nobody, existing = world.server, world.nobody, world.existing
    before = snapshot(server)
    wrong = Credentials(nobody.access_key_id, "0" * 40)
    unknown = Credentials("AKIAUNKNOWNUNKNOWN12", "0" * 40)
    operations = built()
    assert operations, "nothing is built?"
    problems, unsigned = [], {}

    def expect(label, service, operation, got, codes):
        if operation in BODILESS:
            codes = {(str(status), status) for _, status in codes}
        if got is None:
            problems.append(f"{service}:{operation} {label}: allowed")
        elif got[:2] not in codes:
            problems.append(f"{service}:{operation} {label}: {got}, not {sorted(codes)}")

    for service, operation in operations:
        if service not in unsigned:
            unsigned[service] = server.client(service, nobody, config=Config(signature_version=UNSIGNED))
            if service in BY_HOST:
                named = f"{service}.us-east-1.amazonaws.com"
                unsigned[service].meta.events.register(
                    "before-send", lambda request, named=named, **_: request.headers.__setitem__("Host", named))
        bare = unsigned[service]
        protocol = bare.meta.service_model.resolved_protocol
        missing, mismatch, denied = CODES[protocol]
        denied = DENIED.get(service, denied)
        there, absent = existing | world.there.get(service, {}), world.absent.get(service)
        strange = UNKNOWN_KEY[protocol]
        if service in QUERY_COMPATIBLE:
            # boto3 shows the codes of the older Query protocol, with the status of the newer one.
            missing, mismatch, denied, strange = ((code, 400) for code, _ in (*CODES["query"], UNKNOWN_KEY["query"]))
        if (service, operation) in UNSIGNED_OPERATIONS:
            expected = {(code, status) for code in UNSIGNED_OPERATIONS[service, operation] for status in (400, 403)}
            provider = {"PrincipalArn": "arn:aws:iam::123456789012:saml-provider/sample"}
            expect("made-up token", service, operation, call(bare, operation, absent or provider), expected)
            if service == "sts":
                continue
        else:
            # S3 looks at the bucket's policy also for who shows no credentials, so the bucket has to be there.
            expect("without credentials", service, operation, call(bare, operation, existing if service == "s3" else None), {missing})
        expect("bad signature", service, operation, call(server.client(service, wrong), operation), {mismatch})
        expect("unknown key", service, operation, call(server.client(service, unknown), operation), {strange})
        if (service, operation) not in NO_PERMISSION_NEEDED:
            # On things that are there; and, where the input is well formed, on things that are not: the answers must not differ.
            # Except with S3, which tells everybody that a bucket does not exist: names are taken in the whole installation.
            tries = [there] if service == "s3" or (service, operation) in ONLY_EXISTING else [there, absent]
            for known in tries:
                got = call(server.client(service, nobody), operation, known)
                expect("without permission", service, operation, got, {denied})
                if got and got[:2] == denied and not re.search(r"is not authorized to perform: [\w-]+:\w+", got[2]):
                    problems.append(f"{service}:{operation} without permission: says only {got[2]!r}")
    assert not problems, f"{len(problems)} of {len(operations)} operations:\n" + "\n".join(problems)
    assert snapshot(server) == before


# Operations whose sampled input names nothing that could be asked for, with the reason.
ONLY_EXISTING = {("sts", "AssumeRoot"): "the account is no account number"}


def test_exempt_operations_answer_without_permission(world):
    server, nobody = world.server, world.nobody
    for service, operation in NO_PERMISSION_NEEDED:
        assert call(server.client(service, nobody), operation) is None


def test_a_member_account_cannot_do_what_is_the_management_accounts(world):
    """An administrator of a member account may do everything in it, and nothing to the organization."""
    server, member, existing = world.server, world.member, world.existing
    before = snapshot(server)
    client = server.client("organizations", member)
    reading = re.compile(r"^(Describe|List)|^(LeaveOrganization|AcceptHandshake|DeclineHandshake|CancelHandshake|CreateOrganization)$")
    problems = []
    for operation, is_built in coverage("organizations").items():
        if not is_built or reading.search(operation):
            continue
        got = call(client, operation, existing)
        if got is None or got[0] not in ("AccessDeniedException", "AWSOrganizationsNotInUseException", "AccessDeniedForDependencyException"):
            problems.append(f"{operation}: {got}")
    assert not problems, "\n".join(problems)
    assert snapshot(server) == before


def test_an_administrator_changes_nothing_in_another_account(world):
    """Every operation of IAM and STS, on what the management account has, by the administrator of a member account."""
    server, member, existing = world.server, world.member, world.existing
    before = snapshot(server)
    allowed = []
    for service in ("iam", "sts"):
        for operation, is_built in coverage(service).items():
            if is_built and (service, operation) not in UNSIGNED_OPERATIONS:
                model = server.client(service).meta.service_model.operation_model(operation)
                named = {"PolicyArn", "RoleArn"} & set(samples.request(model))
                if call(server.client(service, member), operation, existing) is None and named:
                    allowed.append(f"{service}:{operation} with the {named} of another account")
    assert not allowed, "\n".join(allowed)
    assert snapshot(server) == before


@pytest.mark.parametrize("service", SERVICES)
def test_what_is_not_built_says_so(module_server, service):
    """In the service's own protocol, so that clients show the code; and not a word of it without good credentials."""
    client = module_server.client(service)
    bare = module_server.client(service, config=Config(signature_version=UNSIGNED))
    problems, asked = [], 0
    operations = coverage(service)
    assert set(client.meta.service_model.operation_names) == set(operations)
    for operation, is_built in operations.items():
        if is_built or operations.get(SAME_REQUEST.get((service, operation))):
            continue
        asked += 1
        try:
            got = call(client, operation)
        except Exception as error:  # noqa: BLE001 - a client that cannot even send or read is a finding like others
            problems.append(f"{operation}: {type(error).__name__}: {error}"[:300])
            continue
        # A HEAD request has no body to say more.
        if got is None or got[:2] not in (("NotImplemented", 501), ("NotImplementedException", 501), ("501", 501)):
            problems.append(f"{operation}: {got}")
        elif got[0] != "501" and f"{service}:{SAME_REQUEST.get((service, operation), operation)} is not implemented" not in got[2]:
            problems.append(f"{operation}: the message does not name it: {got[2]!r}")
    first = next((o for o, is_built in operations.items() if not is_built and (service, o) not in UNSIGNED_OPERATIONS), None)
    if first:
        refused = call(bare, first)
        # Without a signature nothing but the path tells a REST service from another: a path that is nobody's is S3's.
        if refused is None or refused[1] not in (400, 403, 404, 405):
            problems.append(f"{first} without credentials: {refused}")
    assert not problems, f"{len(problems)} of {asked} operations:\n" + "\n".join(problems)

"""Findings as Prowler itself wrote them about a running plane, taken by Security Hub.

`vectors/prowler.json` is what `prowler_findings.py` printed, with other words in titles, descriptions and recommendations, which are Prowler's; with the interpreter of an environment that has Prowler in CLOUDKEEP_PROWLER the same is made anew.
"""

import json
import os
import subprocess

import pytest

from harness import ROOT
from securityhub_support import REGION, equals, get, imported, moment

RECORDED = ROOT / "acceptance" / "vectors" / "prowler.json"
CHECKS = [
    "iam_root_mfa_enabled", "iam_password_policy_minimum_length_14", "iam_user_accesskey_unused", "iam_policy_attached_only_to_group_or_roles",
    "s3_bucket_default_encryption", "s3_bucket_object_versioning", "s3_bucket_public_access", "cloudtrail_multi_region_enabled", "kms_cmk_rotation_enabled",
    "guardduty_is_enabled", "securityhub_enabled", "sqs_queues_server_side_encryption_enabled", "sns_topics_kms_encryption_at_rest_enabled",
    "secretsmanager_automatic_rotation_enabled",
]


@pytest.fixture(scope="module")
def server(module_server):
    hub = module_server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    hub.enable_security_hub_v2()
    hub.enable_import_findings_for_product(ProductArn=f"arn:aws:securityhub:{REGION}::product/prowler/prowler")
    return module_server


def prepare(server) -> None:
    """Something for Prowler to find."""
    server.client("s3").create_bucket(Bucket="prowled")
    server.client("sqs").create_queue(QueueName="prowled")
    server.client("sns").create_topic(Name="prowled")
    server.client("kms").create_key()
    server.client("secretsmanager").create_secret(Name="prowled", SecretString="x")
    server.client("iam").create_user(UserName="prowled")
    server.client("guardduty").create_detector(Enable=True)


def run(server, interpreter) -> list[dict]:
    """What Prowler finds."""
    environment = server.cli_environment(server.admin) | {"PROWLER_SKIP_VERSION_CHECK": "1"}
    done = subprocess.run([interpreter, ROOT / "acceptance" / "prowler_findings.py", *CHECKS], env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout[done.stdout.index("["):])


def taken(server, findings) -> None:
    """Imports findings as Prowler does, a hundred at once, and looks at them in both versions."""
    hub = server.client("securityhub")
    assert findings
    for at in range(0, len(findings), 100):
        imported(hub, *findings[at:at + 100])
    shown = {one["Id"]: one for one in get(hub, ProductName=equals("Prowler"))}
    assert {one["Id"] for one in findings} <= set(shown)
    for one in findings:
        have = shown[one["Id"]]
        assert (have["Title"], have["Compliance"]["Status"], have["GeneratorId"]) == (one["Title"], one["Compliance"]["Status"], one["GeneratorId"])
        assert have["FindingProviderFields"]["Severity"]["Label"] == one["Severity"]["Label"] and have["CompanyName"] == "Prowler"
    prowlers = {"CompositeFilters": [{"StringFilters": [{"FieldName": "metadata.product.name", "Filter": {"Value": "Prowler", "Comparison": "EQUALS"}}]}]}
    events = [one for page in hub.get_paginator("get_findings_v2").paginate(Filters=prowlers) for one in page["Findings"]]
    assert {one["finding_info"]["uid"] for one in events} >= {one["Id"] for one in findings} and {one["class_uid"] for one in events} == {2003}
    # The same again is no news; a later run is.
    assert hub.batch_import_findings(Findings=findings[:100])["FailedCount"] == 0
    first = findings[0] | {"UpdatedAt": moment(5), "Compliance": findings[0]["Compliance"] | {"Status": "PASSED"}}
    imported(hub, first)
    assert get(hub, Id=equals(first["Id"]))[0]["Compliance"]["Status"] == "PASSED"


def test_what_prowler_wrote_is_taken(server):
    text = RECORDED.read_text().replace("999999999999", server.account)
    findings = json.loads(text)
    assert {one["Compliance"]["Status"] for one in findings} == {"PASSED", "FAILED"} and len({one["GeneratorId"] for one in findings}) >= 10
    taken(server, findings)


@pytest.mark.skipif("CLOUDKEEP_PROWLER" not in os.environ, reason="CLOUDKEEP_PROWLER names the interpreter of an environment with Prowler")
def test_prowler_itself(server):
    prepare(server)
    taken(server, run(server, os.environ["CLOUDKEEP_PROWLER"]))

"""Runs checks of Prowler against what AWS_ENDPOINT_URL names, and prints their findings as Prowler's own ASFF.

This is for an interpreter that has Prowler: its provider, services, checks and formatter are used as they are, without its command line, which needs the SDKs of
every cloud. What it needs of its dependencies:

    python -m venv prowler && prowler/bin/pip install --no-deps prowler==5.46.0
    prowler/bin/pip install pydantic==2.12.5 packaging pyyaml requests colorama jsonschema==4.23.0 boto3==1.40.61 tzlocal pytz alive-progress python-dateutil py-iam-expand==0.3.0

    AWS_ENDPOINT_URL=… AWS_ACCESS_KEY_ID=… AWS_SECRET_ACCESS_KEY=… prowler/bin/python acceptance/prowler_findings.py iam_root_mfa_enabled s3_bucket_default_encryption
"""

import importlib
import json
import sys
from types import SimpleNamespace

from prowler.lib.check.models import CheckMetadata
from prowler.lib.outputs.asff.asff import ASFF
from prowler.lib.outputs.finding import Finding
from prowler.providers.aws.aws_provider import AwsProvider
from prowler.providers.common.models import Audit_Metadata
from prowler.providers.common.provider import Provider


def main(checks: list[str]) -> None:
    provider = AwsProvider(regions={"us-east-1"})
    provider.audit_metadata = Audit_Metadata(services_scanned=0, expected_checks=checks, completed_checks=0, audit_progress=0)
    Provider.set_global_provider(provider)
    options = SimpleNamespace(unix_timestamp=False, bulk_checks_metadata=CheckMetadata.get_bulk("aws"))
    found = []
    for name in checks:
        service = name.split("_", 1)[0]
        check = getattr(importlib.import_module(f"prowler.providers.aws.services.{service}.{name}.{name}"), name)()
        found += [Finding.generate_output(provider, report, options) for report in check.execute()]
    json.dump([one.dict(exclude_none=True) for one in ASFF(findings=found).data], sys.stdout, indent=1)


if __name__ == "__main__":
    main(sys.argv[1:])

"""Imports of findings, and questions to many of them: `bench/securityhub.py`, run by bench/securityhub. See README.md."""

import argparse
import concurrent.futures
import json
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "acceptance"))

from harness import Cloudkeep, Credentials
from securityhub_support import equals, finding

BATCH = 100
QUESTIONS = {
    "everything, newest first": {},
    "active and not resolved": {"RecordState": equals("ACTIVE"), "WorkflowStatus": equals("NEW", "NOTIFIED")},
    "critical, failed": {"SeverityLabel": equals("CRITICAL"), "ComplianceStatus": equals("FAILED")},
    "one resource": {"ResourceId": equals("arn:aws:s3:::bucket-77")},
    "resources that begin so, severe": {
        "ResourceId": [{"Value": "arn:aws:s3:::bucket-7", "Comparison": "PREFIX"}], "SeverityNormalized": [{"Gte": 50}]},
    "a word of the title, last 30 days": {
        "Title": [{"Value": "number 1", "Comparison": "CONTAINS"}], "UpdatedAt": [{"DateRange": {"Value": 30, "Unit": "DAYS"}}]},
}


def sent(account: str, number: int) -> dict:
    return finding(
        account, Id=f"finding-{number}", GeneratorId=f"check-{number % 400}", Title=f"Check number {number % 400} should pass",
        Severity={"Label": ["INFORMATIONAL", "LOW", "MEDIUM", "HIGH", "CRITICAL"][number * 7 % 5]},
        Compliance={"Status": "FAILED" if number % 4 == 0 else "PASSED"},
        Resources=[{"Type": "AwsS3Bucket", "Id": f"arn:aws:s3:::bucket-{number * 13 % 100_000}", "Tags": {"env": "prod"}}])


def load(endpoint: str, port: int, keys: tuple, account: str, numbers: range) -> None:
    """One process that imports."""
    server = Cloudkeep(Path(tempfile.mkdtemp()), start=False)
    server.endpoint, server.port = endpoint, port
    hub = server.client("securityhub", Credentials(*keys))
    for first in range(numbers.start, numbers.stop, BATCH):
        batch = [sent(account, number) for number in range(first, min(first + BATCH, numbers.stop))]
        assert hub.batch_import_findings(Findings=batch)["FailedCount"] == 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--findings", type=int, default=1_000_000)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Cloudkeep(Path(folder) / "cloudkeep")
        try:
            rows = measure(server, given)
        finally:
            server.kill()
    if given.json:
        print(json.dumps(rows))
        return
    for name, value, note in rows:
        print(f"{name:<46} {value:>10.1f}  {note}")


def measure(server, given) -> list:
    hub = server.client("securityhub")
    hub.enable_security_hub(EnableDefaultStandards=False)
    share = -(-given.findings // given.processes)
    parts = [range(n * share, min((n + 1) * share, given.findings)) for n in range(given.processes)]
    keys = (server.root.access_key_id, server.root.secret_access_key)
    began = time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(given.processes, multiprocessing.get_context("spawn")) as pool:
        list(pool.map(load, *zip(*((server.endpoint, server.port, keys, server.account, part) for part in parts), strict=True)))
    rows = [("imports", given.findings / (time.monotonic() - began), f"findings/s, batches of {BATCH}, {given.processes} processes")]
    began = time.monotonic()
    hub.get_findings(MaxResults=1)
    rows.append(("first question", (time.monotonic() - began) * 1_000, "ms"))
    for name, filters in QUESTIONS.items():
        times = []
        for _ in range(given.questions):
            began = time.monotonic()
            hub.get_findings(Filters=filters, MaxResults=20)
            times.append((time.monotonic() - began) * 1_000)
        times.sort()
        rows.append((name, times[int(len(times) * 0.99)], f"ms, p99; median {times[len(times) // 2]:.1f}"))
    rows.append(("resident memory", server.rss_kib() / 1024, "MiB"))
    return rows


if __name__ == "__main__":
    main()

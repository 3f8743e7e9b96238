"""The event lake beside DuckDB over the same generated events: import, size on disk, five questions of an investigation, memory. See README.md."""

import argparse
import gzip
import json
import multiprocessing
import os
import random
import statistics
import subprocess
import sys
import time
import uuid
from pathlib import Path

import duckdb

DAYS = 90
ACCOUNTS = [f"{n:012}" for n in (111122223333, 222233334444, 333344445555)]
REGIONS = ["us-east-1", "eu-west-1"]
FILE = 5_000  # events of a log file
FIRST_DAY = 1_767_225_600  # 2026-01-01T00:00:00Z

ROLES = [f"app-{n}" for n in range(40)] + ["deploy", "backup", "admin", "audit"]
USERS = [f"user-{n}" for n in range(60)]
CALLS = [  # event source, name, weight, whether it only reads
    ("s3", "GetObject", 300, True), ("s3", "PutObject", 120, False), ("sts", "AssumeRole", 120, False), ("ec2", "DescribeInstances", 90, True),
    ("kms", "Decrypt", 110, True), ("kms", "GenerateDataKey", 40, True), ("dynamodb", "GetItem", 60, True), ("lambda", "Invoke", 60, False),
    ("ssm", "GetParameter", 40, True), ("secretsmanager", "GetSecretValue", 30, True), ("iam", "GetRole", 25, True), ("iam", "ListRoles", 10, True),
    ("ec2", "RunInstances", 4, False), ("iam", "CreateUser", 1, False), ("iam", "AttachUserPolicy", 1, False), ("cloudtrail", "StopLogging", 0.02, False),
]

# The same five questions in both dialects.
QUESTIONS = {
    "by event name": (
        "SELECT eventTime, userIdentity.arn, sourceIPAddress, recipientAccountId FROM events WHERE eventName = 'StopLogging' ORDER BY eventTime",
    ) * 2,
    "a principal, 90 days": (
        "SELECT date_trunc('day', eventTime) AS day, eventName, count(*) AS n FROM events WHERE userIdentity.arn = "
        "'arn:aws:iam::111122223333:user/user-7' AND eventTime >= '2026-01-01 00:00:00' GROUP BY 1, 2 ORDER BY 1, 2",
    ) * 2,
    "top sources per day": (
        "SELECT day, sourceIPAddress, n FROM (SELECT day, sourceIPAddress, n, row_number() OVER (PARTITION BY day ORDER BY n DESC, sourceIPAddress) AS place "
        "FROM (SELECT date_trunc('day', eventTime) AS day, sourceIPAddress, count(*) AS n FROM events GROUP BY 1, 2) AS t) AS u WHERE place <= 5 ORDER BY 1, 3 DESC, 2",
    ) * 2,
    "denied calls by role": (
        "SELECT userIdentity.sessionContext.sessionIssuer.arn AS role, eventName, count(*) AS n FROM events WHERE errorCode = 'AccessDenied' GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 50",
    ) * 2,
    "substring in parameters": (
        "SELECT count(*) AS n, min(eventTime) AS first FROM events WHERE requestParameters LIKE '%payroll-2025-11%'",
        "SELECT count(*) AS n, min(eventTime) AS first FROM events WHERE requestParameters::VARCHAR LIKE '%payroll-2025-11%'",
    ),
}

DUCK_COLUMNS = """{Records: 'STRUCT(eventVersion VARCHAR, userIdentity STRUCT("type" VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, accessKeyId VARCHAR,
 userName VARCHAR, sessionContext STRUCT(sessionIssuer STRUCT("type" VARCHAR, principalId VARCHAR, arn VARCHAR, accountId VARCHAR, userName VARCHAR),
 attributes STRUCT(creationDate VARCHAR, mfaAuthenticated VARCHAR))), eventTime TIMESTAMP, eventSource VARCHAR, eventName VARCHAR, awsRegion VARCHAR,
 sourceIPAddress VARCHAR, userAgent VARCHAR, errorCode VARCHAR, errorMessage VARCHAR, requestParameters JSON, responseElements JSON, additionalEventData JSON,
 requestID VARCHAR, eventID VARCHAR, readOnly BOOLEAN, resources STRUCT(accountId VARCHAR, "type" VARCHAR, ARN VARCHAR)[], eventType VARCHAR,
 managementEvent BOOLEAN, recipientAccountId VARCHAR, eventCategory VARCHAR, tlsDetails STRUCT(tlsVersion VARCHAR, cipherSuite VARCHAR,
 clientProvidedHostHeader VARCHAR))[]'}"""


def event(rng: random.Random, at: int, account: str, region: str) -> dict:
    source, name, _, reads = rng.choices(CALLS, [c[2] for c in CALLS])[0]
    when = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
    denied = rng.random() < 0.01
    if rng.random() < 0.8:
        role = ROLES[min(int(rng.expovariate(0.12)), len(ROLES) - 1)]
        session = f"i-{rng.randrange(400):017x}"
        who = {"type": "AssumedRole", "principalId": f"AROA{role.upper():_<16}:{session}", "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{session}",
               "accountId": account, "accessKeyId": f"ASIA{at // 3600 * 977 % 10**9:09}{rng.randrange(50):07}",
               "sessionContext": {"sessionIssuer": {"type": "Role", "principalId": f"AROA{role.upper():_<16}", "arn": f"arn:aws:iam::{account}:role/{role}",
                                                    "accountId": account, "userName": role},
                                  "attributes": {"creationDate": time.strftime("%Y-%m-%dT%H:00:00Z", time.gmtime(at)), "mfaAuthenticated": "false"}}}
    else:
        user = rng.choice(USERS)
        who = {"type": "IAMUser", "principalId": f"AIDA{user.upper():_<16}", "arn": f"arn:aws:iam::{account}:user/{user}", "accountId": account,
               "accessKeyId": f"AKIA{user.upper():_<16}", "userName": user}
    thing = f"{rng.choice(('reports', 'payroll', 'images', 'logs'))}-{2024 + rng.randrange(2)}-{1 + rng.randrange(12):02}"
    parameters = {
        "s3": {"bucketName": f"{thing}-{account}", "Host": f"{thing}-{account}.s3.{region}.amazonaws.com", "key": f"data/{thing}/{rng.getrandbits(64):016x}.gz"},
        "sts": {"roleArn": f"arn:aws:iam::{account}:role/{rng.choice(ROLES)}", "roleSessionName": f"session-{rng.getrandbits(48):012x}", "durationSeconds": 3600},
        "kms": {"keyId": f"arn:aws:kms:{region}:{account}:key/{uuid.UUID(int=rng.randrange(30))}", "encryptionContext": {"aws:s3:arn": f"arn:aws:s3:::{thing}"}},
    }.get(source, {"name": thing, "filter": {"items": [{"key": "env", "value": rng.choice(("prod", "test"))}]}, "maxResults": rng.choice((50, 100, 1000))})
    record = {
        "eventVersion": "1.11", "userIdentity": who, "eventTime": when, "eventSource": f"{source}.amazonaws.com", "eventName": name, "awsRegion": region,
        "sourceIPAddress": f"10.{rng.randrange(4)}.{min(int(rng.expovariate(0.05)), 255)}.{rng.randrange(256)}",
        "userAgent": rng.choice(("aws-sdk-java/2.31.0 Linux/6.1 OpenJDK_64-Bit_Server_VM/21", "Boto3/1.40.1 md/Botocore#1.40.1 ua/2.1 os/linux#6.1 md/arch#x86_64 lang/python#3.12",
                                 "aws-cli/2.30.1 md/awscrt#0.27 ua/2.1 os/linux", "console.amazonaws.com")),
        "requestParameters": parameters,
        "responseElements": None if reads or denied else {"x": f"{rng.getrandbits(64):016x}"},
        "additionalEventData": {"SignatureVersion": "SigV4", "bytesTransferredOut": rng.randrange(100000)} if source == "s3" else None,
        "requestID": str(uuid.UUID(int=rng.getrandbits(128))), "eventID": str(uuid.UUID(int=rng.getrandbits(128))), "readOnly": reads,
        "resources": [{"accountId": account, "type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::{thing}-{account}/data"}] if source == "s3" else None,
        "eventType": "AwsApiCall", "managementEvent": source not in ("s3", "dynamodb", "lambda"), "recipientAccountId": account,
        "eventCategory": "Management" if source not in ("s3", "dynamodb", "lambda") else "Data",
        "tlsDetails": {"tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader": f"{source}.{region}.amazonaws.com"},
    }
    if denied:
        record |= {"errorCode": "AccessDenied", "errorMessage": f"User: {who['arn']} is not authorized to perform: {source}:{name}"}
    return {k: v for k, v in record.items() if v is not None or k in ("requestParameters", "responseElements")}


def day(job):
    """Writes the log files of one day; events and bytes of JSON."""
    root, number, count = job
    rng = random.Random(number)
    events = written = 0
    for account in ACCOUNTS:
        for region in REGIONS:
            folder = root / "AWSLogs" / account / "CloudTrail" / region / time.strftime("%Y/%m/%d", time.gmtime(FIRST_DAY + number * 86400))
            folder.mkdir(parents=True)
            times = sorted(rng.randrange(86400) for _ in range(count))
            for begin in range(0, count, FILE):
                records = [event(rng, FIRST_DAY + number * 86400 + at, account, region) for at in times[begin:begin + FILE]]
                text = json.dumps({"Records": records}, separators=(",", ":")).encode()
                (folder / f"{begin:06}.json.gz").write_bytes(gzip.compress(text, 1))
                events += len(records)
                written += len(text)
    return events, written


def generate(root: Path, events: int):
    each = max(1, events // (DAYS * len(ACCOUNTS) * len(REGIONS)))
    with multiprocessing.Pool() as pool:
        done = pool.map(day, [(root, n, each) for n in range(DAYS)], chunksize=1)
    return sum(e for e, _ in done), sum(b for _, b in done)


def child(command, **more):
    """Runs a command: its output, seconds, and the most memory that it had, MB."""
    began = time.monotonic()
    process = subprocess.Popen([str(c) for c in command], stdout=subprocess.PIPE, text=True, **more)
    out = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} {command[1]} failed")
    return out, time.monotonic() - began, usage.ru_maxrss / 1024


def size(path: Path) -> int:
    return sum(f.stat().st_size for f in path.rglob("*") if f.is_file()) if path.is_dir() else path.stat().st_size


def duck(what: str, folder: Path, runs: int):
    """Work of DuckDB, in a process of its own so that its memory can be told."""
    database, parquet = folder / "duck.db", folder / "duck.parquet"
    if what == "import":
        with duckdb.connect(str(database)) as db:
            db.sql(f"CREATE TABLE events AS SELECT unnest(Records, max_depth := 2) FROM read_json('{folder}/in/**/*.json.gz', format = 'unstructured', "
                   f"maximum_object_size = 200000000, columns = {DUCK_COLUMNS})")
            db.sql("CHECKPOINT")
    elif what == "parquet":
        with duckdb.connect(str(database), read_only=True) as db:
            db.sql(f"COPY events TO '{parquet}' (FORMAT parquet, COMPRESSION zstd)")
    else:
        db = duckdb.connect(str(database), read_only=True) if what == "native" else duckdb.connect()
        if what == "files":
            db.sql(f"CREATE VIEW events AS SELECT * FROM '{parquet}'")
        times = {}
        for name, (_, sql) in QUESTIONS.items():
            taken = []
            for _ in range(runs):
                began = time.perf_counter()
                rows = db.execute(sql).fetchall()
                taken.append(time.perf_counter() - began)
            times[name] = [taken, len(rows)]
        print(json.dumps(times))


def main():
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("program", type=Path)
    options.add_argument("folder", type=Path)
    options.add_argument("--events", type=int, default=200_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--duck", help=argparse.SUPPRESS)
    given = options.parse_args()
    folder = given.folder
    if given.duck:
        return duck(given.duck, folder, given.runs)
    began = time.monotonic()
    events, json_bytes = generate(folder / "in", given.events)
    packed = size(folder / "in")
    print(f"{events} events of {DAYS} days, {len(ACCOUNTS)} accounts, {len(REGIONS)} regions; {json_bytes / 1e6:.0f} MB of JSON, {packed / 1e6:.0f} MB packed "
          f"(made in {time.monotonic() - began:.0f} s)\n")
    me = [sys.executable, __file__, given.program, folder, "--runs", given.runs]
    lake = folder / "lake"
    print(f"{'import':<26}{'seconds':>9}{'MB/s JSON':>11}{'events/s':>10}{'bytes/event':>13}{'peak MB':>9}")
    for name, command, place in [
        ("cloudkeep", [given.program, "import", "cloudtrail", folder / "in", "--lake", lake], lake / "events"),
        ("DuckDB, native table", [*me, "--duck", "import"], folder / "duck.db"),
        ("DuckDB, table to Parquet", [*me, "--duck", "parquet"], folder / "duck.parquet"),
    ]:
        _, seconds, peak = child(command)
        print(f"{name:<26}{seconds:>9.1f}{json_bytes / 1e6 / seconds:>11.0f}{events / seconds:>10.0f}{size(place) / events:>13.1f}{peak:>9.0f}")
    ours, peaks = {}, []
    for name, (sql, _) in QUESTIONS.items():
        out, _, peak = child([given.program, "query", sql, "--lake", lake, "--measure", given.runs])
        rows = json.loads(child([given.program, "query", sql, "--lake", lake, "--json"])[0])
        ours[name] = [json.loads(out), len(rows)]
        peaks.append(peak)
    native, _, native_peak = child([*me, "--duck", "native"])
    files, _, files_peak = child([*me, "--duck", "files"])
    native, files = json.loads(native), json.loads(files)
    print(f"\n{'question (ms, median)':<26}{'cloudkeep':>10}{'first':>8}{'DuckDB native':>15}{'first':>8}{'DuckDB Parquet':>16}{'rows':>8}")
    for name in QUESTIONS:
        (a, n), (b, m), (c, o) = ours[name], native[name], files[name]
        if not n == m == o:
            sys.exit(f"{name}: the answers differ: {n}, {m}, {o} rows")
        middle = [statistics.median(t) * 1e3 for t in (a, b, c)]
        print(f"{name:<26}{middle[0]:>10.1f}{a[0] * 1e3:>8.1f}{middle[1]:>15.1f}{b[0] * 1e3:>8.1f}{middle[2]:>16.1f}{n:>8}")
    print(f"\npeak memory of questions, MB: cloudkeep {max(peaks):.0f}, DuckDB native {native_peak:.0f}, DuckDB Parquet {files_peak:.0f}")


if __name__ == "__main__":
    main()

"""`cloudkeep import cloudtrail` and `cloudkeep query`: files in, answers out, whatever the files are like and whenever the program is killed."""

import csv
import gzip
import io
import json
import os
import random
import re
import signal
import subprocess
import time
import uuid
from pathlib import Path

import duckdb
import pytest

from harness import ROOT, binary

LEFT_OUT = 3  # how an import ends that could not take everything


def data_folder() -> Path | None:
    """The folder of real CloudTrail events, where there is one."""
    given = os.environ.get("CLOUDKEEP_TEST_DATA")
    folders = [Path(given) / "cloudtrail"] if given else [folder / "shared/data/cloudtrail" for folder in ROOT.parents]
    return next((folder for folder in folders if folder.is_dir()), None)


REAL = data_folder()
real_data = pytest.mark.skipif(REAL is None, reason="no real CloudTrail events here: set CLOUDKEEP_TEST_DATA")


def environment(home) -> dict:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("AWS_", "CLOUDKEEP_", "XDG_"))}
    temporary = Path(home) / "temporary"
    temporary.mkdir(exist_ok=True)
    return kept | {"NO_COLOR": "1", "HOME": str(home), "TMPDIR": str(temporary)}


@pytest.fixture
def run(tmp_path):
    """Runs the program to its end with a home of its own."""

    def run(*arguments, code=0, timeout=120):
        done = subprocess.run([binary(), *map(str, arguments)], env=environment(tmp_path), capture_output=True, text=True, timeout=timeout,
                              stdin=subprocess.DEVNULL)
        assert "panicked" not in done.stderr, done.stderr
        assert done.returncode == code, (done.returncode, done.stdout, done.stderr)
        return done

    return run


@pytest.fixture
def lake(run, tmp_path):
    """A lake in a folder: `take` imports, `ask` gives rows."""

    class Lake:
        folder = tmp_path / "lake"

        def take(self, *paths, code=0, more=()):
            done = run("import", "cloudtrail", *paths, "--lake", self.folder, "--json", *more, code=code)
            self.stderr = done.stderr
            return json.loads(done.stdout)

        def ask(self, sql):
            return json.loads(run("query", sql, "--lake", self.folder, "--json").stdout)

        def one(self, sql):
            (row,) = self.ask(sql)
            (value,) = row.values()
            return value

        def records(self):
            """All records by eventID, read from the open files by DuckDB."""
            names = list(self.ask("SELECT * FROM events LIMIT 1")[0])
            return {row["eventid"]: whole(row, names) for row in open_files(self.folder)}

    return Lake()


def event(number=0, **more) -> dict:
    return {
        "eventVersion": "1.10",
        "userIdentity": {"type": "AssumedRole", "principalId": f"AROAX:{number % 3}", "arn": f"arn:aws:sts::111122223333:assumed-role/app/s{number % 3}",
                         "accountId": "111122223333", "accessKeyId": "ASIAEXAMPLE", "sessionContext": {
                             "sessionIssuer": {"type": "Role", "principalId": "AROAX", "arn": "arn:aws:iam::111122223333:role/app",
                                               "accountId": "111122223333", "userName": "app"},
                             "webIdFederationData": {}, "attributes": {"creationDate": "2026-01-01T00:00:00Z", "mfaAuthenticated": "false"}}},
        "eventTime": f"2026-01-{1 + number // 1000 % 28:02}T{number // 60 % 24:02}:{number % 60:02}:00Z",
        "eventSource": "s3.amazonaws.com", "eventName": ["GetObject", "PutObject", "DeleteObject"][number % 3], "awsRegion": "eu-west-1",
        "sourceIPAddress": f"198.51.100.{number % 250}", "userAgent": "aws-cli/2", "requestParameters": {"bucketName": f"logs-{number % 7}", "key": str(number)},
        "responseElements": None, "requestID": str(uuid.UUID(int=number + (1 << 100))), "eventID": str(uuid.UUID(int=number + (1 << 90))),
        "readOnly": number % 3 == 0, "resources": [{"type": "AWS::S3::Object", "ARN": f"arn:aws:s3:::logs/{number}"}], "eventType": "AwsApiCall",
        "managementEvent": False, "recipientAccountId": "111122223333", "eventCategory": "Data",
    } | more


def write(path: Path, *events, form="log") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = {
        "log": lambda: json.dumps({"Records": events}),
        "list": lambda: json.dumps(events, indent=1),
        "lines": lambda: "".join(json.dumps(e) + "\n" for e in events),
        "single": lambda: json.dumps(events[0], indent=2),
        "lookup": lambda: json.dumps({"NextToken": "t", "Events": [
            {"EventId": e["eventID"], "EventName": e["eventName"], "Resources": [], "CloudTrailEvent": json.dumps(e)} for e in events]}),
    }[form]()
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


JSON_TEXT = {"requestParameters", "responseElements", "additionalEventData", "serviceEventDetails", "insightDetails", "eventData", "metadata",
             "edgeDeviceDetails", "addendum", "userIdentity.sessionContext.webIdFederationData"}


def whole(row: dict, names: list) -> dict:
    """A record put together again from the columns of the open files: what another tool has to do that reads them."""
    record = json.loads(row["extra"] or "{}")
    for name in names:
        path = name.split(".")
        value = row["_".join(path).lower()]
        if value is None or name == "extra":
            continue
        if name in JSON_TEXT:
            value = json.loads(value)
        elif name == "eventTime":
            value = value.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif name == "resources":
            members = {"accountId": "accountid", "type": "type", "ARN": "arn"}
            value = [{k: item[v] for k, v in members.items() if item[v] is not None} for item in value]
        at = record
        for step in path[:-1]:
            at = at.setdefault(step, {})
        at.setdefault(path[-1], value)
    return record


def open_files(folder: Path):
    """All rows, as DuckDB reads the files of the lake."""
    found = duckdb.sql(f"SELECT * FROM read_parquet('{folder}/events/**/*.parquet', hive_partitioning = true)")
    return [dict(zip(found.columns, row)) for row in found.fetchall()]


# -- taking in


def test_all_forms_in_any_nesting(lake, tmp_path):
    events = [event(n) for n in range(13)]
    root = tmp_path / "in"
    write(root / "AWSLogs/111122223333/CloudTrail/eu-west-1/2026/01/01/a.json.gz", *events[:4])
    write(root / "AWSLogs/111122223333/CloudTrail-Digest/eu-west-1/2026/01/01/d.json.gz", {"digestStartTime": "x"}, form="single")
    write(root / "deep/er/list.json", *events[4:6], form="list")
    write(root / "lines.jsonl", *events[6:9], form="lines")
    write(root / "one.json", events[9], form="single")
    write(root / "lookup.json", *events[10:12], form="lookup")
    write(root / "notes.txt", events[12], form="single")
    (root / "circle").symlink_to(root)
    done = lake.take(root)
    assert (done["events"], done["files"], done["digests"], done["faults"]) == (12, 5, 1, 0)
    # A file that is named is read, whatever its name.
    assert lake.take(root / "notes.txt")["events"] == 1
    assert {r["eventID"] for r in lake.ask("SELECT eventID FROM events")} == {e["eventID"] for e in events}
    assert lake.records() == {e["eventID"]: e for e in events}


def test_importing_again_changes_nothing(lake, tmp_path):
    first = write(tmp_path / "in/a.json", *[event(n) for n in range(10)])
    assert lake.take(first)["events"] == 10
    again = lake.take(tmp_path / "in")
    assert (again["events"], again["known"], again["unchanged"], again["files"]) == (0, 0, 1, 0)
    # A file that grew is read again, and the same events in another file are known.
    write(first, *[event(n) for n in range(12)])
    write(tmp_path / "in/b.json.gz", *[event(n) for n in range(5, 15)], form="lines")
    more = lake.take(tmp_path / "in")
    assert (more["events"], more["known"], more["unchanged"]) == (5, 17, 0)
    assert lake.one("SELECT count(*) FROM events") == 15


@real_data
def test_real_events_come_in_without_loss(lake, run):
    given = {}
    for file in sorted(REAL.glob("*.json")):
        given |= {e["eventID"]: e for e in json.loads(file.read_text())}
    done = lake.take(REAL)
    assert (done["events"], done["faults"]) == (len(given), 0)
    assert len(given) > 100
    assert lake.records() == given
    # The same numbers as counted here.
    by_name = {r["eventName"]: r["n"] for r in lake.ask("SELECT eventName, count(*) AS n FROM events GROUP BY 1")}
    expected = {}
    for e in given.values():
        expected[e["eventName"]] = expected.get(e["eventName"], 0) + 1
    assert by_name == expected
    denied = lake.ask("""SELECT eventName, userIdentity.arn AS who, sourceIPAddress AS "where", eventTime AS "when" FROM events
                         WHERE errorCode LIKE '%Unauthorized%' OR errorCode LIKE '%AccessDenied%' ORDER BY eventTime""")
    assert len(denied) == sum("Unauthorized" in e.get("errorCode", "") or "AccessDenied" in e.get("errorCode", "") for e in given.values())
    roles = lake.ask("""SELECT json_extract_scalar(requestParameters, '$.roleName') AS role FROM events
                        WHERE eventName = 'UpdateAssumeRolePolicy' AND requestParameters LIKE '%arn:aws:iam::193672423079:root%'""")
    assert [r["role"] for r in roles] == ["stratus-red-team-backdoor-r-role"]
    # Who made a user and then gave it a key or a password: a join of events with each other.
    joined = lake.ask("""SELECT DISTINCT a.requestParameters['userName'] AS made, b.eventName AS then FROM events a JOIN events b
                         ON element_at(a.requestParameters, 'userName') = element_at(b.requestParameters, 'userName') AND a.userIdentity.arn = b.userIdentity.arn
                         WHERE a.eventName = 'CreateUser' AND b.eventName IN ('CreateAccessKey', 'CreateLoginProfile')""")
    pairs = {(a["requestParameters"]["userName"], b["eventName"]) for a in given.values() for b in given.values()
             if a["eventName"] == "CreateUser" and b["eventName"] in ("CreateAccessKey", "CreateLoginProfile")
             and a["requestParameters"]["userName"] == b["requestParameters"]["userName"] and a["userIdentity"]["arn"] == b["userIdentity"]["arn"]}
    assert {(r["made"], r["then"]) for r in joined} == pairs


# -- what is wrong in files


def test_bad_files_are_told_and_the_rest_is_kept(lake, tmp_path):
    root = tmp_path / "in"
    good = [event(n) for n in range(400)]
    noise = random.Random(7)
    packed = gzip.compress("".join(json.dumps(e | {"noise": noise.randbytes(200).hex()}) + "\n" for e in good[:200]).encode())
    root.mkdir()
    (root / "1-cut.json.gz").write_bytes(packed[: len(packed) // 2])
    (root / "2-not-gzip.json.gz").write_bytes(b"\x1f\x8bthis is no archive")
    text = json.dumps({"Records": good[200:210]})
    (root / "3-half.json").write_text(text[: -len(text) // 20])
    lines = [json.dumps(e) for e in good[210:220]]
    (root / "4-lines.jsonl").write_text("\n".join(lines[:3] + [lines[3][:100]] + lines[4:]) + "\n")
    write(root / "5-schema.json", good[220], {"eventID": 7, "eventTime": "2026-01-01T00:00:00Z"}, {"hello": 1}, 5, event(1, eventTime="noon"), good[221])
    (root / "6-other.json").write_text("<html>nothing here</html>\n")
    write(root / "7-good.json", *good[300:310])
    (root / "8-dir.json").mkdir()
    done = lake.take(root, root / "missing.json", code=LEFT_OUT)
    reports = {Path(r["path"]).name: r for r in done["reports"]}
    assert set(reports) == {"1-cut.json.gz", "2-not-gzip.json.gz", "3-half.json", "4-lines.jsonl", "5-schema.json", "6-other.json", "missing.json"}
    for name, count, words in [
        ("1-cut.json.gz", 1, "cannot be read further"), ("2-not-gzip.json.gz", 1, "cannot be read further"),
        ("3-half.json", 1, "the file ends in the middle"), ("4-lines.jsonl", 1, "line 4, column 101"),
        ("5-schema.json", 4, "invalid type: integer `7`"), ("6-other.json", 1, "line 1, column 1 (byte 0): not JSON: unexpected '<'"),
        ("missing.json", 1, "No such file"),
    ]:
        assert reports[name]["faults"] == count, reports[name]
        assert words in reports[name]["first"][0], reports[name]
        assert f"{name}: " in lake.stderr and words in lake.stderr
    ids = {r["eventID"] for r in lake.ask("SELECT eventID FROM events")}
    expected = {e["eventID"] for e in [*good[200:209], *good[210:213], *good[214:220], good[220], good[221], *good[300:310]]}
    from_cut = ids - expected
    assert expected <= ids and 30 < len(from_cut) < 200 and from_cut <= {e["eventID"] for e in good[:200]}
    # It is looked at again, since it is not done; mended, nothing is there twice.
    (root / "1-cut.json.gz").write_bytes(packed)
    again = lake.take(root, code=LEFT_OUT)
    assert (again["events"], again["unchanged"]) == (200 - len(from_cut), 1)


def test_a_line_of_a_gigabyte_in_bounded_memory(lake, tmp_path):
    root = tmp_path / "in"
    root.mkdir()
    size = 1 << 30
    with (root / "huge.json.gz").open("wb") as file, gzip.GzipFile(fileobj=file, mode="wb", compresslevel=1) as out:
        out.write(json.dumps(event(1)).encode() + b'\n{"eventID": "')
        block = b"x" * (8 << 20)
        for _ in range(size // len(block)):
            out.write(block)
        out.write(b'"}\n' + json.dumps(event(2)).encode())
    process = subprocess.Popen([binary(), "import", "cloudtrail", str(root), "--lake", str(lake.folder), "--json"], stdout=subprocess.PIPE,
                               stderr=subprocess.PIPE, text=True, env=environment(tmp_path))
    peak = 0
    while process.poll() is None:
        try:
            status = Path(f"/proc/{process.pid}/status").read_text()
        except OSError:
            break
        peak = max(peak, *(int(kb) for kb in re.findall(r"VmHWM:\s+(\d+) kB", status)), 0)
        time.sleep(0.05)
    out, _ = process.communicate(timeout=300)
    assert process.returncode == LEFT_OUT
    done = json.loads(out)
    assert (done["events"], done["faults"]) == (2, 1) and "longer than" in done["reports"][0]["first"][0]
    assert 0 < peak < 400_000, f"{peak} kB"


# -- asking


@pytest.fixture
def some(lake, tmp_path):
    lake.take(write(tmp_path / "some.json", *[event(n) for n in range(30)], event(31, errorCode="AccessDenied", requestParameters={"note": "a\u001b[31m, \"b\"\n漢字"})))
    return lake


def test_who_did_what_where_when(some):
    for sql, expected in [
        ("SELECT eventName, count(*) AS n FROM events GROUP BY eventName ORDER BY n DESC, eventName LIMIT 1", [{"eventName": "PutObject", "n": 11}]),
        ("SELECT userIdentity.sessionContext.sessionIssuer.userName AS role, count(DISTINCT sourceIPAddress) AS places FROM events GROUP BY 1",
         [{"role": "app", "places": 31}]),
        ("SELECT requestParameters.bucketName AS bucket, min(eventTime) AS first FROM events WHERE readOnly GROUP BY 1 ORDER BY 1 LIMIT 1",
         [{"bucket": "logs-0", "first": "2026-01-01 00:00:00.000"}]),
        ("SELECT EVENTNAME FROM events WHERE errorcode = 'AccessDenied'", [{"eventName": "PutObject"}]),
        ("SELECT count(*) AS n FROM events WHERE eventTime BETWEEN '2026-01-01 00:05:00' AND '2026-01-01 00:09:00'", [{"n": 5}]),
        ("SELECT resources FROM events WHERE eventID = '00000000-0400-0000-0000-000000000001'",
         [{"resources": [{"accountid": None, "type": "AWS::S3::Object", "arn": "arn:aws:s3:::logs/1"}]}]),
        ("SELECT true AS yes, 1.5 AS number, NULL AS nothing, sharedEventID FROM events LIMIT 1", [{"yes": True, "number": 1.5, "nothing": None, "sharedEventID": None}]),
    ]:
        assert some.ask(sql) == expected, sql


def test_forms_of_output(some, run, tmp_path):
    sql = "SELECT eventName, requestParameters, readOnly FROM events WHERE errorCode IS NOT NULL"
    at = ["--lake", some.folder]
    parameters = json.dumps({"note": "a\u001b[31m, \"b\"\n漢字"}, separators=(",", ":"), ensure_ascii=False)
    rows = list(csv.reader(io.StringIO(run("query", sql, *at, "--csv").stdout, newline="")))
    assert rows[0] == ["eventName", "requestParameters", "readOnly"] and rows[1][0] == "PutObject" and rows[1][2] == "false"
    assert json.loads(rows[1][1]) == json.loads(parameters)
    out = tmp_path / "out.parquet"
    run("query", sql, *at, "--parquet", out)
    assert duckdb.sql(f"SELECT eventName, readOnly FROM '{out}'").fetchall() == [("PutObject", False)]
    assert not list(tmp_path.glob("*.draft"))
    table = run("query", "SELECT eventName, count(*) n FROM events GROUP BY 1 ORDER BY 1", *at).stdout
    assert table == "eventName      n\nDeleteObject  10\nGetObject     10\nPutObject     11\n"
    assert run("query", "SELECT 1 WHERE false", *at, "--json").stdout == "[]\n"
    assert run("query", "SELECT eventName FROM events WHERE false", *at, "--csv").stdout == "eventName\n"
    # What an event says does not steer the terminal.
    assert "\x1b" not in run("query", "SELECT element_at(requestParameters, 'note') FROM events WHERE errorCode IS NOT NULL", *at).stdout


def test_files_without_a_lake(run, tmp_path):
    file = write(tmp_path / "a.json.gz", *[event(n) for n in range(5)])
    assert json.loads(run("query", "SELECT count(*) AS n FROM events", file, file, "--json").stdout) == [{"n": 5}]
    done = run("query", "SELECT count(*) AS n FROM events", file, tmp_path / "none", "--json")
    assert json.loads(done.stdout) == [{"n": 5}] and "No such file" in done.stderr
    assert not list(tmp_path.glob("temporary/*")), "nothing stays behind"


@pytest.mark.parametrize("sql, words", [
    ("SELECT evntName FROM events", "line 1:8"),
    ("SELECT eventName\n  FROM evnts", "evnts"),
    ("SELEC 1", "line 1:1"),
    ("", "SELECT"),
    ("DELETE FROM events", "only queries"),
    ("INSERT INTO events VALUES (1)", "only queries"),
    ("DROP TABLE events", "only queries"),
    ("COPY events TO '/tmp/x'", "one query"),
    ("SET a = 1", "only queries"),
    ("SELECT 1; SELECT 2", "one query"),
    ("SELECT * FROM '/etc/passwd'", "passwd"),
    ("SELECT * FROM read_parquet('x')", "read_parquet"),
    ("SELECT CAST(eventName AS BIGINT) FROM events", "GetObject"),
])
def test_wrong_statements(some, run, sql, words):
    done = run("query", sql, "--lake", some.folder, code=1)
    assert words in done.stderr and done.stdout == "", done.stderr


def test_where_nothing_is(run, tmp_path):
    done = run("query", "SELECT 1", code=1)
    assert "there is no lake in this folder" in done.stderr and "cloudkeep import cloudtrail" in done.stderr
    run("import", "cloudtrail", write(tmp_path / "a.json", event(1)))
    assert run("query", "SELECT eventName FROM events").stdout == "eventName\nPutObject\n"
    assert (tmp_path / ".local/share/cloudkeep/imported/catalogue.log").is_file()


# -- killed


def test_killed_at_any_moment_nothing_is_lost_or_twice(lake, run, tmp_path):
    root = tmp_path / "in"
    noise = random.Random(1)
    number = 0
    for file in range(24):
        events = []
        for _ in range(400):
            events.append(event(number, padding=noise.randbytes(60).hex(), recipientAccountId=f"11112222333{number % 4}"))
            number += 1
        write(root / f"{file:02}.json.gz", *events)
    # Of each other, so that days have many small files and every import has something to put together.
    kills = 0
    for file in sorted(root.iterdir()):
        for delay in (0.01, 0.03, 0.06, 0.1, 0.15, 0.2):
            process = subprocess.Popen([binary(), "import", "cloudtrail", str(file), "--lake", str(lake.folder)], stdout=subprocess.DEVNULL,
                                       stderr=subprocess.DEVNULL, env=environment(tmp_path))
            try:
                process.wait(timeout=delay * noise.uniform(0.5, 1.5))
                break
            except subprocess.TimeoutExpired:
                process.send_signal(signal.SIGKILL)
                process.wait()
                kills += 1
    assert kills > 10
    done = lake.take(root)
    assert done["faults"] == 0
    assert lake.one("SELECT count(*) FROM events") == number
    assert lake.one("SELECT count(DISTINCT eventID) FROM events") == number
    # What the killed ones left is gone: other engines see each event once.
    assert duckdb.sql(f"SELECT count(*), count(DISTINCT eventid) FROM read_parquet('{lake.folder}/events/**/*.parquet')").fetchall() == [(number, number)]
    assert not list(lake.folder.rglob("*.draft"))


def test_other_engines_read_the_same_files(some):
    sql = f"""SELECT account, region, day, count(*), min(eventtime) FROM read_parquet('{some.folder}/events/**/*.parquet', hive_partitioning = true)
              WHERE useridentity_accesskeyid = 'ASIAEXAMPLE' GROUP BY ALL"""
    ((account, region, day, count, first),) = duckdb.sql(sql).fetchall()
    assert (str(account), region, str(day), count, str(first)) == ("111122223333", "eu-west-1", "2026-01-01", 31, "2026-01-01 00:00:00")

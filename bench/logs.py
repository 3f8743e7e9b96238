"""Log events: putting them over HTTP, bytes on disk, and four questions, beside DuckDB and ClickHouse's embedded build over the same events. See README.md."""

import argparse
import concurrent.futures
import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ACCEPTANCE = str(Path(__file__).resolve().parent.parent / "acceptance")
GROUP = "/bench/web"
HOURS = 20  # a batch must not span more than a day
BATCH_BYTES = 1_000_000  # of 1,048,576, 26 of them for each event
BATCH_EVENTS = 10_000
NEEDLE = "req-needle-5f2c91d07ab3"
SERVICES = ["cart", "checkout", "search", "login", "profile", "images", "recommend", "payment"]
PATHS = ["/cart", "/cart/items", "/search", "/login", "/api/v1/users", "/api/v1/orders", "/static/app.js", "/health"]
AGENTS = ["Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "curl/8.14.1",
          "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148", "okhttp/5.1.0"]

# What is asked: of Cloudkeep in the language of Logs Insights, of both others in SQL.
DUCK = {"level": "message->>'$.level'", "service": "message->>'$.service'", "status": "CAST(message->>'$.status' AS INTEGER)",
        "duration": "CAST(message->>'$.duration_ms' AS DOUBLE)", "hour": "time_bucket(INTERVAL 1 hour, ts)", "quantile": "quantile_cont({}, 0.95)"}
CLICKHOUSE = {"level": "JSONExtractString(message, 'level')", "service": "JSONExtractString(message, 'service')",
              "status": "JSONExtractInt(message, 'status')", "duration": "JSONExtractFloat(message, 'duration_ms')", "hour": "toStartOfHour(ts)",
              "quantile": "quantile(0.95)({})"}


def questions(own: dict) -> dict:
    return {
        "needle": (f'filter @message like "{NEEDLE}" | fields @timestamp, @message',
                   f"SELECT ts, message FROM events WHERE message LIKE '%{NEEDLE}%'"),
        "filter": ('filter level = "ERROR" and status >= 500 | stats count(*) as n',
                   f"SELECT count(*) AS n FROM events WHERE {own['level']} = 'ERROR' AND {own['status']} >= 500"),
        "aggregate": ("stats count(*) as n, avg(duration_ms) as a, pct(duration_ms, 95) as p by service",
                      f"SELECT {own['service']} AS s, count(*) AS n, avg({own['duration']}) AS a, {own['quantile'].format(own['duration'])} AS p FROM events GROUP BY 1"),
        "histogram": ("stats count(*) as n by bin(1h)", f"SELECT {own['hour']} AS h, count(*) AS n FROM events GROUP BY 1"),
    }


def line(rng: random.Random, at: int, needle: bool) -> str:
    level = rng.choices(("INFO", "WARN", "ERROR"), (90, 8, 2))[0]
    status = rng.choice((500, 502, 503, 404)) if level == "ERROR" else rng.choice((200, 200, 200, 204, 304))
    request = NEEDLE if needle else f"req-{rng.getrandbits(64):016x}"
    return (f'{{"time":{at},"level":"{level}","service":"{rng.choice(SERVICES)}","host":"ip-10-0-{rng.randrange(4)}-{rng.randrange(250)}","method":"GET",'
            f'"path":"{rng.choice(PATHS)}","status":{status},"duration_ms":{rng.expovariate(0.02):.2f},"request":"{request}","user":"u{rng.randrange(200_000)}",'
            f'"agent":"{rng.choice(AGENTS)}","message":"handled request in {rng.randrange(9)} steps"}}')


def batches(seed: int, count: int, begin: int, needle_in: int):
    """Batches of events in the order of time: (milliseconds, message)."""
    rng = random.Random(seed)
    step = HOURS * 3_600_000 / (count * 3_500)
    at = float(begin)
    for number in range(count):
        batch, size = [], 0
        while len(batch) < BATCH_EVENTS:
            at += rng.random() * 2 * step
            message = line(rng, int(at), number == needle_in and len(batch) == 1_000)
            size += len(message) + 26
            if size > BATCH_BYTES:
                break
            batch.append((int(at), message))
        yield batch


def put(endpoint: str, port: int, keys: tuple, seed: int, count: int, begin: int, needle_in: int, file: str):
    """One process: makes events, puts them into a stream of its own and writes them to a file; bytes, events, and seconds in PutLogEvents."""
    sys.path.insert(0, ACCEPTANCE)
    from harness import Cloudkeep, Credentials

    server = Cloudkeep(Path(tempfile.mkdtemp()), start=False)
    server.endpoint, server.port = endpoint, port
    logs = server.client("logs", Credentials(*keys))
    stream = f"host-{seed}"
    logs.create_log_stream(logGroupName=GROUP, logStreamName=stream)
    size = events = 0
    taken = 0.0
    with open(file, "w") as out:
        for batch in batches(seed, count, begin, needle_in):
            entries = [{"timestamp": at, "message": message} for at, message in batch]
            began = time.monotonic()
            answer = logs.put_log_events(logGroupName=GROUP, logStreamName=stream, logEvents=entries)
            taken += time.monotonic() - began
            assert "rejectedLogEventsInfo" not in answer, answer["rejectedLogEventsInfo"]
            size += sum(len(message) for _, message in batch)
            events += len(batch)
            out.writelines(json.dumps({"ts": at, "stream": stream, "message": message}) + "\n" for at, message in batch)
    return size, events, taken


def other(what: str, folder: Path, runs: int) -> None:
    """DuckDB or ClickHouse, in a process of its own: prints seconds of loading, bytes on disk, and of each question the seconds and the rows."""
    files = f"{folder}/in-*.jsonl"
    began = time.perf_counter()
    if what == "duckdb":
        import duckdb

        db = duckdb.connect(str(folder / "duck.db"))
        db.sql(f"CREATE TABLE events AS SELECT epoch_ms(ts) AS ts, stream, message FROM read_json('{files}', columns = "
               "{ts: 'BIGINT', stream: 'VARCHAR', message: 'VARCHAR'}) ORDER BY ts")
        db.sql("CHECKPOINT")
        ask, own, place = lambda sql: db.execute(sql).fetchall(), DUCK, folder / "duck.db"
    else:
        from chdb import session

        db = session.Session(str(folder / "chdb"))
        # Who looks for something looks for it once: what ClickHouse remembers of a condition is no measure.
        db.query("SET use_query_condition_cache = 0")
        db.query("CREATE TABLE events (ts DateTime64(3), stream LowCardinality(String), message String CODEC(ZSTD(3))) ENGINE = MergeTree ORDER BY ts")
        db.query(f"INSERT INTO events SELECT fromUnixTimestamp64Milli(ts), stream, message FROM file('{files}', JSONEachRow, "
                 "'ts Int64, stream String, message String')")
        db.query("OPTIMIZE TABLE events FINAL")
        ask, own, place = lambda sql: db.query(sql, "JSONCompactEachRow").bytes().splitlines(), CLICKHOUSE, folder / "chdb"
    loaded = time.perf_counter() - began
    told = {"loaded": loaded, "bytes": size_of(place), "questions": {}}
    for name, (_, sql) in questions(own).items():
        taken = []
        for _ in range(runs):
            began = time.perf_counter()
            rows = ask(sql)
            taken.append(time.perf_counter() - began)
        told["questions"][name] = [taken, len(rows)]
    print(json.dumps(told))


def size_of(place: Path) -> int:
    return sum(f.stat().st_size for f in place.rglob("*") if f.is_file() and not f.is_symlink()) if place.is_dir() else place.stat().st_size


def settled(server) -> None:
    """Waits until the server has done what is left to do in the background: little processor time for three seconds."""
    quiet = 0
    while quiet < 3:
        before = server.cpu_seconds()
        time.sleep(1)
        quiet = quiet + 1 if server.cpu_seconds() - before < 0.05 else 0


def ask(logs, query: str, begin: int, end: int) -> list:
    started = logs.start_query(logGroupName=GROUP, startTime=begin // 1_000 - 60, endTime=end // 1_000 + 60, queryString=query)
    while True:
        answer = logs.get_query_results(queryId=started["queryId"])
        if answer["status"] not in ("Scheduled", "Running"):
            assert answer["status"] == "Complete", answer
            return answer["results"]
        time.sleep(0.002)


def measure(server, python: str, folder: Path, given) -> None:
    logs = server.client("logs")
    logs.create_log_group(logGroupName=GROUP)
    end = int(time.time() * 1_000)
    begin = end - HOURS * 3_600_000
    count = max(1, given.megabytes // given.processes)
    keys = (server.root.access_key_id, server.root.secret_access_key)
    jobs = [(server.endpoint, server.port, keys, seed, count, begin, count // 2 if seed == 0 else -1, str(folder / f"in-{seed}.jsonl"))
            for seed in range(given.processes)]
    busy, began = server.cpu_seconds(), time.monotonic()
    with concurrent.futures.ProcessPoolExecutor(given.processes, multiprocessing.get_context("spawn")) as pool:
        done = list(pool.map(put, *zip(*jobs, strict=True)))
    wall, busy = time.monotonic() - began, server.cpu_seconds() - busy
    size, events = sum(d[0] for d in done), sum(d[1] for d in done)
    waited = sum(d[2] for d in done) / given.processes
    before = server.cpu_seconds()
    began = time.monotonic()
    settled(server)
    behind, folding = time.monotonic() - began - 3, server.cpu_seconds() - before
    server.restart()
    stored = size_of(server.data_dir)
    print(f"{events} events, {size / 1e6:.0f} MB of messages, {HOURS} hours\n")
    print(f"PutLogEvents, {given.processes} clients      {size / 1e6 / waited:>8.0f} MB/s {events / waited:>10.0f} events/s  while a call is open; {size / 1e6 / wall:.0f} MB/s with the clients' own work")
    print(f"the server's processor time  {size / 1e6 / busy:>8.0f} MB/s {events / busy:>10.0f} events/s")
    print(f"folded {behind:.0f} s after the last call, for {folding:.1f} s of processor time more\n")
    ours = {}
    for name, (query, _) in questions(DUCK).items():
        taken = []
        for _ in range(given.runs):
            began = time.perf_counter()
            rows = ask(logs, query, begin, end)
            taken.append(time.perf_counter() - began)
        ours[name] = [taken, len(rows)]
    memory = server.rss_kib() / 1024
    server.kill()
    me = [__file__, python, str(folder), "--runs", str(given.runs), "--other"]
    duck = json.loads(subprocess.run([sys.executable, *me, "duckdb"], check=True, stdout=subprocess.PIPE).stdout)
    click = json.loads(subprocess.run([python, *me, "clickhouse"], check=True, stdout=subprocess.PIPE).stdout)
    print(f"{'':<28}{'cloudkeep':>10}{'DuckDB':>10}{'ClickHouse':>12}")
    print(f"{'bytes on disk per event':<28}{stored / events:>10.1f}{duck['bytes'] / events:>10.1f}{click['bytes'] / events:>12.1f}")
    print(f"{'loading from a file, s':<28}{'':>10}{duck['loaded']:>10.1f}{click['loaded']:>12.1f}")
    for name, (taken, rows) in ours.items():
        others = [d["questions"][name] for d in (duck, click)]
        if any(found != rows for _, found in others):
            sys.exit(f"{name}: the answers differ: {rows} rows, others {[n for _, n in others]}")
        middle = [statistics.median(t) * 1e3 for t in (taken, *(t for t, _ in others))]
        print(f"{name + ', ms (median)':<28}{middle[0]:>10.1f}{middle[1]:>10.1f}{middle[2]:>12.1f}   first: {taken[0] * 1e3:.1f}; {rows} rows")
    print(f"\nresident memory of the server after the questions: {memory:.0f} MiB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("python", help="a Python that has chdb")
    options.add_argument("folder", type=Path)
    options.add_argument("--megabytes", type=int, default=500)
    options.add_argument("--processes", type=int, default=4)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--other", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.other:
        return other(given.other, given.folder, given.runs)
    sys.path.insert(0, ACCEPTANCE)
    from harness import Cloudkeep

    server = Cloudkeep(given.folder / "cloudkeep")
    try:
        measure(server, given.python, given.folder, given)
    finally:
        server.kill()


if __name__ == "__main__":
    main()

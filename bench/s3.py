"""Objects of 4 KB and 64 MB, put and got, beside plain files on the same disk: `bench/s3.py`, run by bench/s3. See README.md."""

import argparse
import http.client
import json
import multiprocessing
import os
import re
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "acceptance"))

from harness import Cloudkeep

SMALL, LARGE = 4 << 10, 64 << 20
PIECE = 1 << 20
BUCKET = "bench-objects"
EXPIRES = 7 * 24 * 3600


def body(size: int) -> bytes:
    """Bytes that no file system compresses."""
    return os.urandom(min(size, PIECE)) * (size // min(size, PIECE))


def transfer(job) -> list[float]:
    """One client with one connection: seconds of each request. The requests were signed before."""
    port, method, urls, size = job
    connection = http.client.HTTPConnection("127.0.0.1", port)
    data = body(size) if method == "PUT" else None
    buffer = bytearray(PIECE)
    times = []
    for url in urls:
        parts = urlsplit(url)
        began = time.perf_counter()
        connection.request(method, f"{parts.path}?{parts.query}", body=data)
        answer = connection.getresponse()
        got = 0
        while (read := answer.readinto(buffer)) > 0:
            got += read
        times.append(time.perf_counter() - began)
        if answer.status != 200 or got != (size if method == "GET" else 0):
            sys.exit(f"{method}: {answer.status}, {got} bytes")
    return times


def files(job) -> list[float]:
    """The same with files: each is new, written and synced, or read whole."""
    folder, method, names, size = job
    data = body(size) if method == "PUT" else None
    buffer = bytearray(PIECE)
    times = []
    for name in names:
        began = time.perf_counter()
        if method == "PUT":
            with open(folder / name, "wb", buffering=0) as file:
                for at in range(0, size, PIECE):
                    file.write(data[at:at + PIECE])
                os.fsync(file.fileno())
        else:
            with open(folder / name, "rb", buffering=0) as file:
                while file.readinto(buffer):
                    pass
        times.append(time.perf_counter() - began)
    return times


def spread(work, first, method: str, things: list[str], size: int, clients: int) -> tuple[list[float], float]:
    """Does it from several processes at once: sorted seconds of each, and of all together."""
    jobs = [(first, method, things[n::clients], size) for n in range(clients)]
    with multiprocessing.get_context("fork").Pool(clients) as pool:
        pool.map(len, [""] * clients)
        began = time.perf_counter()
        times = pool.map(work, jobs, chunksize=1)
        taken = time.perf_counter() - began
    return sorted(t for part in times for t in part), taken


def peak(pid: int) -> float:
    """The most memory that a process had, MiB."""
    return int(re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def measure(server: Cloudkeep, folder: Path, given) -> list[dict]:
    s3 = server.client("s3")
    s3.create_bucket(Bucket=BUCKET)
    plain = folder / "plain"
    plain.mkdir()
    rows = []
    for size, count, clients in ((SMALL, given.small, 1), (SMALL, given.small, given.clients), (LARGE, given.large, 1), (LARGE, given.large, 4)):
        names = [f"{size}-{clients}-{n:06}" for n in range(count)]
        for method, operation in (("PUT", "put_object"), ("GET", "get_object")):
            urls = [s3.generate_presigned_url(operation, {"Bucket": BUCKET, "Key": name}, ExpiresIn=EXPIRES) for name in names]
            used = server.cpu_seconds()
            times, taken = spread(transfer, server.port, method, urls, size, clients)
            used = server.cpu_seconds() - used
            file_times, file_taken = spread(files, plain, method, names, size, clients)
            rows.append({
                "what": f"{method.lower()} {'4 KB' if size == SMALL else '64 MB'}, {clients} client{'s' if clients > 1 else ''}", "per_second": count / taken,
                "mb_per_second": count * size / 1e6 / taken, "p50_ms": times[len(times) // 2] * 1e3, "p99_ms": times[int(len(times) * 0.99)] * 1e3,
                "cpu_us": used / count * 1e6, "file_per_second": count / file_taken, "file_p50_ms": file_times[len(file_times) // 2] * 1e3,
                "ratio": file_taken / taken, "peak_mib": peak(server.pid)})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=4000, help="objects of 4 KB")
    parser.add_argument("--large", type=int, default=20, help="objects of 64 MB")
    parser.add_argument("--clients", type=int, default=16, help="clients at once for small objects")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        server = Cloudkeep(Path(folder) / "cloudkeep")
        try:
            idle = server.rss_kib() / 1024
            rows = measure(server, Path(folder), given)
        finally:
            server.kill()
    if given.json:
        print(json.dumps({"idle_mib": idle, "rows": rows}))
        return
    print(f"{'what':<26}{'per second':>11}{'MB/s':>8}{'p50 ms':>9}{'p99 ms':>9}{'cpu us':>9}{'files/s':>10}{'file p50':>10}{'ratio':>7}{'peak MiB':>10}")
    for row in rows:
        print(f"{row['what']:<26}{row['per_second']:>11.1f}{row['mb_per_second']:>8.0f}{row['p50_ms']:>9.2f}{row['p99_ms']:>9.2f}{row['cpu_us']:>9.0f}"
              f"{row['file_per_second']:>10.1f}{row['file_p50_ms']:>10.2f}{row['ratio']:>7.2f}{row['peak_mib']:>10.0f}")
    print(f"\nmemory of the server before: {idle:.0f} MiB")


if __name__ == "__main__":
    main()

"""Samples put over HTTP, and what it costs to evaluate many alarms each minute and how soon they change their states. See README.md."""

import argparse
import concurrent.futures
import datetime
import multiprocessing
import sys
import tempfile
import time
from pathlib import Path

ACCEPTANCE = str(Path(__file__).resolve().parent.parent / "acceptance")
NAMESPACE = "Bench"
PER_CALL = 1_000  # metrics of a call, as many as AWS takes
VALUES = 150  # values of a metric in a call


def put(endpoint: str, port: int, keys: tuple, process: int, seconds: float, values: int) -> tuple[int, float]:
    """One client: samples that were put, and the seconds in which calls were open."""
    sys.path.insert(0, ACCEPTANCE)
    from harness import Cloudkeep, Credentials

    server = Cloudkeep(Path(tempfile.mkdtemp()), start=False)
    server.endpoint, server.port = endpoint, port
    cloudwatch = server.client("cloudwatch", Credentials(*keys))
    samples, taken, number = 0, 0.0, 0
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        number += 1
        count = PER_CALL if values == 1 else 100
        data = [{"MetricName": "latency", "Dimensions": [{"Name": "host", "Value": f"h{process}-{n}"}],
                 **({"Value": float(n + number)} if values == 1 else {"Values": [float(v + n) for v in range(values)]})} for n in range(count)]
        began = time.monotonic()
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=data)
        taken += time.monotonic() - began
        samples += count * values
    return samples, taken


def samples(server, given) -> None:
    keys = (server.root.access_key_id, server.root.secret_access_key)
    for values, what in ((1, f"{PER_CALL} metrics with a value in each call"), (VALUES, f"100 metrics with {VALUES} values in each call")):
        busy = server.cpu_seconds()
        jobs = [(server.endpoint, server.port, keys, n, given.seconds, values) for n in range(given.processes)]
        with concurrent.futures.ProcessPoolExecutor(given.processes, multiprocessing.get_context("spawn")) as pool:
            done = list(pool.map(put, *zip(*jobs, strict=True)))
        time.sleep(2)
        busy = server.cpu_seconds() - busy
        total, taken = sum(d[0] for d in done), sum(d[1] for d in done) / given.processes
        print(f"{'PutMetricData, samples/s':<44}{total / taken:>12,.0f}   {what}, {given.processes} clients; {total / busy:,.0f} in a second of the server's processor time")


def feed(cloudwatch, alarms: int, at: float, value: float) -> None:
    when = datetime.datetime.fromtimestamp(at, datetime.timezone.utc)
    for first in range(0, alarms, PER_CALL):
        cloudwatch.put_metric_data(Namespace=NAMESPACE, MetricData=[
            {"MetricName": f"m{n}", "Timestamp": when, "Value": value} for n in range(first, min(first + PER_CALL, alarms))])


def alarms(server, given) -> None:
    cloudwatch = server.client("cloudwatch")

    def make(n: int) -> None:
        cloudwatch.put_metric_alarm(AlarmName=f"a{n}", Namespace=NAMESPACE, MetricName=f"m{n}", Statistic="Average", Period=60, EvaluationPeriods=1,
                                    Threshold=50, ComparisonOperator="GreaterThanThreshold")

    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        list(pool.map(make, range(given.alarms)))
    minute = time.time() // 60 * 60 + 60
    costs = []
    for number in range(given.minutes + 1):
        # The last minute is the one in which all of them turn.
        time.sleep(max(0, minute + 20 - time.time()))
        feed(cloudwatch, given.alarms, minute + 15, 100.0 if number == given.minutes else 1.0)
        time.sleep(max(0, minute + 60 - time.time()))
        busy = server.cpu_seconds()
        time.sleep(15)
        costs.append(server.cpu_seconds() - busy)
        minute += 60
    quiet = costs[1:-1] or costs[:-1]
    print(f"{f'{given.alarms} alarms, seconds of processor a minute':<44}{sum(quiet) / len(quiet):>12.2f}   none of them turns (goal: below 60)")
    print(f"{'the same, all of them turn':<44}{costs[-1]:>12.2f}   in the 15 seconds after the minute")
    turned = [a for page in cloudwatch.get_paginator("describe_alarms").paginate(StateValue="ALARM") for a in page["MetricAlarms"]]
    if len(turned) != given.alarms:
        sys.exit(f"{len(turned)} alarms of {given.alarms} turned")
    late = sorted(a["StateUpdatedTimestamp"].timestamp() - minute for a in turned)
    print(f"{'seconds from the period to the new state':<44}{late[len(late) // 2]:>12.2f}   median; the last {late[-1]:.2f}")
    print(f"{'resident memory, MiB':<44}{server.rss_kib() / 1024:>12.0f}")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--alarms", type=int, default=10_000)
    options.add_argument("--minutes", type=int, default=2, help="minutes in which no alarm turns")
    options.add_argument("--seconds", type=float, default=10, help="seconds of each measurement of PutMetricData")
    options.add_argument("--processes", type=int, default=4)
    given = options.parse_args()
    sys.path.insert(0, ACCEPTANCE)
    from harness import Cloudkeep

    with tempfile.TemporaryDirectory() as folder:
        server = Cloudkeep(Path(folder))
        try:
            samples(server, given)
            alarms(server, given)
        finally:
            server.kill()


if __name__ == "__main__":
    main()

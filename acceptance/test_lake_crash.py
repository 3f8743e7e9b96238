"""The server is killed (SIGKILL) in the middle of putting the files of an event data store together: every event is in the store once.

`test_cloudtrail_lake.py` kills it while it ingests; `crates/services/cloudtrail/tests/lake_crash.rs` stops the same work at every step that it waits at.
"""

import collections
import os
import signal
import threading
import time
from pathlib import Path

from harness import Cloudkeep, events, wait_for
from test_cloudtrail_lake import QUICK, ask, make_store, store_id

# Kills in the middle of a compaction.
WITHIN = 3


def data_files(server: Cloudkeep, arn: str) -> set[str]:
    """Every file of the store, drafts too."""
    found = set()
    for folder, _, names in os.walk(server.data_dir / "lake" / store_id(arn)):
        found |= {str(Path(folder) / name) for name in names}
    return found


def settled(server: Cloudkeep, arn: str) -> set[str]:
    """The files, once nothing was added for three rounds of ingestion: everything is ingested."""
    seen, since = data_files(server, arn), time.monotonic()
    while time.monotonic() - since < 3.2:
        time.sleep(0.2)
        if (now := data_files(server, arn)) != seen:
            seen, since = now, time.monotonic()
    return seen


def each_once(server: Cloudkeep, arn: str, name: str) -> collections.Counter:
    """How often each call of this name is in the store, by its event id; all that the event history has are there."""
    lake = server.client("cloudtrail")
    expected = {event["eventID"] for event in events(server, EventName=name)}

    def there():
        rows = ask(lake, f"SELECT eventID AS id FROM {store_id(arn)} WHERE eventName = '{name}'")
        found = collections.Counter(row["id"] for row in rows)
        return found if expected <= set(found) else None

    return wait_for(there, 40, 0.5)


class Watch:
    """Kills the server at the first file that it makes for a store."""

    def __init__(self, server: Cloudkeep, arn: str):
        self.server = server
        self.known = data_files(server, arn)
        self.folders = {str(Path(path).parent) for path in self.known}
        self.made = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.over.is_set():
            for folder in self.folders:
                for entry in os.scandir(folder):
                    if entry.path not in self.known and self.server.process is not None:
                        os.kill(self.server.process.pid, signal.SIGKILL)
                        self.made = entry.path
                        return

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.thread.join()


def killed_at_the_first_file(server: Cloudkeep, arn: str) -> bool:
    """Starts the server and kills it at the first file that it makes for the store; false if it makes none, and then it runs."""
    with Watch(server, arn) as watch:
        try:
            server.start()
        except RuntimeError:
            assert watch.made, server.log()[-3000:]
        until = time.monotonic() + 8
        while watch.made is None and time.monotonic() < until:
            time.sleep(0.02)
    if watch.made is None:
        return False
    if server.process is not None:
        server.process.wait(20)
    server.kill()
    return True


def test_killed_within_a_compaction(fresh):
    server = fresh(environment=QUICK)
    arn = make_store(server.client("cloudtrail"))
    iam = server.client("iam")
    within = 0
    for _ in range(5):
        settled(server, arn)
        for _ in range(6):
            before = data_files(server, arn)
            iam.get_account_summary()
            wait_for(lambda: data_files(server, arn) - before, 20, 0.1)  # noqa: B023
        settled(server, arn)
        # Everything is ingested: the first file that a start makes is that of a compaction. Where the next start makes one again, the catalogue still
        # had the small files, so the kill was within the compaction.
        server.kill()
        deaths = 0
        while deaths <= WITHIN and killed_at_the_first_file(server, arn):
            deaths += 1
        within += max(deaths - 1, 0)
        if not server.alive():
            server.start()
        if within >= WITHIN:
            break
    assert within >= WITHIN
    found = each_once(server, arn, "GetAccountSummary")
    assert len(found) >= 6 and max(found.values()) == 1, found
    doubled = f"SELECT eventID AS id, count(*) AS n FROM {store_id(arn)} GROUP BY eventID HAVING count(*) > 1"
    assert ask(server.client("cloudtrail"), doubled) == []

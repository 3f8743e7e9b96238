"""Sigma rules as SQL over flattened events, as Zircolite does it: `bench/detect_sqlite.py RULES EVENTS.jsonl [MOST]`. Needs pysigma-backend-sqlite."""

import json
import sqlite3
import sys
import time

from sigma.backends.sqlite import sqliteBackend
from sigma.collection import SigmaCollection


def flat(value, name: str, into: dict) -> dict:
    """Members of members under names with dots, all as text; lists as their JSON."""
    for key, inner in value.items():
        path = f"{name}.{key}" if name else key
        if isinstance(inner, dict):
            flat(inner, path, into)
        else:
            into[path] = inner if isinstance(inner, str) else json.dumps(inner)
    return into


def regexp(pattern: str, text: str | None) -> bool:
    import re
    return text is not None and re.search(pattern, text) is not None


def main() -> None:
    rules, events = sys.argv[1:3]
    most = int(sys.argv[3]) if len(sys.argv) > 3 else 20_000
    queries = sqliteBackend().convert(SigmaCollection.from_yaml(open(rules).read()))
    lines = []
    with open(events) as file:
        for line in file:
            lines.append(line)
            if len(lines) >= most:
                break
    began = time.process_time()
    rows = [flat(json.loads(line), "", {}) for line in lines]
    names = sorted({name for row in rows for name in row})
    base = sqlite3.connect(":memory:")
    base.create_function("REGEXP", 2, regexp)
    # Names that no event has are asked about all the same.
    asked = ["errorCode", "requestParameters.policyArn", "requestParameters.documentName", "eventType"]
    names += [name for name in asked if name not in names]
    quoted = ", ".join(f'"{name}" TEXT COLLATE NOCASE' for name in names)
    base.execute(f"CREATE TABLE logs ({quoted})")
    marks = ", ".join("?" * len(names))
    base.executemany(f"INSERT INTO logs VALUES ({marks})", ([row.get(name) for name in names] for row in rows))
    matches = 0
    for query in queries:
        matches += len(base.execute(query.replace("<TABLE_NAME>", "logs")).fetchall())
    seconds = time.process_time() - began
    size = sum(map(len, lines)) / 1e6
    print(f"{f'pySigma and SQLite, as Zircolite: {len(queries)} Sigma rules':<58} {len(lines) / seconds:>10.0f} {size / seconds:>8.0f} {matches:>10}  of {len(lines)} events")


if __name__ == "__main__":
    main()

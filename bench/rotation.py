"""Rotations at once beside what the database alone can do: `bench/rotation.py`, run by bench/rotation. See README.md."""

import argparse
import concurrent.futures
import json
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "acceptance"))

from databases import Postgres
from harness import Cloudkeep, unique
from rotation_support import rotator

CLIENTS = 16


def spread(work, items) -> float:
    """Does this for all items from several threads: the seconds it took."""
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(work, items))
    return time.monotonic() - began


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--secrets", type=int, default=1_000)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        postgres, server = Postgres(Path(folder) / "postgres"), Cloudkeep(Path(folder) / "cloudkeep")
        try:
            rows = measure(postgres, server, given.secrets)
        finally:
            server.kill()
            postgres.remove()
    if given.json:
        print(json.dumps(rows))
        return
    for name, value, note in rows:
        print(f"{name:<46} {value:>10.0f}  {note}")


def measure(postgres, server, count: int) -> list:
    users = [(f"bench_{n}", unique("pw")) for n in range(count)]
    postgres.sql(*[f"CREATE ROLE {name} LOGIN PASSWORD '{password}'" for name, password in users])
    client = server.client("secretsmanager")
    names = [f"bench/{name}" for name, _ in users]
    spread(lambda n: client.create_secret(Name=names[n], SecretString=json.dumps(postgres.secret(*users[n]))), range(count))

    # What the database does: a statement on an open connection, and what one rotation must do at least, two logins and a statement.
    connection = postgres.connect(postgres.superuser, postgres.password)
    began = time.monotonic()
    for name, password in users:
        connection.run(f"ALTER ROLE {name} PASSWORD '{password}'")
    statements = count / (time.monotonic() - began)
    connection.close()

    def login_and_change(user):
        with_password = postgres.connect(*user)
        with_password.run(f"ALTER ROLE {user[0]} PASSWORD '{user[1]}'")
        with_password.close()
        postgres.connect(*user).close()

    logins = count / spread(login_and_change, users)

    function = rotator(server, "postgres", "single-user")
    began = time.monotonic()
    spread(lambda name: client.rotate_secret(SecretId=name, RotationLambdaARN=function), names)
    accepted = time.monotonic() - began
    waiting = set(names)
    while waiting:
        found = [s["Name"] for page in client.get_paginator("list_secrets").paginate(MaxResults=100) for s in page["SecretList"]
                 if "LastRotatedDate" in s]
        waiting -= set(found)
        if time.monotonic() - began > 600:
            raise SystemExit(f"{len(waiting)} secrets were not rotated")
    rate = count / (time.monotonic() - began)
    for n in range(0, count, max(count // 20, 1)):
        value = json.loads(client.get_secret_value(SecretId=names[n])["SecretString"])
        assert value["password"] != users[n][1] and postgres.logs_in(value["username"], value["password"])
    return [
        ("ALTER ROLE, one open connection, per second", statements, "PostgreSQL alone"),
        ("login, ALTER ROLE, login, 16 clients", logins, "PostgreSQL and a Python driver"),
        ("rotations per second", rate, f"{rate / logins:.2f} of that; {rate / statements:.2f} of ALTER ROLE; {count} at once, accepted in {accepted:.1f} s"),
    ]


if __name__ == "__main__":
    main()

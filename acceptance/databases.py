"""Real PostgreSQL, MariaDB, Redis and RabbitMQ servers, each on a free port of the loopback and a folder of its own."""

from __future__ import annotations

import glob
import os
import random
import secrets
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pg8000.exceptions
import pg8000.native
import pika
import pika.exceptions
import pymysql
import redis
import requests

from harness import wait_for

HOST = "127.0.0.1"


def free_port() -> int:
    """A port that nobody listens on now, and none that the system hands out by itself, which could be taken before it is used."""
    while True:
        port = random.randrange(20_000, 32_000)
        with socket.socket() as listener:
            try:
                listener.bind((HOST, port))
                return port
            except OSError:
                continue


def program(name: str, *patterns: str) -> str:
    """A program on PATH, else the newest of those that match."""
    found = shutil.which(name) or next(iter(sorted((f for p in patterns for f in glob.glob(p)), reverse=True)), None)
    if not found:
        raise RuntimeError(f"{name} is not installed: run ./test acceptance, which installs it")
    return found


class Database:
    """A server with a superuser, `admin`."""

    engine = ""
    superuser = "admin"
    #: Who runs it, where root may not.
    account: str | None = None
    #: What ends it at once.
    end = signal.SIGTERM

    def __init__(self, folder: Path):
        self.folder = Path(folder)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.port = free_port()
        self.password = secrets.token_hex(12)
        self.process: subprocess.Popen | None = None
        if self._other():
            # The folders above are pytest's, which only their owner may enter.
            self.folder = Path(subprocess.check_output([*self._as(), "mktemp", "-d", f"/tmp/{self.engine}-XXXXXX"], text=True).strip())
        self.prepare()
        self.start()
        self.ready()

    def _other(self) -> bool:
        return self.account is not None and os.geteuid() == 0

    def _as(self) -> list[str]:
        return ["runuser", "-u", self.account, "--"] if self._other() else []

    def _run(self, *command: str, **more) -> None:
        done = subprocess.run([*self._as(), *command], capture_output=True, text=True, cwd=self.folder, **more)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

    def prepare(self) -> None:
        """Makes the data folder."""

    def command(self) -> list[str]:
        """What starts it."""
        raise NotImplementedError

    def connect(self, username: str, password: str):
        """A connection; raises the driver's own error."""
        raise NotImplementedError

    def refused(self, error: Exception) -> bool:
        """Whether this error says that user or password are wrong."""
        raise NotImplementedError

    def start(self) -> None:
        """Starts it."""
        log = self.log_path.open("ab")
        self.process = subprocess.Popen(
            [*self._as(), *self.command()], stdout=log, stderr=log, stdin=subprocess.DEVNULL, cwd=self.folder, start_new_session=True
        )
        log.close()

    @property
    def log_path(self) -> Path:
        # Where the server runs as somebody else, its log is ours all the same.
        return Path(f"{self.folder}.log")

    def ready(self) -> None:
        """Waits until the superuser logs in."""

        def up():
            assert self.process is not None and self.process.poll() is None, self.log_path.read_text()
            try:
                return self.logs_in(self.superuser, self.password)
            except Exception:
                return False

        wait_for(up, 60)

    def stop(self) -> None:
        """Ends it at once, with all that it started."""
        process, self.process = self.process, None
        if process is None or process.poll() is not None:
            return
        os.killpg(process.pid, self.end)

        def gone():
            process.poll()
            try:
                os.killpg(process.pid, 0)
            except ProcessLookupError:
                return True
            return False

        try:
            wait_for(gone, 20)
        except AssertionError:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def remove(self) -> None:
        """Ends it and removes its folder."""
        self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)
        self.log_path.unlink(missing_ok=True)

    def restart(self) -> None:
        """Stops it and starts it again."""
        self.stop()
        self.start()
        self.ready()

    def logs_in(self, username: str, password: str) -> bool:
        """Whether these log in; errors of another kind are raised."""
        try:
            connection = self.connect(username, password)
        except Exception as error:
            if self.refused(error):
                return False
            raise
        connection.close()
        return True

    def secret(self, username: str, password: str, **more) -> dict:
        """A secret's value in AWS's structure."""
        return {"engine": self.engine, "host": HOST, "port": self.port, "username": username, "password": password} | more


class Postgres(Database):
    engine = "postgres"
    superuser = "postgres"
    account = "postgres"
    end = signal.SIGQUIT

    def prepare(self) -> None:
        data = self.folder / "data"
        initdb = program("initdb", "/usr/lib/postgresql/*/bin/initdb")
        word = self.folder / "word"
        self._run("tee", str(word), input=self.password)
        self._run(initdb, "-D", str(data), "-U", self.superuser, f"--pwfile={word}", "--auth=scram-sha-256", "--no-sync", "--encoding=UTF8")

    def command(self) -> list[str]:
        postgres = program("postgres", "/usr/lib/postgresql/*/bin/postgres")
        options = {
            "listen_addresses": HOST, "port": self.port, "unix_socket_directories": "", "fsync": "off", "max_connections": 200,
            "log_statement": "all", "shared_buffers": "16MB",
        }
        return [postgres, "-D", str(self.folder / "data"), *[f"--{k}={v}" for k, v in options.items()]]

    def connect(self, username: str, password: str):
        return pg8000.native.Connection(username, host=HOST, port=self.port, database="postgres", password=password, timeout=20)

    def refused(self, error: Exception) -> bool:
        return isinstance(error, pg8000.exceptions.DatabaseError) and error.args[0].get("C") == "28P01"

    def sql(self, *statements: str) -> None:
        """Runs these as the superuser."""
        connection = self.connect(self.superuser, self.password)
        for statement in statements:
            connection.run(statement)
        connection.close()

    def add_user(self, name: str, password: str) -> None:
        """A user that may log in."""
        self.sql(f"CREATE ROLE {name} LOGIN PASSWORD '{password}'")


class MariaDB(Database):
    engine = "mariadb"
    account = "nobody"

    def prepare(self) -> None:
        data = self.folder / "data"
        install = program("mariadb-install-db", "/usr/bin/mariadb-install-db")
        self._run(install, "--no-defaults", f"--datadir={data}", "--auth-root-authentication-method=normal", "--skip-test-db",
                  f"--tmpdir={self.folder}", "--innodb-log-file-size=8M", "--innodb-buffer-pool-size=16M")
        first = f"CREATE USER '{self.superuser}'@'%' IDENTIFIED BY '{self.password}';\n"
        first += f"GRANT ALL ON *.* TO '{self.superuser}'@'%' WITH GRANT OPTION;\n"
        self._run("tee", str(self.folder / "first.sql"), input=first)

    def command(self) -> list[str]:
        first = self.folder / "first.sql"
        options = [
            "--no-defaults", f"--datadir={self.folder / 'data'}", f"--bind-address={HOST}", f"--port={self.port}",
            f"--socket={self.folder / 'socket'}", f"--tmpdir={self.folder}", f"--pid-file={self.folder / 'pid'}", "--skip-name-resolve", "--max-connect-errors=1000000",
            "--innodb-flush-log-at-trx-commit=0", "--innodb-buffer-pool-size=16M", "--innodb-log-file-size=8M", "--skip-log-bin",
        ]
        if self.process is None and not (self.folder / "begun").exists():
            options.append(f"--init-file={first}")
            self._run("touch", str(self.folder / "begun"))
        return [program("mariadbd", "/usr/sbin/mariadbd"), *options]

    def connect(self, username: str, password: str):
        return pymysql.connect(host=HOST, port=self.port, user=username, password=password, connect_timeout=20)

    def refused(self, error: Exception) -> bool:
        return isinstance(error, pymysql.err.OperationalError) and error.args[0] == 1045

    def sql(self, *statements: str) -> None:
        """Runs these as the superuser."""
        with self.connect(self.superuser, self.password) as connection, connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def add_user(self, name: str, password: str) -> None:
        """A user that may log in from anywhere."""
        self.sql(f"CREATE USER '{name}'@'%' IDENTIFIED BY '{password}'")


class Redis(Database):
    engine = "redis"

    def prepare(self) -> None:
        users = f"user default off\nuser {self.superuser} on ~* &* +@all >{self.password}\n"
        (self.folder / "users.acl").write_text(users)

    def command(self) -> list[str]:
        return [
            program("redis-server"), "--bind", HOST, "--port", str(self.port), "--dir", str(self.folder), "--save", "",
            "--aclfile", str(self.folder / "users.acl"),
        ]

    def connect(self, username: str, password: str):
        client = redis.Redis(host=HOST, port=self.port, username=username, password=password, socket_timeout=20)
        client.ping()
        return client

    def refused(self, error: Exception) -> bool:
        return isinstance(error, redis.exceptions.AuthenticationError)

    def add_user(self, name: str, password: str) -> None:
        """A user that may read and write keys, and change passwords."""
        client = self.connect(self.superuser, self.password)
        client.execute_command("ACL", "SETUSER", name, "on", "~*", "+@all", f">{password}")
        client.execute_command("ACL", "SAVE")
        client.close()


class RabbitMQ(Database):
    engine = "rabbitmq"
    account = "rabbitmq"

    def prepare(self) -> None:
        self.management_port, self.mapper_port, self.nodes_port = free_port(), free_port(), free_port()
        config = {
            "listeners.tcp.default": f"{HOST}:{self.port}", "management.tcp.ip": HOST, "management.tcp.port": self.management_port,
            "default_user": self.superuser, "default_pass": self.password,
        }
        self._run("tee", str(self.folder / "rabbitmq.conf"), input="".join(f"{k} = {v}\n" for k, v in config.items()))
        self._run("tee", str(self.folder / "plugins"), input="[rabbitmq_management].\n")

    def environment(self) -> list[str]:
        """Its settings, and nothing of the machine's own server."""
        settings = {
            "HOME": self.folder, "RABBITMQ_NODENAME": f"node{self.port}@localhost", "RABBITMQ_CONFIG_FILE": self.folder / "rabbitmq.conf",
            "RABBITMQ_ENABLED_PLUGINS_FILE": self.folder / "plugins", "RABBITMQ_MNESIA_BASE": self.folder / "data",
            "RABBITMQ_LOG_BASE": self.folder / "log", "RABBITMQ_PID_FILE": self.folder / "pid", "ERL_EPMD_ADDRESS": HOST,
            "ERL_EPMD_PORT": self.mapper_port, "RABBITMQ_DIST_PORT": self.nodes_port, "RABBITMQ_CONF_ENV_FILE": self.folder / "none",
        }
        return ["env", *[f"{k}={v}" for k, v in settings.items()]]

    def command(self) -> list[str]:
        return [*self.environment(), program("rabbitmq-server-itself", "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin/rabbitmq-server")]

    def connect(self, username: str, password: str):
        login = pika.PlainCredentials(username, password)
        return pika.BlockingConnection(pika.ConnectionParameters(HOST, self.port, credentials=login, connection_attempts=1, socket_timeout=20))

    def refused(self, error: Exception) -> bool:
        return isinstance(error, (pika.exceptions.AuthenticationError, pika.exceptions.ProbableAuthenticationError))

    def secret(self, username: str, password: str, **more) -> dict:
        return super().secret(username, password, managementPort=self.management_port, **more)

    def manage(self, path: str, body: dict) -> None:
        """A change through the management API, as the superuser."""
        answer = requests.put(f"http://{HOST}:{self.management_port}/api/{path}", json=body, auth=(self.superuser, self.password), timeout=20)
        assert answer.ok, answer.text

    def add_user(self, name: str, password: str) -> None:
        """A user that may do everything in the first virtual host, and change its own password."""
        self.manage(f"users/{name}", {"password": password, "tags": "administrator"})
        self.manage(f"permissions/%2F/{name}", {"configure": ".*", "write": ".*", "read": ".*"})

    def remove(self) -> None:
        super().remove()

        def gone():
            # It stays while it knows of a node, and hears of the end of one a moment later.
            done = subprocess.run([*self._as(), *self.environment(), "epmd", "-kill"], capture_output=True, text=True, check=False)
            return "Killed" in done.stdout + done.stderr or "Cannot connect" in done.stdout + done.stderr

        wait_for(gone, 10)

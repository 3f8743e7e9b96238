"""For the tests of rotation: secrets of a database, and a wire to it that can be cut."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from databases import HOST, Database
from harness import Cloudkeep, events, unique, wait_for

NAMES = {"postgres": "postgresql", "mariadb": "mariadb", "redis": "redis", "rabbitmq": "rabbitmq"}


def rotator(server: Cloudkeep, engine: str, strategy: str) -> str:
    """ARN of a built-in rotator; the strategy is `single-user` or `alternating-users`."""
    return f"arn:aws:lambda:us-east-1:{server.account}:function:cloudkeep-rotator-{NAMES[engine]}-{strategy}"


def make_user(database: Database) -> tuple[str, str]:
    """A user of the database and its password."""
    name, password = unique("app").replace("-", "_"), unique("pw")
    database.add_user(name, password)
    return name, password


def make_secret(server: Cloudkeep, database: Database, **more) -> tuple[str, dict]:
    """A new user of the database and its secret: the secret's name, and what it holds."""
    value = database.secret(*make_user(database)) | more
    name = unique("db")
    server.client("secretsmanager").create_secret(Name=name, SecretString=json.dumps(value))
    return name, value


def make_superuser(server: Cloudkeep, database: Database) -> str:
    """ARN of the superuser's secret."""
    value = database.secret(database.superuser, database.password)
    return server.client("secretsmanager").create_secret(Name=unique("super"), SecretString=json.dumps(value))["ARN"]


def value_of(server: Cloudkeep, name: str, stage: str = "AWSCURRENT") -> dict:
    """What the secret holds now."""
    return json.loads(server.client("secretsmanager").get_secret_value(SecretId=name, VersionStage=stage)["SecretString"])


def logs_in(database: Database, value: dict) -> bool:
    """Whether a secret's value logs in, at the database itself."""
    return database.logs_in(value["username"], value["password"])


def rotate(server: Cloudkeep, name: str, seconds: float = 30, **more) -> str:
    """Rotates and waits until the new version is current: its id."""
    version = server.client("secretsmanager").rotate_secret(SecretId=name, **more)["VersionId"]
    finished(server, name, version, seconds)
    return version


def finished(server: Cloudkeep, name: str, version: str, seconds: float = 30) -> None:
    """Waits until this version is current and no longer pending."""
    client = server.client("secretsmanager")
    try:
        wait_for(lambda: client.describe_secret(SecretId=name)["VersionIdsToStages"].get(version) == ["AWSCURRENT"], seconds)
    except AssertionError:
        reasons = [e["additionalEventData"] for e in events(server, EventName="RotationFailed")]
        raise AssertionError(f"{name} was not rotated: {[r['Reason'] for r in reasons if name in r['SecretId']]}") from None


class Wire:
    """A port that leads to a database, through which what is sent can be watched, held and cut.

    `watch(number, data)` is called with each piece that the server under test sends, before it goes on; `answered(number)` after the database's first
    answer to it arrived, and before that goes back. Whatever they raise cuts the connection.
    """

    def __init__(self, database: Database):
        self.database = database
        self.watch: Callable[[int, bytes], None] = lambda number, data: None
        self.answered: Callable[[int], None] = lambda number: None
        self.count = 0
        self._lock = threading.Lock()
        self._open = True
        self._listener = socket.create_server((HOST, 0))
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Takes no more connections."""
        self._open = False
        self._listener.close()

    def _accept(self) -> None:
        while self._open:
            try:
                near, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._carry, args=(near,), daemon=True).start()

    def _carry(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection((HOST, self.database.port))
        except OSError:
            near.close()
            return
        waiting: list[int] = []

        def back() -> None:
            try:
                while data := far.recv(65536):
                    if waiting:
                        self.answered(waiting.pop())
                    near.sendall(data)
            except Exception:
                pass
            finally:
                shut(near, far)

        threading.Thread(target=back, daemon=True).start()
        try:
            while data := near.recv(65536):
                with self._lock:
                    number, self.count = self.count, self.count + 1
                self.watch(number, data)
                waiting[:] = [number]
                far.sendall(data)
        except Exception:
            pass
        finally:
            shut(near, far)


def shut(*sockets: socket.socket) -> None:
    """Ends connections, whatever state they are in."""
    for one in sockets:
        try:
            one.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass
        one.close()


class WebService:
    """A server that hands each request, its method and what was sent, to `answer`, which says the status."""

    def __init__(self):
        service = self

        class Handler(BaseHTTPRequestHandler):
            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                self.send_response(service.answer(self.command, self.headers, body))
                self.send_header("content-length", "0")
                self.end_headers()

            do_GET = do_PUT = do_POST = answer

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self.url = f"http://{HOST}:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, method: str, headers, body: bytes) -> int:
        """The status that a request is answered with."""
        raise NotImplementedError

    def close(self) -> None:
        """Ends it."""
        self._server.shutdown()
        self._server.server_close()


class Endpoint(WebService):
    """A service with one API key: GET says whether a key is the present one, PUT has it take another."""

    def __init__(self, key: str):
        self.key = key
        self.broken = False
        super().__init__()
        self.url += "/key"

    def answer(self, method: str, headers, body: bytes) -> int:
        if headers.get("authorization") != f"Bearer {self.key}":
            return 401
        if method == "PUT":
            if self.broken:
                return 503
            self.key = json.loads(body)["apiKey"]
        return 200


class Service(WebService):
    """What is posted to it, as JSON, goes to a function, which says the status."""

    def __init__(self, work: Callable[[dict], int]):
        self.work = work
        super().__init__()

    def answer(self, method: str, headers, body: bytes) -> int:
        return self.work(json.loads(body)) if method == "POST" else 405

"""Fixtures of the acceptance tests. See harness.py for what a server offers."""

import shutil

import pytest

from harness import Cloudkeep


def finish(server: Cloudkeep) -> None:
    """Stops a server and looks for panics in what it wrote."""
    try:
        if server.alive():
            server.stop()
    finally:
        if server.process is not None:
            server.kill()
    log = server.log()
    assert "panicked" not in log, log[-20_000:]
    shutil.rmtree(server.folder, ignore_errors=True)


@pytest.fixture(scope="session")
def cloudkeep(tmp_path_factory):
    """A server that the tests of a session share: use names from `unique`, and leave what is everybody's as it was."""
    server = Cloudkeep(tmp_path_factory.mktemp("cloudkeep"))
    yield server
    finish(server)


@pytest.fixture(scope="module")
def module_server(tmp_path_factory):
    """A server of the test module's own."""
    server = Cloudkeep(tmp_path_factory.mktemp("module"))
    yield server
    finish(server)


@pytest.fixture
def fresh(tmp_path_factory):
    """Makes new servers on empty data folders: `fresh()`. Options as Cloudkeep's."""
    made = []

    def make(**options) -> Cloudkeep:
        server = Cloudkeep(tmp_path_factory.mktemp("fresh"), **options)
        made.append(server)
        return server

    yield make
    for server in made:
        finish(server)


@pytest.fixture(scope="session")
def sandbox_server(tmp_path_factory):
    """The sandbox that the tests of a session share."""
    server = Cloudkeep(tmp_path_factory.mktemp("sandbox"), sandbox=True)
    yield server
    finish(server)


@pytest.fixture
def sandbox(sandbox_server):
    """A sandbox that was just reset."""
    import urllib.request

    request = urllib.request.Request(f"{sandbox_server.endpoint}/_cloudkeep/reset", method="POST", data=b"")
    with urllib.request.urlopen(request, timeout=10) as answer:
        assert answer.status == 200
    return sandbox_server

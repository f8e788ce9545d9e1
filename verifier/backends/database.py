"""The database, where the truth is kept: SQLite in one file, or PostgreSQL. Transactions belong to the services."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError
from sqlalchemy.orm import Session

from verifier.errors import SettingsWrong, VerifierError

BUSY_SECONDS = 5


class DatabaseUnavailable(VerifierError):
    """The database does not answer, or another program holds it. What was acknowledged before is kept."""

    status = 503
    code = "database_unavailable"
    message = "数据库暂时不可用，请稍后再试。已经受理的名册不会丢失。"


class Database:
    """One engine. `begin()` for what writes, `read()` for what only looks."""

    def __init__(self, engine: Engine):
        self.engine = engine

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """A transaction that may write: committed at the end, rolled back on an exception.

        Raises DatabaseUnavailable when the connection is lost or the lock is not had in time: nothing was written then.
        """
        with self._session(writes=True) as session, session.begin():
            yield session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A transaction that only reads. On SQLite it never waits for a writer. Raises DatabaseUnavailable."""
        with self._session(writes=False) as session:
            yield session

    @contextmanager
    def _session(self, *, writes: bool) -> Iterator[Session]:
        try:
            with Session(self.engine.execution_options(writes=writes), expire_on_commit=False) as session:
                yield session
        except DBAPIError as error:
            if _is_away(error):
                raise DatabaseUnavailable from error
            raise

    def close(self) -> None:
        self.engine.dispose()


def _is_away(error: DBAPIError) -> bool:
    """Whether waiting may help. SQLite calls a wrong statement an OperationalError too: that is our mistake, and stays one."""
    wrong = getattr(error.orig, "sqlite_errorcode", None) == sqlite3.SQLITE_ERROR
    return error.connection_invalidated or (isinstance(error, OperationalError) and not wrong)


def open_database(url: str) -> Database:
    """The database of this URL. Raises SettingsWrong for a URL that cannot be used; a server is first asked when it is needed."""
    try:
        address = make_url(url)
        engine = _open_sqlite(address) if address.get_backend_name() == "sqlite" else create_engine(address, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        raise SettingsWrong(f"设置 VERIFIER_DATABASE_URL 无法使用：{error}") from error
    return Database(engine)


def _open_sqlite(address) -> Engine:
    if address.database and address.database != ":memory:":
        path = Path(address.database)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))  # SQLite gives its -wal and -shm files the same mode
    engine = create_engine(address, connect_args={"timeout": BUSY_SECONDS})

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        connection.isolation_level = None  # the driver begins nothing by itself: begin() below does
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")  # a few commits a second: an acknowledged upload survives a power cut
        connection.execute("PRAGMA foreign_keys=ON")

    @event.listens_for(engine, "begin")
    def begin(connection):
        # A writer takes the lock at once: read first and write later fails, instead of waiting, when another wrote in between.
        writes = connection.get_execution_options().get("writes", True)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine

"""The database: one suite for SQLite and PostgreSQL."""

import sqlite3
import threading

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from verifier.backends.database import DatabaseUnavailable, open_database
from verifier.errors import SettingsWrong
from verifier.store import tables
from verifier.store.tables import LayoutRow, Schema, seconds_now


@pytest.fixture
def database(database_url):
    database = open_database(database_url)
    with database.begin() as session:
        tables.make(session)
    yield database
    database.close()


def test_what_is_committed_is_there_and_what_fails_is_not(database):
    with database.begin() as session:
        session.add(LayoutRow(tenant="t", shape="kept", layout={"姓名": [1, None]}))
    with pytest.raises(RuntimeError), database.begin() as session:
        session.add(LayoutRow(tenant="t", shape="lost", layout={}))
        session.flush()
        raise RuntimeError
    with database.read() as session:
        assert [(row.shape, row.layout) for row in session.scalars(select(LayoutRow))] == [("kept", {"姓名": [1, None]})]


def test_two_that_open_it_at_once_make_one_schema(database_url):
    failures = []

    def start():
        try:
            one = open_database(database_url)
            with one.begin() as session:
                tables.make(session)
            one.close()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with open_database(database_url).read() as session:
        assert list(session.scalars(select(Schema.version))) == [tables.VERSION]


def test_another_version_of_the_tables_stops_the_start(database):
    with database.begin() as session:
        session.execute(text("UPDATE schema_version SET version = 99"))
    with pytest.raises(SettingsWrong, match="99"), database.begin() as session:
        tables.make(session)


def test_the_clock_is_the_database_s_and_runs_in_seconds(database):
    import time

    with database.read() as session:
        assert abs(session.scalar(select(seconds_now())) - time.time()) < 60


def test_one_who_reads_then_writes_waits_for_another_writer(database):
    """On SQLite a deferred transaction would fail here at once, with work half done."""
    with database.begin() as session:
        session.add(LayoutRow(tenant="t", shape="s", layout={"n": 0}))
    failures = []

    def add_one():
        try:
            for _ in range(20):
                with database.begin() as session:
                    row = session.get(LayoutRow, ("t", "s"), with_for_update=True)
                    row.layout = {"n": row.layout["n"] + 1}
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=add_one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.read() as session:
        assert session.get(LayoutRow, ("t", "s")).layout == {"n": 80}


def test_a_database_held_by_another_program_refuses_the_writer_and_serves_the_reader(tmp_path, monkeypatch):
    monkeypatch.setattr("verifier.backends.database.BUSY_SECONDS", 0.2)
    database = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    with database.begin() as session:
        tables.make(session)
    other = sqlite3.connect(tmp_path / "a.db", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DatabaseUnavailable) as refused, database.begin() as session:
        session.add(LayoutRow(tenant="t", shape="s", layout={}))
    assert refused.value.status == 503
    with database.read() as session:
        assert list(session.scalars(select(LayoutRow))) == []
    other.execute("ROLLBACK")
    with database.begin() as session:
        session.add(LayoutRow(tenant="t", shape="s", layout={}))


def test_a_server_that_is_not_there_is_unavailable():
    with pytest.raises(DatabaseUnavailable), open_database("postgresql+psycopg://nobody@127.0.0.1:1/x").begin() as session:
        session.execute(text("SELECT 1"))


def test_a_url_that_cannot_be_used_is_named():
    with pytest.raises(SettingsWrong, match="VERIFIER_DATABASE_URL"):
        open_database("not a url")


def test_only_the_owner_reads_the_file(tmp_path):
    with open_database(f"sqlite:///{tmp_path / 'sub' / 'a.db'}").begin() as session:
        tables.make(session)
        assert {path.stat().st_mode & 0o077 for path in (tmp_path / "sub").iterdir()} == {0}


def test_a_mistake_of_ours_is_not_taken_for_an_outage(database):
    """It would be tried again for ever."""
    with pytest.raises(DBAPIError), database.begin() as session:
        session.execute(text("UPDATE layouts SET WHERE tenant = ''"))

"""The tables, as typed rows. What they mean is in the services.

`make()` creates what is missing and checks the version of what is there. There is one version so far, so there is nothing to
migrate; Alembic comes with the second.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy import JSON, BigInteger, DateTime, Float, ForeignKey, Index, func, select, text
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from verifier.errors import SettingsWrong

VERSION = 1
CHINA = ZoneInfo("Asia/Shanghai")


class Moment(TypeDecorator):
    """A point in time: UTC where it is kept (SQLite knows no zones), Asia/Shanghai where it is read."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect) -> datetime | None:
        return value and value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect) -> datetime | None:
        return value and (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(CHINA)


class seconds_now(FunctionElement):  # noqa: N801 - reads as the SQL function that it is
    """Seconds since 1970 by the clock of the database, so that machines whose clocks differ agree on when a lease ends."""

    type = Float()
    inherit_cache = True


@compiles(seconds_now, "sqlite")
def _sqlite_seconds(element, compiler, **options):
    return "((julianday('now') - 2440587.5) * 86400.0)"


@compiles(seconds_now, "postgresql")
def _postgresql_seconds(element, compiler, **options):
    return "extract(epoch FROM clock_timestamp())::float8"


class Row(DeclarativeBase):
    type_annotation_map = {datetime: Moment, dict: JSON(none_as_null=True)}


class Schema(Row):
    """One row: the version of these tables."""

    __tablename__ = "schema_version"
    version: Mapped[int] = mapped_column(primary_key=True)


class RosterRow(Row):
    """One uploaded roster and its run: what is to do, who has it until when, and what came out."""

    __tablename__ = "rosters"
    __table_args__ = (Index("rosters_by_state", "state", "created_at"), Index("rosters_of_tenant", "tenant", "created_at"))

    id: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[datetime]
    as_of: Mapped[date]
    layout: Mapped[dict | None]

    state: Mapped[str]
    step: Mapped[str | None]
    steps_done: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_total: Mapped[int] = mapped_column(default=0)
    cancel: Mapped[bool] = mapped_column(default=False)

    lease_token: Mapped[str | None]
    lease_until: Mapped[float | None]
    attempts: Mapped[int] = mapped_column(default=0)

    roster: Mapped[dict | None]
    summary: Mapped[dict | None]
    code: Mapped[str | None]
    reason: Mapped[str | None]
    finished_at: Mapped[datetime | None]


class CheckRow(Row):
    """The conclusion about one claim as it was given, its numbers masked."""

    __tablename__ = "checks"
    id: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
    answer: Mapped[dict]


class LayoutRow(Row):
    """How a tenant said that sheets with these headings are to be read."""

    __tablename__ = "layouts"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    shape: Mapped[str] = mapped_column(primary_key=True)
    layout: Mapped[dict]


class IdempotencyKey(Row):
    """A key that a client sent with a request, and what came of it."""

    __tablename__ = "idempotency_keys"
    tenant: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    digest: Mapped[str]
    roster_id: Mapped[str] = mapped_column(ForeignKey("rosters.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]


class Event(Row):
    """What happened to a roster, appended and never changed. No personal data, and it outlives the roster."""

    __tablename__ = "events"
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    moment: Mapped[datetime]
    what: Mapped[str]
    roster_id: Mapped[str] = mapped_column(index=True)


def make(session: Session) -> None:
    """Create the tables that are missing. Raises SettingsWrong where the database was made by another version."""
    if session.get_bind().dialect.name == "postgresql":  # two processes start at once; on SQLite the writer's lock does this
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": 0x5EA1})
    Row.metadata.create_all(session.connection())
    found = session.scalar(select(func.max(Schema.version)))
    if found is None:
        session.add(Schema(version=VERSION))
    elif found != VERSION:
        raise SettingsWrong(f"数据库的版本是 {found}，本程序使用版本 {VERSION}：请使用与数据库相符的版本。")

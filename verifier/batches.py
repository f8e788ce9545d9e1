"""A roster from upload to result, as its sender lives it: begin, look at the columns, confirm, follow, fetch, erase.

What is to do stands in the database before anybody is told that it was accepted; the worker (runs.py) finds it there.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
import time
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import IntegrityError

from verifier import reports, rosters, store
from verifier.backends import Backends
from verifier.backends.files import scratch, sweep_scratch
from verifier.errors import Conflict, NotFound
from verifier.store.tables import RosterRow, seconds_now

log = logging.getLogger(__name__)

LOCAL = "local"  # the one tenant, until people sign in
RECEIVING_SECONDS = 120  # an upload that is not acknowledged by then never will be: its process was killed
FINISHED = ("done", "cancelled", "failed")


@dataclass(frozen=True)
class Batch:
    """One roster and how far it has come. `state` is a word of the contract, or `draft`: a person still looks at its columns."""

    id: str
    tenant: str
    name: str
    sha256: str
    size: int                        # bytes of the upload
    created_at: datetime
    as_of: date
    state: str                       # draft queued running waiting_for_desk done cancelled failed
    step: str | None                 # reading screening reporting
    rows_done: int
    rows_total: int
    cancelling: bool
    roster: dict | None              # rows, hidden_rows, sheets, notices, and how many were refused and skipped
    summary: dict | None             # screening.Summary as JSON, once the rows are screened
    code: str | None                 # why it failed: for programs,
    reason: str | None               # and for people
    finished_at: datetime | None

    @property
    def contract_state(self) -> str:
        """The state as the API tells it: a draft waits, like all that is queued."""
        return "queued" if self.state in ("draft", "receiving") else self.state

    @property
    def is_finished(self) -> bool:
        return self.state in FINISHED

    @classmethod
    def of(cls, row: RosterRow) -> Batch:
        return cls(
            row.id, row.tenant, row.name, row.sha256, row.size, row.created_at, row.as_of, row.state, row.step, row.rows_done,
            row.rows_total, row.cancel, row.roster, row.summary, row.code, row.reason, row.finished_at,
        )


class KeyReused(Conflict):
    """An Idempotency-Key that came with another request before."""

    status = 422
    code = "idempotency_key_reused"
    message = "这个 Idempotency-Key 已用于另一份名册；请换一个新的。"


class StillReceived(Conflict):
    code = "idempotency_key_in_use"
    message = "同一个 Idempotency-Key 的请求正在处理，请稍后再试。"


class NotReady(Conflict):
    code = "roster_not_done"
    message = "这份名册尚未处理完，结果出来后才能查看或下载。"


class NotDraft(Conflict):
    code = "roster_not_draft"
    message = "这份名册已经开始处理，不能再改动列的对应关系。"


def limits(house: Backends) -> rosters.Limits:
    """How large a roster may be here."""
    return rosters.Limits(rows=house.settings.rows_limit, upload_mb=house.settings.upload_limit_mb)


def key(roster_id: str, name: str = "") -> str:
    """Where a file of a roster lies in the store."""
    return f"rosters/{roster_id}/{name}" if name else f"rosters/{roster_id}"


# --- From upload to queue


def begin(upload: Path, name: str, house: Backends, *, draft: bool = False, idempotency_key: str | None = None, tenant: str = LOCAL) -> Batch:
    """Take a roster. It is kept, and its row committed, when this returns; a draft waits for confirm().

    Raises RosterRefused (nothing is kept then) for a file that cannot be a roster, and for one that only a person can say how to
    read, unless it is a draft; KeyReused, StillReceived. The same bytes sent again are a new roster; the same key is the same one.
    """
    with upload.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    digest = hashlib.sha256(f"{sha256}\n{name}\n{draft}".encode()).hexdigest()
    if earlier := _answered(tenant, idempotency_key, digest, house):
        return earlier
    looked = rosters.preview(upload, name, limits(house), remembered=_remembered(tenant, house))
    if not draft:
        _only_a_person_can_say(looked)
    roster_id = secrets.token_hex(16)
    row = RosterRow(
        id=roster_id, tenant=tenant, name=looked.name, sha256=sha256, size=upload.stat().st_size, state="receiving",
        lease_until=seconds_now() + RECEIVING_SECONDS, created_at=house.settings.clock(), as_of=house.settings.today(), layout=as_json(looked.layout),
        rows_total=sum(sheet.rows for sheet in looked.sheets if sheet.taken),
    )
    try:
        with house.database.begin() as session:
            session.add(row)
            session.flush()
            if idempotency_key:
                store.rosters.keep_answer(session, tenant, idempotency_key, digest, roster_id, row.created_at)
    except IntegrityError:
        if earlier := _answered(tenant, idempotency_key, digest, house):
            return earlier
        raise
    try:
        house.files.save(key(roster_id, "upload"), upload)
        with scratch(house.settings.home_path) as folder:
            (folder / "preview.json").write_text(looked.to_json(), "utf-8")
            house.files.save(key(roster_id, "preview.json"), folder / "preview.json")
    except BaseException:
        _forget(roster_id, house)
        raise
    with house.database.begin() as session:
        store.rosters.change(session, roster_id, ("receiving",), state="draft" if draft else "queued")
        store.rosters.note(session, house.settings.clock(), "received", roster_id)
    house.bell.ring()
    log.info("roster %s: received, %d bytes, %s", roster_id, row.size, "draft" if draft else "queued")
    return show(roster_id, house)


def _only_a_person_can_say(looked: rosters.Preview) -> None:
    """Raise RosterRefused where nobody will look at the columns, and they cannot be told without."""
    layouts = {layout.sheet: [field for field in layout.fields if field] for layout in looked.layout.sheets}
    for sheet in looked.sheets:
        fields = layouts.get(sheet.sheet, [])
        if sheet.taken and sheet.question and len(fields) != len(set(fields)):
            raise rosters.RosterRefused(sheet.question, code="ambiguous_columns")
        if sheet.taken and sheet.question and not fields:
            raise rosters.RosterRefused(sheet.question, code="headings_unsure")


def _answered(tenant: str, idempotency_key: str | None, digest: str, house: Backends) -> Batch | None:
    if not idempotency_key:
        return None
    with house.database.begin() as session:
        used = store.rosters.answered(session, tenant, idempotency_key, house.settings.clock())
        if used is None:
            return None
        if used.digest != digest:
            raise KeyReused
        row = store.rosters.get(session, used.roster_id)
        if row.state == "receiving":
            raise StillReceived
        return Batch.of(row)


def _remembered(tenant: str, house: Backends):
    def layout_of(shape: str) -> rosters.SheetLayout | None:
        with house.database.read() as session:
            kept = store.layouts.find(session, tenant, shape)
        return kept and sheet_layout(kept)

    return layout_of


def sheet_layout(kept: dict) -> rosters.SheetLayout:
    return rosters.SheetLayout(kept["sheet"], kept["heading_row"], tuple(kept["fields"]))


def as_json(layout: rosters.Layout) -> dict:
    return json.loads(layout.to_json())


def layout(row: RosterRow) -> rosters.Layout:
    """How the columns of this roster are read."""
    return rosters.Layout.from_json(json.dumps(row.layout))


def preview(batch_id: str, house: Backends) -> rosters.Preview:
    """Which column is taken as what, as it was seen when the roster came: with what this tenant said of such sheets before. Raises NotFound."""
    show(batch_id, house)
    return rosters.Preview.from_json(house.files.path(key(batch_id, "preview.json")).read_text("utf-8"))


def settle_layout(batch_id: str, settled: rosters.Layout, house: Backends) -> Batch:
    """Read this draft so, and the tenant's next sheets with the same headings as well. Raises NotFound, NotDraft."""
    shapes = {sheet.sheet: sheet.shape for sheet in preview(batch_id, house).sheets}
    with house.database.begin() as session:
        row = store.rosters.get(session, batch_id)
        if not store.rosters.change(session, batch_id, ("draft",), layout=as_json(settled)):
            raise NotDraft
        for sheet in settled.sheets:
            if sheet.sheet in shapes:
                store.layouts.remember(session, row.tenant, shapes[sheet.sheet], asdict(sheet))
        store.rosters.note(session, house.settings.clock(), "layout settled", batch_id)
    return show(batch_id, house)


def confirm(batch_id: str, house: Backends) -> Batch:
    """A person has seen the columns: begin. Confirmed again, nothing changes. Raises NotFound."""
    with house.database.begin() as session:
        if store.rosters.change(session, batch_id, ("draft",), state="queued"):
            store.rosters.note(session, house.settings.clock(), "confirmed", batch_id)
    house.bell.ring()
    return show(batch_id, house)


# --- How it stands, and what came out


def show(batch_id: str, house: Backends) -> Batch:
    """How it stands now. Raises NotFound."""
    with house.database.read() as session:
        return Batch.of(store.rosters.get(session, batch_id))


def recent(house: Backends, limit: int = 20, *, tenant: str = LOCAL) -> list[Batch]:
    """The tenant's rosters, newest first."""
    with house.database.read() as session:
        return [Batch.of(row) for row in store.rosters.recent(session, tenant, limit)]


def results(batch_id: str, house: Backends) -> Path:
    """The file for Results.open. Raises NotFound, NotReady."""
    return _file_of_done(batch_id, "results.parquet", house)


def roster(batch_id: str, house: Backends) -> rosters.Roster:
    """What was read of it: also each line that was refused or skipped. Raises NotFound, NotReady."""
    return rosters.Roster.from_json(_file_of_done(batch_id, "roster.json", house).read_text("utf-8"))


def report_path(batch_id: str, kind: str, house: Backends) -> Path:
    """The finished report, `kind` one of reports.KINDS. Raises NotFound (also for another kind), NotReady."""
    if kind not in reports.KINDS:
        raise NotFound
    return _file_of_done(batch_id, f"report.{kind}", house)


def _file_of_done(batch_id: str, name: str, house: Backends) -> Path:
    if show(batch_id, house).state != "done":
        raise NotReady
    return house.files.path(key(batch_id, name))


# --- The end


def cancel(batch_id: str, house: Backends) -> Batch:
    """Stop it: at once where nobody works on it, within a second or so where somebody does. Finished, it stays as it is."""
    with house.database.begin() as session:
        waiting = ("draft", "queued", "waiting_for_desk")
        if store.rosters.change(session, batch_id, waiting, state="cancelled", finished_at=house.settings.clock()):
            store.rosters.note(session, house.settings.clock(), "cancelled", batch_id)
        else:
            store.rosters.change(session, batch_id, ("running",), cancel=True)
    return show(batch_id, house)


def erase(batch_id: str, house: Backends) -> None:
    """Cancel it, and remove every file and then the row. Raises NotFound, also the second time."""
    with house.database.begin() as session:
        store.rosters.get(session, batch_id)
        # Whoever works on it loses the lease here, so nothing of it is written any more.
        store.rosters.take_away(session, batch_id)
        store.rosters.note(session, house.settings.clock(), "erased", batch_id)
    _forget(batch_id, house)
    log.info("roster %s: erased", batch_id)


def _forget(roster_id: str, house: Backends) -> None:
    house.files.delete(key(roster_id))
    with house.database.begin() as session:
        store.rosters.remove(session, roster_id)


def sweep(house: Backends) -> None:
    """Clear away what killed processes left: scratch, half copies, uploads never acknowledged, files of what was erased.

    Files without a row are left alone unless they are known to be erased: a database address mistyped must not cost a file.
    """
    sweep_scratch(house.settings.home_path)
    house.files.sweep()
    with house.database.read() as session:
        left = store.rosters.abandoned(session, drafts_before=house.settings.clock() - timedelta(days=1))
        present = [name for name, changed in house.files.names("rosters").items() if changed < time.time() - 60]
        left += store.rosters.erased(session, present) if present else []
    for roster_id in left:
        _forget(roster_id, house)
        log.info("roster %s: swept", roster_id)

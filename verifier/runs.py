"""One run of a roster, under a lease: read, screen, report. Killed at any moment it goes on where it stood, with the same bytes.

Each step leaves files that depend on the upload and on what was fixed when it was accepted, never on the clock of the run. They are
written beside, saved by a rename, and only then the row says so. So a step may be done twice, by a worker that was frozen and by its
heir, and nobody can tell. What was saved whole is not done again.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from verifier import batches, reports, rosters, screening, store
from verifier.backends import Backends
from verifier.backends.database import DatabaseUnavailable
from verifier.backends.files import scratch
from verifier.errors import VerifierError
from verifier.privacy import mask_text
from verifier.store.tables import RosterRow, seconds_now

log = logging.getLogger(__name__)

# Claims in a row in which the same step never finished. A file that kills its worker each time is given up after that; an operator
# (or a test) that kills workers at random must not get there, so it is more than a few.
ATTEMPTS = 25
TELL_SECONDS = 0.5


class Stop(BaseException):
    """The worker is asked to end: what it holds goes back to the queue. Not an Exception: nothing on the way may swallow it."""


class LeaseLost(Exception):
    """Another worker has the roster now, or it was erased: this one writes nothing more."""


class CancelAsked(Exception):
    """The sender wants it stopped."""


class Lease:
    """The right to write to one roster, renewed three times per lease by a thread while the block lasts."""

    def __init__(self, row: RosterRow, house: Backends):
        self.roster_id, self.token, self.house, self.seconds = row.id, row.lease_token, house, house.settings.lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name=f"lease {row.id}", daemon=True)

    def __enter__(self) -> Lease:
        self._thread.start()
        return self

    def __exit__(self, *exception) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        while not self._over.wait(self.seconds / 3):
            try:
                with self.house.database.begin() as session:
                    if not store.rosters.renew(session, self.roster_id, self.token, self.seconds):
                        return
            except DatabaseUnavailable:
                log.warning("roster %s: lease not renewed, database unavailable", self.roster_id)

    def write(self, **values) -> None:
        """Write to the row, and hold it on. Raises LeaseLost (then nothing was written) and CancelAsked (then it was)."""
        with self.house.database.begin() as session:
            if not store.rosters.write(session, self.roster_id, self.token, lease_until=seconds_now() + self.seconds, **values):
                raise LeaseLost
            cancel = store.rosters.get(session, self.roster_id).cancel
        if cancel:
            raise CancelAsked

    def end(self, what: str, **values) -> None:
        """Write the last word and give the lease up. Raises LeaseLost."""
        now = self.house.settings.clock()
        last = {"state": what, "finished_at": now, "step": None, "lease_token": None, "lease_until": None}
        with self.house.database.begin() as session:
            if not store.rosters.write(session, self.roster_id, self.token, **(last | values)):
                raise LeaseLost
            store.rosters.note(session, now, what, self.roster_id)

    def let_go(self, *, counts: bool) -> None:
        """Back to the queue, for the next worker; `counts` as an attempt that came to nothing."""
        with self.house.database.begin() as session:
            store.rosters.let_go(session, self.roster_id, self.token, counts=counts)


@dataclass(frozen=True)
class Step:
    """A part of the run: the files that it leaves, and the values of the row that follow from them."""

    name: str
    files: tuple[str, ...]
    do: Callable[[RosterRow, Path, Lease], None]
    tells: Callable[[RosterRow, Backends], dict] = lambda row, house: {}


def run(row: RosterRow, house: Backends) -> str:
    """Do what is left to do for a claimed roster; the word says how it ended.

    done, failed, cancelled; `lost` when another worker has it; `interrupted` when it is queued again. Raises Stop, after giving it
    back, and DatabaseUnavailable.
    """
    started = time.monotonic()
    with Lease(row, house) as lease, scratch(house.settings.home_path) as folder:
        try:
            how = _run(row, folder, lease)
        except LeaseLost:
            how = "lost"
        except Stop:
            with suppress(DatabaseUnavailable):  # then the lease runs out
                lease.let_go(counts=False)
            raise
    if how == "lost":
        _leave_nothing_of_the_erased(row.id, house)
    log.info("roster %s: %s in %.1f s", row.id, how, time.monotonic() - started)
    return how


def _run(row: RosterRow, folder: Path, lease: Lease) -> str:
    try:
        if row.attempts > ATTEMPTS:
            reason = f"处理多次中断（{ATTEMPTS} 次），已停止。请把名册拆成几份较小的文件后重新上传；仍不成功请联系管理员。"
            return _fail(lease, "gave_up", reason)
        for number, step in enumerate(STEPS, 1):
            lease.write(step=step.name)
            _take(step, row, folder, lease)
            tells = step.tells(row, lease.house)
            lease.write(**tells, **({"steps_done": number, "attempts": 1} if number > row.steps_done else {}))
        lease.end("done")
        return "done"
    except CancelAsked:
        lease.end("cancelled")
        return "cancelled"
    except (LeaseLost, DatabaseUnavailable):
        raise
    except rosters.ReaderKilled:
        lease.let_go(counts=True)
        return "interrupted"
    except VerifierError as error:
        return _fail(lease, error.code, error.message)
    except MemoryError:
        return _fail(lease, "out_of_memory", "这份名册处理时内存不足。请拆成几份较小的文件后重新上传。")
    except Exception:
        quote = secrets.token_hex(4)
        log.error("roster %s: error %s\n%s", row.id, quote, mask_text(traceback.format_exc()))
        return _fail(lease, "internal_error", f"处理时发生内部错误，名册本身未必有问题。请联系管理员，并告知编号 {quote}。")


def _take(step: Step, row: RosterRow, folder: Path, lease: Lease) -> None:
    files = lease.house.files
    if all(files.exists(batches.key(row.id, name)) for name in step.files):
        return
    step.do(row, folder, lease)
    lease.write()
    for name in step.files:
        files.save(batches.key(row.id, name), folder / name)


def _fail(lease: Lease, code: str, reason: str) -> str:
    lease.end("failed", code=code, reason=reason)
    return "failed"


def _leave_nothing_of_the_erased(roster_id: str, house: Backends) -> None:
    """A roster may be erased between the last look at the lease and the saving of a file."""
    with house.database.read() as session:
        erased = store.rosters.find(session, roster_id) is None
    if erased:
        house.files.delete(batches.key(roster_id))


# --- The steps


def _read(row: RosterRow, folder: Path, lease: Lease) -> None:
    upload = lease.house.files.path(batches.key(row.id, "upload"))
    roster = rosters.read(upload, row.name, batches.limits(lease.house), folder / "roster.parquet", layout=batches.layout(row))
    (folder / "roster.json").write_text(roster.to_json(), "utf-8")


def _what_was_read(row: RosterRow, house: Backends) -> dict:
    roster = _roster(row, house)
    counts = {
        "rows": roster.rows, "hidden_rows": roster.hidden_rows, "refused": len(roster.refused), "skipped": len(roster.skipped),
        "sheets": list(roster.sheets), "notices": list(roster.notices),
    }
    return {"roster": counts, "rows_total": roster.rows}


def _screen(row: RosterRow, folder: Path, lease: Lease) -> None:
    lines, told = _roster(row, lease.house).rows, time.monotonic()

    def progress(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told >= TELL_SECONDS:
            told = time.monotonic()
            lease.write(rows_done=lines * done // max(total, 1))

    table = lease.house.files.path(batches.key(row.id, "roster.parquet"))
    summary = screening.screen(
        table, folder / "results.parquet", as_of=row.as_of, allow_test_ids=lease.house.settings.test_ids_allowed, progress=progress,
    )
    (folder / "summary.json").write_text(summary.to_json(), "utf-8")


def _what_came_out(row: RosterRow, house: Backends) -> dict:
    return {"summary": json.loads(_text(row, house, "summary.json")), "rows_done": _roster(row, house).rows}


def _report(kind: str) -> Step:
    def write(row: RosterRow, folder: Path, lease: Lease) -> None:
        house = lease.house
        results = house.files.path(batches.key(row.id, "results.parquet"))
        summary = screening.Summary.from_json(_text(row, house, "summary.json"))
        reports.write(kind, results, _roster(row, house), summary, folder / f"report.{kind}")

    return Step("reporting", (f"report.{kind}",), write)


def _roster(row: RosterRow, house: Backends) -> rosters.Roster:
    return rosters.Roster.from_json(_text(row, house, "roster.json"))


def _text(row: RosterRow, house: Backends, name: str) -> str:
    return house.files.path(batches.key(row.id, name)).read_text("utf-8")


STEPS = (
    Step("reading", ("roster.parquet", "roster.json"), _read, _what_was_read),
    Step("screening", ("results.parquet", "summary.json"), _screen, _what_came_out),
    *(_report(kind) for kind in reports.KINDS),
)

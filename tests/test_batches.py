"""A roster from upload to result: accepted means kept, done means done once, and whatever happens in between is said."""

import dataclasses
import logging
import os
import sqlite3
import subprocess
import sys
import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import update

from verifier import batches, reports, rosters, runs, screening, store, worker
from verifier.backends import open_backends
from verifier.backends.files import FileGone
from verifier.errors import NotFound
from verifier.results import Results
from verifier.settings import Settings
from verifier.store.tables import RosterRow

HEADINGS = "姓名,身份证号,证书编号,作业类别,准操项目,有效期开始日期,有效期结束日期"
ROW = "王小明,331081189703010078,T331081189703010078,电工作业,低压电工作业,2024-03-01,2030-02-28"
FILES = {"upload", "preview.json", "roster.parquet", "roster.json", "results.parquet", "summary.json", *(f"report.{kind}" for kind in reports.KINDS)}


@pytest.fixture
def upload(tmp_path):
    def write(text=f"{HEADINGS}\n{ROW}\n李四,33108118970301006X,,焊接与热切割作业,熔化焊接与热切割作业,,\n"):
        path = tmp_path / "sent.csv"
        path.write_text(text, "utf-8")
        return path

    return write


@pytest.fixture
def begun(house, upload):
    return batches.begin(upload(), "名册.csv", house)


def kept(house):
    """Every file of every roster, as {id: {name: bytes}}."""
    ids = house.files.names("rosters")
    return {one: {name: house.files.path(f"rosters/{one}/{name}").read_bytes() for name in house.files.names(f"rosters/{one}")} for one in ids}


def nothing_is_kept(house):
    scratch = house.settings.home_path / "tmp"
    return batches.recent(house) == [] and kept(house) == {} and list(house.files.unfinished.iterdir()) == [] and not any(scratch.glob("*"))


def work(house):
    worker.work(house, once=True)


def with_settings(house, **changes):
    return dataclasses.replace(house, settings=dataclasses.replace(house.settings, **changes))


def test_what_is_accepted_is_kept_and_another_process_finishes_it(house, begun, database_url):
    assert (begun.state, begun.contract_state, begun.rows_total) == ("queued", "queued", 2)
    other = open_backends(house.settings)
    work(other)
    other.close()
    batch = batches.show(begun.id, house)
    assert (batch.state, batch.rows_done, batch.rows_total, batch.step, batch.code) == ("done", 2, 2, None, None)
    assert batch.roster["rows"] == 2 and batch.roster["refused"] == 0 and batch.summary["rows"] == 2
    assert [row["row"] for row in Results.open(batches.results(begun.id, house)).rows()] == [2, 3]
    assert batches.roster(begun.id, house).rows == 2
    assert all(batches.report_path(begun.id, kind, house).stat().st_size > 100 for kind in reports.KINDS)
    assert set(kept(house)[begun.id]) == FILES


def test_nothing_is_shown_before_it_is_done(house, begun):
    for ask in (batches.results, batches.roster, lambda one, house: batches.report_path(one, "csv", house)):
        with pytest.raises(batches.NotReady):
            ask(begun.id, house)
    with pytest.raises(NotFound):
        batches.report_path(begun.id, "docx", house)


def test_a_draft_waits_for_a_person(house, upload):
    draft = batches.begin(upload(), "名册.csv", house, draft=True)
    work(house)
    assert (batches.show(draft.id, house).state, draft.contract_state) == ("draft", "queued")
    assert batches.preview(draft.id, house).layout.sheets
    assert batches.confirm(draft.id, house).state == "queued"
    work(house)
    assert batches.confirm(draft.id, house).state == "done"


def test_a_correction_is_remembered_for_the_next_file_of_its_shape(house, upload):
    draft = batches.begin(upload(), "名册.csv", house, draft=True)
    sheet = batches.preview(draft.id, house).layout.sheets[0]
    corrected = rosters.Layout((dataclasses.replace(sheet, fields=("employer", *sheet.fields[1:])),))
    batches.settle_layout(draft.id, corrected, house)
    work(house)
    batches.confirm(draft.id, house)
    work(house)
    assert batches.roster(draft.id, house).layout.sheets[0].fields[0] == "employer"
    following = batches.begin(upload(f"{HEADINGS}\n{ROW}\n"), "下月.csv", house, draft=True)
    assert batches.preview(following.id, house).layout.sheets[0].fields[0] == "employer"
    with pytest.raises(batches.NotDraft):
        batches.settle_layout(draft.id, corrected, house)


def test_the_same_bytes_again_are_a_new_roster(house, upload):
    first, second = (batches.begin(upload(), "名册.csv", house) for _ in range(2))
    assert first.id != second.id and first.sha256 == second.sha256
    assert [batch.id for batch in batches.recent(house, 1)] in ([first.id], [second.id])


def test_the_same_key_again_is_the_same_roster(house, upload):
    first = batches.begin(upload(), "名册.csv", house, idempotency_key="k")
    assert batches.begin(upload(), "名册.csv", house, idempotency_key="k").id == first.id
    with pytest.raises(batches.KeyReused):
        batches.begin(upload(f"{HEADINGS}\n{ROW}\n"), "名册.csv", house, idempotency_key="k")
    assert len(kept(house)) == 1


def test_of_many_requests_with_one_key_one_begins(house, upload):
    path, answers = upload(), []

    def send():
        try:
            answers.append(batches.begin(path, "名册.csv", house, idempotency_key="k").id)
        except batches.StillReceived:
            answers.append(None)

    threads = [threading.Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 6 and len({answer for answer in answers if answer}) == 1
    assert len(kept(house)) == len(batches.recent(house)) == 1


def test_what_only_a_person_can_say_is_refused_unless_a_person_looks(house, upload):
    twice = f"{HEADINGS},身份证号\n{ROW},33108118970301006X\n"
    with pytest.raises(rosters.RosterRefused) as refused:
        batches.begin(upload(twice), "名册.csv", house)
    assert refused.value.code == "ambiguous_columns" and nothing_is_kept(house)
    assert batches.preview(batches.begin(upload(twice), "名册.csv", house, draft=True).id, house).question


@pytest.mark.parametrize("text", ["", "\n\n\n"])
def test_a_file_that_is_no_roster_is_refused_at_the_door(house, upload, text):
    with pytest.raises(rosters.RosterRefused):
        batches.begin(upload(text), "名册.csv", house, idempotency_key="k")
    assert nothing_is_kept(house)


def test_a_file_that_is_too_large_is_refused_at_the_door(house, upload):
    with pytest.raises(rosters.RosterRefused) as refused:
        batches.begin(upload(f"{HEADINGS}\n" + f"{ROW}\n" * 12_000), "名册.csv", with_settings(house, max_upload_mb="1"))
    assert refused.value.status == 413
    assert nothing_is_kept(house)


def test_a_disk_that_is_full_keeps_nothing_and_says_so(house, upload, monkeypatch):
    monkeypatch.setattr(house.files, "save", lambda key, local: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(OSError, match="No space"):
        batches.begin(upload(), "名册.csv", house, idempotency_key="k")
    monkeypatch.undo()
    assert nothing_is_kept(house)
    assert batches.begin(upload(), "名册.csv", house, idempotency_key="k").state == "queued"


# --- Ends that are not done


def test_cancelled_while_it_waits(house, begun):
    assert batches.cancel(begun.id, house).state == "cancelled"
    work(house)
    assert batches.cancel(begun.id, house).state == "cancelled"


def test_cancelled_in_mid_run(house, begun, monkeypatch):
    real = screening.screen

    def screen(*arguments, progress, **options):
        assert batches.cancel(begun.id, house).cancelling
        time.sleep(runs.TELL_SECONDS)
        progress(1, 2)
        return real(*arguments, progress=progress, **options)

    monkeypatch.setattr(screening, "screen", screen)
    work(house)
    batch = batches.show(begun.id, house)
    assert (batch.state, batch.is_finished) == ("cancelled", True) and "results.parquet" not in kept(house)[begun.id]


def test_done_stays_done_when_cancelled(house, begun):
    work(house)
    assert batches.cancel(begun.id, house).state == "done"


def test_erased_is_gone(house, begun):
    work(house)
    batches.erase(begun.id, house)
    assert nothing_is_kept(house)
    for ask in (batches.show, batches.erase, batches.cancel, batches.confirm, batches.preview, batches.results):
        with pytest.raises(NotFound):
            ask(begun.id, house)


@pytest.mark.parametrize("moment", ["while it screens", "while it saves"])
def test_erased_in_mid_run_leaves_nothing(house, begun, monkeypatch, moment):
    real, save = screening.screen, house.files.save

    def screen(*arguments, **options):
        if moment == "while it screens":
            batches.erase(begun.id, house)
        return real(*arguments, **options)

    def late(key, local):
        if moment == "while it saves" and key.endswith("results.parquet"):
            batches.erase(begun.id, house)
        save(key, local)

    monkeypatch.setattr(screening, "screen", screen)
    monkeypatch.setattr(house.files, "save", late)
    work(house)
    assert nothing_is_kept(house)


def test_whoever_works_on_it_can_write_nothing_once_its_files_go(house, begun, monkeypatch):
    with house.database.begin() as session:
        token = store.rosters.claim(session, 60).lease_token
    delete, wrote = house.files.delete, []

    def late(prefix):
        delete(prefix)
        with house.database.begin() as session:
            wrote.append(store.rosters.write(session, begun.id, token, state="done"))

    monkeypatch.setattr(house.files, "delete", late)
    batches.erase(begun.id, house)
    assert wrote == [False]


@pytest.mark.parametrize(("error", "code"), [
    (rosters.RosterRefused("第 3 列有两个“身份证号”", code="ambiguous_columns"), "ambiguous_columns"),
    (MemoryError(), "out_of_memory"),
    (RuntimeError("331081189703010078"), "internal_error"),
])
def test_what_fails_says_why_and_nobody_s_number(house, begun, monkeypatch, caplog, error, code):
    monkeypatch.setattr(rosters, "read", lambda *_, **__: (_ for _ in ()).throw(error))
    with caplog.at_level(logging.INFO):
        work(house)
    batch = batches.show(begun.id, house)
    assert (batch.state, batch.code, batch.is_finished) == ("failed", code, True)
    assert batch.reason and "331081189703010078" not in batch.reason + caplog.text
    if code == "internal_error":
        assert batch.reason.split("编号 ")[1][:8] in caplog.text
    if code == "ambiguous_columns":
        assert batch.reason == error.message


def test_an_upload_that_is_gone_is_said(house, begun):
    house.files.delete(f"rosters/{begun.id}")
    work(house)
    batch = batches.show(begun.id, house)
    assert (batch.state, batch.code, batch.reason) == ("failed", "file_gone", FileGone.message)


# --- Broken off and taken up again


class Killed(BaseException):
    """Where the process would be dead: nothing after it runs, the lease stays taken."""


def forget_lease(house, batch_id):
    with house.database.begin() as session:
        session.execute(update(RosterRow).where(RosterRow.id == batch_id).values(lease_until=0.0))


@pytest.fixture
def unbroken(tmp_path, upload):
    """The files of a run that nothing disturbed, in a house of its own."""
    house = open_backends(Settings(home=str(tmp_path / "calm")))
    batch = batches.begin(upload(), "名册.csv", house)
    work(house)
    return kept(house)[batch.id]


def test_killed_after_every_file_it_goes_on_with_the_same_bytes(house, begun, unbroken, monkeypatch):
    """Also years later by the clock: nothing of the run is written into the result. And nothing that was saved is done twice."""
    save, read, readings = house.files.save, rosters.read, []
    monkeypatch.setattr(rosters, "read", lambda *arguments, **options: readings.append(1) or read(*arguments, **options))
    later = with_settings(house, now="2031-01-01")
    for last in [name for step in runs.STEPS for name in step.files]:

        def killed_after(key, local, last=last):
            save(key, local)
            if key.endswith(last):
                raise Killed

        monkeypatch.setattr(house.files, "save", killed_after)
        with pytest.raises(Killed):
            work(later)
        assert batches.show(begun.id, house).state == "running"
        forget_lease(house, begun.id)
    monkeypatch.setattr(house.files, "save", save)
    work(later)
    assert batches.show(begun.id, house).state == "done"
    assert kept(house)[begun.id] == unbroken
    assert len(readings) == 2


def test_a_worker_that_was_frozen_and_woken_writes_nothing(house, begun, monkeypatch):
    real, other = screening.screen, open_backends(house.settings)
    monkeypatch.setattr(runs.Lease, "_renew", lambda self: None)

    def frozen(*arguments, progress, **options):
        monkeypatch.setattr(screening, "screen", real)
        time.sleep(1.2)
        work(other)
        assert batches.show(begun.id, house).state == "done"
        files.update(kept(house)[begun.id])
        return real(*arguments, progress=progress, **options)

    files = {}
    monkeypatch.setattr(screening, "screen", frozen)
    with house.database.begin() as session:
        row = store.rosters.claim(session, 1)
    finished = runs.run(row, house)
    other.close()
    assert finished == "lost"
    assert batches.show(begun.id, house).state == "done" and kept(house)[begun.id] == files


def test_a_long_step_keeps_its_lease(house, begun, monkeypatch):
    real = screening.screen

    def slow(*arguments, **options):
        time.sleep(2.5 * house.settings.lease)
        with house.database.begin() as session:
            assert store.rosters.claim(session, 1) is None
        return real(*arguments, **options)

    monkeypatch.setattr(screening, "screen", slow)
    work(house)
    assert batches.show(begun.id, house).state == "done"


def attempts(house, batch_id):
    with house.database.read() as session:
        return store.rosters.get(session, batch_id).attempts


def killed_in(step, monkeypatch, times):
    module, name = {"reading": (rosters, "read"), "screening": (screening, "screen")}[step]
    real, left = getattr(module, name), [times]

    def die(*arguments, **options):
        left[0] -= 1
        if left[0] >= 0:
            raise Killed
        return real(*arguments, **options)

    monkeypatch.setattr(module, name, die)


def test_a_file_that_kills_every_worker_is_given_up_with_a_reason(house, begun, monkeypatch):
    monkeypatch.setattr(runs, "ATTEMPTS", 3)
    killed_in("reading", monkeypatch, times=99)
    for _ in range(3):
        with pytest.raises(Killed):
            work(house)
        forget_lease(house, begun.id)
    work(house)
    batch = batches.show(begun.id, house)
    assert (batch.state, batch.code) == ("failed", "gave_up") and "多次中断" in batch.reason


def test_a_finished_step_begins_the_count_anew(house, begun, monkeypatch):
    monkeypatch.setattr(runs, "ATTEMPTS", 3)
    killed_in("reading", monkeypatch, times=2)
    killed_in("screening", monkeypatch, times=2)
    for _ in range(4):
        with pytest.raises(Killed):
            work(house)
        forget_lease(house, begun.id)
    work(house)
    assert batches.show(begun.id, house).state == "done"


def test_a_reader_that_somebody_kills_is_no_fault_of_the_file(house, begun, monkeypatch):
    real, killed = subprocess.run, []

    def run(command, **options):
        if not killed:
            killed.append(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]))
            killed[0].kill()
            return subprocess.CompletedProcess(command, killed[0].wait())
        return real(command, **options)

    monkeypatch.setattr(subprocess, "run", run)
    work(house)
    assert killed and batches.show(begun.id, house).state == "done"


def test_a_worker_that_is_asked_to_end_gives_it_back(house, begun, monkeypatch):
    monkeypatch.setattr(screening, "screen", lambda *_, **__: (_ for _ in ()).throw(runs.Stop()))
    work(house)
    assert (batches.show(begun.id, house).state, attempts(house, begun.id)) == ("queued", 0)
    monkeypatch.undo()
    work(house)
    assert batches.show(begun.id, house).state == "done"


def test_a_worker_outlives_its_database(tmp_path, upload, monkeypatch, caplog):
    monkeypatch.setattr("verifier.backends.database.BUSY_SECONDS", 0.1)
    house = open_backends(Settings(home=str(tmp_path / "home"), lease_seconds="1"))
    begun = batches.begin(upload(), "名册.csv", house)
    other = sqlite3.connect(house.settings.home_path / "verifier.db", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN EXCLUSIVE")
    release = threading.Timer(1.5, lambda: other.execute("ROLLBACK"))
    release.start()
    work(house)
    release.join()
    assert batches.show(begun.id, house).state == "done"
    assert sum("database unavailable" in record.message for record in caplog.records) == 1


# --- What the dead leave behind


def test_the_sweep_clears_what_a_killed_upload_left(house, upload, monkeypatch):
    monkeypatch.setattr(house.files, "save", lambda key, local: (_ for _ in ()).throw(Killed()))
    monkeypatch.setattr(batches, "_forget", lambda *_: None)
    with pytest.raises(Killed):
        batches.begin(upload(), "名册.csv", house, idempotency_key="k")
    monkeypatch.undo()
    batches.sweep(house)
    with pytest.raises(batches.StillReceived):
        batches.begin(upload(), "名册.csv", house, idempotency_key="k")
    with house.database.begin() as session:
        session.execute(update(RosterRow).values(lease_until=0.0))
    batches.sweep(house)
    assert nothing_is_kept(house)
    assert batches.begin(upload(), "名册.csv", house, idempotency_key="k").state == "queued"


def test_the_sweep_clears_drafts_after_a_day_and_files_of_the_erased(house, upload, begun):
    draft = batches.begin(upload(), "名册.csv", house, draft=True)
    batches.sweep(house)
    assert {batch.id for batch in batches.recent(house)} == {draft.id, begun.id}
    batches.sweep(with_settings(house, now=(house.settings.clock() + timedelta(hours=25)).isoformat()))
    assert [batch.id for batch in batches.recent(house)] == [begun.id]
    batches.erase(begun.id, house)
    for left in (begun.id, "somebody-elses"):
        house.files.save(f"rosters/{left}/upload", upload())
        age(house.files.root / "rosters" / left)
    batches.sweep(house)
    assert set(kept(house)) == {"somebody-elses"}


def age(path):
    os.utime(path, (time.time() - 3600,) * 2)

"""The lease: one of many gets a roster, the others nothing; who lost it writes nothing; what was left is found again."""

import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select

from verifier import store
from verifier.errors import NotFound
from verifier.store.tables import Event, RosterRow, seconds_now

MOMENT = datetime(2026, 11, 23, 12, 30, tzinfo=UTC)


def roster(roster_id, state="queued", minutes=0, **values):
    return RosterRow(
        id=roster_id, tenant="local", name="名册.xlsx", sha256="0" * 64, size=5_000_000_000, created_at=MOMENT + timedelta(minutes=minutes),
        as_of=date(2026, 11, 23), layout={"sheets": []}, state=state, **values,
    )


@pytest.fixture
def add(house):
    def add(*rows):
        with house.database.begin() as session:
            session.add_all(rows)

    return add


def claim(house, lease=60):
    with house.database.begin() as session:
        row = store.rosters.claim(session, lease)
    return row and (row.id, row.lease_token)


def ask(house, question, *arguments, **values):
    with house.database.begin() as session:
        return question(session, *arguments, **values)


def test_a_row_comes_back_as_it_was_kept(house, add):
    add(roster("a"))
    row = ask(house, store.rosters.get, "a")
    assert (row.created_at, row.as_of, row.size, row.layout) == (MOMENT, date(2026, 11, 23), 5_000_000_000, {"sheets": []})
    assert row.created_at.utcoffset() == timedelta(hours=8)
    assert (row.attempts, row.rows_done, row.steps_done, row.cancel, row.summary) == (0, 0, 0, False, None)


def test_one_that_is_absent_is_none_or_not_found(house):
    assert ask(house, store.rosters.find, "a") is None
    with pytest.raises(NotFound):
        ask(house, store.rosters.get, "a")


def test_the_oldest_is_claimed_first_and_only_once(house, add):
    add(roster("new", minutes=5), roster("old"), roster("draft", "draft", minutes=-5), roster("done", "done", minutes=-5))
    assert [claim(house)[0], claim(house)[0], claim(house)] == ["old", "new", None]


def test_of_many_who_want_it_at_once_one_gets_it(house, add):
    add(*(roster(f"r{n}", minutes=n) for n in range(20)))
    got, start = [], threading.Barrier(4)

    def take():
        start.wait()
        for _ in range(20):
            if won := claim(house):
                got.append(won[0])

    threads = [threading.Thread(target=take) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    while won := claim(house):
        got.append(won[0])
    assert sorted(got) == sorted(f"r{n}" for n in range(20))


def test_a_lease_that_ran_out_is_found_and_the_old_token_is_worth_nothing(house, add):
    add(roster("a"))
    _, first = claim(house, lease=0.2)
    assert claim(house) is None
    time.sleep(0.3)
    _, second = claim(house)
    assert first != second
    assert not ask(house, store.rosters.write, "a", first, rows_done=7)
    assert not ask(house, store.rosters.renew, "a", first, 60)
    assert not ask(house, store.rosters.let_go, "a", first, counts=True)
    assert ask(house, store.rosters.write, "a", second, rows_done=8)
    assert (ask(house, store.rosters.get, "a").rows_done, ask(house, store.rosters.get, "a").attempts) == (8, 2)


def test_a_lease_that_is_renewed_holds(house, add):
    add(roster("a"))
    _, token = claim(house, lease=0.2)
    assert ask(house, store.rosters.renew, "a", token, 60)
    time.sleep(0.3)
    assert claim(house) is None


def test_what_is_let_go_is_claimed_at_once_and_the_attempt_counts_as_told(house, add):
    add(roster("a"))
    _, token = claim(house)
    assert ask(house, store.rosters.let_go, "a", token, counts=False)
    _, token = claim(house)
    assert ask(house, store.rosters.get, "a").attempts == 1
    assert ask(house, store.rosters.let_go, "a", token, counts=True)
    assert claim(house) and ask(house, store.rosters.get, "a").attempts == 2


def test_what_was_taken_away_cannot_be_written(house, add):
    add(roster("a"))
    _, token = claim(house)
    ask(house, store.rosters.take_away, "a")
    assert not ask(house, store.rosters.write, "a", token, state="done")
    assert ask(house, store.rosters.get, "a").state == "cancelled"


def test_a_change_asks_for_the_state(house, add):
    add(roster("a", "draft"))
    assert ask(house, store.rosters.change, "a", ("draft",), state="queued")
    assert not ask(house, store.rosters.change, "a", ("draft",), state="queued")


def test_recent_are_the_tenant_s_newest_first(house, add):
    other = roster("other")
    other.tenant = "another"
    add(roster("old"), roster("new", minutes=5), roster("coming", "receiving", minutes=9), other)
    assert [row.id for row in ask(house, store.rosters.recent, "local", 10)] == ["new", "old"]
    assert [row.id for row in ask(house, store.rosters.recent, "local", 1)] == ["new"]


def test_abandoned_are_uploads_of_the_dead_and_old_drafts(house, add):
    add(
        roster("dead", "receiving", lease_until=seconds_now() - 1), roster("alive", "receiving", lease_until=seconds_now() + 60),
        roster("old draft", "draft"), roster("draft", "draft", minutes=20), roster("queued"),
    )
    assert set(ask(house, store.rosters.abandoned, MOMENT + timedelta(minutes=10))) == {"dead", "old draft"}


def test_a_key_is_kept_for_a_day_and_goes_with_its_roster(house, add):
    add(roster("a"), roster("b"))
    for key, roster_id in (("k", "a"), ("l", "b")):
        ask(house, store.rosters.keep_answer, "local", key, "digest", roster_id, MOMENT)
    assert ask(house, store.rosters.answered, "local", "k", MOMENT + timedelta(hours=23)).roster_id == "a"
    assert ask(house, store.rosters.answered, "other", "k", MOMENT) is None
    ask(house, store.rosters.remove, "a")
    assert ask(house, store.rosters.answered, "local", "k", MOMENT) is None
    assert ask(house, store.rosters.answered, "local", "l", MOMENT + timedelta(hours=25)) is None


def test_events_outlive_their_roster(house, add):
    add(roster("a"))
    ask(house, store.rosters.note, MOMENT, "erased", "a")
    ask(house, store.rosters.remove, "a")
    with house.database.read() as session:
        assert [(event.moment, event.what, event.roster_id) for event in session.scalars(select(Event))] == [(MOMENT, "erased", "a")]
    assert ask(house, store.rosters.erased, ["a", "b"]) == ["a"]


def test_the_last_word_on_a_layout_counts(house):
    assert ask(house, store.layouts.find, "local", "shape") is None
    for row in (2, 3):
        ask(house, store.layouts.remember, "local", "shape", {"heading_row": row})
    assert ask(house, store.layouts.find, "local", "shape") == {"heading_row": 3}
    assert ask(house, store.layouts.find, "another", "shape") is None

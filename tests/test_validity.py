"""Periods: what is lawful, and which slips make a lawful period look like another."""

from datetime import date

import numpy as np
import pytest

from rules import validity

AS_OF = np.datetime64("2026-11-23")


def days(*texts):
    return np.array(texts, "M8[D]")


@pytest.mark.parametrize(("start", "end"), [("2023-06-10", "2029-06-10"), ("2020-02-29", "2026-02-28"), ("2018-02-28", "2024-02-28"),
                                            ("2018-02-28", "2024-02-28"), ("2020-12-31", "2026-12-31")])
def test_six_years(start, end):
    assert validity.latest_end(days(start)) == days(end)


def test_a_day_outside_the_table_or_missing_is_unknown():
    assert np.isnat(validity.latest_end(days("NaT", "1700-01-01", "2500-01-01"))).all()


@pytest.mark.parametrize(("day", "law"), [(date(1999, 10, 1), "ERA_1999"), (date(2010, 6, 30), "ERA_1999"), (date(2010, 7, 1), "ERA_2010"),
                                          (date(2026, 5, 31), "ERA_2010"), (date(2026, 6, 1), "ERA_2026"), (date(2040, 1, 1), "ERA_2026")])
def test_eras(day, law):
    assert validity.era(day).id == law


@pytest.mark.parametrize(("off", "fits"), [(-3, False), (-2, True), (-1, True), (0, True), (1, True), (2, False)])
def test_an_end_is_the_same_day_or_the_day_before_with_one_day_of_slack(off, fits):
    assert validity.about(days("2029-06-10") + off, days("2029-06-10")).tolist() == [fits]


SLIPS = [
    ("2023-06-10", "2039-06-10"),      # one digit of the year of the end
    ("2023-06-10", "2029-08-10"),      # of the month
    ("2023-06-10", "2029-06-19"),      # of the day
    ("2013-06-10", "2029-06-10"),      # of the start
    ("2023-06-12", "2029-06-21"),      # neighbours exchanged
    ("2023-06-10", "2092-06-10"),
    ("2023-06-07", "2029-07-06"),      # day and month exchanged
    ("2029-06-10", "2023-06-10"),      # the two dates exchanged
    ("2013-06-10", "2029-06-09"),      # a slip from a period of six years less a day
]


@pytest.mark.parametrize(("start", "end"), SLIPS)
def test_one_slip_explains(start, end):
    assert validity.slip_explains(days(start), days(end), AS_OF).tolist() == [True]


@pytest.mark.parametrize(("start", "end"), [
    ("2023-06-10", "2043-06-10"), ("2009-06-10", "2029-06-10"), ("2023-06-10", "2033-06-10"), ("2023-06-10", "2030-01-15"), ("NaT", "2029-06-10"),
    ("2023-06-10", "NaT")])
def test_no_slip_explains(start, end):
    assert validity.slip_explains(days(start), days(end), AS_OF).tolist() == [False]


def test_every_single_wrong_digit_of_an_honest_period_is_explained():
    """An honest card of any day, one digit of either date mistyped to any other: never a period that no slip explains."""
    random = np.random.default_rng(7)
    pairs = []
    for start in days("2010-07-01") + random.integers(0, 5980, 60):
        end = validity.latest_end(np.array([start]))[0] - int(random.integers(0, 2))
        pairs += [(wrong, end) for wrong in one_digit_wrong(start)] + [(start, wrong) for wrong in one_digit_wrong(end)]
    starts, ends = np.array(pairs, "M8[D]").T
    explained = validity.slip_explains(starts, ends, AS_OF)
    assert len(pairs) > 4000 and explained.all(), np.array(pairs)[~explained]


def one_digit_wrong(day):
    """Every day between 1850 and 2250 that differs from a day in one digit."""
    text = str(day)
    for at in (at for at, character in enumerate(text) if character.isdigit()):
        for digit in set("0123456789") - {text[at]}:
            try:
                wrong = np.datetime64(text[:at] + digit + text[at + 1:], "D")
            except ValueError:
                continue
            if np.datetime64("1850-01-01") < wrong < np.datetime64("2250-01-01"):
                yield wrong


@pytest.mark.parametrize(("start", "end", "explained"), [
    ("2023-04-20", "2029-06-10", True), ("2023-04-10", "2029-06-10", False), ("2012-05-01", "2030-05-01", True), ("2012-05-01", "2030-07-15", True),
    ("2012-05-01", "2030-02-15", True), ("2010-06-10", "2030-06-10", False), ("2021-03-01", "2033-03-01", False), ("2021-01-01", "2033-01-01", True)])
def test_first_issues_and_early_issues_explain_long_periods(start, end, explained):
    assert validity.renewals_explain(days(start), days(end), AS_OF).tolist() == [explained]

"""Periods: eras of the law, the lawful end of a period, when a review fell due, and whether a slip of the pen explains a period.

Every question about days is a look into a table of days (numpy arrays indexed by day). One day of slack everywhere: a
period of six years ends on the same day of the year, or on the day before.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from rules import dates
from rules.derived import derived
from rules.words import Words

if TYPE_CHECKING:
    from rules.claims import Claims

RULES: Mapping[str, Any] = yaml.load((Path(__file__).parent / "data" / "validity_rules.yaml").read_bytes(), yaml.CSafeLoader)


@dataclass(frozen=True)
class Era:
    """The law of a time: its first and last day (None: still in force), the period and the review in years."""

    id: str
    first: date
    last: date | None
    law: str
    period_years: int
    review_years: int | None


ERAS = tuple(
    Era(era["id"], date.fromisoformat(era["from"]), era["to"] and date.fromisoformat(era["to"]), era["law"],
        era["period_years"], era["review_every_years"])
    for era in RULES["eras"])
FIRST_ERA = np.datetime64(ERAS[0].first)
REVIEWED_FROM, REVIEWED_UNTIL = (np.datetime64(day) for era in ERAS if era.review_years == 3 for day in (era.first, era.last))
REVIEW_ASKED_FROM = np.datetime64("2026-04-01")      # reviews due in the last two months of the old law: ask the register
REVIEW_PENDING = np.timedelta64(45, "D")             # results of a review reach the register up to six weeks later
SLACK = RULES["date_arithmetic"]["slack_days"]
EARLY = max(era.get("apply_within_days_before", 0) for era in RULES["eras"])     # a card may be issued this many days before its period
CARRIED = np.datetime64("2020-01-20"), np.datetime64("2022-12-31")               # ends in the epidemic were carried forward up to a year
ENDS = np.arange(-1 - SLACK, SLACK + 1)              # the lawful ends, in days from the same day six years later

NAT = np.datetime64("NaT", "D")
DAY_0 = np.datetime64("1850-01-01")
DAYS = DAY_0 + np.arange(150_000)


def years_on(years: int) -> np.ndarray:
    """For each day of DAYS the same day so many years later (or earlier); 29 February becomes the 28th where there is none."""
    month = DAYS.astype("M8[M]")
    day = DAYS - month.astype("M8[D]")
    then = month + 12 * years
    return np.minimum(then.astype("M8[D]") + day, (then + 1).astype("M8[D]") - 1)


SIX_ON, SIX_BACK, THREE_ON = years_on(6), years_on(-6), years_on(3)


def look_up(table: np.ndarray, days: np.ndarray) -> np.ndarray:
    """The table's entry for each day; NaT for a missing day and for one outside 1850 to 2260."""
    at = (days - DAY_0).astype(np.int64)
    inside = ~np.isnat(days) & (at >= 0) & (at < len(table))
    return np.where(inside, table[np.where(inside, at, 0)], NAT)


def latest_end(valid_from: np.ndarray) -> np.ndarray:
    """The same day six years later: the last end that a period may have, before the slack.

    >>> latest_end(np.array(["2023-06-10", "2020-02-29"], "M8[D]"))
    array(['2029-06-10', '2026-02-28'], dtype='datetime64[D]')
    """
    return look_up(SIX_ON, valid_from)


def three_years_on(valid_from: np.ndarray) -> np.ndarray:
    """The same day three years later: when the first review of the law of 2010 falls due."""
    return look_up(THREE_ON, valid_from)


def era(day: date) -> Era | None:
    """The law of a day; None before 1999-10.

    >>> era(date(2026, 5, 31)).id, era(date(2026, 6, 1)).id, era(date(1990, 1, 1))
    ('ERA_2010', 'ERA_2026', None)
    """
    return next((e for e in ERAS if e.first <= day and (e.last is None or day <= e.last)), None)


def about(days: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Rows in which a day is the expected one or the day before, with the slack."""
    apart = (days - expected).astype(np.int64)
    return ~np.isnat(days) & ~np.isnat(expected) & (apart >= ENDS[0]) & (apart <= ENDS[-1])


@derived
def first_day(claims: Claims) -> np.ndarray:
    """The day that decides which law and catalogue a card belongs to.

    Its first day. Only where a table has no such column at all it is six years before the end: a first day that was left
    empty stays unknown, so that a hole never adds a finding.
    """
    return np.where(claims.stated("valid_from"), claims.valid_from, look_up(SIX_BACK, claims.valid_until))


@derived
def is_three_years(claims: Claims) -> np.ndarray:
    """Rows whose period is three years, the time between reviews under the law of 2010."""
    return about(claims.valid_until, three_years_on(claims.valid_from))


@derived
def no_review_recorded(claims: Claims) -> np.ndarray:
    """Rows of a table that records reviews in which none is recorded. A table without the column says nothing."""
    if not claims.has("reviewed_on"):
        return np.zeros(claims.size, bool)
    nothing = ~claims.filled("reviewed_on") | Words(claims.text["reviewed_on"]).each(dates.is_no_date)
    return claims.stated("reviewed_on") & ~claims.known("reviewed_on") & nothing


@derived
def too_long(claims: Claims) -> np.ndarray:
    """Rows whose period is longer than six years and the slack."""
    return claims.valid_until > latest_end(claims.valid_from) + SLACK


@derived
def too_long_by_slip(claims: Claims) -> np.ndarray:
    """Rows of `too_long` that one slip of the pen explains, or a first column that holds the day of (first) issue."""
    answer = np.zeros(claims.size, bool)
    rows = np.flatnonzero(too_long(claims))
    if rows.size:
        first, last = claims.valid_from[rows], claims.valid_until[rows]
        answer[rows] = slip_explains(first, last, claims.checked_on) | renewals_explain(first, last, claims.checked_on)
    return answer


@derived
def too_long_by_law(claims: Claims) -> np.ndarray:
    """Rows of `too_long` whose lawful end lay in the epidemic, when certificates were carried forward (no text was read)."""
    end = latest_end(claims.valid_from)
    return (end >= CARRIED[0]) & (end <= CARRIED[1]) & (claims.valid_until <= end + 366)


def slip_explains(valid_from: np.ndarray, valid_until: np.ndarray, checked_on: np.datetime64) -> np.ndarray:
    """Periods that one slip makes of a lawful one: a digit wrong, two neighbours exchanged, day and month exchanged,
    or the two dates exchanged.

    The lawful period must be one that a card can show on `checked_on`: begun, or to begin within the days by which a
    card may be issued early.

    >>> def asked(*pairs): return slip_explains(*np.array(pairs, "M8[D]").T, np.datetime64("2026-11-23")).tolist()
    >>> asked(("2023-06-10", "2039-06-10"), ("2023-06-10", "2043-06-10"), ("2023-06-10", "2033-06-10"), ("2013-06-10", "2029-06-09"))
    [True, False, False, True]
    >>> asked(("2023-06-10", "2092-06-10"), ("2023-06-10", "2029-10-06"), ("2029-06-10", "2023-06-10"), ("2017-06-10", "2026-06-10"))
    [True, True, True, True]
    """
    to_begin = checked_on + EARLY
    end, start = latest_end(valid_from), look_up(SIX_BACK, valid_until)
    answer = about(valid_from, latest_end(valid_until))
    for days in ENDS:
        answer |= is_slip(valid_until, end + days) & (valid_from <= to_begin)
        answer |= is_slip(valid_from, start - days) & (start - days <= to_begin)
    return answer


def is_slip(written: np.ndarray, meant: np.ndarray) -> np.ndarray:
    """Rows in which one slip makes the written day of the one that was meant."""
    a, b = figures(written), figures(meant)
    differs = a != b
    count = differs.sum(axis=1)
    neighbours = np.zeros(len(a), bool)
    for at in range(7):
        pair = differs[:, at] & differs[:, at + 1] & (a[:, at] == b[:, at + 1]) & (a[:, at + 1] == b[:, at])
        neighbours |= pair & (count == 2)
    month_for_day = (a[:, :4] == b[:, :4]).all(axis=1) & (a[:, 4:6] == b[:, 6:]).all(axis=1) & (a[:, 6:] == b[:, 4:6]).all(axis=1)
    return ~np.isnat(written) & ~np.isnat(meant) & (count > 0) & ((count == 1) | neighbours | month_for_day)


def figures(days: np.ndarray) -> np.ndarray:
    """Days as their eight figures YYYYMMDD (n, 8); zeros for a missing day."""
    known = np.where(np.isnat(days), DAY_0, days)
    month = known.astype("M8[M]")
    year = known.astype("M8[Y]").astype(np.int64) + 1970
    number = year * 10000 + (month.astype(np.int64) % 12 + 1) * 100 + (known - month.astype("M8[D]")).astype(np.int64) + 1
    return number[:, None] // 10 ** np.arange(7, -1, -1) % 10


def renewals_explain(valid_from: np.ndarray, valid_until: np.ndarray, checked_on: np.datetime64) -> np.ndarray:
    """Long periods whose start is the day of issue, or of the first issue, in the column of the first day.

    A card may be issued up to EARLY days before its period. And a first issue with renewals gives whole periods, each
    up to EARLY days early or late, the last of which can have been issued by now.

    >>> def asked(*pairs): return renewals_explain(*np.array(pairs, "M8[D]").T, np.datetime64("2026-11-23")).tolist()
    >>> asked(("2023-04-20", "2029-06-10"), ("2012-05-01", "2030-05-01"), ("2024-06-10", "2036-06-10"), ("2009-06-10", "2029-06-10"))
    [True, True, False, False]
    """
    answer = np.zeros(len(valid_from), bool)
    issued_by_now = valid_until <= look_up(SIX_ON, np.full(len(valid_from), checked_on)) + EARLY
    end = valid_from
    for periods in range(1, 7):
        end = latest_end(end)
        drift = (valid_until - end).astype(np.int64)
        fits = (drift >= -EARLY * (periods - 1)) & (drift <= EARLY * periods) & ~np.isnat(end)
        answer |= fits & issued_by_now
    return answer

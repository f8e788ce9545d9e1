"""Dates as people write them: read where there is one reading only, else left unread, so that it stays a question."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

SEPARATED = re.compile(r"(\d{4})\s*[-/.年‐-―\s]\s*(\d{1,2})\s*[-/.月‐-―\s]\s*(\d{1,2})\s*[日号]?(?:[ T]?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?)?", re.ASCII)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})", re.ASCII)
SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
DAY_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
WORDS_AROUND = re.compile(r"^(?:有效期)?[至自从到:]*|[起止前至]$")
SPREADSHEET_DAY_0 = date(1899, 12, 30)
SERIALS = range(25569, 73051)     # 1970-01-01 to 2099-12-31: other five-digit numbers are no dates
YEARS = range(1880, 2200)


@lru_cache(maxsize=65536)
def read(text: str) -> date | None:
    """The day that a text names, or None where it names none, or where it may name more than one.

    >>> read("2029年6月10日"), read("20290610"), read("2029.6.10"), read("45444")
    (datetime.date(2029, 6, 10), datetime.date(2029, 6, 10), datetime.date(2029, 6, 10), datetime.date(2024, 6, 1))
    >>> [read(doubtful) for doubtful in ("29-6-10", "06/01/2029", "2029-02-30", "2024年6月", "民国118年6月10日", "长期")]
    [None, None, None, None, None, None]
    >>> read("25/06/2029")
    datetime.date(2029, 6, 25)
    """
    plain = WORDS_AROUND.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    if match := SEPARATED.fullmatch(plain) or COMPACT.fullmatch(plain):
        return day(*map(int, match.groups()))
    if (match := SERIAL.fullmatch(plain)) and int(match[1]) in SERIALS:
        return SPREADSHEET_DAY_0 + timedelta(days=int(match[1]))
    if match := DAY_LAST.fullmatch(plain):
        first, second, year = map(int, match.groups())
        readings = {day(year, second, first), day(year, first, second)} - {None}
        return readings.pop() if len(readings) == 1 else None
    return None


def day(year: int, month: int, day_of_month: int) -> date | None:
    try:
        return date(year, month, day_of_month) if year in YEARS else None
    except ValueError:
        return None


SPAN = re.compile(r"^(.{6,20}?)\s*(?:至|到|~|～|—+|–|--+|\s-\s|(?<=[日\d])-(?=\d{4}))\s*(.{2,20})$")


def span(text: str) -> tuple[str, str] | None:
    """A period written into one cell, as its two ends; None where the cell holds no period.

    >>> span("2023-06-10至2029-06-09"), span("2023.6.10-2029.6.9"), span("20230610—20290609")
    (('2023-06-10', '2029-06-09'), ('2023.6.10', '2029.6.9'), ('20230610', '20290609'))
    >>> span("2029-06-10") is None, span("至2029-06-10") is None
    (True, True)
    """
    match = SPAN.match(unicodedata.normalize("NFKC", text).strip())
    if match and read(match[1]) and (read(match[2]) or "长期" in match[2]):
        return match[1].strip(), match[2].strip()
    return None


def as_days(values: list[str | None]) -> np.ndarray:
    """Texts as days (datetime64[D]); NaT where a text is missing or has not exactly one reading."""
    return np.array([read(value) if value is not None else None for value in values], "M8[D]")

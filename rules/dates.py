"""Dates as people write them: read where there is one reading only, else left unread, so that it stays a question."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from rules.claim import DATES
from rules.derived import derived

if TYPE_CHECKING:
    from rules.claims import Claims

TIME = r"(?:[ T]*(?:[上下]午 *)?\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
MARK = r"\s*[-/.,\\。、‐-―−\s{}]\s*"
WEEKDAY = r"(?:\s*(?:星期|周)[一二三四五六日天])?"
SEPARATED = re.compile(rf"(\d{{4}}){MARK.format('年')}(\d{{1,2}}){MARK.format('月')}(\d{{1,2}})\s*[日号.。]?{WEEKDAY}{TIME}", re.ASCII)
COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}})(?:\.0+)?{TIME}", re.ASCII)
MONTHS = {name: number for number, name in enumerate(("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"), start=1)}
MONTH_NAMED = re.compile(r"(\d{1,2})[-/. ]+([A-Z]{3})[A-Z]*[-/., ]+(\d{4})", re.ASCII)
CHINESE = re.compile("([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})[日号]")
FIGURES = dict(zip("〇○零一二三四五六七八九", "000123456789", strict=True))
SERIAL = re.compile(r"(\d{5})(?:\.0+)?", re.ASCII)
DAY_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
WORDS_AROUND = re.compile(r"^['‘`]?(?:有效期限?|截)?[至自从到止:]*\s*|\s*(?:\((?:到期|止|起)\)|到期|为止|[起止前至])$")
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
    >>> read("25/06/2029"), read("10-Jun-2029"), read("二〇二九年六月十日"), read("2029-06-10T00:00:00+08:00")
    (datetime.date(2029, 6, 25), datetime.date(2029, 6, 10), datetime.date(2029, 6, 10), datetime.date(2029, 6, 10))
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
    if (match := MONTH_NAMED.fullmatch(plain.upper())) and match[2] in MONTHS:
        return day(int(match[3]), MONTHS[match[2]], int(match[1]))
    if match := CHINESE.fullmatch(plain.replace(" ", "")):
        return day(int("".join(FIGURES[figure] for figure in match[1])), chinese_number(match[2]), chinese_number(match[3]))
    return None


def chinese_number(text: str) -> int:
    """A number below a hundred in Chinese figures; 0 where it is none.

    >>> chinese_number("六"), chinese_number("十"), chinese_number("十二"), chinese_number("二十"), chinese_number("三十一"), chinese_number("一二")
    (6, 10, 12, 20, 31, 0)
    """
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1:
        return 0
    return (int(FIGURES.get(tens, "1")) * 10 if ten else 0) + int(FIGURES.get(ones, "0"))


NO_DATE = re.compile(r"[-/\\—–_.。]+|无|暂无|没有")


def is_no_date(text: str) -> bool:
    """Whether a cell says in a sign or a word that it holds no date, which is the same as an empty cell.

    >>> is_no_date("/"), is_no_date("——"), is_no_date("长期")
    (True, True, False)
    """
    return NO_DATE.fullmatch(unicodedata.normalize("NFKC", text).strip()) is not None


DOUBTS = (                                           # why a text is no day: the first that fits
    ("没有具体日期，而这种证书没有长期有效", re.compile(".*(?:长期|永久|终身|长久).*")),
    ("民国纪年，请改用公历", re.compile(".*民国.*")),
    ("是表格软件的错误值", re.compile("#.*")),
    ("没有写明是哪一日", re.compile(r"(?:19|20)\d{2}年?(?:\s*[-/.]?\s*\d{1,2}\s*(?:月[底初末中]?)?)?")),
    ("年份只有两位", re.compile(r"\d{1,2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{6}")),
    ("月和日的次序不明", re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")),
    ("历法上没有这一天", re.compile(r"\d{4}\s*\D+\s*\d{1,2}\s*\D+\s*\d{1,2}\s*日?|\d{8}")),
)


def doubt(text: str) -> str:
    """Why a text is not one day, as a clerk reads it.

    >>> [doubt(text) for text in ("29-6-10", "06/01/2029", "2029-02-30", "2024年6月")]
    ['年份只有两位', '月和日的次序不明', '历法上没有这一天', '没有写明是哪一日']
    >>> doubt("长期有效"), doubt("见附件")
    ('没有具体日期，而这种证书没有长期有效', '读不出日期')
    """
    plain = WORDS_AROUND.sub("", unicodedata.normalize("NFKC", text).strip()).strip()
    return next((reason for reason, shape in DOUBTS if shape.fullmatch(plain)), "读不出日期")


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


EPOCH, NAT = date(1970, 1, 1).toordinal(), np.iinfo(np.int64).min      # datetime64 counts from the one, and its NaT is the other


def as_days(values: list[str | None]) -> np.ndarray:
    """Texts as days (datetime64[D]); NaT where a text is missing or has not exactly one reading."""
    days = (value and read(value) for value in values)
    return np.fromiter((day.toordinal() - EPOCH if day else NAT for day in days), np.int64, len(values)).view("M8[D]")


REVIEWED = re.compile("是|有|√|✓|已?(?:复审|年审|审核?|通过|合格|完成)+(?:合格|通过|完成)?")


@derived
def unread(claims: Claims) -> dict[str, np.ndarray]:
    """By field the rows whose date cell is filled but is not one day, nor says that there is none.

    A review may be recorded by a word (已复审) instead of its day.
    """
    found = {}
    for field in filter(claims.has, DATES):
        rows = np.flatnonzero(claims.filled(field) & np.isnat(getattr(claims, field)))
        texts = claims.text[field].take(pa.array(rows)).to_pylist()
        doubtful = [not is_no_date(text) and not (field == "reviewed_on" and REVIEWED.fullmatch(text)) for text in texts]
        answer = np.zeros(claims.size, bool)
        answer[rows] = doubtful
        found[field] = answer
    return found

"""Kinds of work: the catalogue by edition, what a wording means in it, and the kinds that left it in 2010.

The catalogue of 2026-06-01 could not be read: from that day an item that is not known here is a question, never more.
Everyday words (焊工, 高空作业) mean every item of their category; they are for comparing, not for blaming a wording.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rules import issuers, validity
from rules.derived import derived

if TYPE_CHECKING:
    from rules.claims import Claims

DATA = Path(__file__).parent / "data"
CATALOGUE_2010 = np.datetime64("2010-07-01")        # order no. 30: from here on the items below are the whole catalogue
CATALOGUE_2026 = np.datetime64("2026-06-01")        # order no. 19: its catalogue is not known
OPEN = "（开放项）"                                   # category 11 of order no. 30 names no items


@dataclass(frozen=True)
class Item:
    """One item of the catalogue, and the first and last day on which it was issued (months: their first day)."""

    name: str
    category: str
    first: date
    last: date


@dataclass(frozen=True)
class Meaning:
    """What a wording may mean: items of the catalogue (all of a category where it names only that), and their categories."""

    items: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.categories)


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _day(text: str) -> date:
    return date.fromisoformat(text if len(text) == 10 else text + "-01")


PERMIT = re.compile("(中华人民共和国)?特种作业(人员)?(资格|操作)?(资格)?(证书|证)?")
ENDING = re.compile("(操作证|资格证|上岗证|证书|证|作业人员|人员)+$")


def key(text: str) -> str:
    """A wording reduced to what tells it from others: no blanks, marks, brackets, no 证, and no 作业 at its end.

    >>> key("高处安装、维护、拆除作业"), key("裂解（裂化）工艺"), key("低压电工特种作业操作证"), key(" 低压 电工作业 ")
    ('高处安装维护拆除', '裂解裂化工艺', '低压电工', '低压电工')
    """
    plain = "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).upper()))
    return ENDING.sub("", PERMIT.sub("", plain) or plain).removesuffix("作业")


ITEMS: Mapping[str, Item] = {
    row["item"]: Item(row["item"], row["category"], _day(row["valid_from"]), _day(row["valid_to"])) for row in _rows("catalogue.csv")}
CATEGORIES: Mapping[str, Meaning] = {
    category: Meaning(frozenset(i.name for i in ITEMS.values() if i.category == category), frozenset({category}))
    for category in dict.fromkeys(item.category for item in ITEMS.values())}
WORDINGS: Mapping[str, Meaning] = {
    **{key(row["word"]): Meaning(frozenset({row["item"]}), frozenset({row["category"]})) if row["item"] else CATEGORIES[row["category"]]
       for row in _rows("item_aliases.csv")},
    **{key(category): meaning for category, meaning in CATEGORIES.items()},
    **{key(item.name): Meaning(frozenset({item.name}), frozenset({item.category})) for item in ITEMS.values() if item.name != OPEN},
}
BROAD = sorted((word for word, meaning in WORDINGS.items() if meaning in CATEGORIES.values()), key=len, reverse=True)

MOVED = tuple((row["stem"], row["whose"]) for row in _rows("moved_trades.csv"))
SAMR_CODES = frozenset(row["code"] for row in _rows("samr_items.csv") if re.fullmatch(r"[A-Z]\d", row["code"]))
ELSEWHERE = re.compile("|".join(
    [re.escape(key(row["trade"])) for row in _rows("mohurd_trades.csv")]
    + [re.escape(key(row["item"])) for row in _rows("samr_items.csv")]
    + [re.escape(key(word)) for row in _rows("adjacent_regimes.csv") if row["regime_id"] != "MEM_SPECIAL"
       for word in re.sub(r"[(（].*?[)）]", "", row["aliases_keywords"]).split(";") if len(key(word)) > 2]
    + ["特种设备", "吊篮", "消防", "消控", "爆破员", "进网", "安全员", "安全管理", "负责人", "[初中高]级", "技师", "[一二三四五]级"]
    + ["GTAW", "SMAW", "FCAW"]))


@lru_cache(maxsize=65536)
def meaning(text: str) -> Meaning:
    """What a wording means in the catalogue; empty (false) where nothing of it is known.

    >>> sorted(meaning("电工（低压）").items), sorted(meaning("焊接与热切割作业—钎焊").items), len(meaning("焊工").items)
    (['低压电工作业'], ['钎焊作业'], 3)
    >>> bool(meaning("叉车司机"))
    False
    """
    return _meaning(key(text))


def _meaning(word: str) -> Meaning:
    if word in WORDINGS:
        return WORDINGS[word]
    for broad in BROAD:                    # category and item written into one cell, in either order
        if word.startswith(broad):
            rest = word.removeprefix(broad).removeprefix("作业")
        elif word.endswith(broad):
            rest = word.removesuffix(broad).removesuffix("作业")
        else:
            continue
        if rest in WORDINGS and WORDINGS[rest].items <= WORDINGS[broad].items:
            return WORDINGS[rest]
    return Meaning()


def standard(text: str) -> str | None:
    """The catalogue's own wording of the one item that a text names; None where it names none, or more than one.

    >>> standard("高处安装维护拆除"), standard("低压电工证"), standard("电气实验作业"), standard("焊工")
    ('高处安装、维护、拆除作业', '低压电工作业', '电气试验作业', None)
    """
    items = meaning(text).items
    return next(iter(items)) if len(items) == 1 and OPEN not in items else None


def known(item: str, day: date) -> bool:
    """Whether an item (in the catalogue's wording) was in the edition of a day. Nothing is known from 2026-06-01.

    >>> known("电力电缆作业", date(2016, 5, 1)), known("电力电缆作业", date(2019, 5, 1))
    (False, True)
    """
    return item in ITEMS and ITEMS[item].first <= day <= ITEMS[item].last


def category_of(item: str) -> str | None:
    """The category of an item (any wording that names exactly one)."""
    name = standard(item)
    return ITEMS[name].category if name else None


def may_be_same(one: str, other: str) -> bool:
    """Whether two wordings can mean the same item: 焊工 may be any welding item; unknown ones only themselves.

    >>> may_be_same("焊工", "熔化焊接与热切割作业"), may_be_same("低压电工", "高压电工作业"), may_be_same("气象观测", "气象观测作业")
    (True, False, True)
    """
    first, second = meaning(one), meaning(other)
    return bool(first.items & second.items) if first and second else key(one) == key(other)


@lru_cache(maxsize=65536)
def moved(text: str) -> str | None:
    """Whose register a kind is in that left this catalogue in 2010 (起重, 电梯, 叉车, 锅炉 …); None for every other text.

    >>> moved("起重机械作业"), moved("N1叉车司机"), moved("N1"), moved("煤矿提升机操作作业"), moved("建筑电工")
    ('SAMR_OPERATOR', 'SAMR_OPERATOR', 'SAMR_OPERATOR', None, None)
    """
    word = key(text)
    if _meaning(word):
        return None
    if word in SAMR_CODES:
        return "SAMR_OPERATOR"
    return next((whose for stem, whose in MOVED if stem in word), None)


@lru_cache(maxsize=65536)
def elsewhere(text: str) -> bool:
    """Whether a wording is recognisably another register's, whatever that is.

    >>> elsewhere("建筑起重信号司索工"), elsewhere("高级焊工"), elsewhere("消防设施操作员"), elsewhere("沼气池清掏作业")
    (True, True, True, False)
    """
    return moved(text) is not None or ELSEWHERE.search(key(text)) is not None


SEPARATORS = re.compile(r"([、,，;；/／+＋&\n\r|]+)")
BORDERS = re.compile(rf"^{SEPARATORS.pattern}|{SEPARATORS.pattern}$")


def split_items(text: str) -> tuple[str, ...]:
    """The items of a cell that lists several, each as it was written; a cell that holds one item, or anything unknown, stays whole.

    >>> split_items("低压电工作业、熔化焊接与热切割作业"), split_items("高处安装、维护、拆除作业")
    (('低压电工作业', '熔化焊接与热切割作业'), ('高处安装、维护、拆除作业',))
    >>> split_items("低压电工，高处安装、维护、拆除作业/叉车"), split_items("电工作业/低压电工作业"), split_items("安装、调试")
    (('低压电工', '高处安装、维护、拆除作业', '叉车'), ('电工作业/低压电工作业',), ('安装、调试',))
    """
    pieces = SEPARATORS.split(BORDERS.sub("", text.strip()))
    if len(pieces) == 1 or meaning(text):
        return (text.strip(),)
    found: list[str] = []
    at = 0
    while at < len(pieces):
        for end in range(len(pieces), at, -2):       # the longest run of pieces that is one item
            wording = "".join(pieces[at:end]).strip()
            if meaning(wording) or (end == at + 1 and elsewhere(wording)):
                found.append(wording)
                at = end + 1
                break
        else:
            return (text.strip(),)
    return tuple(found)


def is_item_list(text: str) -> bool:
    """Whether a cell names several items."""
    return len(split_items(text)) > 1


@derived
def on_permit(claims: Claims) -> np.ndarray:
    """Rows whose paper is of this register by what stands on it: a T-number, or an emergency-management issuer."""
    return claims.certificate.has_t | issuers.emergency(claims)


@derived
def under_catalogue_of_2010(claims: Claims) -> np.ndarray:
    """Rows whose first day lies where the items here are the whole catalogue (2010-07-01 to 2026-05-31)."""
    day = validity.first_day(claims)
    return (day >= CATALOGUE_2010) & (day < CATALOGUE_2026)


@derived
def under_catalogue_of_2026(claims: Claims) -> np.ndarray:
    """Rows whose first day lies where the catalogue is not known."""
    return validity.first_day(claims) >= CATALOGUE_2026


@derived
def has_left(claims: Claims) -> np.ndarray:
    """Rows whose item is a kind that left the catalogue in 2010. Mask with `claims.known("item")`."""
    return claims.item.each(lambda text: moved(text) is not None)


@derived
def unnamed(claims: Claims) -> np.ndarray:
    """Rows whose item means nothing in any edition. Mask with `claims.known("item")`."""
    return claims.item.each(lambda text: not meaning(text))


@derived
def before_its_edition(claims: Claims) -> np.ndarray:
    """Rows whose item came into the catalogue after their first day. Mask with `claims.known("item")`."""

    def since(text: str) -> np.datetime64:
        return min((np.datetime64(ITEMS[item].first) for item in meaning(text).items), default=np.datetime64("1900-01-01"))

    return validity.first_day(claims) < claims.item.each(since, "M8[D]")


BIT = {category: 1 << at for at, category in enumerate(CATEGORIES)}


@derived
def categories_differ(claims: Claims) -> np.ndarray:
    """Rows whose category and item are both known here and have no category in common. Mask with both columns' `known`."""

    def bits(text: str) -> int:
        return sum(BIT[category] for category in meaning(text).categories)

    category, item = claims.category.each(bits, np.int64), claims.item.each(bits, np.int64)
    return (category != 0) & (item != 0) & (category & item == 0)

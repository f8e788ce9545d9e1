"""Periods: the certificates of one person for one item, in one roster, as whole-number keys."""

from __future__ import annotations

import numpy as np

from rules import names, trades
from rules.claims import Claims
from rules.derived import derived
from rules.groups import Groups, joined
from rules.owners import numbered


@derived
def person_and_item(claims: Claims) -> np.ndarray:
    """A key of number, name and item; -1 where one is not known, and for everybody who stands in the roster once."""
    numbers = numbered(claims)
    again = numbers.spread(numbers.tally(numbers.own, numbers.own >= 0) > 1, numbers.own)
    rows = again & claims.known("name") & claims.known("item")
    name = folded(claims.name.codes, claims.name.values, rows, names.fold)
    item = folded(claims.item.codes, claims.item.values, rows, lambda text: trades.standard(text) or trades.key(text))
    return joined(np.where(rows, numbers.own, -1), name, item)


def folded(codes: np.ndarray, values: list[str], rows: np.ndarray, fold) -> np.ndarray:
    """Codes of folded texts, made for the given rows only; -1 for others."""
    words, back = np.unique(codes[rows], return_inverse=True)
    kept: dict[str, int] = {}
    answer = np.full(len(codes), -1, np.int64)
    answer[rows] = np.array([kept.setdefault(fold(values[word]), len(kept)) for word in words], np.int64)[back]
    return answer


def day_code(days: np.ndarray) -> np.ndarray:
    """Days as keys; -1 for a day that is not known."""
    return np.where(np.isnat(days), -1, days.astype(np.int64) + 10**6)


def certificate_of(claims: Claims, *more: np.ndarray) -> np.ndarray:
    """The key of person and item, joined with more columns of keys."""
    return joined(person_and_item(claims), *more)


def persons(claims: Claims, rows: np.ndarray) -> Groups:
    """The given rows by person."""
    return Groups(np.where(rows, numbered(claims).person, -1))

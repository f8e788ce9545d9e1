"""Periods: the certificates of one person for one item, in one roster, as whole-number keys."""

from __future__ import annotations

import numpy as np

from rules import trades
from rules.claims import Claims
from rules.derived import derived
from rules.groups import joined
from rules.owners import name_codes, numbered


@derived
def person_and_item(claims: Claims) -> np.ndarray:
    """A key of number, name and item; -1 where one is not known, and for everybody who stands in the roster once."""
    numbers = numbered(claims)
    again = numbers.spread(numbers.tally(numbers.own, numbers.own >= 0) > 1, numbers.own)
    rows = np.flatnonzero(again & claims.known("name") & claims.known("item"))
    words, back = np.unique(claims.item.codes[rows], return_inverse=True)
    kept: dict[str, int] = {}
    items = np.array([kept.setdefault(item_key(claims.item.values[word]), len(kept)) for word in words], np.int64)
    key = np.full(claims.size, -1, np.int64)
    key[rows] = joined(numbers.own[rows], name_codes(claims)[rows], items[back]) if len(rows) else -1
    return key


def item_key(text: str) -> str:
    return trades.standard(text) or trades.key(text)


def day_code(days: np.ndarray) -> np.ndarray:
    """Days as keys; -1 for a day that is not known."""
    return np.where(np.isnat(days), -1, days.astype(np.int64) + 10**6)


def certificate_of(claims: Claims, *more: np.ndarray) -> np.ndarray:
    """The key of person and item, joined with more columns of keys."""
    return joined(person_and_item(claims), *more)

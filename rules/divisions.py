"""Divisions: the six-digit codes of counties and above since 1980 (GB/T 2260), current and retired, as arrays by code.

Source and confidence stand in each line of data/region_codes.csv. The year in which a code was first seen is in the
file for readers only: numbers were given from the mid-1980s to people of all ages, so a code younger than its holder
is the norm and says nothing.
"""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

CURRENT = 9999
FILE = Path(__file__).parent / "data" / "region_codes.csv"

with FILE.open(encoding="utf-8", newline="") as _file:
    NAMES = {}
    EVER = np.zeros(1_000_000, bool)                       # by code: whether the division ever existed
    LAST_SEEN = np.full(1_000_000, CURRENT, np.int16)      # by code: last year in which it stood in the list
    for _line in csv.DictReader(_file):
        _code = int(_line["code"])
        NAMES[_code] = _line["name"]
        EVER[_code] = True
        LAST_SEEN[_code] = int(_line["last_seen_year"] or CURRENT)


def ever(codes: np.ndarray) -> np.ndarray:
    """Which codes (whole numbers, -1 for none) ever named a division.

    >>> ever(np.array([331081, 332623, 339999, -1])).tolist()
    [True, True, False, False]
    """
    return EVER[codes] & (codes >= 0)


def last_seen(codes: np.ndarray) -> np.ndarray:
    """The last year in which each code stood in the list; 9999 where it still does or never did.

    >>> last_seen(np.array([331081, 332623])).tolist()
    [9999, 1993]
    """
    return LAST_SEEN[codes]

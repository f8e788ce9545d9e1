"""Retirement: the month in which a person reaches the statutory age, before and after the change of 2025-01-01.

Ages and steps are data (data/retirement_age.json, with source). Nobody who reached the old age before 2025 is delayed,
so one formula serves both laws. A woman may be on either of two tracks: 55 is the bound, 50 is never one.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FILE = Path(__file__).parent / "data" / "retirement_age.json"


@dataclass(frozen=True)
class Track:
    """One line of the law: the old age, and by how much it grows for those born from a month on."""

    first_birth_month: np.datetime64
    base_age: int
    step_months: int
    max_delay_months: int

    def delay(self, born: np.ndarray) -> np.ndarray:
        """Months (int) past the old age, for days or months of birth."""
        since = (born.astype("M8[M]") - self.first_birth_month).astype(np.int64)
        return np.where(since < 0, 0, np.minimum(self.max_delay_months, since // self.step_months + 1))

    def month(self, born: np.ndarray) -> np.ndarray:
        """The month (datetime64[M]) in which the statutory age is reached; NaT for an unknown birth.

        >>> TRACKS["male60"].month(np.array(["1964-12-05", "1965-05-31", "1976-09-01"], "M8[D]")).tolist()
        [datetime.date(2024, 12, 1), datetime.date(2025, 7, 1), datetime.date(2039, 9, 1)]
        """
        return born.astype("M8[M]") + self.base_age * 12 + self.delay(born)


TRACKS = {
    name: Track(np.datetime64(line["first_birth_month"], "M"), line["base_age"], line["step_months"], line["max_delay_months"])
    for name, line in json.loads(FILE.read_text(encoding="utf-8"))["rule"].items()
}


def month(born: np.ndarray, male: np.ndarray) -> np.ndarray:
    """The month in which each person reaches the statutory age: men by 60 to 63, women by the later track, 55 to 58.

    >>> month(np.array(["1970-01-31", "1970-01-31"], "M8[D]"), np.array([True, False])).tolist()
    [datetime.date(2031, 5, 1), datetime.date(2025, 2, 1)]
    """
    return np.where(male, TRACKS["male60"].month(born), TRACKS["female55"].month(born))

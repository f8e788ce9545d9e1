"""A claim beside the register's record of the same person: where they agree, where a slip explains a difference, where none does.

What is not known on either side is never a difference. Columns are computed once a table and shared by the rules of register/.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import numpy as np

from rules import names, trades
from rules.claims import Claims
from rules.words import Words

SLACK = np.timedelta64(1, "D")


def pairs(claims: Claims, field: str, compare: Callable[[str, str], str]) -> np.ndarray:
    """The answer of `compare` for each row's two texts, asked once of each distinct pair; "" where either is missing."""
    kept = claims.__dict__.setdefault("_pairs", {})
    if (field, compare) not in kept:
        claimed, recorded = Words(claims.text[field]), Words(claims.text[f"register_{field}"])
        both = claims.filled(field) & claims.filled(f"register_{field}")
        keys = claimed.codes.astype(np.int64) * len(recorded.values) + recorded.codes
        answers = np.full(claims.size, "", object)
        distinct, back = np.unique(keys[both], return_inverse=True)
        said = [compare(claimed.values[key // len(recorded.values)], recorded.values[key % len(recorded.values)]) for key in distinct]
        answers[both] = np.array(said, object)[back] if len(said) else []
        kept[field, compare] = answers
    return kept[field, compare]


def name(claims: Claims) -> np.ndarray:
    """"same", "slip", "unclear" or "differs" a row."""
    return pairs(claims, "name", names.same)


def item(claims: Claims) -> np.ndarray:
    """"same", "unclear" (a wording that names no item for certain) or "differs" a row."""
    return pairs(claims, "item", same_item)


def same_item(claimed: str, recorded: str) -> str:
    """Whether two wordings name one item of the catalogue.

    >>> same_item("低压电工", "低压电工作业"), same_item("高压电工作业", "低压电工作业"), same_item("电工证", "低压电工作业")
    ('same', 'differs', 'unclear')
    """
    if claimed == recorded:
        return "same"
    one, other = trades.standard(claimed), trades.standard(recorded)
    if one is None or other is None:
        return "unclear"
    return "same" if one == other else "differs"


def end(claims: Claims) -> np.ndarray:
    """"same", "renewed" (the record is the later card of the same item), "slip" or "differs" a row; "" where a date is missing."""
    kept = claims.__dict__.setdefault("_pairs", {})
    if "end" not in kept:
        claimed, recorded = claims.valid_until, claims.register_valid_until
        both = ~np.isnat(claimed) & ~np.isnat(recorded)
        answers = np.full(claims.size, "", object)
        answers[both] = "differs"
        same_start = np.abs(claims.valid_from - claims.register_valid_from) <= SLACK
        earlier = both & (claimed < recorded) & ~same_start & (item(claims) != "differs")
        answers[earlier & renewal_fits(claims)] = "renewed"
        answers[both & (np.abs(claimed - recorded) <= SLACK)] = "same"
        for row in np.flatnonzero(answers == "differs"):
            if date_slip(claimed[row].item(), recorded[row].item()):
                answers[row] = "slip"
        kept["end"] = answers
    return kept["end"]


def renewal_fits(claims: Claims) -> np.ndarray:
    """Whether the claim can be the card before the record: it began earlier, or where that is not known, ended no later than a year into it."""
    began = claims.valid_from < claims.register_valid_from
    start = claims.register_valid_from
    return began | (np.isnat(claims.valid_from) & (np.isnat(start) | (claims.valid_until <= start + np.timedelta64(366, "D"))))


def date_slip(one: date, other: date) -> bool:
    """Whether two days differ as by a slip of the pen: one digit, two neighbouring digits exchanged, day and month exchanged.

    >>> date_slip(date(2029, 6, 10), date(2028, 6, 10)), date_slip(date(2029, 6, 10), date(2029, 10, 6))
    (True, True)
    >>> date_slip(date(2029, 6, 10), date(2032, 6, 10))
    False
    """
    a, b = one.strftime("%Y%m%d"), other.strftime("%Y%m%d")
    wrong = [at for at in range(8) if a[at] != b[at]]
    exchanged = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
    return len(wrong) == 1 or exchanged or (one.year == other.year and (one.month, one.day) == (other.day, other.month))

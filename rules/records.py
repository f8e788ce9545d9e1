"""A claim beside the register's record of the same person: where they agree, where a slip explains a difference, where none does.

What is not known on either side is never a difference. Columns are computed once a table and shared by the rules of register/.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import lru_cache

import numpy as np

from rules import certificate_number, names, trades, validity
from rules.claims import Claims
from rules.derived import derived
from rules.words import Words

SLACK = np.timedelta64(1, "D")
YEAR = np.timedelta64(366, "D")


def pairs(claims: Claims, field: str, compare: Callable[[str, str], str], *, other: str | None = None) -> np.ndarray:
    """The answer of `compare` for each row's two texts, asked once of each distinct pair; "" where either is missing.

    The second text is the register's of the same field, or `other`.
    """
    other = other or f"register_{field}"
    claimed, recorded = Words(claims.text[field]), Words(claims.text[other])
    both = claims.filled(field) & claims.filled(other)
    keys = claimed.codes.astype(np.int64) * len(recorded.values) + recorded.codes
    answers = np.full(claims.size, "", object)
    distinct, back = np.unique(keys[both], return_inverse=True)
    said = [compare(claimed.values[key // len(recorded.values)], recorded.values[key % len(recorded.values)]) for key in distinct]
    if said:
        answers[both] = np.array(said, object)[back]
    return answers


@derived
def name(claims: Claims) -> np.ndarray:
    """"same", "slip", "unclear" or "differs" a row."""
    return pairs(claims, "name", names.same)


@derived
def person_unsure(claims: Claims) -> np.ndarray:
    """Rows whose two numbers are two persons', and rows with an empty cell for the identity number, looked up by the T-number."""
    beside = certificate_number.beside_own(claims)
    two = claims.certificate.has_t & beside.sound & ~beside.is_slip
    return two | (claims.stated("id_number") & ~claims.filled("id_number"))


@derived
def item(claims: Claims) -> np.ndarray:
    """"same", "unclear" (a wording that names no item for certain) or "differs" a row."""
    return pairs(claims, "item", same_item)


@lru_cache(maxsize=65536)
def same_item(claimed: str, recorded: str) -> str:
    """Whether two wordings name one item of the catalogue; an everyday word (电工) is the same as any item that it may mean.

    >>> same_item("低压电工", "低压电工作业"), same_item("电工证", "低压电工作业"), same_item("高压电工作业", "低压电工作业")
    ('same', 'same', 'differs')
    >>> same_item("焊工", "低压电工作业"), same_item("某种说不清的作业", "低压电工作业")
    ('differs', 'unclear')
    """
    if claimed == recorded or trades.may_be_same(claimed, recorded):
        return "same"
    return "differs" if trades.meaning(claimed) and trades.meaning(recorded) else "unclear"


@derived
def end(claims: Claims) -> np.ndarray:
    """"same", "renewed", "slip" or "differs" a row; "" where a date is missing.

    Renewed: the claim is the card before the record. It ended about when the record began, or is known to have begun
    earlier, with an end before the record or six years on; or, if a slip does not explain it better, ends earlier and is
    not known to have begun with the record.
    """
    claimed, recorded = claims.valid_until, claims.register_valid_until
    start, began = claims.register_valid_from, claims.valid_from
    answers = np.full(claims.size, "", object)
    answers[~np.isnat(claimed) & ~np.isnat(recorded)] = "differs"
    earlier = (claimed < recorded) & (item(claims) != "differs")
    answers[(np.abs(claimed - recorded) <= SLACK)] = "same"
    card_before = (began < start - SLACK) & ((claimed <= start) | validity.about(claimed, validity.latest_end(began)))
    answers[(answers == "differs") & earlier & ((np.abs(claimed - start) <= YEAR) | card_before)] = "renewed"
    for row in np.flatnonzero(answers == "differs"):
        if date_slip(claimed[row].item(), recorded[row].item()):
            answers[row] = "slip"
    answers[(answers == "differs") & taken_for_the_end(claims)] = "slip"
    answers[(answers == "differs") & earlier & (np.isnat(began) | np.isnat(start))] = "renewed"
    return answers


def taken_for_the_end(claims: Claims) -> np.ndarray:
    """Rows whose end is another day of the same record, or is reckoned from another day of it, as clerks do.

    The day of the review; six years from a day of issue some weeks off; an end that was carried forward in the epidemic.
    """
    claimed, recorded = claims.valid_until, claims.register_valid_until
    start = claims.register_valid_from
    other_days = (claims.register_review_due, claims.register_reviewed_on, validity.three_years_on(start), start, claims.register_first_issued)
    found = np.any([np.abs(claimed - day) <= SLACK for day in other_days], axis=0)
    apart = (claimed - recorded).astype(np.int64)
    near = ~np.isnat(claimed) & ~np.isnat(recorded)
    found |= near & (np.abs(apart) <= validity.EARLY) & validity.about(claimed, validity.latest_end(claims.valid_from))
    carried = (claimed >= validity.CARRIED[0]) & (claimed <= validity.CARRIED[1]) & (np.abs(apart) <= 366)
    return found | near & carried


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

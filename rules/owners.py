"""Owners: which number stands in which row of a roster, on whose card, under which name. What rules that compare rows look at.

Row order is the order of the file, because slips run along it: a cell filled down, a column moved by a row, a number
typed from the line above. A number destroyed by a spreadsheet is nobody's number and is never compared.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules import names
from rules.derived import derived
from rules.groups import Groups, blocks, joined, runs

if TYPE_CHECKING:
    from rules.claims import Claims
    from rules.resident_id import Numbers

SPELLINGS = 8           # more names than this on one number are no spellings of one name, and are not compared one by one
SAME_PLACES = 4         # numbers that differ in no more places may be one number with slips, or a twin's
MOST = 2 / 3            # of the roster: a number on so many rows was filled in, wherever they lie


@dataclass(frozen=True)
class Numbered:
    """Codes of numbers, one numbering for both columns; -1 where no whole number stands."""

    own: np.ndarray         # of the identity number
    card: np.ndarray        # of the number on the certificate, with its T or without
    count: int

    def by(self, codes: np.ndarray) -> Groups:
        """Rows by the number that they have in a column."""
        return Groups(codes, self.count)

    def tally(self, codes: np.ndarray, rows: np.ndarray) -> np.ndarray:
        """How many of the given rows (booleans) have each number in a column."""
        return self.by(codes).tally(rows)

    def spread(self, each: np.ndarray, codes: np.ndarray) -> np.ndarray:
        """A value of each number, given to the rows that have it; zero to others."""
        return self.by(codes).spread(each)

    @property
    def person(self) -> np.ndarray:
        """The identity number, or the number on the card where none stands."""
        return np.where(self.own >= 0, self.own, self.card)

    @property
    def consistent(self) -> np.ndarray:
        """Rows whose card bears their own number."""
        return (self.own >= 0) & (self.own == self.card)

    @property
    def at_odds(self) -> np.ndarray:
        """Rows whose card bears another number than their own."""
        return (self.own >= 0) & (self.card >= 0) & (self.own != self.card)


@derived
def numbered(claims: Claims) -> Numbered:
    holder, bare = claims.certificate.holder, claims.certificate.bare
    own = np.where(claims.id.lost, -1, claims.id.key)
    card = np.where(holder.whole, np.where(holder.lost, -1, holder.key), np.where(bare.lost, -1, bare.key))
    both = Groups(np.concatenate([own, card]))
    return Numbered(both.code[:claims.size], both.code[claims.size:], both.count)


@derived
def name_codes(claims: Claims) -> np.ndarray:
    """A code for the folded name of each row whose numbers stand elsewhere in the roster too; -1 for all others."""
    numbers = numbered(claims)
    elsewhere = (numbers.tally(numbers.own, numbers.own >= 0) + numbers.tally(numbers.card, ~numbers.consistent)) > 1
    shared = numbers.spread(elsewhere, numbers.own) | numbers.spread(elsewhere, numbers.card)
    rows = np.flatnonzero(shared & claims.known("name"))
    codes = np.full(claims.size, -1, np.int64)
    words, back = np.unique(claims.name.codes[rows], return_inverse=True)
    folded: dict[str, int] = {}
    each = np.array([folded.setdefault(names.fold(claims.name.values[word]), len(folded)) for word in words], np.int64)
    codes[rows] = each[back] if len(rows) else codes[rows]
    return codes


def unlike(claims: Claims, rows: np.ndarray, others: np.ndarray) -> np.ndarray:
    """Whether the names in two equally long lists of rows are certainly not one name. Asked once of each distinct pair."""
    words = claims.name
    key = words.codes[rows].astype(np.int64) * len(words.values) + words.codes[others]
    distinct, back = np.unique(key, return_inverse=True)
    said = [names.same(words.values[at // len(words.values)], words.values[at % len(words.values)]) == "differs" for at in distinct]
    return np.array(said, bool)[back] if len(rows) else np.zeros(0, bool)


def different_names(claims: Claims, groups: Groups) -> np.ndarray:
    """How many names each group of rows has that are certainly not its first name, and that one with them; 0 for a row alone."""
    rows = np.flatnonzero(groups.spread(groups.sizes > 1, False) & (name_codes(claims) >= 0))
    pairs = Groups(joined(groups.code[rows], name_codes(claims)[rows]))
    at = rows[pairs.first]
    group = groups.code[at]
    first = np.full(groups.count, -1, np.int64)
    first[group[::-1]] = at[::-1]
    kinds = np.bincount(group, minlength=groups.count)
    other = first[group] != at
    asked = other & (kinds[group] <= SPELLINGS)
    other[asked] = unlike(claims, at[asked], first[group[asked]])
    return np.bincount(group[other], minlength=groups.count) + (kinds > 0)


def neighbours(same: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The nearest rows above and below that lie outside a row's own run of equal keys; -1 beyond the ends. A negative key is alone."""
    size = len(same)
    breaks = np.append(True, (same[1:] != same[:-1]) | (same[1:] < 0))[:size]
    starts = np.flatnonzero(breaks)
    ends = np.append(starts[1:], size)
    run = runs(breaks)
    above, below = starts[run] - 1, ends[run]
    return above, np.where(below < size, below, -1)


def at(values: np.ndarray, rows: np.ndarray, beyond) -> np.ndarray:
    """Values of other rows, given by position; `beyond` where there is no such row."""
    return np.where(rows >= 0, values[rows], beyond) if len(values) else values


@derived
def places_apart(claims: Claims) -> np.ndarray:
    """In how many of 18 places a row's two numbers differ; 0 where they are not at odds."""
    rows = np.flatnonzero(numbered(claims).at_odds)
    holder, bare = claims.certificate.holder, claims.certificate.bare
    card = np.where(holder.whole[rows, None], holder.letters[rows], bare.letters[rows])
    apart = np.zeros(claims.size, np.int64)
    apart[rows] = (claims.id.letters[rows] != card).sum(axis=1)
    return apart


@derived
def borrowed(claims: Claims) -> np.ndarray:
    """The row of the owner, for each row whose card bears the number of another person of the roster; -1 for all others.

    The owner has one name, and a card with the number in each of their rows; the borrower has another name, and a sound
    number of their own that no slip makes into that one and that stands on nobody else's card. The rows above and below
    show that the cell was not filled down from there.
    """
    numbers = numbered(claims)
    name = name_codes(claims)
    sound = claims.id.sound
    owns = numbers.consistent & sound & (name >= 0)
    of_person = numbers.by(numbers.person)
    in_order = (of_person.kinds(name) == 1) & (of_person.tally((name < 0) | ~numbers.consistent) == 0)
    owner = np.where(in_order, of_person.first_of(owns), -1)
    found = numbers.by(numbers.card).spread(owner, -1)
    unread = ~claims.known("certificate_number")
    candidate = numbers.at_odds & sound & (name >= 0) & (found >= 0) & (places_apart(claims) > SAME_PLACES)
    candidate &= ~numbers.spread(numbers.tally(numbers.card, ~numbers.consistent) > 0, numbers.own)
    for row in neighbours(numbers.own):
        candidate &= (row < 0) | (~at(unread, row, False) & (at(numbers.card, row, -1) != numbers.card))
    rows = np.flatnonzero(candidate)
    rows = rows[unlike(claims, rows, found[rows])]
    answer = np.full(claims.size, -1, np.int64)
    answer[rows] = found[rows]
    return answer


@derived
def shifted(claims: Claims) -> np.ndarray:
    """Rows on whose card stands the number of the row above or below, in a stretch of such rows; or most of the roster is displaced.

    A stretch is of three rows or more, two of which show it and none of which contradicts it. The last row goes on with the first.
    """
    numbers = numbered(claims)
    found = np.zeros(claims.size, bool)
    for offset in (-1, 1):
        beside = np.roll(numbers.own, offset)
        read = (numbers.card >= 0) & (beside >= 0)
        shows = read & (numbers.card == beside) & (numbers.card != numbers.own)
        against = read & (numbers.card != beside)
        stretch = Groups.of_codes(np.where(against, -1, runs(against)))
        long = (stretch.sizes >= 3) & (stretch.kinds(np.where(shows, numbers.card, -1)) >= 2)
        found |= shows & stretch.spread(long, False)
    owned = numbers.tally(numbers.own, numbers.own >= 0) > 0
    at_home = numbers.tally(numbers.own, numbers.consistent) > 0
    displaced = numbers.at_odds & numbers.spread(owned & ~at_home, numbers.card)
    if displaced.sum() >= 3 and 2 * displaced.sum() >= (numbers.card >= 0).sum():
        found |= displaced
    return found


@derived
def swapped(claims: Claims) -> np.ndarray:
    """Rows whose card bears the number of a person whose card bears theirs."""
    numbers = numbered(claims)
    rows = np.flatnonzero(numbers.at_odds)
    own, card = numbers.own[rows], numbers.card[rows]
    found = np.zeros(claims.size, bool)
    found[rows] = pc.is_in(pa.array(own * numbers.count + card), pa.array(card * numbers.count + own)).to_numpy(zero_copy_only=False)
    return found


@derived
def filled_down(claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """Rows in which one number stands under three or more names, one below the other or in most of the roster.

    Of the identity number's column, and of the certificate number's. Where the other column shows whose number it is, that
    row is left out.
    """
    numbers = numbered(claims)
    answers = []
    for codes in (numbers.own, numbers.card):
        number = numbers.by(codes)
        rows = np.zeros(claims.size, bool)
        if (number.sizes >= 3).any():
            block = Groups.of_codes(blocks(codes))
            rows |= block.spread(different_names(claims, block) >= 3, False)
            rows |= number.spread((number.sizes > MOST * claims.size) & (different_names(claims, number) >= 3), False)
        shown = number.spread(number.tally(rows & numbers.at_odds) > 0, False)
        answers.append(rows & ~(shown & numbers.consistent))
    return answers[0], answers[1]


@derived
def counted_up(claims: Claims) -> np.ndarray:
    """Rows in which the identity number, or that on the certificate, was filled as a series."""
    return counted(claims.id) | counted(claims.certificate.holder)


def counted(column: Numbers) -> np.ndarray:
    """Rows of three or more, one below the other, in which a number goes up by one from row to row, as a spreadsheet fills a series."""
    eighteen = np.where((column.key >= 0) & (column.key % 11 < 10), column.key // 11 * 10 + column.key % 11, -1)
    block = Groups.of_codes(blocks(np.where(eighteen >= 0, eighteen - np.arange(len(eighteen)), -1)))
    return block.spread(block.sizes >= 3, False)


def lines(claims: Claims, rows: np.ndarray) -> list[str]:
    """How a person finds rows in their file: by line where the table knows it, else by count of records."""
    if claims.has("row"):
        return [f"第 {line} 行" for line in claims.text["row"].take(rows).to_pylist()]
    return [f"第 {row + 1} 条" for row in rows.tolist()]


def some_lines(claims: Claims, rows: np.ndarray, most: int = 5) -> str:
    """The first few of many rows, and how many there are."""
    shown = "、".join(lines(claims, rows[:most]))
    return f"{shown}，共 {len(rows)} 条" if len(rows) <= most else f"{shown}等，共 {len(rows)} 条"

"""Displaced: cells that belong to another row, by the habits of a spreadsheet. A cell filled down, with its value or as a series,
a column moved or sorted alone, two cells exchanged. What such a cell says is a mistake of the file, and nothing against its row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rules import names, records, trades, validity
from rules.derived import derived
from rules.groups import Groups, blocks, runs
from rules.owners import MOST, counted, filled_down, numbered

if TYPE_CHECKING:
    from rules.claims import Claims
    from rules.words import Words

FEWEST = 3      # rows that make a column filled, or a series


def from_above_or_below(keys: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Rows that are not right, in a stretch of equal keys one below the other in which another row is.

    >>> from_above_or_below(np.array([5, 5, 6, 7, 7]), np.array([True, False, False, False, False])).tolist()
    [False, True, False, False, False]
    """
    block = Groups.of_codes(blocks(keys))
    return ~right & block.spread(block.tally(right) > 0, False)


def throughout(keys: np.ndarray) -> np.ndarray:
    """Rows with a key that stands in most of the table: the column was filled with it."""
    groups = Groups(keys)
    return groups.spread((groups.sizes >= FEWEST) & (groups.sizes > MOST * len(keys)), False)


def in_series(days: np.ndarray) -> np.ndarray:
    """Rows of three or more, one below the other, whose day goes on by one day, one month or one year each time.

    >>> in_series(np.array(["2029-06-10", "2029-06-11", "2029-06-12", "2029-06-12"], "M8[D]")).tolist()
    [True, True, True, False]
    """
    month = days.astype("M8[M]")
    in_month = (days - month.astype("M8[D]")).astype(np.int64)
    found = np.zeros(len(days), bool)
    known = ~np.isnat(days)
    for months, by_day in ((0, 1), (1, 0), (12, 0)):
        apart = (month[1:] - month[:-1]).astype(np.int64)
        goes_on = (days[1:] - days[:-1]).astype(np.int64) == 1 if by_day else (apart == months) & (in_month[1:] == in_month[:-1])
        run = Groups.of_codes(runs(~np.append(False, goes_on & known[1:] & known[:-1])[:len(days)]))
        found |= run.spread(run.sizes >= FEWEST, False)
    return found & known


def day_keys(days: np.ndarray) -> np.ndarray:
    return np.where(np.isnat(days), -1, days.astype(np.int64) + 10**6)


def among(days: np.ndarray, others: np.ndarray, slack: np.ndarray) -> np.ndarray:
    """Rows whose day, with some days of slack, is one of the other days."""
    others = np.unique(others[~np.isnat(others)])
    return ~np.isnat(days) & np.any([np.isin(days + apart, others) for apart in slack], axis=0)


def filled_days(days: np.ndarray, right: np.ndarray) -> np.ndarray:
    keys = day_keys(days)
    return from_above_or_below(keys, right) | throughout(keys) | in_series(days)


@derived
def periods(claims: Claims) -> np.ndarray:
    """Rows of a period longer than the law ever gave, one end of which was filled in or belongs to another row.

    Beside a row with an empty date that cannot be told, and counts as filled in.
    """
    odd = validity.too_long(claims)
    if not odd.any():
        return odd
    begun, ended = claims.valid_from, claims.valid_until
    end = validity.latest_end(begun)
    lawful = validity.about(ended, end)
    astray = ~lawful
    found = filled_days(begun, lawful) | filled_days(ended, lawful)
    found |= among(end, ended[astray], validity.ENDS) | among(ended, end[astray], -validity.ENDS)
    unread = np.isnat(begun) | np.isnat(ended)
    found |= np.append(False, unread[:-1]) | np.append(unread[1:], False)        # what stood there may have been dragged from or to it
    return odd & found


@derived
def ends(claims: Claims) -> np.ndarray:
    """Rows whose end is not the register's, and was filled in or is that of another row that does not agree."""
    differs = records.end(claims) == "differs"
    if not differs.any():
        return differs
    said = records.end(claims)
    found = filled_days(claims.valid_until, (said != "") & ~differs)
    return differs & (found | among(claims.valid_until, claims.register_valid_until[said != "same"], np.arange(-1, 2)))


@derived
def persons(claims: Claims) -> np.ndarray:
    """Rows with another name than the register's, where the number or the name was filled in, or the name is another such row's."""
    said = records.name(claims)
    differs = said == "differs"
    if not differs.any():
        return differs
    right = np.isin(said, ("same", "slip"))
    rows = np.flatnonzero(differs)
    astray = claims.known("register_name") & ~right
    recorded = {names.fold(claims.register_name.values[at]) for at in np.unique(claims.register_name.codes[astray])}
    found = from_above_or_below(numbered(claims).own, right) | misnumbered(claims)
    found |= from_above_or_below(name_keys(claims), right) | throughout(name_keys(claims))
    found[rows] |= np.array([names.fold(claims.name.values[at]) in recorded for at in claims.name.codes[rows]], bool)
    found[rows] |= of_next_row(claims, rows)
    return differs & found


def of_next_row(claims: Claims, rows: np.ndarray) -> np.ndarray:
    """Which of some rows have the register's name in the row above or below: the number is that row's."""
    name, known = claims.name, claims.known("name")
    recorded = [names.fold(claims.register_name.values[at]) for at in claims.register_name.codes[rows]]
    beside = [{names.fold(name.values[name.codes[at]]) for at in (row - 1, row + 1) if 0 <= at < claims.size and known[at]} for row in rows.tolist()]
    return np.array([one in others for one, others in zip(recorded, beside, strict=True)], bool)


def name_keys(claims: Claims) -> np.ndarray:
    return np.where(claims.known("name"), claims.name.codes.astype(np.int64), -1)


@derived
def items(claims: Claims) -> np.ndarray:
    """Rows with another item than the register's, of a filled or moved column.

    One equal neighbour shows nothing, because many have the item of their neighbour: two rows that differ or more must have been filled.
    """
    said = records.item(claims)
    differs = said == "differs"
    if differs.sum() < 2:
        return np.zeros(claims.size, bool)
    keys = np.where(claims.known("item"), claims.item.codes.astype(np.int64), -1)
    block = Groups.of_codes(blocks(keys))
    found = from_above_or_below(keys, said == "same") & block.spread(block.tally(differs) >= 2, False)
    found |= throughout(keys)
    claimed, recorded = _items(claims.item, differs), _items(claims.register_item, differs)
    from_elsewhere, to_elsewhere = differs & np.isin(claimed, recorded[differs]), differs & np.isin(recorded, claimed[differs])
    exchanged = from_elsewhere & to_elsewhere
    beside = np.append(False, exchanged[:-1]) | np.append(exchanged[1:], False)        # the ends of a column that was moved
    return differs & (found | exchanged | (from_elsewhere | to_elsewhere) & beside)


def _items(words: Words, rows: np.ndarray) -> np.ndarray:
    """The item that each of some rows names, as the catalogue words it where it names one."""
    answer = np.full(len(rows), "", object)
    answer[rows] = [trades.standard(words.values[at]) or trades.key(words.values[at]) for at in words.codes[rows]]
    return answer


@derived
def misnumbered(claims: Claims) -> np.ndarray:
    """Rows whose identity number was filled down over several people, or counted up by the spreadsheet: it is not known to be theirs."""
    return filled_down(claims)[0] | counted(claims.id)

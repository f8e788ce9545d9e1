"""Claims: a table of claims as columns, parsed once. What rules read; what is not known stays unknown.

A question about a column is asked of `claims.<field>`: `claims.valid_until` are days, `claims.item` are Words,
`claims.id` and `claims.certificate` are number columns. `claims.text[field]` is the text that stands there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules import certificate_number, dates, resident_id
from rules.claim import DATES, FIELDS
from rules.words import Words

INVISIBLE = "\u200b", "\ufeff"       # what trimming leaves
BLANK = "^[\\s\u200b\ufeff]*$"


class Claims:
    """One claim or a million, as columns. Every derived column is computed at most once, by whoever asks first."""

    def __init__(self, table: Mapping[str, pa.Array], *, checked_on: date, allow_test_ids: bool = False):
        """`table` maps field names (of a claim, or `register_…` of a record) to text columns of one length.

        A field that is absent was not asked about at all (`has`). In a field that is there, a null says that this row's
        sheet has no such column, and an empty text that its cell is empty (`stated` tells them apart).
        """
        self.given = dict(table)
        self.size = len(next(iter(self.given.values()))) if self.given else 0
        self.checked_on = np.datetime64(checked_on, "D")
        self.allow_test_ids = allow_test_ids
        self.text = _Texts(self.given, self.size)

    @classmethod
    def of_rows(cls, rows: Sequence[Mapping[str, str | None]], *, checked_on: date, allow_test_ids: bool = False) -> Claims:
        """Claims from dicts. A field that a row does not mention is absent from it; one that is None is an empty cell."""
        names = dict.fromkeys(name for row in rows for name in row)
        table = {name: pa.array([row[name] or "" if name in row else None for row in rows], pa.string()) for name in names}
        return cls(table, checked_on=checked_on, allow_test_ids=allow_test_ids)

    def has(self, field: str) -> bool:
        """Whether the table has the column at all: an absent column says nothing, an empty cell may."""
        return field in self.given

    def stated(self, field: str) -> np.ndarray:
        """Rows that have the column: where one is not stated, its emptiness says nothing."""
        if field not in self.given:
            return np.zeros(self.size, bool)
        return pc.is_valid(self.given[field]).to_numpy(zero_copy_only=False)

    def known(self, field: str) -> np.ndarray:
        """Rows in which a field can be read. A date that has not exactly one reading is not known."""
        if field in DATES or field.removeprefix("register_") in DATES:
            return ~np.isnat(getattr(self, field))
        return self.filled(field)

    def filled(self, field: str) -> np.ndarray:
        """Rows in which anything stands in a field, readable or not. Kept, and so not to be written to."""
        return self.text.filled(field)

    def __getattr__(self, field: str):
        """Fields by name: days for dates, Words for every other text. Computed once."""
        plain = field.removeprefix("register_")
        if plain not in FIELDS and field not in self.given:
            raise AttributeError(field)
        value = self._days(field) if plain in DATES else Words(self.text[field])
        self.__dict__[field] = value
        return value

    def _days(self, field: str) -> np.ndarray:
        text = self.text[field]
        if field not in self.given:
            return np.full(self.size, np.datetime64("NaT"), "M8[D]")
        encoded = text.dictionary_encode()
        days = dates.as_days([*encoded.dictionary.to_pylist(), None])
        return days[encoded.indices.fill_null(len(days) - 1).to_numpy(zero_copy_only=False)]

    @cached_property
    def id(self) -> resident_id.Numbers:
        """The number of the person (column id_number)."""
        text = self.text["id_number"]
        also_as_text = pc.fill_null(pc.equal(text, self.certificate.holder.text), False).to_numpy(zero_copy_only=False)
        return resident_id.Numbers(text, allow_test_ids=self.allow_test_ids, own_zeros=also_as_text)

    @cached_property
    def certificate(self) -> certificate_number.Numbers:
        """The number on the certificate (column certificate_number)."""
        return certificate_number.Numbers(self.text["certificate_number"], allow_test_ids=self.allow_test_ids)

    @cached_property
    def repaired(self) -> np.ndarray:
        """Rows whose identity number is missing or destroyed while the T-number holds a sound one that does not contradict it.

        What is left of a damaged number (its first 15 digits, or as many as the notation shows) must agree.
        """
        hole = (~self.id.known | self.id.lost | self.id.has_form("MASKED")) & self.certificate.holder.sound
        return hole & certificate_number.agrees_with_remains(self.id.text, self.certificate.holder.text, hole)

    @cached_property
    def person(self) -> resident_id.Numbers:
        """The number by which the person is looked up: the identity number, or the T-number where that repairs it."""
        if not self.repaired.any():
            return self.id
        return self.id.patched(self.repaired, self.certificate.holder)


class _Texts:
    """Text columns by field: stripped, blanks as null, all null where the table has no such column."""

    def __init__(self, given: Mapping[str, pa.Array], size: int):
        self._given, self._size, self._kept, self._filled = given, size, {}, {}

    def __getitem__(self, field: str) -> pa.Array:
        if field not in self._kept:
            self._kept[field] = tidy(self._given[field]) if field in self._given else pa.nulls(self._size, pa.string())
        return self._kept[field]

    def filled(self, field: str) -> np.ndarray:
        if field not in self._filled:
            rows = self[field].is_valid().to_numpy(zero_copy_only=False) if field in self._given else np.zeros(self._size, bool)
            rows.flags.writeable = False
            self._filled[field] = rows
        return self._filled[field]


def tidy(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    text = pc.utf8_trim_whitespace(column.cast(pa.string()))
    blank = pc.equal(pc.binary_length(text), 0)
    if any(pc.starts_with(text, mark).true_count for mark in INVISIBLE):
        blank = pc.match_substring_regex(text, BLANK)
    return pc.if_else(blank, pa.scalar(None, pa.string()), text) if blank.true_count else text

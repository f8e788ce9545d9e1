"""Groups: rows that share a whole-number key, as columns. Nothing here pairs rows, so a million rows of one key cost what others do.

Keys are int64, and a negative key is in no group. Groups are numbered in the order in which they first appear.
"""

from __future__ import annotations

from functools import cached_property

import numpy as np
import pyarrow as pa


class Groups:
    """Rows by equal key.

    >>> groups = Groups(np.array([7, 5, -1, 7]))
    >>> groups.code.tolist(), groups.sizes.tolist(), groups.first.tolist()
    ([0, 1, -1, 0], [2, 1], [0, 1])
    """

    def __init__(self, keys: np.ndarray, count: int | None = None):
        """With a `count` the keys are numbers of groups already (0 to count - 1), and some groups may have no row."""
        if count is None:
            encoded = pa.array(keys, pa.int64(), mask=keys < 0).dictionary_encode()
            self.code: np.ndarray = encoded.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int64)
            self.count = len(encoded.dictionary)
        else:
            self.code, self.count = keys, count

    @classmethod
    def of_codes(cls, codes: np.ndarray) -> Groups:
        """Groups of keys that are small whole numbers, without numbering them anew."""
        return cls(codes, int(codes.max(initial=-1)) + 1)

    @cached_property
    def member(self) -> np.ndarray:
        """Rows that are in a group."""
        return self.code >= 0

    @cached_property
    def sizes(self) -> np.ndarray:
        """Rows of each group."""
        return self.tally(self.member)

    @cached_property
    def first(self) -> np.ndarray:
        """The first row of each group."""
        return self.first_of(self.member)

    def tally(self, rows: np.ndarray) -> np.ndarray:
        """How many of the given rows (booleans) each group has."""
        return np.bincount(self.code[rows & self.member], minlength=self.count)

    def first_of(self, rows: np.ndarray) -> np.ndarray:
        """The first of the given rows in each group, -1 where it has none."""
        at = np.flatnonzero(rows & self.member)[::-1]
        first = np.full(self.count, -1, np.int64)
        first[self.code[at]] = at
        return first

    def kinds(self, values: np.ndarray) -> np.ndarray:
        """How many different values each group has; negative values do not count. Values are codes: small whole numbers.

        >>> Groups(np.array([7, 7, 7, 5])).kinds(np.array([1, 2, 1, -1])).tolist()
        [2, 0]
        """
        radix = int(values.max(initial=0)) + 1
        pairs = np.sort(np.where(self.member & (values >= 0), self.code * radix + values, -1))
        different = pairs[np.append(True, pairs[1:] != pairs[:-1])[:len(pairs)] & (pairs >= 0)]
        return np.bincount(different // radix, minlength=self.count)

    def spread(self, each: np.ndarray, absent=0) -> np.ndarray:
        """A value of each group, given to its rows; `absent` to rows of no group."""
        return np.append(each, np.array([absent], each.dtype))[self.code]


def joined(*columns: np.ndarray) -> np.ndarray:
    """Several columns of keys as one: equal where all are equal, -1 where any is negative.

    >>> one = joined(np.array([4, 4, 4, -1]), np.array([9, 8, 9, 9]))
    >>> bool(one[0] == one[2] != one[1]), int(one[3])
    (True, -1)
    """
    key = columns[0]
    for column in columns[1:]:
        radix = int(column.max(initial=0)) + 1
        if int(key.max(initial=0)) * radix >= 2**62:
            key, column = Groups(key).code, Groups(column).code
            radix = int(column.max(initial=0)) + 1
        key = np.where((key >= 0) & (column >= 0), key * radix + column, -1)
    return key


def runs(breaks: np.ndarray) -> np.ndarray:
    """Neighbouring rows as runs, numbered from 0: a new one begins where `breaks` is set (the first entry does not matter).

    >>> runs(np.array([False, False, True, False])).tolist()
    [0, 0, 1, 1]
    """
    number = np.cumsum(breaks)
    return number - number[0] if len(number) else number


def blocks(keys: np.ndarray) -> np.ndarray:
    """The block of each row: rows one below the other with one key, over rows without a key; -1 for those.

    >>> blocks(np.array([5, 5, -1, 5, 6, 5])).tolist()
    [0, 0, -1, 0, 1, 2]
    """
    at = np.flatnonzero(keys >= 0)
    block = np.full(len(keys), -1, np.int64)
    block[at] = runs(np.append(False, keys[at[1:]] != keys[at[:-1]])[:len(at)])
    return block

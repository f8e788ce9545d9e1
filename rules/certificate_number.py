"""Certificate numbers as columns: T and the holder's own number (since 2010), what a damaged number still shows, slips."""

from __future__ import annotations

import re
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules import resident_id

PREFIX = re.compile("^特|^[TＴtｔ](?=[0-9])")


def clean(text: str) -> str:
    """A certificate number as it was meant; 特 before the number is the T.

    >>> clean("t 331081189703010078"), clean("特331081189703010078"), clean("浙A042011000001")
    ('T331081189703010078', 'T331081189703010078', '浙A042011000001')
    """
    return PREFIX.sub("T", resident_id.clean(text))


class Numbers:
    """A column of certificate numbers."""

    def __init__(self, raw: pa.Array, *, allow_test_ids: bool = False):
        self.raw = raw
        self.allow_test_ids = allow_test_ids

    @cached_property
    def text(self) -> pa.Array:
        """The cleaned text, null where nothing stands."""
        return resident_id.cleaned(self.raw, clean)

    @cached_property
    def known(self) -> np.ndarray:
        return self.text.is_valid().to_numpy(zero_copy_only=False)

    @cached_property
    def has_t(self) -> np.ndarray:
        """Rows whose number begins with T and 15 or 18 places: the form of a special-operation certificate."""
        return pc.fill_null(pc.match_substring_regex(self.text, "^T([0-9]{17}[0-9X]|[0-9]{15})$"), False).to_numpy(zero_copy_only=False)

    @cached_property
    def holder(self) -> resident_id.Numbers:
        """The person's number inside a T-number; null where the number has another form."""
        inside = pc.if_else(pa.array(self.has_t), pc.utf8_slice_codeunits(self.text, 1), pa.scalar(None, pa.string()))
        return resident_id.Numbers(inside, allow_test_ids=self.allow_test_ids)

    @cached_property
    def bare(self) -> resident_id.Numbers:
        """The person's number where it stands without the T."""
        shape = pc.fill_null(pc.match_substring_regex(self.text, "^([0-9]{17}[0-9X]|[0-9]{15})$"), False)
        return resident_id.Numbers(pc.if_else(shape, self.text, pa.scalar(None, pa.string())), allow_test_ids=self.allow_test_ids)


def agrees_with_remains(damaged: pa.Array, whole: pa.Array, rows: np.ndarray) -> np.ndarray:
    """Rows (of those asked) in which the readable remains of a damaged number agree with the whole one."""
    answer = np.zeros(len(rows), bool)
    for row in np.flatnonzero(rows):
        answer[row] = remains_agree(damaged[int(row)].as_py() or "", whole[int(row)].as_py())
    return answer


def remains_agree(damaged: str, whole: str) -> bool:
    """Whether what is left of a damaged number does not contradict a whole one.

    >>> remains_agree("3.3108118970301E+17", "331081189703010078"), remains_agree("331081********0078", "331081189703010078")
    (True, True)
    >>> remains_agree("331081189703010000", "331081189703010078"), remains_agree("331081199003010000", "331081189703010078")
    (True, False)
    """
    if "E" in damaged:
        shown = damaged.split("E")[0].replace(".", "")
        return whole.startswith(shown[:-1]) if len(shown) < 15 else whole.startswith(shown[:14])
    if not damaged.isdigit():
        head, tail = re.match(r"[0-9]*", damaged)[0], re.search(r"[0-9X]*$", damaged)[0]
        return whole.startswith(head) and whole.endswith(tail)
    return whole.startswith(damaged[:15])


def is_slip(one: str, other: str) -> bool:
    """Whether two numbers of one length differ as by a slip of the pen: one or two places, or two neighbours exchanged.

    >>> is_slip("331081189703010078", "331081189703010087"), is_slip("331081189703010078", "33108118970301006X")
    (True, True)
    >>> is_slip("331081189703010078", "110105189703120047")
    False
    """
    if len(one) != len(other):
        return abs(len(one) - len(other)) == 1 and _one_left_out(*sorted((one, other), key=len))
    return sum(a != b for a, b in zip(one, other, strict=True)) <= 2


def _one_left_out(short: str, long: str) -> bool:
    return any(long[:at] + long[at + 1:] == short for at in range(len(long)))

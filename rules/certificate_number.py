"""Certificate numbers as columns: T and the holder's own number (since 2010), what a damaged number still shows, slips."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import yaml

from rules import resident_id
from rules.derived import derived
from rules.words import Words

if TYPE_CHECKING:
    from rules.claims import Claims

PREFIX = re.compile("^特|^[TＴtｔ](?=[0-9])")
FORMS = tuple(                                       # of any register; T and another document is judged below
    re.compile(form["regex"])
    for form in yaml.load((Path(__file__).parent / "data" / "number_formats.yaml").read_bytes(), yaml.CSafeLoader)["certificate_numbers"]
    if form["id"] != "MEM_T_OTHER_DOC")
OTHER_DOCUMENT = re.compile(r"T(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6,20}|T\d{8,10}")        # T and a passport or a permit
OWN_COUNT = re.compile(r"\d{1,6}")                   # 编号 of a roster is often its own running number
LOST = re.compile(r"T?\d(\.\d+)?E\+?\d+|#(N/A|REF!|VALUE!|NAME\?|NULL!|DIV/0!|NUM!)|#{3,}", re.IGNORECASE)
CUT_OFF = re.compile(r"\d{15}000")
MASK = re.compile(r"[*●■×✕_?]{2,}|X{3,}")
NO_NUMBER = re.compile(r"[/\\—–_.。]+|无|暂无|没有|未提供|待补|待办|办理中|N/?A|NA|NULL|NONE|NAN", re.IGNORECASE)


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
        return resident_id.cleaned(self.raw, self._unlike, clean)

    @cached_property
    def _unlike(self) -> np.ndarray:
        """Positions of the rows whose text, before it is cleaned, is not T or nothing and 18 characters."""
        return np.flatnonzero(self.raw.is_valid().to_numpy(zero_copy_only=False) & ~resident_id.matches(self.raw, resident_id.CLEAN))

    @cached_property
    def _length(self) -> np.ndarray:
        """Bytes of each text: all rows but `_unlike` have 18, or 19 with a T."""
        return pc.fill_null(pc.binary_length(self.text), 0).to_numpy(zero_copy_only=False)

    def _like(self, length: int, shape: str) -> np.ndarray:
        """Rows of a shape, which with 18 characters is so long."""
        rows = self._length == length
        if self._unlike.size:
            rows[self._unlike] = resident_id.matches(self.text.take(pa.array(self._unlike)), shape)
        return rows

    @cached_property
    def known(self) -> np.ndarray:
        return self.text.is_valid().to_numpy(zero_copy_only=False)

    @cached_property
    def has_t(self) -> np.ndarray:
        """Rows whose number begins with T and 15 or 18 places: the form of a special-operation certificate."""
        return self._like(19, "^T([0-9]{17}[0-9X]|[0-9]{15})$")

    @cached_property
    def holder(self) -> resident_id.Numbers:
        """The person's number inside a T-number; null where the number has another form."""
        inside = pc.if_else(pa.array(self.has_t), pc.utf8_slice_codeunits(self.text, 1), pa.scalar(None, pa.string()))
        fifteen = np.flatnonzero(self.has_t & (self._length != 19))
        return resident_id.Numbers(inside, allow_test_ids=self.allow_test_ids, unlike=fifteen)

    @cached_property
    def bare(self) -> resident_id.Numbers:
        """The person's number where it stands without the T."""
        rows = self._like(18, "^([0-9]{17}[0-9X]|[0-9]{15})$")
        bare = pc.if_else(pa.array(rows), self.text, pa.scalar(None, pa.string()))
        fifteen = np.flatnonzero(rows & (self._length != 18))
        return resident_id.Numbers(bare, allow_test_ids=self.allow_test_ids, own_zeros=False, unlike=fifteen)

    @cached_property
    def words(self) -> Words:
        """The cleaned numbers that do not begin with T and 18 or 15 places as Words; all others stand as one empty text."""
        return Words(pc.if_else(pa.array(self.has_t), "", self.text))


@lru_cache(maxsize=65536)
def has_known_form(number: str) -> bool:
    """Whether a cleaned certificate number has the form of any register, or is no number that could have one.

    >>> [has_known_form(n) for n in ("T331081189703010078", "浙A042011000001", "TE12345678", "T123456789", "T33108118970301007", "JG20230001")]
    [True, True, True, True, False, False]
    """
    if OWN_COUNT.fullmatch(number) or MASK.search(number) or is_lost(number) or NO_NUMBER.fullmatch(number) or not number:
        return True
    return any(form.fullmatch(number) for form in FORMS) or OTHER_DOCUMENT.fullmatch(number) is not None


def is_lost(number: str) -> bool:
    """Whether a spreadsheet destroyed a number: scientific notation, an error value in its place, or …000 that fits no check digit.

    >>> [is_lost(number) for number in ("3.3108118970301E+17", "#N/A", "110105189703120000", "T331081189703010078")]
    [True, True, True, False]
    """
    if LOST.fullmatch(number):
        return True
    return CUT_OFF.fullmatch(number) is not None and chr(resident_id.check_character(np.array([*map(int, number[:17])]))) != "0"


@dataclass(frozen=True)
class BesideOwn:
    """The number on the certificate beside the identity number, a boolean a row. Destroyed numbers are not compared."""

    differs: np.ndarray          # it holds another whole number of a person, with or without a T
    sound: np.ndarray            # and both can be asked of a register
    is_slip: np.ndarray          # it is the identity number but for a slip
    without_t: np.ndarray        # it is the identity number and nothing else


@derived
def beside_own(claims: Claims) -> BesideOwn:
    """How the certificate number relates to the identity number; only rows in which it is not simply T and that number are looked at."""
    text, own = claims.certificate.text, claims.id
    same = pc.fill_null(pc.equal(text, pc.binary_join_element_wise("T", own.number, "")), False).to_numpy(zero_copy_only=False)
    answer = BesideOwn(*(np.zeros(claims.size, bool) for _ in range(4)))
    rows = np.flatnonzero(claims.certificate.known & own.whole & ~same)
    rows = rows[~own.lost[rows]]
    if not rows.size:
        return answer
    inside, own = (
        resident_id.Numbers(part, allow_test_ids=claims.allow_test_ids)
        for part in (pc.replace_substring_regex(text.take(pa.array(rows)), "^T([0-9])", r"\1"), own.number.take(pa.array(rows))))
    differs = inside.whole & ~inside.lost & (inside.key != own.key)
    slip = differs & ((inside.letters != own.letters).sum(axis=1) <= 2)
    near = pc.fill_null(pc.match_substring_regex(inside.text, "^([0-9]{16}|[0-9]{18})[0-9X]$"), False).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(near):                  # a place left out or put in
        slip[at] = is_slip(inside.text[at].as_py(), own.text[at].as_py())
    answer.differs[rows] = differs
    answer.sound[rows] = differs & inside.sound & own.sound
    answer.is_slip[rows] = slip
    answer.without_t[rows] = inside.whole & (inside.key == own.key) & ~claims.certificate.has_t[rows]
    return answer


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

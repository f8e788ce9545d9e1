"""Identity numbers as columns: cleaned, their form, parts and check digit (GB 11643-1999), and what a spreadsheet destroyed.

The address part is the county of registered residence when the number was given. It is never compared with the
year of birth except by rule ID12, and is no reason to call a number unsound.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cached_property

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.words import Words

WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], np.int32)
CHECK = np.frombuffer(b"10X98765432", np.uint8)       # by the weighted sum modulo 11
NAT = np.datetime64("NaT", "D")

INVISIBLE = re.compile("[\\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\u00a0\u2010-\u2015\u2212-]")
X_SIGNS = re.compile("(?<=[0-9]{17})[×✕✖ΧХⅩⅹ*]$")     # multiplication signs, Greek, Cyrillic, Roman ten
CLEAN = "^T?[0-9]{17}[0-9X]$"
SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+")
MASKED = re.compile(r"[0-9A-Z]*[*●■#Xx]{3,}[0-9A-Z]*|[0-9]+[*]+[0-9X]*")
FORMS = (                                             # documents that are no 18-digit resident number, by shape
    ("CN15", re.compile(r"[1-8]\d{5}\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}")),
    ("PR_OLD", re.compile(r"[A-Z]{3}\d{12}")),         # permanent residence card until 2023-11
    ("HRP", re.compile(r"[HM]\d{8}(\d{2})?")),         # 港澳居民来往内地通行证
    ("TWP", re.compile(r"\d{8}|\d{10}[A-Z]?")),        # 台湾居民来往大陆通行证
    ("PASSPORT", re.compile(r"(?=[A-Z0-9]*[A-Z])[A-Z0-9]{5,12}")),
)


def clean(text: str) -> str:
    """A number as it was meant: full-width characters, blanks, hyphens, invisible marks, x-like signs put right.

    >>> clean(" '33108118970301006x "), clean("33108118970301006×"), clean("３３１０８１１８９７０３０１００７８")
    ('33108118970301006X', '33108118970301006X', '331081189703010078')
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).lstrip("'‘’`＇")
    return X_SIGNS.sub("X", plain.upper())


def check_character(digits: np.ndarray) -> np.ndarray:
    """The 18th character of numbers given as rows of 17 digits, as bytes."""
    return CHECK[digits @ WEIGHTS % 11]


def upgrade(fifteen: str) -> str:
    """The 18-digit form of a 15-digit number: the century put in, the check character added.

    >>> upgrade("110105491231002")
    '11010519491231002X'
    """
    digits = np.array([int(d) for d in fifteen[:6] + "19" + fifteen[6:]], np.int32)
    return fifteen[:6] + "19" + fifteen[6:] + chr(check_character(digits))


def cleaned(text: pa.Array, tidy=clean) -> pa.Array:
    """A whole column cleaned; only what is not clean already is touched value by value."""
    odd = pc.fill_null(pc.invert(pc.match_substring_regex(text, CLEAN)), False).to_numpy(zero_copy_only=False)
    if not odd.any():
        return text
    where = np.flatnonzero(odd)
    words = Words(text.take(pa.array(where)))
    values = text.to_numpy(zero_copy_only=False).copy()
    values[where] = words.objects(lambda value: tidy(value) or None)
    return pa.array(values, pa.string())


class Numbers:
    """A column of identity numbers. Every attribute has one entry a row; a missing number is False, NaT or -1."""

    def __init__(self, raw: pa.Array, *, allow_test_ids: bool = False):
        self.raw = raw
        self.allow_test_ids = allow_test_ids

    @cached_property
    def text(self) -> pa.Array:
        """The cleaned text, null where nothing stands."""
        return cleaned(self.raw)

    @cached_property
    def known(self) -> np.ndarray:
        return self.text.is_valid().to_numpy(zero_copy_only=False)

    @cached_property
    def was_cleaned(self) -> np.ndarray:
        """Rows whose text had to be put right before it could be read."""
        return pc.fill_null(pc.not_equal(self.raw, self.text), False).to_numpy(zero_copy_only=False)

    @cached_property
    def number(self) -> pa.Array:
        """The 18 characters that the number has or, if it has 15, would have; null for every other form."""
        if not self._odd.size:
            return self.text
        values = self.text.to_numpy(zero_copy_only=False).copy()
        fifteen = self._odd[self.form[self._odd] == "CN15"]
        values[self._odd] = None
        values[fifteen] = [upgrade(self.text[int(row)].as_py()) for row in fifteen]
        return pa.array(values, pa.string())

    @cached_property
    def _odd(self) -> np.ndarray:
        """Positions of the rows that have a text which is not of 18 characters."""
        eighteen = pc.match_substring_regex(self.text, "^[0-9]{17}[0-9X]$")
        return np.flatnonzero(pc.fill_null(pc.invert(eighteen), False).to_numpy(zero_copy_only=False))

    @cached_property
    def letters(self) -> np.ndarray:
        """The 18 characters of each number as bytes (n, 18); blanks where there is no such number."""
        even = pc.fill_null(self.number, " " * 18)
        offset = even.offset * 18
        return np.frombuffer(even.buffers()[2] or b"", np.uint8)[offset: offset + 18 * len(even)].reshape(-1, 18)

    @cached_property
    def digits(self) -> np.ndarray:
        """The first 17 as numbers (n, 17), zeros where there is no such number."""
        digits = self.letters[:, :17] - np.uint8(48)
        return np.where(self.whole[:, None], digits, 0).astype(np.int32)

    @cached_property
    def whole(self) -> np.ndarray:
        """Rows that have 17 digits and a check character (18 places, or 15 upgraded)."""
        return self.number.is_valid().to_numpy(zero_copy_only=False)

    @cached_property
    def check_fits(self) -> np.ndarray:
        return self.whole & (check_character(self.digits) == self.letters[:, 17])

    @cached_property
    def born(self) -> np.ndarray:
        """Day of birth (datetime64[D]); NaT where the eight digits are no day between 1850 and 2100."""
        number = self.digits[:, 6:14] @ np.array([10**7, 10**6, 10**5, 10**4, 1000, 100, 10, 1], np.int64)
        year, month, day = number // 10000, number // 100 % 100, number % 100
        possible = self.whole & (year >= 1850) & (year < 2100) & (month >= 1) & (month <= 12) & (day >= 1) & (day <= 31)
        months = (np.where(possible, year, 1970) - 1970) * 12 + np.where(possible, month, 1) - 1
        days = months.astype("M8[M]").astype("M8[D]") + (np.where(possible, day, 1) - 1)
        same_month = days.astype("M8[M]").astype(np.int64) == months
        return np.where(possible & same_month, days, NAT)

    @cached_property
    def division(self) -> np.ndarray:
        """The six digits of the address as one number, -1 where there is no such number."""
        return np.where(self.whole, self.digits[:, :6] @ np.array([10**5, 10**4, 1000, 100, 10, 1], np.int32), -1)

    @cached_property
    def male(self) -> np.ndarray:
        """The sex that the 17th digit says (odd: male). Mask with `whole`."""
        return self.digits[:, 16] % 2 == 1

    @cached_property
    def is_test(self) -> np.ndarray:
        """Numbers of district 00, which nobody has: for tests and demonstrations."""
        return self.whole & (self.division < 10000) & (self.division >= 0)

    @cached_property
    def foreigner(self) -> np.ndarray:
        """Numbers that start with 9: permanent residence card of 2023, whose first six digits are no district."""
        return self.whole & (self.division >= 900000)

    @cached_property
    def form(self) -> np.ndarray:
        """The kind of document by shape: CN18, CN15, PR_OLD, HRP, TWP, PASSPORT, LOST, MASKED, MANY, UNREADABLE, or empty."""
        forms = np.full(len(self.text), "CN18", object)
        forms[~self.known] = ""
        texts = self.text.take(pa.array(self._odd)).to_pylist()
        raws = self.raw.take(pa.array(self._odd)).to_pylist()
        forms[self._odd] = [form_of(text, raw) for text, raw in zip(texts, raws, strict=True)]
        return forms

    @cached_property
    def lost(self) -> np.ndarray:
        """Rows whose last digits a spreadsheet destroyed: scientific notation, or …000 that fails its check digit."""
        zeros = (self.letters[:, 15:] == ord("0")).all(axis=1)
        return (self.form == "LOST") | (zeros & self.whole & ~self.check_fits)

    @cached_property
    def sound(self) -> np.ndarray:
        """Rows whose number can be asked of a register: whole, its check digit fits, its birthday exists."""
        placed = (self.division >= 100000) | (self.is_test & self.allow_test_ids)
        return self.check_fits & ~np.isnat(self.born) & placed

    @cached_property
    def key(self) -> np.ndarray:
        """A whole number for each number (int64), -1 where there is none: for grouping and joining."""
        places = 10 ** np.arange(16, -1, -1, dtype=np.int64)
        check = np.where(self.letters[:, 17] == ord("X"), 10, self.letters[:, 17].astype(np.int64) - 48)
        return np.where(self.whole, self.digits.astype(np.int64) @ places * 11 + check, -1)


def form_of(text: str, raw: str) -> str:
    if SCIENTIFIC.fullmatch(text):
        return "LOST"
    if MASKED.fullmatch(text):
        return "MASKED"
    if len(re.findall(r"\d{17}[\dXx]|\d{15}", unicodedata.normalize("NFKC", raw))) > 1:
        return "MANY"
    return next((name for name, shape in FORMS if shape.fullmatch(text)), "UNREADABLE")

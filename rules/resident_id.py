"""Identity numbers as columns: cleaned, their form, parts and check digit (GB 11643-1999), and what a spreadsheet destroyed.

The address part is the county of registered residence when the number was given. Only rules ID11 and ID13 look at
it, and it is no reason to call a number unsound.
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
DECIMALS = re.compile(r"(?<=[0-9]{15})\.0+$")          # a number cell written out by a program
CLEAN = "^T?[0-9]{17}[0-9X]$"
EIGHTEEN = "^[0-9]{17}[0-9X]$"
LEADING_T = re.compile("^[T特](?=[0-9]{17}[0-9X]$)")   # a certificate number where the person's own belongs
# Python's \d would take Arabic-Indic digits as well: all shapes below are written out for 0-9.
SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?E(\+[0-9]+|0*1[4-8])")
# Fifteen digits that hold a birthday of four-digit year are the first fifteen of eighteen.
CUT_OFF = re.compile(r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]")
MASKED = re.compile(r"[0-9A-Z]*[*●■○◆□?.…#Xx]{3,}[0-9A-Z]*|[0-9]+[*]+[0-9X]*")
WHOLE_NUMBERS = re.compile(r"[0-9]{17}[0-9Xx]|[0-9]{15}")
FORMS = (                                             # documents that are no 18-digit resident number, by shape
    ("CN15", re.compile(r"[1-8][0-9]{7}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}")),
    ("PR_OLD", re.compile(r"[A-Z]{3}[0-9]{12}")),      # permanent residence card until 2023-11
    ("HRP", re.compile(r"[HM][0-9]{8}([0-9]{2})?")),   # 港澳居民来往内地通行证
    ("TWP", re.compile(r"[0-9]{8}|[0-9]{10}[A-Z]?")),  # 台湾居民来往大陆通行证
    ("PASSPORT", re.compile(r"(?=[A-Z0-9]*[A-Z])(?=[A-Z0-9]*[0-9])[A-Z0-9]{5,12}")),
)
FORM_NAMES = (*(name for name, _ in FORMS), "LOST", "MASKED", "MANY", "UNREADABLE")
DOCUMENTS = (                                         # kinds of document by the words that people write, first match
    ("PR", re.compile("永久居留|永居")),
    ("RESIDENT", re.compile("居住证|身份证|身份号码|^身份$|户口")),
    ("TWP", re.compile("台胞证|台.*(通行证|来往)")),
    ("HRP", re.compile("回乡证|(港|澳).*(通行证|来往)")),
    ("PASSPORT", re.compile("护照|PASSPORT", re.IGNORECASE)),
)
FITTING = {"PR": ("PR_OLD",), "TWP": ("TWP",), "HRP": ("HRP",), "PASSPORT": ("PASSPORT", "TWP", "HRP", "UNREADABLE")}


def clean(text: str) -> str:
    """A number as it was meant: full-width characters, blanks, hyphens, invisible marks, x-like signs put right.

    >>> clean(" '33108118970301006x "), clean("33108118970301006×"), clean("３３１０８１１８９７０３０１００７８")
    ('33108118970301006X', '33108118970301006X', '331081189703010078')
    """
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", INVISIBLE.sub("", text))).lstrip("'‘’`＇")
    return X_SIGNS.sub("X", DECIMALS.sub("", plain.upper()))


def clean_person(text: str) -> str:
    """The same for a column of persons' numbers: the T of a certificate number in front of one does not belong there.

    >>> clean_person("T331081189703010078"), clean_person("331081189703010078.0"), clean_person("E12345678")
    ('331081189703010078', '331081189703010078', 'E12345678')
    """
    return LEADING_T.sub("", clean(text))


def document(text: str) -> str:
    """The kind of document that a word names: RESIDENT, PR, TWP, HRP, PASSPORT, OTHER; empty for no word.

    >>> [document(word) for word in ("居民身份证", "外国人永久居留身份证", "台湾居民来往大陆通行证", "港澳居民居住证", "护照", "军官证", " ")]
    ['RESIDENT', 'PR', 'TWP', 'RESIDENT', 'PASSPORT', 'OTHER', '']
    """
    if not text.strip():
        return ""
    return next((kind for kind, words in DOCUMENTS if words.search(text)), "OTHER")


def explains(kind: str, form: str) -> bool:
    """Whether a document of this kind may have a number of this form (both as `document` and `Numbers.form` name them).

    >>> explains("PASSPORT", "PASSPORT"), explains("", "PASSPORT"), explains("RESIDENT", "PASSPORT"), explains("OTHER", "UNREADABLE")
    (True, False, False, True)
    """
    return kind == "OTHER" or form in FITTING.get(kind, ())


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


def matches(text: pa.Array, shape: str) -> np.ndarray:
    """Rows whose text has a shape (a regular expression of RE2); a missing text has none."""
    return pc.fill_null(pc.match_substring_regex(text, shape), False).to_numpy(zero_copy_only=False)


def cleaned(text: pa.Array, odd: np.ndarray, tidy=clean) -> pa.Array:
    """A whole column cleaned; only the `odd` rows (positions), which have not the clean shape already, are touched value by value."""
    if not odd.size:
        return text
    words = Words(text.take(pa.array(odd)))
    return replaced(text, odd, words.objects(lambda value: tidy(value) or None))


def replaced(text: pa.Array, rows: np.ndarray, values) -> pa.Array:
    """The column with other values in some rows (positions, ascending)."""
    mask = np.zeros(len(text), bool)
    mask[rows] = True
    return pc.replace_with_mask(text, pa.array(mask), pa.array(values, pa.string()))


class Numbers:
    """A column of identity numbers. Every attribute has one entry a row; a missing number is False, NaT or -1."""

    def __init__(self, raw: pa.Array, *, allow_test_ids: bool = False, own_zeros: np.ndarray | bool = True, unlike: np.ndarray | None = None):
        """`own_zeros`: rows in which 000 at the end is the number's own, because it was kept as text (in a T-number, say).

        `unlike`: positions of the rows that have a text which is not of 18 characters, where that is known already.
        """
        self.raw = raw
        if unlike is not None:
            self._unlike = unlike
        self.allow_test_ids = allow_test_ids
        self.own_zeros = own_zeros

    @cached_property
    def text(self) -> pa.Array:
        """The cleaned text, null where nothing stands."""
        return cleaned(self.raw, self._unlike, clean_person)

    @cached_property
    def _unlike(self) -> np.ndarray:
        """Positions of the rows that have a text which is not of 18 characters before it is cleaned."""
        return np.flatnonzero(self.raw.is_valid().to_numpy(zero_copy_only=False) & ~matches(self.raw, EIGHTEEN))

    def patched(self, rows: np.ndarray, other: Numbers) -> Numbers:
        """The same column with some rows (booleans) from another, in which they are whole numbers kept as text.

        What was read of the other rows is not read again.
        """
        taken, both = pa.array(rows), Numbers(self.raw, allow_test_ids=self.allow_test_ids, own_zeros=rows | self.own_zeros)
        kept = ~rows[self._odd]
        letters, digits = self.letters.copy(), self.digits.copy()
        letters[rows], digits[rows] = other.letters[rows], other.digits[rows]
        vars(both).update(
            raw=pc.if_else(taken, other.raw, self.raw), text=pc.if_else(taken, other.text, self.text),
            number=pc.if_else(taken, other.number, self.number), letters=letters, digits=digits,
            _odd=self._odd[kept], _odd_forms=self._odd_forms[kept])
        return both

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
        fifteen = self._odd_forms == FORM_NAMES.index("CN15")
        values = np.full(len(self._odd), None, object)
        values[fifteen] = [upgrade(text) for text in self.text.take(pa.array(self._odd[fifteen])).to_pylist()]
        return replaced(self.text, self._odd, values)

    @cached_property
    def _odd(self) -> np.ndarray:
        """Positions of the rows that have a text which is not of 18 characters."""
        still = self.text.take(pa.array(self._unlike))
        return self._unlike[still.is_valid().to_numpy(zero_copy_only=False) & ~matches(still, EIGHTEEN)]

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
        forms[self._odd] = [FORM_NAMES[code] for code in self._odd_forms]
        return forms

    @cached_property
    def _odd_forms(self) -> np.ndarray:
        """The forms of the texts that are not of 18 characters, as places in FORM_NAMES."""
        if not self._odd.size:
            return np.zeros(0, np.int8)
        odd = pa.array(self._odd)
        texts = zip(self.text.take(odd).to_pylist(), self.raw.take(odd).to_pylist(), strict=True)
        return np.array([FORM_NAMES.index(form_of(text, raw)) for text, raw in texts], np.int8)

    def has_form(self, *names: str) -> np.ndarray:
        """Rows of these forms (any but CN18): cheap, because only texts of another length are looked at."""
        rows = np.zeros(len(self.text), bool)
        for name in names if self._odd.size else ():
            rows[self._odd] |= self._odd_forms == FORM_NAMES.index(name)
        return rows

    @cached_property
    def lost(self) -> np.ndarray:
        """Rows whose last digits a spreadsheet destroyed: scientific notation, or …000 that are not the number's own.

        One in eleven destroyed numbers fits its check digit by chance and would be another person's: the check digit
        alone does not clear it.
        """
        return self.has_form("LOST") | (self.ends_in_zeros & ~(self.check_fits & self.own_zeros))

    @cached_property
    def ends_in_zeros(self) -> np.ndarray:
        """Whole numbers that end in 000, as a spreadsheet leaves them, and as one genuine number in a thousand does."""
        return self.whole & (self.letters[:, 15:] == ord("0")).all(axis=1)

    @cached_property
    def sound(self) -> np.ndarray:
        """Rows whose number can be asked of a register: whole, not destroyed, its check digit fits, its birthday exists."""
        placed = (self.division >= 100000) | (self.is_test & self.allow_test_ids)
        return self.check_fits & ~self.lost & ~np.isnat(self.born) & placed

    @cached_property
    def key(self) -> np.ndarray:
        """A whole number for each number (int64), -1 where there is none: for grouping and joining."""
        places = 10 ** np.arange(16, -1, -1, dtype=np.int64)
        check = np.where(self.letters[:, 17] == ord("X"), 10, self.letters[:, 17].astype(np.int64) - 48)
        return np.where(self.whole, self.digits.astype(np.int64) @ places * 11 + check, -1)


def form_of(text: str, raw: str) -> str:
    """The form of a text that is not of 18 characters; `raw` is the same before it was cleaned.

    >>> [form_of(text, text) for text in ("3.31081E+17", "331081********0078", "33108118970301007", "H12345678", "E12345678", "#N/A")]
    ['LOST', 'MASKED', 'UNREADABLE', 'HRP', 'PASSPORT', 'UNREADABLE']
    >>> form_of("331081189703010", "331081189703010"), form_of("332623850301998", "332623850301998")
    ('LOST', 'CN15')
    >>> form_of("331081189703010078、33108118970301006X", "331081189703010078、33108118970301006X")
    'MANY'
    """
    if SCIENTIFIC.fullmatch(text) or CUT_OFF.fullmatch(text):
        return "LOST"
    if MASKED.fullmatch(text):
        return "MASKED"
    if len(WHOLE_NUMBERS.findall(unicodedata.normalize("NFKC", raw))) > 1:
        return "MANY"
    return next((name for name, shape in FORMS if shape.fullmatch(text)), "UNREADABLE")

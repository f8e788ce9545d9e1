"""mask(): numbers of persons as people may see them; fingerprint() comes with the register's cache."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

DIGIT, LAST = "[0-9０-９]", "[0-9０-９XxＸｘ×]"
# What may be a number of a person: 14 places or more in a row, also with blanks between them, as people group them; and just 18
# places with hyphens between them (two days joined by a hyphen are 16 places, and stay). The last 4 places are looked at, not hidden.
NUMBER = re.compile(
    rf"{DIGIT}(?:\s?{DIGIT}){{10,}}(?=(?:\s?{DIGIT}){{3}}\s?{LAST})"
    rf"|(?<!{DIGIT}){DIGIT}(?:[\s-]?{DIGIT}){{13}}(?=(?:[\s-]?{DIGIT}){{3}}[\s-]?{LAST}(?!{DIGIT}))")
PLACE = re.compile(DIGIT)
LONG_RUN = rf"{DIGIT}(?:[\s\x{{3000}}\x{{a0}}-]?{DIGIT}){{10}}"      # what every such run begins with, for a whole column at once
SHORTEST = 14       # a shorter text cannot hold such a run; most cells of a roster are shorter, and pass by


def mask(number: str) -> str:
    """A number with all but its last 4 places hidden.

    >>> mask("T331081189703010078"), mask("1234")
    ('***************0078', '1234')
    """
    return "*" * (len(number) - 4) + number[-4:]


def mask_text(text: str) -> str:
    """A text in which every run that may be an identity number shows its last 4 places only.

    >>> mask_text("身份证号 331081189703010078 的末位")
    '身份证号 **************0078 的末位'
    >>> mask_text("331081 18970301 0078"), mask_text("331081-18970301-006X"), mask_text("20230610-20290609")
    ('****** ******** 0078', '******-********-006X', '20230610-20290609')
    """
    if len(text) < SHORTEST:
        return text
    return NUMBER.sub(lambda match: PLACE.sub("*", match[0]), text)


def mask_texts(column: pa.Array) -> pa.Array:
    """`mask_text` of every text of a column; only those in which a number may stand are touched."""
    suspect = pc.fill_null(pc.match_substring_regex(column, LONG_RUN), False)
    if not suspect.true_count:
        return column
    return pc.replace_with_mask(column, suspect, pa.array(map(mask_text, column.filter(suspect).to_pylist()), pa.string()))


def mask_numbers(column: pa.Array) -> pa.Array:
    """`mask` of every text of a column."""
    return pa.array([text and mask(text) for text in column.to_pylist()], pa.string())

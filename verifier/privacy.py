"""mask(): numbers of persons as people may see them; fingerprint() comes with the register's cache."""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

# Fifteen or more places in a row, as identity and T-numbers have; the first of several spellings a roster may hold.
NUMBER = re.compile(r"[0-9０-９]{11,}(?=[0-9０-９]{3}[0-9０-９XxＸｘ×])")
LONG_RUN = "[0-9０-９]{11}"          # what every such run begins with, for a whole column at once
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
    """
    if len(text) < SHORTEST:
        return text
    return NUMBER.sub(lambda match: "*" * len(match[0]), text)


def mask_texts(column: pa.Array) -> pa.Array:
    """`mask_text` of every text of a column; only those in which a number may stand are touched."""
    suspect = pc.fill_null(pc.match_substring_regex(column, LONG_RUN), False)
    if not suspect.true_count:
        return column
    return pc.replace_with_mask(column, suspect, pa.array(map(mask_text, column.filter(suspect).to_pylist()), pa.string()))


def mask_numbers(column: pa.Array) -> pa.Array:
    """`mask` of every text of a column."""
    return pa.array([text and mask(text) for text in column.to_pylist()], pa.string())

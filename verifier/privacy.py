"""mask(): numbers of persons as people may see them; fingerprint() comes with the register's cache."""

from __future__ import annotations

import re

# Fifteen or more places in a row, as identity and T-numbers have; the first of several spellings a roster may hold.
NUMBER = re.compile(r"[0-9０-９]{11,}(?=[0-9０-９]{3}[0-9０-９XxＸｘ×])")


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

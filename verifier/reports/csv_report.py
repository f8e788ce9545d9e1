"""The csv: every row in file order, the sender's own columns first, then what came out. UTF-8 with mark, CRLF.

A cell that a spreadsheet might run as a formula, and a cell that begins with an apostrophe, gets one apostrophe in
front. So the original comes back by taking one leading apostrophe away, wherever there is one: `unguarded`.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from verifier.reports import wording
from verifier.results import Results

RUNS = re.compile("['\t\r\n\0]|[\\s\0\u200b-\u200f\ufeff]*[=+\\-@＝＋－＠]")     # blanks before it do not disarm a formula
COLUMNS = (
    "row", "outcome", "verdict", "flagged", "risk", "结论", "疑点与待补正", "怎么办", "可能的正常原因", "登记库",
    "register_state", "register_source", "register_asked_at",
)


def write(results: Results, roster, summary, into: Path, *, unmask: bool) -> None:
    several = results.several_sheets
    with into.open("w", encoding="utf-8-sig", errors="replace", newline="") as file:
        out = csv.writer(file, lineterminator="\r\n")
        out.writerow(map(guarded, (*(wording.shown(heading, unmask) for heading in roster.headings), *(("sheet",) if several else ()), *COLUMNS)))
        for batch in results.batches(unmask=unmask):
            out.writerows([guarded(cell) for cell in cells(row, several)] for row in batch)


def cells(row: wording.Row, several: bool) -> list[str | None]:
    return [
        *row["given"], *((row["sheet"],) if several else ()), str(row["row"]), row["outcome"], row["verdict"], "true" if row["flagged"] else "false",
        f"{row['risk']:.1f}", wording.label(row["outcome"]), one_line(wording.reasons(row)), one_line(wording.remedies(row)),
        wording.innocent(row),
        wording.register_cell(row), row["register"]["state"], row["register"]["source"], row["register"]["asked_at"],
    ]


def one_line(text: str) -> str:
    return text.replace("\n", " ")


def guarded(text: str | None) -> str:
    """The text, with an apostrophe before it where it could run, or begins with one.

    >>> guarded("=1+1"), guarded("\\t=1+1"), guarded("'a"), guarded("王五")
    ("'=1+1", "'\\t=1+1", "''a", '王五')
    """
    return f"'{text}" if text and RUNS.match(text) else text or ""


def unguarded(text: str) -> str:
    """What `guarded` was given.

    >>> [unguarded(guarded(text)) for text in ("=1+1", "'a", "a", "")]
    ['=1+1', "'a", 'a', '']
    """
    return text[1:] if text.startswith("'") else text

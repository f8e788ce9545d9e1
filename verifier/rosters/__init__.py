"""The roster door: a file that nobody made for machines goes in, a table of claims comes out, nothing is lost on the way.

`preview` shows which column is taken as what; `read` writes the table. Both parse in a child process (child.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from verifier.rosters import child, kinds
from verifier.rosters.child import ReaderKilled
from verifier.rosters.layout import Column, Layout, Limits, Preview, Refused, Roster, RosterRefused, SheetLayout, SheetPreview, Skipped

__all__ = [
    "Column", "Layout", "Limits", "Preview", "ReaderKilled", "Refused", "Roster", "RosterRefused", "SheetLayout", "SheetPreview",
    "Skipped", "preview", "read",
]

UNSHOWN = re.compile(r"[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def preview(path: Path, name: str, limits: Limits, *, remembered: Callable[[str], SheetLayout | None] | None = None) -> Preview:
    """What the file is, its sheets, and what each column is taken as. Raises RosterRefused.

    `remembered` gives what a person said before of sheets of the same shape; that is taken again, and nothing is asked.
    """
    kinds.size_allowed(path, limits)
    seen = Preview._of(child.run("preview", path, plain_name(name), limits))
    for shape in dict.fromkeys(sheet.shape for sheet in seen.sheets) if remembered else ():
        if said := remembered(shape):
            seen = seen.with_fields(shape, said.fields)
    return seen


def read(path: Path, name: str, limits: Limits, into: Path, *, layout: Layout | None = None) -> Roster:
    """Read the roster and write its table to `into` (parquet). Raises RosterRefused.

    Without a layout the columns are taken as their headings say; where only a person can say, the file is refused
    (code ambiguous_columns or headings_unsure). In the table a claim's cell is "" where the sender left it blank and
    null where that sheet has no such column.
    """
    kinds.size_allowed(path, limits)
    told = layout.to_json() if layout is not None else None
    return Roster._of(child.run("read", path, plain_name(name), limits, into=str(into.resolve()), layout=told))


def plain_name(name: str) -> str:
    """A file's name as it may be shown: its last part, one line, no marks that turn the text round.

    >>> plain_name("../../app.py"), plain_name("r\\r\\nX-Evil: 1.xlsx")
    ('app.py', 'rX-Evil: 1.xlsx')
    """
    last = re.split(r"[/\\]", UNSHOWN.sub("", name))[-1].strip()
    return last[:120] or "名册"

"""The colour of each outcome, once for the workbook, the printed page and the web pages.

Red is kept for what is flagged; what nobody has looked up yet is a quiet grey-blue. Within the reds, and between the
other hues, lightness differs too, so that neither a colour-blind reader nor a grey print depends on the hue; beside
every colour stands its word.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Colour:
    """`fill` for areas, `tint` for the ground behind dark text, `ink` for text on white or on the tint (4.5:1 or more)."""

    fill: str
    tint: str
    ink: str


OUTCOME = {
    "confirmed": Colour("#2F8F83", "#E3F2F0", "#1F655C"),
    "unchecked": Colour("#B3C2D0", "#EDF1F5", "#4A5C6D"),
    "needs_correction": Colour("#E2BE5A", "#FBF3DC", "#74550A"),
    "lapsed": Colour("#B07B2C", "#F6EBDA", "#76501A"),
    "other_register": Colour("#8C86B8", "#EEEDF6", "#545084"),
    "not_found_once": Colour("#EFA08F", "#FCEDE9", "#9A3B28"),
    "differs": Colour("#DB6450", "#FAE4E0", "#9A2C1B"),
    "not_on_register": Colour("#B8392B", "#F7DEDA", "#8E2318"),
    "implausible": Colour("#7A1A16", "#F1D9D7", "#7A1A16"),
}
FLAG = "#B8392B"               # the mark of a flagged row, whatever its outcome
MARK_FLAGGED = "#F7CFC8"       # a cell that a finding of a flagged row is about
MARK_ASKED = "#FBEBB8"         # a cell to be completed or looked at again
INK = "#1F2933"
QUIET = "#5F6C79"
LINE = "#D5DCE3"
PAPER = "#F6F8FA"

"""The result at a glance, drawn on the server: every row in file order, and a bar for each outcome.

Presentation attributes only, no style and no script, so that it stands under the strictest content policy; lengths
across are in per cent and letters in pixels, so that it reads the same on a telephone and on a desk.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence

from markupsafe import Markup, escape

from verifier.reports.colours import FLAG, INK, LINE, OUTCOME, QUIET
from verifier.verdict import Outcome

WIDE = 320                       # units across the mosaic
FEW, CELL_OF_FEW, CELL = 200, 16, 8     # few rows are drawn large
MOST_CELLS = 1_200               # beyond, a column of the picture stands for many rows
COLUMNS = 120
# from the quiet to what wants a look: the order of bars, and of the parts of a column from the bottom up
ASCENDING = (
    Outcome.CONFIRMED, Outcome.UNCHECKED, Outcome.OTHER_REGISTER, Outcome.NEEDS_CORRECTION, Outcome.LAPSED,
    Outcome.NOT_FOUND_ONCE, Outcome.DIFFERS, Outcome.NOT_ON_REGISTER, Outcome.IMPLAUSIBLE,
)


def glance(outcomes: Mapping[str, int], strip: Sequence[str], flagged: Collection[int] = (), *, english: bool = False) -> str:
    """The picture of one result, as safe markup.

    outcomes  rows of each outcome, by the contract's words.
    strip     the outcome of every row, in the order of the file; empty where only the bars are wanted.
    flagged   positions in `strip` that are flagged: they get a red edge whatever their colour.
    """
    rows = mosaic(strip, frozenset(flagged), english=english) if len(strip) else Markup("")
    return Markup('<div class="glance"><div>{}</div><div>{}</div></div>').format(bars(outcomes, english=english), rows)


def bars(outcomes: Mapping[str, int], *, english: bool = False) -> Markup:
    """A bar an outcome, its word before it and its count behind it; those that did not occur stand in grey."""
    most = max([*outcomes.values(), 1])
    line, parts = 26, []
    word_ends, bar, width_of_bar, count_at = ("56%", "58%", "24%", "84%") if english else ("31%", "33%", "43%", "78%")   # English words are longer
    said = []
    for at, outcome in enumerate(reversed(ASCENDING)):
        count, middle = outcomes.get(outcome, 0), at * line + line / 2
        word = outcome.label_en if english else outcome.label
        ink, weight = (INK, "600") if count else (QUIET, "400")
        said.append(f"{word} {count}")
        width = max(count / most * 100, 1) if count else 0
        parts.append(
            f'<text x="{word_ends}" y="{middle + 5:g}" text-anchor="end" font-size="14" fill="{ink}">{escape(word)}</text>'
            f'<svg x="{bar}" y="{middle - 8:g}" width="{width_of_bar}" height="16"><rect width="100%" height="16" rx="2" fill="#F1F4F7"/>'
            f'<rect width="{width:.2f}%" height="16" rx="2" fill="{OUTCOME[outcome].fill}"/></svg>'
            f'<text x="{count_at}" y="{middle + 5:g}" font-size="14" font-weight="{weight}" fill="{ink}">{count:,}</text>')
    height = line * len(ASCENDING)
    described = escape(("Rows by outcome: " if english else "各结论的行数：") + ("; " if english else "；").join(said))
    return Markup(f'<svg class="glance-bars" width="100%" height="{height}" role="img" aria-label="{described}">'
                  f'<title>{described}</title>{"".join(parts)}</svg>')


def mosaic(strip: Sequence[str], flagged: frozenset[int] = frozenset(), *, english: bool = False) -> Markup:
    """Every row in file order: one cell a row, or where they are too many, columns that show the shares of equal stretches."""
    if len(strip) <= MOST_CELLS:
        body, height = cells(strip, flagged)
        said = (f"All {len(strip):,} rows in the order of the file, one cell a row" if english
                else f"全部 {len(strip):,} 行，按文件中的顺序，一格一行")
        more = "; a red edge: flagged." if english else "；红边：已标记。"
    else:
        body, height = columns(strip)
        said = (f"All {len(strip):,} rows in the order of the file, each column about {len(strip) / COLUMNS:,.0f} rows" if english
                else f"全部 {len(strip):,} 行，按文件中的顺序，每一竖条约 {len(strip) / COLUMNS:,.0f} 行")
        more = ", coloured by their shares." if english else "，按各结论所占比例着色。"
    return Markup(f'<svg class="glance-rows" viewBox="0 0 {WIDE} {height}" width="100%" role="img" aria-label="{escape(said)}">'
                  f'<title>{escape(said)}</title>{body}</svg><p class="glance-said">{escape(said + more)}</p>')


def cells(strip: Sequence[str], flagged: frozenset[int]) -> tuple[str, int]:
    cell = CELL_OF_FEW if len(strip) <= FEW else CELL
    across, size, drawn = WIDE // cell, cell - 1.5, []
    for at, outcome in enumerate(strip):
        x, y = at % across * cell + 0.75, at // across * cell + 0.75
        edge = f' stroke="{FLAG}" stroke-width="1.4"' if at in flagged else ""
        drawn.append(f'<rect x="{x:g}" y="{y:g}" width="{size:g}" height="{size:g}" rx="1" fill="{OUTCOME[outcome].fill}"{edge}/>')
    return "".join(drawn), -(-len(strip) // across) * cell


def columns(strip: Sequence[str]) -> tuple[str, int]:
    height, width, drawn = 72, WIDE / COLUMNS, []
    for at in range(COLUMNS):
        part = Counter(strip[at * len(strip) // COLUMNS:(at + 1) * len(strip) // COLUMNS])
        y = float(height)
        for outcome in ASCENDING:
            share = part[outcome] / part.total() * height
            if share:
                y -= share
                drawn.append(f'<rect x="{at * width:.2f}" y="{y:.2f}" width="{width - 0.3:.2f}" height="{share:.2f}" '
                             f'fill="{OUTCOME[outcome].fill}"/>')
    drawn.append(f'<path d="M0 {height - 0.25}H{WIDE}" stroke="{LINE}" stroke-width="0.5"/>')
    return "".join(drawn), height

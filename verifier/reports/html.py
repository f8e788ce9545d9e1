"""The page: one file that needs nothing else, reads on a telephone and prints on A4. It holds no script at all."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import jinja2
import numpy as np

from verifier.reports import colours, picture, wording
from verifier.results import Results
from verifier.verdict import Outcome

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"      # also for whoever serves it
MOST = 2_000            # rows of one group; a page with more can neither be opened nor read
FOLDED = (
    Outcome.NOT_FOUND_ONCE, Outcome.NEEDS_CORRECTION, Outcome.LAPSED, Outcome.OTHER_REGISTER, Outcome.UNCHECKED, Outcome.CONFIRMED,
    Outcome.IMPLAUSIBLE, Outcome.DIFFERS, Outcome.NOT_ON_REGISTER,
)

environment = jinja2.Environment(
    loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"), autoescape=True, undefined=jinja2.StrictUndefined,
    trim_blocks=True, lstrip_blocks=True)
environment.globals.update(wording=wording, colours=colours, Outcome=Outcome)
environment.filters["thousands"] = "{:,}".format


@dataclass(frozen=True)
class Group:
    """Rows of one outcome that are not flagged."""

    outcome: Outcome
    count: int
    rows: Iterator[wording.Row]


def write(results: Results, roster, summary, into: Path, *, unmask: bool) -> None:
    page = environment.get_template("report.html").stream(
        policy=POLICY, most=MOST, roster=roster, summary=summary, unmask=unmask, register=wording.register(results), headings=roster.headings,
        picture=picture.glance(summary.outcomes, results.outcomes[results.leading], np.flatnonzero(results.flagged[results.leading]).tolist()),
        flagged=results.count(flagged=True), flagged_rows=some(results, flagged=True, unmask=unmask), groups=groups(results, unmask),
        notices=wording.notices(roster, summary, unmask=unmask),
    )
    with into.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.writelines(page)


def groups(results: Results, unmask: bool) -> Iterator[Group]:
    for outcome in FOLDED:
        if count := results.count(outcome=outcome, flagged=False):
            yield Group(outcome, count, some(results, outcome=outcome, flagged=False, unmask=unmask))


def some(results: Results, **which) -> Iterator[wording.Row]:
    return islice(wording.chosen(results, **which), MOST)

"""The json of `flask screen`, exactly as the contract has it, written as the rows come by."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import TextIO

from verifier.reports import wording
from verifier.results import Results
from verifier.verdict import Outcome

KEYS = ("row", "sheet", "outcome", "verdict", "flagged", "risk", "claim", "findings", "questions", "register", "other_register", "certificates")


def write(results: Results, roster, summary, into: Path, *, unmask: bool) -> None:
    with into.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:      # half a character stays a JSON escape
        file.write(f'{{"as_of": {text(summary.as_of)},\n "rules_version": {text(summary.rules_version)}')
        file.write(f',\n "roster": {text(of(roster, unmask))},\n "summary": {text(counts(roster, summary))}')
        listed(file, "rows", (row_of(row) for batch in results.batches(unmask=unmask) for row in batch))
        listed(file, "refused", ({**place(one, roster), "reason": wording.shown(one.reason, unmask), "code": one.code} for one in roster.refused))
        listed(file, "skipped", ({**place(one, roster), "reason": wording.shown(one.reason, unmask)} for one in roster.skipped))
        listed(file, "notices", (asdict(one) for one in wording.notices(roster, summary, unmask=unmask)))
        file.write("}\n")


def listed(file: TextIO, name: str, entries: Iterable[dict]) -> None:
    file.write(f',\n {text(name)}: [')
    for at, entry in enumerate(entries):
        file.write((",\n  " if at else "\n  ") + text(entry))
    file.write("]")


def text(value) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def of(roster, unmask: bool) -> dict:
    several = {"sheets": list(roster.sheets)} if len(roster.sheets) > 1 else {}
    return {"name": wording.shown(roster.name, unmask), "sheet": "、".join(roster.sheets), **several, "sha256": roster.sha256, "rows": roster.rows,
            "hidden_rows": roster.hidden_rows}


def counts(roster, summary) -> dict[str, int]:
    return {**{outcome.value: summary.outcomes.get(outcome, 0) for outcome in Outcome}, "flagged": summary.flagged, "refused": len(roster.refused)}


def row_of(row: wording.Row) -> dict:
    return {key: row[key] for key in KEYS if key in row and (row[key] is not None or key not in ("other_register", "certificates"))}


def place(one, roster) -> dict:
    return {"row": one.row, **({"sheet": one.sheet} if len(roster.sheets) > 1 else {})}

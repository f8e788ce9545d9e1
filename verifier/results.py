"""Results: how everybody reads what was concluded about a roster, row by row, with numbers masked unless asked otherwise."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rules import regimes
from rules.catalogue import rule_of
from rules.claim import FIELDS, KINDS, Kind
from verifier.privacy import mask, mask_numbers, mask_text, mask_texts
from verifier.verdict import ORDER, Outcome

URGENT = (Outcome.NOT_FOUND_ONCE, Outcome.NEEDS_CORRECTION, Outcome.LAPSED, Outcome.OTHER_REGISTER, Outcome.UNCHECKED)
CLAIM, GIVEN = "claim_", "given_"
HEADINGS = b"headings"          # schema metadata: the sender's own headings, as a JSON list


class Results:
    """One result file. Positions count certificates; what is listed are lines of the roster, each by its leading row."""

    def __init__(self, table: pa.Table):
        self.table = table
        self.several_sheets = len(pc.unique(table["sheet"])) > 1

    @classmethod
    def open(cls, path: Path) -> Results:
        return cls(pq.read_table(path, memory_map=True).combine_chunks())

    @property
    def headings(self) -> tuple[str, ...]:
        """The sender's own headings, in the order of `given`."""
        return tuple(json.loads((self.table.schema.metadata or {}).get(HEADINGS, b"[]")))

    @cached_property
    def given(self) -> tuple[str, ...]:
        """The columns that hold what the sender wrote, in order."""
        return tuple(name for name in self.table.column_names if name.startswith(GIVEN))

    @cached_property
    def leading(self) -> np.ndarray:
        return np.flatnonzero(self.table["leading"].to_numpy())

    def chosen(self, *, outcome: str | None = None, flagged: bool | None = None, attention_first: bool = False) -> np.ndarray:
        """Positions of the rows asked for, in file order, or flagged and risky ones first."""
        at = self.leading
        if outcome is not None:
            at = at[self.outcomes[at] == outcome]
        if flagged is not None:
            at = at[self.flagged[at] == flagged]
        if attention_first:
            at = at[np.lexsort((at, -self.risk[at], np.where(self.flagged, 0, self.urgency)[at], ~self.flagged[at]))]
        return at

    @cached_property
    def outcomes(self) -> np.ndarray:
        return np.array([word.value for word in ORDER], object)[self.table["outcome"].combine_chunks().indices.to_numpy()]

    @cached_property
    def urgency(self) -> np.ndarray:
        """How soon somebody has to act on an outcome that is not flagged: 0 first."""
        return np.array([URGENT.index(word) if word in URGENT else len(URGENT) for word in ORDER])[
            self.table["outcome"].combine_chunks().indices.to_numpy()]

    @cached_property
    def flagged(self) -> np.ndarray:
        return self.table["flagged"].to_numpy()

    @cached_property
    def risk(self) -> np.ndarray:
        return self.table["risk"].to_numpy()

    def count(self, *, outcome: str | None = None, flagged: bool | None = None) -> int:
        return len(self.chosen(outcome=outcome, flagged=flagged))

    def rows(self, *, outcome: str | None = None, flagged: bool | None = None, start: int = 0, limit: int = 50,
             attention_first: bool = False, unmask: bool = False) -> list[dict[str, Any]]:
        at = self.chosen(outcome=outcome, flagged=flagged, attention_first=attention_first)[start:start + limit]
        return self.dicts(at, unmask=unmask)

    def one(self, row: int, sheet: str | None = None, *, unmask: bool = False) -> dict[str, Any] | None:
        """The row of one line, or None. Without a sheet the first that has such a line."""
        same = pc.equal(self.table["row"], row)
        if sheet is not None:
            same = pc.and_(same, pc.equal(self.table["sheet"], sheet))
        found = np.intersect1d(np.flatnonzero(same.to_numpy()), self.leading)
        return self.dicts(found[:1], unmask=unmask)[0] if len(found) else None

    def batches(self, size: int = 5000, *, unmask: bool = False) -> Iterator[list[dict[str, Any]]]:
        """Every line in file order, some at a time."""
        for start in range(0, len(self.leading), size):
            yield self.dicts(self.leading[start:start + size], unmask=unmask)

    def dicts(self, positions: np.ndarray, *, unmask: bool) -> list[dict[str, Any]]:
        rows = self.read(positions, unmask=unmask)
        shown = [show(row, self.given, unmask=unmask) for row in rows]
        for at, row, answer in zip(positions, rows, shown, strict=True):
            if not self.several_sheets:
                del answer["sheet"]
            group = self.group(int(at), row)
            if len(group) > 1:
                parts = self.read(group, unmask=unmask)
                answer["certificates"] = [
                    {key: value for key, value in show(part, (), unmask=unmask).items() if key not in ("row", "sheet", "given")} for part in parts]
        return shown

    def read(self, positions: np.ndarray, *, unmask: bool) -> list[dict[str, Any]]:
        """Rows as they are kept; what the sender wrote and what was understood of it is masked column by column."""
        table = self.table.take(pa.array(positions, pa.int64()))
        for at, name in enumerate(() if unmask else table.column_names):
            if name.startswith((CLAIM, GIVEN)):
                hide = mask_numbers if KINDS.get(name.removeprefix(CLAIM)) is Kind.NUMBER else mask_texts
                table = table.set_column(at, name, hide(table[name].combine_chunks()))
        return table.to_pylist()

    def group(self, at: int, row: dict[str, Any]) -> np.ndarray:
        """Positions of all certificates of the line at a position."""
        if not self.has_parts:
            return np.array([at])
        first = at - row["part"]
        after = np.flatnonzero(self.parts[first + 1:first + 1 + 64] == 0)
        return np.arange(first, first + 1 + (int(after[0]) if len(after) else min(64, len(self.parts) - first - 1)))

    @cached_property
    def parts(self) -> np.ndarray:
        return self.table["part"].to_numpy()

    @cached_property
    def has_parts(self) -> bool:
        return bool(self.parts.any())


def show(row: dict[str, Any], given: Sequence[str], *, unmask: bool) -> dict[str, Any]:
    """A row, as `Results.read` gives it, as the contract words it; `given` names the sender's own columns."""
    outcome = Outcome(row["outcome"])
    hide = (lambda text: text) if unmask else mask_text
    return {
        "row": row["row"],
        "sheet": row["sheet"],
        "outcome": outcome.value,
        "outcome_label": outcome.label,
        "verdict": row["verdict"],
        "flagged": row["flagged"],
        "risk": row["risk"],
        "claim": {name: row.get(CLAIM + name) or None for name in FIELDS},
        "findings": [finding(said, hide) for said in row["findings"]],
        "questions": [finding(said, hide) for said in row["questions"]],
        "register": {
            "state": row["register_state"], "reason": row["register_reason"], "source": row["register_source"],
            "asked_at": row["register_asked_at"],
            "records": [recorded(record, unmask=unmask) | {"status": record["status"]} for record in row["register_records"]],
        },
        "other_register": regimes.describe(row["regime"]) if outcome is Outcome.OTHER_REGISTER and row["regime"] else None,
        "given": [row[name] or "" for name in given],
    }


def recorded(record: dict[str, Any], *, unmask: bool) -> dict[str, str | None]:
    fields = {name: record.get(name) for name in FIELDS}
    if unmask:
        return fields
    return {name: hidden(name, text) if text else None for name, text in fields.items()}


def hidden(name: str, text: str) -> str:
    return mask(text) if KINDS[name] is Kind.NUMBER and len(text) > 4 else mask_text(text)


def finding(said: dict[str, str], hide) -> dict[str, Any]:
    rule = rule_of(said["code"])
    return {
        "code": rule.code, "severity": rule.severity.value, "title": rule.title, "message": hide(said["message"]),
        "cells": list(rule.marks), "basis": rule.basis, "innocent": list(rule.innocent), "clears": rule.clears,
    }

"""Put rules to claims. Where anything that a rule reads is not known, its answer is unknown, never "yes"."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from rules.claim import DATES
from rules.claims import Claims
from rules.rule import Rule, Scope

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Answer:
    """What one rule says of every row: `yes` and `known` are booleans a row, and `yes` is never set where not known.

    `failed` is the error's kind where the rule itself broke: then nothing is known, and the other rules went on.
    """

    yes: np.ndarray
    known: np.ndarray
    failed: str | None = None

    def column(self) -> pd.arrays.BooleanArray:
        """True, False or NA a row."""
        return pd.arrays.BooleanArray(self.yes.copy(), ~self.known)


def ask(claims: Claims, rules: Iterable[Rule]) -> dict[str, Answer]:
    """Every rule's answer for every claim, by code; flags that a slip explains are withdrawn."""
    rules = tuple(rules)
    known = {field: claims.known(field) for field in {field for rule in rules for field in rule.reads}}
    answers = {rule.code: answer(rule, claims, known) for rule in rules}
    return withdraw(answers, rules)


def answer(rule: Rule, claims: Claims, known: Mapping[str, np.ndarray]) -> Answer:
    complete = np.logical_and.reduce([known[field] for field in rule.reads]) if rule.reads else np.ones(claims.size, bool)
    if not complete.any():          # nothing that could be flagged: whole families pass by, as register/ does without a register
        return Answer(complete, complete)
    try:
        return Answer(np.asarray(rule.question(claims), bool) & complete, complete)
    except Exception as error:      # one broken rule must not stop the others; the report names it
        log.exception("rule %s failed", rule.code)
        nothing = np.zeros(claims.size, bool)
        return Answer(nothing, nothing.copy(), type(error).__name__)


def withdraw(answers: dict[str, Answer], rules: Iterable[Rule]) -> dict[str, Answer]:
    """Take back what another flag explains as a slip, on the rows of that flag."""
    kept = dict(answers)
    for rule in rules:
        for code in rule.explains:
            if code in kept and rule.code in kept:
                kept[code] = Answer(kept[code].yes & ~answers[rule.code].yes, kept[code].known, kept[code].failed)
    return kept


def sentences(rule: Rule, claims: Claims, rows: np.ndarray) -> list[str]:
    """The rule's message for the given rows (positions), with the values of each put in."""
    if not len(rows):
        return []
    given = dict(rule.details(claims, rows)) if rule.details else {}
    values = {name: given.get(name) or shown(claims, name, rows) for name in rule.placeholders}
    return [rule.message.format(**{name: column[at] for name, column in values.items()}) for at in range(len(rows))]


def shown(claims: Claims, field: str, rows: np.ndarray) -> list[str]:
    """A field as a person reads it: days in ISO form, numbers cleaned, all else as it stands."""
    if field == "checked_on":
        return [str(claims.checked_on)] * len(rows)
    if field == "id_number":
        return ["" if text is None else text for text in claims.id.text.take(rows).to_pylist()]
    if field == "certificate_number":
        return ["" if text is None else text for text in claims.certificate.text.take(rows).to_pylist()]
    texts = claims.text[field].take(rows).to_pylist()
    if field.removeprefix("register_") in DATES:
        days = getattr(claims, field)[rows]
        return [str(day) if not np.isnat(day) else text or "" for day, text in zip(days, texts, strict=True)]
    return ["" if text is None else text for text in texts]


def flags(claims: Claims, rules: Iterable[Rule]) -> pd.DataFrame:
    """The same rows, a column for each rule that is about rows, each cell True, False or NA."""
    rules = tuple(rules)
    answers = ask(claims, rules)
    return pd.DataFrame({rule.code: answers[rule.code].column() for rule in rules if rule.scope is not Scope.NOTICE})

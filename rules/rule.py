"""Rule, Severity, Finding: what a rule is, and how it is written down (one decorated function a file)."""

from __future__ import annotations

import string
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from rules.claims import Claims


class Severity(StrEnum):
    """How much a flag weighs.

    HIGH cannot be true, and no slip explains it. MEDIUM contradicts a record or the law. LOW is unusual.
    QUESTION is no finding at all: something has to be completed or typed again before anything can be said.
    """

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    QUESTION = "question"


class Means(StrEnum):
    """The step that a flag asks for by itself. `verifier/verdict.py` alone turns it into an outcome."""

    OTHER_REGISTER = "other_register"
    NEEDS_CORRECTION = "needs_correction"
    LAPSED = "lapsed"
    DIFFERS = "differs"              # register/ only: no record agrees, and no slip explains it
    SLIP = "slip"                    # register/ only: a slip of the pen explains the difference
    OTHER_CARD = "other_card"        # register/ only: the record of this person is of another item or period, and no slip explains it
    DISPLACED = "displaced"          # the cell is another row's: no difference that rests on it counts
    UNSURE = "unsure"                # what the register was asked with may be another row's: neither a difference nor its silence counts
    REGISTER_BLANK = "register_blank"     # register/ only: the record leaves open what would have to agree
    REGISTER_LAPSED = "register_lapsed"   # register/ only: the record agrees and is past its end or missed its review


class Scope(StrEnum):
    """What a rule looks at, and to whom its flag belongs."""

    ROW = "row"
    ROSTER = "roster"                # compares rows; the flag belongs to the row
    NOTICE = "notice"                # compares rows; one notice for the file, no finding against anybody


@dataclass(frozen=True)
class Rule:
    """One question to a claim. Its examples are its tests and its page in the catalogue."""

    code: str
    title: str
    severity: Severity
    reads: tuple[str, ...]
    message: str
    basis: str
    innocent: tuple[str, ...]
    clears: str
    question: Callable[[Claims], np.ndarray]
    flagged: tuple[Any, ...]
    clear: tuple[Any, ...]
    marks: tuple[str, ...]
    fact: str
    means: Means | None
    scope: Scope
    explains: tuple[str, ...]
    details: Callable[[Claims, np.ndarray], Mapping[str, Sequence[str]]] | None

    @property
    def family(self) -> str:
        return self.question.__module__.split(".")[1]

    @property
    def why(self) -> str:
        return (self.question.__doc__ or "").strip()

    @property
    def placeholders(self) -> tuple[str, ...]:
        return tuple(name for _, name, _, _ in string.Formatter().parse(self.message) if name)


@dataclass(frozen=True)
class Finding:
    """What is odd about one row: the sentence that a person can check with their own eyes, and the cells it is about."""

    code: str
    severity: Severity
    title: str
    message: str
    cells: tuple[str, ...]
    basis: str
    innocent: tuple[str, ...]
    clears: str


def rule(
    *,
    code: str,
    title: str,
    severity: Severity,
    reads: tuple[str, ...],
    message: str,
    basis: str,
    innocent: tuple[str, ...],
    clears: str,
    flagged: tuple[Any, ...],
    clear: tuple[Any, ...],
    marks: tuple[str, ...] | None = None,
    fact: str | None = None,
    means: Means | None = None,
    scope: Scope = Scope.ROW,
    explains: tuple[str, ...] = (),
    details: Callable[[Claims, np.ndarray], Mapping[str, Sequence[str]]] | None = None,
) -> Callable[[Callable[[Claims], np.ndarray]], Rule]:
    """Make a rule of a function from columns to one boolean a row.

    reads     columns that must be known; a row in which one is not is never flagged, whatever the body computes.
    message   names fields in braces, and whatever `details` gives (texts for just the flagged rows, in their order).
    marks     the cells that the report marks; by default what is read.
    fact      what the flag rests on; two MEDIUM flags on one fact count once. By default the first column read.
    means     the step asked for by itself.
    scope     ROW; ROSTER where rows are compared; NOTICE for one notice about the file.
    explains  codes that this flag explains away: on its rows they are withdrawn, because a slip is the better reason.
    flagged, clear   ROW: claims as dicts. Otherwise: (rows, positions that are flagged), and rows of which none is.

    Examples may hold "checked_on" (ISO day, default AS_OF). Example numbers are of district 00 or born before 1900.
    """

    def of(question: Callable[[Claims], np.ndarray]) -> Rule:
        return Rule(
            code, title, severity, reads, message, basis, innocent, clears, question, flagged, clear,
            marks if marks is not None else reads, fact or (reads[0] if reads else code), means, scope, explains, details,
        )

    return of

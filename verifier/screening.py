"""Screen a table of claims: lay each beside the register, put every rule to it, conclude, and keep the result as a file.

One claim is a table of one row: there is no second path.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from rules.ask import ask, sentences
from rules.catalogue import all_rules
from rules.claim import FIELDS
from rules.claims import Claims
from rules.rule import Means, Rule, Scope, Severity
from rules.version import rules_version
from verifier import evidence
from verifier.verdict import ORDER, Conclusions, Facts, Outcome, conclude

log = logging.getLogger(__name__)

PIECE = 50_000              # rows that row rules look at together: bounds memory, costs no time
GIVEN = "given_"
FINDING = pa.struct([("code", pa.string()), ("message", pa.string())])

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Notice:
    """One thing about the whole file: which lines it is about, and how to read it."""

    code: str
    title: str
    message: str
    rows: tuple[int, ...]
    innocent: tuple[str, ...]
    clears: str


@dataclass(frozen=True)
class Summary:
    """What came out of one screening, in figures. Rows are lines of the file."""

    as_of: str
    rules_version: str
    register: str
    rows: int
    outcomes: dict[str, int]
    flagged: int
    notices: tuple[Notice, ...] = ()
    failed_rules: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> Summary:
        values = json.loads(text)
        values["notices"] = tuple(Notice(**{**n, "rows": tuple(n["rows"]), "innocent": tuple(n["innocent"])}) for n in values["notices"])
        return cls(**{**values, "failed_rules": tuple(values["failed_rules"])})


@dataclass
class Hits:
    """Where one rule is flagged: positions of rows, ascending, and the sentence for each."""

    rule: Rule
    rows: list[np.ndarray] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)

    @property
    def at(self) -> np.ndarray:
        return np.concatenate(self.rows) if self.rows else np.array([], np.int64)

    def without(self, explained: np.ndarray) -> Hits:
        """What is left when the rows of a better reason are taken away."""
        at = self.at
        keep = ~explained[at]
        return Hits(self.rule, [at[keep]], [said for said, kept in zip(self.messages, keep, strict=True) if kept])


class Asked:
    """What every rule said of a table that is judged in pieces, and which rules broke."""

    def __init__(self) -> None:
        self.hits = {rule.code: Hits(rule) for rule in all_rules()}
        self.failed: dict[str, str] = {}

    def put(self, rules: list[Rule], claims: Claims, first: int) -> None:
        """Ask rules about the rows from `first` on. A rule whose answer or sentence breaks is noted, and the others go on."""
        for code, answer in ask(claims, rules).items():
            hits, rows = self.hits[code], np.flatnonzero(answer.yes)
            try:
                said = sentences(hits.rule, claims, rows)
            except Exception as error:
                log.exception("rule %s has no sentence", code)
                self.failed[code] = type(error).__name__
                continue
            if answer.failed:
                self.failed[code] = answer.failed
            if len(rows):
                hits.messages += said
                hits.rows.append(rows + first)

    def settle(self, size: int) -> None:
        """Take back what another flag explains as a slip, and, in every row, what a broken rule might have explained."""
        for hits in tuple(self.hits.values()):
            explained = np.full(size, hits.rule.code in self.failed)
            explained[hits.at] = True
            for code in hits.rule.explains:
                if explained.any():
                    self.hits[code] = self.hits[code].without(explained)

    @property
    def heard(self) -> bool:
        """Whether the register's answer can be weighed: every rule was asked that could speak against it or for the claim."""
        return not any(self.hits[code].rule.means not in NOT_ABOUT_THE_REGISTER for code in self.failed)


NOT_ABOUT_THE_REGISTER = (None, Means.NEEDS_CORRECTION, Means.LAPSED)


@dataclass(frozen=True)
class Judged:
    """A table with everything that was concluded about its rows."""

    claims: dict[str, pa.Array]         # the fields as they were understood, one text column each
    evidence: evidence.Evidence
    hits: tuple[Hits, ...]
    conclusions: Conclusions
    notices: tuple[Hits, ...]
    failed: tuple[str, ...]


def judge(table: Mapping[str, pa.Array], *, as_of: date, extract=None, allow_test_ids: bool = False,
          progress: Progress = lambda done, total: None) -> Judged:
    """Put every rule to a table of claims (text columns by field name, and `row`, the line of the file, where there are lines) and conclude.

    `extract` is a `crawlers.extract.Extract` or None. `progress(done, total)` is called after each piece.
    """
    size = len(next(iter(table.values())))
    row_rules = [rule for rule in all_rules() if rule.scope is Scope.ROW]
    roster_rules = [rule for rule in all_rules() if rule.scope is not Scope.ROW]
    asked = Asked()
    understood: list[dict[str, pa.Array]] = []
    gathered: list[evidence.Evidence] = []
    whole_roster = Claims(table, checked_on=as_of, allow_test_ids=allow_test_ids)
    register = evidence.Register.of(extract, whole_roster.person.key, allow_test_ids=allow_test_ids) if extract is not None else None
    young = np.zeros(size, bool)

    for first in range(0, size, PIECE):
        piece = {name: column.slice(first, PIECE) for name, column in table.items()}
        claims = Claims(piece, checked_on=as_of, allow_test_ids=allow_test_ids)
        gathered.append(evidence.gather(claims, register))
        if register is not None:
            claims = Claims(piece | gathered[-1].columns, checked_on=as_of, allow_test_ids=allow_test_ids)
        asked.put(row_rules, claims, first)
        understood.append(evidence.understood(claims))
        young[first:first + PIECE] = evidence.is_young(claims, gathered[-1].asked_on)
        progress(min(first + PIECE, size), size + size // 4)
    if size > 1:
        answered = {name: pa.chunked_array([part.columns[name] for part in gathered]).combine_chunks() for name in gathered[0].columns}
        if answered:
            whole_roster = Claims(dict(table) | answered, checked_on=as_of, allow_test_ids=allow_test_ids)
        asked.put(roster_rules, whole_roster, 0)
    asked.settle(size)
    whole = evidence.Evidence.joined(gathered)
    if not asked.heard:
        whole = whole.withheld()
    hits = asked.hits.values()
    conclusions = conclude(*facts(hits, whole, young, size))
    progress(size + size // 4, size + size // 4)
    too_new = too_new_to_differ(hits, young) & whole.found
    whole.reason[too_new] = evidence.TOO_NEW
    found = [one.without(too_new) if one.rule.means is Means.OTHER_CARD else one for one in hits]
    found = [one for one in found if len(one.at)]
    return Judged(
        {name: pa.chunked_array([part[name] for part in understood]).combine_chunks() for name in understood[0]} if understood else {},
        whole, tuple(one for one in found if one.rule.scope is not Scope.NOTICE or one.rule.means), conclusions,
        tuple(one for one in found if one.rule.scope is Scope.NOTICE), tuple(sorted(asked.failed)),
    )


def too_new_to_differ(hits: Iterable[Hits], young: np.ndarray) -> np.ndarray:
    """Rows of a card so young that the register cannot know it yet and shows the one before, or another: that is no difference."""
    other_card = np.zeros(len(young), bool)
    for one in hits:
        if one.rule.means is Means.OTHER_CARD:
            other_card[one.at] = True
    return other_card & young


def facts(hits, whole: evidence.Evidence, young: np.ndarray, size: int) -> tuple[Facts, np.ndarray]:
    """The booleans that the outcome table asks for, and how many LOW findings each row has."""
    means: dict[Means, np.ndarray] = {}
    severities: dict[Severity, np.ndarray] = {}
    medium: dict[str, np.ndarray] = {}
    lows = np.zeros(size, np.int16)
    for one in hits:
        rule, at = one.rule, one.at
        if rule.means:
            means.setdefault(rule.means, np.zeros(size, bool))[at] = True
        if rule.scope is Scope.NOTICE:
            continue
        severities.setdefault(rule.severity, np.zeros(size, bool))[at] = True
        if rule.severity is Severity.MEDIUM:
            medium.setdefault(rule.fact, np.zeros(size, bool))[at[~young[at]] if rule.means is Means.OTHER_CARD else at] = True
        lows[at] += rule.severity is Severity.LOW
    count = sum((rows.astype(np.int8) for rows in medium.values()), np.zeros(size, np.int8))
    return Facts(size, means, severities, count, whole.found, whole.none_once, whole.none_twice, young), lows


def screen(table: Path, into: Path, *, as_of: date, extract=None, allow_test_ids: bool = False,
           progress: Progress = lambda done, total: None) -> Summary:
    """Screen the roster in a parquet file (see `verifier.rosters`), write the results beside it, and return the figures."""
    roster = pq.read_table(table).combine_chunks()
    columns = {name: roster[name].combine_chunks() for name in roster.column_names}
    judged = judge({name: columns[name] for name in (*FIELDS, "row") if name in columns}, as_of=as_of, extract=extract,
                   allow_test_ids=allow_test_ids, progress=progress)
    places = {name: columns[name] for name in ("sheet", "row", "part")}
    leading = leads(places, judged.conclusions)
    kept = results_table(places, leading, judged, {name: columns[name] for name in columns if name.startswith(GIVEN)})
    headings = roster.schema.metadata or {}
    pq.write_table(kept.replace_schema_metadata(headings), into, compression="zstd")
    outcome = judged.conclusions.outcome[leading]
    return Summary(
        as_of=as_of.isoformat(), rules_version=rules_version(), register=extract.source if extract else "",
        rows=int(leading.sum()), outcomes={word.value: int((outcome == at).sum()) for at, word in enumerate(ORDER)},
        flagged=int(judged.conclusions.flagged[leading].sum()),
        notices=tuple(notice(one, columns["row"]) for one in judged.notices), failed_rules=judged.failed,
    )


def notice(hits: Hits, lines: pa.Array) -> Notice:
    rule = hits.rule
    rows = tuple(dict.fromkeys(lines.take(pa.array(hits.at)).to_pylist()))
    return Notice(rule.code, rule.title, hits.messages[0], rows, rule.innocent, rule.clears)


def leads(places: Mapping[str, pa.Array], conclusions: Conclusions) -> np.ndarray:
    """Which row stands for its line: the only one, or where a line holds several certificates the one that needs attention most."""
    part = places["part"].to_numpy()
    leading = part == 0
    for last in np.flatnonzero((part > 0) & np.append(part[1:] == 0, True)):
        group = np.arange(last - part[last], last + 1)
        leading[group] = False
        leading[group[np.lexsort((-conclusions.risk[group], ~conclusions.flagged[group]))[0]]] = True
    return leading


def results_table(places, leading: np.ndarray, judged: Judged, given: Mapping[str, pa.Array]) -> pa.Table:
    size = len(leading)
    conclusions = judged.conclusions
    asked = [one for one in judged.hits if one.rule.severity is Severity.QUESTION or one.rule.scope is Scope.NOTICE]
    odd = [one for one in judged.hits if one not in asked]
    return pa.table({
        **places,
        "leading": pa.array(leading),
        "outcome": pa.DictionaryArray.from_arrays(pa.array(conclusions.outcome), pa.array([word.value for word in ORDER])),
        "verdict": pa.array(conclusions.verdict, pa.string()),
        "flagged": pa.array(conclusions.flagged),
        "risk": pa.array(conclusions.risk),
        "findings": listed(odd, size),
        "questions": listed(asked, size),
        "regime": judged.evidence.regime,
        **judged.evidence.answers(),
        **{f"claim_{name}": column for name, column in judged.claims.items()},
        **given,
    })


SEVERITY_ORDER = {severity: at for at, severity in enumerate(Severity)}


def listed(hits: list[Hits], size: int) -> pa.ListArray:
    """Findings a row as lists, the gravest first."""
    hits = sorted(hits, key=lambda one: (SEVERITY_ORDER[one.rule.severity], one.rule.code))
    rows = np.concatenate([one.at for one in hits]) if hits else np.array([], np.int64)
    order = np.argsort(rows, kind="stable")
    codes = pa.array([one.rule.code for one in hits for _ in one.messages], pa.string()).take(pa.array(order))
    messages = pa.array([said for one in hits for said in one.messages], pa.string()).take(pa.array(order))
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.StructArray.from_arrays([codes, messages], fields=list(FINDING)))


def outcomes_of(judged: Judged) -> list[Outcome]:
    return [ORDER[code] for code in judged.conclusions.outcome]

"""What a register answered, laid beside each claim: the one place where a register's words and a certificate's words meet.

A register that was not asked, or did not answer, leaves its columns empty, not false.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from crawlers.extract import FIELDS as RECORD_FIELDS
from crawlers.extract import Extract
from rules import issuers, names, records, regimes, validity
from rules.claim import DATES
from rules.claim import FIELDS as CLAIM_FIELDS
from rules.claims import Claims
from rules.resident_id import Numbers

MANY = 100                                  # one record in so many without a readable number: the extract cannot say "none" of anybody
ISSUING_DELAY = np.timedelta64(10, "D")     # certificates.md 0.1 fact 9: uploads take days; a setting of the lookups to come
MOST_RECORDS = 200                          # of one person that are compared; more is no person, and bounds the work
RECORD = pa.struct([(name, pa.string()) for name in RECORD_FIELDS])

NOT_ASKED, FOUND, NOT_FOUND, UNAVAILABLE = 0, 1, 2, 3
STATES = pa.array(["not_asked", "found", "not_found", "unavailable"])
REASONS = (
    "本次没有向登记库查询",
    "",
    "登记库数据中没有此人的记录",
    "身份证件号码缺失或有误，补正后才能查询",
    "所用登记库数据不覆盖该证的签发地区",
    "登记库数据中有此人的其他记录；这张证书很新，可能尚未收入",
    "登记库数据中有号码缺失、遮盖或损坏的记录，其中可能有此人，查不到不能作为依据",
    "有比对规则没有运行成功，登记库的答复本次不作依据，请重新核验",
)
TOO_NEW, WITHHELD = 5, 7


@dataclass(frozen=True)
class Register:
    """The records of one extract that concern one roster, sorted by person."""

    source: str
    day: date
    covers: tuple[str, ...]
    fields: frozenset[str]          # what the extract tells of: an absent column says nothing
    keys: np.ndarray
    records: pa.Table
    unread: frozenset[str] | None = frozenset()      # folded names of records without a readable number; None where they are many

    @classmethod
    def of(cls, extract: Extract, persons: np.ndarray, *, allow_test_ids: bool) -> Register:
        """Read the extract once, in batches, and keep the records of the persons asked for (their keys, int64)."""
        wanted = np.unique(persons[persons >= 0])
        keys, kept = [np.array([], np.int64)], []
        size, unread = 0, []
        for batch in extract.batches():
            numbers, unreadable = persons_of(batch, allow_test_ids)
            size += len(numbers)
            unread += batch["name"].filter(pa.array(unreadable)).to_pylist()
            at = np.searchsorted(wanted, numbers)
            rows = np.flatnonzero(wanted[np.minimum(at, len(wanted) - 1)] == numbers) if len(wanted) else np.array([], np.int64)
            keys.append(numbers[rows])
            kept.append(pa.table(batch).take(pa.array(rows)))
        every = np.concatenate(keys)
        order = np.argsort(every, kind="stable")
        empty = pa.table({name: pa.array([], pa.string()) for name in RECORD_FIELDS})
        records = pa.concat_tables([empty, *kept]).take(pa.array(order))
        hidden = any(not name or names.ANY in names.readable(names.fold(name)) for name in unread)
        folded = None if hidden or len(unread) * MANY > size else frozenset(map(names.fold, unread))
        return cls(extract.source, extract.day, extract.covers, frozenset(extract.columns), every[order], records, folded)

    def can_say_none(self, claims: Claims) -> np.ndarray:
        """Rows of which the absence of a record says something: none of the records without a readable number may be theirs."""
        if self.unread is None:
            return np.zeros(claims.size, bool)
        if not self.unread:
            return np.ones(claims.size, bool)
        return claims.filled("name") & ~claims.name.each(lambda name: names.fold(name) in self.unread)


def persons_of(batch: dict[str, pa.Array], allow_test_ids: bool) -> tuple[np.ndarray, np.ndarray]:
    """The key of each record's person, and where there is none: a number masked or destroyed that its T-number does not repair."""
    numbers = Numbers(batch["id_number"], allow_test_ids=allow_test_ids)
    keys = numbers.key.copy()
    damaged = np.flatnonzero((keys < 0) | numbers.lost | numbers.has_form("MASKED"))
    unreadable = np.zeros(len(keys), bool)
    if len(damaged):
        at = pa.array(damaged)
        both = {name: batch[name].take(at) for name in ("id_number", "certificate_number")}
        person = Claims(both, checked_on=date.min, allow_test_ids=allow_test_ids).person
        keys[damaged] = np.where(person.sound, person.key, -1)
        unreadable[damaged] = ~person.sound
    return keys, unreadable


@dataclass(frozen=True)
class Evidence:
    """Columns, one entry a row: what the register answered and, where it found the person, the record that fits the claim best."""

    state: np.ndarray               # NOT_ASKED, FOUND, NOT_FOUND, UNAVAILABLE
    reason: np.ndarray              # position in REASONS
    asked_on: date | None
    source: str
    columns: dict[str, pa.Array]    # register_<field> of the best record; empty without a register
    records: pa.ListArray           # every record of the person
    regime: np.ndarray              # whose paper it is, where it is another register's

    @property
    def found(self) -> np.ndarray:
        return self.state == FOUND

    @property
    def none_once(self) -> np.ndarray:
        return self.state == NOT_FOUND

    @property
    def none_twice(self) -> np.ndarray:
        """Two extracts, or two answers on two days, come with the register's own lookups; one extract is one answer."""
        return np.zeros(len(self.state), bool)

    @classmethod
    def joined(cls, parts: list[Evidence]) -> Evidence:
        if len(parts) == 1:
            return parts[0]
        return cls(
            np.concatenate([part.state for part in parts]), np.concatenate([part.reason for part in parts]), parts[0].asked_on, parts[0].source,
            {}, pa.chunked_array([part.records for part in parts]).combine_chunks(), np.concatenate([part.regime for part in parts]))

    def withheld(self) -> Evidence:
        """The same with every answer put aside: a rule that would have weighed it broke, so it says neither yes nor no."""
        answered = self.state != NOT_ASKED
        return replace(self, state=np.where(answered, UNAVAILABLE, self.state), reason=np.where(answered, WITHHELD, self.reason))

    def answers(self) -> dict[str, pa.Array]:
        """The register's part of a result: state, reason, source, day and records."""
        asked = pa.array(self.state != NOT_ASKED)
        nothing = pa.scalar(None, pa.string())
        return {
            "register_state": pa.DictionaryArray.from_arrays(pa.array(self.state, pa.int8()), STATES),
            "register_reason": pa.DictionaryArray.from_arrays(pa.array(self.reason, pa.int8()), pa.array(REASONS)),
            "register_source": pc.if_else(asked, pa.scalar(self.source), nothing),
            "register_asked_at": pc.if_else(asked, pa.scalar(self.asked_on.isoformat() if self.asked_on else ""), nothing),
            "register_records": self.records,
        }


def gather(claims: Claims, register: Register | None) -> Evidence:
    """Lay the register's answer beside each claim."""
    regime = regimes.column(claims)
    sound = claims.person.sound
    if register is None:
        reason = np.where(sound, 0, 3)
        return Evidence(np.full(claims.size, NOT_ASKED), reason, None, "", {}, no_records(claims.size), regime)
    keys = np.where(sound, claims.person.key, -1)
    first = np.searchsorted(register.keys, keys, "left")
    count = np.searchsorted(register.keys, keys, "right") - first
    covered = covers(claims, register.covers)
    readable = register.can_say_none(claims)
    state = np.where(sound & (count > 0), FOUND, np.where(sound & covered & readable, NOT_FOUND, NOT_ASKED))
    reason = np.where(state == NOT_ASKED, np.where(sound, np.where(covered, 6, 4), 3), state)
    best = best_record(claims, register, first, np.where(state == FOUND, count, 0))
    at = pa.array(best, pa.int64(), mask=state != FOUND)
    blank = pa.array(np.where(state == FOUND, "", None), pa.string())       # a record that leaves a field empty, as against no record
    columns = {f"register_{name}": pc.coalesce(register.records[name].combine_chunks().take(at), blank)
               for name in RECORD_FIELDS if name in CLAIM_FIELDS and name in register.fields}
    if "register_reviewed_on" in columns:
        columns["register_reviewed_on"] = review_told(columns, register.day)
    return Evidence(state, reason, register.day, register.source, columns, all_records(register, first, np.where(state == FOUND, count, 0)), regime)


def review_told(columns: dict[str, pa.Array], day: date) -> pa.Array:
    """The reviews recorded; null, which says nothing, where the register's day is too early to show one that fell due."""
    record = Claims({name: columns[name] for name in ("register_review_due", "register_reviewed_on") if name in columns}, checked_on=day)
    too_early = ~record.known("register_reviewed_on") & (record.register_review_due + validity.REVIEW_PENDING >= record.checked_on)
    return pc.if_else(pa.array(too_early), pa.scalar(None, pa.string()), columns["register_reviewed_on"])


def covers(claims: Claims, provinces: tuple[str, ...]) -> np.ndarray:
    """Rows whose card was issued in a province that the extract covers; all rows where it covers the country."""
    if not provinces:
        return np.ones(claims.size, bool)
    return claims.filled("issuer") & claims.issuer.each(lambda text: issuers.judge(text).code2 in provinces)


def best_record(claims: Claims, register: Register, first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The position of the record that fits each claim best: same item, same name, in force, same end, the latest end, a review recorded.

    Registers hold near-duplicates that differ in the review alone, one of them without it (national-lookup.md 4.5).
    """
    best, score = first.copy(), np.full(claims.size, -1, np.int64)
    if not count.any():
        return best
    record = Claims({name: register.records[name] for name in ("name", "item", "valid_until", "reviewed_on")}, checked_on=claims.checked_on.item())
    ends, reviewed = record.valid_until, record.known("reviewed_on")
    for step in range(min(int(count.max()), MOST_RECORDS)):
        rows = np.flatnonzero(count > step)
        at = first[rows] + step
        end = ends[at]
        fit = fits(claims, rows, record, at, "item", records.same_item)
        fit = fit * 3 + name_fit(claims, rows, record, at, count)
        fit = fit * 2 + (end >= claims.checked_on)
        fit = fit * 2 + (np.abs(end - claims.valid_until[rows]) <= np.timedelta64(1, "D"))
        fit = fit * 1_000_000 + np.where(np.isnat(end), 0, end.astype(np.int64) + 100_000)
        fit = fit * 2 + reviewed[at]
        better = fit > score[rows]
        best[rows[better]], score[rows[better]] = at[better], fit[better]
    return best


FIT = {"same": 2, "slip": 1, "unclear": 1, "differs": 0}


def fits(claims: Claims, rows: np.ndarray, record: Claims, at: np.ndarray, field: str, compare: Callable[[str, str], str]) -> np.ndarray:
    """2 where claim and record agree in a field, 1 where it is open, 0 where they differ; asked once of each pair of texts."""
    claimed, recorded = getattr(claims, field), getattr(record, field)
    pairs = claimed.codes[rows].astype(np.int64) * len(recorded.values) + recorded.codes[at]
    distinct, back = np.unique(pairs, return_inverse=True)
    fit = [FIT[compare(claimed.values[pair // len(recorded.values)], recorded.values[pair % len(recorded.values)])] for pair in distinct.tolist()]
    return np.where(claims.filled(field)[rows] & record.filled(field)[at], np.array(fit, np.int64)[back], 1)


def name_fit(claims: Claims, rows: np.ndarray, record: Claims, at: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The same of the name, for persons of several records: a name that was changed stands on the later ones only."""
    answer = np.ones(len(rows), np.int64)
    several = np.flatnonzero(count[rows] > 1)
    if len(several):
        answer[several] = fits(claims, rows[several], record, at[several], "name", names.same)
    return answer


def all_records(register: Register, first: np.ndarray, count: np.ndarray) -> pa.ListArray:
    count = np.minimum(count, MOST_RECORDS)
    offsets = np.concatenate([[0], np.cumsum(count)]).astype(np.int32)
    flat = np.repeat(first - offsets[:-1], count) + np.arange(offsets[-1])
    taken = register.records.take(pa.array(flat))
    values = pa.StructArray.from_arrays([taken[name].combine_chunks() for name in RECORD_FIELDS], fields=list(RECORD))
    return pa.ListArray.from_arrays(pa.array(offsets), values)


def no_records(size: int) -> pa.ListArray:
    return pa.ListArray.from_arrays(pa.array(np.zeros(size + 1, np.int32)), pa.array([], RECORD))


def is_young(claims: Claims, asked_on: date | None) -> np.ndarray:
    """Rows whose card is younger than the issuing delay on the day that the register speaks of: its silence says nothing yet."""
    day = np.datetime64(asked_on, "D") if asked_on else claims.checked_on
    reckoned = validity.look_up(validity.SIX_BACK, claims.valid_until)
    renewal = np.abs((reckoned - claims.register_valid_until).astype(np.int64)) <= validity.EARLY
    reckoned = np.where((reckoned <= claims.checked_on) | renewal & ~np.isnat(claims.register_valid_until), reckoned, validity.NAT)
    begun = np.where(np.isnat(claims.valid_from), reckoned, claims.valid_from)
    issued = np.fmax(begun, claims.first_issued)
    return (issued > day - ISSUING_DELAY) & (issued <= claims.checked_on + validity.EARLY)


BLANKS_BETWEEN_HAN = re.compile("(?<=[\u3400-\u9fff\U00020000-\U0003ffff])\\s+(?=[\u3400-\u9fff\U00020000-\U0003ffff])")


def tidy_name(name: str) -> str:
    """A name without the blanks that are put between two characters to make columns even."""
    return BLANKS_BETWEEN_HAN.sub("", name)


def understood(claims: Claims) -> dict[str, pa.Array]:
    """The fields of each claim as they were read: numbers cleaned and repaired, days in ISO form, names without stray blanks."""
    fields = {name: claims.text[name] for name in CLAIM_FIELDS if claims.has(name)}
    if "name" in fields:
        fields["name"] = pc.if_else(fields["name"].is_valid(), pa.array(claims.name.objects(tidy_name), pa.string()), pa.scalar(None, pa.string()))
    if claims.has("id_number") or claims.has("certificate_number"):
        fields["id_number"] = claims.person.text
    if "certificate_number" in fields:
        fields["certificate_number"] = claims.certificate.text
    for name in DATES:
        if name in fields:
            fields[name] = pa.array(getattr(claims, name)).cast(pa.date32()).cast(pa.string())
    return fields

"""From findings and the register's answer to a conclusion. The whole outcome table stands here, and nowhere else.

A conclusion is a statement about records, never about a person. Only a register that answered can say "no".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np

from rules.rule import Means, Severity


class Verdict(StrEnum):
    """Does the register bear the claim out?"""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """The nine words that a person acts on."""

    label: str
    label_en: str

    def __new__(cls, value: str, label: str, label_en: str) -> Outcome:
        member = str.__new__(cls, value)
        member._value_, member.label, member.label_en = value, label, label_en
        return member

    CONFIRMED = "confirmed", "登记一致", "On the register"
    OTHER_REGISTER = "other_register", "属其他登记库", "Another register's"
    LAPSED = "lapsed", "已失效", "Lapsed"
    NEEDS_CORRECTION = "needs_correction", "信息待更正", "Needs correction"
    DIFFERS = "differs", "登记不符", "Differs from the register"
    IMPLAUSIBLE = "implausible", "存在硬伤", "Cannot be right"
    NOT_ON_REGISTER = "not_on_register", "登记库未查到", "Not found on the register"
    NOT_FOUND_ONCE = "not_found_once", "一次未查到", "Not found once"
    UNCHECKED = "unchecked", "待核验", "Not checked yet"


ORDER = tuple(Outcome)      # the position of a word is its code in columns


@dataclass(frozen=True)
class Facts:
    """What is known of each row, as booleans a row.

    `means` and `severities` say for which rows a rule of that meaning or severity is flagged; `medium_facts` counts
    the different facts that MEDIUM findings rest on. `found`, `none_once`, `none_twice`: what the register answered
    (all False where it did not). `young`: the card is younger than the register's issuing delay.
    """

    size: int
    means: Mapping[Means, np.ndarray]
    severities: Mapping[Severity, np.ndarray]
    medium_facts: np.ndarray
    found: np.ndarray
    none_once: np.ndarray
    none_twice: np.ndarray
    young: np.ndarray
    nothing: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nothing", np.zeros(self.size, bool))

    def mean(self, what: Means) -> np.ndarray:
        return self.means.get(what, self.nothing)

    def severe(self, what: Severity) -> np.ndarray:
        return self.severities.get(what, self.nothing)


def cases(facts: Facts) -> tuple[tuple[Outcome, Verdict, np.ndarray], ...]:
    """The outcome table: the first case that holds of a row is its outcome (contract, section 1)."""
    found = facts.found
    other_card = found & facts.mean(Means.OTHER_CARD)
    too_new = other_card & facts.young          # of a card so young the register cannot know yet: it shows the one before, or another
    unsure = facts.mean(Means.UNSURE)
    contradicted = found & facts.mean(Means.DIFFERS) | other_card & ~too_new
    differs = contradicted & ~unsure
    displaced = facts.mean(Means.DISPLACED)
    slip = found & (facts.mean(Means.SLIP) | displaced) | contradicted & unsure
    agrees = found & ~differs & ~slip & ~too_new
    lapsed = facts.mean(Means.REGISTER_LAPSED)
    none = (facts.none_once | facts.none_twice) & ~unsure
    answered = found | facts.none_once | facts.none_twice
    return (
        (Outcome.OTHER_REGISTER, Verdict.UNKNOWN, facts.mean(Means.OTHER_REGISTER)),
        (Outcome.CONFIRMED, Verdict.YES, agrees & ~lapsed & ~facts.mean(Means.REGISTER_BLANK)),
        (Outcome.LAPSED, Verdict.NO, agrees & lapsed),
        (Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, slip & ~differs),
        (Outcome.DIFFERS, Verdict.NO, differs),
        (Outcome.IMPLAUSIBLE, Verdict.UNKNOWN, facts.severe(Severity.HIGH)),
        (Outcome.NOT_ON_REGISTER, Verdict.NO, none & facts.none_twice & ~facts.young),
        (Outcome.NOT_FOUND_ONCE, Verdict.UNKNOWN, none | too_new),
        (Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, facts.mean(Means.NEEDS_CORRECTION) | displaced | unsure),
        (Outcome.LAPSED, Verdict.UNKNOWN, ~answered & facts.mean(Means.LAPSED)),
        (Outcome.UNCHECKED, Verdict.UNKNOWN, ~facts.nothing),
    )


@dataclass(frozen=True)
class Conclusions:
    """Columns, one entry a row: codes into ORDER, verdicts, whether a person should look, and the order to look in."""

    outcome: np.ndarray
    verdict: np.ndarray
    flagged: np.ndarray
    risk: np.ndarray


ACCUSING = (Outcome.DIFFERS, Outcome.IMPLAUSIBLE, Outcome.NOT_ON_REGISTER)
WEIGHED = (Outcome.LAPSED, Outcome.NOT_FOUND_ONCE, Outcome.UNCHECKED)      # flagged by two MEDIUM on different facts
BASE_RISK = {
    Outcome.IMPLAUSIBLE: 70, Outcome.NOT_ON_REGISTER: 65, Outcome.DIFFERS: 60, Outcome.NOT_FOUND_ONCE: 40, Outcome.UNCHECKED: 10,
    Outcome.LAPSED: 8, Outcome.NEEDS_CORRECTION: 6, Outcome.OTHER_REGISTER: 2, Outcome.CONFIRMED: 0,
}


def conclude(facts: Facts, lows: np.ndarray) -> Conclusions:
    """Conclusions from facts. `lows` counts the LOW findings of each row: they order, and never decide."""
    outcome = np.full(facts.size, -1, np.int8)
    verdict = np.full(facts.size, Verdict.UNKNOWN.value, object)
    for word, says, holds in cases(facts):
        rows = holds & (outcome < 0)
        outcome[rows] = ORDER.index(word)
        verdict[rows] = says.value
    high = facts.severe(Severity.HIGH)
    flagged = high | np.isin(outcome, [ORDER.index(word) for word in ACCUSING])
    flagged |= (outcome == ORDER.index(Outcome.NOT_FOUND_ONCE)) & ~facts.young
    flagged |= (facts.medium_facts >= 2) & np.isin(outcome, [ORDER.index(word) for word in WEIGHED])
    base = np.array([BASE_RISK[word] for word in ORDER])[outcome]
    risk = np.minimum(base + 25.0 * high + 12.0 * facts.medium_facts + 1.5 * np.minimum(lows, 4), 100.0)
    return Conclusions(outcome, verdict, flagged, np.round(risk, 1))

"""The outcome table, case by case, and the sentence that outranks all others: only a register that answered can say no."""

import itertools

import numpy as np
import pytest

from rules.rule import Means, Severity
from verifier.verdict import ORDER, Facts, Outcome, Verdict, conclude


def concluded(*, means=(), high=False, medium=0, found=False, once=False, twice=False, young=False, lows=0):
    yes = np.array([True])
    facts = Facts(
        1, dict.fromkeys(means, yes), {Severity.HIGH: np.array([high])}, np.array([medium], np.int8),
        np.array([found]), np.array([once]), np.array([twice]), np.array([young]))
    answer = conclude(facts, np.array([lows]))
    return ORDER[answer.outcome[0]], Verdict(answer.verdict[0]), bool(answer.flagged[0]), float(answer.risk[0])


CASES = [
    (dict(), Outcome.UNCHECKED, Verdict.UNKNOWN, False),
    (dict(found=True), Outcome.CONFIRMED, Verdict.YES, False),
    (dict(found=True, high=True), Outcome.CONFIRMED, Verdict.YES, True),
    (dict(found=True, medium=3), Outcome.CONFIRMED, Verdict.YES, False),
    (dict(found=True, means=[Means.REGISTER_LAPSED]), Outcome.LAPSED, Verdict.NO, False),
    (dict(found=True, means=[Means.SLIP]), Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, False),
    (dict(found=True, means=[Means.SLIP, Means.REGISTER_LAPSED]), Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, False),
    (dict(found=True, means=[Means.SLIP, Means.DIFFERS]), Outcome.DIFFERS, Verdict.NO, True),
    (dict(found=True, means=[Means.DIFFERS]), Outcome.DIFFERS, Verdict.NO, True),
    (dict(found=True, means=[Means.OTHER_REGISTER]), Outcome.OTHER_REGISTER, Verdict.UNKNOWN, False),
    (dict(means=[Means.OTHER_REGISTER], high=True), Outcome.OTHER_REGISTER, Verdict.UNKNOWN, True),
    (dict(high=True), Outcome.IMPLAUSIBLE, Verdict.UNKNOWN, True),
    (dict(high=True, twice=True), Outcome.IMPLAUSIBLE, Verdict.UNKNOWN, True),
    (dict(twice=True), Outcome.NOT_ON_REGISTER, Verdict.NO, True),
    (dict(twice=True, young=True), Outcome.NOT_FOUND_ONCE, Verdict.UNKNOWN, False),
    (dict(once=True), Outcome.NOT_FOUND_ONCE, Verdict.UNKNOWN, True),
    (dict(once=True, young=True), Outcome.NOT_FOUND_ONCE, Verdict.UNKNOWN, False),
    (dict(once=True, means=[Means.LAPSED, Means.NEEDS_CORRECTION]), Outcome.NOT_FOUND_ONCE, Verdict.UNKNOWN, True),
    (dict(means=[Means.NEEDS_CORRECTION, Means.LAPSED]), Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, False),
    (dict(means=[Means.NEEDS_CORRECTION], medium=2), Outcome.NEEDS_CORRECTION, Verdict.UNKNOWN, False),
    (dict(means=[Means.LAPSED]), Outcome.LAPSED, Verdict.UNKNOWN, False),
    (dict(means=[Means.LAPSED], medium=2), Outcome.LAPSED, Verdict.UNKNOWN, True),
    (dict(medium=1), Outcome.UNCHECKED, Verdict.UNKNOWN, False),
    (dict(medium=2), Outcome.UNCHECKED, Verdict.UNKNOWN, True),
    (dict(means=[Means.DIFFERS, Means.SLIP, Means.REGISTER_LAPSED]), Outcome.UNCHECKED, Verdict.UNKNOWN, False),
]


@pytest.mark.parametrize("facts,outcome,verdict,flagged", CASES)
def test_first_match_wins(facts, outcome, verdict, flagged):
    assert concluded(**facts)[:3] == (outcome, verdict, flagged)


def test_every_outcome_has_a_case():
    assert {outcome for _, outcome, _, _ in CASES} == set(Outcome)


def test_without_an_answer_nothing_is_said_against_or_for_anybody():
    """Whatever the rules say, a register that did not answer gives neither yes nor no."""
    for count in range(len(Means) + 1):
        for means in itertools.combinations(Means, count):
            for high, medium in itertools.product((False, True), range(4)):
                outcome, verdict, _, _ = concluded(means=means, high=high, medium=medium)
                assert verdict is Verdict.UNKNOWN
                assert outcome not in (Outcome.CONFIRMED, Outcome.DIFFERS, Outcome.NOT_ON_REGISTER, Outcome.NOT_FOUND_ONCE)


def test_low_findings_never_flag_and_risk_stays_in_its_bounds():
    assert concluded(lows=50)[2] is False
    for facts, *_ in CASES:
        assert 0 <= concluded(**facts, lows=9)[3] <= 100


def test_the_words_shown_are_about_records_never_about_truth():
    for outcome in Outcome:
        assert not any(word in outcome.label for word in ("真", "假", "伪"))

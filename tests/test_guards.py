"""Each rule's guards bite: take one out, and an example or a labelled roster shows it.

A rule is changed as a mutation would change it: its question answers always, or never; a field is no longer asked to be
known; a better reason no longer withdraws what it explains. Every change must be seen by what the rules are tested with.
"""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from rules.ask import answer
from rules.catalogue import all_rules
from rules.rule import Rule, Severity, rule
from tests import make_honest
from tests.test_fraud import BOOK
from tests.test_honest import lines
from tests.test_rules import claims_of, rosters

RULES = all_rules()


def yes(changed: Rule, rows) -> set[int]:
    claims = claims_of(rows)
    return set(np.flatnonzero(answer(changed, claims, {field: claims.known(field) for field in changed.reads}).yes).tolist())


def examples_fail(changed: Rule) -> bool:
    """Whether the examples of a rule show that it was changed."""
    return any(yes(changed, rows) != expected for rows, expected in rosters(changed))


def flagged_over_a_hole(changed: Rule, field: str) -> bool:
    """Whether a row that is flagged in an example stays so when a cell of it is emptied."""
    for rows, expected in rosters(changed):
        for at in (at for at in expected if field in rows[at]):
            holed = [dict(row) for row in rows]
            holed[at][field] = None
            if at in yes(changed, holed):
                return True
    return False


def always(claims):
    return np.ones(claims.size, bool)


def never(claims):
    return np.zeros(claims.size, bool)


def without(one: Rule, field: str) -> Rule:
    return replace(one, reads=tuple(other for other in one.reads if other != field))


def unshown(one: Rule) -> list[str]:
    """Fields that a rule asks to be known though no flagged example has them: nothing would show that they are asked for."""
    return [field for field in one.reads if not any(field in rows[at] for rows, expected in rosters(one) for at in expected)]


@cache
def labelled() -> tuple[tuple[dict, ...], ...]:
    """All rosters that the tests judge: labelled ones, and every rule's examples."""
    fraud = [tuple({field: str(row[field]) for field in make_honest.FIELDS if field in row} for row in roster["rows"]) for roster in BOOK["rosters"]]
    honest = [{field: text for field, text in row.items() if field in make_honest.FIELDS} for row in lines(make_honest.FILE)]
    return (*fraud, tuple(honest), *(tuple(rows) for one in RULES for rows, _ in rosters(one)))


@cache
def raised(code: str) -> tuple[frozenset[int], ...]:
    """Rows of each labelled roster on which a rule is flagged before anything is withdrawn."""
    one = next(other for other in RULES if other.code == code)
    return tuple(frozenset(yes(one, rows)) for rows in labelled())


def explains_nothing(one: Rule) -> list[str]:
    """Codes that a rule says it explains, though no labelled roster has the two on one row."""
    return [code for code in one.explains if not any(mine & its for mine, its in zip(raised(one.code), raised(code), strict=True))]


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_an_answer_that_is_always_yes_or_no_is_seen(one):
    assert examples_fail(replace(one, question=always)), "a clear example is wanted in which all that is read is known"
    assert examples_fail(replace(one, question=never))
    assert not examples_fail(one)


@pytest.mark.parametrize("one", RULES, ids=lambda one: one.code)
def test_no_rule_answers_for_a_hole(one):
    assert not unshown(one)
    assert not [field for field in one.reads if flagged_over_a_hole(one, field)]


def test_what_a_rule_reads_guards_it():
    """Many bodies would answer for a hole if `reads` did not keep them from it; some compare nothing where nothing stands."""
    bite = {(one.code, field) for one in RULES for field in one.reads if flagged_over_a_hole(without(one, field), field)}
    assert len(bite) >= 5 and ("ID14", "id_number") in bite


@pytest.mark.parametrize("one", [one for one in RULES if one.explains], ids=lambda one: one.code)
def test_every_explanation_is_used(one):
    assert set(one.explains) <= {other.code for other in RULES}
    assert not explains_nothing(one)


def test_these_tests_can_fail():
    """A rule whose examples show nothing is caught by each of the three."""

    @rule(
        code="XX01", title="样例", severity=Severity.LOW, reads=("name", "item"), message="{name}", basis="无", innocent=("无",), clears="无",
        flagged=({"name": "测试甲", "sex": "男"},), clear=({"sex": "男"},))
    def sham(claims):
        """It answers always, and its examples do not show it."""
        return always(claims)

    assert not examples_fail(replace(sham, question=always, reads=("name",)))
    assert unshown(sham) == ["item"]
    named = replace(sham, reads=("name",))
    assert flagged_over_a_hole(without(named, "name"), "name") and not flagged_over_a_hole(named, "name")
    assert examples_fail(sham) and examples_fail(replace(sham, question=never))
    assert explains_nothing(replace(RULES[0], explains=("RO08", RULES[0].code))) == ["RO08"]

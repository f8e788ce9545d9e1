"""Every rule by its own examples, by the property that a hole never adds a flag, and by what its page must say."""

from datetime import date

import numpy as np
import pytest

from rules.ask import ask, sentences
from rules.catalogue import all_rules
from rules.claims import Claims
from rules.rule import Scope, Severity

AS_OF = date(2026, 11, 23)


def claims_of(rows):
    """Claims from example rows; a "checked_on" in the first sets the day."""
    rows = [dict(row) for row in rows]
    day = next((date.fromisoformat(row["checked_on"]) for row in rows if "checked_on" in row), AS_OF)
    rows = [{k: v for k, v in row.items() if k != "checked_on"} for row in rows]
    return Claims.of_rows(rows, checked_on=day, allow_test_ids=True)


def flagged_rows(rule, rows):
    claims = claims_of(rows)
    found = ask(claims, [rule])[rule.code]
    assert found.failed is None, f"{rule.code} broke: {found.failed}"
    where = np.flatnonzero(found.yes)
    said = sentences(rule, claims, where)
    assert all(sentence and "{" not in sentence for sentence in said)
    return set(where.tolist())


def rosters(rule):
    """The rule's examples as (rows, positions that must be flagged)."""
    if rule.scope is Scope.ROW:
        return [([row], {0}) for row in rule.flagged] + [([row], set()) for row in rule.clear]
    return [(rows, set(at)) for rows, at in rule.flagged] + [(rows, set()) for rows in rule.clear]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_examples(rule):
    assert rule.flagged and rule.clear, "a rule needs examples of both kinds"
    for rows, expected in rosters(rule):
        assert flagged_rows(rule, rows) == expected, (rule.code, rows)


@pytest.mark.parametrize("rule", [r for r in all_rules() if r.severity is not Severity.QUESTION], ids=lambda rule: rule.code)
def test_an_example_with_a_hole_gains_no_finding(rule):
    for rows, expected in rosters(rule):
        for at, row in enumerate(rows):
            for field in row:
                if field == "checked_on":
                    continue
                holed = [dict(other) for other in rows]
                holed[at][field] = None
                assert flagged_rows(rule, holed) <= expected, (rule.code, field, holed)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_the_page_says_what_a_clerk_needs(rule):
    assert rule.title and rule.message and rule.basis and rule.innocent and rule.clears and rule.why
    for word in ("伪造", "假证", "造假", "欺诈", "可疑人员"):
        assert word not in rule.title + rule.message, "the rule flags; a person decides"

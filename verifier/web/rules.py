"""The catalogue of rules, made from the rules themselves: what each asks, on what it rests, when it errs, examples."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_babel import gettext as _

from rules.catalogue import FAMILIES, all_rules
from rules.claim import FIELDS, LABELS
from rules.rule import Rule, Scope
from verifier.errors import NotFound
from verifier.web.words import field_label

bp = Blueprint("rules", __name__, url_prefix="/rules")


@bp.get("")
def index():
    families = [(family, _(title), members) for family, title in FAMILIES.items()
                if (members := [rule for rule in all_rules() if rule.family == family])]
    return render_template("rules.html", families=families, total=len(all_rules()))


@bp.get("/<code>")
def show(code: str):
    rule = next((rule for rule in all_rules() if rule.code == code), None)
    if rule is None:
        raise NotFound
    return render_template("rule.html", rule=rule, family=_(FAMILIES[rule.family]), message=message(rule),
                           flagged=tables(rule, rule.flagged, True), clear=tables(rule, rule.clear, False))


def message(rule: Rule) -> str:
    """The rule's sentence, with the names of fields where their values will stand."""
    return rule.message.format(**{name: f"〔{field_label(name) if name in LABELS else '…'}〕" for name in rule.placeholders})


def tables(rule: Rule, examples: tuple, flagged: bool) -> list[dict]:
    """Examples as tables: of single rows all in one, of rows that are compared one for each."""
    if rule.scope is Scope.ROW:
        return [table(examples, set(range(len(examples))) if flagged else set())] if examples else []
    return [table(example[0], set(example[1])) if flagged else table(example, set()) for example in examples]


def table(rows, marked: set[int]) -> dict:
    """The fields that occur, and the rows, each with whether the rule points at it."""
    named = {name for row in rows for name in row}
    fields = [name for name in FIELDS if name in named] + sorted(named - set(FIELDS))
    return {"fields": fields, "rows": [(row, at in marked) for at, row in enumerate(rows)]}

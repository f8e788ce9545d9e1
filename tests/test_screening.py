"""A table is judged in pieces, and nobody can tell where one ended."""

from datetime import date

import pyarrow as pa

from rules.catalogue import all_rules
from rules.claim import FIELDS
from rules.rule import Scope
from verifier import screening

EXAMPLES = [example for rule in all_rules() if rule.scope is Scope.ROW for example in (*rule.flagged, *rule.clear)]


def test_pieces_give_what_the_whole_gives(monkeypatch):
    table = {name: pa.array([example.get(name) for example in EXAMPLES], pa.string()) for name in FIELDS}
    size = len(EXAMPLES)
    place = {"sheet": pa.array([""] * size), "row": pa.array(range(size), pa.int32()), "part": pa.array([0] * size, pa.int16())}

    def judged():
        found = screening.judge(table, as_of=date(2026, 11, 23))
        return screening.results_table(place, screening.leads(place, found.conclusions), found, {}).to_pylist()

    whole = judged()
    monkeypatch.setattr(screening, "PIECE", 7)
    assert judged() == whole

"""P1 to P4: all rules on a table, and on one claim, against polars, pandas, pandera and python-stdnum."""

from __future__ import annotations

from datetime import date

import pandas as pd
import polars as pl
import pyarrow as pa

from benchmarks import peers
from benchmarks.data import claims, pieces
from benchmarks.measure import cpu, in_child, in_turn, say
from rules.ask import ask
from rules.catalogue import all_rules
from rules.claims import Claims
from rules.rule import Scope

AS_OF = date(2026, 11, 23)
ROW_RULES = [rule for rule in all_rules() if rule.scope is Scope.ROW and rule.family != "register"]
ROSTER_RULES = [rule for rule in all_rules() if rule.scope is not Scope.ROW]


def every_rule(columns: dict[str, pa.Array]) -> int:
    """From text columns to flags: row rules in pieces, rules that compare rows on the whole. The number of flags."""
    flags = 0
    for piece in pieces(columns):
        flags += sum(int(answer.yes.sum()) for answer in ask(Claims(piece, checked_on=AS_OF, allow_test_ids=True), ROW_RULES).values())
    whole = Claims(columns, checked_on=AS_OF, allow_test_ids=True)
    return flags + sum(int(answer.yes.sum()) for answer in ask(whole, ROSTER_RULES).values())


def run() -> None:
    million, fifth = claims(1_000_000), claims(200_000)
    count = len(ROW_RULES) + len(ROSTER_RULES)
    table = pl.from_arrow(pa.table(million))
    ours, theirs = in_turn(lambda: every_rule(million), lambda: peers.with_polars(table))
    say("P1", f"time a rule ({count} rules, 1M rows) / polars' time a check (12, two threads)", (ours / count) / (theirs / 12), 1.0)
    frame = pd.DataFrame({name: column.to_pandas() for name, column in fifth.items()})
    ours_fifth, in_pandas = in_turn(lambda: every_rule(fifth), lambda: peers.with_pandas(frame))
    say("P1", "the same, 200,000 rows / pandas Series", (ours_fifth / count) / (in_pandas / 12), 0.2)
    say("P1", "rows a second, all rules, clean text", 1_000_000 / ours, 300_000, unit="rows/s", more_is_better=True)
    messy = claims(1_000_000, messy=True)
    say("P1", "rows a second, all rules, messy text", 1_000_000 / in_turn(lambda: every_rule(messy), times=1)[0], unit="rows/s")
    numbers = fifth["id_number"].to_pylist()
    stdnum, = in_turn(lambda: peers.with_stdnum(numbers), times=1)
    say("P2", "all rules / python-stdnum cn.ric alone, 200,000 rows", ours_fifth / stdnum, 0.08)
    pandera, = in_turn(lambda: peers.with_pandera(frame), times=1)
    say("P3", "time a rule / pandera's time a check (12), 200,000 rows", (ours_fifth / count) / (pandera / 12), 0.3)
    one = {name: column.slice(5, 1) for name, column in fifth.items()}
    row = pl.from_arrow(pa.table(one))
    single = cpu(lambda: ask(Claims(one, checked_on=AS_OF, allow_test_ids=True), ROW_RULES), 200)
    polars = cpu(lambda: peers.with_polars(row), 100)
    say("P4", f"one claim, {len(ROW_RULES)} row rules", single, 2.0, unit="ms CPU")
    say("P4", "the same a rule / polars on one row a check", (single / len(ROW_RULES)) / (polars / 12), 0.35)
    grow()


def grow() -> None:
    code = ("import time; from benchmarks.data import claims, same_number; from benchmarks.rules import every_rule; {}; every_rule(claims(2000));"
            "columns = {}(claims({})); start = time.perf_counter(); every_rule(columns); print(time.perf_counter() - start)")
    for what, wrap, sizes, goal in (("all rules, 100,000 to 1M rows", "", (100_000, 1_000_000), 10.5),
                                    ("one number on every row, 20,000 to 200,000 rows", "same_number", (20_000, 200_000), 11)):
        (small, low), (large, high) = (in_child(code.format("pass", wrap, size)) for size in sizes)
        say("", f"growth of time, {what}", large / small, goal)
        say("", f"growth of peak memory, {what}", high / low, 10 if wrap else 3)


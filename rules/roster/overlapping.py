import numpy as np

from rules.derived import derived
from rules.groups import Groups
from rules.owners import lines
from rules.roster.periods import certificate_of
from rules.rule import Scope, Severity, rule

EARLY = 90      # days: a card may be renewed and dated before its predecessor ends
ONE = {"name": "测试甲", "id_number": "331081189703010078", "item": "低压电工作业", "valid_from": "2019-06-10", "valid_until": "2025-06-09"}


@derived
def longest_before(claims):
    """For each row the row of the same person and item that began earlier and ends last, or -1."""
    key = np.where(claims.known("valid_from") & claims.known("valid_until"), certificate_of(claims), -1)
    rows = np.flatnonzero(key >= 0)
    groups = Groups(key[rows])
    order = rows[np.lexsort((claims.valid_until[rows], claims.valid_from[rows], groups.code))]
    found = np.full(claims.size, -1, np.int64)
    if len(order) < 2:
        return found
    group = np.sort(groups.code)
    ends = claims.valid_until[order].astype(np.int64)
    reach = np.maximum.accumulate(group * 10**7 + ends + 10**6)            # later groups are always higher
    leader = np.maximum.accumulate(np.where(group * 10**7 + ends + 10**6 == reach, np.arange(len(order)), 0))
    before = order[leader[:-1]]
    same = group[1:] == group[:-1]
    found[order[1:][same]] = before[same]
    return found


def others(claims, rows):
    row = longest_before(claims)[rows]
    return {"other": lines(claims, row), "other_until": [str(day) for day in claims.valid_until[row]]}


@rule(
    code="RO09",
    title="同一项目两个有效期重叠",
    severity=Severity.LOW,
    reads=("name", "id_number", "item", "valid_from", "valid_until"),
    marks=("valid_from", "valid_until"),
    message="有效期自 {valid_from} 起，而{other}同一人同一项目的证书到 {other_until} 才届满",
    basis="期满换证的新证自原证期满之日起算",
    innocent=("有效期日期录错", "原证遗失后在外地重新考取", "提前换证"),
    clears="请对照两张证书原件核对有效期，只保留现行的一张",
    scope=Scope.ROSTER,
    details=others,
    flagged=(
        ([ONE, ONE | {"valid_from": "2021-01-01", "valid_until": "2026-12-31"}], [1]),
        ([ONE | {"valid_from": "2021-01-01", "valid_until": "2026-12-31"}, ONE], [0]),
    ),
    clear=(
        [ONE, ONE | {"valid_from": "2025-06-09", "valid_until": "2031-06-09"}],
        [ONE, ONE | {"valid_from": "2025-04-20", "valid_until": "2031-06-09"}],
        [ONE, ONE], [ONE, ONE | {"item": "高压电工作业", "valid_from": "2021-01-01", "valid_until": "2026-12-31"}],
        [ONE, ONE | {"id_number": "33108118970301006X", "valid_from": "2021-01-01", "valid_until": "2026-12-31"}],
        [ONE, ONE | {"name": "李因", "valid_from": "2021-01-01", "valid_until": "2026-12-31"}],
    ),
)
def overlapping(claims):
    """Of one item a person holds one card at a time: the next period begins where the last one ends.

    Two cards that run side by side for months are unusual, and more than once a date is wrong.
    """
    row = longest_before(claims)
    other_until, other_from = claims.valid_until[row], claims.valid_from[row]
    same_period = (other_until == claims.valid_until) & (other_from == claims.valid_from)
    return (row >= 0) & ~same_period & (claims.valid_from < other_until - EARLY)

from rules import displaced
from rules.rule import Means, Scope, Severity, rule

ONE = {"valid_from": "2023-06-10", "valid_until": "2029-06-10"}
TWO = {"valid_from": "2021-03-08", "valid_until": "2027-03-08"}
THREE = {"valid_from": "2025-01-15", "valid_until": "2031-01-15"}


@rule(
    code="RO17",
    title="有效期的一端可能是别的行的",
    severity=Severity.QUESTION,
    reads=("valid_from", "valid_until"),
    message="有效期自 {valid_from} 至 {valid_until} 长于六年；有一端与相邻的行相同、逐行递增，或与另一行的日期配成六年：疑似填充、错行或单独排序",
    basis="特种作业操作证有效期为 6 年",
    innocent=("日期从上一行拖拽填充", "只排序了日期一列", "两行的日期互换"),
    clears="请对照证书原件逐行更正起止日期",
    scope=Scope.ROSTER,
    means=Means.DISPLACED,
    explains=("CT11", "CT12"),
    flagged=(
        ([ONE, TWO | {"valid_until": "2029-06-10"}, THREE], [1]),                                        # filled down
        ([ONE, TWO | {"valid_until": "2031-01-15"}, THREE | {"valid_until": "2027-03-08"}], [1]),          # exchanged
        ([ONE, THREE, TWO,
          ONE | {"valid_until": "2031-06-10"}, TWO | {"valid_until": "2032-06-10"}, THREE | {"valid_until": "2033-06-10"}], [3, 4, 5]),
    ),
    clear=(
        [ONE, TWO, THREE],
        [ONE, TWO | {"valid_until": "2041-03-08"}, THREE],
        [ONE, THREE, TWO | {"valid_until": "2029-06-10"}],        # the same end, but not from a neighbour
    ),
)
def periods_displaced(claims):
    """A period that is too long because one end was filled down, or belongs to another row, was never on a card."""
    return displaced.periods(claims)

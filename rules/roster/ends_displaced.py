from rules import displaced
from rules.rule import Means, Scope, Severity, rule

ONE = {"valid_until": "2029-06-10", "register_valid_until": "2029-06-10"}
TWO = {"valid_until": "2027-03-08", "register_valid_until": "2027-03-08"}
THREE = {"valid_until": "2031-01-15", "register_valid_until": "2031-01-15"}


@rule(
    code="RO18",
    title="有效期结束日期可能是别的行的",
    severity=Severity.QUESTION,
    reads=("valid_until", "register_valid_until"),
    message="所报有效期至 {valid_until}，登记库为 {register_valid_until}；与相邻的行相同、逐行递增，或属于另一错位的行：疑似填充、错行或单独排序",
    basis="安监总局令第30号第十九条；应急管理部令第19号（有效期以登记为准）",
    innocent=("日期从上一行拖拽填充", "只排序了日期一列", "两行的日期互换"),
    clears="请按操作证原件更正有效期",
    scope=Scope.ROSTER,
    means=Means.DISPLACED,
    explains=("RG05",),
    flagged=(
        ([ONE, TWO | {"valid_until": "2029-06-10"}, THREE], [1]),
        ([ONE, TWO | {"valid_until": "2031-01-15"}, THREE | {"valid_until": "2027-03-08"}], [1]),
    ),
    clear=([ONE, TWO, THREE], [ONE, TWO | {"valid_until": "2033-12-31"}, THREE], [ONE, THREE, TWO | {"valid_until": "2029-06-10"}]),
)
def ends_displaced(claims):
    """An end that is not the register's, but a neighbour's or another displaced row's, is a slip of the file."""
    return displaced.ends(claims)

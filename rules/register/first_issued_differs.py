import numpy as np

from rules.rule import Severity, rule


@rule(
    code="RG13",
    title="初领日期与登记不同",
    severity=Severity.LOW,
    reads=("first_issued", "register_first_issued"),
    message="所报初领日期 {first_issued}，登记库为 {register_first_issued}",
    basis="初领日期以登记为准；不同不等于证件不实",
    innocent=("填了换证日期或发证日期", "录入差错"),
    clears="请按操作证原件更正初领日期",
    flagged=({"first_issued": "2020-06-10", "register_first_issued": "2014-06-10"},),
    clear=({"first_issued": "2020-06-10", "register_first_issued": "2020-06-11"},),
)
def first_issued_differs(claims):
    """Another first day than the register's is a note; many rosters hold the day of the last renewal there."""
    return np.abs(claims.first_issued - claims.register_first_issued) > np.timedelta64(1, "D")

from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG05",
    title="有效期与登记不符",
    severity=Severity.MEDIUM,
    reads=("valid_until", "register_valid_until"),
    message="所报有效期至 {valid_until}，登记库为 {register_valid_until}",
    basis="安监总局令第30号第十九条；应急管理部令第19号（有效期以登记为准）",
    innocent=("花名册抄自另一张证件", "换证后尚未更新登记"),
    clears="请出示操作证原件或电子证照核对有效期",
    means=Means.OTHER_CARD,
    fact="register_valid_until",
    flagged=({"valid_until": "2032-06-10", "register_valid_until": "2026-06-10"},
             {"valid_from": "2023-06-10", "valid_until": "2027-01-31", "register_valid_from": "2023-06-10", "register_valid_until": "2029-06-10"}),
    clear=({"valid_until": "2029-06-10", "register_valid_until": "2029-06-10"}, {"valid_until": "2029-06-09", "register_valid_until": "2029-06-10"},
           {"valid_until": "2028-06-10", "register_valid_until": "2029-06-10"},
           {"valid_from": "2018-06-10", "valid_until": "2024-06-10", "register_valid_from": "2024-06-10", "register_valid_until": "2030-06-10"}),
)
def end_differs(claims):
    """The end date is not the register's (one day of slack), no slip explains it, and it is no card before a renewal."""
    return records.end(claims) == "differs"

from rules import validity
from rules.rule import Means, Severity, rule


@rule(
    code="CT12",
    title="有效期超过六年，像是笔误",
    severity=Severity.LOW,
    reads=("valid_from", "valid_until"),
    message="有效期自 {valid_from} 至 {valid_until}，长于六年；请核对年份，以及起始日是否填成了初领或发证日期",
    basis="特种作业操作证有效期为 6 年（安监总局令第30号第十九条、应急管理部令第19号）",
    innocent=("年、月或日错了一位，或两位颠倒", "起始日一栏填的是初领日期，其后换过证", "发证日期早于有效期的开始"),
    clears="请照证书原件更正起止日期",
    means=Means.NEEDS_CORRECTION,
    flagged=(
        {"valid_from": "2023-06-10", "valid_until": "2039-06-10"},
        {"valid_from": "2013-06-10", "valid_until": "2029-06-09"},
        {"valid_from": "2023-06-10", "valid_until": "2092-06-10"},
        {"valid_from": "2012-05-01", "valid_until": "2030-05-01"},
    ),
    clear=(
        {"valid_from": "2023-06-10", "valid_until": "2029-06-10"},
        {"valid_from": "2023-06-10", "valid_until": "2043-06-10"},
        {"valid_from": "2029-06-10", "valid_until": "2023-06-10"},
        {"valid_from": "2014-03-01", "valid_until": "2020-09-01"},        # carried forward in the epidemic
    ),
)
def period_slip(claims):
    """A period that is too long but becomes lawful by one correction is a slip of the pen."""
    return validity.too_long_by_slip(claims) & ~validity.too_long_by_law(claims)

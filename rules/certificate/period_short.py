from rules import validity
from rules.rule import Severity, rule


@rule(
    code="CT13",
    title="有效期短于六年",
    severity=Severity.LOW,
    reads=("valid_from", "valid_until"),
    message="有效期自 {valid_from} 至 {valid_until}，短于六年",
    basis="特种作业操作证有效期为 6 年（安监总局令第30号第十九条、应急管理部令第19号）；到退休年龄的可能更短",
    innocent=("有效期只到法定退休年龄", "起始日一栏填的是领证或打印日期", "日期抄错一位"),
    clears="请照证书原件核对起止日期",
    flagged=(
        {"valid_from": "2023-06-10", "valid_until": "2028-06-10"},
        {"valid_from": "2023-06-10", "valid_until": "2029-06-07"},
        {"valid_from": "2023-06-10", "valid_until": "2023-06-10"},
    ),
    clear=(
        {"valid_from": "2023-06-10", "valid_until": "2029-06-09"},
        {"valid_from": "2023-06-10", "valid_until": "2029-06-08"},
        {"valid_from": "2020-02-29", "valid_until": "2026-02-27"},
        {"valid_from": "2023-06-10", "valid_until": "2039-06-10"},
        {"valid_from": "2029-06-10", "valid_until": "2023-06-10"},
        {"valid_from": "2023-06-10", "valid_until": "2026-06-09"},        # three years: CT29
    ),
)
def period_short(claims):
    """A shorter period is allowed (an age limit) but rare enough to be looked at again."""
    short = claims.valid_until < validity.latest_end(claims.valid_from) + validity.ENDS[0]
    return short & (claims.valid_until >= claims.valid_from) & ~validity.is_three_years(claims)

from rules.rule import Means, Severity, rule


@rule(
    code="CT28",
    title="有效期的起止日期颠倒",
    severity=Severity.QUESTION,
    reads=("valid_from", "valid_until"),
    message="起止日期是否颠倒？有效期自 {valid_from} 至 {valid_until}，结束早于开始",
    basis="有效期的结束日期在开始日期之后",
    innocent=("起止两栏填反了", "年份抄错一位", "结束日期抄自旧证"),
    clears="请照证书原件更正起止日期",
    means=Means.NEEDS_CORRECTION,
    flagged=({"valid_from": "2029-06-10", "valid_until": "2023-06-10"}, {"valid_from": "2023-06-10", "valid_until": "2023-06-09"}),
    clear=({"valid_from": "2023-06-10", "valid_until": "2029-06-10"}, {"valid_from": "2023-06-10", "valid_until": "2023-06-10"}),
)
def ends_before_start(claims):
    """No period ends before it begins: two cells were exchanged, or one was mistyped."""
    return claims.valid_until < claims.valid_from

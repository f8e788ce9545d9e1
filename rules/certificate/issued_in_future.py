from rules.rule import Means, Severity, rule


@rule(
    code="CT19",
    title="初领日期在将来",
    severity=Severity.QUESTION,
    reads=("first_issued",),
    message="初领日期 {first_issued} 晚于 {checked_on}，请核对年份",
    basis="初领日期是第一次领到证书的日期",
    innocent=("年份抄错一位", "把有效期结束日期填进了初领日期一栏"),
    clears="请照证书原件更正初领日期",
    means=Means.NEEDS_CORRECTION,
    flagged=({"first_issued": "2026-11-24"},),
    clear=({"first_issued": "2026-11-23"}, {"first_issued": "2005-03-01"}),
)
def issued_in_future(claims):
    """Nobody has been given a certificate on a day that has not come."""
    return claims.first_issued > claims.checked_on

from rules import validity
from rules.rule import Severity, rule


@rule(
    code="CT14",
    title="应复审日期与起始日不合",
    severity=Severity.LOW,
    reads=("valid_from", "review_due"),
    message="应复审日期 {review_due} 不是起始日 {valid_from} 之后三年（或延长的六年）",
    basis="安监总局令第30号第二十一条：每 3 年复审 1 次，经同意可延长至每 6 年 1 次",
    innocent=("起始日一栏填的是发证日期", "日期抄错一位", "填的是实际复审的日期"),
    clears="请照证书原件核对应复审日期；2026-06-01 起已不再复审",
    flagged=(
        {"valid_from": "2021-06-10", "review_due": "2024-09-10"},
        {"valid_from": "2010-07-01", "review_due": "2012-07-01"},
        {"valid_from": "2021-06-10", "review_due": "2024-06-12"},
        {"valid_from": "2026-05-31", "review_due": "2026-05-31"},
    ),
    clear=(
        {"valid_from": "2021-06-10", "review_due": "2024-06-10"},
        {"valid_from": "2021-06-10", "review_due": "2024-06-09"},
        {"valid_from": "2021-06-10", "review_due": "2024-06-11"},
        {"valid_from": "2018-06-10", "review_due": "2024-06-09"},
        {"valid_from": "2009-06-10", "review_due": "2011-06-10"},        # every two years then
        {"valid_from": "2024-06-10", "review_due": "2027-12-31"},        # void since 2026-06-01
        {"valid_from": "2026-06-01", "review_due": "2026-05-01"},
    ),
)
def review_odd(claims):
    """Reviews of the law of 2010 fall three years after the first day, or six where it was extended. Later ones are void."""
    asked = (claims.valid_from >= validity.REVIEWED_FROM) & (claims.valid_from <= validity.REVIEWED_UNTIL)
    due = claims.review_due
    fits = validity.about(due, validity.three_years_on(claims.valid_from)) | validity.about(due, validity.latest_end(claims.valid_from))
    return asked & (due <= validity.REVIEWED_UNTIL) & ~fits

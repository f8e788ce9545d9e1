from rules import validity
from rules.rule import Severity, rule


@rule(
    code="CT17",
    title="复审结果请以登记库为准",
    severity=Severity.QUESTION,
    reads=("review_due",),
    marks=("review_due", "reviewed_on"),
    message="应复审日期 {review_due} 刚过或在 2026 年 4、5 月，而名册的实际复审日期一栏是空的；结果可能数周后才入库",
    basis="安监总局令第30号第二十一条；应急管理部令第19号自 2026-06-01 起不再复审",
    innocent=("已经复审，结果尚未入库", "已经复审，名册没有填写"),
    clears="请在登记库查询复审结果",
    flagged=(
        {"review_due": "2026-04-01", "reviewed_on": None},
        {"review_due": "2026-05-31", "reviewed_on": None},
        {"review_due": "2026-03-20", "reviewed_on": None, "checked_on": "2026-05-04"},
    ),
    clear=(
        {"review_due": "2026-04-01", "reviewed_on": "2026-03-20"},
        {"review_due": "2026-04-01"},
        {"review_due": "2026-06-01", "reviewed_on": None},
        {"review_due": "2026-03-31", "reviewed_on": None},
        {"review_due": "2026-05-20", "reviewed_on": None, "checked_on": "2026-05-20"},     # not past yet
        {"review_due": "2026-05-20", "reviewed_on": None, "valid_from": "2026-05-20"},
    ),
)
def review_ask(claims):
    """Results of a review reach the register weeks later, so reviews of the old law's last two months are asked about."""
    due = claims.review_due
    pending = (due >= validity.REVIEW_ASKED_FROM) | (due >= claims.checked_on - validity.REVIEW_PENDING)
    recent = pending & (due < claims.checked_on) & (due <= validity.REVIEWED_UNTIL)
    return recent & validity.no_review_recorded(claims) & ~(claims.valid_from >= due)

from rules import validity
from rules.rule import Severity, rule


@rule(
    code="CT20",
    title="初领日期晚于有效期开始",
    severity=Severity.LOW,
    reads=("first_issued", "valid_from"),
    message="初领日期 {first_issued} 晚于有效期开始日期 {valid_from}",
    basis="初领日期不晚于现行证书的有效期开始日期；换证后初领日期不变",
    innocent=("初领日期一栏填的是拿到证书或打印的日期", "两个日期填反了"),
    clears="请照证书原件核对初领日期和有效期开始日期",
    flagged=({"first_issued": "2024-06-10", "valid_from": "2023-06-10"},),
    clear=(
        {"first_issued": "2023-06-10", "valid_from": "2023-06-10"},
        {"first_issued": "2011-06-10", "valid_from": "2023-06-10"},       # renewed: E27
        {"first_issued": "2023-08-09", "valid_from": "2023-06-10"},       # handed out within 60 days
    ),
)
def first_issue_late(claims):
    """The first issue is the start of the first period, or earlier. Cards are handed out, and printed, some weeks later."""
    return claims.first_issued > claims.valid_from + validity.EARLY

from rules import validity
from rules.rule import Means, Severity, rule


@rule(
    code="CT29",
    title="有效期结束日期像是应复审日期",
    severity=Severity.QUESTION,
    reads=("valid_from", "valid_until"),
    message="有效期自 {valid_from} 至 {valid_until} 正好三年；是否把应复审日期填进了结束日期一栏？",
    basis="特种作业操作证有效期为 6 年，2026-05-31 以前每 3 年复审 1 次（安监总局令第30号第十九条、第二十一条）",
    innocent=("结束日期一栏填的是应复审日期", "证书是有效期三年的安全合格证，不是特种作业操作证"),
    clears="请照证书原件填写有效期结束日期",
    means=Means.NEEDS_CORRECTION,
    flagged=({"valid_from": "2023-06-10", "valid_until": "2026-06-10"}, {"valid_from": "2023-06-10", "valid_until": "2026-06-09"}),
    clear=({"valid_from": "2023-06-10", "valid_until": "2029-06-10"}, {"valid_from": "2023-06-10", "valid_until": "2026-06-20"}),
)
def end_is_review(claims):
    """Many rosters write the day of the next review as the end. Read as an end it would call a certificate in force lapsed."""
    return validity.is_three_years(claims)

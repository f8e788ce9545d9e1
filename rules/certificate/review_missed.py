from rules import validity
from rules.rule import Means, Severity, rule


@rule(
    code="CT16",
    title="应复审而未见复审记录",
    severity=Severity.QUESTION,      # an empty cell is never a finding; the certificate counts as lapsed until it is filled
    reads=("review_due",),
    marks=("review_due", "reviewed_on"),
    message="应复审日期 {review_due} 早于 2026-04-01，而名册的实际复审日期一栏是空的；逾期未复审的证书失效",
    basis="安监总局令第30号第二十一条、第二十六条；2026-06-01 以前到期的复审仍须办理",
    innocent=("已经复审，名册没有填写", "已换领新证，应复审日期是旧证的"),
    clears="已复审的，请补填实际复审日期；未复审的，证书已失效，须重新考核",
    means=Means.LAPSED,
    flagged=(
        {"review_due": "2024-06-10", "reviewed_on": None},
        {"review_due": "2026-03-31", "reviewed_on": "/", "valid_from": "2023-03-31"},
    ),
    clear=(
        {"review_due": "2024-06-10", "reviewed_on": "2024-05-20"},
        {"review_due": "2024-06-10", "reviewed_on": "已复审"},
        {"review_due": "2024-06-10"},                                                     # a roster without the column says nothing
        {"review_due": "2026-04-01", "reviewed_on": None},
        {"review_due": "2026-06-01", "reviewed_on": None},
        {"review_due": "2024-06-10", "reviewed_on": None, "valid_from": "2024-06-10"},     # renewed since
        {"review_due": "2026-03-20", "reviewed_on": None, "checked_on": "2026-05-04"},     # results take up to 45 days
    ),
)
def review_missed(claims):
    """A review that fell due before 2026-04-01 and was not done ended the certificate; the transition of 2026-06-01 did not revive it."""
    overdue = (claims.review_due < validity.REVIEW_ASKED_FROM) & (claims.review_due < claims.checked_on - validity.REVIEW_PENDING)
    return overdue & validity.no_review_recorded(claims) & ~(claims.valid_from >= claims.review_due)

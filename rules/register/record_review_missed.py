import numpy as np

from rules import dates
from rules.rule import Means, Severity, rule
from rules.words import Words

REVIEW_ENDED = np.datetime64("2026-06-01")          # 应急管理部令第19号: no review falls due from this day on
SHOWN_LATE = np.timedelta64(45, "D")                # a review passed may stand on the register weeks later


@rule(
    code="RG09",
    title="登记库中应复审而无复审记录",
    severity=Severity.QUESTION,
    reads=("register_review_due",),
    message="登记库记录应于 {register_review_due} 前复审（2026-06-01 以前仍须复审），没有复审记录",
    basis="安监总局令第30号第二十一条、第二十六条；应急管理部令第19号自 2026-06-01 起取消复审",
    innocent=("复审结果尚未录入登记库", "延期复审已获同意"),
    clears="请出示复审记录；确未复审的按失效处理，重新考核或换证",
    means=Means.REGISTER_LAPSED,
    marks=("review_due", "reviewed_on"),
    flagged=({"register_review_due": "2025-06-10", "register_reviewed_on": None},),
    clear=({"register_review_due": "2025-06-10", "register_reviewed_on": "2025-05-20"},
           {"register_review_due": "2026-06-01", "register_reviewed_on": None},
           {"register_review_due": "2025-06-10", "register_reviewed_on": "已复审"},
           {"register_review_due": "2025-06-10"}, {"register_review_due": "2026-05-20", "register_reviewed_on": None, "checked_on": "2026-06-20"}),
)
def record_review_missed(claims):
    """A review that fell due before 2026-06-01 and is not on the record, when the register tells of reviews at all.

    What is empty is the fact here, so this asks and is no finding; the outcome is 已失效, never a difference.
    """
    due = claims.register_review_due
    told = claims.stated("register_reviewed_on")
    nothing = ~claims.filled("register_reviewed_on") | Words(claims.text["register_reviewed_on"]).each(dates.is_no_date)
    return told & ~claims.known("register_reviewed_on") & nothing & (due < REVIEW_ENDED) & (due + SHOWN_LATE < claims.checked_on)

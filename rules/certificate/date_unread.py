import numpy as np

from rules import dates
from rules.claim import DATES, LABELS
from rules.rule import Means, Severity, rule


def cells(claims, rows):
    unread = {field: answer[rows] for field, answer in dates.unread(claims).items()}
    texts = {field: claims.text[field].take(rows).to_pylist() for field in unread}
    return {"cells": [
        "；".join(f"{LABELS[field]}“{texts[field][at]}”（{dates.doubt(texts[field][at])}）" for field in unread if unread[field][at])
        for at in range(len(rows))]}


@rule(
    code="CT26",
    title="日期读不准",
    severity=Severity.QUESTION,      # what is not read for certain is never held against anybody
    reads=(),
    marks=DATES,
    message="{cells}：请按 2029-06-10 的样式填写",
    basis="日期只在只有一种读法时才采用；读不准的日期不参与任何判断",
    innocent=("各地书写习惯不同", "表格软件改写了日期"),
    clears="请照证书原件填写完整的年、月、日",
    means=Means.NEEDS_CORRECTION,
    details=cells,
    flagged=(
        {"valid_until": "29-6-10"},
        {"valid_until": "06/01/2029"},
        {"valid_until": "2029-02-30"},
        {"valid_until": "民国118年6月10日"},
        {"valid_until": "长期", "valid_from": "2024年6月"},
        {"first_issued": "#VALUE!"},
        {"review_due": "已复审"},
    ),
    clear=(
        {"valid_until": "2029年6月10日"},
        {"valid_until": "20290610", "valid_from": "45088"},
        {"valid_until": "2029.6.10"},
        {"valid_until": "25/06/2029"},
        {"valid_until": None},
        {"review_due": "/", "reviewed_on": "无"},
        {"reviewed_on": "已复审"},
    ),
)
def date_unread(claims):
    """A date with no reading, or with more than one, is shown as it stands and asked about."""
    answer = np.zeros(claims.size, bool)
    for rows in dates.unread(claims).values():
        answer |= rows
    return answer

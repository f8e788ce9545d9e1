import numpy as np

from rules.owners import at, lines, neighbours, numbered
from rules.roster.anothers_number import BETWEEN, BORROWER, OWNER
from rules.rule import Means, Scope, Severity, rule


def above_or_below(claims):
    """The neighbouring row whose person's number stands on a row's card, or -1."""
    numbers = numbered(claims)
    found = np.full(claims.size, -1, np.int64)
    for row in neighbours(numbers.own):
        beside = at(numbers.own, row, -1)
        found = np.where((found < 0) & (beside >= 0) & (beside == numbers.card), row, found)
    return found


def others(claims, rows):
    return {"owner": lines(claims, above_or_below(claims)[rows])}


@rule(
    code="RO13",
    title="证书编号与相邻行的号码相同",
    severity=Severity.LOW,
    reads=("id_number", "certificate_number"),
    marks=("certificate_number",),
    message="证书编号与{owner}的身份证号相同，疑似录入时看错行",
    basis="特种作业操作证编号为“T”加持证人本人的身份证号",
    innocent=("录入时看错行", "复制了上一行的单元格"),
    clears="请对照本人证书原件更正证书编号",
    means=Means.NEEDS_CORRECTION,
    scope=Scope.ROSTER,
    details=others,
    flagged=(([OWNER, BORROWER, BETWEEN], [1]), ([BORROWER, OWNER | {"certificate_number": ""}], [0])),
    clear=(
        [OWNER, BETWEEN, BORROWER], [OWNER, OWNER | {"id_number": "331081********0078"}], [OWNER, OWNER, BETWEEN],
        [OWNER | {"id_number": ""}, BORROWER],
    ),
)
def neighbours_number(claims):
    """The number of the line above or below on a card is most often a slip of the eye: it asks for a correction, no more."""
    return numbered(claims).at_odds & (above_or_below(claims) >= 0)

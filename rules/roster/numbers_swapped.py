from rules.owners import some_lines, swapped
from rules.roster.numbers_shifted import roster
from rules.rule import Means, Scope, Severity, rule


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO07",
    title="两人的证书编号疑似互换",
    severity=Severity.QUESTION,
    reads=("id_number", "certificate_number"),
    message="{rows}：证书编号两两互为对方的号码，疑似录入时互换",
    basis="特种作业操作证编号为“T”加持证人本人的身份证号",
    innocent=("录入时两人的证书编号互换", "两张证书装订时放错了人"),
    clears="请对照证书原件把两人的证书编号换回",
    means=Means.NEEDS_CORRECTION,
    scope=Scope.NOTICE,
    explains=("CT01", "CT02", "RO13"),
    details=where,
    flagged=((roster((0, 4, 2, 3, 1)), [1, 4]), (roster((1, 0, 2, 3, 4)), [0, 1])),
    clear=(roster((0, 1, 2, 3, 4)), roster((0, 4, 2, 3, 4)), roster((1, 2, 0, 3, 4))),
)
def numbers_swapped(claims):
    """Two people each with the other's certificate number: two cells were exchanged, and that accuses neither."""
    return swapped(claims)

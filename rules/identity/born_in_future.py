from rules.rule import Means, Severity, rule


def born(claims, rows):
    return {"born": [str(day) for day in claims.id.born[rows]]}


@rule(
    code="ID18",
    title="身份证号中的出生日期在将来",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号中的出生日期是 {born}，晚于核验日 {checked_on}",
    basis="GB 11643-1999（第 7 至 14 位为出生日期）",
    innocent=("录入或抄写时年份错了一位",),
    clears="请对照身份证原件核对号码后更正",
    means=Means.NEEDS_CORRECTION,
    details=born,
    flagged=({"id_number": "001234209912310013"}, {"id_number": "001234200806010016", "checked_on": "2008-05-31"}),
    clear=({"id_number": "001234200806010016", "checked_on": "2008-06-01"}, {"id_number": "331081189703010078"}, {"id_number": "001234209912310000"}),
)
def born_in_future(claims):
    """Nobody is born after the day on which the number is read."""
    return (claims.id.born > claims.checked_on) & ~claims.id.lost

import numpy as np

from rules.rule import Means, Severity, rule


def digits(claims, rows):
    """The eight digits themselves, not the whole number: what the clerk compares is the birthday."""
    return {"digits": ["".join(map(str, places)) for places in claims.id.digits[rows, 6:14]]}


@rule(
    code="ID02",
    title="身份证号中的出生日期不存在",
    severity=Severity.LOW,      # one digit misread explains it
    reads=("id_number",),
    message="身份证号第 7 至 14 位是 {digits}，没有这一天",
    basis="GB 11643-1999（第 7 至 14 位为出生日期）",
    innocent=("录入或抄写时错了一位", "两位数字颠倒"),
    clears="请对照身份证原件核对号码后更正",
    means=Means.NEEDS_CORRECTION,
    details=digits,
    flagged=({"id_number": "331081189702301199"}, {"id_number": "331081189713010078"}, {"id_number": "331081307703010078"}),
    clear=(
        {"id_number": "510212188802291158"}, {"id_number": "331081189703010078"}, {"id_number": "331081189702300000"}, {"id_number": "E12345678"},
    ),
)
def birth_date(claims):
    """Digits 7 to 14 are the day of birth. A number that names 30 February was never issued as it stands.

    What a spreadsheet cut off is another rule's question.
    """
    return claims.id.whole & np.isnat(claims.id.born) & ~claims.id.lost

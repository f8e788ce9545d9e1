from rules.resident_id import check_character
from rules.rule import Means, Severity, rule


def fitting(claims, rows):
    return {"fitting": [chr(c) for c in check_character(claims.id.digits[rows])]}


@rule(
    code="ID01",
    title="身份证号校验码不符",
    severity=Severity.LOW,      # a slip of the pen explains it: never more
    reads=("id_number",),
    message="身份证号 {id_number} 的末位与前 17 位算出的校验码（{fitting}）不符",
    basis="GB 11643-1999（校验码按 ISO 7064 MOD 11-2）",
    innocent=("录入或抄写时错了一位", "两位数字颠倒"),
    clears="请对照身份证原件核对号码后更正",
    means=Means.NEEDS_CORRECTION,
    details=fitting,
    flagged=({"id_number": "110105194912310021"}, {"id_number": "331081189703010079"}),
    clear=({"id_number": "11010519491231002X"}, {"id_number": "1101"}, {"id_number": "440524189703150000"}),
)
def check_digit(claims):
    """The last character of an 18-digit number follows from the other 17.

    A number that fails its own check digit was never issued: it was mistyped, or made up. One that ends in 000 was
    cut off by a spreadsheet, and that is another rule's question.
    """
    return claims.id.whole & ~claims.id.check_fits & ~claims.id.lost

from rules.identity.number_form import offered
from rules.rule import Means, Severity, rule


def details(claims, rows):
    return {"offer": offered(claims, rows)}


@rule(
    code="ID04",
    title="号码被表格软件损坏",
    severity=Severity.QUESTION,
    reads=("id_number",),
    message="身份证号显示为 {id_number}：表格软件把它当作数字，只留下前 15 位{offer}",
    basis="电子表格的数字最多保留 15 位有效数字；GB 11643-1999（公民身份号码为 18 位）",
    innocent=("表格软件自动把长号码转成了数字",),
    clears="请把该列设为“文本”格式后重新填写完整号码，再上传；不要只改显示格式，丢失的数字不会回来",
    means=Means.NEEDS_CORRECTION,
    details=details,
    flagged=(
        {"id_number": "331081189703010000"},
        {"id_number": "3.31081E+17"},
        {"id_number": "331081200806010"},
        {"id_number": "3.3108118970301E+17", "certificate_number": "T110105189703120047"},
    ),
    clear=(
        {"id_number": "331081189703010000", "certificate_number": "T331081189703010078"},
        {"id_number": "331081189703010079"}, {"id_number": "332623850301998"}, {"id_number": "1E12345"},
    ),
)
def spreadsheet_damage(claims):
    """A spreadsheet keeps 15 digits of a number: 3.31E+17, …000, or cut off after the fifteenth.

    The lost digits are nobody's fault and prove nothing. Where the certificate number holds them, ID05 takes them from there.
    """
    return claims.id.lost & ~claims.repaired

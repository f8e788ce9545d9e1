from rules.certificate_number import is_lost
from rules.rule import Severity, rule


@rule(
    code="CT27",
    title="证书编号被表格软件损坏",
    severity=Severity.QUESTION,
    reads=("certificate_number",),
    message="证书编号一栏是“{certificate_number}”，号码被表格软件改写，后几位已经丢失",
    basis="表格软件只保留数字的前 15 位",
    innocent=("该列没有设为文本格式", "公式引用的单元格已不存在"),
    clears="请把该列设为文本格式，重新填写证书编号",
    flagged=({"certificate_number": "3.3108118970301E+17"}, {"certificate_number": "#N/A"}, {"certificate_number": "110105189703120000"}),
    clear=(
        {"certificate_number": "T331081189703010078"},
        {"certificate_number": "T331081********0078"},
        {"certificate_number": "331081189703010078"},
    ),
)
def number_lost(claims):
    """A spreadsheet keeps 15 digits of a number, and an error value in the place of what it cannot find."""
    return claims.certificate.words.each(is_lost)

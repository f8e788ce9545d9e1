import re

from rules.rule import Severity, rule

FOURTEEN = re.compile(r"[0-9]{14}")


@rule(
    code="CT05",
    title="证书编号是 2010 年以前的格式",
    severity=Severity.LOW,
    reads=("certificate_number",),
    message="证书编号 {certificate_number} 是 14 位数字，这是 2010 年 7 月以前的编号；那时的证书现在都已过期",
    basis="安监总局令第30号自 2010-07-01 起施行，此后编号为 T 加本人证件号码",
    innocent=("名册里留着旧证的编号，本人已换领新证",),
    clears="请填写现行证书的编号",
    flagged=({"certificate_number": "33108119970101"},),
    clear=(
        {"certificate_number": "T331081189703010078"},
        {"certificate_number": "T33108119970101"},
        {"certificate_number": "331081970301007"},
        {"certificate_number": "浙A042011000001"},
    ),
)
def old_number(claims):
    """Fourteen digits are a certificate of the order of 1999, the last of which ended in 2016."""
    return claims.certificate.words.each(lambda number: FOURTEEN.fullmatch(number) is not None)

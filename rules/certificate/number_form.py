from rules.certificate_number import has_known_form
from rules.rule import Severity, rule


@rule(
    code="CT04",
    title="证书编号不合任何登记库的格式",
    severity=Severity.LOW,
    reads=("certificate_number",),
    message="证书编号 {certificate_number} 不合任何登记库的编号格式；特种作业操作证的编号是 T 加本人证件号码",
    basis="特种作业操作证编号为 T 加持证人本人的证件号码",
    innocent=("填的是培训机构或企业自己的编号", "抄写时多了或少了几位", "从扫描件识别时认错了字"),
    clears="请对照证书原件核对证书编号",
    flagged=(
        {"certificate_number": "JG-2023-00001"},
        {"certificate_number": "T3310811897030100"},
        {"certificate_number": "T33108118970301007812"},
        {"certificate_number": "浙应急证字第2023001号"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078"},
        {"certificate_number": "T331081970301007"},
        {"certificate_number": "331081189703010078"},
        {"certificate_number": "TE12345678"},                  # a passport
        {"certificate_number": "T123456789"},
        {"certificate_number": "33108119970101"},              # before 2010-07: CT05
        {"certificate_number": "TS6GBF0012345"},               # market supervision
        {"certificate_number": "浙A042011000001"},             # housing
        {"certificate_number": "浙建安C（2019）0000000"},
        {"certificate_number": "Y000133000001234000123"},      # skill level
        {"certificate_number": "1911000000400123"},
        {"certificate_number": "12"},                          # the roster's own running number
        {"certificate_number": "T331081********0078"},
        {"certificate_number": "3.3108118970301E+17"},
        {"certificate_number": "#N/A"},
        {"certificate_number": "/"},
        {"certificate_number": "暂无"},
    ),
)
def number_form(claims):
    """Every register numbers its papers in a form of its own; a number in none of them was mistyped, or is a private one.

    T and a passport or permit number is a form too. Numbers that are masked, destroyed or not given are no numbers.
    """
    return ~claims.certificate.words.each(has_known_form)

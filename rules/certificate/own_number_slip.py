from rules import certificate_number
from rules.rule import Severity, rule


@rule(
    code="CT02",
    title="证书编号与身份证号差一两位",
    severity=Severity.LOW,
    reads=("certificate_number", "id_number"),
    message="证书编号 {certificate_number} 与本人身份证号 {id_number} 只差一两位，像是抄写之误",
    basis="特种作业操作证编号为 T 加持证人本人的证件号码",
    innocent=("抄写或录入时错了一两位、多了或少了一位", "相邻两位颠倒"),
    clears="请对照身份证和证书原件，更正抄错的一处",
    flagged=(
        {"certificate_number": "T331081189703010087", "id_number": "331081189703010078"},
        {"certificate_number": "T33108118970301006X", "id_number": "331081189703010078"},
        {"certificate_number": "T33108118970301078", "id_number": "331081189703010078"},       # one place left out
        {"certificate_number": "331081189703010079", "id_number": "331081189703010078"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "id_number": "331081189703010078"},
        {"certificate_number": "T110105189703120047", "id_number": "331081189703010078"},
        {"certificate_number": "T331081189703010078", "id_number": "3.3108118970301E+17"},
        {"certificate_number": "T331081189703010078", "id_number": "331081189703010000"},      # destroyed by a spreadsheet
        {"certificate_number": "T33108118970301007", "id_number": "331081189703010000"},
        {"certificate_number": "110105189703120000", "id_number": "110105189703120047"},
        {"certificate_number": "浙A042011000001", "id_number": "331081189703010078"},
        {"certificate_number": "T110105491231002", "id_number": "11010519491231002X"},
        {"certificate_number": "T33108118970301112", "id_number": "331081189703010078"},
    ),
)
def own_number_slip(claims):
    """Two numbers that differ in one or two places, or by one place left out or put in, are one number written twice."""
    return certificate_number.beside_own(claims).is_slip

from rules import certificate_number
from rules.rule import Severity, rule


@rule(
    code="CT01",
    title="证书编号不是本人的号码",
    severity=Severity.MEDIUM,      # a row that slipped by one line explains it; the claim is still looked up by the identity number
    reads=("certificate_number", "id_number"),
    message="证书编号 {certificate_number} 中的号码与本人身份证号 {id_number} 不是同一个号码",
    basis="特种作业操作证编号为 T 加持证人本人的证件号码",
    innocent=("名册错行，填成了另一行人员的证书编号", "公安机关更正过身份证号，证书上仍是旧号码"),
    clears="请对照证书原件核对证书编号；号码更正过的，请提供公安机关出具的证明",
    flagged=({"certificate_number": "T110105189703120047", "id_number": "331081189703010078"},),
    clear=(
        {"certificate_number": "T331081189703010078", "id_number": "331081189703010078"},
        {"certificate_number": "T33108118970301006X", "id_number": "331081189703010078"},      # a slip: CT02
        {"certificate_number": "T110105189703120048", "id_number": "331081189703010078"},      # not a sound number
        {"certificate_number": "T110105189703120047", "id_number": "331081189703010079"},
        {"certificate_number": "110105189703120047", "id_number": "331081189703010078"},       # no T: perhaps another register's
        {"certificate_number": "t ３３１０８１１８９７０３０１００６×", "id_number": "33108118970301006X"},
        {"certificate_number": "T110105491231002", "id_number": "11010519491231002X"},         # the same number with 15 places
    ),
)
def not_own_number(claims):
    """The number of a certificate is T and the holder's own number, so another sound number there names another person."""
    beside = certificate_number.beside_own(claims)
    return claims.certificate.has_t & beside.sound & ~beside.is_slip

from rules import certificate_number, issuers, trades
from rules.rule import Severity, rule


@rule(
    code="CT03",
    title="证书编号缺少开头的 T",
    severity=Severity.LOW,
    reads=("certificate_number", "id_number"),
    message="证书编号 {certificate_number} 就是本人的身份证号，前面没有字母 T",
    basis="特种作业操作证编号为 T 加持证人本人的证件号码",
    innocent=("录入时省去了 T", "把身份证号填进了证书编号一栏", "证书属于编号不带 T 的其他登记库"),
    clears="请对照证书原件补上 T；原件上没有 T 的，请核对是哪一种证书",
    flagged=(
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078", "item": "低压电工作业"},
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078", "issuer": "浙江省应急管理厅"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "id_number": "331081189703010078", "item": "低压电工作业"},
        {"certificate_number": "特331081189703010078", "id_number": "331081189703010078", "item": "低压电工作业"},
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078", "item": "叉车司机", "issuer": "台州市市场监督管理局"},
        {"certificate_number": "110105189703120047", "id_number": "331081189703010078", "item": "低压电工作业"},
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078"},
        {"certificate_number": "TE12345678", "id_number": "H12345678", "item": "低压电工作业"},
    ),
)
def missing_t(claims):
    """A special-operation certificate has a T before the holder's number; market supervision uses the number alone.

    Only what else stands on the paper (an item of the catalogue, an emergency-management issuer) tells them apart.
    """
    item = claims.known("item") & claims.item.each(lambda text: trades.standard(text) is not None)
    return certificate_number.beside_own(claims).without_t & (item | issuers.emergency(claims))

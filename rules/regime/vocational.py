from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE05",
    title="属职业技能等级或职业资格证书",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《劳动法》第六十九条；技能等级证书表明技能水平，不是上岗许可",
    innocent=("名册把各类证书登记在一起，证书本身是有效的", "2026-06-01 起持该证申请特种作业操作证可免培训"),
    clears="请到上述登记库查询这张证书；从事特种作业的，另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"certificate_number": "S000033000001234000123"},
        {"item": "高级焊工"},
        {"item": "电工（三级）", "issuer": "某某职业培训学校"},
        {"certificate_number": "1911000000400123", "item": "电工"},
        {"item": "电工", "issuer": "浙江省人力资源和社会保障厅"},
        {"item": "职业资格证书"},
    ),
    clear=(
        {"item": "电工"},
        {"certificate_number": "T331081189703010078123"},
        {"certificate_number": "1911000000400123", "item": "低压电工作业"},
        {"certificate_number": "3310811897030100", "id_number": "331081189703010078", "item": "电工"},
        {"certificate_number": "1911000000400123", "item": "消防设施操作员"},
        {"certificate_number": "1911000000400123", "item": "电工", "issuer": "浙江省应急管理厅"},
        {"item": "低压电工作业（中级）", "certificate_number": "T331081189703010078"},
    ),
)
def vocational(claims):
    """A paper about the level of a skill is no permit to work. Its number has a letter and 21 digits, the older one 16 digits.

    Sixteen digits alone are weak: not with an item of our catalogue, and not where they are a piece of the person's own number.
    """
    return regimes.is_of(claims, "MOHRSS_LEVEL", "MOHRSS_QUAL")

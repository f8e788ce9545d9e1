from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE10",
    title="属地方或企业内部的上岗证件",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="特种作业目录不含该项目（地方规定和企业制度除外）",
    innocent=("名册把各类证书登记在一起，证书本身是有效的", "当地或本企业规定须持此证"),
    clears="请向发证的地方部门或企业核对；从事特种作业的，另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "有限空间作业"},
        {"item": "动火监护人", "issuer": "某某化工有限公司"},
        {"item": "厂内叉车内驾证", "certificate_number": "内001", "issuer": "某某有限公司"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "item": "地下有限空间监护作业", "issuer": "北京市应急管理局"},
        {"item": "电工上岗证"},
        {"item": "低压电工作业"},
        {"certificate_number": "T331081189703010078", "item": "有限空间作业"},
    ),
)
def local_paper(claims):
    """Work in confined spaces, watching hot work, driving inside a plant: rules of a place or a firm, no item of the national catalogue.

    Beijing has a local item; a card that its bureau signs is ours.
    """
    return regimes.is_of(claims, "LOCAL_OTHER")

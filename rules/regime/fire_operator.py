from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE06",
    title="属消防设施操作员证书",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《消防法》第二十一条；国家职业资格目录",
    innocent=("名册把各类证书登记在一起，证书本身是有效的",),
    clears="请到上述机构查询；该证只用于消防控制室值班和消防设施维护",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "消防设施操作员"},
        {"certificate_number": "1911000000400123", "item": "建（构）筑物消防员"},
        {"item": "中级", "issuer": "某市消防救援支队"},
    ),
    clear=(
        {"item": "低压电工作业"},
        {"certificate_number": "1911000000400123", "item": "电工"},
        {"certificate_number": "T331081189703010078", "item": "消防设施操作员", "issuer": "浙江省应急管理厅"},
    ),
)
def fire_operator(claims):
    """Those who watch fire control rooms have a qualification of their own, with 16 digits like other vocational ones: the wording decides."""
    return regimes.is_of(claims, "FIRE_OPERATOR")

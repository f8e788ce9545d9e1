from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE04",
    title="属建筑施工安管人员证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《建筑施工企业主要负责人、项目负责人和专职安全生产管理人员安全生产管理规定》（住建部令第17号）",
    innocent=("名册把各类证书登记在一起，证书本身是有效的",),
    clears="请到上述登记库查询；该证不是特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"certificate_number": "浙建安C（2019）0000000"},
        {"item": "安全员C证"},
        {"item": "B证", "issuer": "浙江省住房和城乡建设厅"},
    ),
    clear=(
        {"item": "安全员"},
        {"certificate_number": "浙A042011000001"},
        {"item": "低压电工作业"},
        {"certificate_number": "T331081189703010078", "item": "安全C证", "issuer": "浙江省应急管理厅"},
    ),
)
def construction_manager(claims):
    """A, B and C are papers of construction managers, not of workers."""
    return regimes.is_of(claims, "MOHURD_ABC")

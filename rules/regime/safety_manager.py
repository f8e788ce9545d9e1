from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE11",
    title="属安全生产知识和管理能力考核合格证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，与特种作业操作证在同一网站、不同栏目查询：{lookup}",
    basis="《安全生产法》第二十七条",
    innocent=("名册把各类证书登记在一起，证书本身是有效的",),
    clears="请在同一网站的另一栏目查询；该证不是特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "安全合格证"},
        {"certificate_number": "331081189703010078", "item": "安全生产管理人员", "issuer": "浙江省应急管理厅"},
        {"item": "主要负责人"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "item": "安全生产管理人员", "issuer": "浙江省应急管理厅"},
        {"item": "低压电工作业"},
        {"item": "特种设备安全管理"},
        {"item": "建筑施工企业主要负责人"},
    ),
)
def safety_manager(claims):
    """Managers and safety officers have a certificate of their own from the same bodies, looked up on the same site under another heading."""
    return regimes.is_of(claims, "MEM_MANAGER")

from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE08",
    title="属其他部门的证书",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《民用爆炸物品安全管理条例》等各部门规定（adjacent_regimes.csv）",
    innocent=("名册把各类证书登记在一起，证书本身是有效的",),
    clears="请到上述登记库查询这张证书；从事特种作业的，另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "爆破员", "issuer": "台州市公安局"},
        {"item": "核级焊工"},
        {"item": "CCS焊工"},
        {"item": "铁路电工"},
        {"item": "拖拉机驾驶"},
        {"item": "道路运输从业资格证"},
        {"item": "注册安全工程师"},
    ),
    clear=(
        {"item": "煤矿井下爆破作业"},
        {"item": "金属非金属矿山爆破作业", "issuer": "浙江省应急管理厅"},
        {"item": "安全员"},
        {"certificate_number": "T331081189703010078", "item": "爆破员", "issuer": "浙江省应急管理厅"},
        {"item": "熔化焊接与热切割作业"},
    ),
)
def other_body(claims):
    """Blasting by the police, nuclear welding, ships, railways, farm machines, road transport, safety engineers: each has a register."""
    return regimes.is_of(claims, "MPS_BLAST", "NNSA_WELDER", "CCS_WELDER", "RAIL", "AGRI", "TRANSPORT", "SAFETY_ENGINEER")

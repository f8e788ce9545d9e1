from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE02",
    title="属特种设备焊接作业人员证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《特种设备安全法》第十四条；TSG Z6002",
    innocent=("名册把各类证书登记在一起，证书本身是有效的", "同一人另有特种作业操作证（熔化焊接与热切割作业）"),
    clears="请到上述登记库查询；特种设备以外的焊接作业，另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "压力容器焊工"},
        {"certificate_number": "331081189703010078", "item": "GTAW-FeIV-6G-3/159-FefS-02/10/12"},
        {"item": "金属焊接操作", "issuer": "浙江省市场监督管理局"},
    ),
    clear=(
        {"item": "焊工证"},
        {"certificate_number": "T331081189703010078", "item": "熔化焊接与热切割作业"},
        {"item": "金属焊接切割作业"},
        {"certificate_number": "T331081189703010078", "item": "金属焊接操作", "issuer": "浙江省应急管理厅"},
        {"item": "压力焊作业"},
    ),
)
def special_equipment_welder(claims):
    """Welders of pressure vessels, pipes and other special equipment are examined by market supervision; the names of their items are
    codes of process, material and position. A welder without these words is ours.
    """
    return regimes.is_of(claims, "SAMR_WELDER")

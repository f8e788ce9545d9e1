from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE01",
    title="属特种设备作业人员证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《特种设备安全法》第十四条；《特种设备作业人员监督管理办法》",
    innocent=("名册把各类证书登记在一起，证书本身是有效的", "证书编号就是身份证号，前面本来没有 T"),
    clears="请到上述登记库查询这张证书；从事特种作业的，另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "叉车司机"},
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078", "item": "N1叉车司机", "issuer": "台州市市场监督管理局"},
        {"certificate_number": "331081189703010078", "item": "起重机司机"},
        {"certificate_number": "TS6GBF0012345", "item": "电工"},
        {"certificate_number": "T331081189703010078", "item": "低压电工作业", "issuer": "台州市质量技术监督局"},
        {"category": "特种设备作业人员证", "item": "司机"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "item": "起重机械作业", "issuer": "浙江省应急管理厅"},
        {"certificate_number": "T331081189703010078", "item": "叉车司机"},
        {"certificate_number": "331081189703010078", "id_number": "331081189703010078", "item": "低压电工作业"},
        {"certificate_number": "331081189703010078"},
        {"item": "煤矿提升机操作作业"},
        {"item": "叉车司机", "issuer": "浙江省应急管理厅"},
        {"item": "压力容器焊工"},
        {"item": "塔吊司机"},
        {"item": "压力焊作业"},
    ),
)
def special_equipment(claims):
    """Fork-lifts, cranes, lifts, boilers and vessels are market supervision's, whose certificates carry the bare identity number.

    The bare number alone is not enough: a T may have been left out. A T-number signed by an emergency-management body is
    never another register's, whatever item it names.
    """
    return regimes.is_of(claims, "SAMR_OPERATOR")

from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE03",
    title="属建筑施工特种作业操作资格证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，由{body}管理，不在特种作业操作证登记库内；查询：{lookup}",
    basis="《建设工程安全生产管理条例》第二十五条；建质〔2008〕75号",
    innocent=("名册把各类证书登记在一起，证书本身是有效的", "在建筑工地上作业，该证有效"),
    clears="请到上述登记库查询；该证只在房屋建筑和市政工程工地上有效，其他场所另须持特种作业操作证",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"certificate_number": "浙A042011000001"},
        {"item": "建筑电工"},
        {"item": "建筑起重信号司索工", "issuer": "浙江省住房和城乡建设厅"},
        {"item": "塔吊司机"},
        {"item": "电工", "issuer": "浙江省建设厅"},
    ),
    clear=(
        {"item": "电工"},
        {"item": "架子工"},
        {"certificate_number": "T331081189703010078", "item": "建筑电工", "issuer": "浙江省应急管理厅"},
        {"certificate_number": "T331081189703010078", "item": "登高架设作业"},
        {"certificate_number": "浙建安C(2019)0000000"},
    ),
)
def construction_trade(claims):
    """The housing authorities certify construction trades; their numbers begin with the sign of a province.

    An electrician without 建筑 is ours.
    """
    return regimes.is_of(claims, "MOHURD_SPECIAL")

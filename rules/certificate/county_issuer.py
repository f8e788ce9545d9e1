from rules import issuers
from rules.issuers import Kind
from rules.rule import Severity, rule


@rule(
    code="CT25",
    title="签发机关是县级机关",
    severity=Severity.LOW,
    reads=("issuer",),
    message="签发机关“{issuer}”是县（市、区）一级；证书由省级或其委托的设区的市级机关签发",
    basis="安监总局令第30号、应急管理部令第19号：可委托设区的市级机关考核发证",
    innocent=("填的是当地受理窗口或主管机关，不是印章上的签发机关",),
    clears="请照证书原件上的印章填写签发机关；确为县级机关的，请向上级机关询问",
    flagged=({"issuer": "温岭市应急管理局"}, {"issuer": "浙江省台州市椒江区应急管理局"}, {"issuer": "温岭市安监局"}),
    clear=(
        {"issuer": "台州市应急管理局"},
        {"issuer": "浙江省应急管理厅"},
        {"issuer": "北京市朝阳区应急管理局"},              # whether municipalities delegate to districts is not known
        {"issuer": "仙桃市应急管理局"},                    # directly under the province
        {"issuer": "宁波经济技术开发区应急管理局"},
        {"issuer": "温岭市市场监督管理局"},
    ),
)
def county_issuer(claims):
    """Both orders let a province delegate to its prefectures, not to counties. A delegation that we do not know of may exist."""
    return issuers.of_kind(claims, Kind.COUNTY)

from rules import issuers, trades
from rules.rule import Severity, rule


@rule(
    code="CT09",
    title="签发机关不发这个项目的证书",
    severity=Severity.MEDIUM,
    reads=("issuer", "item"),
    fact="issuer",
    message="签发机关“{issuer}”自 2010 年起不再签发“{item}”的证书",
    basis="安监总局令第30号附件《特种作业目录》（2010-07-01 起）；《特种设备作业人员监督管理办法》",
    innocent=("名册把签发机关一栏整列填成了同一个机关", "工种一栏填的是岗位，证书本身是另一个项目"),
    clears="请照证书原件填写签发机关和项目",
    flagged=(
        {"item": "起重机械作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10", "issuer": "浙江省应急管理厅"},     # F09
        {"item": "锅炉司炉", "issuer": "台州市应急管理局", "valid_until": "2029-06-10"},
    ),
    clear=(
        {"item": "起重机械作业", "certificate_number": "331081189703010078", "valid_from": "2023-06-10", "issuer": "台州市市场监督管理局"},
        {"item": "低压电工作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10", "issuer": "浙江省应急管理厅"},
        {"item": "锅炉作业（含水质化验）", "valid_from": "2009-06-10", "issuer": "浙江省安全生产监督管理局"},
        {"item": "叉车司机", "valid_from": "2026-06-01", "issuer": "浙江省应急管理厅"},
        {"item": "叉车司机", "issuer": "浙江省应急管理厅"},
    ),
)
def issuer_not_competent(claims):
    """An emergency-management body signs no card for kinds that belong to market supervision or housing."""
    return trades.has_left(claims) & issuers.emergency(claims) & trades.under_catalogue_of_2010(claims)

from rules import trades
from rules.rule import Severity, rule


def on(claims, rows):
    return {"day": [str(day) for day in trades.validity.first_day(claims)[rows]]}


@rule(
    code="CT08",
    title="T 编号的证书上是已划出的项目",
    severity=Severity.MEDIUM,
    reads=("item", "certificate_number"),
    fact="item",
    message="操作项目“{item}”自 2010 年起不再是特种作业，而证书编号 {certificate_number} 是特种作业操作证的编号，起始日为 {day}",
    basis="安监总局令第30号附件《特种作业目录》（2010-07-01 起）；起重、电梯、场内机动车辆、锅炉、压力容器归市场监管或住建",
    innocent=("工种一栏填的是岗位（如行车工），证书本身是另一个项目", "把市场监管部门的证书与本证的编号抄在了同一行"),
    clears="请看证书原件：是特种作业操作证的，照原件填写项目；是特种设备作业人员证的，到市场监管部门的登记库核对",
    details=on,
    flagged=(
        {"item": "起重机械作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10", "issuer": "浙江省应急管理厅"},     # F09
        {"item": "叉车司机", "certificate_number": "T331081189703010078", "valid_until": "2029-06-10"},
        {"item": "建筑起重信号司索工", "certificate_number": "T331081189703010078", "valid_from": "2010-07-01"},
        {"item": "N1", "certificate_number": "T331081189703010078", "valid_from": "2026-05-31"},
    ),
    clear=(
        {"item": "起重机械作业", "certificate_number": "331081189703010078", "valid_from": "2023-06-10", "issuer": "台州市市场监督管理局"},
        {"item": "起重机械（含电梯）作业", "certificate_number": "T331081189703010078", "valid_from": "2010-06-30"},
        {"item": "叉车司机", "certificate_number": "T331081189703010078", "valid_from": "2026-06-01"},          # CT07
        {"item": "叉车司机", "certificate_number": "T331081189703010078"},
        {"item": "煤矿提升机操作作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "建筑电工", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
    ),
)
def item_moved(claims):
    """Lifting, lifts, in-plant vehicles, boilers and vessels left this catalogue in 2010; no card of this register names them since."""
    return trades.has_left(claims) & claims.certificate.has_t & trades.under_catalogue_of_2010(claims)

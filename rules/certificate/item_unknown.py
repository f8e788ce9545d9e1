from rules import trades
from rules.rule import Severity, rule


def on(claims, rows):
    return {"day": [str(day) for day in trades.validity.first_day(claims)[rows]]}


@rule(
    code="CT06",
    title="项目不在当时的目录内",
    severity=Severity.LOW,      # wording alone; a clerk's own word for the work explains it
    reads=("item",),
    message="操作项目“{item}”不在 {day} 施行的特种作业目录内",
    basis="安监总局令第30号附件《特种作业目录》；安监总人事〔2018〕18号",
    innocent=("填的是岗位或工种的习惯叫法，不是证书上的项目名称", "把后来的项目名称写在较早的证书上", "错别字"),
    clears="请照证书原件填写作业类别和操作项目的全称",
    details=on,
    flagged=(
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "沼气池清掏作业", "issuer": "浙江省应急管理厅", "valid_until": "2029-06-10"},
        {"item": "电力电缆作业", "certificate_number": "T331081189703010078", "valid_from": "2016-05-01"},
        {"item": "应急救援作业", "certificate_number": "T331081189703010078", "valid_from": "2010-07-01"},
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2026-05-31"},
    ),
    clear=(
        {"item": "电力电缆作业", "certificate_number": "T331081189703010078", "valid_from": "2019-05-01"},
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2009-06-10"},
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2026-06-01"},     # CT07
        {"item": "沼气池清掏作业", "certificate_number": "浙A042011000001", "valid_from": "2023-06-10"},
        {"item": "高处安装 维护，拆除", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "焊工", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "裂解(裂化)工艺作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "电气实验作业", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "叉车司机", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},           # CT08
        {"item": "消防设施操作员", "certificate_number": "T331081189703010078", "valid_from": "2023-06-10"},
        {"item": "地下有限空间监护作业", "issuer": "北京市应急管理局", "valid_from": "2023-06-10"},
        {"item": "煤矿瓦斯检查作业", "issuer": "浙江省煤矿安全监察局", "certificate_number": "T331081189703010078", "valid_from": "2019-06-10"},
    ),
)
def item_unknown(claims):
    """Until 2026-05-31 the catalogue is closed, but for an open category that some provinces used.

    Asked only of a paper that is of this register by its T-number or issuer, and not of another register's kinds.
    """
    missing = trades.before_its_edition(claims) | trades.unnamed(claims) & ~claims.item.each(trades.elsewhere)
    return missing & trades.on_permit(claims) & trades.under_catalogue_of_2010(claims)

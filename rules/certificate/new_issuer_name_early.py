from rules import issuers
from rules.rule import Severity, rule


@rule(
    code="CT22",
    title="签发机关的名称晚于这张证书",
    severity=Severity.LOW,
    reads=("issuer", "valid_from", "valid_until"),
    message="签发机关“{issuer}”是 2018 年改革后的名称，而这张证书 {valid_from} 至 {valid_until} 在改革前已经期满",
    basis="2018 年机构改革，各省于 2018 年 10 月至 11 月改称应急管理厅（局）",
    innocent=("名册按现在的名称统一填写", "年份抄错一位"),
    clears="请照证书原件上的印章填写签发机关",
    flagged=({"issuer": "浙江省应急管理厅", "valid_from": "2012-03-10", "valid_until": "2018-03-09"},),
    clear=(
        {"issuer": "浙江省应急管理厅", "valid_from": "2012-06-10", "valid_until": "2018-06-09"},
        {"issuer": "浙江省应急管理厅", "valid_from": "2012-03-13", "valid_until": "2018-03-13"},
        {"issuer": "浙江省安全生产监督管理局", "valid_from": "2012-03-10", "valid_until": "2018-03-09"},
        {"issuer": "浙江省应急管理厅", "valid_from": "2023-06-10", "valid_until": "2029-06-09"},
        {"issuer": "浙江省应急管理厅", "valid_from": "2023-06-10", "valid_until": "2013-06-09"},
    ),
)
def new_issuer_name_early(claims):
    """A card that had ended before the reform cannot carry the name that came with it."""
    return issuers.named_after_reform(claims) & (claims.valid_from < issuers.REFORM) & (claims.valid_until < issuers.REFORM)

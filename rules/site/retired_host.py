from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI05",
    title="新证件上是已停用的查询网址",
    severity=Severity.MEDIUM,
    reads=("qr_text", "valid_from"),
    fact="valid_from",      # as CT21: one wrong day makes both
    message="有效期自 {valid_from} 开始，二维码或网址却是 2018 年机构改革前的 {qr_text}",
    basis="2019 年 8 月起启用新版证件和 cx.mem.gov.cn",
    innocent=("网址抄自旧宣传单或旧表格", "有效期开始日期填写有误"),
    clears="请对照证件原件核对该栏，并在 cx.mem.gov.cn 查询",
    flagged=(
        {"qr_text": "http://cx.saws.org.cn/", "valid_from": "2021-03-01"},
        {"qr_text": "cx.saws.org.cn", "valid_from": "2019-09-01"},
    ),
    clear=(
        {"qr_text": "http://cx.saws.org.cn/", "valid_from": "2019-08-31"},
        {"qr_text": "https://cx.mem.gov.cn/", "valid_from": "2021-03-01"},
        {"qr_text": "http://cx.saws.org.cn/"},
    ),
)
def retired_host(claims):
    """The lookup of before the reform was official; only on a card that begins after it was replaced is it out of place."""
    return hosts.of(claims).show(hosts.Sign.RETIRED) & (claims.valid_from >= hosts.RETIRED_SINCE)

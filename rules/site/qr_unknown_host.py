from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI03",
    title="网址不在官方网址之列",
    severity=Severity.LOW,
    reads=("qr_text",),
    message="二维码或网址：{reason}",
    basis="应急管理部公布的唯一查询网址为 cx.mem.gov.cn",
    innocent=("单位在证件夹或资产标签上贴了自己的二维码", "该栏填写的是培训机构或单位的网址"),
    clears="以 cx.mem.gov.cn 的查询结果为准；可用微信公众号“国家安全生产考试”重新扫描证件原件",
    details=hosts.reasons_at,
    flagged=(
        {"qr_text": "https://www.example.com/asset/1"},
        {"qr_text": "ftp://example.invalid/a"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/"},
        {"qr_text": "https://t.cn/A6abc"},
        {"qr_text": "张三"},
        {"qr_text": "http://zscx.osta.org.cn/"},
    ),
)
def qr_unknown_host(claims):
    """A host that is neither official nor like an official one: a note, no reproach.

    Official sites outside gov.cn exist, and the list of them is never complete.
    """
    return hosts.of(claims).show(hosts.Sign.UNKNOWN)

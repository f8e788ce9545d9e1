from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI09",
    title="网址与官方网址差个别字母",
    severity=Severity.MEDIUM,
    reads=("qr_text",),
    message="填写的网址 {qr_text} 与官方查询网址 cx.mem.gov.cn 只差个别字母",
    basis="应急管理部证件查询唯一网址 https://cx.mem.gov.cn",
    innocent=("手工录入网址时漏了或错了一个字母",),
    clears="请更正网址；如果是扫码得到的，请用微信公众号“国家安全生产考试”重新扫描证件原件",
    flagged=(
        {"qr_text": "cx.mem.gov.com"},
        {"qr_text": "http://cx.mem.g0v.cn/"},
        {"qr_text": "cx.memgov.cn/special"},
    ),
    clear=(
        {"qr_text": "cx.mem.gov.cn"},
        {"qr_text": "http://cx.mem.gov.com/card?id=1"},
        {"qr_text": "cx.mem-gov.cn"},
        {"qr_text": "cx.mem.gov"},
        {"qr_text": "www.mem.com.cn"},
    ),
)
def misspelt_host(claims):
    """One letter off the official name, in an address that holds no more than the printed one: typed wrongly, or an imitation.

    A slip of the pen explains it, so it never weighs as much as SI01.
    """
    return hosts.of(claims).show(hosts.Sign.MISSPELT)

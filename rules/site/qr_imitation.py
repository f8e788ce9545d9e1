from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI01",
    title="网址仿照官方网站",
    severity=Severity.HIGH,
    reads=("qr_text",),
    message="二维码或网址打开的是 {host}：{reason}。官方查询网址是 cx.mem.gov.cn",
    basis="应急管理部证件查询唯一网址 https://cx.mem.gov.cn；仿冒网站通报",
    innocent=("该栏填写的不是证件上的二维码，而是经办人自己找到的查询网址", "单位电脑经代理访问，网址被改写"),
    clears="请用微信公众号“国家安全生产考试”的“证件扫码查询”重新扫描证件原件，并在 cx.mem.gov.cn 查询本人证件",
    details=hosts.reasons_at,
    flagged=(
        {"qr_text": "http://cx.mem.gov.cn.verify.example.invalid/c/1"},
        {"qr_text": "https://www.cx-mem-gov.example.invalid/"},
        {"qr_text": "http://gov-cn.example.invalid/card?id=1"},
        {"qr_text": "http://cx.mem.gov.cn@example.invalid/"},
        {"qr_text": "http://сх.mem.gov.cn/"},
        {"qr_text": "http://cx.mem.g0v.cn/card?id=1"},
        {"qr_text": "http://www.yananzw.cn/"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/special?index=0"},
        {"qr_text": "http://cx.mem.g0v.cn/"},
        {"qr_text": "www.wenling.gov.cn"},
        {"qr_text": "http://zscx.osta.org.cn/"},
        {"qr_text": "https://www.example.com/asset/1"},
        {"qr_text": "cx.mem.gov"},
    ),
)
def qr_imitation(claims):
    """The code on a genuine card leads to a host of the ministry, never to one that copies its name.

    Allow-list first, then shapes that only an imitation has. A host that differs from the official one as by a slip
    of the pen, in an address as people type it, is another rule's question (SI09).
    """
    return hosts.of(claims).show(hosts.Sign.IMITATION)

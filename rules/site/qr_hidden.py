from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI02",
    title="网址看不出打开哪个网站",
    severity=Severity.MEDIUM,
    reads=("qr_text",),
    message="二维码或网址没有写明网站：{reason}",
    basis="应急管理部公布的唯一查询网址为 cx.mem.gov.cn；短网址、IP 地址等看不出去向（lookalike_patterns LP05、LP06、LP07、LP10）",
    innocent=("单位自制的资产标签、内网系统使用短网址或 IP 地址", "该栏填写的是单位培训资料的链接"),
    clears="请用微信公众号“国家安全生产考试”重新扫描证件原件上的二维码",
    details=hosts.reasons_at,
    flagged=(
        {"qr_text": "https://t.cn/A6abc"},
        {"qr_text": "http://192.168.1.10/card/1"},
        {"qr_text": "http://2130706433/"},
        {"qr_text": "http://user@example.invalid/"},
        {"qr_text": "https://xn--bcher-kva.example/"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/"},
        {"qr_text": "http://www.example.com/"},
        {"qr_text": "http://cx.mem.gov.cn.example.invalid/"},
        {"qr_text": "T331081189703010078"},
    ),
)
def qr_hidden(claims):
    """A short link, a bare IP address, a user part or foreign letters hide the site that is opened.

    It says nothing of the holder: the code has to be read again in the official account.
    """
    return hosts.of(claims).show(hosts.Sign.HIDDEN)

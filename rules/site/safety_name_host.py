from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI06",
    title="网址含安全生产字样但不是官方网站",
    severity=Severity.MEDIUM,
    reads=("qr_text",),
    message="二维码或网址：{reason}",
    basis="应急管理部公布的唯一查询网址为 cx.mem.gov.cn（lookalike_patterns LP04）",
    innocent=("培训机构、协会自己的网站常用这类名称", "单位自己的安全培训系统"),
    clears="以 cx.mem.gov.cn 的查询结果为准，并用微信公众号“国家安全生产考试”重新扫描证件原件",
    details=hosts.reasons_at,
    flagged=(
        {"qr_text": "http://www.aqks.com/"},
        {"qr_text": "https://cx.example.com/card/1"},
        {"qr_text": "http://tzzy.example.top/"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/"},
        {"qr_text": "http://cx.saws.org.cn/"},
        {"qr_text": "http://zscx.osta.org.cn/"},
        {"qr_text": "http://gx.zscx.osta.org.cn/"},
        {"qr_text": "https://www.example.com/"},
    ),
)
def safety_name_host(claims):
    """A commercial host with a word of the trade or of lookups in its name is a place where such codes have led.

    Training firms use such names as well, so it weighs only together with something else.
    """
    return hosts.of(claims).show(hosts.Sign.SAFETY_NAME)

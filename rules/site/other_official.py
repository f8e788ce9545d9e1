from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI07",
    title="网址是其他官方网站",
    severity=Severity.LOW,
    reads=("qr_text",),
    message="二维码或网址：{reason}",
    basis="特种作业操作证的查询网址为 cx.mem.gov.cn；其他登记库见 official_hosts.csv",
    innocent=("填写的是另一张证书的查询网址", "经办人填写了政府门户网站"),
    clears="请核对证书属于哪个登记库；特种作业操作证在 cx.mem.gov.cn 查询",
    details=hosts.reasons_at,
    flagged=(
        {"qr_text": "http://cnse.samr.gov.cn/info-pub/pub"},
        {"qr_text": "http://cranesystem.gdcic.net:8080/"},
        {"qr_text": "www.wenling.gov.cn"},
        {"qr_text": "http://cx.men.gov.cn/"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/"},
        {"qr_text": "https://www.mem.gov.cn/"},
        {"qr_text": "https://www.gjzwfw.gov.cn/a"},
        {"qr_text": "http://www.example.com/"},
        {"qr_text": "https://www.chinamine-safety.gov.cn/"},
    ),
)
def other_official(claims):
    """A government site that does not look up this certificate: another paper's, or a portal. Never a fake."""
    return hosts.of(claims).show(hosts.Sign.OTHER_OFFICIAL)

from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI08",
    title="网址端口不常见",
    severity=Severity.LOW,
    reads=("qr_text",),
    message="二维码或网址 {qr_text} 使用了不常见的端口",
    basis="lookalike_patterns LP09",
    innocent=("单位内部系统常用其他端口",),
    clears="以 cx.mem.gov.cn 的查询结果为准",
    flagged=(
        {"qr_text": "http://www.example.com:8443/a"},
        {"qr_text": "https://cx.mem.gov.cn:8443/"},
    ),
    clear=(
        {"qr_text": "http://cranesystem.gdcic.net:8080/"},
        {"qr_text": "https://cx.mem.gov.cn:443/"},
        {"qr_text": "http://www.example.com:80/"},
        {"qr_text": "https://cx.mem.gov.cn/"},
    ),
)
def unusual_port(claims):
    """Public lookups answer at the usual ports; one official site is a known exception."""
    return hosts.of(claims).have_odd_port()

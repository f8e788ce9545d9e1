from rules import hosts
from rules.rule import Severity, rule


@rule(
    code="SI04",
    title="二维码直接打开微信文章或公众号",
    severity=Severity.LOW,
    reads=("qr_text",),
    message="二维码内容 {qr_text} 直接打开微信，看不出公众号的主体",
    basis="证件扫码查询在微信公众号“国家安全生产考试”（主体：应急管理部干部培训学院，有蓝色认证标识）内进行",
    innocent=("经办人复制了官方公众号自己的链接", "二维码是培训机构的公众号"),
    clears="请核对公众号主体和认证标识，并在该公众号内重新扫描证件原件",
    flagged=(
        {"qr_text": "https://mp.weixin.qq.com/s/abc"},
        {"qr_text": "http://weixin.qq.com/r/abc"},
        {"qr_text": "weixin://dl/business"},
    ),
    clear=(
        {"qr_text": "https://cx.mem.gov.cn/"},
        {"qr_text": "http://mp.weixin.qq.com.example.invalid/"},
        {"qr_text": "微信公众号 国家安全生产考试"},
    ),
)
def qr_wechat(claims):
    """The code of a genuine card is read inside the official account; it does not open an account by itself.

    LOW, because the official account has links too, and whose account it is cannot be seen without opening it.
    """
    return hosts.of(claims).show(hosts.Sign.WECHAT)

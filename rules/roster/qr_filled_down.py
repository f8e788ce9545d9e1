import numpy as np

from rules import hosts
from rules.owners import at, lines, numbered
from rules.rule import Means, Scope, Severity, rule

LINK = "http://cx.mem.gov.cn.example.invalid/"
ONE, TWO, THREE, FOUR = ({"id_number": number, "qr_text": "https://cx.mem.gov.cn/"} for number in (
    "331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016"))


def above(claims):
    """The row above each row that has its very QR text, else -1."""
    words = claims.qr_text.codes.astype(np.int64)
    row = np.arange(claims.size) - 1
    same = claims.known("qr_text") & at(claims.known("qr_text"), row, False) & (at(words, row, -1) == words)
    own = numbered(claims).own
    return np.where(same & (at(own, row, -1) != own), row, -1)


def where(claims, rows):
    return {"other": lines(claims, above(claims)[rows])}


@rule(
    code="RO21",
    title="网址与上一行完全相同",
    severity=Severity.QUESTION,
    reads=("qr_text",),
    message="二维码或网址与{other}另一人的完全相同，疑似拖拽填充，请重新扫描本人的证书",
    basis="每张证书的二维码指向该证书自己的档案",
    innocent=("二维码一列从上一行拖拽填充",),
    clears="请用微信公众号“国家安全生产考试”重新扫描本人证书原件上的二维码",
    scope=Scope.ROSTER,
    details=where,
    means=Means.NEEDS_CORRECTION,
    explains=("SI01", "SI02", "SI06", "SI09"),
    flagged=tuple(([ONE, TWO | {"qr_text": link}, THREE | {"qr_text": link}, FOUR], [2]) for link in (
        LINK, "https://t.cn/A6abc", "http://www.aqks.com/", "http://cx.mem.g0v.cn/")),
    clear=(
        [ONE, TWO, THREE, FOUR],
        [TWO | {"qr_text": LINK}, ONE, THREE | {"qr_text": LINK}, FOUR],
        [ONE, TWO | {"qr_text": LINK + "1"}, THREE | {"qr_text": LINK + "2"}, FOUR],
        [ONE, TWO | {"qr_text": LINK}, TWO | {"qr_text": LINK}, FOUR],
    ),
)
def qr_filled_down(claims):
    """What was dragged down from the row above was not read from this card. The row that it came from stays as it is."""
    sites = hosts.of(claims)
    return (above(claims) >= 0) & np.any([sites.show(sign) for sign in (
        hosts.Sign.IMITATION, hosts.Sign.HIDDEN, hosts.Sign.SAFETY_NAME, hosts.Sign.MISSPELT)], axis=0)

import numpy as np

from rules import displaced, hosts
from rules.groups import Groups
from rules.owners import numbered, some_lines
from rules.rule import Scope, Severity, rule

LINK = "http://cx.mem.gov.cn.example.invalid/"
PEOPLE = tuple({"id_number": number, "qr_text": LINK} for number in (
    "331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016"))
LINKS = (LINK, "https://t.cn/A6abc", "http://www.aqks.com/c?no=8f3a2b91", "http://cx.mem.g0v.cn/", "http://cx.saws.org.cn/")


def filled_with(link):
    return [row | {"qr_text": link, "valid_from": "2021-03-01"} for row in PEOPLE]


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO20",
    title="网址一列整列相同",
    severity=Severity.QUESTION,
    reads=("qr_text",),
    message="名册的网址或二维码一列几乎都是同一个内容（{rows}），不是逐张扫描证件得来的，因此不据此评价任何人；请核对这个网址本身",
    basis="每张证书的二维码指向该证书自己的档案；官方查询网址是 cx.mem.gov.cn",
    innocent=("经办人整列填了自己使用的查询网址", "名册模板预先填好了网址"),
    clears="请用微信公众号“国家安全生产考试”逐张扫描证件原件；单位使用的查询网址不是 cx.mem.gov.cn 的，请停止使用",
    scope=Scope.NOTICE,
    details=where,
    explains=("SI01", "SI02", "SI05", "SI06", "SI09", "RO11"),
    flagged=(*((filled_with(link), [0, 1, 2, 3]) for link in LINKS), ([*PEOPLE[:3], PEOPLE[3] | {"qr_text": ""}], [0, 1, 2])),
    clear=(
        [row | {"qr_text": "https://cx.mem.gov.cn/special?index=0"} for row in PEOPLE],
        [row | {"qr_text": f"{LINK}{at}"} for at, row in enumerate(PEOPLE)],
        [*PEOPLE[:2], *(row | {"qr_text": ""} for row in PEOPLE[2:])],
        [PEOPLE[0]] * 4,
    ),
)
def one_qr_throughout(claims):
    """One address in nearly all rows of different people was filled in by the clerk: it is a question about the file."""
    words = claims.qr_text
    keys = np.where(claims.known("qr_text"), words.codes.astype(np.int64), -1)
    text = Groups(keys, len(words.values))
    people = text.spread(text.kinds(numbered(claims).own) >= displaced.FEWEST, False)
    return people & displaced.throughout(keys) & ~hosts.of(claims).show(hosts.Sign.OFFICIAL)


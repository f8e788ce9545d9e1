import re

import numpy as np

from rules.groups import Groups
from rules.owners import numbered, some_lines
from rules.rule import Scope, Severity, rule

TOKEN = re.compile("[0-9A-Za-z_-]{6,}")
ONE = {"id_number": "331081189703010078", "qr_text": "http://zs.example.com/cert?no=8f3a2b91"}
ANOTHER = {"id_number": "33108118970301006X", "qr_text": "http://zs.example.com/cert?no=8f3a2b91"}


def of_one_card(text):
    """Whether a QR text carries something that tells one card from others, behind the address of its site.

    >>> of_one_card("http://zs.example.com/cert?no=8f3a2b91"), of_one_card("https://cx.mem.gov.cn/special?index=0"), of_one_card("查询结果一致")
    (True, False, False)
    """
    path = text.partition("://")[2].partition("/")[2]
    return any(re.search("[0-9]", token) for token in TOKEN.findall(path))


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO11",
    title="多人证书的二维码内容完全相同",
    severity=Severity.MEDIUM,
    reads=("id_number", "qr_text"),
    marks=("qr_text",),
    fact="qr_text",
    message="二维码内容与名册中其他人的完全相同，而其中带有单张证书的编号（{rows}）",
    basis="每张证书的二维码指向该证书自己的档案",
    innocent=("二维码一列下拉填充", "同一张截图误用于多人"),
    clears="请重新扫描各人证书原件上的二维码",
    scope=Scope.ROSTER,
    details=where,
    flagged=(([ONE, ANOTHER], [0, 1]),),
    clear=(
        [ONE, ONE], [ONE, ANOTHER | {"qr_text": "http://zs.example.com/cert?no=8f3a2b92"}],
        [ONE | {"qr_text": "https://cx.mem.gov.cn/special?index=0"}, ANOTHER | {"qr_text": "https://cx.mem.gov.cn/special?index=0"}],
        [ONE | {"qr_text": "http://zs.example.com/cert"}, ANOTHER | {"qr_text": "http://zs.example.com/cert"}],
    ),
)
def one_qr_for_many(claims):
    """A code that names one card cannot stand on the cards of several people. The front page of a lookup may, and does."""
    words = claims.qr_text
    codes = np.where(claims.known("qr_text"), words.codes.astype(np.int64), -1)
    text = Groups(codes, len(words.values))
    shared = np.flatnonzero(text.kinds(numbered(claims).own) >= 2)
    found = np.zeros(text.count, bool)
    found[shared] = [of_one_card(words.values[word]) for word in shared]
    return text.spread(found, False)

import numpy as np

from rules import issuers
from rules.groups import Groups, joined
from rules.owners import numbered, some_lines
from rules.roster.periods import day_code
from rules.rule import Scope, Severity, rule

LEAST = 5
FAR = tuple(
    {"id_number": number, "issuer": "某省应急管理厅", "valid_from": "2024-05-20"} for number in (
        "331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016", "33262318850301204X"))
AWAY = tuple(row | {"issuer": "甘肃省应急管理厅"} for row in FAR)
HOME = tuple(
    {"id_number": number, "issuer": "浙江省应急管理厅", "valid_from": day} for number, day in (
        ("510212188802291158", "2021-03-01"), ("331002189008153135", "2022-07-11"), ("33260018911111117X", "2023-09-05"),
        ("331081189612311019", "2020-01-15"), ("440524188001010014", "2025-02-28"), ("11010519491231002X", "2024-11-11")))


def province(claims):
    """The province of each row's issuer (two digits), -1 where it names none."""
    known = claims.known("issuer")
    code = claims.issuer.each(lambda text: int(issuers.judge(text).code2 or -1), np.int64)
    return np.where(known, code, -1)


def batch(claims):
    """Rows by issuing province and day, of persons from elsewhere."""
    issued_in, lives_in = province(claims), claims.id.division // 10000
    elsewhere = claims.id.sound & (lives_in != issued_in) & (issued_in >= 0)
    return Groups(np.where(elsewhere, joined(issued_in, day_code(claims.valid_from)), -1))


def size(claims, rows):
    groups = batch(claims)
    return {"count": [str(count) for count in groups.sizes[groups.code[rows]]], "rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO10",
    title="多人同日由同一外省机关发证",
    severity=Severity.LOW,
    reads=("id_number", "issuer", "valid_from"),
    marks=("issuer", "valid_from"),
    message="名册中有 {count} 条证书都由本条的签发机关所在省签发、都自 {valid_from} 起有效，而其他多数人的证书由别的省签发",
    basis="应急管理部令第 19 号自 2026-06-01 起允许跨省申请；此前在从业地或户籍地申请",
    innocent=("单位组织到外省集中培训考试", "整个班组从外省项目转来", "2026 年 6 月起可以跨省办理"),
    clears="请说明培训考试的经过，并逐人向登记库核对",
    scope=Scope.ROSTER,
    details=size,
    flagged=(([*AWAY, *HOME], [0, 1, 2, 3, 4]),),
    clear=(
        [*AWAY[:4], *HOME], list(AWAY), [row | {"issuer": "浙江省应急管理厅"} for row in AWAY], [*AWAY, *HOME[:5]], [*FAR, *HOME],
        [*AWAY[:4], AWAY[4] | {"valid_from": "2024-05-21"}, *HOME], [*AWAY[:4], AWAY[3], *HOME],
        [*AWAY[:4], AWAY[4] | {"id_number": "620102189703010038"}, *HOME],
    ),
)
def same_day_batch(claims):
    """Five people of one firm, none of them from there, with cards of one far province and one day: a class, or one seller.

    An exam class gives equal days too, and a firm's own province is where its people are examined. So only a day of
    another province than that of more than half of the roster is noted, and only for persons whose numbers are from elsewhere.
    """
    groups = batch(claims)
    issued_in = province(claims)
    persons = groups.kinds(numbered(claims).own)
    many = groups.spread(persons >= LEAST, False)
    placed = issued_in[issued_in >= 0]
    by_province = np.bincount(placed, minlength=100)
    others = len(placed) - by_province[np.where(issued_in >= 0, issued_in, 0)]
    return many & (2 * others > claims.size)

import numpy as np

from rules.groups import runs
from rules.owners import some_lines
from rules.rule import Scope, Severity, rule

LEAST = 4           # twins and triplets are people; four numbers in a row are not
RUN = tuple({"id_number": number} for number in ("331081189703013017", "331081189703013025", "331081189703013033", "331081189703013041"))


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO12",
    title="身份证号顺序码连号",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号 {id_number} 与名册中另外至少三人地区、生日相同，顺序码依次相连（{rows}）",
    basis="GB 11643-1999（顺序码由同一地区同日出生的人依次取得）",
    innocent=("多胞胎", "测试数据或占位号码未替换"),
    clears="请对照身份证原件逐人核对号码",
    scope=Scope.ROSTER,
    details=where,
    flagged=((RUN, [0, 1, 2, 3]), ((RUN[2], RUN[0], {"id_number": "110105189703120047"}, RUN[3], RUN[1]), [0, 1, 3, 4])),
    clear=(RUN[:3], [*RUN[:3], RUN[0]], [*RUN[:3], {"id_number": "331081189703013042"}], [*RUN[:3], {"id_number": "331081189703013105"}]),
)
def number_run(claims):
    """Four people of one place and one birthday whose numbers follow each other: such numbers are made up more often than born."""
    number = np.where(claims.id.sound, claims.id.key // 11, -1)
    distinct = np.sort(number[number >= 0])
    distinct = distinct[np.append(True, distinct[1:] != distinct[:-1])[:len(distinct)]]
    if len(distinct) < LEAST:
        return np.zeros(claims.size, bool)
    step = np.append(0, distinct[1:] - distinct[:-1])
    run = runs((step > 2) | (distinct // 1000 != np.append(distinct[:1], distinct[:-1]) // 1000))
    long = np.bincount(run) >= LEAST
    place = np.minimum(np.searchsorted(distinct, number), len(distinct) - 1)
    return (number >= 0) & long[run[place]]

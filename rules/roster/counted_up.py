from rules.owners import counted_up, some_lines
from rules.rule import Means, Scope, Severity, rule

SERIES = tuple({"name": name, "id_number": f"33108118970301007{last}"} for name, last in (("测试甲", 7), ("李因", 8), ("欧阳丙", 9)))


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO14",
    title="号码疑似被表格按序列填充",
    severity=Severity.QUESTION,
    reads=(),
    marks=("id_number", "certificate_number"),
    message="{rows}：号码逐行加一，疑似下拉时被表格按序列填充",
    basis="GB 11643-1999（末位是校验码，相邻的号码不会都成立）",
    innocent=("在表格中下拉时，软件把号码逐行加了一",),
    clears="请从原始登记表或证件重新录入这些行的号码",
    means=Means.NEEDS_CORRECTION,
    scope=Scope.NOTICE,
    explains=("CT01",),
    details=where,
    flagged=((SERIES, [0, 1, 2]), ([{"certificate_number": f"T{row['id_number']}"} for row in SERIES], [0, 1, 2])),
    clear=(
        SERIES[:2], SERIES[::-1], (SERIES[0], SERIES[1], SERIES[1]),
        [{"id_number": n} for n in ("331081189703013017", "331081189703013025", "331081189703013033")],
    ),
)
def series(claims):
    """Numbers that go up by one from line to line were made by a spreadsheet: their check digits would not allow it."""
    return counted_up(claims)

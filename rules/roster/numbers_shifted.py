from rules.owners import shifted, some_lines
from rules.rule import Means, Scope, Severity, rule

NUMBERS = ("331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016", "33262318850301204X")
NAMES = ("测试甲", "李因", "欧阳丙", "司马丁", "陈己")


def roster(order):
    """Five persons; on each card the number of the person at that place of `order`, none where it is -1."""
    return [{"name": name, "id_number": number, "certificate_number": f"T{NUMBERS[at]}" if at >= 0 else ""}
            for name, number, at in zip(NAMES, NUMBERS, order, strict=True)]


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO06",
    title="证书编号一列疑似整体错行",
    severity=Severity.QUESTION,
    reads=("certificate_number",),
    message="证书编号一列疑似整体错行或单独排过序：{rows}的证书编号是名册中其他人的号码",
    basis="特种作业操作证编号为“T”加持证人本人的身份证号",
    innocent=("插入或删除单元格后整列上移或下移了一行", "只对这一列排了序", "粘贴时错开了一行"),
    clears="请把证书编号一列与姓名、身份证号重新对齐后再上传",
    means=Means.NEEDS_CORRECTION,
    scope=Scope.NOTICE,
    explains=("CT01", "CT02", "RO07", "RO13"),
    details=where,
    flagged=(
        (roster((1, 2, 3, 4, 0)), [0, 1, 2, 3, 4]),
        (roster((-1, 0, 1, 2, 3)), [1, 2, 3, 4]),
        (roster((0, 2, 3, 4, -1)), [1, 2, 3]),
        (roster((1, 2, -1, 4, 0)), [0, 1, 3, 4]),
        (roster((2, 4, 1, 0, 3)), [0, 1, 2, 3, 4]),                            # the column was sorted by itself
        (roster((1, 0, 3, 4, 2)), [0, 1, 2, 3, 4]),
    ),
    clear=(
        roster((0, 1, 2, 3, 4)), roster((1, 0, 2, 3, 4)), roster((0, 1, 2, 3, 0)), roster((0, 2, 2, 3, 4)),
        [*roster((1, 2, 0, 3, 4)), *roster((1, 2, 0, 3, 4))[3:]],              # three cards mixed up, of seven
        roster((0, 2, 3, 3, 4)), roster((0, 2, -1, -1, 4)),
        [row for row in roster((0, 1, 2, 3, 4)) for _ in range(2)],
    ),
)
def numbers_shifted(claims):
    """Certificate numbers that all belong to the person one row up or down: the column slid. One notice, no finding against anybody."""
    return shifted(claims)

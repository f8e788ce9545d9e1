from rules.owners import filled_down, some_lines
from rules.rule import Means, Scope, Severity, rule

NUMBER = "331081189703010078"
FIVE = tuple({"name": name, "id_number": NUMBER} for name in ("测试甲", "李因", "欧阳丙", "司马丁", "王戊"))
CARDS = tuple(
    {"name": name, "id_number": number, "certificate_number": "T" + NUMBER}
    for name, number in (("测试甲", NUMBER), ("李因", "33108118970301006X"), ("欧阳丙", "110105189703120047"), ("司马丁", "440524189703150016")))


def where(claims, rows):
    own, card = filled_down(claims)
    columns = "、".join(label for label, found in (("身份证号", own), ("证书编号", card)) if found.any())
    return {"rows": [some_lines(claims, rows)] * len(rows), "columns": [columns] * len(rows)}


@rule(
    code="RO03",
    title="同一号码连续出现在不同姓名下",
    severity=Severity.QUESTION,
    reads=("name",),
    marks=("id_number", "certificate_number"),
    message="{columns}一列疑似下拉填充：{rows}是同一个号码，姓名各不相同",
    basis="GB 11643-1999（一人一号）",
    innocent=("在表格中下拉填充或复制时误把号码带到了其他人的行", "复制后又重新排序"),
    clears="请从原始登记表或证件重新录入这些行的号码",
    means=Means.NEEDS_CORRECTION,
    scope=Scope.NOTICE,
    explains=("CT01", "CT02", "RO02", "RO13"),
    details=where,
    flagged=(
        (FIVE, [0, 1, 2, 3, 4]),
        (CARDS, [1, 2, 3]),                                                    # the first is the owner's own
        ([FIVE[0], FIVE[1] | {"id_number": ""}, FIVE[2], FIVE[3]], [0, 2, 3]),
        ([FIVE[0], FIVE[1], {"name": "陈己", "id_number": "110105189703120047"}, FIVE[2], FIVE[3]], [0, 1, 3, 4]),
    ),
    clear=(
        [FIVE[0], FIVE[0] | {"item": "低压电工作业"}, FIVE[0] | {"item": "高处作业"}],          # one person, several certificates
        [FIVE[0] | {"name": "买买提·艾力"}, FIVE[0] | {"name": "买买提艾力"}, FIVE[0] | {"name": "買買提•艾力"}],
        [FIVE[0], FIVE[1]],
        [*FIVE[:2], *({"name": "陈己", "id_number": "110105189703120047"},) * 4, FIVE[2]],
    ),
)
def copied_down(claims):
    """One number under three or more names, one below the other or in most of the roster, was filled down by a spreadsheet.

    The whole stretch is one mistake of the file, and no finding against anybody in it.
    """
    own, card = filled_down(claims)
    return own | card

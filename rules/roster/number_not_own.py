from rules import displaced
from rules.rule import Means, Scope, Severity, rule

NAMES = ("测试甲", "李因", "欧阳丙", "司马丁")


@rule(
    code="RO16",
    title="号码是填充出来的，不据此下结论",
    severity=Severity.QUESTION,
    reads=("id_number",),
    message="身份证号 {id_number} 与上下几行不同姓名的号码相同或逐行加一，不能确定是本人的号码；登记库对这个号码的答复不用于本条",
    basis="GB 11643-1999（一人一号）",
    innocent=("号码一列从上一行拖拽填充", "拖拽时表格按序列递增"),
    clears="请逐人填写本人的身份证号后重新核验",
    scope=Scope.ROSTER,
    means=Means.UNSURE,
    flagged=(
        ([{"name": name, "id_number": "331081189703010078"} for name in NAMES], [0, 1, 2, 3]),
        ([{"name": name, "id_number": f"33108118970301{78 + at:04d}"} for at, name in enumerate(NAMES)], [0, 1, 2, 3]),
    ),
    clear=(
        [{"name": name, "id_number": number} for name, number in zip(NAMES, (
            "331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016"), strict=True)],
        [{"name": "测试甲", "id_number": "331081189703010078"}] * 4,
        [{"name": "测试甲", "id_number": number, "certificate_number": "T331081189703010078"} for number in (
            "331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016")],
    ),
)
def number_not_own(claims):
    """A number that a spreadsheet filled in says nothing of the person beside it, and neither does a register's silence about it."""
    return displaced.misnumbered(claims)

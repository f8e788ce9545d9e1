from rules import displaced
from rules.rule import Means, Scope, Severity, rule

ONE = {"name": "测试甲", "id_number": "331081189703010078", "register_name": "测试甲"}
TWO = {"name": "欧阳丙", "id_number": "110105189703120047", "register_name": "欧阳丙"}
THREE = {"name": "李因", "id_number": "440524189703150016", "register_name": "李因"}


@rule(
    code="RO15",
    title="姓名与号码可能错行",
    severity=Severity.QUESTION,
    reads=("name", "register_name"),
    marks=("name", "id_number"),
    message="登记库中此号码的姓名是“{register_name}”，不是“{name}”；名册中相邻的行有同一号码或同一姓名，或者这个姓名属于另一错位的行：疑似填充、错行或单独排序",
    basis="特种作业操作证编号即持证人证件号码（应急管理部公布的查询规则）",
    innocent=("号码或姓名从上一行拖拽填充", "只排序了姓名一列", "两行的姓名互换"),
    clears="请逐行对照身份证更正姓名和号码后重新核验",
    scope=Scope.ROSTER,
    means=Means.DISPLACED,
    explains=("RG01", "RG03", "RG05"),
    flagged=(
        ([ONE, {**TWO, "id_number": ONE["id_number"], "register_name": "测试甲"}, THREE], [1]),       # the number filled down
        ([ONE, TWO | {"name": "测试甲"}, THREE], [1]),                                               # the name filled down
        ([ONE | {"name": "李因"}, TWO, THREE | {"name": "测试甲"}], [0, 2]),                          # exchanged
        ([ONE | {"name": "欧阳丙"}, TWO | {"name": "李因"}, THREE | {"name": "测试甲"}], [0, 1, 2]),   # sorted alone
        ([ONE, {**TWO, "id_number": ONE["id_number"], "register_name": "测试甲", "item": "钎焊作业", "register_item": "低压电工作业",
                "valid_until": "2031-12-31", "register_valid_until": "2027-06-10"}, THREE], [1]),        # the whole record is the neighbour's
    ),
    clear=(
        [ONE, TWO, THREE], [ONE, TWO | {"name": "司马丁"}, THREE],
        [ONE, THREE, {**TWO, "id_number": ONE["id_number"], "register_name": "测试甲"}],               # another's number, from further away
        [ONE, THREE, TWO | {"name": "测试甲"}],
    ),
)
def names_displaced(claims):
    """A name that is not the register's, where a slip along the column shows: filled from a neighbour that agrees, or exchanged among rows."""
    return displaced.persons(claims)

from rules import displaced
from rules.rule import Means, Scope, Severity, rule

LOW = {"item": "低压电工作业", "register_item": "低压电工作业"}
HIGH = {"item": "高压电工作业", "register_item": "高压电工作业"}
WELDER = {"item": "熔化焊接与热切割作业", "register_item": "熔化焊接与热切割作业"}


@rule(
    code="RO19",
    title="操作项目可能是别的行的",
    severity=Severity.QUESTION,
    reads=("item", "register_item"),
    message="所报操作项目“{item}”，登记库中为“{register_item}”；这一列有多行填着同一项目，或与另一行的项目对调：疑似填充、错行或单独排序",
    basis="一证一项：操作证只对所载操作项目有效",
    innocent=("项目一列从上一行拖拽填充", "整列填成了同一个项目", "两行的项目互换"),
    clears="请按操作证原件逐行更正操作项目",
    scope=Scope.ROSTER,
    means=Means.DISPLACED,
    explains=("RG03",),
    flagged=(
        ([LOW, WELDER | {"item": "低压电工作业"}, WELDER | {"item": "低压电工作业"}, HIGH], [1, 2]),
        ([LOW | {"item": "熔化焊接与热切割作业"}, HIGH, WELDER | {"item": "低压电工作业"}], [0, 2]),
    ),
    clear=(
        [LOW, HIGH, WELDER], [HIGH, LOW | {"item": "高压电工作业"}, WELDER],
        [LOW | {"item": "高压电工作业"}, WELDER, LOW | {"item": "高压电工作业"}, WELDER],
    ),
)
def items_displaced(claims):
    """An item that is not the register's, in a column that was filled, or exchanged with another row, is a slip of the file."""
    return displaced.items(claims)

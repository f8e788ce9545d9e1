from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG04",
    title="操作项目写法无法对应",
    severity=Severity.LOW,
    reads=("item", "register_item"),
    message="所报操作项目“{item}”不是目录中的全称，登记库中为“{register_item}”",
    basis="特种作业目录（操作项目以全称登记）",
    innocent=("花名册用了习惯叫法", "2026-06-01 起的新目录项目名称有变"),
    clears="请按操作证上的操作项目全称填写",
    means=Means.SLIP,
    fact="register_item",
    flagged=({"item": "某种说不清的作业", "register_item": "低压电工作业"},),
    clear=({"item": "低压电工作业", "register_item": "低压电工作业"}, {"item": "高压电工作业", "register_item": "低压电工作业"}),
)
def item_unclear(claims):
    """A wording that names no item for certain cannot be held against the record."""
    return records.item(claims) == "unclear"

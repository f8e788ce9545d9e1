from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG03",
    title="操作项目与登记不符",
    severity=Severity.MEDIUM,
    reads=("item", "register_item"),
    message="所报操作项目“{item}”，登记库中此人的项目为“{register_item}”",
    basis="一证一项：操作证只对所载操作项目有效（安全生产法第三十条；特种作业目录）",
    innocent=("此人另有一证尚未登记或在别的登记库", "花名册的项目一列填错"),
    clears="请出示载有该项目的操作证原件，或在登记库查看此人的全部证件",
    means=Means.OTHER_CARD,
    fact="register_item",
    flagged=({"item": "高压电工作业", "register_item": "低压电工作业"},),
    clear=({"item": "低压电工", "register_item": "低压电工作业"}, {"item": "电工", "register_item": "低压电工作业"},
           {"item": "低压电工作业", "register_item": "低压电工作业"},
           {"item": "某种说不清的作业", "register_item": "低压电工作业"}),
)
def item_differs(claims):
    """The person is on the register, but with no record for this item. Everyday wording that names no item is not judged."""
    return records.item(claims) == "differs"

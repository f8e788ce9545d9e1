from rules import records, trades
from rules.rule import Means, Severity, rule


def names_category_of(category, item):
    one, other = trades.meaning(category).categories, trades.meaning(item).categories
    return "same" if one & other else "differs"


@rule(
    code="RG18",
    title="操作项目与作业类别不一致，登记库与类别相符",
    severity=Severity.QUESTION,
    reads=("category", "item", "register_item"),
    marks=("item",),
    message="作业类别写的是“{category}”，操作项目写的是“{item}”；登记库中为“{register_item}”，与作业类别相符：操作项目一格可能填错",
    basis="特种作业目录（操作项目属于作业类别）",
    innocent=("操作项目一格从上一行拖拽填充", "选错了下拉项"),
    clears="请按操作证原件更正操作项目",
    means=Means.UNSURE,
    flagged=({"category": "电工作业", "item": "熔化焊接与热切割作业", "register_item": "低压电工作业"},),
    clear=(
        {"category": "电工作业", "item": "高压电工作业", "register_item": "低压电工作业"},
        {"category": "焊接与热切割作业", "item": "熔化焊接与热切割作业", "register_item": "低压电工作业"},
        {"category": "电工作业", "item": "低压电工作业", "register_item": "低压电工作业"},
        {"category": "电工作业", "item": "熔化焊接与热切割作业", "register_item": "低压电工作业", "name": "测试甲", "register_name": "王小明"},
    ),
)
def item_or_category(claims):
    """An item that its own category contradicts, while the register agrees with the category, is the cell that slipped."""
    slipped = (records.item(claims) == "differs") & trades.categories_differ(claims) & (records.name(claims) != "differs")
    if slipped.any():
        slipped &= records.pairs(claims, "category", names_category_of, other="register_item") == "same"
    return slipped

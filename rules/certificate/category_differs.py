from rules import trades
from rules.rule import Severity, rule


@rule(
    code="CT10",
    title="操作项目不属于所写的作业类别",
    severity=Severity.LOW,
    reads=("category", "item"),
    message="操作项目“{item}”不属于作业类别“{category}”",
    basis="安监总局令第30号附件《特种作业目录》",
    innocent=("一人多证时，类别与项目抄自不同的证书", "下拉填充时整列填成了同一个类别"),
    clears="请照证书原件填写作业类别和操作项目",
    flagged=(
        {"category": "电工作业", "item": "熔化焊接与热切割作业"},
        {"category": "高处作业", "item": "低压电工"},
    ),
    clear=(
        {"category": "电工作业", "item": "低压电工作业"},
        {"category": "焊工", "item": "熔化焊接与热切割"},
        {"category": "金属焊接切割作业", "item": "焊工"},
        {"category": "低压电工作业", "item": "电工"},
        {"category": "特种作业", "item": "低压电工作业"},
        {"category": "电工作业", "item": "综合维修"},
        {"category": "冶金(有色)生产安全作业", "item": "煤气作业"},
    ),
)
def category_differs(claims):
    """Each item stands in one category of the catalogue. Words that are not known here are not compared."""
    return trades.categories_differ(claims)

from rules.identity.number_missing import about_somebody
from rules.rule import Means, Severity, rule


@rule(
    code="ID09",
    title="缺少姓名",
    severity=Severity.QUESTION,
    reads=(),
    message="这一行没有姓名，登记库须按姓名和证件号码一起查询",
    basis="国家安全生产考试平台按证件类型、证件号码和姓名查询",
    innocent=("填写时漏了", "合并单元格拆开后只有第一行有姓名"),
    clears="请补充姓名",
    means=Means.NEEDS_CORRECTION,
    marks=("name",),
    fact="name",
    flagged=({"name": "", "id_number": "331081189703010078"}, {"name": None, "item": "低压电工作业"}),
    clear=({"id_number": "331081189703010078"}, {"name": "测试甲", "id_number": "331081189703010078"}, {"name": "", "employer": "某公司"}),
)
def name_missing(claims):
    """An empty name in a roster that has names. A roster without the column says nothing about names."""
    missing = claims.stated("name") & ~claims.filled("name")
    return missing & (claims.filled("id_number") | about_somebody(claims)) if missing.any() else missing

from rules.rule import Means, Severity, rule


@rule(
    code="RG15",
    title="登记库的记录缺少姓名、项目或有效期",
    severity=Severity.QUESTION,
    reads=(),
    marks=("name", "item", "valid_until"),
    message="登记库数据中有此号码的记录，但所报的姓名、操作项目或有效期在记录中空缺，不能据此确认",
    basis="姓名、操作项目和有效期都一致，才算登记一致",
    innocent=("登记库的数据提取不全",),
    clears="请重新取得完整的登记库数据，或在 cx.mem.gov.cn 查询",
    means=Means.REGISTER_BLANK,
    flagged=(
        {"name": "测试甲", "register_name": "", "register_item": "低压电工作业", "register_valid_until": "2029-06-10"},
        {"item": "低压电工作业", "register_name": "测试甲", "register_item": "", "register_valid_until": "2029-06-10"},
        {"register_name": "测试甲", "register_item": "低压电工作业", "register_valid_until": ""},
    ),
    clear=(
        {"name": "测试甲", "register_name": "测试甲", "register_item": "低压电工作业", "register_valid_until": "2029-06-10"},
        {"name": "", "register_name": "", "register_item": "低压电工作业", "register_valid_until": "2029-06-10"},
        {"name": "测试甲"},
    ),
)
def record_blank(claims):
    """What the record leaves open cannot agree. Without an end it is not even known to be in force."""
    blank = claims.stated("register_valid_until") & ~claims.known("register_valid_until")
    for field in ("name", "item"):
        blank |= claims.filled(field) & claims.stated(f"register_{field}") & ~claims.filled(f"register_{field}")
    return blank

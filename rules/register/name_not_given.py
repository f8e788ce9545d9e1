from rules.rule import Means, Severity, rule


@rule(
    code="RG16",
    title="没有姓名，不能与登记核对",
    severity=Severity.QUESTION,
    reads=("register_name",),
    marks=("name",),
    message="这一行没有姓名；登记库中有此号码的记录，但不能确认是同一人",
    basis="登记库按姓名和证件号码一起查询",
    innocent=("填写时漏了",),
    clears="请补充姓名后重新核验",
    means=Means.SLIP,
    flagged=({"name": "", "register_name": "测试甲"},),
    clear=({"name": "测试甲", "register_name": "测试甲"}, {"register_name": "测试甲"}, {"name": ""}),
)
def name_not_given(claims):
    """A number alone is not a person: an empty name in a roster that has names is completed first."""
    return claims.stated("name") & ~claims.filled("name")

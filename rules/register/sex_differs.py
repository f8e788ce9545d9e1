from rules import records
from rules.rule import Severity, rule


def same_sex(claimed, recorded):
    return "differs" if {claimed[0], recorded[0]} == {"男", "女"} else "same"


@rule(
    code="RG12",
    title="性别与登记不同",
    severity=Severity.LOW,
    reads=("sex", "register_sex"),
    message="所报性别“{sex}”，登记库为“{register_sex}”",
    basis="性别以身份证件为准",
    innocent=("花名册录入差错",),
    clears="请对照身份证更正",
    flagged=({"sex": "男", "register_sex": "女"},),
    clear=({"sex": "男", "register_sex": "男"}, {"sex": "男性", "register_sex": "男"}),
)
def sex_differs(claims):
    """Another sex than the register's is a note: the column is often filled by habit."""
    return records.pairs(claims, "sex", same_sex) == "differs"

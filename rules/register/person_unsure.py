from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG17",
    title="号码可能不是本人的，姓名不同不作结论",
    severity=Severity.QUESTION,
    reads=("name", "register_name"),
    marks=("id_number", "certificate_number"),
    message="登记库中此号码的姓名是“{register_name}”，不是“{name}”；这一行没有身份证号，或身份证号与证书编号是两个人的号码，无法确定哪个是本人的",
    basis="特种作业操作证编号为 T 加持证人证件号码",
    innocent=("身份证号或证书编号抄错或错行",),
    clears="请对照身份证填写本人号码后重新核验",
    means=Means.UNSURE,
    flagged=(
        {"name": "测试甲", "id_number": "331081189703010078", "certificate_number": "T440524189703150016", "register_name": "王小明"},
        {"name": "测试甲", "id_number": "", "certificate_number": "T440524189703150016", "register_name": "王小明"},
    ),
    clear=(
        {"name": "测试甲", "id_number": "331081189703010078", "certificate_number": "T331081189703010078", "register_name": "王小明"},
        {"name": "王小明", "id_number": "", "certificate_number": "T440524189703150016", "register_name": "王小明"},
    ),
)
def person_unsure(claims):
    """A name that is not the register's, beside a number that may be another row's: the numbers are put right first."""
    return (records.name(claims) == "differs") & records.person_unsure(claims)

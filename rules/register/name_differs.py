from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG01",
    title="姓名与登记不符",
    severity=Severity.MEDIUM,
    reads=("name", "register_name"),
    message="所报姓名“{name}”，登记库中此证件号码的姓名为“{register_name}”",
    basis="特种作业操作证编号即持证人证件号码（应急管理部公布的查询规则）",
    innocent=("依法改过名，登记库或花名册仍是曾用名", "花名册中姓名或号码错行"),
    clears="请本人出示身份证与操作证原件；改名的请附户口簿或公安机关证明",
    means=Means.DIFFERS,
    fact="register_name",
    flagged=({"name": "测试甲", "register_name": "王小明"},),
    clear=({"name": "测试甲", "register_name": "测试甲"}, {"name": "买买提•艾力", "register_name": "买买提·艾力"},
           {"name": "测甲", "register_name": "测*"}, {"name": "测?", "register_name": "测甲"}),
)
def name_differs(claims):
    """The register holds another name for this number, and neither a slip nor a character that cannot be shown explains it."""
    return records.name(claims) == "differs"

import re

from rules import records
from rules.rule import Means, Severity, rule

HIDDEN = re.compile("[*＊某]")


@rule(
    code="RG02",
    title="姓名与登记略有出入",
    severity=Severity.LOW,
    reads=("name", "register_name"),
    message="所报姓名“{name}”，登记库中为“{register_name}”：可能是录入差错或生僻字显示问题",
    basis="姓名按折叠后的字形比对；? □ * 等无法显示的字不作为不同",
    innocent=("同音字、形近字录入差错", "生僻字在一方系统中无法显示", "登记库遮盖了部分姓名"),
    clears="请以身份证上的姓名为准更正花名册",
    means=Means.SLIP,
    fact="register_name",
    flagged=({"name": "测?", "register_name": "测甲"},),
    clear=({"name": "测试甲", "register_name": "测试甲"}, {"name": "测试甲", "register_name": "王小明"},
           {"name": "测甲", "register_name": "测*"}, {"name": "测甲", "register_name": "测某"}),
)
def name_slip(claims):
    """The names differ as by a slip of the pen, or one of them holds a character of the claim that could not be shown.

    What the register itself hides (测*) is no doubt about the claim.
    """
    hidden_by_register = claims.register_name.each(lambda text: bool(HIDDEN.search(text)))
    return (records.name(claims) == "slip") | ((records.name(claims) == "unclear") & ~hidden_by_register)

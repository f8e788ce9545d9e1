from rules import issuers
from rules.issuers import Kind
from rules.rule import Severity, rule


@rule(
    code="CT23",
    title="签发机关写成了监制机关",
    severity=Severity.LOW,
    reads=("issuer",),
    message="签发机关写的是“{issuer}”；部（总局）只监制证书式样，证书由省、市的机关签发",
    basis="安监总局令第30号、应急管理部令第19号：由省级或其委托的设区的市级机关考核发证",
    innocent=("抄的是证书上“……监制”的一行",),
    clears="请照证书原件上的印章填写签发机关",
    flagged=({"issuer": "中华人民共和国应急管理部"}, {"issuer": "应急管理部监制"}, {"issuer": "国家安全生产监督管理总局"}),
    clear=({"issuer": "浙江省应急管理厅"}, {"issuer": "国家矿山安全监察局浙江局"}, {"issuer": "国家安全生产监督管理局"}),
)
def ministry_issuer(claims):
    """The ministry supervises the style of the card and signs none; its name stands on every genuine card all the same."""
    return issuers.of_kind(claims, Kind.MINISTRY)

from rules import issuers, records
from rules.rule import Severity, rule


def same_issuer(claimed, recorded):
    one, other = issuers.judge(claimed), issuers.judge(recorded)
    same = claimed.replace(" ", "") == recorded.replace(" ", "") or (one.kind != "unknown" and (one.kind, one.code2) == (other.kind, other.code2))
    return "same" if same else "differs"


@rule(
    code="RG11",
    title="签发机关与登记不同",
    severity=Severity.LOW,
    reads=("issuer", "register_issuer"),
    message="所报签发机关“{issuer}”，登记库为“{register_issuer}”",
    basis="签发机关以登记为准；不同不等于证件不实",
    innocent=("机构改革后名称变更", "换证时在另一地办理", "花名册统一填写了一个机关"),
    clears="请按操作证原件更正签发机关",
    flagged=({"issuer": "浙江省应急管理厅", "register_issuer": "江苏省应急管理厅"},),
    clear=({"issuer": "浙江省应急管理厅", "register_issuer": "浙江省应急管理厅"},
           {"issuer": "浙江省 应急管理厅", "register_issuer": "浙江省应急管理厅"}),
)
def issuer_differs(claims):
    """Another issuer than the register's is a note, never a difference of the certificate."""
    return records.pairs(claims, "issuer", same_issuer) == "differs"

from rules import issuers, validity
from rules.issuers import Kind
from rules.rule import Severity, rule


def on(claims, rows):
    return {"day": [str(day) for day in validity.first_day(claims)[rows]]}


@rule(
    code="CT24",
    title="签发机关的名称 2005 年已停用",
    severity=Severity.LOW,      # one character left out (总局) explains it
    reads=("issuer",),
    message="“{issuer}”是 2005 年 2 月以前的名称（其后为总局），而这张证书自 {day} 起有效",
    basis="2005 年 2 月国家安全生产监督管理局升格为总局；总局只监制证书式样，不签发证书",
    innocent=("漏写了“总”字，抄的是监制的一行",),
    clears="请照证书原件上的印章填写签发机关",
    details=on,
    flagged=({"issuer": "国家安全生产监督管理局", "valid_from": "2023-06-10"}, {"issuer": "国家安全生产监督管理局", "valid_until": "2029-06-10"}),
    clear=(
        {"issuer": "国家安全生产监督管理局", "valid_from": "2005-02-28"},
        {"issuer": "国家安全生产监督管理总局", "valid_from": "2023-06-10"},
        {"issuer": "浙江省安全生产监督管理局", "valid_from": "2023-06-10"},
        {"issuer": "国家安全生产监督管理局"},
    ),
)
def state_bureau_name(claims):
    """The body became a general administration in February 2005; its earlier name belongs on no later paper."""
    return issuers.of_kind(claims, Kind.OLD_STATE_NAME) & (validity.first_day(claims) > issuers.STATE_BUREAU_UNTIL)

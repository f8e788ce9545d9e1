from rules.rule import Means, Severity, rule


@rule(
    code="RG14",
    title="证书编号与登记不同",
    severity=Severity.LOW,
    reads=("certificate_number", "id_number", "register_name"),
    message="所报证书编号 {certificate_number} 不是 T 加本人证件号码 {id_number}；按证件号码在登记库查到了此人",
    basis="特种作业操作证编号为 T 加持证人证件号码",
    innocent=("证书编号抄错或错行",),
    clears="请按操作证原件更正证书编号",
    means=Means.SLIP,
    marks=("certificate_number",),
    flagged=({"id_number": "331081189703010078", "certificate_number": "T33108118970301006X", "register_name": "测试甲"},),
    clear=({"id_number": "331081189703010078", "certificate_number": "T331081189703010078", "register_name": "测试甲"},
           {"id_number": "331081189703010078", "certificate_number": "331081189703010078", "register_name": "测试甲"}),
)
def number_slip(claims):
    """The person was found by the identity number, so a T-number of somebody else is a slip of the roster's."""
    holder = claims.certificate.holder
    return holder.whole & claims.person.whole & (holder.key != claims.person.key)

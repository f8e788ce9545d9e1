from rules.rule import Means, Severity, rule


@rule(
    code="ID07",
    title="号码有遮盖，无法核验",
    severity=Severity.QUESTION,
    reads=("id_number",),
    message="身份证号有几位被遮盖或显示不出来：遮盖的号码不能核验，也不说明任何问题",
    basis="核验须使用完整的证件号码",
    innocent=("单位为保护个人信息遮盖了几位", "列宽不够，导出时号码变成了 #"),
    clears="请提供完整号码；或提供证书编号（T 加身份证号），系统会据此补全",
    means=Means.NEEDS_CORRECTION,
    flagged=({"id_number": "331081********0078"}, {"id_number": "331081XXXXXXXX0078"}, {"id_number": "########"},
             {"id_number": "331081********0078", "certificate_number": "T110105189703120047"}),
    clear=({"id_number": "331081********0078", "certificate_number": "T331081189703010078"}, {"id_number": "33108118970301006*"},
           {"id_number": "33108118970301006X"}, {"id_number": "33108118970301007"}),
)
def masked_number(claims):
    """A masked number is a hole: it can be neither checked nor looked up, unless the certificate number completes it."""
    return claims.id.has_form("MASKED") & ~claims.repaired

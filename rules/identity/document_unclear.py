from rules import resident_id
from rules.rule import Means, Severity, rule


def unexplained(claims, form):
    """Rows whose number has this form while their kind of document (column id_type) has no such numbers, or is not named."""
    rows = claims.id.has_form(form)
    if rows.any():
        rows &= ~(claims.id_type.each(lambda word: resident_id.explains(resident_id.document(word), form)) & claims.filled("id_type"))
    return rows


@rule(
    code="ID16",
    title="不清楚是哪种证件的号码",
    severity=Severity.QUESTION,
    reads=("id_number",),
    message="证件号码 {id_number} 不是居民身份证号，看起来是护照或通行证的号码；请说明证件类型",
    basis="国家安全生产考试平台按证件类型、证件号码和姓名查询",
    innocent=("持证人用护照或台湾居民来往大陆通行证报考", "号码只录了一部分"),
    clears="请填写证件类型；是居民身份证的，请补全 18 位号码",
    means=Means.NEEDS_CORRECTION,
    flagged=(
        {"id_number": "E12345678"}, {"id_number": "E12345678", "id_type": "居民身份证"}, {"id_number": "12345678"},
        {"id_number": "E12345678", "id_type": "台胞证"},
    ),
    clear=(
        {"id_number": "E12345678", "id_type": "护照"}, {"id_number": "12345678", "id_type": "台湾居民来往大陆通行证"}, {"id_number": "H12345678"},
        {"id_number": "USA110081030412"}, {"id_number": "331081189703010078"}, {"id_number": "33108118970301007"},
    ),
)
def document_unclear(claims):
    """A passport number is as good as any, but the register asks for the kind of document with it. So do we."""
    return unexplained(claims, "PASSPORT") | unexplained(claims, "TWP")

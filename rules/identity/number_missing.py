import numpy as np

from rules.derived import derived
from rules.rule import Means, Severity, rule

OF_A_PERSON = ("name", "certificate_number", "category", "item", "issuer", "first_issued", "valid_from",
               "valid_until", "review_due", "reviewed_on", "qr_text")


@derived
def about_somebody(claims):
    """Rows that speak of a person or a certificate at all."""
    rows = np.zeros(claims.size, bool)
    for field in filter(claims.has, OF_A_PERSON):
        rows |= claims.filled(field)
    return rows


@rule(
    code="ID08",
    title="缺少证件号码",
    severity=Severity.QUESTION,
    reads=(),
    message="没有证件号码，证书编号中也没有完整的号码，无法核验",
    basis="国家安全生产考试平台按证件类型、证件号码和姓名查询",
    innocent=("名册没有这一列", "填写时漏了"),
    clears="请补充证件号码，或补充证书编号（T 加身份证号）",
    means=Means.NEEDS_CORRECTION,
    marks=("id_number",),
    fact="id_number",
    flagged=(
        {"name": "测试甲"}, {"name": "测试甲", "id_number": ""}, {"item": "低压电工作业", "id_number": None}, {"name": "测试甲", "id_number": "—"},
        {"id_number": None, "certificate_number": "T331081189703010079"},
    ),
    clear=(
        {"name": "测试甲", "id_number": "331081189703010078"}, {"name": "测试甲", "id_number": "1101"},
        {"name": "测试甲", "certificate_number": "T331081189703010078"}, {"id_number": "", "employer": "某公司"},
    ),
)
def number_missing(claims):
    """Without a number nobody can be looked up: names are shared by thousands. The row is asked about, and nothing is held against it."""
    missing = ~claims.id.known & ~claims.repaired
    return missing & about_somebody(claims) if missing.any() else missing

import numpy as np

from rules.rule import Severity, rule


def upgraded(claims, rows):
    return {"upgraded": claims.id.number.take(rows).to_pylist()}


@rule(
    code="ID15",
    title="15 位旧号码，已换算为 18 位",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号是 15 位旧号码，已换算为 {upgraded}，并以 18 位号码核验",
    basis="GB 11643-1999（15 位号码补世纪和校验码后为 18 位）；居民身份证法（旧证自 2013-01-01 起停止使用）",
    innocent=("从旧证件或旧档案抄录",),
    clears="请对照现用身份证确认 18 位号码",
    details=upgraded,
    flagged=({"id_number": "332623850301998"},),
    clear=({"id_number": "331081189703010078"}, {"id_number": "332623850230998"}, {"id_number": "331081200806010"}, {"id_number": "USA110081030412"}),
)
def fifteen_digits(claims):
    """Numbers given before 1999-10 had 15 digits. Century and check character follow from them, so nothing is lost."""
    return claims.id.has_form("CN15") & ~np.isnat(claims.id.born)

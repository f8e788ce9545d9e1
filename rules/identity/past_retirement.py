import numpy as np

from rules import retirement
from rules.rule import Severity, rule


def limit(claims, rows):
    months = retirement.month(claims.person.born[rows], claims.person.male[rows])
    return {"limit": [str(month) for month in months]}


@rule(
    code="ID21",
    title="起始日期时已过法定退休年龄",
    severity=Severity.LOW,      # a note, and never a sign that a card is not genuine
    reads=("valid_from", "id_number"),
    message="有效期从 {valid_from} 开始，按身份证号持证人在 {limit} 达到法定退休年龄",
    basis="特种作业人员安全技术培训考核管理规定第四条：不超过国家法定退休年龄；关于实施渐进式延迟法定退休年龄的决定（2025-01-01 起施行）",
    innocent=("与单位协商弹性延迟退休", "换证时新有效期接在旧有效期之后", "签发机关按当地口径掌握年龄"),
    clears="无需就证书作说明；是否仍可上岗请向签发机关了解",
    details=limit,
    flagged=(
        {"id_number": "00123419600101001X", "valid_from": "2020-02-01"},
        {"id_number": "001234196203010026", "valid_from": "2017-04-01"},
        {"id_number": "00123419650301001X", "valid_from": "2025-05-01"},
        {"id_number": "001234196001010000", "certificate_number": "T00123419600101001X", "valid_from": "2020-02-01"},
    ),
    clear=(
        {"id_number": "00123419600101001X", "valid_from": "2020-01-31"}, {"id_number": "001234196203010026", "valid_from": "2017-03-31"},
        {"id_number": "00123419650301001X", "valid_from": "2025-04-30"}, {"id_number": "331081189703010078", "valid_from": "2023-06-11"},
        {"id_number": "001234196001010016", "valid_from": "2023-06-11"}, {"id_number": "911000189703010019", "valid_from": "2023-06-11"},
    ),
)
def past_retirement(claims):
    """A period that begins after the month of the statutory age: men 60 to 63, women by the later of their two tracks."""
    person = claims.person
    grown = person.born >= np.datetime64("1900-01-01")       # older numbers are printed examples and test vectors
    return person.sound & grown & (claims.valid_from.astype("M8[M]") > retirement.month(person.born, person.male))

from rules import divisions
from rules.rule import Severity, rule


def division(claims, rows):
    return {"division": [f"{code:06d}" for code in claims.id.division[rows]]}


@rule(
    code="ID11",
    title="身份证号的地区码未见于国家标准",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号前六位 {division} 不在 1980 年以来的行政区划代码中",
    basis="GB/T 2260（中华人民共和国行政区划代码，1980 年以来各版）",
    innocent=("公安机关曾对开发区、农场等使用标准之外的代码", "新设地区尚未收入本系统的代码表", "号码抄错而校验码碰巧相符"),
    clears="请对照身份证原件核对前六位；号码属实的无需处理",
    details=division,
    flagged=({"id_number": "339999189703011193"}, {"id_number": "100000189703010017"}),
    clear=(
        {"id_number": "331081189703010078"}, {"id_number": "33262318850301204X"}, {"id_number": "33260018911111117X"},
        {"id_number": "810000189703011180"}, {"id_number": "830001189703010014"}, {"id_number": "911000189703010019"},
        {"id_number": "001234189703011193"}, {"id_number": "013108189703010014"}, {"id_number": "339999189703011192"}, {"id_number": "E12345678"},
    ),
)
def division_never(claims):
    """The first six digits name the county of registration when the number was given; retired codes stay valid for ever.

    Residence permits (81, 82, 83), permanent residents (9) and test numbers (0) have no such county.
    """
    code = claims.id.division
    return claims.id.check_fits & (code >= 100000) & (code < 810000) & ~divisions.ever(code)

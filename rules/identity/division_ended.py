from rules import divisions
from rules.rule import Severity, rule

GRACE_YEARS = 2      # registration goes on for a while under the old code


def ended(claims, rows):
    codes = claims.id.division[rows]
    return {
        "division": [f"{code:06d} {divisions.NAMES[code]}" for code in codes.tolist()],
        "last": [str(year) for year in divisions.last_seen(codes)],
        "born": [str(day)[:4] for day in claims.id.born[rows]],
    }


@rule(
    code="ID13",
    title="出生时该地区码已停用",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号前六位 {division} 在 {last} 年以后停用，号码中的出生年份是 {born} 年",
    basis="GB/T 2260（各版行政区划代码）；GB 11643-1999（地区码为编号时的常住户口所在地）",
    innocent=("当地公安机关在停用后仍沿用旧代码", "代码表的停用年份有误差", "号码抄错而校验码碰巧相符"),
    clears="请对照身份证原件核对前六位；号码属实的无需处理",
    details=ended,
    flagged=({"id_number": "332623209501010016"},),      # a birthday to come: nobody's number
    clear=(
        {"id_number": "33262318850301204X"}, {"id_number": "332623209501010012"}, {"id_number": "331081189612311019"},
        {"id_number": "331002189008153135"},
    ),
)
def division_ended(claims):
    """A code that ended well before the birth is unusual. A code younger than its holder is the norm, and is never asked about."""
    number = claims.id
    born_in = number.born.astype("M8[Y]").astype("int64") + 1970      # an unknown day is far below every year
    return number.check_fits & (divisions.last_seen(number.division) + GRACE_YEARS < born_in)

from rules.rule import Severity, rule

MALE = {"男": 1, "男性": 1, "M": 1, "MALE": 1, "女": 0, "女性": 0, "F": 0, "FEMALE": 0}


def says(claims, rows):
    return {"says": ["男" if male else "女" for male in claims.person.male[rows]]}


@rule(
    code="ID14",
    title="性别与身份证号不一致",
    severity=Severity.LOW,
    reads=("sex", "id_number"),
    message="性别写的是“{sex}”，身份证号第 17 位表示{says}",
    basis="GB 11643-1999（顺序码奇数分配给男性，偶数分配给女性）",
    innocent=("性别一栏填错", "下拉填充时错行"),
    clears="请对照身份证原件核对性别和号码",
    details=says,
    flagged=(
        {"sex": "女", "id_number": "331081189703010078"}, {"sex": "M", "id_number": "33108118970301006X"},
        {"sex": "女", "id_number": "331081189703010000", "certificate_number": "T331081189703010078"},
    ),
    clear=(
        {"sex": "男", "id_number": "331081189703010078"}, {"sex": "女", "id_number": "33108118970301006X"},
        {"sex": "未说明", "id_number": "331081189703010078"},
        {"sex": "女", "id_number": "331081189703010079"}, {"sex": "女", "id_number": "911000189703010019"},
    ),
)
def sex_differs(claims):
    """The 17th digit of a sound number is odd for men and even for women. The layout of 9-numbers is not certain: not asked."""
    sex = claims.sex.each(lambda text: MALE.get(text.strip().upper(), -1), "int8")
    return claims.person.sound & ~claims.person.foreigner & (sex >= 0) & (claims.person.male != (sex == 1))

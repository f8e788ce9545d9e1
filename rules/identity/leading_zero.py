from rules.rule import Means, Severity, rule


@rule(
    code="ID12",
    title="身份证号首位为 0",
    severity=Severity.LOW,
    reads=("id_number",),
    message="身份证号首位为 0：地区码从 1 开始，没有这样的号码",
    basis="GB/T 2260（行政区划代码首位为 1 至 8）；GB 11643-1999",
    innocent=("录入时多打或错打了首位", "误把测试或演示用的号码留在名册里"),
    clears="请对照身份证原件核对号码后更正",
    means=Means.NEEDS_CORRECTION,
    flagged=({"id_number": "013108189703010014"},),
    clear=(
        {"id_number": "331081189703010078"}, {"id_number": "100000189703010017"}, {"id_number": "001234189703011193"},
        {"id_number": "013108189703010000"}, {"id_number": "0131"},
    ),
)
def leading_zero(claims):
    """No division has a code that starts with 0, so nobody has such a number. District 00 is for tests, where tests are allowed."""
    number = claims.id
    return number.whole & (number.division < 100000) & ~(number.is_test & claims.allow_test_ids) & ~number.lost

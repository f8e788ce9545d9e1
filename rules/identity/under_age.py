import numpy as np

from rules.rule import Severity, rule

OF_AGE = 18 * 12    # months


def of_age(claims):
    """The 18th birthday (datetime64[D]); of a 29 February it is 1 March."""
    months = claims.person.born.astype("M8[M]")
    return (months + OF_AGE).astype("M8[D]") + (claims.person.born - months.astype("M8[D]"))


def birthday(claims, rows):
    return {"birthday": [str(day) for day in of_age(claims)[rows]]}


@rule(
    code="ID20",
    title="初领日期早于 18 周岁",
    severity=Severity.MEDIUM,
    reads=("first_issued", "id_number"),
    message="初领日期是 {first_issued}，按身份证号持证人到 {birthday} 才满 18 周岁",
    basis="特种作业人员安全技术培训考核管理规定（安监总局令第30号）第四条：年满 18 周岁；应急管理部令第19号沿用",
    innocent=("初领日期的年份写错", "初领日期一栏写成了出生日期或参加工作日期", "身份证号后来更正过"),
    clears="请出示证书原件，核对初领日期",
    fact="first_issued",
    details=birthday,
    flagged=(
        {"id_number": "001234200806010016", "first_issued": "2026-05-31"},
        {"id_number": "001234200802290014", "first_issued": "2026-02-28"},
        {"id_number": "001234200806010000", "certificate_number": "T001234200806010016", "first_issued": "2024-06-01"},
    ),
    clear=(
        {"id_number": "001234200806010016", "first_issued": "2026-06-01"}, {"id_number": "001234200802290014", "first_issued": "2026-03-01"},
        {"id_number": "331081189703010078", "first_issued": "2023-06-11"}, {"id_number": "001234200806010011", "first_issued": "2024-06-01"},
        {"id_number": "001234200806010016", "first_issued": "2008-06-01"}, {"id_number": "331081189703010078", "first_issued": "1900-01-01"},
        {"id_number": "001234200806010016", "valid_from": "2024-06-01"},
    ),
)
def under_age(claims):
    """The law asks for 18 full years, in the old order and the new. A first day on or before the birthday itself is a mix-up, not an age."""
    person = claims.person
    grown = person.born >= np.datetime64("1900-01-01")       # older numbers are printed examples and test vectors
    return person.sound & grown & (claims.first_issued < of_age(claims)) & (claims.first_issued > person.born)

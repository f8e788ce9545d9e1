import numpy as np

from rules.groups import Groups
from rules.owners import lines
from rules.roster.periods import certificate_of, day_code
from rules.rule import Scope, Severity, rule

ONE = {"name": "测试甲", "id_number": "331081189703010078", "item": "低压电工作业", "valid_from": "2023-06-10", "valid_until": "2029-06-09"}


def same(claims):
    """Rows by person, item and period."""
    starts = np.zeros(claims.size, np.int64)
    if claims.has("valid_from"):
        starts = day_code(claims.valid_from)
    return Groups(certificate_of(claims, starts, day_code(claims.valid_until)))


def first(claims, rows):
    groups = same(claims)
    return {"first": lines(claims, groups.first[groups.code[rows]])}


@rule(
    code="RO08",
    title="同一证书重复列出",
    severity=Severity.LOW,
    reads=("name", "id_number", "item", "valid_until"),
    message="与{first}的姓名、身份证号、操作项目和有效期相同",
    basis="一人一项目一证",
    innocent=("合并多份名单时重复", "同一人在两个部门各列了一次"),
    clears="请删除重复的一条；如为两张证书，请补齐各自的有效期",
    scope=Scope.ROSTER,
    details=first,
    flagged=(([ONE, ONE], [1]), ([ONE, ONE | {"item": "高处作业"}, ONE | {"name": "测试　甲", "item": "低压电工"}], [2])),
    clear=(
        [ONE, ONE | {"item": "熔化焊接与热切割作业"}], [ONE, ONE | {"valid_from": "2017-06-10", "valid_until": "2023-06-10"}], [ONE],
        [ONE, ONE | {"id_number": "33108118970301006X"}], [ONE, ONE | {"valid_from": ""}], [ONE, ONE | {"name": "李因"}],
    ),
)
def duplicate_row(claims):
    """The same certificate twice is one certificate: the roster has a line too many, or the period of another card was lost."""
    groups = same(claims)
    return groups.member & (np.arange(claims.size) != groups.spread(groups.first, -1))

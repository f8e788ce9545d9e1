from rules.owners import different_names, numbered, some_lines
from rules.rule import Scope, Severity, rule

ONE = {"name": "测试甲", "id_number": "331081189703010078", "certificate_number": "T331081189703010078"}
SAME_NUMBER = {"name": "李因", "id_number": "331081189703010078"}
ANOTHER = {"name": "欧阳丙", "id_number": "110105189703120047"}


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO02",
    title="同一号码下姓名不同",
    severity=Severity.QUESTION,      # whose number it is cannot be told from the file
    reads=("name",),
    marks=("name", "id_number"),
    message="{rows}：同一个证件号码下写有不同的姓名，请对照证件核对",
    basis="GB 11643-1999（一人一号）",
    innocent=("录入时误用了别人的号码", "本人改过姓名", "同一人的姓名有一处录错"),
    clears="请核对这些人的身份证原件，更正姓名或号码；改过姓名的请附户口簿曾用名页",
    scope=Scope.NOTICE,
    details=where,
    flagged=(
        ([ONE, ANOTHER, SAME_NUMBER], [0, 2]),
        ([ONE | {"id_number": ""}, {"name": "李因", "certificate_number": "T331081189703010078"}], [0, 1]),
    ),
    clear=(
        [ONE, ONE | {"name": "测试 甲"}],
        [ONE | {"name": "买买提·艾力"}, ONE | {"name": "买买提艾力"}],
        [ONE | {"name": "王国华"}, ONE | {"name": "王国花"}],
        [ONE | {"name": "測試甲"}, ONE | {"name": "测试*"}],
        [ONE, ANOTHER],
        [ONE | {"id_number": "331081189703010000"}, SAME_NUMBER | {"id_number": "331081189703010000"}],
    ),
)
def shared_number(claims):
    """Two names on one number are a mistake of the file, or a change of name: the file is asked, and nobody is named.

    Spellings, dots, traditional characters and slips of one character are one name.
    """
    numbers = numbered(claims)
    number = numbers.by(numbers.person)
    return number.spread(different_names(claims, number) >= 2, False)

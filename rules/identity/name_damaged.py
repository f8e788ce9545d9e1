from rules import names
from rules.rule import Means, Severity, rule


def what(claims, rows):
    return {"what": [names.damage(text) for text in claims.text["name"].take(rows).to_pylist()]}


@rule(
    code="ID17",
    title="姓名需按证件重新填写",
    severity=Severity.QUESTION,
    reads=("name",),
    message="姓名“{name}”{what}，请按身份证上的写法填写",
    basis="国家安全生产考试平台按证件类型、证件号码和姓名查询；GB 18030-2022（生僻字）",
    innocent=("生僻字打不出来，用问号、方框或拼音代替", "系统之间传送时丢字", "单位为保护个人信息遮盖了名字", "同名的人加了编号"),
    clears="请按身份证上的写法填写姓名；打不出的生僻字可从身份证读取软件复制",
    means=Means.NEEDS_CORRECTION,
    details=what,
    flagged=tuple({"name": name} for name in (
        "测?", "测□", "测■甲", "测*", "测\ue000", "测\ufffd", "测Kan", "王某某", "测2", "NA", "nan", "NULL", "None", "未知",
        '=HYPERLINK("http://127.0.0.1:9/?"&A1,"x")', "@SUM(A1)", "\t=1+1", "<script>alert(1)</script>", "—",
    )),
    clear=tuple({"name": name} for name in (
        "测试甲", "测", "𠮷测", "测𬬩", "José", "JOSE DA SILVA", "J. O'Neil-Li", "买买提•艾力", "买买提.艾力", "测　甲",
        "王明(Wang Ming)", "测试甲、测试乙", "〇甲",
    )),
)
def name_damaged(claims):
    """A name with characters that are in no name was damaged on the way. It cannot be compared, and it says nothing about its bearer."""
    return names.of_unusual(claims.name, names.damage, object).astype(bool)

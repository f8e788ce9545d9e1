from rules import names
from rules.rule import Means, Severity, rule


@rule(
    code="ID10",
    title="一格里有几个人",
    severity=Severity.QUESTION,
    reads=(),
    message="姓名或证件号码一格里写了不止一个人，不知道哪个号码属于谁；请一行一人",
    basis="一证一人：特种作业操作证编号为字母 T 加持证人身份证号",
    innocent=("为节省篇幅合并填写",),
    clears="请拆成一行一人后重新上传",
    means=Means.NEEDS_CORRECTION,
    marks=("name", "id_number"),
    fact="id_number",
    flagged=(
        {"name": "测试甲、测试乙", "id_number": "331081189703010078、33108118970301006X"},
        {"name": "测试甲", "id_number": "331081189703010078\n33108118970301006X"},
        {"name": "测试甲/测试乙", "id_number": "331081189703010078"},
    ),
    clear=(
        {"name": "测试甲", "id_number": "331081189703010078"}, {"name": "买买提·艾力", "id_number": "331081189703010078"},
        {"name": "Smith, John", "id_number": "331081189703010078"}, {"name": "测试\n甲", "id_number": "33108118970301007"},
    ),
)
def several_persons(claims):
    """Two numbers or two names in one cell cannot be told apart, and neither may be read as the other's."""
    return claims.id.has_form("MANY") | (names.of_unusual(claims.name, names.is_joined) & claims.filled("name"))

from rules.owners import borrowed, lines
from rules.rule import Scope, Severity, rule

OWNER = {"name": "测试甲", "id_number": "331081189703010078", "certificate_number": "T331081189703010078"}
BETWEEN = {"name": "欧阳丙", "id_number": "110105189703120047", "certificate_number": "T110105189703120047"}
LAST = {"name": "司马丁", "id_number": "33108118970301006X", "certificate_number": "T33108118970301006X"}
BORROWER = {"name": "李因", "id_number": "440524189703150016", "certificate_number": "T331081189703010078"}


def owners(claims, rows):
    return {"owner": lines(claims, borrowed(claims)[rows])}


@rule(
    code="RO04",
    title="证书编号是名册中另一人的号码",
    severity=Severity.MEDIUM,
    reads=("name", "id_number", "certificate_number"),
    marks=("certificate_number",),
    fact="owner",
    message="本条（{name}）的证书编号不是本人的身份证号，而是{owner}另一人的号码，该人的姓名、身份证号和证书编号相互吻合",
    basis="特种作业操作证编号为“T”加持证人本人的身份证号",
    innocent=("录入证书编号时看错行", "把别人的证书编号粘贴到了本行"),
    clears="请对照本人证书原件核对证书编号；原件上确为他人号码的，请登记并向签发机关核实",
    scope=Scope.ROSTER,
    details=owners,
    flagged=(([OWNER, BETWEEN, BORROWER, LAST], [2]), ([BORROWER, BETWEEN, LAST, OWNER, OWNER], [0])),
    clear=(
        [OWNER, BORROWER, BETWEEN],                                            # typed from the line above
        [OWNER, BETWEEN | {"certificate_number": ""}, BORROWER, LAST],          # cannot be excluded that it was
        [OWNER, BETWEEN, BORROWER | {"name": "测试 甲"}, LAST],                 # one name: the other of two, looked up by name
        [OWNER, BETWEEN, BORROWER | {"id_number": "331081189703010094"}, LAST],     # a slip away from their own
        [OWNER | {"certificate_number": ""}, BETWEEN, BORROWER, LAST],          # whose number it is, is not shown
        [OWNER | {"certificate_number": "T440524189703150016"}, BETWEEN, BORROWER, LAST],
        [OWNER, BETWEEN, BORROWER | {"id_number": "440524189703150017"}, LAST],
        [OWNER, BETWEEN, LAST, OWNER | {"name": "陈己"}, BETWEEN, BORROWER],
        [OWNER, LAST, BORROWER | {"certificate_number": "T110105189703120047"}],
        [OWNER, BETWEEN, BORROWER, LAST, OWNER | {"item": "高处作业", "certificate_number": "T440524189703150016"}],    # exchanged, of two cards
    ),
)
def anothers_number(claims):
    """A certificate bears its holder's own number. One with the number of somebody else on the roster is looked at.

    Only the row that bears it is flagged, never the owner's. It is left alone where a slip may explain it: the number
    stands in a neighbouring row, the two numbers or names are nearly the same, or the column was filled or moved.
    """
    return borrowed(claims) >= 0

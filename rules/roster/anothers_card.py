from rules.owners import borrowed, numbered
from rules.roster.anothers_number import BETWEEN, BORROWER, LAST, OWNER, owners
from rules.rule import Scope, Severity, rule

FOUR = tuple({"name": name, "id_number": number, "certificate_number": "T" + number} for name, number in (
    ("陈己", "33262318850301204X"), ("王戊", "510212188802291158"), ("赵庚", "331002189008153135"), ("钱辛", "33260018911111117X")))


@rule(
    code="RO05",
    title="证书编号属于名册中另一人，且不能以录入差错解释",
    severity=Severity.HIGH,
    reads=("name", "id_number", "certificate_number"),
    marks=("certificate_number",),
    fact="owner",
    message="本条（{name}）的证书编号是{owner}另一人本人的号码；全表编号几乎都与本人号码一致，两条不相邻，姓名不同，两个号码各自成立",
    basis="特种作业操作证编号为“T”加持证人本人的身份证号；不得冒用他人证书",
    innocent=("单独粘贴一个单元格时粘错了人，证书原件可以说明",),
    clears="请当面核对证书原件：编号与本人身份证号一致的，更正名册即可",
    scope=Scope.ROSTER,
    details=owners,
    flagged=(([OWNER, BETWEEN, BORROWER, LAST], [2]), ([BORROWER, *FOUR, OWNER], [0])),
    clear=(
        [OWNER, BORROWER, BETWEEN, LAST],
        [OWNER, BETWEEN, BORROWER, LAST | {"certificate_number": ""}],
        [OWNER, BETWEEN, BORROWER, *FOUR[:2], {**FOUR[2], "certificate_number": OWNER["certificate_number"]}, FOUR[3]],
        [OWNER, BETWEEN, BORROWER, LAST | {"certificate_number": "T33262318850301204X"}],
        [BORROWER, *FOUR * 5, OWNER, FOUR[0], {**LAST, "certificate_number": OWNER["certificate_number"]}],     # filled down, and sorted since
    ),
)
def anothers_card(claims):
    """Another living person's number on a card, in a file that is otherwise in order: no slip along the column explains it.

    That is said only where the owner's row agrees with itself and lies elsewhere in the file, the names are not alike,
    both numbers are sound, nobody else has that number, and the others bear their own, but for one in twenty. Else it stays with rule RO04.
    """
    numbers = numbered(claims)
    doubtful, unread = ~numbers.consistent, ~claims.known("certificate_number")
    alone = numbers.spread(numbers.tally(numbers.card, doubtful) + unread.sum() == 1, numbers.card)
    return (borrowed(claims) >= 0) & alone & (doubtful.sum() <= 1 + claims.size // 20)

import numpy as np

from rules.derived import derived
from rules.identity.sex_differs import MALE
from rules.owners import at, lines, name_codes, neighbours, numbered, places_apart, unlike
from rules.rule import Scope, Severity, rule


def sexes(claims):
    """The sex that each row states: 1 male, 0 female, -1 nothing readable."""
    said = claims.sex.each(lambda text: MALE.get(text.strip().upper(), -1), np.int8)
    return np.where(claims.known("sex"), said, -1)


def contradicted(claims):
    """Rows whose sex is not that of their identity number."""
    said = sexes(claims)
    return claims.id.sound & ~claims.id.foreigner & (said >= 0) & (claims.id.male != (said == 1))


@derived
def owner_of(claims):
    """The row of the owner of each row's identity number, where exactly one of two names is shown to be the owner's; else -1."""
    numbers, name = numbered(claims), name_codes(claims)
    mine = numbers.consistent & claims.id.sound & (name >= 0) & ~contradicted(claims)
    if claims.has("sex"):
        mine &= sexes(claims) >= 0
    number = numbers.by(numbers.own)
    two = (number.kinds(name) == 2) & (number.tally(name < 0) == 0) & (number.kinds(np.where(mine, name, -1)) == 1)
    return number.spread(np.where(two, number.first_of(mine), -1), -1)


def others(claims, rows):
    return {"owner": lines(claims, owner_of(claims)[rows])}


OWNER = {"name": "测试甲", "id_number": "331081189703010078", "certificate_number": "T331081189703010078", "sex": "男"}
OTHER = {"name": "李因", "id_number": "331081189703010078", "certificate_number": "T331081189703010078", "sex": "女"}
THIRD = {"name": "欧阳丙", "id_number": "110105189703120047", "certificate_number": "T110105189703120047", "sex": "女"}


@rule(
    code="RO01",
    title="一个身份证号对应两个姓名",
    severity=Severity.MEDIUM,
    reads=("name", "id_number"),
    fact="name",
    message="身份证号 {id_number} 在{owner}与证书编号、姓名、性别相互吻合，本条（{name}）姓名不同，且性别或证书编号与该号码不符",
    basis="GB 11643-1999（一人一号）",
    innocent=("录入时误用了别人的身份证号", "本人改过姓名而另一条未更新", "两条本是同一人，其中一条姓名录错"),
    clears="请对照两人的身份证原件核对姓名与号码",
    scope=Scope.ROSTER,
    details=others,
    flagged=(
        ([OWNER, THIRD, OTHER], [2]),
        ([OWNER, THIRD, OTHER | {"certificate_number": "T331081199001011234", "sex": "男"}], [2]),
    ),
    clear=(
        [OWNER, OTHER, THIRD],                                             # filled down from the line above
        [OWNER, THIRD, OTHER | {"sex": "男"}],                              # whose number it is cannot be told
        [OWNER, THIRD, OWNER | {"name": "测试 甲", "sex": "女"}],            # one name, and a slip in the sex
        [OWNER | {"sex": "女"}, THIRD, OTHER],
        [OWNER, THIRD, OTHER | {"certificate_number": "T440524189703150016"}],      # their own card: the number beside it is the slip
        [OWNER, THIRD, OTHER | {"certificate_number": "T331081189703010079", "sex": "男"}],
        [OWNER, THIRD, OTHER, THIRD | {"name": "司马丁", "id_number": "331081189703010078", "certificate_number": ""}],
    ),
)
def two_names(claims):
    """An identity number is one person's. Of two names on it only that one is looked at which its own row contradicts.

    The owner of a number is never the one flagged: their card, name and sex agree with it. Where that does not tell the
    two apart, nobody is flagged, and the file gets a notice. A card that bears another sound number is its holder's own,
    and then the identity number beside it is the slip.
    """
    numbers, name = numbered(claims), name_codes(claims)
    holder = claims.certificate.holder
    owner = owner_of(claims)
    unsound_card = numbers.at_odds & holder.whole & ~holder.sound & (places_apart(claims) > 2)
    wrong_sex = contradicted(claims) & (numbers.consistent | (not claims.has("certificate_number")))
    unread = ~claims.known("id_number")
    candidate = (owner >= 0) & (name >= 0) & (unsound_card | wrong_sex)
    run = np.where((numbers.own >= 0) & (name >= 0), numbers.own * (name.max(initial=0) + 1) + name, -1)
    for row in neighbours(run):
        candidate &= (row < 0) | (~at(unread, row, False) & (at(numbers.own, row, -1) != numbers.own))
    rows = np.flatnonzero(candidate)
    candidate[rows] = unlike(claims, rows, owner[rows])
    return candidate

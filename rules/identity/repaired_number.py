import numpy as np

from rules.rule import Severity, rule


def damage(claims, rows):
    return {"damage": list(np.where(claims.id.has_form("MASKED")[rows], "有几位被遮盖", "被表格软件损坏"))}


@rule(
    code="ID05",
    title="号码已按证书编号补全",
    severity=Severity.LOW,
    reads=("id_number", "certificate_number"),
    message="身份证号{damage}，已按证书编号 {certificate_number} 补全，并以补全的号码核验",
    basis="特种作业操作证编号为字母 T 加持证人身份证号",
    innocent=("表格软件自动把长号码转成了数字", "单位为保护个人信息遮盖了几位"),
    clears="请对照身份证原件确认补全的号码",
    details=damage,
    marks=("id_number",),
    flagged=(
        {"id_number": "331081189703010000", "certificate_number": "T331081189703010078"},
        {"id_number": "3.31081E+17", "certificate_number": "T331081189703010078"},
        {"id_number": "331081********0078", "certificate_number": "t 331081189703010078"},
    ),
    clear=(
        {"id_number": "331081189703010078", "certificate_number": "T331081189703010078"},
        {"id_number": "331081189703010000", "certificate_number": "T110105189703120047"},
        {"id_number": "331081189703010000", "certificate_number": "T331081189703010079"},
        {"id_number": "", "certificate_number": "T331081189703010078"},
        {"id_number": "—", "certificate_number": "T331081189703010078"},
    ),
)
def repaired_number(claims):
    """The T-number holds the whole number of the person, kept as text because of its T, and what is left agrees with it.

    Where no number stands at all, the T-number is used without a word: nothing was damaged.
    """
    return claims.repaired & claims.id.known

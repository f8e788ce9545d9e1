from rules.rule import Severity, rule


@rule(
    code="CT18",
    title="有效期尚未开始",
    severity=Severity.LOW,
    reads=("valid_from",),
    message="有效期自 {valid_from} 开始，在 {checked_on} 还没有到",
    basis="换证后的有效期自旧证期满之日起算（应急管理部令第19号）",
    innocent=("已提前换证，旧证仍在有效期内", "年份抄错一位"),
    clears="请核对起始日；提前换证的，请一并填写旧证",
    flagged=({"valid_from": "2026-11-24"}, {"valid_from": "2027-01-10", "valid_until": "2033-01-09"}),
    clear=({"valid_from": "2026-11-23"}, {"valid_from": "2023-06-10"}),
)
def not_begun(claims):
    """A renewed certificate may be in hand before its period begins; until then the old one counts."""
    return claims.valid_from > claims.checked_on

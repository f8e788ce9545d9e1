from rules.rule import Severity, rule


@rule(
    code="RG10",
    title="登记的有效期尚未开始",
    severity=Severity.LOW,
    reads=("register_valid_from",),
    message="登记库记录的有效期自 {register_valid_from} 起，截至 {checked_on} 尚未开始",
    basis="应急管理部令第19号（新证有效期自旧证期满之日起算）",
    innocent=("提前办理换证，旧证仍在有效期内",),
    clears="在新证起始日之前，请同时保留旧证",
    marks=("valid_from",),
    flagged=({"register_valid_from": "2026-12-01"},),
    clear=({"register_valid_from": "2026-11-23"}, {"register_valid_from": "2020-12-01"}),
)
def record_not_begun(claims):
    """A renewed card begins when the old one ends, and is on the register before that day."""
    return claims.register_valid_from > claims.checked_on

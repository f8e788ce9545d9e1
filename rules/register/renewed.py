from rules import records
from rules.rule import Severity, rule


@rule(
    code="RG07",
    title="已换证，所报为旧证",
    severity=Severity.LOW,
    reads=("valid_until", "register_valid_until"),
    message="所报证件有效期至 {valid_until}，登记库中已有换证后的记录，有效期至 {register_valid_until}",
    basis="应急管理部令第19号（期满换证，新证有效期自旧证期满之日起算）",
    innocent=("花名册还没有更新为新证",),
    clears="请把花名册更新为新证的有效期",
    fact="register_valid_until",
    flagged=({"valid_from": "2020-06-10", "valid_until": "2026-06-10", "register_valid_from": "2026-06-10", "register_valid_until": "2032-06-10"},
             {"valid_until": "2026-06-11", "register_valid_from": "2026-06-10", "register_valid_until": "2032-06-10"}),
    clear=({"valid_until": "2032-06-10", "register_valid_until": "2032-06-10"}, {"valid_until": "2033-06-10", "register_valid_until": "2026-06-10"}),
)
def renewed(claims):
    """The register holds the card after this one: the old card is confirmed by it."""
    return records.end(claims) == "renewed"

from rules.rule import Means, Severity, rule


@rule(
    code="RG08",
    title="登记库中已过有效期",
    severity=Severity.LOW,
    reads=("register_valid_until",),
    message="登记库记录的有效期至 {register_valid_until}，截至 {checked_on} 已过期",
    basis="安监总局令第30号第十九条；应急管理部令第19号",
    innocent=("已换证但登记尚未更新",),
    clears="请办理换证或重新考核；已换证的请出示新证",
    means=Means.REGISTER_LAPSED,
    marks=("valid_until",),
    flagged=({"register_valid_until": "2026-11-22"},),
    clear=({"register_valid_until": "2026-11-23"}, {"register_valid_until": "2029-06-10"}),
)
def record_ended(claims):
    """The last day of validity counts; the day after, the record is past its end."""
    return claims.register_valid_until < claims.checked_on

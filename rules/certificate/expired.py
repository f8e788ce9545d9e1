from rules.rule import Means, Severity, rule


@rule(
    code="CT15",
    title="有效期已过",
    severity=Severity.LOW,
    reads=("valid_until",),
    message="有效期至 {valid_until}，在 {checked_on} 已经过期",
    basis="特种作业操作证有效期满前应当换证（安监总局令第30号第二十条、应急管理部令第19号）；最后一天仍然有效",
    innocent=("已换领新证，名册里还是旧证的日期", "年份抄错一位"),
    clears="已换证的，请填新证的日期；未换证的，不得上岗",
    means=Means.LAPSED,
    flagged=({"valid_until": "2026-11-22"}, {"valid_until": "2029-06-10", "checked_on": "2029-06-11"}),
    clear=({"valid_until": "2026-11-23"}, {"valid_until": "2029-06-10", "checked_on": "2029-06-10"}, {"valid_until": "29-6-10"}),
)
def expired(claims):
    """A certificate is in force to the end of its last day."""
    return claims.valid_until < claims.checked_on

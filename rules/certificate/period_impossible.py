from rules import validity
from rules.rule import Severity, rule


@rule(
    code="CT11",
    title="有效期超过六年，且不像笔误",
    severity=Severity.HIGH,      # no law since 1999 allowed it; a slip, a first issue or an early issue that explains it makes it CT12
    reads=("valid_from", "valid_until"),
    fact="valid_until",
    message="有效期自 {valid_from} 至 {valid_until}，长于六年；改正任何一处笔误也得不出合法的期限",
    basis="特种作业操作证有效期为 6 年（国家经贸委令第13号、安监总局令第30号第十九条、应急管理部令第19号）",
    innocent=("起止日期抄自两张不同的证书", "同一行里有两处以上的笔误"),
    clears="请对照证书原件核对起止日期；登记库有记录的，以登记库的日期为准",
    flagged=(
        {"valid_from": "2023-06-10", "valid_until": "2043-06-10"},
        {"valid_from": "2009-06-10", "valid_until": "2029-06-10"},
        {"valid_from": "2023-06-10", "valid_until": "2033-06-10"},
        {"valid_from": "1999-10-01", "valid_until": "2019-10-01"},
        {"valid_from": "2027-01-22", "valid_until": "2047-01-22"},        # 60 days before it begins
        {"valid_from": "2023-06-10", "valid_until": "2030-01-15"},        # F05: an end put off
        {"valid_from": "2023-06-10", "valid_until": "2035-06-10"},        # the second period cannot have been issued yet
    ),
    clear=(
        {"valid_from": "2023-06-10", "valid_until": "2029-06-10"},
        {"valid_from": "2023-06-10", "valid_until": "2029-06-11"},
        {"valid_from": "2023-06-10", "valid_until": "2039-06-10"},        # a digit
        {"valid_from": "2012-05-01", "valid_until": "2030-05-01"},        # a first issue, renewed
        {"valid_from": "2023-04-20", "valid_until": "2029-06-10"},        # issued before its period
        {"valid_from": "2014-03-01", "valid_until": "2020-11-25"},        # carried forward in the epidemic
        {"valid_from": "1983-05-01", "valid_until": "2029-06-10"},        # before any of the laws: not a first day at all
        {"valid_from": "2031-06-10", "valid_until": "2051-06-10"},        # not begun: not a first day that can be read with trust
        {"valid_from": "2023-06-10", "valid_until": "长期"},
        {"valid_from": "2029-06-10", "valid_until": "2023-06-10"},        # CT28
    ),
)
def period_impossible(claims):
    """Every law since 1999 gave six years. Longer, and not by one slip of the pen, is an altered or an invented period.

    Not asked where the first column may hold the day of a first issue (whole periods follow it) or of an early issue, nor
    of ends that were carried forward in the epidemic.
    """
    begun = (claims.valid_from >= validity.FIRST_ERA) & (claims.valid_from <= claims.checked_on + validity.EARLY)
    return validity.too_long(claims) & begun & ~validity.too_long_by_slip(claims) & ~validity.too_long_by_law(claims)

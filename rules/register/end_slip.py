from rules import records
from rules.rule import Means, Severity, rule


@rule(
    code="RG06",
    title="有效期与登记差一笔",
    severity=Severity.LOW,
    reads=("valid_until", "register_valid_until"),
    message="所报有效期至 {valid_until}，登记库为 {register_valid_until}：可能是抄写差错",
    basis="一位数字之差、相邻两位颠倒、日月颠倒均按笔误处理",
    innocent=("录入时错了一位数字", "日和月写反"),
    clears="请按操作证原件更正有效期",
    means=Means.SLIP,
    fact="register_valid_until",
    flagged=({"valid_until": "2028-06-10", "register_valid_until": "2029-06-10"},
             {"valid_until": "2029-10-06", "register_valid_until": "2029-06-10"}),
    clear=({"valid_until": "2029-06-10", "register_valid_until": "2029-06-10"}, {"valid_until": "2032-06-10", "register_valid_until": "2026-01-10"}),
)
def end_slip(claims):
    """The end date differs from the register's as by one slip of the pen."""
    return records.end(claims) == "slip"

from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE07",
    title="电工进网作业许可证已取消",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}。{lookup}",
    basis="国发〔2017〕46号；安监总人事〔2018〕18号",
    innocent=("证书当年有效，许可取消后未换证",),
    clears="请本人办理特种作业操作证（电工作业）后再上岗",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "高压进网作业"},
        {"item": "电工进网作业许可证", "issuer": "国家能源局浙江监管办公室"},
    ),
    clear=(
        {"item": "高压电工作业"},
        {"item": "煤矿井下电气作业", "issuer": "山西省能源局"},
        {"certificate_number": "T331081189703010078", "item": "进网作业", "issuer": "浙江省应急管理厅"},
    ),
)
def grid_permit(claims):
    """The permit of the grid was abolished in September 2017; the work is part of 电工作业 now.

    Only the wording tells it: energy bureaus also sign cards of coal mines.
    """
    return regimes.is_of(claims, "NEA_GRID")

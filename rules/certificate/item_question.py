from rules import trades
from rules.rule import Severity, rule


@rule(
    code="CT07",
    title="项目是否在新目录内，尚不清楚",
    severity=Severity.QUESTION,      # the catalogue of 2026 could not be read
    reads=("item",),
    message="操作项目“{item}”不在 2026 年 5 月 31 日以前的目录内；这张证书自 2026-06-01 起的新目录签发，请以登记库为准",
    basis="应急管理部令第19号及应急〔2026〕45号《特种作业目录》，自 2026-06-01 起施行",
    innocent=("新目录增加或改名的项目", "填的是习惯叫法"),
    clears="请照证书原件填写项目全称，并在登记库核对",
    flagged=(
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2026-06-01"},
        {"item": "叉车司机", "issuer": "浙江省应急管理厅", "valid_from": "2026-07-01"},
    ),
    clear=(
        {"item": "低压电工作业", "certificate_number": "T331081189703010078", "valid_from": "2026-06-01"},
        {"item": "沼气池清掏作业", "certificate_number": "T331081189703010078", "valid_from": "2026-05-31"},
        {"item": "沼气池清掏作业", "certificate_number": "331081189703010078", "valid_from": "2026-06-01"},
    ),
)
def item_question(claims):
    """An unknown item on a card of the new order is something to ask, not something to blame."""
    return trades.unnamed(claims) & trades.on_permit(claims) & trades.under_catalogue_of_2026(claims)

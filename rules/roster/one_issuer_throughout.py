import numpy as np

from rules import displaced, issuers, validity
from rules.owners import some_lines
from rules.rule import Scope, Severity, rule

OLD = tuple({"issuer": "浙江省安全生产监督管理局", "valid_from": day} for day in ("2016-06-10", "2021-03-08", "2023-06-10", "2025-01-15"))


def where(claims, rows):
    return {"rows": [some_lines(claims, rows)] * len(rows)}


@rule(
    code="RO22",
    title="签发机关一列整列是改革前的名称",
    severity=Severity.QUESTION,
    reads=("issuer",),
    message="名册的签发机关一列几乎都写着“{issuer}”（{rows}），是机构改革前的名称，像是整列填充或沿用旧名册，不据此评价任何一张证书",
    basis="2018 年机构改革，各省于 2018 年 10 月至 11 月改称应急管理厅（局）",
    innocent=("录入人习惯写旧名称", "整列沿用旧名册"),
    clears="请照各人证书原件上的印章填写签发机关",
    scope=Scope.NOTICE,
    details=where,
    explains=("CT21",),
    flagged=((list(OLD), [1, 2, 3]),),
    clear=(
        [*OLD[:2], *({**row, "issuer": "浙江省应急管理厅"} for row in OLD[2:])],
        [{**row, "issuer": "浙江省应急管理厅"} for row in OLD],
        [{**row, "valid_from": "2016-06-10"} for row in OLD],
    ),
)
def one_issuer_throughout(claims):
    """One old name in nearly all rows is the habit of whoever wrote the list."""
    keys = np.where(claims.known("issuer"), claims.issuer.codes.astype(np.int64), -1)
    return displaced.throughout(keys) & issuers.named_before_reform(claims) & (validity.first_day(claims) > issuers.OLD_NAME_UNTIL)

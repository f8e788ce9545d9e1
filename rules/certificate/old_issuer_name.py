from rules import issuers, validity
from rules.rule import Severity, rule


def on(claims, rows):
    return {"day": [str(day) for day in validity.first_day(claims)[rows]]}


@rule(
    code="CT21",
    title="签发机关用的是改革前的名称",
    severity=Severity.MEDIUM,      # the full name as on a seal; everyday short forms (安监局) are a habit and are not asked about
    reads=("issuer",),
    fact="valid_from",      # as SI05: one wrong day makes both
    message="签发机关“{issuer}”在 2018 年机构改革后已改名，而这张证书自 {day} 起有效",
    basis="2018 年机构改革，各省于 2018 年 10 月至 11 月改称应急管理厅（局）；旧版证书最迟用到 2019 年底",
    innocent=("录入人习惯写旧名称，或整列沿用旧名册", "起始日抄错一位，证书其实是改革前的"),
    clears="请照证书原件上的印章填写签发机关",
    details=on,
    flagged=(
        {"issuer": "浙江省安全生产监督管理局", "valid_from": "2020-01-01"},      # F10
        {"issuer": "台州市安全生产监督管理局", "valid_from": "2023-06-10"},
        {"issuer": "浙江省安全生产监督管理局（印章）", "valid_until": "2029-06-10"},
    ),
    clear=(
        {"issuer": "浙江省安全生产监督管理局", "valid_from": "2019-12-31"},      # E05
        {"issuer": "浙江省应急管理厅", "valid_from": "2023-06-10"},
        {"issuer": "浙江省应急管理厅（原浙江省安全生产监督管理局）", "valid_from": "2023-06-10"},
        {"issuer": "浙江省安监局", "valid_from": "2023-06-10"},
        {"issuer": "浙江省安全生产监督管理局"},
    ),
)
def old_issuer_name(claims):
    """Provinces and cities gave up the old name in autumn 2018; old forms were used up by the end of 2019."""
    return issuers.named_before_reform(claims) & (validity.first_day(claims) > issuers.OLD_NAME_UNTIL)

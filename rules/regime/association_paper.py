from rules import regimes
from rules.rule import Means, Severity, rule


@rule(
    code="RE09",
    title="不是特种作业操作证",
    severity=Severity.LOW,
    reads=(),
    marks=("certificate_number", "item", "issuer"),
    message="按{ground}，这是{paper}，不是特种作业操作证，不能凭此从事特种作业",
    basis="《安全生产法》第三十条：特种作业人员须取得相应资格；协会、院校、公司的证书不是上岗许可",
    innocent=("持证人确实参加过培训，证书是真实的培训证明", "名册把培训机构填进了签发机关一栏"),
    clears="请核对证书原件的签发机关；没有特种作业操作证的，应参加考核取得后再上岗",
    means=Means.OTHER_REGISTER,
    details=regimes.named,
    flagged=(
        {"item": "电工", "issuer": "中国某某协会"},
        {"certificate_number": "T331081189703010078", "item": "低压电工作业", "issuer": "浙江省应急管理协会"},
        {"item": "岗位能力证书"},
        {"item": "焊工", "issuer": "某某职业培训学院"},
        {"certificate_number": "2023001", "item": "高空作业", "issuer": "某某安全技术有限公司"},
    ),
    clear=(
        {"certificate_number": "T331081189703010078", "item": "低压电工作业", "issuer": "浙江省应急管理厅"},
        {"certificate_number": "T331081189703010078", "item": "低压电工作业", "issuer": "浙江省应急管理厅培训中心"},
        {"certificate_number": "T331081189703010078", "item": "低压电工作业", "issuer": "某某有限公司"},
        {"item": "高级焊工", "issuer": "某某职业培训学院"},
        {"item": "电工", "issuer": "某市职业技能鉴定中心"},
        {"item": "电工"},
        {"certificate_number": "331081189703010078", "item": "低压电工作业", "issuer": "某某有限公司"},
    ),
)
def association_paper(claims):
    """Associations, schools and firms sign papers of training. Such a paper is no permit; that is all that is said of it, never more.

    A firm beside a T-number is the employer in the wrong cell, and that is a question of the issuer.
    """
    return regimes.is_of(claims, "ASSOCIATION")

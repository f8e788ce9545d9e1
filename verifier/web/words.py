"""What the pages say of outcomes, severities, states and registers: once, in the reader's language."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from rules.catalogue import all_rules
from rules.claim import LABELS
from verifier.settings import CHINA
from verifier.verdict import Outcome
from verifier.web import languages

SEVERITIES = {
    "high": lazy_gettext("不能成立"),
    "medium": lazy_gettext("与记录或法规不符"),
    "low": lazy_gettext("提示"),
    "question": lazy_gettext("待补充"),
}
STATES = {
    "receiving": lazy_gettext("接收中"),
    "draft": lazy_gettext("待核对各列"),
    "queued": lazy_gettext("排队中"),
    "running": lazy_gettext("核验中"),
    "waiting_for_desk": lazy_gettext("等待人工查询"),
    "done": lazy_gettext("已完成"),
    "cancelled": lazy_gettext("已停止"),
    "failed": lazy_gettext("没有完成"),
}
REGISTER = {
    "found": lazy_gettext("登记库有此人的记录。"),
    "not_found": lazy_gettext("登记库答复没有查到；可能尚未录入，也可能号码有误。"),
    "unavailable": lazy_gettext("登记库没有答复，稍后会再问；这不说明证书有问题。"),
    "not_asked": lazy_gettext("没有询问登记库。"),
    "waiting": lazy_gettext("等待人工输入验证码后询问登记库。"),
}
MEANS = {
    "confirmed": lazy_gettext("登记库中有此人此项的记录，与名册所写一致，且在有效期内。这说的是记录一致，不是对证件的鉴定。"),
    "other_register": lazy_gettext("从编号或签发机关看，这本证由其他部门管理，在特种作业操作证登记库里本来就查不到。"),
    "lapsed": lazy_gettext("按日期看已过有效期，或错过了复审。证书可能是真的，只是不能再用于上岗。"),
    "needs_correction": lazy_gettext("有内容缺失、损坏或像是笔误，更正后才能核对。这不是对持证人的疑点。"),
    "differs": lazy_gettext("登记库中有此人的记录，但没有一条与名册所写一致，也不像笔误。"),
    "implausible": lazy_gettext("有一处内容与法规或事实直接冲突，笔误、其他登记库或法规变化都解释不了。仍须由人核实后再下结论。"),
    "not_on_register": lazy_gettext("相隔一天以上查询两次，登记库都答复没有查到。仍可能是登记库漏录，须向签发机关核实。"),
    "not_found_once": lazy_gettext("查询一次没有查到，稍后会再查。一次查不到说明不了什么。"),
    "unchecked": lazy_gettext("还没有向登记库查询，所以不能说这本证如何；下面是仅凭证面能看出的。"),
}
NEXT = {
    "confirmed": lazy_gettext("无需处理。"),
    "other_register": lazy_gettext("到所列的登记库查询；不要因为在这里查不到就认为有问题。"),
    "lapsed": lazy_gettext("请本人出示新证或复审记录；没有的，安排复审或重新考核后再上岗。"),
    "needs_correction": lazy_gettext("对照证件原件，更正所标的内容后重新核对。"),
    "differs": lazy_gettext("请本人出示原件与身份证，对照登记库的记录，向签发机关核实。"),
    "implausible": lazy_gettext("请本人出示原件，核对所标的内容，再向签发机关核实。核实前先听本人说明。"),
    "not_on_register": lazy_gettext("请本人出示原件，向签发机关核实是否有这本证。"),
    "not_found_once": lazy_gettext("等待再次查询的结果，或先向本人核对号码。"),
    "unchecked": lazy_gettext("在全国特种作业操作证查询平台核对此人的记录。"),
}
STEPS = {
    "reading": lazy_gettext("读取文件"),
    "screening": lazy_gettext("逐行核对"),
    "reporting": lazy_gettext("生成报告"),
}


def outcome_label(outcome: str) -> str:
    word = Outcome(outcome)
    return word.label_en if languages.current() == "en" else word.label


def outcome_means(outcome: str) -> str:
    return str(MEANS[outcome])


def outcome_next(outcome: str) -> str:
    return str(NEXT[outcome])


def severity_label(severity: str) -> str:
    return str(SEVERITIES[severity])


def state_label(state: str) -> str:
    return str(STATES[state])


def step_label(step: str) -> str:
    return str(STEPS.get(step, step))


def register_label(state: str) -> str:
    return str(REGISTER[state])


def field_label(field: str) -> str:
    """The label on paper, in the reader's language. Fields of the register and of the day are named as such."""
    if field.startswith("register_"):
        return _("登记库：%(field)s", field=field_label(field.removeprefix("register_")))
    if field == "checked_on":
        return _("核对日期")
    return _(LABELS[field]) if field in LABELS else field


def why(code: str) -> list[str]:
    """The reason for a rule, as its author wrote it (English), in paragraphs."""
    reason = next((rule.why for rule in all_rules() if rule.code == code), "")
    return [" ".join(paragraph.split()) for paragraph in reason.split("\n\n") if paragraph.strip()]


def short(number: str | None) -> str:
    """A masked number as a narrow column shows it: its last places behind three dots.

    >>> short("**************0078"), short(None)
    ('···0078', '—')
    """
    return "···" + number.lstrip("*") if number and number.startswith("*") else number or "—"


def local(moment) -> str:
    return moment.astimezone(CHINA).strftime("%Y-%m-%d %H:%M")


def marks(remarks: list[dict]) -> dict[str, tuple[str, list[str]]]:
    """The fields that findings and questions are about, each with the weightiest severity and all codes."""
    found: dict[str, tuple[str, list[str]]] = {}
    for severity in SEVERITIES:
        for remark in remarks:
            if remark["severity"] == severity:
                for field in remark["cells"]:
                    found.setdefault(field, (severity, []))[1].append(remark["code"])
    return found


TEMPLATE_WORDS = (
    outcome_label, outcome_means, outcome_next, severity_label, state_label, step_label, register_label, field_label, why, short, local, marks)

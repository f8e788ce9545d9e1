"""The catalogue of rules as a manual page (Chinese, Markdown), printed from the rules: `python -m rules.manual`."""

from __future__ import annotations

from collections.abc import Iterator

from rules.catalogue import FAMILIES, all_rules
from rules.claim import LABELS
from rules.rule import Means, Rule, Scope, Severity

SEVERITIES = {
    Severity.HIGH: "硬伤（真证不可能如此，笔误、其他登记库、法规变化都解释不了）",
    Severity.MEDIUM: "矛盾（与记录或法规不符；两项依据不同的矛盾才会标记一行）",
    Severity.LOW: "提示（少见或笔误，不影响结论）",
    Severity.QUESTION: "待补正（缺失、遮盖或无法辨认；不是疑点）",
}
MEANS = {
    Means.OTHER_REGISTER: "属其他登记库", Means.NEEDS_CORRECTION: "信息待更正", Means.LAPSED: "已失效（登记库未答复时）",
    Means.OTHER_CARD: "登记不符（证书很新的：一次未查到）", Means.DISPLACED: "信息待更正", Means.UNSURE: "信息待更正（登记库的答复不用于本条）",
    Means.REGISTER_BLANK: "待核验（登记库记录不全）",
    Means.DIFFERS: "登记不符", Means.SLIP: "信息待更正（登记库有记录）", Means.REGISTER_LAPSED: "已失效（登记库有记录）",
}
SCOPES = {Scope.ROW: "逐行", Scope.ROSTER: "比对同册各行", Scope.NOTICE: "对整份文件给一条提示"}


def pages() -> Iterator[str]:
    rules = all_rules()
    yield f"# 规则目录\n\n本页由规则自动生成（`make catalogue`），共 {len(rules)} 条。"
    yield "规则只指出材料中的事实，由人来判断；笔误与系统故障从不作为指控。\n"
    yield "| 级别 | 含义 |\n| --- | --- |\n" + "\n".join(f"| {severity.value} | {text} |" for severity, text in SEVERITIES.items()) + "\n"
    for family, title in FAMILIES.items():
        yield f"## {title}\n"
        yield from (page(rule) for rule in rules if rule.family == family)


def page(rule: Rule) -> str:
    lines = [
        f"### {rule.code} {rule.title}\n",
        f"- 级别：{SEVERITIES[rule.severity].split('（')[0]}；{SCOPES[rule.scope]}" + (f"；结论：{MEANS[rule.means]}" if rule.means else ""),
        f"- 提示语：{rule.message}",
        f"- 依据：{rule.basis}",
        f"- 可能的正常原因：{'；'.join(rule.innocent)}",
        f"- 如何澄清：{rule.clears}",
    ]
    if rule.explains:
        lines.append(f"- 成立时撤回：{'、'.join(rule.explains)}（笔误是更好的解释）")
    lines += [f"- 会提示的例子：{shown(example)}" for example in rule.flagged[:2]]
    lines += [f"- 不提示的例子：{shown(example)}" for example in rule.clear[:2]]
    return "\n".join(lines) + "\n"


def shown(example) -> str:
    """An example as a clerk reads it: labels and values; of a roster its first rows."""
    if isinstance(example, dict):
        return "，".join(f"{LABELS.get(name.removeprefix('register_'), '判断日期') if name != 'checked_on' else '判断日期'}"
                        f"{'（登记库）' if name.startswith('register_') else ''}“{value or ''}”" for name, value in example.items())
    rows = example[0] if isinstance(example, tuple) and len(example) == 2 and not isinstance(example[0], dict) else example
    more = f" …共 {len(rows)} 行" if len(rows) > 3 else ""
    return " ／ ".join(f"{{{shown(dict(row))}}}" for row in rows[:3]) + more


if __name__ == "__main__":
    print("\n".join(pages()), end="")

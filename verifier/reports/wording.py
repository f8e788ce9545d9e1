"""The sentences that every form of a report shares, and the order in which its rows ask for attention."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules.claim import LABELS
from verifier.privacy import mask_text
from verifier.results import Results
from verifier.verdict import Outcome

Row = dict[str, Any]

TITLE = "特种作业操作证名册核查报告"
STATEMENT = "本报告只说明名册所写内容与规则、登记记录是否相符，不是对任何人的评价；被标记的行须由人核实后再作决定。"
NOT_ASKED = "未向登记库查询"
STATES = {
    "found": "登记库有记录", "not_found": "登记库未查到", "unavailable": "登记库暂无法查询", "not_asked": NOT_ASKED, "waiting": "等待查询登记库",
}
EMPTY_CELL = "（空）"
NOT_FOUND = {       # what stands beside a row that no rule speaks of: why, what to do, how it can be right all the same
    Outcome.NOT_FOUND_ONCE: (
        "登记库这一次没有此人的记录；只查过一次，不能据此下结论", "先核对姓名和号码是否抄对，至少隔 20 小时再查一次",
        "姓名或号码抄错一处；新发证书尚未上传登记库；登记库当时数据不全"),
    Outcome.NOT_ON_REGISTER: (
        "登记库两次（相隔 20 小时以上）都没有此人的记录", "请本人出示证件原件，并向签发机关核实",
        "姓名或号码与登记时不同；签发机关漏传"),
}
PAGE = 2_000                                # rows read at a time


def label(outcome: str) -> str:
    return Outcome(outcome).label


def register(results: Results) -> str:
    """Where the register's answers come from and from when, or that nobody asked."""
    columns = results.table.take(pa.array(results.leading)).select(["register_state", "register_source", "register_asked_at"])
    states, sources, asked = (Counter(column.to_pylist()) for column in columns.columns)
    if not set(states) - {"not_asked"}:
        return NOT_ASKED
    source = "、".join(sorted(filter(None, sources))) or "登记库"
    moments = sorted(filter(None, asked))
    when = f"（{' 至 '.join(dict.fromkeys((moments[0], moments[-1])))}）" if moments else ""
    return f"{source}{when}：" + "，".join(f"{STATES[state]} {states[state]:,} 行" for state in STATES if states[state])


def register_cell(row: Row) -> str:
    """What the register said of one row, with its records, or with the reason where it could not say."""
    register = row["register"]
    if register["state"] == "not_asked":
        return register["reason"] or NOT_ASKED
    return STATES[register["state"]] + "".join(f"：{said}" for said in (register_reason(row) or "；".join(map(record, register["records"])),) if said)


def register_reason(row: Row) -> str:
    """Why the register could not say; nothing where it did."""
    register = row["register"]
    return register.get("reason") or "" if register["state"] in ("unavailable", "not_asked", "waiting") else ""


def record(one: dict[str, str | None]) -> str:
    """One record of the register as a line."""
    period = " 至 ".join(filter(None, (one.get("valid_from"), one.get("valid_until"))))
    return "，".join(filter(None, (one.get("name"), one.get("item") or one.get("category"), period, one.get("issuer"), one.get("status"))))


def remarks(row: Row) -> list[dict[str, Any]]:
    """Findings, then questions: all that is said of a row."""
    return [*row["findings"], *row["questions"]]


def reasons(row: Row) -> str:
    """What is odd or missing, a line each, with the code under which the manual explains it."""
    lines = [f"{remark['message']}〔{remark['code']}〕" for remark in remarks(row)]
    if register := row.get("other_register"):
        lines.insert(0, f"这份证书属：{register['name']}" + (f"，请在该处查询：{register['lookup']}" if register.get("lookup") else ""))
    return numbered(lines + further(row)) or NOT_FOUND.get(row["outcome"], ("", "", ""))[0]


def further(row: Row) -> list[str]:
    """What is said of the other certificates of the same line; the row itself is the one that needs attention most."""
    others = [one for one in row.get("certificates") or () if not same(one, row)]
    return [
        f"同一行的另一本证书（{one['claim'].get('item') or '未写项目'}）：{label(one['outcome'])}"
        + "".join(f"；{remark['message']}〔{remark['code']}〕" for remark in remarks(one)) for one in others
    ]


def same(one: Row, row: Row) -> bool:
    return all(one[key] == row[key] for key in ("claim", "outcome", "findings", "questions"))


def remedies(row: Row) -> str:
    return numbered(unique(remark["clears"] for remark in remarks(row))) or NOT_FOUND.get(row["outcome"], ("", "", ""))[1]


def innocent(row: Row) -> str:
    return "；".join(unique(reason for remark in remarks(row) for reason in remark["innocent"])) or NOT_FOUND.get(row["outcome"], ("", "", ""))[2]


def unique(texts) -> list[str]:
    return list(dict.fromkeys(text for text in texts if text))


def numbered(lines: list[str]) -> str:
    return "\n".join(lines) if len(lines) < 2 else "\n".join(f"{at}. {line}" for at, line in enumerate(lines, 1))


def tail(number: str) -> str:
    """A masked number as people say it.

    >>> tail("**************0078"), tail("331081189703010078")
    ('尾号 0078', '331081189703010078')
    """
    return "尾号 " + number.lstrip("*") if number.startswith("****") else number


def blamed(row: Row) -> dict[str, str]:
    """The fields that the row's remarks are about, each with its reasons. What the register differs in is marked in the claim."""
    reasons_of: dict[str, list[str]] = {}
    for remark in remarks(row):
        for name in remark["cells"]:
            reasons_of.setdefault(name.removeprefix("register_"), []).append(remark["message"])
    return {name: "\n".join(unique(lines)) for name, lines in reasons_of.items()}


def attention(results: Results) -> np.ndarray:
    """Positions of the rows that somebody has to do something about: flagged ones first, then by outcome, each in order of risk."""
    waiting = (Outcome.NOT_FOUND_ONCE, Outcome.NEEDS_CORRECTION, Outcome.LAPSED, Outcome.OTHER_REGISTER)
    return np.concatenate([
        results.chosen(flagged=True, attention_first=True),
        *(results.chosen(outcome=outcome, flagged=False, attention_first=True) for outcome in waiting),
        remarked(results, results.chosen(outcome=Outcome.UNCHECKED, flagged=False, attention_first=True))])


def remarked(results: Results, positions: np.ndarray) -> np.ndarray:
    """Those of the positions of which something is said."""
    said = [pc.list_value_length(results.table[name]).to_numpy() for name in ("findings", "questions")]
    return positions[(said[0] + said[1])[positions] > 0]


def at(results: Results, positions: np.ndarray, *, unmask: bool) -> Iterator[Row]:
    """The rows at positions, read `PAGE` at a time."""
    for start in range(0, len(positions), PAGE):
        yield from results.dicts(positions[start:start + PAGE], unmask=unmask)


def chosen(results: Results, *, unmask: bool, **which) -> Iterator[Row]:
    """All rows of a choice (see `Results.chosen`), those that need attention first."""
    return at(results, results.chosen(attention_first=True, **which), unmask=unmask)


def own_fields(row: Row, fields: tuple[str | None, ...]) -> tuple[str | None, ...]:
    """What the sender's columns hold of this row's certificate; those of the line's other certificates hold nothing of it.

    >>> own_fields({"certificates": [{"claim": 1, "outcome": 1, "findings": 1, "questions": 1}], "claim": 2}, ("name", "item", "item"))
    ('name', 'item', None)
    """
    part = next((at for at, one in enumerate(row.get("certificates") or ()) if same(one, row)), 0)
    places: dict[str, list[int]] = {}
    for place, name in enumerate(fields):
        if name:
            places.setdefault(name, []).append(place)
    own = {name: at[part] if part < len(at) else at[0] for name, at in places.items()}
    return tuple(name if name and own[name] == place else None for place, name in enumerate(fields))


def taken_as(field_name: str | None) -> str:
    return LABELS[field_name] if field_name else "原样带回，不参与核查"


@dataclass(frozen=True)
class Notice:
    """One thing said of the file as a whole."""

    code: str | None
    title: str
    message: str
    rows: tuple[int, ...] = ()
    innocent: tuple[str, ...] = ()
    clears: str = ""


def notices(roster, summary, *, unmask: bool) -> list[Notice]:
    """What the rules, the reading and the run itself say of the file as a whole."""
    said = [
        Notice(one.code, one.title, shown(one.message, unmask), tuple(one.rows), tuple(one.innocent), one.clears) for one in summary.notices
    ]
    said += [Notice(None, "读取提示", shown(text, unmask)) for text in roster.notices]
    said += [
        Notice(None, "规则未能运行", f"规则 {code} 这次没有得出结果，所有行都未经它核查；其余规则不受影响。", clears="请把这一条告诉维护人员")
        for code in summary.failed_rules
    ]
    return said


def arithmetic(roster, summary) -> str:
    """Where every line of the file went."""
    return (f"标题行以下非空 {roster.rows:,} 行 = 已核查 {summary.rows:,} + 退回 {len(roster.refused):,} + "
            f"略过 {len(roster.skipped):,}（合计、签名等）")


def shown(text: str, unmask: bool) -> str:
    return text if unmask else mask_text(text)


def some_rows(rows: tuple[int, ...], most: int = 30) -> str:
    """Line numbers for a person.

    >>> some_rows((3, 4, 9)), some_rows(tuple(range(50)), 2)
    ('3、4、9', '0、1 等 50 行')
    """
    return "、".join(map(str, rows[:most])) + (f" 等 {len(rows):,} 行" if len(rows) > most else "")

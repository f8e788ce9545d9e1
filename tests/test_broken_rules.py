"""A rule that breaks leaves us knowing less: nobody is accused for it, nobody confirmed, and the others go on."""

import csv
import dataclasses
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from crawlers.extract import Extract
from rules.catalogue import all_rules
from rules.claim import FIELDS
from tests.test_extract import FORMS, PEOPLE
from verifier import screening
from verifier.screening import judge, outcomes_of
from verifier.verdict import ACCUSING, Outcome

HERE = Path(__file__).parent
AS_OF = date(2026, 11, 23)
AGAINST = (*ACCUSING, Outcome.NOT_FOUND_ONCE)
HEAD = ("姓名", "证件号码", "操作项目", "有效期开始日期", "有效期结束日期")


def table(rows):
    names = [name for name in FIELDS if any(name in row for row in rows)]
    return {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}


@pytest.fixture(scope="module")
def scenes(tmp_path_factory):
    """Rosters of every kind that we have, and the extract beside them where they have one."""
    path = tmp_path_factory.mktemp("extract") / "x.csv"
    path.write_text("\n".join((",".join(HEAD), *(",".join(one.values()) for one in PEOPLE))), "utf-8")
    extract = Extract.open(path, day=date(2026, 11, 20))
    with (HERE / "honest.csv").open(encoding="utf-8-sig", newline="") as lines:
        found = [(table([{name: text for name, text in row.items() if name in FIELDS} for row in csv.DictReader(lines)]), None)]
    for field in PEOPLE[0]:
        for form in ("filled", "sorted", "exchanged"):
            texts = FORMS[form]([person[field] for person in PEOPLE])
            found.append((table([person | {field: text} for person, text in zip(PEOPLE, texts, strict=True)]), extract))
    altered = [PEOPLE[0] | change for change in (
        {"name": "王小明"}, {"item": "高压电工作业"}, {"valid_until": "2033-12-31"}, {"name": "王?庚"}, {"valid_until": "2028-06-10"}, {"name": ""})]
    found += [(table([one]), extract) for one in altered]
    found += [(table([{name: text and str(text) for name, text in row.items()} for row in roster["rows"]]), None)
              for roster in yaml.safe_load((HERE / "fraud.yaml").read_text("utf-8"))["rosters"]]
    return found


def concluded(scenes):
    answers = [judge(rows, as_of=AS_OF, extract=extract, allow_test_ids=True) for rows, extract in scenes]
    outcomes = [word for answer in answers for word in outcomes_of(answer)]
    flagged = [bool(one) for answer in answers for one in answer.conclusions.flagged]
    return outcomes, flagged, {code for answer in answers for code in answer.failed}


@pytest.fixture(scope="module")
def whole(scenes):
    return concluded(scenes)


def broken(monkeypatch, code, **change):
    rules = tuple(dataclasses.replace(rule, **change) if rule.code == code else rule for rule in all_rules())
    monkeypatch.setattr(screening, "all_rules", lambda: rules)


def breaks(*_):
    raise RuntimeError("broken on purpose")


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_nobody_is_accused_or_confirmed_because_a_rule_broke(monkeypatch, scenes, whole, rule):
    broken(monkeypatch, rule.code, question=breaks)
    outcomes, flagged, _ = concluded(scenes)
    for before, after, was_flagged, is_flagged in zip(whole[0], outcomes, whole[1], flagged, strict=True):
        assert after is before or after is not Outcome.CONFIRMED, before
        assert after not in AGAINST or before in AGAINST, (before, after)
        assert was_flagged or not is_flagged, (before, after)


def test_a_broken_rule_is_named_and_the_register_is_said_not_to_be_relied_on(monkeypatch, scenes):
    broken(monkeypatch, "RG01", question=breaks)
    rows, extract = next((rows, extract) for rows, extract in scenes if extract)
    answer = judge(rows, as_of=AS_OF, extract=extract, allow_test_ids=True)
    assert answer.failed == ("RG01",)
    told = answer.evidence.answers()
    assert set(told["register_state"].to_pylist()) == {"unavailable"}
    assert all("没有运行成功" in reason for reason in told["register_reason"].to_pylist())


def test_a_rule_whose_sentence_breaks_is_a_broken_rule(monkeypatch):
    broken(monkeypatch, "ID01", details=breaks)
    answer = judge(table([{"name": "测试甲", "id_number": "331081189703010079", "valid_until": "2020-01-01"}]), as_of=AS_OF)
    assert answer.failed == ("ID01",) and "CT15" in [one.rule.code for one in answer.hits]

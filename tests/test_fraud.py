"""Every pattern of forgery that a roster can show without a register is seen, and its innocent twin beside it is left alone."""

import csv
from pathlib import Path

import pyarrow as pa
import pytest
import yaml

from rules.claim import FIELDS
from verifier.screening import judge, outcomes_of

HERE = Path(__file__).parent
BOOK = yaml.safe_load((HERE / "fraud.yaml").read_text(encoding="utf-8"))
ACCUSING = {"differs", "implausible", "not_on_register", "not_found_once"}


def screened(rows, as_of=BOOK["as_of"]):
    """What is concluded of claims given as dicts: one dict a row (codes by severity, flagged, outcome), and the codes of the notices."""
    names = [name for name in FIELDS if any(name in row for row in rows)]
    table = {name: pa.array([None if row.get(name) is None else str(row[name]) for row in rows], pa.string()) for name in names}
    judged = judge(table, as_of=as_of, allow_test_ids=True)
    assert judged.failed == ()
    answers = [
        {"outcome": outcome.value, "flagged": bool(flagged), "high": set(), "medium": set(), "low": set(), "question": set()}
        for outcome, flagged in zip(outcomes_of(judged), judged.conclusions.flagged, strict=True)]
    notices = {one.rule.code for one in judged.notices}
    for one in judged.hits:
        for at in one.at if one.rule.code not in notices else ():
            answers[at][one.rule.severity.value].add(one.rule.code)
    return answers, notices


@pytest.mark.parametrize("roster", BOOK["rosters"], ids=lambda roster: f"{roster['pattern']}: {roster['what'][:40]}")
def test_the_pattern_is_seen_and_its_twin_left_alone(roster):
    answers, notices = screened(roster["rows"])
    assert notices == set(roster.get("notices", ()))
    for row, answer in zip(roster["rows"], answers, strict=True):
        who = (row["name"], answer)
        assert set(row.get("codes", ())) <= answer["high"] | answer["medium"] | answer["low"], who
        assert answer["flagged"] == row.get("flagged", False), who
        assert answer["outcome"] == row.get("outcome", "unchecked" if row.get("twin") else answer["outcome"]), who
        if row.get("twin"):
            assert not answer["high"] and not answer["medium"] and answer["outcome"] not in ACCUSING, who


def test_every_pattern_is_seen_or_said_to_be_unseen():
    with (HERE / "data" / "fraud_patterns.csv").open(encoding="utf-8", newline="") as file:
        patterns = {line["pattern_id"] for line in csv.DictReader(file)}
    seen = {roster["pattern"] for roster in BOOK["rosters"]}
    assert seen | BOOK["unseen"].keys() == patterns and not seen & BOOK["unseen"].keys()
    for pattern in seen:
        rows = [row for roster in BOOK["rosters"] if roster["pattern"] == pattern for row in roster["rows"]]
        assert any(row.get("codes") for row in rows) and any(row.get("twin") for row in rows)


def test_one_number_over_thirty_names_is_one_notice():
    """Case CE-24 of the public bad inputs."""
    rows = [{"name": f"测{chr(0x4e00 + 37 * at)}", "id_number": "331081189703010078"} for at in range(30)]
    answers, notices = screened(rows)
    assert notices == {"RO03"}
    assert all(answer["outcome"] == "needs_correction" and not answer["flagged"] and not answer["medium"] for answer in answers)


def test_numbers_shifted_by_a_row_are_one_notice():
    """Case ID-28 of the public bad inputs."""
    numbers = ("331081189703010078", "33108118970301006X", "110105189703120047", "440524189703150016")
    rows = [{"name": name, "id_number": numbers[at], "certificate_number": "T" + numbers[(at + 1) % 4], "item": "低压电工作业",
             "valid_until": "2029-06-10"}
            for at, name in enumerate(("测试甲", "测试乙", "测试丙", "测试丁"))]
    answers, notices = screened(rows)
    assert notices == {"RO06"}
    assert all(not answer["flagged"] and not answer["high"] and not answer["medium"] and not answer["low"] for answer in answers)

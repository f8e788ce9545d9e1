"""The certificate family as a whole: honest oddities stay clear, forged shapes are flagged, holes and bad dates accuse nobody."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from rules.ask import ask, sentences
from rules.catalogue import all_rules, rule_of
from rules.claim import DATES, FIELD_OF_HEADING, FIELDS, heading_key
from rules.claims import Claims
from rules.rule import Means, Scope, Severity

AS_OF = date(2026, 11, 23)
RULES = tuple(rule for rule in all_rules() if rule.family == "certificate")
PUBLIC = yaml.safe_load((Path(__file__).parent / "data" / "bad_inputs_public.yaml").read_text(encoding="utf-8"))["cases"]
ID, T = "331081189703010078", "T331081189703010078"
CARD = {"name": "测试甲", "id_number": ID, "certificate_number": T, "category": "电工作业", "item": "低压电工作业", "issuer": "浙江省应急管理厅",
        "first_issued": "2023-06-10", "valid_from": "2023-06-10", "valid_until": "2029-06-10"}


def codes(*rows, as_of=AS_OF):
    """The codes that each row is flagged with, findings and questions alike."""
    claims = Claims.of_rows(rows, checked_on=as_of, allow_test_ids=True)
    answers = ask(claims, RULES)
    assert not [code for code, answer in answers.items() if answer.failed]
    found = [{code for code, answer in answers.items() if answer.yes[at]} for at in range(len(rows))]
    return found[0] if len(rows) == 1 else found


def severities(found):
    return {rule_of(code).severity for code in found}


def test_a_plain_card_raises_nothing():
    assert codes(CARD) == set()


HONEST = {
    "E03 review due after the change of law": {**CARD, "review_due": "2026-06-10", "reviewed_on": None},
    "E04 card of before 2019-08": {**CARD, "issuer": "浙江省安全生产监督管理局", "first_issued": "2019-03-01", "valid_from": "2019-03-01",
                                   "valid_until": "2025-02-28", "as_of": date(2025, 1, 1)},
    "E05 printed with the old name": {**CARD, "issuer": "浙江省安全生产监督管理局", "first_issued": "2019-12-31", "valid_from": "2019-12-31",
                                      "valid_until": "2025-12-30", "as_of": date(2025, 1, 1)},
    "E13 fifteen digits": {**CARD, "id_number": "110105491231002", "certificate_number": "T11010519491231002X"},
    "E14 multiplication sign for X": {**CARD, "id_number": "33108118970301006×", "certificate_number": "T33108118970301006ⅹ"},
    "E15 full-width, blanks, apostrophe": {
        **CARD, "id_number": "'331081 18970301 0078", "certificate_number": "Ｔ３３１０８１１８９７０３０１００７８"},
    "E16 destroyed identity number": {**CARD, "id_number": "331081189703010000"},
    "E17 T written in another way": {**CARD, "certificate_number": "特331081189703010078"},
    "E22 renewed in another province": {**CARD, "issuer": "广东省应急管理厅", "first_issued": "2017-06-10"},
    "E23 far-away issuer": {**CARD, "issuer": "新疆生产建设兵团应急管理局"},
    "E24 period begins at the end of the old one": {**CARD, "first_issued": "2014-08-01", "valid_from": "2026-08-01", "valid_until": "2032-08-01"},
    "E26 one day less": {**CARD, "first_issued": "2021-06-11", "valid_from": "2021-06-11", "valid_until": "2027-06-10"},
    "E27 first issued long ago": {**CARD, "first_issued": "2011-06-10"},
    "E28 dates in other shapes": {**CARD, "first_issued": "2023.6.10", "valid_from": "2023年6月10日", "valid_until": "20290610"},
    "E28 a spreadsheet's serial": {**CARD, "first_issued": "45087", "valid_from": "45087", "valid_until": "47279"},
    "E34 coal": {**CARD, "category": "煤矿安全作业", "item": "煤矿瓦斯检查作业", "issuer": "国家矿山安全监察局浙江局"},
    "E34 coal, signed by a province's energy bureau": {**CARD, "category": "煤矿安全作业", "item": "煤矿探放水作业", "issuer": "贵州省能源局"},
    "29 February": {**CARD, "first_issued": "2020-02-29", "valid_from": "2020-02-29", "valid_until": "2026-02-28", "as_of": date(2026, 1, 1)},
    "a city's bureau": {**CARD, "issuer": "台州市应急管理局（印章）"},
    "everyday words": {**CARD, "category": "焊工", "item": "电焊工"},
}


@pytest.mark.parametrize("row", HONEST.values(), ids=HONEST.keys())
def test_an_honest_oddity_stays_clear(row):
    row = dict(row)
    as_of = row.pop("as_of", AS_OF)
    assert codes(row, as_of=as_of) == set()


LOW_AT_MOST = {
    "E02 review lately": {**CARD, "valid_from": "2023-04-10", "valid_until": "2029-04-10", "first_issued": "2023-04-10", "review_due": "2026-04-10",
                          "reviewed_on": None},
    "E12 passport": {**CARD, "id_number": "E12345678", "certificate_number": "TE12345678"},
    "E17 no T": {**CARD, "certificate_number": ID},
    "E25 short because of age": {**CARD, "valid_until": "2027-03-01"},
    "E28 month only": {**CARD, "valid_from": "2023年6月"},
    "E28 without end": {**CARD, "valid_until": "长期"},
    "E30 market supervision": {**CARD, "certificate_number": ID, "item": "叉车司机", "category": None, "issuer": "台州市市场监督管理局"},
    "E30 housing": {
        **CARD, "certificate_number": "浙A042011000001", "item": "建筑起重信号司索工", "category": None, "issuer": "浙江省住房和城乡建设厅"},
    "the clerk's old habit": {**CARD, "issuer": "浙江省安监局"},
    "first issue in the column of the first day": {**CARD, "valid_from": "2012-05-01", "valid_until": "2030-05-01", "first_issued": None},
}


@pytest.mark.parametrize("row", LOW_AT_MOST.values(), ids=LOW_AT_MOST.keys())
def test_an_honest_oddity_is_a_note_or_a_question_at_most(row):
    assert severities(codes(row)) <= {Severity.LOW, Severity.QUESTION}


def test_corrected_identity_number_is_one_medium_finding_and_no_more():
    """E36: the police corrected the number; the paper still has the old one."""
    assert codes({**CARD, "certificate_number": "T110105189703120047"}) == {"CT01"}


FORGED = {
    "F05 dates altered": ({**CARD, "valid_until": "2043-06-10"}, {**CARD, "valid_until": "2029-06-09"}, {"CT11"}),
    "F06 another person's number": (
        {**CARD, "certificate_number": "T440524189703150016"}, {**CARD, "certificate_number": "T331081189703010087"}, {"CT01"}),
    "F09 a kind that left": ({**CARD, "category": None, "item": "起重机械指挥"}, {**CARD, "category": None, "item": "登高架设"}, {"CT08", "CT09"}),
    "F10 old name": ({**CARD, "issuer": "浙江省安全生产监督管理局"}, {**CARD, "issuer": "浙江省应急厅"}, {"CT21"}),
    "F10 bureau without 总": ({**CARD, "issuer": "国家安全生产监督管理局"}, CARD, {"CT24"}),
    "F10 ministry": ({**CARD, "issuer": "中华人民共和国应急管理部"}, CARD, {"CT23"}),
    "F11 serial number": ({**CARD, "certificate_number": "JG-2023-00001"}, {**CARD, "certificate_number": "t 331081189703010078"}, {"CT04"}),
    "F11 too short": ({**CARD, "certificate_number": "T3310811897030100"}, CARD, {"CT04"}),
}


@pytest.mark.parametrize(("forged", "twin", "expected"), FORGED.values(), ids=FORGED.keys())
def test_a_forged_shape_is_flagged_and_its_innocent_twin_is_not(forged, twin, expected):
    assert codes(forged) == expected
    assert not codes(twin) & expected
    assert severities(codes(twin)) <= {Severity.LOW}


def test_a_kind_that_left_rests_on_two_facts():
    """CT08 and CT09 together flag a lapsed or unchecked row; one alone does not."""
    assert {rule_of(code).fact for code in ("CT08", "CT09")} == {"item", "issuer"}


def rows_of(case):
    head, *rows = case["input"]["rows"]
    fields = [FIELD_OF_HEADING[heading_key(word)] for word in head]
    return [{field: str(value) or None for field, value in zip(fields, row, strict=True)} for row in rows]


BAD = [case for case in PUBLIC if case["group"] in {"dates", "cells"} and "rows" in case.get("input", {})]


@pytest.mark.parametrize("case", BAD, ids=[case["id"] for case in BAD])
def test_a_bad_cell_accuses_nobody(case):
    for row in rows_of(case):
        assert severities(codes(row)) <= {Severity.LOW, Severity.QUESTION}


@pytest.mark.parametrize("case", ["DA-04", "DA-05", "DA-07", "DA-08", "DA-09"])
def test_a_doubtful_date_is_asked_about_and_never_expired(case):
    row = rows_of(next(c for c in BAD if c["id"] == case))[0]
    assert codes(row) == {"CT26"}


def test_a_doubtful_date_is_shown_with_its_column_and_the_reason():
    claims = Claims.of_rows([{"valid_until": "29-6-10", "valid_from": "2024年6月"}], checked_on=AS_OF)
    said = sentences(rule_of("CT26"), claims, np.array([0]))[0]
    assert said.startswith("有效期开始日期“2024年6月”（没有写明是哪一日）；有效期结束日期“29-6-10”（年份只有两位）")


def test_dates_the_wrong_way_round_ask_whether_they_were_exchanged():
    """DA-17."""
    row = rows_of(next(c for c in BAD if c["id"] == "DA-17"))[0]
    assert codes(row) == {"CT15", "CT18", "CT28"}
    assert rule_of("CT28").means is Means.NEEDS_CORRECTION and rule_of("CT28").message.startswith("起止日期是否颠倒？")


def test_the_last_day_counts():
    """DA-18."""
    assert codes({"valid_until": "2029-06-10"}, as_of=date(2029, 6, 10)) == set()
    assert codes({"valid_until": "2029-06-10"}, as_of=date(2029, 6, 11)) == {"CT15"}


def test_a_missing_item_or_issuer_never_takes_its_neighbours_answer():
    bare = {"certificate_number": ID, "id_number": ID}
    assert codes({**bare, "item": "低压电工作业"}, {**bare, "item": None}) == [{"CT03"}, set()]
    assert codes({**bare, "issuer": "浙江省应急管理厅"}, {**bare, "issuer": None}) == [{"CT03"}, set()]


def test_a_first_day_left_empty_is_not_guessed_from_the_end():
    """A card of the new catalogue with a short period must not become one of the old catalogue."""
    row = {"item": "叉车司机", "certificate_number": T, "valid_from": "2026-07-01", "valid_until": "2030-05-01"}
    assert codes(row) == {"CT07", "CT13"}
    assert codes({**row, "valid_from": None}) == set()


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.scope is Scope.ROW], ids=lambda rule: rule.code)
def test_no_example_of_the_family_gains_a_finding_by_a_hole(rule):
    """Across all rules of the family, not only the example's own."""
    for example in (*rule.flagged, *rule.clear):
        row = dict(example)
        as_of = date.fromisoformat(row.pop("checked_on", AS_OF.isoformat()))
        findings = {code for code in codes(row, as_of=as_of) if rule_of(code).severity is not Severity.QUESTION}
        for field in row:
            holed = codes({**row, field: None}, as_of=as_of)
            assert {code for code in holed if rule_of(code).severity is not Severity.QUESTION} <= findings, (rule.code, row, field)


def test_rules_read_and_mark_fields_that_exist():
    for rule in RULES:
        assert set(rule.reads) | set(rule.marks) <= set(FIELDS)
    assert rule_of("CT26").marks == DATES

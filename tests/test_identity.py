"""Identity rules on the published vectors, the public bad inputs and odd but honest people; what each says, row by row."""

import base64
import csv
import io
import re
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
import python_calamine
import yaml

from rules import divisions, names, resident_id
from rules.ask import ask, sentences
from rules.catalogue import all_rules
from rules.claim import FIELD_OF_HEADING, heading_key
from rules.claims import Claims
from rules.rule import Means, Severity

DATA = Path(__file__).parent / "data"
RULES = tuple(rule for rule in all_rules() if rule.family == "identity")
CASES = {case["id"]: case for case in yaml.safe_load((DATA / "bad_inputs_public.yaml").read_text(encoding="utf-8"))["cases"]}
VECTORS = list(csv.DictReader((DATA / "id_test_vectors.csv").open(encoding="utf-8", newline="")))
AS_OF = date(2026, 11, 23)
TEST_NUMBER = "001234189703011193"


def claims_of(*rows, allow_test_ids=False):
    return Claims.of_rows(rows, checked_on=AS_OF, allow_test_ids=allow_test_ids)


def codes(claims):
    """The codes of the rules that flag each row."""
    answers = ask(claims, RULES)
    assert not [code for code, answer in answers.items() if answer.failed]
    return [{code for code, answer in answers.items() if answer.yes[row]} for row in range(claims.size)]


def said(code, *rows):
    """The sentence of one rule about each flagged row."""
    claims = claims_of(*rows)
    rule = next(rule for rule in RULES if rule.code == code)
    return sentences(rule, claims, np.flatnonzero(ask(claims, [rule])[code].yes))


# --- the published vectors

LOOKED_UP = {"valid", "valid_upgrade", "valid_after_normalise", "warn", "invalid_region", "valid_in_test_mode"}
FLAGS = {
    "valid": set(), "warn": set(), "invalid_check": {"ID01"}, "invalid_date": {"ID02"}, "invalid_region": {"ID11"}, "data_lost": {"ID04"},
    "valid_upgrade": {"ID15"}, "valid_format": set(), "valid_in_test_mode": set(),
}
OF_PERSONS = [vector for vector in VECTORS if vector["format_id"].split("_")[0] not in {"MEM", "MOHURD", "MOHRSS"}]


def format_of(vector):
    return vector["number"]


@pytest.mark.parametrize("vector", OF_PERSONS, ids=format_of)
def test_the_published_vectors(vector):
    claims = claims_of({"id_number": vector["number"]}, allow_test_ids=vector["expected"] == "valid_in_test_mode")
    assert claims.id.sound[0] == (vector["expected"] in LOOKED_UP)
    if vector["expected"] == "valid_after_normalise":
        assert codes(claims) == [set() if vector["number"].endswith("x") else {"ID06"}]
    else:
        assert codes(claims) == [FLAGS[vector["expected"]]]
    if vector["sex"]:
        assert claims.id.male[0] == (vector["sex"] == "male")


@pytest.mark.parametrize("vector", [vector for vector in VECTORS if vector not in OF_PERSONS], ids=format_of)
def test_the_published_vectors_of_certificates(vector):
    number = claims_of({"certificate_number": vector["number"]}).certificate
    assert number.holder.sound[0] == (vector["format_id"] == "MEM_T18" and vector["expected"] != "warn_missing_T")
    assert number.bare.sound[0] == (vector["expected"] == "warn_missing_T")


# --- the public bad inputs

def rows_of(case):
    """The rows of a case as claims: the text of each cell, a number cell as the roster door writes it."""
    given = case["input"]
    if "rows" in given:
        headings, *lines = given["rows"]
    elif "file" in given and given["file"]["filename"].endswith(".xlsx"):
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(base64.b64decode(given["file"]["b64"])))
        headings, *lines = book.get_sheet_by_index(0).to_python()
    elif "recipe" in given and given["recipe"]["kind"] == "csv_rows":
        headings, lines = ["姓名", "身份证号"], [[f"测{n}", given["recipe"]["same_id"]] for n in range(given["recipe"]["rows"])]
    else:
        return [{given["field"]: given["text"]}]
    fields = [FIELD_OF_HEADING[heading_key(heading)] for heading in headings]
    return [dict(zip(fields, map(cell_text, line), strict=True)) for line in lines]


def cell_text(value):
    return f"{value:.14E}" if isinstance(value, float) else value


EXPECTED = {      # by case: the codes of each row
    "CO-01": [set()] * 3,
    "CO-04": [{"ID06"}],
    "CE-01": [{"ID05"}],
    "CE-04": [{"ID05"}],
    "CE-06": [{"ID17"}],
    "CE-09": [{"ID17"}],
    "CE-10": [{"ID17"}],
    "CE-13": [{"ID08"}],
    "CE-17": [{"ID10"}],
    "CE-19": [{"ID08"}],
    "CE-24": [{"ID17"}] * 30,
    "CE-25": [set()] * 3,
    "CE-26": [{"ID17"}],
    "CE-31": [{"ID07"}],
    "CE-33": [{"ID17"}] * 4,
    "ID-02": [{"ID06"}],
    "ID-05": [{"ID06"}],
    "ID-08": [{"ID06"}],
    "ID-09": [{"ID06"}],
    "ID-10": [{"ID03"}],
    "ID-13": [{"ID03"}],
    "ID-16": [{"ID01"}],
    "ID-19": [{"ID11"}],
    "ID-20": [set()],
    "ID-24": [set()],
    "ID-25": [{"ID16"}],
    "ID-28": [set()] * 4,
    "ID-31": [{"ID08"}],
    "NA-01": [{"ID08"}],
    "NA-05": [{"ID08"}],
    "NA-06": [{"ID08"}],
    "NA-07": [{"ID08"}],
    "NA-09": [{"ID08", "ID17"}],
    "NA-11": [{"ID08"}],
    "NA-13": [{"ID08"}],
    "NA-17": [{"ID08"}],
}


def test_no_case_of_these_groups_is_left_out():
    mine = {case["id"] for case in CASES.values() if case["group"] in {"cells", "ids", "names"}}
    assert mine <= EXPECTED.keys()


@pytest.mark.parametrize("case", EXPECTED, ids=str)
def test_public_bad_inputs(case):
    rows = rows_of(CASES[case])
    if case == "CE-13":                                  # the reader of this test gives an error cell as empty; the door as its text
        assert codes(claims_of(*[row | {"id_number": "#N/A"} for row in rows])) == [{"ID03"}]
    assert codes(claims_of(*rows)) == EXPECTED[case]


@pytest.mark.parametrize("case", EXPECTED, ids=str)
def test_no_fault_in_the_input_becomes_an_accusation(case):
    weights = {rule.code: rule.severity for rule in RULES}
    for row in codes(claims_of(*rows_of(CASES[case]))):
        assert not [code for code in row if weights[code] in {Severity.HIGH, Severity.MEDIUM}]


@pytest.mark.parametrize("case", [case for case in EXPECTED if "normalised" in CASES[case]["must"]])
def test_public_inputs_are_put_right(case):
    claims = claims_of(*rows_of(CASES[case]))
    for field, value in CASES[case]["must"]["normalised"].items():
        found = claims.id.text[0].as_py() if field == "id_number" else names.fold(claims.text[field][0].as_py())
        assert found == value


@pytest.mark.parametrize("case", [case["id"] for case in CASES.values() if case["group"] == "names"])
def test_public_names_against_the_register(case):
    wanted = {"NA-09": "unclear", "NA-13": "unclear"}.get(case, "same")
    assert names.same(CASES[case]["input"]["text"], CASES[case]["input"]["register_has"]) == wanted


# --- what each rule says, where its own examples cannot show it

def test_a_test_number_is_nobodys_unless_tests_are_allowed():
    assert codes(claims_of({"id_number": TEST_NUMBER})) == [{"ID12"}]
    assert not claims_of({"id_number": TEST_NUMBER}).person.sound[0]
    assert codes(claims_of({"id_number": TEST_NUMBER}, allow_test_ids=True)) == [set()]
    assert claims_of({"id_number": TEST_NUMBER}, allow_test_ids=True).person.sound[0]


def test_a_destroyed_number_is_never_looked_up_even_where_its_check_digit_fits_by_chance():
    destroyed = {"id_number": "331081189703010000"}
    assert claims_of(destroyed).id.check_fits[0] and not claims_of(destroyed).person.sound[0]
    assert codes(claims_of(destroyed)) == [{"ID04"}]
    repaired = claims_of(destroyed | {"certificate_number": "T331081189703010078"})
    assert repaired.person.sound[0] and repaired.person.text[0].as_py() == "331081189703010078"
    own = claims_of(destroyed | {"certificate_number": "T331081189703010000"})
    assert own.person.sound[0] and codes(own) == [set()]


def test_fifteen_digits_that_were_cut_off_are_no_old_number():
    """Of somebody born in 2008 a cut-off number would read as one of 1920."""
    assert claims_of({"id_number": "331081200806010"}).id.form[0] == "LOST"
    assert not claims_of({"id_number": "331081200806010"}).person.sound[0]


def test_a_number_without_a_word_comes_from_the_certificate_number():
    rows = {"name": "测试甲", "id_number": "", "certificate_number": "T331081189703010078"}
    assert codes(claims_of(rows)) == [set()] and claims_of(rows).person.sound[0]


def test_the_remedy_names_what_the_certificate_number_offers():
    cut = {"id_number": "33108118970301007", "certificate_number": "T331081189703010078"}
    assert "T331081189703010078" in said("ID03", cut)[0] and "17 位" in said("ID03", cut)[0]
    assert "T110105189703120047" in said("ID04", {"id_number": "3.31081E+17", "certificate_number": "T110105189703120047"})[0]
    assert "证书编号" not in said("ID04", {"id_number": "3.31081E+17"})[0]
    assert "T331081189703010078" in said("ID05", {"id_number": "331081189703010000", "certificate_number": "T331081189703010078"})[0]
    assert "遮盖" in said("ID05", {"id_number": "331081********0078", "certificate_number": "T331081189703010078"})[0]
    assert "一行一人" in said("ID10", *rows_of(CASES["CE-17"]))[0]
    assert said("ID13", {"id_number": "332623209501010016"}) == ["身份证号前六位 332623 温岭县 在 1993 年以后停用，号码中的出生年份是 2095 年"]


@pytest.mark.parametrize(("text", "words"), [
    ("#N/A", "错误值"), ("٣٣١٠٨١١٨٩٧٠٣٠١٠٠٧٨", "不是 0 到 9"), ("33108118970301007", "17 位数字"), ("无", "1 个字符"),
])
def test_what_is_wrong_with_a_form_is_said_without_the_number(text, words):
    message = said("ID03", {"id_number": text})[0]
    assert words in message and not re.search("[0-9]{15}", message)


@pytest.mark.parametrize("number", [
    "331081 18970301 0078", "331081-18970301-0078", "‘331081189703010078", "T331081189703010078", "331081189703010078.0",
])
def test_a_cleaned_number_is_looked_up(number):
    claims = claims_of({"id_number": number})
    assert claims.person.sound[0] and claims.person.text[0].as_py() == "331081189703010078" and codes(claims) == [{"ID06"}]


@pytest.mark.parametrize("row", [
    {"id_number": "H12345678"}, {"id_number": "M1234567801", "id_type": "港澳居民来往内地通行证"}, {"id_number": "12345678", "id_type": "台胞证"},
    {"id_number": "USA110081030412", "id_type": "外国人永久居留身份证"}, {"id_number": "E12345678", "id_type": "护照"},
    {"id_number": "71 1234567", "id_type": "护照"}, {"id_number": "南字第12345号", "id_type": "军官证"},
])
def test_another_document_is_no_finding_and_no_resident_number(row):
    claims = claims_of(row)
    assert codes(claims) == [set()] and not claims.id.sound[0]


def test_a_roster_without_numbers_is_asked_about_and_not_flagged():
    assert codes(claims_of({"name": "测试甲"}, {"name": "测试乙"})) == [{"ID08"}, {"ID08"}]


def test_born_in_the_eighteen_nineties_is_no_reason_for_any_flag():
    row = {"id_number": "331081189703010078", "sex": "男", "first_issued": "2017-06-11", "valid_from": "2023-06-11", "valid_until": "2029-06-10"}
    assert codes(claims_of(row)) == [set()]


def test_a_code_younger_than_its_holder_is_never_asked_about():
    """331081 exists since 1994, 339020 stood for one year: what counts is only that a code ended long before the birth."""
    assert codes(claims_of({"id_number": "331081189612311019"}, {"id_number": "33262318850301204X"})) == [set(), set()]
    source = Path(divisions.__file__).read_text(encoding="utf-8")
    assert "first_seen_year" not in source


def test_a_code_is_kept_in_use_for_two_years_after_it_ended(monkeypatch):
    """The birthdays are to come, so that the numbers are nobody's; the table is moved to their time."""
    ended = divisions.LAST_SEEN.copy()
    ended[332623] = 2093
    monkeypatch.setattr(divisions, "LAST_SEEN", ended)
    assert "ID13" not in codes(claims_of({"id_number": "332623209501010016"}))[0]
    ended[332623] = 2092
    assert "ID13" in codes(claims_of({"id_number": "332623209501010016"}))[0]


def test_an_empty_cell_does_not_take_the_answer_of_another_row():
    assert codes(claims_of({"id_number": "E12345678", "id_type": "护照"}, {"id_number": "E12345678", "id_type": None})) == [set(), {"ID16"}]
    sound = {"id_number": "331081189703010078"}
    assert codes(claims_of(sound | {"name": "测试甲、测试乙"}, sound | {"name": None}, sound | {"name": "?"}, sound | {"name": ""})) == [
        {"ID10"}, {"ID09"}, {"ID17"}, {"ID09"}]


def test_every_division_of_the_table_is_known():
    lines = list(csv.DictReader(divisions.FILE.open(encoding="utf-8", newline="")))
    listed = np.array([int(line["code"]) for line in lines])
    assert divisions.ever(listed).all() and divisions.EVER.sum() == len(set(listed.tolist()))
    assert (divisions.last_seen(listed) == [int(line["last_seen_year"] or divisions.CURRENT) for line in lines]).all()


def test_only_a_first_day_of_a_minor_weighs_more_than_a_note():
    heavier = {rule.code: rule.severity for rule in RULES if rule.severity not in {Severity.LOW, Severity.QUESTION}}
    assert heavier == {"ID20": Severity.MEDIUM}


def test_a_question_asks_for_a_correction_and_a_sound_number_never_does():
    assert all(rule.means is Means.NEEDS_CORRECTION for rule in RULES if rule.severity is Severity.QUESTION)
    notes = {"ID05", "ID06", "ID11", "ID13", "ID14", "ID15", "ID19", "ID20", "ID21"}
    assert {rule.code for rule in RULES if rule.means is None} == notes


def test_one_row_has_the_answer_that_it_has_among_many():
    rows = [row | {} for rule in RULES for row in (*rule.flagged, *rule.clear) if "checked_on" not in row]
    fields = dict.fromkeys(field for row in rows for field in row if field != "name")
    rows = [dict.fromkeys(fields) | {"name": "测试甲"} | row for row in rows]
    together = codes(claims_of(*rows, allow_test_ids=True))
    assert together == [codes(claims_of(row, allow_test_ids=True))[0] for row in rows]


def test_a_patched_column_reads_as_one_that_was_read_afresh():
    ours = ["331081189703010000", "3.31E+17", "33108118970301006X", None, "E12345678", "331081********0078",
            "110105 189703120047", "331081189703010079"]
    theirs = ["331081189703010078", "331081189703010000", None, "440524189703150016", None, "331081189703010078", None, "33108118970301006X"]
    rows = np.array([True, True, False, True, False, True, False, False])
    both = [other if take else one for one, other, take in zip(ours, theirs, rows, strict=True)]
    other = resident_id.Numbers(pa.array(theirs))
    patched = resident_id.Numbers(pa.array(ours), own_zeros=False).patched(rows, other)
    fresh = resident_id.Numbers(pa.array(both), own_zeros=rows)
    for attribute in ("known", "whole", "sound", "lost", "check_fits", "born", "division", "male", "key", "form",
                      "ends_in_zeros", "letters", "digits"):
        np.testing.assert_array_equal(getattr(patched, attribute), getattr(fresh, attribute), attribute)
    assert patched.text == fresh.text and patched.number == fresh.number


def test_numbers_of_no_rows_at_all():
    numbers = resident_id.Numbers(pa.array([], pa.string()))
    assert numbers.sound.size == numbers.key.size == numbers.lost.size == 0

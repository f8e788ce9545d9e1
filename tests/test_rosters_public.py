"""The public bad inputs of the groups CO, UP and CE, through the door."""

import numpy as np
import pytest

from tests.rosters import build
from verifier import rosters

UPLOADS = [
    (one["id"], form) for one in build.CASES["cases"]
    if one["id"][:2] in ("CO", "UP", "CE") and one["surface"] == "roster_upload" and "steps" not in one["input"]
    for form in one["input"].get("as", ["xlsx"])
]
LIMITS = {"UP-22": rosters.Limits(rows=20_000)}
CODES = {
    "UP-01": "empty_file", "UP-05": "password", "UP-09": "unsafe_zip", "UP-10": "unsafe_zip", "UP-12": "no_workbook", "UP-13": "unsafe_zip",
    "UP-15": "unsafe_xml", "UP-18": "merged_too_large", "UP-22": "too_many_rows", "UP-23": "truncated", "UP-31": "ambiguous_columns",
    "UP-37": "open_quote", "UP-49": "too_large",
}


@pytest.fixture
def door(tmp_path):
    return build.Door(tmp_path, confined=True)


@pytest.mark.parametrize(("code", "form"), UPLOADS)
def test_a_public_case_ends_as_it_must(code, form, door):
    given = build.case(code)
    name = given["input"].get("file", {}).get("filename", f"roster.{form}")
    data = build.public(code, form)
    if code in CODES:
        refusal = door.refusal(data, name, LIMITS.get(code, rosters.Limits()))
        assert refusal.code == CODES[code]
        assert refusal.status in given["must"].get("http", [422])
        return
    roster, rows = door(data, name)
    if given["must"]["result"] == "ok" and "rows_ok" in given["must"]:
        assert len(rows) == given["must"]["rows_ok"]
    if "normalised" in given["must"]:
        assert build.claims(rows).id.text.to_pylist() == [given["must"]["normalised"]["id_number"]]


def test_files_that_name_a_path_a_formula_or_a_line_are_shown_by_their_last_part(door):
    for code, name in (("UP-43", "app.py"), ("UP-45", "c calc'!A0.xlsx"), ("UP-48", "rX-Evil: 1.xlsx")):
        assert door(build.public(code), build.case(code)["input"]["file"]["filename"])[0].name == name


def test_the_count_and_the_limit_are_said_when_a_file_is_too_long(door):
    message = door.refusal(build.public("UP-22"), limits=rosters.Limits(rows=20_000)).message
    assert "20,001 行" in message and "20,000 行" in message
    limit = rosters.Limits(rows=20_001)
    assert door(build.public("UP-22"), limits=limit)[0].rows == 20_001


def test_the_second_sheet_is_taken_and_the_other_is_named(door):
    roster, rows = door(build.public("UP-28"))
    assert (roster.sheets, len(rows)) == (("名单",), 3)
    assert any("说明" in notice for notice in roster.notices)


def test_hidden_rows_are_read_and_counted(door):
    assert door(build.public("UP-30"))[0].hidden_rows == 1


def test_short_and_long_lines_are_refused_by_number_and_columns_do_not_shift(door):
    roster, rows = door(build.public("UP-40"), "roster.csv")
    assert [(one.row, one.code) for one in roster.refused] == [(2, "short_line"), (3, "long_line")]
    assert all(str(one.row) in one.reason for one in roster.refused)
    assert [(row["name"], row["certificate_number"]) for row in rows] == [("测试丙", "T110105189703120047")]


def test_a_forgotten_quotation_mark_is_named_by_its_line(door):
    assert "第 2 行" in door.refusal(build.public("UP-37"), "roster.csv").message


def test_a_number_that_lost_its_digits_shows_it(door):
    _, rows = door(build.public("CE-01"))
    assert rows[0]["id_number"] == "3.3108118970301E+17"
    claims = build.claims(rows)
    assert claims.id.lost.all()
    assert claims.repaired.all()


def test_an_error_value_stays_as_it_is_shown(door):
    roster, rows = door(build.public("CE-13"))
    assert rows[0]["id_number"] == "#N/A"
    assert any("B2" in notice for notice in roster.notices)


def test_a_merged_value_is_filled_down_inside_its_range_and_said(door):
    roster, rows = door(build.public("CE-25"))
    assert [row["item"] for row in rows] == ["低压电工作业"] * 3
    assert any("合并" in notice and "D 列" in notice for notice in roster.notices)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_words_that_other_programs_read_as_empty_are_kept(form, door):
    _, rows = door(build.public("CE-33", form), f"roster.{form}")
    assert [row["name"] for row in rows] == ["NA", "nan", "NULL", "None"]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("code", ["CE-06", "CE-09", "CE-10", "CE-26"])
def test_what_looks_like_a_formula_or_a_script_is_the_text_that_was_typed(code, form, door):
    _, rows = door(build.public(code, form), f"roster.{form}")
    assert rows[0]["name"] == build.case(code)["input"]["rows"][1][0]
    assert rows[0]["given_0"] == rows[0]["name"]


def test_the_number_is_readable_after_cleaning_in_every_ordinary_case(door):
    for code in ("CO-01", "CO-02", "CO-04", "UP-34"):
        _, rows = door(build.public(code))
        assert np.all(build.claims(rows).id.sound), code

"""From the lines of a roster to rows: headings, dates, totals, several certificates a line; and nothing is lost."""

import datetime
import io
import tempfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rules.claim import HEADINGS
from tests.rosters import build
from tests.rosters.build import FIRST, HEADING, SECOND, THIRD
from verifier import rosters
from verifier.rosters import headings


@pytest.fixture
def door(tmp_path):
    return build.Door(tmp_path)


def column(rows: list[dict], name: str) -> list:
    return [row.get(name) for row in rows]


# --- Headings


@pytest.mark.parametrize("word", [word for words in HEADINGS.values() for word in words])
def test_every_heading_of_the_vocabulary_is_known_with_blanks_marks_and_remarks(word):
    expected = headings.field_of(word)[0]
    assert expected
    assert headings.field_of(f" {word[0]} {word[1:]}*（必填）")[0] == expected


def test_the_heading_is_found_under_title_lines_and_rows_are_counted_as_the_sheet_shows_them(door):
    title = [["某某建设有限公司特种作业人员名册"], ["填报单位：某某公司", "", "", "填报日期：2026年11月"], []]
    roster, rows = door(build.xlsx([*title, HEADING, FIRST, [], SECOND], merged=["A1:E1"]))
    assert column(rows, "row") == [5, 7]
    assert (roster.rows, roster.layout.sheets[0].heading_row) == (2, 4)


def test_a_sheet_that_begins_further_right_and_down_keeps_its_places(door):
    book = openpyxl.Workbook()
    for at, row in enumerate([HEADING, FIRST, SECOND]):
        for place, cell in enumerate(row):
            book.active.cell(at + 4, place + 3, cell)
    roster, rows = door(build.saved(book))
    assert column(rows, "row") == [5, 6]
    assert column(rows, "name") == ["测试甲", "测试乙"]
    assert roster.fields()[2:] == ("name", "id_number", "certificate_number", "item", "valid_until")


def test_a_period_over_two_columns_under_one_heading(door):
    head = [["姓名", "身份证号", "有效期", None, "备注"], [None, None, "起", "止", None]]
    lines = [["测试甲", FIRST[1], "2023-06-11", "2029-06-10", ""]]
    merged = ["A1:A2", "B1:B2", "C1:D1", "E1:E2"]
    for data in (build.xlsx([*head, *lines], merged=merged), build.csv([*head, *lines])):
        roster, rows = door(data)
        assert (rows[0]["valid_from"], rows[0]["valid_until"]) == ("2023-06-11", "2029-06-10")
        assert roster.headings == ("姓名", "身份证号", "有效期起", "有效期止", "备注")
        assert rows[0]["row"] == 3


def test_groups_of_headings_in_the_line_above(door):
    head = [["人员", None, "证书1", None, "证书2", None], ["姓名", "身份证号", "操作项目", "有效期至", "操作项目", "有效期至"]]
    _, rows = door(build.xlsx([*head, ["测试甲", FIRST[1], "低压电工作业", "2029-06-10", "高压电工作业", "2028-01-01"]]))
    assert [(row["part"], row["item"], row["valid_until"]) for row in rows] == [(0, "低压电工作业", "2029-06-10"), (1, "高压电工作业", "2028-01-01")]


@pytest.mark.parametrize("below", [["x", "x", "x"], ["1", "2", "3"], ["测试甲", "无", ""], ["姓名", "身份证号", "证书编号"]])
def test_a_line_of_odd_content_is_no_second_line_of_the_heading(below, door):
    roster, _ = door(build.csv([["姓名", "身份证号", "证书编号"], below, FIRST[:3]]))
    assert roster.layout.sheets[0].heading_row == 1


def test_start_and_end_marked_in_brackets(door):
    _, rows = door(build.csv([["姓名", "身份证号", "有效期（起）", "有效期（止）"], ["测试甲", FIRST[1], "2023-06-11", "2029-06-10"]]))
    assert (rows[0]["valid_from"], rows[0]["valid_until"]) == ("2023-06-11", "2029-06-10")


def test_start_and_end_in_one_cell(door):
    rows = [["姓名", "身份证号", "有效期"], ["测试甲", FIRST[1], "2023-06-11至2029-06-10"], ["测试乙", SECOND[1], "2029-06-10"],
            ["测试丙", THIRD[1], "2023.6.11-2029.6.10"]]
    _, read = door(build.csv(rows))
    assert column(read, "valid_from") == ["2023-06-11", "", "2023.6.11"]
    assert column(read, "valid_until") == ["2029-06-10", "2029-06-10", "2029.6.10"]
    assert read[0]["given_2"] == "2023-06-11至2029-06-10"


def test_of_two_headings_for_one_field_the_plainer_is_taken_and_it_is_said(door):
    roster, rows = door(build.csv([["编号", "姓名", "身份证号", "证书编号", "发证日期", "有效期开始日期"],
                                   ["1", "测试甲", FIRST[1], FIRST[2], "2023-01-01", "2023-06-11"]]))
    assert (rows[0]["certificate_number"], rows[0]["valid_from"]) == (FIRST[2], "2023-06-11")
    assert any("编号" in notice and "D 列" in notice for notice in roster.notices)
    assert len(roster.headings) == 6


@pytest.mark.parametrize("doubled", ["姓名", "身份证号", "有效期至", "证书编号"])
def test_two_columns_of_one_heading_are_asked_about(doubled, door):
    head = ["姓名", "身份证号", "证书编号", "有效期至"]
    data = build.csv([[*head, doubled], [*FIRST[:3], "2029-06-10", "x"]])
    refusal = door.refusal(data)
    assert refusal.code == "ambiguous_columns"
    assert "E 列" in refusal.message and doubled in refusal.message
    seen = door.preview(data)
    assert "E 列" in seen.question
    with pytest.raises(rosters.RosterRefused, match="E 列"):
        seen.settled()


def test_numbers_under_two_kinds_of_heading_are_asked_about(door):
    assert door.refusal(build.csv([["姓名", "身份证号", "公民身份证号码"], ["测试甲", FIRST[1], SECOND[1]]])).code == "ambiguous_columns"


def test_headings_that_only_resemble_are_proposed_and_never_taken(door):
    data = build.csv([["姓名", "身份证件编码", "工种"], ["测试甲", FIRST[1], "低压电工作业"]])
    seen = door.preview(data)
    assert [one.field for one in seen.sheets[0].columns] == ["name", "id_number", "item"]
    assert "B 列" in seen.question
    assert seen.layout.sheets[0].fields == ("name", None, "item")
    assert door.refusal(data).code == "headings_unsure"


def test_a_line_of_headings_nobody_knows_for_certain_is_shown_and_can_be_corrected(door):
    data = build.csv([["员工名姓", "身份证件编码"], ["测试甲", FIRST[1]]])
    seen = door.preview(data)
    assert seen.question
    assert door.refusal(data).code == "headings_unsure"
    assert door.refusal(data, layout=seen.layout).code == "no_headings"
    corrected = rosters.Layout((rosters.SheetLayout("", 1, ("name", "id_number")),))
    assert door(data, layout=corrected)[1][0]["id_number"] == FIRST[1]


def test_a_card_of_one_person_in_a_line_is_no_heading(door):
    assert door.refusal(build.csv([["姓名", "测试甲", "身份证号", FIRST[1]], ["工种", "低压电工作业", "", ""]])).code == "no_headings"


def test_a_layout_that_takes_two_columns_as_the_number_of_the_person_is_refused(door):
    layout = rosters.Layout((rosters.SheetLayout("", 1, ("name", "id_number", "id_number")),))
    assert door.refusal(build.csv([["甲", "乙", "丙"], ["测试甲", FIRST[1], SECOND[1]]]), layout=layout).code == "ambiguous_columns"


def test_a_layout_is_obeyed(door):
    data = build.csv([["甲", "乙", "丙"], ["低压电工作业", FIRST[1], "测试甲"]])
    layout = rosters.Layout((rosters.SheetLayout("", 1, ("item", "id_number", "name")),))
    roster, rows = door(data, layout=layout)
    assert (rows[0]["name"], rows[0]["item"]) == ("测试甲", "低压电工作业")
    assert roster.layout == layout == rosters.Layout.from_json(layout.to_json())
    assert rosters.Roster.from_json(roster.to_json()) == roster


# --- Sheets


def test_two_rosters_in_one_file_are_both_read_and_columns_find_their_own(door):
    other = [["身份证号", "姓名", "班组"], [THIRD[1], "测试丙", "一班"]]
    roster, rows = door(build.xlsx([HEADING, FIRST], others={"二队": other}))
    assert [(row["sheet"], row["row"], row["name"]) for row in rows] == [("名单", 2, "测试甲"), ("二队", 2, "测试丙")]
    assert roster.headings == (*HEADING, "班组")
    assert rows[1]["given_1"] == THIRD[1]
    assert (rows[1]["item"], rows[1]["given_3"]) == (None, None)
    assert roster.fields("二队") == ("name", "id_number", None, None, None, None)


def test_a_table_of_figures_is_no_roster(door):
    roster, _ = door(build.xlsx([HEADING, FIRST], others={"统计": [["单位", "工种", "人数"], ["一队", "低压电工作业", 3]]}))
    assert roster.sheets == ("名单",)


def test_lines_about_nobody_do_not_count_towards_the_limit(door):
    data = build.csv([HEADING, FIRST, SECOND, ["合计", "", "", "", ""]])
    assert len(door(data, limits=rosters.Limits(rows=2))[1]) == 2
    assert "2 行，超过一份名册 1 行" in door.refusal(data, limits=rosters.Limits(rows=1)).message


def test_a_hidden_sheet_is_not_read_and_that_is_said(door):
    roster, rows = door(build.xlsx([HEADING, FIRST], others={"旧名单": [HEADING, SECOND]}, hidden=["旧名单"]))
    assert column(rows, "name") == ["测试甲"]
    assert any("旧名单" in notice and "隐藏" in notice for notice in roster.notices)
    data = build.xlsx([["说明"]], others={"旧名单": [HEADING, SECOND]}, hidden=["旧名单"])
    roster, rows = door(data)
    assert column(rows, "name") == ["测试乙"]
    assert any("隐藏" in notice for notice in roster.notices)


def test_one_sheet_can_be_asked_for(door):
    data = build.xlsx([HEADING, FIRST], others={"二队": [HEADING, SECOND]})
    seen = door.preview(data)
    assert column(door(data, layout=seen.settled("二队"))[1], "name") == ["测试乙"]
    with pytest.raises(rosters.RosterRefused, match="三队"):
        seen.settled("三队")


# --- Lines about nobody


def test_totals_signatures_notes_and_repeated_headings_are_skipped_by_name(door):
    rest = [["合计", "2人"], ["共 2 人"], ["制表人：李某", "", "审核人：王某"], ["负责人签字："], ["填表日期：2026-11-23"], ["注：以上人员均在岗。"],
            ["以下空白"], ["第 1 页 共 2 页"]]
    roster, rows = door(build.xlsx([HEADING, FIRST, HEADING, SECOND, *rest]))
    assert column(rows, "row") == [2, 4]
    assert [(one.row, one.reason) for one in roster.skipped] == [
        (3, "重复的标题行"), (5, "合计"), (6, "合计"), (7, "签字或制表信息"), (8, "签字或制表信息"), (9, "签字或制表信息"),
        (10, "说明"), (11, "说明"), (12, "说明")]
    assert roster.rows == 11


def test_the_heading_again_after_a_thousand_lines(door):
    people = [[f"人{n}", build.person(n), "T" + build.person(n), "低压电工作业", "2029-06-10"] for n in range(2000)]
    roster, rows = door(build.csv([HEADING, *people[:1000], HEADING, *people[1000:]]))
    assert (len(rows), [one.row for one in roster.skipped]) == (2000, [1002])


@pytest.mark.parametrize("name", ["合计", "共 3 人", "小计", "制表人：张某", "注：张某"])
def test_nobody_with_a_number_is_ever_skipped(name, door):
    roster, rows = door(build.csv([HEADING, [name, *FIRST[1:]], [name, "", *FIRST[2:]], [name, "331081********0078", "", "", ""]]))
    assert (len(rows), roster.skipped) == (3, ())


def test_a_name_without_a_number_is_a_person_and_a_lone_serial_number_is_nobody(door):
    roster, rows = door(build.csv([["序号", *HEADING], ["1", "测试甲", "", "", "", ""], ["2", "", "", "", "", ""]]))
    assert column(rows, "name") == ["测试甲"]
    assert [(one.row, one.reason) for one in roster.skipped] == [(3, "只有序号，没有姓名、号码等内容")]


# --- Cells


def test_cells_of_every_type_become_the_text_that_is_read_there(door):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["姓名", "身份证号", "有效期至", "备注"])
    day, moment = datetime.date(2029, 6, 10), datetime.datetime(2029, 6, 10, 8, 30)
    for cells in [("a", 331081189703010078, day, True), ("b", 110105491231002, moment, 0.5), ("c", 12345678901, 45444, False),
                  ("d", "x", "2029年6月10日", 1)]:
        sheet.append(cells)
    _, rows = door(build.saved(book))
    assert column(rows, "id_number") == ["3.3108118970301E+17", "110105491231002", "12345678901", "x"]
    assert column(rows, "valid_until") == ["2029-06-10", "2029-06-10 08:30:00", "45444", "2029年6月10日"]
    assert column(rows, "given_3") == ["TRUE", "0.5", "FALSE", "1"]


def test_days_of_a_workbook_that_counts_from_1904(door):
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["姓名", "身份证号", "有效期至"])
    book.active.append(["测试甲", FIRST[1], datetime.date(2029, 6, 10)])
    book.active.append(["测试乙", SECOND[1], (datetime.date(2029, 6, 10) - datetime.date(1904, 1, 1)).days])
    roster, rows = door(build.saved(book))
    assert column(rows, "valid_until") == ["2029-06-10", "2029-06-10"]
    assert any("1904" in notice for notice in roster.notices)


def test_a_formula_gives_its_last_value_and_one_without_is_named(door):
    data = build.raw_xlsx(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c><c r="B1" t="inlineStr"><is><t>身份证号</t></is></c></row>'
        '<row r="2"><c r="A2" t="str"><f>"测"&amp;"试"</f><v>测试</v></c><c r="B2"><f>C2</f></c></row>'
        '<row r="3"><c r="A3" t="str"><f>A2</f><v>测试</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>')
    roster, rows = door(data)
    assert column(rows, "name") == ["测试", "测试"]
    assert column(rows, "id_number") == ["", "#DIV/0!"]
    assert any("公式" in notice and "B2" in notice for notice in roster.notices)
    assert any("B3" in notice for notice in roster.notices)


def test_a_person_merged_over_two_lines_is_on_both(door):
    lines = [HEADING, FIRST, [None, None, None, "高压电工作业", "2028-01-01"], SECOND]
    _, rows = door(build.xlsx(lines, merged=["A2:A3", "B2:B3", "C2:C3"]))
    assert [(row["name"], row["item"], row["part"]) for row in rows] == [
        ("测试甲", "低压电工作业", 0), ("测试甲", "高压电工作业", 0), ("测试乙", "低压电工作业", 0)]


def test_a_merged_range_fills_neither_blank_lines_nor_other_columns_and_survives_a_change_of_batch(door, monkeypatch):
    lines = [HEADING, FIRST, [], [*SECOND[:3], None, SECOND[4]], [*THIRD[:3], None, None]]
    data = build.xlsx(lines, merged=["D2:D5", "E5:F5"])
    whole = door(data)[1]
    assert column(whole, "row") == [2, 4, 5]
    assert column(whole, "item") == ["低压电工作业"] * 3
    assert column(whole, "valid_until") == ["2029-06-10", "2029-06-10", ""]
    sheet = rosters.reading.open_book(door.upload, rosters.Limits()).sheets[0]
    for size in (1, 2, 3):
        assert [row for _, rows in sheet.batches(size) for row in rows] == [row for _, rows in sheet.batches() for row in rows]


def test_a_blank_line_is_no_row_and_keeps_its_number(door):
    roster, rows = door(build.csv([HEADING, [], FIRST, ["", " ", "\u3000", "", ""], SECOND]))
    assert (roster.rows, column(rows, "row")) == (2, [3, 5])


def test_columns_without_a_heading_are_kept_and_named(door):
    roster, rows = door(build.xlsx([[*HEADING, None, "备注"], [*FIRST, "旧", "在岗"]]))
    assert roster.headings[5:] == ("（F 列，无标题）", "备注")
    assert (rows[0]["given_5"], rows[0]["given_6"]) == ("旧", "在岗")


# --- Several certificates of one line


def test_numbered_columns_give_a_part_for_each_certificate(door):
    head = ["姓名", "身份证号", "操作项目1", "有效期1", "操作项目2", "有效期2", "单位"]
    lines = [["测试甲", FIRST[1], "低压电工作业", "2029-06-10", "高压电工作业", "2028-01-01", "某公司"],
             ["测试乙", SECOND[1], "低压电工作业", "2029-06-10", "", "", "某公司"],
             ["测试丙", THIRD[1], "", "", "", "", "某公司"]]
    roster, rows = door(build.csv([head, *lines]))
    assert [(row["row"], row["part"], row["item"], row["valid_until"]) for row in rows] == [
        (2, 0, "低压电工作业", "2029-06-10"), (2, 1, "高压电工作业", "2028-01-01"), (3, 0, "低压电工作业", "2029-06-10"), (4, 0, "", "")]
    assert column(rows, "employer") == ["某公司"] * 4
    assert roster.rows == 3


def test_a_review_of_the_first_certificate_says_nothing_of_the_second(door):
    head = ["姓名", "身份证号", "操作项目", "有效期至", "实际复审日期", "操作项目", "有效期至"]
    _, rows = door(build.csv([head, ["测试甲", FIRST[1], "低压电工作业", "2029-06-10", "2026-06-01", "高压电工作业", "2028-01-01"]]))
    assert column(rows, "reviewed_on") == ["2026-06-01", None]


def test_a_cell_with_two_items_gives_two_parts_and_deals_out_what_comes_in_pairs(door):
    lines = [["测试甲", FIRST[1], FIRST[2], "低压电工作业、熔化焊接与热切割作业", "2029-06-10\n2028-01-01"], SECOND]
    data = build.xlsx([HEADING, *lines])
    roster, rows = door(data)
    assert [(row["row"], row["part"], row["item"], row["valid_until"]) for row in rows] == [
        (2, 0, "低压电工作业", "2029-06-10"), (2, 1, "熔化焊接与热切割作业", "2028-01-01"), (3, 0, "低压电工作业", "2029-06-10")]
    assert column(rows, "certificate_number")[:2] == [FIRST[2]] * 2
    assert roster.rows == 2


# --- Nothing is lost


CELL = st.one_of(
    st.sampled_from(["", " ", "测试甲", FIRST[1], "合计", "低压电工作业", "2029-06-10", "NA", "姓名", '"', "注：x", "1", "#N/A", "=1+1", "@x"]),
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufeff"), max_size=6),
    st.text("0123456789X", max_size=18),
)
TABLE = st.lists(st.lists(CELL, min_size=3, max_size=3), min_size=1, max_size=25)


def quoted(rows) -> bytes:
    return "".join(",".join('"' + cell.replace('"', '""') + '"' for cell in row) + "\n" for row in rows).encode()


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TABLE, st.sampled_from(["csv", "xlsx"]))
def test_every_line_that_is_not_blank_is_read_refused_or_skipped_and_no_cell_changes(table, form):
    head = ["姓名", "身份证号", "备注"]
    with tempfile.TemporaryDirectory() as folder:
        door = build.Door(Path(folder))
        data = quoted([head, *table]) if form == "csv" else build.raw_xlsx(build.BUILDER["rows_xml"]([head, *table]))
        filled = {number: row for number, row in enumerate(table, 2) if any(cell.strip().strip("\u200b\ufeff") for cell in row)}
        try:
            roster, rows = door(data)
        except rosters.RosterRefused as refused:
            assert refused.code in ("no_rows", "ambiguous_columns", "damaged") and (refused.code != "no_rows" or not filled)
            return
        assert not roster.refused
        assert {row["row"] for row in rows} | {one.row for one in roster.skipped} == set(filled)
        for row in rows:
            assert [row["given_0"], row["given_1"], row["given_2"]] == table[row["row"] - 2]
        for one in roster.skipped:
            assert not any(len(cell) > 14 and cell[:14].isdigit() for cell in table[one.row - 2][1:2])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 6), min_size=1, max_size=20))
def test_lines_of_any_length_are_read_or_refused_by_number(lengths):
    rows = [["x"] * length for length in lengths]
    with tempfile.TemporaryDirectory() as folder:
        roster, read = build.Door(Path(folder))(build.csv([["姓名", "身份证号", "证书编号"], *rows]))
    assert {one.row for one in roster.refused} == {number for number, row in enumerate(rows, 2) if len(row) != 3}
    assert [row["row"] for row in read] == [number for number, row in enumerate(rows, 2) if len(row) == 3]


def test_the_same_file_gives_the_same_bytes(door):
    twice = ["测试甲", FIRST[1], FIRST[2], "低压电工作业、高压电工作业", "2023-06-11至2029-06-10"]
    data = build.xlsx([HEADING, FIRST, twice, SECOND], merged=["D4:D5"])
    door(data)
    first = door.table.read_bytes()
    door(data)
    assert door.table.read_bytes() == first


def test_a_line_break_in_a_heading_and_in_a_cell(door):
    book = openpyxl.load_workbook(io.BytesIO(build.xlsx([["姓\n名", "身份证\n号码"], ["测试\n甲", FIRST[1]]])))
    _, rows = door(build.saved(book))
    assert (rows[0]["name"], rows[0]["id_number"]) == ("测试\n甲", FIRST[1])

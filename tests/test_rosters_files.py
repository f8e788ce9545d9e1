"""Kinds of files at the roster door: what is read, and what is refused before anything is parsed."""

import datetime
import io
import struct
import zipfile

import openpyxl
import pytest

from tests.rosters import build
from tests.rosters.build import FIRST, HEADING, SECOND, THIRD
from verifier import rosters

ROWS = [HEADING, FIRST, SECOND, THIRD]
NAMES = ["测试甲", "测试乙", "测试丙"]


@pytest.fixture
def door(tmp_path):
    return build.Door(tmp_path)


# --- What is read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", "\t", ";"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter, door):
    roster, rows = door(build.csv(ROWS, encoding, delimiter), "名册.csv")
    assert [row["name"] for row in rows] == NAMES
    assert [row["row"] for row in rows] == [2, 3, 4]
    assert roster.sheets == ("",)


def test_traditional_csv_from_taiwan_or_hong_kong_is_read(door):
    rows = [["姓名", "身份證號碼", "證書編號", "操作項目"], ["測試甲", "331081189703010078", "T331081189703010078", "低壓電工作業"]]
    _, read = door(build.csv(rows, "big5hkscs"), "名冊.csv")
    assert (read[0]["name"], read[0]["certificate_number"]) == ("測試甲", "T331081189703010078")


def test_a_rare_character_in_four_bytes_of_gb18030_is_read(door):
    _, rows = door(build.csv([HEADING, ["𠮷甲", *FIRST[1:]]], "gb18030"), "名册.csv")
    assert rows[0]["name"] == "𠮷甲"


def test_a_line_whose_bytes_do_not_fit_the_encoding_is_refused_and_the_others_go_on(door):
    data = build.csv(ROWS, "utf-8").replace("测试乙".encode(), "测试".encode() + b"\xe4\xb9")
    roster, rows = door(data, "名册.csv")
    assert [(one.row, one.code) for one in roster.refused] == [(3, "undecodable")]
    assert [row["name"] for row in rows] == ["测试甲", "测试丙"]


def test_a_gb18030_file_cut_in_the_middle_of_a_character_keeps_its_whole_lines(door):
    data = build.csv(ROWS[:3], "gb18030") + "测试丙,110105189703120047,T110105189703120047,低压电工作业,长".encode("gb18030")[:-1]
    roster, rows = door(data, "名册.csv")
    assert [one.code for one in roster.refused] == ["undecodable"]
    assert [row["name"] for row in rows] == NAMES[:2]


def test_lone_surrogates_in_a_csv_are_refused_by_line(door):
    data = build.csv(ROWS, "utf-8").replace("测试乙".encode(), b"\xed\xa0\x80\xed\xb0\x80")
    roster, _ = door(data, "名册.csv")
    assert [one.row for one in roster.refused] == [3]


def test_null_characters_are_taken_out_and_said(door):
    roster, rows = door(build.csv(ROWS).replace("测试乙".encode(), "测试乙\0\0".encode()), "名册.csv")
    assert [row["name"] for row in rows] == NAMES
    assert any("空字符" in notice for notice in roster.notices)


def test_a_line_break_inside_a_quoted_cell_is_part_of_the_cell(door):
    data = build.csv([HEADING, ['"测试甲\n（班长）"', *FIRST[1:]], SECOND])
    _, rows = door(data, "名册.csv")
    assert rows[0]["name"] == "测试甲\n（班长）"
    assert [row["row"] for row in rows] == [2, 3]


def test_a_quotation_mark_closed_by_a_later_one_does_not_swallow_people(door):
    data = build.csv([HEADING, ['"测试甲', *FIRST[1:]], SECOND, THIRD, ["测试丁", *FIRST[1:4], '2029-06-10"']])
    refusal = door.refusal(data, "名册.csv")
    assert refusal.code == "open_quote"
    assert "第 2 行" in refusal.message


def test_a_quotation_mark_that_the_end_of_the_file_leaves_open_is_named(door):
    assert "第 3 行" in door.refusal(build.csv([HEADING, FIRST, ['"测试乙', *SECOND[1:]]]), "名册.csv").message


def test_a_number_kept_as_text_by_a_formula_of_one_text_is_that_number(door):
    _, rows = door(build.csv([HEADING, ["测试甲", '="331081189703010078"', *FIRST[2:]]]), "名册.csv")
    assert (rows[0]["id_number"], rows[0]["given_1"]) == ("331081189703010078", '="331081189703010078"')


def test_old_line_ends_and_a_first_line_that_names_the_delimiter(door):
    data = build.csv(ROWS, delimiter=";").replace(b"\r\n", b"\r")
    assert [row["name"] for row in door(data, "名册.csv")[1]] == NAMES
    roster, rows = door(b"sep=;\r\n" + build.csv(ROWS, delimiter=";"), "名册.csv")
    assert ([row["row"] for row in rows], roster.refused) == ([3, 4, 5], ())


def test_a_trailing_delimiter_is_no_column_too_many(door):
    roster, rows = door(build.csv([HEADING, [*FIRST, ""], SECOND]), "名册.csv")
    assert (len(rows), roster.refused) == (2, ())


def test_an_old_workbook_is_read_with_dates_and_merged_ranges(door):
    rows = [["姓名", "身份证号", "操作项目", "有效期至"], ["测试甲", FIRST[1], "低压电工作业", datetime.date(2029, 6, 10)],
            ["测试乙", SECOND[1], None, "2029.6.10"]]
    _, read = door(build.xls(rows, merged=[(1, 2, 2, 2)]), "名册.xls")
    assert [(row["item"], row["valid_until"]) for row in read] == [("低压电工作业", "2029-06-10"), ("低压电工作业", "2029.6.10")]


def test_ods_is_read_with_hidden_lines_merged_cells_and_endless_blank_lines(door):
    spanned = '<table:table-cell office:value-type="string" table:number-rows-spanned="2"><text:p>低压电工作业</text:p></table:table-cell>'
    person = '<table:table-cell office:value-type="string"><text:p>%s</text:p></table:table-cell>'
    body = build.ods_row(["姓名", "身份证号", "操作项目"])
    body += f'<table:table-row>{person % "测试甲"}{person % FIRST[1]}{spanned}</table:table-row>'
    body += f'<table:table-row table:visibility="collapse">{person % "测试乙"}{person % SECOND[1]}<table:covered-table-cell/></table:table-row>'
    body += '<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    roster, rows = door(build.ods(body), "名册.ods")
    assert [row["item"] for row in rows] == ["低压电工作业", "低压电工作业"]
    assert roster.hidden_rows == 1


def test_a_workbook_with_macros_gives_its_values_and_says_so(door):
    parts = build.members(build.xlsx(ROWS))
    roster, rows = door(build.zipped(parts | {"xl/vbaProject.bin": b"\0" * 100}), "名册.xlsm")
    assert len(rows) == 3
    assert any("宏" in notice for notice in roster.notices)


def test_wps_workbooks_in_the_old_container_are_read(door):
    assert len(door(build.xls([HEADING, FIRST]), "名册.et")[1]) == 1


def test_tags_with_a_prefix_are_read_like_those_without(door):
    data = build.public("UP-30")
    sheet = build.members(data)["xl/worksheets/sheet1.xml"]
    for tag in (b"worksheet", b"sheetData", b"row", b"c", b"is", b"t"):
        sheet = sheet.replace(b"<" + tag + b" ", b"<x:" + tag + b" ").replace(b"<" + tag + b">", b"<x:" + tag + b">").replace(
            b"</" + tag + b">", b"</x:" + tag + b">")
    sheet = sheet.replace(b"xmlns=", b"xmlns:x=")
    roster, rows = door(build.zipped(build.members(data) | {"xl/worksheets/sheet1.xml": sheet}))
    assert (len(rows), roster.hidden_rows) == (1, 1)


# --- What is refused, by its first bytes


@pytest.mark.parametrize(("code", "data", "word"), [
    ("pdf", b"%PDF-1.7 ...", "PDF"),
    ("picture", b"\x89PNG\r\n\x1a\n" + bytes(100), "图片"),
    ("picture", b"\xff\xd8\xff\xe0" + bytes(100), "图片"),
    ("archive", b"Rar!\x1a\x07\x01\x00" + bytes(100), "压缩包"),
    ("archive", b"\x1f\x8b\x08\x00" + bytes(100), "压缩包"),
    ("web_page", b"\xef\xbb\xbf<html><body><table><tr><td>" + "姓名".encode() + b"</table>", "另存为 .xlsx"),
    ("xml_table", b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook>', "另存为 .xlsx"),
    ("no_workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "另存为 .xlsx"),
    ("document", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "WordDocument".encode("utf-16-le"), "文字"),
    ("document", build.zipped({"word/document.xml": b"<w/>"}), "文字"),
    ("no_workbook", build.zipped({"名册.csv": b"a,b"}), "解压"),
    ("no_workbook", build.zipped({}), "解压"),
    ("xlsb", build.zipped({"xl/workbook.bin": b""}), "xlsb"),
    ("truncated", b"PK\x03\x04abc", "重新发送"),
    ("unknown_kind", bytes(range(128, 256)) * 20, "认不出"),
    ("empty_file", b"\xef\xbb\xbf\r\n \r\n", "没有内容"),
    ("empty_file", build.xlsx([]), "没有内容"),
])
def test_what_is_no_roster_is_refused_with_advice(code, data, word, door):
    refusal = door.refusal(data)
    assert refusal.code == code
    assert word in refusal.message


def test_an_empty_file_is_said_to_be_empty(door):
    assert "0 字节" in door.refusal(b"").message


def test_random_bytes_never_become_rows(door):
    data = build.BUILDER["recipe"]({"kind": "random_bytes", "seed": 7, "n": 60_000})
    assert door.refusal(data).code in ("unknown_kind", "no_headings", "open_quote")


def test_a_text_without_headings_is_refused_with_what_was_seen_and_what_is_expected(door):
    refusal = door.refusal(build.csv([["花名册"], ["张三", "331081189703010078"]]), "名册.csv")
    assert refusal.code == "no_headings"
    assert "花名册" in refusal.message and "身份证号" in refusal.message
    assert "331081189703010078" not in refusal.message


def test_headings_without_lines_are_refused(door):
    assert door.refusal(build.xlsx([["特种作业人员名册"], HEADING, ["", " "]])).code == "no_rows"


def test_protected_ods_and_zip_say_that_there_is_a_password(door):
    space = b'<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:encryption-data/></m:manifest>'
    sheet = build.zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"x", "META-INF/manifest.xml": space})
    locked = bytearray(build.xlsx(ROWS))
    at = locked.rfind(b"PK\x01\x02")
    locked[at + 8] |= 1
    for data in (sheet, bytes(locked)):
        assert door.refusal(data).code == "password"


# --- What a zip may try


def test_entries_on_one_stretch_of_data_are_refused(door):
    data = build.zipped({"xl/workbook.xml": b"<workbook/>", "a.xml": bytes(1000), "b.xml": bytes(1000)})
    first, second = (data.index(b"PK\x01\x02" + data[data.index(b"PK\x01\x02") + 4:data.index(b"PK\x01\x02") + 6], start)
                     for start in (data.index(b"a.xml", data.index(b"PK\x01\x02")) - 46, data.index(b"b.xml", data.index(b"PK\x01\x02")) - 46))
    both = bytearray(data)
    both[second + 16:second + 28] = data[first + 16:first + 28]
    both[second + 42:second + 46] = data[first + 42:first + 46]
    refusal = door.refusal(bytes(both))
    assert refusal.code == "unsafe_zip"
    assert "重叠" in refusal.message


def test_a_directory_that_understates_a_size_is_found_out_by_counting(door):
    data = build.xlsx([HEADING, *[[f"人{n}", build.person(n)] for n in range(2000)]])
    lying = bytearray(data)
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    lying[at + 24:at + 28] = struct.pack("<I", 500)
    refusal = door.refusal(bytes(lying))
    assert refusal.code == "unsafe_zip"
    assert "比目录所写的大" in refusal.message


def test_a_directory_that_overstates_a_size_is_found_out_by_counting(door):
    data = bytearray(build.xlsx(ROWS))
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 24:at + 28] = struct.pack("<I", 1_000_000)
    assert door.refusal(bytes(data)).code == "damaged"


def test_a_wrong_sum_is_a_damaged_file(door):
    data = bytearray(build.xlsx(ROWS))
    at = data.index(b"xl/worksheets/sheet1.xml", data.index(b"PK\x01\x02")) - 46
    data[at + 16] ^= 1
    assert door.refusal(bytes(data)).code == "damaged"


@pytest.mark.parametrize("name", ["/etc/x.xml", "xl\\..\\..\\x.xml", "C:\\x.xml", "a/../../x.xml"])
def test_members_that_point_outside_are_refused(name, door):
    out = io.BytesIO(build.xlsx(ROWS))
    with zipfile.ZipFile(out, "a") as archive:
        member = zipfile.ZipInfo("x")
        member.filename = name
        archive.writestr(member, b"<x/>")
    assert door.refusal(out.getvalue()).code == "unsafe_zip"


def test_two_members_of_one_name_are_refused(door):
    out = io.BytesIO(build.xlsx(ROWS))
    with zipfile.ZipFile(out, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/workbook.xml", b"<workbook/>")
    assert door.refusal(out.getvalue()).code == "unsafe_zip"


def test_thousands_of_members_are_refused(door):
    assert "3100" in door.refusal(build.zipped({"xl/workbook.xml": b""} | {f"x{n}": b"" for n in range(3099)})).message


def test_many_small_parts_that_swell_are_counted_together(door):
    data = build.zipped({"xl/workbook.xml": b"<workbook/>"} | {f"x{n}.xml": bytes(4 << 20) for n in range(20)})
    assert "膨胀" in door.refusal(data).message


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_a_document_type_in_any_part_is_refused_unread(part, encoding, door):
    parts = build.members(build.xlsx(ROWS))
    parts[part] = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'.encode(encoding) + parts.get(part, b"<sst/>")
    assert door.refusal(build.zipped(parts)).code == "unsafe_xml"


def test_cells_scattered_over_an_endless_sheet_are_refused(door):
    far = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    refusal = door.refusal(build.raw_xlsx(far))
    assert refusal.code == "scattered"
    assert "XFD1048576" in refusal.message


def test_an_ods_that_repeats_a_filled_line_a_million_times_is_refused(door):
    body = build.ods_row(HEADING) + build.ods_row(FIRST, 'table:number-rows-repeated="1000000"')
    refusal = door.refusal(build.ods(body))
    assert refusal.code == "too_many_rows"
    assert "至少有 1,000,00" in refusal.message


def test_an_ods_with_merged_ranges_without_end_is_refused(door):
    cell = '<table:table-cell office:value-type="string" table:number-rows-spanned="1000000"><text:p>%s</text:p></table:table-cell>'
    body = build.ods_row(["姓名", "身份证号", "操作项目"]) + "".join(f"<table:table-row>{cell % 'x' * 3}</table:table-row>" for _ in range(3))
    assert door.refusal(build.ods(body)).code == "merged_too_large"


def test_a_sheet_of_16384_headings_is_refused_but_a_stray_blank_at_the_end_is_not(door):
    wide = build.csv([["姓名", "身份证号", *[f"列{n}" for n in range(16_382)]], ["测试甲", FIRST[1], *["1"] * 16_382]])
    assert door.refusal(wide).code == "too_many_columns"
    book = openpyxl.load_workbook(io.BytesIO(build.xlsx(ROWS)))
    book.active["XFD1"] = " "
    roster, rows = door(build.saved(book))
    assert len(rows) == 3
    assert len(roster.headings) == 5


def test_a_cell_of_32767_characters_is_kept_whole(door):
    _, rows = door(build.xlsx([["姓名", "身份证号", "备注"], ["测试甲", FIRST[1], "王" * 32_767]]))
    assert len(rows[0]["given_2"]) == 32_767


def test_what_is_too_large_is_refused_by_its_size_alone(tmp_path):
    path = tmp_path / "upload"
    with path.open("wb") as file:
        file.truncate(51 << 20)
    with pytest.raises(rosters.RosterRefused) as refused:
        rosters.preview(path, "x.csv", rosters.Limits())
    assert (refused.value.code, refused.value.status) == ("too_large", 413)

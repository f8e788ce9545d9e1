"""Reports: what was concluded arrives whole in every form, and nothing that somebody typed into a cell ever runs."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from datetime import date

import jsonschema
import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from bs4 import BeautifulSoup
from python_calamine import CalamineWorkbook

import verifier.results
from rules.claim import FIELDS
from rules.rule import Severity, rule
from verifier import reports, rosters
from verifier.reports import colours, csv_report, picture, wording, xlsx
from verifier.results import Results
from verifier.rosters import Layout, Refused, Roster, SheetLayout, Skipped
from verifier.screening import Notice, Summary, screen
from verifier.verdict import ORDER, Outcome

HEADINGS = ("序号", "姓名", "身份证号", "证书编号", "操作项目", "有效期至", "备注")
TAKEN_AS = (None, "name", "id_number", "certificate_number", "item", "valid_until", None)
HOSTILE = (
    '=HYPERLINK("http://127.0.0.1:9/?"&A1,"x")', "@SUM(A1)", "\t=1+1", "+1", "-1+2", "＝1+1", "  =1+1", "'单引号", "http://127.0.0.1:9/",
    "<script>alert(1)</script>{{7*7}}${7*7}%n", "<r><t>x</t></r>", "<r></r></is></c><c t='str'><f>1+1</f></c><c t='inlineStr'><is><r></r>",
    "00123", "1e5", "第一行\n第二行", "\u202e倒写", '"引号",逗号;分号', "\x00\x0b控制", "&amp; & <b>", "NA", "_x0041_",
)


def made(code, severity, marks, title, message="{name}"):
    return rule(code=code, title=title, severity=severity, reads=marks, message=message, basis="GB 11643-1999", innocent=("录入时抄错一位",),
                clears=f"请对照原件核对（{title}）", flagged=(), clear=())(lambda claims: None)


RULES = {one.code: one for one in (
    made("ID01", Severity.LOW, ("id_number",), "身份证号校验码不符"), made("CT05", Severity.HIGH, ("valid_until",), "有效期超过六年"),
    made("CT90", Severity.QUESTION, ("item",), "项目不在目录中"),
    made("RG05", Severity.MEDIUM, ("register_valid_until",), "有效期与登记不符"),
)}


def roster_of(cases, *, name="焊工 & 电工<名册>.xlsx", taken_as=TAKEN_AS):
    return Roster(
        name=name, sha256="ab" * 32, sheets=("Sheet1",), rows=sum(case.leading for case in cases) + 2, hidden_rows=1, headings=HEADINGS,
        layout=Layout((SheetLayout("Sheet1", 3, taken_as),)), given=(tuple(range(len(HEADINGS))),),
        refused=(Refused(9, "Sheet1", "unreadable", "整行不可读，号码 331081189703010078"),), skipped=(Skipped(44, "Sheet1", "合计"),),
        notices=("第 2 张工作表是空的",))


@dataclass
class Case:
    outcome: str = "unchecked"
    flagged: bool = False
    risk: float = 10.0
    name: str = "测试甲"
    findings: tuple = ()
    questions: tuple = ()
    note: str = ""
    state: str = "not_asked"
    regime: str | None = None
    part: int = 0
    leading: bool = True
    item: str = "低压电工作业"
    number: str = "331081189703010078"


def say(*codes):
    return [{"code": code, "message": f"{RULES[code].title}，号码 331081189703010078"} for code in codes]


def results(path, cases):
    """A result file as `verifier.screening` leaves one."""
    finding = pa.list_(pa.struct([("code", pa.string()), ("message", pa.string())]))
    record = pa.struct([(name, pa.string()) for name in (*FIELDS, "status")])
    claims = [{"name": case.name, "id_number": case.number, "certificate_number": f"T{case.number}", "item": case.item, "valid_until": "2029-06-10"}
              for case in cases]
    text = lambda values: pa.array(list(values), pa.string())      # noqa: E731
    lines, line = [], 3
    for case in cases:
        line += case.part == 0
        lines.append(line)
    asked = [case.state not in ("not_asked",) for case in cases]
    sent = ([str(at), case.name, case.number, f"T{case.number}", case.item, "2029.6.10", case.note] for at, case in enumerate(cases, 1))
    given = zip(*sent, strict=True)
    table = pa.table({
        "sheet": text("Sheet1" for _ in cases), "row": pa.array(lines, pa.int32()), "part": pa.array([case.part for case in cases], pa.int16()),
        "leading": pa.array([case.leading for case in cases]),
        "outcome": pa.DictionaryArray.from_arrays(
            pa.array([ORDER.index(case.outcome) for case in cases], pa.int8()), pa.array([word.value for word in ORDER])),
        "verdict": text("no" if case.outcome == "differs" else "unknown" for case in cases),
        "flagged": pa.array([case.flagged for case in cases]), "risk": pa.array([case.risk for case in cases]),
        "findings": pa.array([say(*case.findings) for case in cases], finding),
        "questions": pa.array([say(*case.questions) for case in cases], finding),
        "regime": text(case.regime for case in cases), "register_state": text(case.state for case in cases),
        "register_reason": text("本次没有向登记库查询" if not is_asked else "" for is_asked in asked),
        "register_source": text("官方数据 a.csv" if is_asked else None for is_asked in asked),
        "register_asked_at": text("2026-11-20" if is_asked else None for is_asked in asked),
        "register_records": pa.array([[{"name": case.name, "item": case.item, "valid_until": "2028-06-10"}] if case.state == "found" else []
                                      for case in cases], pa.list_(record)),
        **{f"claim_{name}": text(claim[name] for claim in claims) for name in claims[0]},
        **{f"given_{at}": text(column) for at, column in enumerate(given)},
    })
    pq.write_table(table.replace_schema_metadata({"headings": json.dumps(HEADINGS)}), path, compression="zstd")
    return path


def summary_of(cases):
    lines = [case for case in cases if case.leading]
    counts = Counter(case.outcome for case in lines)
    return Summary(
        as_of="2026-11-23", rules_version="2026.11-abc", register="", rows=len(lines), outcomes={word.value: counts[word] for word in Outcome},
        flagged=sum(case.flagged for case in lines),
        notices=(Notice("RO03", "同日发证", "同一天、远地两处发证 12 行，例如 331081189703010078", (4, 5), ("集中取证",), "不必处理"),),
        failed_rules=("RO09",))


CASES = (
    Case(), Case("implausible", True, 82.0, "测试乙", ("CT05", "ID01")), Case("needs_correction", False, 7.5, "测试丙", ("ID01",)),
    Case("confirmed", False, 0.0, "测试丁", state="found"), Case("differs", True, 72.0, "测试戊", ("RG05",), state="found"),
    Case("lapsed", False, 8.0), Case("unchecked", False, 11.5, "测试己", questions=("CT90",), item=""),
    Case("not_found_once", True, 40.0, state="not_found"),
    Case("other_register", False, 2.0, "测试庚", regime="SAMR_OPERATOR"), *(Case(name=text, note=text, risk=10.0) for text in HOSTILE),
)


@pytest.fixture(autouse=True)
def rules_of_the_tests(monkeypatch):
    """The wording of rules changes; what a report does with it does not."""
    monkeypatch.setattr(verifier.results, "rule_of", RULES.__getitem__)


@pytest.fixture
def write(tmp_path):
    def written(kind, cases=CASES, *, unmask=False, roster=None, name="report"):
        path = results(tmp_path / "results.parquet", cases)
        into = tmp_path / f"{name}.{kind}"
        reports.write(kind, path, roster or roster_of(cases), summary_of(cases), into, unmask=unmask)
        return into
    return written


def table_of(sheet, heading="行号"):
    """The rows below the heading line of a sheet, as dicts."""
    lines = list(sheet.iter_rows())
    at = next(at for at, line in enumerate(lines) if any(cell.value == heading for cell in line))
    names = [cell.value for cell in lines[at]]
    return [dict(zip(names, line, strict=True)) for line in lines[at + 1:]]


# --- no cell runs

def test_every_cell_of_the_workbook_is_a_text_or_the_risk(write):
    book = openpyxl.load_workbook(write("xlsx"))
    kinds = Counter(cell.data_type for sheet in book for line in sheet.iter_rows() for cell in line if cell.value is not None)
    risks = len(table_of(book["全部行"]))
    assert kinds == {"s": kinds["s"], "n": risks}
    assert not any(cell.hyperlink for sheet in book for line in sheet.iter_rows() for cell in line)


def test_the_workbook_holds_no_formula_link_or_outside_part(write):
    with zipfile.ZipFile(write("xlsx")) as parts:
        for name in parts.namelist():
            text = parts.read(name).decode()
            assert "<f>" not in text and "<hyperlink" not in text and "TargetMode" not in text, name


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_the_workbook_keeps_its_value(write, text):
    book = openpyxl.load_workbook(write("xlsx", (Case("lapsed", name=text, note=text),)))
    kept = xlsx.NOT_XML.sub("\ufffd", text).replace("_x0041_", "_x005F_x0041_")       # openpyxl leaves the workbook's escape as it is
    everything, people = table_of(book["全部行"])[0], table_of(book["需要关注"])[0]
    for cell in (everything["备注"], everything["姓名"], people["原表：备注"], people["姓名"]):
        assert (cell.value, cell.data_type) == (kept, "s")


def test_characters_that_a_workbook_cannot_hold_are_replaced_and_said(write):
    read = openpyxl.load_workbook(write("xlsx", (Case(note="\x00\x0b控制"),)))["读取情况"]
    assert "控制字符" in " ".join(str(cell.value) for line in read.iter_rows() for cell in line)


def test_a_text_longer_than_a_cell_is_cut_and_said(write):
    book = openpyxl.load_workbook(write("xlsx", (Case(note="长" * 40_000),)))
    assert table_of(book["全部行"])[0]["备注"].value.endswith("长…")
    assert "截断" in " ".join(str(cell.value) for line in book["读取情况"].iter_rows() for cell in line)


def test_no_csv_cell_begins_like_a_formula_and_every_value_comes_back(write):
    with write("csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    assert not any(value.lstrip().startswith(tuple("=+-@＝＋－＠")) or value.startswith(("\t", "\r")) for line in lines for value in line.values())
    assert [csv_report.unguarded(line["备注"]) for line in lines] == [case.note for case in CASES]
    assert [csv_report.unguarded(line["姓名"]) for line in lines] == [case.name for case in CASES]


def test_the_csv_is_utf8_with_mark_and_crlf(write):
    content = write("csv", (Case(),)).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf") and content.endswith(b"\r\n") and content.count(b"\n") == content.count(b"\r\n") == 2


def test_the_page_holds_nothing_active_and_nothing_from_outside(write):
    text = write("html").read_text(encoding="utf-8")
    page = BeautifulSoup(text, "html.parser")
    assert not page.find_all(["script", "iframe", "object", "embed", "link", "base", "form", "img", "a", "use", "image", "foreignobject"])
    assert not [name for tag in page.find_all(True) for name in tag.attrs if name.startswith("on") or name in ("href", "src", "style", "xlink:href")]
    assert "url(" not in text and "@import" not in text
    assert "default-src 'none'" in page.find("meta", {"http-equiv": "Content-Security-Policy"})["content"]
    assert "<script>alert(1)</script>{{7*7}}${7*7}%n" in page.get_text() and "49" not in re.findall(r"\d+", page.find("main").get_text())


# --- nothing is lost, nothing is told that is not so

def test_every_form_tells_the_same_counts(write):
    told = json.loads(write("json").read_text(encoding="utf-8"))
    with write("csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    sheet = table_of(openpyxl.load_workbook(write("xlsx"))["全部行"])
    page = BeautifulSoup(write("html").read_text(encoding="utf-8"), "html.parser")
    counts = {word.value: told["summary"][word] for word in Outcome}
    assert sum(counts.values()) == len(told["rows"]) == len(lines) == len(sheet) == len(CASES)
    assert Counter(row["outcome"] for row in told["rows"]) == Counter(line["outcome"] for line in lines) == +Counter(counts)
    assert Counter(row["结论"].value for row in sheet) == {Outcome(word).label: count for word, count in counts.items() if count}
    flagged = sum(row["flagged"] for row in told["rows"])
    assert flagged == told["summary"]["flagged"] == sum(line["flagged"] == "true" for line in lines)
    assert flagged == sum(row["标记"].value == "标记" for row in sheet) == len(page.find_all("article"))
    assert len(page.select("table.rows tbody tr")) == len(CASES) - flagged
    assert told["roster"]["rows"] == len(told["rows"]) + len(told["refused"]) + len(told["skipped"])
    assert [row["row"] for row in told["rows"]] == [int(line["row"]) for line in lines] == [int(row["行号"].value) for row in sheet]


TEXT, MAYBE = {"type": "string"}, {"type": ["string", "null"]}
REMARKS = {"type": "array", "items": {
    "type": "object", "required": ["code", "severity", "title", "message", "cells", "basis", "innocent", "clears"]}}
CONTRACT = {
    "type": "object", "additionalProperties": False,
    "required": ["as_of", "rules_version", "roster", "summary", "rows", "refused", "skipped", "notices"],
    "properties": {
        "as_of": {"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"}, "rules_version": TEXT, "notices": {"type": "array"},
        "roster": {"type": "object", "additionalProperties": False, "required": ["name", "sheet", "sha256", "rows", "hidden_rows"],
                   "properties": {"name": TEXT, "sheet": TEXT, "sha256": TEXT, "rows": {"type": "integer"}, "hidden_rows": {"type": "integer"}}},
        "summary": {"type": "object", "additionalProperties": {"type": "integer"},
                    "required": [*(word.value for word in Outcome), "flagged", "refused"]},
        "rows": {"type": "array", "items": {
            "type": "object", "additionalProperties": False,
            "required": ["row", "outcome", "verdict", "flagged", "risk", "claim", "findings", "questions", "register"],
            "properties": {
                "row": {"type": "integer"}, "outcome": {"enum": [word.value for word in Outcome]}, "verdict": {"enum": ["yes", "no", "unknown"]},
                "flagged": {"type": "boolean"}, "risk": {"type": "number", "minimum": 0, "maximum": 100},
                "claim": {"type": "object", "properties": dict.fromkeys(FIELDS, MAYBE), "additionalProperties": False},
                "findings": REMARKS, "questions": REMARKS, "other_register": {"type": "object"}, "certificates": {"type": "array"},
                "register": {"type": "object", "required": ["state", "reason", "source", "asked_at", "records"],
                             "properties": {"state": {"enum": ["found", "not_found", "unavailable", "not_asked", "waiting"]}}}}}},
        "refused": {"type": "array", "items": {"type": "object", "required": ["row", "reason", "code"], "additionalProperties": False,
                                               "properties": {"row": {"type": "integer"}, "reason": TEXT, "code": TEXT}}},
        "skipped": {"type": "array", "items": {"type": "object", "required": ["row", "reason"], "additionalProperties": False,
                                               "properties": {"row": {"type": "integer"}, "reason": TEXT}}}},
}


def test_the_json_is_the_contracts(write):
    told = json.loads(write("json").read_text(encoding="utf-8"))
    jsonschema.validate(told, CONTRACT)
    assert told["skipped"] == [{"row": 44, "reason": "合计"}] and told["refused"][0]["code"] == "unreadable"
    assert [row["claim"]["name"] for row in told["rows"]] == [case.name for case in CASES]


@pytest.mark.parametrize("kind", reports.KINDS)
def test_a_file_name_that_is_no_text_does_not_stop_a_report(write, kind):
    assert write(kind, roster=roster_of(CASES, name="\udcb2\udce2.xlsx")).stat().st_size


def test_rules_that_broke_are_named_in_every_form_for_people(write):
    assert "RO09" in write("html").read_text(encoding="utf-8") and "RO09" in write("json").read_text(encoding="utf-8")
    read = openpyxl.load_workbook(write("xlsx"))["读取情况"]
    assert any("RO09" in str(cell.value) for line in read.iter_rows() for cell in line)


@pytest.mark.parametrize("kind", reports.KINDS)
def test_numbers_show_their_last_four_places_unless_asked(write, kind):
    def everything(path):
        if kind != "xlsx":
            return path.read_text(encoding="utf-8")
        with zipfile.ZipFile(path) as parts:
            return "".join(parts.read(name).decode() for name in parts.namelist())
    named = roster_of(CASES, name="测试 331081189703010078.xlsx")
    assert "33108118970301" not in everything(write(kind, roster=named))
    assert "331081189703010078" in everything(write(kind, roster=named, unmask=True))


@pytest.mark.parametrize("kind", reports.KINDS)
def test_the_same_input_gives_the_same_bytes(write, kind, monkeypatch):
    first = write(kind, name="first").read_bytes()
    monkeypatch.setenv("TZ", "America/Lima")
    assert write(kind, name="second").read_bytes() == first


def test_the_workbook_knows_no_clock(write):
    with zipfile.ZipFile(write("xlsx")) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert parts.read("docProps/core.xml").decode().count("2026-11-23T00:00:00Z") == 2


def test_the_options_of_the_workbook_keep_texts_texts(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "plain.xlsx", xlsx.OPTIONS) as workbook:
        workbook.add_worksheet().write_row(0, 0, ["=1+1", "http://127.0.0.1:9/", "12"])
    assert [cell.data_type for cell in openpyxl.load_workbook(tmp_path / "plain.xlsx").active[1]] == ["s", "s", "s"]


@pytest.mark.parametrize("kind", reports.KINDS)
def test_no_report_says_true_or_fake(write, kind):
    content = write(kind)
    text = content.read_text(encoding="utf-8") if kind != "xlsx" else "".join(
        str(cell.value) for sheet in openpyxl.load_workbook(content) for line in sheet.iter_rows() for cell in line)
    assert not re.search("真证|假证|伪造|造假", text)


def test_a_report_that_fails_leaves_nothing_behind(write, tmp_path, monkeypatch):
    monkeypatch.setattr(wording, "reasons", lambda row: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        write("csv")
    assert [path.name for path in tmp_path.iterdir()] == ["results.parquet"]


def test_a_kind_that_there_is_not_is_refused(write):
    with pytest.raises(reports.KindUnknown):
        write("docx")


# --- the sheet for people

def test_flagged_rows_come_first_and_quiet_ones_not_at_all(write):
    sheet = table_of(openpyxl.load_workbook(write("xlsx"))["需要关注"])
    assert [row["结论"].value for row in sheet] == ["存在硬伤", "登记不符", "一次未查到", "信息待更正", "已失效", "属其他登记库", "待核验"]
    assert [row["姓名"].value for row in sheet][:2] == ["测试乙", "测试戊"]


def test_where_another_register_holds_the_record_is_said(write):
    row = table_of(openpyxl.load_workbook(write("xlsx"))["需要关注"])[5]
    assert "cnse.samr.gov.cn" in row["疑点与待补正"].value and "cnse.samr.gov.cn" in write("html").read_text(encoding="utf-8")


def test_the_cell_that_is_wrong_is_coloured_and_says_why(write):
    rows = table_of(openpyxl.load_workbook(write("xlsx"))["需要关注"])
    wrong, asked = rows[0]["原表：有效期至"], rows[-1]["操作项目"]
    assert wrong.fill.fgColor.rgb == "FF" + colours.MARK_FLAGGED[1:] and "有效期超过六年" in wrong.comment.text
    assert asked.fill.fgColor.rgb == "FF" + colours.MARK_ASKED[1:] and asked.value == wording.EMPTY_CELL
    assert "有效期与登记不符" in rows[1]["原表：有效期至"].comment.text           # what the register differs in is marked in the claim
    assert rows[0]["原表：备注"].comment is None and rows[0]["姓名"].comment is None


def test_the_head_says_what_the_report_rests_on(write):
    sheet = openpyxl.load_workbook(write("xlsx", (Case(),)))["需要关注"]
    head = " ".join(str(sheet.cell(line, 1).value) for line in range(1, 6))
    assert wording.STATEMENT in head and "2026-11-23" in head and "2026.11-abc" in head and wording.NOT_ASKED in head
    assert "官方数据 a.csv（2026-11-20）：登记库有记录 2 行，登记库未查到 1 行" in str(
        openpyxl.load_workbook(write("xlsx"))["需要关注"]["A2"].value)


def test_it_prints_with_its_heading_on_every_page(write):
    sheet = openpyxl.load_workbook(write("xlsx"))["需要关注"]
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr.fitToPage and sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes and sheet.auto_filter.ref and "&P" in sheet.oddFooter.right.text


def test_rows_beyond_the_first_sheet_are_said_to_be_elsewhere(write, monkeypatch):
    monkeypatch.setattr(xlsx, "MOST_ATTENTION", 2)
    book = openpyxl.load_workbook(write("xlsx"))
    assert len(table_of(book["需要关注"])) == 2 and len(table_of(book["全部行"])) == len(CASES)
    assert "只列出次序在前的 2 行" in " ".join(str(cell.value) for line in book["读取情况"].iter_rows() for cell in line)


def test_the_other_certificates_of_a_line_are_told_with_it(write):
    rows = (Case("lapsed", False, 8.0, part=0, leading=False), Case("implausible", True, 82.0, findings=("CT05",), part=1, item="高处作业"), Case())
    roster = roster_of(rows, taken_as=(None, "name", "id_number", "certificate_number", "item", "valid_until", "valid_until"))
    told = json.loads(write("json", rows).read_text(encoding="utf-8"))
    first = table_of(openpyxl.load_workbook(write("xlsx", rows, roster=roster))["需要关注"])[0]
    assert first["原表：备注"].comment and not first["原表：有效期至"].comment       # the second end date is the second certificate's
    assert len(told["rows"]) == 2 and len(told["rows"][0]["certificates"]) == 2
    assert "同一行的另一本证书（低压电工作业）：已失效" in first["疑点与待补正"].value


# --- the picture

def test_the_picture_names_every_outcome_with_its_count():
    drawn = BeautifulSoup(picture.glance({"confirmed": 30, "implausible": 2}, ["confirmed"] * 30 + ["implausible"] * 2, (30, 31)), "html.parser")
    texts = [text.get_text() for text in drawn.select(".glance-bars text")]
    assert texts[0::2] == [word.label for word in reversed(picture.ASCENDING)] and sorted(picture.ASCENDING) == sorted(Outcome)
    assert dict(zip(texts[0::2], texts[1::2], strict=True))["登记一致"] == "30"
    cells = drawn.select(".glance-rows rect")
    assert len(cells) == 32 and [cell.get("stroke") for cell in cells][29:31] == [None, colours.FLAG]
    assert not re.search(r"style|<script|href", str(drawn))


def test_the_picture_of_many_rows_shows_shares_and_stays_small():
    strip = ["confirmed"] * 100_000 + ["lapsed"] * 100_000
    drawn = BeautifulSoup(picture.glance({"confirmed": 100_000, "lapsed": 100_000}, strip), "html.parser")
    assert Counter(cell["fill"] for cell in drawn.select(".glance-rows rect")) == {
        colours.OUTCOME["confirmed"].fill: picture.COLUMNS // 2, colours.OUTCOME["lapsed"].fill: picture.COLUMNS // 2}


def test_every_outcome_has_a_colour_that_can_be_read():
    def luminance(colour):
        parts = [int(colour[at:at + 2], 16) / 255 for at in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    assert set(colours.OUTCOME) == {word.value for word in Outcome}
    for colour in colours.OUTCOME.values():
        assert (luminance(colour.tint) + 0.05) / (luminance(colour.ink) + 0.05) >= 4.5


def test_results_longer_than_a_page_are_read_whole(write, tmp_path, monkeypatch):
    monkeypatch.setattr(wording, "PAGE", 3)
    write("json")
    opened = Results.open(tmp_path / "results.parquet")
    assert len(list(wording.chosen(opened, unmask=False))) == len(CASES)


def test_other_programs_read_every_row_of_the_workbook_as_it_was_sent(write):
    """calamine is the reader of the roster door: a report can be sent in again."""
    sheet = CalamineWorkbook.from_path(write("xlsx")).get_sheet_by_name("全部行").to_python()
    assert len(sheet) == len(CASES) + 1 and all(len(line) == len(sheet[0]) for line in sheet)
    at = sheet[0].index("备注")
    for line, case in zip(sheet[1:], CASES, strict=True):
        assert line[at] == xlsx.NOT_XML.sub("\ufffd", case.note), case.note


def test_a_roster_with_hostile_cells_goes_all_the_way(tmp_path, monkeypatch):
    """Read, screened and reported by the real parts: cases CE-06, CE-09, CE-10 and CE-26 of the bad inputs."""
    monkeypatch.undo()
    names = ['=HYPERLINK("http://127.0.0.1:9/?"&A1,"x")', "@SUM(A1)", "\t=1+1", "<script>alert(1)</script>{{7*7}}${7*7}%n"]
    sent = tmp_path / "sent.csv"
    with sent.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([["姓名", "身份证号", "证书编号", "操作项目", "有效期结束日期"],
                                    *([name, "331081189703010078", "T331081189703010078", "低压电工作业", "2029-06-10"] for name in names)])
    roster = rosters.read(sent, "名册.csv", rosters.Limits(), tmp_path / "roster.parquet")
    summary = screen(tmp_path / "roster.parquet", tmp_path / "results.parquet", as_of=date(2026, 11, 23))
    for kind in reports.KINDS:
        reports.write(kind, tmp_path / "results.parquet", roster, summary, tmp_path / f"report.{kind}")
    told = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    jsonschema.validate(told, CONTRACT)
    assert told["roster"]["rows"] == len(told["rows"]) == 4 and summary.rows == 4
    cells = [row["姓名"] for row in table_of(openpyxl.load_workbook(tmp_path / "report.xlsx")["全部行"])]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", name) for name in names]
    with (tmp_path / "report.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [csv_report.unguarded(line["姓名"]) for line in csv.DictReader(file)] == names
    assert not BeautifulSoup((tmp_path / "report.html").read_text(encoding="utf-8"), "html.parser").find_all("script")

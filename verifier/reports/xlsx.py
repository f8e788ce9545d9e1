"""The workbook: what needs attention, every row, and how the file was read. Cells are texts, whatever they begin with."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from verifier.reports import sheet_rows, wording
from verifier.reports.colours import INK, LINE, MARK_ASKED, MARK_FLAGGED, OUTCOME, PAPER, QUIET
from verifier.results import Results
from verifier.verdict import Outcome

OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")     # what no XML may hold, and what Excel repairs
TO_CHANGE = re.compile(NOT_XML.pattern[:-1] + "\r]")
LONGEST = 32_767                # UTF-16 units a cell holds
MOST_ATTENTION = 10_000         # rows of the first sheet; nobody reads further, and the second sheet has them all
MOST_NOTES = 2_000              # spreadsheets grow slow with more
HEIGHT = 15.5                   # of a line of text
FONT = {"font_name": "等线", "font_size": 10.5, "font_color": INK, "valign": "top"}


@dataclass
class Book:
    """The workbook, its formats, and what had to be changed in a text to fit into it."""

    workbook: xlsxwriter.Workbook
    formats: dict[str, Format]
    register: str
    cleaned: int = 0
    shortened: int = 0

    def fit(self, text: str) -> str:
        """The text as a workbook can hold it: control characters become �, what is too long is cut, and both are counted."""
        if "\r" in text:
            text = text.replace("\r\n", "\n").replace("\r", "\n")
        if NOT_XML.search(text):
            text, self.cleaned = NOT_XML.sub("\ufffd", text), self.cleaned + 1
        if len(text) > LONGEST // 2 and len(text.encode("utf-16-le")) // 2 > LONGEST:
            text, self.shortened = text[:LONGEST // 2 - 1] + "…", self.shortened + 1
        return text

    def fit_all(self, texts: Sequence[str]) -> Sequence[str]:
        """`fit` of each; one look at a whole row tells that there is nothing to change."""
        whole = "".join(texts)
        return texts if len(whole) <= LONGEST // 2 and not TO_CHANGE.search(whole) else [self.fit(text) for text in texts]

    def put(self, sheet: Worksheet, row: int, column: int, text: str | None, style: str = "text") -> None:
        """Write a text as a text."""
        if not text:
            if style != "text":
                sheet.write_blank(row, column, None, self.formats[style])
            return
        text = self.fit(text)
        if text.startswith("<r>") and text.endswith("</r>"):      # XlsxWriter would take this for markup of its own
            sheet.write_rich_string(row, column, "<", self.formats["bare"], text[1:], self.formats[style])
        else:
            sheet.write_string(row, column, text, self.formats[style])

    def style(self, name: str) -> int:
        """The number of a style, as a cell of `sheet_rows` has it."""
        return self.formats[name]._get_xf_index()


def write(results: Results, roster, summary, into: Path, *, unmask: bool) -> None:
    made = BytesIO()
    with TemporaryFile(dir=into.parent) as rows:
        with xlsxwriter.Workbook(made, {**OPTIONS, "tmpdir": str(into.parent)}) as workbook:
            created = datetime.fromisoformat(summary.as_of)
            workbook.set_properties({"title": wording.TITLE, "created": created, "comments": wording.STATEMENT})
            book = Book(workbook, formats(workbook), wording.register(results))
            people, everything, reading = (workbook.add_worksheet(name) for name in ("需要关注", "全部行", "读取情况"))
            last = all_rows(book, everything, rows, results, roster, unmask)
            shown = needing_attention(book, people, results, roster, summary, unmask)
            how_it_was_read(book, reading, roster, summary, shown, unmask)
            people.activate()
        sheet_rows.fill(made, "xl/worksheets/sheet2.xml", rows, last, into)


def formats(workbook: xlsxwriter.Workbook) -> dict[str, Format]:
    """The styles of cells by name. All texts have the number format "@", so that they stay texts when somebody edits them."""
    def made(**more) -> Format:
        return workbook.add_format({**FONT, "num_format": "@", **more})

    boxed = {"bottom": 1, "bottom_color": LINE, "right": 4, "right_color": LINE, "text_wrap": True}
    heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": "#DFE6ED", "bottom": 2, "bottom_color": "#8C9BAA"}
    return {
        "text": made(), "bare": made(), "quiet": made(font_color=QUIET, text_wrap=True), "wrap": made(text_wrap=True),
        "title": made(font_size=15, bold=True, valign="vcenter"), "about": made(font_color=QUIET, valign="vcenter"),
        "statement": made(bold=True, valign="vcenter"), "section": made(bold=True, font_size=12, bottom=1, bottom_color=LINE),
        "heading": made(**heading), "sender": made(**{**heading, "bg_color": "#EDF0F3", "bold": False, "font_color": QUIET}),
        "boxed": made(**boxed), "given": made(**boxed, bg_color=PAPER), "strong": made(**boxed, bold=True),
        "line": made(**boxed, align="center"), "risk": workbook.add_format({**FONT, "num_format": "0.0"}),
        "marked_flagged": made(**boxed, bg_color=MARK_FLAGGED, bold=True), "marked_asked": made(**boxed, bg_color=MARK_ASKED),
        **{f"{outcome}": made(**boxed, bold=True, bg_color=OUTCOME[outcome].tint, font_color=OUTCOME[outcome].ink) for outcome in Outcome},
        **{f"{outcome} plain": made(font_color=OUTCOME[outcome].ink, bg_color=OUTCOME[outcome].tint) for outcome in Outcome},
        "flag": made(**boxed, bold=True, font_color="#FFFFFF", bg_color=OUTCOME["not_on_register"].fill, align="center"),
    }


def all_rows(book: Book, sheet: Worksheet, into: IO[bytes], results: Results, roster, unmask: bool) -> str:
    """Every row in file order: the sender's own columns, then what came out. Gives the name of the last cell."""
    several = results.several_sheets
    own = [wording.shown(heading, unmask) or f"（第 {at} 列，无标题）" for at, heading in enumerate(roster.headings, 1)]
    said = ("行号", *(("工作表",) if several else ()), "结论", "标记", "疑点与待补正", "风险次序", "登记库")
    sheet.set_row(0, 32)
    for at, width in enumerate((*map(width_of, own), 7, *((14,) if several else ()), 14, 6, 60, 9, 40)):
        sheet.set_column(at, at, width)
    for at, heading in enumerate((*own, *said)):
        book.put(sheet, 0, at, heading, "sender" if at < len(own) else "heading")
    letters = sheet_rows.columns(len(own) + len(said))
    text, risk, of_outcome = book.style("text"), book.style("risk"), {word: book.style(f"{word} plain") for word in Outcome}
    before, line = (text,) * (len(own) + len(said) - 5), 1
    for batch in results.batches(unmask=unmask):
        lines = []
        for row in batch:
            line += 1
            texts = (*row["given"], str(row["row"]), *((row["sheet"],) if several else ()), wording.label(row["outcome"]),
                     "标记" if row["flagged"] else "", wording.reasons(row))
            *texts, register = book.fit_all((*texts, wording.register_cell(row)))
            cells = (*texts, float(row["risk"]), register)
            lines.append(sheet_rows.row(line, letters, cells, (*before, of_outcome[row["outcome"]], text, text, risk, text)))
        into.write("".join(lines).encode())
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(line - 1, 1), len(letters) - 1)
    printed(sheet, 0)
    return f"{letters[-1]}{line}"


@dataclass(frozen=True)
class Column:
    heading: str
    width: float
    field: str | None = None      # of the claim, where the column shows one: its cell is marked when a remark is about it


SAID = (
    Column("结论", 13), Column("疑点与待补正", 48), Column("怎么办", 34), Column("可能的正常原因", 34), Column("登记库", 26),
)


def needing_attention(book: Book, sheet: Worksheet, results: Results, roster, summary, unmask: bool) -> int:
    """The rows that somebody has to act on, and how many of them there are; at most MOST_ATTENTION are written."""
    several = results.several_sheets
    who = (Column("行号", 6), *((Column("工作表", 12),) if several else ()), Column("姓名", 11, "name"),
           Column("身份证号", 22, "id_number"), Column("操作项目", 18, "item"))
    fields = {name: roster.fields(name) for name in (None, *roster.sheets)}
    headings = [wording.shown(heading, unmask) for heading in roster.headings]
    columns = (*who, *SAID, *(Column(f"原表：{heading}", width_of(heading)) for heading in headings))
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
    first = head(book, sheet, roster, summary, unmask)
    sheet.set_row(first, 30)
    for at, column in enumerate(columns):
        book.put(sheet, first, at, column.heading, "sender" if at >= len(who) + len(SAID) else "heading")
    line, notes = first, 0
    positions = wording.attention(results)
    for row in wording.at(results, positions[:MOST_ATTENTION], unmask=unmask):
        line += 1
        blamed, mark = wording.blamed(row), "marked_flagged" if row["flagged"] else "marked_asked"
        place = [str(row["row"]), *([row["sheet"]] if several else [])]
        texts = [*place, *(row["claim"].get(column.field) for column in who[len(place):]), wording.label(row["outcome"]), wording.reasons(row),
                 wording.remedies(row), wording.innocent(row), wording.register_cell(row), *row["given"]]
        about = [*(column.field for column in who), *(None for _ in SAID), *wording.own_fields(row, fields[row.get("sheet")])]
        styles = ["flag" if row["flagged"] else "line", *("boxed" for _ in who[1:]), row["outcome"], *("boxed" for _ in SAID[1:]),
                  *("given" for _ in row["given"])]
        for at, (text, style) in enumerate(zip(texts, styles, strict=True)):
            name = about[at]
            if name not in blamed:
                book.put(sheet, line, at, text, style)
                continue
            book.put(sheet, line, at, text or wording.EMPTY_CELL, mark)
            if notes < MOST_NOTES:
                notes += 1
                sheet.write_comment(line, at, NOT_XML.sub("\ufffd", blamed[name])[:1_000], {"author": wording.TITLE, "x_scale": 2, "y_scale": 1.2})
        widths = [column.width for column in columns[:len(who) + len(SAID)]]
        sheet.set_row(line, HEIGHT * lines_needed(texts[:len(widths)], widths))
    if not len(positions):
        book.put(sheet, first + 1, 0, "没有需要关注的行。尚未向登记库查询的行仍待核验，见「全部行」。", "about")
    sheet.freeze_panes(first + 1, len(who) - 2)
    sheet.autofilter(first, 0, max(line, first + 1), len(columns) - 1)
    printed(sheet, first)
    sheet.print_area(0, 0, max(line, first + 1), len(who) + len(SAID) - 1)      # the sender's own columns would make the rest too small to read
    return len(positions)


def head(book: Book, sheet: Worksheet, roster, summary, unmask: bool) -> int:
    """The lines above the table; gives the line of its heading."""
    counts = "　".join(f"{outcome.label} {summary.outcomes.get(outcome, 0):,}" for outcome in Outcome if summary.outcomes.get(outcome))
    refused = f"，退回 {len(roster.refused):,} 行（见「读取情况」）" if roster.refused else ""
    lines = (
        (wording.TITLE, "title", 26),
        (f"名册：{wording.shown(roster.name, unmask)}　　核查日：{summary.as_of}　　规则版本：{summary.rules_version}　　"
         f"登记库：{book.register}", "about", 17),
        (f"共 {summary.rows:,} 行，标记 {summary.flagged:,} 行{refused}。{counts}", "about", 17),
        (wording.STATEMENT, "statement", 17),
        ("行号为红底的行已标记，请先看；红底或黄底的单元格是疑点所在，鼠标停在上面可看原因。风险次序只决定先看哪一行，不改变结论。", "about", 17),
    )
    for at, (text, style, height) in enumerate(lines):
        sheet.set_row(at, height)
        book.put(sheet, at, 0, text, style)
    return len(lines)


def how_it_was_read(book: Book, sheet: Worksheet, roster, summary, attention: int, unmask: bool) -> None:
    """What the file was, which column was taken as what, and every line that was not screened, with its reason."""
    widths = (18, 44, 30, 40, 24)
    for at, width in enumerate(widths):
        sheet.set_column(at, at, width)
    for line, (style, cells) in enumerate(reading(roster, summary, attention, book, unmask)):
        for at, text in enumerate(cells):
            book.put(sheet, line, at, text, style)
        if style == "wrap":
            sheet.set_row(line, HEIGHT * lines_needed(cells, widths))
    printed(sheet, 0)


def reading(roster, summary, attention: int, book: Book, unmask: bool) -> Iterator[tuple[str, Sequence[str]]]:
    """The lines of the third sheet: a style, and the cells."""
    yield "title", ("读取情况",)
    yield "text", ("文件", wording.shown(roster.name, unmask))
    yield "text", ("SHA-256", roster.sha256)
    if any(roster.sheets):
        yield "text", ("读取的工作表", "、".join(roster.sheets))
    yield "text", ("核查日", summary.as_of)
    yield "text", ("规则版本", summary.rules_version)
    yield "text", ("登记库", book.register)
    yield "text", ("行数", wording.arithmetic(roster, summary))
    yield "text", ("隐藏行", f"{roster.hidden_rows:,}（同样已读取）" if roster.hidden_rows else "无")
    yield "text", ("号码", "完整显示，请妥善保管" if unmask else "只显示末 4 位")
    for said in limits(book, attention):
        yield "text", ("说明", said)
    yield "text", ()
    yield "section", ("各列当作什么", "原表标题", "当作")
    for layout, places in zip(roster.layout.sheets, roster.given, strict=True):
        for place, name in zip(places, layout.fields, strict=True):
            yield "wrap", (layout.sheet, wording.shown(roster.headings[place], unmask) or "（无标题）", wording.taken_as(name))
    for title, entries, nothing in (("退回的行", roster.refused, "没有退回的行。"), ("略过的行", roster.skipped, "没有略过的行。")):
        yield "text", ()
        yield "section", (title, "行号", "原因")
        for one in entries:
            yield "wrap", (one.sheet, str(one.row), wording.shown(one.reason, unmask))
        if not entries:
            yield "quiet", (nothing,)
    yield "text", ()
    yield "section", ("关于整份名册", "说明", "可能的正常原因", "怎么办", "涉及的行")
    notices = wording.notices(roster, summary, unmask=unmask)
    for notice in notices:
        yield "wrap", (notice.title, notice.message, "；".join(notice.innocent), notice.clears, wording.some_rows(notice.rows))
    if not notices:
        yield "quiet", ("没有。",)


def limits(book: Book, attention: int) -> Iterator[str]:
    """What this workbook could not show as it was."""
    if attention > MOST_ATTENTION:
        yield f"「需要关注」共 {attention:,} 行，该表只列出次序在前的 {MOST_ATTENTION:,} 行；其余各行在「全部行」中，结论相同。"
    if book.cleaned:
        yield f"有 {book.cleaned:,} 个单元格含工作簿不能保存的控制字符，已换成 �；json 报告保留原文。"
    if book.shortened:
        yield f"有 {book.shortened:,} 个单元格超过工作簿的长度上限（{LONGEST:,} 字符），末尾以 … 截断；json 报告保留原文。"


def printed(sheet: Worksheet, heading: int) -> None:
    """On A4 landscape, as wide as the paper, the heading on every page, pages numbered."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.repeat_rows(heading)
    sheet.set_footer("&L&9" + wording.TITLE + "&R&9第 &P 页，共 &N 页")


def width_of(heading: str) -> float:
    """A width for a column of the sender's: numbers and names of certificates want more than a heading says."""
    wide = ("号", "机关", "单位", "公司", "项目", "网址", "二维码", "编号")
    return 22 if any(word in heading for word in wide) else min(max(2 * len(heading) + 3, 12), 24)


def lines_needed(texts: Sequence[str | None], widths: Sequence[float]) -> int:
    """How many lines the tallest of the wrapped cells takes: a Chinese letter is two units wide."""
    return max(
        sum(max(1, -(-sum(2 if letter > "\u2e80" else 1 for letter in line) // int(width - 1))) for line in (text or "").split("\n"))
        for text, width in zip(texts, widths, strict=False)
    )

"""What the child does with a file: recognise it, find its rosters, show them (preview) or read them (read)."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from pathlib import Path

from rules.claim import HEADINGS, KINDS, LABELS, Kind
from verifier import privacy
from verifier.rosters import csvs, headings, kinds, sheets
from verifier.rosters.headings import Heading
from verifier.rosters.layout import Column, Layout, Limits, Preview, Roster, RosterRefused, SheetLayout, SheetPreview, first_question
from verifier.rosters.sheet_xml import letters_of

SAMPLES = 3
LONGEST_SAMPLE = 60
NUMBERS = {"id_number", "certificate_number"}
SHOWN = 3               # lines that a refusal quotes


def open_book(path: Path, limits: Limits) -> sheets.Workbook | csvs.Table:
    """The file as sheets of lines, whatever it is. Raises RosterRefused."""
    kinds.size_allowed(path, limits)
    kind = kinds.kind_of(path)
    return csvs.Table(path) if kind == "csv" else sheets.Workbook(path, kind, limits)


def preview(path: Path, name: str, limits: Limits) -> dict:
    """A `Preview` as JSON values."""
    book = open_book(path, limits)
    found = headings_of(book)
    taken = taken_sheets(book, found)
    shown = []
    for sheet in book.sheets:
        if heading := found[sheet.name]:
            shown.append(_shown(sheet, headings.with_proposals(heading), sheet.name in taken))
            sheet.release()
    if not any(sheet.rows for sheet in shown if sheet.taken):
        raise no_rows(book, found, taken)
    layout = Layout(tuple(_layout(sheet, found[sheet.name]) for sheet in book.sheets if sheet.name in taken))
    return asdict(Preview(name, _digest(path), book.kind, book.encoding, tuple(shown), layout, first_question(tuple(shown))))


def read(path: Path, name: str, limits: Limits, into: Path, given: str | None) -> dict:
    """A `Roster` as JSON values; the table lies in `into`."""
    from verifier.rosters.table import Collected
    book = open_book(path, limits)
    by_name = {sheet.name: sheet for sheet in book.sheets}
    if given is not None:
        layout = Layout.from_json(given)
        if missing := [one.sheet for one in layout.sheets if one.sheet not in by_name]:
            raise RosterRefused(f"文件中没有工作表“{missing[0]}”：请重新选择。", code="no_such_sheet")
        found = {one.sheet: _heading_of(by_name[one.sheet], one) for one in layout.sheets}
    else:
        found = headings_of(book)
        taken = taken_sheets(book, found)
        layout = Layout(tuple(_layout(sheet, found[sheet.name]) for sheet in book.sheets if sheet.name in taken))
        for one in layout.sheets:
            _nothing_to_ask(one.sheet, found[one.sheet])
    out = Collected(limits)
    days_from_1904 = isinstance(book, sheets.Workbook) and book.facts.days_from_1904
    for one in layout.sheets:
        out.take(by_name[one.sheet], one, found[one.sheet], days_from_1904=days_from_1904)
        by_name[one.sheet].release()
    if not out.lines:
        raise no_rows(book, found, {one.sheet for one in layout.sheets})
    out.write(into)
    unread = [sheet for sheet in book.sheets if sheet.name not in out.sheets]
    notices = [*book.notices, *out.notices, *(_unread(sheet) for sheet in unread if _text_lines(sheet))]
    return asdict(Roster(
        name, _digest(path), tuple(out.sheets), out.lines, out.hidden, tuple(out.headings), Layout(tuple(out.layouts)),
        tuple(out.refused), tuple(out.skipped), tuple(notices), tuple(out.given)))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# --- Which sheets, which columns


def _text_lines(sheet) -> list[list[str]]:
    if sheet.ragged:
        return sheet.head
    return [[sheets.text_of(cell) for cell in row] for row in sheet.head]


def headings_of(book) -> dict[str, Heading | None]:
    """The heading of each sheet. Where no sheet has a certain one, a line that only resembles one is taken for a question."""
    lines = {sheet.name: _text_lines(sheet) for sheet in book.sheets}
    found = {name: headings.find(rows) for name, rows in lines.items()}
    if not any(found.values()):
        found = {name: headings.find_alike(rows) for name, rows in lines.items()}
    if not any(found.values()):
        raise no_headings(lines)
    return found


def taken_sheets(book, found: dict[str, Heading | None]) -> set[str]:
    """Visible sheets that have a heading; hidden ones only where there is no other."""
    visible = {sheet.name for sheet in book.sheets if found[sheet.name] and not sheet.hidden}
    return visible or {sheet.name for sheet in book.sheets if found[sheet.name]}


def _layout(sheet, heading: Heading) -> SheetLayout:
    """What is taken as what. Columns about which a person is asked stay doubled, so that nobody reads them by accident."""
    return SheetLayout(sheet.name, heading.row, heading.fields)


def _heading_of(sheet, layout: SheetLayout) -> Heading:
    """The heading at the line that a layout names, with what there is to say of it where the columns are taken as they say."""
    lines = _text_lines(sheet)
    found = headings.find(lines)
    as_said = found is not None and (found.row, found.fields) == (layout.heading_row, layout.fields)
    return found if as_said else headings.at(lines, layout.heading_row)


def _question(heading: Heading) -> str | None:
    if heading.ambiguous:
        return heading.ambiguous
    have = {name for name in heading.fields if name}
    for column, name in sorted(heading.proposed.items()):
        if not have or name in headings.IDENTITY:
            return f"{letters_of(column)} 列“{heading.texts[column]}”可能是“{LABELS[name]}”：请确认。"
    if not have & NUMBERS:
        return "没有认出身份证号或证书编号所在的列：请指定，或确认名册中确实没有。"
    return None


def _nothing_to_ask(sheet: str, heading: Heading) -> None:
    """Raise RosterRefused where only a person can say which column is meant."""
    place = f"工作表“{sheet}”" if sheet else ""
    if heading.ambiguous:
        raise RosterRefused(f"{place}{heading.ambiguous}", code="ambiguous_columns")
    if set(heading.fields) & NUMBERS:
        return
    for column, name in headings.with_proposals(heading).proposed.items():
        if name in NUMBERS or not any(heading.fields):
            raise RosterRefused(
                f"{place}第 {heading.row} 行是标题行，但没有完全认出：{letters_of(column)} 列“{heading.texts[column]}”可能是“{LABELS[name]}”。"
                f"请在预览页面指定各列，或改用通常的标题（{_usual()}）。", code="headings_unsure")


def _usual() -> str:
    return "、".join(HEADINGS[name][0] for name in ("name", "id_number", "certificate_number", "item", "valid_until"))


def no_headings(lines: dict[str, list[list[str]]]) -> RosterRefused:
    quoted = []
    for name, rows in lines.items():
        for number, row in enumerate(rows, 1):
            if any(cell.strip() for cell in row) and len(quoted) < SHOWN:
                said = "、".join(privacy.mask_text(cell.strip())[:20] for cell in row if cell.strip())[:80]
                quoted.append(f"{f'工作表“{name}”' if name else ''}第 {number} 行：{said}")
    if not quoted:
        return RosterRefused("文件中没有内容（所有工作表都是空的）：请确认选对了文件，重新发送。", code="empty_file")
    seen = "；".join(quoted)
    return RosterRefused(f"没有找到标题行。看到的前几行是：{seen}。标题行应至少包含：{_usual()}。请补上标题行后重新上传。", code="no_headings")


def no_rows(book, found: dict[str, Heading | None], taken: set[str]) -> RosterRefused:
    place = next((f"工作表“{sheet.name}”" for sheet in book.sheets if sheet.name in taken and sheet.name), "文件")
    row = next((heading.row for name, heading in found.items() if heading and name in taken), 1)
    return RosterRefused(f"{place}的标题行（第 {row} 行）下面没有内容：请确认选对了文件，填好后重新上传。", code="no_rows")


def _unread(sheet) -> str:
    if sheet.hidden:
        return f"隐藏的工作表“{sheet.name}”没有读取：如果其中有要核对的人，请取消隐藏后重新上传。"
    return f"工作表“{sheet.name}”没有找到名册的标题行，没有读取。"


# --- What a person is shown


def _shown(sheet, heading: Heading, taken: bool) -> SheetPreview:
    samples = [row for row in _text_lines(sheet)[heading.row:] if any(cell.strip() for cell in row)][:SAMPLES]
    columns = tuple(
        Column(column, letters_of(column), text, name, _samples(samples, column, name))
        for column, text in enumerate(heading.texts) for name in [heading.fields[column] or heading.proposed.get(column)]
    )
    return SheetPreview(sheet.name, heading.row, columns, _count(sheet, heading), sheet.hidden, taken, _question(heading), heading.shape)


def _samples(rows: list[list[str]], column: int, name: str | None) -> tuple[str, ...]:
    hide = privacy.mask if name and KINDS[name] is Kind.NUMBER else privacy.mask_text
    return tuple(hide(row[column].strip())[:LONGEST_SAMPLE] for row in rows if column < len(row))


def _count(sheet, heading: Heading) -> int:
    """Lines below the heading that are not blank."""
    ragged = {"width": len(heading.texts)} if sheet.ragged else {}
    return sum(
        not sheets.is_blank(row) for first, rows in sheet.batches(**ragged) for number, row in enumerate(rows, first) if number > heading.row)

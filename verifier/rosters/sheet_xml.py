"""What the reading library does not tell of a workbook, found by one pass over its XML before it is read.

Hidden rows, error values, formulas without a result, merged ranges of ods; and whether it is safe to read at all:
no document type, no entity, no more bytes than the directory says, no cells scattered over an endless sheet.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree

from verifier.rosters.kinds import SAVE_AS, truncated
from verifier.rosters.layout import Limits, RosterRefused

BLOCK = 1 << 20
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".tif", ".tiff", ".bmp", ".bin", ".ttf", ".odttf")
MARKUP = tuple(text.encode(code) for text in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
HINTS = (b"<!", b"<\0!", b"\0<\0!")          # of which a block has none, as a rule: one look instead of six
SCATTERED, SPARSE = 3_000_000, 10        # a sheet of more places than this must have a cell in one of ten
MERGED = 2_000_000                       # places in merged ranges of one sheet
MARGIN = 1000                            # lines above the heading and totals, before a sheet is called too long

R_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
R_ID_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
NUMBER = re.compile(rb'\sr="(\d{1,7})"')
HIDDEN = re.compile(rb'\shidden="(1|true)"')
REFERENCE = re.compile(rb'^([A-Z]{1,3})(\d{1,7})$')
REPEATED_ROWS = re.compile(rb'number-rows-repeated="(\d{1,9})"')
NUMBER_OF_CELL = re.compile(rb'\br="([A-Z]{1,3}\d{1,7})"')
MERGE = re.compile(rb'mergeCell\s[^>]*?ref="([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})"')
ODS_ROWS = re.compile(rb'<table:table(?=[\s>])([^>]*)>|<table:table-row\b([^>]*)>')
ODS_NAME = re.compile(rb'table:name="([^"]*)"')
ODS_CELL = re.compile(rb'<table:(?:covered-)?table-cell\b([^>]*?)(/?)>')
ODS_REPEATED = re.compile(rb'number-columns-repeated="(\d{1,9})"')
ODS_SPANNED = re.compile(rb'number-rows-spanned="(\d{1,9})"')
ODS_HIDDEN = re.compile(rb'table:visibility="(collapse|filter)"')


@dataclass
class SheetFacts:
    """One sheet. Lines count from 1, columns from 0."""

    name: str
    lines: int = 0                                                   # with anything in them
    cells: int = 0
    last_line: int = 0
    last_column: int = 0
    hidden: set[int] = field(default_factory=set)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # by line and column: "#N/A"
    formulas_without_value: list[str] = field(default_factory=list)
    merged: list[tuple[int, int, int]] = field(default_factory=list)   # ods, downwards: first line, column, last line


@dataclass
class WorkbookFacts:
    sheets: dict[str, SheetFacts]
    has_macros: bool = False
    days_from_1904: bool = False


def scan(path: Path, kind: str, limits: Limits) -> WorkbookFacts:
    """One pass over an xlsx or ods file. Raises RosterRefused where it is not safe to read."""
    with zipfile.ZipFile(path) as archive, path.open("rb") as file:
        members = {member.filename: member for member in archive.infolist()}
        if kind == "ods":
            for member in members.values():
                if member.filename != "content.xml" and not member.filename.lower().endswith(PICTURES):
                    _exhaust(_blocks(file, member))
            return WorkbookFacts(_scan_ods(_blocks(file, _of(members, "content.xml")), limits))
        root = next(name for name in members if name.lower() == "xl/workbook.xml")
        workbook = _tree(file, members[root])
        parts = _sheet_parts(file, members, workbook)
        for member in members.values():
            if member.filename not in parts.values() and not member.filename.lower().endswith(PICTURES):
                _exhaust(_blocks(file, member))
        sheets = {name: _scan_sheet(_blocks(file, members[part]), name, limits) for name, part in parts.items()}
        settings = next((one for one in workbook.iter() if one.tag.endswith("}workbookPr")), None)
        counts_from_1904 = settings is not None and settings.get("date1904") in ("1", "true")
        return WorkbookFacts(sheets, any(name.lower().endswith("vbaproject.bin") for name in members), counts_from_1904)


def _of(members: dict[str, zipfile.ZipInfo], name: str) -> zipfile.ZipInfo:
    if name not in members:
        raise RosterRefused(f"文件缺少内容部分，无法读取：{SAVE_AS}。", code="damaged")
    return members[name]


def _blocks(file, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The unpacked bytes of a member, counted: more or fewer than the directory says, or a wrong sum, is refused."""
    file.seek(member.header_offset + 26)
    name_length, extra_length = struct.unpack("<HH", file.read(4))
    at, left = member.header_offset + 30 + name_length + extra_length, member.compress_size
    inflate = zlib.decompressobj(-15) if member.compress_type == zipfile.ZIP_DEFLATED else None
    size, crc, tail = 0, 0, b""
    while left or (inflate and inflate.unconsumed_tail):
        if inflate and inflate.unconsumed_tail:
            packed = inflate.unconsumed_tail
        else:
            file.seek(at)
            packed = file.read(min(left, BLOCK))
            if not packed:
                raise truncated()
            at, left = at + len(packed), left - len(packed)
        try:
            block = inflate.decompress(packed, BLOCK) if inflate else packed
        except zlib.error as error:
            raise damaged() from error
        size, crc = size + len(block), zlib.crc32(block, crc)
        if size > member.file_size:
            raise RosterRefused(f"文件的内部结构不正常（实际内容比目录所写的大），没有读取：{SAVE_AS}。", code="unsafe_zip")
        if any(mark in tail + block[:20] or mark in block for mark in HINTS) and any(mark in tail + block for mark in MARKUP):
            raise RosterRefused(f"文件的 XML 中含有外部引用或实体定义，没有读取：{SAVE_AS}。", code="unsafe_xml")
        tail = block[-20:]
        yield block
        if inflate and inflate.eof:
            break
    if inflate and (rest := inflate.flush()):
        size, crc = size + len(rest), zlib.crc32(rest, crc)
        yield rest
    if size != member.file_size or crc != member.CRC:
        raise damaged()


def damaged() -> RosterRefused:
    return RosterRefused("文件已损坏（内容与校验和不符）：请重新发送；仍然不行时，请打开原文件另存为 .xlsx 后再上传。", code="damaged")


def _exhaust(blocks: Iterable[bytes]) -> None:
    for _ in blocks:
        pass


def _tree(file, member: zipfile.ZipInfo) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(b"".join(_blocks(file, member)))
    except ElementTree.ParseError as error:
        raise damaged() from error


def _sheet_parts(file, members: dict[str, zipfile.ZipInfo], workbook: ElementTree.Element) -> dict[str, str]:
    """Names of sheets and of the parts that hold them. What is no sheet of cells (a chart) is left out."""
    relations = next((name for name in members if name.lower() == "xl/_rels/workbook.xml.rels"), None)
    if relations is None:
        raise damaged()
    targets = {one.get("Id"): one.get("Target", "") for one in _tree(file, members[relations])}
    by_lower = {name.lower(): name for name in members}
    parts = {}
    for sheet in workbook.iter():
        if sheet.tag.endswith("}sheet"):
            target = unquote(targets.get(sheet.get(R_ID) or sheet.get(R_ID_STRICT), ""))
            part = target.lstrip("/") if target.startswith("/") else "xl/" + target.removeprefix("./")
            if part.lower() in by_lower and "chartsheet" not in part.lower():
                parts[sheet.get("name", "")] = by_lower[part.lower()]
    return parts


# --- A sheet of an xlsx


def _scan_sheet(blocks: Iterable[bytes], name: str, limits: Limits) -> SheetFacts:
    facts, tail, prefix, lines, merged = SheetFacts(name), b"", None, None, 0
    for block in blocks:
        data = tail + block
        if prefix is None:
            start = re.search(rb"<(\w+:)?sheetData\b", data)
            if start is None:
                tail = data[-BLOCK:]
                continue
            prefix = start[1] or b""
            lines = _Lines(facts, prefix, limits)
        end = data.find(b"</" + prefix + b"sheetData") if lines is not None else 0
        if end < 0:
            cut = data.rfind(b"<" + prefix + b"row")
            if cut > 0:
                lines.read(data[:cut])
                data = data[cut:]
            tail = data
            continue
        if lines is not None:
            lines.read(data[:end])
            lines, data = None, data[end:]
        cut = data.rfind(b">") + 1
        merged += _merged_places(data[:cut], facts)
        tail = data[cut:]
    if merged > MERGED:
        raise merged_too_large(name)
    _not_scattered(facts)
    return facts


def _pattern(form: bytes, prefix: bytes) -> re.Pattern[bytes]:
    """An expression in which P stands for the prefix that the file gives its tags, mostly none."""
    return re.compile(form.replace(b"P", prefix))


def _beyond(column: int) -> re.Pattern[bytes]:
    """A reference to a cell further right than a column."""
    letters = letters_of(column)
    if len(letters) == 1:
        return re.compile(rb' r="([%s-Z]|[A-Z]{2,3})\d' % chr(ord(letters) + 1).encode() if letters < "Z" else rb' r="([A-Z]{2,3})\d')
    ahead = rb"[%s-Z][A-Z]|" % chr(ord(letters[0]) + 1).encode() if len(letters) == 2 and letters[0] < "Z" else b""
    return re.compile(rb' r="(%s[A-Z]{3})\d' % ahead) if len(letters) == 2 else re.compile(
        rb' r="([%s-Z][A-Z]{2})\d' % chr(ord(letters[0]) + 1).encode() if letters[0] < "Z" else rb"(?!)")


class _Lines:
    """Reads stretches of whole rows into the facts of a sheet."""

    def __init__(self, facts: SheetFacts, prefix: bytes, limits: Limits):
        self.facts, self.limits = facts, limits
        self.row = re.compile(b"<" + prefix + rb"row\b([^>]*)>")
        self.value, self.inline, self.formula, self.cell = (b"<" + prefix + tag for tag in (b"v", b"is", b"f", b"c "))
        self.error = _pattern(rb'<Pc\s([^>]*?\bt="e"[^>]*)>\s*(?:<Pf\b[^>]*(?:/>|>[^<]*</Pf>))?\s*<Pv>([^<]{1,40})</', prefix)
        self.empty_formula = _pattern(rb"<Pc\b([^>]*)>\s*<Pf\b[^>]*(?:/>|>[^<]*</Pf>)\s*(?:<Pv\s*/>|<Pv></Pv>)?\s*</Pc>", prefix)
        self.empty_row = _pattern(rb"<Prow\b[^>]*/>|<Prow\b[^>]*>\s*(?:<Pc\b[^>]*/>\s*)*</Prow>", prefix)
        self.beyond = _beyond(0)
        self.columns: dict[bytes, int] = {}
        self.number = 0

    def read(self, data: bytes) -> None:
        """Take note of the rows in a stretch; together where nothing in it is out of the ordinary."""
        if b'hidden="' in data or b't="e"' in data or self.formula in data or self.empty_row.search(data):
            self._one_by_one(data)
            return
        facts, rows = self.facts, self.row.findall(data)
        if not rows:
            return
        given = NUMBER.search(rows[-1])
        self.number = int(given[1]) if given else self.number + len(rows)
        facts.lines += len(rows)
        facts.last_line = max(facts.last_line, self.number)
        facts.cells += data.count(self.cell)
        while beyond := self.beyond.search(data):
            facts.last_column = max(facts.last_column, column_of(beyond[1]))
            self.beyond = _beyond(facts.last_column)
        self._not_too_many()

    def _not_too_many(self) -> None:
        if self.facts.lines > self.limits.rows + MARGIN:
            raise too_many_rows(f"工作表“{self.facts.name}”至少有 {self.facts.lines:,} 行", self.limits)

    def _one_by_one(self, data: bytes) -> None:
        facts, starts = self.facts, list(self.row.finditer(data))
        for start, end in zip(starts, [*(one.start() for one in starts[1:]), len(data)], strict=True):
            attributes = start[1]
            given = NUMBER.search(attributes)
            self.number = int(given[1]) if given else self.number + 1
            body = data[start.end():end]
            if self.value not in body and self.inline not in body:
                if self.formula not in body:
                    continue
            else:
                facts.lines += 1
                facts.last_line = max(facts.last_line, self.number)
                facts.cells += body.count(self.cell)
                facts.last_column = max(facts.last_column, self._last_column(body))
                self._not_too_many()
                if HIDDEN.search(attributes):
                    facts.hidden.add(self.number)
            if b't="e"' in body:
                for cell in self.error.finditer(body):
                    self._keep_error(cell[1], cell[2])
            if self.formula in body:
                for cell in self.empty_formula.finditer(body):
                    given = NUMBER_OF_CELL.search(cell[1])
                    facts.formulas_without_value.append(given[1].decode() if given else f"第 {self.number} 行")

    def _last_column(self, body: bytes) -> int:
        at = body.rfind(b' r="')
        letters = body[at + 4: at + 8].rstrip(b'0123456789"') if at >= 0 else b""
        if letters not in self.columns:
            self.columns[letters] = column_of(letters) if letters.isalpha() else 0
        return self.columns[letters]

    def _keep_error(self, attributes: bytes, value: bytes) -> None:
        given = NUMBER_OF_CELL.search(attributes)
        if given and (place := REFERENCE.match(given[1])):
            self.facts.errors[int(place[2]), column_of(place[1])] = value.decode("ascii", "replace")


def column_of(letters: bytes) -> int:
    """The place of a column from its letters, counted from 0.

    >>> column_of(b"A"), column_of(b"AA"), column_of(b"XFD")
    (0, 26, 16383)
    """
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number - 1


def letters_of(column: int) -> str:
    """The letters of a column counted from 0.

    >>> letters_of(0), letters_of(26), letters_of(16383)
    ('A', 'AA', 'XFD')
    """
    letters = ""
    while column >= 0:
        letters, column = chr(65 + column % 26) + letters, column // 26 - 1
    return letters


def too_many_rows(what: str, limits: Limits) -> RosterRefused:
    return RosterRefused(f"{what}，超过一份名册 {limits.rows:,} 行的上限，整份没有读取：请分成几份上传。", code="too_many_rows", status=413)


def merged_too_large(sheet: str) -> RosterRefused:
    return RosterRefused(
        f"工作表“{sheet}”的合并单元格覆盖了超过 {MERGED:,} 个格子，没有读取：请取消合并，只保留名册所在的区域，再重新上传。", code="merged_too_large")


def _merged_places(data: bytes, facts: SheetFacts) -> int:
    return sum(
        (column_of(right) - column_of(left) + 1) * (int(bottom) - int(top) + 1) for left, top, right, bottom in MERGE.findall(data)
        if column_of(right) - column_of(left) < 16383 or bottom != top
    )


def _not_scattered(facts: SheetFacts) -> None:
    places = facts.last_line * (facts.last_column + 1)
    if places > SCATTERED and places > SPARSE * facts.cells:
        far = f"{letters_of(facts.last_column)}{facts.last_line}"
        raise RosterRefused(
            f"工作表“{facts.name}”的内容分布得过散（最远到 {far}，大部分是空格子），没有读取：请删除名册以外的单元格后重新上传。", code="scattered")


# --- The one part of an ods


def _scan_ods(blocks: Iterable[bytes], limits: Limits) -> dict[str, SheetFacts]:
    sheets: dict[str, SheetFacts] = {}
    tail, state = b"", {"line": 0, "name": None}
    for block in blocks:
        data = tail + block
        cut = max(data.rfind(b"<table:table-row"), data.rfind(b"<table:table "))
        if cut > 0:
            _read_ods(data[:cut], sheets, state, limits)
            data = data[cut:]
        tail = data
    _read_ods(tail, sheets, state, limits)
    for facts in sheets.values():
        _not_scattered(facts)
    return sheets


def _read_ods(data: bytes, sheets: dict[str, SheetFacts], state: dict, limits: Limits) -> None:
    starts = list(ODS_ROWS.finditer(data))
    for start, end in zip(starts, [*(one.start() for one in starts[1:]), len(data)], strict=True):
        if start[1] is not None:
            given = ODS_NAME.search(start[1])
            name = _unescaped(given[1]) if given else ""
            sheets[name], state["line"], state["name"] = SheetFacts(name), 0, name
            continue
        facts, attributes, body = sheets.get(state["name"]) or sheets.setdefault("", SheetFacts("")), start[2], data[start.end():end]
        repeated = REPEATED_ROWS.search(attributes)
        times = int(repeated[1]) if repeated else 1
        first, state["line"] = state["line"] + 1, state["line"] + times
        if b"office:value-type" not in body and b"<text:p" not in body:
            continue
        facts.lines, facts.last_line = facts.lines + times, state["line"]
        if facts.lines > limits.rows + MARGIN:
            raise too_many_rows(f"工作表“{facts.name}”至少有 {facts.lines:,} 行", limits)
        if ODS_HIDDEN.search(attributes):
            facts.hidden.update(range(first, state["line"] + 1))
        facts.cells += times * _ods_cells(body, facts, first)


def _ods_cells(body: bytes, facts: SheetFacts, line: int) -> int:
    """Cells with anything in them in one row; notes how far they reach, and which are merged downwards."""
    if b"repeated" not in body and b"spanned" not in body:
        count = body.count(b"table-cell ") + body.count(b"table-cell>") - body.count(b"</table:table-cell>")
        facts.last_column = max(facts.last_column, count - 1)
        return count
    column = filled = 0
    starts = list(ODS_CELL.finditer(body))
    for cell in starts:
        repeated, spanned = ODS_REPEATED.search(cell[1]), ODS_SPANNED.search(cell[1])
        times = int(repeated[1]) if repeated else 1
        if b"office:value-type" in cell[1] or not cell[2]:
            filled += times
            facts.last_column = max(facts.last_column, column + times - 1)
            if spanned and int(spanned[1]) > 1:
                facts.merged.append((line, column, min(line + int(spanned[1]) - 1, 1 << 20)))
        column += times
    return filled


def _unescaped(text: bytes) -> str:
    plain = text.decode("utf-8", "replace")
    for mark, character in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        plain = plain.replace(mark, character)
    return plain

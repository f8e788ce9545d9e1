"""The lines of a csv file: its encoding, its delimiter, and records that are never cut, joined or shifted in silence."""

from __future__ import annotations

import codecs
import csv
import re
from collections.abc import Iterator
from functools import cached_property
from io import TextIOWrapper
from pathlib import Path

from verifier.rosters import headings
from verifier.rosters.layout import RosterRefused
from verifier.rosters.sheets import BATCH, HEAD

MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
GUESSES = ("utf-8", "gb18030", "big5hkscs")              # in this order where two show as many known headings
DELIMITERS = ",\t;|，"
SAMPLE = 1 << 18
LONGEST_CELL = 1 << 17
UNREADABLE = re.compile("[\ud800-\udfff]")
PERSON = re.compile(r"\d{17}[\dXx]")
AS_TEXT = re.compile('="([^"]*)"')                        # ="0123": how people make a spreadsheet keep a number as text

csv.field_size_limit(LONGEST_CELL)


class Table:
    """A csv file as a workbook of one sheet without a name. Raises RosterRefused where it is no text."""

    kind = "csv"

    def __init__(self, path: Path):
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
        if not sample.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n,;"):
            raise RosterRefused("文件中没有内容：请确认选对了文件，重新发送。", code="empty_file")
        self.encoding, self.damaged = _encoding(path, sample)
        self.errors = "replace" if self.encoding.startswith("utf-16") else "surrogateescape"
        self.sheets = [Lines(self, path, _delimiter(sample.decode(self.encoding, self.errors)))]

    @property
    def notices(self) -> list[str]:
        return []


def _encoding(path: Path, sample: bytes) -> tuple[str, bool]:
    """The encoding, and whether bytes in the file do not fit it."""
    for mark, name in MARKS:
        if sample.startswith(mark):
            return name, not _decodes(path, name)
    if (wide := _utf_16(sample)) is not None:
        return wide, not _decodes(path, wide)
    if _decodes(path, "utf-8"):
        return "utf-8", False
    known = {name: _known_headings(sample.decode(name, "surrogateescape")) for name in GUESSES}
    fits = {name: _decodes(path, name) for name in GUESSES}
    best = max(GUESSES, key=lambda name: (known[name], fits[name]))
    if not known[best] and (not fits[best] or b"\0" in sample):
        raise RosterRefused(
            "认不出这是什么文件：不是表格，也不是常见编码的文字。请在 Excel 或 WPS 中打开名册，另存为 .xlsx 后重新上传。", code="unknown_kind")
    return best, not fits[best]


def _utf_16(sample: bytes) -> str | None:
    """UTF-16 without a mark: digits and delimiters have a zero byte each, always on the same side."""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if max(first, second) * 20 < len(sample) or max(first, second) < 8 * min(first, second) + 2:
        return None
    return "utf-16-be" if first > second else "utf-16-le"


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while block := file.read(1 << 20):
                decoder.decode(block)
            decoder.decode(b"", True)
        except UnicodeDecodeError:
            return False
    return True


def _first_lines(text: str) -> list[str]:
    return text.splitlines()[:headings.LOOKED_AT]


def _known_headings(text: str) -> int:
    return max(_known_in(line, delimiter) for line in _first_lines(text) or [""] for delimiter in DELIMITERS)


def _known_in(line: str, delimiter: str) -> int:
    return len({found for cell in line.split(delimiter) if (found := headings.field_of(cell.strip('"'))[0])})


def _delimiter(text: str) -> str:
    """The character that shows most known headings; else the one that cuts most lines alike."""
    lines = _first_lines(text)
    if lines and (told := re.fullmatch(r"\W?sep=(.)", lines[0].strip("\ufeff"))):
        return told[1]
    return max(DELIMITERS, key=lambda one: (max(_known_in(line, one) for line in lines), sum(one in line for line in lines)) if lines else 0)


class Lines:
    """The one sheet of a csv. Records count from 1 as a spreadsheet shows them, blank ones too."""

    name, hidden, ragged, facts = "", False, True, None

    def __init__(self, table: Table, path: Path, delimiter: str):
        self.table, self.path, self.delimiter = table, path, delimiter
        self.notices: list[str] = []
        self.wrong: dict[int, tuple[str, str]] = {}       # by line: why it cannot be taken (filled while reading)

    def release(self) -> None:
        pass

    @cached_property
    def head(self) -> list[list[str]]:
        lines = []
        for record in self._records(None):
            lines.append(record)
            if len(lines) == HEAD:
                break
        return lines

    @property
    def width(self) -> int:
        return 0

    def batches(self, size: int = BATCH, width: int = 1) -> Iterator[tuple[int, list[list[str]]]]:
        """All lines in stretches, each line as wide as the heading; those that are not stand in `wrong`."""
        self.wrong = {}
        batch: list[list[str]] = []
        first = 1
        for number, record in enumerate(self._records(width), 1):
            if len(record) != width:
                record = self._even(number, record, width)
            if self.table.damaged and any(map(UNREADABLE.search, record)):
                self.wrong[number] = ("undecodable", f"第 {number} 行有无法解读的文字（编码损坏）：请在原文件中改正这一行。")
                record = [UNREADABLE.sub("\ufffd", cell) for cell in record]
            batch.append(record)
            if len(batch) == size:
                yield first, batch
                first, batch = first + size, []
        if batch:
            yield first, batch

    def _even(self, number: int, record: list[str], width: int) -> list[str]:
        if len(record) < width:
            if any(cell.strip() for cell in record):
                self.wrong[number] = ("short_line", f"第 {number} 行只有 {len(record)} 列，标题行有 {width} 列：请补齐这一行的分隔符。")
            return record + [""] * (width - len(record))
        if any(cell.strip() for cell in record[width:]):
            said = f"第 {number} 行有 {len(record)} 列，标题行只有 {width} 列：请核对是否有多余的分隔符，内容中的分隔符应放在引号内。"
            self.wrong[number] = ("long_line", said)
        return record[:width]

    def _records(self, width: int | None) -> Iterator[list[str]]:
        """Every record. Raises RosterRefused, with the line, for a quotation mark that is not closed or stands wrongly."""
        with self.path.open("rb") as raw, TextIOWrapper(raw, self.table.encoding, self.table.errors, newline="") as text:
            reader = csv.reader(text, delimiter=self.delimiter, strict=True)
            before = 0
            try:
                for record in reader:
                    if reader.line_num - before > 1:
                        self._holds_no_lines(record, before + 1, width)
                    before = reader.line_num
                    yield record
            except csv.Error as error:
                raise self._quote(before + 1) from error

    def _holds_no_lines(self, record: list[str], line: int, width: int | None) -> None:
        """A cell may hold a line break, but not whole lines of the file, which a forgotten quotation mark swallows."""
        for cell in record:
            if "\n" not in cell and "\r" not in cell:
                continue
            inner = cell.splitlines()[1:]
            if len(PERSON.findall(cell)) > 1 or (width and width > 2 and any(one.count(self.delimiter) >= width - 1 for one in inner)):
                raise self._quote(line)

    def _quote(self, line: int) -> RosterRefused:
        return RosterRefused(
            f"文件第 {line} 行起引号没有关闭，或引号的位置不对，后面的行无法分开，整份没有读取：请改正这一行的引号，或另存为 .xlsx 后重新上传。",
            code="open_quote")

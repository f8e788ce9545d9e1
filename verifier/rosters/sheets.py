"""The lines of a workbook (xlsx, xls, ods), each cell with its type, through python-calamine and what `sheet_xml` saw."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from functools import cached_property
from pathlib import Path
from typing import Any

import python_calamine as calamine

from verifier.rosters import sheet_xml
from verifier.rosters.kinds import _password, truncated
from verifier.rosters.layout import Limits, RosterRefused
from verifier.rosters.sheet_xml import SheetFacts, letters_of

BATCH = 10_000
HEAD = 200
EXACT = 10**15          # from here on a spreadsheet's number has lost digits
NAMED = 5               # cells and ranges that a notice names one by one


class Workbook:
    """An open workbook. Raises RosterRefused where it cannot be opened."""

    encoding = None

    def __init__(self, path: Path, kind: str, limits: Limits):
        self.kind = kind
        self.facts = sheet_xml.scan(path, kind, limits) if kind in ("xlsx", "ods") else sheet_xml.WorkbookFacts({})
        self._book = _reading(lambda: calamine.CalamineWorkbook.from_path(path))
        cells = calamine.SheetTypeEnum.WorkSheet
        self.sheets = [Sheet(self, one) for one in self._book.sheets_metadata if one.typ == cells]

    @property
    def notices(self) -> list[str]:
        said = []
        if self.facts.has_macros:
            said.append("文件含有宏：没有运行，也没有读取，只读了单元格中的值。")
        if self.facts.days_from_1904:
            said.append("文件使用 1904 日期系统，日期已按此换算。")
        if self.kind == "xls":
            said.append("旧格式 .xls 不说明哪些行是隐藏的：所有行都已读取。")
        return said

    def load(self, name: str) -> calamine.CalamineSheet:
        return _reading(lambda: self._book.get_sheet_by_name(name))


def _reading(step):
    try:
        return step()
    except calamine.PasswordError as error:
        raise _password() from error
    except calamine.ZipError as error:
        raise truncated() from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise RosterRefused(
            "文件已损坏或不完整，表格软件之外无法读取：请重新发送；仍然不行时，请打开原文件另存为 .xlsx 后再上传。", code="damaged") from error


class Sheet:
    """One sheet. Lines count from 1 as the spreadsheet shows them; the first cell of a line is column A."""

    ragged = False

    def __init__(self, book: Workbook, about: calamine.SheetMetadata):
        self.book, self.name = book, about.name
        self.hidden = about.visible != calamine.SheetVisibleEnum.Visible
        self.facts = book.facts.sheets.get(about.name) or SheetFacts(about.name)
        self.top = 0                             # the last line of the heading, once it is known
        self.lent: dict[int, int] = {}           # by column: cells below the heading to which a merged range lent its value

    @cached_property
    def _cells(self) -> calamine.CalamineSheet:
        return self.book.load(self.name)

    def release(self) -> None:
        """Give the memory of the cells back."""
        self.__dict__.pop("_cells", None)

    @cached_property
    def width(self) -> int:
        """Columns up to the last that has anything in it."""
        end = self._cells.end
        return end[1] + 1 if end else 0

    @cached_property
    def head(self) -> list[list[Any]]:
        """The first lines."""
        return next((rows for _, rows in self.batches(HEAD)), [])

    def batches(self, size: int = BATCH) -> Iterator[tuple[int, list[list[Any]]]]:
        """All lines in stretches: the number of the first, and the cells. Merged cells are filled downwards inside their range."""
        cells = self._cells
        if cells.start is None:
            return
        left = [""] * cells.start[1]
        merged = _Merged(self, cells)
        self.lent = {}
        batch: list[list[Any]] = []
        first = 1
        for row in cells.iter_rows():
            batch.append(left + row if left else row)
            if len(batch) == size:
                yield first, self._put_right(first, batch, merged)
                first, batch = first + size, []
        if batch:
            yield first, self._put_right(first, batch, merged)

    def _put_right(self, first: int, batch: list[list[Any]], merged: _Merged) -> list[list[Any]]:
        for (line, column), text in self.facts.errors.items():
            if first <= line < first + len(batch) and column < len(batch[0]):
                batch[line - first][column] = text
        merged.fill(first, batch)
        return batch

    @property
    def notices(self) -> list[str]:
        said = []
        if self.hidden:
            said.append(f"工作表“{self.name}”是隐藏的，其中的名册已读取。")
        if self.lent:
            columns, cells = "、".join(letters_of(column) for column in sorted(self.lent)), sum(self.lent.values())
            said.append(f"工作表“{self.name}”有合并单元格：{columns} 列共 {cells:,} 个格子按合并范围填入了同一内容（只在合并范围之内）。")
        if missing := self.facts.formulas_without_value:
            named = "、".join(missing[:NAMED]) + ("等" if len(missing) > NAMED else "")
            said.append(f"工作表“{self.name}”有 {len(missing):,} 个公式没有结果（{named}），按空白读取：请在 Excel 或 WPS 中打开、保存后重新上传。")
        if errors := self.facts.errors:
            named = "、".join(f"{letters_of(column)}{line}" for line, column in list(errors)[:NAMED]) + ("等" if len(errors) > NAMED else "")
            said.append(f"工作表“{self.name}”有 {len(errors):,} 个错误值（{named}），按所显示的文字读取。")
        return said


class _Merged:
    """Ranges merged downwards, in the order of their first line. A blank line inside a range stays blank: it is nobody's."""

    def __init__(self, sheet: Sheet, cells: calamine.CalamineSheet):
        given = cells.merged_cell_ranges
        ranges = [(top + 1, left, bottom + 1) for (top, left), (bottom, _) in given] if given is not None else sheet.facts.merged
        if sum(bottom - top + 1 for top, _, bottom in ranges) > sheet_xml.MERGED:
            raise sheet_xml.merged_too_large(sheet.name)
        self.sheet = sheet
        self.waiting = sorted((one for one in ranges if one[2] > one[0]), reverse=True)
        self.open: list[tuple[int, int, Any]] = []          # last line, column, value

    def fill(self, first: int, batch: list[list[Any]]) -> None:
        after, width = first + len(batch), len(batch[0])
        blank: dict[int, bool] = {}
        still_open = []
        starting = []
        while self.waiting and self.waiting[-1][0] < after:
            top, column, bottom = self.waiting.pop()
            if top >= first and column < width and (value := batch[top - first][column]) != "":
                starting.append((top + 1, bottom, column, value))
        for begin, bottom, column, value in [*((first, *one) for one in self.open), *starting]:
            for line in range(begin, min(bottom + 1, after)):
                row = batch[line - first]
                if line not in blank:
                    blank[line] = is_blank(row)
                if not blank[line] and row[column] == "":
                    row[column] = value
                    if line > self.sheet.top:
                        self.sheet.lent[column] = self.sheet.lent.get(column, 0) + 1
            if bottom >= after:
                still_open.append((bottom, column, value))
        self.open = still_open


def is_blank(row: list[Any]) -> bool:
    """Whether nothing but blanks stands in a line."""
    return all(cell == "" or (isinstance(cell, str) and not cell.strip()) for cell in row)


# --- A cell as text


def text_of(cell: Any) -> str:
    """One cell as the text that a person reads there; a number that lost digits shows that it did.

    >>> text_of(331081189703010078.0), text_of(331081.0), text_of(0.5), text_of(True), text_of(datetime(2029, 6, 10))
    ('3.3108118970301E+17', '331081', '0.5', 'TRUE', '2029-06-10')
    """
    match cell:
        case str():
            return cell
        case bool():
            return "TRUE" if cell else "FALSE"
        case int() | float():
            return _number(cell)
        case datetime():
            return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "seconds")
        case date() | time():
            return cell.isoformat()
    return str(cell)


def _number(number: float) -> str:
    if abs(number) < EXACT:
        return str(int(number)) if number == int(number) else format(number, ".15g")
    if number != number or abs(number) == float("inf"):
        return str(number)
    mantissa, exponent = format(number, ".14E").split("E")
    return f"{mantissa.rstrip('0').rstrip('.')}E{exponent}"

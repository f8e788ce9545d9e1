"""Makes roster files of every kind for the tests, with invented people (district 00, or births before 1900)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import openpyxl
import pyarrow.parquet as pq
import pytest
import xlwt
import yaml

from rules.claim import FIELDS
from rules.claims import Claims
from verifier import rosters
from verifier.rosters import reading

CASES = yaml.safe_load((Path(__file__).parents[1] / "data" / "bad_inputs_public.yaml").read_text("utf-8"))
BUILDER: dict[str, Any] = {}
exec(CASES["builder"], BUILDER)

HEADING = ["姓名", "身份证号", "证书编号", "操作项目", "有效期结束日期"]
FIRST = ["测试甲", "331081189703010078", "T331081189703010078", "低压电工作业", "2029-06-10"]
SECOND = ["测试乙", "33108118970301006X", "T33108118970301006X", "低压电工作业", "2029-06-10"]
THIRD = ["测试丙", "110105189703120047", "T110105189703120047", "低压电工作业", "2029-06-10"]

Rows = Sequence[Sequence[Any]]


def case(code: str) -> dict:
    return next(one for one in CASES["cases"] if one["id"] == code)


def public(code: str, form: str = "xlsx") -> bytes:
    """The bytes of a public case."""
    return BUILDER["build"](case(code), form)


def raw_xlsx(sheet_data: str) -> bytes:
    """An xlsx of one sheet with the XML of its rows as given."""
    return BUILDER["xlsx"](sheet_data)


def xlsx(rows: Rows, *, merged: Sequence[str] = (), title: str = "名单", others: dict[str, Rows] | None = None, hidden: Sequence[str] = ()) -> bytes:
    """An xlsx as openpyxl writes it."""
    book = openpyxl.Workbook()
    book.active.title = title
    for name, content in {title: rows, **(others or {})}.items():
        sheet = book[name] if name in book.sheetnames else book.create_sheet(name)
        for row in content:
            sheet.append(list(row))
        if name in hidden:
            sheet.sheet_state = "hidden"
    for area in merged:
        book[title].merge_cells(area)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def xls(rows: Rows, *, merged: Sequence[tuple[int, int, int, int]] = (), hidden: bool = False) -> bytes:
    """An old workbook. Merged ranges: first and last row, first and last column, from 0."""
    book = xlwt.Workbook()
    sheet = book.add_sheet("名单")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, row in enumerate(rows):
        for column, cell in enumerate(row):
            if cell is not None:
                sheet.write(at, column, cell, *([day] if hasattr(cell, "isoformat") else []))
    for area in merged:
        sheet.merge(*area)
    if hidden:
        book.add_sheet("空").write(0, 0, "")
        sheet.visibility = 1
        book.active_sheet = 1
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def ods(body: str) -> bytes:
    """An ods whose one table holds the given rows of XML."""
    space = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="{space}office:1.0" xmlns:table="{space}table:1.0" '
        f'xmlns:text="{space}text:1.0" office:version="1.2"><office:body><office:spreadsheet><table:table table:name="名单">{body}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return zipped({
        "mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": content.encode(),
        "META-INF/manifest.xml": f'<manifest:manifest xmlns:manifest="{space}manifest:1.0"/>'.encode(),
    })


def ods_row(cells: Sequence[str | None], attributes: str = "") -> str:
    inside = "".join(
        "<table:table-cell/>" if cell is None else f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p></table:table-cell>'
        for cell in cells)
    return f"<table:table-row {attributes}>{inside}</table:table-row>"


def csv(rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    return "".join(delimiter.join("" if cell is None else str(cell) for cell in row) + "\r\n" for row in rows).encode(encoding)


def zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """A workbook with something replaced in one of its parts."""
    parts = members(data)
    assert old in parts[name]
    parts[name] = parts[name].replace(old, new)
    return zipped(parts)


def person(number: int) -> str:
    """An identity number of district 00 with its check character."""
    return BUILDER["person"](number)


LIMITS = rosters.Limits()


class Door:
    """The roster door over a folder of its own: bytes in, what was read and the rows as dicts out.

    `confined` goes through the child process, as the service does; without it the same reading runs here, which is quicker.
    """

    def __init__(self, folder: Path, *, confined: bool = False):
        self.upload, self.table, self.confined = folder / "upload", folder / "roster.parquet", confined

    def __call__(self, data: bytes, name: str = "roster.xlsx", limits: rosters.Limits = LIMITS, *, layout=None) -> tuple[rosters.Roster, list[dict]]:
        self.upload.write_bytes(data)
        if self.confined:
            roster = rosters.read(self.upload, name, limits, self.table, layout=layout)
        else:
            roster = rosters.Roster._of(reading.read(self.upload, name, limits, self.table, layout and layout.to_json()))
        table = pq.read_table(self.table)
        assert json.loads(table.schema.metadata[b"headings"]) == list(roster.headings)
        rows = table.to_pylist()
        assert roster.rows == len({(row["sheet"], row["row"]) for row in rows}) + len(roster.refused) + len(roster.skipped)
        return roster, rows

    def preview(self, data: bytes, name: str = "roster.xlsx", limits: rosters.Limits = LIMITS, *, remembered=None) -> rosters.Preview:
        self.upload.write_bytes(data)
        return rosters.preview(self.upload, name, limits, remembered=remembered)

    def refusal(self, data: bytes, name: str = "roster.xlsx", limits: rosters.Limits = LIMITS, **more) -> rosters.RosterRefused:
        """Why the file is refused, in a sentence that a person can use."""
        with pytest.raises(rosters.RosterRefused) as refused:
            self(data, name, limits, **more)
        message = refused.value.message
        assert message.endswith("。") and "：" in message
        assert not any(word in message for word in ("Traceback", "Error", "/tmp", "/work", ".py", "passwd"))
        return refused.value


def claims(rows: Sequence[dict]) -> Claims:
    """Rows of a table as the rules read them."""
    return Claims.of_rows([{name: row[name] for name in FIELDS if name in row} for row in rows], checked_on=date(2026, 11, 23), allow_test_ids=True)

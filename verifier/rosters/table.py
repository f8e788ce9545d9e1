"""Lines of a sheet become rows of the table: 10,000 at a time, each cell touched once, nothing dropped without a word.

Every line below the heading that is not blank ends as one of three: good, refused or skipped.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from rules import dates, trades
from rules.claim import DATES, FIELDS, heading_key
from verifier.rosters import headings
from verifier.rosters.csvs import AS_TEXT
from verifier.rosters.headings import Heading, groups_of
from verifier.rosters.layout import Limits, Refused, RosterRefused, SheetLayout, Skipped
from verifier.rosters.sheet_xml import letters_of, too_many_rows
from verifier.rosters.sheets import text_of

WIDEST = 300
BLANK = "[\\s\u200b\ufeff\u00a0\u3000]*"
A_PERSON = r"[0-9０-９]{5}|[*●■＊]{3}|[A-Za-z][0-9]{6}|[0-9]E\+"
SPAN = r"\d.{5,}(至|到|~|～|—|–|-|−).{2,}"
ROW_GROUP = 50_000
DAY_0_OF_1904 = date(1904, 1, 1)

TOTAL = re.compile(
    r"(本页|本表|人数|以上)?(合|总|小|共|累)\s*计\s*(人数|[(（].*)?\s*[:：]?.{0,20}|总\s*(人数|数)\s*[:：]?.{0,20}"
    r"|共\s*\d+\s*[人名个张条本].{0,10}")
SIGNATURE = re.compile(
    r"(制表|制单|填表|填报|填写|审核|审批|审查|批准|复核|校对|经办|主管|安全|联系|报送|申报|(单位|部门|公司|项目)?负责)\s*(单位|部门|负责)?\s*(人|员|单位|日期|时间|电话)"
    r"\s*([(（].*?[)）]|签字|签名|签章|盖章)*\s*([:：].*)?|(单位|公司)?\s*[(（]?(签字|签名|盖章|公章|签章)[)）]?\s*([:：].*)?"
    r"|(单位|公司|部门)?负责人\s*[:：]?.*|(填报|制表|填表)?(日期|时间)\s*[:：].*|(填报|制表|单位)\S{0,6}\s*[:：].*")
NOTE = re.compile(
    r"[(（]?(注|备注|说明|附注|填表说明|填写说明|注意|注意事项|提示)[)）]?\s*\d*\s*([:：.、].*)?"
    r"|[(（]?以下(空白|无正文|为空).*|第\s*\d+\s*页.*|未完待续.*")
SENTENCE = re.compile(r"(?=.*[，。；：,;:]).{12,}")


class Collected:
    """What becomes of the sheets, one after another, and at the end the table."""

    def __init__(self, limits: Limits):
        self.limits = limits
        self.refused: list[Refused] = []
        self.skipped: list[Skipped] = []
        self.notices: list[str] = []
        self.headings: list[str] = []
        self.given: list[tuple[int, ...]] = []
        self.sheets: list[str] = []
        self.layouts: list[SheetLayout] = []
        self.lines = self.good = self.hidden = 0
        self.parts: list[pa.Table] = []

    def take(self, sheet, layout: SheetLayout, heading: Heading, *, days_from_1904: bool) -> None:
        """Read every line of a sheet. Raises RosterRefused for too many lines or columns, or a column that is asked for twice."""
        reading = _Reading(self, sheet, layout, heading, days_from_1904)
        reading.read()
        if self.good + len(self.refused) > self.limits.rows:
            raise too_many_rows(f"名册有 {self.good + len(self.refused):,} 行", self.limits)

    def write(self, into: Path) -> None:
        """The table as one parquet file, byte for byte the same for the same input."""
        fields = [name for name in FIELDS if any(name in part.column_names for part in self.parts)]
        names = ["sheet", "row", "part", *fields, *(f"given_{at}" for at in range(len(self.headings)))]
        kinds = {"row": pa.int32(), "part": pa.int16()}
        schema = pa.schema([(name, kinds.get(name, pa.string())) for name in names], {"headings": json.dumps(self.headings, ensure_ascii=False)})
        with pq.ParquetWriter(into, schema, compression="zstd", use_dictionary=True) as writer:
            for part in self.parts:
                columns = [part[name] if name in part.column_names else pa.nulls(len(part), pa.string()) for name in names]
                writer.write_table(pa.Table.from_arrays(columns, schema=schema), row_group_size=ROW_GROUP)
            if not self.parts:
                writer.write_table(schema.empty_table())


class _Reading:
    """One sheet being read."""

    def __init__(self, out: Collected, sheet, layout: SheetLayout, heading: Heading, days_from_1904: bool):
        self.out, self.sheet, self.heading, self.days_from_1904 = out, sheet, heading, days_from_1904
        self.top = layout.heading_row
        width = max(len(heading.texts), len(layout.fields), 0 if sheet.ragged else sheet.width)
        fields = (*layout.fields, *[None] * (width - len(layout.fields)))
        self.texts = (*heading.texts, *[""] * (width - len(heading.texts)))
        self.fields = fields
        self.width = width
        self._fields_are_clear()
        self.shared, self.groups = groups_of(fields)
        first = {**self.shared, **self.groups[0]}
        self.people = [first[name] for name in ("id_number", "certificate_number") if name in first]
        self.claimed = [column for column, name in enumerate(fields) if name]
        self.heading_keys = [
            {heading_key(line[column]) for line in heading.lines if column < len(line) and line[column].strip()} for column in range(width)]
        self.filled = [False] * width
        self.batches: list[dict[str, pa.Array]] = []
        self.nulls = 0

    def _fields_are_clear(self) -> None:
        for name, count in Counter(name for name in self.fields if name).items():
            if count > 1 and name in headings.OF_THE_PERSON:
                columns = "、".join(f"{letters_of(at)} 列“{self.texts[at]}”" for at, other in enumerate(self.fields) if other == name)
                raise RosterRefused(
                    f"{where(self.sheet.name)}有 {count} 列都作为“{headings.LABELS[name]}”（{columns}）：请指定用哪一列，或只保留一列后重新上传。",
                    code="ambiguous_columns")
        if not any(self.fields):
            raise RosterRefused(f"{where(self.sheet.name)}没有指定任何一列的含义：请至少指定姓名与身份证号所在的列。", code="no_headings")

    def read(self) -> None:
        self.sheet.top = self.top
        ragged = {"width": self.width} if self.sheet.ragged else {}
        for first, rows in self.sheet.batches(**ragged):
            below = max(self.top + 1 - first, 0)
            if below < len(rows):
                self._batch(first + below, rows[below:])
        self._keep()

    def _keep(self) -> None:
        """Hand over the sheet's part of the table; columns at the far right that have neither heading nor content are left away."""
        out, width = self.out, self.width
        while width and not self.texts[width - 1] and not self.filled[width - 1] and not self.fields[width - 1]:
            width -= 1
        if (used := sum(bool(text) or filled for text, filled in zip(self.texts, self.filled, strict=True))) > WIDEST:
            raise RosterRefused(
                f"{where(self.sheet.name)}有 {used:,} 列，超过上限 {WIDEST} 列，没有读取：请只保留名册所用的列后重新上传。", code="too_many_columns")
        places, seen = [], Counter()
        for column in range(width):
            text = self.texts[column] or f"（{letters_of(column)} 列，无标题）"
            seen[text] += 1
            known = [at for at, other in enumerate(out.headings) if other == text and at not in places]
            if not known:
                out.headings.append(text)
            places.append(known[0] if known else len(out.headings) - 1)
        out.given.append(tuple(places))
        out.sheets.append(self.sheet.name)
        out.layouts.append(SheetLayout(self.sheet.name, self.top, self.fields[:width]))
        for batch in self.batches:
            renamed = {name: column for name, column in batch.items() if isinstance(name, str)}
            renamed |= {f"given_{places[name]}": column for name, column in batch.items() if isinstance(name, int) and name < width}
            if len(renamed["row"]):
                out.parts.append(pa.table(renamed))
        prefix = where(self.sheet.name)
        out.notices += [f"{prefix}{text}" for text in self.heading.notices] + self.sheet.notices
        if self.nulls:
            out.notices.append(f"{prefix}有 {self.nulls:,} 个格子含有看不见的空字符，已去掉。")

    # --- One stretch of lines

    def _batch(self, first: int, rows: list[list[Any]]) -> None:
        if len(rows[0]) < self.width:
            padding = [""] * (self.width - len(rows[0]))
            rows = [row + padding for row in rows]
        columns = list(zip(*rows, strict=True))[:self.width]
        texts = [self._texts(column) for column in columns]
        empty = [pc.match_substring_regex(text, f"^{BLANK}$") for text in texts]
        blank = empty[0]
        for column in range(self.width):
            blank = pc.and_(blank, empty[column]) if column else blank
            self.filled[column] = self.filled[column] or not pc.all(empty[column]).as_py()
        lines = [at for at, is_blank in enumerate(blank.to_pylist()) if not is_blank]
        good = self._good(first, lines, texts, empty)
        out, facts = self.out, self.sheet.facts
        out.lines += len(lines)
        out.good += len(good)
        if facts and facts.hidden:
            out.hidden += sum(first + at in facts.hidden for at in lines)
        if out.good > out.limits.rows or not good:
            return
        whole = len(good) == len(rows)
        kept = texts if whole else [text.take(pa.array(good)) for text in texts]
        self.batches.append(self._rows(pa.array([first + at for at in good], pa.int32()), kept))

    def _texts(self, column: Sequence[Any]) -> pa.Array:
        text = texts_of(column)
        if _holds_nulls(text):
            self.nulls += pc.sum(pc.match_substring(text, "\0")).as_py()
            text = pc.replace_substring(text, "\0", "")
        return text

    def _good(self, first: int, lines: list[int], texts: list[pa.Array], empty: list[pa.Array]) -> list[int]:
        """Lines that are about a person; the others are written down as refused or skipped."""
        person = None
        for column in self.people:
            found = pc.match_substring_regex(texts[column], A_PERSON)
            person = found if person is None else pc.or_(person, found)
        certain = person.to_pylist() if person is not None else [False] * len(texts[0])
        wrong, good = getattr(self.sheet, "wrong", {}), []
        for at in lines:
            line = first + at
            if not certain[at] and (reason := self._skipped([text[at].as_py() for text in texts])):
                self.out.skipped.append(Skipped(line, self.sheet.name, reason))
            elif line in wrong:
                self.out.refused.append(Refused(line, self.sheet.name, *wrong[line]))
            else:
                good.append(at)
        return good

    def _skipped(self, cells: list[str]) -> str | None:
        """Why a line without a number is about nobody; None where it may be about somebody."""
        filled = [(column, cell.strip()) for column, cell in enumerate(cells) if cell.strip()]
        if not filled:
            return "空白"
        if all(heading_key(cell) in self.heading_keys[column] for column, cell in filled):
            return "重复的标题行"
        text = filled[0][1]
        if TOTAL.fullmatch(text):
            return "合计"
        if SIGNATURE.fullmatch(text):
            return "签字或制表信息"
        if NOTE.fullmatch(text):
            return "说明"
        if not any(self.fields[column] for column, _ in filled):
            return "只有序号，没有姓名、号码等内容" if all(cell.isdigit() for _, cell in filled) else "没有姓名、号码等内容"
        if len(filled) == 1 and SENTENCE.fullmatch(text):
            return "说明"
        return None

    # --- Good lines to rows

    def _rows(self, numbers: pa.Array, texts: list[pa.Array]) -> dict[Any, pa.Array]:
        """Columns of the table by field, and by place for the sender's own."""
        claims = {name: self._claim(name, texts[column]) for name, column in {**self.shared, **self.groups[0]}.items()}
        rows: dict[Any, pa.Array] = {"sheet": pa.array([self.sheet.name] * len(numbers), pa.string()), "row": numbers}
        rows |= dict(enumerate(texts))
        if len(self.groups) == 1:
            rows |= self._with_spans(claims) | {"part": pa.array([0] * len(numbers), pa.int16())}
        else:
            rows = self._several(rows, claims, texts)
        return self._one_item_each(rows)

    def _claim(self, name: str, text: pa.Array) -> pa.Array:
        if self.sheet.ragged and pc.any(pc.starts_with(text, '="')).as_py():
            text = pa.array([match[1] if (match := AS_TEXT.fullmatch(cell)) else cell for cell in text.to_pylist()], pa.string())
        if self.days_from_1904 and name in DATES:
            text = pa.array([_day_of_1904(cell) for cell in text.to_pylist()], pa.string())
        return text

    def _with_spans(self, claims: dict[str, pa.Array]) -> dict[str, pa.Array]:
        """Where a cell holds a whole period, its two ends go to the two columns; what stands in the other column already stays."""
        for name in ("valid_until", "valid_from"):
            if name not in claims or not pc.any(pc.match_substring_regex(claims[name], SPAN)).as_py():
                continue
            cells = claims[name].to_pylist()
            spans = {cell: dates.span(cell) for cell in set(cells)}
            if not any(spans.values()):
                continue
            size = len(cells)
            starts = claims["valid_from"].to_pylist() if "valid_from" in claims else [""] * size
            ends = claims["valid_until"].to_pylist() if "valid_until" in claims else [""] * size
            for at, cell in enumerate(cells):
                if span := spans[cell]:
                    starts[at] = span[0] if name == "valid_from" or not starts[at].strip() else starts[at]
                    ends[at] = span[1] if name == "valid_until" or not ends[at].strip() else ends[at]
            claims = claims | {"valid_from": pa.array(starts, pa.string()), "valid_until": pa.array(ends, pa.string())}
        return claims

    def _several(self, rows: dict[Any, pa.Array], claims: dict[str, pa.Array], texts: list[pa.Array]) -> dict[Any, pa.Array]:
        """A row for each certificate of a line that has anything in its columns; a line without any keeps one row."""
        size = len(rows["row"])
        certificates = [self._with_spans({name: self._claim(name, texts[column]) for name, column in group.items()}) for group in self.groups]
        present = []
        for group in self.groups:
            empty = [pc.match_substring_regex(texts[column], f"^{BLANK}$").to_pylist() for column in group.values()]
            present.append([not all(cells) for cells in zip(*empty, strict=True)])
        chosen = [(line, nth) for line in range(size) for nth in ([n for n in range(len(present)) if present[n][line]] or [0])]
        take = pa.array([line for line, _ in chosen], pa.int64())
        rows = {name: column.take(take) for name, column in rows.items()}
        rows |= {name: claims[name].take(take) for name in self.shared}
        for name in dict.fromkeys(name for group in certificates for name in group):
            cells = [group[name].to_pylist() if name in group else [None] * size for group in certificates]
            rows[name] = pa.array([cells[nth][line] for line, nth in chosen], pa.string())
        return rows | {"part": _numbered([line for line, _ in chosen])}

    def _one_item_each(self, rows: dict[Any, pa.Array]) -> dict[Any, pa.Array]:
        """A cell that lists several items becomes a row for each; other cells with as many pieces are dealt out among them."""
        words = rows["item"].unique().to_pylist() if "item" in rows else []
        split = {text: pieces for text in words if text and len(pieces := trades.split_items(text)) > 1}
        if not split:
            return rows
        items = rows["item"].to_pylist()
        chosen = [(at, nth) for at, item in enumerate(items) for nth in range(len(split.get(item, "1")))]
        take = pa.array([at for at, _ in chosen], pa.int64())
        lines = rows["row"].to_pylist()
        dealt = {}
        for name in ("certificate_number", "category", "issuer", *DATES):
            if name in rows:
                cells = rows[name].to_pylist()
                dealt[name] = pa.array([_dealt(cells[at], nth, len(split.get(items[at], "1"))) for at, nth in chosen], pa.string())
        whole = {name: column.take(take) for name, column in rows.items()}
        item = pa.array([split[items[at]][nth] if items[at] in split else items[at] for at, nth in chosen], pa.string())
        return whole | dealt | {"item": item, "part": _numbered([lines[at] for at, _ in chosen])}


def where(sheet: str) -> str:
    return f"工作表“{sheet}”" if sheet else ""


def _numbered(lines: Iterable[int]) -> pa.Array:
    """0, 1, 2 … along each run of equal line numbers."""
    parts, before, count = [], None, 0
    for line in lines:
        count = count + 1 if line == before else 0
        before = line
        parts.append(count)
    return pa.array(parts, pa.int16())


def _dealt(cell: str | None, nth: int, count: int) -> str | None:
    if count == 1 or not cell:
        return cell
    pieces = [piece.strip() for piece in re.split(r"[\n、;；]", cell) if piece.strip()]
    return pieces[nth] if len(pieces) == count else cell


def _day_of_1904(cell: str) -> str:
    """A bare number of days in a workbook that counts from 1904."""
    return (DAY_0_OF_1904 + timedelta(days=int(cell))).isoformat() if re.fullmatch(r"[2-7]\d{4}", cell) else cell


def _holds_nulls(text: pa.Array) -> bool:
    data = text.buffers()[2]
    return data is not None and b"\0" in memoryview(data).tobytes()[:pc.sum(pc.binary_length(text)).as_py()]     # the buffer may be padded


# --- Cells to text


def texts_of(column: Sequence[Any]) -> pa.Array:
    """Cells of one column as text. Most columns are text already and are handed over whole."""
    kinds = set(map(type, column))
    if kinds == {str}:
        return pa.array(column, pa.string())
    if bool in kinds:                                   # True equals 1, so these may not share a table of answers
        return pa.array([text_of(cell) for cell in column], pa.string())
    known: dict[Any, str] = {}
    return pa.array([known[cell] if cell in known else known.setdefault(cell, text_of(cell)) for cell in column], pa.string())

"""What the roster door says: a preview, a layout that a person may correct, what was read, and why a file is refused."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace

from verifier.errors import VerifierError


class RosterRefused(VerifierError):
    """A file that cannot be read as a roster: what is wrong, where, and what to do."""

    status = 422
    code = "roster_refused"
    message = "无法读取这份名册：请上传 .xlsx、.xls、.ods 或 .csv 文件。"


@dataclass(frozen=True)
class Limits:
    """How much one file may ask of the house. Seconds are of processor time; the clock on the wall gets twice as many."""

    rows: int = 200_000
    upload_mb: int = 50
    memory_mb: int = 700
    cpu_seconds: int = 120


@dataclass(frozen=True)
class SheetLayout:
    """How one sheet is read. `heading_row` is the last line of the heading; `fields` has one entry a column, None: not used.

    A certificate field that comes a second time belongs to the second certificate of the line.
    """

    sheet: str
    heading_row: int
    fields: tuple[str | None, ...]


@dataclass(frozen=True)
class Layout:
    """The sheets that are read, each with its columns."""

    sheets: tuple[SheetLayout, ...]

    def only(self, sheet: str) -> Layout:
        """The same with one sheet. Raises RosterRefused where it is not among them."""
        kept = tuple(one for one in self.sheets if one.sheet == sheet)
        if not kept:
            names = "、".join(f"“{one.sheet}”" for one in self.sheets)
            raise RosterRefused(f"文件中没有可读取的工作表“{sheet}”；可读取的有：{names}。", code="no_such_sheet")
        return Layout(kept)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Layout:
        return cls._of(json.loads(text))

    @classmethod
    def _of(cls, given: dict) -> Layout:
        return cls(tuple(SheetLayout(one["sheet"], one["heading_row"], tuple(one["fields"])) for one in given["sheets"]))


@dataclass(frozen=True)
class Column:
    """One column of a sheet as the preview shows it. `field` is proposed: what a person has not confirmed may not be in the layout."""

    index: int
    letter: str
    heading: str
    field: str | None
    samples: tuple[str, ...]         # numbers masked


@dataclass(frozen=True)
class SheetPreview:
    """One sheet. `question` asks the person something before it is read; `shape` is the same for sheets with the same headings."""

    sheet: str
    heading_row: int
    columns: tuple[Column, ...]
    rows: int                        # lines below the heading that are not blank
    hidden: bool
    taken: bool
    question: str | None
    shape: str


@dataclass(frozen=True)
class Preview:
    """What the file is, and how it will be read if nobody says otherwise (`layout`)."""

    name: str
    sha256: str
    kind: str                        # xlsx, xls, ods or csv, by its content
    encoding: str | None             # of a csv
    sheets: tuple[SheetPreview, ...]
    layout: Layout
    question: str | None

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Preview:
        return cls._of(json.loads(text))

    @classmethod
    def _of(cls, given: dict) -> Preview:
        sheets = tuple(
            SheetPreview(**{**one, "columns": tuple(Column(**{**column, "samples": tuple(column["samples"])}) for column in one["columns"])})
            for one in given["sheets"]
        )
        return cls(**{**given, "sheets": sheets, "layout": Layout._of(given["layout"])})

    def settled(self, sheet: str | None = None) -> Layout:
        """The layout as it stands, of one sheet or of all. Raises RosterRefused where only a person can say which column is meant."""
        kept = self.layout if sheet is None else self.layout.only(sheet)
        questions = {one.sheet: one.question for one in self.sheets}
        for one in kept.sheets:
            fields = [field for field in one.fields if field]
            if questions[one.sheet] and (not fields or len(fields) != len(set(fields))):
                raise RosterRefused(questions[one.sheet], code="ambiguous_columns" if fields else "headings_unsure")
        return kept

    def with_fields(self, shape: str, fields: tuple[str | None, ...]) -> Preview:
        """The same, with the columns of every sheet of this shape taken as a person said before."""
        names = {one.sheet for one in self.sheets if one.shape == shape and len(one.columns) == len(fields)}
        sheets = tuple(
            replace(one, question=None, columns=tuple(replace(column, field=fields[column.index]) for column in one.columns))
            if one.sheet in names else one for one in self.sheets
        )
        layout = Layout(tuple(replace(one, fields=fields) if one.sheet in names else one for one in self.layout.sheets))
        return replace(self, sheets=sheets, layout=layout, question=first_question(sheets))


def first_question(sheets: tuple[SheetPreview, ...]) -> str | None:
    return next((one.question for one in sheets if one.taken and one.question), None)


@dataclass(frozen=True)
class Refused:
    """A line that could not be read. `row` is its number as a spreadsheet shows it."""

    row: int
    sheet: str
    code: str
    reason: str


@dataclass(frozen=True)
class Skipped:
    """A line that is about no person: totals, signatures, a heading that comes again."""

    row: int
    sheet: str
    reason: str


@dataclass(frozen=True)
class Roster:
    """What was read. `rows` counts the lines below the headings that are not blank: good, refused and skipped."""

    name: str
    sha256: str
    sheets: tuple[str, ...]
    rows: int
    hidden_rows: int
    headings: tuple[str, ...]                # of given_0, given_1, …
    layout: Layout
    refused: tuple[Refused, ...]
    skipped: tuple[Skipped, ...]
    notices: tuple[str, ...]
    given: tuple[tuple[int, ...], ...]       # for each sheet of the layout: where each of its columns lies among `headings`

    def fields(self, sheet: str | None = None) -> tuple[str | None, ...]:
        """For each of `headings`, the field as which it was taken (in one sheet, or in the first that has it)."""
        fields: list[str | None] = [None] * len(self.headings)
        for layout, places in zip(self.layout.sheets, self.given, strict=True):
            if sheet in (None, layout.sheet):
                for place, field in zip(places, layout.fields, strict=True):
                    fields[place] = fields[place] or field
        return tuple(fields)

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Roster:
        return cls._of(json.loads(text))

    @classmethod
    def _of(cls, given: dict) -> Roster:
        return cls(**{
            **given,
            "sheets": tuple(given["sheets"]), "headings": tuple(given["headings"]), "notices": tuple(given["notices"]),
            "layout": Layout._of(given["layout"]), "given": tuple(tuple(places) for places in given["given"]),
            "refused": tuple(Refused(**one) for one in given["refused"]), "skipped": tuple(Skipped(**one) for one in given["skipped"]),
        })

"""An official extract of the national register, as a file (csv or parquet): the source for cross-checks in bulk.

Its columns are known by the labels of the register's pages and by the names of its interface. The day it speaks of is
given, or stands in a column 数据日期, or is the file's own day.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv
import pyarrow.parquet as pq

FIELDS = ("name", "id_number", "certificate_number", "category", "item", "issuer", "first_issued", "valid_from", "valid_until",
          "review_due", "reviewed_on", "sex", "status")
LABELS = {
    "name": ("姓名", "name"),
    "id_number": ("证件号码", "身份证号", "身份证号码", "公民身份号码", "id_number", "idcardNum"),
    "certificate_number": ("证件编号", "证书编号", "证号", "certificate_number", "certNum", "cardNo", "certNo"),
    "category": ("作业类别", "category", "jobCategoryName", "jobTypeName"),
    "item": ("操作项目", "准操项目", "item", "operItemName", "allowItem"),
    "issuer": ("签发机关", "发证机关", "issuer", "issueOrgName"),
    "first_issued": ("初领日期", "初次发证日期", "初次领证日期", "first_issued"),
    "valid_from": ("有效期开始日期", "有效期开始时间", "valid_from", "validBeginDate"),
    "valid_until": ("有效期结束日期", "有效期结束时间", "有效期至", "valid_until", "validEndDate"),
    "review_due": ("应复审日期", "review_due", "shouldReviewDate"),
    "reviewed_on": ("实际复审日期", "reviewed_on", "reviewDate"),
    "sex": ("性别", "sex"),
    "status": ("证书状态", "certStatus", "status"),
}
DAY = ("数据日期", "data_date")
FIELD_OF = {label: field for field, labels in LABELS.items() for label in labels}
ROWS = 500_000


class ExtractUnreadable(Exception):
    """The file cannot serve as an extract: what is wrong, and what to do (Chinese, for the person)."""


@dataclass(frozen=True)
class Extract:
    """One extract: where it comes from, the day it speaks of, and the provinces it covers (none named: the whole country)."""

    path: Path
    source: str
    day: date
    covers: tuple[str, ...]
    columns: dict[str, str]         # field -> the file's own name of it
    encoding: str

    @classmethod
    def open(cls, path: Path, *, day: date | None = None, covers: tuple[str, ...] = ()) -> Extract:
        """Look at a file and at what its columns are. Raises ExtractUnreadable."""
        if not path.is_file():
            raise ExtractUnreadable(f"找不到登记库提取文件“{path.name}”：请核对文件名。")
        encoding = "utf8" if path.suffix.lower() == ".parquet" else encoding_of(path)
        names = [name.strip().lstrip("\ufeff") for name in column_names(path, encoding)]
        columns = {}
        for label in names:
            field = FIELD_OF.get(label)
            if field in columns:
                raise ExtractUnreadable(f"登记库提取文件“{path.name}”中“{columns[field]}”与“{label}”是同一项：请删去一列。")
            if field:
                columns[field] = label
        if missing := [LABELS[field][0] for field in ("name", "item", "valid_until") if field not in columns]:
            raise ExtractUnreadable(f"登记库提取文件“{path.name}”缺少列：{'、'.join(missing)}。")
        if not {"id_number", "certificate_number"} & columns.keys():
            raise ExtractUnreadable(f"登记库提取文件“{path.name}”没有证件号码，也没有证件编号，无法对应到人。")
        stated = next((label for label in names if label in DAY), None)
        found = cls(path, f"登记库提取文件 {path.name}", day or date.min, covers, columns, encoding)
        return found if day else cls(path, found.source, found.stated_day(stated), covers, columns, encoding)

    def stated_day(self, column: str | None) -> date:
        """The latest day in the column 数据日期, else the file's own day."""
        if column:
            days = [date.fromisoformat(text) for batch in read(self.path, [column], self.encoding)
                    for text in pc.unique(batch[column]).to_pylist() if text]
            if days:
                return max(days)
        return datetime.fromtimestamp(self.path.stat().st_mtime).date()

    def batches(self) -> Iterator[dict[str, pa.Array]]:
        """The records in pieces, as text columns by field; a field that the file does not have is null throughout.

        A record without the person's number takes it from its T-number.
        """
        for batch in read(self.path, list(self.columns.values()), self.encoding):
            size = len(next(iter(batch.values())))
            fields = {field: pa.nulls(size, pa.string()) for field in FIELDS}
            for field, label in self.columns.items():
                text = pc.utf8_trim_whitespace(batch[label])
                fields[field] = pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)
            inside = pc.replace_substring_regex(fields["certificate_number"], "^T", "")
            fields["id_number"] = pc.coalesce(fields["id_number"], inside)
            yield fields


def column_names(path: Path, encoding: str) -> list[str]:
    if path.suffix.lower() == ".parquet":
        return pq.read_schema(path).names
    with path.open(encoding=encoding) as lines:
        return [cell.strip().strip('"') for cell in lines.readline().strip("\r\n").split(",")]


def encoding_of(path: Path) -> str:
    """UTF-8 unless its first megabyte is none; then GB18030. Raises ExtractUnreadable where it is neither."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    for encoding in ("utf-8", "gb18030"):
        try:
            head[: head.rfind(b"\n") + 1 or len(head)].decode(encoding)
            return encoding
        except UnicodeDecodeError:
            continue
    raise ExtractUnreadable(f"登记库提取文件“{path.name}”的编码既不是 UTF-8 也不是 GB18030：请另存为 UTF-8 的 csv。")


def read(path: Path, labels: list[str], encoding: str) -> Iterator[dict[str, pa.Array]]:
    """The named columns in pieces, all as text. Raises ExtractUnreadable for a file that is damaged."""
    try:
        if path.suffix.lower() == ".parquet":
            for batch in pq.ParquetFile(path).iter_batches(ROWS, columns=labels):
                yield {label: batch[label].cast(pa.string()) for label in labels}
            return
        options = pa.csv.ConvertOptions(column_types=dict.fromkeys(labels, pa.string()), include_columns=labels, strings_can_be_null=False)
        with pa.csv.open_csv(path, pa.csv.ReadOptions(encoding=encoding, block_size=32 << 20), convert_options=options) as reader:
            for batch in reader:
                yield {label: batch[label] for label in labels}
    except (pa.ArrowInvalid, UnicodeDecodeError, OSError) as error:
        raise ExtractUnreadable(f"登记库提取文件“{path.name}”读到中途出错，可能不完整：请重新取得该文件。") from error

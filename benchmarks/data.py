"""Made-up claims of any number: identity numbers of district 00, which nobody has; clean, or as messy as firms keep them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import xlsxwriter

from rules.resident_id import check_character

SURNAMES = list("赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜")
GIVEN = list("伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华建国志文斌玲")
ITEMS = ["低压电工作业", "高压电工作业", "熔化焊接与热切割作业", "压力焊作业", "登高架设作业", "高处安装、维护、拆除作业",
         "制冷与空调设备运行操作作业", "电力电缆作业", "焊工", "叉车司机"]
CATEGORIES = ["电工作业", "电工作业", "焊接与热切割作业", "焊接与热切割作业", "高处作业", "高处作业", "制冷与空调作业", "电工作业", "", "特种设备"]
ISSUERS = ["浙江省应急管理厅", "江苏省应急管理厅", "上海市应急管理局", "安徽省应急管理厅", "杭州市应急管理局"]
HEADINGS = ("序号", "姓名", "性别", "身份证号", "证书编号", "作业类别", "操作项目", "签发机关", "初领日期", "有效期开始日期", "有效期结束日期",
            "应复审日期", "单位", "备注")
FIELD = {"姓名": "name", "性别": "sex", "身份证号": "id_number", "证书编号": "certificate_number", "作业类别": "category", "操作项目": "item",
         "签发机关": "issuer", "初领日期": "first_issued", "有效期开始日期": "valid_from", "有效期结束日期": "valid_until",
         "应复审日期": "review_due",
         "单位": "employer"}


def claims(size: int, *, messy: bool = False, seed: int = 7) -> dict[str, pa.Array]:
    """Text columns of `size` claims, by field."""
    draw = np.random.default_rng(seed)
    born = np.datetime64("1965-01-01") + draw.integers(0, 14000, size)
    place = draw.integers(100, 10000, size)
    digits = np.zeros((size, 17), np.int32)
    text = np.char.add(np.char.zfill(place.astype(str), 6), np.char.replace(born.astype(str), "-", ""))
    text = np.char.add(text, np.char.zfill(draw.integers(0, 1000, size).astype(str), 3))
    digits[:] = np.array([text]).view("U1").reshape(size, 17).astype(np.int32)
    numbers = np.char.add(text, np.char.mod("%c", check_character(digits)))
    wrong = draw.random(size) < 0.01
    numbers[wrong] = np.char.replace(numbers[wrong], "1", "2", 1)
    start = np.datetime64("2015-01-01") + draw.integers(0, 4200, size)
    end = (start.astype("M8[M]") + 72).astype("M8[D]") + (start - start.astype("M8[M]").astype("M8[D]"))
    review = (start.astype("M8[M]") + 36).astype("M8[D]") + (start - start.astype("M8[M]").astype("M8[D]"))
    which = draw.integers(0, len(ITEMS), size)
    names = np.char.add(draw.choice(SURNAMES, size), np.char.add(draw.choice(GIVEN, size), draw.choice(GIVEN, size)))
    columns = {
        "name": names, "sex": np.where(digits[:, 16] % 2 == 1, "男", "女"), "id_number": numbers, "certificate_number": np.char.add("T", numbers),
        "category": np.array(CATEGORIES)[which], "item": np.array(ITEMS)[which], "issuer": draw.choice(ISSUERS, size),
        "first_issued": start.astype(str), "valid_from": start.astype(str), "valid_until": end.astype(str), "review_due": review.astype(str),
        "employer": np.char.add("示例公司", draw.integers(0, 400, size).astype(str)),
    }
    if messy:
        make_messy(columns, draw)
    return {name: pa.array(values.astype(str), pa.string()) for name, values in columns.items()}


def make_messy(columns: dict[str, np.ndarray], draw: np.random.Generator) -> None:
    """Blanks, full-width digits, 15 places, a spreadsheet's damage, and dates in five shapes, on a fifth of the rows each."""
    size = len(columns["name"])
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    kind = draw.integers(0, 25, size)
    numbers = columns["id_number"].astype("U40")
    for code, change in enumerate((lambda n: f" {n[:6]} {n[6:14]} {n[14:]}", lambda n: n.translate(wide), lambda n: n[:6] + n[8:17],
                                   lambda n: f"{int(n[:15]) / 1e14:.14f}".rstrip("0") + "E+17", lambda n: "'" + n.lower())):
        rows = np.flatnonzero(kind == code)
        numbers[rows] = [change(str(number)) for number in numbers[rows]]
    columns["id_number"] = numbers
    for name in ("valid_from", "valid_until", "first_issued"):
        shape = draw.integers(0, 5, size)
        days = columns[name].astype("U20")
        days[shape == 1] = np.char.replace(days[shape == 1], "-", ".")
        days[shape == 2] = np.char.replace(days[shape == 2], "-", "/")
        days[shape == 3] = np.char.replace(days[shape == 3], "-", "")
        rows = np.flatnonzero(shape == 4)
        days[rows] = [f"{int(d[:4])}年{int(d[5:7])}月{int(d[8:])}日" for d in days[rows]]
        columns[name] = days


def workbook(path: Path, columns: dict[str, pa.Array]) -> None:
    """The claims as a roster in xlsx, with the headings and the columns that firms have."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_formulas": False, "strings_to_numbers": False})
    sheet = book.add_worksheet("花名册")
    sheet.write_row(0, 0, HEADINGS)
    size = len(columns["name"])
    texts = [columns[FIELD[heading]].to_pylist() if heading in FIELD else None for heading in HEADINGS]
    for row in range(size):
        for at, column in enumerate(texts):
            if column is not None:
                sheet.write_string(row + 1, at, column[row])
            elif at == 0:
                sheet.write_number(row + 1, 0, row + 1)
    book.close()


def pieces(columns: dict[str, pa.Array], size: int = 100_000):
    total = len(next(iter(columns.values())))
    for first in range(0, total, size):
        yield {name: column.slice(first, size) for name, column in columns.items()}


def same_number(columns: dict[str, pa.Array]) -> dict[str, pa.Array]:
    """The same claims, all under one identity number: the worst case for rules that compare rows."""
    one = pa.scalar(columns["id_number"][0].as_py())
    every = pc.if_else(pc.is_valid(columns["id_number"]), one, columns["id_number"])
    return columns | {"id_number": every, "certificate_number": pc.binary_join_element_wise("T", every, "")}

"""Twelve reference checks as other tools say them: polars, pandas Series, pandera. What they cannot say they leave out."""

from __future__ import annotations

import re

import pandas as pd
import pandera.pandas as pandera
import polars as pl

ITEMS = ["低压电工作业", "高压电工作业", "熔化焊接与热切割作业", "压力焊作业", "登高架设作业", "高处安装、维护、拆除作业",
         "制冷与空调设备运行操作作业", "电力电缆作业"]
MOVED = "起重|电梯|锅炉|压力容器|叉车"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
TODAY = "2026-11-23"
SHAPE = r"^\d{17}[\dX]$"
NAME = r"^[\p{Han}·]{2,}$"


def with_polars(frame: pl.DataFrame) -> pl.DataFrame:
    """The twelve checks as polars expressions over text columns."""
    number = pl.col("id_number")
    total = pl.sum_horizontal(*(number.str.slice(at, 1).cast(pl.Int32, strict=False).fill_null(0) * weight for at, weight in enumerate(WEIGHTS)))
    expected = pl.Series(list(CHECK))
    start, end = pl.col("valid_from").str.to_date("%Y-%m-%d", strict=False), pl.col("valid_until").str.to_date("%Y-%m-%d", strict=False)
    born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
    return frame.select(
        form=~number.str.contains(SHAPE),
        check=number.str.slice(17, 1) != pl.lit(expected).gather(total % 11),
        birth=born.is_null(),
        own=pl.col("certificate_number") != pl.concat_str(pl.lit("T"), number),
        sex=(pl.col("sex") == "男") != (number.str.slice(16, 1).cast(pl.Int32, strict=False) % 2 == 1),
        item=~pl.col("item").is_in(ITEMS),
        moved=pl.col("item").str.contains(MOVED) & (start >= pl.date(2010, 7, 1)),
        long=end > start.dt.offset_by("6y"),
        expired=end < pl.lit(TODAY).str.to_date(),
        begun=start > pl.lit(TODAY).str.to_date(),
        name=~pl.col("name").str.contains(NAME),
        shared=pl.col("name").n_unique().over("id_number") > 1,
    )


def with_pandas(frame: pd.DataFrame) -> pd.DataFrame:
    """The same as pandas Series operations."""
    number = frame["id_number"]
    total = sum(pd.to_numeric(number.str[at], errors="coerce").fillna(0).astype(int) * weight for at, weight in enumerate(WEIGHTS))
    start, end = pd.to_datetime(frame["valid_from"], errors="coerce"), pd.to_datetime(frame["valid_until"], errors="coerce")
    born = pd.to_datetime(number.str[6:14], format="%Y%m%d", errors="coerce")
    return pd.DataFrame({
        "form": ~number.str.fullmatch(r"\d{17}[\dX]"),
        "check": number.str[17] != (total % 11).map(dict(enumerate(CHECK))),
        "birth": born.isna(),
        "own": frame["certificate_number"] != "T" + number,
        "sex": (frame["sex"] == "男") != (pd.to_numeric(number.str[16], errors="coerce") % 2 == 1),
        "item": ~frame["item"].isin(ITEMS),
        "moved": frame["item"].str.contains(MOVED) & (start >= "2010-07-01"),
        "long": end > start + pd.DateOffset(years=6),
        "expired": end < TODAY,
        "begun": start > TODAY,
        "name": ~frame["name"].str.fullmatch(r"[\u4e00-\u9fff·]{2,}"),
        "shared": frame.groupby("id_number")["name"].transform("nunique") > 1,
    })


def with_pandera(frame: pd.DataFrame) -> int:
    """The same as a pandera schema, validated lazily; the number of failures."""
    checks = {name: pandera.Check(lambda table, column=name: ~with_pandas_one(table, column)) for name in
              ("form", "check", "birth", "own", "sex", "item", "moved", "long", "expired", "begun", "name", "shared")}
    schema = pandera.DataFrameSchema({name: pandera.Column(nullable=True) for name in frame}, checks=list(checks.values()))
    try:
        schema.validate(frame, lazy=True)
        return 0
    except pandera.errors.SchemaErrors as found:
        return len(found.failure_cases)


def with_pandas_one(frame: pd.DataFrame, check: str) -> pd.Series:
    """One of the twelve, as a schema's check computes it."""
    number = frame["id_number"]
    start, end = frame["valid_from"], frame["valid_until"]
    match check:
        case "form":
            return ~number.str.fullmatch(r"\d{17}[\dX]")
        case "check":
            total = sum(pd.to_numeric(number.str[at], errors="coerce").fillna(0).astype(int) * weight for at, weight in enumerate(WEIGHTS))
            return number.str[17] != (total % 11).map(dict(enumerate(CHECK)))
        case "birth":
            return pd.to_datetime(number.str[6:14], format="%Y%m%d", errors="coerce").isna()
        case "own":
            return frame["certificate_number"] != "T" + number
        case "sex":
            return (frame["sex"] == "男") != (pd.to_numeric(number.str[16], errors="coerce") % 2 == 1)
        case "item":
            return ~frame["item"].isin(ITEMS)
        case "moved":
            return frame["item"].str.contains(MOVED) & (start >= "2010-07-01")
        case "long":
            return pd.to_datetime(end, errors="coerce") > pd.to_datetime(start, errors="coerce") + pd.DateOffset(years=6)
        case "expired":
            return end < TODAY
        case "begun":
            return start > TODAY
        case "name":
            return ~frame["name"].str.fullmatch(r"[\u4e00-\u9fff·]{2,}")
        case _:
            return frame.groupby("id_number")["name"].transform("nunique") > 1


def with_stdnum(numbers: list[str]) -> int:
    """python-stdnum's check of an identity number, one after the other; how many it accepts."""
    from stdnum.cn import ric
    accepted = 0
    for number in numbers:
        try:
            accepted += ric.is_valid(number)
        except KeyError:        # it raises on numbers whose province it does not know
            continue
    return accepted


NUMBER = re.compile(SHAPE)

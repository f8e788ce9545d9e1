"""The catalogue: wordings, editions, kinds that left, and cells that list several items."""

import csv
from datetime import date
from pathlib import Path

import pytest

from rules import trades

DATA = Path(trades.__file__).parent / "data"


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_item_is_its_own_wording_with_and_without_its_marks():
    for item in trades.ITEMS:
        if item != trades.OPEN:
            assert trades.standard(item) == item
            assert trades.standard(item.removesuffix("作业")) == item
            assert trades.standard(item.replace("、", "，").replace("（", "(").replace("）", " )")) == item
            assert trades.standard(f"{trades.category_of(item)}-{item}") == item
            assert trades.split_items(item) == (item,)
            assert trades.moved(item) is None


def test_aliases_name_items_and_categories_that_exist():
    for row in rows("item_aliases.csv"):
        assert row["category"] in trades.CATEGORIES and (not row["item"] or trades.ITEMS[row["item"]].category == row["category"]), row
        assert row["source_id"] and row["confidence"]


def test_an_alias_never_hides_an_item_of_the_catalogue():
    names = {trades.key(item): item for item in trades.ITEMS if item != trades.OPEN}
    for row in rows("item_aliases.csv"):
        assert names.get(trades.key(row["word"]), row["item"]) == row["item"], row


def test_legacy_categories_that_live_on_are_known_and_those_that_left_are_not():
    for row in rows("catalogue_legacy.csv"):
        text, meaning = row["category_text"], row["meaning_for_rules"]
        if meaning.startswith("mapped to"):
            assert trades.meaning(text), text
        if "strong warning" in meaning:
            assert trades.moved(text) and not trades.meaning(text), text


def test_kinds_of_market_supervision_have_left_except_welding():
    for row in rows("samr_items.csv"):
        if "焊接" not in row["item"] and row["code"] not in {"A", "G3"}:
            assert trades.moved(row["item"]) == "SAMR_OPERATOR", row
        assert trades.elsewhere(row["item"]), row


@pytest.mark.parametrize("text", [
    "建筑电工", "建筑架子工（普通脚手架）", "高处作业吊篮安装拆卸工", "维修电工", "金属焊接操作", "煤矿提升机操作作业", "电焊工"])
def test_kinds_with_a_counterpart_here_have_not_left(text):
    assert trades.moved(text) is None


@pytest.mark.parametrize(("item", "day", "known"), [
    ("低压电工作业", date(2010, 6, 30), False), ("低压电工作业", date(2010, 7, 1), True), ("低压电工作业", date(2026, 5, 31), True),
    ("低压电工作业", date(2026, 6, 1), False), ("电气试验作业", date(2018, 1, 31), False), ("电气试验作业", date(2018, 2, 1), True),
    ("叉车", date(2020, 1, 1), False)])
def test_editions(item, day, known):
    assert trades.known(item, day) is known


@pytest.mark.parametrize(("text", "items"), [
    ("低压电工作业、熔化焊接与热切割作业", ("低压电工作业", "熔化焊接与热切割作业")),
    ("高处安装、维护、拆除作业", ("高处安装、维护、拆除作业",)),
    ("高处安装、维护、拆除作业、低压电工作业", ("高处安装、维护、拆除作业", "低压电工作业")),
    ("低压电工作业\n登高架设作业；", ("低压电工作业", "登高架设作业")),
    ("电工/焊工", ("电工", "焊工")),
    ("低压、高压电工作业", ("低压", "高压电工作业")),
    ("电工作业/低压电工作业", ("电工作业/低压电工作业",)),
    ("冶金(有色)生产安全作业 煤气作业", ("冶金(有色)生产安全作业 煤气作业",)),
    ("低压电工作业、某某作业", ("低压电工作业、某某作业",)),
    ("低压电工作业", ("低压电工作业",)),
    ("、", ("、",)),
    ("", ("",)),
])
def test_cells_with_several_items(text, items):
    assert trades.split_items(text) == items
    assert trades.is_item_list(text) == (len(items) > 1)

"""A table is judged in pieces, and nobody can tell where one ended."""

from datetime import date

import openpyxl
import pyarrow as pa

from rules.catalogue import all_rules
from rules.claim import FIELDS
from rules.rule import Scope
from verifier import rosters, screening
from verifier.results import Results

EXAMPLES = [example for rule in all_rules() if rule.scope is Scope.ROW for example in (*rule.flagged, *rule.clear)]


def test_pieces_give_what_the_whole_gives(monkeypatch):
    table = {name: pa.array([example.get(name) for example in EXAMPLES], pa.string()) for name in FIELDS}
    size = len(EXAMPLES)
    place = {"sheet": pa.array([""] * size), "row": pa.array(range(size), pa.int32()), "part": pa.array([0] * size, pa.int16())}

    def judged():
        found = screening.judge(table, as_of=date(2026, 11, 23))
        return screening.results_table(place, screening.leads(place, found.conclusions), found, {}).to_pylist()

    whole = judged()
    monkeypatch.setattr(screening, "PIECE", 7)
    assert judged() == whole



def test_a_sheet_without_a_column_for_reviews_is_not_an_empty_cell(tmp_path):
    """Two sheets, one of which records reviews: on the other nothing is said about them."""
    book = openpyxl.Workbook()
    head = ["姓名", "身份证号", "操作项目", "有效期开始日期", "有效期结束日期", "应复审日期"]
    person = ["测试甲", "331081189703010078", "低压电工作业", "2022-06-10", "2028-06-10", "2025-06-10"]
    first, second = book.active, book.create_sheet("二")
    for row in (head, person):
        first.append(row)
    for row in ([*head, "实际复审日期"], [*person, None], [*person, "2025-05-01"]):
        second.append(row)
    book.save(tmp_path / "r.xlsx")
    read = rosters.read(tmp_path / "r.xlsx", "r.xlsx", rosters.Limits(), tmp_path / "r.parquet")
    assert len(read.sheets) == 2
    screening.screen(tmp_path / "r.parquet", tmp_path / "out.parquet", as_of=date(2026, 11, 23))
    outcomes = [row["outcome"] for row in Results.open(tmp_path / "out.parquet").rows()]
    assert outcomes == ["unchecked", "lapsed", "unchecked"]


def test_one_wrong_day_is_one_fact():
    """A first day written too late makes the old issuer and the old address look out of place, both at once."""
    row = dict(issuer="浙江省安全生产监督管理局", qr_text="http://cx.saws.org.cn/", valid_from="2022-06-10", valid_until="2023-06-10")
    found = screening.judge({name: pa.array([text]) for name, text in row.items()}, as_of=date(2026, 11, 23))
    assert {"CT21", "SI05"} <= {hit.rule.code for hit in found.hits}
    assert not found.conclusions.flagged.any()

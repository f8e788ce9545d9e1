"""However a number is grouped, no more than its last 4 places are shown, in a text, in a column, and in what comes back of a roster."""

import re
import unicodedata
from datetime import date

import pyarrow as pa
import pytest

from verifier import rosters, screening
from verifier.privacy import mask_text, mask_texts
from verifier.results import Results

NUMBER = "331081189703010078"
GROUPED = ("331081189703010078", "331081 18970301 0078", "331081-18970301-0078", "3310 8118 9703 0100 78", "331081\u300018970301\u30000078",
           "331081\u00a018970301\u00a00078", "３３１０８１１８９７０３０１００７８", "T331081 18970301 0078", "甲 331081-18970301-0078，已核")
SHOWN = ("2023-06-10 2029-06-10", "2023-06-10至2029-06-10", "20230610-20290609", "13800001111", "0576-86200000", "", "姓名")


@pytest.mark.parametrize("text", GROUPED)
def test_a_number_shows_its_last_four_places_however_it_is_grouped(text):
    hidden = mask_text(text)
    assert len(re.findall(r"\d", hidden)) == 4 and hidden.count("*") == 14 and len(hidden) == len(text)


@pytest.mark.parametrize("text", SHOWN)
def test_what_is_no_number_of_a_person_stays(text):
    assert mask_text(text) == text


def test_a_column_is_masked_as_its_texts_are():
    assert mask_texts(pa.array([*GROUPED, *SHOWN, None])).to_pylist() == [*map(mask_text, (*GROUPED, *SHOWN)), None]


def test_the_senders_own_columns_come_back_masked(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text("姓名,身份证号,备注\n" + "".join(f"测试甲,{text},{text}\n" for text in GROUPED), "utf-8")
    rosters.read(path, path.name, rosters.Limits(), tmp_path / "r.parquet")
    screening.screen(tmp_path / "r.parquet", tmp_path / "out.parquet", as_of=date(2026, 11, 23))
    results = Results.open(tmp_path / "out.parquet")
    for row in results.rows():
        texts = [*filter(None, row["claim"].values()), *row["given"], *(said["message"] for said in (*row["findings"], *row["questions"]))]
        plain = re.sub(r"[\s-]", "", unicodedata.normalize("NFKC", "|".join(texts)))
        assert "0078" in plain and "331081" not in plain and "18970301" not in plain
    assert results.rows(unmask=True)[1]["given"][1] == GROUPED[1]

"""Names: what counts as the same, what cannot be read, and that no lost or masked character is ever a difference."""

import csv

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules import names
from rules.words import Words

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FA5, exclude_characters="某"), min_size=2, max_size=4)
UNREADABLE = "*?□■＊？\ue123\ufffd某"


@pytest.mark.parametrize("dot", "·•‧∙・･．.")
def test_a_middle_dot_is_no_part_of_a_name(dot):
    assert names.same(f"买买提{dot}艾力", "买买提·艾力") == "same"
    assert names.same(f"买买提 {dot} 艾力", "买买提艾力") == "same"


@pytest.mark.parametrize(("one", "other"), [
    ("测　甲", "测甲"), ("José", "Jose\u0301"), ("jose da silva", "JOSE DA  SILVA"), ("吳國華", "吴国华"), ("峯甯", "峰宁"), ("王喆", "王哲"),
    ("𠮷测", "𠮷测"), ("測\ufe00甲", "测甲"), ("測甲", "测甲"), ("测\u200b甲", "测甲"), ("黃髙", "黄高"),
])
def test_one_name_in_two_spellings(one, other):
    assert names.same(one, other) == names.same(other, one) == "same"


@pytest.mark.parametrize(("one", "other", "answer"), [
    ("王国华", "王国花", "slip"),            # one sound
    ("王建己", "王建已", "slip"),            # one look
    ("李因", "李音", "slip"),
    ("王国华", "王华国", "slip"),            # exchanged
    ("王国华", "王华", "slip"),              # left out
    ("JOSE DA SILVA", "JOSE DA SILVO", "slip"),
    ("王国华", "王国强", "differs"),
    ("测甲", "测乙", "differs"),
    ("李因", "因李", "differs"),
    ("王国华", "国华王", "differs"),
    ("王华", "王", "differs"),
    ("JOSE", "ROSA", "differs"),
    ("JOSE", "JOSI", "differs"),
    ("测*", "王甲", "differs"),              # what can be read does not fit
    ("测甲", "测𬀩", "differs"),             # a rare character is a character
    ("测?", "测𬀩", "unclear"),
    ("测?", "测?", "unclear"),
    ("测甲", "测*", "unclear"),
    ("测**", "测甲", "unclear"),
    ("*甲", "测甲", "unclear"),
    ("测Kan", "测𬀩", "unclear"),
    ("张伟2", "张伟", "unclear"),            # two of one name, told apart by the clerk
    ("张伟（大）", "张伟", "unclear"),
    ("王某某", "王国华", "unclear"),
    ("WANG GUOHUA", "王国华", "unclear"),
    ("", "王国华", "unclear"),
    (" ", "王国华", "unclear"),
])
def test_two_names(one, other, answer):
    assert names.same(one, other) == names.same(other, one) == answer


@given(HAN, st.data())
def test_what_cannot_be_read_is_never_a_difference(name, data):
    hidden = list(name)
    for at in data.draw(st.sets(st.integers(0, len(name) - 1), min_size=1)):
        hidden[at] = data.draw(st.sampled_from(UNREADABLE))
    assert names.same("".join(hidden), name) == names.same(name, "".join(hidden)) == "unclear"


@given(HAN, HAN)
def test_the_order_of_two_names_does_not_matter(one, other):
    assert names.same(one, other) == names.same(other, one)


@given(st.text(max_size=12))
def test_any_text_has_one_folded_form(text):
    assert names.fold(names.fold(text)) == names.fold(text)
    assert names.same(text, text) in {"same", "unclear"}
    assert isinstance(names.damage(text), str)


def test_every_line_of_the_table_is_two_characters_or_more_with_a_source():
    with names.FILE.open(encoding="utf-8", newline="") as file:
        lines = list(csv.DictReader(file))
    for line in lines:
        assert line["kind"] in {"variant", "look"} and line["source"] and line["seen"]
        assert len(set(line["characters"])) == len(line["characters"]) >= 2, line
    for line in lines:
        if line["kind"] == "variant":
            assert len({names.fold(character) for character in line["characters"]}) == 1, line


def test_a_key_is_one_number_a_folded_name_and_the_same_in_every_table():
    keys = names.key(Words(pa.array(["测试甲", "測試甲", "测 试甲", "测试乙", "买买提•艾力", "买买提艾力"])))
    assert keys[0] == keys[1] == keys[2] != keys[3] and keys[4] == keys[5]
    again = names.key(Words(pa.array(["测试乙", "测试甲"])))
    assert again.tolist() == [keys[3], keys[0]]
    assert keys[0] == 4474001278718707704, "a key that is kept on disk must not change by itself"

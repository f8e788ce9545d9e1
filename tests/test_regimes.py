"""Whose paper a row is: by number form, wording and issuer; and that an empty cell never makes it another register's."""

from datetime import date
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import regimes
from rules.ask import ask
from rules.catalogue import all_rules
from rules.claims import Claims

T, BARE = "T331081189703010078", "331081189703010078"
EMERGENCY, MARKET, HOUSING = "浙江省应急管理厅", "台州市市场监督管理局", "浙江省住房和城乡建设厅"

MOVED_OR_FOREIGN = [
    "叉车司机", "起重机械作业", "建筑电工", "高级焊工", "消防设施操作员", "进网作业", "安全合格证", "有限空间作业", "特种设备作业人员证",
]
OUR_ISSUERS = [
    EMERGENCY, "台州市应急管理局", "浙江省安全生产监督管理局", "浙江省安监局", "中华人民共和国应急管理部", "国家矿山安全监察局浙江局",
]
OUR_WORDS = [
    "焊工证", "电工证", "焊工", "电工", "高处证", "登高证", "架子工", "制冷证", "煤气证", "特种作业证", "低压电工作业", "化工自动化控制仪表作业",
    "煤矿提升机操作作业", "金属非金属矿山爆破作业", "压力焊作业", "防爆电气作业", "高处安装、维护、拆除作业",
]


def claims_of(*rows):
    return Claims.of_rows(rows, checked_on=date(2026, 11, 23))


def regime(**row):
    return regimes.column(claims_of(row))[0]


@pytest.mark.parametrize("item", MOVED_OR_FOREIGN)
@pytest.mark.parametrize("issuer", OUR_ISSUERS)
def test_a_t_number_of_an_emergency_body_is_never_another_registers(item, issuer):
    assert regime(certificate_number=T, item=item, issuer=issuer) is None


@pytest.mark.parametrize("item", OUR_WORDS)
def test_everyday_and_catalogue_words_are_ours(item):
    assert regime(item=item) is None
    assert regime(item=item, certificate_number=BARE, id_number=BARE) is None


def test_a_bare_identity_number_alone_says_nothing():
    assert regime(certificate_number=BARE, id_number=BARE) is None
    assert regime(certificate_number=BARE, id_number=BARE, item="叉车司机") == "SAMR_OPERATOR"
    assert regime(certificate_number=BARE, id_number=BARE, item="电工", issuer=MARKET) == "SAMR_OPERATOR"


@pytest.mark.parametrize(("number", "whose"), [
    ("TS6GBF0012345", "SAMR_OPERATOR"), ("ts6gbf0012345", "SAMR_OPERATOR"), ("浙A042011000001", "MOHURD_SPECIAL"),
    ("浙 A04 2011 000001", "MOHURD_SPECIAL"),
    ("浙建安C（2019）0000000", "MOHURD_ABC"), ("S000033000001234000123", "MOHRSS_LEVEL"), ("1911000000400123", "MOHRSS_QUAL"),
    (T, None), ("T331081189703010078123", None), ("33108119970101", None), ("TE12345678", None), ("12", None), ("特331081189703010078", None),
])
def test_number_forms(number, whose):
    assert regime(certificate_number=number) == whose


def test_sixteen_digits_are_weak():
    assert regime(certificate_number="1911000000400123", item="建（构）筑物消防员") == "FIRE_OPERATOR"
    assert regime(certificate_number="1911000000400123", item="电工三级") == "MOHRSS_LEVEL"
    assert regime(certificate_number="1911000000400123", item="低压电工作业") is None
    assert regime(certificate_number="1911000000400123", issuer=EMERGENCY) is None
    assert regime(certificate_number=BARE[:16], id_number=BARE) is None


def test_the_signature_of_another_body_decides_even_beside_a_t_number():
    assert regime(certificate_number=T, item="低压电工作业", issuer=MARKET) == "SAMR_OPERATOR"
    assert regime(certificate_number=T, item="低压电工作业", issuer="浙江省应急管理协会") == "ASSOCIATION"
    assert regime(certificate_number=T, item="低压电工作业", issuer="某某集团有限公司") is None, "the employer in the wrong cell"
    assert regime(item="B证", issuer=HOUSING) == "MOHURD_ABC"
    assert regime(item="煤矿井下电气作业", issuer="山西省能源局") is None
    assert regime(item="B证", issuer=None, certificate_number="浙A042011000001") == "MOHURD_SPECIAL"


def test_associations_and_firms_are_no_authorities_whatever_their_names_say():
    assert regime(item="电工", issuer="某市消防协会") == "ASSOCIATION"
    assert regime(item="电工", issuer="某某安全生产监督管理技术有限公司") == "ASSOCIATION"
    assert regime(certificate_number=T, item="低压电工作业", issuer="浙江省应急管理厅培训中心") is None
    assert regime(certificate_number=BARE, id_number=BARE, item="低压电工作业", issuer="某某有限公司") is None
    assert regime(item="动火监护人", issuer="某某有限公司") == "LOCAL_OTHER"


def test_the_bare_number_and_the_kind_of_work_outweigh_an_issuer_copied_down():
    assert regime(certificate_number=BARE, item="叉车司机", issuer=EMERGENCY) == "SAMR_OPERATOR"
    assert regime(certificate_number=BARE, item="叉车司机", issuer=None) == "SAMR_OPERATOR"


def test_the_name_of_another_paper_outweighs_a_t_that_nobody_signed():
    assert regime(certificate_number=T, item="特种设备作业人员证") == "SAMR_OPERATOR"
    assert regime(certificate_number=T, item="叉车司机") is None


def test_the_category_speaks_where_the_item_does_not():
    assert regime(item="司机", category="特种设备作业人员证") == "SAMR_OPERATOR"
    assert regime(item=None, category="特种设备作业人员证", issuer=MARKET) is None
    assert regime(item="建筑架子工", category="高处作业") == "MOHURD_SPECIAL"
    assert regime(item="低压电工作业", category="电工作业") is None


def test_wording_alone_is_enough_only_where_nothing_else_could_stand():
    assert regime(item="叉车司机") == "SAMR_OPERATOR"
    assert regime(item="叉车司机", certificate_number=None) is None
    assert regime(item="叉车司机", issuer=None) is None


def test_every_register_can_be_described_and_has_one_rule():
    rules = [rule for rule in all_rules() if rule.code.startswith("RE")]
    for other in regimes.REGIMES:
        said = regimes.describe(other.id)
        assert said["regime"] == other.id and said["name"] and said["lookup"]
        assert not any(word in said["lookup"] for word in ("issuer", "none", "also"))
    examples = [row for rule in rules for row in rule.flagged]
    assert {regime(**row) for row in examples} == {other.id for other in regimes.REGIMES} - {"MEM_SPECIAL"}


def test_a_row_is_flagged_by_one_rule_only():
    rules = [rule for rule in all_rules() if rule.code.startswith("RE")]
    for row in (row for rule in rules for row in (*rule.flagged, *rule.clear)):
        answers = ask(claims_of(row), rules)
        assert sum(answer.yes[0] for answer in answers.values()) == (regime(**row) is not None), row


CELLS = {
    "certificate_number": [T, BARE, "TS6GBF0012345", "浙A042011000001", "S000033000001234000123", "1911000000400123", BARE[:16], "2023001"],
    "id_number": [BARE, "110105189703120047"],
    "item": ["低压电工作业", "电工", "叉车司机", "压力容器焊工", "建筑电工", "高级焊工", "消防设施操作员", "有限空间作业", "安全合格证",
    "特种设备作业人员证"],
    "category": ["电工作业", "特种设备作业人员证"],
    "issuer": [EMERGENCY, MARKET, HOUSING, "某某协会", "某某有限公司", "某某"],
}


@pytest.mark.parametrize("fields", [fields for n in range(1, 6) for fields in combinations(CELLS, n)], ids="-".join)
def test_a_hole_makes_no_paper_of_this_register_another_ones(fields):
    rows = list(product(*([*CELLS[field], None] for field in fields)))
    whose = dict(zip(rows, regimes.column(claims_of(*(dict(zip(fields, row, strict=True)) for row in rows))), strict=True))
    for row, other in whose.items():
        for at in range(len(fields)):
            holed = (*row[:at], None, *row[at + 1:])
            assert other is not None or whose[holed] is None, (row, holed)


@given(st.lists(st.fixed_dictionaries({field: st.sampled_from([*values, None]) for field, values in CELLS.items()}), min_size=1, max_size=8))
@settings(max_examples=150, deadline=None)
def test_a_table_says_what_each_row_alone_says(rows):
    together = regimes.column(claims_of(*rows))
    assert together.tolist() == [regimes.column(claims_of(row))[0] for row in rows]


@given(st.text(max_size=40))
@settings(max_examples=400, deadline=None)
def test_no_text_breaks_it(text):
    for field in ("certificate_number", "item", "category", "issuer"):
        assert isinstance(regimes.found(claims_of({field: text}))[0], np.ndarray)

"""The sample rosters that ship: what examples/make.py gives, and what the door makes of them."""

import importlib.util
from pathlib import Path

import pytest

from tests.rosters import build

EXAMPLES = Path(__file__).parents[1] / "examples"
SPEC = importlib.util.spec_from_file_location("make_examples", EXAMPLES / "make.py")
MAKE = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(MAKE)


@pytest.fixture
def door(tmp_path):
    return build.Door(tmp_path)


def test_the_samples_are_what_the_script_makes():
    for name, data in MAKE.samples().items():
        assert (EXAMPLES / name).read_bytes() == data, name


def test_nobody_in_them_exists(door):
    for name, data in MAKE.samples().items():
        claims = build.claims(door(data, name)[1])
        assert not claims.id.whole[~claims.id.is_test].any()
        assert not claims.certificate.holder.whole[~claims.certificate.holder.is_test].any()


def test_the_messy_one_is_read_whole(door):
    roster, rows = door(MAKE.samples()["roster-messy.xlsx"])
    assert (roster.rows, len(roster.skipped), len(roster.refused), roster.hidden_rows) == (46, 7, 0, 1)
    assert [one.reason for one in roster.skipped] == ["合计", "重复的标题行", "合计", "合计", "合计", "说明", "签字或制表信息"]
    assert len({row["row"] for row in rows}) == 39
    assert roster.layout.sheets[0].heading_row == 4
    claims = build.claims(rows)
    assert claims.repaired.sum() == 1
    assert claims.known("valid_until").sum() == len(rows) - 1
    assert any("G 列共 3 个格子" in notice for notice in roster.notices)


def test_the_others_are_in_order(door):
    for name in ("roster-clean.csv", "roster-gb18030.csv"):
        roster, rows = door(MAKE.samples()[name], name)
        assert roster.rows == len(rows)
        assert build.claims(rows).id.sound.all()

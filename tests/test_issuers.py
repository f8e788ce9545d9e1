"""Issuers: every name of the list is read, with the wordings and seals that rosters give it."""

import csv
from pathlib import Path

import pytest

from rules import issuers
from rules.issuers import Issuer, Kind, is_emergency, judge

with (Path(issuers.__file__).parent / "data" / "authorities.csv").open(encoding="utf-8", newline="") as lines:
    PROVINCES = [row for row in csv.DictReader(lines) if row["code2"].isdigit() and row["code2"] != "00"]


@pytest.mark.parametrize("row", PROVINCES, ids=[row["code2"] for row in PROVINCES])
def test_every_province_before_and_after_the_reform(row):
    after, before, code = row["issuer_after_reform"], row["issuer_before_reform"], row["code2"]
    assert judge(after) == judge(f" {after}（印章）") == Issuer(Kind.PROVINCE_AFTER, code)
    assert judge(before) == judge(f"{before}特种作业操作证专用章") == Issuer(Kind.PROVINCE_BEFORE, code, old=True)
    assert judge(after.replace("管理", "")).kind is Kind.PROVINCE_AFTER
    assert judge(after[:-1] + "局").code2 == judge(after[:-1] + "厅").code2 == code


@pytest.mark.parametrize(("text", "kind"), [
    ("浙江应急管理厅", Kind.PROVINCE_AFTER), ("省应急管理厅", Kind.PROVINCE_AFTER), ("内蒙古应急管理厅", Kind.PROVINCE_AFTER),
    ("浙江省安监局", Kind.PROVINCE_BEFORE), ("浙江省安全生产监管局", Kind.PROVINCE_BEFORE),
    ("台州市应急管理局", Kind.CITY), ("浙江省台州市应急管理局", Kind.CITY), ("吉林市应急管理局", Kind.CITY), ("锡林郭勒盟应急管理局", Kind.CITY),
    ("海西蒙古族藏族自治州应急管理局", Kind.CITY), ("新疆生产建设兵团第八师石河子市应急管理局", Kind.CITY), ("北京市朝阳区应急管理局", Kind.CITY),
    ("仙桃市应急管理局", Kind.CITY), ("莱芜市安全生产监督管理局", Kind.CITY),
    ("温岭市应急管理局", Kind.COUNTY), ("浙江省温岭市应急管理局", Kind.COUNTY), ("台州市椒江区应急管理局", Kind.COUNTY),
    ("温岭县安监局", Kind.COUNTY),
    ("应急管理局", Kind.UNPLACED), ("宁波经济技术开发区应急管理局", Kind.UNPLACED), ("浙江省应急管理厅浙江省安全生产监督管理局", Kind.UNPLACED),
    ("应急管理部", Kind.MINISTRY), ("中华人民共和国应急管理部监制", Kind.MINISTRY), ("国家安全生产监督管理总局", Kind.MINISTRY),
    ("国家安全生产监督管理局", Kind.OLD_STATE_NAME),
    ("国家矿山安全监察局浙江局", Kind.MINE), ("山西煤矿安全监察局", Kind.MINE), ("贵州省能源局", Kind.MINE),
    ("中国安全生产协会", Kind.OTHER), ("台州市市场监督管理局", Kind.OTHER), ("浙江省住房和城乡建设厅", Kind.OTHER),
    ("浙江省应急管理厅培训中心", Kind.OTHER),
    ("国家能源局浙江监管办公室", Kind.OTHER), ("煤矿安全培训中心", Kind.OTHER), ("某某", Kind.UNKNOWN), ("", Kind.UNKNOWN),
])
def test_kinds(text, kind):
    assert judge(text).kind is kind


def test_who_may_sign():
    assert {kind for kind in Kind if is_emergency(kind)} == {Kind.PROVINCE_AFTER, Kind.PROVINCE_BEFORE, Kind.CITY, Kind.COUNTY, Kind.UNPLACED}


def test_a_city_knows_its_province():
    assert judge("台州市应急管理局").code2 == judge("温岭市应急管理局").code2 == "33"

"""Issuers: what body a text names, where, and whether it is an emergency-management body that may sign a certificate.

Any province may issue to anybody, so a place is never held against a card. A body of unknown name stays unknown.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from rules.derived import derived

if TYPE_CHECKING:
    from rules.claims import Claims

DATA = Path(__file__).parent / "data"


class Kind(StrEnum):
    """What sort of body an issuer is."""

    PROVINCE_AFTER = "province_after"        # 浙江省应急管理厅, since the reform of autumn 2018
    PROVINCE_BEFORE = "province_before"      # 浙江省安全生产监督管理局
    CITY = "city"                            # a prefecture's bureau, by delegation; also districts of 北京, 天津, 上海, 重庆
    COUNTY = "county"                        # a county's bureau: outside both orders
    UNPLACED = "unplaced"                    # an emergency-management body whose place is not given, or not known here
    MINISTRY = "ministry"                    # supervises the style (监制), signs no card
    OLD_STATE_NAME = "old_state_name"        # 国家安全生产监督管理局, without 总: the name before 2005-02
    MINE = "mine"                            # coal and mine bodies, which sign the cards of their items
    OTHER = "other"                          # another authority, an association, a school, a firm
    UNKNOWN = "unknown"


EMERGENCY = frozenset({Kind.PROVINCE_AFTER, Kind.PROVINCE_BEFORE, Kind.CITY, Kind.COUNTY, Kind.UNPLACED})


@dataclass(frozen=True)
class Issuer:
    """What an issuer's text names. `code2` is the province's code; `old` the name from before the reform of 2018.

    `formal` says that the body's name is written in full, as on a seal, and not in everyday short form (安监局).
    """

    kind: Kind
    code2: str | None = None
    old: bool = False
    formal: bool = True


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _stem(name: str) -> str:
    """A place without its kind: 浙江省 → 浙江, 台州市 → 台州."""
    short = re.sub("(省|特别行政区|壮族自治区|回族自治区|维吾尔自治区|自治区|地区|盟|市|县|区)$", "", name)
    return short if len(short) > 1 else name


PROVINCES = {row["province"]: row["code2"] for row in _rows("authorities.csv") if row["code2"].isdigit() and row["code2"] != "00"}
PROVINCES |= {_stem(name): code for name, code in PROVINCES.items()} | {"兵团": "66", "新疆兵团": "66"}
OLD_NAME_UNTIL = np.datetime64(max(row["old_name_tolerated_until"] for row in _rows("authorities.csv") if row["code2"] in PROVINCES.values()))
REFORM = np.datetime64("2018-03-13")                 # the State Council's plan; the provinces followed in October and November
STATE_BUREAU_UNTIL = np.datetime64("2005-02-28")


def _places() -> tuple[dict[str, str], dict[str, str]]:
    """Prefectures (and what has none above it), and counties, past and present, each to its province's code."""
    cities: dict[str, str] = {}
    counties: dict[str, str] = {}
    for row in _rows("region_codes.csv"):
        direct = row["code"][:2] in {"11", "12", "31", "50"} or (row["code"][2:4] == "90" and row["status"] == "current")
        if row["level"] in {"prefecture", "county"}:
            places = cities if row["level"] == "prefecture" or direct else counties
            for name in filter(None, (row["name"], *row["earlier_names"].split(";"))):
                places.setdefault(name, row["code"][:2])
                places.setdefault(_stem(name), row["code"][:2])
    return cities, counties


CITIES, COUNTIES = _places()

AFTER = "应急管理[厅局]|应急[厅局]"
BEFORE = "安全生产监督管理局|安全生产监督局|安全生产监管局|安全监督管理局|安全监管局|安监局"
FORMAL = re.compile("(应急管理[厅局]|安全生产监督管理局)$")
BODY = re.compile(f"(?P<place>.*?)(?:(?P<after>{AFTER})|(?P<before>{BEFORE}))")
SEAL = re.compile("(监制|制发|颁发|签发|盖章|印章|公章|(特种作业)?(操作证)?(考核|考试|发证|审批|业务)*专用章|之?章)+$")
MINISTRY = re.compile("(中华人民共和国|国家)?应急管理部|国家安全生产监督管理总局|国家安全监管总局|国家安监总局|安全监管总局")
OLD_STATE = re.compile("国家安全生产监督管理局(国家煤矿安全监察局)?")
MINE = re.compile("煤|矿|(省|自治区)能源局$")          # some provinces' energy bureaus sign the cards of coal mines
OTHER = re.compile(
    "协会|学会|商会|联合会|中心|学院|学校|大学|研究院|研究所|公司|集团|基地|站$|市场监督|市监局|质量技术监督|质监|住房|住建|城乡建设|建设[厅局委]|人力资源|人社|"
    "劳动|职业技能|鉴定|消防|公安|交通|海事|农机|农业|国家能源|电监|电力|船级社|铁路|核安全|教育|认证|卫生|工会")


def tidy(text: str) -> str:
    """An issuer's text without blanks, bracketed remarks and the words of its seal.

    >>> tidy("浙江省 应急管理厅（印章）"), tidy("浙江省应急管理厅特种作业操作证专用章"), tidy("中华人民共和国应急管理部监制")
    ('浙江省应急管理厅', '浙江省应急管理厅', '中华人民共和国应急管理部')
    """
    plain = re.sub("[\\s\u200b\ufeff。.,;、]", "", unicodedata.normalize("NFKC", text))
    return SEAL.sub("", re.sub(r"[(\[【〔][^)\]】〕]*[)\]】〕]?", "", plain))


@lru_cache(maxsize=65536)
def judge(text: str) -> Issuer:
    """What body a text names.

    >>> judge("浙江省应急管理厅（印章）") == judge("浙江 应急管理厅") == Issuer(Kind.PROVINCE_AFTER, "33"), judge("温岭市应急管理局").kind
    (True, <Kind.COUNTY: 'county'>)
    >>> judge("浙江省安监局"), judge("浙江省台州市应急管理局").kind, judge("应急管理部监制").kind
    (Issuer(kind=<Kind.PROVINCE_BEFORE: 'province_before'>, code2='33', old=True, formal=False), <Kind.CITY: 'city'>, <Kind.MINISTRY: 'ministry'>)
    >>> [judge(name).kind.value for name in ("国家矿山安全监察局浙江局", "中国安全生产协会", "台州市市场监督管理局", "某某")]
    ['mine', 'other', 'other', 'unknown']
    """
    name = tidy(text)
    if MINISTRY.fullmatch(name):
        return Issuer(Kind.MINISTRY)
    if OLD_STATE.fullmatch(name):
        return Issuer(Kind.OLD_STATE_NAME, old=True)
    if body := BODY.fullmatch(name):
        old = body["before"] is not None
        kind, code2 = place(body["place"], old=old)
        return Issuer(kind, code2, old, FORMAL.search(name) is not None)
    if OTHER.search(name):
        return Issuer(Kind.OTHER)
    return Issuer(Kind.MINE if MINE.search(name) else Kind.UNKNOWN)


def place(name: str, *, old: bool) -> tuple[Kind, str | None]:
    """The rank of the body of a place, and the place's province."""
    province = Kind.PROVINCE_BEFORE if old else Kind.PROVINCE_AFTER
    if name in PROVINCES:
        return province, PROVINCES[name]
    if name in {"省", "自治区"}:
        return province, None
    above = next((p for p in sorted(PROVINCES, key=len, reverse=True) if name.startswith(p)), None)
    inside = name.removeprefix(above) if above else name
    if name in CITIES or inside in CITIES or re.fullmatch("第?[一二三四五六七八九十]+师(.+市)?", inside):
        return Kind.CITY, CITIES.get(name) or CITIES.get(inside) or (above and PROVINCES[above])
    code2 = PROVINCES[above] if above else None
    city = next((c for c in (inside[:n] for n in range(len(inside) - 1, 1, -1)) if c in CITIES), None)
    county = inside.removeprefix(city) if city else inside
    if name in COUNTIES or inside in COUNTIES or county in COUNTIES:
        return Kind.COUNTY, code2 or (city and CITIES[city]) or COUNTIES.get(name) or COUNTIES.get(inside)
    return Kind.UNPLACED, code2


def is_emergency(kind: Kind) -> bool:
    """Whether a body of this kind is an emergency-management (before: work-safety) body, so that the card is of this regime."""
    return kind in EMERGENCY


@derived
def emergency(claims: Claims) -> np.ndarray:
    """Rows whose issuer is an emergency-management body."""
    return claims.known("issuer") & claims.issuer.each(lambda text: is_emergency(judge(text).kind))


def of_kind(claims: Claims, *kinds: Kind) -> np.ndarray:
    """Rows whose issuer is of one of these kinds."""
    return claims.known("issuer") & claims.issuer.each(lambda text: judge(text).kind in kinds)


def named_before_reform(claims: Claims) -> np.ndarray:
    """Rows whose issuer has, written in full, the name that provinces and cities gave up in autumn 2018."""
    return of_kind(claims, Kind.PROVINCE_BEFORE, Kind.CITY, Kind.COUNTY) & claims.issuer.each(lambda text: judge(text).old and judge(text).formal)


def named_after_reform(claims: Claims) -> np.ndarray:
    """Rows whose issuer has the name that provinces and cities took in autumn 2018."""
    return emergency(claims) & claims.issuer.each(lambda text: not judge(text).old)

"""The other registers: whose paper a row is by number form, wording or issuer, and where that paper is looked up.

The table is data/adjacent_regimes.csv: `own_number` is a form that no other register has, `issuer_words` name the body that
signs, `paper_words` name the paper itself, `item_words` the kinds of work on it. A welder or electrician without 建筑 is ours.

An empty cell is never held for the absence of what might stand there: where it could make the paper one of this register,
or of another one, the row stays open. (A column that the table does not have at all says nothing and is not waited for.)
"""

from __future__ import annotations

import csv
import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from rules import issuers, trades
from rules.derived import derived

if TYPE_CHECKING:
    from rules.claims import Claims

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _pattern(*alternatives: str) -> re.Pattern[str]:
    """One pattern of several; without any it matches nothing."""
    return re.compile("|".join(filter(None, alternatives)) or "(?!)")


@dataclass(frozen=True)
class Regime:
    """One register, as its papers show it."""

    id: str
    name: str
    body: str
    lookup: str
    own_number: str
    issuer: re.Pattern[str]
    paper: re.Pattern[str]
    item: re.Pattern[str]

    def same_body(self, other: Regime) -> bool:
        return self.body == other.body or (self.issuer == other.issuer and self.issuer.pattern != "(?!)")


SAMR_WORDS = [re.escape(row["item"]) for row in _rows("samr_items.csv") if "焊接" not in row["item"]]
SAMR_WORDS.append(f"^(?:{'|'.join(row['code'] for row in _rows('samr_items.csv') if re.fullmatch('[A-Z][0-9]', row['code']))})(?![0-9A-Z])")
MOHURD_WORDS = [re.escape(row["trade"].split("（")[0]) for row in _rows("mohurd_trades.csv")]
MORE_WORDS = {"SAMR_OPERATOR": SAMR_WORDS, "MOHURD_SPECIAL": MOHURD_WORDS}

REGIMES = tuple(
    Regime(row["regime_id"], row["name"], row["body"], row["lookup"], row["own_number"], _pattern(row["issuer_words"]),
           _pattern(row["paper_words"]), _pattern(row["item_words"], *MORE_WORDS.get(row["regime_id"], ())))
    for row in _rows("adjacent_regimes.csv"))
BY_ID = {regime.id: regime for regime in REGIMES}
CODE = {regime.id: at for at, regime in enumerate(REGIMES)}
NONE = -1
OWN_NUMBERS = tuple((regime.own_number, CODE[regime.id]) for regime in REGIMES if regime.own_number)

# Which wording is asked first where a text holds several: the narrower paper before the wider one.
ORDER = tuple(BY_ID[name] for name in (
    "MOHURD_ABC", "SAFETY_ENGINEER", "NNSA_WELDER", "CCS_WELDER", "SAMR_WELDER", "MOHURD_SPECIAL", "FIRE_OPERATOR", "NEA_GRID", "MOHRSS_LEVEL",
    "MOHRSS_QUAL", "LOCAL_OTHER", "SAMR_OPERATOR", "MPS_BLAST", "RAIL", "AGRI", "TRANSPORT", "MEM_MANAGER", "ASSOCIATION"))
SAMR = (CODE["SAMR_OPERATOR"], CODE["SAMR_WELDER"])
GROUNDS = ("证书编号的形式", "项目名称", "签发机关", "项目名称和签发机关", "证书编号和项目名称")

OURS = re.compile("应急管理[厅局部]|应急[厅局]|安全生产监督管理|安全生产监督局|安全监管|安监|煤矿安全|矿山安全|煤监")
ASSOCIATION = re.compile("协会|学会|商会|联合会|促进会|研究院|研究会|研究所|中心|学院|学校|大学|技校|委员会$")
FIRM = re.compile("公司|集团|厂$")
PRIVATE = re.compile("协会|学会|商会|联合会|促进会|公司|集团")
ISSUER_OURS, ISSUER_ASSOCIATION, ISSUER_FIRM = 1001, 1002, 1003      # beside the codes of regimes


def describe(regime_id: str) -> dict[str, str]:
    """What an answer says of the other register: its id, the name of the paper, and where it is looked up.

    >>> describe("SAMR_OPERATOR")["lookup"]
    'cnse.samr.gov.cn（全国特种设备公示信息查询平台）'
    """
    regime = BY_ID[regime_id]
    return {"regime": regime.id, "name": regime.name, "lookup": regime.lookup}


@lru_cache(maxsize=65536)
def by_wording(text: str) -> tuple[int, bool]:
    """The register whose paper or kind of work a wording names, as a code (or NONE), and whether it names the paper itself.

    >>> [REGIMES[by_wording(t)[0]].id for t in ("叉车司机", "N1", "压力容器焊工", "建筑电工", "高级焊工", "进网作业", "塔吊司机")]
    ['SAMR_OPERATOR', 'SAMR_OPERATOR', 'SAMR_WELDER', 'MOHURD_SPECIAL', 'MOHRSS_LEVEL', 'NEA_GRID', 'MOHURD_SPECIAL']
    >>> {by_wording(t) for t in ("焊工证", "电工", "低压电工作业", "煤矿井下爆破作业", "架子工", "压力焊作业", "煤矿提升机操作作业")}
    {(-1, False)}
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).upper()
    for regime in ORDER:
        if regime.paper.search(plain):
            return CODE[regime.id], True
        if regime.item.search(plain):
            return CODE[regime.id], False
    return NONE, False


@lru_cache(maxsize=65536)
def by_issuer(text: str) -> int:
    """The register of the body that signed, as a code; or ISSUER_OURS, ISSUER_ASSOCIATION, ISSUER_FIRM, or NONE.

    >>> REGIMES[by_issuer("台州市市场监督管理局")].id, by_issuer("浙江省应急管理厅") == ISSUER_OURS, by_issuer("浙江省应急管理协会") == ISSUER_OURS
    ('SAMR_OPERATOR', True, False)
    >>> by_issuer("中国某某协会") == ISSUER_ASSOCIATION, by_issuer("某某有限公司") == ISSUER_FIRM, by_issuer("某某") == NONE
    (True, True, True)
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    private = PRIVATE.search(plain)
    if not private and (OURS.search(plain) or issuers.judge(text).kind in {issuers.Kind.MINE, issuers.Kind.MINISTRY, issuers.Kind.OLD_STATE_NAME}):
        return ISSUER_OURS
    body = next((at for at, regime in enumerate(REGIMES) if regime.issuer.search(plain)), NONE)
    if body != NONE and (not private or body == CODE["CCS_WELDER"]):
        return body
    if FIRM.search(plain):
        return ISSUER_FIRM
    return ISSUER_ASSOCIATION if ASSOCIATION.search(plain) else NONE


SAME_BODY = np.array([[one.same_body(other) for other in REGIMES] for one in REGIMES])


@derived
def found(claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """For each row the code of the other register whose paper it is (NONE: not one), and the ground (an index into GROUNDS)."""
    number, is_16 = _numbers(claims)
    wording, names_paper = _wording(claims)
    issuer = np.where(claims.filled("issuer"), claims.issuer.each(by_issuer, np.int16), NONE)
    if (number == NONE).all() and (wording == NONE).all() and ((issuer == NONE) | (issuer == ISSUER_OURS)).all() and not is_16.any():
        return np.full(claims.size, NONE, np.int16), np.zeros(claims.size, np.int8)
    body = np.where(issuer < len(REGIMES), issuer, NONE)
    ours, association, firm = issuer == ISSUER_OURS, issuer == ISSUER_ASSOCIATION, issuer == ISSUER_FIRM
    is_level, is_fire = wording == CODE["MOHRSS_LEVEL"], wording == CODE["FIRE_OPERATOR"]
    worded, signed, is_t = wording != NONE, body != NONE, claims.certificate.has_t
    bare = claims.certificate.bare.known
    ours_by_item = claims.filled("item") & claims.item.each(lambda text: trades.standard(text) is not None)
    agree = worded & (signed & SAME_BODY[wording, body] | is_level & (association | firm))      # firms and schools sign those
    whole = ~(_hole(claims, "certificate_number") | _hole(claims, "item") | _hole(claims, "issuer") | (~worded & _hole(claims, "category")))
    vocational = np.where(is_fire | is_level, wording, CODE["MOHRSS_QUAL"])
    private = np.where(firm & (wording == CODE["LOCAL_OTHER"]), CODE["LOCAL_OTHER"], CODE["ASSOCIATION"])
    by = {words: at for at, words in enumerate(GROUNDS)}
    ladder = (                                    # the first that holds decides
        (number != NONE, number, by["证书编号的形式"]),
        (agree, wording, by["项目名称和签发机关"]),
        (bare & ((wording == SAMR[0]) | (wording == SAMR[1])), wording, by["证书编号和项目名称"]),
        (~whole, NONE, 0),
        (ours & ~is_t & names_paper, wording, by["项目名称"]),
        (ours, NONE, 0),
        (signed, body, by["签发机关"]),
        (is_t & names_paper, wording, by["项目名称"]),
        (is_t & association, CODE["ASSOCIATION"], by["签发机关"]),
        (is_t, NONE, 0),
        (is_16 & ~ours_by_item, vocational, by["证书编号的形式"]),
        (firm & bare & ours_by_item, NONE, 0),    # the employer written into the issuer's cell, and the T left out
        (association | firm, private, by["签发机关"]),
        (worded, wording, by["项目名称"]),
    )
    code, ground = np.full(claims.size, NONE, np.int16), np.zeros(claims.size, np.int8)
    for condition, whose, why in reversed(ladder):
        np.copyto(code, np.asarray(whose, np.int16), where=condition)
        np.copyto(ground, np.int8(why), where=condition)
    return code, ground


def _numbers(claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """For each row the register that its number's form shows, and whether it has 16 digits that are no piece of the person's number."""
    code, is_16 = np.full(claims.size, NONE, np.int16), np.zeros(claims.size, bool)
    odd = np.flatnonzero(claims.certificate.known & ~claims.certificate.has_t & ~claims.certificate.bare.known)
    if len(odd):
        text = claims.certificate.text.take(pa.array(odd))
        for own, at in OWN_NUMBERS:
            code[odd[_matches(text, own)]] = at
        sixteen = odd[_matches(text, "^[0-9]{16}$")]
        numbers, persons = claims.certificate.text.take(pa.array(sixteen)).to_pylist(), claims.id.text.take(pa.array(sixteen)).to_pylist()
        whole = ~_hole(claims, "id_number")[sixteen]
        is_16[sixteen] = whole & np.array([one not in (other or "") for one, other in zip(numbers, persons, strict=True)], bool)
    return code, is_16


def _matches(text: pa.Array, pattern: str) -> np.ndarray:
    return pc.match_substring_regex(text, pattern).to_numpy(zero_copy_only=False)


def _wording(claims: Claims) -> tuple[np.ndarray, np.ndarray]:
    """For each row the register that its item names, or else its category, and whether the paper itself is named."""
    code, names_paper = _words(claims, "item")
    if claims.has("category"):
        other, other_names_paper = _words(claims, "category")
        use = (code == NONE) & ~_hole(claims, "item")
        code, names_paper = np.where(use, other, code), np.where(use, other_names_paper, names_paper)
    return code, names_paper


def _words(claims: Claims, field: str) -> tuple[np.ndarray, np.ndarray]:
    words, filled = getattr(claims, field), claims.filled(field)
    code = np.where(filled, words.each(lambda text: by_wording(text)[0], np.int16), NONE)
    return code, filled & words.each(lambda text: by_wording(text)[1])


def _hole(claims: Claims, field: str) -> np.ndarray:
    """Rows with an empty cell in a column that the table has."""
    return claims.stated(field) & ~claims.filled(field)


def column(claims: Claims) -> np.ndarray:
    """For each row the id of the other register whose paper it is, or None."""
    return np.array([*(regime.id for regime in REGIMES), None], object)[found(claims)[0]]


def is_of(claims: Claims, *regime_ids: str) -> np.ndarray:
    """Rows whose paper is of one of these registers."""
    codes = found(claims)[0]
    answer = np.zeros(claims.size, bool)
    for name in regime_ids:
        answer |= codes == CODE[name]
    return answer


def named(claims: Claims, rows: np.ndarray) -> dict[str, list[str]]:
    """What a rule's message says of the given rows: on what ground, which paper, whose, and where it is looked up."""
    codes, grounds = (values[rows] for values in found(claims))
    regimes = [REGIMES[code] for code in codes]
    return {
        "ground": [GROUNDS[ground] for ground in grounds],
        "paper": [regime.name for regime in regimes],
        "body": [regime.body for regime in regimes],
        "lookup": [regime.lookup for regime in regimes],
    }

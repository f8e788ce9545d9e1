"""Names: the form in which they are compared, what in them cannot be read, and whether two may be one person's.

A register holds one spelling, a roster another: dots, blanks, traditional and variant characters, a rare character lost
on the way. None of that is a difference. The variant characters and look-alikes are data (data/name_variants.csv).
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable
from functools import cache, lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any, Literal

import numpy as np

from rules.words import Words

FILE = Path(__file__).parent / "data" / "name_variants.csv"
Answer = Literal["same", "slip", "unclear", "differs"]

HAN = "\u3007\u2e80-\u2fd5\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"     # every plane, whatever Unicode the interpreter knows
IS_HAN = re.compile(f"[{HAN}]")
PLAIN = re.compile("[\u4e00-\u67cf\u67d1-\u9fff]{2,}(?:·[\u4e00-\u67cf\u67d1-\u9fff]{2,})*")     # all but 某, which hides a name
LEFT_OUT = re.compile("[\\s·•‧∙⋅・･．.。\u0387\u16eb\u2e31\ua78f\u00ad\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
ACCENT = re.compile("(?<=[A-Z])[\u0300-\u036f]+")
BRACKET = re.compile(r"[(（][^()（）]*[)）]")
PLACEHOLDERS = frozenset({"NA", "N/A", "NAN", "NULL", "NONE", "NIL", "无", "未知", "不详", "暂无", "待补"})
JOINED = re.compile("[、/／\\\\，,;；|\n\r]+")
ANY = ""                                                   # stands for characters that cannot be read, none or more


@cache
def _plainer() -> dict[int, str]:
    """Each traditional or variant character with the one that stands for it: made once, when first needed."""
    from opencc import OpenCC

    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simplified = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    table = {ord(one): other for one, other in zip(characters, simplified, strict=True) if one != other}
    for head, *variants in _groups("variant"):
        table |= dict.fromkeys(map(ord, variants), table.get(ord(head), head))
    return table


@cache
def _groups(kind: str) -> tuple[str, ...]:
    with FILE.open(encoding="utf-8", newline="") as file:
        return tuple(line["characters"] for line in csv.DictReader(file) if line["kind"] == kind)


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """The form in which names are compared: no dots, blanks, accents or case, simplified characters, one of each variant.

    >>> fold("买买提•艾力") == fold("买买提.艾力") == fold("买买提艾力") == "买买提艾力"
    True
    >>> fold("吳國華"), fold("测　甲"), fold("Jose\u0301 Li"), fold("甯峯"), fold("𠮷测")
    ('吴国华', '测甲', 'JOSELI', '宁峰', '𠮷测')
    """
    plain = LEFT_OUT.sub("", unicodedata.normalize("NFKC", name))
    if not plain.isascii():
        plain = plain.translate(_plainer())
    if re.search("[^\u4e00-\u9fff]", plain):
        plain = ACCENT.sub("", unicodedata.normalize("NFD", plain.upper()))
        plain = unicodedata.normalize("NFC", plain)
    return plain


def same(one: str, other: str) -> Answer:
    """Whether two names may be one person's: "same", "slip" (of the pen), "unclear" (something cannot be read), "differs".

    A masked or lost character is never counted as a difference.

    >>> same("买买提·艾力", "买买提艾力"), same("José", "JOSE"), same("吳國華", "吴国华")
    ('same', 'same', 'same')
    >>> same("测甲", "测*"), same("测?", "测𬀩"), same("测Kan", "测𬀩"), same("WANG GUOHUA", "王国华"), same("", "测甲")
    ('unclear', 'unclear', 'unclear', 'unclear', 'unclear')
    >>> same("王国华", "王国花"), same("王国华", "王华国"), same("王建己", "王建已"), same("王国华", "王华"), same("李因", "李音")
    ('slip', 'slip', 'slip', 'slip', 'slip')
    >>> same("阿卜杜拉·买买提", "阿不都拉·买买提"), same("买买提·艾力", "买买提"), same("赵敏（曾用名王伟芳）", "王伟芳")
    ('slip', 'slip', 'slip')
    >>> same("王国华", "王国强"), same("测甲", "测乙"), same("李因", "王音"), same("测*", "王甲"), same("JOSE", "MARIA")
    ('differs', 'differs', 'differs', 'differs', 'differs')
    """
    if not (left := fold(one)) or not (right := fold(other)):
        return "unclear"
    left_parts, right_parts = readable(left), readable(right)
    if ANY not in left_parts and ANY not in right_parts:
        if left == right:
            return "same"
        if bool(IS_HAN.search(left)) == bool(IS_HAN.search(right)):
            return "slip" if is_slip(left, right) or is_part(one, other) else "differs"
    elif not may_fit(left_parts, right_parts):
        return "slip" if is_part(one, other) else "differs"
    return "unclear"


def readable(folded: str) -> tuple[str, ...]:
    """The characters of a folded name, with ANY in place of each run that is masked, lost or not of its script.

    >>> readable("测?甲"), readable("测KAN"), readable("JOSE"), readable("王某某"), readable("王明(大)")
    (('测', '', '甲'), ('测', ''), ('J', 'O', 'S', 'E'), ('王', ''), ('王', '明', ''))
    """
    han = bool(IS_HAN.search(folded))
    parts: list[str] = []
    for character in BRACKET.sub("?", folded):
        fits = character != "某" and (IS_HAN.match(character) if han else character.isalpha() or character in "-'’")
        if fits:
            parts.append(character)
        elif not parts or parts[-1] != ANY:
            parts.append(ANY)
    return tuple(parts)


FORMER = re.compile("曾用名|原名|又名|别名|[:：]")
DOT = re.compile("[·•‧∙⋅・･．.。]")


def is_part(one: str, other: str) -> bool:
    """Whether one name stands in the other: as the name of before in brackets, or without the father's name behind the dot.

    >>> is_part("赵敏（曾用名王伟芳）", "王伟芳"), is_part("买买提·艾力", "买买提"), is_part("王伟芳", "王伟")
    (True, True, False)
    >>> is_part("买买提·艾力", "买买提·吐尔逊")
    False
    """
    for whole, part in ((one, fold(other)), (other, fold(one))):
        former = [FORMER.sub("", inside[1:-1]) for inside in BRACKET.findall(whole)]
        given = DOT.split(whole)[:1] if DOT.search(whole) and IS_HAN.search(whole) else []
        if len(part) > 1 and part in map(fold, (*former, *given)):
            return True
    return False


@lru_cache(maxsize=4096)
def may_fit(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Whether the readable characters of two names can be laid over each other.

    >>> may_fit(("测", ""), ("测", "试", "甲")), may_fit(("测", ""), ("王", "甲")), may_fit(("", "甲"), ("测", ""))
    (True, False, True)
    """
    reached = {0}                                          # places of `right` that may come next
    for part in left:
        if part == ANY:
            reached = set(range(min(reached, default=len(right) + 1), len(right) + 1))
            continue
        gaps = {at for start in reached for at in _past_gap(right, start)}
        inside = {at for at in gaps if at < len(right)}
        reached = {at + 1 for at in inside if right[at] in (part, ANY)} | {at for at in inside if right[at] == ANY}
    return any(set(right[at:]) <= {ANY} for at in reached)


def _past_gap(parts: tuple[str, ...], at: int) -> tuple[int, ...]:
    return (at, at + 1) if at < len(parts) and parts[at] == ANY else (at,)


def is_slip(one: str, other: str) -> bool:
    """Whether two folded names differ as by one slip: a character of the same sound or look, two exchanged, one left out.

    In a Latin name any one letter may be wrong.
    """
    if len(one) != len(other):
        short, long = sorted((one, other), key=len)
        return len(long) - len(short) == 1 and len(long) >= 3 and any(long[:at] + long[at + 1:] == short for at in range(len(long)))
    wrong = [at for at in range(len(one)) if one[at] != other[at]]
    if len(wrong) == 2 and wrong[1] == wrong[0] + 1 and len(one) >= 3 and one[wrong[0]] == other[wrong[1]] and one[wrong[1]] == other[wrong[0]]:
        return True
    if one.isascii() or other.isascii():
        return len(wrong) == 1 and len(one) >= 5
    if len(one) >= 4 and 2 * len(wrong) <= len(one):           # names of other languages are written by sound, in more than one way
        return all(sound_alike(one[at], other[at]) or len(wrong) == 1 and look_alike(one[at], other[at]) for at in wrong)
    if len(wrong) != 1:
        return False
    return sound_alike(one[wrong[0]], other[wrong[0]]) or look_alike(one[wrong[0]], other[wrong[0]])


def look_alike(one: str, other: str) -> bool:
    """Whether two characters are often taken for each other by their look."""
    return any(one in group and other in group for group in _groups("look"))


def sound_alike(one: str, other: str) -> bool:
    """Whether two characters share a sound, tones aside: input by sound picks the wrong one."""
    return bool(_sounds(one) & _sounds(other))


@lru_cache(maxsize=8192)
def _sounds(character: str) -> frozenset[str]:
    import pypinyin  # 0.2 s: only where two names differ in one character

    readings = pypinyin.pinyin(character, style=pypinyin.Style.NORMAL, heteronym=True, errors="ignore")
    return frozenset(reading for of_character in readings for reading in of_character)


def is_joined(name: str) -> bool:
    """Whether several names stand in one cell. A Latin name may hold a comma, a Han name of one character is none.

    >>> is_joined("测试甲、测试乙"), is_joined("测试甲/测试乙"), is_joined("Smith, John"), is_joined("买买提·艾力")
    (True, True, False, False)
    """
    parts = [part for part in map(fold, JOINED.split(name)) if part]
    return len(parts) > 1 and all(len(part) > 1 and all(map(IS_HAN.match, part)) for part in parts)


def damage(name: str) -> str:
    """What in a name cannot be part of one, in Chinese; empty where nothing is odd. Rare characters are not odd.

    >>> damage("测?"), damage("测Kan"), damage("NA"), damage("=1+1"), damage("王某某"), damage("测2")
    ('含有无法辨认或被遮盖的字符', '汉字姓名中夹有字母', '是占位文字', '像公式或程序代码', '含有无法辨认或被遮盖的字符', '含有数字')
    >>> [damage(fine) for fine in ("𠮷测", "𬌗甲", "José", "J. O'Neil-Li", "买买提•艾力", "王明(Wang Ming)", "测　甲", "测试甲、测试乙")]
    ['', '', '', '', '', '', '', '']
    """
    text = unicodedata.normalize("NFKC", name).strip()
    if text.upper() in PLACEHOLDERS:
        return "是占位文字"
    if text[:1] in "=+-@" or re.search(r"[<>{}$=]", text):
        return "像公式或程序代码"
    if re.search("[0-9]", text):
        return "含有数字"
    bare = LEFT_OUT.sub("", JOINED.sub("", BRACKET.sub("", text)))
    han = bool(IS_HAN.search(bare))
    if han and re.search("[A-Za-z]", bare):
        return "汉字姓名中夹有字母"
    fits = all(IS_HAN.match(c) or unicodedata.category(c)[0] in "LM" or c in "-'’‘`()" for c in bare)
    if not fits or not re.search(r"[^\W\d_]", bare) and not han or re.search("(?<=.)某", bare):
        return "含有无法辨认或被遮盖的字符"
    return ""


def of_unusual(words: Words, question: Callable[[str], Any], dtype: Any = bool) -> np.ndarray:
    """The answer a row, asked only of names that are not plain Han characters; the others have the answer of "" (nothing)."""
    if not hasattr(words, "unusual"):
        plain = PLAIN.fullmatch
        words.unusual = [at for at, name in enumerate(words.values) if not plain(name) or name in PLACEHOLDERS]
    answers = np.zeros(len(words.values), dtype)
    for at in words.unusual:
        answers[at] = question(words.values[at])
    return answers[words.codes]


def key(words: Words) -> np.ndarray:
    """A whole number (int64) for each row's folded name, the same in every table: for grouping. Mask missing names."""
    return words.each(lambda name: int.from_bytes(blake2b(fold(name).encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True),
                      np.int64)

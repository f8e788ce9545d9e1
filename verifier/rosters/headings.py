"""Find the heading of a sheet under its title lines, and say which column is which field.

A heading is known by the table in `rules/claim.py`, or it is not known: what only resembles a known one is proposed
to a person in the preview and never taken by itself.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rules.claim import FIELD_OF_HEADING, HEADINGS, IGNORED_HEADINGS, LABELS, heading_key
from verifier.rosters.sheet_xml import letters_of

LOOKED_AT = 60                                       # a heading stands in the first lines, or is not found
IDENTITY = ("name", "id_number", "certificate_number")
OF_THE_PERSON = ("name", "id_number", "id_type", "sex", "employer")
ALIKE = 75                                           # per cent of likeness from which a heading is proposed

SIMPLIFIED = str.maketrans(
    "編證號碼類別項領發機關單稱複審實際狀態業開結終員籤頒給種訊維準範圍內詢網連書東資屬級歲齡職務電話備註學歷號時間應複",
    "编证号码类别项领发机关单称复审实际状态业开结终员签颁给种讯维准范围内询网连书东资属级岁龄职务电话备注学历号时间应复")
STARTS = re.compile("^(起|始|自|开)")
ENDS = re.compile("^(止|至|终|截|结|到|失)")
NUMBERED = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5}
DIGITS = re.compile(r"\d{1,2}")
CHINESE = re.compile("[\u4e00-\u9fff]")
LONG_NUMBER = re.compile(r"\d{12,}")
LATIN = re.compile(r"[A-Z]+")
APART = re.compile(r"[/\n、|]|或")


@dataclass(frozen=True)
class Heading:
    """The heading of one sheet: its last line (from 1), the text over each column, and what each column is taken as."""

    row: int
    texts: tuple[str, ...]
    fields: tuple[str | None, ...] = ()
    proposed: dict[int, str] = field(default_factory=dict)       # by column: a field that its heading resembles
    ambiguous: str | None = None
    notices: tuple[str, ...] = ()
    lines: tuple[tuple[str, ...], ...] = ()                      # the heading's own lines, to know them when they come again

    @property
    def shape(self) -> str:
        """The same for sheets with the same headings in the same order."""
        return hashlib.sha256("\x1f".join(heading_key(text) for text in self.texts).encode()).hexdigest()[:16]


@lru_cache(maxsize=4096)
def field_of(text: str) -> tuple[str | None, int | None]:
    """The field that a heading names, and its number where it has one.

    >>> field_of("身份证号码（必填）"), field_of("有效期（起）"), field_of("操作项目2"), field_of("姓名/Name"), field_of("證書編號")
    (('id_number', None), ('valid_from', None), ('item', 2), ('name', None), ('certificate_number', None))
    >>> field_of("备注")
    (None, None)
    """
    if not text or len(text) > 40:
        return None, None
    whole = "".join(character for character in unicodedata.normalize("NFKC", text).upper() if character.isalnum())
    keys = [whole, heading_key(text), heading_key(APART.split(text.strip())[0]), LATIN.sub("", heading_key(text))]
    keys += [key.translate(SIMPLIFIED).replace("身分", "身份") for key in keys]
    for key in dict.fromkeys(keys):
        if key in FIELD_OF_HEADING:
            return FIELD_OF_HEADING[key], None
    for key in dict.fromkeys(keys[1:]):
        if (number := DIGITS.search(key)) and (plain := DIGITS.sub("", key)) in FIELD_OF_HEADING:
            return FIELD_OF_HEADING[plain], int(number[0])
        if key and key[-1] in NUMBERED and key[:-1] in FIELD_OF_HEADING:
            return FIELD_OF_HEADING[key[:-1]], NUMBERED[key[-1]]
    return None, None


def is_ignored(text: str) -> bool:
    return heading_key(text).translate(SIMPLIFIED) in IGNORED_HEADINGS


def field_under(group: str, text: str) -> tuple[str | None, int | None]:
    """The field of a heading in the second line, below the heading of its group.

    >>> field_under("有效期", "起"), field_under("有效期限", "结束日期"), field_under("操作证", "编号"), field_under("证书2", "操作项目")
    (('valid_from', None), ('valid_until', None), ('certificate_number', None), ('item', 2))
    """
    key = heading_key(text)
    if "有效" in group and STARTS.match(key):
        return "valid_from", None
    if "有效" in group and ENDS.match(key):
        return "valid_until", None
    together, number = field_of(group + text)
    alone = field_of(text)
    found = together or alone[0]
    if found and number is None and alone[1] is None and (digits := DIGITS.search(unicodedata.normalize("NFKC", group))):
        number = int(digits[0])
    return found, number if number is not None else alone[1]


# --- Finding it


def find(lines: Sequence[Sequence[str]]) -> Heading | None:
    """The heading among the first lines of a sheet, or None. Of several candidates the one that names most fields, then the first."""
    best, most = None, 0.0
    for at, line in enumerate(lines[:LOOKED_AT]):
        one = [(text, *field_of(text)) for text in line]
        two = _two_lines(line, lines[at + 1]) if at + 1 < len(lines) else None
        for row, columns, own in ((at + 1, one, (line,)), (at + 2, two, (line, lines[at + 1] if two else line))):
            if columns and (weight := _weight(columns, own)) > most:
                best, most = _heading(row, columns, own), weight
    return best


def _weight(columns: list[tuple[str, str | None, int | None]], own: Sequence[Sequence[str]]) -> float:
    """How much a line looks like a heading; 0: it is none."""
    fields = {found for _, found, _ in columns if found}
    ignored = sum(is_ignored(text) for text, found, _ in columns if text and not found)
    filled = sum(bool(text.strip()) for text, _, _ in columns)
    if not fields & set(IDENTITY) or any(LONG_NUMBER.search(text) for line in own for text in line):
        return 0
    if len(fields) + ignored < 2 and not (filled == 1 and fields):
        return 0
    return len(fields) + 0.1 * ignored + 0.01 * sum(bool(found) for _, found, _ in columns)


def _two_lines(upper: Sequence[str], lower: Sequence[str]) -> list[tuple[str, str | None, int | None]] | None:
    """Upper and lower line read as one heading, a group's heading standing over several columns; None where they are not that."""
    width = max(len(upper), len(lower))
    upper, lower = [*upper, *[""] * (width - len(upper))], [*lower, *[""] * (width - len(lower))]
    below = [text for text in lower if text.strip()]
    if not below or not all(len(text) <= 16 and CHINESE.search(text) for text in below) or [t for t in upper if t.strip()] == below:
        return None
    columns, group, combined = [], "", False
    for text, under in zip(upper, lower, strict=True):
        group = text.strip() or group
        if not under.strip():
            columns.append((text, *field_of(text)))
            continue
        found = field_under(group, under)
        if found[0] is None and not is_ignored(under):
            return None
        combined = combined or found[0] is not None
        columns.append((under if field_of(under)[0] == found[0] and found[1] is None else group + under, *found))
    return columns if combined else None


def _heading(row: int, columns: list[tuple[str, str | None, int | None]], own: Sequence[Sequence[str]]) -> Heading:
    texts = tuple(text.strip() for text, _, _ in columns)
    fields, ambiguous, notices = assigned(texts, [found for _, found, _ in columns], [number for _, _, number in columns])
    return Heading(row, texts, fields, {}, ambiguous, notices, tuple(tuple(line) for line in own))


def at(lines: Sequence[Sequence[str]], row: int) -> Heading:
    """The heading that ends at a given line, without saying what its columns are."""
    line = lines[row - 1] if 0 < row <= len(lines) else []
    two = _two_lines(lines[row - 2], line) if 1 < row <= len(lines) and any(field_of(text)[0] for text in lines[row - 2]) else None
    own = (lines[row - 2], line) if two else (line,)
    texts = tuple(text.strip() for text, _, _ in two) if two else tuple(text.strip() for text in line)
    return Heading(row, texts, tuple(None for _ in texts), lines=tuple(tuple(one) for one in own))


# --- Which column is which


def assigned(
    texts: Sequence[str], found: Sequence[str | None], numbers: Sequence[int | None],
) -> tuple[tuple[str | None, ...], str | None, tuple[str, ...]]:
    """One field a column; what has to be asked where two columns claim one field; and what was decided between them."""
    fields = list(found)
    questions, notices = [], []
    repeated = _repeated(texts, found, numbers)
    for name in dict.fromkeys(name for name in found if name):
        columns = [column for column, other in enumerate(found) if other == name]
        if len(columns) == 1 or name in repeated:
            continue
        chosen = _canonical(name, columns, texts)
        where = "、".join(f"{letters_of(column)} 列“{texts[column]}”" for column in columns)
        if chosen is None:
            questions.append(f"有 {len(columns)} 列都可作“{LABELS[name]}”（{where}）：请指定用哪一列，或只保留一列。")
            continue
        for column in columns:
            if column != chosen:
                fields[column] = None
        if name not in ("employer", "sex"):
            notices.append(f"有 {len(columns)} 列可作“{LABELS[name]}”（{where}），用了 {letters_of(chosen)} 列。")
    return tuple(fields), questions[0] if questions else None, tuple(notices)


def _repeated(texts: Sequence[str], found: Sequence[str | None], numbers: Sequence[int | None]) -> set[str]:
    """Fields of a certificate that come several times because a line holds several certificates."""
    places: dict[str, list[int]] = {}
    for column, name in enumerate(found):
        if name and name not in OF_THE_PERSON:
            places.setdefault(name, []).append(column)
    several = {name: columns for name, columns in places.items() if len(columns) > 1}
    numbered = {name for name, columns in several.items() if _counts_up([numbers[column] for column in columns])}
    alike = {name for name, columns in several.items() if len({heading_key(texts[column]) for column in columns}) == 1}
    counts = {len(several[name]) for name in numbered | alike}
    if len(counts) != 1 or (len(numbered | alike) < 2 and not numbered):
        return set()
    groups = [[several[name][nth] for name in numbered | alike] for nth in range(counts.pop())]
    in_order = all(max(before) < min(after) for before, after in zip(groups, groups[1:], strict=False))
    return numbered | alike if in_order or numbered == set(several) else set()


def _counts_up(numbers: list[int | None]) -> bool:
    """1, 2, 3 …; the first may go without."""
    return [number if number is not None or at else 1 for at, number in enumerate(numbers)] == list(range(1, len(numbers) + 1))


def _canonical(name: str, columns: list[int], texts: Sequence[str]) -> int | None:
    """The column whose heading is the field's own most plainly; None where a person has to say."""
    order = [heading_key(heading) for heading in HEADINGS[name]]
    ranks = [min((order.index(key) for key in (heading_key(texts[column]),) if key in order), default=len(order)) for column in columns]
    first = min(ranks)
    if ranks.count(first) > 1 and name not in ("employer", "sex", "id_type"):
        return None
    if name == "id_number" and sum("身份证" in texts[column] or "身份號" in texts[column] for column in columns) != 1:
        return None
    if name == "name" and first != 0:
        return None
    return columns[ranks.index(first)]


def with_proposals(heading: Heading) -> Heading:
    """The same, with proposals for columns whose headings only resemble known ones."""
    from rapidfuzz import fuzz, process
    missing = set(LABELS) - {name for name in heading.fields if name}
    choices = {key: name for key, name in FIELD_OF_HEADING.items() if name in missing}
    proposed = dict(heading.proposed)
    for column, text in enumerate(heading.texts):
        key = heading_key(text).translate(SIMPLIFIED)
        if column in proposed or heading.fields[column] or field_of(text)[0] or is_ignored(text) or not 2 <= len(key) <= 16:
            continue
        best = process.extractOne(key, list(choices), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if best and choices[best[0]] not in proposed.values():
            proposed[column] = choices[best[0]]
    return replace(heading, proposed=proposed)


def find_alike(lines: Sequence[Sequence[str]]) -> Heading | None:
    """A line in which nothing is known for certain, but at least two cells resemble headings, one of them of a person."""
    for row, line in enumerate(lines[:LOOKED_AT], 1):
        texts = tuple(text.strip() for text in line)
        if sum(map(bool, texts)) < 2 or any(LONG_NUMBER.search(text) for text in texts):
            continue
        known = {column: name for column, text in enumerate(texts) if (name := field_of(text)[0])}
        heading = with_proposals(Heading(row, texts, tuple(None for _ in texts), lines=(tuple(line),)))
        proposed = known | heading.proposed
        if len(proposed) >= 2 and set(proposed.values()) & set(IDENTITY):
            return replace(heading, proposed=proposed)
    return None


def groups_of(fields: Sequence[str | None]) -> tuple[dict[str, int], list[dict[str, int]]]:
    """Columns shared by all certificates of a line, and the columns of each certificate (at least one).

    A field that comes once is shared where it stands outside the columns of the groups, else it belongs to its group.

    >>> groups_of(("name", "certificate_number", "item", "valid_until", "review_due", "item", "valid_until", "employer"))
    ({'name': 0, 'certificate_number': 1, 'employer': 7}, [{'item': 2, 'valid_until': 3, 'review_due': 4}, {'item': 5, 'valid_until': 6}])
    """
    places: dict[str, list[int]] = {}
    for column, name in enumerate(fields):
        if name:
            places.setdefault(name, []).append(column)
    count = max(map(len, places.values()), default=1)
    if count == 1:
        return {}, [{name: columns[0] for name, columns in places.items()}]
    groups = [{name: columns[nth] for name, columns in places.items() if len(columns) > nth and len(columns) > 1} for nth in range(count)]
    starts = [min(group.values()) for group in groups]
    last = max(max(group.values()) for group in groups)
    shared = {}
    for name, columns in places.items():
        if len(columns) > 1:
            continue
        if name in OF_THE_PERSON or not starts[0] < columns[0] < last:
            shared[name] = columns[0]
        else:
            groups[max(nth for nth, start in enumerate(starts) if start < columns[0])][name] = columns[0]
    return shared, groups



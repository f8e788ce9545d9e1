"""Official hosts, and how imitations of them look: judge(text) says of an address, or of the text of a QR code, whose site it leads to.

Nothing is ever opened, resolved or fetched. A host that is on no list is unknown, and unknown is no reproach: many official
sites lie outside gov.cn (certificates.md, section 6), and a firm may print its own code on a card holder.
"""

from __future__ import annotations

import csv
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import unquote

import idna
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from rapidfuzz.distance import OSA

from rules.claims import Claims
from rules.words import Words

DATA = Path(__file__).parent / "data"


def _rows(name: str) -> list[dict[str, str]]:
    with open(DATA / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Sign(StrEnum):
    """What an address shows. Each has at most one rule under rules/site/."""

    OFFICIAL = "official"            # of emergency management, or a government portal that shows e-certificates
    RETIRED = "retired"              # the lookup before the reform of 2018
    OTHER_OFFICIAL = "other_official"   # official, but no place where this certificate is looked up
    IMITATION = "imitation"
    MISSPELT = "misspelt"            # an official name but for a letter, in an address as people type it
    HIDDEN = "hidden"                # the address does not show where it leads
    WECHAT = "wechat"
    SAFETY_NAME = "safety_name"      # a commercial host with a word of the trade in its name
    UNKNOWN = "unknown"
    NOTHING = "nothing"              # no address in the text at all


@dataclass(frozen=True)
class OfficialHost:
    """A line of data/official_hosts.csv."""

    host: str
    match: str
    operator: str
    regime: str
    status: str
    source: str


@dataclass(frozen=True)
class Judgement:
    """What is said of an address: a statement about the address, never about the holder of a certificate.

    judgement  official, imitation or unknown.
    host       the host that would really be reached (ASCII form), None where there is none or it cannot be told.
    reasons    Chinese sentences, for people.
    official   the matched line of the official hosts.
    odd_port   the port, where it is not the usual one.
    """

    judgement: str
    host: str | None
    reasons: tuple[str, ...]
    official: OfficialHost | None
    sign: Sign
    odd_port: int | None = None


LIMIT = 2000                         # characters of a text that are read; a QR code holds hardly more
OFFICIAL_HOSTS = tuple(
    OfficialHost(row["host"], row["match"], row["operator"], row["regime"], row["status"], row["source_id"]) for row in _rows("official_hosts.csv"))
EXACT = {row.host: row for row in OFFICIAL_HOSTS if row.match == "exact"}
SUFFIXES = tuple(sorted((row for row in OFFICIAL_HOSTS if row.match == "suffix"), key=lambda row: -len(row.host)))
FAKE_DOMAINS = tuple(row["domain"] for row in _rows("fake_domains.csv"))
PATTERNS = {row["pattern_id"]: re.compile(row["regex"]) for row in _rows("lookalike_patterns.csv")}

LOOKUP = "cx.mem.gov.cn"
IMITATED = (LOOKUP, "www.mem.gov.cn", "mem.gov.cn")
SHOWS_E_CERTIFICATES = {"www.gjzwfw.gov.cn", "www.zjzwfw.gov.cn"}
HOME = {"MEM", "MINE"}               # regimes whose sites belong on a special-operation certificate
USUAL_PORTS = {None, 80, 443}
OFFICIAL_PORTS = {("cranesystem.gdcic.net", 8080)}
WECHAT = {"mp.weixin.qq.com", "weixin.qq.com", "u.wechat.com"}
RETIRED_SINCE = np.datetime64("2019-09-01")     # cards printed from here on carry the new lookup (S21, S22, S28)
PRINTED_PATHS = {"", "/", "/special", "/special/", "/special?index=0"}   # as printed in notices, so as people type them
NOT_FORGEABLE = (".edu.cn",)         # a registry that checks its applicants; proxies of schools write other hosts into their own

WEB = re.compile(r"https?:[/\\]*", re.IGNORECASE)
OTHER_SCHEME = re.compile(r"([a-z][a-z0-9+.-]{0,30}):[/\\]{2}", re.IGNORECASE)
NO_PAGE = re.compile(r"(?:javascript|vbscript|data|file|blob|about|mailto|tel|sms|intent):", re.IGNORECASE)
WECHAT_SCHEME = re.compile(r"(?:weixin|wxp):", re.IGNORECASE)
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
BROKEN_LINE = re.compile(r"(?<=[./@:-])[\t\r\n]+|[\t\r\n]+(?=[.@:-])")   # a browser leaves these out; elsewhere a new line begins a new word
CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u3000]+")
HAN = "\u2e80-\u303f\u3400-\u9fff\uf900-\ufaff"
PLAIN = "0-9A-Za-z\u00c0-\u2dff\ua640-\uabff"       # what may be in a label that is not Chinese
RUN = re.compile(f"[{PLAIN}](?:[{PLAIN}.-]*[{PLAIN}])?")
WIDE_SIGN = re.compile(r"(?<=[0-9A-Za-z０-９Ａ-Ｚａ-ｚ.．])[℀℁℅℆﹖﹟﹨﹫＃／？＠＼⁇⁈⁉]\S*[.．。]")   # some programs take them for / ? # @ in a host
BACKSLASH_USER = re.compile(r"[^/?#@\\]*\\[^/?#]*@")
HAN_LETTER = re.compile(f"[{HAN}]")
LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
ENDINGS = re.compile(
    "cn|com|net|org|gov|edu|top|xyz|cc|vip|site|online|club|info|biz|co|io|tv|ltd|shop|link|wang|ren|pro|app|tech|store|fun|work|live|mobi|asia"
    "|wiki|ink|icu|cyou|hk|tw|us|cm|om")
FILE_ENDINGS = re.compile("jpe?g|png|gif|bmp|pdf|ofd|docx?|xlsx?|csv|txt|zip|rar|html?|php|jsp|aspx?|mp4")

# Letters of other scripts that look like ours (a selection of Unicode's confusables, UTS 39), and digits that do.
LOOK_ALIKE = str.maketrans("асеорхуѕіјԁԛԝмтвнкгпӏοαερχγνικτυϲɡցոօսɑıℓ0", "aceopxysijdqwmtbhkrnloaepxyviktucggnouailo")

LEADING_OFFICIAL = re.compile(r"(?:^|\.)(?:" + "|".join(re.escape(host) for host in (*EXACT, "mem.gov.cn")) + r")\.|(?:^|[.-])gov\.cn\.")
CX_MEM = re.compile(r"(?:^|[.-])cx[.-]?mem(?:[.-]|$)")
MEM_GOV = re.compile(r"mem[.-]?gov(?![a-z]{3})")
GOV = re.compile(r"gov[a-z]{0,2}|[a-z]*gov")


def _domain(host: str) -> str:
    """The registered domain of a Chinese or plain host name, near enough to tell one owner from another."""
    labels = host.split(".")
    two = len(labels) > 2 and labels[-1] == "cn" and labels[-2] in {"com", "net", "org", "gov", "edu", "ac"}
    return ".".join(labels[-3 if two else -2:])


OFFICIAL_DOMAINS = {_domain(host) for host in EXACT if not host.endswith("gov.cn")}


def judge(text: str) -> Judgement:
    """Whose site an address, or the text of a QR code, leads to. Any text is taken; nothing is ever contacted.

    Of several addresses the worst one speaks: an imitation before what is unknown, and that before what is official.

    >>> judge("https://cx.mem.gov.cn/special").judgement, judge("http://cx.mem.gov.cn.example.invalid/").judgement
    ('official', 'imitation')
    >>> judge("http://www.example.com/a").judgement, judge("特种作业操作证 T331081189703010078").sign.value
    ('unknown', 'nothing')
    """
    plain, cut = _prepared(text)
    if NO_PAGE.match(plain):
        return Judgement("unknown", None, ("内容不是网页地址",), None, Sign.UNKNOWN)
    found = [judgement for word in plain.split(" ") for judgement in _of_word(word, cut and plain.endswith(word), text)]
    if not found:
        return Judgement("unknown", None, ("内容中没有网址",), None, Sign.NOTHING)
    return min(found, key=lambda judgement: _ORDER[judgement.sign])


_ORDER = {sign: at for at, sign in enumerate((
    Sign.IMITATION, Sign.MISSPELT, Sign.HIDDEN, Sign.SAFETY_NAME, Sign.WECHAT, Sign.UNKNOWN, Sign.OTHER_OFFICIAL, Sign.RETIRED, Sign.OFFICIAL,
    Sign.NOTHING))}


def _prepared(text: str) -> tuple[str, bool]:
    """The part of a text that is read, in plain characters, its words parted by single blanks; and whether it was cut."""
    cut = len(text) > LIMIT
    plain = INVISIBLE.sub("", unicodedata.normalize("NFKC", text[:LIMIT]))
    return CONTROL.sub(" ", BROKEN_LINE.sub("", plain.strip())).strip().replace("。", "."), cut


def _of_word(word: str, cut: bool, given: str) -> list[Judgement]:
    """The addresses in one word (a run without blanks), judged: all from its first address on belongs to that address."""
    if match := WEB.search(word):
        return [_of_address(word[match.end():], cut, given)]
    if WECHAT_SCHEME.match(word):
        return [Judgement("unknown", None, ("二维码直接打开微信，看不到网址",), None, Sign.WECHAT)]
    if OTHER_SCHEME.search(word):
        return [Judgement("unknown", None, ("不是网页（http、https）地址",), None, Sign.UNKNOWN)]
    for match in RUN.finditer(word):
        if _is_host_as_typed(match[0], word[match.end():]) and word[match.end():match.end() + 1] != "@" and word[:match.start()][-1:] != "@":
            return [_of_address(word[match.start():], cut, given)]
    return []


def _is_host_as_typed(run: str, after: str) -> bool:
    """Whether a dotted word without http:// is meant as an address: not a file, a version, a unit or a person's number."""
    labels = run.lower().split(".")
    if len(labels) < 2 or not all(labels) or FILE_ENDINGS.fullmatch(labels[-1]):
        return False
    if len(labels) == 4 and all(label.isascii() and label.isdecimal() and int(label[:4]) < 256 for label in labels):
        return True
    is_name = labels[-1].isalpha() and len(labels[-1]) > 1
    return is_name and bool(ENDINGS.fullmatch(labels[-1]) or len(labels) > 2 or after.startswith("/"))


def _of_address(address: str, cut: bool, given: str) -> Judgement:
    """An address from its host on: taken apart as a browser does (WHATWG URL), and where programs differ, not called official."""
    slashed = address.replace("\\", "/")
    authority = re.split(r"[/?#]", slashed, maxsplit=1)[0]
    path = slashed[len(authority):]
    if cut and not path:
        return Judgement("unknown", None, ("文字过长，网址不完整",), None, Sign.UNKNOWN)
    user, at, place = authority.rpartition("@")
    if BACKSLASH_USER.match(address):
        return _of_two_readings(place, address)
    host, port = _host_of(place)
    if host is None:
        return Judgement("unknown", None, ("网址的写法有误，无法确定打开哪个网站",), None, Sign.UNKNOWN)
    judgement = _of_host(host, path in PRINTED_PATHS)
    if at:
        return _of_user_part(user, judgement)
    if judgement.judgement == "official" and WIDE_SIGN.search(given[:LIMIT]):
        return Judgement("unknown", None, ("网址与其他文字连在一起，无法确定打开哪个网站",), None, Sign.UNKNOWN)
    if port not in USUAL_PORTS and (host, port) not in OFFICIAL_PORTS:
        reasons = (*judgement.reasons, f"端口 {port} 不常见")
        return Judgement(judgement.judgement, judgement.host, reasons, judgement.official, judgement.sign, port)
    return judgement


def _of_two_readings(place: str, address: str) -> Judgement:
    """a\\@b: a browser opens a, other programs b. One of them being official is a disguise of the other."""
    readings = [_host_of(reading)[0] for reading in (place, re.split(r"[/?#]", address, maxsplit=1)[0].rpartition("@")[2])]
    hosts = [host for host in readings if host]
    strangers = [host for host in hosts if not _official(host)]
    if strangers and len(strangers) < len(hosts):
        reason = f"网址里写着官方网址，实际打开的可能是 {strangers[0]}"
        return Judgement("imitation", strangers[0], (reason,), None, Sign.IMITATION)
    return Judgement("unknown", None, ("网址中有“\\@”，不同软件打开的网站不同",), None, Sign.HIDDEN)


def _host_of(place: str) -> tuple[str | None, int | None]:
    """Host and port; None for a host that no program could open."""
    if place.startswith("["):
        inside, closed, rest = place[1:].partition("]")
        try:
            return f"[{ipaddress.IPv6Address(inside.partition('%')[0])}]" if closed else None, _port(rest)
        except ValueError:
            return None, None
    name, _, digits = place.partition(":")
    if re.match(r"[0-9]*[^0-9].*[.@]", digits):
        return None, None                    # no port: 80.other.example
    name = unquote(name, errors="replace").lower().replace("。", ".")
    lead = RUN.match(name)
    if lead and lead.end() < len(name):
        rest = name[lead.end():].strip(".")
        if not rest:
            name = lead[0]
        elif name[lead.end()] == "%" or "." in rest or "@" in place:
            return (name if HAN_LETTER.match(rest) else None), _port(digits)
        else:
            return lead[0], None             # words of a sentence behind the address
    return name.strip(".") or None, _port(digits)


def _port(digits: str) -> int | None:
    match = re.match(r":?(\d{1,5})(?!\d)", digits, re.ASCII)
    return int(match[1]) if match else None


def _of_user_part(user: str, judgement: Judgement) -> Judgement:
    """What stands before an @ is no host: the one behind it is reached."""
    names = set(RUN.findall(unquote(user).lower()))
    if judgement.judgement != "official" and re.fullmatch(r"[\w.:%-]*", user, re.ASCII) and any(_official(name) for name in names):
        reason = f"“@”前写着官方网址，实际打开的是 {judgement.host}"
        return Judgement("imitation", judgement.host, (reason,), None, Sign.IMITATION)
    if judgement.sign is Sign.IMITATION:
        return judgement
    if HAN_LETTER.search(user) or "," in user:
        return Judgement("unknown", None, ("网址与其他文字连在一起，无法确定打开哪个网站",), None, Sign.UNKNOWN)
    return Judgement("unknown", judgement.host, (f"“@”前的文字不是网址，实际打开的是 {judgement.host}",), None, Sign.HIDDEN)


def _official(host: str) -> OfficialHost | None:
    """The line of the list that a host is on: the very host, or a suffix at the boundary of a label."""
    if host in EXACT or host.removeprefix("www.") in EXACT or "www." + host in EXACT:
        return EXACT.get(host) or EXACT.get(host.removeprefix("www.")) or EXACT["www." + host]
    if all(LABEL.fullmatch(label) and not label.startswith("xn--") for label in host.split(".")):
        return next((row for row in SUFFIXES if host == row.host or host.endswith("." + row.host)), None)
    return None


def _of_host(host: str, as_printed: bool) -> Judgement:
    """Allow-list first, then the shapes of imitations. `as_printed`: nothing but the host or the printed page stands in the address."""
    if address := _ip(host):
        return Judgement("unknown", address, (f"网址是 IP 地址 {address}，看不出是哪个网站",), None, Sign.HIDDEN)
    ascii_host, shown = _both_forms(host)
    folded = _folded(shown)
    if official := _official(ascii_host):
        return _of_official(ascii_host, folded, official)
    if ascii_host.endswith(".gov.cn") and folded not in {*EXACT, *IMITATED}:      # inside a zone that no stranger can write to
        return Judgement("unknown", ascii_host, (f"域名中夹有特殊字符（{shown}），无法确认是哪个网站",), None, Sign.HIDDEN)
    if len(ascii_host) > 253 or not all(0 < len(label) < 64 for label in ascii_host.split(".")):
        return Judgement("unknown", None, ("网址的写法有误，无法确定打开哪个网站",), None, Sign.UNKNOWN)
    if any(ascii_host == fake or ascii_host.endswith("." + fake) for fake in FAKE_DOMAINS):
        return Judgement("imitation", ascii_host, (f"{ascii_host} 是有关部门通报过的仿冒网站",), None, Sign.IMITATION)
    if any(name.startswith(ascii_host) for name in IMITATED):
        return Judgement("unknown", ascii_host, (f"网址不完整，可能是 {LOOKUP} 被截断",), None, Sign.UNKNOWN)
    if not HAN_LETTER.search(shown) and (reason := _imitates(folded, shown)):
        typed = as_printed and ascii_host == shown and (_is_slip(ascii_host) or _official(folded) and OSA.distance(shown, folded) <= 1)
        return Judgement("imitation", ascii_host, (reason,), None, Sign.MISSPELT if typed else Sign.IMITATION)
    return _of_stranger(ascii_host, shown)


def _of_official(host: str, folded: str, official: OfficialHost) -> Judgement:
    if official.status == "retired_official":
        return Judgement("official", host, (f"{host} 是{official.operator}的旧网址，现已由 {LOOKUP} 代替",), official, Sign.RETIRED)
    if official.host == "gov.cn" and (OSA.distance(folded, LOOKUP) <= 1 or folded in IMITATED):
        return Judgement("unknown", host, (f"{host} 与官方查询网址 {LOOKUP} 只差个别字母，可能是录入错误",), None, Sign.OTHER_OFFICIAL)
    if official.host == "gov.cn":
        return Judgement("official", host, (f"{host} 是政府网站，但不是特种作业操作证的查询网址",), official, Sign.OTHER_OFFICIAL)
    if official.regime in HOME or host in SHOWS_E_CERTIFICATES:
        return Judgement("official", host, (f"{host} 是{official.operator}的网站",), official, Sign.OFFICIAL)
    return Judgement("official", host, (f"{host} 是{official.operator}的网站，不查询特种作业操作证",), official, Sign.OTHER_OFFICIAL)


def _imitates(folded: str, shown: str) -> str | None:
    """Why a host that is not official looks like one, in Chinese; None where it does not. `folded`: look-alike letters replaced."""
    if shown.endswith(NOT_FORGEABLE):
        return None
    if folded != shown and _official(folded):
        return f"用相近的字符写成 {folded} 的样子，并不是该网站"
    if LEADING_OFFICIAL.search(folded):
        return f"官方域名只是其开头部分，真正的域名是 {_domain(shown)}"
    if PATTERNS["LP03"].search(folded):
        return "域名中嵌有 gov-cn 字样，并不是政府网站"
    tokens = re.split(r"[.-]", folded)
    if ("mem" in tokens and any(GOV.fullmatch(token) for token in tokens)) or MEM_GOV.search(folded):
        return "域名中含有 mem 和 gov，并不是 mem.gov.cn"
    if CX_MEM.search(folded):
        return f"域名仿照 {LOOKUP} 的写法，并不是该网站"
    if any(OSA.distance(folded, name, score_cutoff=2) <= 2 for name in IMITATED) and any(OSA.distance(token, "gov") <= 1 for token in tokens[-2:-1]):
        return f"与官方网址 {LOOKUP} 只差个别字母，并不是该网站"
    return None


def _is_slip(host: str) -> bool:
    """Whether a slip of the pen makes this host of an official one: a letter wrong, missing or doubled, or another usual ending."""
    for name in IMITATED:
        stem = name.removesuffix("cn")
        if host in {stem + "com", stem + "com.cn"} or (OSA.distance(host, name) <= 1 and "-" not in host):
            return True
    return False


def _of_stranger(host: str, shown: str) -> Judgement:
    if PATTERNS["LP07"].search(host + "/"):
        return Judgement("unknown", host, (f"{host} 是短网址，看不出打开哪个网站",), None, Sign.HIDDEN)
    if host in WECHAT:
        return Judgement("unknown", host, ("二维码直接打开微信文章或公众号，看不出账号主体",), None, Sign.WECHAT)
    if shown != host and not HAN_LETTER.search(shown):
        return Judgement("unknown", host, (f"网址中有外文字母（{shown}），看不出是哪个网站",), None, Sign.HIDDEN)
    if _domain(host) not in OFFICIAL_DOMAINS and PATTERNS["LP04"].search(host):
        return Judgement("unknown", host, (f"{host} 含有安全生产或查询字样，但不在官方网址之列",), None, Sign.SAFETY_NAME)
    return Judgement("unknown", host, (f"{host} 不在官方网址之列",), None, Sign.UNKNOWN)


def _ip(host: str) -> str | None:
    """The address that a host of numbers means, in its usual form: 2130706433, 0x7f.1 and 0177.0.0.1 are 127.0.0.1."""
    if host.startswith("["):
        return host
    parts = host.split(".")
    if len(parts) > 4 or not all(re.fullmatch(r"0x[0-9a-f]{0,8}|[0-9]{1,11}", part) for part in parts):
        return None
    try:
        *high, low = [int(part[2:] or "0", 16) if part.startswith("0x") else int(part, 8 if part[0] == "0" else 10) for part in parts]
        if any(byte > 255 for byte in high) or low >= 256 ** (4 - len(high)):
            return host
        return str(ipaddress.IPv4Address(sum(byte << 24 - 8 * at for at, byte in enumerate(high)) + low))
    except ValueError:
        return host


def _both_forms(host: str) -> tuple[str, str]:
    """A host as the name system knows it (ASCII) and as it is shown; a name that is no valid one stays as it is."""
    if host.isascii() and "xn--" not in host:
        return host, host
    try:
        ascii_host = idna.encode(host, uts46=True).decode()
        return ascii_host, ".".join(_label_shown(label) for label in ascii_host.split("."))
    except (idna.IDNAError, UnicodeError):
        return host, ".".join(_label_shown(label) for label in host.split("."))


def _label_shown(label: str) -> str:
    try:
        return label[4:].encode("ascii").decode("punycode").lower() if label.startswith("xn--") else label
    except (UnicodeError, ValueError):
        return label


def _folded(host: str) -> str:
    """A host with accents dropped and look-alike letters replaced, also rn for m and vv for w."""
    base = "".join(c for c in unicodedata.normalize("NFD", host) if not unicodedata.combining(c))
    return base.translate(LOOK_ALIKE).replace("rn", "m").replace("vv", "w")


class Sites:
    """The judgements of a column of addresses, one for each distinct address, whatever page of a site it names."""

    def __init__(self, text: pa.Array):
        words = Words(_without_pages(text))
        self._judgements = [judge(value) for value in words.values]
        self._codes = words.codes

    def show(self, sign: Sign) -> np.ndarray:
        """Rows whose address shows a sign."""
        return np.array([judgement.sign is sign for judgement in self._judgements])[self._codes]

    def have_odd_port(self) -> np.ndarray:
        return np.array([judgement.odd_port is not None for judgement in self._judgements])[self._codes]

    def at(self, rows: np.ndarray) -> list[Judgement]:
        return [self._judgements[code] for code in self._codes[rows]]


SIMPLE = r"^https?://[0-9a-z.-]+/[!-\[\]-~]*$"
WORDS_ONLY = r"^[0-9A-Za-z\s_\x{4e00}-\x{9fff}-]*$"       # without a dot or a colon there is no address
PRINTED = r"^https?://[0-9a-z.-]+/(?:special(?:/|\?index=0)?)?$"


def _without_pages(text: pa.Array) -> pa.Array:
    """Plain addresses reduced to their host, and plain words to nothing: every person has another page or number, and it does not matter."""
    paged = pc.and_(pc.match_substring_regex(text, SIMPLE), pc.invert(pc.match_substring_regex(text, PRINTED)))
    text = pc.if_else(pc.match_substring_regex(text, WORDS_ONLY), "-", text)
    if not pc.any(paged).as_py():
        return text
    return pc.if_else(paged, pc.replace_substring_regex(text, r"^(https?://[0-9a-z.-]+/)[!-~]*$", r"\1-"), text)


def of(claims: Claims) -> Sites:
    """The judgements of the column qr_text, made once for a table."""
    if "sites" not in claims.__dict__:
        claims.__dict__["sites"] = Sites(claims.text["qr_text"])
    return claims.__dict__["sites"]


def reasons_at(claims: Claims, rows: np.ndarray) -> dict[str, list[str]]:
    """The first reason and the host of each of the given rows, for a rule's message."""
    judgements = of(claims).at(rows)
    return {"reason": [judgement.reasons[0] for judgement in judgements], "host": [judgement.host or "" for judgement in judgements]}

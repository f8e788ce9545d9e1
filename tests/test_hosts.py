"""Whose site an address leads to: official hosts, imitations, and every way of writing one that looks like the other."""

import socket
from datetime import date

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules import hosts
from rules.claims import Claims
from rules.hosts import Sign, judge

OFFICIAL = [
    "https://cx.mem.gov.cn/special?index=0",
    "cx.mem.gov.cn",
    "HTTP：／／ＣＸ．ＭＥＭ．ＧＯＶ．ＣＮ／special",
    "http://cx。mem。gov。cn/",
    "http://cx.mem.gov.cn./",
    "http:\\\\cx.mem.gov.cn\\special",
    "http:cx.mem.gov.cn",
    "网址：http://cx.mem.gov.cn，请登录查询。",
    "登录cx.mem.gov.cn。请输入姓名",
    "http://cx.mem.gov.cn\n证号:T331081189703010078",
    "http://c\u200bx.mem.gov.cn/",
    "http://%63x.mem.gov.cn/",
    "\u202ahttp://cx.mem.gov.cn\u202c",
    "https://cx.mem.gov.cn:443/",
    "https://cx.mem.gov.cn#@example.com",
    "https://other.mem.gov.cn/",
    "https://yjt.zj.gov.cn/",
]
IMITATION = [
    ("http://cx.mem.gov.cn.verify.example.invalid/", "cx.mem.gov.cn.verify.example.invalid"),
    ("mem.gov.cn.example.com", "mem.gov.cn.example.com"),
    ("http://cx.mem.gov.cn@evil.example.invalid/", "evil.example.invalid"),
    ("http://cx.mem.gov.cn\\@evil.example.invalid/", "evil.example.invalid"),
    ("http://evil.example.invalid\\@cx.mem.gov.cn/", "evil.example.invalid"),
    ("http://cx.mem.gov.cn%2eexample.com/", "cx.mem.gov.cn.example.com"),
    ("http://cx.mem.gov.cn\n.example.com/", "cx.mem.gov.cn.example.com"),
    ("http://сх.mem.gov.cn/", "xn--q1ai.mem.gov.cn"),
    ("http://xn--q1ai.mem.gov.cn/", "xn--q1ai.mem.gov.cn"),
    ("http://cx.mém.gov.cn/", "cx.xn--mm-bja.gov.cn"),
    ("https://cx.mem-gov.cn/", "cx.mem-gov.cn"),
    ("https://www.gov-cn.example.com/", "www.gov-cn.example.com"),
    ("https://mygovcn.example.com/", "mygovcn.example.com"),
    ("https://cx.mem.gov.com/card?id=1", "cx.mem.gov.com"),
    ("https://cx.mem.qov.cn/card?id=1", "cx.mem.qov.cn"),
    ("https://cx.rnem.gov.cc/card?id=1", "cx.rnem.gov.cc"),
    ("https://zs.mem.g0v.cn/card?id=1", "zs.mem.g0v.cn"),
    ("https://cxmem.example.com/", "cxmem.example.com"),
    ("https://cx.mem.com.cn/", "cx.mem.com.cn"),
    ("http://zscx.osta.org.cn.example.com/", "zscx.osta.org.cn.example.com"),
    ("http://www.wenling.g0v.cn/card?id=1", "www.wenling.g0v.cn"),
    ("http://gov.mem.example.com/", "gov.mem.example.com"),
    ("http://www.mem.gon.cn/card?id=1", "www.mem.gon.cn"),
    ("http://www.yananzw.cn/", "www.yananzw.cn"),
    ("yananzw.cn", "yananzw.cn"),
    ("官方网址 cx.mem.gov.cn 扫码 http://gov-cn.example.com/1", "gov-cn.example.com"),
]
NEVER_OFFICIAL_NOR_IMITATION = [
    "http://127.0.0.1/", "http://0/", "http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/",
    " \x01http://127.0.0.1/", "file:///etc/passwd", "ftp://cx.mem.gov.cn/", "javascript:alert(1)", "javascript://cx.mem.gov.cn/%0aalert(1)",
    "data:text/html,http://cx.mem.gov.cn/",
    "http://xn--80a0b.mem.gov.cn/", "http://user@example.com/", "https://t.cn/A6abc", "http://cx.mem.gov.cn%40example.com/",
    "http://cx.mem.gov.cn／.example.com/", "http://cx.mem.gov.cn：80.example.com/", "http://cx.mem.gov.cn,example.com/", "http://cx.mem.gov.cn，联系abc@example.com",
    "http://mem.gov.cn查询.com/", "https://example.com/?u=http://cx.mem.gov.cn/", "https://example.com#@cx.mem.gov.cn", "https://example.com/cx.mem.gov.cn",
    "http://" + "cx.mem.gov.cn." * 200, "http://[", "http://", "http://a..b/", "cx.men.gov.cn", "cx.mem.gov", "https://cx.mem.go", "www.mem.com.cn",
    "http://www.aqks.com/", "http://cx.example.com/", "https://mp.weixin.qq.com/s/1", "http://cx.mem.gov.cn 或 www.example.com",
    "https://cx-mem-gov-cn.webvpn.example.edu.cn/",
    "http://gx.osta.org.cn/", "a@mem.gov.cn", "http://remember-mem.governance.example.com/",
]
NO_ADDRESS = ["", "特种作业操作证 T331081189703010078", "T331081189703010078", "2024.6.1", "3.31E+17", "图片.jpg", "证件.v2.pdf",
              "35kV 0.4kV", "张·三"]


@pytest.mark.parametrize("text", OFFICIAL)
def test_official(text):
    assert judge(text).judgement == "official"
    assert judge(text).official.regime == "MEM"


@pytest.mark.parametrize(("text", "host"), IMITATION)
def test_an_imitation_is_named_with_the_host_that_is_reached(text, host):
    found = judge(text)
    assert (found.judgement, found.sign, found.host) == ("imitation", Sign.IMITATION, host)


@pytest.mark.parametrize("text", NEVER_OFFICIAL_NOR_IMITATION)
def test_what_cannot_be_told_is_unknown(text):
    assert judge(text).judgement == "unknown"


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_no_address(text):
    assert judge(text).sign is Sign.NOTHING


@pytest.mark.parametrize("text", ["cx.mem.gov.com", "cx.mem.gov.cm", "http://cx.mem.g0v.cn/", "cx.memgov.cn", "http://cx.mem.gpv.cn/special"])
def test_a_typed_address_with_a_slip_is_no_accusation(text):
    assert judge(text).sign is Sign.MISSPELT


@pytest.mark.parametrize("host", [
    "www.mee.gov.cn", "www.wenling.gov.cn", "xmem.gov.cn", "cnse.e-cqs.cn", "osta.org.cn", "cranesystem.gdcic.net:8080"])
def test_another_official_site_is_official_and_no_lookup(host):
    found = judge(f"http://{host}/")
    assert (found.judgement, found.sign, found.odd_port) == ("official", Sign.OTHER_OFFICIAL, None)


def test_every_listed_host_is_official():
    for host in hosts.EXACT:
        assert judge(f"https://{host}/x").judgement == judge(host).judgement == "official", host


def test_addresses_of_numbers_are_shown_as_they_are_reached():
    for text in ("http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://１２７.0.0.1/"):
        assert judge(text).host == "127.0.0.1"
    assert judge("http://256.1.1.1/").sign is Sign.HIDDEN


def test_reasons_are_given_in_words():
    for text in [*OFFICIAL, *(text for text, _ in IMITATION), *NEVER_OFFICIAL_NOR_IMITATION, *NO_ADDRESS]:
        reasons = judge(text).reasons
        assert reasons and all(reasons)
        assert not any(word in reason for reason in reasons for word in ("伪造", "假证", "造假"))


PIECES = st.sampled_from(["http://", "https:", "cx.", "mem", ".gov", ".cn", "gov-cn", "@", "\\", "/", ":", "?", "#", "%2e", "%", "。", "／", "xn--",
                          "сх", "[", "]", "::1", "0x", "查询", " ", "\n", "\t", ",", "t.cn", "example.com", "8080", "\u200b", "-", ".",
                          "weixin://", "a"])


@given(st.text(max_size=60) | st.lists(PIECES, max_size=12).map("".join) | st.text(alphabet=st.characters(), max_size=20).map("http://{}".format))
@example("http://[::1%25" + "a" * 40 + "]/")
@example("https://xn--" + "9" * 70 + "/")
@settings(max_examples=1500, deadline=None)
def test_no_text_breaks_it_and_official_means_an_official_host(text):
    found = judge(text)
    assert found.judgement in {"official", "imitation", "unknown"} and found.reasons
    if found.judgement == "official":
        assert found.host.isascii() and "xn--" not in found.host and "@" not in found.host
        assert found.host == found.official.host or found.host.endswith("." + found.official.host) or found.host.removeprefix("www.") in {
            found.official.host, found.official.host.removeprefix("www.")}


@given(st.lists(PIECES, max_size=8).map("".join) | st.from_regex(r"https?://(cx\.mem\.gov\.(cn|com)|[a-z0-9.]{1,9})/[!-~]{0,20}", fullmatch=True))
@settings(max_examples=800, deadline=None)
def test_a_column_says_what_each_text_alone_says(text):
    texts = pa.array([text, "https://cx.mem.gov.cn/card/1", text])
    found, alone = hosts.Sites(texts).at(np.arange(3)), judge(text)
    assert found[0] == found[2] == alone


def test_pages_of_one_site_are_judged_once(monkeypatch):
    asked = []
    monkeypatch.setattr(hosts, "judge", lambda text: asked.append(text) or judge(text))
    claims = Claims.of_rows([{"qr_text": f"https://example.com/card/{at}"} for at in range(500)], checked_on=date(2026, 11, 23))
    assert hosts.of(claims).show(Sign.UNKNOWN).all()
    assert hosts.of(claims) is hosts.of(claims)
    assert len(asked) == 1


def test_nothing_is_contacted(monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a socket was asked for")

    for name in ("socket", "getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    for text in [*OFFICIAL, *(text for text, _ in IMITATION), *NEVER_OFFICIAL_NOR_IMITATION]:
        judge(text)


@pytest.mark.parametrize("piece", ["a.", "x@", "cx.mem-", "\u0301", "ﷺ", "／.", "\\@", "a", "查.", "xn--a."])
def test_what_stands_behind_the_limit_is_not_read(piece):
    text = ("http://" + piece * hosts.LIMIT)[:hosts.LIMIT]
    assert judge(text + "a") == judge(text + piece * 200_000)


def test_a_host_that_was_cut_off_is_not_official():
    before = "单位 " * 2000
    whole = "http://cx.mem.gov.cn"
    assert judge(before[:hosts.LIMIT - len(whole)] + whole + ".example.com/").judgement == "unknown"
    assert judge(before[:hosts.LIMIT - len(whole) - 1] + whole + "/special" * 9).judgement == "official"


def test_a_mail_address_behind_a_comma_is_no_disguise():
    assert judge("http://cx.mem.gov.cn，联系abc@example.com").sign is Sign.UNKNOWN
    assert judge("http://cx.mem.gov.cn,abc@example.com").sign is Sign.UNKNOWN

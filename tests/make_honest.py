"""Writes tests/honest.csv: odd but honest people, for every case of data/honest_edge_cases.csv. Run it: python tests/make_honest.py

Nobody in it lives: births before 1900, or the district 00 that no number has; fifteen digits only with the sequence
that was kept for centenarians. Each false accusation that is ever reported becomes a line here. `outcome` is what is
concluded on 2026-11-23 without a register.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import count
from pathlib import Path

FILE = Path(__file__).parent / "honest.csv"
FIELDS = ("name", "id_number", "id_type", "certificate_number", "category", "item", "issuer", "first_issued", "valid_from", "valid_until",
          "review_due", "reviewed_on", "sex", "qr_text", "employer")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜"
GIVEN = "建国秀英志强春梅海涛丽娟明远文静德胜桂兰永福玉珍长庚素芬广林惠敏"
ROWS: list[dict[str, str]] = []
TURN = count()                 # of persons
CARDS = count()


def number(division: str, born: str, sequence: int) -> str:
    """An identity number with its check character.

    >>> number("331081", "18970301", 7)
    '331081189703010078'
    """
    digits = f"{division}{born}{sequence:03d}"
    return digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, WEIGHTS, strict=True)) % 11]


def person(division: str = "331081", *, born: str = "", check: str = "", male: bool | None = None) -> dict[str, str]:
    """The next person: a name, a number nobody has, and the sex that the number says."""
    turn = next(TURN)
    born = born or f"{1861 + turn * 7 % 38}{1 + turn * 5 % 12:02d}{1 + turn * 11 % 28:02d}"
    sequence = 20 + turn * 37 % 900
    while True:
        made = number(division, born, sequence)
        if (not check or made[17] == check) and (male is None or male == bool(sequence % 2)):
            break
        sequence += 1
    name = SURNAMES[turn % len(SURNAMES)] + GIVEN[turn * 3 % len(GIVEN)] + GIVEN[(turn * 7 + 1) % len(GIVEN)]
    return {"name": name, "id_number": made, "certificate_number": "T" + made, "sex": "男" if sequence % 2 else "女"}


def years_on(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28) if day.month == 2 else day.day)


def card(start: str = "", **changes: str) -> dict[str, str]:
    """A card as it should be: six years less a day, the review of the old law done where it fell due before 2026-06-01."""
    begins = date.fromisoformat(start) if start else date(2021, 1, 4) + timedelta(days=next(CARDS) * 53 % 1700)
    review = years_on(begins, 3)
    made = {
        "category": "电工作业", "item": "低压电工作业", "issuer": "浙江省应急管理厅", "first_issued": begins.isoformat(),
        "valid_from": begins.isoformat(),
        "valid_until": (years_on(begins, 6) - timedelta(days=1)).isoformat(), "review_due": review.isoformat(),
        "reviewed_on": (review - timedelta(days=20)).isoformat() if review < date(2026, 6, 1) else "", "employer": "温岭测试机械有限公司"}
    return made | changes


def honest(case: str, *parts: dict[str, str], outcome: str = "unchecked", **changes: str) -> dict[str, str]:
    """Put one line into the roster."""
    row = {"case": case, "outcome": outcome}
    for part in (*parts, changes):
        row |= part
    ROWS.append(row)
    return row


def dates() -> None:
    for start in ("2026-11-14", "2026-11-16", "2026-11-18", "2026-11-20", "2026-11-22", "2026-11-23"):
        honest("E01", person(), card(start, review_due=""))
    for due in ("2026-04-01", "2026-04-20", "2026-05-10", "2026-05-31"):
        honest("E02", person(), card(years_on(date.fromisoformat(due), -3).isoformat(), reviewed_on=""))
    for due, done in (("2026-05-20", "2026-05-30"), ("2026-03-02", "2026-02-20")):
        honest("E02", person(), card(years_on(date.fromisoformat(due), -3).isoformat(), reviewed_on=done))
    for due in ("2026-06-01", "2026-06-15", "2026-09-30", "2026-11-22", "2027-05-01", "2028-02-28"):
        honest("E03", person(), card(years_on(date.fromisoformat(due), -3).isoformat()))
    for start in ("2013-05-06", "2016-03-15", "2017-11-20", "2018-06-01", "2019-04-18", "2019-08-09"):
        honest("E04", person(), card(start, issuer="浙江省安全生产监督管理局"), outcome="lapsed")
    for start in ("2018-11-05", "2018-12-28", "2019-03-14", "2019-07-01", "2019-10-15", "2019-12-31"):
        honest("E05", person(), card(start, issuer="浙江省安全生产监督管理局"), outcome="lapsed")
    for text in ("http://cx.saws.org.cn", "cx.saws.org.cn", "https://cx.saws.org.cn/cert?no=12", "http://www.chinasafety.gov.cn"):
        honest("E06", person(), card("2018-05-14", issuer="浙江省安全生产监督管理局", qr_text=text), outcome="lapsed")
    for start, first in (("2024-06-09", "2018-06-10"), ("2023-03-01", "2017-03-02"), ("2025-01-15", "2012-01-16"), ("2026-09-01", "2020-09-01")):
        honest("E24", person(), card(start, first_issued=first))
    old = person()
    honest("E24", old, card("2019-06-10"), outcome="lapsed")
    honest("E24", old, card("2025-06-09", first_issued="2019-06-10"))
    for born, end in (("19660312", "2026-12-12"), ("19670705", "2028-02-05"), ("19680101", "2028-12-01"), ("19651130", "2026-12-30")):
        honest("E25", person("001234", born=born, male=True), card("2023-05-10", first_issued="2017-05-10", valid_until=end))
    for start, end in (("2021-06-11", "2027-06-10"), ("2021-06-11", "2027-06-11"), ("2024-02-29", "2030-02-28"), ("2024-02-29", "2030-03-01"),
                       ("2021-03-01", "2027-02-28"), ("2022-12-31", "2028-12-30")):
        honest("E26", person(), card(start, valid_until=end))
    for first in ("2010-08-12", "2012-03-20", "2008-05-30", "2004-10-10", "2011-02-28"):
        honest("E27", person(), card("2023-02-28", first_issued=first))
    for start, end in (("2024.6.1", "2030.5.31"), ("20240601", "20300531"), ("45444", "47634"), ("2024年6月1日", "2030年5月31日"),
                       ("2024/6/1", "2030/5/31"),
                       ("２０２４－０６－０１", "２０３０－０５－３１"), ("2024-06-01 00:00:00", "2030-05-31 00:00:00"),
                       ("2024年06月01日起", "至2030年05月31日")):
        honest("E28", person(), card("2024-06-01", valid_from=start, valid_until=end, first_issued=start))
    for start, end in (("2024年6月", "2030年5月"), ("24-6-1", "30-5-31"), ("2024-06-01", "长期"), ("06/01/2024", "05/06/2030"),
                       ("2024-06-01", "2030-02-30")):
        honest("E28", person(), card("2024-06-01", valid_from=start, valid_until=end), outcome="needs_correction")


def numbers() -> None:
    for items in (("低压电工作业", "高压电工作业"), ("熔化焊接与热切割作业", "低压电工作业"),
                  ("登高架设作业", "高处安装、维护、拆除作业", "制冷与空调设备运行操作作业")):
        somebody = person()
        for item in items:
            honest("E07", somebody, card(item=item, category=""))
    for division in ("332623", "332601", "332627", "332602", "332625", "332626", "339020", "510212", "330227", "332600", "330321", "512221",
                     "130103", "370702"):
        honest("E08", person(division), card())
    for division in ("331081", "331002", "330113", "330114", "331083", "330383", "320115", "500112", "350203"):
        honest("E09", person(division), card())
    for division, kind in (("810000", "港澳居民居住证"), ("820000", "港澳居民居住证"), ("830000", "台湾居民居住证"), ("810000", ""),
                           ("830000", "居住证"), ("710000", "")):
        honest("E10", person(division), card(), id_type=kind)
    for made in (number("911156", "18800311", 3), number("933000", "18911224", 12), number("950840", "18790808", 21)):
        honest("E11", person(), card(), id_number=made, certificate_number="T" + made, id_type="外国人永久居留身份证", name="JOHANN MUELLER",
               sex="")
    for made in ("USA110081030412", "DEU330085121207"):
        honest("E11", person(), card(), id_number=made, certificate_number="T" + made, id_type="外国人永久居留身份证", name="ANNA SCHMIDT", sex="")
    for made, kind, name in (("E00000017", "护照", "CARLOS RIVERA"), ("H0000001802", "港澳居民来往内地通行证", "陈大文"),
                             ("00000019", "台湾居民来往大陆通行证", "林小美"),
                             ("M00000020", "回乡证", "黄国栋"), ("0000002101", "台胞证", "郭志豪"), ("G00000022", "护照", "JOSÉ ÁLVAREZ")):
        honest("E12", person(), card(), id_number=made, certificate_number="T" + made, id_type=kind, name=name, sex="")
    fifteen = "332623850301998"
    whole = number("332623", "19850301", 998)
    for certificate, item in (("T" + whole, "低压电工作业"), ("T" + fifteen, "高压电工作业")):
        honest("E13", person(), card(item=item), name="吴阿婆", id_number=fifteen, certificate_number=certificate, sex="女")
    for sign in ("x", "ｘ", "Ｘ", "X", "Χ", "ⅹ", "Ⅹ", "×", "✕", "Х"):
        somebody = person(check="X")
        honest("E14", somebody, card(), id_number=somebody["id_number"][:17] + sign)
    for sign in ("x", "×", "ｘ"):
        somebody = person(check="X")
        honest("E14", somebody, card(), certificate_number="T" + somebody["id_number"][:17] + sign)
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    for write in (lambda n: n.translate(wide), lambda n: f"'{n}", lambda n: f"‘{n}", lambda n: f" {n} ", lambda n: f"{n[:6]} {n[6:14]} {n[14:]}",
                  lambda n: f"{n[:6]}-{n[6:14]}-{n[14:]}", lambda n: f"\u200b{n}\ufeff", lambda n: f"{n[:10]}\u00a0{n[10:]}",
                  lambda n: f"{n}\u3000"):
        somebody = person()
        honest("E15", somebody, card(), id_number=write(somebody["id_number"]))
    for write in (lambda n: f"{int(n[:17] + '0'):.5E}", lambda n: f"{int(n[:17] + '0'):.14E}", lambda n: n[:15] + "000",
                  lambda n: n[:15] + "000", lambda n: ""):
        somebody = person(check="5")
        honest("E16", somebody, card(), id_number=write(somebody["id_number"]))
    for write in (lambda n: f"{int(n[:17] + '0'):.5E}", lambda n: n[:15] + "000"):
        somebody = person(check="7")
        honest("E16", somebody, card(), id_number=write(somebody["id_number"]), certificate_number="", outcome="needs_correction")
    for write in (lambda n: n, lambda n: "t" + n, lambda n: "特" + n, lambda n: "Ｔ" + n, lambda n: "T " + n, lambda n: "ｔ" + n,
                  lambda n: "T-" + n):
        somebody = person()
        honest("E17", somebody, card(), certificate_number=write(somebody["id_number"]))
    corrected = person()
    honest("E36", corrected, card(), certificate_number="T" + number("332623", corrected["id_number"][6:14], 41), sex="")
    for _ in range(3):
        older, newer = person("332623"), person()
        honest("E36", newer, card(), certificate_number=older["certificate_number"])
        honest("E07", person(), card())
    twin, other = person("332623"), person()
    honest("E36", twin, card(item="高压电工作业"))
    honest("E07", person(), card())
    honest("E36", other, card(), name=twin["name"], certificate_number=twin["certificate_number"])


def names() -> None:
    for dot in ("·", "•", "‧", "∙", "・", ".", "", "．", "⋅", "･"):
        honest("E18", person("650102"), card(), name=f"买买提{dot}艾力")
    uighur = person("653101")
    for name, item in (("阿依古丽·吐尔逊", "低压电工作业"), ("阿依古丽•吐尔逊", "高压电工作业"), ("阿依古丽吐尔逊", "电气试验作业")):
        honest("E18", uighur, card(item=item), name=name)
    for name in ("𠮷田明", "王㛃", "李𬌗", "张䶮", "陈喆燚"):
        honest("E19", person(), card(), name=name)
    for name in ("王Kan", "李?", "张□", "陈\ue863", "刘*"):
        honest("E19", person(), card(), name=name, outcome="needs_correction")
    for name in ("吳國華", "陳峯", "甯建軍", "張寬", "劉錦濤"):
        honest("E20", person(), card(), name=name)
    spelt = person()
    honest("E20", spelt, card(), name="吳錦榮")
    honest("E20", spelt, card(item="高压电工作业"), name="吴锦荣")
    changed = person()
    honest("E21", changed, card(item="低压电工作业"), name="李招娣")
    honest("E21", changed, card(item="高压电工作业"), name="李思远")
    for _ in range(2):
        again = person()
        honest("E21", again, card(item="低压电工作业"), name="王狗剩")
        honest("E07", person(), card())
        honest("E21", again, card(item="熔化焊接与热切割作业", category="焊接与热切割作业"), name="沈嘉木")
    for name in ("  王  建国 ", "王　建国", "王建国\u200b"):
        honest("E32", person(), card(), name=name)
    for kind in ("身份证", "居民身份证", "二代身份证"):
        honest("E32", person(), card(), id_type=kind)


def places() -> None:
    for issuer in ("江苏省应急管理厅", "四川省应急管理厅", "上海市应急管理局", "广西壮族自治区应急管理厅"):
        honest("E22", person(), card("2023-08-01", first_issued="2017-08-01", issuer=issuer))
    moved = person("620102")
    honest("E22", moved, card("2018-12-10", issuer="甘肃省应急管理厅"), outcome="lapsed")
    honest("E22", moved, card("2024-12-10", first_issued="2018-12-10"))
    for division, issuer in (("510212", "浙江省应急管理厅"), ("420102", "广东省应急管理厅"), ("331081", "贵州省应急管理厅"),
                             ("130102", "新疆维吾尔自治区应急管理厅"),
                             ("230102", "浙江省台州市应急管理局"), ("331081", "新疆生产建设兵团应急管理局")):
        honest("E23", person(division), card(issuer=issuer))
    for text in ("", "https://cx.mem.gov.cn", "https://cx.mem.gov.cn/special?index=0", "http://cx.mem.gov.cn/", "https://www.gjzwfw.gov.cn/",
                 "电子证照"):
        honest("E29", person(), card("2023-10-08"), qr_text=text)
    for item, issuer, certificate in (
            ("N1叉车司机", "台州市市场监督管理局", ""), ("起重机司机Q2", "浙江省市场监督管理局", ""),
            ("建筑电工", "浙江省住房和城乡建设厅", "浙A042011000001"),
            ("建筑架子工", "浙江省住房和城乡建设厅", "浙J032019000123"), ("消防设施操作员", "人力资源和社会保障部", "2131003001234567"),
            ("焊工（四级）", "浙江省人力资源和社会保障厅", "S000133000001241000001"),
            ("安全生产知识和管理能力考核合格证", "浙江省住房和城乡建设厅", "浙建安C(2019)0123456"),
            ("焊工", "中国焊接协会", "2023001")):
        somebody = person()
        honest("E30", somebody, card(issuer=issuer, review_due="", category="其他"), item=item,
               certificate_number=certificate or somebody["id_number"],
               outcome="other_register")
    for _ in range(3):
        honest("E31", person(), card())
    for division in ("331081", "332623", "510212", "522225", "412824", "362301", "331082", "341221", "331081", "331002", "420102", "331081"):
        honest("E33", person(division), card("2024-05-20"))
    for item, issuer in (("煤矿安全监测监控作业", "山西省应急管理厅"), ("煤矿井下电气作业", "国家矿山安全监察局陕西局"),
                         ("煤矿瓦斯检查作业", "国家矿山安全监察局贵州局"),
                         ("金属非金属矿井通风作业", "浙江省应急管理厅"), ("煤矿提升机操作作业", "山西煤矿安全监察局")):
        honest("E34", person("140102"), card("2021-06-21", item=item, category="", issuer=issuer))
    for born, male in (("19660401", True), ("19640815", True), ("19690301", False), ("19720615", False), ("19740930", False), ("19631205", True)):
        honest("E35", person("001234", born=born, male=male), card())


def write() -> None:
    dates()
    numbers()
    names()
    places()
    with FILE.open("w", encoding="utf-8", newline="") as file:
        lines = csv.DictWriter(file, ("case", "outcome", *FIELDS), restval="", lineterminator="\n")
        lines.writeheader()
        lines.writerows(ROWS)


if __name__ == "__main__":
    write()

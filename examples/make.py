"""Makes the three sample rosters beside this file: python examples/make.py. The same bytes each time.

Everybody in them is invented. Their numbers are of district 00, which does not exist: VERIFIER_ALLOW_TEST_IDS=1 accepts them.
"""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
MADE_ON = datetime.datetime(2026, 11, 23)

LOW, HIGH = "低压电工作业", "高压电工作业"
WELDING, CLIMBING, SCAFFOLD, COOLING = "熔化焊接与热切割作业", "登高架设作业", "高处安装、维护、拆除作业", "制冷与空调设备运行操作作业"
CATEGORY = {LOW: "电工作业", HIGH: "电工作业", WELDING: "焊接与热切割作业", CLIMBING: "高处作业", SCAFFOLD: "高处作业", COOLING: "制冷与空调作业"}
ISSUER = "浙江省应急管理厅"


def number(district: str, born: str, sequence: int) -> str:
    """An identity number with its check character."""
    head = f"{district}{born}{sequence:03d}"
    return head + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(head, WEIGHTS, strict=True)) % 11]


def full_width(text: str) -> str:
    return text.translate({ord(plain): ord(plain) + 0xFEE0 for plain in "0123456789X"})


def six_years_on(first: str) -> str:
    """The day before the same day six years later."""
    day = datetime.date.fromisoformat(first)
    return (day.replace(year=day.year + 6) - datetime.timedelta(days=1)).isoformat()


def person(name: str, born: str, sequence: int, item: str = LOW, first: str = "2024-03-18", **changed) -> dict:
    """A line of a roster that is in order, and what is odd about it."""
    own = number("001002", born, sequence)
    line = {
        "name": name, "id": own, "certificate": "T" + own, "category": CATEGORY.get(item, ""), "item": item, "issuer": ISSUER,
        "first": first, "from": first, "until": six_years_on(first), "review": "", "qr": "", "note": "",
    }
    return line | changed


def in_order() -> list[dict]:
    """People whose papers are as they should be."""
    given = (
        ("郑一帆", "19750312", 11, LOW, "2023-04-20"),
        ("邵明山", "19820907", 17, LOW, "2024-03-18"),
        ("许青禾", "19910625", 24, HIGH, "2024-05-09"),
        ("傅大江", "19691130", 31, WELDING, "2022-08-15"),
        ("柯小雨", "19950114", 42, WELDING, "2024-09-02"),
        ("蒋远志", "19880421", 53, CLIMBING, "2023-11-06"),
        ("黎春生", "19780719", 59, SCAFFOLD, "2025-02-24"),
        ("孟立秋", "19840808", 66, COOLING, "2025-06-11"),
        ("田守成", "19730228", 71, LOW, "2021-12-13"),
        ("温子昂", "19970303", 83, HIGH, "2025-09-01"),
        ("龚长河", "19810516", 91, LOW, "2024-07-22"),
        ("尹秋实", "19900922", 104, WELDING, "2023-03-27"),
    )
    return [person(*one) for one in given]


def messy() -> tuple[list[dict], list[dict], list[dict]]:
    """Three teams. What is odd stands in the words beside it."""
    first = in_order()
    first[1]["id"] = f"'{first[1]['id']} "
    first[2]["id"] = full_width(first[2]["id"])
    first[4]["until"] = "2030年9月1日"
    first[5]["until"] = "20291105"
    first[6] |= {"from": "2025.2.24", "until": "2031/2/23"}
    first[8] |= {"from": 44543, "until": 46733, "note": "日期是数字"}
    repaired, lost = person("汤景明", "19870611", 117), person("阮小舟", "19930815", 122)
    repaired["id"] = repaired["id"][:15] + "000"                              # was a number once: the T-number still knows it
    lost |= {"id": float(lost["id"][:15] + "000"), "certificate": ""}         # a number cell, and nothing knows it any more
    twice = person("骆文斌", "19790204", 133, f"{LOW}、{WELDING}", category="")
    slip = person("宁可为", "19860923", 139)
    slip["id"] = slip["id"][:14] + slip["id"][15] + slip["id"][14] + slip["id"][16:]   # two neighbours exchanged
    second = [
        repaired, lost, twice, slip,
        person("岳长风", "19760518", 146, first="2018-05-21", until="2024-05-20", note="证已过期"),
        person("颜如松", "19830127", 151, WELDING, "2020-10-12", note="上月到期"),
        person("戚家和", "19711009", 157, first="2022-09-19", until="2042-09-18", note="有效期 20 年"),
        person("柏青山", "19890630", 162, qr="https://cx.mem.gov.cn.te-zhong-chaxun.invalid/q?id=8841", note="二维码来自中介"),
        person("左向南", "19800405", 168, qr="https://cx.mem.gov.cn/special?index"),
        person("祝雪梅", "19941218", 175, certificate="", note="证书遗失，补办中"),
        person("管平安", "19920711", 181, LOW, first="2026-11-16", note="上周取证"),
        person("阎立春", "19850303", 186, id="001002********1862", certificate=""),
    ]
    for one in second[1:4]:
        one["issuer"] = ""                                                    # written once, in a merged cell over four lines
    forklift = person("皮运达", "19780826", 193, "叉车司机 N1", issuer="某市市场监督管理局", category="特种设备作业")
    forklift["certificate"] = forklift["id"]
    builder = person("卓建业", "19810214", 199, "建筑电工", issuer="浙江省住房和城乡建设厅", category="建筑施工特种作业")
    builder["certificate"] = "浙A042021000317"
    worker = person("鲍工匠", "19741102", 204, "电工（高级工）", issuer="某职业技能鉴定中心", category="职业技能等级")
    worker["certificate"] = "S000033020193000412"
    other = person("薄云天", "19900519", 208)
    other["certificate"] = "T" + number("001002", "19660606", 333)
    third = [
        forklift, builder, worker, other,
        person("冉冉", "19960229", 213), person("古丽娜尔·买买提", "19930421", 224), person("欧阳一川", "19870717", 229, HIGH, "2024-01-15"),
        person("申屠月", "19820109", 236, COOLING, "2022-04-11", review="2025-04-10"), person("单于飞", "19991231", 241, CLIMBING, "2025-03-03"),
        person("詹小刚", "19770815", 248, first="2023-06-26", until="长期"), person("钮三石", "19680530", 253, WELDING, "2021-09-06"),
        person("", "19840606", 261, note="姓名漏填"), person("谷雨", "19880420", 266, "维修工", category=""),
    ]
    copied = third[4]["id"]
    third += [person(name, "19900101", 270, LOW, first="2024-08-19", id=copied, certificate="") for name in ("荀一", "荀二")]
    return first, second, third


COLUMNS = ("id", "certificate", "category", "item", "issuer", "first", "from", "until", "review", "qr", "note")
HEADING = ("序号", "姓 名", "身份证号码", "证书编号", "作业类别", "准操项目", "发证机关", "初领日期", "有效期", None, "应复审日期", "二维码", "备注")


def roster_messy() -> bytes:
    """An xlsx as an office makes it."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False, "strings_to_formulas": False})
    book.set_properties({"title": "特种作业人员名册（示例，人员均为虚构）", "created": MADE_ON})
    sheet = book.add_worksheet("特种作业人员")
    head = book.add_format({"bold": True, "align": "center", "valign": "vcenter", "border": 1})
    title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    sheet.merge_range(0, 0, 0, 12, "某某建设有限公司特种作业人员名册（示例，人员均为虚构）", title)
    sheet.write(1, 0, "填报单位：某某建设有限公司")
    sheet.write(1, 8, "填报日期：2026年11月20日")
    for column, text in enumerate(HEADING):
        if text == "有效期":
            sheet.merge_range(2, 8, 2, 9, text, head)
            sheet.write_row(3, 8, ("起", "止"), head)
        elif text:
            sheet.merge_range(2, column, 3, column, text, head)
    row, serial = 4, 0
    for team, people in zip("一二三", messy(), strict=True):
        begins = row
        for one in people:
            serial += 1
            sheet.write_number(row, 0, serial)
            sheet.write_string(row, 1, one["name"])
            for column, name in enumerate(COLUMNS, 2):
                _write(sheet, row, column, one[name], day)
            row += 1
        if team == "二":
            sheet.merge_range(begins, 6, begins + 3, 6, ISSUER)
        sheet.write(row, 0, "小计")
        sheet.write(row, 1, f"{team}队 {len(people)} 人")
        row += 1
        if team == "一":                                   # the office prints the heading again on each page
            for column, text in enumerate(HEADING):
                sheet.write(row, column, text)
            row += 1
    sheet.write(row, 0, f"合计：{serial} 人")
    sheet.write(row + 2, 0, "注：以上人员均已签订劳动合同。")
    sheet.write(row + 3, 0, "制表人：某某")
    sheet.write(row + 3, 6, "负责人签字：")
    sheet.set_column(1, 12, 14)
    sheet.set_column(2, 3, 22)
    sheet.freeze_panes(4, 2)
    sheet.set_row(9, None, None, {"hidden": True})         # somebody filtered, and forgot
    notes = book.add_worksheet("填表说明")
    notes.write_column(0, 0, ("1. 请如实填写。", "2. 身份证号码请设为文本格式。"))
    book.close()
    return out.getvalue()


def _write(sheet, row: int, column: int, value, day) -> None:
    if isinstance(value, (int, float)):
        sheet.write_number(row, column, value)
    elif column in (7, 8, 9) and row % 3 == 0 and len(value) == 10 and value[4] == "-":
        sheet.write_datetime(row, column, datetime.datetime.fromisoformat(value), day)
    elif value:
        sheet.write_string(row, column, value)


def as_csv(people: list[dict], encoding: str) -> bytes:
    """A csv of plain columns."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(("姓名", "身份证号", "证书编号", "作业类别", "操作项目", "签发机关", "初领日期", "有效期开始日期", "有效期结束日期"))
    writer.writerows([one[name] for name in ("name", "id", "certificate", "category", "item", "issuer", "first", "from", "until")] for one in people)
    return out.getvalue().encode(encoding)


def samples() -> dict[str, bytes]:
    """The files by name."""
    lapsed = person("岳长风", "19760518", 146, first="2018-05-21")
    return {
        "roster-messy.xlsx": roster_messy(),
        "roster-clean.csv": as_csv(in_order(), "utf-8-sig"),
        "roster-gb18030.csv": as_csv([*in_order()[:6], person("㙦𠮷", "19910809", 277), lapsed], "gb18030"),
    }


if __name__ == "__main__":
    for name, data in samples().items():
        (HERE / name).write_bytes(data)

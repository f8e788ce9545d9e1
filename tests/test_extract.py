"""An official extract as a register: one answer, its day, what it covers, and what cannot serve as one."""

from datetime import date

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from crawlers.extract import Extract, ExtractUnreadable
from verifier.screening import judge, outcomes_of
from verifier.verdict import Outcome

AS_OF = date(2026, 11, 23)
HEAD = "姓名,证件号码,证件编号,作业类别,操作项目,签发机关,初领日期,有效期开始日期,有效期结束日期,应复审日期,实际复审日期,性别"
LINES = (
    "测试甲,331081189703010078,T331081189703010078,电工作业,低压电工作业,浙江省应急管理厅,2023-06-10,2023-06-10,2029-06-10,2026-06-10,,男",
    "测试乙,33108118970301006X,T33108118970301006X,电工作业,低压电工作业,浙江省应急管理厅,2014-06-10,2014-06-10,2020-06-10,2017-06-10,2017-05-01,女",
    "测试乙,33108118970301006X,T33108118970301006X,电工作业,低压电工作业,浙江省应急管理厅,2014-06-10,2020-06-10,2026-06-10,2023-06-10,2023-05-01,女",
    "测试乙,33108118970301006X,T33108118970301006X,电工作业,低压电工作业,浙江省应急管理厅,2014-06-10,2026-06-10,2032-06-10,,,女",
    "测试丙,110105189703120047,T110105189703120047,焊接与热切割作业,熔化焊接与热切割作业,北京市应急管理局,2018-06-10,2018-06-10,2024-06-10,2021-06-10,2021-06-01,女",
    "买买提·艾力,440524189703150016,T440524189703150016,高处作业,登高架设作业,广东省应急管理厅,2022-01-10,2022-01-10,2028-01-10,2025-01-10,,男",
)


@pytest.fixture
def extract(tmp_path):
    path = tmp_path / "登记库.csv"
    path.write_text("\n".join((HEAD, *LINES)) + "\n", encoding="utf-8-sig")
    return Extract.open(path, day=date(2026, 11, 20))


def judged(extract, rows, **options):
    names = dict.fromkeys(name for row in rows for name in row)
    table = {name: pa.array([row.get(name) for row in rows], pa.string()) for name in names}
    return judge(table, as_of=AS_OF, extract=extract, **options)


def outcome(extract, **row):
    return outcomes_of(judged(extract, [row]))[0]


FIRST = dict(name="测试甲", id_number="331081189703010078", item="低压电工作业", valid_until="2029-06-10")


@pytest.mark.parametrize("change,expected", [
    (dict(), Outcome.CONFIRMED),
    (dict(valid_until="2029-06-09"), Outcome.CONFIRMED),
    (dict(item="电工"), Outcome.CONFIRMED),
    (dict(item=None, valid_until=None), Outcome.CONFIRMED),
    (dict(name="测　试甲"), Outcome.CONFIRMED),
    (dict(id_number="331081********0078", certificate_number="T331081189703010078"), Outcome.CONFIRMED),
    (dict(id_number="3.3108118970301E+17", certificate_number="T331081189703010078"), Outcome.CONFIRMED),
    (dict(name="测?甲"), Outcome.NEEDS_CORRECTION),
    (dict(valid_until="2028-06-10"), Outcome.NEEDS_CORRECTION),
    (dict(certificate_number="T110105189703120047"), Outcome.NEEDS_CORRECTION),
    (dict(item="某种说不清的作业"), Outcome.NEEDS_CORRECTION),
    (dict(item="高压电工作业"), Outcome.DIFFERS),
    (dict(item="高压电工作业", valid_until="2023-06-10"), Outcome.DIFFERS),        # another item is no card before a renewal
    (dict(name="王小明"), Outcome.DIFFERS),
    (dict(valid_until="2032-12-31"), Outcome.DIFFERS),
    (dict(valid_until="29-6-10"), Outcome.CONFIRMED),
    (dict(name="测试丙", id_number="110105189703120047", item="熔化焊接与热切割作业", valid_until="2024-06-10"), Outcome.LAPSED),
    (dict(name="买买提艾力", id_number="440524189703150016", item="登高架设作业", valid_until="2028-01-10"), Outcome.LAPSED),
    (dict(name="测试丁", id_number="440524188001010014"), Outcome.NOT_FOUND_ONCE),
    (dict(name="测试丁", id_number="440524188001010014", certificate_number="T331081189703010078"), Outcome.NOT_FOUND_ONCE),
    (dict(name="测试丁", id_number="440524188001010015"), Outcome.NEEDS_CORRECTION),
    (dict(name="测试丁", id_number=None), Outcome.NEEDS_CORRECTION),
])
def test_one_claim_beside_the_extract(extract, change, expected):
    assert outcome(extract, **(FIRST | change)) is expected


def test_a_renewed_record_confirms_the_old_card(extract):
    old = dict(name="测试乙", id_number="33108118970301006X", item="低压电工作业", valid_from="2020-06-10", valid_until="2026-06-10")
    answer = judged(extract, [old])
    assert outcomes_of(answer) == [Outcome.CONFIRMED]
    assert [one.rule.code for one in answer.hits] == ["RG07"] or "RG07" in [one.rule.code for one in answer.hits]
    assert len(answer.evidence.records[0]) == 3


def test_an_extract_that_does_not_tell_of_reviews_says_nothing_about_them(tmp_path):
    path = tmp_path / "x.csv"
    without = [",".join(cell for at, cell in enumerate(line.split(",")) if at != 10) for line in (HEAD, *LINES)]
    path.write_text("\n".join(without), encoding="utf-8")
    row = dict(name="买买提艾力", id_number="440524189703150016", item="登高架设作业", valid_until="2028-01-10")
    assert outcome(Extract.open(path, day=AS_OF), **row) is Outcome.CONFIRMED


def test_of_two_records_alike_the_one_with_the_review_counts(tmp_path):
    path = tmp_path / "x.csv"
    reviewed = LINES[-1].replace("2025-01-10,,男", "2025-01-10,2024-12-20,男")
    row = dict(name="买买提艾力", id_number="440524189703150016", item="登高架设作业", valid_until="2028-01-10")
    for lines in ((LINES[-1], reviewed), (reviewed, LINES[-1])):
        path.write_text("\n".join((HEAD, *lines)), encoding="utf-8")
        assert outcome(Extract.open(path, day=AS_OF), **row) is Outcome.CONFIRMED


def test_none_is_counted_once_and_a_young_card_is_not_flagged(extract):
    young = dict(name="测试丁", id_number="440524188001010014", valid_from="2026-11-15", valid_until="2032-11-15")
    old = young | dict(valid_from="2023-06-10", valid_until="2029-06-10")
    answer = judged(extract, [young, old])
    assert outcomes_of(answer) == [Outcome.NOT_FOUND_ONCE] * 2
    assert answer.conclusions.flagged.tolist() == [False, True]
    assert set(answer.conclusions.verdict) == {"unknown"}


def test_a_person_of_a_province_that_the_extract_does_not_cover_is_unchecked(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("\n".join((HEAD, *LINES)), encoding="gb18030")
    extract = Extract.open(path, day=AS_OF, covers=("33",))
    rows = [dict(name="测试丁", id_number="440524188001010014", issuer=issuer) for issuer in ("浙江省应急管理厅", "北京市应急管理局", None)]
    assert outcomes_of(judged(extract, rows)) == [Outcome.NOT_FOUND_ONCE, Outcome.UNCHECKED, Outcome.UNCHECKED]


def test_the_day_comes_from_the_column_then_the_file(tmp_path):
    path = tmp_path / "x.parquet"
    columns = {name: [line.split(",")[at] for line in LINES] for at, name in enumerate(HEAD.split(","))}
    pq.write_table(pa.table(columns | {"数据日期": ["2026-11-01"] * len(LINES)}), path)
    assert Extract.open(path).day == date(2026, 11, 1)
    assert Extract.open(path, day=date(2026, 10, 1)).day == date(2026, 10, 1)
    assert outcome(Extract.open(path), **FIRST) is Outcome.CONFIRMED
    pq.write_table(pa.table(columns), path)
    assert Extract.open(path).day == date.today()


@pytest.mark.parametrize("text,said", [
    ("姓名,操作项目,有效期结束日期\n甲,乙,2029-01-01\n", "证件号码"),
    ("姓名,证件号码\n甲,1\n", "操作项目"),
    ("姓名,姓名,证件号码,操作项目,有效期结束日期\n", "同一项"),
])
def test_what_cannot_serve_says_why(tmp_path, text, said):
    path = tmp_path / "x.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExtractUnreadable, match=said):
        Extract.open(path)


def test_a_damaged_extract_is_refused_not_read_as_none(tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("\n".join((HEAD, *LINES, "只有两格,T1")), encoding="utf-8")
    with pytest.raises(ExtractUnreadable, match="不完整"):
        judged(Extract.open(path), [FIRST])


WHOLE = dict(name="王伟芳", id_number="331081189703010078", certificate_number="T331081189703010078", category="电工作业", item="低压电工作业",
             issuer="浙江省应急管理厅", valid_from="2020-06-10", valid_until="2026-06-10")
NEW = WHOLE | dict(valid_from="2026-06-10", valid_until="2032-06-10")


def beside(tmp_path, row, *records, day=date(2026, 11, 20)):
    """What is concluded of one row beside these records, as the extract of a day."""
    fields = dict(name="姓名", id_number="证件号码", certificate_number="证件编号", category="作业类别", item="操作项目", issuer="签发机关",
                  first_issued="初领日期", valid_from="有效期开始日期", valid_until="有效期结束日期", review_due="应复审日期",
                  reviewed_on="实际复审日期")
    path = tmp_path / "x.csv"
    lines = (",".join(record.get(field, "") for field in fields) for record in records)
    path.write_text("\n".join((",".join(fields.values()), *lines)), encoding="utf-8")
    return judged(Extract.open(path, day=day), [row])


@pytest.mark.parametrize("row,records,day,expected", [
    (NEW, [WHOLE], "2026-03-01", Outcome.NOT_FOUND_ONCE),                                              # the extract is older than the card
    ({field: text for field, text in NEW.items() if field != "valid_from"}, [WHOLE], "2026-03-01", Outcome.NOT_FOUND_ONCE),
    (NEW | dict(item="钎焊作业", category="焊接与热切割作业", valid_from="2026-11-18"), [WHOLE], "2026-11-20", Outcome.NOT_FOUND_ONCE),
    (WHOLE | dict(valid_from="2021-01-01", item="高压电工作业"), [WHOLE], "2026-11-20", Outcome.DIFFERS),        # F07
    (WHOLE | dict(item="钎焊作业", valid_until="2026-06-10"), [WHOLE], "2026-11-20", Outcome.NEEDS_CORRECTION),     # its category contradicts it
    (WHOLE | dict(valid_from="2023-03-01", valid_until="2029-03-01"),
     [WHOLE | dict(valid_from="2023-03-01", valid_until="2029-03-01", review_due="2026-03-01")], "2026-01-10", Outcome.CONFIRMED),
    (WHOLE | dict(valid_from="2026-12-10", valid_until="2029-12-10"), [WHOLE | dict(valid_from="2026-12-10", valid_until="2032-12-10")],
     "2026-11-20", Outcome.NEEDS_CORRECTION),
    (NEW | dict(valid_from="2026-07-01", valid_until="2032-07-01"), [NEW], "2026-11-20", Outcome.NEEDS_CORRECTION),
    (WHOLE | dict(valid_from="2014-05-01", valid_until="2020-05-01"), [WHOLE | dict(valid_from="2014-05-01", valid_until="2020-12-31")],
     "2026-11-20", Outcome.NEEDS_CORRECTION),
    (WHOLE | dict(valid_from="2020-12-10", valid_until="2026-12-10"),
     [NEW | dict(name="赵敏", valid_until="2032-12-10"), WHOLE | dict(valid_from="2020-12-10", valid_until="2026-12-10")],
     "2026-11-20", Outcome.CONFIRMED),
    (NEW, [NEW | dict(valid_until="")], "2026-11-20", Outcome.UNCHECKED),
    (NEW, [NEW | dict(item="")], "2026-11-20", Outcome.UNCHECKED),
    (NEW, [NEW | dict(name="")], "2026-11-20", Outcome.UNCHECKED),
    (NEW, [NEW | dict(valid_until=""), NEW], "2026-11-20", Outcome.CONFIRMED),
    (NEW | dict(name=""), [NEW], "2026-11-20", Outcome.NEEDS_CORRECTION),
    (NEW | dict(name="李因", certificate_number="T440524189703150016"), [NEW], "2026-11-20", Outcome.NEEDS_CORRECTION),
    (NEW | dict(name="李因"), [NEW], "2026-11-20", Outcome.DIFFERS),
])
def test_what_a_register_cannot_know_and_what_a_slip_explains(tmp_path, row, records, day, expected):
    answer = beside(tmp_path, row, *records, day=date.fromisoformat(day))
    assert outcomes_of(answer) == [expected]
    assert answer.conclusions.flagged.tolist() == [expected is Outcome.DIFFERS]


PEOPLE = [
    dict(name=name, id_number=number, item=item, valid_from=begun, valid_until=ended) for name, number, item, begun, ended in (
        ("王长庚", "331081189703013017", "低压电工作业", "2023-06-10", "2029-06-10"),
        ("吴桂兰", "332623188504121125", "钎焊作业", "2021-03-08", "2027-03-08"),
        ("赵文远", "33100218900815033X", "登高架设作业", "2025-01-15", "2031-01-15"),
        ("陈德胜", "510212188802292150", "高压电工作业", "2022-09-01", "2028-09-01"),
        ("李志强", "420102189111110578", "压力焊作业", "2024-11-30", "2030-11-30"),
        ("孙春梅", "34122118930607084X", "司钻作业", "2026-02-03", "2032-02-03"))]
FORMS = {
    "filled once": lambda texts: [texts[0], texts[0], *texts[2:]],
    "filled": lambda texts: [texts[0]] * 4 + texts[4:],
    "filled throughout": lambda texts: [texts[0]] * 6,
    "sorted": sorted,
    "moved up": lambda texts: [*texts[1:], ""],
    "moved down": lambda texts: ["", *texts[:-1]],
    "exchanged": lambda texts: [texts[4], *texts[1:4], texts[0], texts[5]],
}


# Left out: one item equal to its neighbour's does not show that it was filled, for many have the item of their neighbour.
SLIPPED = [(field, form) for field in PEOPLE[0] for form in FORMS if (field, form) != ("item", "filled once")]


@pytest.mark.parametrize("field,form", SLIPPED)
def test_a_column_that_slipped_accuses_nobody(tmp_path, field, form):
    path = tmp_path / "x.csv"
    path.write_text("\n".join(("姓名,证件号码,操作项目,有效期开始日期,有效期结束日期", *(",".join(one.values()) for one in PEOPLE))), "utf-8")
    texts = FORMS[form]([person[field] for person in PEOPLE])
    rows = [person | {field: text} for person, text in zip(PEOPLE, texts, strict=True)]
    for extract in (Extract.open(path, day=date(2026, 11, 20)), None):
        answer = judged(extract, rows)
        assert not answer.conclusions.flagged.any(), [(one.rule.code, one.at) for one in answer.hits]
        assert not {Outcome.DIFFERS, Outcome.IMPLAUSIBLE, Outcome.NOT_FOUND_ONCE} & set(outcomes_of(answer))


def test_the_silence_about_a_number_that_was_filled_in_says_nothing(tmp_path):
    rows = [dict(name=person["name"], id_number=number) for person, number in zip(PEOPLE, ["440524188001010014"] * 3 + [""] * 3, strict=True)]
    path = tmp_path / "x.csv"
    path.write_text("\n".join((HEAD, *LINES)), encoding="utf-8")
    assert set(outcomes_of(judged(Extract.open(path, day=AS_OF), rows))) == {Outcome.NEEDS_CORRECTION}


@pytest.mark.parametrize("number", ["3.3108118970301E+17", "331081********0078", ""])
def test_a_damaged_number_in_the_extract_is_repaired_from_the_t_number_or_makes_none_say_nothing(tmp_path, number):
    repaired = beside(tmp_path, NEW, NEW | dict(id_number=number))
    assert outcomes_of(repaired) == [Outcome.CONFIRMED]
    unread = beside(tmp_path, NEW, NEW | dict(id_number=number, certificate_number=""))
    assert outcomes_of(unread) == [Outcome.UNCHECKED]
    assert unread.evidence.reason.tolist() == [6]


def test_one_unreadable_record_keeps_only_its_namesakes_from_none(tmp_path):
    others = [NEW | dict(name="许海涛", id_number=f"00123418970301{at:04d}", certificate_number="") for at in range(300)]
    rest = beside(tmp_path, NEW, NEW | dict(id_number="331081********0078", certificate_number=""), *others)
    assert outcomes_of(rest) == [Outcome.UNCHECKED]
    stranger = beside(tmp_path, NEW | dict(name="李因"), NEW | dict(id_number="331081********0078", certificate_number=""), *others)
    assert outcomes_of(stranger) == [Outcome.NOT_FOUND_ONCE]

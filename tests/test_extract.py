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

"""The child process: what it may use, what it gives back, and what the preview shows."""

import os
import subprocess
import sys

import pytest

from tests.rosters import build
from tests.rosters.build import FIRST, HEADING, SECOND
from verifier import rosters
from verifier.rosters import child

ROWS = [HEADING, FIRST, SECOND]


@pytest.fixture
def door(tmp_path):
    return build.Door(tmp_path, confined=True)


def inside(code: str, limits: rosters.Limits) -> subprocess.CompletedProcess:
    """Runs a few lines under the limits, as the child does."""
    lines = f"import sys; sys.path.insert(0, {str(child.ROOT)!r})\nfrom verifier.rosters import Limits, child\nchild.confine({limits!r})\n"
    return subprocess.run([sys.executable, "-I", "-c", lines + code], capture_output=True, timeout=60, check=False)


def test_memory_is_limited():
    assert inside("bytearray(300 << 20)", rosters.Limits(memory_mb=600)).returncode == 0
    assert b"MemoryError" in inside("bytearray(300 << 20)", rosters.Limits(memory_mb=200)).stderr


def test_processor_time_is_limited():
    ended = inside("while True: pass", rosters.Limits(cpu_seconds=1))
    refusal = child.stopped(ended.returncode, rosters.Limits(cpu_seconds=1))
    assert refusal.code == "too_slow"
    assert "1 秒" in refusal.message


def test_output_is_limited(tmp_path):
    code = f"import os\nwith open({str(tmp_path / 'x')!r}, 'wb') as out: os.truncate(out.fileno(), 3000 << 20)"
    assert inside(code, rosters.Limits()).returncode != 0
    assert child.stopped(-25, rosters.Limits()).code == "too_large"


def test_a_file_that_needs_more_memory_than_allowed_is_refused_in_a_sentence(door):
    rows = [HEADING, *[[f"人{n}" + "长" * 200, build.person(n), "x" * 300, "y" * 300, "z" * 300] for n in range(30_000)]]
    refusal = door.refusal(build.csv(rows), limits=rosters.Limits(memory_mb=110))
    assert refusal.code == "too_heavy"
    assert "110 MB" in refusal.message


def test_a_child_that_does_not_end_is_ended_by_the_clock(door, monkeypatch):
    monkeypatch.setattr(child, "START", "import time; time.sleep(60)")
    assert door.refusal(build.csv(ROWS), limits=rosters.Limits(cpu_seconds=1)).code == "too_slow"


def test_the_child_is_given_no_secrets(door, monkeypatch, tmp_path):
    monkeypatch.setenv("VERIFIER_SECRETS_FILE", "/secret")
    monkeypatch.setenv("DATABASE_PASSWORD", "hunter2")
    seen = tmp_path / "environment"
    monkeypatch.setattr(child, "START", f"import os; open({str(seen)!r}, 'w').write(repr(dict(os.environ))); " + child.START)
    assert len(door(build.csv(ROWS))[1]) == 2
    assert "hunter2" not in seen.read_text() and "VERIFIER" not in seen.read_text()
    assert "hunter2" in os.environ["DATABASE_PASSWORD"]


def test_a_crash_of_the_reading_library_is_a_sentence(door, monkeypatch):
    monkeypatch.setattr(child, "START", "import os; os.abort()")
    assert door.refusal(build.csv(ROWS)).code == "too_heavy"


def test_the_confined_reading_is_the_same_reading(tmp_path):
    data = build.xlsx([HEADING, FIRST, ["合计"], SECOND])
    confined, here = build.Door(tmp_path / "a", confined=True), build.Door(tmp_path / "b")
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert confined(data) == here(data)
    assert confined.table.read_bytes() == here.table.read_bytes()


# --- The preview


def test_the_preview_shows_columns_counts_and_masked_samples(door):
    seen = door.preview(build.xlsx([["某公司名册"], HEADING, FIRST, SECOND, [], ["合计", "2"]]), "名册.xlsx")
    sheet = seen.sheets[0]
    assert (seen.kind, seen.encoding, seen.question) == ("xlsx", None, None)
    assert (sheet.rows, sheet.heading_row, sheet.taken, sheet.hidden) == (3, 2, True, False)
    assert [(one.letter, one.heading, one.field) for one in sheet.columns] == [
        ("A", "姓名", "name"), ("B", "身份证号", "id_number"), ("C", "证书编号", "certificate_number"), ("D", "操作项目", "item"),
        ("E", "有效期结束日期", "valid_until")]
    assert sheet.columns[1].samples[0] == "*" * 14 + "0078"
    assert FIRST[1] not in repr(seen)
    assert door.preview(build.csv(ROWS, "gb18030"), "名册.csv").encoding == "gb18030"


def test_the_preview_gives_the_layout_that_is_read_without_it(door):
    data = build.xlsx([["标题"], HEADING, FIRST])
    assert door(data, layout=door.preview(data).layout) == door(data)


def test_what_a_person_said_of_a_shape_is_taken_again_for_the_next_file_of_that_shape(door):
    first = door.preview(build.csv([["姓名", "身份证号", "身份证号", "工号"], ["测试甲", FIRST[1], SECOND[1], "1"]]))
    said = rosters.SheetLayout("", 1, ("name", None, "id_number", None))
    kept = {first.sheets[0].shape: said}
    data = build.csv([["新名册"], ["姓 名", "身份证号", "身份证号（必填）", "工号"], ["测试乙", FIRST[1], SECOND[1], "2"]])
    again = door.preview(data, remembered=kept.get)
    assert again.question is None
    assert [one.field for one in again.sheets[0].columns] == ["name", None, "id_number", None]
    assert door(data, layout=again.layout)[1][0]["id_number"] == SECOND[1]
    other = door.preview(build.csv([["姓名", "身份证号", "身份证号", "手机"], ["测试乙", FIRST[1], SECOND[1], "2"]]), remembered=kept.get)
    assert other.question


def test_what_was_said_of_one_shape_changes_no_other_sheet(door):
    data = build.xlsx([["姓名", "身份证号", "身份证号"], FIRST[:3]], others={"二队": [["姓名", "身份证号", "工种"], FIRST[:3]]})
    shape = door.preview(data).sheets[0].shape
    seen = door.preview(data, remembered={shape: rosters.SheetLayout("", 1, ("name", None, "id_number"))}.get)
    assert [layout.fields for layout in seen.layout.sheets] == [("name", None, "id_number"), ("name", "id_number", "item")]


def test_a_roster_without_any_number_is_asked_about_but_read(door):
    data = build.csv([["姓名", "工种"], ["测试甲", "低压电工作业"]])
    assert "身份证号" in door.preview(data).question
    assert len(door(data)[1]) == 1

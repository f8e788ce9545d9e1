"""Files are there whole or not at all, only their owner reads them, and no key climbs out."""

import os
import subprocess
import sys
import threading
import time

import pytest

from verifier.backends.files import FileGone, open_files, scratch, sweep_scratch


@pytest.fixture(params=["folder"])
def files(request, tmp_path):
    return open_files((tmp_path / "名 册").as_uri())


@pytest.fixture
def local(tmp_path):
    def write(data: bytes):
        path = tmp_path / "local"
        path.write_bytes(data)
        return path

    return write


def age(path, seconds):
    os.utime(path, (time.time() - seconds,) * 2)


def test_what_is_saved_is_read_back_and_replaced(files, local):
    files.save("rosters/a1/upload", local(b"one"))
    assert files.path("rosters/a1/upload").read_bytes() == b"one"
    files.save("rosters/a1/upload", local(b"two"))
    assert files.path("rosters/a1/upload").read_bytes() == b"two"
    assert set(files.names("rosters")) == {"a1"} and set(files.names("rosters/a1")) == {"upload"}


def test_what_is_not_there_is_said(files):
    assert not files.exists("rosters/a1/upload")
    assert files.names("rosters") == {}
    with pytest.raises(FileGone):
        files.path("rosters/a1/upload")


def test_delete_takes_everything_under_the_prefix_and_nothing_beside(files, local):
    for key in ("rosters/a1/upload", "rosters/a1/report.csv", "rosters/a10/upload"):
        files.save(key, local(b"x"))
    files.delete("rosters/a1")
    files.delete("rosters/a1")
    assert set(files.names("rosters")) == {"a10"}
    assert list(files.unfinished.iterdir()) == []


@pytest.mark.parametrize("key", ["", "/etc/passwd", "../x", "rosters/../../x", "a//b", "a/./b", "a/", ".unfinished/x", "a\nb", "姓名", "A/b"])
def test_no_key_climbs_out(files, local, key):
    for ask in (lambda: files.save(key, local(b"x")), lambda: files.path(key), lambda: files.delete(key), lambda: files.names(key)):
        with pytest.raises(ValueError, match="not a key"):
            ask()


def test_only_the_owner_reads(files, local):
    umask = os.umask(0)
    try:
        files.save("rosters/a1/upload", local(b"x"))
    finally:
        os.umask(umask)
    place = files.path("rosters/a1/upload")
    assert place.stat().st_mode & 0o777 == 0o600
    assert {folder.stat().st_mode & 0o077 for folder in (files.root, place.parent, place.parent.parent)} == {0}


def test_a_reader_never_sees_half_a_file(files, local, tmp_path):
    versions = [bytes([n]) * 300_000 for n in range(8)]
    sources = []
    for n, data in enumerate(versions):
        sources.append(tmp_path / f"v{n}")
        sources[-1].write_bytes(data)
    files.save("a/b", sources[0])
    writers = [threading.Thread(target=lambda: [files.save("a/b", source) for source in sources]) for _ in range(3)]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert files.path("a/b").read_bytes() in versions
    assert list(files.unfinished.iterdir()) == []


def test_a_copy_that_fails_leaves_nothing(files, tmp_path):
    with pytest.raises(FileNotFoundError):
        files.save("a/b", tmp_path / "absent")
    assert not files.exists("a/b") and list(files.unfinished.iterdir()) == []


def test_half_copies_of_the_dead_are_swept_and_young_ones_left(files):
    old, young = files.unfinished / "old", files.unfinished / "young"
    for copy in (old, young):
        copy.write_bytes(b"half")
    age(old, 3600)
    files.sweep()
    assert [copy.name for copy in files.unfinished.iterdir()] == ["young"]


def test_scratch_is_gone_at_its_end(tmp_path):
    with scratch(tmp_path) as folder:
        (folder / "x").write_bytes(b"x")
        assert folder.stat().st_mode & 0o777 == 0o700
    assert list((tmp_path / "tmp").iterdir()) == []


def test_scratch_of_the_dead_is_swept_and_that_of_the_living_is_not(tmp_path):
    code = (
        "import sys, time, pathlib; from verifier.backends.files import scratch\n"
        "with scratch(pathlib.Path(sys.argv[1])) as folder: print(folder, flush=True); time.sleep(60)"
    )
    child = subprocess.Popen([sys.executable, "-c", code, tmp_path], stdout=subprocess.PIPE, text=True)
    dead = child.stdout.readline().strip()
    with scratch(tmp_path) as alive:
        for folder in (dead, alive):
            age(folder, 3600)
        sweep_scratch(tmp_path)
        assert os.path.isdir(dead) and alive.is_dir()
        child.kill()
        child.wait()
        sweep_scratch(tmp_path)
        assert not os.path.isdir(dead) and alive.is_dir()


def test_scratch_that_was_only_just_made_is_left(tmp_path):
    (tmp_path / "tmp" / "new").mkdir(parents=True)
    sweep_scratch(tmp_path)
    assert (tmp_path / "tmp" / "new").is_dir()

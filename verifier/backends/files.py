"""The files: uploads, tables and reports by key, written whole or not at all; and scratch folders that a dead process cannot leave behind."""

from __future__ import annotations

import fcntl
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from verifier.errors import NotFound, SettingsWrong

KEY = re.compile(r"[a-z0-9_-][a-z0-9._-]*(/[a-z0-9_-][a-z0-9._-]*)*")
YOUNG = 300  # seconds for which what looks left behind is not touched: nothing that lives takes longer to lock or to finish it


class FileGone(NotFound):
    """What was saved under this key is not there any more."""

    code = "file_gone"
    message = "文件已不在存放处，请重新上传名册。"


class Files(Protocol):
    """Bytes by key (`rosters/<id>/upload`). Seldom written, read often. A key never climbs out of the store."""

    def save(self, key: str, local: Path) -> None:
        """Keep a copy of a local file. A reader sees the old bytes or all the new ones, also after a power cut."""
        ...

    def path(self, key: str) -> Path:
        """A local path to read it from. Raises FileGone."""
        ...

    def exists(self, key: str) -> bool: ...

    def names(self, prefix: str) -> dict[str, float]:
        """What lies directly under a prefix, each with the moment (seconds since 1970) at which it last changed."""
        ...

    def delete(self, prefix: str) -> None:
        """Remove everything under a prefix; nothing happens where there is nothing."""
        ...

    def sweep(self) -> None:
        """Remove copies that a killed process left unfinished."""
        ...


class Folder:
    """`file://…`: a folder that only its owner can enter (700, files 600)."""

    def __init__(self, root: Path):
        self.root = root
        self.unfinished = root / ".unfinished"
        self.unfinished.mkdir(mode=0o700, parents=True, exist_ok=True)
        root.chmod(0o700)

    def save(self, key: str, local: Path) -> None:
        target = self._place(key)
        copy = self.unfinished / secrets.token_hex(8)
        try:
            with local.open("rb") as source, os.fdopen(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as sink:
                shutil.copyfileobj(source, sink, 1 << 20)
                sink.flush()
                os.fsync(sink.fileno())
            for folder in reversed(target.relative_to(self.root).parents[:-1]):  # one by one: `parents` would forget the mode
                (self.root / folder).mkdir(mode=0o700, exist_ok=True)
            copy.replace(target)
        finally:
            copy.unlink(missing_ok=True)
        _settle(target.parent)

    def path(self, key: str) -> Path:
        place = self._place(key)
        if not place.is_file():
            raise FileGone
        return place

    def exists(self, key: str) -> bool:
        return self._place(key).is_file()

    def names(self, prefix: str) -> dict[str, float]:
        return {path.name: changed for path, changed in _entries(self._place(prefix))}

    def delete(self, prefix: str) -> None:
        place, grave = self._place(prefix), self.unfinished / secrets.token_hex(8)
        try:
            place.rename(grave)  # gone at once and whole, also for one who is writing there now
        except FileNotFoundError:
            return
        _settle(place.parent)
        shutil.rmtree(grave, ignore_errors=True)

    def sweep(self) -> None:
        for path, changed in _entries(self.unfinished):
            if changed < time.time() - YOUNG:
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def _place(self, key: str) -> Path:
        if not KEY.fullmatch(key):
            raise ValueError(f"not a key: {key!r}")
        return self.root / key


def _entries(folder: Path) -> list[tuple[Path, float]]:
    """What lies in a folder and when it last changed; what vanishes meanwhile is left out."""
    found = []
    with suppress(FileNotFoundError):
        for path in folder.iterdir():
            with suppress(FileNotFoundError):
                found.append((path, path.stat().st_mtime))
    return found


def _settle(folder: Path) -> None:
    """Make a rename or a removal outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def open_files(url: str) -> Files:
    """The store of this URL. Raises SettingsWrong for one that cannot be made."""
    folder = Path(unquote(urlsplit(url).path))
    try:
        return Folder(folder)
    except OSError as error:
        raise SettingsWrong(f"设置 VERIFIER_FILES_URL 无法使用：{folder}（{error.strerror}）") from error


@contextmanager
def scratch(home: Path) -> Iterator[Path]:
    """A folder under HOME/tmp for one piece of work, gone at its end. Killed instead, its lock goes too, and sweep_scratch() finds it."""
    folder = home / "tmp" / secrets.token_hex(8)
    folder.mkdir(mode=0o700, parents=True)
    lock = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep_scratch(home: Path) -> None:
    """Remove the scratch folders whose owner is dead: those that nobody holds the lock of."""
    for folder, changed in _entries(home / "tmp"):
        if changed < time.time() - YOUNG:
            _remove_if_free(folder)


def _remove_if_free(folder: Path) -> None:
    try:
        lock = os.open(folder, os.O_RDONLY)
    except FileNotFoundError:
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return
    else:
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        os.close(lock)

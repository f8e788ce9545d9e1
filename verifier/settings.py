"""Settings: every one, its default and its help. Read once, at the start, from VERIFIER_*; a wrong value stops the start."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from verifier.errors import SettingsWrong

CHINA = ZoneInfo("Asia/Shanghai")
PREFIX = "VERIFIER_"


def setting(default: str, help: str, schemes: tuple[str, ...] = ()) -> str:
    return field(default=default, metadata={"help": help, "schemes": schemes})


@dataclass(frozen=True)
class Settings:
    """Each field is the environment variable VERIFIER_<FIELD>; texts here, read by the properties below."""

    home: str = setting("var", "产品写入的一切都在此目录下")
    database_url: str = setting("", "数据库；默认 HOME 下的 SQLite", ("sqlite", "postgresql+psycopg"))
    queue_url: str = setting("embedded:", "门铃：embedded: 内置；redis://… 供多台机器", ("embedded", "redis", "rediss"))
    files_url: str = setting("", "文件存放处；默认 HOME/files", ("file",))
    engine_url: str = setting("pandas:", "比对引擎；本版本只有 pandas:", ("pandas",))
    max_rows: str = setting("200000", "一份名册最多多少行，超过则整份退回")
    max_upload_mb: str = setting("50", "一个文件最多多少 MB")
    allow_test_ids: str = setting("0", "1：接受区划代码以 00 开头的测试号码")
    now: str = setting("", "固定时钟（日期或时刻，北京时间），用于测试与演示；每个页面都会注明")
    lease_seconds: str = setting("6", "后台任务的租约秒数：中断后多久由别的进程接手")

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Settings from VERIFIER_* variables. Raises SettingsWrong, naming the variable, for a value that cannot be used."""
        environment = os.environ if environment is None else environment
        names = {f.name for f in fields(cls)}
        values = {name: environment[PREFIX + name.upper()] for name in names if environment.get(PREFIX + name.upper())}
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        for f in fields(self):
            if f.metadata["schemes"] and getattr(self, f.name):
                self._read(f.name, lambda value, schemes=f.metadata["schemes"]: urlsplit(value).scheme in schemes or _fail())
        for name in ("rows_limit", "upload_limit_mb", "test_ids_allowed", "fixed_now", "lease"):
            getattr(self, name)

    def _read(self, name: str, convert):
        value = getattr(self, name)
        try:
            return convert(value)
        except (ValueError, KeyError) as error:
            shown = f"{urlsplit(value).scheme}:…" if "://" in value else value      # an address may hold a password
            raise SettingsWrong(f"设置 {PREFIX}{name.upper()} 的值“{shown}”无法使用：{self.help(name)}。") from error

    @classmethod
    def help(cls, name: str) -> str:
        return next(f.metadata["help"] for f in fields(cls) if f.name == name)

    @property
    def home_path(self) -> Path:
        return Path(self.home).absolute()

    @property
    def database(self) -> str:
        return self.database_url or f"sqlite:///{self.home_path / 'verifier.db'}"

    @property
    def files(self) -> str:
        return self.files_url or (self.home_path / "files").as_uri()

    @property
    def rows_limit(self) -> int:
        return self._read("max_rows", _positive)

    @property
    def upload_limit_mb(self) -> int:
        return self._read("max_upload_mb", _positive)

    @property
    def lease(self) -> int:
        return self._read("lease_seconds", _positive)

    @property
    def test_ids_allowed(self) -> bool:
        return self._read("allow_test_ids", {"0": False, "1": True}.__getitem__)

    @property
    def fixed_now(self) -> datetime | None:
        return self._read("now", _moment) if self.now else None

    def clock(self) -> datetime:
        """Now, in Asia/Shanghai."""
        return self.fixed_now or datetime.now(CHINA)

    def today(self) -> date:
        return self.clock().date()


def _positive(text: str) -> int:
    return int(text) if int(text) > 0 else _fail()


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    return moment.astimezone(CHINA) if moment.tzinfo else moment.replace(tzinfo=CHINA)


def _fail():
    raise ValueError


def table() -> str:
    """Every setting as the manual lists it (Markdown): name, default, meaning."""
    rows = [f"| `{PREFIX}{f.name.upper()}` | `{f.default or '（见说明）'}` | {f.metadata['help']} |" for f in fields(Settings)]
    return "\n".join(["| 环境变量 | 默认值 | 含义 |", "| --- | --- | --- |", *rows])


if __name__ == "__main__":
    print(table())

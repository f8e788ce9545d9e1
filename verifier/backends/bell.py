"""The bell that wakes a worker. It carries nothing: the database knows what is to do, so a ring may be lost or come twice."""

from __future__ import annotations

import logging
import time
from typing import Protocol
from urllib.parse import urlsplit

import redis

log = logging.getLogger(__name__)


class Bell(Protocol):
    """Says that there may be work. Losing every ring costs a moment, never a roster."""

    def ring(self) -> None: ...

    def wait(self, seconds: float) -> None:
        """Come back when rung, and after `seconds` at the latest. May come back early."""
        ...


class NoBell:
    """`embedded:`: nobody rings; the worker looks into the database three times a second, which costs it nothing."""

    def ring(self) -> None:
        """Nothing to do: the next look finds it."""

    def wait(self, seconds: float) -> None:
        time.sleep(min(seconds, 0.3))


class RedisBell:
    """`redis://…`: one list that holds at most one ring. A Redis that is down is a bell that is silent, said once in the log."""

    key = "verifier:bell"

    def __init__(self, url: str):
        self.server = redis.Redis.from_url(url, socket_connect_timeout=1, socket_timeout=10)
        self.silent = False

    def ring(self) -> None:
        self._try(lambda: self.server.pipeline().lpush(self.key, 1).ltrim(self.key, 0, 0).execute())

    def wait(self, seconds: float) -> None:
        if not self._try(lambda: self.server.blpop([self.key], timeout=seconds)):
            time.sleep(min(seconds, 0.3))

    def _try(self, ask) -> bool:
        try:
            ask()
        except redis.RedisError as error:
            if not self.silent:
                log.warning("bell is silent, polling instead: %s", type(error).__name__)
            self.silent = True
            return False
        if self.silent:
            log.info("bell rings again")
        self.silent = False
        return True


def open_bell(url: str) -> Bell:
    """The bell that the URL names: `embedded:`, `redis://…` or `rediss://…`. No server is asked yet."""
    return NoBell() if urlsplit(url).scheme == "embedded" else RedisBell(url)

"""Idempotency keys of writes that keep nothing: the same key with the same request gets the answer that was given before.

What is kept durably has its key in the database (rosters). These answers live in this process for a day: after a
restart the work is done once more, which harms nobody because it leaves nothing behind.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from flask import Response, request

from verifier.batches import KeyReused

DAY = 86_400
MOST = 5_000


class Replies:
    """Answers by key, the oldest forgotten first. One at a time, so that equal requests at once do the work once."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, tuple[float, str, int, bytes, str]] = OrderedDict()
        self.lock = Lock()

    def once(self, key: str | None, work: Callable[[], Response]) -> Response:
        """The answer to this request, by doing the work or from memory. Raises KeyReused where the key came with another request."""
        if key is None:
            return work()
        digest = hashlib.sha256(f"{request.method} {request.path}\n".encode() + request.get_data(cache=True)).hexdigest()
        with self.lock:
            moment, asked, status, body, kind = self.kept.get(key, (0.0, "", 0, b"", ""))
            if asked and time.monotonic() - moment < DAY:
                if asked != digest:
                    raise KeyReused("这个 Idempotency-Key 已用于另一个请求；请换一个新的。")
                return Response(body, status, content_type=kind)
            answer = work()
            self.kept[key] = (time.monotonic(), digest, answer.status_code, answer.get_data(), answer.content_type)
            self.kept.move_to_end(key)
            while len(self.kept) > MOST:
                self.kept.popitem(last=False)
            return answer

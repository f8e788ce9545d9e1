"""P8: a roster of 10,000 rows from upload to its first report over HTTP, against `flask screen` of the same file."""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from benchmarks.data import claims, workbook
from benchmarks.kill import Service
from benchmarks.measure import say
from benchmarks.screen import screened


def run() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        book = Path(scratch, "roster.xlsx")
        workbook(book, claims(10_000, messy=True))
        service = Service(Path(scratch, "home"))
        try:
            over_http, alone = [], []
            for _ in range(3):
                start = time.perf_counter()
                service.finish(service.send(book))
                over_http.append(time.perf_counter() - start)
                alone.append(screened(book, Path(scratch, "report.xlsx"))[0])
        finally:
            service.close()
    ratio = statistics.median(over_http) / statistics.median(alone)
    say("P8", "10,000 rows, upload to all four reports over HTTP / flask screen of the same file to xlsx", ratio, 2)

"""P5 to P7 and P15: `flask screen` on a workbook, end to end, against the floor of only reading and writing it."""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from pathlib import Path

from benchmarks import peers
from benchmarks.data import HEADINGS, claims, workbook
from benchmarks.measure import process, say

FLOOR = """
import sys, xlsxwriter
from python_calamine import CalamineWorkbook
book = xlsxwriter.Workbook(sys.argv[2], {"constant_memory": True, "strings_to_formulas": False})
sheet = book.add_worksheet()
for at, row in enumerate(CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0).iter_rows()):
    for column, cell in enumerate((*row, "待核验", "", "", "")):
        sheet.write_string(at, column, str(cell))
book.close()
"""


def screened(book: Path, report: Path) -> tuple[float, float]:
    return process(sys.executable, "-m", "flask", "screen", str(book), "--as-of", "2026-11-23", "-o", str(report))


def run() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        columns = claims(200_000, messy=True)
        workbook(folder / "large.xlsx", columns)
        workbook(folder / "small.xlsx", {name: column.slice(0, 20_000) for name, column in columns.items()})
        workbook(folder / "tiny.xlsx", {name: column.slice(0, 20) for name, column in columns.items()})
        ours, floor = [], []
        for _ in range(3):
            ours.append(screened(folder / "large.xlsx", folder / "report.xlsx"))
            floor.append(process(sys.executable, "-c", FLOOR, str(folder / "large.xlsx"), str(folder / "floor.xlsx")))
        wall, peak = statistics.median(w for w, _ in ours), max(p for _, p in ours)
        say("P5", f"flask screen, 200,000 × {len(HEADINGS)} xlsx to xlsx / calamine reads + XlsxWriter writes",
            wall / statistics.median(w for w, _ in floor), 1.2)
        say("P5", "the same, wall seconds (printed, not judged)", wall, unit="s")
        start = time.perf_counter()
        peers.with_stdnum(columns["id_number"].to_pylist())
        say("P6", "the same / python-stdnum loop over the 200,000 numbers alone", wall / (time.perf_counter() - start), 4.5)
        say("P7", "the same, peak memory of all processes", peak, 700, unit="MB")
        small = [screened(folder / "small.xlsx", folder / "report.xlsx") for _ in range(3)]
        tiny = statistics.median(screened(folder / "tiny.xlsx", folder / "report.xlsx")[0] for _ in range(3))
        say("", "growth of time, flask screen 20,000 to 200,000 rows, less start-up",
            (wall - tiny) / (statistics.median(w for w, _ in small) - tiny), 11)
        say("", "growth of peak memory, flask screen 20,000 to 200,000 rows", peak / max(p for _, p in small), 4)
        imports = statistics.median(process(sys.executable, "-c", "import pandas, pyarrow")[0] for _ in range(3))
        say("P15", "flask screen on 20 rows / python -c 'import pandas, pyarrow'", tiny / imports, 3)

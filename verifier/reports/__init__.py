"""Reports: one result as a workbook, a csv, a json or a page. No cell of any of them ever runs."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from verifier.errors import VerifierError
from verifier.reports import csv_report, html, json_report, xlsx
from verifier.results import Results

WRITERS = {"xlsx": xlsx.write, "csv": csv_report.write, "json": json_report.write, "html": html.write}
KINDS = tuple(WRITERS)
TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "csv": "text/csv",
    "json": "application/json", "html": "text/html",
}


class KindUnknown(VerifierError):
    status = 422
    code = "report_kind_unknown"
    message = "报告只有 xlsx、csv、json、html 四种。"


def write(kind: str, results_path: Path, roster, summary, into: Path, *, unmask: bool = False) -> None:
    """Write the report of one roster to `into`, whole or not at all.

    The same input gives the same bytes. Numbers of persons show their last 4 places unless `unmask`. Memory does not
    grow with the rows. Raises KindUnknown for a kind that is not one of KINDS.
    """
    if kind not in WRITERS:
        raise KindUnknown()
    with TemporaryDirectory(prefix=".report-", dir=into.parent) as folder:
        part = Path(folder) / into.name
        WRITERS[kind](Results.open(results_path), roster, summary, part, unmask=unmask)
        part.replace(into)

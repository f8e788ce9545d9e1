"""One roster, as its sender lives it: upload, look at the columns, confirm, follow, read, download, delete."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _

from rules.claim import FIELDS
from verifier import batches, reports
from verifier.backends.files import scratch
from verifier.errors import NotFound, VerifierError
from verifier.reports.picture import glance
from verifier.results import Results
from verifier.rosters import Layout, Preview, SheetLayout, SheetPreview
from verifier.screening import Summary
from verifier.verdict import Outcome
from verifier.web import languages
from verifier.web.current import house
from verifier.web.words import field_label

bp = Blueprint("rosters", __name__, url_prefix="/rosters")

EXAMPLES = Path(__file__).parents[2] / "examples"
PAGE = 50
PERSON = ("name", "id_number", "id_type", "sex", "employer")     # said once a line, however many certificates the line holds
MOST_CERTIFICATES = 20
GOING = ("queued", "running", "waiting_for_desk", "receiving")
UNSAFE = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|\u202a-\u202e\u2066-\u2069]')


class NoFile(VerifierError):
    status = 422
    code = "no_file"
    message = "没有选择文件。请先选择一份名册（xlsx、xls、ods 或 csv）。"


class NotSettled(VerifierError):
    """The columns as a person chose them cannot be read so."""

    status = 422
    code = "columns_not_settled"


@bp.post("")
def upload():
    """Take a roster as a draft, and show how its columns were understood."""
    sent = request.files.get("file")
    if sent is None or not sent.filename:
        raise NoFile
    return draft(sent.save, sent.filename)


@bp.post("/sample")
def sample():
    """The same with the roster that ships, for those who have none at hand."""
    example = example_roster()
    if example is None:
        raise NotFound
    return draft(lambda place: place.write_bytes(example.read_bytes()), example.name)


def example_roster() -> Path | None:
    return min(EXAMPLES.glob("*.xlsx"), default=None)


def draft(save, name: str) -> Response:
    with scratch(house().settings.home_path) as folder:
        save(folder / "upload")
        batch = batches.begin(folder / "upload", name, house(), draft=True)
    return redirect(url_for(".preview", id=batch.id), 303)


@bp.get("/<id>/preview")
def preview(id: str):
    batch = batches.show(id, house())
    if batch.state != "draft":
        return redirect(url_for(".show", id=id))
    return page_of_preview(batch, batches.preview(id, house()))


def page_of_preview(batch: batches.Batch, looked: Preview, chosen: dict[tuple[int, int], str | None] | None = None, problem: str | None = None):
    def chosen_field(sheet: int, column) -> str | None:
        return column.field if chosen is None else chosen.get((sheet, column.index))

    def is_taken(at: int, sheet: SheetPreview) -> bool:
        return sheet.taken if chosen is None else f"take-{at}" in request.form

    def holds_several(at: int, sheet: SheetPreview) -> bool:
        doubled = [column.field for column in sheet.columns if column.field and column.field not in PERSON]
        return len(doubled) != len(set(doubled)) and not sheet.question if chosen is None else f"several-{at}" in request.form

    return render_template("preview.html", batch=batch, preview=looked, chosen_field=chosen_field, is_taken=is_taken, holds_several=holds_several,
                           problem=problem)


@bp.post("/<id>/confirm")
def confirm(id: str):
    """Keep what the person chose, remember it where it was changed, and begin."""
    batch = batches.show(id, house())
    if batch.state != "draft":
        return redirect(url_for(".show", id=id), 303)
    looked = batches.preview(id, house())
    chosen = {(at, column.index): request.form.get(f"field-{at}-{column.index}") or None
              for at, sheet in enumerate(looked.sheets) for column in sheet.columns}
    try:
        settled = settle(looked, chosen)
    except NotSettled as problem:
        return page_of_preview(batch, looked, chosen, problem.message), 422
    if settled != looked.layout or looked.question:
        batches.settle_layout(id, settled, house())
    batches.confirm(id, house())
    return redirect(url_for(".show", id=id), 303)


def settle(looked: Preview, chosen: dict[tuple[int, int], str | None]) -> Layout:
    """The layout that was chosen. Raises NotSettled where a field is taken twice, or nothing is left to check."""
    sheets = []
    for at, sheet in enumerate(looked.sheets):
        if len(looked.sheets) > 1 and f"take-{at}" not in request.form:
            continue
        fields = tuple(field if (field := chosen[at, column.index]) in FIELDS else None for column in sheet.columns)
        for field in FIELDS:
            if fields.count(field) > (MOST_CERTIFICATES if field not in PERSON and f"several-{at}" in request.form else 1):
                letters = "、".join(column.letter for column, taken in zip(sheet.columns, fields, strict=True) if taken == field)
                raise NotSettled(_("%(letters)s 列都当作“%(field)s”。请只留一列，其余改为“不使用”。", letters=letters, field=field_label(field)))
        if any(fields):
            sheets.append(SheetLayout(sheet.sheet, sheet.heading_row, fields))
    if not sheets:
        raise NotSettled(_("没有一列可以核对。请至少为一张工作表指明姓名、身份证号或证书编号所在的列。"))
    return replace(looked.layout, sheets=tuple(sheets))


@bp.get("/<id>")
def show(id: str):
    """How far it is; and once it is done, what came out."""
    batch = batches.show(id, house())
    if batch.state == "draft":
        return redirect(url_for(".preview", id=id))
    if batch.state == "done":
        return result(batch)
    return render_template("roster.html", batch=batch, going=batch.state in GOING)


@bp.get("/<id>/progress")
def progress(id: str):
    """The moving part of the page. Once nothing moves any more, the whole page is to be read anew."""
    batch = batches.show(id, house())
    answer = Response(render_template("progress.html", batch=batch, going=batch.state in GOING))
    if batch.state not in GOING:
        answer.headers["HX-Redirect"] = url_for(".show", id=id)
    return answer


def result(batch: batches.Batch) -> str:
    outcome = request.args.get("outcome")
    if outcome is not None and outcome not in [word.value for word in Outcome]:
        raise NotFound
    flagged = True if request.args.get("flagged") else None
    results = opened(batches.results(batch.id, house()))
    count = results.count(outcome=outcome, flagged=flagged)
    pages = max(-(-count // PAGE), 1)
    page = min(max(request.args.get("page", 1, int), 1), pages)
    return render_template(
        "result.html", batch=batch, summary=Summary.from_json(json.dumps(batch.summary)), roster=batches.roster(batch.id, house()),
        outcomes=list(Outcome), outcome=outcome, flagged=1 if flagged else None, page=page, pages=pages, picture=picture(batch, results),
        rows=results.rows(outcome=outcome, flagged=flagged, start=(page - 1) * PAGE, limit=PAGE, attention_first=True))


@lru_cache(maxsize=2)
def opened(path: Path) -> Results:
    """The result at this path. A finished result never changes, so the last ones are kept open from page to page."""
    return Results.open(path)


def picture(batch: batches.Batch, results: Results) -> str:
    strip = results.outcomes[results.leading].tolist()
    return glance(batch.summary["outcomes"], strip, set(results.flagged[results.leading].nonzero()[0].tolist()), english=languages.current() == "en")


@bp.get("/<id>/rows/<int:row>")
def row(id: str, row: int):
    """One line, and everything that was found about it, explained."""
    batch = batches.show(id, house())
    results = opened(batches.results(id, house()))
    found = results.one(row, request.args.get("sheet") or None)
    if found is None:
        raise NotFound
    return render_template("row.html", batch=batch, row=found, headings=results.headings)


def erase(id: str) -> None:
    """Erase it, and let go of what was kept open of it."""
    batches.erase(id, house())
    opened.cache_clear()


@bp.get("/<id>/report.<kind>")
def report(id: str, kind: str):
    return report_file(batches.show(id, house()), kind, house())


def report_file(batch: batches.Batch, kind: str, house) -> Response:
    """The finished report as a download, under a name made of the roster's."""
    path = batches.report_path(batch.id, kind, house)
    stem = UNSAFE.sub("_", batch.name.rpartition(".")[0] or batch.name).strip(" .")[:80]
    return send_file(path, mimetype=reports.TYPES[kind], as_attachment=True, download_name=f"核验报告-{stem}.{kind}", max_age=0)


@bp.post("/<id>/cancel")
def cancel(id: str):
    batches.cancel(id, house())
    return redirect(url_for(".show", id=id), 303)


@bp.route("/<id>/delete", methods=["GET", "POST"])
def delete(id: str):
    """Asks first; then erases all of it."""
    batch = batches.show(id, house())
    if request.method == "GET":
        return render_template("delete.html", batch=batch)
    erase(id)
    flash(_("名册及其结果已全部删除。"))
    return redirect(url_for("home.show"), 303)

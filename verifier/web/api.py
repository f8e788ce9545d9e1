"""The API under /api/v1: one claim, rosters, addresses. Described at /api/openapi.json; errors are problem documents."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from flask import Flask, Response, current_app, jsonify, request, url_for
from flask.views import MethodView
from flask_smorest import Api
from flask_smorest.utils import prepare_response

from rules import hosts
from rules.claim import FIELDS
from verifier import batches, checks, reports
from verifier.backends.files import scratch
from verifier.errors import NotFound, VerifierError
from verifier.reports import json_report
from verifier.web import errors, schemas
from verifier.web.current import house
from verifier.web.replies import Replies
from verifier.web.rosters import erase, opened, report_file
from verifier.web.strict import StrictBlueprint

PROBLEM = "application/problem+json"


class HouseApi(Api):
    """flask-smorest with our one error handler, and errors described as what they are: RFC 9457 problem documents."""

    ERROR_SCHEMA = schemas.Problem

    def handle_http_exception(self, error):
        return errors.of_http(error)

    def _register_responses(self) -> None:
        for name, description in ((*((status.name, status.phrase) for status in HTTPStatus if status >= 400), ("DEFAULT_ERROR", "A problem"))):
            response = {"description": description, "schema": self.ERROR_SCHEMA}
            prepare_response(response, self.spec, PROBLEM)
            self.spec.components.response(name, response, lazy=True)


sites = StrictBlueprint("api-sites", __name__, url_prefix="/api/v1/sites", description="Addresses and QR texts; nothing is ever fetched")
claims = StrictBlueprint("api-checks", __name__, url_prefix="/api/v1/checks", description="One certificate")
rosters = StrictBlueprint("api-rosters", __name__, url_prefix="/api/v1/rosters", description="Whole rosters")


def once(headers: dict, work: Callable[[], Response]) -> Response:
    return current_app.extensions["replies"].once(headers.get("idempotency_key"), work)


class ReportKindUnknown(NotFound):
    code = "report_kind_unknown"
    message = "没有这种报告：现有 xlsx、csv、json、html。"


class UnknownPart(VerifierError):
    status = 422
    code = "unknown_part"
    message = "只接受名为 file 的一个文件，不接受其他字段。"


@claims.route("")
class Checks(MethodView):
    @claims.arguments(schemas.IdempotencyKey, location="headers")
    @claims.arguments(schemas.CheckAsked)
    @claims.response(201, schemas.Conclusion)
    def post(self, headers: dict, asked: dict):
        """Conclude about one certificate, without a register. The answer is kept for 90 days, its numbers masked."""
        return once(headers, lambda: conclude({field: asked.get(field) for field in FIELDS}))


def conclude(claim: dict) -> Response:
    conclusion = checks.conclude(claim, house())
    answer = jsonify(conclusion)
    answer.status_code = 201
    answer.headers["Location"] = url_for("api-checks.Check", id=conclusion["id"])
    return answer


@claims.route("/<id>")
class Check(MethodView):
    @claims.response(200, schemas.Conclusion)
    def get(self, id: str):
        """The conclusion as it was given."""
        return jsonify(checks.show(id, house()))


@rosters.route("")
class Rosters(MethodView):
    @rosters.arguments(schemas.IdempotencyKey, location="headers")
    @rosters.arguments(schemas.RosterUpload, location="files")
    @rosters.response(202, schemas.RosterState, headers={"Location": {"description": "Where its state is told", "schema": {"type": "string"}}})
    def post(self, headers: dict, files: dict):
        """Take a roster and screen it in the background. A file that cannot be read, or read in two ways, is refused at once."""
        if request.form or len(request.files.getlist("file")) != 1:
            raise UnknownPart
        with scratch(house().settings.home_path) as folder:
            files["file"].save(folder / "upload")
            batch = batches.begin(folder / "upload", files["file"].filename or "roster", house(), idempotency_key=headers.get("idempotency_key"))
        answer = jsonify(state(batch))
        answer.status_code = 202
        answer.headers["Location"] = url_for("api-rosters.Roster", id=batch.id)
        return answer


@rosters.route("/<id>")
class Roster(MethodView):
    @rosters.response(200, schemas.RosterState)
    def get(self, id: str):
        """How far it is, and in figures what came out."""
        return jsonify(state(batches.show(id, house())))

    @rosters.arguments(schemas.IdempotencyKey, location="headers")
    @rosters.response(204)
    def delete(self, headers: dict, id: str):
        """Cancel it, then erase the file, the result and the reports."""
        def erased() -> Response:
            erase(id)
            return Response(status=204)

        return once(headers, erased)


@rosters.route("/<id>/rows")
class Rows(MethodView):
    @rosters.arguments(schemas.RowsAsked, location="query")
    @rosters.response(200, schemas.Rows)
    def get(self, asked: dict, id: str):
        """The rows in the order of the file, page by page. Numbers show their last 4 places."""
        results = opened(batches.results(id, house()))
        chosen = {"outcome": asked.get("outcome"), "flagged": asked.get("flagged")}
        start, total = int(asked.get("cursor", 0)), results.count(**chosen)
        rows = results.rows(**chosen, start=start, limit=asked["limit"])
        after = start + len(rows)
        return jsonify(rows=[json_report.row_of(row) for row in rows], total=total, next_cursor=str(after) if rows and after < total else None)


@rosters.route("/<id>/report.<kind>")
class Report(MethodView):
    @rosters.response(200, {"type": "string", "format": "binary"}, content_type=reports.TYPES["xlsx"])
    @rosters.alt_response(200, schema={"type": "string"}, content_type="text/csv", success=True)
    @rosters.alt_response(200, schema={"type": "string"}, content_type="text/html", success=True)
    @rosters.alt_response(200, schema={"type": "object"}, content_type="application/json", success=True)
    def get(self, id: str, kind: str):
        """The report as xlsx, csv, json or html."""
        batch = batches.show(id, house())
        if kind not in reports.KINDS:
            raise ReportKindUnknown
        return report_file(batch, kind, house())


@sites.route("/judge")
class Judge(MethodView):
    @sites.arguments(schemas.IdempotencyKey, location="headers")
    @sites.arguments(schemas.SiteAsked)
    @sites.response(200, schemas.Judgement)
    def post(self, headers: dict, asked: dict):
        """Whether an address is an official one, imitates one, or neither can be said. It is never opened."""
        def judge() -> Response:
            judged = hosts.judge(asked.get("url") or asked["qr_text"])
            return jsonify(judgement=str(judged.judgement), host=judged.host, reasons=list(judged.reasons))

        return once(headers, judge)


def state(batch: batches.Batch) -> dict:
    """A roster as the API tells it."""
    summary = batch.summary
    figures = summary and {**dict.fromkeys(schemas.OUTCOMES, 0), **summary["outcomes"], "flagged": summary["flagged"],
                           "refused": (batch.roster or {}).get("refused", 0)}
    return {
        "id": batch.id, "name": batch.name, "state": batch.contract_state, "created_at": batch.created_at.isoformat(timespec="seconds"),
        "as_of": batch.as_of.isoformat(), "rows_done": batch.rows_done, "rows_total": batch.rows_total, "step": batch.step,
        "code": batch.code, "reason": batch.reason, "rules_version": summary and summary["rules_version"], "summary": figures,
        "roster": batch.roster,
    }


def register(app: Flask) -> tuple[StrictBlueprint, ...]:
    app.config.update(API_TITLE="特种作业操作证核验", API_VERSION="v1", OPENAPI_VERSION="3.1.0", OPENAPI_URL_PREFIX="/api")
    app.extensions["replies"] = Replies()
    api = HouseApi(app)
    for blueprint in (claims, rosters, sites):
        api.register_blueprint(blueprint)
    described = api.spec.components.schemas
    described["SiteAsked"] |= {"minProperties": 1, "maxProperties": 1}
    described["CheckAsked"]["anyOf"] = [{"required": [field], "properties": {field: {"type": "string", "pattern": r"\S"}}} for field in FIELDS]
    return claims, rosters, sites

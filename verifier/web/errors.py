"""The one handler of what goes wrong: a page for a person, a problem document (RFC 9457) for a program.

Both say the sentence of the error, a stable code and the id of the request. The detail goes to the log, under that id.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from flask import Flask, Response, json, render_template, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from verifier.batches import NotReady, StillReceived
from verifier.errors import VerifierError
from verifier.web import guard
from verifier.web.current import house, request_id

log = logging.getLogger(__name__)

SENTENCES = {
    400: ("bad_request", lazy_gettext("请求的格式有误，系统没有执行任何操作。")),
    404: ("not_found", lazy_gettext("没有找到：可能已删除，或地址有误。")),
    405: ("method_not_allowed", lazy_gettext("此地址不接受这种请求方式。")),
    413: ("body_too_large", lazy_gettext("提交的内容过大，已整份退回，没有保存任何内容。")),
    415: ("unsupported_media_type", lazy_gettext("内容类型不对：接口只接受 application/json，上传文件用 multipart/form-data。")),
    422: ("invalid", lazy_gettext("提交的内容有误，请按所列各项改正。")),
    500: ("internal_error", lazy_gettext("系统内部出错，这次操作没有完成。")),
}


def register(app: Flask) -> None:
    app.register_error_handler(VerifierError, of_house)
    app.register_error_handler(CSRFError, of_form)
    app.register_error_handler(HTTPException, of_http)
    app.register_error_handler(Exception, of_accident)


def of_house(error: VerifierError) -> Response:
    log.info("request %s: %s %s", request_id(), error.status, error.code)
    headers = {"Retry-After": "2"} if error.status == 503 or isinstance(error, (NotReady, StillReceived)) else {}
    return answer(error.status, error.code, _(error.message), headers=headers)


def of_form(error: CSRFError) -> Response:
    return answer(400, "form_expired", _("这个表单已失效（页面打开过久，或浏览器没有接受 Cookie）。请返回上一页，刷新后再提交一次。"))


def of_http(error: HTTPException) -> Response:
    status = error.code or 500
    if isinstance(error, RequestEntityTooLarge):
        return of_house(guard.too_large(house().settings.upload_limit_mb))
    if error.response is not None or status < 400:
        return error.get_response()
    code, sentence = SENTENCES.get(status, (HTTPStatus(status).phrase.lower().replace(" ", "_"), HTTPStatus(status).phrase))
    data = getattr(error, "data", None) or {}
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Retry-After", "WWW-Authenticate")}
    return answer(status, data.get("code", code), str(data.get("message") or sentence), data.get("messages"), kept)


def of_accident(error: Exception) -> Response:
    log.error("request %s broke", request_id(), exc_info=error)
    return answer(500, *SENTENCES[500])


def answer(status: int, code: str, sentence: str, fields: dict | None = None, headers: dict | None = None) -> Response:
    """The error as this caller can read it: a problem document under /api, else a page."""
    if is_for_program():
        problem = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": str(sentence),
                   "code": code, "request_id": request_id()}
        if fields:
            problem["errors"] = list(pointed(fields))
        response = Response(json.dumps(problem), status, content_type="application/problem+json")
    else:
        response = Response(
            render_template("error.html", status=status, code=code, sentence=sentence, request_id=request_id()), status, mimetype="text/html")
    response.headers.extend(headers or {})
    return response


def is_for_program() -> bool:
    return request.path.startswith("/api/") or request.path in ("/healthz", "/readyz")


PLACES = ("json", "query", "files", "headers", "form")


def pointed(fields: dict):
    """Each complaint with a JSON pointer to what it is about. Of the places that webargs names (json, query …) nothing is said."""
    for place, complaints in fields.items():
        yield from pointers(complaints, "") if place in PLACES else pointers({place: complaints}, "")


def pointers(complaints, at: str):
    if isinstance(complaints, dict):
        for name, inner in complaints.items():
            yield from pointers(inner, at if name == "_schema" else f"{at}/{str(name).replace('~', '~0').replace('/', '~1')}")
    else:
        for sentence in complaints if isinstance(complaints, (list, tuple)) else (complaints,):
            yield {"pointer": f"#{at}", "detail": str(sentence)}

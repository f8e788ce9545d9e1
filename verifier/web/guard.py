"""Who may reach us, and what a browser may do with our pages.

Nobody signs in yet, so the loopback address is the only wall. Three holes in it are closed here: another site's name
that resolves to this machine (the Host header is checked), another site's page that posts to it (Origin and
Sec-Fetch-Site are checked), and script that gets into a page (the content policy allows none but our own files).
"""

from __future__ import annotations

import ipaddress
import logging
import time
from urllib.parse import urlsplit

from flask import Flask, Response, g, request

from verifier.errors import VerifierError
from verifier.web.current import request_id

log = logging.getLogger(__name__)

READING = frozenset({"GET", "HEAD", "OPTIONS"})
JSON_BYTES = 1024 * 1024
FORM_BYTES = 64 * 1024           # what a multipart body carries around its file
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}


class HostUnknown(VerifierError):
    status = 400
    code = "host_unknown"
    message = "本版本只应答本机地址（127.0.0.1 或 localhost）。"


class CrossSite(VerifierError):
    status = 403
    code = "cross_site"
    message = "请求来自其他网站的页面，已拒绝。请从本系统的页面操作。"


class BodyTooLarge(VerifierError):
    status = 413
    code = "body_too_large"
    message = "提交的内容过大，已整份退回，没有保存任何内容。"


def register(app: Flask, upload_mb: int) -> None:
    """Put the checks before every request, and the headers on every answer."""

    @app.before_request
    def only_from_here() -> None:
        g.started = time.monotonic()
        if not is_loopback(request.host):
            raise HostUnknown
        if request.method not in READING and is_cross_site():
            raise CrossSite
        uploads = request.endpoint in UPLOADS
        request.max_content_length = upload_mb * 1024 * 1024 + FORM_BYTES if uploads else JSON_BYTES

    @app.after_request
    def harden(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = request_id()
        if request.endpoint != "static":
            response.headers.setdefault("Cache-Control", "no-store")
        log.info("%s %s: %s in %.3f s, request %s", request.method, request.endpoint or "-", response.status_code,
                 time.monotonic() - g.get("started", time.monotonic()), request_id())
        return response


UPLOADS = frozenset({"rosters.upload", "api-rosters.Rosters"})


def too_large(upload_mb: int) -> BodyTooLarge:
    """The refusal that names the limit of the place that was posted to."""
    if request.endpoint in UPLOADS:
        return BodyTooLarge(f"文件超过 {upload_mb} MB 的上限，已整份退回，没有保存任何内容。请拆成几个较小的文件，或只保留人员与证书的列后再上传。")
    return BodyTooLarge()


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine: localhost, 127.0.0.0/8 or [::1], with any port.

    >>> [is_loopback(host) for host in ("localhost:8000", "127.0.0.1", "[::1]:80", "evil.example:8000", "127.0.0.1.evil.example", "")]
    [True, True, True, False, False, False]
    """
    try:
        name = urlsplit(f"//{host}").hostname or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_cross_site() -> bool:
    """Whether a browser says that the request was caused by a page that is not ours."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        return True
    origin = request.headers.get("Origin")
    return origin is not None and urlsplit(origin).netloc != request.host

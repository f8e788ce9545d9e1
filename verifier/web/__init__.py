"""The pages and the API: one blueprint a noun, one handler of errors, one guard."""

from __future__ import annotations

import os
import secrets
from datetime import timedelta
from pathlib import Path

from flask import Flask, request
from flask_wtf.csrf import CSRFProtect

from rules.claim import FIELDS
from rules.version import rules_version
from verifier.web import api, checks, errors, guard, health, home, languages, manual, rosters, rules, words


def register(app: Flask) -> None:
    """Put the pages, the API and what guards them into the application, whose house must be open."""
    settings = app.extensions["house"].settings
    app.config.update(
        SECRET_KEY=session_key(settings.home_path / "session.key"),
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_NAME="verifier_session",
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        WTF_CSRF_TIME_LIMIT=None,
        MAX_CONTENT_LENGTH=settings.upload_limit_mb * 1024 * 1024 + guard.FORM_BYTES,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(hours=1),
    )
    app.json.sort_keys = False
    app.json.ensure_ascii = False
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.register(app, settings.upload_limit_mb)
    csrf = CSRFProtect(app)
    languages.register(app)
    errors.register(app)
    for blueprint in (home.bp, rosters.bp, checks.bp, rules.bp, manual.bp):
        app.register_blueprint(blueprint)
    for blueprint in (*api.register(app), health.register(app)):
        csrf.exempt(blueprint)

    @app.context_processor
    def everywhere() -> dict:
        return {
            **{word.__name__: word for word in words.TEMPLATE_WORDS},
            "language": languages.current(), "here": request.full_path.rstrip("?") if request.method == "GET" else "/",
            "fixed_now": settings.fixed_now, "test_ids": settings.test_ids_allowed, "rules_version": rules_version(), "fields": FIELDS,
        }


def session_key(path: Path) -> bytes:
    """The key that signs form tokens, made on the first start, readable by the owner only, and shared by all web processes."""
    try:
        descriptor = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key := secrets.token_bytes(32))
    return key

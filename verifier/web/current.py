"""What belongs to this request: the house behind it, and the id under which its log lines are found."""

from __future__ import annotations

import secrets

from flask import current_app, g


def house():
    """The Backends that app.py opened."""
    return current_app.extensions["house"]


def request_id() -> str:
    """An id of this request, shown to the person and written beside every log line of an error."""
    if "request_id" not in g:
        g.request_id = secrets.token_hex(8)
    return g.request_id

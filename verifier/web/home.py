"""The first page: upload, the latest rosters, and the switch of the language."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, url_for

from verifier import batches
from verifier.errors import VerifierError
from verifier.web import languages
from verifier.web.current import house
from verifier.web.rosters import example_roster

bp = Blueprint("home", __name__)


@bp.get("/")
def show():
    settings = house().settings
    return render_template("home.html", recent=batches.recent(house()), sample=example_roster() is not None,
                           upload_mb=settings.upload_limit_mb, max_rows=settings.rows_limit)


@bp.post("/language")
def language():
    """Remember the language, and go back to the page that the switch stood on."""
    if (chosen := request.form.get("language")) not in ("zh", "en"):
        raise VerifierError
    back = request.form.get("back", "")
    answer = redirect(back if is_ours(back) else url_for(".show"))
    answer.set_cookie(languages.COOKIE, chosen, max_age=365 * 86400, httponly=True, samesite="Lax")
    return answer


def is_ours(address: str) -> bool:
    """Whether an address is a path on this service, and nothing that a browser reads as another site's.

    >>> [is_ours(address) for address in ("/rules?x=1", "//evil.example/", "/\\\\evil.example", "https://evil.example/")]
    [True, False, False, False]
    """
    parts = urlsplit(address)
    return address.startswith("/") and not address.startswith(("//", "/\\")) and not parts.netloc and address.isprintable()

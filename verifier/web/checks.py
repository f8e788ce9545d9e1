"""One certificate: a form, and what the rules say of it. Nothing that is typed here is kept."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from rules.claim import FIELDS
from verifier import checks
from verifier.web.current import house

bp = Blueprint("checks", __name__)

LONGEST = 500
GROUPS = (
    ("name", "id_number", "id_type", "sex", "employer"),
    ("certificate_number", "category", "item", "issuer", "qr_text"),
    ("first_issued", "valid_from", "valid_until", "review_due", "reviewed_on"),
)
HINTS = {"id_number": "18 位", "certificate_number": "T……", "valid_until": "2029-06-10", "item": "低压电工作业"}


@bp.route("/check", methods=["GET", "POST"])
def ask():
    """The form, or the conclusion about what was typed into it."""
    given = {field: text for field in FIELDS if (text := request.form.get(field, "").strip())}
    if request.method == "GET" or "again" in request.form:
        return form(given)
    if not given:
        return form(given, _("请至少填写一项。")), 422
    if too_long := [field for field, text in given.items() if len(text) > LONGEST]:
        return form(given, _("有内容超过 %(longest)s 个字，请核对后再提交。", longest=LONGEST) + too_long[0]), 422
    settings = house().settings
    row = checks.check(given, as_of=settings.today(), allow_test_ids=settings.test_ids_allowed)
    return render_template("conclusion.html", row=row, given=given)


def form(claim: dict[str, str], problem: str | None = None) -> str:
    titles = (_("持证人"), _("证书"), _("日期"))
    return render_template("check.html", claim=claim, problem=problem, hints=HINTS, groups=list(zip(titles, GROUPS, strict=True)))

"""The manual: the pages under docs/, one a user group, shown as they are written there.

They use a small part of Markdown (headings, paragraphs, lists, tables, code), and that part is all that is read here.
"""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path

from flask import Blueprint, redirect, render_template, url_for
from markupsafe import Markup, escape

from verifier.errors import NotFound

bp = Blueprint("manual", __name__, url_prefix="/help")

DOCS = Path(__file__).parents[2] / "docs"
NAMES = ("enterprise", "inspector", "tips", "operator")
CODE = re.compile(r"`([^`]+)`")
STRONG = re.compile(r"\*\*([^*]+)\*\*")
KINDS = {"- ": "ul", "|": "table", "#": "heading"}


@bp.get("")
def index():
    return redirect(url_for(".show", name=NAMES[0]))


@bp.get("/<name>")
def show(name: str):
    if name not in NAMES:
        raise NotFound
    titles = {each: (DOCS / f"{each}.md").read_text("utf-8").partition("\n")[0].lstrip("# ") for each in NAMES}
    return render_template("manual.html", name=name, titles=titles, body=page((DOCS / f"{name}.md").read_text("utf-8")))


def page(text: str) -> Markup:
    """A manual page as HTML; whatever it says is escaped.

    >>> print(page("# 甲\\n\\n- 一 `<b>`\\n- 二"))
    <h1>甲</h1>
    <ul><li>一 <code>&lt;b&gt;</code></li><li>二</li></ul>
    """
    blocks = []
    for at, part in enumerate(re.split(r"^```.*$", text, flags=re.MULTILINE)):
        if at % 2:
            blocks.append(Markup("<pre><code>{}</code></pre>").format(part.strip("\n")))
        else:
            blocks += [block(kind, list(lines)) for kind, lines in groupby(part.splitlines(), kind_of) if kind]
    return Markup("\n").join(blocks)


def kind_of(line: str) -> str | None:
    if re.match(r"\d+\. ", line):
        return "ol"
    return next((kind for mark, kind in KINDS.items() if line.startswith(mark)), "p" if line.strip() else None)


def block(kind: str, lines: list[str]) -> Markup:
    if kind == "heading":
        return Markup("\n").join(
            Markup("<h{0}>{1}</h{0}>").format(len(line) - len(line.lstrip("#")), inline(line.lstrip("# "))) for line in lines)
    if kind in ("ul", "ol"):
        items = Markup("").join(Markup("<li>{}</li>").format(inline(re.sub(r"^(- |\d+\. )", "", line))) for line in lines)
        return Markup("<{0}>{1}</{0}>").format(kind, items)
    if kind == "table":
        return table([[cell.strip() for cell in line.strip("|").split("|")] for line in lines])
    return Markup("<p>{}</p>").format(inline("".join(lines)))


def table(rows: list[list[str]]) -> Markup:
    headings, body = rows[0], rows[2:]      # the second line only draws the rule
    head = Markup("").join(Markup('<th scope="col">{}</th>').format(inline(text)) for text in headings)
    lines = Markup("").join(
        Markup("<tr>{}</tr>").format(Markup("").join(
            Markup('<td data-label="{}">{}</td>').format(heading, inline(text)) for heading, text in zip(headings, row, strict=False)))
        for row in body)
    return Markup('<table class="list"><thead><tr>{}</tr></thead><tbody>{}</tbody></table>').format(head, lines)


def inline(text: str) -> Markup:
    marked = STRONG.sub(r"<strong>\1</strong>", CODE.sub(r"<code>\1</code>", str(escape(text))))
    return Markup(marked)  # noqa: S704 - escaped above; only our own two tags are added

"""Chinese by default, English by a switch that a cookie remembers. The texts in the code are the Chinese ones.

`python -m verifier.web.languages` gathers every text into translations/en/LC_MESSAGES/messages.po and compiles it.
"""

from __future__ import annotations

import importlib
import io
import pkgutil
from pathlib import Path

from babel.messages import Catalog, extract, mofile, pofile
from flask import Flask, has_request_context, request
from flask_babel import Babel

import verifier
from rules.catalogue import FAMILIES
from rules.claim import LABELS
from verifier.errors import VerifierError

COOKIE = "language"
HERE = Path(__file__).parent
PO = HERE / "translations" / "en" / "LC_MESSAGES" / "messages.po"
TEXTS = [("**.py", "python"), ("templates/**.html", "jinja2")]


def current() -> str:
    """`zh` or `en`."""
    return "en" if has_request_context() and request.cookies.get(COOKIE) == "en" else "zh"


def register(app: Flask) -> None:
    Babel(app, locale_selector=current, default_locale="zh", default_translation_directories=str(HERE / "translations"))


def texts() -> set[str]:
    """Every text that a page may show: those in pages and templates, the vocabulary, the families, and the fixed sentences of errors."""
    found = {text for _, _, text, _, _ in extract.extract_from_dir(HERE, TEXTS, options_map={"templates/**.html": {"trimmed": "true"}},
                                                                   keywords={"_": None, "gettext": None, "lazy_gettext": None})}
    for module in pkgutil.walk_packages(verifier.__path__, "verifier."):
        importlib.import_module(module.name)      # so that every kind of error is known
    return found | set(LABELS.values()) | set(FAMILIES.values()) | {error.message for error in errors(VerifierError)}


def errors(kind: type[VerifierError]):
    """A kind of error and all kinds of it that are in use."""
    yield kind
    for narrower in kind.__subclasses__():
        yield from errors(narrower)


def catalogue() -> Catalog:
    """The English texts as they stand in the .po file."""
    with PO.open("rb") as file:
        return pofile.read_po(file, locale="en")


def compiled(texts_in_english: Catalog) -> bytes:
    out = io.BytesIO()
    mofile.write_mo(out, texts_in_english)
    return out.getvalue()


def gather() -> None:
    """Write the .po with exactly the texts that are shown, keeping what is translated, and compile it."""
    old = catalogue() if PO.exists() else Catalog(locale="en")
    new = Catalog(locale="en", header_comment="# English texts of the pages.", fuzzy=False)
    for text in sorted(texts()):
        known = old.get(text)
        new.add(text, known.string if known else "", flags=known.flags if known else ())
    new.creation_date = new.revision_date = old.creation_date
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        pofile.write_po(file, new, omit_header=False, width=140)
    PO.with_suffix(".mo").write_bytes(compiled(catalogue()))


if __name__ == "__main__":
    gather()
    missing = [message.id for message in catalogue() if message.id and not message.string]
    print("\n".join(missing) or "every text has its English")

"""What the manuals say is printed from the code, or is shown to be true."""

from pathlib import Path

from rules import manual
from verifier import settings
from verifier.verdict import Outcome

DOCS = Path(__file__).parent.parent / "docs"


def test_the_catalogue_of_rules_is_fresh():
    assert (DOCS / "rules.md").read_text(encoding="utf-8") == "\n".join(manual.pages()), "run make catalogue"


def test_the_manual_lists_every_setting():
    assert settings.table() in (DOCS / "operator.md").read_text(encoding="utf-8")


def test_the_manual_of_enterprises_explains_every_outcome():
    text = (DOCS / "enterprise.md").read_text(encoding="utf-8")
    assert all(f"| {outcome.label} |" in text for outcome in Outcome)

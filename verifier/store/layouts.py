"""The questions put to the remembered layouts: how this tenant's sheets with these headings are read."""

from __future__ import annotations

from sqlalchemy.orm import Session

from verifier.store.tables import LayoutRow


def find(session: Session, tenant: str, shape: str) -> dict | None:
    """The layout as it was last said to be, or None."""
    row = session.get(LayoutRow, (tenant, shape))
    return row and row.layout


def remember(session: Session, tenant: str, shape: str, layout: dict) -> None:
    """Keep it for the next sheet of the same shape; the last word counts."""
    session.merge(LayoutRow(tenant=tenant, shape=shape, layout=layout))

"""The questions put to the checks: conclusions about one claim, as they were given."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from verifier.errors import NotFound
from verifier.store.tables import CheckRow


def keep(session: Session, check_id: str, tenant: str, answer: dict, *, now: datetime) -> None:
    session.add(CheckRow(id=check_id, tenant=tenant, created_at=now, answer=answer))


def get(session: Session, check_id: str, tenant: str) -> dict:
    """The answer as it was given. Raises NotFound."""
    row = session.get(CheckRow, check_id)
    if row is None or row.tenant != tenant:
        raise NotFound
    return row.answer


def forget(session: Session, *, before: datetime) -> None:
    """Erase what was given before a moment."""
    session.execute(delete(CheckRow).where(CheckRow.created_at < before))

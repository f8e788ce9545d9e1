"""The question put to the rosters as a whole: does somebody attend to what waits?"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from verifier.store.tables import Event, RosterRow, seconds_now


def waiting_unattended(session: Session) -> datetime | None:
    """Since when the longest waiting roster has been queued, where nobody holds one under a living lease; else None."""
    held = select(RosterRow.id).where(RosterRow.state == "running", RosterRow.lease_until > seconds_now()).limit(1)
    if session.scalar(held):
        return None
    queued = select(func.max(Event.moment)).join(RosterRow, RosterRow.id == Event.roster_id).where(RosterRow.state == "queued")
    return min(session.scalars(queued.group_by(Event.roster_id)), default=None)

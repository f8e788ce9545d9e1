"""The questions put to the rosters: whose turn it is, who holds which until when, and what became of them."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session

from verifier.errors import NotFound
from verifier.store.tables import Event, IdempotencyKey, RosterRow, seconds_now


def find(session: Session, roster_id: str) -> RosterRow | None:
    return session.get(RosterRow, roster_id, populate_existing=True)


def get(session: Session, roster_id: str) -> RosterRow:
    """The roster of this id. Raises NotFound."""
    if row := find(session, roster_id):
        return row
    raise NotFound


def recent(session: Session, tenant: str, limit: int) -> list[RosterRow]:
    """The tenant's rosters, newest first; not those whose bytes are still coming in."""
    theirs = select(RosterRow).where(RosterRow.tenant == tenant, RosterRow.state != "receiving")
    return list(session.scalars(theirs.order_by(RosterRow.created_at.desc(), RosterRow.id).limit(limit)))


def abandoned(session: Session, drafts_before: datetime) -> list[str]:
    """Uploads that a killed process never acknowledged, and drafts that nobody confirmed since."""
    receiving = (RosterRow.state == "receiving") & (RosterRow.lease_until < seconds_now())
    draft = (RosterRow.state == "draft") & (RosterRow.created_at < drafts_before)
    return list(session.scalars(select(RosterRow.id).where(receiving | draft)))


def erased(session: Session, ids: Collection[str]) -> list[str]:
    """Those of these ids that were erased on purpose."""
    return list(session.scalars(select(Event.roster_id).where(Event.what == "erased", Event.roster_id.in_(ids)).distinct()))


def note(session: Session, moment: datetime, what: str, roster_id: str) -> None:
    """Append to what happened."""
    session.add(Event(moment=moment, what=what, roster_id=roster_id))


def answered(session: Session, tenant: str, key: str, now: datetime) -> IdempotencyKey | None:
    """What this key was used for within 24 hours; older ones are forgotten here."""
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.created_at < now - timedelta(hours=24)))
    return session.get(IdempotencyKey, (tenant, key))


def keep_answer(session: Session, tenant: str, key: str, digest: str, roster_id: str, now: datetime) -> None:
    """Keep what this key was used for. Raises IntegrityError where another request was faster."""
    session.add(IdempotencyKey(tenant=tenant, key=key, digest=digest, roster_id=roster_id, created_at=now))
    session.flush()


def change(session: Session, roster_id: str, states: tuple[str, ...], **values) -> bool:
    """Change a roster if it is in one of these states; False where it is not."""
    done = session.execute(update(RosterRow).where(RosterRow.id == roster_id, RosterRow.state.in_(states)).values(**values))
    return done.rowcount == 1


def take_away(session: Session, roster_id: str) -> None:
    """Cancelled, whoever holds it: their token is worth nothing from here on."""
    session.execute(update(RosterRow).where(RosterRow.id == roster_id).values(state="cancelled", lease_token=None, lease_until=None))


def remove(session: Session, roster_id: str) -> None:
    session.execute(delete(IdempotencyKey).where(IdempotencyKey.roster_id == roster_id))
    session.execute(delete(RosterRow).where(RosterRow.id == roster_id))


# --- The lease: whoever holds the token may write, and nobody else.


def claim(session: Session, lease: float) -> RosterRow | None:
    """Take the oldest roster that waits, or whose worker has not been heard of, for `lease` seconds under a fresh token.

    One UPDATE decides; where two workers want the same roster, one finds nothing and looks again.
    """
    waits = or_(RosterRow.state == "queued", (RosterRow.state == "running") & (RosterRow.lease_until < seconds_now()))
    oldest = select(RosterRow.id).where(waits).order_by(RosterRow.created_at, RosterRow.id).limit(1).scalar_subquery()
    token = secrets.token_hex(16)
    taken = session.execute(
        update(RosterRow)
        .where(RosterRow.id == oldest, waits)
        .values(state="running", lease_token=token, lease_until=seconds_now() + lease, attempts=RosterRow.attempts + 1)
        .execution_options(synchronize_session=False)
    )
    return session.scalar(select(RosterRow).where(RosterRow.lease_token == token)) if taken.rowcount else None


def renew(session: Session, roster_id: str, token: str, lease: float) -> bool:
    """Hold it for `lease` seconds from now. False: it was taken away."""
    return write(session, roster_id, token, lease_until=seconds_now() + lease)


def write(session: Session, roster_id: str, token: str, **values) -> bool:
    """Write to a roster as the one who holds it. False, and nothing is written: it was taken away."""
    held = (RosterRow.id == roster_id, RosterRow.lease_token == token, RosterRow.state == "running")
    done = session.execute(update(RosterRow).where(*held).values(**values).execution_options(synchronize_session=False))
    return done.rowcount == 1


def let_go(session: Session, roster_id: str, token: str, *, counts: bool) -> bool:
    """Give it back to the queue, unfinished. `counts`: as an attempt that came to nothing."""
    attempts = RosterRow.attempts if counts else RosterRow.attempts - 1
    return write(session, roster_id, token, state="queued", lease_token=None, lease_until=None, attempts=attempts)


def waiting_unattended(session: Session) -> datetime | None:
    """Since when the longest waiting roster has been queued, where nobody holds one under a living lease; else None."""
    held = select(RosterRow.id).where(RosterRow.state == "running", RosterRow.lease_until > seconds_now()).limit(1)
    if session.scalar(held):
        return None
    queued = select(func.max(Event.moment)).join(RosterRow, RosterRow.id == Event.roster_id).where(RosterRow.state == "queued")
    return min(session.scalars(queued.group_by(Event.roster_id)), default=None)

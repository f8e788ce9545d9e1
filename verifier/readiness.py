"""What works and what does not: asked by a supervisor, answered from what is really there."""

from __future__ import annotations

import tempfile
from datetime import timedelta
from pathlib import Path

from verifier.backends import Backends
from verifier.errors import VerifierError
from verifier.store import attendance

UNATTENDED = timedelta(seconds=30)


def readiness(house: Backends) -> dict[str, bool]:
    """Whether the database answers, files can be kept, and a worker attends to what waits."""
    return {"database": _database(house), "files": _files(house), "worker": _worker(house)}


def _database(house: Backends) -> bool:
    try:
        with house.database.read() as session:
            attendance.waiting_unattended(session)
    except VerifierError:
        return False
    return True


def _files(house: Backends) -> bool:
    try:
        with tempfile.NamedTemporaryFile() as probe:
            house.files.save("probe/readiness", Path(probe.name))
    except (OSError, VerifierError):
        return False
    return True


def _worker(house: Backends) -> bool:
    """False where a roster has waited for half a minute and nobody holds any: workers pull, so that is how their absence shows."""
    try:
        with house.database.read() as session:
            since = attendance.waiting_unattended(session)
    except VerifierError:
        return False
    return since is None or house.settings.clock() - since < UNATTENDED

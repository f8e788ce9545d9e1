"""One claim: concluded as a roster of one row is. Without a register, until the lookups come."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from rules.claim import FIELDS
from rules.version import rules_version
from verifier import store
from verifier.backends import Backends
from verifier.results import Results
from verifier.screening import judge, results_table

KEPT = timedelta(days=90)       # certificates.md section 9: our own choice for what is no hit; a setting of privacy to come
TENANT = "local"


def check(claim: Mapping[str, str | None], *, as_of: date, allow_test_ids: bool = False, unmask: bool = False) -> dict[str, Any]:
    """The conclusion about one claim, in the words of the contract, with the day and the rules that it rests on.

    Fields that are absent or None were not presented: they are no empty cells.
    """
    table = {name: pa.array([claim[name]], pa.string()) for name in FIELDS if claim.get(name) is not None}
    judged = judge(table or {"name": pa.array([None], pa.string())}, as_of=as_of, allow_test_ids=allow_test_ids)
    place = {"sheet": pa.array([""]), "row": pa.array([1], pa.int32()), "part": pa.array([0], pa.int16())}
    row = Results(results_table(place, np.array([True]), judged, {})).rows(unmask=unmask)[0]
    return {key: value for key, value in row.items() if key not in ("row", "given")} | {"as_of": as_of.isoformat(), "rules_version": rules_version()}


def conclude(claim: Mapping[str, str | None], house: Backends) -> dict[str, Any]:
    """Check a claim and keep the answer, numbers masked, for 90 days: with its id and the moment of asking."""
    settings = house.settings
    now = settings.clock()
    answer = {"id": secrets.token_hex(16), "checked_at": now.isoformat(timespec="seconds"),
              **check(claim, as_of=settings.today(), allow_test_ids=settings.test_ids_allowed)}
    with house.database.begin() as session:
        store.checks.forget(session, before=now - KEPT)
        store.checks.keep(session, answer["id"], TENANT, answer, now=now)
    return answer


def show(check_id: str, house: Backends) -> dict[str, Any]:
    """The conclusion as it was given. Raises NotFound."""
    with house.database.read() as session:
        return store.checks.get(session, check_id, TENANT)

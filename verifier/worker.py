"""The worker: look, claim, run, and look again. Any number of them, on any number of machines; the database says who does what."""

from __future__ import annotations

import logging
import signal
import threading
import time

from verifier import batches, runs, store
from verifier.backends import Backends
from verifier.backends.database import DatabaseUnavailable

log = logging.getLogger(__name__)

SWEEP_SECONDS = 60
WAIT_SECONDS = 2  # a lease that ran out is found after this, however silent the bell


def work(house: Backends, *, once: bool = False) -> None:
    """Run what is queued and what dead workers left, until SIGTERM or SIGINT; with `once`, until nothing is left to claim.

    Asked to end in mid-run, it gives the roster back to the queue and returns. Without a database it waits until it is back.
    """
    _end_on_signal()
    swept = float("-inf")
    reached = True
    try:
        while True:
            try:
                if time.monotonic() - swept >= SWEEP_SECONDS:
                    batches.sweep(house)
                    swept = time.monotonic()
                busy = _run_next(house)
                reached = True
            except DatabaseUnavailable as error:
                if reached:
                    log.error("database unavailable, waiting for it: %s", error.__cause__)
                busy = reached = False
                time.sleep(0.5)
            if once and reached and not busy:
                return
            if not busy:
                house.bell.wait(WAIT_SECONDS)
    except runs.Stop:
        log.info("worker ends, asked to")


def _run_next(house: Backends) -> bool:
    with house.database.begin() as session:
        row = store.rosters.claim(session, house.settings.lease)
    if row is None:
        return False
    log.info("roster %s: claimed, attempt %d", row.id, row.attempts)
    runs.run(row, house)
    return True


def _end_on_signal() -> None:
    if threading.current_thread() is not threading.main_thread():
        return

    def stop(_number, _frame):
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)  # the second one kills; that is safe at any moment
        raise runs.Stop

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)

"""A bell wakes who waits; losing it, or hearing it twice, costs a moment and nothing else."""

import logging
import threading
import time

import pytest

from verifier.backends.bell import RedisBell, open_bell


@pytest.fixture(params=["embedded", "redis"])
def bell(request):
    return open_bell("embedded:" if request.param == "embedded" else request.getfixturevalue("valkey").url)


def test_waiting_ends_by_itself(bell):
    bell.wait(0.2)


def test_ringing_often_is_ringing_once(bell):
    for _ in range(3):
        bell.ring()
    bell.wait(0.2)
    bell.wait(0.2)


def test_a_ring_wakes_the_one_who_waits(valkey):
    bell, woken = open_bell(valkey.url), threading.Event()
    waiting = threading.Thread(target=lambda: (bell.wait(30), woken.set()))
    waiting.start()
    open_bell(valkey.url).ring()
    assert woken.wait(20)
    waiting.join()


def test_rings_do_not_pile_up(valkey):
    bell = open_bell(valkey.url)
    for _ in range(5):
        bell.ring()
    assert bell.server.llen(RedisBell.key) == 1
    bell.wait(1)
    assert bell.server.llen(RedisBell.key) == 0


def test_a_server_that_is_down_is_silence_said_once(valkey, caplog):
    bell = open_bell(valkey.url)
    valkey.kill()
    try:
        with caplog.at_level(logging.WARNING):
            bell.ring()
            bell.wait(0.1)
            bell.ring()
        assert len(caplog.records) == 1
    finally:
        valkey.start()
    bell.ring()
    assert bell.server.llen(RedisBell.key) == 1
    assert not bell.silent


def test_a_silent_bell_does_not_make_the_worker_spin(valkey):
    bell = open_bell("redis://127.0.0.1:1/0")
    started = time.monotonic()
    bell.wait(0.3)
    assert time.monotonic() - started >= 0.3

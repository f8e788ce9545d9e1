"""The service as `make run` starts it, its processes killed with signal 9: it goes on by itself, and the result is the same byte for byte."""

import os
import socket
import sqlite3
import struct
import subprocess
import sys

import psutil
import pytest
import requests

from benchmarks import data
from benchmarks.kill import ROOT, Service
from verifier import serve

ROWS = 3_000


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    service = Service(tmp_path_factory.mktemp("house") / "home", lease_seconds="1")
    yield service
    service.close()


@pytest.fixture
def service(house):
    """The service, running and alone with its three processes, however the test before left it: the order of tests is random."""
    if house.supervisor.poll() is not None:
        house.start()
    house.wait_for(lambda: house.answers() and len(house.processes("all")) == 3)      # one that is being started counts twice for a moment
    return house


@pytest.fixture(scope="module")
def roster(tmp_path_factory):
    path = tmp_path_factory.mktemp("roster") / "名册.xlsx"
    data.workbook(path, data.claims(ROWS, messy=True))
    return path


def step(service, roster_id):
    with sqlite3.connect(service.home / "verifier.db", timeout=10) as connection:
        return connection.execute("SELECT state, step, steps_done FROM rosters WHERE id = ?", (roster_id,)).fetchone()


def test_killed_in_every_step_it_goes_on_and_gives_the_same_bytes(service, roster):
    calm = service.send(roster)
    assert service.finish(calm) == "done"
    stormy = service.send(roster)
    for when, whom in (
        (("running", "reading", 0), ["reader"]), (("running", "reading", 0), ["worker", "reader"]), (("running", "screening", 1), ["worker", "web"]),
        (("running", "reporting", 2), ["worker", "server", "web"]), (("running", "reporting", 5), ["worker"]),
    ):
        service.wait_for(lambda when=when: step(service, stormy) == when or step(service, stormy)[2] > when[2])
        if "reader" in whom:
            service.wait_for(lambda: service.processes("reader"))
        assert service.kill(*whom) >= len(whom) - ("reader" in whom), whom      # the reader may end by itself just now
        service.wait_for(service.answers)
    assert service.finish(stormy) == "done"
    assert service.files(stormy) == service.files(calm)
    assert len(service.files(calm)) == 10
    lines = service.lines(stormy)
    assert len(lines) == len(set(lines)) == ROWS and lines == service.lines(calm)


def test_a_client_that_goes_away_in_mid_upload_leaves_nothing(service):
    before, scratch = list((service.home / "files").glob("rosters/*")), set((service.home / "tmp").iterdir())
    half = b"x" * 2_500_000
    for _ in range(20):
        with socket.create_connection(("127.0.0.1", service.port)) as client:
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n'
            client.sendall(
                b"POST /api/v1/rosters HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=b\r\n"
                b"Content-Length: 5000000\r\n\r\n" + head + half)
    service.wait_for(lambda: set((service.home / "tmp").iterdir()) <= scratch, seconds=30)
    assert service.answers()
    assert list((service.home / "files").glob("rosters/*")) == before
    assert list((service.home / "files" / ".unfinished").iterdir()) == []
    with sqlite3.connect(service.home / "verifier.db") as connection:
        assert connection.execute("SELECT count(*) FROM rosters").fetchone() == (len(before),)


def test_acknowledged_is_kept_though_everything_is_killed_at_once(service, roster):
    sent = service.send(roster)
    everybody = service.processes("all")
    service.supervisor.kill()
    service.supervisor.wait()
    # No orphan: each child sees that its parent is gone, also those of the web server.
    service.wait_for(lambda: not any(one.is_running() and one.status() != psutil.STATUS_ZOMBIE for one in everybody), seconds=30)
    assert not service.answers()
    service.start()
    assert service.finish(sent) == "done"
    assert requests.get(f"{service.url}/api/v1/rosters/{sent}/rows", timeout=10).status_code == 200


def test_asked_to_end_it_ends_cleanly(service):
    everybody = service.processes("all")
    assert service.stop() == 0
    assert not any(one.is_running() for one in everybody)
    assert not service.answers()


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.com"])
def test_an_address_that_others_reach_is_refused_with_the_reason(host):
    with pytest.raises(serve.AddressRefused, match="登录"):
        serve.check_address(host, 8000)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost"])
def test_loopback_is_served(host):
    serve.check_address(host, 0)


def test_a_port_that_is_taken_is_said():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        ended = subprocess.run([sys.executable, "-m", "verifier.serve", "--port", port], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 3 and port in ended.stderr


def test_a_wrong_setting_stops_the_start(tmp_path):
    environment = os.environ | {"VERIFIER_HOME": str(tmp_path), "VERIFIER_MAX_ROWS": "many"}
    command = [sys.executable, "-m", "verifier.serve", "--port", "0"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 3 and "VERIFIER_MAX_ROWS" in ended.stderr

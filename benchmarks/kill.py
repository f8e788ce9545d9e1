"""A roster of 50,000 rows, its service killed with signal 9 at 20 random moments: is any row lost, doubled or changed, and how soon is it back?

`python -m benchmarks kill`, or `python -m benchmarks.kill ROWS KILLS SEED`. tests/test_kill.py does the same, smaller.
"""

from __future__ import annotations

import hashlib
import os
import random
import re
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

import psutil
import pyarrow.parquet as pq
import requests

from benchmarks import data

ROOT = Path(__file__).parents[1]
PATIENCE = 180


class Service:
    """`make run` without make: the supervisor and its children in a home of their own, on a free port, with a fixed clock."""

    def __init__(self, home: Path, **settings: str):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.home, self.url = home, f"http://127.0.0.1:{self.port}"
        fixed = {"VERIFIER_HOME": str(home), "VERIFIER_NOW": "2026-11-23T09:00", "VERIFIER_ALLOW_TEST_IDS": "1"}
        self.environment = os.environ | fixed | {f"VERIFIER_{name.upper()}": value for name, value in settings.items()}
        home.mkdir(exist_ok=True)
        self.start()

    def start(self) -> None:
        with (self.home / "log").open("ab") as log:
            command = [sys.executable, "-m", "verifier.serve", "--port", str(self.port)]
            self.supervisor = subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)
        self.wait_for(self.answers)

    def stop(self) -> int:
        """Asked politely; the exit status."""
        self.supervisor.terminate()
        return self.supervisor.wait(30)

    def close(self) -> None:
        """However it stands, leave no process."""
        if self.supervisor.poll() is None:
            self.stop()

    def answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except requests.RequestException:
            return False

    @staticmethod
    def wait_for(question, seconds: float = PATIENCE) -> float:
        """Wait until the answer is yes; after how many seconds it was."""
        started = time.monotonic()
        while not question():
            assert time.monotonic() - started < seconds, f"not within {seconds} s"
            time.sleep(0.05)
        return time.monotonic() - started

    def processes(self, what: str) -> list[psutil.Process]:
        """`worker`, `reader` (parses a file for the worker), `web` (serves the pages), `server` (stands above web), `all` but the supervisor."""
        try:
            children = psutil.Process(self.supervisor.pid).children()
            workers = [one for one in children if "worker" in one.cmdline()]
            servers = [one for one in children if one not in workers]  # granian may give itself another title
            readers, webs = ([child for one in above for child in one.children()] for above in (workers, servers))
        except psutil.NoSuchProcess:
            return []
        found = {"worker": workers, "reader": readers, "server": servers, "web": webs}
        return sum(found.values(), []) if what == "all" else found[what]

    def kill(self, *whom: str) -> int:
        """Signal 9 to each of these; how many there were."""
        victims = [one for what in whom for one in self.processes(what)]
        for one in victims:
            try:
                one.send_signal(signal.SIGKILL)
            except psutil.NoSuchProcess:
                continue
        return len(victims)

    def send(self, roster: Path) -> str:
        """Upload it by the API; its id. What nobody answered is sent again under the same key, so that it is one roster."""
        key, answers = secrets.token_hex(8), []

        def sent() -> bool:
            try:
                with roster.open("rb") as file:
                    answers.append(requests.post(f"{self.url}/api/v1/rosters", files={"file": (roster.name, file)},
                                                 headers={"Idempotency-Key": key}, timeout=PATIENCE))
                return True
            except requests.RequestException:
                return False

        self.wait_for(sent)
        answer = answers[0]
        assert answer.status_code == 202, answer.text
        return answer.headers["Location"].rsplit("/", 1)[1]

    def state(self, roster_id: str) -> str | None:
        """Its state by the API; None while nobody answers."""
        try:
            return requests.get(f"{self.url}/api/v1/rosters/{roster_id}", timeout=5).json()["state"]
        except requests.RequestException:
            return None

    def finish(self, roster_id: str) -> str:
        self.wait_for(lambda: self.state(roster_id) in ("done", "failed", "cancelled"))
        return self.state(roster_id)

    def files(self, roster_id: str) -> dict[str, str]:
        """The digest of every file that is kept of it."""
        folder = self.home / "files" / "rosters" / roster_id
        return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.iterdir())}

    def lines(self, roster_id: str) -> list[int]:
        """The line numbers of the result, in its order."""
        return pq.read_table(self.home / "files" / "rosters" / roster_id / "results.parquet", columns=["row"])["row"].to_pylist()

    def claims(self) -> list[float]:
        """The moments (seconds since 1970) at which a worker took a roster, by the log."""
        text = (self.home / "log").read_text("utf-8", errors="replace")
        moments = re.findall(r"^(.{23}) INFO verifier.worker: .* claimed", text, re.M)
        return [datetime.strptime(moment, "%Y-%m-%d %H:%M:%S,%f").timestamp() for moment in moments]


TARGETS = (("worker",), ("web",), ("worker", "web"), ("server",), ("worker", "server", "web", "reader"), ("reader",))


def run(rows: int = 50_000, kills: int = 20, seed: int | None = None) -> bool:
    seed = random.randrange(10_000) if seed is None else seed
    draw = random.Random(seed)
    home = Path(tempfile.mkdtemp(prefix="verifier-kill-"))
    roster = home / "roster.xlsx"
    data.workbook(roster, data.claims(rows, messy=True))
    service = Service(home / "home")
    try:
        started = time.monotonic()
        calm = service.send(roster)
        assert service.finish(calm) == "done"
        alone = time.monotonic() - started
        print(f"{rows} rows, seed {seed}; undisturbed {alone:.1f} s from upload to reports\n")
        print(f"{'kill':>4}  {'whom':<28}{'after s':>8}  {'found':>5}  {'answers again s':>15}  state")
        stormy, ends = service.send(roster), []
        for number in range(1, kills + 1):
            if service.state(stormy) == "done":
                assert service.files(stormy) == service.files(calm) and service.lines(stormy) == service.lines(calm)
                stormy = service.send(roster)
            pause = draw.uniform(0, alone)
            time.sleep(pause)
            whom = draw.choice(TARGETS)
            found = service.kill(*whom)
            if "worker" in whom:
                ends.append(time.time())
            back = service.wait_for(service.answers)
            print(f"{number:>4}  {' + '.join(whom):<28}{pause:>8.1f}  {found:>5}  {back:>15.1f}  {service.state(stormy)}", flush=True)
        back = service.wait_for(lambda: service.state(stormy) in ("done", "failed"))
        lines, files = service.lines(stormy), service.files(stormy)
        right = files == service.files(calm) and lines == service.lines(calm) and len(set(lines)) == len(lines) == rows
        differ = sorted(name for name, digest in service.files(calm).items() if files.get(name) != digest)
        print(f"\n{service.state(stormy)} {back:.1f} s after the last kill; {len(lines)} rows, {len(set(lines))} distinct; "
              f"{len(files)} files, {f'DIFFERENT: {differ}' if differ else 'all equal byte for byte to the undisturbed run'}")
        claims = service.claims()
        taken = [min(claim for claim in claims if claim > end) - end for end in ends if any(claim > end for claim in claims)]
        print(f"{len(ends)} kills of the worker; at work again after {statistics.median(taken):.1f} s (median), {max(taken):.1f} s at most")
        print(f"results.parquet sha256 {files['results.parquet']}")
        return right
    finally:
        service.close()
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(not run(*map(int, sys.argv[1:])))

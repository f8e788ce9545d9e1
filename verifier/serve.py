"""What `make run` starts: the web server and one worker as children, watched, restarted, and stopped together.

`python -m verifier.serve [--host HOST] [--port PORT]`. Killed itself, even with signal 9, it leaves no orphan: each child watches
its parent and ends when that is gone.
"""

from __future__ import annotations

import argparse
import importlib
import ipaddress
import logging
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request

from verifier.backends import open_backends
from verifier.errors import VerifierError
from verifier.settings import Settings

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.2
FIRST_PAUSE, LONGEST_PAUSE = 0.2, 3.0  # before a child that died is started again; doubled while it dies young
YOUNG_SECONDS = 10
STOP_SECONDS = 10                      # for a child to end by itself
WRONG_SETTINGS = 3


def main(arguments: list[str] | None = None) -> int:
    """Supervise, or be one of the children. Returns the exit status: 0 stopped as asked, 3 a setting is wrong."""
    parser = argparse.ArgumentParser(prog="python -m verifier.serve")
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--role", choices=("supervisor", "web", "worker"), default="supervisor", help=argparse.SUPPRESS)
    parser.add_argument("--parent", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    try:
        if options.role == "web":
            follow(options.parent)
            serve_web(options.host, options.port)
        elif options.role == "worker":
            from verifier import worker  # here: the supervisor needs none of the tables and rules, and stays small

            follow(options.parent)
            worker.work(open_backends(Settings.from_environment()))
        else:
            check_address(options.host, options.port)
            settings = Settings.from_environment()
            open_backends(settings).close()
            # Whatever a library puts aside lies under HOME too, where the worker's sweep finds what a killed process left.
            os.environ["TMPDIR"] = str(settings.home_path / "tmp")
            (settings.home_path / "tmp").mkdir(mode=0o700, exist_ok=True)
            Supervisor(options.host, options.port).run()
    except VerifierError as error:
        print(error.message, file=sys.stderr)
        return WRONG_SETTINGS
    return 0


class AddressRefused(VerifierError):
    code = "address_refused"


def check_address(host: str, port: int) -> None:
    """Raises AddressRefused for an address that others could reach, and for one that is taken."""
    if host != "localhost" and not _is_loopback(host):
        raise AddressRefused(
            f"HOST={host} 不是本机回环地址。本版本还没有登录功能，任何能连到它的人都能看到名册，因此只在本机（127.0.0.1）提供服务。"
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    for attempt in range(20):  # the children of a supervisor that was killed need a moment to notice
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((host, port))
                return
            except OSError as error:
                if attempt == 19:
                    raise AddressRefused(f"无法在 {host} 端口 {port} 提供服务：{error.strerror}。可用 PORT=… 换一个端口。") from error
        time.sleep(0.2)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


# --- The parent


class Child:
    """One process that has to run: when it is to be started again, and after how long a pause next time."""

    def __init__(self, role: str, host: str, port: int):
        self.role = role
        self.command = [sys.executable, "-m", "verifier.serve", "--role", role, "--host", host, "--port", str(port), "--parent", str(os.getpid())]
        self.pause = FIRST_PAUSE
        self.start()

    def start(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor alone, and that stops the others in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)
        self.started, self.due = time.monotonic(), None

    def look(self) -> None:
        """Start it again if it died and its pause is over."""
        if self.process.poll() is None:
            return
        now = time.monotonic()
        if self.due is None:
            if now - self.started > YOUNG_SECONDS:
                self.pause = FIRST_PAUSE
            log.warning("%s ended with %s, starts again in %.1f s", self.role, self.process.returncode, self.pause)
            self.due = now + self.pause
            self.pause = min(self.pause * 2, LONGEST_PAUSE)
        elif now >= self.due:
            self.start()

    def stop(self, deadline: float) -> None:
        """Wait until it has ended; kill it when it has not by the deadline (its children notice)."""
        try:
            self.process.wait(max(deadline - time.monotonic(), 0.1))
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Supervisor:
    """Keeps the web server and the worker running until it is asked to end."""

    def __init__(self, host: str, port: int):
        self.host, self.port = host, port
        self.address = f"http://{f'[{host}]' if ':' in host else host}:{port}"
        self.asked = False
        self.told = False

    def run(self) -> None:
        """Until SIGTERM, SIGINT or SIGHUP; then both children end in order."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: setattr(self, "asked", True))
        children = [Child(role, self.host, self.port) for role in ("web", "worker")]
        while not self.asked:
            for child in children:
                child.look()
            self.tell()
            time.sleep(LOOK_SECONDS)
        for child in children:
            child.process.terminate()
        deadline = time.monotonic() + STOP_SECONDS
        for child in children:
            child.stop(deadline)

    def tell(self) -> None:
        """Print the address, once, when somebody answers there."""
        if not self.told and answers(self.address):
            self.told = True
            print(f"服务已就绪：{self.address}（仅限本机；按 Ctrl-C 停止）", flush=True)


def answers(address: str) -> bool:
    """Whether the service says that it lives."""
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(f"{address}/healthz", timeout=2) as response:
            return response.status == 200
    except (urllib.error.URLError, OSError):
        return False


# --- The children


def follow(parent: int | None) -> None:
    """End this process when `parent` is gone: asked first, by force five seconds later."""
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(LOOK_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(5)
        os.kill(os.getpid(), signal.SIGKILL)

    threading.Thread(target=watch, name="follow parent", daemon=True).start()


def serve_web(host: str, port: int) -> None:
    """Granian with one process for the pages: Flask-Limiter counts in the memory of one process, and SQLite has one writer anyway."""
    from granian import Granian
    from granian.constants import Interfaces

    # The pause has to be longer than the application needs to start; otherwise a planned change of processes drops connections.
    server = Granian(
        "app:create_app", address=host, port=port, interface=Interfaces.WSGI, workers=1, blocking_threads=8, backlog=256,
        respawn_failed_workers=True, respawn_interval=6, workers_kill_timeout=5, log_access=False,
    )
    server.serve(target_loader=load_web)


def load_web(target: str):
    """The WSGI application, loaded in the process that serves it, which ends when the server above it is gone."""
    follow(os.getppid())
    module, name = target.split(":")
    return getattr(importlib.import_module(module), name)()


if __name__ == "__main__":
    sys.exit(main())

"""The child process in which every file is parsed: limits on memory, time and output, no secrets, and an answer as JSON.

A file may crash the reading library, fill the memory or never end. Then this process dies and the service says so in a sentence.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

from verifier.errors import VerifierError
from verifier.rosters.layout import Limits, RosterRefused

ROOT = Path(__file__).resolve().parents[2]
BESIDE = 700 * (1 << 20)             # address space that libraries reserve without using it
SMALLER = "请把名册另存为新的 .xlsx（只保留名册所在的工作表），或分成几份上传"
LARGEST_OUTPUT = 2_000 * (1 << 20)
KEPT = ("PATH", "SYSTEMROOT", "LANG", "LC_ALL", "TMPDIR", "TEMP", "TMP")     # of the environment; none of it is secret
QUIET = {"ARROW_DEFAULT_MEMORY_POOL": "system", "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8", "TZ": "UTC"}
START = f"import sys; sys.path.insert(0, {str(ROOT)!r}); from verifier.rosters import child; child.main()"


class ReaderKilled(VerifierError):
    """Somebody killed the child (an operator, the system short of memory). It says nothing about the file: it may be read again."""

    status = 503
    code = "reader_killed"
    message = "读取文件的进程被系统中止，请稍后重试。"


def run(task: str, path: Path, name: str, limits: Limits, **more) -> dict:
    """Carry out "preview" or "read" in a child, and give its answer. Raises RosterRefused (the file's fault, or a limit), ReaderKilled."""
    order = {"task": task, "path": str(path.resolve()), "name": name, "limits": asdict(limits), **more}
    environment = {key: os.environ[key] for key in KEPT if key in os.environ} | QUIET
    command = [sys.executable, "-I", "-X", "utf8", "-c", START]
    with tempfile.TemporaryFile() as answer:             # has no name: whatever is killed, nothing of it stays
        try:
            ended = subprocess.run(
                command, input=json.dumps(order).encode(), env=environment, cwd=ROOT, timeout=2 * limits.cpu_seconds,
                stdout=answer, stderr=subprocess.DEVNULL, check=False, start_new_session=os.name == "posix")
        except subprocess.TimeoutExpired as error:
            raise too_slow(limits) from error
        if ended.returncode or not answer.seek(0, os.SEEK_END):
            raise stopped(ended.returncode, limits)
        answer.seek(0)
        said = json.loads(answer.read())
    if "refused" in said:
        raise RosterRefused(said["refused"]["message"], code=said["refused"]["code"], status=said["refused"]["status"])
    return said["answer"]


def too_slow(limits: Limits) -> RosterRefused:
    return RosterRefused(f"读取这份文件超过了 {limits.cpu_seconds} 秒，已停止：{SMALLER}。", code="too_slow")


def stopped(status: int, limits: Limits) -> VerifierError:
    if status == -getattr(signal, "SIGKILL", 9):
        return ReaderKilled()
    if status == -getattr(signal, "SIGXCPU", 24):
        return too_slow(limits)
    if status == -getattr(signal, "SIGXFSZ", 25):
        return RosterRefused("读取结果大得异常，已停止：请分成几份上传。", code="too_large", status=413)
    return RosterRefused(
        f"读取这份文件需要的内存超过 {limits.memory_mb} MB，或文件内部已损坏，已停止：{SMALLER}。", code="too_heavy")


# --- Inside the child


def main() -> None:
    """Read the order from standard input, obey it under its limits, write the answer to standard output and nothing else."""
    out = os.dup(1)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    order = json.loads(sys.stdin.buffer.read())
    limits = Limits(**order["limits"])
    confine(limits)
    from verifier.rosters import reading
    path, name = Path(order["path"]), order["name"]
    try:
        if order["task"] == "preview":
            answer = {"answer": reading.preview(path, name, limits)}
        else:
            answer = {"answer": reading.read(path, name, limits, Path(order["into"]), order["layout"])}
    except RosterRefused as refusal:
        answer = {"refused": {"message": refusal.message, "code": refusal.code, "status": refusal.status}}
    except MemoryError:
        os._exit(12)
    with open(out, "wb") as file:
        file.write(json.dumps(answer, ensure_ascii=False).encode())


def confine(limits: Limits) -> None:
    """Limits of this process. A machine without them (Windows) still has the deadline on the wall."""
    try:
        import resource
    except ImportError:
        return
    memory = limits.memory_mb << 20
    second = 1  # the first limit ends it with a signal of its own, so that a SIGKILL is always somebody else's
    most_of = {
        "RLIMIT_DATA": memory, "RLIMIT_AS": memory + BESIDE, "RLIMIT_CPU": limits.cpu_seconds, "RLIMIT_FSIZE": LARGEST_OUTPUT, "RLIMIT_CORE": 0}
    for name, most in most_of.items():
        try:
            resource.setrlimit(getattr(resource, name), (most, most + second if name == "RLIMIT_CPU" else most))
        except (AttributeError, ValueError, OSError):
            continue

"""Time and memory, measured the same way for product and yardstick: in turn, the median of at least three."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path


def in_turn(*jobs: Callable[[], object], times: int = 3) -> list[float]:
    """Median seconds of each job, run A B A B … so that a drift of the machine's speed hits all alike."""
    spent: list[list[float]] = [[] for _ in jobs]
    for _ in range(times):
        for job, seconds in zip(jobs, spent, strict=True):
            start = time.perf_counter()
            job()
            seconds.append(time.perf_counter() - start)
    return [statistics.median(seconds) for seconds in spent]


def cpu(job: Callable[[], object], times: int) -> float:
    """Median CPU milliseconds of one call."""
    spent = []
    for _ in range(times):
        start = time.process_time()
        job()
        spent.append(time.process_time() - start)
    return statistics.median(spent) * 1000


def process(*command: str, **environment: str) -> tuple[float, float]:
    """Wall seconds and peak memory in MB of a command with all its children (sampled 50 times a second, proportional set size)."""
    start = time.perf_counter()
    running = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = [0.0]
    watching = threading.Thread(target=watch, args=(running, peak), daemon=True)
    watching.start()
    _, complaint = running.communicate()
    wall = time.perf_counter() - start
    watching.join()
    if running.returncode:
        raise RuntimeError(f"{command}: exit {running.returncode}: {complaint.decode()[-500:]}")
    return wall, peak[0]


def watch(running: subprocess.Popen, peak: list[float]) -> None:
    while running.poll() is None:
        peak[0] = max(peak[0], sum(map(memory, family(running.pid))))
        time.sleep(0.02)


def family(pid: int) -> list[int]:
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(each for child in children for each in family(int(child)))]


def memory(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def in_child(code: str) -> tuple[float, float]:
    """Seconds that a piece of code says it took (its last line of output), and the child's own peak memory in MB.

    The peak is the kernel's VmHWM: ru_maxrss begins at what the parent had.
    """
    peak = "\nprint(next(int(line.split()[1]) / 1024 for line in open('/proc/self/status') if line.startswith('VmHWM')))"
    done = subprocess.run([sys.executable, "-c", code + peak], capture_output=True, text=True, check=True)
    seconds, peak = done.stdout.split()[-2:]
    return float(seconds), float(peak)


def say(name: str, what: str, value: float, beat: float | None = None, *, unit: str = "×", more_is_better: bool = False) -> None:
    """One line of the table: what was measured, the figure, the goal, and whether it is met."""
    goal = "" if beat is None else f"  goal {'≥' if more_is_better else '≤'} {beat:g}"
    met = "" if beat is None else ("  met" if (value >= beat if more_is_better else value <= beat) else "  MISSED")
    print(f"{name:<5} {what:<72} {value:>10.3g} {unit:<8}{goal}{met}", flush=True)

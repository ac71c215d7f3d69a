"""The machine as far as a measurement depends on it: whose processor time it was, which core, what to call it."""

from __future__ import annotations

import contextlib
import os
import platform
import resource
import subprocess
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

from tests.processes import Server

CPUCLOCK_SCHED = 2
FIRST_CORE, LAST_CORE = 0, -1
PACKAGES = ("django", "daphne", "channels", "uvloop", "picows")


def cpu_seconds(servers: Iterable[Server]) -> float:
    """Return the processor time of servers and their living children, from the kernel's nanosecond clock."""
    return sum(_clock(pid) for server in servers for pid in (server.pid, *_children(server.pid)))


@contextlib.contextmanager
def on_core(place: int) -> Iterator[None]:
    """Run this thread, and what is started meanwhile, on one core only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(before)[place]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def allow_many_sockets() -> None:
    """Raise the number of open files as far as this user may, here and in what is started from here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def description() -> dict[str, Any]:
    """Return what a result depends on; nothing that tells whose machine it was."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "packages": {name: version(name) for name in PACKAGES},
        "load": round(os.getloadavg()[0], 2),
    }


def commit() -> str:
    """Return what was measured, `-dirty` where it was not committed as it stood."""
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "uncommitted"


def _clock(pid: int) -> float:
    """Read a process's own clock: all its threads, also those that have ended (`clock_getcpuclockid(3)`)."""
    return time.clock_gettime(~pid << 3 | CPUCLOCK_SCHED)


def _children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _cpu_model() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.machine()

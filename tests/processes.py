"""Child processes that cannot be left behind: each a group of its own, with a log, a folder and a port.

`tests/servers.py` makes PostgreSQL, Redis, nginx and daphne out of them.
"""

from __future__ import annotations

import atexit
import contextlib
import functools
import importlib.util
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, ClassVar

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
PORTS = range(20_000, 32_000)  # below those the system lends to outgoing connections
START_SECONDS = 90  # a machine with more workers than cores needs more than 30

_claims: list[socket.socket] = []

# Holds every child and folder of this process: the pipe closes even when it is killed outright.
_LEASH = """
import os, shutil, signal, sys
groups, folders = set(), []
for line in sys.stdin:
    kind, what = line[0], line[1:].rstrip("\\n")
    if kind == "/":
        folders.append(kind + what)
    else:
        (groups.add if kind == "+" else groups.discard)(int(what))
for group in groups:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        pass
for folder in folders:
    shutil.rmtree(folder, ignore_errors=True)
"""


class ServerError(RuntimeError):
    """A server is missing or does not start; the message is one sentence, then the end of its log."""


@dataclass
class Server:
    """One child process: where it answers, where it writes, and the ways to hurt it."""

    argv: list[str]
    url: str
    port: int
    log: Path
    env: Mapping[str, str] | None = None
    user: int | None = None
    process: subprocess.Popen[bytes] = field(init=False, repr=False)

    stop_signal: ClassVar[signal.Signals] = signal.SIGTERM

    @property
    def pid(self) -> int:
        """The process, which gives its group the name."""
        return self.process.pid

    def start(self) -> None:
        """Start, or start again on the same port and data, and return when it answers."""
        self.launch()
        self.wait_until_it_answers()

    def launch(self) -> None:
        """Start without waiting, so that several can start at once."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.argv,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                cwd=ROOT if self.user is None else self.log.parent,
                env=self.env,
                process_group=0,
                **_as_user(self.user),
            )
        _tell_leash(f"+{self.pid}")

    def wait_until_it_answers(self) -> None:
        """Return when it serves; when it ends instead, raise with the end of its log."""
        deadline = time.monotonic() + START_SECONDS
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = self.log.read_text(errors="replace")[-2000:]
                raise ServerError(f"{Path(self.argv[0]).name} did not start on port {self.port}.\n{tail}")
            time.sleep(0.02)

    def answers(self) -> bool:
        """Tell whether its port accepts connections."""
        with socket.socket() as client:
            return client.connect_ex((HOST, self.port)) == 0

    def terminate(self, within_seconds: float = 20) -> int:
        """Ask it to end, as an operator would, and return its exit code."""
        self.process.send_signal(self.stop_signal)
        return self._ended(within_seconds)

    def kill(self) -> None:
        """End it and its children at once, as a crash would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        self._ended(within_seconds=10)

    def discard(self) -> None:
        """End it because nobody needs it any more."""
        self.kill()

    def freeze(self) -> None:
        """Stop it without ending it: connections stay, and nothing answers until `thaw`."""
        os.killpg(self.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        os.killpg(self.pid, signal.SIGCONT)

    def _ended(self, within_seconds: float) -> int:
        code = self.process.wait(within_seconds)
        _tell_leash(f"-{self.pid}")
        return code


class Family(Server):
    """A server that forks; it ends in order, so that its children end before it and are waited for."""

    def discard(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.terminate(within_seconds=5)
        super().discard()


@contextlib.contextmanager
def running(*servers: Server) -> Iterator[None]:
    """Start them side by side; at the end nobody waits for what is thrown away."""
    launched: list[Server] = []
    try:
        for server in servers:
            server.launch()
            launched.append(server)
        for server in servers:
            server.wait_until_it_answers()
        yield
    finally:
        for server in launched:
            server.discard()


@contextlib.contextmanager
def own_folder(user: int | None = None) -> Iterator[Path]:
    """Yield a folder that only this process, and `user` if given, can enter; it is removed at the end."""
    folder = new_folder(user)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def new_folder(user: int | None = None) -> Path:
    """Return such a folder that stays as long as this process."""
    folder = Path(tempfile.mkdtemp(prefix="madang-"))
    _tell_leash(str(folder))
    if user is not None:
        os.chown(folder, user, user)
    return folder


def free_port() -> int:
    """Return a port of the loopback that nobody listens on, nor gets again while this process lives."""
    for port in random.SystemRandom().sample(PORTS, 100):  # the suite seeds `random` alike in every worker
        with contextlib.suppress(OSError), socket.socket() as candidate:
            candidate.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            candidate.bind((HOST, port))
            _claim(port)
            return port
    raise ServerError(f"No free port was found between {PORTS.start} and {PORTS.stop}.")


def _claim(port: int) -> None:
    """Hold the port's namesake of UDP, so that no other process takes it before a server listens there."""
    claim = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        claim.bind((HOST, port))
    except OSError:
        claim.close()
        raise
    _claims.append(claim)


def find_program(variable: str, package: str, pattern: str) -> Path:
    """Return what `variable` names, else what the wheel brings."""
    named, spec = os.environ.get(variable), importlib.util.find_spec(package)
    folder = Path(spec.origin).parent if spec and spec.origin else ROOT
    found = [Path(named)] if named else sorted(folder.glob(pattern))
    if not found or not found[0].exists():
        raise ServerError(f"{package} is missing: install requirements-dev.txt or set {variable}.")
    return found[0]


def run(*argv: str, user: int | None = None) -> None:
    """Run a program to its end; raise with what it said if it fails."""
    done = subprocess.run(argv, capture_output=True, text=True, cwd="/", check=False, **_as_user(user))
    if done.returncode:
        raise ServerError(f"{Path(argv[0]).name} failed.\n{done.stderr[-2000:]}")


def _as_user(user: int | None) -> dict[str, Any]:
    return {} if user is None else {"user": user, "group": user, "extra_groups": []}


def _tell_leash(line: str) -> None:
    pipe = _leash().stdin
    assert pipe is not None
    pipe.write(line.encode() + b"\n")
    pipe.flush()


@functools.cache
def _leash() -> subprocess.Popen[bytes]:
    quiet = subprocess.DEVNULL
    argv = [sys.executable, "-IS", "-c", _LEASH]
    leash = subprocess.Popen(argv, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True)
    atexit.register(leash.communicate)
    return leash

"""A Madang of the bench's own: a new database, the demo forum, seats for a crowd; nothing is left behind."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests import servers
from tests.processes import ROOT, Server, own_folder

FORUM = "demo"
COMMON = {"MADANG_MODE": "demo", "SECRET_KEY": "only-for-benches-" + "x" * 40, "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Site:
    """Where it keeps its data; `stores` are the servers that keep them, none when the data are files."""

    env: Mapping[str, str]
    stores: list[Server] = field(default_factory=list)

    def run(self, *argv: str) -> str:
        """Run a Python program of the project for this site and return what it prints."""
        command = [sys.executable, *argv]
        env = {**os.environ, **self.env}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(argv)} failed.\n{done.stderr[-2000:]}")
        return done.stdout

    def seats(self, count: int) -> list[dict[str, str]]:
        """Return tokens of so many attendees and the room they have in common."""
        printed = self.run("manage.py", "live_tokens", FORUM, "--count", str(count))
        return [json.loads(line) for line in printed.splitlines()]

    def prepare(self) -> None:
        """Make tables and the demo forum."""
        self.run("manage.py", "migrate", "--verbosity", "0")
        self.run("manage.py", "seed_demo")


@contextlib.contextmanager
def embedded() -> Iterator[Site]:
    """The form without services: SQLite, everything else in memory, one process."""
    with own_folder() as folder:
        site = Site({**COMMON, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "REDIS_URL": ""})
        site.prepare()
        yield site


@contextlib.contextmanager
def with_services() -> Iterator[Site]:
    """The form for several processes: PostgreSQL, as durable as in earnest, and Redis."""
    with servers.postgres(fsync=True) as postgres, servers.redis() as redis:
        site = Site({**COMMON, "DATABASE_URL": postgres.url, "REDIS_URL": redis.url}, [postgres, redis])
        site.prepare()
        yield site

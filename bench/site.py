"""A Madang of the bench's own: new stores, the demo forum, as many seats or tickets as asked; nothing is left."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests import servers
from tests.processes import ROOT, Server, own_folder
from tests.servers import Postgres

COMMON = {"MADANG_MODE": "demo", "SECRET_KEY": "only-for-benches-" + "x" * 40, "LOG_LEVEL": "WARNING"}


@dataclass(frozen=True)
class Site:
    """One installation: what its processes are told, and its database server if it has one."""

    env: Mapping[str, str]
    postgres: Postgres | None = None

    @property
    def database(self) -> list[Server]:
        """Whose processor time the database's is; with SQLite it is that of the site itself."""
        return [self.postgres] if self.postgres else []

    def stock(self, *argv: str) -> Any:
        """Run `bench/stock.py` for this site and return what it says."""
        command = [sys.executable, "-m", "bench.stock", *argv]
        env = {**os.environ, **self.env}
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
        if done.returncode:
            raise RuntimeError(f"stock {argv[0]} failed.\n{done.stderr[-2000:]}")
        return json.loads(done.stdout)


@contextlib.contextmanager
def embedded() -> Iterator[Site]:
    """The form without services: SQLite, everything else in memory, one process."""
    with own_folder() as folder:
        yield Site({**COMMON, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "REDIS_URL": ""})


@contextlib.contextmanager
def with_services() -> Iterator[Site]:
    """The form for several processes: PostgreSQL, as durable as in earnest, and Redis."""
    with servers.postgres(fsync=True) as postgres, servers.redis() as redis:
        yield Site({**COMMON, "DATABASE_URL": postgres.url, "REDIS_URL": redis.url}, postgres)

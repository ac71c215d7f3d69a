"""The whole site as it is run, to be used and hurt: the production form, and the embedded one of `make run`."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from django.conf import settings
from django.test import override_settings

from tests import servers, tables
from tests.forum.live.stack import Stack, in_this_process
from tests.leaks import leaks, secrets_in
from tests.processes import HOST, ROOT, Server, ServerError, free_port, own_folder

PROCESSES = 2
SILENT = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


@dataclass
class Site:
    """A running site: where people come in, its processes, what they stand on, and where its mail goes."""

    front: Server
    web: list[Server]
    stack: Stack
    mail: Path

    @property
    def url(self) -> str:
        """Where people come in."""
        return self.front.url

    @contextmanager
    def data(self) -> Iterator[None]:
        """Let Django in this process work on the site's database. What it appends wakes nobody."""
        with in_this_process(self.stack), override_settings(CHANNEL_LAYERS=SILENT):
            yield

    def heal(self) -> None:
        """Start again whatever a test has ended, and return when the front knows that all of it is back."""
        gone = [
            server
            for server in (self.stack.postgres, self.stack.redis, *self.web)
            if server is not None and server.process.poll() is not None
        ]
        for server in gone:
            server.start()
        while gone and any(httpx.get(f"{self.url}/health/live").status_code != 200 for _ in self.web):
            time.sleep(0.1)

    @property
    def logs(self) -> list[Path]:
        """Where its processes and what they stand on write."""
        servers = (self.front, *self.web, self.stack.postgres, self.stack.redis)
        logs = {server.log for server in servers if server is not None}
        return [*logs, *(self.front.log.parent.glob("access.log"))]

    def expect_no_leak(self) -> None:
        """No secret that was made here stands in a log."""
        self.heal()
        found = leaks(secrets_in(self.stack.database_url, self.mail), self.logs)
        assert found == [], found


@contextmanager
def production() -> Iterator[Site]:
    """Run nginx before two processes, PostgreSQL and Redis, with an empty database; no log of it may hold a secret."""
    with ExitStack() as running:
        folder = running.enter_context(own_folder())
        postgres = running.enter_context(servers.postgres(with_tables=True))
        redis = running.enter_context(servers.redis())
        database = postgres.create_database("madang", template=servers.TABLES)
        stack = Stack("served", database, redis.url, postgres, redis)
        port = free_port()
        env = _environment(stack, port, folder) | {"MADANG_MODE": "rehearsal"}
        _manage(env, ["collectstatic", "--no-input", "--verbosity=0"])
        web = running.enter_context(servers.daphne(processes=PROCESSES, env=env, options=["--proxy-headers"]))
        front = running.enter_context(servers.nginx(web, port=port, static=folder / "static"))
        yield (site := Site(front, web, stack, folder / "mail"))
        site.expect_no_leak()


@contextmanager
def embedded(query: str = "") -> Iterator[Site]:
    """Run one process on a SQLite file, as `make run` does, with an empty database; `query` has options of it.

    No log of it may hold a secret.
    """
    with own_folder() as folder:
        stack = Stack("embedded", tables.sqlite(folder / "madang.sqlite3") + query)
        env = _environment(stack, free_port(), folder) | {"MADANG_MODE": "demo"}
        with servers.daphne(env=env) as web:
            yield (site := Site(web[0], web, stack, folder / "mail"))
            site.expect_no_leak()


def _environment(stack: Stack, port: int, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "events_site.settings",
        "SECRET_KEY": settings.SECRET_KEY,
        "PUBLIC_URL": f"http://{HOST}:{port}",
        "DATABASE_URL": stack.database_url,
        "REDIS_URL": stack.redis_url,
        "EMAIL_URL": f"filemail:///{folder / 'mail'}",
        "STATIC_ROOT": str(folder / "static"),
        "LOG_LEVEL": "WARNING",
    }


def _manage(env: dict[str, str], *commands: Sequence[str]) -> None:
    """Run commands of manage.py beside each other, to their end."""
    running = [
        subprocess.Popen([sys.executable, "manage.py", *command], cwd=ROOT, env=env) for command in commands
    ]
    if any([process.wait() for process in running]):
        raise ServerError(f"One of {commands} failed.")

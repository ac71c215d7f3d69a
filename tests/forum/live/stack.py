"""The two stacks everything of the engine has to hold on: embedded (in memory, SQLite), served (Redis, PostgreSQL)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import environ
from django.conf import settings
from django.db import connections
from django.test import override_settings

from forum.live import threads
from tests import servers, tables

SETTINGS = "tests.forum.live.settings"
SITE = "tests.forum.live.site:application"
KINDS = ("embedded", "served")


@dataclass
class Stack:
    """Where its database and its wire are, and how to run something on it."""

    kind: str
    database_url: str
    redis_url: str = ""
    postgres: servers.Postgres | None = None
    redis: servers.Server | None = None
    env: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.env = {
            "DATABASE_URL": self.database_url, "REDIS_URL": self.redis_url, "DJANGO_SETTINGS_MODULE": SETTINGS,
            "MADANG_MODE": "demo", "SECRET_KEY": settings.SECRET_KEY,
        }  # fmt: skip

    @property
    def processes(self) -> int:
        """How many may serve together."""
        return 2 if self.redis_url else 1

    def start(self, *arguments: str, stdout: int | None = None) -> subprocess.Popen[bytes]:
        """Start a Python process on this stack."""
        argv, env = [sys.executable, *arguments], os.environ | self.env
        return subprocess.Popen(argv, env=env, cwd=servers.ROOT, stdout=stdout)

    @contextmanager
    def serving(self, **options: object) -> Iterator[list[servers.Server]]:
        """Run our server with the room `echo`, in as many processes as the stack allows."""
        with servers.daphne(SITE, **{"processes": self.processes, "env": self.env} | options) as processes:  # type: ignore[arg-type]
            yield processes


@contextmanager
def stack(kind: str, folder: Path) -> Iterator[Stack]:
    """Start what the stack needs; its database has all tables."""
    with ExitStack() as running:
        if kind == "embedded":
            made = Stack(kind, tables.sqlite(folder / "live.sqlite3"))
        else:
            postgres = running.enter_context(servers.postgres(with_tables=True))
            redis = running.enter_context(servers.redis())
            database = postgres.create_database("live", template=servers.TABLES)
            made = Stack(kind, database, redis.url, postgres, redis)
        yield made


@contextmanager
def in_this_process(stack: Stack) -> Iterator[None]:
    """Let Django in this process, in all its threads, work on the stack's database and wire."""
    former = connections.settings["default"]
    _work_on(former | environ.Env.db_url_config(stack.database_url) | {"OPTIONS": _options(stack)})
    try:
        with override_settings(CHANNEL_LAYERS={"default": _layer(stack)}):
            yield
    finally:
        _work_on(former)


def _work_on(database: dict[str, object]) -> None:
    connections.settings["default"] = database
    threads.each(_forget)
    _forget()


def _forget() -> None:
    connections.close_all()
    for alias in connections:
        if hasattr(connections._connections, alias):
            del connections[alias]


def _options(stack: Stack) -> dict[str, object]:
    from events_site.settings import _POSTGRESQL, _SQLITE

    return dict(_SQLITE if stack.database_url.startswith("sqlite") else _POSTGRESQL)


def _layer(stack: Stack) -> dict[str, object]:
    if not stack.redis_url:
        return {"BACKEND": "channels.layers.InMemoryChannelLayer", "CONFIG": {"capacity": 10_000}}
    hosts = [f"{stack.redis_url}?socket_timeout=30"]
    return {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": hosts}}

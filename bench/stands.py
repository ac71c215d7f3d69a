"""The servers that are compared, each with its crowd, and how one of them is measured."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from statistics import median
from typing import TypeVar

from bench.load import Crowd, Guest, Heard, Repeated, Talk
from bench.machine import FIRST_CORE, cpu_seconds, on_core
from bench.report import Row, say_row
from bench.site import Site, embedded, with_services
from tests import servers
from tests.processes import HOST, Server, free_port, own_folder, running

Started = TypeVar("Started")

ONE, TWO, B1, B3 = "one process", "two processes", "B1 plain", "B3 textbook"
ROOM = "room:0123456789ab"
BATCH = 50
"""Sockets opened before they sign in: who opens one has ten seconds for it."""


class Stand:
    """One server under measurement. Without a site it is one that repeats what anybody says."""

    def __init__(self, name: str, web: Sequence[Server], site: Site | None = None) -> None:
        self.name = name
        self.crowd = Crowd([f"ws://{HOST}:{server.port}/live/" for server in web], self._guest)
        self._web = web
        self._site = site
        self._seats: list[dict[str, str]] = []
        self._entered_at = 0.0

    async def grow(self, size: int) -> Row:
        """Let the crowd grow; return what it cost a guest to open a socket and to sign in, in milliseconds."""
        newcomers = size - len(self.crowd.guests)
        if self._site is not None:
            self._seats = await asyncio.to_thread(self._site.stock, "seats", str(size))
        opening = entering = 0.0
        while (count := len(self.crowd.guests)) < size:
            start = cpu_seconds(self._web)
            await self.crowd.connect(min(count + BATCH, size))
            between = cpu_seconds(self._web)
            await self.crowd.enter()
            opening, entering = opening + between - start, entering + cpu_seconds(self._web) - between
        self._entered_at = time.monotonic()
        cost = {"open_ms": 1000 * opening / newcomers, "sign_in_ms": 1000 * entering / newcomers}
        return self._row({name: round(value, 2) for name, value in cost.items()})

    async def listen(self, talk: Talk, runs: int) -> Row:
        """Let the crowd talk; return the median of some runs, and the sum of all that went wrong."""
        age = time.monotonic() - self._entered_at
        heard: list[Heard] = []
        web, database = [], []
        for _ in range(runs):
            before = cpu_seconds(self._web), cpu_seconds(self._database)
            heard.append(await self.crowd.talk(talk))
            web.append((cpu_seconds(self._web) - before[0]) / talk.events)
            database.append((cpu_seconds(self._database) - before[1]) / talk.events)
        return self._row(
            {
                "age_seconds": round(age),
                "per_second": talk.per_second,
                "events": sum(one.events for one in heard),
                "cpu_us": round(1e6 * median(web)),
                "database_us": round(1e6 * median(database)),
                "lost": sum(one.lost for one in heard),
                "doubled": sum(one.doubled for one in heard),
                "disordered": sum(one.disordered for one in heard),
                "closed": self.crowd.closed.total(),
                **{
                    name: median(getattr(one, name) for one in heard)
                    for name in ("p50_ms", "p95_ms", "p99_ms")
                },
            }
        )

    async def wait_until(self, age_seconds: float) -> None:
        """Wait until the last who came has been there for so long."""
        await asyncio.sleep(self._entered_at + age_seconds - time.monotonic())

    @property
    def _database(self) -> list[Server]:
        return self._site.database if self._site else []

    def _row(self, found: Row) -> Row:
        row = {"server": self.name, "sockets": len(self.crowd.guests), **found}
        say_row(row)
        return row

    def _guest(self, crowd: Crowd, number: int) -> Guest:
        if self._site is None:
            return Repeated(crowd, number, room=ROOM)
        seat = self._seats[number]
        return Guest(crowd, number, room=seat["room"], token=seat["token"])


@contextlib.contextmanager
def one_process() -> Iterator[Stand]:
    """Run Madang without services."""
    with embedded() as site, _serving(site, processes=1) as web:
        yield Stand(ONE, web, site)


@contextlib.contextmanager
def two_processes() -> Iterator[Stand]:
    """Run Madang on PostgreSQL and Redis."""
    with with_services() as site, _serving(site, processes=2) as web:
        yield Stand(TWO, web, site)


@contextlib.contextmanager
def plain() -> Iterator[Stand]:
    """Run B1."""
    with own_folder() as folder:
        port = free_port()
        argv = [sys.executable, "-m", "bench.plain", str(port)]
        server = Server(argv, f"http://{HOST}:{port}", port, folder / "log")
        with _on_first_core(running(server)):
            yield Stand(B1, [server])


@contextlib.contextmanager
def textbook() -> Iterator[Stand]:
    """Run B3."""
    with _on_first_core(servers.daphne("bench.textbook:application", is_plain=True)) as web:
        yield Stand(B3, web)


SERVERS = {ONE: one_process, TWO: two_processes, B1: plain, B3: textbook}


@contextlib.contextmanager
def _serving(site: Site, processes: int) -> Iterator[list[Server]]:
    site.stock("prepare")
    with _on_first_core(servers.daphne(processes=processes, env=site.env)) as web:
        yield web


@contextlib.contextmanager
def _on_first_core(starting: AbstractContextManager[Started]) -> Iterator[Started]:
    """Start servers on the first core, which the client keeps off; stores run anywhere."""
    with contextlib.ExitStack() as started:
        with on_core(FIRST_CORE):
            what = started.enter_context(starting)
        yield what

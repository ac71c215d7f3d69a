"""The two forms nobody runs by default hold as well: memory over PostgreSQL, and Redis over SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests import servers, tables
from tests.forum.live.client import Client, calling
from tests.forum.live.stack import Stack

SAYINGS = 10


@pytest.fixture(params=["memory-postgres", "redis-sqlite"])
def crossing(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stack]:
    """A database and the wire that usually goes with the other one."""
    with ExitStack() as running:
        if request.param == "memory-postgres":
            postgres = running.enter_context(servers.postgres(with_tables=True))
            database = postgres.create_database("live", template=servers.TABLES)
            yield Stack(request.param, database, postgres=postgres)
        else:
            redis = running.enter_context(servers.redis())
            yield Stack(request.param, tables.sqlite(tmp_path / "live.sqlite3"), redis.url, redis=redis)


async def test_everything_said_is_heard_once_and_found_again(crossing: Stack, room: str) -> None:
    with crossing.serving() as processes:
        here, there = processes[0].url, processes[-1].url
        async with calling(here, "ann") as ann, calling(there, "ben") as ben:
            for one in (ann, ben):
                assert (await one.ask("join", room))["t"] == "ok"
            for number in range(SAYINGS):
                speaker = (ann, ben)[number % 2]
                assert (await speaker.ask("echo.say", room, cid=str(number), text="hello"))["t"] == "ok"
            for one in (ann, ben):
                await one.until(_heard_all(room))
                assert one.numbers(room) == list(range(1, SAYINGS + 1))
        async with calling(there, "ann", resume={room: 4}) as again:
            await again.until(_heard_all(room))
            assert again.numbers(room) == list(range(5, SAYINGS + 1))


def _heard_all(room: str) -> Callable[[Client], bool]:
    def condition(client: Client) -> bool:
        return SAYINGS in client.numbers(room)

    return condition

"""The four threads: lent whole, given back, with connections that survive and heal."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import Any

import pytest
from asgiref.sync import sync_to_async
from django.db import connection

from forum.live import threads
from forum.live.threads import Pool, lend, run
from tests.forum.live.stack import Stack


def name() -> str:
    return threading.current_thread().name


async def test_calls_share_four_threads_and_wait_in_line() -> None:
    names = await asyncio.gather(*(run(_slowly) for _ in range(20)))

    assert len(set(names)) == threads.SIZE


async def test_an_exception_comes_back_and_the_thread_too() -> None:
    for _ in range(2 * threads.SIZE):
        with pytest.raises(ZeroDivisionError):
            await run(lambda: 1 / 0)

    assert await run(name)


async def test_a_cancelled_call_ends_before_its_thread_is_lent_again() -> None:
    ended: list[float] = []

    def work() -> None:
        time.sleep(0.3)
        ended.append(time.monotonic())

    calls = [asyncio.create_task(run(work)) for _ in range(threads.SIZE)]
    await asyncio.sleep(0.05)
    for call in calls:
        call.cancel()
    await run(name)

    assert len(ended) >= 1


async def test_a_request_keeps_one_thread_and_gives_it_back() -> None:
    names: list[set[str]] = []

    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        names.append({await sync_to_async(name)() for _ in range(5)})

    await asyncio.gather(*(lend(app)({"type": "http"}, None, None) for _ in range(12)))

    assert [len(one) for one in names] == [1] * 12
    assert await asyncio.wait_for(asyncio.gather(*(run(_slowly) for _ in range(8))), 20)


async def test_requests_that_need_no_thread_take_none() -> None:
    release = asyncio.Event()

    async def waiting(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await release.wait()

    requests = [asyncio.create_task(lend(waiting)({}, None, None)) for _ in range(20)]
    await asyncio.sleep(0)

    assert await asyncio.wait_for(run(name), 20)
    release.set()
    await asyncio.gather(*requests)


async def test_a_request_that_is_cancelled_in_line_leaves_it() -> None:
    async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await sync_to_async(name)()

    busy = [asyncio.create_task(run(time.sleep, 0.3)) for _ in range(threads.SIZE)]
    await asyncio.sleep(0)
    request = asyncio.create_task(lend(app)({}, None, None))
    await asyncio.sleep(0.05)
    request.cancel()
    await asyncio.gather(*busy, request, return_exceptions=True)

    assert await asyncio.wait_for(asyncio.gather(*(run(_slowly) for _ in range(8))), 20)


async def test_a_page_does_not_stand_behind_a_crowd_of_sockets() -> None:
    """A scan at the door, while hundreds come back to the lobby."""
    served: list[str] = []

    async def page(scope: dict[str, Any], receive: Any, send: Any) -> None:
        await sync_to_async(served.append)("page")

    def socket() -> None:
        time.sleep(0.01)
        served.append("socket")

    sockets = [asyncio.create_task(run(socket)) for _ in range(100)]
    await asyncio.sleep(0)
    await lend(page)({}, None, None)

    assert served.index("page") <= 3 * threads.SIZE
    await asyncio.gather(*sockets)


async def test_a_connection_is_kept_and_replaced_when_it_broke(database: Stack) -> None:
    before = {await run(_connection) for _ in range(8)}
    assert before == {await run(_connection) for _ in range(8)}

    await run(_break_connection)
    kinds = [await run(_is_usable) for _ in range(8)]

    assert kinds == [True] * 8


async def test_every_thread_is_reached_once() -> None:
    pool = Pool(3)
    names: list[str] = []

    pool.each(lambda: names.append(name()))

    assert len(set(names)) == 3


def _slowly() -> str:
    time.sleep(0.02)
    return name()


def _connection() -> int:
    connection.ensure_connection()
    return id(connection.connection)


def _break_connection() -> None:
    """Let the server end the session, as a restart does; SQLite has none that could end."""
    if connection.vendor == "postgresql":
        with pytest.raises(Exception, match="terminat"), connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")


def _is_usable() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)

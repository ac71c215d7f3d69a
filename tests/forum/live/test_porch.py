"""Those who say hello together: greeted by two threads, each with an answer of their own."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from django.db import OperationalError

from forum.live import threads
from forum.live.engine import porch, queries
from forum.live.engine.hub import Hub
from tests.forum.live import echo
from tests.forum.live.loopback import attach


async def test_many_at_once_are_all_greeted_and_leave_threads_to_others(hub: Hub, room: str) -> None:
    people = [attach(hub) for _ in range(100)]
    slow = room.replace("echo:", "echo:slow")  # each takes a third of a second to come back here
    resume = {slow: 0}
    greetings = [
        asyncio.create_task(one.hello(f"p{number}", resume=resume if number < 4 else {}))
        for number, one in enumerate(people)
    ]
    await asyncio.sleep(0.05)
    others = await asyncio.wait_for(
        asyncio.gather(*(threads.run(int) for _ in range(threads.SIZE - porch.DOORS))), 0.5
    )

    answers = await asyncio.gather(*greetings)

    assert others == [0] * (threads.SIZE - porch.DOORS)
    assert [answer["d"]["you"]["key"] for answer in answers] == [f"p{number}" for number in range(100)]
    assert [slow in answer["d"]["topics"] for answer in answers[:5]] == [True] * 4 + [False]
    for one in people:
        await one.close()


async def test_who_is_nobody_spoils_nothing_for_the_others(hub: Hub, room: str) -> None:
    echo.strangers.add(room)
    people = [attach(hub) for _ in range(6)]

    answers = await asyncio.gather(
        *(one.hello(room if number == 3 else f"{room}{number}") for number, one in enumerate(people))
    )

    assert [answer.get("code", "ok") for answer in answers] == ["ok", "ok", "ok", "auth.required", "ok", "ok"]
    assert await people[3].until_closed() == 4001
    for one in people:
        await one.close()


async def test_without_a_database_everybody_is_told_to_wait(
    hub: Hub, room: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*args: Any) -> Any:
        raise OperationalError("the server is gone")

    monkeypatch.setattr(queries, "recognize", away)
    people = [attach(hub) for _ in range(3)]
    answers = await asyncio.gather(*(one.hello(f"{room}{number}") for number, one in enumerate(people)))
    assert {answer["code"] for answer in answers} == {"busy"}

    monkeypatch.undo()
    again = await asyncio.gather(*(one.hello(f"{room}{number}") for number, one in enumerate(people)))

    assert {answer["t"] for answer in again} == {"ok"}
    for one in people:
        await one.close()


async def test_who_has_gone_meanwhile_is_not_asked_about(hub: Hub, room: str) -> None:
    slow = room.replace("echo:", "echo:slow")
    there = [attach(hub) for _ in range(2 * porch.TOGETHER)]
    greetings = [
        asyncio.create_task(one.hello(f"{room}{n}", resume={slow: 0})) for n, one in enumerate(there[:2])
    ]
    await asyncio.sleep(0.05)
    gone = attach(hub)
    leaving = asyncio.create_task(gone.hello(room))
    await asyncio.sleep(0.05)
    leaving.cancel()
    await gone.close()

    await asyncio.gather(*greetings)
    later = attach(hub)
    assert (await later.hello(f"{room}later"))["t"] == "ok"
    assert room not in hub.clients
    for one in (*there, later):
        await one.close()

"""Work that is due: tried at least so often, earlier where it says so, by any process, whatever fails."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from django.db import OperationalError
from django.utils import timezone

from forum.live import due, threads
from forum.live.engine import ticker


@pytest.fixture
def nothing_registered(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(due, "registered", {})
    yield


async def tick_until(is_enough: Callable[[], bool]) -> None:
    """Let time go on until enough is done, which a busy machine does later."""
    ticking = asyncio.create_task(ticker.tick_for_ever())
    async with asyncio.timeout(30):
        while not is_enough():
            await asyncio.sleep(0.01)
    ticking.cancel()


async def test_work_is_done_as_often_as_it_says(nothing_registered: None) -> None:
    done: dict[str, list[float]] = {"every": [], "sooner": [], "later": []}

    @due.due("every", every=timedelta(seconds=0.2))
    def every(now: datetime) -> None:
        done["every"].append(time.monotonic())

    @due.due("sooner", every=timedelta(hours=1))
    def sooner(now: datetime) -> datetime:
        done["sooner"].append(time.monotonic())
        return now + timedelta(seconds=0.1)

    @due.due("later", every=timedelta(seconds=0.2))
    def later(now: datetime) -> datetime:
        done["later"].append(time.monotonic())
        return now + timedelta(hours=1)  # a verb may change that meanwhile: `every` holds

    await tick_until(lambda: min(map(len, done.values())) >= 4)

    shortest = {name: min(b - a for a, b in pairwise(at)) for name, at in done.items()}
    assert shortest["every"] > 0.15  # later where the machine is busy, never sooner
    assert shortest["sooner"] > 0.04
    assert shortest["later"] > 0.15


async def test_what_fails_is_tried_again_and_stops_nothing_else(
    nothing_registered: None, caplog: pytest.LogCaptureFixture
) -> None:
    tries = {"bug": 0, "outage": 0, "fine": 0}

    def failing(name: str, error: Exception | None) -> None:
        @due.due(name, every=timedelta(seconds=0.1))
        def work(now: datetime) -> None:
            tries[name] += 1
            if error is not None:
                raise error

    failing("bug", ValueError())
    failing("outage", OperationalError())
    failing("fine", None)
    await tick_until(lambda: min(tries.values()) >= 3)

    assert {(record.levelname, record.exc_info is None) for record in caplog.records} == {
        ("ERROR", False),
        ("WARNING", True),
    }


async def test_who_waits_for_a_silent_service_holds_nobody_up(nothing_registered: None) -> None:
    """Neither those who are served nor what else is due; on its own thread it is tried once at a time."""
    end, tries, ticks = threading.Event(), [0], [0]

    @due.due("silent", every=timedelta(seconds=0.05), alone=True)
    def silent(now: datetime) -> None:
        tries[0] += 1
        end.wait(10)

    for name in ("one", "other"):

        @due.due(name, every=timedelta(seconds=0.05))
        def tick_on(now: datetime) -> None:
            ticks[0] += 1

    ticking = asyncio.create_task(ticker.tick_for_ever())
    while ticks[0] < 10:
        await asyncio.sleep(0.01)
    served = await asyncio.gather(*(threads.run(threading.current_thread) for _ in range(threads.SIZE)))
    ticking.cancel()
    end.set()

    assert tries == [1]
    assert {thread.name.partition("-")[0] for thread in served} == {"live"}


def test_a_moment_long_past_does_not_spin(nothing_registered: None) -> None:
    @due.due("overdue", every=timedelta(seconds=10))
    def overdue(now: datetime) -> datetime:
        return now - timedelta(days=1)

    assert ticker.try_once(due.registered["overdue"]) == ticker.SOONEST_SECONDS


def test_a_name_is_registered_once(nothing_registered: None) -> None:
    due.due("once", every=timedelta(seconds=1))(lambda now: None)

    with pytest.raises(ValueError, match="once"):
        due.due("once", every=timedelta(seconds=1))(lambda now: timezone.now())

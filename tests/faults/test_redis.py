"""Redis goes away and comes back empty: it carried wake-ups, so everything comes, only later."""

from __future__ import annotations

import asyncio

import pytest

from tests.desk_client import DeskClient
from tests.faults.people import Cast, all_have, chat, gather, present, scan_all, whole_log
from tests.live_client import Person, flaws
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

SPEAKERS = 8
AWAY_SECONDS = 5.0
LATE_SECONDS = 0.5
"""Longer than any wake-up takes: what comes later was found by the comparison of the heads."""


def test_without_redis_everything_comes_by_the_head_check(site: Site) -> None:
    with site.data():
        there = gather(site, "no-redis", 40, tickets=30)

    people, desk = asyncio.run(_go_without_redis(there))

    with site.data():
        assert flaws(people, whole_log) == []
    assert [person.breaks for person in people if person.breaks] == []
    seconds = [second for person in people for second in person.views[there.room].seconds]
    assert LATE_SECONDS < max(seconds) < 3.0
    assert {scan.verdict for scan in desk.scans} == {("ok", None)}
    assert max(scan.tries for scan in desk.scans) == 1
    assert max(scan.seconds for scan in desk.scans) < 1.0


async def _go_without_redis(there: Cast) -> tuple[list[Person], DeskClient]:
    """Let eight talk in one process and the others listen in the other, which only Redis connects.

    Somebody talking there, too, would show the others' numbers to be missing, and the gap would be filled at once.
    """
    redis, end = there.site.stack.redis, asyncio.Event()
    assert redis is not None
    people = there.persons()
    for number, person in enumerate(people):
        person.url = there.site.web[number >= SPEAKERS].url
    async with present(people, there.room), there.device() as desk:
        busy = [asyncio.create_task(chat(person, there.room, end)) for person in people[:SPEAKERS]]
        scans = asyncio.create_task(
            scan_all(desk, there.codes, every_seconds=AWAY_SECONDS / len(there.codes))
        )
        await all_have(people, there.room, 2 * SPEAKERS)
        redis.kill()
        await asyncio.sleep(AWAY_SECONDS)
        await asyncio.to_thread(redis.start)
        await people[-1].until(lambda: _is_prompt(people[-1], there.room), 10)
        end.set()
        await asyncio.gather(*busy, scans)
        return people, desk


def _is_prompt(person: Person, room: str) -> bool:
    """Tell whether wake-ups arrive again: a whole round of talk came without delay."""
    return max(person.views[room].seconds[-SPEAKERS:]) < LATE_SECONDS

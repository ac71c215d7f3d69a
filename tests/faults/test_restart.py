"""A process is restarted by its operator: everybody is told, sent away with 1012, and misses nothing elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.people import Cast, all_have, chat, gather, present, whole_log
from tests.live_client import Person, flaws
from tests.sites import DRAIN_SECONDS, Site

pytestmark = pytest.mark.xdist_group("servers")

SOCKETS = 200
RESTART = 1012


def test_sigterm_sends_everybody_to_the_other_process(site: Site) -> None:
    with site.data():
        there = gather(site, "restart", SOCKETS)

    people, exit_code = asyncio.run(_restart(there))

    assert exit_code == 0
    with site.data():
        assert flaws(people, whole_log) == []
    assert {tuple(person.controls) for person in people} == {("drain",)}
    assert {tuple(gone.code for gone in person.breaks) for person in people} == {(RESTART,)}
    assert max(person.breaks[0].seconds for person in people) < 5.0
    assert {person.troubles["reset"] for person in people} == {0}


async def _restart(there: Cast) -> tuple[list[Person], int]:
    """End the first process while all are on it; they come back by nginx."""
    first, end = there.site.web[0], asyncio.Event()
    people = there.persons()
    for person in people:
        person.url = first.url
    async with present(people, there.room):
        for person in people:
            person.url = there.site.url
        busy = [asyncio.create_task(chat(person, there.room, end)) for person in people[:8]]
        await all_have(people, there.room, 16)
        exit_code = await asyncio.to_thread(first.terminate, DRAIN_SECONDS + 10)
        await asyncio.gather(*(person.until(lambda one=person: one.line) for person in people))
        end.set()
        await asyncio.gather(*busy)
        return people, exit_code

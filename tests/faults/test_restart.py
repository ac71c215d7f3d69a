"""A process is restarted by its operator: everybody is told, sent away with 1012, and misses nothing elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.people import Cast, all_have, chat, gather, present, whole_log
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import DRAIN_SECONDS, Site

pytestmark = pytest.mark.xdist_group("servers")

SOCKETS, SPEAKERS = 200, 8
RESTART = 1012
BACK_SECONDS = 20.0


def test_sigterm_sends_everybody_to_the_other_process(site: Site) -> None:
    with site.data():
        there = gather(site, "restart", SOCKETS)

    people, exit_code = asyncio.run(_restart(there))

    assert exit_code == 0
    with site.data():
        assert flaws(people, whole_log) == []
    assert {tuple(person.controls) for person in people} == {("drain",)}
    assert {tuple(gone.code for gone in person.breaks) for person in people} == {(RESTART,)}
    assert max(person.breaks[0].seconds for person in people) < BACK_SECONDS
    assert {person.troubles["reset"] for person in people} == {0}


async def _restart(there: Cast) -> tuple[list[Person], int]:
    """End the first process while all are on it; they come back by nginx."""
    first, end = there.site.web[0], asyncio.Event()
    people = there.persons()
    for person in people:
        person.url = first.url
    async with present(people, there.room), asyncio.TaskGroup() as group:
        for person in people:
            person.url = there.site.url
        for person in people[:SPEAKERS]:
            group.create_task(chat(person, there.room, end))
        await all_have(people, there.room, 2 * SPEAKERS)
        exit_code = await asyncio.to_thread(first.terminate, DRAIN_SECONDS + 10)
        await asyncio.gather(*(person.until(lambda one=person: one.line) for person in people))
        end.set()
    return people, exit_code

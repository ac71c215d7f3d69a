"""A process is restarted by its operator: everybody is told, sent away with 1012, and misses nothing elsewhere."""

from __future__ import annotations

import asyncio

import pytest

from tests.faults.people import Cast, all_have, chat, gather, present, whole_log
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

SPEAKERS, SOCKETS = 8, 200
RESTART = 1012
BACK_SECONDS = 20.0


def test_sigterm_sends_everybody_to_the_other_process(site: Site) -> None:
    with site.data():
        there = gather(site, "restart", SPEAKERS + SOCKETS)

    people, exit_code = asyncio.run(_restart(there))

    assert exit_code == 0
    with site.data():
        assert flaws(people, whole_log) == []
    cut = people[SPEAKERS:]
    assert {tuple(person.controls) for person in cut} == {("drain",)}
    assert {tuple(gone.code for gone in person.breaks) for person in cut} == {(RESTART,)}
    assert max(person.breaks[0].seconds for person in cut) < BACK_SECONDS
    assert sum(person.missed[there.room] for person in cut) > 0
    assert [person.troubles for person in people if "reset" in person.troubles] == []


async def _restart(there: Cast) -> tuple[list[Person], int]:
    """End the first process; some go on talking in the second, where the others come by nginx."""
    (first, second), end = there.site.web, asyncio.Event()
    people = there.persons()
    for number, person in enumerate(people):
        person.first_url = second.url if number < SPEAKERS else first.url
    async with present(people, there.room), asyncio.TaskGroup() as group:
        for person in people[:SPEAKERS]:
            group.create_task(chat(person, there.room, end))
        await all_have(people, there.room, 2 * SPEAKERS)
        exit_code = await asyncio.to_thread(first.terminate)
        await asyncio.gather(*(person.until_back() for person in people))
        end.set()
    return people, exit_code

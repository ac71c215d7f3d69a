"""The database crashes and recovers: nobody is cut off, who asks is told to come again, nothing happens twice."""

from __future__ import annotations

import asyncio

import pytest

from tests.desk_client import DeskClient
from tests.faults.people import (
    Cast,
    all_have,
    chat,
    gather,
    last_promised,
    present,
    scan_all,
    whole_log,
)
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

SPEAKERS = 8
AWAY_SECONDS = 1.5


def test_database_restart_closes_no_socket_and_keeps_every_promise(site: Site) -> None:
    with site.data():
        there = gather(site, "no-database", 40, tickets=12)

    people, desk = asyncio.run(go_without_database(there, AWAY_SECONDS))

    with site.data():
        assert flaws(people, whole_log) == []
    assert [person.breaks for person in people if person.breaks] == []
    assert sum(person.troubles["busy"] for person in people) > 0
    assert all(person.troubles.keys() <= {"busy"} for person in people)
    assert [scan.verdict for scan in desk.scans] == [("ok", None)] * len(there.codes)
    assert max(scan.tries for scan in desk.scans) > 1


async def go_without_database(there: Cast, seconds: float) -> tuple[list[Person], DeskClient]:
    """Let some talk and a desk scan while the database is gone for so long, and go on for as long as before."""
    postgres, end = there.site.stack.postgres, asyncio.Event()
    assert postgres is not None
    people = there.persons()
    async with present(people, there.room), there.device() as desk, asyncio.TaskGroup() as group:
        for person in people[:SPEAKERS]:
            group.create_task(chat(person, there.room, end, every_seconds=0.5))
        await all_have(people, there.room, 2 * SPEAKERS)
        # Not before: where the chat takes long, all would be scanned by now.
        group.create_task(scan_all(desk, there.codes, every_seconds=0.2))
        await asyncio.sleep(0)
        postgres.kill()
        await asyncio.sleep(seconds)
        before = last_promised(people)
        await asyncio.to_thread(postgres.start)
        await all_have(people, there.room, before + 2 * SPEAKERS)
        end.set()
    return people, desk

"""Redis goes away and comes back empty: it carried wake-ups, so everything comes, only later."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from statistics import median

import httpx
import pytest

from tests.desk_client import DeskClient
from tests.faults.people import LATE_SECONDS, Cast, all_have, chat, gather, present, scan_all, whole_log
from tests.form_client import Browser
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

SPEAKERS = 8
AWAY_SECONDS = 5.0


@dataclass
class Story:
    """Who went through it, and what the pages said meanwhile."""

    people: list[Person]
    desk: DeskClient
    statuses: list[int] = field(default_factory=list)


def test_without_redis_everything_goes_on(site: Site) -> None:
    with site.data():
        there = gather(site, "no-redis", 40, tickets=30)

    story = asyncio.run(go_without_redis(there, AWAY_SECONDS))

    with site.data():
        assert flaws(story.people, whole_log) == []
    assert [person.breaks for person in story.people if person.breaks] == []
    seconds = [second for person in story.people for second in person.views[there.room].seconds]
    assert LATE_SECONDS < max(seconds) < 3.0
    assert {scan.verdict for scan in story.desk.scans} == {("ok", None)}
    assert max(scan.tries for scan in story.desk.scans) == 1
    assert median(scan.seconds for scan in story.desk.scans) < LATE_SECONDS
    assert story.statuses == [200, 302, 200]


async def go_without_redis(there: Cast, seconds: float) -> Story:
    """Let some talk in one process and the others listen in the other, which only Redis connects.

    Somebody talking there, too, would show the others' numbers to be missing, and the gap would be filled at once.
    """
    redis, end = there.site.stack.redis, asyncio.Event()
    assert redis is not None
    people = there.persons()
    for number, person in enumerate(people):
        person.first_url = there.site.web[number >= SPEAKERS].url
    async with present(people, there.room), there.device() as desk, asyncio.TaskGroup() as group:
        story, listener = Story(people, desk), people[-1]
        for person in people[:SPEAKERS]:
            group.create_task(chat(person, there.room, end))
        group.create_task(scan_all(desk, there.codes, every_seconds=seconds / len(there.codes)))
        await all_have(people, there.room, 2 * SPEAKERS)
        redis.kill()
        group.create_task(_register(there, story))
        await asyncio.sleep(seconds)
        await asyncio.to_thread(redis.start)
        await listener.until(lambda one: _is_prompt(one, there.room), 10)
        end.set()
    return story


async def _register(there: Cast, story: Story) -> None:
    """Come as somebody new, who looks around, registers and gets the ticket."""
    async with httpx.AsyncHTTPTransport() as wire:
        browser = Browser(there.site.url, there.forum.slug, wire)
        story.statuses.append((await browser.get()).status_code)
        await browser.fill_in("late@example.com")
        story.statuses.append((await browser.send()).status)
        story.statuses.append((await browser.get("register/done/")).status_code)


def _is_prompt(person: Person, room: str) -> bool:
    """Tell whether wake-ups arrive again: a whole round of talk came without delay."""
    return max(person.views[room].seconds[-SPEAKERS:]) < LATE_SECONDS

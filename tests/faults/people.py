"""Who is there when something breaks: a forum of its own for each fault, attendees with tokens, a desk."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from events_site.demo.tokens import Seat, seats
from forum.forums.models import Forum
from forum.live import past
from tests.desk_client import DeskClient
from tests.forum.live.client import Frame
from tests.live_client import Person
from tests.sites import Site
from tests.tickets import cast

TTL_SECONDS = 600
LATE_SECONDS = 0.5
"""Longer than any wake-up takes: what comes later was caught up with."""


@dataclass
class Cast:
    """A forum with `seats` for so many, `codes` of tickets to be scanned, and the token of a desk."""

    site: Site
    forum: Forum
    seats: list[Seat]
    codes: list[str]
    desk: str

    @property
    def room(self) -> str:
        """The topic of the room they all belong to."""
        return self.seats[0].room

    @property
    def mixer(self) -> str:
        """The topic of their mixer."""
        return self.seats[0].mixer

    def device(self) -> DeskClient:
        """Return the device of the desk."""
        return DeskClient(self.site.url, self.forum.slug, self.desk)

    def persons(self) -> list[Person]:
        """Return them, still away."""
        return [Person(self.site.url, self.forum.slug, seat.attendee, seat.token) for seat in self.seats]


def gather(site: Site, slug: str, count: int, tickets: int = 0) -> Cast:
    """Make everybody; call it inside `site.data()`."""
    forum = cast.a_forum(slug)
    cast.a_kind(forum, size=1000)
    taken = list(seats(forum, count, ttl_seconds=TTL_SECONDS, limits="load"))
    codes = [cast.registered(forum, f"{slug}-{number}@example.com").ticket.code for number in range(tickets)]
    return Cast(site, forum, taken, codes, cast.a_desk(forum)[1])


def whole_log(topic: str) -> list[Frame]:
    """Return everything said in a topic."""
    frames: list[Frame] = []
    while page := past.read_after(topic, len(frames)):
        frames += page
    return frames


@asynccontextmanager
async def present(people: Iterable[Person], *topics: str) -> AsyncIterator[list[Person]]:
    """Let them come and join the topics; in the end let everything arrive, and let them go."""
    there = list(people)
    await asyncio.gather(*(person.come() for person in there))
    for topic in topics:
        await asyncio.gather(*(person.join(topic) for person in there))
    try:
        yield there
        await asyncio.gather(*(person.settle() for person in there))
    finally:
        await asyncio.gather(*(person.go() for person in there))


async def chat(person: Person, room: str, end: asyncio.Event, *, every_seconds: float = 1.0) -> None:
    """Say one thing after the other until the end is set; every third is doubled on its way."""
    for number in itertools.count(1):
        if end.is_set():
            return
        times = 2 if number % 3 == 0 else 1
        answers = await asyncio.gather(*(person.say(room, f"{person.key} {number}") for _ in range(times)))
        assert {answer["t"] for answer in answers} == {"ok"}, answers
        await asyncio.sleep(every_seconds)


async def scan_all(desk: DeskClient, codes: Iterable[str], *, every_seconds: float) -> None:
    """Show one code after the other, each until it is answered."""
    for code in codes:
        await desk.scan(code)
        await asyncio.sleep(every_seconds)


async def all_have(people: Iterable[Person], topic: str, seq: int, *, within_seconds: float = 10.0) -> None:
    """Return when everybody has seen a topic up to this number."""
    await asyncio.gather(*(person.until_seen(topic, seq, within_seconds) for person in people))


async def all_ready(person: Person, mixer: str, count: int) -> None:
    """Return when this person is told that so many are present and ready."""
    await person.until(lambda one: one.states.get((mixer, "counts"), {}).get("ready") == count)


def last_promised(people: Iterable[Person]) -> int:
    """Return the highest number anybody was promised; they all talk in one room."""
    return max(seq for person in people for seq in person.acked.values())

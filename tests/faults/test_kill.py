"""A process dies in the middle of a round: partners, promises, the clock and the door survive it."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest

from forum.people.models import Attendee, Role
from forum.people.verbs import give_role
from networking.rooms.models import Room
from networking.rounds.models import Mixer, Ready
from networking.talks.models import MeetingMember
from tests.faults.people import Cast, gather, present, scan_all, whole_log
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import Site
from tickets.checkin.models import Admission, CheckIn

pytestmark = pytest.mark.xdist_group("servers")

PEOPLE, GHOSTS, TICKETS = 60, 4, 20
ROUND, BREAK = timedelta(seconds=10), timedelta(seconds=2)
BACK_SECONDS, GHOST_SECONDS = 5.0, 20.0


@dataclass
class Story:
    """Who went through it, and how long it took until those who never came back were gone for the others."""

    people: list[Person]
    ghosts: list[Person]
    ghost_seconds: float = float("inf")
    rooms: dict[str, list[str]] = field(default_factory=dict)
    """By person: the room of their table, as they found it before the kill and after it."""


def test_a_process_killed_in_a_round_costs_nothing(site: Site) -> None:
    with site.data():
        there = gather(site, "kill", PEOPLE + GHOSTS, TICKETS)
        _wind_clock(there)

    story = asyncio.run(_kill_in_a_round(there))

    with site.data():
        assert flaws(story.people, whole_log) == []
        _assert_rounds_took_place_once(there)
        assert CheckIn.objects.filter(checkpoint__forum=there.forum, status="ok").count() == TICKETS
        assert Admission.objects.filter(checkpoint__forum=there.forum, entries=1).count() == TICKETS
    cut = [gone for person in story.people for gone in person.breaks]
    assert PEOPLE / 4 < len(cut) < PEOPLE
    assert max(gone.seconds for gone in cut) < BACK_SECONDS
    assert story.ghost_seconds < GHOST_SECONDS
    for person in story.people:
        before, after = story.rooms[person.key]
        assert before == after
        assert [place["round"] for place in _places(person)] == [1, 2]
        assert [phase["rev"] for phase in person.views[there.mixer].of("mixer.phase")] == [1, 2, 3, 4]


def _wind_clock(there: Cast) -> None:
    """Make the rounds short, the first person a host, and the ghosts people who only look on."""
    Mixer.objects.filter(forum=there.forum).update(round_length=ROUND, break_length=BREAK)
    Ready.objects.filter(attendee__key__in=[seat.attendee for seat in there.seats[PEOPLE:]]).delete()
    host = Attendee.objects.select_related("user").get(key=there.seats[0].attendee)
    give_role(there.forum, host.user, Role.HOST, by="")


def _assert_rounds_took_place_once(there: Cast) -> None:
    mixer = Mixer.objects.get(forum=there.forum)
    seated = MeetingMember.objects.filter(meeting__mixer=mixer)
    assert Counter(seated.values_list("meeting__round__number", flat=True)) == {1: PEOPLE, 2: PEOPLE}
    ends = Room.objects.filter(meeting__mixer=mixer).values_list("meeting__round__number", "closed_why")
    assert set(ends) == {(1, "time"), (2, "closed")}


async def _kill_in_a_round(there: Cast) -> Story:
    first, second = there.site.web
    everybody = there.persons()
    story = Story(everybody[:PEOPLE], everybody[PEOPLE:])
    host, witness = everybody[:2]
    witness.url = second.url
    for ghost in story.ghosts:
        ghost.url = first.url
    async with present(everybody, there.mixer), there.device() as desk, asyncio.TaskGroup() as group:
        await asyncio.gather(*(person.join(there.room) for person in (witness, *story.ghosts)))
        await host.until(lambda: host.states.get((there.mixer, "counts"), {}).get("ready") == PEOPLE)
        assert (await host.ask("mixer.start", there.mixer, rev=0))["d"] == {"rev": 1}
        for person in story.people:
            group.create_task(_dance(person))
        group.create_task(scan_all(desk, there.codes, every_seconds=0.5))
        await asyncio.gather(*(person.until(lambda one=person: _heard(one)) for person in story.people))
        for ghost in story.ghosts:
            await ghost.stay_away()
        first.kill()
        killed_at = time.monotonic()
        await asyncio.gather(*(_find_back(person, there, story) for person in story.people))
        gone = {ghost.key for ghost in story.ghosts}
        await witness.until(lambda: gone.isdisjoint(witness.states[there.room, "presence"]["here"]))
        story.ghost_seconds = time.monotonic() - killed_at
        await asyncio.gather(
            *(person.until(lambda one=person: len(_places(one)) == 2) for person in story.people)
        )
        assert (await host.ask("mixer.end", there.mixer, rev=3))["d"] == {"rev": 4}
    return story


async def _dance(person: Person) -> None:
    """Go to the table of each round and talk there until the bell."""
    for number in range(2):
        place = await person.until(lambda: _places(person)[number : number + 1])
        room = f"room:{place[0]['room']}"
        await person.join(room)
        for line in range(1, 100):
            await person.say(room, f"{line}")
            with suppress(TimeoutError):
                await person.until(lambda: person.views[room].of("room.closed"), 1.0)
                break
        await person.leave(room)


async def _find_back(person: Person, there: Cast, story: Story) -> None:
    """Ask, in the same round, where one's table is; talk there and be answered."""
    before = _places(person)[0]["room"]
    await person.until(lambda: person.line)
    now = await person.join(there.mixer)
    assert (now["phase"], now["round"]) == ("round", 1)
    story.rooms[person.key] = [before, now["you"]["room"]]
    await person.say(f"room:{before}", "still here")
    await person.until(lambda: "still here" in _heard(person))


def _places(person: Person) -> list[Any]:
    """Return where this person was told to sit, round by round."""
    return person.views[person.own].of("round.assigned")


def _heard(person: Person) -> set[str]:
    """Return what this person heard the other at their first table say."""
    places = _places(person)
    view = person.views.get(f"room:{places[0]['room']}") if places else None
    return {event["d"]["text"] for event in view.events if event.get("by") != person.key} if view else set()

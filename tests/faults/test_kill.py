"""A process dies in the middle of a round: partners, promises, the clock and the door survive it."""

from __future__ import annotations

import asyncio
import itertools
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
from tests.faults.people import Cast, all_ready, gather, present, scan_all, whole_log
from tests.histories import flaws
from tests.live_client import Person
from tests.sites import Site
from tickets.checkin.models import Admission, CheckIn

pytestmark = pytest.mark.xdist_group("servers")

PEOPLE, GHOSTS, TICKETS = 60, 4, 20
ROUNDS = 2
ROUND, BREAK = timedelta(seconds=15), timedelta(seconds=2)
BACK_SECONDS = 5.0
GHOST_SECONDS = 21.0
"""The lease of a process runs 15 s, up to 5 s pass until another looks, and states come twice a second."""


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
    assert len(cut) == PEOPLE / 2
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
    seated = MeetingMember.objects.on(mixer.occasion)
    assert Counter(seated.values_list("meeting__turn", flat=True)) == {1: PEOPLE, 2: PEOPLE}
    ends = Room.objects.filter(meeting__occasion_key=mixer.key).values_list("meeting__turn", "closed_why")
    assert set(ends) == {(1, "time"), (2, "closed")}


async def _kill_in_a_round(there: Cast) -> Story:
    first, second = there.site.web
    everybody = there.persons()
    story = Story(everybody[:PEOPLE], everybody[PEOPLE:])
    host, witness = story.people[:2]
    for person in (*story.people[::2], *story.ghosts):
        person.first_url = first.url
    for person in story.people[1::2]:
        person.first_url = second.url
    async with present(everybody, there.mixer), there.device() as desk, asyncio.TaskGroup() as group:
        await asyncio.gather(*(person.join(there.room) for person in (witness, *story.ghosts)))
        await all_ready(host, there.mixer, PEOPLE)
        assert (await host.ask("mixer.start", there.mixer, rev=0))["d"] == {"rev": 1}
        for person in story.people:
            group.create_task(_dance(person))
        group.create_task(scan_all(desk, there.codes, every_seconds=0.5))
        await asyncio.gather(*(person.until(_heard) for person in story.people))
        await asyncio.gather(*(ghost.stay_away() for ghost in story.ghosts))
        first.kill()
        await asyncio.gather(
            _outlive_ghosts(witness, there, story),
            *(_find_back(person, there, story) for person in story.people),
        )
        await asyncio.gather(
            *(person.until(lambda one: len(_places(one)) == ROUNDS) for person in story.people)
        )
        assert (await host.ask("mixer.end", there.mixer, rev=3))["d"] == {"rev": 4}
    return story


async def _dance(person: Person) -> None:
    for number in range(ROUNDS):
        await _sit(person, number)


async def _sit(person: Person, number: int) -> None:
    """Go to the table of a round and talk there until the room is closed."""
    (place,) = await person.until(lambda one: _places(one)[number : number + 1])
    room = f"room:{place['room']}"
    await person.join(room)
    for line in itertools.count(1):
        if (await person.say(room, f"{line}"))["t"] == "err":
            break
        with suppress(TimeoutError):
            await person.until(lambda one: one.views[room].of("room.closed"), 1.0)
    await person.leave(room)


async def _find_back(person: Person, there: Cast, story: Story) -> None:
    """Ask, in the same round, where one's table is; talk there and be answered."""
    before = _places(person)[0]["room"]
    await person.until_back()
    now = await person.join(there.mixer)
    assert (now["phase"], now["round"]) == ("round", 1)
    story.rooms[person.key] = [before, now["you"]["room"]]
    await person.say(f"room:{before}", "still here")
    await person.until(lambda one: "still here" in _heard(one))


async def _outlive_ghosts(witness: Person, there: Cast, story: Story) -> None:
    """See those who did not come back disappear from the room."""
    gone, killed_at = {ghost.key for ghost in story.ghosts}, time.monotonic()
    await witness.until(lambda one: gone.isdisjoint(one.states[there.room, "presence"]["here"]))
    story.ghost_seconds = time.monotonic() - killed_at


def _places(person: Person) -> list[Any]:
    """Return where this person was told to sit, round by round."""
    return person.views[person.own].of("round.assigned")


def _heard(person: Person) -> set[str]:
    """Return what this person heard the other at their first table say."""
    places = _places(person)
    view = person.views.get(f"room:{places[0]['room']}") if places else None
    said = [event for event in view.events if event["k"] == "chat.message"] if view else []
    return {event["d"]["text"] for event in said if event["by"] != person.key}

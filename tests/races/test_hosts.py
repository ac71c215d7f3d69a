"""Two hosts skip the same round in the same instant."""

from __future__ import annotations

import asyncio
import time
from typing import NamedTuple

import pytest

from forum.people.models import Attendee, Role
from forum.people.verbs import give_role
from networking.rounds.models import Round
from networking.talks.models import MeetingMember
from tests.faults.people import all_ready, gather, present, whole_log
from tests.forum.live.client import Frame
from tests.histories import flaws
from tests.live_client import Person
from tests.races.spans import most_at_once
from tests.sites import Site

pytestmark = pytest.mark.xdist_group("servers")

PEOPLE, HOSTS, SKIPS = 8, 2, 10


class Skip(NamedTuple):
    answer: Frame
    sent_at: float
    answered_at: float


def test_two_hosts_skip_a_round_once(site: Site) -> None:
    with site.data():
        there = gather(site, "two-hosts", PEOPLE)
        for host in Attendee.objects.filter(key__in=[seat.attendee for seat in there.seats[:HOSTS]]):
            give_role(there.forum, host.user, Role.HOST, by="")
    people = there.persons()
    for number, person in enumerate(people):
        person.first_url = site.web[-(number % 2)].url

    races = asyncio.run(_skip_again_and_again(people, there.mixer))

    for rev, skips in enumerate(races, start=2):
        told = sorted((skip.answer["t"], skip.answer.get("code")) for skip in skips)
        assert told == [("err", "conflict"), ("ok", None)]
        assert [skip.answer["d"] for skip in skips if skip.answer["t"] == "ok"] == [{"rev": rev}]
        assert most_at_once(skips) == HOSTS
    with site.data():
        assert flaws(people, whole_log) == []
        assert [event["d"]["rev"] for event in whole_log(there.mixer)] == list(range(1, SKIPS + 3))
        played = SKIPS // 2 + 1
        rounds = Round.objects.filter(mixer__forum=there.forum).order_by("number")
        assert list(rounds.values_list("number", flat=True)) == list(range(1, played + 1))
        assert MeetingMember.objects.filter(meeting__forum=there.forum).count() == played * PEOPLE
    assert [dict(person.troubles) for person in people if person.troubles] == []


async def _skip_again_and_again(people: list[Person], mixer: str) -> list[list[Skip]]:
    """Start the mixer, let the hosts skip every round and every break together, and end it."""
    hosts = people[:HOSTS]
    async with present(people, mixer):
        await all_ready(people[0], mixer, PEOPLE)
        await people[0].ask("mixer.start", mixer, rev=0)
        races = [
            list(await asyncio.gather(*(_skip(host, mixer, rev) for host in hosts)))
            for rev in range(1, SKIPS + 1)
        ]
        await people[0].ask("mixer.end", mixer, rev=SKIPS + 1)
    return races


async def _skip(host: Person, mixer: str, rev: int) -> Skip:
    sent_at = time.monotonic()
    answer = await host.ask("mixer.skip", mixer, rev=rev)
    return Skip(answer, sent_at, time.monotonic())

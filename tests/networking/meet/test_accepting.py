"""Two who say yes to each other, and what else may begin meanwhile."""

from __future__ import annotations

import pytest

from networking.meet import verbs
from networking.meet.models import Match
from networking.rounds.models import Mixer
from networking.talks.models import MeetingMember
from networking.talks.queries import conversation_of
from networking.talks.verbs import leave
from tests.networking.cast import (
    NOON,
    SECOND,
    a_forum,
    a_mixer,
    a_talk,
    people,
    told,
    whom,
)
from tests.networking.meet.test_verbs import ask, in_line, side, tend

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def test_accept_by_one_begins_nothing(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    for _ in range(2):
        verbs.accept(side(one), by=one.key, at=NOON)
    assert (MeetingMember.objects.count(), told(other, "match.started")) == (0, [])


def test_accept_by_both_begins_the_conversation(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    ask(mixer, one, other)
    for person in (one, other, one):
        verbs.accept(side(person), by=person.key, at=NOON)
    room = conversation_of(one)
    started = {"k": "match.started", "match": Match.objects.get().key, "room": room and room.key}
    assert [told(one, "match.started"), told(other, "match.started")] == [[started], [started]]
    assert (in_line(mixer), conversation_of(other)) == ([], room)
    assert MeetingMember.objects.get(attendee=one).reasons == side(one).reasons != []


def test_accept_when_the_other_is_in_another_conversation(mixer: Mixer) -> None:
    """Two mixers of a forum: the second one was faster."""
    one, other, third = people(mixer.forum, 3)
    ask(mixer, one, other)
    verbs.accept(side(one), by=one.key, at=NOON)
    a_talk(a_mixer(mixer.forum), [one, third])
    verbs.accept(side(other), by=other.key, at=NOON)
    assert [over["why"] for over in told(other, "match.over")] == ["cancelled"]
    tend(mixer, NOON + SECOND)
    assert (in_line(mixer), MeetingMember.objects.live().count()) == (["Person 2"], 2)


def test_proposed_again_in_a_second_mixer_waits_for_the_first_answer(mixer: Mixer) -> None:
    """One proposal at a time for each person, in whatever mixer they stand in line."""
    second = a_mixer(mixer.forum)
    one, other, third = people(mixer.forum, 3)
    ask(mixer, one, other)
    ask(second, one, third)
    assert (len(told(one, "match.found")), told(third)) == (1, [])


def test_ask_again_after_a_talk(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    ask(mixer, one, other)
    for person in (one, other):
        verbs.accept(side(person), by=person.key, at=NOON)
    room = conversation_of(one)
    assert room is not None
    leave(room, one, by=one.key, at=NOON)
    ask(mixer, one, other, third)
    assert whom(told(one, "match.found")[-1]) in (["Person 2"], ["Person 3"])
    assert [whom(found) for found in told(third, "match.found")] in ([["Person 1"]], [["Person 2"]])

"""Who withdraws or is forgotten leaves every line, room and list of this wing, and the others hear of it."""

from __future__ import annotations

from typing import Any

import pytest

from forum.people.models import Attendee
from forum.signals import attendee_withdrawn, person_forgotten
from networking.chat.verbs import say
from networking.meet.models import Ask
from networking.meet.verbs import ask
from networking.rounds.models import Mixer, Ready
from networking.safety.models import Report
from networking.safety.verbs import report
from networking.talks.models import MeetingMember
from tests.networking.cast import NOON, a_forum, a_mixer, a_talk, heard, online, people, ready, told

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


@pytest.fixture(params=["withdraws", "is forgotten"])
def departs(request: Any) -> Any:
    """One way to go, as forum/leaving tells it to the wings."""

    def go(attendee: Attendee) -> None:
        if request.param == "withdraws":
            attendee_withdrawn.send(sender=None, attendee=attendee, by=attendee.key)
        else:
            person_forgotten.send(sender=None, user=attendee.user, by=attendee.key)

    return go


def test_departure_ends_the_conversation(mixer: Mixer, departs: Any) -> None:
    one, other = people(mixer.forum, 2)
    a_talk(mixer, [one, other])
    departs(one)
    assert (MeetingMember.objects.live().count(), [over["why"] for over in told(other)]) == (0, ["left"])


def test_departure_takes_back_what_is_proposed(mixer: Mixer, departs: Any) -> None:
    one, other = people(mixer.forum, 2)
    online([one, other])
    for person in (one, other):
        ask(mixer, person, by=person.key, at=NOON)
    departs(one)
    assert [over["why"] for over in told(other, "match.over")] == ["cancelled"]
    assert Ask.objects.open().get().attendee == other


def test_departure_counts_out(mixer: Mixer, departs: Any) -> None:
    one, other = people(mixer.forum, 2)
    ready(mixer, [one, other])
    departs(one)
    assert Ready.objects.get().attendee == other


def test_forgotten_people_said_nothing(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    say(room, one, cid="a", text="My telephone number is …", by=one.key)
    report(room, one, other, why="other", text="My telephone number is …", by=one.key)
    person_forgotten.send(sender=None, user=one.user, by=one.key)
    assert [said.get("text") for said in heard(room.topic, "chat.message")] == [None]
    assert Report.objects.get().text == ""


def test_withdrawn_people_said_what_they_said(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    say(room, one, cid="a", text="Hello", by=one.key)
    attendee_withdrawn.send(sender=None, attendee=one, by=one.key)
    assert heard(room.topic, "chat.message") == [{"k": "chat.message", "text": "Hello"}]

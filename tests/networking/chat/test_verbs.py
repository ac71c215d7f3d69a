"""Talking in a room: once for each cid, never in a closed one, never by somebody who left."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from forum.errors import Gone
from networking.chat import verbs
from networking.errors import RoomIsClosed
from networking.rounds.models import Mixer
from networking.talks.verbs import leave
from tests.networking.cast import a_forum, a_mixer, a_talk, heard, people, principal
from tests.networking.test_frames import do

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def test_say_in_a_closed_room(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    leave(room, other, by=other.key)
    with pytest.raises(RoomIsClosed):
        verbs.say(room, one, cid="a", text="Are you there?", by=one.key)
    assert [said["k"] for said in heard(room.topic)] == ["room.closed"]


def test_say_after_leaving(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other, third])
    leave(room, one, by=one.key)
    with pytest.raises(Gone):
        verbs.say(room, one, cid="a", text="One more thing", by=one.key)
    assert verbs.say(room, other, cid="a", text="Good", by=other.key) == 1


def test_say_as_a_stranger(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    with pytest.raises(Gone):
        verbs.say(room, stranger, cid="a", text="Hello", by=stranger.key)


def test_say_the_same_cid_again(mixer: Mixer) -> None:
    """By the same person it is the same message, whatever its text; by another it is another."""
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    assert verbs.say(room, one, cid="a", text="Hello", by=one.key) == 1
    assert verbs.say(room, one, cid="a", text="Bye", by=one.key) == 1
    assert verbs.say(room, other, cid="a", text="Hi", by=other.key) == 2
    assert [said["text"] for said in heard(room.topic)] == ["Hello", "Hi"]


def test_what_is_sent_asks_three_statements(mixer: Mixer) -> None:
    """Who it is, that the room is open and theirs, and the message with its number."""
    pair = people(mixer.forum, 2)
    room = a_talk(mixer, pair)
    with CaptureQueriesContext(connection) as captured:
        do(principal(pair[0]), "chat.send", room.topic, cid="a", text="Hello")
    asked = [query["sql"] for query in captured if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    written = 1 if connection.vendor == "postgresql" else 2
    assert len(asked) == 2 + written, asked


def test_say_again_after_the_room_closed_is_still_said(mixer: Mixer) -> None:
    """The first answer was lost on the way: the repetition gets it, although nothing new can be said."""
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.say(room, one, cid="a", text="Hello", by=one.key)
    leave(room, other, by=other.key)
    assert verbs.say(room, one, cid="a", text="Hello", by=one.key) == 1


@pytest.mark.parametrize("target", [0, 2, 3])
def test_hide_what_is_no_message(mixer: Mixer, target: int) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.say(room, one, cid="a", text="Hello", by=one.key)
    leave(room, other, by=other.key)
    with pytest.raises(Gone):
        verbs.hide(room, target, by="moderator")


def test_hide_blanks_for_everybody_and_says_so(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.say(room, one, cid="a", text="Something bad", by=one.key)
    assert [verbs.hide(room, 1, by="moderator") for _ in range(2)] == [2, 2]
    assert heard(room.topic) == [{"k": "chat.message"}, {"k": "chat.hidden", "target": 1}]


def test_erase_messages_of_one_person_only(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    for person in (one, other):
        verbs.say(room, person, cid="a", text=f"I am {person.name}", by=person.key)
    for _ in range(2):
        verbs.erase_messages(one)
    assert heard(room.topic) == [
        {"k": "chat.message"},
        {"k": "chat.message", "text": "I am Person 2"},
        {"k": "chat.hidden", "target": 1},
    ]

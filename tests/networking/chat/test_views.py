"""Saying and hiding something from a page, without scripts."""

from __future__ import annotations

import pytest

from forum.people.models import Attendee
from networking.chat.verbs import say
from networking.rooms.models import Room
from networking.talks.verbs import leave
from tests.networking.cast import a_forum, a_mixer, a_talk, heard, people
from tests.networking.visitors import a_host, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> list[Attendee]:
    return people(a_forum(), 2)


@pytest.fixture
def room(pair: list[Attendee]) -> Room:
    return a_talk(a_mixer(pair[0].forum), pair)


def at(room: Room, what: str = "") -> str:
    return f"/en/seoul/rooms/{room.key}/{what}"


def test_outsider_says_nothing(room: Room, pair: list[Attendee]) -> None:
    (outsider,) = people(pair[0].forum, 1)
    response = browser_of(outsider.user).post(at(room, "say/"), {"cid": "c1", "text": "Hello"})
    assert response.status_code == 404
    assert heard(room.topic) == []


def test_what_is_over_takes_no_message(room: Room, pair: list[Attendee]) -> None:
    leave(room, pair[1], by=pair[1].key)
    response = browser_of(pair[0].user).post(at(room, "say/"), {"cid": "c1", "text": "Hello"})
    assert response.status_code == 409
    assert heard(room.topic, "chat.message") == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Please write something first."),
        ("   ", "Please write something first."),
        ("\u3164\u200b", "There is nothing in this that can be seen."),
        ("가" * 2500, "This is 500 too long."),
    ],
    ids=["empty", "blank", "invisible", "too long"],
)
def test_what_cannot_be_said_stays_with_its_writer(
    room: Room, pair: list[Attendee], text: str, why: str
) -> None:
    response = browser_of(pair[0].user).post(at(room, "say/"), {"cid": "c1", "text": text})
    page = response.content.decode()
    assert response.status_code == 422
    assert why in page
    assert text in page
    assert heard(room.topic) == []


def test_emoji_count_as_one_letter_each(room: Room, pair: list[Attendee]) -> None:
    said = "😀" * 1500
    browser_of(pair[0].user).post(at(room, "say/"), {"cid": "c1", "text": said})
    assert heard(room.topic) == [{"k": "chat.message", "text": said}]


def test_form_sent_twice_says_it_once(room: Room, pair: list[Attendee]) -> None:
    mine = browser_of(pair[0].user)
    for _ in range(2):
        assert mine.post(at(room, "say/"), {"cid": "c1", "text": "Hello"}).headers["Location"] == at(room)
    assert heard(room.topic) == [{"k": "chat.message", "text": "Hello"}]


def test_member_hides_nothing(room: Room, pair: list[Attendee]) -> None:
    seq = say(room, pair[1], cid="c1", text="Hello", by=pair[1].key)
    assert browser_of(pair[0].user).post(at(room, "hide/"), {"target": seq}).status_code == 403
    assert heard(room.topic) == [{"k": "chat.message", "text": "Hello"}]


def test_organizer_is_no_moderator(room: Room, pair: list[Attendee]) -> None:
    seq = say(room, pair[1], cid="c1", text="Hello", by=pair[1].key)
    organizer = browser_of(a_host(pair[0].forum, "organizer"))
    assert organizer.post(at(room, "hide/"), {"target": seq}).status_code == 403
    assert organizer.get(at(room)).status_code == 404


@pytest.mark.parametrize("target", ["", "two", "0", "7"])
def test_moderator_hides_only_what_is_there(room: Room, pair: list[Attendee], target: str) -> None:
    moderator = browser_of(a_host(pair[0].forum, "moderator"))
    assert moderator.post(at(room, "hide/"), {"target": target}).status_code == 404


def test_moderator_looks_on_and_hides(room: Room, pair: list[Attendee]) -> None:
    seq = say(room, pair[1], cid="c1", text="Buy now", by=pair[1].key)
    moderator = browser_of(a_host(pair[0].forum, "moderator"))
    drawn = moderator.get(at(room))
    assert (drawn.context["talk"].may_talk, drawn.context["may_hide"]) == (False, True)
    moderator.post(at(room, "hide/"), {"target": seq})
    seen = browser_of(pair[0].user).get(at(room)).content.decode()
    assert "Buy now" not in seen
    assert "A moderator removed this message." in seen

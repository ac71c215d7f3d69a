"""Leaving a conversation from a page, and what it was worth."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from forum.people.models import Attendee
from networking.rooms.models import Room
from networking.talks.afterwards import ASKED_FOR, Over, talk_to_rate
from networking.talks.models import MeetingMember, Rating
from networking.talks.verbs import leave, rate
from tests.networking.cast import a_forum, a_mixer, a_talk, people, told
from tests.networking.visitors import browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair() -> list[Attendee]:
    return people(a_forum(), 2)


@pytest.fixture
def room(pair: list[Attendee]) -> Room:
    return a_talk(a_mixer(pair[0].forum), pair)


def at(room: Room, what: str) -> str:
    return f"/en/seoul/rooms/{room.key}/{what}/"


def lobby(room: Room) -> str:
    return f"/en/seoul/networking/{room.meeting.occasion_key}/"


def test_outsider_ends_nothing(room: Room, pair: list[Attendee]) -> None:
    (outsider,) = people(pair[0].forum, 1)
    assert browser_of(outsider.user).post(at(room, "leave")).status_code == 404
    assert MeetingMember.objects.live().count() == 2


def test_conversation_is_not_left_by_a_link(room: Room, pair: list[Attendee]) -> None:
    assert browser_of(pair[0].user).get(at(room, "leave")).status_code == 405
    assert MeetingMember.objects.live().count() == 2


def test_leaving_leads_to_the_lobby_and_tells_both_the_same(room: Room, pair: list[Attendee]) -> None:
    response = browser_of(pair[0].user).post(at(room, "leave"))
    assert response.headers["Location"] == lobby(room) + "#after"
    over = [{"k": "meet.over", "room": room.key, "why": "left"}]
    assert [told(person, "meet.over") for person in pair] == [over, over]


def test_page_of_a_conversation_says_whether_it_goes_on(room: Room, pair: list[Attendee]) -> None:
    mine, page = browser_of(pair[0].user), f"/en/seoul/rooms/{room.key}/"
    during = mine.get(page).content.decode()
    leave(room, pair[0], by=pair[0].key)
    after = mine.get(page).content.decode()

    assert [">You meet</h2>" in text for text in (during, after)] == [True, False]
    assert [">You met</h2>" in text for text in (during, after)] == [False, True]


def test_who_has_left_cannot_leave_again(room: Room, pair: list[Attendee]) -> None:
    mine = browser_of(pair[0].user)
    mine.post(at(room, "leave"))
    assert mine.post(at(room, "leave")).status_code == 404


def test_outsider_rates_nothing(room: Room, pair: list[Attendee]) -> None:
    (outsider,) = people(pair[0].forum, 1)
    assert browser_of(outsider.user).post(at(room, "rate"), {"worth": 5}).status_code == 404
    assert not Rating.objects.exists()


@pytest.mark.parametrize("worth", ["", "0", "6", "much"])
def test_worth_is_one_to_five(room: Room, pair: list[Attendee], worth: str) -> None:
    assert browser_of(pair[0].user).post(at(room, "rate"), {"worth": worth}).status_code == 404
    assert not Rating.objects.exists()


def test_who_has_left_may_still_rate(room: Room, pair: list[Attendee]) -> None:
    leave(room, pair[0], by=pair[0].key)
    assert browser_of(pair[0].user).post(at(room, "rate"), {"worth": 5}).headers["Location"] == lobby(room)
    assert Rating.objects.get().worth == 5


def test_script_gets_no_page_for_a_rating(room: Room, pair: list[Attendee]) -> None:
    response = browser_of(pair[0].user).post(at(room, "rate"), {"worth": 3}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (204, b"")


def test_only_a_talk_just_over_and_not_rated_is_asked_about(room: Room, pair: list[Attendee]) -> None:
    now = timezone.now()
    assert talk_to_rate(pair[0], at=now) is None
    leave(room, pair[1], by=pair[1].key, at=now)
    assert talk_to_rate(pair[0], at=now) == Over(room.key, [pair[1]])
    assert talk_to_rate(pair[0], at=now + ASKED_FOR + timedelta(seconds=1)) is None
    rate(room, pair[0], worth=3, by=pair[0].key)
    assert (talk_to_rate(pair[0], at=now), talk_to_rate(pair[1], at=now)) == (
        None,
        Over(room.key, [pair[0]]),
    )

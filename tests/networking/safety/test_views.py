"""Blocking and reporting from a page."""

from __future__ import annotations

import pytest

from forum.people.models import Attendee
from networking.cards.models import Block
from networking.rooms.models import Room
from networking.safety.models import Report
from networking.talks.verbs import leave
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


@pytest.mark.parametrize("what", ["block", "report"])
def test_only_people_of_the_room_are_blocked_or_reported(room: Room, pair: list[Attendee], what: str) -> None:
    (outsider,) = people(pair[0].forum, 1)
    asked = [(outsider, pair[0].key), (pair[0], outsider.key), (pair[0], ""), (pair[0], "x" * 13)]
    for who, about in asked:
        response = browser_of(who.user).post(at(room, what), {"who": about, "why": "spam"})
        assert response.status_code == 404
    assert (Block.objects.count(), Report.objects.count()) == (0, 0)


@pytest.mark.parametrize("what", ["block", "report"])
def test_nobody_blocks_or_reports_themselves(room: Room, pair: list[Attendee], what: str) -> None:
    response = browser_of(pair[0].user).post(at(room, what), {"who": pair[0].key, "why": "spam"})
    assert response.status_code in (404, 422)
    assert (Block.objects.count(), Report.objects.count()) == (0, 0)


def test_report_needs_a_reason_of_the_list(room: Room, pair: list[Attendee]) -> None:
    response = browser_of(pair[0].user).post(at(room, "report"), {"who": pair[1].key, "why": "boring"})
    assert response.status_code == 404
    assert not Report.objects.exists()


def test_block_ends_the_talk_and_reads_like_leaving(room: Room, pair: list[Attendee]) -> None:
    browser_of(pair[0].user).post(at(room, "block"), {"who": pair[1].key})
    assert Block.objects.get().blocked == pair[1]
    assert told(pair[1], "meet.over") == [{"k": "meet.over", "room": room.key, "why": "left"}]


def test_report_keeps_the_words_and_the_talk_goes_on(room: Room, pair: list[Attendee]) -> None:
    sent = {"who": pair[1].key, "why": "harassment", "text": "Shouted at me"}
    browser_of(pair[0].user).post(at(room, "report"), sent)
    made = Report.objects.get()
    assert (made.about, made.why, made.text) == (pair[1], "harassment", "Shouted at me")
    assert told(pair[1]) == []


def test_report_is_possible_after_leaving(room: Room, pair: list[Attendee]) -> None:
    leave(room, pair[0], by=pair[0].key)
    browser_of(pair[0].user).post(at(room, "report"), {"who": pair[1].key, "why": "spam"})
    assert Report.objects.get().reporter == pair[0]

"""Blocking and reporting from a page."""

from __future__ import annotations

import re

import pytest

from forum.people.models import Attendee
from networking.cards.models import Block
from networking.chat.verbs import say
from networking.rooms.models import Room
from networking.safety.models import Report
from networking.safety.verbs import report
from networking.talks.verbs import leave
from tests.networking.cast import a_forum, a_mixer, a_talk, people, told
from tests.networking.visitors import a_host, browser_of

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


def test_report_form_sent_twice_reports_once(room: Room, pair: list[Attendee]) -> None:
    """The name of the sending stands in the page, another one for each page and each person."""
    browser, name = browser_of(pair[0].user), f'name="cid" value="([^"]+-{pair[1].key})"'
    pages = [browser.get(f"/en/seoul/rooms/{room.key}/").content.decode() for _ in range(2)]
    drawn = [re.search(name, page) for page in pages]
    first, second = [found and found[1] for found in drawn]
    assert first != second
    for cid in (first, first, second):
        browser.post(at(room, "report"), {"who": pair[1].key, "why": "spam", "cid": cid})
    assert [report.cid for report in Report.objects.order_by("pk")] == [first, second]


def test_report_is_possible_after_leaving(room: Room, pair: list[Attendee]) -> None:
    leave(room, pair[0], by=pair[0].key)
    browser_of(pair[0].user).post(at(room, "report"), {"who": pair[1].key, "why": "spam"})
    assert Report.objects.get().reporter == pair[0]


def a_report(room: Room, pair: list[Attendee]) -> Report:
    say(room, pair[1], cid="1", text="Give me your number <b>now</b>", by=pair[1].key)
    return report(room, pair[0], pair[1], why="harassment", text="Asked again and again", by=pair[0].key)


def test_moderator_reads_a_report_with_what_was_said(room: Room, pair: list[Attendee]) -> None:
    made, moderator = a_report(room, pair), browser_of(a_host(room.forum, "moderator"))

    listed = moderator.get("/en/seoul/manage/reports/").content.decode()
    page = moderator.get(f"/en/seoul/manage/reports/{made.key}/").content.decode()

    assert pair[1].name in listed
    for told_there in ("Asked again and again", "Give me your number &lt;b&gt;now&lt;/b&gt;", pair[0].name):
        assert told_there in page


def test_settled_report_leaves_the_list_once(room: Room, pair: list[Attendee]) -> None:
    made, moderator = a_report(room, pair), browser_of(a_host(room.forum, "moderator"))
    settled = [moderator.post(f"/en/seoul/manage/reports/{made.key}/settle/").status_code for _ in range(2)]
    listed = moderator.get("/en/seoul/manage/reports/").content.decode()

    assert settled == [302, 409]
    assert pair[1].name not in listed
    assert "Nothing is waiting for you" in listed


def test_reports_are_for_moderators_of_their_forum(room: Room, pair: list[Attendee]) -> None:
    made = a_report(room, pair)
    there = a_forum("busan")
    pages = ["/en/seoul/manage/reports/", f"/en/seoul/manage/reports/{made.key}/"]
    for who in (pair[0].user, a_host(room.forum, "host"), a_host(room.forum, "organizer")):
        assert {browser_of(who).get(page).status_code for page in pages} == {403}
    elsewhere = browser_of(a_host(there, "moderator")).get(f"/en/busan/manage/reports/{made.key}/")
    assert elsewhere.status_code == 404

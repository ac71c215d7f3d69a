"""Whom one met, and what was said: to be read afterwards, by those who were there, as long as the others agree."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from forum.consents.models import ConsentText
from forum.consents.verbs import choose_consents
from forum.errors import Gone
from forum.leaving.verbs import forget, withdraw
from forum.live.engine.queries import enter
from forum.people.access import taking_part
from forum.people.models import Attendee
from networking.cards.models import Block
from networking.cards.queries import NOT_SHOWN
from networking.cards.verbs import update_card
from networking.chat.verbs import say
from networking.rooms.models import Room
from networking.rounds.encounter import encounter_of
from networking.rounds.models import Mixer
from networking.rounds.verbs.clock import skip_mixer, start_mixer
from networking.talks.afterwards import people_met, room_to_read
from networking.talks.queries import conversation_of
from networking.talks.verbs import leave
from tests.networking.cast import MINUTE, NOON, a_forum, a_mixer, a_talk, people, principal, ready
from tests.networking.visitors import a_host, browser_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def names(attendee: Attendee) -> list[str]:
    return [met.person.name for met in people_met(attendee)]


def reading(room: Room, attendee: Attendee) -> Any:
    """Return the conversation as this person finds it on its page."""
    found, read_to = room_to_read(room.key, taking_part(attendee.user, attendee.forum.slug))
    return encounter_of(found, attendee.key, read_to=read_to)


def over(mixer: Mixer, *attendees: Attendee, at: Any = NOON) -> Room:
    """A conversation that one of these people has left."""
    room = a_talk(mixer, attendees, at=at)
    for number, attendee in enumerate(attendees):
        say(room, attendee, cid=str(number), text=f"I am {attendee.name}", by=attendee.key)
    leave(room, attendees[0], by=attendees[0].key, at=at + MINUTE)
    return room


# Whom one met -------------------------------------------------------------------------------------


def test_nobody_met_whom_they_are_just_talking_with(mixer: Mixer) -> None:
    pair = people(mixer.forum, 2)
    a_talk(mixer, pair)
    assert names(pair[0]) == []


def test_people_met_are_there_once_with_their_last_talk(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3, organization="Hanbat")
    card = {"seeks": [], "offers": [], "topics": [], "languages": [], "shows": ""}
    update_card(third, headline="I draw", **card, is_listed=False, by="")
    over(mixer, one, other)
    over(mixer, one, third, at=NOON + 10 * MINUTE)
    again = over(mixer, other, one, at=NOON + 20 * MINUTE)
    first, second = people_met(one)
    assert (first.person.name, first.person.organization, first.room, first.round, first.at) == (
        "Person 2",
        "Hanbat",
        again.key,
        None,
        NOON + 20 * MINUTE,
    )
    assert (second.person.name, second.person.headline, second.round) == ("Person 3", "I draw", None)


def test_round_in_which_one_met_is_known(mixer: Mixer) -> None:
    pair = people(mixer.forum, 2)
    ready(mixer, pair)
    start_mixer(mixer, rev=0, by="host", at=NOON)
    skip_mixer(mixer, rev=1, by="host", at=NOON + MINUTE)
    assert [met.round for met in people_met(pair[0])] == [1]


@pytest.mark.parametrize("how", ["blocked", "blocks", "withdrew", "forgotten", "not agreed"])
def test_who_is_not_to_be_seen_is_not_among_them(mixer: Mixer, how: str) -> None:
    one, other, third = people(mixer.forum, 3)
    over(mixer, one, other)
    over(mixer, one, third, at=NOON + 10 * MINUTE)
    match how:
        case "blocked":
            Block.objects.create(blocker=one, blocked=other)
        case "blocks":
            Block.objects.create(blocker=other, blocked=one)
        case "withdrew":
            withdraw(other, by=other.key)
        case "forgotten":
            forget(other.user, by=other.key)
        case "not agreed":
            asked = ConsentText.objects.create(
                forum=mixer.forum, kind="networking", title="Be seen", body="…"
            )
            for agreed in (one, third):
                choose_consents(agreed, [asked.pk], by=agreed.key)
    assert names(one) == ["Person 3"]


@pytest.mark.parametrize("count", [1, 6])
def test_people_met_cost_the_same(mixer: Mixer, count: int, django_assert_num_queries: Any) -> None:
    one, *others = people(mixer.forum, count + 1)
    for number, other in enumerate(others):
        over(mixer, one, other, at=NOON + 10 * number * MINUTE)
    with django_assert_num_queries(2):
        assert len(people_met(one)) == count


def test_my_day_leads_to_what_was_said(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2, latin_name="Latin Name")
    day = "/en/seoul/me/"
    assert "People you met" not in browser_of(one.user).get(day).content.decode()
    room = over(mixer, one, other)
    for person, met in ((one, other), (other, one)):
        browser = browser_of(person.user)
        page = browser.get(day).content.decode()
        assert f'href="/en/seoul/rooms/{room.key}/"' in page
        assert page.index("People you met") < page.index(met.name)
        assert f"I am {met.name}" in browser.get(f"/en/seoul/rooms/{room.key}/").content.decode()


# What was said ------------------------------------------------------------------------------------


def test_who_was_never_there_reads_nothing(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = over(mixer, one, other)
    with pytest.raises(Gone):
        reading(room, stranger)
    assert browser_of(a_host(mixer.forum)).get(f"/en/seoul/rooms/{room.key}/").status_code == 404


def test_who_left_reads_what_was_said_before_and_nothing_of_what_came_after(mixer: Mixer) -> None:
    """The two who stay go on; the one who left neither hears it live nor reads it later."""
    one, other, third = people(mixer.forum, 3)
    room = over(mixer, one, other, third)
    say(room, other, cid="later", text="Now that they are gone", by=other.key)
    leave(room, other, by=other.key, at=NOON + 2 * MINUTE)
    assert [line.text for line in reading(room, one).lines] == [
        "I am Person 1",
        "I am Person 2",
        "I am Person 3",
    ]
    assert [line.text for line in reading(room, third).lines][-1] == "Now that they are gone"
    with pytest.raises(Gone):
        enter(principal(one), room.topic, None)


def test_what_was_left_is_over_for_who_left_it(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    room = over(mixer, one, other, third)
    assert conversation_of(other) == room
    left, live = reading(room, one), reading(room, other)
    assert [(talk.is_open, talk.may_talk, talk.clock is None) for talk in (left, live)] == [
        (False, False, True),
        (True, True, False),
    ]


@pytest.mark.parametrize("how", ["withdrew", "forgotten", "not agreed"])
def test_who_is_not_to_be_seen_has_no_name_in_what_is_over(mixer: Mixer, how: str) -> None:
    one, other = people(mixer.forum, 2, organization="Hanbat")
    over_with, live = over(mixer, one, other), a_talk(mixer, people(mixer.forum, 2))
    asked = ConsentText.objects.create(forum=mixer.forum, kind="networking", title="Be seen", body="…")
    for person in (one, other):
        choose_consents(person, [asked.pk], by=person.key)
    assert [person.name for person in reading(over_with, one).people] == ["Person 2"]
    if how == "withdrew":
        withdraw(other, by=other.key)
    elif how == "forgotten":
        forget(other.user, by=other.key)
    else:
        choose_consents(other, [], by=other.key)
    with translation.override("en"):
        talk = reading(over_with, one)
        assert [(person.name, bool(person.organization)) for person in talk.people] == [
            (str(NOT_SHOWN), False)
        ]
        assert {line.author for line in talk.lines} == {"Person 1", str(NOT_SHOWN)}
        assert live.is_open

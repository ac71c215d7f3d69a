"""Conversations: nobody in two, an end is told to each once, and a lost connection is not an end yet."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from forum.errors import Gone
from forum.live import log
from networking.rooms.models import Membership, Room
from networking.rooms.queries import member_of
from networking.rounds.models import Mixer
from networking.talks import verbs
from networking.talks.models import MeetingMember, Place, Rating
from networking.talks.queries import conversation_of, earlier, is_talking
from tests.networking.cast import (
    NOON,
    SECOND,
    a_forum,
    a_mixer,
    a_talk,
    heard,
    offline,
    online,
    people,
    told,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def mixer() -> Mixer:
    return a_mixer(a_forum())


def over(room: Room, why: str = "left") -> list[dict[str, str]]:
    return [{"k": "meet.over", "room": room.key, "why": why}]


def test_nobody_is_in_two_conversations(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    a_talk(mixer, [one, other])
    with pytest.raises(IntegrityError), transaction.atomic():
        a_talk(a_mixer(mixer.forum), [one, third])
    assert (Room.objects.count(), is_talking(third)) == (1, False)


def test_leave_ends_a_conversation_of_two(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.leave(room, one, by=one.key, at=NOON)
    assert [told(one), told(other), heard(room.topic)] == [
        over(room),
        over(room),
        [{"k": "room.closed", "why": "left"}],
    ]
    assert [conversation_of(one), conversation_of(other)] == [None, None]


def test_leave_takes_the_room_from_the_leaver_only(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.leave(room, one, by=one.key)
    with pytest.raises(Gone):
        member_of(room.key, one.key)
    assert member_of(room.key, other.key).room == room


def test_leave_a_group_of_three_leaves_two(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other, third])
    verbs.leave(room, one, by=one.key)
    assert [told(one), told(other), told(third), heard(room.topic)] == [over(room), [], [], []]
    verbs.leave(room, other, by=other.key)
    assert [told(other), told(third)] == [over(room), over(room)]


def test_leave_twice_is_once(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    for _ in range(2):
        verbs.leave(room, one, by=one.key, at=NOON)
    verbs.leave(room, other, by=other.key, at=NOON)
    assert [told(one), told(other)] == [over(room), over(room)]
    assert Membership.objects.filter(left_at=None).get().attendee == other


def test_leave_by_a_stranger_does_nothing(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    verbs.leave(room, stranger, by=stranger.key)
    assert (told(stranger), MeetingMember.objects.live().count()) == ([], 2)


def test_leave_revokes_the_topic(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    verbs.leave(room, one, by=one.key)
    (revoked,) = heard(log.HUB, "hub.revoked")
    assert (revoked["key"], revoked["topic"]) == (one.key, room.topic)


def test_absent_for_a_moment_keeps_the_partner(mixer: Mixer) -> None:
    """A server that restarts (1012) takes every connection away at once, and all come back."""
    one, other = people(mixer.forum, 2)
    a_talk(mixer, [one, other])
    verbs.release_absent(at=NOON)
    verbs.release_absent(at=NOON + verbs.PATIENCE - SECOND)
    online([one, other])
    verbs.release_absent(at=NOON + verbs.PATIENCE)
    offline([one])
    verbs.release_absent(at=NOON + 2 * verbs.PATIENCE)
    assert MeetingMember.objects.live().count() == 2


def test_absent_for_good_ends_the_talk(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    online([other])
    verbs.release_absent(at=NOON)
    verbs.release_absent(at=NOON + verbs.PATIENCE)
    assert [told(one), told(other)] == [over(room), over(room)]


def test_who_talks_in_the_hall_is_not_missed_before_its_time(mixer: Mixer) -> None:
    """Their telephones sleep in their pockets; once the talk has had its time, it is not kept for ever."""
    room = a_talk(mixer, people(mixer.forum, 2), place=Place.HALL)
    end = NOON + mixer.round_length
    seen = []
    for at in (NOON, NOON + verbs.PATIENCE, end - SECOND, end):
        verbs.release_absent(at=at)
        room.refresh_from_db()
        seen.append(room.is_open)
    assert seen == [True, True, True, False]


def test_absent_is_written_only_when_it_changes(mixer: Mixer, django_assert_num_queries: object) -> None:
    a_talk(mixer, people(mixer.forum, 2))
    verbs.release_absent(at=NOON)
    with django_assert_num_queries(2):  # type: ignore[operator]
        verbs.release_absent(at=NOON + SECOND)


def test_rate_somebody_elses_conversation(mixer: Mixer) -> None:
    one, other, stranger = people(mixer.forum, 3)
    room = a_talk(mixer, [one, other])
    with pytest.raises(Gone):
        verbs.rate(room, stranger, worth=5, by=stranger.key)


def test_rate_again_keeps_the_last_word_and_weighs(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    room = a_talk(mixer, [one, other])
    for worth in (1, 5):
        verbs.rate(room, one, worth=worth, by=one.key)
    worth = earlier(mixer.forum_id).worth
    assert ([*Rating.objects.values_list("worth", flat=True)], worth[one.pk], worth[other.pk]) == (
        [5],
        pytest.approx(500 * 5 / 3),
        500,
    )


def test_earlier_counts_every_two_of_a_group(mixer: Mixer) -> None:
    one, other, third = people(mixer.forum, 3)
    elsewhere = a_mixer(a_forum("busan"))
    a_talk(elsewhere, people(elsewhere.forum, 2))
    verbs.leave(a_talk(mixer, [third, one, other]), one, by="")
    assert earlier(mixer.forum_id).met == {(one.pk, other.pk), (one.pk, third.pk), (other.pk, third.pk)}


def test_leave_current(mixer: Mixer) -> None:
    one, other = people(mixer.forum, 2)
    verbs.leave_current(one, by=one.key)
    room = a_talk(mixer, [one, other])
    verbs.leave_current(one, by=one.key)
    assert told(other) == over(room)

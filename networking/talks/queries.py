"""Reading conversations: who is in one, why, and who was in one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import combinations
from typing import NamedTuple

from msgspec import UNSET

from forum.people.models import Attendee
from networking.rooms.models import Room
from networking.talks.frames import Person
from networking.talks.models import MeetingMember, Rating

USUAL_WORTH = 3
"""The rating that neither raises nor lowers what a meeting counts for."""


def conversation_of(attendee: Attendee) -> Room | None:
    """Return the room in which this person is talking at the moment."""
    return Room.objects.filter(
        meeting__members__in=MeetingMember.objects.live().filter(attendee=attendee)
    ).first()


def conversation_by_key(attendee_key: str) -> Room | None:
    """Return the room in which the person with this public key is talking at the moment."""
    live = MeetingMember.objects.live().filter(attendee__key=attendee_key)
    return Room.objects.filter(meeting__members__in=live).first()


def common_conversation(one: Attendee, other: Attendee) -> Room | None:
    """Return the room in which these two are talking with each other."""
    with_one = MeetingMember.objects.live().filter(attendee=one).values("meeting")
    with_other = MeetingMember.objects.live().filter(attendee=other, meeting__in=with_one)
    return Room.objects.filter(meeting__members__in=with_other).first()


def is_talking(attendee: Attendee) -> bool:
    """Tell whether this person is in a conversation."""
    return MeetingMember.objects.live().filter(attendee=attendee).exists()


def reasons_of(room: Room, attendee: Attendee) -> list[dict[str, str]]:
    """Return why this person is in this conversation, as [{ko, en}]."""
    mine = MeetingMember.objects.filter(meeting__room=room, attendee=attendee)
    return mine.values_list("reasons", flat=True).first() or []


def others(person: Attendee, people: Iterable[Attendee]) -> list[Person]:
    """Return whom this person is to meet among these, as the wire tells it. Their cards were read with them."""
    return [_as_met(other) for other in people if other.pk != person.pk]


def _as_met(person: Attendee) -> Person:
    card = getattr(person, "card", None)
    return Person(
        key=person.key,
        name=person.name,
        organization=person.organization,
        latin_name=person.latin_name or UNSET,
        headline=(card.headline if card else "") or UNSET,
    )


def met_among(people: Collection[int]) -> set[tuple[int, int]]:
    """Return who of these people, by id, met whom of them; the lower first. One query."""
    members = MeetingMember.objects.filter(attendee__in=people).order_by("attendee")
    return _pairs(members.values_list("meeting", "attendee"))


class Earlier(NamedTuple):
    """What went before in a forum: who met whom (ids, the lower first), and what it was worth to each."""

    met: set[tuple[int, int]]
    worth: defaultdict[int, float]


def earlier(forum_id: int) -> Earlier:
    """Return who met whom in this forum, and what it was worth to each so far. Two queries.

    A meeting is worth its score, weighed with what the person said it was worth to them.
    """
    ratings = Rating.objects.filter(meeting__mixer__forum=forum_id)
    rated = {
        (meeting, person): worth
        for meeting, person, worth in ratings.values_list("meeting", "attendee", "worth")
    }
    members = MeetingMember.objects.filter(meeting__mixer__forum=forum_id).order_by("attendee")
    rows = list(members.values_list("meeting", "attendee", "meeting__score"))
    worth: defaultdict[int, float] = defaultdict(float)
    for meeting, person, score in rows:
        worth[person] += score * rated.get((meeting, person), USUAL_WORTH) / USUAL_WORTH
    return Earlier(_pairs((meeting, person) for meeting, person, _ in rows), worth)


def _pairs(rows: Iterable[tuple[int, int]]) -> set[tuple[int, int]]:
    """Return every two people of one meeting, from (meeting, person) in the order of the people."""
    tables: defaultdict[int, list[int]] = defaultdict(list)
    for meeting, person in rows:
        tables[meeting].append(person)
    return {pair for people in tables.values() for pair in combinations(people, 2)}

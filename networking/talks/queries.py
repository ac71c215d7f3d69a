"""Reading conversations: who is in one, why, and who was in one before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import combinations
from typing import Any, NamedTuple, cast

from msgspec import UNSET

from forum.people.models import Attendee
from networking.cards.queries import NOT_SHOWN, shown_in
from networking.rooms.models import Room
from networking.talks.frames import Person, PlaceName, TalkNow
from networking.talks.models import Meeting, MeetingMember, Place, Rating
from networking.talks.occasions import Occasion, point_of
from networking.talks.reasons import read
from networking.talks.sentences import phrased

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


class Seats(NamedTuple):
    """The people of one conversation, with their cards, by name; `reasons` are why the reader is in it.

    Once it is over, whoever withdrew, was forgotten, or does not agree any more to be seen by others, has no name.
    """

    meeting: Meeting
    people: list[Attendee]
    reasons: list[str]


def seats_of(room: Room, reader: str) -> Seats | None:
    """Return who is or was in the conversation of this room, for the person with this key. Up to two queries.

    The reasons are in the active language; somebody who was not in it has none.
    """
    members = MeetingMember.objects.filter(meeting__room=room).order_by("attendee__name", "attendee")
    found = list(members.select_related("attendee__card", "meeting"))
    if not found:
        return None
    meeting = found[0].meeting
    people = {member.attendee.key: member.attendee for member in found}
    shown = people if meeting.ended_at is None else _shown(meeting, people)
    mine: list[Any] = next((member.reasons for member in found if member.attendee.key == reader), [])
    everybody = [shown.get(key) or Attendee(key=key, name=str(NOT_SHOWN)) for key in people]
    return Seats(meeting, everybody, phrased(read(mine), shown))


def _shown(meeting: Meeting, people: dict[str, Attendee]) -> dict[str, Attendee]:
    keys = shown_in(meeting.members.all()).values_list("attendee__key", flat=True)
    return {key: people[key] for key in keys}


def talk_now(room: Room, reader: str) -> TalkNow | None:
    """Return the conversation of this room as the person with this key finds it; None where there is none."""
    seats = seats_of(room, reader)
    if seats is None:
        return None
    meeting = seats.meeting
    return TalkNow(
        mixer=meeting.occasion_key,
        with_=[as_met(person) for person in seats.people if person.key != reader],
        reasons=seats.reasons,
        again=meeting.again,
        place=place_name(meeting.place),
        round=meeting.turn or UNSET,
        table=UNSET if meeting.table is None else meeting.table,
        point=meeting_point(meeting) or UNSET,
        until=suggested_end(meeting) or UNSET,
    )


def place_name(place: str) -> PlaceName:
    """Return a place of the table as the wire calls it, which is the same word."""
    return cast(PlaceName, str(place))


def meeting_point(meeting: Meeting) -> str:
    """Return where two who asked for each other in the hall meet, in the active language; "" where none is set."""
    is_asked_for = meeting.turn is None and meeting.place == Place.HALL
    return point_of(meeting.occasion) if is_asked_for else ""


def suggested_end(meeting: Meeting) -> datetime | None:
    """Return until when a talk that was asked for is meant to last; it is not cut. Other talks have a bell."""
    return meeting.began_at + meeting.lasts if meeting.lasts else None


def as_met(person: Attendee) -> Person:
    """Return as much of somebody as those who meet them may see. Their card was read with them."""
    card = getattr(person, "card", None) if person.pk else None
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


def parted_early(occasion: Occasion) -> set[tuple[int, int]]:
    """Return who, by ids, is not to meet again on this occasion, because one of the two left early. One query."""
    here = MeetingMember.objects.on(occasion)
    members = here.filter(meeting__members__left_early=True)
    rows = list(members.values_list("meeting", "attendee", "left_early").distinct().order_by("attendee"))
    early = {(meeting, person) for meeting, person, has_left in rows if has_left}
    tables: defaultdict[int, list[int]] = defaultdict(list)
    for meeting, person, _ in rows:
        tables[meeting].append(person)
    return {
        pair
        for meeting, people in tables.items()
        for pair in combinations(people, 2)
        if any((meeting, person) in early for person in pair)
    }


class Earlier(NamedTuple):
    """What went before in a forum: who met whom (ids, the lower first), and what it was worth to each."""

    met: set[tuple[int, int]]
    worth: defaultdict[int, float]


def earlier(forum_id: int) -> Earlier:
    """Return who met whom in this forum, and what it was worth to each so far. Two queries.

    A meeting is worth its score, weighed with what the person said it was worth to them.
    """
    ratings = Rating.objects.filter(meeting__forum=forum_id)
    rated = {
        (meeting, person): worth
        for meeting, person, worth in ratings.values_list("meeting", "attendee", "worth")
    }
    members = MeetingMember.objects.filter(meeting__forum=forum_id).order_by("attendee")
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

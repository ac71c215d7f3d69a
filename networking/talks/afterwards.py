"""Conversations that are over, for the one question asked about them. For pages."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from forum.errors import Gone
from forum.people.access import Visitor
from forum.people.models import Attendee
from networking.cards.queries import blocked_ids, shown_in
from networking.rooms.models import Room
from networking.rooms.queries import room_by_key, room_left_by
from networking.talks.frames import Person
from networking.talks.models import MeetingMember
from networking.talks.queries import as_met

ASKED_FOR = timedelta(minutes=10)
"""How long after a conversation its page asks what it was worth."""


class Over(NamedTuple):
    """A conversation that is over: the key of its room, and with whom it was."""

    key: str
    people: list[Attendee]


class Met(NamedTuple):
    """Somebody this person talked with, and their last talk: its room, its round if it was in one."""

    person: Person
    room: str
    round: int | None
    at: datetime


def people_met(attendee: Attendee) -> list[Met]:
    """Return whom this person talked with, each once, the latest first. Two queries.

    Whoever withdrew, was forgotten, or does not agree any more to be seen is not among them, nor anybody of a block.
    """
    mine = attendee.meetings.filter(left_at__isnull=False).values("meeting")
    others = MeetingMember.objects.filter(meeting__in=mine).exclude(
        attendee__in=blocked_ids(attendee) | {attendee.pk}
    )
    rows = shown_in(others).select_related("attendee__card", "meeting__room")
    met: dict[str, Met] = {}
    for row in rows.order_by("-meeting__began_at", "attendee__name", "attendee"):
        meeting = row.meeting
        last = Met(as_met(row.attendee), meeting.room.key, meeting.turn, meeting.began_at)
        met.setdefault(row.attendee.key, last)
    return list(met.values())


def room_to_read(room_key: str, visitor: Visitor) -> tuple[Room, int | None]:
    """Return the room of a conversation and up to which number this visitor may read it: all of it (None), or what was
    said before they left. Raises Gone."""
    try:
        return room_by_key(room_key, visitor), None
    except Gone:
        left = room_left_by(room_key, visitor)
    return left.room, left.read_to


def talk_of(room_key: str, attendee: Attendee) -> Room:
    """Return the room of a conversation this person was in, left or not. Raises Gone."""
    found = Room.objects.filter(key=room_key, meeting__members__attendee=attendee).first()
    if found is None:
        raise Gone
    return found


def talk_to_rate(attendee: Attendee, *, at: datetime) -> Over | None:
    """Return this person's last conversation, if it has just ended and they did not rate it. Up to three queries."""
    mine = attendee.meetings.filter(left_at__gt=at - ASKED_FOR).order_by("-left_at")
    last = mine.select_related("meeting__room").first()
    if last is None or last.meeting.ratings.filter(attendee=attendee).exists():
        return None
    met = Attendee.objects.filter(meetings__meeting=last.meeting).exclude(pk=attendee.pk)
    return Over(last.meeting.room.key, list(met.order_by("name", "pk")))

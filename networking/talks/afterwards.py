"""Conversations that are over, for the one question asked about them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from forum.errors import Gone
from forum.people.models import Attendee
from networking.rooms.models import Room

ASKED_FOR = timedelta(minutes=10)
"""How long after a conversation its page asks what it was worth."""


class Over(NamedTuple):
    """A conversation that is over: the key of its room, and with whom it was, by name."""

    key: str
    names: str


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
    met = last.meeting.members.exclude(attendee=attendee).order_by("attendee__name", "attendee")
    return Over(last.meeting.room.key, ", ".join(met.values_list("attendee__name", flat=True)))

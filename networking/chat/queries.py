"""Reading what was said in rooms, and by whom."""

from __future__ import annotations

from msgspec import Raw

from forum.live import past
from forum.live.models import LogEntry
from forum.people.models import Attendee
from networking.chat.frames import ChatMessage, RoomPeople
from networking.rooms.models import Room
from networking.rooms.queries import SMALL, members, named, named_by_keys

LAST = 50


def last_said(key: str) -> list[Raw]:
    """Return the frames of what was said last in a room."""
    return [Raw(frame) for _, frame in past.frames_before(f"room:{key}", None, LAST)]


def people_of(key: str) -> RoomPeople:
    """Return the names it takes to read a room. One query, two once it is closed, four in a crowd."""
    people = list(members(key)[: SMALL + 1])
    if len(people) <= SMALL:
        return RoomPeople(named(key, people), 0)
    said = past.read_before(f"room:{key}", None, LAST)
    authors = named_by_keys(key, {event["by"] for event in said if "by" in event})
    return RoomPeople(authors, members(key).count() - len(authors))


def messages_of(attendee: Attendee) -> list[tuple[str, int]]:
    """Return topic and number of everything this person said in rooms, in two queries."""
    topics = [room.topic for room in Room.objects.filter(memberships__attendee=attendee)]
    said = LogEntry.objects.filter(topic__name__in=topics, author=attendee.key, kind=ChatMessage.kind)
    return list(said.exclude(payload="{}").values_list("topic__name", "seq"))

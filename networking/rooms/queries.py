"""Reading rooms: always from the person who asks."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from msgspec import UNSET

from forum.errors import Gone
from forum.live import log
from forum.live.models import LogEntry
from forum.live.presence import present_keys
from forum.people.access import Visitor
from forum.people.models import Attendee, Role
from networking.rooms.frames import ChatMessage, Member, PresenceNow, RoomNow, Why
from networking.rooms.models import Membership, Room

LAST = 50


def rooms_of(attendee: Attendee) -> QuerySet[Room]:
    """Return the rooms this person belongs to and has not left, open ones and closed ones."""
    rooms: QuerySet[Room] = Room.objects.filter(forum_id=attendee.forum_id).with_member(attendee.pk)
    return rooms


def room_by_key(key: str, visitor: Visitor) -> Room:
    """Return a room the visitor may read: its members may, and the forum's moderators. Raises Gone."""
    return readable_room(key, forum=visitor.forum.slug, reader=visitor.key, roles=visitor.roles)


def readable_room(key: str, *, forum: str, reader: str, roles: frozenset[str]) -> Room:
    """Return a room of this forum that this principal may read. Raises Gone, also for one they left."""
    rooms = Room.objects.filter(key=key, forum__slug=forum).select_related("forum")
    if Role.MODERATOR not in roles:
        rooms = rooms.filter(memberships__attendee__key=reader, memberships__left_at=None)
    found = rooms.first()
    if found is None:
        raise Gone
    return found


def member_of(room_key: str, attendee_key: str) -> Membership:
    """Return somebody's standing membership with room and person. Raises Gone where there is none."""
    memberships = Membership.objects.filter(left_at=None, attendee__withdrawn_at=None)
    found = (
        memberships.filter(room__key=room_key, attendee__key=attendee_key)
        .select_related("room", "attendee")
        .first()
    )
    if found is None:
        raise Gone
    return found


def members(room: Room) -> list[Attendee]:
    """Return all who ever belonged to the room, by name."""
    return list(Attendee.objects.filter(memberships__room=room).order_by("name", "pk"))


def messages_of(attendee: Attendee) -> list[tuple[str, int]]:
    """Return topic and number of everything this person said in rooms, in two queries."""
    topics = [room.topic for room in Room.objects.filter(memberships__attendee=attendee)]
    said = LogEntry.objects.filter(topic__name__in=topics, author=attendee.key, kind=ChatMessage.kind)
    return list(said.exclude(payload="{}").values_list("topic__name", "seq"))


def room_now(room: Room) -> RoomNow:
    """Return the snapshot of `room:`, its title in the active language."""
    return RoomNow(
        title=room.title,
        members=[Member(member.key, member.name) for member in members(room)],
        here=presence_now(room.key).here,
        last=log.read_before(room.topic, None, LAST),
        closed=cast(Why, room.closed_why) if room.closed_at else UNSET,
    )


def presence_now(key: str) -> PresenceNow:
    """Return who is in a room at this moment."""
    return PresenceNow(here=sorted(present_keys(f"room:{key}")))

"""Reading rooms: always from the person who asks."""

from __future__ import annotations

from typing import cast

from django.db.models import QuerySet
from msgspec import UNSET, Raw

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live import past
from forum.live.models import LogEntry
from forum.live.presence import present_keys
from forum.people.access import Visitor
from forum.people.models import Attendee, Role
from forum.picked import Pick, first
from networking.cards.queries import NOT_SHOWN, shown_in
from networking.rooms.frames import ChatMessage, Member, PresenceNow, RoomNow, Why
from networking.rooms.models import Membership, Room

LAST = 50

_PICKED = (Pick(Room, "room"), Pick(Forum, "forum", "id", "slug"))
_ROOM = """FROM networking_room AS room JOIN forum_forum AS forum ON forum.id = room.forum_id
WHERE room.key = %s AND forum.slug = %s AND (%s OR EXISTS (
    SELECT 1 FROM networking_membership AS stay JOIN forum_attendee AS person ON person.id = stay.attendee_id
    WHERE stay.room_id = room.id AND stay.left_at IS NULL AND person.key = %s))"""


def room_by_key(key: str, visitor: Visitor) -> Room:
    """Return a room the visitor may read: its members may, and the forum's moderators. Raises Gone."""
    return readable_room(key, forum=visitor.forum.slug, reader=visitor.key, roles=visitor.roles)


def readable_room(key: str, *, forum: str, reader: str, roles: frozenset[str]) -> Room:
    """Return a room of this forum that this principal may read. Raises Gone, also for one they left."""
    found = first(_ROOM, [key, forum, Role.MODERATOR in roles, reader], *_PICKED)
    if found is None:
        raise Gone
    room: Room
    room, room.forum = found
    return room


def room_left_by(key: str, visitor: Visitor) -> Membership:
    """Return the membership, with its room, of a visitor who left; how far they may read stands in it. Raises Gone."""
    left = Membership.objects.filter(room__key=key, attendee=visitor.attendee, read_to__isnull=False)
    found = left.select_related("room").first() if visitor.attendee else None
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


def members(room: Room) -> QuerySet[Attendee]:
    """Return all who ever belonged to the room, by name."""
    return Attendee.objects.filter(memberships__room=room).order_by("name", "pk")


def named_members(room: Room) -> list[Member]:
    """Return the same as the others of the room may see them, called as the active language reads them.

    Once it is closed, whoever withdrew, was forgotten, or does not agree any more to be seen by others, has no name.
    """
    known = [Member(one.key, one.called) for one in members(room).only("key", "name", "latin_name")]
    if room.is_open:
        return known
    shown = set(shown_in(room.memberships.all()).values_list("attendee__key", flat=True))
    return [member if member.key in shown else Member(member.key, str(NOT_SHOWN)) for member in known]


def messages_of(attendee: Attendee) -> list[tuple[str, int]]:
    """Return topic and number of everything this person said in rooms, in two queries."""
    topics = [room.topic for room in Room.objects.filter(memberships__attendee=attendee)]
    said = LogEntry.objects.filter(topic__name__in=topics, author=attendee.key, kind=ChatMessage.kind)
    return list(said.exclude(payload="{}").values_list("topic__name", "seq"))


def room_now(room: Room) -> RoomNow:
    """Return the snapshot of `room:`, its title in the active language."""
    return RoomNow(
        title=room.title,
        members=named_members(room),
        here=presence_now(room.key).here,
        last=[Raw(frame) for _, frame in past.frames_before(room.topic, None, LAST)],
        closed=cast(Why, room.closed_why) if room.closed_at else UNSET,
    )


def presence_now(key: str) -> PresenceNow:
    """Return who is in a room at this moment."""
    return PresenceNow(here=sorted(present_keys(f"room:{key}")))

"""Reading rooms: always from the person who asks."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import cast

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from msgspec import UNSET

from forum.errors import Gone
from forum.forums.models import Forum
from forum.live.presence import present
from forum.people.access import Visitor
from forum.people.models import Attendee, Role
from forum.picked import Pick, first
from networking.cards.queries import NOT_SHOWN, shown_in
from networking.rooms.frames import HerePage, Member, PresenceNow, RoomNow, Why
from networking.rooms.models import Membership, Room

SMALL, FACES = 50, 12
"""Up to how many people a room tells all of itself, and how many of those who are there a larger one tells."""

PAGE = 50

_PICKED = (Pick(Room, "room"), Pick(Forum, "forum", "id", "slug"))
_ROOM = """FROM networking_room AS room JOIN forum_forum AS forum ON forum.id = room.forum_id
WHERE room.key = %s AND forum.slug = %s AND (%s OR EXISTS (
    SELECT 1 FROM networking_membership AS stay JOIN forum_attendee AS person ON person.id = stay.attendee_id
    WHERE stay.room_id = room.id AND stay.left_at IS NULL AND person.key = %s))"""

_MEMBER_PICKED = (
    Pick(Membership, "stay"),
    Pick(Room, "room"),
    Pick(Attendee, "person", "id", "key", "forum_id", "user_id", "name", "language"),
)
_MEMBER = """FROM networking_membership AS stay JOIN networking_room AS room ON room.id = stay.room_id
JOIN forum_attendee AS person ON person.id = stay.attendee_id
WHERE room.key = %s AND person.key = %s AND stay.left_at IS NULL AND person.withdrawn_at IS NULL"""


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
    found = first(_MEMBER, [room_key, attendee_key], *_MEMBER_PICKED)
    if found is None:
        raise Gone
    member: Membership
    member, member.room, member.attendee = found
    return member


def members(key: str) -> QuerySet[Attendee]:
    """Return all who ever belonged to the room with this key, by name; `closed_at` is the room's."""
    people = Attendee.objects.filter(memberships__room__key=key).only("key", "name", "latin_name")
    return people.annotate(closed_at=F("memberships__room__closed_at")).order_by("name", "pk")


def named(key: str, people: Sequence[Attendee]) -> list[Member]:
    """Return members of a room as its others may see them, called as the active language reads them.

    Once it is closed, whoever withdrew, was forgotten, or does not agree any more to be seen by others, has no name.
    """
    known = [Member(one.key, one.called) for one in people]
    if not any(getattr(one, "closed_at", None) for one in people):
        return known
    memberships = Membership.objects.filter(room__key=key, attendee__in=people)
    shown = set(shown_in(memberships).values_list("attendee__key", flat=True))
    return [member if member.key in shown else Member(member.key, str(NOT_SHOWN)) for member in known]


def named_by_keys(key: str, keys: Collection[str]) -> list[Member]:
    """Return who of these, at most some dozens, ever belonged to the room."""
    return named(key, list(members(key).filter(key__in=keys)))


def here_after(key: str, after: str | None) -> HerePage:
    """Return a page of those who have the room open, by name, beginning behind one of them."""
    people = members(key).filter(key__in=present(f"room:{key}").values("key"))
    last = after and members(key).filter(key=after).first()
    if last:
        people = people.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk))
    found = list(people[: PAGE + 1])
    return HerePage(named(key, found[:PAGE]), more=len(found) > PAGE)


def room_now(room: Room) -> RoomNow:
    """Return the snapshot of `room:`, its title in the active language. No query."""
    return RoomNow(title=room.title, closed=cast(Why, room.closed_why) if room.closed_at else UNSET)


def presence_now(key: str) -> PresenceNow:
    """Return who is in a room at this moment: in a few hundred bytes, however many they are. One query."""
    theirs = Membership.objects.filter(room__key=key, attendee__key=OuterRef("key"))
    there = present(f"room:{key}").annotate(belongs=Exists(theirs)).values_list("key", "belongs").distinct()
    keys = sorted(key for key, belongs in there if belongs)
    return PresenceNow(len(keys), keys if len(keys) <= SMALL else keys[:FACES], len(there) - len(keys))

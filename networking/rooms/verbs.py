"""Opening and closing rooms. Who is in a conversation with whom is decided in rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from forum.forums.models import Forum
from forum.live import log, past
from networking.rooms.frames import RoomClosed, Why
from networking.rooms.models import Membership, Room


class Party(NamedTuple):
    """Who is to have a room together, and what it is called in Korean and in English."""

    people: Sequence[int]
    title: tuple[str, str]


def open_rooms(forum: Forum, parties: Iterable[Party], *, at: datetime) -> list[Room]:
    """Open a room for each party, in their order, with a few statements whatever their number."""
    parties = list(parties)
    rooms = Room.objects.bulk_create(
        Room(forum=forum, opened_at=at, **dict(zip(("title_ko", "title_en"), party.title, strict=True)))
        for party in parties
    )
    Membership.objects.bulk_create(
        Membership(room=room, attendee_id=person, joined_at=at)
        for room, party in zip(rooms, parties, strict=True)
        for person in party.people
    )
    return rooms


def close_rooms(rooms: Iterable[Room], *, why: Why, at: datetime) -> list[Room]:
    """Close those that are open, and say so in each; return them."""
    these = Room.objects.filter(pk__in=[room.pk for room in rooms])
    these.close(why, at)
    closed = list(these.filter(closed_why=why, closed_at=at))
    for room in closed:
        log.append(room.topic, RoomClosed(why=why))
    return closed


def give_up_seat(room: Room, attendee_id: int, *, at: datetime) -> None:
    """End somebody's membership: what is said from now on is not theirs to read. The caller holds the room."""
    mine = Membership.objects.filter(room=room, attendee_id=attendee_id, left_at=None)
    mine.update(left_at=at, read_to=past.head(room.topic))

"""Talking in rooms, opening and closing them. Who is in a conversation with whom is decided in rounds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from forum.errors import Gone
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log, past
from forum.people.models import Attendee
from forum.statements import count
from networking.errors import RoomIsClosed
from networking.rooms.frames import ChatHidden, ChatMessage, RoomClosed, Why
from networking.rooms.models import Membership, Room
from networking.rooms.queries import messages_of

_HOLD = """UPDATE networking_room SET latch = latch + 1 WHERE id = %s AND closed_at IS NULL AND EXISTS (
    SELECT 1 FROM networking_membership AS stay
    WHERE stay.room_id = networking_room.id AND stay.attendee_id = %s AND stay.left_at IS NULL)"""
"""Every message asks it: written by hand, PostgreSQL plans it once."""


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


def say(room: Room, attendee: Attendee, *, cid: str, text: str, by: str) -> int:
    """Say something in a room, once for each `cid`; return its number. Raises RoomIsClosed or Gone.

    That it was said before is asked only where it cannot be said: the log refuses a second time by itself.
    """
    try:
        with log.transaction():
            _take_the_floor(room, attendee)
            entry = log.append(room.topic, ChatMessage(text=text), by=by, cid=cid)
    except log.Repeated as repeated:
        return repeated.seq
    except (RoomIsClosed, Gone):
        earlier = past.first_seq(room.topic, by, cid)
        if earlier is None:
            raise
        return earlier
    return entry.seq


def hide(room: Room, target: int, *, by: str, at: datetime | None = None) -> int:
    """Blank a message for everybody; return the number of the event that says so. Raises Gone."""
    cid = f"hide-{target}"
    earlier = past.first_seq(room.topic, by, cid)
    if earlier is not None:
        return earlier
    try:
        with log.transaction():
            _blank(room, target)
            note("chat.hide", by=by, forum_id=room.forum_id, subject=room.key, at=at, target=target)
            entry = log.append(room.topic, ChatHidden(target=target), by=by, cid=cid)
    except log.Repeated as repeated:
        return repeated.seq
    return entry.seq


def erase_messages(attendee: Attendee) -> None:
    """Blank everything somebody said in rooms, and say so there."""
    with log.transaction():
        for topic, seq in messages_of(attendee):
            log.redact(topic, seq)
            log.append(topic, ChatHidden(target=seq))


def _take_the_floor(room: Room, attendee: Attendee) -> None:
    """Hold the room if it is open, so that of a message and the closing one comes before the other."""
    if not count(_HOLD, [room.pk, attendee.pk]):
        raise RoomIsClosed if Room.objects.filter(pk=room.pk).with_member(attendee.pk).exists() else Gone


def _blank(room: Room, target: int) -> None:
    found = past.read_after(room.topic, target - 1, limit=1)
    if not found or found[0]["seq"] != target or found[0]["k"] != ChatMessage.kind:
        raise Gone
    log.redact(room.topic, target)

"""Saying something in a room, and taking away what was said."""

from __future__ import annotations

from datetime import datetime

from forum.errors import Gone
from forum.journal.verbs import note
from forum.live import log, past
from forum.people.models import Attendee
from forum.statements import count
from networking.chat.frames import ChatHidden, ChatMessage
from networking.chat.queries import messages_of
from networking.errors import RoomIsClosed
from networking.rooms.models import Room

_HOLD = """UPDATE networking_room SET latch = latch + 1 WHERE id = %s AND closed_at IS NULL AND EXISTS (
    SELECT 1 FROM networking_membership AS stay
    WHERE stay.room_id = networking_room.id AND stay.attendee_id = %s AND stay.left_at IS NULL)"""
"""Every message asks it: written by hand, PostgreSQL plans it once."""


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

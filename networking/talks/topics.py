"""Ending a conversation, and what people learn on their own topic about the one they are in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.errors import Gone
from forum.live.frames import Done, Nothing
from forum.live.principal import Principal
from forum.live.registry import Call, events_of, part_of, verb
from networking.rooms.access import room_for
from networking.rooms.queries import member_of
from networking.talks.frames import MeetOver, TalkNow
from networking.talks.queries import conversation_by_key, talk_now
from networking.talks.verbs import leave

if TYPE_CHECKING:
    from networking.rooms.models import Room


@part_of("user", "room", shows=str)
def my_room(principal: Principal, joined: None) -> str | None:
    """Tell in which room this person is talking, by its key."""
    room = conversation_by_key(principal.key)
    return room.key if room else None


@part_of("room", "talk", shows=TalkNow)
def talk_here(principal: Principal, room: Room) -> TalkNow | None:
    """Tell with whom this person talks here and why, in their language; a room without a conversation has none."""
    return talk_now(room, principal.key)


@verb("meet.read", topic="room", takes=Nothing, gives=TalkNow)
def meet_read(call: Call, given: Nothing) -> TalkNow:
    """Read the part `talk` of the snapshot, where no socket brings it."""
    found = talk_now(room_for(call.principal, call.key), call.principal.key)
    if found is None:
        raise Gone
    return found


@verb("meet.end", topic="room", takes=Nothing, gives=Done)
def meet_end(call: Call, given: Nothing) -> Done:
    """Leave a conversation; the others hear that one has left, and nothing else."""
    member = member_of(call.key, call.principal.key)
    leave(member.room, member.attendee, by=call.principal.key, at=call.at)
    return Done()


events_of("user", MeetOver)

"""Ending a conversation, and what people learn on their own topic about the one they are in."""

from __future__ import annotations

from forum.live.frames import Done, Nothing
from forum.live.principal import Principal
from forum.live.registry import Call, events_of, verb
from forum.people.topics import part_of_now
from networking.rooms.queries import member_of
from networking.talks.frames import MeetOver
from networking.talks.queries import conversation_by_key
from networking.talks.verbs import leave


@part_of_now("room")
def room_now(principal: Principal) -> str | None:
    """Return the key of the room in which this person is talking."""
    room = conversation_by_key(principal.key)
    return room.key if room else None


@verb("meet.end", topic="room", takes=Nothing, gives=Done)
def meet_end(call: Call, given: Nothing) -> Done:
    member = member_of(call.key, call.principal.key)
    leave(member.room, member.attendee, by=call.principal.key, at=call.at)
    return Done()


events_of("user", MeetOver)

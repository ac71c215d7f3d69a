"""The topic `room:`: who is there, and what they are called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.live import log
from forum.live.frames import UNSET
from forum.live.principal import Principal
from forum.live.registry import Call, state_of, topic, verb
from networking.rooms.access import room_for
from networking.rooms.frames import (
    HereAfter,
    HerePage,
    Names,
    NamesOf,
    PresenceNow,
    RoomClosed,
    RoomNow,
)
from networking.rooms.queries import (
    here_after,
    named_by_keys,
    presence_now,
    room_now,
)

if TYPE_CHECKING:
    from networking.rooms.models import Room


def snapshot(principal: Principal, room: Room) -> RoomNow:
    return room_now(room)


@state_of("room", shows=PresenceNow, in_snapshot=True)
def presence(key: str) -> PresenceNow:
    return presence_now(key)


def on_presence(name: str) -> None:
    log.touch(name, PresenceNow.kind)


@verb("room.names", topic="room", takes=NamesOf, gives=Names)
def room_names(call: Call, given: NamesOf) -> Names:
    """Tell the names of people who belong or belonged to a room."""
    room = room_for(call.principal, call.key)
    return Names(named_by_keys(room.key, given.keys))


@verb("room.here", topic="room", takes=HereAfter, gives=HerePage)
def room_here(call: Call, given: HereAfter) -> HerePage:
    """Tell, page by page and by name, who has a room open."""
    room = room_for(call.principal, call.key)
    return here_after(room.key, None if given.after is UNSET else given.after)


topic(
    "room",
    events=(RoomClosed,),
    join=room_for,
    snapshot=snapshot,
    shows=RoomNow,
    presence=True,
    on_presence=on_presence,
)

"""The topic `room:` and what may be said in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Raw

from forum.live import log
from forum.live.frames import UNSET, Done, Nothing
from forum.live.limits import Limit
from forum.live.principal import Principal
from forum.live.registry import Call, shared_part_of, state_of, topic, verb
from networking.rooms.access import room_for, room_to_moderate
from networking.rooms.frames import (
    ChatHidden,
    ChatHide,
    ChatMessage,
    ChatSend,
    HereAfter,
    HerePage,
    Names,
    NamesOf,
    PresenceNow,
    RoomClosed,
    RoomNow,
    RoomPeople,
    Seq,
    Typing,
)
from networking.rooms.queries import (
    here_after,
    last_said,
    member_of,
    named_by_keys,
    people_of,
    presence_now,
    room_now,
)
from networking.rooms.verbs import hide, say

if TYPE_CHECKING:
    from networking.rooms.models import Room


def snapshot(principal: Principal, room: Room) -> RoomNow:
    return room_now(room)


@state_of("room", shows=PresenceNow, in_snapshot=True)
def presence(key: str) -> PresenceNow:
    return presence_now(key)


@shared_part_of("room", "people", shows=RoomPeople)
def people(key: str) -> RoomPeople:
    return people_of(key)


@shared_part_of("room", "last", shows=list[Any])
def last(key: str) -> list[Raw]:
    """Tell what was said last."""
    return last_said(key)


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


@verb("chat.send", topic="room", takes=ChatSend, gives=Seq, limit=Limit(burst=5, per_second=0.7))
def chat_send(call: Call, given: ChatSend) -> Seq:
    """Say something in a room; the same `cid` again is answered with the first number, whatever its text."""
    member = member_of(call.key, call.principal.key)
    return Seq(say(member.room, member.attendee, cid=given.cid, text=given.text, by=call.principal.key))


@verb("chat.hide", topic="room", takes=ChatHide, gives=Seq)
def chat_hide(call: Call, given: ChatHide) -> Seq:
    """Blank a message, as a moderator; its number stays."""
    room = room_to_moderate(call.principal, call.key)
    return Seq(hide(room, given.target, by=call.principal.key, at=call.at))


@verb(
    "typing",
    topic="room",
    takes=Nothing,
    gives=Done,
    limit=Limit(burst=5, per_second=1),
    twin=False,
    silent=True,
)
def typing(call: Call, given: Nothing) -> Done:
    """Show the others that one is writing; never answered."""
    member_of(call.key, call.principal.key)
    log.lossy(call.topic or "", Typing(), by=call.principal.key)
    return Done()


topic(
    "room",
    events=(ChatMessage, ChatHidden, RoomClosed),
    lossy=(Typing,),
    join=room_for,
    snapshot=snapshot,
    shows=RoomNow,
    presence=True,
    on_presence=on_presence,
)

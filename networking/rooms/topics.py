"""The topic `room:` and what may be said in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from forum.live import log
from forum.live.frames import Done, Nothing, State
from forum.live.limits import Limit
from forum.live.principal import Principal
from forum.live.registry import Call, topic, verb
from networking.rooms.access import room_for, room_to_moderate
from networking.rooms.frames import (
    ChatHidden,
    ChatHide,
    ChatMessage,
    ChatSend,
    PresenceNow,
    RoomClosed,
    RoomNow,
    Seq,
    Typing,
)
from networking.rooms.queries import member_of, presence_now, room_now
from networking.rooms.verbs import hide, say

if TYPE_CHECKING:
    from networking.rooms.models import Room


def snapshot(principal: Principal, room: Room) -> RoomNow:
    return room_now(room)


def state(kind: str, key: str) -> State:
    return presence_now(key)


def on_presence(name: str) -> None:
    log.touch(name, PresenceNow.kind)


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
    states=(PresenceNow,),
    lossy=(Typing,),
    join=room_for,
    snapshot=snapshot,
    shows=RoomNow,
    state=state,
    presence=True,
    on_presence=on_presence,
)

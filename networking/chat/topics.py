"""What is said in the topic `room:`, and what newcomers are shown of it."""

from __future__ import annotations

from typing import Any

from msgspec import Raw

from forum.live import log
from forum.live.frames import Done, Nothing
from forum.live.limits import Limit
from forum.live.registry import Call, events_of, lossy_of, shared_part_of, verb
from networking.chat.access import room_to_moderate
from networking.chat.frames import ChatHidden, ChatHide, ChatMessage, ChatSend, RoomPeople, Seq, Typing
from networking.chat.queries import last_said, people_of
from networking.chat.verbs import hide, say
from networking.rooms.queries import member_of


@shared_part_of("room", "people", shows=RoomPeople)
def people(key: str) -> RoomPeople:
    return people_of(key)


@shared_part_of("room", "last", shows=list[Any])
def last(key: str) -> list[Raw]:
    """Tell what was said last."""
    return last_said(key)


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


events_of("room", ChatMessage, ChatHidden)
lossy_of("room", Typing)

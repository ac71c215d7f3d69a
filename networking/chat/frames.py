"""What is said over `room:`. Pure."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta, Struct

from forum.live.frames import Event, Lossy, Reply, Request
from networking.rooms.frames import Member


class ChatMessage(Event, frozen=True):
    """Somebody, `by` in the envelope, said something; a hidden message has no `text` any more."""

    kind: ClassVar[str] = "chat.message"
    text: str


class ChatHidden(Event, frozen=True):
    """A moderator blanked the message with the number `target`."""

    kind: ClassVar[str] = "chat.hidden"
    target: int


class Typing(Lossy, frozen=True):
    """Somebody, `by` in the envelope, is writing."""

    kind: ClassVar[str] = "typing"


class ChatSend(Request, frozen=True):
    """`cid` is made by the client and names the message: sent again, it is still said once."""

    cid: Annotated[str, Meta(min_length=1, max_length=64)]
    text: Annotated[str, Meta(max_length=2000, pattern=r"\S")]


class ChatHide(Request, frozen=True):
    target: Annotated[int, Meta(ge=1)]


class Seq(Reply, frozen=True):
    seq: int


class RoomPeople(Struct, frozen=True):
    """The names it takes to read a room: all who ever belonged, up to 50; in a larger room those who said the `last`
    messages, and how many `others` there are, whose names `room.names` tells."""

    known: list[Member]
    others: int

"""What goes over `room:`. Pure."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from forum.live.frames import Event, Lossy, Reply, Request, State

Why = Literal["left", "time", "closed"]


class ChatMessage(Event, frozen=True):
    """Somebody, `by` in the envelope, said something; a hidden message has no `text` any more."""

    kind: ClassVar[str] = "chat.message"
    text: str


class ChatHidden(Event, frozen=True):
    """A moderator blanked the message with the number `target`."""

    kind: ClassVar[str] = "chat.hidden"
    target: int


class RoomClosed(Event, frozen=True):
    """Nothing can be said here any more; it can still be read by those who have not left."""

    kind: ClassVar[str] = "room.closed"
    why: Why


class PresenceNow(State, frozen=True):
    """Who has this room open at the moment, by their keys."""

    kind: ClassVar[str] = "presence"
    here: list[str]


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


class Member(Struct, frozen=True):
    key: str
    name: str


class RoomNow(Struct, frozen=True):
    """The snapshot of `room:`. `members` are all who ever belonged, so that every message has its name.

    A moderator who looks on stands in `here` without being a member: nobody listens unseen.
    """

    title: str
    members: list[Member]
    here: list[str]
    last: list[Any]
    closed: Why | UnsetType = UNSET

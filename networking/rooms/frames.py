"""What goes over `room:`. Pure."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from forum.live.frames import Event, Reply, Request, State

Why = Literal["left", "time", "closed"]


class RoomClosed(Event, frozen=True):
    """Nothing can be said here any more; it can still be read by those who have not left."""

    kind: ClassVar[str] = "room.closed"
    why: Why


class PresenceNow(State, frozen=True):
    """Who has this room open at the moment: `n` of its people, by their keys all of them `here` up to 50, of more the
    first 12; and how many moderators are `watching` who do not belong to it: nobody listens unseen."""

    kind: ClassVar[str] = "presence"
    n: int
    here: list[str]
    watching: int


class Member(Struct, frozen=True):
    key: str
    name: str


class Names(Reply, frozen=True):
    """Who of the asked belongs or belonged to the room, each as the others may see them."""

    members: list[Member]


class NamesOf(Request, frozen=True):
    keys: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(min_length=1, max_length=50)]


class HereAfter(Request, frozen=True):
    """The page that follows the person with this key; without one the first."""

    after: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET


class HerePage(Reply, frozen=True):
    """Some of those who have the room open; `more` when others follow."""

    members: list[Member]
    more: bool


class RoomNow(Struct, frozen=True):
    """The snapshot of `room:`."""

    title: str
    closed: Why | UnsetType = UNSET

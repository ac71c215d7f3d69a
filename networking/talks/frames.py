"""What people learn about the conversations they are in. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Literal

from msgspec import UNSET, Struct, UnsetType, field

from forum.live.frames import Event, Reply
from networking.rooms.frames import Why


class Person(Struct, frozen=True):
    """As much of somebody as the one they are about to meet may see; what they left empty is absent."""

    key: str
    name: str
    organization: str
    latin_name: str | UnsetType = UNSET
    headline: str | UnsetType = UNSET


PlaceName = Literal["hall", "online"]


class TalkNow(Reply, frozen=True):
    """A conversation as the one who asks finds it: with whom, why, where, in which round.

    Talks that were asked for have no round and no bell, but about the length of one: `until`. In the hall a round has
    a `table`; who asked meets at the `point`, and where none is set they agree on a place in the chat.
    """

    mixer: str
    with_: list[Person] = field(name="with")
    reasons: list[str]
    again: bool
    place: PlaceName
    round: int | UnsetType = UNSET
    table: int | UnsetType = UNSET
    point: str | UnsetType = UNSET
    until: datetime | UnsetType = UNSET


class MeetOver(Event, frozen=True):
    """Your conversation is over. To one who was blocked this reads as if the other had left."""

    kind: ClassVar[str] = "meet.over"
    room: str
    why: Why

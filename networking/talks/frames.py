"""What people learn about the conversations they are in. Pure."""

from __future__ import annotations

from typing import ClassVar

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


class TalkNow(Reply, frozen=True):
    """A conversation as the one who asks finds it: with whom, why, in which round and at which table."""

    mixer: str
    with_: list[Person] = field(name="with")
    reasons: list[str]
    again: bool
    round: int | UnsetType = UNSET
    table: int | UnsetType = UNSET


class MeetOver(Event, frozen=True):
    """Your conversation is over. To one who was blocked this reads as if the other had left."""

    kind: ClassVar[str] = "meet.over"
    room: str
    why: Why

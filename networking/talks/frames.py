"""What people learn about the conversations they are in. Pure."""

from __future__ import annotations

from typing import ClassVar

from msgspec import UNSET, Struct, UnsetType

from forum.live.frames import Event
from networking.rooms.frames import Why


class Person(Struct, frozen=True):
    """As much of somebody as the one they are about to meet may see; what they left empty is absent."""

    key: str
    name: str
    organization: str
    latin_name: str | UnsetType = UNSET
    headline: str | UnsetType = UNSET


class Reason(Struct, frozen=True):
    """Why these two, in both languages."""

    ko: str
    en: str


class MeetOver(Event, frozen=True):
    """Your conversation is over. To one who was blocked this reads as if the other had left."""

    kind: ClassVar[str] = "meet.over"
    room: str
    why: Why

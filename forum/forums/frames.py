"""What goes over `forum:`, the topic of everybody at one forum."""

from __future__ import annotations

from typing import ClassVar

from forum.live.frames import Event


class Announcement(Event, frozen=True):
    """What the organizers say to everybody, in both languages."""

    kind: ClassVar[str] = "announcement"
    ko: str
    en: str

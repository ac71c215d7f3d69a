"""What goes over `desks:`: how the desks of a forum stand, for its team."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from msgspec import Struct

from forum.live.frames import State


class DeskNow(Struct, frozen=True):
    """One desk. `heard_at` is when its device last spoke, or was paired; some time after that it is silent, which no
    event tells: whoever shows it looks at the clock."""

    key: str
    name: str
    condition: str
    heard_at: datetime | None


class DesksNow(State, frozen=True):
    """All desks of a forum; the silent ones first, then those at work, the closed ones last."""

    kind: ClassVar[str] = "desks"
    desks: list[DeskNow]

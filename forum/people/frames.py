"""What goes over `user:` and `arrivals:`. The latter names nobody: every desk and lobby reads it."""

from __future__ import annotations

from typing import ClassVar

import msgspec

from forum.live.frames import Event, State


class ArrivalCounts(State, frozen=True):
    """Snapshot and state of `arrivals:`: people who hold a place, people who ever came, people inside now.

    The numbers are counted, never added up from events: whoever hears of them hears the truth.
    """

    kind: ClassVar[str] = "counts"
    registered: int
    arrived: int
    inside: int


class PersonRegistered(Event, frozen=True):
    """Somebody registered; the numbers are in the state `counts`."""

    kind: ClassVar[str] = "arrivals.registered"


class PersonWithdrawn(Event, frozen=True):
    """Somebody gave their place back."""

    kind: ClassVar[str] = "arrivals.withdrawn"


class PersonArrived(Event, frozen=True):
    """`first` is false for somebody who comes back after having left."""

    kind: ClassVar[str] = "arrivals.in"
    at: str
    first: bool


class PersonLeft(Event, frozen=True):
    """Somebody went out through the door."""

    kind: ClassVar[str] = "arrivals.out"
    at: str


class AccessChanged(Event, frozen=True):
    """Somebody was let in or out, or a role was given or taken; on their own `user:` topic."""

    kind: ClassVar[str] = "access.changed"
    is_in: bool = msgspec.field(name="in")
    roles: list[str]


class PersonNow(msgspec.Struct, frozen=True):
    """The snapshot of `user:`: what waits for this person, each part told by the room it belongs to."""

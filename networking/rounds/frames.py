"""What goes over `mixer:`, and what the rounds tell each person on their `user:` topic. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from forum.live.frames import Event, Reply, Request, State
from networking.talks.frames import PlaceName

MIXER = "mixer"
"""The kind of occasion that a networking session is."""

PhaseName = Literal["waiting", "round", "break", "paused", "ended"]
WhereName = Literal["hall", "online", "both"]
Missing = Literal["entry"]


class MixerPhase(Event, frozen=True):
    """The clock of a mixer turned or was moved; `rev` is what steering has to name."""

    kind: ClassVar[str] = "mixer.phase"
    rev: int
    phase: PhaseName
    round: int
    ends_at: datetime | None


class RoundAssigned(Event, frozen=True):
    """Your place in this round, with whom by their keys; `again` when you met one of them before. Who they are and
    why is in the snapshot of the room. Only in the hall there is a table."""

    kind: ClassVar[str] = "round.assigned"
    mixer: str
    round: int
    room: str
    with_: list[str] = field(name="with")
    ends_at: datetime
    again: bool
    place: PlaceName
    table: int | UnsetType = UNSET


class Counts(State, frozen=True):
    """People present only: ready for a round, talking, waiting for a match."""

    kind: ClassVar[str] = "counts"
    ready: int
    talking: int
    waiting: int


class You(Struct, frozen=True):
    """`ready` stands while one is away; `missing` says what one lacks to take part: to be let in."""

    ready: bool
    room: str | UnsetType = UNSET
    missing: Missing | UnsetType = UNSET


class MixerNow(Struct, frozen=True):
    """The snapshot of `mixer:`. `where` it takes place: in the hall is who was let in, online who is connected."""

    where: WhereName
    phase: PhaseName
    rev: int
    round: int
    ends_at: datetime | None
    you: You
    rounds: int | UnsetType = UNSET


class ReadySet(Request, frozen=True):
    on: bool


class ReadyNow(Reply, frozen=True):
    on: bool


class Steer(Request, frozen=True):
    """`rev` is the state the host saw; a mixer that has moved on since is not moved twice."""

    rev: Annotated[int, Meta(ge=0)]


class Rev(Reply, frozen=True):
    rev: int

"""What "meet someone now" tells each person on their `user:` topic. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from forum.live.frames import Event, Reply, Request
from networking.talks.frames import Person, PlaceName

WaitsFor = Literal["alone", "round"]
Over = Literal["declined", "expired", "cancelled"]


class MatchFound(Event, frozen=True):
    """Somebody to meet, by their key, if both accept before `until`; `again` when you two met before. Who it is and
    why tells `match.read`."""

    kind: ClassVar[str] = "match.found"
    match: str
    mixer: str
    with_: list[str] = field(name="with")
    until: datetime
    again: bool
    place: PlaceName


class Proposal(Reply, frozen=True):
    """What is proposed to the one who asks: whom to meet, why, where, and how long they may answer.

    In the hall it is at the `point`, where one is set.
    """

    match: str
    mixer: str
    with_: list[Person] = field(name="with")
    reasons: list[str]
    until: datetime
    again: bool
    place: PlaceName
    point: str | UnsetType = UNSET


class MatchStarted(Event, frozen=True):
    """Both have accepted: your conversation is in this room."""

    kind: ClassVar[str] = "match.started"
    match: str
    room: str


class MatchOver(Event, frozen=True):
    """A proposal came to nothing, and why."""

    kind: ClassVar[str] = "match.over"
    match: str
    why: Over


class MatchAnswer(Request, frozen=True):
    match: Annotated[str, Meta(min_length=1, max_length=12)]


class MatchDecline(MatchAnswer, frozen=True):
    """With `stay` one keeps one's place in the line; without, one steps out."""

    stay: bool = False


class Waiting(Reply, frozen=True):
    """How many wait, you included; how long newcomers usually waited, once there is something to go by; and why there
    is nobody for you at the moment: you look `alone`, or the others are in a `round`."""

    waiting: int
    usual_seconds: int | UnsetType = UNSET
    why: WaitsFor | UnsetType = UNSET

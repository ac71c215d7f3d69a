"""What "meet someone now" tells each person on their `user:` topic. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal

from msgspec import UNSET, Meta, UnsetType, field

from forum.live.frames import Event, Reply, Request
from networking.talks.frames import Person, Reason

Over = Literal["declined", "expired", "cancelled"]


class MatchFound(Event, frozen=True):
    """Somebody to meet, if both accept before `until`."""

    kind: ClassVar[str] = "match.found"
    match: str
    mixer: str
    with_: list[Person] = field(name="with")
    reasons: list[Reason]
    until: datetime


class MatchStarted(Event, frozen=True):
    kind: ClassVar[str] = "match.started"
    match: str
    room: str


class MatchOver(Event, frozen=True):
    kind: ClassVar[str] = "match.over"
    match: str
    why: Over


class MatchAnswer(Request, frozen=True):
    match: Annotated[str, Meta(min_length=1, max_length=12)]


class Waiting(Reply, frozen=True):
    """How many wait, you included, and how long it usually takes, once there is something to go by."""

    waiting: int
    usual_seconds: int | UnsetType = UNSET

"""Everything that goes over `/live/` as msgspec structs: the envelope and the bases of the rooms' own structs.

Pure. What the server sends may grow (clients ignore what they do not know), what it accepts is strict.
"""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import Any, ClassVar

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

__all__ = [
    "UNSET",
    "Event",
    "Lossy",
    "Reply",
    "Request",
    "State",
    "UnsetType",
    "encode",
    "instant",
    "payload",
]

encode = msgspec.json.Encoder().encode


def instant(moment: datetime) -> str:
    """Return a moment as the wire writes it: UTC with milliseconds and `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds")[:-6] + "Z"


def payload(said: Struct) -> bytes:
    """Return a struct as JSON; unlike msgspec's own writing, moments have milliseconds."""
    if not _tells_moments(type(said)):
        return encode(said)
    return encode(_with_instants(msgspec.to_builtins(said, builtin_types=(datetime,))))


@cache
def _tells_moments(kind: type[Struct]) -> bool:
    return "DateTimeType" in repr(msgspec.inspect.type_info(kind))


def _with_instants(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    if isinstance(value, dict):
        return {key: _with_instants(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_with_instants(one) for one in value]
    return value


class Event(Struct, frozen=True):
    """A durable event of a topic: numbered, kept in the log, replayed to whoever comes back."""

    kind: ClassVar[str]


class State(Struct, frozen=True):
    """A picture that replaces the last one of its kind; coalesced, ordered by its `v`, never in the log."""

    kind: ClassVar[str]


class Lossy(Struct, frozen=True):
    """A passing remark (somebody types): sent to whoever is there and keeps up, never stored."""

    kind: ClassVar[str]


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """What a verb takes (`d` of a request)."""


class Reply(Struct, frozen=True):
    """What a verb gives (`d` of an `ok`). A field that may be absent is `X | UnsetType = UNSET`."""


# The envelope -------------------------------------------------------------------------------------


class Ok(Struct, tag_field="t", tag="ok"):
    """The answer to a request that was served."""

    id: str
    d: Any


class Err(Struct, tag_field="t", tag="err", omit_defaults=True):
    """The answer to a request that was not; `id` is null where it could not be read."""

    id: str | None
    code: str
    reason: str | UnsetType = UNSET
    text: str | UnsetType = UNSET
    retry: float | UnsetType = UNSET
    field: str | UnsetType = UNSET


class EventFrame(Struct, tag_field="t", tag="ev"):
    """An event on its way; `seq` counts from 1 without gaps in each topic."""

    topic: str
    seq: int
    k: str
    at: str
    d: Any
    by: str | UnsetType = UNSET


class LossyFrame(Struct, tag_field="t", tag="eph"):
    """A lossy frame; `by` says whose it is."""

    topic: str
    k: str
    d: Any
    by: str | UnsetType = UNSET


class StateFrame(Struct, tag_field="t", tag="state"):
    """A state; of two with the same topic and kind the one with the greater `v` holds."""

    topic: str
    k: str
    v: int
    d: Any


class Control(Struct, tag_field="t", tag="ctl"):
    """What the server asks of the client itself: `drain` and `reload` (with `in` seconds), `replaced`, `revoked`."""

    k: str
    d: dict[str, Any]


# The engine's own verbs ---------------------------------------------------------------------------


class Nothing(Request, frozen=True):
    """No fields at all."""


class Done(Reply, frozen=True):
    """Nothing to tell beyond that it was done."""


class Hello(Request, frozen=True):
    """The first frame of a socket: who is there, for which forum, and what it saw last."""

    v: int
    forum: str
    tab: str
    lang: str | UnsetType = UNSET
    token: str | UnsetType = UNSET
    resume: dict[str, int] | UnsetType = UNSET


class You(Struct, frozen=True):
    """Who the server takes the socket for."""

    key: str
    kind: str
    name: str
    roles: list[str]


class Resumed(Struct, frozen=True):
    """Where a topic's stream goes on; `reset` when the gap is too large to be filled."""

    seq: int
    reset: bool | UnsetType = UNSET


class Welcome(Reply, frozen=True):
    """The answer to `hello`."""

    you: You
    now: str
    build: str
    topics: dict[str, Resumed]


class Join(Request, frozen=True):
    """Enter a topic, or enter it again after the last number seen."""

    after: int | UnsetType = UNSET


class Joined(Reply, frozen=True):
    """The topic's head and its state at that number."""

    seq: int
    state: Any
    reset: bool | UnsetType = UNSET


class Leave(Request, frozen=True):
    """Leave a topic, also where it was not joined; no event of it comes after the answer."""


class Ping(Request, frozen=True):
    """Ask for the server's clock; allowed before `hello`."""


class Ack(Request, frozen=True):
    """Everything of the topic up to `seq` has arrived."""

    seq: int


class History(Request, frozen=True):
    """A page of the past, `before` exclusive."""

    limit: int
    before: int | UnsetType = UNSET


class Page(Reply, frozen=True):
    """Whole event frames, ascending; `more` when older ones exist."""

    events: list[Any]
    more: bool


class Now(Reply, frozen=True):
    """The server's clock."""

    now: str


def event_frame(topic: str, seq: int, kind: str, at: datetime, by: str, payload: bytes) -> bytes:
    """Return the ready frame of one event; `payload` is its `d`, already JSON."""
    return encode(EventFrame(topic, seq, kind, instant(at), Raw(payload), by or UNSET))

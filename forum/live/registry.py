"""What may be said over `/live/`: verbs and topic kinds, registered by the rooms' `topics.py`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from msgspec import Struct

from forum.live.errors import Gone, Invalid, UnknownVerb
from forum.live.frames import Event, Lossy, Reply, Request, State
from forum.live.limits import USUAL, Limit
from forum.live.principal import Principal

TOPIC_LENGTH = 100


@dataclass(frozen=True, slots=True)
class Call:
    """One use of a verb: who, where, when, in which language."""

    principal: Principal
    topic: str | None
    language: str
    at: datetime

    @property
    def key(self) -> str:
        """What stands after the topic's colon; empty without a topic."""
        return (self.topic or "").partition(":")[2]


@dataclass(frozen=True, slots=True)
class Verb:
    """A registered verb; `perform` runs in a worker thread."""

    name: str
    topic: str | None
    takes: type[Request]
    gives: type[Reply]
    limit: Limit
    perform: Callable[[Call, Any], Reply]
    twin: bool
    silent: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """A registered topic kind: who may join, what a newcomer sees, what is said there, by whatever room."""

    name: str
    join: Callable[[Principal, str], Any]
    snapshot: Callable[[Principal, Any], Struct]
    shows: type[Struct] | None
    events: dict[str, type[Event]]
    states: dict[str, type[State]]
    lossy: dict[str, type[Lossy]]
    presence: bool
    on_presence: Callable[[str], None] | None

    def state(self, kind: str, key: str) -> State:
        """Compute a state of the topic with this key; refuse an unknown one."""
        compute = _computed[self.name].get(kind)
        if compute is None:
            raise UnknownVerb
        return compute(key)


@dataclass(frozen=True, slots=True)
class Part:
    """A field of its own in the snapshot of a topic, absent where `query` returns None. A personal part is asked for
    by `(principal, joined)`, a shared one by `(key)`: once a process for all who come until something happens."""

    name: str
    shows: Any
    query: Callable[..., Any]
    is_shared: bool = False


verbs: dict[str, Verb] = {}
topics: dict[str, Topic] = {}
parts: defaultdict[str, dict[str, Part]] = defaultdict(dict)
_events: defaultdict[str, dict[str, type[Event]]] = defaultdict(dict)
_states: defaultdict[str, dict[str, type[State]]] = defaultdict(dict)
_computed: defaultdict[str, dict[str, Callable[[str], State]]] = defaultdict(dict)
_lossy: defaultdict[str, dict[str, type[Lossy]]] = defaultdict(dict)

Performer = TypeVar("Performer", bound=Callable[..., Reply])
_Query = TypeVar("_Query", bound=Callable[[Principal, Any], Any])
_Shared = TypeVar("_Shared", bound=Callable[[str], Any])
_Compute = TypeVar("_Compute", bound=Callable[[str], State])
_Said = TypeVar("_Said", type[Event], type[State], type[Lossy])


def verb(
    name: str,
    *,
    topic: str | None,
    takes: type[Request],
    gives: type[Reply],
    limit: Limit = USUAL,
    twin: bool = True,
    silent: bool = False,
) -> Callable[[Performer], Performer]:
    """Register a function `(call, given) -> reply` under a name; `silent` verbs are never answered."""

    def register(perform: Performer) -> Performer:
        if name in verbs:
            raise ValueError(f"verb {name} is registered twice")
        verbs[name] = Verb(name, topic, takes, gives, limit, perform, twin, silent)
        return perform

    return register


def topic(
    name: str,
    *,
    join: Callable[[Principal, str], Any],
    snapshot: Callable[[Principal, Any], Struct],
    shows: type[Struct] | None = None,
    events: tuple[type[Event], ...] = (),
    states: tuple[type[State], ...] = (),
    lossy: tuple[type[Lossy], ...] = (),
    state: Callable[[str, str], State] | None = None,
    presence: bool = False,
    on_presence: Callable[[str], None] | None = None,
) -> None:
    """Register a topic kind. `join` lets a principal in or refuses; what it returns (a room, a mixer) is what
    `snapshot` is asked about, so that nothing is read twice. `shows` is the struct of the
    snapshot, for the published schema; without it the snapshot's return annotation is taken."""
    if name in topics:
        raise ValueError(f"topic kind {name} is registered twice")
    if states and state is None:
        raise ValueError(f"topic kind {name} has states but nothing to compute them")
    events_of(name, *events)
    lossy_of(name, *lossy)
    if state is not None:
        for one in states:
            state_of(name, shows=one)(partial(state, one.kind))
    topics[name] = Topic(
        name, join, snapshot, shows, _events[name], _states[name], _lossy[name], presence, on_presence
    )


def events_of(name: str, *events: type[Event]) -> None:
    """Let a room say its events in a topic kind that another room registers, before or after."""
    _events[name].update(_by_kind(events))


def lossy_of(name: str, *lossy: type[Lossy]) -> None:
    """Let a room make its lossy remarks in a topic kind that another room registers, before or after."""
    _lossy[name].update(_by_kind(lossy))


def state_of(name: str, *, shows: type[State], in_snapshot: bool = False) -> Callable[[_Compute], _Compute]:
    """Register a function `(key) -> state` as a state of a topic kind that a room below registers, before or after. It
    is computed once a process for all who are there, whenever the room says `log.touch`; `in_snapshot`, newcomers get
    the same as a part of that name."""

    def register(compute: _Compute) -> _Compute:
        if shows.kind in _computed[name]:
            raise ValueError(f"{name}: has a state {shows.kind} already")
        _states[name][shows.kind] = shows
        _computed[name][shows.kind] = compute
        if in_snapshot:
            _add(name, Part(shows.kind, shows, compute, is_shared=True))
        return compute

    return register


def part_of(topic: str, name: str, *, shows: Any) -> Callable[[_Query], _Query]:
    """Register a function `(principal, joined) -> value` as a field of the snapshot of a topic kind that a room below
    registers, before or after. `shows` is the type of its value, for the published schema."""

    def register(query: _Query) -> _Query:
        _add(topic, Part(name, shows, query))
        return query

    return register


def shared_part_of(topic: str, name: str, *, shows: Any) -> Callable[[_Shared], _Shared]:
    """Register a function `(key) -> value` as a field of the snapshot that is the same for all who read the same
    language. It is computed once a process until something is said in the topic, or touched."""

    def register(query: _Shared) -> _Shared:
        _add(topic, Part(name, shows, query, is_shared=True))
        return query

    return register


def find_verb(name: str) -> Verb:
    """Return a registered verb; refuse an unknown one."""
    try:
        return verbs[name]
    except KeyError:
        raise UnknownVerb from None


def find_topic(name: str | None) -> tuple[Topic, str]:
    """Return kind and key of a topic's whole name; refuse an unknown kind, and what cannot be a key."""
    if not name:
        raise Invalid("topic")
    kind_name, _, key = name.partition(":")
    kind = topics.get(kind_name)
    if kind is None:
        raise UnknownVerb
    if not key or len(name) > TOPIC_LENGTH or not key.replace("-", "").replace("_", "").isalnum():
        raise Gone
    return kind, key


def _add(topic: str, part: Part) -> None:
    if part.name in parts[topic]:
        raise ValueError(f"the snapshot of {topic}: has a part {part.name} already")
    parts[topic][part.name] = part


def _by_kind(classes: tuple[_Said, ...]) -> dict[str, _Said]:
    return {one.kind: one for one in classes}

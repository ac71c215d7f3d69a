"""What a newcomer to a topic is shown: the snapshot of the room that owns the topic, and the parts beside it."""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec
from django.utils.translation import get_language
from msgspec import UNSET, Raw, Struct, UnsetType

from forum.live.frames import State, encode, payload
from forum.live.once import Moment, once, once_now
from forum.live.principal import Principal
from forum.live.registry import Part, Topic, find_topic, parts


def snapshot(kind: Topic, principal: Principal, joined: Any, *, key: str, at: Moment) -> bytes:
    """Return the snapshot of a topic as JSON, with every part that has something to show to this principal, true at
    that moment or later."""
    own = payload(kind.snapshot(principal, joined))
    shown = {
        part.name: _shared(part, kind, key, at) if part.is_shared else part.query(principal, joined)
        for part in parts[kind.name].values()
    }
    added = {name: Raw(_json(value)) for name, value in shown.items() if value is not None}
    return encode(msgspec.json.decode(own, type=dict[str, Raw]) | added) if added else own


def state_now(topic: str, kind: str) -> State:
    """Return a state of a topic as it is now, computed once for all who ask in this process."""
    owner, key = find_topic(topic)
    return once_now(topic, kind, lambda: owner.state(kind, key))


def _shared(part: Part, kind: Topic, key: str, at: Moment) -> Any:
    """Return a shared part: a state is anew when it is touched, everything else when something is said, too."""
    topic = f"{kind.name}:{key}"
    if part.name in kind.states:
        return once(topic, part.name, lambda: part.query(key), at=at._replace(head=0))
    return once(topic, f"{part.name} {get_language()}", lambda: part.query(key), at=at)


def parts_of(kind: Topic) -> list[Part]:
    """Return the parts of a topic's snapshot, by name."""
    return [parts[kind.name][name] for name in sorted(parts[kind.name])]


def own_struct_of(kind: Topic) -> type[Struct] | None:
    """Return the struct that the room which owns the topic shows, without parts; None where none is known."""
    shown = kind.shows or get_type_hints(kind.snapshot).get("return")
    return shown if isinstance(shown, type) and issubclass(shown, Struct) and shown is not Struct else None


def struct_of(kind: Topic) -> type[Struct] | None:
    """Return the struct of a topic's whole snapshot, for the published schema; None where none is known."""
    shown = own_struct_of(kind)
    added = [(part.name, part.shows | UnsetType, UNSET) for part in parts_of(kind)]
    if shown is None or not added:
        return shown
    told = {"__doc__": shown.__doc__}
    return msgspec.defstruct(
        shown.__name__, added, bases=(shown,), namespace=told, module=shown.__module__, frozen=True
    )


def _json(value: Any) -> bytes:
    return payload(value) if isinstance(value, Struct) else encode(value)

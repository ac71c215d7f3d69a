"""What a newcomer to a topic is shown: the snapshot of the room that owns the topic, and the parts of rooms above."""

from __future__ import annotations

from typing import Any, get_type_hints

import msgspec
from msgspec import UNSET, Raw, Struct, UnsetType

from forum.live.frames import encode, payload
from forum.live.principal import Principal
from forum.live.registry import Part, Topic, parts


def snapshot(kind: Topic, principal: Principal, joined: Any) -> bytes:
    """Return the snapshot of a topic as JSON, with every part that has something to show to this principal."""
    own = payload(kind.snapshot(principal, joined))
    shown = {part.name: part.query(principal, joined) for part in parts[kind.name].values()}
    added = {name: Raw(_json(value)) for name, value in shown.items() if value is not None}
    return encode(msgspec.json.decode(own, type=dict[str, Raw]) | added) if added else own


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

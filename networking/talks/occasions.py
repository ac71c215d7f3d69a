"""What brings people together, as far as a talk has to know: rooms above register their kind of it. A tool."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple


class Occasion(NamedTuple):
    """One networking session, one fair …: its kind, and the public key it has among those of its kind."""

    kind: str
    key: str


@dataclass(frozen=True)
class Kind:
    """What is asked of the room that a kind belongs to.

    `back` is the address, by the forum's slug and the key, to which people go from a talk; `point` is where two who
    asked for each other meet, "" for nowhere in particular; `ended` is told, in the transaction, that somebody's talk
    is over.
    """

    back: Callable[[str, str], str]
    point: Callable[[str], str]
    ended: Callable[[str], None]


kinds: dict[str, Kind] = {}


def register(name: str, kind: Kind) -> None:
    """Let a room above bring people together."""
    if name in kinds:
        raise ValueError(f"a kind of occasion named {name} is registered already")
    kinds[name] = kind


def back_from(forum: str, occasion: Occasion) -> str:
    """Return the address to which people go from a talk."""
    return kinds[occasion.kind].back(forum, occasion.key)


def point_of(occasion: Occasion) -> str:
    """Return where two who asked for each other meet, in the active language."""
    return kinds[occasion.kind].point(occasion.key)


def tell_ended(*occasions: Occasion) -> None:
    """Tell the rooms above, once each, that talks of theirs are over for somebody."""
    for kind, key in dict.fromkeys(occasions):
        kinds[kind].ended(key)

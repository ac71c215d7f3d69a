"""Where a session leads while it runs. Rooms above say so for a kind of session; this one knows none of
them. A tool."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from forum.forums.models import Forum
from forum.programme.models import Session

Leads = Callable[[Forum, Sequence[Session]], Mapping[int, str]]
_known: dict[str, Leads] = {}


def doorway(kind: str) -> Callable[[Leads], Leads]:
    """Register a function `(forum, sessions of one kind) -> address by session id`; what is not in it leads nowhere."""

    def register(leads: Leads) -> Leads:
        _known[kind] = leads
        return leads

    return register


def has_doorway(kind: str) -> bool:
    """Tell whether a room above has something to go into for sessions of this kind."""
    return kind in _known


def ways_into(forum: Forum, sessions: Sequence[Session]) -> dict[int, str]:
    """Return the addresses that these sessions lead to, by session id, asking each room once."""
    ways: dict[int, str] = {}
    for kind, some in groupby(sorted(sessions, key=lambda one: one.kind), key=lambda one: one.kind):
        if leads := _known.get(kind):
            ways |= leads(forum, list(some))
    return ways

"""Work that is due by the clock, registered by rooms. State is in rows, never in a timer: any process may do it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from forum.live.threads import Pool, working

Work: TypeAlias = Callable[[datetime], datetime | None]


@dataclass(frozen=True, slots=True)
class Due:
    """A registered piece of work; tried at least `every` so often, earlier when it says so."""

    name: str
    every: timedelta
    work: Work
    pool: Pool


registered: dict[str, Due] = {}


def due(name: str, *, every: timedelta, alone: bool = False) -> Callable[[Work], Work]:
    """Register a function `(now) -> next moment it is due, or None`. It runs in any process, perhaps in several at
    once, and must therefore be one compare-and-set on rows. What may take long, because it waits for another service
    or computes much, runs `alone`, on a thread of its own: no round waits for a mail server."""

    def register(work: Work) -> Work:
        if name in registered:
            raise ValueError(f"{name} is registered twice")
        registered[name] = Due(name, every, work, Pool(1, f"due-{name}") if alone else working)
        return work

    return register

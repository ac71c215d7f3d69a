"""What is the same for everybody in a topic: computed once for all who ask in this process, until it is touched."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from forum.live import past

FRESH_SECONDS = 5.0
"""How long something computed is good for: what nobody touches, such as a connection that breaks off, shows then."""
KEPT = 1_000

T = TypeVar("T")


class Moment(NamedTuple):
    """How far a topic has come: its last number, and the version of its states."""

    head: int
    version: int

    def is_past(self, other: Moment) -> bool:
        """Tell whether something happened between this moment and another."""
        return self.head < other.head or self.version < other.version


class _Kept:
    """The last result of one question about one topic; who asks while it is computed waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.at = Moment(-1, -1)
        self.until = 0.0
        self.value: Any = None


_kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_door = threading.Lock()


def once(topic: str, kind: str, compute: Callable[[], T], *, at: Moment) -> T:
    """Return what `compute` says about a topic, computed now or for somebody before, at that moment or later.

    The caller has read the moment before, so that whatever was committed up to there is in the result.
    """
    kept = _place(topic, kind)
    with kept.lock:
        if kept.at.is_past(at) or kept.until < time.monotonic():
            kept.value = compute()
            kept.at, kept.until = at, time.monotonic() + FRESH_SECONDS
        found: T = kept.value
        return found


def once_now(topic: str, kind: str, compute: Callable[[], T]) -> T:
    """Return the same about a state of the topic as it is now, whatever was said there without touching it."""
    return once(topic, kind, compute, at=moment_of(topic)._replace(head=0))


def moment_of(topic: str) -> Moment:
    """Return how far a topic has come. One query."""
    return Moment(*past.heads([topic]).get(topic, (0, 0)))


def _place(topic: str, kind: str) -> _Kept:
    with _door:
        kept = _kept.setdefault((topic, kind), _Kept())
        _kept.move_to_end((topic, kind))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return kept

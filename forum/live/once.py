"""What is the same for everybody in a topic: computed once for all who ask in this process, until it is touched."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any, TypeVar

from forum.live import past

FRESH_SECONDS = 5.0
"""How long something computed is good for: what nobody touches, such as a connection that breaks off, shows then."""
KEPT = 1_000

T = TypeVar("T")


class _Kept:
    """The last result of one question about one topic; who asks while it is computed waits for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.version = -1
        self.until = 0.0
        self.value: Any = None


_kept: OrderedDict[tuple[str, str], _Kept] = OrderedDict()
_door = threading.Lock()


def once(topic: str, kind: str, compute: Callable[[], T]) -> T:
    """Return what `compute` says about a topic at its present version, computed now or for somebody before.

    The version is read before, so that whatever was touched up to there is in the result.
    """
    kept = _place(topic, kind)
    version = past.heads([topic]).get(topic, (0, 0))[1]
    with kept.lock:
        if kept.version < version or kept.until < time.monotonic():
            kept.value = compute()
            kept.version, kept.until = version, time.monotonic() + FRESH_SECONDS
        found: T = kept.value
        return found


def _place(topic: str, kind: str) -> _Kept:
    with _door:
        kept = _kept.setdefault((topic, kind), _Kept())
        _kept.move_to_end((topic, kind))
        while len(_kept) > KEPT:
            _kept.popitem(last=False)
        return kept

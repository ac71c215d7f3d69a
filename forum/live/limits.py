"""Token buckets: how often one person may use one verb. Process memory; what must hold everywhere is a row."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

FACTORS = {"person": 1, "desk": 10, "load": 100}
"""Limit classes of a principal; `load` is for measuring only and never given out in production."""


@dataclass(frozen=True, slots=True)
class Limit:
    """So many at once, so many a second for ever."""

    burst: float
    per_second: float


USUAL = Limit(burst=20, per_second=3)
ANY_FRAME = Limit(burst=40, per_second=15)
HELLO_PER_PERSON = Limit(burst=10, per_second=0.5)
NOBODY_PER_ADDRESS = Limit(burst=200, per_second=10)
"""Refused `hello`s from one address. Whoever is somebody has an allowance of their own and takes none of this one: a
venue shares one address, and all of it comes back at once after a restart."""


class Bucket:
    """One allowance that fills up by itself."""

    __slots__ = ("at", "burst", "level", "rate")

    def __init__(self, limit: Limit, factor: int, now: float) -> None:
        self.burst = limit.burst * factor
        self.rate = limit.per_second * factor
        self.level = self.burst
        self.at = now

    def take(self, now: float) -> float:
        """Take one and return 0.0, or return in how many seconds there will be one."""
        self.level = min(self.burst, self.level + (now - self.at) * self.rate)
        self.at = now
        if self.level >= 1:
            self.level -= 1
            return 0.0
        return (1 - self.level) / self.rate

    def is_full(self, now: float) -> bool:
        """Tell whether forgetting this bucket would change nothing."""
        return self.level + (now - self.at) * self.rate >= self.burst


class Buckets:
    """All allowances of a process by (who, what); safe from any thread. Full ones are forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, keep: int = 10_000) -> None:
        self._clock = clock
        self._keep = keep
        self._lock = threading.Lock()
        self._buckets: dict[tuple[str, str], Bucket] = {}

    def take(self, who: str, what: str, limit: Limit, limit_class: str = "person") -> float:
        """Take one and return 0.0, or return in how many seconds to come again."""
        now = self._clock()
        with self._lock:
            bucket = self._buckets.get((who, what))
            if bucket is None:
                self._make_room(now)
                bucket = self._buckets[who, what] = Bucket(limit, FACTORS[limit_class], now)
            return bucket.take(now)

    def forget(self) -> None:
        """Fill every allowance."""
        with self._lock:
            self._buckets = {}

    def _make_room(self, now: float) -> None:
        if len(self._buckets) < self._keep:
            return
        self._buckets = {name: bucket for name, bucket in self._buckets.items() if not bucket.is_full(now)}
        self._keep = max(10_000, 2 * len(self._buckets))


buckets = Buckets()
"""The one of this process, for sockets and twins alike."""

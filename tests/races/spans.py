"""Whether a race was one: how many requests were under way in the same moment."""

from __future__ import annotations

from collections.abc import Collection
from itertools import accumulate
from typing import Protocol


class Request(Protocol):
    """Something that was sent and answered, by the monotonic clock."""

    @property
    def sent_at(self) -> float: ...

    @property
    def answered_at(self) -> float: ...


def most_at_once(requests: Collection[Request]) -> int:
    """Return the largest number of requests that were sent and not yet answered."""
    moments = [(one.sent_at, 1) for one in requests] + [(one.answered_at, -1) for one in requests]
    return max(accumulate(step for _, step in sorted(moments)))

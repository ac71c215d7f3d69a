"""What registration does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.live.due import due
from tickets.registration.verbs import tell_of_moves


@due("registration.tell", every=timedelta(seconds=5))
def tell_holders(now: datetime) -> datetime | None:
    """Mail those whose forum has moved; many of them in several goes."""
    return now if tell_of_moves(at=now) else None

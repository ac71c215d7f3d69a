"""What registration does by the clock."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.live.due import due
from tickets.registration.verbs import forget_networks, lapse_unconfirmed, tell_of_moves


@due("registration.tell", every=timedelta(seconds=5))
def tell_holders(now: datetime) -> datetime | None:
    """Mail those whose forum has moved; many of them in several goes."""
    return now if tell_of_moves(at=now) else None


@due("registration.lapse", every=timedelta(seconds=15))
def lapse(now: datetime) -> datetime | None:
    """Give back the seats nobody confirmed; many of them in several goes."""
    return now if lapse_unconfirmed(at=now) else None


@due("registration.forget_networks", every=timedelta(hours=1))
def forget(now: datetime) -> None:
    forget_networks(now)

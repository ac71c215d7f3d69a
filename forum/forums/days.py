"""The days of a forum as its doors are open: what stands in a calendar, one entry each. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

LEAST = timedelta(minutes=1)
"""What a day keeps where the clocks were put forward over it: no calendar takes an end before the beginning."""


class Day(NamedTuple):
    """One day of a forum, counted from 1; a night belongs to the day on which it begins."""

    number: int
    starts_at: datetime
    ends_at: datetime


def days_open(starts_at: datetime, ends_at: datetime, zone: ZoneInfo, *, more: int = 0) -> list[Day]:
    """Return the days between two moments, and so many `more` after them, in UTC.

    The doors open and close at the same time of the zone's clock on each: Friday 22:00 to Sunday 2:00 are two
    nights, Thursday 9:00 to Friday 18:00 two days.
    """
    opens, closes = starts_at.astimezone(zone), ends_at.astimezone(zone)
    over_midnight = int(closes.time() <= opens.time())
    first_end = datetime.combine(opens.date() + timedelta(days=over_midnight), closes.time(), zone)
    last = max((closes.date() - first_end.date()).days, 0)
    found = []
    for number in range(last + more + 1):
        begins, ends = (moment + timedelta(days=number) for moment in (opens, first_end))
        ends = ends_at.astimezone(UTC) if number == last else ends.astimezone(UTC)
        found.append(Day(number + 1, min(begins.astimezone(UTC), ends - LEAST), ends))
    return found

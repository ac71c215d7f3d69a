"""The days of a forum: as its doors are open, one entry each in a calendar, and as its programme is told. Pure."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

LEAST = timedelta(minutes=1)
"""What a day keeps where the clocks were put forward over it: no calendar takes an end before the beginning."""


LONGEST = timedelta(hours=18)
"""How long doors may be open for people to call it a day, whenever it ends; what goes on longer is told by the date."""
AFTER = timedelta(hours=3)
"""How long after the doors have closed something still belongs to the day."""


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


class Page(NamedTuple):
    """One day of a programme: its date, and from when until when something that begins stands there."""

    date: date
    begins: datetime
    ends: datetime


def pages_of(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> list[Page]:
    """Return the days of the programme between two moments; a night stands on the day on which it begins."""
    opened = days_open(starts_at, ends_at, zone)
    if any(day.ends_at - day.starts_at > LONGEST for day in opened):
        first = starts_at.astimezone(zone).date()
        last = (ends_at - timedelta(microseconds=1)).astimezone(zone).date()
        dates = [first + timedelta(days=number) for number in range((last - first).days + 1)]
        return [Page(day, _midnight(day, zone), _midnight(day, zone, after=1)) for day in dates]
    dates = [day.starts_at.astimezone(zone).date() for day in opened]
    between = [one.ends_at + (other.starts_at - one.ends_at) / 2 for one, other in pairwise(opened)]
    begins = [_midnight(dates[0], zone), *between]
    ends = [*between, max(_midnight(dates[-1], zone, after=1), opened[-1].ends_at + AFTER)]
    return [Page(*page) for page in zip(dates, begins, ends, strict=True)]


def _midnight(day: date, zone: ZoneInfo, *, after: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=after), time(), zone).astimezone(UTC)

"""The days of a forum as its doors are open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as some

from forum.forums.days import days_open

SEOUL = ZoneInfo("Asia/Seoul")
LONGEST = timedelta(days=1)


def said(begins: str, ends: str, *, more: int = 0) -> list[str]:
    """Return the days between two moments of November as a clock in Seoul has them."""
    first, last = (
        datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=SEOUL)
        for text in (begins, ends)
    )
    days = days_open(first, last, SEOUL, more=more)
    return [" – ".join(at.astimezone(SEOUL).strftime("%d %H:%M") for at in day[1:]) for day in days]


@pytest.mark.parametrize(
    ("begins", "ends", "days"),
    [
        ("26 09:00", "26 18:00", ["26 09:00 – 26 18:00"]),
        ("26 22:00", "27 02:00", ["26 22:00 – 27 02:00"]),
        ("26 09:00", "27 18:00", ["26 09:00 – 26 18:00", "27 09:00 – 27 18:00"]),
        ("27 22:00", "29 02:00", ["27 22:00 – 28 02:00", "28 22:00 – 29 02:00"]),
        ("26 09:00", "28 00:00", ["26 09:00 – 27 00:00", "27 09:00 – 28 00:00"]),
        ("26 09:00", "27 09:00", ["26 09:00 – 27 09:00"]),
    ],
)
def test_doors_open_and_close_at_the_same_time_each_day(begins: str, ends: str, days: list[str]) -> None:
    assert said(begins, ends) == days


def test_days_after_the_last_are_told_by_the_same_clock() -> None:
    assert said("26 09:00", "26 18:00", more=1) == ["26 09:00 – 26 18:00", "27 09:00 – 27 18:00"]


moments = some.integers(1_600_000_000, 2_000_000_000).map(lambda second: datetime.fromtimestamp(second, UTC))


@given(
    moments,
    some.integers(1, 60 * 24 * 9),
    some.sampled_from(sorted(available_timezones())),
    some.integers(0, 2),
)
def test_days_of_every_zone_follow_each_other_from_begin_to_end(
    begins: datetime, minutes: int, zone: str, more: int
) -> None:
    ends = begins + timedelta(minutes=minutes)

    days = days_open(begins, ends, ZoneInfo(zone), more=more)
    there = days[: len(days) - more]

    assert [day.number for day in days] == list(range(1, len(days) + 1))
    assert (days[0].starts_at, there[-1].ends_at) == (begins, ends)
    assert all(timedelta() < day.ends_at - day.starts_at <= LONGEST + timedelta(hours=3) for day in days)
    assert all(one.starts_at < other.starts_at for one, other in pairwise(days))

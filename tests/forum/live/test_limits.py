"""Token buckets, with a clock of their own."""

from __future__ import annotations

import pytest

from forum.live.limits import Bucket, Buckets, Limit

THREE = Limit(burst=3, per_second=0.5)


class Clock:
    """Time that stands still until it is moved."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_a_burst_then_the_rate_for_ever(clock: Clock) -> None:
    buckets = Buckets(clock)

    assert [buckets.take("ann", "say", THREE) for _ in range(4)] == [0, 0, 0, 2]
    clock.now += 1
    assert buckets.take("ann", "say", THREE) == 1
    clock.now += 1
    assert [buckets.take("ann", "say", THREE) for _ in range(2)] == [0, 2]
    clock.now += 1000
    assert [buckets.take("ann", "say", THREE) for _ in range(4)] == [0, 0, 0, 2]


def test_people_and_verbs_do_not_share(clock: Clock) -> None:
    buckets = Buckets(clock)
    for _ in range(4):
        buckets.take("ann", "say", THREE)

    assert buckets.take("ben", "say", THREE) == 0
    assert buckets.take("ann", "ask", THREE) == 0


@pytest.mark.parametrize(("limit_class", "factor"), [("person", 1), ("desk", 10), ("load", 100)])
def test_a_class_widens_burst_and_rate(clock: Clock, limit_class: str, factor: int) -> None:
    buckets = Buckets(clock)

    assert [buckets.take("x", "say", THREE, limit_class) for _ in range(3 * factor)] == [0] * 3 * factor
    assert buckets.take("x", "say", THREE, limit_class) == 2 / factor


def test_full_buckets_are_forgotten_and_used_ones_kept(clock: Clock) -> None:
    buckets = Buckets(clock, keep=3)
    for person in ("idle1", "idle2"):
        buckets.take(person, "say", THREE)
    clock.now += 10
    for _ in range(3):
        buckets.take("busy", "say", THREE)
    buckets.take("new", "say", THREE)

    assert {who for who, _ in buckets._buckets} == {"busy", "new"}
    assert buckets.take("busy", "say", THREE) == 2


def test_a_bucket_starts_full() -> None:
    assert Bucket(THREE, 1, 0.0).is_full(0.0)

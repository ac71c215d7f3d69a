"""What is the same for everybody is computed once, and anew when it is touched."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forum.live import log, once
from forum.live.once import FRESH_SECONDS
from tests.forum.racing import together

pytestmark = pytest.mark.django_db


class Counting:
    """Something that says how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0

    def __call__(self) -> int:
        self.asked += 1
        return self.asked


@pytest.fixture
def topic() -> str:
    return "echo:once"


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    once._kept.clear()
    yield
    once._kept.clear()


def test_who_asks_later_gets_what_was_computed(topic: str) -> None:
    compute = Counting()
    assert [once.once_now(topic, "seen", compute) for _ in range(3)] == [1, 1, 1]
    assert once.once_now(topic, "other", compute) == 2


def test_what_is_touched_is_computed_anew(topic: str) -> None:
    compute, said = Counting(), []
    for _ in range(2):
        said += [once.once_now(topic, "seen", compute) for _ in range(2)]
        log.touch(topic, "seen")
    assert said == [1, 1, 2, 2]


def test_what_nobody_touches_is_fresh_after_a_while(topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    now, compute = [0.0], Counting()
    monkeypatch.setattr(once.time, "monotonic", lambda: now[0])
    said = []
    for now[0] in (0, FRESH_SECONDS - 0.1, FRESH_SECONDS + 0.1):
        said.append(once.once_now(topic, "seen", compute))
    assert said == [1, 1, 2]


def test_what_fails_is_kept_from_nobody(topic: str) -> None:
    def fail() -> int:
        raise LookupError

    with pytest.raises(LookupError):
        once.once_now(topic, "seen", fail)
    assert once.once_now(topic, "seen", Counting()) == 1


def test_only_the_last_topics_are_kept() -> None:
    compute = Counting()
    for number in range(once.KEPT + 10):
        once.once_now(f"echo:{number}", "seen", compute)
    assert len(once._kept) == once.KEPT


@pytest.mark.django_db(transaction=True)
def test_of_many_who_ask_at_once_one_computes() -> None:
    compute = Counting()
    assert together(16, lambda number: once.once_now("echo:rush", "seen", compute)) == [1] * 16

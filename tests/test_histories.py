"""The judge itself: `flaws` finds what was lost, doubled, reordered, altered or promised in vain."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from tests.forum.live.client import Frame
from tests.histories import View, flaws

ROOM = "room:r"


def said(seq: int, text: str = "", by: str = "ann") -> Frame:
    return {
        "t": "ev",
        "topic": ROOM,
        "seq": seq,
        "k": "chat.message",
        "by": by,
        "d": {"text": text or f"text {seq}"},
    }


LOG = [said(1), said(2), said(3), said(4)]


@dataclass
class Ann:
    views: dict[str, View]
    acked: dict[tuple[str, str], int] = field(default_factory=dict)
    key: str = "ann"


def ann(*seen: Frame, since: int = 0, is_open: bool = True) -> Ann:
    return Ann({ROOM: View(since, list(seen), is_open=is_open)})


def judge(person: Ann, log: list[Frame] = LOG) -> list[str]:
    return flaws([person], lambda topic: log)


@pytest.mark.parametrize(
    "person",
    [
        ann(*LOG),
        ann(*LOG[2:], since=2),
        ann(since=4),
        ann(*LOG[:2], is_open=False),
    ],
)
def test_what_the_log_says_is_right(person: Ann) -> None:
    person.acked[ROOM, "text 2"] = 2

    assert judge(person) == []


@pytest.mark.parametrize(
    ("seen", "numbers"),
    [
        ([LOG[0], LOG[2], LOG[3]], "[1, 3, 4]"),
        ([LOG[0], LOG[1], LOG[1], LOG[2], LOG[3]], "[1, 2, 2, 3, 4]"),
        ([LOG[0], LOG[2], LOG[1], LOG[3]], "[1, 3, 2, 4]"),
        (LOG[:3], "[1, 2, 3]"),
        ([*LOG[:3], said(4, "something else")], "[1, 2, 3, 4]"),
        ([*LOG, said(5)], "[1, 2, 3, 4, 5]"),
    ],
    ids=["lost", "doubled", "reordered", "not to the end", "altered", "invented"],
)
def test_what_the_log_does_not_say_is_a_flaw(seen: list[Frame], numbers: str) -> None:
    assert judge(ann(*seen)) == [f"ann saw {numbers} of {ROOM}, which says [1, 2, 3, 4]"]


@pytest.mark.parametrize(
    ("log", "kept"),
    [
        ([*LOG[:3], said(4, by="ben")], "[]"),
        ([*LOG[:2], said(3, "text 4"), said(4)], "[3, 4]"),
        ([*LOG[:2], said(3, "text 4"), said(4, "text 3")], "[3]"),
    ],
    ids=["lost", "doubled", "under another number"],
)
def test_a_promise_that_is_not_kept_is_a_flaw(log: list[Frame], kept: str) -> None:
    person = ann(*log)
    person.acked[ROOM, "text 4"] = 4

    assert judge(person, log) == [
        f"ann was promised number 4 of {ROOM} for 'text 4', which stands under {kept}"
    ]


def test_a_log_with_a_hole_is_a_flaw() -> None:
    assert judge(ann(since=4), [said(1), said(3)]) == [
        f"the log of {ROOM} is not numbered from 1 without gaps"
    ]

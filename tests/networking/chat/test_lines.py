"""Messages as a page draws them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from networking.chat.lines import Line, lines

NAMES = {"minseo": "Minseo", "jiho": "Jiho"}


def event(seq: int, k: str = "chat.message", by: str = "jiho", **d: Any) -> dict[str, Any]:
    return {
        "t": "ev",
        "topic": "room:r",
        "seq": seq,
        "k": k,
        "at": "2026-11-26T03:00:00.500Z",
        "by": by,
        "d": d,
    }


def test_only_messages_are_lines() -> None:
    events = [event(1, text="Hello"), event(2, "chat.hidden", target=1), event(3, "room.closed", why="left")]
    assert [line.seq for line in lines(events, names=NAMES, me="minseo")] == [1]


def test_line_of_somebody_else() -> None:
    assert lines([event(1, text="Hello")], names=NAMES, me="minseo") == [
        Line(
            seq=1,
            by="jiho",
            author="Jiho",
            at=datetime(2026, 11, 26, 3, 0, 0, 500_000, UTC),
            text="Hello",
            is_mine=False,
            is_hidden=False,
        )
    ]


def test_own_line_is_told_apart() -> None:
    assert [line.is_mine for line in lines([event(1, by="minseo", text="Hi")], names=NAMES, me="minseo")] == [
        True
    ]


def test_hidden_line_keeps_its_place() -> None:
    [line] = lines([event(1)], names=NAMES, me="minseo")
    assert (line.text, line.is_hidden) == ("", True)


def test_author_who_is_no_member_has_no_name() -> None:
    assert lines([event(1, by="gone", text="Hi")], names=NAMES, me="minseo")[0].author == ""

"""The lines of a conversation as a page draws them; what comes later is drawn by the browser. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from networking.chat.frames import ChatMessage


class Line(NamedTuple):
    """One message. A hidden one has lost its text and keeps its place."""

    seq: int
    by: str
    author: str
    at: datetime
    text: str
    is_mine: bool
    is_hidden: bool


def lines(events: Iterable[Mapping[str, Any]], *, names: Mapping[str, str], me: str) -> list[Line]:
    """Return the messages among event frames, in their order; `names` are those of the members by key."""
    return [_line(event, names, me) for event in events if event["k"] == ChatMessage.kind]


def _line(event: Mapping[str, Any], names: Mapping[str, str], me: str) -> Line:
    by, text = event.get("by", ""), event["d"].get("text")
    return Line(
        seq=event["seq"],
        by=by,
        author=names.get(by, ""),
        at=datetime.fromisoformat(event["at"]),
        text=text or "",
        is_mine=by == me,
        is_hidden=text is None,
    )

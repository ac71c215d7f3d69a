"""What was said in each topic: heads, and ready frames after or before a number.

Written by hand, for every sign-in and every send asks it: 20 µs each where the ORM takes 200 to 300.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from forum.live.frames import event_frame
from forum.live.models import LogEntry, Topic
from forum.picked import Pick, every
from forum.statements import rows

PAGE = 500

TOPICS, ENTRIES = Topic._meta.db_table, LogEntry._meta.db_table
_ENTRY = Pick(LogEntry, "entry", "id", "seq", "kind", "at", "author", "payload")
_LAST = 2**63 - 1


def head(topic: str) -> int:
    """Return the topic's last number, 0 when nothing was said yet."""
    return heads([topic]).get(topic, (0, 0))[0]


def heads(topics: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return last number and state version of each topic that has any, in one query."""
    names = ", ".join(["%s"] * len(topics)) or "NULL"
    found = rows(f"SELECT name, head, version FROM {TOPICS} WHERE name IN ({names})", topics)  # noqa: S608
    return {name: (number, version) for name, number, version in found}


def first_seq(topic: str, author: str, cid: str) -> int | None:
    """Return the number under which this author said this `cid`, if so."""
    found = rows(
        f"SELECT seq FROM {ENTRIES} JOIN {TOPICS} ON {TOPICS}.id = topic_id "  # noqa: S608
        "WHERE name = %s AND author = %s AND cid = %s",
        (topic, author, cid),
    )
    return found[0][0] if found else None


def read_after(topic: str, seq: int, limit: int = PAGE) -> list[dict[str, Any]]:
    """Return the event frames that follow a number, ascending."""
    return [msgspec.json.decode(frame) for _, frame in frames_after(topic, seq, limit)]


def read_before(topic: str, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the last event frames before a number (None: the newest), ascending."""
    return [msgspec.json.decode(frame) for _, frame in frames_before(topic, before, limit)]


def frames_after(topic: str, seq: int, limit: int = PAGE) -> list[tuple[int, bytes]]:
    """Return numbers and ready frames that follow a number, ascending."""
    return _frames(topic, "seq > %s ORDER BY seq", seq, limit)


def frames_before(topic: str, before: int | None, limit: int) -> list[tuple[int, bytes]]:
    """Return the last numbers and ready frames before a number, ascending."""
    return _frames(topic, "seq < %s ORDER BY seq DESC", _LAST if before is None else before, limit)[::-1]


def _frames(topic: str, which: str, bound: int, limit: int) -> list[tuple[int, bytes]]:
    source = (
        f"FROM {ENTRIES} AS entry JOIN {TOPICS} AS topic ON topic.id = entry.topic_id WHERE name = %s AND"
    )
    said = every(f"{source} {which} LIMIT %s", (topic, bound, limit), _ENTRY)
    return [
        (one.seq, event_frame(topic, one.seq, one.kind, one.at, one.author, one.payload.encode()))
        for (one,) in said
    ]

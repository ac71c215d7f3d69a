"""Writing the log: topics are counted up and entries get their numbers, by one statement where the database can."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from forum.live.past import ENTRIES, TOPICS
from forum.statements import count, rows

AT_ONCE = 1_000
"""Topics, or entries, in one statement: SQLite takes 32,766 values, PostgreSQL 65,535."""


class Unnumbered(NamedTuple):
    """An entry to be written."""

    topic: str
    kind: str
    payload: str
    author: str
    cid: str | None


class Written(NamedTuple):
    """The numbers of the entries, in their order, and the versions of all topics that were counted up."""

    numbers: list[int]
    versions: dict[str, int]


def write(entries: Sequence[Unnumbered], touched: Iterable[str], *, at: datetime) -> Written:
    """Keep the entries of each topic under its next numbers, and count the states of the touched topics up.

    Topics are taken in the order of their names, so that no two transactions wait for each other. Raises
    IntegrityError where the same author used a `cid` in the topic before.
    """
    growth, stale = Counter(entry.topic for entry in entries), set(touched)
    topics = [(name, growth[name], int(name in stale)) for name in sorted({*growth, *stale})]
    placed = list(_counted_back(entries))
    moment = connection.ops.adapt_datetimefield_value(at)
    heads: dict[str, int] = {}
    versions: dict[str, int] = {}
    for some in _in_parts(topics):
        names = {name for name, *_ in some}
        for name, head, version in _write(some, [entry for entry in placed if entry[0] in names], moment):
            heads[name], versions[name] = head, version
    return Written([heads[topic] - back for topic, back, *_ in placed], versions)


_COUNT_UP = f"""INSERT INTO {TOPICS} (name, head, version) VALUES {{topics}} ON CONFLICT (name) DO UPDATE
SET head = {TOPICS}.head + excluded.head, version = {TOPICS}.version + excluded.version
RETURNING id, name, head, version"""  # noqa: S608 (names of tables only, as below)
_KEEP = f"INSERT INTO {ENTRIES} (topic_id, seq, kind, payload, author, cid, at)"
_BOTH = f"""WITH counted AS ({_COUNT_UP}), kept AS (
    {_KEEP} SELECT counted.id, counted.head - entry.back, entry.kind, entry.payload, entry.author, entry.cid, %s
    FROM (VALUES {{entries}}) AS entry (topic, back, kind, payload, author, cid)
    JOIN counted ON counted.name = entry.topic
)
SELECT name, head, version FROM counted"""  # noqa: S608


def _write(topics: list[Any], entries: list[Any], moment: Any) -> list[tuple[Any, ...]]:
    """Return name, last number and version of each topic."""
    if 0 < len(entries) <= AT_ONCE and connection.vendor == "postgresql":
        both = _BOTH.format(topics=_places(topics), entries=_places(entries))
        return rows(both, [*_flat(topics), moment, *_flat(entries)])
    counted = rows(_COUNT_UP.format(topics=_places(topics)), _flat(topics))
    known = {name: (pk, head) for pk, name, head, _ in counted}
    kept = [(known[topic][0], known[topic][1] - back, *said, moment) for topic, back, *said in entries]
    for some in _in_parts(kept):
        count(f"{_KEEP} VALUES {_places(some)}", _flat(some))
    return [tuple(row) for _, *row in counted]


def _counted_back(entries: Sequence[Unnumbered]) -> Iterator[tuple[Any, ...]]:
    """Yield each entry with the number of those that follow it in its topic, after the topic."""
    left = Counter(entry.topic for entry in entries)
    for topic, *said in entries:
        left[topic] -= 1
        yield topic, left[topic], *said


def _in_parts(all_rows: list[Any]) -> Iterator[list[Any]]:
    return (all_rows[start : start + AT_ONCE] for start in range(0, len(all_rows), AT_ONCE))


def _places(some: Sequence[Sequence[Any]]) -> str:
    one = f"({', '.join(['%s'] * len(some[0]))})"
    return ", ".join([one] * len(some))


def _flat(some: Iterable[Iterable[Any]]) -> list[Any]:
    return [value for row in some for value in row]

"""The log: what was said in each topic, numbered without gaps in the transaction of its effect.

Appends are gathered and written as the transaction's last statements, in bulk and sorted by topic name, so that
locks are short and always taken in the same order. Hubs are woken after the commit; waking may fail without harm.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from typing import Any, NamedTuple

import msgspec
from django.db import IntegrityError, connection
from django.db import transaction as database
from django.utils import timezone

from forum.live import registry
from forum.live.errors import Gone
from forum.live.frames import UNSET, Event, Lossy, LossyFrame, encode, event_frame, payload
from forum.live.models import LogEntry, Topic
from forum.live.wire import Batch, home

TOPICS_AT_ONCE = 1_000
PAGE = 500
HUB = "hub:access"
"""The topic all hubs follow: whose rights have changed."""


class Repeated(Exception):
    """The same author said this `cid` in this topic before; it is entry number `seq`."""

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq


@dataclass(slots=True)
class Entry:
    """Something said; `seq` is known once the outermost transaction has ended."""

    topic: str
    event: Event
    author: str
    cid: str | None
    seq: int = 0


class Revoked(Event, frozen=True):
    """A principal's right to a topic (or to everything) is to be asked for again."""

    kind = "hub.revoked"
    key: str
    topic: str | None = None


@dataclass(slots=True)
class _Said:
    """What the open transaction of one thread has gathered."""

    entries: list[Entry] = field(default_factory=list)
    touched: list[tuple[str, str]] = field(default_factory=list)
    lossy: list[tuple[str, bytes]] = field(default_factory=list)

    def sizes(self) -> tuple[int, int, int]:
        return len(self.entries), len(self.touched), len(self.lossy)

    def forget_since(self, sizes: tuple[int, int, int]) -> None:
        entries, touched, lossy = sizes
        del self.entries[entries:], self.touched[touched:], self.lossy[lossy:]


class _Here(threading.local):
    said: _Said | None = None


_here = _Here()


# Writing ------------------------------------------------------------------------------------------


@contextmanager
def transaction() -> Iterator[None]:
    """Open a transaction in which may be appended, or join the open one (what an inner one gathered is
    forgotten when it fails). Raises `Repeated` when a `cid` turns out to have been said before."""
    if _here.said is not None:
        with _joined(_here.said):
            yield
        return
    said = _here.said = _Said()
    try:
        with database.atomic():
            yield
            _flush(said)
    except _SaidBefore as error:
        _raise_repeated(said, error)
    finally:
        _here.said = None


def append(topic: str, event: Event, *, by: str = "", cid: str | None = None) -> Entry:
    """Say something in a topic, as part of the open transaction. (topic, by, cid) can be said once only."""
    kind = registry.topics[topic.partition(":")[0]]
    if kind.events.get(event.kind) is not type(event):
        raise ValueError(f"{event.kind} is not an event of {kind.name}:")
    entry = Entry(topic, event, by, cid)
    _open().entries.append(entry)
    return entry


def touch(topic: str, kind: str) -> None:
    """Say that a state is no longer what it was: after the commit it is computed anew and sent."""
    if _here.said is None:
        with transaction():
            touch(topic, kind)
        return
    if (topic, kind) not in _here.said.touched:
        _here.said.touched.append((topic, kind))


def lossy(topic: str, remark: Lossy, *, by: str = "") -> None:
    """Say something that need not arrive; after the commit where a transaction is open, else at once."""
    said = (topic, encode(LossyFrame(topic, remark.kind, remark, by or UNSET)))
    if _here.said is None:
        home.tell(Batch(lossy=[said]))
    else:
        _here.said.lossy.append(said)


def redact(topic: str, seq: int) -> None:
    """Blank what an entry said; its number and kind stay. Raises Gone where there is no such entry."""
    _open()
    if not LogEntry.objects.filter(topic__name=topic, seq=seq).update(payload="{}"):
        raise Gone


def revoke(key: str, topic: str | None = None) -> None:
    """After the commit let every process ask again whether this principal may be in the topic, and drop it if
    not; without a topic close all its sockets with 4003, so that it has to sign in anew."""
    append(HUB, Revoked(key, topic))


# Reading ------------------------------------------------------------------------------------------


def head(topic: str) -> int:
    """Return the topic's last number, 0 when nothing was said yet."""
    return heads([topic]).get(topic, (0, 0))[0]


def heads(topics: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Return last number and state version of each topic that has any, in one query."""
    names = ", ".join(["%s"] * len(topics)) or "NULL"
    rows = _rows(f"SELECT name, head, version FROM {_TOPICS} WHERE name IN ({names})", topics)  # noqa: S608
    return {name: (number, version) for name, number, version in rows}


def first_seq(topic: str, author: str, cid: str) -> int | None:
    """Return the number under which this author said this `cid`, if so."""
    rows = _rows(
        f"SELECT seq FROM {_ENTRIES} JOIN {_TOPICS} ON {_TOPICS}.id = topic_id "  # noqa: S608
        "WHERE name = %s AND author = %s AND cid = %s",
        (topic, author, cid),
    )
    return rows[0][0] if rows else None


def read_after(topic: str, seq: int, limit: int = PAGE) -> list[dict[str, Any]]:
    """Return the event frames that follow a number, ascending."""
    return [msgspec.json.decode(frame) for _, frame in frames_after(topic, seq, limit)]


def read_before(topic: str, before: int | None, limit: int) -> list[dict[str, Any]]:
    """Return the last event frames before a number (None: the newest), ascending."""
    return [msgspec.json.decode(frame) for _, frame in frames_before(topic, before, limit)]


def frames_after(topic: str, seq: int, limit: int = PAGE) -> list[tuple[int, bytes]]:
    """Return numbers and ready frames that follow a number, ascending."""
    return _frames(topic, LogEntry.objects.filter(topic__name=topic, seq__gt=seq).order_by("seq")[:limit])


def frames_before(topic: str, before: int | None, limit: int) -> list[tuple[int, bytes]]:
    """Return the last numbers and ready frames before a number, ascending."""
    entries = LogEntry.objects.filter(topic__name=topic).order_by("-seq")
    if before is not None:
        entries = entries.filter(seq__lt=before)
    return _frames(topic, entries[:limit])[::-1]


def _frames(topic: str, entries: Any) -> list[tuple[int, bytes]]:
    rows = entries.values_list("seq", "kind", "at", "author", "payload")
    return [(seq, event_frame(topic, seq, kind, at, by, said.encode())) for seq, kind, at, by, said in rows]


# Inside -------------------------------------------------------------------------------------------

# What every sign-in and every send asks is written by hand: 20 µs each where the ORM takes 200 to 300.
_TOPICS, _ENTRIES = Topic._meta.db_table, LogEntry._meta.db_table


def _rows(sql: str, values: Sequence[str | int]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


class _SaidBefore(Exception):
    """The database refused an entry: its (topic, author, cid) is there already."""


def _open() -> _Said:
    if _here.said is None:
        raise RuntimeError("append only inside log.transaction()")
    return _here.said


@contextmanager
def _joined(said: _Said) -> Iterator[None]:
    sizes = said.sizes()
    try:
        with database.atomic():
            yield
    except BaseException:
        said.forget_since(sizes)
        raise


def _flush(said: _Said) -> None:
    if not any(said.sizes()):
        return
    advanced = _advance(said)
    touched = [(topic, kind, advanced[topic].version) for topic, kind in said.touched]
    batch = Batch(_write(said.entries, advanced), touched, said.lossy)
    database.on_commit(partial(home.tell, batch))


class _Row(NamedTuple):
    """A topic's row after it was counted up."""

    pk: int
    head: int
    version: int


def _advance(said: _Said) -> dict[str, _Row]:
    """Count every topic up, in the order of the names."""
    numbers = Counter(entry.topic for entry in said.entries)
    versions = {topic for topic, _ in said.touched}
    rows = [(name, numbers[name], int(name in versions)) for name in sorted({*numbers, *versions})]
    advanced: dict[str, _Row] = {}
    for start in range(0, len(rows), TOPICS_AT_ONCE):
        advanced |= _count_up(rows[start : start + TOPICS_AT_ONCE])
    return advanced


def _count_up(rows: list[tuple[str, int, int]]) -> dict[str, _Row]:
    values = ", ".join(["(%s, %s, %s)"] * len(rows))
    counted = _rows(
        f"INSERT INTO {_TOPICS} (name, head, version) VALUES {values} ON CONFLICT (name) DO UPDATE "  # noqa: S608
        f"SET head = {_TOPICS}.head + excluded.head, version = {_TOPICS}.version + excluded.version "
        "RETURNING name, id, head, version",
        [value for row in rows for value in row],
    )
    return {name: _Row(*counts) for name, *counts in counted}


def _write(entries: list[Entry], advanced: dict[str, _Row]) -> list[tuple[str, int, bytes]]:
    """Number the entries and insert them; return their ready frames."""
    now = timezone.now()
    left = Counter(entry.topic for entry in entries)
    rows, frames = [], []
    for entry in entries:
        left[entry.topic] -= 1
        row = advanced[entry.topic]
        entry.seq = row.head - left[entry.topic]
        kind, said = entry.event.kind, payload(entry.event)
        values = {"kind": kind, "payload": said.decode(), "author": entry.author, "cid": entry.cid, "at": now}
        rows.append(LogEntry(topic_id=row.pk, seq=entry.seq, **values))
        frame = event_frame(entry.topic, entry.seq, kind, now, entry.author, said)
        frames.append((entry.topic, entry.seq, frame))
    try:
        LogEntry.objects.bulk_create(rows, batch_size=TOPICS_AT_ONCE)
    except IntegrityError as error:
        raise _SaidBefore from error
    return frames


def _raise_repeated(said: _Said, error: _SaidBefore) -> None:
    for entry in said.entries:
        seq = entry.cid and first_seq(entry.topic, entry.author, entry.cid)
        if seq:
            raise Repeated(seq) from error
    raise error.__cause__ or error

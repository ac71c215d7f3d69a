"""The log: what was said in each topic, numbered without gaps in the transaction of its effect.

Appends are gathered and written as the transaction's last statements, in bulk and sorted by topic name, so that
locks are short and always taken in the same order. Hubs are woken after the commit; waking may fail without harm.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from django.db import IntegrityError
from django.db import transaction as database
from django.utils import timezone

from forum.live import past, registry
from forum.live.errors import Gone
from forum.live.frames import UNSET, Event, Lossy, LossyFrame, encode, event_frame, payload
from forum.live.ledger import Unnumbered, write
from forum.live.models import LogEntry
from forum.live.wakeups import Batch, home

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
    """A principal's right to a topic is to be asked for again; without a topic everything ends, unless who it is shall
    be asked `again`, or only one of its sessions is over."""

    kind = "hub.revoked"
    key: str
    topic: str | None = None
    session: str | None = None
    again: bool = False


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
def transaction(*, savepoint: bool = True) -> Iterator[None]:
    """Open a transaction in which may be appended, or join the open one: what an inner one did and gathered is
    forgotten when it fails; without a `savepoint`, which costs two statements, the open one fails with it.
    Raises `Repeated` when a `cid` turns out to have been said before."""
    if _here.said is not None:
        with _joined(_here.said, savepoint):
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
    not; without a topic close all its sockets with 4003. Whoever connects after the commit is not meant."""
    append(HUB, Revoked(key, topic))


def recheck(key: str) -> None:
    """After the commit let every process ask again who this principal is: what was given is there at once, what was
    taken ends, and who is nobody any more is closed with 4003."""
    append(HUB, Revoked(key, again=True))


def end_session(key: str, session: str) -> None:
    """After the commit close this principal's sockets that were opened with this session, by its digest, with 4001:
    whoever signed out on this device is told to sign in."""
    append(HUB, Revoked(key, session=session))


# Inside -------------------------------------------------------------------------------------------


class _SaidBefore(Exception):
    """The database refused an entry: its (topic, author, cid) is there already."""


def _open() -> _Said:
    if _here.said is None:
        raise RuntimeError("append only inside log.transaction()")
    return _here.said


@contextmanager
def _joined(said: _Said, savepoint: bool) -> Iterator[None]:
    sizes = said.sizes()
    try:
        with database.atomic(savepoint=savepoint):
            yield
    except BaseException:
        said.forget_since(sizes)
        raise


def _flush(said: _Said) -> None:
    if not any(said.sizes()):
        return
    now, bodies = timezone.now(), [payload(entry.event) for entry in said.entries]
    unnumbered = [
        Unnumbered(entry.topic, entry.event.kind, body.decode(), entry.author, entry.cid)
        for entry, body in zip(said.entries, bodies, strict=True)
    ]
    try:
        written = write(unnumbered, (topic for topic, _ in said.touched), at=now)
    except IntegrityError as error:
        raise _SaidBefore from error
    batch = Batch(
        list(_frames(said.entries, bodies, written.numbers, now)),
        [(topic, kind, written.versions[topic]) for topic, kind in said.touched],
        said.lossy,
    )
    database.on_commit(partial(home.tell, batch))


def _frames(
    entries: list[Entry], bodies: list[bytes], numbers: list[int], at: datetime
) -> Iterator[tuple[str, int, bytes]]:
    """Number the entries and yield their ready frames."""
    for entry, body, seq in zip(entries, bodies, numbers, strict=True):
        entry.seq = seq
        yield entry.topic, seq, event_frame(entry.topic, seq, entry.event.kind, at, entry.author, body)


def _raise_repeated(said: _Said, error: _SaidBefore) -> None:
    for entry in said.entries:
        seq = entry.cid and past.first_seq(entry.topic, entry.author, entry.cid)
        if seq:
            raise Repeated(seq) from error
    raise error.__cause__ or error

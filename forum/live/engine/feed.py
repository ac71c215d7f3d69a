"""A topic with people in it, in one process: cursors, the acknowledgement window, inline delivery.

A client in a topic has a seat. A *live* seat is written to inline; any other is behind and is fed from the log
(by the hub) until it has caught up. Every event goes out exactly once and in order, because a seat takes number
n + 1 only after n.
"""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from forum.live.endings import Ending
from forum.live.engine.outlet import Frame, Outlet
from forum.live.frames import Control, encode
from forum.live.principal import Principal, Proof

WINDOW_EVENTS = 300
WINDOW_BYTES = 256 * 1024
EARLY_EVENTS = 300
REMEMBER_SECONDS = 15.0
NO_STATE = -1
"""The version of a seat that is to be given every state, also those never touched, which have version 0."""


class Client:
    """One socket after `hello`: who it is, its seats, and how much of what was sent it has acknowledged.

    `since` is how far the log of rights had come when it was recognized: no entry up to there is about it.
    """

    __slots__ = (
        "close",
        "lagging",
        "outlet",
        "principal",
        "progress_at",
        "proof",
        "seats",
        "since",
        "unacked",
        "unacked_bytes",
    )

    def __init__(
        self, principal: Principal, outlet: Outlet, close: Callable[[Ending], None], proof: Proof, since: int
    ) -> None:
        self.principal = principal
        self.proof = proof
        self.since = since
        self.outlet = outlet
        self.close = close
        self.seats: dict[str, Seat] = {}
        self.lagging: set[Seat] = set()
        self.unacked = 0
        self.unacked_bytes = 0
        self.progress_at = 0.0

    @property
    def room(self) -> int:
        """How many more events may be written before the client acknowledges some."""
        return 0 if self.unacked_bytes >= WINDOW_BYTES else WINDOW_EVENTS - self.unacked

    @property
    def has_room_again(self) -> bool:
        """Tell whether half the window is free, so that feeding is worth a query."""
        return self.unacked * 2 <= WINDOW_EVENTS and self.unacked_bytes * 2 <= WINDOW_BYTES

    def set_aside(self, seat: Seat) -> None:
        """Remember a seat that gets nothing more until some of what was sent is acknowledged."""
        if not self.lagging:
            self.progress_at = time.monotonic()
        self.lagging.add(seat)

    def control(self, kind: str, **details: Any) -> None:
        """Ask something of the client itself."""
        self.outlet.write(Frame(encode(Control(kind, details))))


class Seat:
    """A client's place in a topic: `cursor` is the last number written to it."""

    __slots__ = ("barred", "client", "cursor", "feed", "is_fed", "sizes", "version")

    def __init__(self, client: Client, feed: Feed, cursor: int, version: int) -> None:
        self.client = client
        self.feed = feed
        self.cursor = cursor
        self.version = version
        self.is_fed = False
        self.barred = 0
        self.sizes: deque[int] = deque()

    @property
    def is_taken(self) -> bool:
        """Tell whether the client still sits here; joining again or leaving gives the seat up."""
        return self.client.seats.get(self.feed.name) is self

    @property
    def may_be_fed(self) -> bool:
        """Tell whether events may go to this seat: it is taken, and no question about its right is open."""
        return self.is_taken and not self.barred

    def give_log(self, events: list[tuple[int, bytes]]) -> None:
        """Write consecutive events read from the log, as far as there is room."""
        client = self.client
        for seq, data in events:
            if client.room <= 0:
                break
            self.cursor = seq
            self.sizes.append(len(data))
            client.unacked += 1
            client.unacked_bytes += len(data)
            client.outlet.write(Frame(data))

    def acknowledge(self, seq: int) -> None:
        """Free the window up to `seq`: only what was sent, never backwards."""
        freed = min(seq, self.cursor) - (self.cursor - len(self.sizes))
        if freed > 0:
            self.client.unacked -= freed
            self.client.unacked_bytes -= sum(self.sizes.popleft() for _ in range(freed))
            self.client.progress_at = time.monotonic()

    def clear(self) -> None:
        """Take back what is unacknowledged: nobody will acknowledge it any more."""
        self.client.unacked -= len(self.sizes)
        self.client.unacked_bytes -= sum(self.sizes)
        self.client.lagging.discard(self)
        self.sizes.clear()


class Feed:
    """One topic in this process. `sent` is the last number handed to all live seats, `head` the last one known
    to exist, `version` that of the last touch known, without a gap."""

    __slots__ = ("early", "head", "is_filling", "listener", "live", "name", "seats", "sent", "stale", "states",
                 "version", "watchers")  # fmt: skip

    def __init__(self, name: str, sent: int = 0, version: int = 0) -> None:
        self.name = name
        self.sent = self.head = sent
        self.version = version
        self.seats: set[Seat] = set()
        self.live: dict[Seat, None] = {}
        self.early: dict[int, bytes] = {}
        self.is_filling = False
        self.states: dict[str, tuple[int, Frame]] = {}
        self.stale: dict[str, bool] = {}
        self.watchers: set[asyncio.Future[None]] = set()
        self.listener: Callable[[int, bytes], None] | None = None

    @property
    def is_needed(self) -> bool:
        """Tell whether anybody follows the topic here."""
        return bool(self.seats or self.watchers or self.listener)

    @property
    def has_gap(self) -> bool:
        """Tell whether something exists that the live seats have not been given."""
        return self.sent < self.head

    # Seats

    def seat(self, client: Client, cursor: int, version: int) -> Seat:
        """Give a client a seat, behind until `go_live`; a seat it has here is given up."""
        self.unseat(client)
        seat = client.seats[self.name] = Seat(client, self, cursor, version)
        self.seats.add(seat)
        return seat

    def unseat(self, client: Client) -> bool:
        """Take a client's seat away at once; return whether it had one."""
        seat = client.seats.pop(self.name, None)
        if seat is None:
            return False
        seat.clear()
        self.seats.discard(seat)
        self.live.pop(seat, None)
        return True

    def pause(self, seat: Seat) -> None:
        """Stop writing inline to a seat; it stays taken."""
        if seat in self.live:
            del self.live[seat]
            seat.version = NO_STATE

    def go_live(self, seat: Seat) -> bool:
        """Write inline from now on, if the seat has everything; with it goes what changed while it was behind."""
        if seat.cursor < self.sent:
            return False
        if not self._is_heard:
            self.skip_to(seat.cursor)
        self.live[seat] = None
        for version, frame in self.states.values():
            if version > seat.version:
                seat.client.outlet.write(frame)
        return True

    # What is said

    def hear(self, seq: int, data: bytes) -> None:
        """Take an event in any order; deliver whatever is next in order, keep what came early."""
        self.learn(seq)
        if self.sent < seq:
            if seq == self.sent + 1 or len(self.early) < EARLY_EVENTS:
                self.early[seq] = data
            while (following := self.early.pop(self.sent + 1, None)) is not None:
                self._deliver(self.sent + 1, following)

    def hear_log(self, entries: list[tuple[int, bytes]]) -> None:
        """Take consecutive events read from the log; the listener hears of these only."""
        for seq, data in entries:
            if seq == self.sent + 1:
                self._deliver(seq, data)
                if self.listener is not None:
                    self.listener(seq, data)
        self.early = {seq: data for seq, data in self.early.items() if seq > self.sent}

    def learn(self, head: int) -> None:
        """Take note that the topic has come to this number."""
        if head <= self.head:
            return
        self.head = head
        if not self._is_heard:
            self.skip_to(head)
        for watcher in self.watchers:
            if not watcher.done():
                watcher.set_result(None)

    @property
    def _is_heard(self) -> bool:
        return bool(self.live) or self.listener is not None

    def skip_to(self, seq: int) -> None:
        """Nobody is written to inline; whoever catches up finds everything in the log, which has no gaps."""
        self.sent = seq
        self.head = max(self.head, seq)
        self.early.clear()

    def show(self, kind: str, version: int, data: bytes) -> None:
        """Send a state, unless one at least as new was sent."""
        known = self.states.get(kind)
        if known is not None and known[0] >= version:
            return
        frame = Frame(data)
        self.states[kind] = (version, frame)
        for seat in self.live:
            seat.client.outlet.write(frame)

    def remark(self, data: bytes) -> None:
        """Send a lossy frame to everybody who keeps up."""
        frame = Frame(data)
        for seat in self.live:
            if not seat.client.lagging:
                seat.client.outlet.write(frame)

    def _deliver(self, seq: int, data: bytes) -> None:
        """Hand one event to all live seats. The hot path: no query, no check of rights, no task."""
        self.sent = seq
        frame = Frame(data)
        size = len(data)
        full = []
        for seat in self.live:
            client = seat.client
            if seat.cursor >= seq:
                continue
            if client.unacked >= WINDOW_EVENTS or client.unacked_bytes >= WINDOW_BYTES:
                full.append(seat)
                continue
            seat.cursor = seq
            seat.sizes.append(size)
            client.unacked += 1
            client.unacked_bytes += size
            client.outlet.write(frame)
        for seat in full:
            self.pause(seat)
            seat.client.set_aside(seat)


class Passed:
    """Numbers heard lately of topics nobody here followed: somebody may just be reading their head."""

    def __init__(self) -> None:
        self._now: dict[str, int] = {}
        self._before: dict[str, int] = {}
        self._since = 0.0

    def note(self, topic: str, number: int) -> None:
        """Remember a number for a while."""
        now = time.monotonic()
        if now - self._since > REMEMBER_SECONDS:
            self._before, self._now, self._since = self._now, {}, now
        self._now[topic] = max(number, self._now.get(topic, 0))

    def last(self, topic: str) -> int:
        """Return the greatest number remembered, or 0."""
        return max(self._now.get(topic, 0), self._before.get(topic, 0))

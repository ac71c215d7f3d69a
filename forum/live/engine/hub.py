"""One hub per process: hears what was committed anywhere, hands it to the sockets here, heals what was lost.

Lives on the event loop; threads reach it through `wire.home`. Everything it holds can be rebuilt from the database.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from forum.live import endings, log, past, threads
from forum.live.engine import ticker
from forum.live.engine.feed import NO_STATE, Client, Feed, Passed, Seat
from forum.live.engine.healing import Healing
from forum.live.engine.porch import Porch
from forum.live.engine.queries import Entered
from forum.live.engine.rights import Rights
from forum.live.engine.roll import Roll
from forum.live.engine.states import States
from forum.live.engine.wire import Wire
from forum.live.wakeups import Batch, home

logger = logging.getLogger(__name__)

RECONCILE_SECONDS = 2.0
STUCK_SECONDS = 20.0
SOCKETS_PER_PERSON = 6


class Hub:
    """The feeds and clients of one event loop. `is_home` hears the threads of its process, too."""

    def __init__(self, layer: Any = None, *, is_home: bool = True) -> None:
        self.is_home = is_home
        self.is_draining = False
        self.ready = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self.feeds: dict[str, Feed] = {}
        self.clients: dict[str, list[Client]] = {}
        self.loop = asyncio.get_running_loop()
        self.wire = Wire(self.hear, layer)
        self.rights = Rights(self)
        self.porch = Porch(self.spawn)
        self._roll = Roll()
        self._states = States(self.spawn)
        self._healing = Healing(self.spawn, self.counts)
        self._passed_numbers = Passed()
        self._passed_versions = Passed()
        self._tasks: set[asyncio.Task[None]] = set()

    def start(self) -> None:
        """Begin to hear, to heal, to keep presence and to do what is due."""
        self.wire.start()
        if self.is_home:
            home.move_in(self.loop, self.take)
            self.spawn(ticker.tick_for_ever())
        self.spawn(self._reconcile_for_ever())
        self.spawn(self._roll.keep())

    async def stop(self) -> None:
        """End every task; the sockets are their server's to close."""
        home.move_out(self.loop)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.wire.stop()

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task that lives as long as the hub at most."""
        task = self.loop.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    # What was said

    def take(self, batch: Batch) -> None:
        """Hear what was committed in this process, and tell the others."""
        self.hear(batch)
        self.wire.send(batch)

    def hear(self, batch: Batch) -> None:
        """Hand everything on to those who are here; what comes twice or late does no harm."""
        for topic, seq, data in batch.events:
            if topic == log.HUB:
                self.rights.heed(seq, data)  # whatever is missing before it: rights end at once
            feed = self.feeds.get(topic)
            if feed is None:
                self._passed_numbers.note(topic, seq)
            else:
                feed.hear(seq, data)
                self._healing.fill(feed)
        for topic, kind, version in batch.touched:
            feed = self.feeds.get(topic)
            if feed is None:
                self._passed_versions.note(topic, version)
            else:
                self._states.touched(feed, kind, version)
        for topic, data in batch.lossy:
            if topic in self.feeds:
                self.feeds[topic].remark(data)

    async def wait_for(self, topic: str, after: int, version: int, seconds: float) -> None:
        """Return when the topic may have something after this number, or the time is over. Number and version are
        what the database has just said, for everybody else who follows the topic goes on from there, too."""
        feed = self._feed(topic, after, version)
        watcher: asyncio.Future[None] = self.loop.create_future()
        feed.watchers.add(watcher)
        try:
            if feed.head <= after:
                with suppress(TimeoutError):
                    async with asyncio.timeout(seconds):
                        await watcher
        finally:
            feed.watchers.discard(watcher)
            self._tidy(feed)

    # Clients and their seats

    def welcome(self, client: Client) -> None:
        """Count a client in; whoever opens one socket too many loses the oldest."""
        own = self.clients.setdefault(client.principal.key, [])
        own.append(client)
        if len(own) > SOCKETS_PER_PERSON:
            own[0].control("replaced")
            own[0].close(endings.REPLACED)

    def bid_farewell(self, client: Client) -> None:
        """Forget a client and free its seats."""
        for topic in list(client.seats):
            self.leave(client, topic, is_meant=False)
        own = self.clients.get(client.principal.key, [])
        if client in own:
            own.remove(client)
            if not own:
                del self.clients[client.principal.key]

    def seat(self, client: Client, topic: str, entered: Entered, after: int | None) -> Seat:
        """Give a client a seat after what it has seen; `follow` it once the client has been told."""
        feed = self._feed(topic, entered.seq, entered.version)
        if topic not in client.seats:
            self._roll.enter(topic, client.principal.key)
        cursor = entered.seq if after is None or entered.is_reset else after
        seat = feed.seat(client, cursor, entered.version)
        self._go_on(client)
        return seat

    def show_again(self, seat: Seat) -> None:
        """Let a seat that comes back have every state of its topic: what it missed of them is in no log."""
        seat.version = NO_STATE
        self._states.complete(seat.feed)

    def follow(self, seat: Seat, events: list[tuple[int, bytes]]) -> None:
        """Let a seat begin with the events read already, catch up and go live."""
        if seat.may_be_fed:
            seat.give_log(events)
        self._healing.follow(seat)

    def hold(self, seat: Seat) -> None:
        """Let nothing more go to a seat until it is released as often as it was held."""
        seat.barred += 1
        seat.feed.pause(seat)

    def release(self, seat: Seat) -> None:
        """Let a held seat go on from its cursor."""
        seat.barred -= 1
        self._healing.follow(seat)

    def leave(self, client: Client, topic: str, *, is_meant: bool) -> None:
        """Free a client's seat in a topic, if it has one."""
        feed = self.feeds.get(topic)
        if feed is not None and feed.unseat(client):
            self._roll.leave(topic, client.principal.key, is_meant=is_meant)
            self._tidy(feed)
            self._go_on(client)

    def acknowledge(self, client: Client, topic: str, seq: int) -> None:
        """Free the window up to this number."""
        seat = client.seats.get(topic)
        if seat is not None:
            seat.acknowledge(seq)
            self._go_on(client)

    # Healing

    async def reconcile(self) -> None:
        """Compare what was heard with what the database says, in one query, and read what is missing."""
        heads = await threads.working.run(past.heads, [log.HUB, *self.feeds])
        if not self.ready.is_set():
            access = self.feeds[log.HUB] = Feed(log.HUB, heads.get(log.HUB, (0, 0))[0])
            access.listener = self.rights.heed
            self.ready.set()
        for topic, (head, version) in heads.items():
            feed = self.feeds.get(topic)
            if feed is not None:
                self.counts["reconciled"] += head > feed.head
                feed.learn(head)
                self._healing.fill(feed)
                self._states.refresh(feed, version)

    async def _reconcile_for_ever(self) -> None:
        while True:
            try:
                await self.reconcile()
            except Exception as error:
                self.counts["reconcile_failures"] += 1
                logger.warning("heads could not be read, they will be: %r", error)
            self._give_up_on_the_stuck()
            await asyncio.sleep(RECONCILE_SECONDS)

    def _give_up_on_the_stuck(self) -> None:
        limit = time.monotonic() - STUCK_SECONDS
        for client in [one for own in self.clients.values() for one in own if one.lagging]:
            if client.progress_at < limit:
                self.counts["stuck"] += 1
                client.close(endings.LIMITS)

    # Inside

    def _go_on(self, client: Client) -> None:
        """With half the window free, go on with whatever was set aside."""
        if client.lagging and client.has_room_again:
            lagging, client.lagging = client.lagging, set()
            for seat in lagging:
                self._healing.follow(seat)

    def _feed(self, topic: str, seq: int, version: int) -> Feed:
        """Return the topic's feed; a new one goes on where somebody has just read, or been passed by, it."""
        feed = self.feeds.get(topic)
        if feed is None:
            feed = self.feeds[topic] = Feed(topic, seq, version)
            feed.learn(self._passed_numbers.last(topic))
            self._states.refresh(feed, self._passed_versions.last(topic))
        return feed

    def _tidy(self, feed: Feed) -> None:
        if not feed.is_needed and self.feeds.get(feed.name) is feed:
            del self.feeds[feed.name]

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            logger.error("a task of the hub failed", exc_info=task.exception())


_hub: Hub | None = None


def current() -> Hub:
    """Return the hub of this process's event loop; the first to ask starts it."""
    global _hub
    loop = asyncio.get_running_loop()
    if _hub is None or _hub.loop is not loop:
        _hub = Hub()
        _hub.start()
    return _hub

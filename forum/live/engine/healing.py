"""How a process gets what it was not told: the heads compared every 2 s, gaps and seats filled from the log."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

from django.db import Error as DatabaseAway

from forum.live import past, threads
from forum.live.engine.feed import Feed, Seat

logger = logging.getLogger(__name__)

GAP_SECONDS = 0.05
"""A number out of order was mostly overtaken on the wire: wait a moment before asking the log."""
RETRY_SECONDS = 1.0


class Healing:
    """Reads from the log whatever a feed or a seat lacks, one reader for each at a time."""

    def __init__(self, spawn: Callable[[Coroutine[Any, Any, None]], None], counts: Counter[str]) -> None:
        self._spawn = spawn
        self._counts = counts

    def fill(self, feed: Feed) -> None:
        """Read soon what lies between the feed and the head, unless it arrives meanwhile."""
        if feed.has_gap and not feed.is_filling:
            feed.is_filling = True
            self._spawn(self._fill(feed))

    def follow(self, seat: Seat) -> None:
        """Let a seat go live, now or when it has read what it lacks."""
        if seat.may_be_fed and not seat.feed.go_live(seat) and not seat.is_fed:
            seat.is_fed = True
            self._spawn(self._catch_up(seat))

    async def _fill(self, feed: Feed) -> None:
        try:
            await asyncio.sleep(GAP_SECONDS)
            while feed.has_gap and feed.is_needed:
                self._counts["fills"] += 1
                entries = await threads.run(past.frames_after, feed.name, feed.sent)
                feed.hear_log(entries)
                if not entries:
                    break
        except DatabaseAway as error:
            logger.warning("a gap of %s could not be filled, it will be: %r", feed.name, error)
        finally:
            feed.is_filling = False

    async def _catch_up(self, seat: Seat) -> None:
        """Feed one seat; between the last look and going live nothing is awaited."""
        try:
            while seat.may_be_fed and not seat.feed.go_live(seat):
                if seat.client.room <= 0:
                    seat.client.set_aside(seat)
                    return
                events = await self._read_on(seat)
                if seat.may_be_fed:
                    seat.give_log(events)
        finally:
            seat.is_fed = False

    async def _read_on(self, seat: Seat) -> list[tuple[int, bytes]]:
        limit = min(seat.client.room, past.PAGE)
        try:
            events = await threads.run(past.frames_after, seat.feed.name, seat.cursor, limit)
        except DatabaseAway:
            events = []
        if not events:
            await asyncio.sleep(RETRY_SECONDS)
        return events

"""States of this process's topics: computed anew when touched, sent twice a second at most."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from typing import Any

from django.db import Error as DatabaseAway

from forum.live import threads
from forum.live.engine import queries
from forum.live.engine.feed import Feed
from forum.live.registry import topics

STATE_SECONDS = 0.5


class States:
    """Computes each touched state once for all sockets here; every process does so for its own."""

    def __init__(self, spawn: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        self._spawn = spawn

    def touched(self, feed: Feed, kind: str, version: int) -> None:
        """Take note of a commit that made a state untrue; late and doubled notes do no harm."""
        if version == feed.version + 1:
            feed.version = version
        if kind not in feed.states or feed.states[kind][0] < version:
            self._show_soon(feed, kind)

    def refresh(self, feed: Feed, version: int) -> None:
        """Show every state of a topic anew: a note has been missed."""
        if version <= feed.version:
            return
        feed.version = version
        for kind in _kinds(feed):
            self._show_soon(feed, kind)

    def complete(self, feed: Feed) -> None:
        """Show the states of a topic that were not computed here yet."""
        for kind in _kinds(feed):
            if kind not in feed.states:
                self._show_soon(feed, kind)

    def _show_soon(self, feed: Feed, kind: str) -> None:
        if kind not in feed.stale:
            self._spawn(self._show(feed, kind))
        feed.stale[kind] = True

    async def _show(self, feed: Feed, kind: str) -> None:
        """Compute and send, again for as long as it is touched again, with a pause after each time."""
        try:
            while feed.stale[kind] and feed.is_needed:
                feed.stale[kind] = False
                try:
                    feed.show(kind, *await threads.run(queries.state_frame, feed.name, kind))
                except DatabaseAway:
                    feed.stale[kind] = True
                await asyncio.sleep(STATE_SECONDS)
        finally:
            del feed.stale[kind]


def _kinds(feed: Feed) -> Iterable[str]:
    """Return the kinds of states a topic has."""
    kind = topics.get(feed.name.partition(":")[0])
    return kind.states if kind is not None else ()

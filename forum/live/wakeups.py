"""What one commit tells the hubs, and how the threads of a process hand it over. Losing any of it loses nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

from msgspec import Struct


class Batch(Struct, array_like=True):
    """What one commit tells the hubs."""

    events: list[tuple[str, int, bytes]] = []
    """Topic, number and ready frame."""
    touched: list[tuple[str, str, int]] = []
    """Topic and kind of states that are no longer true, and the topic's new version."""
    lossy: list[tuple[str, bytes]] = []
    """Topic and ready frame."""


def _nowhere() -> None:
    """Leave a process without a hub without a way out."""


class Home:
    """Where this process's threads hand their batches: its hub, or what `move_outside` finds when it has none."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._take: Callable[[Batch], None] | None = None
        self.move_outside: Callable[[], None] = _nowhere

    @property
    def loop(self) -> asyncio.AbstractEventLoop | None:
        """The loop that hears this process's threads, if there is one and it runs."""
        return None if self._loop is None or self._loop.is_closed() else self._loop

    def move_in(self, loop: asyncio.AbstractEventLoop, take: Callable[[Batch], None]) -> None:
        """Let `take` hear every batch of this process, on `loop`."""
        self._loop, self._take = loop, take

    def move_out(self, loop: asyncio.AbstractEventLoop) -> None:
        """Nobody hears on this loop any more."""
        if self._loop is loop:
            self._loop = None

    def tell(self, batch: Batch) -> None:
        """Hand a batch over from any thread; never waits, never raises."""
        if self.loop is None:
            self.move_outside()
        loop, take = self._loop, self._take
        if loop is not None and take is not None:
            with suppress(RuntimeError):  # the loop has closed meanwhile: others read the log
                loop.call_soon_threadsafe(take, batch)


home = Home()

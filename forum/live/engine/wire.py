"""The only place that touches the channel layer: wake-ups between processes. Losing any of them loses nothing.

One group, one message per batch to each process; a batch may hold the ready frames, so that nobody has to read.
"""

from __future__ import annotations

import asyncio
import atexit
import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.layers import InMemoryChannelLayer, get_channel_layer
from msgspec import msgpack

from forum.keys import new_key
from forum.live.wakeups import Batch, home

logger = logging.getLogger(__name__)

GROUP = "madang.live"
SEND_SECONDS = 1.0
PAUSE_SECONDS = 0.5
BATCHES_WAITING = 2_000

_encode = msgpack.Encoder().encode
_decode = msgpack.Decoder(Batch).decode


class Wire:
    """The wire of one event loop: sends batches in order, hears those of the others, survives the layer's absence."""

    def __init__(self, hear: Callable[[Batch], None] | None, layer: Any = None) -> None:
        self.layer = layer or get_channel_layer()
        self.hear = hear
        self.failures = 0
        self._name = new_key()
        self._waiting: list[Batch] = []
        self._something = asyncio.Event()
        self._is_sending = False
        self._is_over = False
        self._tasks: list[asyncio.Task[None]] = []

    def start(self) -> None:
        """Begin to send and, where somebody hears, to listen."""
        self._tasks = [asyncio.create_task(self._send_for_ever())]
        if self.hear is not None:
            self._tasks.append(asyncio.create_task(self._hear_for_ever()))

    async def stop(self) -> None:
        """End both tasks; what still waits is dropped, the log has it."""
        self._is_over = True  # redis-py may take a cancellation for a broken connection and swallow it
        self._something.set()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def send(self, batch: Batch) -> None:
        """Put a batch on the wire soon; drop it when the layer is too far behind."""
        if len(self._waiting) < BATCHES_WAITING:
            self._waiting.append(batch)
            self._something.set()

    async def settled(self) -> None:
        """Return when nothing waits any more."""
        while self._waiting or self._is_sending:
            await asyncio.sleep(0.01)

    async def _send_for_ever(self) -> None:
        while not self._is_over:
            await self._something.wait()
            self._something.clear()
            batches, self._waiting = self._waiting, []
            self._is_sending = True
            for batch in batches:
                await self._send(batch)
            self._is_sending = False

    async def _send(self, batch: Batch) -> None:
        message = {"type": "live.batch", "from": self._name, "batch": _encode(batch)}
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await self.layer.group_send(GROUP, message)
        except Exception as error:
            self._failed("send", error)

    async def _hear_for_ever(self) -> None:
        while not self._is_over:
            try:
                channel = await self.layer.new_channel()
                await self.layer.group_add(GROUP, channel)
                while not self._is_over:
                    self._heard(await self.layer.receive(channel))
            except Exception as error:
                self._failed("receive", error)
                await asyncio.sleep(PAUSE_SECONDS)

    def _heard(self, message: dict[str, Any]) -> None:
        try:
            if self.hear is not None and message["from"] != self._name:
                self.hear(_decode(message["batch"]))
        except Exception:
            logger.exception("a batch from the wire was not understood")

    def _failed(self, what: str, error: Exception) -> None:
        self.failures += 1
        if self.failures % 100 == 1:
            logger.warning("the channel layer does not %s (%d so far): %r", what, self.failures, error)


# A process without a hub --------------------------------------------------------------------------

_moving = threading.Lock()


def _move_outside() -> None:
    """Start a thread for a process without a hub (a command, a WSGI worker), where anybody else could hear."""
    if isinstance(get_channel_layer(), InMemoryChannelLayer):
        return
    with _moving:
        if home.loop is None:
            ready = threading.Event()
            threading.Thread(target=_run_outside, args=(ready,), name="live-wire", daemon=True).start()
            ready.wait()


def _run_outside(ready: threading.Event) -> None:
    async def run() -> None:
        wire = Wire(hear=None)
        wire.start()
        home.move_in(asyncio.get_running_loop(), wire.send)
        atexit.register(_settle, wire)
        ready.set()
        await asyncio.Event().wait()

    asyncio.run(run())


def _settle(wire: Wire) -> None:
    """Give a short-lived command's last batches a moment to leave."""
    if home.loop is not None:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(wire.settled(), home.loop).result(SEND_SECONDS)


home.move_outside = _move_outside

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
from msgspec import Struct, msgpack

from forum.keys import new_key

logger = logging.getLogger(__name__)

GROUP = "madang.live"
SEND_SECONDS = 1.0
PAUSE_SECONDS = 0.5
BATCHES_WAITING = 2_000


class Batch(Struct, array_like=True):
    """What one commit tells the hubs."""

    events: list[tuple[str, int, bytes]] = []
    """Topic, number and ready frame."""
    touched: list[tuple[str, str, int]] = []
    """Topic and kind of states that are no longer true, and the topic's new version."""
    lossy: list[tuple[str, bytes]] = []
    """Topic and ready frame."""


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


# How threads reach it -----------------------------------------------------------------------------


class Home:
    """Where this process's threads hand their batches: its hub, or a loop of their own when it has none."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._take: Callable[[Batch], None] | None = None
        self._lock = threading.Lock()

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
        if self.loop is None and not self._open_own():
            return
        loop, take = self._loop, self._take
        if loop is not None and take is not None:
            with suppress(RuntimeError):  # the loop has closed meanwhile: others read the log
                loop.call_soon_threadsafe(take, batch)

    def _open_own(self) -> bool:
        """Start a thread for a process without a hub (a command, a WSGI worker), where anybody else could hear."""
        if isinstance(get_channel_layer(), InMemoryChannelLayer):
            return False
        with self._lock:
            if self.loop is None:
                ready = threading.Event()
                threading.Thread(target=self._run_own, args=(ready,), name="live-wire", daemon=True).start()
                ready.wait()
        return True

    def _run_own(self, ready: threading.Event) -> None:
        async def run() -> None:
            wire = Wire(hear=None)
            wire.start()
            self.move_in(asyncio.get_running_loop(), wire.send)
            atexit.register(self._settle, wire)
            ready.set()
            await asyncio.Event().wait()

        asyncio.run(run())

    def _settle(self, wire: Wire) -> None:
        """Give a short-lived command's last batches a moment to leave."""
        if self.loop is not None:
            with suppress(TimeoutError):
                asyncio.run_coroutine_threadsafe(wire.settled(), self.loop).result(SEND_SECONDS)


home = Home()

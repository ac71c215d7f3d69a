"""The way out to one client: ready-made frames where the server offers them, else plain ASGI, driven on the spot."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Generator
from typing import Any, Protocol

EXTENSION = "madang.frames"
BUFFERED_BYTES = 1024 * 1024
"""A client that lets so much lie unread and still asks for more is given up."""
BUFFERED_FRAMES = 1_000


class Frame:
    """One text frame, made once for all sockets of the process, in the two shapes they take it."""

    __slots__ = ("data", "message", "ready")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.ready: bytes | None = None
        self.message: dict[str, Any] | None = None


class Outlet(Protocol):
    """Where frames for one client go, in order; `is_full` when it does not take them away."""

    def write(self, frame: Frame) -> None: ...

    @property
    def is_full(self) -> bool: ...


class ReadyOutlet:
    """Writes prepared frames straight to the server's transport."""

    __slots__ = ("_frames", "_prepare", "_write")

    def __init__(self, frames: Any) -> None:
        self._frames = frames
        self._prepare: Callable[[bytes], bytes] = frames.prepare
        self._write: Callable[[bytes], None] = frames.write

    def write(self, frame: Frame) -> None:
        """Hand the frame to the kernel, or to the transport's buffer."""
        ready = frame.ready
        if ready is None:
            ready = frame.ready = self._prepare(frame.data)
        self._write(ready)

    @property
    def is_full(self) -> bool:
        """Tell whether far too much lies unread."""
        return bool(self._frames.buffered > BUFFERED_BYTES)


class PlainOutlet:
    """Drives the server's ASGI `send` to its end without a task; only where it waits, a task takes over."""

    __slots__ = ("_send", "_task", "_waiting")

    def __init__(self, send: Callable[[dict[str, Any]], Awaitable[None]]) -> None:
        self._send = send
        self._waiting: deque[dict[str, Any]] = deque()
        self._task: asyncio.Task[None] | None = None

    def write(self, frame: Frame) -> None:
        """Send now, or after what already waits."""
        message = frame.message
        if message is None:
            message = frame.message = {"type": "websocket.send", "text": frame.data.decode()}
        if self._task is not None:
            self._waiting.append(message)
            return
        sending = self._send(message).__await__()
        try:
            waits_for = next(sending)
        except StopIteration:
            return
        except Exception:  # the socket is gone; its handler hears of it by itself
            return
        self._task = asyncio.create_task(self._send_on(_Resumed(sending, waits_for)))

    @property
    def is_full(self) -> bool:
        """Tell whether far too much lies unread."""
        return len(self._waiting) > BUFFERED_FRAMES

    async def _send_on(self, started: Awaitable[None]) -> None:
        try:
            await started
            while self._waiting:
                await self._send(self._waiting.popleft())
        except Exception:
            self._waiting.clear()
        finally:
            self._task = None


class _Resumed:
    """A half-driven coroutine, awaited to its end by somebody else."""

    def __init__(self, sending: Generator[Any, Any, None], waits_for: Any) -> None:
        self._sending = sending
        self._waits_for = waits_for

    def __await__(self) -> Generator[Any, Any, None]:
        waits_for = self._waits_for
        while True:
            try:
                try:
                    result = yield waits_for
                except BaseException as error:
                    waits_for = self._sending.throw(error)
                else:
                    waits_for = self._sending.send(result)
            except StopIteration:
                return


def outlet(scope: dict[str, Any], send: Callable[[dict[str, Any]], Awaitable[None]]) -> Outlet:
    """Return the best way out that this server offers."""
    frames = (scope.get("extensions") or {}).get(EXTENSION)
    return PlainOutlet(send) if frames is None else ReadyOutlet(frames)

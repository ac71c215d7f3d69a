"""A socket without a server: a `Client` on a hub of this process, frame by frame."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

from forum.live.engine.conversation import Conversation
from forum.live.engine.hub import Hub
from forum.live.engine.outlet import Frame
from tests.forum.live.client import Client


class Loopback:
    """Both ends of a socket: what the client sends is heard at once, what the server writes can be read."""

    def __init__(self, hub: Hub) -> None:
        self.close_code: int | None = None
        self._frames: asyncio.Queue[bytes | None] = asyncio.Queue()
        self.conversation = Conversation(hub, self, self._closed, cookie="", address="loopback")

    is_full = False

    def write(self, frame: Frame) -> None:
        self._frames.put_nowait(frame.data)

    async def send(self, text: str) -> None:
        self.conversation.hear(text)

    async def close(self) -> None:
        self.conversation.end()
        self._closed(1000)

    def _closed(self, code: int) -> None:
        self.close_code = self.close_code or code
        self._frames.put_nowait(None)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        while (frame := await self._frames.get()) is not None:
            yield frame


def attach(hub: Hub) -> Client:
    """Return a client of this hub."""
    return Client(Loopback(hub))

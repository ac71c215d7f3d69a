"""A small ASGI application that shows what the server under it does; it runs on any ASGI server."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from typing import Any

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Seen = dict[str, Any]

FLOOD = 4000
FLOOD_TEXT = "x" * 12_000
SIZES = (1, 125, 126, 65_535, 65_536, 200_000)
ROUNDS = 20


def mixed_text(number: int) -> str:
    """Return what `/mixed` sends as its so-manieth message."""
    return str(number).ljust(SIZES[number // 2 % len(SIZES)])


class Probe:
    """One socket behaviour per path; `GET /?name` tells what the socket of that name saw so far."""

    def __init__(self) -> None:
        self.seen: dict[str, dict[str, Any]] = {}
        self.echoes: set[Send] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = self.seen.setdefault(scope["query_string"].decode(), {})
        if scope["type"] == "http":
            await self.page(scope, seen, send)
            return
        frames = scope.get("extensions", {}).get("madang.frames")
        if frames is not None:
            frames.write(frames.prepare(b"before the handshake"))
        await receive()
        await send({"type": "websocket.accept"})
        await getattr(self, scope["path"].strip("/"))(seen, frames, receive, send)

    async def drain(self, seconds: float) -> None:
        """Announce the restart, or hang where the test asks for it."""
        for send in self.echoes:
            await send({"type": "websocket.send", "text": f"back soon, {seconds}"})
        if "PROBE_HANGS" in os.environ:
            await asyncio.Event().wait()

    async def page(self, scope: Scope, seen: Seen, send: Send) -> None:
        """Answer with what was seen and how the request came, `/slow` after a while, `/parts` in several."""
        if scope["path"] == "/slow":
            seen["began"] = True
            await asyncio.sleep(1.5)
        headers = {name.decode(): value.decode() for name, value in scope["headers"]}
        told = {**seen, "client": scope["client"], "scheme": scope["scheme"], "headers": headers}
        await send({"type": "http.response.start", "status": 200, "headers": []})
        for _ in range(2 if scope["path"] == "/parts" else 0):
            await send({"type": "http.response.body", "body": b"a part", "more_body": True})
        await send({"type": "http.response.body", "body": json.dumps(told).encode()})

    async def echo(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        self.echoes.add(send)
        while (message := await receive())["type"] != "websocket.disconnect":
            await send({"type": "websocket.send", "text": message["text"]})
        self.echoes.discard(send)

    async def kind(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Say whether frames can be written, and whether straight to the kernel."""
        await send({"type": "websocket.send", "text": str(frames and frames.is_direct)})
        await receive()

    async def flood(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Send as fast as the server takes it, and count."""
        for number in range(1, FLOOD + 1):
            await send({"type": "websocket.send", "text": FLOOD_TEXT})
            seen |= {"sent": number, "waiting": frames.buffered if frames else None}
        await receive()

    async def mixed(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Send every size, ready frames and ordinary messages taking turns."""
        for number in range(ROUNDS * len(SIZES)):
            text = mixed_text(number)
            if number % 2:
                frames.write(frames.prepare(text.encode()))
            else:
                await send({"type": "websocket.send", "text": text})
        await receive()

    async def pile(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Write to a client that does not read, note each growth of the pile, and that it goes at last."""
        frame = frames.prepare(b"x" * 5000)
        growth: list[int] = []
        while len(growth) < 20:
            before = frames.buffered
            frames.write(frame)
            if before:
                growth.append(frames.buffered - before)
        seen |= {"frame": len(frame), "growth": growth}
        while frames.buffered:
            await asyncio.sleep(0.01)
        seen |= {"emptied": True}
        await receive()

    async def late(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Write to a socket that is closing, and to one that is gone."""
        await receive()
        await send({"type": "websocket.close", "code": 4000})
        frames.write(frames.prepare(b"closing"))
        await send({"type": "websocket.send", "text": "closing"})
        while (await receive())["type"] != "websocket.disconnect":
            pass
        frames.write(frames.prepare(b"gone"))
        seen |= {"late": frames.buffered}

    async def stubborn(self, seen: Seen, frames: Any, receive: Receive, send: Send) -> None:
        """Never end by itself."""
        await send({"type": "websocket.send", "text": "here"})
        await asyncio.Event().wait()


application = Probe()

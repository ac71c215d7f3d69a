"""A scripted live server for the browser's client: serves its files and lets a test play the other side."""

from __future__ import annotations

import asyncio
import contextlib
import json
import mimetypes
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response

ROOT = Path(__file__).resolve().parents[3]
FILES = {"/": Path(__file__).with_name("tab.html"), "/tab.js": Path(__file__).with_name("tab.js")}
STATIC = ROOT / "forum" / "static"
PATIENCE_SECONDS = 10
ME = {"key": "minseo000000", "kind": "person", "name": "Minseo", "roles": []}


class Wire:
    """One connection of the client, answered by hand."""

    def __init__(self, connection: ServerConnection) -> None:
        self._connection = connection
        self._frames: asyncio.Queue[dict[str, Any]] = asyncio.Queue()

    async def read(self) -> None:
        """Gather what the client sends until the connection ends."""
        with contextlib.suppress(ConnectionClosed):
            async for text in self._connection:
                self._frames.put_nowait(json.loads(text))

    async def heard(self, verb: str) -> dict[str, Any]:
        """Return the next frame, which must be this verb."""
        frame = await asyncio.wait_for(self._frames.get(), PATIENCE_SECONDS)
        assert frame["t"] == verb, frame
        return frame

    def is_quiet(self) -> bool:
        """Tell whether everything the client sent was heard."""
        return self._frames.empty()

    async def send(self, **frame: Any) -> None:
        await self._connection.send(json.dumps(frame))

    async def answer(self, request: dict[str, Any], **d: Any) -> None:
        await self.send(t="ok", id=request["id"], d=d)

    async def refuse(self, request: dict[str, Any], code: str, **more: Any) -> None:
        await self.send(t="err", id=request["id"], code=code, **more)

    async def event(self, topic: str, seq: int, k: str = "chat.message", **d: Any) -> None:
        await self.send(t="ev", topic=topic, seq=seq, k=k, at="2026-12-01T01:00:00.000Z", d=d)

    async def greet(self, **topics: dict[str, Any]) -> dict[str, Any]:
        """Answer the client's hello and return it."""
        hello = await self.heard("hello")
        await self.answer(hello, you=ME, now="2026-12-01T01:00:00.000Z", build="test", topics=topics)
        return hello

    async def let_in(self, topic: str, seq: int = 0, **state: Any) -> dict[str, Any]:
        """Answer the client's join of a topic and return it."""
        join = await self.heard("join")
        assert join["topic"] == topic
        await self.answer(join, seq=seq, state=state)
        return join

    async def close(self, code: int = 1012) -> None:
        await self._connection.close(code)

    async def cut(self) -> None:
        """Break the line without a word."""
        self._connection.transport.abort()

    async def ended(self) -> None:
        """Return when the client has hung up."""
        await asyncio.wait_for(self._connection.wait_closed(), PATIENCE_SECONDS)


class Stage:
    """The server: hands out the client's connections in the order they are made."""

    def __init__(self) -> None:
        self._wires: asyncio.Queue[Wire] = asyncio.Queue()
        self.url = ""

    async def wire(self) -> Wire:
        """Return the client's next connection."""
        return await asyncio.wait_for(self._wires.get(), PATIENCE_SECONDS)

    async def is_left_alone(self) -> bool:
        """Tell whether no further connection is made within a moment."""
        await asyncio.sleep(0.2)
        return self._wires.empty()

    async def play(self, connection: ServerConnection) -> None:
        wire = Wire(connection)
        self._wires.put_nowait(wire)
        await wire.read()


def _file(connection: ServerConnection, request: Request) -> Response | None:
    """Answer everything but the live address with a file."""
    if request.path == "/live/":
        return None
    path = FILES.get(request.path) or STATIC / request.path.removeprefix("/static/")
    if not path.is_file():
        return connection.respond(404, "no such file\n")
    kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
    headers = Headers(
        [("Content-Type", kind), ("Content-Length", str(path.stat().st_size)), ("Connection", "close")]
    )
    return Response(200, "OK", headers, path.read_bytes())


@contextlib.asynccontextmanager
async def stage() -> AsyncIterator[Stage]:
    """Run the server on a free port of the loopback."""
    scene = Stage()
    server: Server
    async with serve(scene.play, "127.0.0.1", 0, process_request=_file) as server:
        port = next(iter(server.sockets)).getsockname()[1]
        scene.url = f"http://127.0.0.1:{port}"
        yield scene

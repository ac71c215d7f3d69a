"""A client of the protocol for tests: asks and waits for the answer, and keeps everything else it hears."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeAlias

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosedError

from forum.live import principal

Frame: TypeAlias = dict[str, Any]
PATIENCE_SECONDS = 8.0


def token(key: str, *roles: str, limits: str = "load", ttl_seconds: float = 600) -> str:
    """Return a token by which the room `echo` recognizes somebody."""
    return principal.sign("echo", {"key": key, "roles": list(roles), "limits": limits}, ttl_seconds)


class Client:
    """One socket, of `websockets` or a loopback. `heard` holds every frame that was not an answer, `transcript`
    all of them in the order they came, `asked` the requests by id."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.heard: list[Frame] = []
        self.transcript: list[Frame] = []
        self.asked: dict[str, Frame] = {}
        self.code: int | None = None
        self.patience_seconds = PATIENCE_SECONDS
        self._ids = itertools.count(1)
        self._answers: dict[str, asyncio.Future[Frame]] = {}
        self._news = asyncio.Event()
        self._reading = asyncio.create_task(self._read())

    async def ask(self, verb: str, topic: str | None = None, **d: Any) -> Frame:
        """Send a request and return its answer, `ok` or `err`."""
        number = f"c{next(self._ids)}"
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        self.asked[number] = {"t": verb, "id": number, "d": d} | ({"topic": topic} if topic else {})
        await self.send(self.asked[number])
        return await asyncio.wait_for(answer, self.patience_seconds)

    async def hello(self, key: str, *roles: str, limits: str = "load", **d: Any) -> Frame:
        """Say who it is."""
        hello = {"v": 1, "forum": "forum", "tab": "t", "token": token(key, *roles, limits=limits)} | d
        return await self.ask("hello", None, **hello)

    async def ack(self, topic: str, seq: int) -> None:
        await self.send({"t": "ack", "topic": topic, "d": {"seq": seq}})

    async def send(self, frame: Frame) -> None:
        await self.socket.send(json.dumps(frame, ensure_ascii=False))

    async def until(self, condition: Callable[[Client], Any], seconds: float = PATIENCE_SECONDS) -> Any:
        """Return the condition's value as soon as it is true, looking again with every frame."""

        async def look() -> Any:
            while not (value := condition(self)):
                self._news.clear()
                await self._news.wait()
            return value

        try:
            return await asyncio.wait_for(look(), seconds)
        except TimeoutError:
            raise AssertionError(
                f"not within {seconds} s; heard {self.heard[-5:]}, closed {self.code}"
            ) from None

    async def until_closed(self, seconds: float = PATIENCE_SECONDS) -> int:
        """Return the close code."""
        await self.until(lambda client: client.code is not None, seconds)
        return self.code or 0

    def numbers(self, topic: str) -> list[int]:
        """Return the numbers of the events heard in a topic, in the order they came."""
        return [frame["seq"] for frame in self.heard if frame["t"] == "ev" and frame["topic"] == topic]

    def of(self, kind: str) -> list[Frame]:
        """Return the frames of a kind heard so far."""
        return [frame for frame in self.heard if frame.get("k") == kind]

    async def close(self) -> None:
        await self.socket.close()
        await self._reading

    async def break_off(self) -> None:
        """Disappear without a word."""
        self.socket.transport.abort()
        await self._reading

    async def _read(self) -> None:
        with suppress(ConnectionClosedError):
            async for text in self.socket:
                self._sort(json.loads(text))
                self._news.set()
        self.code = self.socket.close_code
        self._news.set()
        for answer in self._answers.values():
            answer.cancel()

    def _sort(self, frame: Frame) -> None:
        self.transcript.append(frame)
        answer = self._answers.pop(frame["id"], None) if frame["t"] in ("ok", "err") else None
        if answer is None:
            self.heard.append(frame)
        elif not answer.done():
            answer.set_result(frame)


async def dial(url: str, **options: Any) -> Client:
    """Open a socket without saying anything."""
    address = url.replace("http://", "ws://") + "/live/"
    return Client(await connect(address, compression=None, max_size=None, ping_interval=None, **options))


@asynccontextmanager
async def calling(
    url: str, key: str, *roles: str, limits: str = "load", **hello: Any
) -> AsyncIterator[Client]:
    """Dial, say hello, hang up in the end."""
    client = await dial(url)
    try:
        assert (await client.hello(key, *roles, limits=limits, **hello))["t"] == "ok"
        yield client
    finally:
        await client.close()

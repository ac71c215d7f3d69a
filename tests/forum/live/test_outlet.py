"""The way out: one encoding for all, in order, whether the server takes a frame at once or lets it wait."""

from __future__ import annotations

import asyncio
from typing import Any

from forum.live.engine.outlet import Frame, PlainOutlet, ReadyOutlet, outlet


class Frames:
    """What a server offers under `madang.frames`."""

    def __init__(self) -> None:
        self.prepared = 0
        self.written: list[bytes] = []
        self.buffered = 0

    def prepare(self, data: bytes) -> bytes:
        self.prepared += 1
        return b"\x81" + data

    def write(self, frame: bytes) -> None:
        self.written.append(frame)


class Server:
    """An ASGI server whose `send` waits for as long as it is told to."""

    def __init__(self) -> None:
        self.sent: list[str] = []
        self.room = asyncio.Event()
        self.room.set()
        self.is_gone = False

    async def send(self, message: dict[str, Any]) -> None:
        if self.is_gone:
            raise OSError
        if not self.room.is_set():
            await self.room.wait()
        self.sent.append(message["text"])


def test_a_frame_is_prepared_once_for_all() -> None:
    frames = [Frames(), Frames()]
    outlets = [outlet({"extensions": {"madang.frames": one}}, Server().send) for one in frames]
    frame = Frame(b"x")

    for one in outlets:
        one.write(frame)

    assert all(isinstance(one, ReadyOutlet) for one in outlets)
    assert [one.written for one in frames] == [[b"\x81x"], [b"\x81x"]]
    assert sum(one.prepared for one in frames) == 1


def test_whoever_lets_a_megabyte_lie_is_full() -> None:
    frames = Frames()
    assert not ReadyOutlet(frames).is_full
    frames.buffered = 2 * 1024 * 1024
    assert ReadyOutlet(frames).is_full


async def test_plain_asgi_is_driven_on_the_spot() -> None:
    server = Server()
    plain = outlet({}, server.send)

    for text in ("가", "b"):
        plain.write(Frame(text.encode()))

    assert isinstance(plain, PlainOutlet)
    assert server.sent == ["가", "b"]


async def test_what_has_to_wait_keeps_its_order() -> None:
    server = Server()
    plain = PlainOutlet(server.send)
    plain.write(Frame(b"1"))
    server.room.clear()
    for number in range(2, 2000):
        plain.write(Frame(str(number).encode()))
    assert (server.sent, plain.is_full) == (["1"], True)

    server.room.set()
    await asyncio.sleep(0.1)
    plain.write(Frame(b"last"))

    assert server.sent == [*(str(number) for number in range(1, 2000)), "last"]
    assert not plain.is_full


async def test_a_socket_that_is_gone_harms_nobody() -> None:
    server = Server()
    plain = PlainOutlet(server.send)
    server.room.clear()
    plain.write(Frame(b"waits"))
    server.is_gone = True
    plain.write(Frame(b"never"))
    server.room.set()
    await asyncio.sleep(0)
    await asyncio.sleep(0)

    plain.write(Frame(b"gone"))

    assert server.sent == ["waits"]

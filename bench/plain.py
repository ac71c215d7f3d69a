"""B1: the least a fan-out in Python can be. A frame that comes is made ready once and written to every socket,
by asyncio on uvloop. No log, no rights, no acknowledgement. `python -m bench.plain PORT`
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import sys
from typing import cast

import uvloop

GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 1, 8

everybody: set[asyncio.Transport] = set()


class Socket(asyncio.Protocol):
    """One WebSocket, as far as the bench's own client needs it."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._unread = b""

    def connection_lost(self, error: Exception | None) -> None:
        everybody.discard(self._transport)

    def data_received(self, data: bytes) -> None:
        self._unread += data
        if self._transport not in everybody:
            self._shake_hands()
        while (frame := self._next_frame()) is not None:
            opcode, payload = frame
            if opcode == TEXT:
                say(ready(payload))
            elif opcode == CLOSE:
                self._transport.close()

    def _shake_hands(self) -> None:
        head, end, rest = self._unread.partition(b"\r\n\r\n")
        if not end:
            return
        lines = dict(line.split(b": ", 1) for line in head.split(b"\r\n")[1:])
        key = next(value for name, value in lines.items() if name.lower() == b"sec-websocket-key")
        accept = base64.b64encode(hashlib.sha1(key + GUID).digest())
        upgrade = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        self._transport.write(upgrade + b"Sec-WebSocket-Accept: " + accept + end)
        self._unread = rest
        everybody.add(self._transport)

    def _next_frame(self) -> tuple[int, bytes] | None:
        """Take one whole masked frame (RFC 6455, 5.2) out of what is unread."""
        unread = self._unread
        if self._transport not in everybody or len(unread) < 8:
            return None
        size, start = unread[1] & 127, 2
        if size == 126:
            size, start = int.from_bytes(unread[2:4], "big"), 4
        end = start + 4 + size
        if len(unread) < end:
            return None
        self._unread = unread[end:]
        return unread[0] & 15, unmasked(unread[start : start + 4], unread[start + 4 : end])


def unmasked(mask: bytes, payload: bytes) -> bytes:
    """Return what was sent."""
    key = (mask * (len(payload) // 4 + 1))[: len(payload)]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(key, "big")).to_bytes(len(payload), "big")


def ready(payload: bytes) -> bytes:
    """Return the frame around a payload of less than 64 KiB."""
    size = len(payload)
    head = bytes((0x81, size)) if size < 126 else b"\x81\x7e" + size.to_bytes(2, "big")
    return head + payload


def say(frame: bytes) -> None:
    """Write it to everybody."""
    for transport in everybody:
        transport.write(frame)


async def serve(port: int) -> None:
    """Serve for ever."""
    server = await asyncio.get_running_loop().create_server(Socket, "127.0.0.1", port, backlog=2048)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve(int(sys.argv[1])))

"""POSTs over kept connections and raw streams, so that the client is not what is measured."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from tests.processes import HOST, Server


@dataclass(frozen=True)
class Office:
    """Somebody who takes codes: processes, address, what a request carries besides the code."""

    name: str
    web: Sequence[Server]
    path: str
    headers: Mapping[str, str]

    def request(self, code: str) -> bytes:
        """Return the whole request that shows this code."""
        body = json.dumps({"code": code, "nonce": code}).encode()
        headers = {
            **self.headers,
            "Host": HOST,
            "Content-Type": "application/json",
            "Content-Length": len(body),
        }
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        return f"POST {self.path} HTTP/1.1\r\n{lines}\r\n".encode() + body


@dataclass
class Shown:
    """How long each code waited for its answer, and how many were not admitted."""

    waits_ms: list[float]
    failed: int = 0


async def show(office: Office, codes: Iterable[str], at_once: int) -> Shown:
    """Show each code once, over so many connections that take turns with the office's processes."""
    shown, left = Shown([]), iter(codes)
    ports = cycle(server.port for server in office.web)
    await asyncio.gather(*(_keep_showing(office, next(ports), left, shown) for _ in range(at_once)))
    return shown


async def _keep_showing(office: Office, port: int, left: Iterable[str], shown: Shown) -> None:
    reader, writer = await asyncio.open_connection(HOST, port)
    for code in left:
        start = time.perf_counter()
        writer.write(office.request(code))
        answer = await _answer(reader)
        shown.waits_ms.append(1000 * (time.perf_counter() - start))
        shown.failed += answer.get("status") != "ok"
    writer.close()


async def _answer(reader: asyncio.StreamReader) -> Any:
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    length = int(head.partition(b"content-length:")[2].split(b"\r\n", 1)[0])
    return json.loads(await reader.readexactly(length))

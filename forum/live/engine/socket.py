"""The WebSocket at `/live/` as ASGI sees it: handshake, reading, closing."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, TypeAlias

from django.conf import settings
from django.http import parse_cookie

from forum.live import endings
from forum.live.engine import hub
from forum.live.engine.conversation import Conversation
from forum.live.engine.origin import is_ours
from forum.live.engine.outlet import outlet

Receive: TypeAlias = Callable[[], Awaitable[dict[str, Any]]]
Send: TypeAlias = Callable[[dict[str, Any]], Awaitable[None]]

PATH = "/live/"
DRAIN_SHARE = 0.8
"""The part of the time over which clients are asked to come back, so that the last of them still can."""


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Serve one socket from handshake to end."""
    await receive()
    if scope["path"] != PATH:
        await send({"type": "websocket.accept"})
        await send({"type": "websocket.close", "code": endings.UNKNOWN.code})
        return
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    origin = headers.get(b"origin")
    here = hub.current()
    if here.is_draining or not (origin is None or is_ours(origin, headers.get(b"host", ""))):
        await send({"type": "websocket.close"})  # before accepting: the handshake fails with 403
        return
    await send({"type": "websocket.accept"})
    cookies = parse_cookie(headers.get(b"cookie", "")) if origin is not None else {}
    conversation = Conversation(
        here,
        outlet(scope, send),
        _closer(send),
        cookie=cookies.get(settings.SESSION_COOKIE_NAME, ""),
        address=(scope.get("client") or ("",))[0],
    )
    try:
        await _listen(conversation, receive)
    finally:
        conversation.end()


async def drain(seconds: float) -> None:
    """Refuse new sockets and ask every client to come back elsewhere, spread over the time; return when the
    last has gone, or a little before the time is over."""
    here = hub.current()
    here.is_draining = True
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds * 0.9
    for client in [one for own in here.clients.values() for one in own]:
        client.control("drain", **{"in": round(random.uniform(0, seconds * DRAIN_SHARE), 2)})  # noqa: S311
    while here.clients and loop.time() < end:
        await asyncio.sleep(0.05)


async def _listen(conversation: Conversation, receive: Receive) -> None:
    while True:
        message = await receive()
        if message["type"] == "websocket.disconnect":
            return
        if not conversation.is_over:
            conversation.hear(message.get("text"))


def _closer(send: Send) -> Callable[[int], None]:
    """Return what closes the socket from anywhere on the loop, without waiting for it."""
    tasks = []

    def close(code: int) -> None:
        tasks.append(asyncio.ensure_future(_send_close(send, code)))

    return close


async def _send_close(send: Send, code: int) -> None:
    with suppress(Exception):  # the other side may have been faster; servers differ in how they say so
        await send({"type": "websocket.close", "code": code})

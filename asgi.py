"""The one entrance: HTTP goes to Django on lent threads, WebSockets to the live engine."""

from __future__ import annotations

import asyncio
import os
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "events_site.settings")

from django.core.asgi import get_asgi_application

_django = get_asgi_application()

from events_site import refusals, start  # noqa: E402 (needs the app registry)
from events_site.handler import Handler  # noqa: E402
from forum.live import threads  # noqa: E402
from forum.live.engine import hub, socket, twins  # noqa: E402


class Entrance:
    """The ASGI application. Our server calls `prepare` before it listens, awaits `drain` before it closes the sockets,
    and asks `refuse` for words where it answers in the application's place; any other server finds it ready, too."""

    def __init__(self) -> None:
        self.http = threads.lend(Handler())
        self.waiting = threads.lend(_django)
        self.is_ready = False

    def prepare(self) -> None:
        """End the process in sentences where something is missing that serving needs."""
        start.refuse_unready()
        self.is_ready = True

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        if not self.is_ready:
            await asyncio.to_thread(self.prepare)
        if scope["type"] == "http":
            hub.current()  # with the first request begins what is due by the clock: mail, rounds
            answer = self.waiting if scope["path"] in twins.WAITING else self.http
            await answer(scope, receive, send)
        elif scope["type"] == "websocket":
            await socket.application(scope, receive, send)

    async def drain(self, seconds: float) -> None:
        """Tell every live client to come back elsewhere within `seconds`."""
        await socket.drain(seconds)

    def refuse(self, path: str, status: int) -> tuple[str, str]:
        """Return the content type and the text of a refusal at this address."""
        return refusals.without_request(path, status)


application = Entrance()

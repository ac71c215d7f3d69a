"""`manage.py simulate FORUM`: a crowd over real WebSockets, so that one newcomer alone meets people."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Coroutine
from contextlib import suppress
from threading import Thread
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from events_site.demo.crowd import attend
from events_site.demo.tokens import seats
from forum.forums.queries import forum_by_slug

DAY_SECONDS = 60 * 60 * 24


class Command(BaseCommand):
    help = "Bring simulated attendees into the forum's mixer until interrupted."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("forum", help="the forum's slug")
        parser.add_argument("--count", type=int, default=24, help="how many")
        parser.add_argument("--url", default="", help="the live address; default: /live/ of PUBLIC_URL")
        parser.add_argument(
            "--on-a-leash", action="store_true", help="end when nobody holds the standard input any more"
        )
        parser.add_argument("--seed", type=int, default=1, help="the same number, the same behaviour")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Simulated people are not for production.")
        forum = forum_by_slug(options["forum"])
        url = options["url"] or settings.PUBLIC_URL.replace("http", "ws", 1) + "/live/"
        taken = list(seats(forum, options["count"], ttl_seconds=DAY_SECONDS, limits="person"))
        with suppress(KeyboardInterrupt):
            asyncio.run(_stay(attend(url, forum.slug, taken, options["seed"]), options["on_a_leash"]))


async def _stay(crowd: Coroutine[Any, Any, None], on_a_leash: bool) -> None:
    """Let the crowd stay, for good or for as long as somebody holds the other end of the standard input."""
    staying = asyncio.ensure_future(crowd)
    if on_a_leash:
        loop = asyncio.get_running_loop()
        Thread(target=_let_go, args=(loop, staying), daemon=True).start()
    with suppress(asyncio.CancelledError):
        await staying


def _let_go(loop: asyncio.AbstractEventLoop, staying: asyncio.Future[None]) -> None:
    sys.stdin.buffer.read()
    loop.call_soon_threadsafe(staying.cancel)

"""`manage.py work`: a process without sockets that does what is due, beside the ones that serve."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

from django.core.management.base import BaseCommand

from events_site import start
from forum.live.engine import hub


class Command(BaseCommand):
    help = "Do whatever is due by the clock (rounds, mail, holds, presence) until it is told to end."

    def handle(self, *args: Any, **options: Any) -> None:
        start.refuse_unready()
        asyncio.run(work(self))


async def work(command: Command) -> None:
    """Work until SIGTERM or SIGINT; say so once both are heeded."""
    end = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, end.set)
    here = hub.current()
    command.stdout.write("working")
    command.stdout.flush()
    await end.wait()
    await here.stop()

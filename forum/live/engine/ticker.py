"""The clock of a process: tries whatever is registered as due, each piece for itself."""

from __future__ import annotations

import asyncio
import logging

from django.utils import timezone

from forum.away import in_one_line, is_away
from forum.live import due
from forum.live.due import Due

logger = logging.getLogger(__name__)

SOONEST_SECONDS = 0.05


async def tick_for_ever() -> None:
    """Do everything that is registered whenever it is due, each for itself."""
    await asyncio.gather(*(_repeat(one) for one in due.registered.values()))


async def _repeat(one: Due) -> None:
    while True:
        await asyncio.sleep(await one.pool.run(try_once, one))


def try_once(one: Due) -> float:
    """Do it now; return in how many seconds to try again. A failure is logged and waits for the next time."""
    now = timezone.now()
    latest = one.every.total_seconds()
    try:
        following = one.work(now)
    except Exception as error:
        if is_away(error):
            logger.warning("%s has to wait for the database: %s", one.name, in_one_line(error))
        else:
            logger.exception("%s failed", one.name)
        return latest
    if following is None:
        return latest
    return min(latest, max(SOONEST_SECONDS, (following - timezone.now()).total_seconds()))

"""Work that is due by the clock. State is in rows, never in a timer: any process may do it, any number may try."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.db import InterfaceError, OperationalError
from django.utils import timezone

from forum.live import threads

logger = logging.getLogger(__name__)

Work: TypeAlias = Callable[[datetime], datetime | None]
SOONEST_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Due:
    """A registered piece of work; tried at least `every` so often, earlier when it says so."""

    name: str
    every: timedelta
    work: Work


registered: dict[str, Due] = {}


def due(name: str, *, every: timedelta) -> Callable[[Work], Work]:
    """Register a function `(now) -> next moment it is due, or None`. It runs in any process, perhaps in several at
    once, and must therefore be one compare-and-set on rows."""

    def register(work: Work) -> Work:
        if name in registered:
            raise ValueError(f"{name} is registered twice")
        registered[name] = Due(name, every, work)
        return work

    return register


async def tick_for_ever() -> None:
    """Do everything that is registered whenever it is due, each for itself."""
    await asyncio.gather(*(_repeat(one) for one in registered.values()))


async def _repeat(one: Due) -> None:
    while True:
        await asyncio.sleep(await threads.run(try_once, one))


def try_once(one: Due) -> float:
    """Do it now; return in how many seconds to try again. A failure is logged and waits for the next time."""
    now = timezone.now()
    latest = one.every.total_seconds()
    try:
        following = one.work(now)
    except (InterfaceError, OperationalError) as error:
        logger.warning("%s has to wait for the database: %r", one.name, error)
        return latest
    except Exception:
        logger.exception("%s failed", one.name)
        return latest
    if following is None:
        return latest
    return min(latest, max(SOONEST_SECONDS, (following - timezone.now()).total_seconds()))

"""A calendar somebody follows: its facts, its bytes, and the ETag, which is the digest of the bytes. A tool."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

import msgspec
from django.conf import settings
from django.core.cache import cache
from django.utils.http import http_date

from forum.ical import CalendarEvent, calendar

DAY_SECONDS = 60 * 60 * 24
SHARED_SECONDS = 600

QUIET = timedelta(seconds=2)
"""So long after a change another one may still fall into the same second of a date."""


@dataclass(frozen=True)
class Feed:
    """All that a calendar says, in one language; equal feeds are equal bytes.

    `at` is a moment of the forum, whose offset an empty calendar has; `changed_at` is when any of it changed last.
    What `is_shared` is asked for by many and kept drawn for a while.
    """

    name: str
    description: str
    zone: str
    at: datetime
    path: str
    language: str
    events: tuple[CalendarEvent, ...]
    changed_at: datetime
    is_shared: bool

    @cached_property
    def body(self) -> bytes:
        if not self.is_shared:
            return self._drawn()
        return cache.get_or_set(f"feed:{self._facts}", self._drawn, SHARED_SECONDS) or b""

    @cached_property
    def etag(self) -> str:
        """The strong ETag of the bytes; known without drawing them while this process has drawn the same before."""
        known = f"feed-etag:{self._facts}"
        return f'"{cache.get_or_set(known, lambda: _digest(self.body), DAY_SECONDS)}"'

    def last_modified(self, now: datetime) -> str:
        """Return the date of the last change; "" where it does not stand for these bytes alone."""
        if now - self.changed_at <= QUIET:
            return ""
        said = http_date(int(self.changed_at.timestamp()))
        return said if cache.get_or_set(self._dated(said), self.etag, DAY_SECONDS) == self.etag else ""

    def is_dated(self, said: str) -> bool:
        """Tell whether this process gave out a date for exactly these bytes."""
        return bool(said) and cache.get(self._dated(said)) == self.etag

    def _dated(self, said: str) -> str:
        return f"feed-dated:{_digest(f'{self.path} {self.language} {said}'.encode())}"

    @cached_property
    def _facts(self) -> str:
        site = (settings.PUBLIC_URL, settings.CALENDAR_UID_DOMAIN)
        return _digest(msgspec.msgpack.encode((site, self)))

    def _drawn(self) -> bytes:
        return calendar(
            self.events,
            name=self.name,
            zone=ZoneInfo(self.zone),
            at=self.at,
            uid=f"{uuid5(NAMESPACE_URL, self.path)}@{settings.CALENDAR_UID_DOMAIN}",
            description=self.description,
            source=f"{settings.PUBLIC_URL}{self.path}",
        )


def _digest(what: bytes) -> str:
    return sha256(what).hexdigest()[:32]

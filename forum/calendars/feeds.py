"""A calendar somebody follows: which sessions, under which name, and what changes its ETag."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.utils.translation import override

from forum import ical
from forum.forums.models import Forum, Venue
from forum.programme.models import Session

FORMAT = 1
"""Counted up when the same data is to give other bytes, or no client would ever fetch them."""

QUIET = timedelta(seconds=2)


@dataclass(frozen=True)
class Feed:
    """`sessions` is lazy: who has the newest costs no rows. `facts` is what else changes the bytes."""

    forum: Forum
    name: str
    path: str
    language: str
    sessions: Iterable[Session]
    changed_at: datetime
    facts: tuple[object, ...]

    @property
    def etag(self) -> str:
        """A strong ETag, known without rendering anything."""
        with override(self.language):
            venue = self.forum.venue
            printed = (self.name, self.forum.tagline, venue.name, venue.address, self.forum.time_zone)
        site = (FORMAT, settings.PUBLIC_URL, settings.CALENDAR_UID_DOMAIN, self.path)
        state = (self.forum.programme_revision, self.changed_at.isoformat(), *self.facts)
        return f'"{sha256(repr((site, printed, state)).encode()).hexdigest()[:32]}"'

    def last_modified(self, now: datetime) -> int | None:
        """Return the second of the last change; None while another could still fall into that second."""
        return int(self.changed_at.timestamp()) if now - self.changed_at > QUIET else None

    def body(self) -> bytes:
        """Return the calendar, in the feed's language."""
        with override(self.language):
            return ical.calendar(
                [event_of(session, self.forum.venue) for session in self.sessions],
                name=self.name,
                zone=self.forum.zone,
                year=self.forum.starts_at.year,
                uid=f"{uuid5(NAMESPACE_URL, self.path)}@{settings.CALENDAR_UID_DOMAIN}",
                description=self.forum.tagline,
                source=f"{settings.PUBLIC_URL}{self.path}",
            )


def event_of(session: Session, venue: Venue) -> ical.CalendarEvent:
    """Return a session as an event, in the active language; its UID never changes, wherever it moves."""
    speakers = ", ".join(speaker.name for speaker in session.speakers.all())
    kind = str(session.get_kind_display())
    track = session.track
    return ical.CalendarEvent(
        uid=f"{session.uid}@{settings.CALENDAR_UID_DOMAIN}",
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        summary=session.title,
        description="\n\n".join(part for part in (speakers, session.abstract) if part),
        location=", ".join(str(part) for part in (session.space, venue.name, venue.address) if part),
        url=f"{settings.PUBLIC_URL}{session.get_absolute_url()}",
        status=session.status.upper(),
        sequence=session.sequence,
        changed_at=session.changed_at,
        categories=(track.name, kind) if track else (kind,),
        color=track.color if track else "",
    )

"""Opening a forum, and speaking to everybody at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import timezone

from forum.errors import EndsBeforeStart, SlugReserved
from forum.forums.days import days_open
from forum.forums.frames import Announcement
from forum.forums.models import RESERVED_SLUGS, Forum, Space, Venue
from forum.journal.verbs import note
from forum.live import log

WHEN_AND_WHERE = (
    "starts_at",
    "ends_at",
    "time_zone",
    "venue__name_ko",
    "venue__name_en",
    "venue__address_ko",
    "venue__address_en",
)
"""What people must know who mean to come: a change of it counts as a revision."""
PRINTED = ("name_ko", "name_en", "tagline_ko", "tagline_en", "contact")
"""What calendars say besides."""
SPACE = ("key", "name_ko", "name_en", "floor")


def open_forum(
    slug: str,
    *,
    starts_at: datetime,
    ends_at: datetime,
    venue: Mapping[str, str],
    spaces: Mapping[str, Mapping[str, Any]],
    by: str,
    at: datetime | None = None,
    **details: Any,
) -> Forum:
    """Make a forum with its venue and the venue's spaces by key, or give the one of this name what is said now.

    `details` are further fields; without `registration_opens_at` a new forum takes registrations at once.
    What changes of when and where it is counts in its `sequence`. Raises SlugReserved, EndsBeforeStart. A space that
    is not named any more stays: sessions may be there.
    """
    if slug in RESERVED_SLUGS:
        raise SlugReserved(slug=slug)
    if ends_at <= starts_at:
        raise EndsBeforeStart
    at = at or timezone.now()
    said = {**details, "starts_at": starts_at, "ends_at": ends_at}
    with log.transaction():
        before = _printed(slug)
        place = Venue.objects.filter(forums__slug=slug).first() or Venue()
        for name, text in venue.items():
            setattr(place, name, text)
        place.save()
        for key, facts in spaces.items():
            Space.objects.update_or_create(venue=place, key=key, defaults=dict(facts))
        first = {"registration_opens_at": at, "venue": place}
        forum, _ = Forum.objects.update_or_create(slug=slug, defaults=said, create_defaults={**first, **said})
        _count_change(forum, before, at)
        note("open_forum", by=by, forum_id=forum.pk, subject=slug, at=at)
    return forum


def announce(forum: Forum, *, ko: str, en: str, by: str, at: datetime | None = None) -> int:
    """Say something to everybody and return its number on the topic; the journal keeps no text."""
    with log.transaction():
        entry = log.append(f"forum:{forum.slug}", Announcement(ko=ko, en=en), by=by)
        note("announce", by=by, forum_id=forum.pk, subject=forum.slug, at=at)
    return entry.seq


def _printed(slug: str) -> tuple[Any, ...]:
    """Return what people must know of a forum, and all else that is printed of it."""
    forum = Forum.objects.filter(slug=slug)
    spaces = Space.objects.filter(venue__forums__slug=slug).values_list(*SPACE)
    return forum.values_list(*WHEN_AND_WHERE).first(), forum.values_list(*PRINTED).first(), list(spaces)


def _count_change(forum: Forum, before: tuple[Any, ...], at: datetime) -> None:
    """Note when something printed changed, and count what people must know; a new forum begins at nought."""
    after, had = _printed(forum.slug), 0
    if before[0]:
        starts_at, ends_at, zone = before[0][:3]
        had = len(days_open(starts_at, ends_at, ZoneInfo(zone)))
    changed: dict[str, Any] = {"days_told": max(forum.days_told, len(forum.days), had)}
    if after != before:
        changed |= {"changed_at": at, "programme_revision": F("programme_revision") + 1}
    if before[0] not in (None, after[0]):
        changed["sequence"] = F("sequence") + 1
    Forum.objects.filter(pk=forum.pk).update(**changed)
    forum.refresh_from_db()

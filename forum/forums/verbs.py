"""Opening a forum, and speaking to everybody at it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone

from forum.errors import EndsBeforeStart, SlugReserved
from forum.forums.frames import Announcement
from forum.forums.models import RESERVED_SLUGS, Forum, Space, Venue
from forum.journal.verbs import note
from forum.live import log


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
    Raises SlugReserved, EndsBeforeStart. A space that is not named any more stays: sessions may be there.
    """
    if slug in RESERVED_SLUGS:
        raise SlugReserved(slug=slug)
    if ends_at <= starts_at:
        raise EndsBeforeStart
    at = at or timezone.now()
    said = {**details, "starts_at": starts_at, "ends_at": ends_at}
    with log.transaction():
        place = Venue.objects.filter(forums__slug=slug).first() or Venue()
        for name, text in venue.items():
            setattr(place, name, text)
        place.save()
        for key, facts in spaces.items():
            Space.objects.update_or_create(venue=place, key=key, defaults=dict(facts))
        first = {"registration_opens_at": at, "venue": place}
        forum, _ = Forum.objects.update_or_create(slug=slug, defaults=said, create_defaults={**first, **said})
        note("open_forum", by=by, forum_id=forum.pk, subject=slug, at=at)
    return forum


def announce(forum: Forum, *, ko: str, en: str, by: str, at: datetime | None = None) -> int:
    """Say something to everybody and return its number on the topic; the journal keeps no text."""
    with log.transaction():
        entry = log.append(f"forum:{forum.slug}", Announcement(ko=ko, en=en), by=by)
        note("announce", by=by, forum_id=forum.pk, subject=forum.slug, at=at)
    return entry.seq

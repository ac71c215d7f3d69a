"""Reading forums."""

from __future__ import annotations

from django.utils import timezone

from forum.errors import Gone
from forum.forums.models import Forum, Venue
from forum.picked import Pick, first

_WHOLE = Pick(Forum, "forum"), Pick(Venue, "venue")
_AT_ITS_VENUE = (
    "FROM forum_forum AS forum JOIN forum_venue AS venue ON venue.id = forum.venue_id WHERE forum.slug = %s"
)


def forum_by_slug(slug: str) -> Forum:
    """Return the forum with its venue, or refuse with Gone: what every page asks first."""
    found = first(_AT_ITS_VENUE, [slug], *_WHOLE)
    if found is None:
        raise Gone
    forum: Forum
    forum, forum.venue = found
    return forum


def known_forum(slug: str) -> Forum | None:
    """Return the forum as it stands, if there is one."""
    return Forum.objects.filter(slug=slug).first()


def forums_by_time() -> list[Forum]:
    """Return all forums: running and coming ones by nearness, then the past, the latest first."""
    now = timezone.now()
    forums = Forum.objects.select_related("venue")
    return sorted(forums, key=lambda forum: (forum.ends_at <= now, abs(forum.starts_at - now)))

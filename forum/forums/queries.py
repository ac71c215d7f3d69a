"""Reading forums."""

from __future__ import annotations

from django.utils import timezone

from forum.errors import Gone
from forum.forums.models import Forum


def forum_by_slug(slug: str) -> Forum:
    """Return the forum with its venue, or refuse with Gone."""
    found = Forum.objects.select_related("venue").filter(slug=slug).first()
    if found is None:
        raise Gone
    return found


def known_forum(slug: str) -> Forum | None:
    """Return the forum as it stands, if there is one."""
    return Forum.objects.filter(slug=slug).first()


def forums_by_time() -> list[Forum]:
    """Return all forums: running and coming ones by nearness, then the past, the latest first."""
    now = timezone.now()
    forums = Forum.objects.select_related("venue")
    return sorted(forums, key=lambda forum: (forum.ends_at <= now, abs(forum.starts_at - now)))

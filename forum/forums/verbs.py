"""Speaking to everybody at a forum."""

from __future__ import annotations

from datetime import datetime

from forum.forums.frames import Announcement
from forum.forums.models import Forum
from forum.journal.verbs import note
from forum.live import log


def announce(forum: Forum, *, ko: str, en: str, by: str, at: datetime | None = None) -> int:
    """Say something to everybody and return its number on the topic; the journal keeps no text."""
    with log.transaction():
        entry = log.append(f"forum:{forum.slug}", Announcement(ko=ko, en=en), by=by)
        note("announce", by=by, forum_id=forum.pk, subject=forum.slug, at=at)
    return entry.seq

"""Changing the programme. SEQUENCE counts what people must know (RFC 5545 3.8.7.4), `changed_at` all."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from forum.errors import Conflict, EndsBeforeStart
from forum.forums.models import Forum, Space
from forum.journal.verbs import note
from forum.programme.models import Session, SessionStatus, Speaker, SpeakerPicture
from forum.programme.pictures import square


def move(
    session: Session,
    *,
    starts_at: datetime,
    ends_at: datetime,
    space: Space | None,
    by: str,
    at: datetime | None = None,
) -> Session:
    """Give a session another time or place; raise Conflict if somebody changed it since it was read."""
    if ends_at <= starts_at:
        raise EndsBeforeStart
    return _change(session, "move", by, at, starts_at=starts_at, ends_at=ends_at, space=space)


def move_all(forum: Forum, delta: timedelta, *, by: str, at: datetime | None = None) -> int:
    """Move every session of a forum by the same time, as when the forum itself has moved; return how many."""
    at = at or timezone.now()
    later = {"starts_at": F("starts_at") + delta, "ends_at": F("ends_at") + delta}
    with transaction.atomic():
        moved = forum.sessions.update(changed_at=at, sequence=F("sequence") + 1, **later)
        Forum.objects.filter(pk=forum.pk).update(programme_revision=F("programme_revision") + 1)
        note("move_all", by=by, forum_id=forum.pk, at=at, sessions=moved)
    return moved


def cancel(session: Session, *, by: str, at: datetime | None = None) -> Session:
    """Call a session off; it stays in every calendar, marked as cancelled."""
    return _change(session, "cancel", by, at, status=SessionStatus.CANCELLED)


def reinstate(session: Session, *, by: str, at: datetime | None = None) -> Session:
    """Let a cancelled session take place after all."""
    return _change(session, "reinstate", by, at, status=SessionStatus.CONFIRMED)


def retitle(
    session: Session, *, title_ko: str, title_en: str, by: str, at: datetime | None = None
) -> Session:
    """Change the title in both languages; nobody has to be told, so SEQUENCE stays."""
    return _change(session, "retitle", by, at, is_significant=False, title_ko=title_ko, title_en=title_en)


def portray(speaker: Speaker, given: bytes, *, by: str, at: datetime | None = None) -> SpeakerPicture:
    """Give a speaker a picture, in place of an earlier one. Raises PictureUnreadable."""
    at, image = at or timezone.now(), square(given)
    kept = {"image": image, "digest": sha256(image).hexdigest()[:32], "changed_at": at}
    with transaction.atomic():
        picture, _ = SpeakerPicture.objects.update_or_create(speaker=speaker, defaults=kept)
        note("portray", by=by, forum_id=speaker.forum_id, subject=speaker.key, at=at)
    return picture


def _change(
    session: Session, verb: str, by: str, at: datetime | None, *, is_significant: bool = True, **values: Any
) -> Session:
    """Write the values if they differ and nobody else wrote since; count both, journal it."""
    if all(getattr(session, name) == value for name, value in values.items()):
        return session
    at = at or timezone.now()
    with transaction.atomic():
        unchanged = Session.objects.filter(pk=session.pk, changed_at=session.changed_at)
        if not unchanged.update(changed_at=at, sequence=F("sequence") + int(is_significant), **values):
            raise Conflict
        Forum.objects.filter(pk=session.forum_id).update(programme_revision=F("programme_revision") + 1)
        note(verb, by=by, forum_id=session.forum_id, subject=session.key, at=at)
    session.refresh_from_db()
    return session

"""Saving sessions and taking them out again. Both may be said twice; the last word counts."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet
from django.utils import timezone

from forum.agenda.models import SavedSession
from forum.errors import Gone
from forum.people.models import Attendee
from forum.programme.models import Session


def save_session(attendee: Attendee, session: Session, *, by: str, at: datetime | None = None) -> None:
    """Put a session of the attendee's own forum into their agenda. Private to `by`, so no journal."""
    if session.forum_id != attendee.forum_id:
        raise Gone
    at = at or timezone.now()
    row = SavedSession(attendee=attendee, session=session, saved_at=at)
    SavedSession.objects.bulk_create([row], ignore_conflicts=True)
    _rows(attendee, session).filter(removed_at__isnull=False).update(saved_at=at, removed_at=None)


def unsave_session(attendee: Attendee, session: Session, *, by: str, at: datetime | None = None) -> None:
    """Take a session out of the agenda; the row stays, so that calendars learn of it."""
    _rows(attendee, session).filter(removed_at=None).update(removed_at=at or timezone.now())


def _rows(attendee: Attendee, session: Session) -> QuerySet[SavedSession]:
    return SavedSession.objects.filter(attendee=attendee, session=session)

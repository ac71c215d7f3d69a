"""Reading what somebody saved."""

from __future__ import annotations

from collections.abc import Sequence

from forum.people.models import Attendee
from forum.programme.models import Session, SessionStatus


def saved_sessions_of(attendee: Attendee) -> list[Session]:
    """Return what somebody saved, cancelled sessions too, by time; constant queries."""
    sessions = Session.objects.with_details().select_related("forum", "space", "track")
    return list(sessions.filter(saved_by__attendee=attendee, saved_by__removed_at=None))


def clash_of(attendee: Attendee, session: Session) -> list[Session]:
    """Return the other sessions somebody saved that take place while this one does."""
    if session.is_cancelled:
        return []
    saved = Session.objects.filter(saved_by__attendee=attendee, saved_by__removed_at=None)
    meanwhile = saved.filter(starts_at__lt=session.ends_at, ends_at__gt=session.starts_at)
    return list(meanwhile.exclude(pk=session.pk).exclude(status=SessionStatus.CANCELLED))


def clashes_among(saved: Sequence[Session]) -> dict[int, list[Session]]:
    """Return for each session of a list which of the others take place while it does."""
    standing = [session for session in saved if not session.is_cancelled]
    return {
        one.pk: [
            other
            for other in standing
            if other.pk != one.pk and other.starts_at < one.ends_at and one.starts_at < other.ends_at
        ]
        for one in standing
    }

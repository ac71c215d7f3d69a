"""Reading the programme. Every list costs the same number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, OuterRef, Prefetch, Q, Value

from forum.errors import Gone
from forum.forums.models import Forum, Space
from forum.people.models import Attendee
from forum.programme.models import Session, SessionKind, SessionQuerySet, SessionStatus, Speaker, Track


@dataclass(frozen=True)
class Running:
    """What runs now, and what begins next (everything that begins together)."""

    now: list[Session]
    next: list[Session]


@dataclass(frozen=True)
class Slot:
    """The little of a session that decides where its card stands and which state it shows."""

    pk: int
    uid: UUID
    starts_at: datetime
    ends_at: datetime
    space_id: int | None
    status: str
    sequence: int
    changed_at: datetime
    is_saved: bool

    @property
    def is_cancelled(self) -> bool:
        return self.status == SessionStatus.CANCELLED


def days_of(forum: Forum) -> list[date]:
    """Return the days of the forum in its own time zone."""
    first = forum.starts_at.astimezone(forum.zone).date()
    last = (forum.ends_at - timedelta(microseconds=1)).astimezone(forum.zone).date()
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def slots_on(forum: Forum, day: date, *, attendee: Attendee | None = None, track_key: str = "") -> list[Slot]:
    """Return what begins on a day, by time and floor; one query, and no row of it is a whole session."""
    begins = datetime.combine(day, time(), forum.zone)
    found = forum.sessions.filter(starts_at__gte=begins, starts_at__lt=begins + timedelta(days=1))
    if track_key:
        found = found.filter(track__key=track_key)
    columns = (
        "pk",
        "uid",
        "starts_at",
        "ends_at",
        "space_id",
        "status",
        "sequence",
        "changed_at",
        "is_saved",
    )
    return [Slot(*row) for row in _marked(found, attendee).values_list(*columns)]


def programme_of(forum: Forum, *, attendee: Attendee | None = None) -> list[Session]:
    """Return every session of the forum with its details, by time; `is_saved` as the attendee has it."""
    return list(_marked(forum.sessions.with_details(), attendee))


def sessions_by_id(forum: Forum, ids: Iterable[int]) -> list[Session]:
    """Return these sessions with everything a card prints."""
    return list(forum.sessions.with_details().filter(pk__in=ids))


def spaces_of(forum: Forum) -> list[Space]:
    """Return the places of the forum's venue, lowest floor first."""
    return list(Space.objects.filter(venue_id=forum.venue_id))


def session_by_key(forum: Forum, key: str, *, attendee: Attendee | None = None) -> Session:
    """Return one session with everything its page prints, or refuse with Gone."""
    found = _marked(forum.sessions.with_details(), attendee).filter(key=key).first()
    if found is None:
        raise Gone
    return found


def now_and_next(forum: Forum, at: datetime) -> Running:
    """Return what runs at a moment and what begins next on the same day."""
    midnight = datetime.combine(at.astimezone(forum.zone).date() + timedelta(days=1), time(), forum.zone)
    today = forum.sessions.with_details().filter(
        status=SessionStatus.CONFIRMED, ends_at__gt=at, starts_at__lt=midnight
    )
    running = [session for session in today if session.starts_at <= at]
    coming = [session for session in today if session.starts_at > at]
    return Running(running, [session for session in coming if session.starts_at == coming[0].starts_at])


def tracks_of(forum: Forum) -> list[Track]:
    return list(forum.tracks.all())


def speakers_of(forum: Forum) -> list[Speaker]:
    """Return the speakers by name, each with the sessions they speak in."""
    sessions = Session.objects.filter(forum=forum).select_related("forum", "space", "track")
    return list(forum.speakers.prefetch_related(Prefetch("sessions", sessions)))


def speakers_at_front(forum: Forum, limit: int = 12) -> list[Speaker]:
    """Return speakers for the faces on the front page, those of keynotes first."""
    keynotes = Count("sessions", filter=Q(sessions__kind=SessionKind.KEYNOTE))
    return list(forum.speakers.annotate(keynotes=keynotes).order_by("-keynotes", "name")[:limit])


def _marked(sessions: SessionQuerySet, attendee: Attendee | None) -> SessionQuerySet:
    """Add `is_saved`: true where this attendee saved the session."""
    if attendee is None:
        return sessions.annotate(is_saved=Value(False, BooleanField()))
    saved = attendee.saved_sessions.filter(session=OuterRef("pk"), removed_at=None)
    return sessions.annotate(is_saved=Exists(saved))

"""Reading the programme. Every list costs the same number of queries whatever its length."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import BooleanField, Count, Exists, OuterRef, Prefetch, Q, Value
from django.utils.translation import get_language

from forum.errors import Gone
from forum.forums.models import Forum, Space
from forum.people.models import Attendee
from forum.programme.models import (
    SPOKEN,
    Session,
    SessionKind,
    SessionQuerySet,
    SessionStatus,
    Speaker,
    SpeakerPicture,
    SpeakerQuerySet,
    Track,
)


@dataclass(frozen=True)
class Running:
    """What runs now, and what begins next (everything that begins together)."""

    now: list[Session]
    next: list[Session]


@dataclass(frozen=True)
class Slot:
    """The little of a session that decides whether and where its card stands, and which state it shows."""

    pk: int
    uid: UUID
    key: str
    kind: str
    language: str
    track_id: int | None
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

    def is_held_in(self, language: str) -> bool:
        """Tell whether who speaks only this language can follow: what is held in both is for both."""
        return self.language == language or self.language not in SPOKEN


class Voice(NamedTuple):
    """Who speaks in a session, as programs are told."""

    key: str
    name_ko: str | None
    name_en: str | None


@dataclass(frozen=True)
class Told:
    """What programs are told of a session; the fields but the last are columns."""

    pk: int
    key: str
    kind: str
    status: str
    title_ko: str | None
    title_en: str | None
    abstract_ko: str | None
    abstract_en: str | None
    language: str
    track__key: str | None
    space__floor: int | None
    space__name_ko: str | None
    space__name_en: str | None
    starts_at: datetime
    ends_at: datetime
    changed_at: datetime
    sequence: int
    is_saved: bool
    speakers: list[Voice]


VOICE = ("session_id", *(f"speaker__{name}" for name in Voice._fields))
TOLD = tuple(one.name for one in fields(Told) if one.name != "speakers")

AT_FRONT = 12
"""How many faces the front page shows."""

SLOT = tuple(one.name for one in fields(Slot))


def day_at(forum: Forum, at: datetime) -> date:
    """Return the day to show at a moment: the one that is on or comes next, else the first."""
    pages, doors = forum.pages, forum.days
    ends = [day.ends_at for day in doors] if len(doors) == len(pages) else [page.ends for page in pages]
    return next((page.date for page, end in zip(pages, ends, strict=True) if end > at), pages[0].date)


def begins_on(forum: Forum, day: date) -> Q:
    """Return the condition of what begins on a day of the programme; raise Gone for a day that it does not have."""
    for page in forum.pages:
        if page.date == day:
            return Q(starts_at__gte=page.begins, starts_at__lt=page.ends)
    raise Gone


def slots_on(forum: Forum, day: date, *, attendee: Attendee | None = None) -> list[Slot]:
    """Return what begins on a day, by time and floor; one query, and no row of it is a whole session."""
    found = forum.sessions.filter(begins_on(forum, day))
    return [Slot(*row) for row in _marked(found, attendee).values_list(*SLOT)]


def told_of(forum: Forum, *, attendee: Attendee | None = None) -> list[Told]:
    """Return what programs are told of every session, by time; two queries, and no row of it is a whole session."""
    speaking = Session.speakers.through.objects.filter(session__forum=forum)
    speakers: dict[int, list[Voice]] = {}
    for pk, *voice in speaking.order_by(f"speaker__name_{get_language() or 'ko'}").values_list(*VOICE):
        speakers.setdefault(pk, []).append(Voice(*voice))
    found = _marked(forum.sessions.all(), attendee).values_list(*TOLD)
    rows: list[list[Any]] = [[*row, speakers.get(row[0], [])] for row in found]
    return [Told(*row) for row in rows]


def sessions_by_id(forum: Forum, ids: Iterable[int]) -> list[Session]:
    """Return these sessions with everything a card prints."""
    return list(forum.sessions.with_details().filter(pk__in=ids))


def titled_sessions(forum: Forum, ids: Iterable[int]) -> list[Session]:
    """Return these sessions by time, without what is read of other tables."""
    return list(forum.sessions.filter(pk__in=ids).order_by("starts_at", "key"))


def spaces_of(forum: Forum) -> list[Space]:
    """Return the places of the forum's venue, lowest floor first."""
    return list(Space.objects.filter(venue_id=forum.venue_id))


def session_by_key(forum: Forum, key: str, *, attendee: Attendee | None = None) -> Session:
    """Return one session with everything its page prints, or refuse with Gone."""
    found = _marked(forum.sessions.with_details(), attendee).filter(key=key).order_by("pk").first()
    if found is None:
        raise Gone
    return found


def now_and_next(forum: Forum, at: datetime) -> Running:
    """Return what runs at a moment and what begins next on the same day."""
    ends = next((page.ends for page in forum.pages if page.ends > at), at)
    today = forum.sessions.with_details().filter(
        status=SessionStatus.CONFIRMED, ends_at__gt=at, starts_at__lt=ends
    )
    running = [session for session in today if session.starts_at <= at]
    coming = [session for session in today if session.starts_at > at]
    return Running(running, [session for session in coming if session.starts_at == coming[0].starts_at])


def tracks_of(forum: Forum) -> list[Track]:
    return list(forum.tracks.all())


def speakers_of(forum: Forum) -> list[Speaker]:
    """Return the speakers by name."""
    return list(forum.speakers.with_pictures())


FACE = (
    "key",
    *(f"{name}_{code}" for name in ("name", "organization", "title") for code in ("ko", "en")),
    "picture__digest",
)
"""All that a face and its name show of a speaker."""


def faces_of(forum: Forum) -> list[tuple[Any, ...]]:
    """Return what the faces of `speakers_of` show, without a whole speaker."""
    return list(forum.speakers.values_list(*FACE))


def faces_at_front(forum: Forum, limit: int = AT_FRONT) -> list[tuple[Any, ...]]:
    """Return what the faces of `speakers_at_front` show, without a whole speaker."""
    return list(_keynotes_first(forum).values_list(*FACE)[:limit])


def speaker_by_key(forum: Forum, key: str) -> Speaker:
    """Return one speaker with their sessions by time, or refuse with Gone."""
    sessions = Session.objects.with_details().select_related("forum", "space", "track")
    found = forum.speakers.with_pictures().prefetch_related(Prefetch("sessions", sessions))
    speaker = found.filter(key=key).first()
    if speaker is None:
        raise Gone
    return speaker


def picture_by_digest(digest: str) -> bytes:
    """Return the bytes of a picture, or refuse with Gone."""
    image = SpeakerPicture.objects.filter(digest=digest).values_list("image", flat=True).first()
    if image is None:
        raise Gone
    return bytes(image)


def speakers_at_front(forum: Forum, limit: int = AT_FRONT) -> list[Speaker]:
    """Return speakers for the faces on the front page, those of keynotes first."""
    return list(_keynotes_first(forum)[:limit])


def _keynotes_first(forum: Forum) -> SpeakerQuerySet:
    keynotes = Count("sessions", filter=Q(sessions__kind=SessionKind.KEYNOTE))
    return forum.speakers.with_pictures().annotate(keynotes=keynotes).order_by("-keynotes", "name")


def _marked(sessions: SessionQuerySet, attendee: Attendee | None) -> SessionQuerySet:
    """Add `is_saved`: true where this attendee saved the session."""
    if attendee is None:
        return sessions.annotate(is_saved=Value(False, BooleanField()))
    saved = attendee.saved_sessions.filter(session=OuterRef("pk"), removed_at=None)
    return sessions.annotate(is_saved=Exists(saved))

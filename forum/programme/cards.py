"""Sessions as the look draws them: a card, a day as a table of cards, the strip of now and next.

A card costs a millisecond to draw and looks the same to everybody until its state changes, so it is kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language

from forum.forums.models import Forum
from forum.programme.grid import Row, rows_of
from forum.programme.models import Session, SessionKind
from forum.programme.queries import Slot, now_and_next, sessions_by_id, spaces_of

KEPT_SECONDS = 300
"""How long a card is kept at most: a speaker renamed in the database shows after that."""


@dataclass(frozen=True)
class SessionCard:
    """The fields of components/_session_card.html."""

    title: str
    href: str
    starts_at: datetime
    ends_at: datetime
    place: str
    track: str
    hue: str
    speakers: list[str]
    language: str | Promise
    state: str


@dataclass(frozen=True)
class DrawnCard:
    """A card ready to stand in a table."""

    starts_at: datetime
    ends_at: datetime
    html: str


@dataclass(frozen=True)
class DayTable:
    """Places across, time downwards; the last place is "" when something has no place yet."""

    places: list[str]
    rows: list[Row[DrawnCard]]


def card_of(session: Session, state: str) -> SessionCard:
    """Return the card of a session read with its details."""
    return SessionCard(
        title=session.title,
        href=session.get_absolute_url(),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        place=str(session.space or ""),
        track=session.track.name if session.track else "",
        hue=session.track.hue if session.track else "",
        speakers=[speaker.name for speaker in session.speakers.all()],
        language="" if session.kind == SessionKind.BREAK else session.spoken,
        state=state,
    )


def state_of(item: Session | Slot, at: datetime) -> str:
    """Return the one state worth a badge: what stops somebody from going there comes first."""
    if item.is_cancelled:
        return "cancelled"
    if item.starts_at <= at < item.ends_at:
        return "live"
    if getattr(item, "is_saved", False):
        return "saved"
    return "changed" if item.sequence else ""


def table_of(forum: Forum, slots: Sequence[Slot], at: datetime) -> DayTable:
    """Return the slots of one day, a column for each place in use, lowest floor first.

    What has no place (a break) gets a column only if something else goes on meanwhile.
    """
    used = {slot.space_id for slot in slots}
    spaces = [space for space in spaces_of(forum) if space.pk in used]
    places = [str(space) for space in spaces]
    columns = [[slot for slot in slots if slot.space_id == space.pk] for space in spaces]
    placeless = [slot for slot in slots if slot.space_id is None]
    if not columns or any(_meets(one, other) for one in placeless for other in slots):
        places, columns = [*places, ""], [*columns, placeless]
    else:
        columns[0] += placeless
    drawn = _drawn(forum, slots, at)
    return DayTable(places, rows_of([[drawn[slot.pk] for slot in column] for column in columns]))


def now_strip(forum: Forum, at: datetime) -> str:
    """Return what runs now and next, ready to be shown; drawn once a minute for everybody."""
    key = f"now:{forum.slug}:{forum.programme_revision}:{get_language()}:{at:%d%H%M}"
    return cache.get_or_set(key, lambda: _draw_now(forum, at), 60) or ""


def _draw_now(forum: Forum, at: datetime) -> str:
    running = now_and_next(forum, at)
    page = {
        "forum": forum,
        "now": [card_of(session, "live") for session in running.now],
        "next": [card_of(session, "") for session in running.next],
    }
    with timezone.override(forum.zone):
        return render_to_string("forum/programme/_now.html", page)


def _drawn(forum: Forum, slots: Sequence[Slot], at: datetime) -> dict[int, DrawnCard]:
    """Return the cards by session; whole sessions are read only for cards that are not kept yet."""
    key = f"cards:{forum.slug}:{forum.programme_revision}:{get_language()}:{slots[0].starts_at:%j}"
    kept: dict[tuple[UUID, str, datetime], str] = cache.get(key, {})
    faces = {slot.pk: (slot.uid, state_of(slot, at), slot.changed_at) for slot in slots}
    missing = {pk: face for pk, face in faces.items() if face not in kept}
    if missing:
        for session in sessions_by_id(forum, missing):
            face = missing[session.pk]
            kept[face] = _draw(forum, card_of(session, face[1]))
        cache.set(key, kept, KEPT_SECONDS)
    return {slot.pk: DrawnCard(slot.starts_at, slot.ends_at, kept[faces[slot.pk]]) for slot in slots}


def _draw(forum: Forum, card: SessionCard) -> str:
    with timezone.override(forum.zone):
        return render_to_string("components/_session_item.html", {"item": card})


def _meets(one: Slot, other: Slot) -> bool:
    return one is not other and one.starts_at < other.ends_at and other.starts_at < one.ends_at

"""Sessions as the look draws them: a row, and a day as a table of rows. For pages.

A row costs a millisecond to draw and looks the same to everybody who saved it, and to everybody who did not, so it is
kept. Whether it is running now is said around it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.core.cache import cache
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from forum.forums.models import Forum, Space
from forum.programme.doorways import has_doorway, ways_into
from forum.programme.fragments import drawn as drawn_once
from forum.programme.grid import rows_of
from forum.programme.models import SPOKEN, Session, SessionKind
from forum.programme.queries import Slot, sessions_by_id, spaces_of, titled_sessions
from forum.templatetags.texts import named, told

KEPT_SECONDS = 300
"""How long a row is kept at most: a speaker renamed in the database shows after that."""


MARK = "\0"
"""What no text can hold: no database keeps it."""


@dataclass(frozen=True)
class SessionCard:
    """The fields of components/_session_card.html."""

    key: str
    name: str
    title: SafeString
    href: str
    starts_at: datetime
    ends_at: datetime
    kind: str
    language: str | Promise
    place: SafeString
    track: SafeString
    hue: str
    speakers: list[str]
    state: str
    star: str


@dataclass(frozen=True)
class DrawnCard:
    """A row ready to stand in a table; `when` is "live", "next", "over" or "", `doorway` where one can go in."""

    starts_at: datetime
    ends_at: datetime
    html: str
    when: str
    doorway: str


@dataclass(frozen=True)
class DayTable:
    """The table as it stands on the page: `html` has everything in its place.

    `now` is the row to jump to on a day that has begun and goes on, `past` how many sessions are over and left out,
    `ways_in` are those running that one can go into.
    """

    html: SafeString
    now: datetime | None = None
    past: int = 0
    ways_in: list[DrawnCard] = field(default_factory=list)


def card_of(session: Session, state: str, *, star: str = "") -> SessionCard:
    """Return the row of a session read with its details; `star` is "on", "off", or "" for none."""
    space, track = session.space, session.track
    return SessionCard(
        key=session.key,
        name=session.title,
        title=told(session, "title"),
        href=session.get_absolute_url(),
        starts_at=session.starts_at,
        ends_at=session.ends_at,
        kind=session.get_kind_display(),
        language="" if session.kind == SessionKind.BREAK else SPOKEN.get(session.language, session.spoken),
        place=SafeString(f"{space.level} {named(space, 'name')}") if space else SafeString(""),
        track=named(track, "name"),
        hue=track.hue if track else "",
        speakers=[speaker.name for speaker in session.speakers.all()],
        state=state,
        star=star,
    )


def state_of(item: Session | Slot) -> str:
    """Return what somebody should know who means to go there."""
    if item.is_cancelled:
        return "cancelled"
    return "changed" if item.sequence else ""


def when_of(item: Session | Slot, at: datetime) -> str:
    """Return "live" or "over", or "" for what is to come; what was called off is never live."""
    if item.ends_at <= at:
        return "over"
    return "live" if item.starts_at <= at and not item.is_cancelled else ""


def table_of(
    forum: Forum, slots: Sequence[Slot], at: datetime, *, with_past: bool = True, is_whole: bool = False
) -> DayTable | None:
    """Return slots of one day, a column for each place in use, lowest floor first; None for none.

    Without the past it begins with what is running. What has no place (a break) gets a column only if something else
    goes on meanwhile. What `is_whole` is asked for by many: its cells are laid out once.
    """
    if not slots:
        return None
    ahead = [slot for slot in slots if slot.ends_at > at]
    has_begun = min(slot.starts_at for slot in slots) <= at
    shown = slots if with_past or not ahead else ahead
    now = min(slot.starts_at for slot in ahead) if ahead and has_begun else None
    drawn, spaces = _drawn(forum, shown, at), spaces_of(forum)

    def draw() -> str:
        return _frame(forum, spaces, shown, list(drawn.values()), now)

    frame = drawn_once("table", _outline(forum, spaces, shown, drawn, now), draw) if is_whole else draw()
    return DayTable(
        _filled(frame, [drawn[slot.pk].html for slot in shown]),
        now=now,
        past=len(slots) - len(shown),
        ways_in=[card for card in drawn.values() if card.doorway and card.when == "live"],
    )


def _outline(
    forum: Forum,
    spaces: Sequence[Space],
    slots: Sequence[Slot],
    drawn: dict[int, DrawnCard],
    now: datetime | None,
) -> list[object]:
    """Return all that the frame of a table shows, or is laid out by."""
    slots_said = [
        (slot.starts_at, slot.ends_at, slot.space_id, drawn[slot.pk].when, drawn[slot.pk].doorway)
        for slot in slots
    ]
    return [forum.time_zone, now, [(space.pk, str(space)) for space in spaces], slots_said]


def _frame(
    forum: Forum,
    spaces: Sequence[Space],
    slots: Sequence[Slot],
    drawn: Sequence[DrawnCard],
    now: datetime | None,
) -> str:
    """Draw the table with the number of a slot, between two NULs, where its card goes."""
    places, columns = _columns(spaces, slots)
    cards = {
        slot.pk: replace(card, html=SafeString(f"{MARK}{number}{MARK}"))
        for number, (slot, card) in enumerate(zip(slots, drawn, strict=True))
    }
    rows = rows_of([[cards[slot.pk] for slot in column] for column in columns])
    table = {"places": places, "rows": rows, "now": now}
    with timezone.override(forum.zone):
        return render_to_string("forum/programme/_table.html", {"table": table})


def _filled(frame: str, cards: Sequence[str]) -> SafeString:
    """Put the cards where their numbers stand."""
    parts = frame.split(MARK)
    parts[1::2] = [cards[int(number)] for number in parts[1::2]]
    return SafeString("".join(parts))


def _columns(venue: Sequence[Space], slots: Sequence[Slot]) -> tuple[list[str], list[list[Slot]]]:
    used = {slot.space_id for slot in slots}
    spaces = [space for space in venue if space.pk in used]
    places = [str(space) for space in spaces]
    columns = [[slot for slot in slots if slot.space_id == space.pk] for space in spaces]
    placeless = [slot for slot in slots if slot.space_id is None]
    if not columns or any(_meets(one, other) for one in placeless for other in slots):
        return [*places, ""], [*columns, placeless]
    columns[0] += placeless
    return places, columns


Face = tuple[UUID, str, str, datetime]


def _drawn(forum: Forum, slots: Sequence[Slot], at: datetime) -> dict[int, DrawnCard]:
    """Return the rows by session; whole sessions are read only for rows that are not kept yet."""
    key = f"cards:{forum.slug}:{forum.programme_revision}:{get_language()}:{slots[0].starts_at:%j}"
    kept: dict[Face, str] = cache.get(key, {})
    faces = {slot.pk: _face(slot) for slot in slots}
    leading = [
        slot.pk for slot in slots if has_doorway(slot.kind) and slot.ends_at > at and not slot.is_cancelled
    ]
    missing = [pk for pk, face in faces.items() if face not in kept]
    if missing:
        read = {session.pk: session for session in sessions_by_id(forum, missing)}
        for pk in missing:
            kept[faces[pk]] = _draw(forum, card_of(read[pk], faces[pk][1], star=faces[pk][2]))
        cache.set(key, kept, KEPT_SECONDS)
    ways = ways_into(forum, titled_sessions(forum, leading)) if leading else {}
    begins_next = min((slot.starts_at for slot in slots if slot.starts_at > at), default=None)
    return {
        slot.pk: DrawnCard(
            slot.starts_at,
            slot.ends_at,
            kept[faces[slot.pk]],
            "next" if slot.starts_at == begins_next else when_of(slot, at),
            ways.get(slot.pk, ""),
        )
        for slot in slots
    }


def _face(slot: Slot) -> Face:
    return slot.uid, state_of(slot), "on" if slot.is_saved else "off", slot.changed_at


def _draw(forum: Forum, card: SessionCard) -> str:
    with timezone.override(forum.zone):
        return render_to_string("components/_session_item.html", {"item": card})


def _meets(one: Slot, other: Slot) -> bool:
    return one is not other and one.starts_at < other.ends_at and other.starts_at < one.ends_at

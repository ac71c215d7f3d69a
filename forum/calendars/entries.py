"""What calendars say of a forum's days and of its sessions, in the active language. A tool."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.forums.models import Forum, floor_name
from forum.ical import CalendarEvent
from forum.programme.models import SessionKind


@dataclass
class Row:
    """What is read of a session for a calendar; the fields are columns, `speakers` are names by key."""

    uid: UUID
    key: str
    kind: str
    status: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title_ko: str
    title_en: str
    abstract_ko: str
    abstract_en: str
    track__name_ko: str | None
    track__name_en: str | None
    track__color: str | None
    space__floor: int | None
    space__name_ko: str | None
    space__name_en: str | None
    speakers: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return said(self.title_ko, self.title_en)

    @property
    def track(self) -> str:
        return said(self.track__name_ko, self.track__name_en)

    @property
    def space(self) -> str:
        return said(self.space__name_ko, self.space__name_en)


SPEAKER = ("speakers__key", "speakers__name_ko", "speakers__name_en")
COLUMNS = (*(one.name for one in fields(Row) if one.name != "speakers"), *SPEAKER)


def gathered(found: Iterable[Sequence[Any]]) -> list[Row]:
    """Return the sessions of a list of COLUMNS, in which each stands once for every speaker, in the active language."""
    rows: dict[UUID, Row] = {}
    for *columns, key, name_ko, name_en in found:
        row = rows.setdefault(columns[0], Row(*columns))
        if key:
            row.speakers[key] = said(name_ko, name_en)
    return sorted(rows.values(), key=lambda row: (row.starts_at, row.space__floor or 0, row.key))


def days_of(forum: Forum) -> list[CalendarEvent]:
    """Return a forum as one entry a day; days it had once and has no more are called off.

    The first keeps the identity of the forum, so that whoever has it in a calendar gets the others beside it.
    """
    there, gone = forum.days, forum.days_gone
    return [
        CalendarEvent(
            uid=f"forum-{forum.slug}{f'-day-{day.number}' if day.number > 1 else ''}@{settings.CALENDAR_UID_DOMAIN}",
            starts_at=day.starts_at,
            ends_at=day.ends_at,
            summary=_day_name(forum, day.number, len(there) + len(gone)),
            description=forum.tagline,
            location=_place(forum),
            url=f"{settings.PUBLIC_URL}{forum.get_absolute_url()}",
            status="CANCELLED" if day in gone else "CONFIRMED",
            sequence=forum.sequence,
            changed_at=printed_at(forum),
        )
        for day in (*there, *gone)
    ]


def sessions_of(forum: Forum, rows: Sequence[Row]) -> Iterator[CalendarEvent]:
    """Yield sessions as entries. Their identity never changes, wherever they move, and the forum with them."""
    pages = reverse("session", args=[forum.slug, "-"])
    for row in rows:
        kind = str(SessionKind(row.kind).label)
        texts = (", ".join(sorted(row.speakers.values())), said(row.abstract_ko, row.abstract_en))
        room = f"{floor_name(row.space__floor)} {row.space}" if row.space__floor is not None else ""
        yield CalendarEvent(
            uid=f"{row.uid}@{settings.CALENDAR_UID_DOMAIN}",
            starts_at=row.starts_at,
            ends_at=row.ends_at,
            summary=row.title,
            description="\n\n".join(filter(None, texts)),
            location=", ".join(filter(None, (room, _place(forum)))),
            url=f"{settings.PUBLIC_URL}{pages[:-2]}{row.key}/",
            status=row.status.upper(),
            sequence=row.sequence + forum.sequence,
            changed_at=max(row.changed_at, forum.changed_at or row.changed_at),
            categories=(row.track, kind) if row.track else (kind,),
            color=row.track__color or "",
        )


def printed_at(forum: Forum) -> datetime:
    """Return when anything that is printed of the forum itself changed last."""
    return forum.changed_at or forum.registration_opens_at


def _place(forum: Forum) -> str:
    return ", ".join(filter(None, (forum.venue.name, forum.venue.address)))


def _day_name(forum: Forum, number: int, of: int) -> str:
    if of == 1:
        return forum.name
    return _("%(forum)s, day %(number)s") % {"forum": forum.name, "number": number}


def said(ko: str | None, en: str | None) -> str:
    """Return a text in the active language, else in the other."""
    return (ko or en or "") if get_language() == "ko" else (en or ko or "")

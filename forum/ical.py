"""Calendars as bytes (RFC 5545, 7986). Pure: equal values give equal bytes, a digest of the data is an ETag.

Goes through icalendar and closes the traps found by running it: random UIDs and "now" as defaults, missing
VALUE parameters, control characters let through, VTIMEZONEs that Outlook misreads.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Component, Event, Timezone, TimezoneStandard, vCalAddress

PRODID = "-//Madang//Forum 1//EN"

CSS_COLORS = frozenset(
    """aqua black blue brown chocolate coral crimson cyan darkblue darkcyan darkgreen darkorange darkred
    darkviolet firebrick forestgreen gold goldenrod gray green indianred indigo lime magenta maroon
    mediumseagreen mediumvioletred midnightblue navy olive orange orchid peru pink plum purple red royalblue
    salmon seagreen sienna slateblue slategray steelblue teal tomato turquoise violet white yellow""".split()  # noqa: SIM905 (one name a line would fill a page)
)
"""The CSS3 names we let into COLOR (RFC 7986 5.9 takes names only, no hex)."""


@dataclass(frozen=True)
class CalendarEvent:
    """One VEVENT. `changed_at` is its last revision; `sequence` counts the significant ones.

    `alarm` is how long before it begins a calendar reminds of it.
    """

    uid: str
    starts_at: datetime
    ends_at: datetime
    summary: str
    changed_at: datetime
    description: str = ""
    location: str = ""
    url: str = ""
    status: str = "CONFIRMED"
    sequence: int = 0
    categories: tuple[str, ...] = ()
    color: str = ""
    is_busy: bool = False
    alarm: timedelta | None = None


@dataclass(frozen=True)
class Person:
    """An address with a name: the organizer, or the one reader of a mailed invitation."""

    email: str
    name: str = ""


def calendar(
    events: Iterable[CalendarEvent],
    *,
    name: str,
    zone: ZoneInfo,
    at: datetime,
    uid: str,
    description: str = "",
    source: str = "",
    refresh: timedelta = timedelta(hours=1),
) -> bytes:
    """Return a feed to subscribe to: no METHOD, so DTSTAMP is the last revision (RFC 5545 3.8.7.2).

    Times are written in the zone when its offset never changes in the years of `at` and of the events, else in
    UTC: Outlook misreads generated VTIMEZONEs with transitions.
    """
    listed = list(events)
    feed = _calendar(uid)
    for label in ("name", "x-wr-calname"):
        feed.add(label, line(name))
    for label in ("description", "x-wr-caldesc"):
        if description:
            feed.add(label, line(description))
    feed.add("x-wr-timezone", zone.key)
    feed.add("refresh-interval", refresh, parameters={"VALUE": "DURATION"})
    feed.add("x-published-ttl", f"PT{int(refresh.total_seconds() // 60)}M")
    if source:
        feed.add("source", source, parameters={"VALUE": "URI"})
    zone = _written_zone(zone, listed, at)
    feed.add_component(_timezone(zone, at))
    for event in listed:
        feed.add_component(_event(event, zone, stamp=event.changed_at))
    return bytes(feed.to_ical())


def message(
    events: Sequence[CalendarEvent],
    *,
    method: str,
    organizer: Person,
    attendee: Person | None = None,
    zone: ZoneInfo,
    at: datetime,
) -> bytes:
    """Return events to be mailed with a METHOD (RFC 5546: PUBLISH, REQUEST, CANCEL); DTSTAMP is `at`.

    REQUEST and CANCEL name the one reader; PUBLISH names nobody. The MIME part must carry the same method.
    """
    feed = _calendar(events[0].uid)
    feed.add("method", method)
    zone = _written_zone(zone, events, events[0].starts_at)
    feed.add_component(_timezone(zone, events[0].starts_at))
    for event in events:
        item = _event(event, zone, stamp=at)
        item.add("organizer", _address(organizer))
        if attendee is not None:
            accepted = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED"}
            item.add("attendee", _address(attendee), parameters=accepted)
        feed.add_component(item)
    return bytes(feed.to_ical())


_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def text(value: str) -> str:
    """Return a text that may stand in a calendar: composed Hangul, plain line ends, no control characters.

    One NUL or lone surrogate makes Google drop the whole file.
    """
    lines = re.sub("\r\n?|[\u2028\u2029\x0b\x0c\x85]", "\n", value)
    return unicodedata.normalize("NFC", _UNPRINTABLE.sub("", lines))


def line(value: str) -> str:
    """Return `text` on one line: a line end in a title would be read as the next property."""
    return " ".join(text(value).split())


def file_name(name: str) -> str:
    """Return a name as every system takes it for a file, without its ending."""
    return " ".join(re.sub(r'[\\/:*?"<>|]', " ", line(name)).split()).strip(". ")[:80] or "madang"


def _calendar(uid: str) -> Calendar:
    made = Calendar()
    made.add("version", "2.0")
    made.add("prodid", PRODID)
    made.add("calscale", "GREGORIAN")
    made.add("uid", uid)
    return made


def _event(event: CalendarEvent, zone: ZoneInfo, *, stamp: datetime) -> Event:
    made = Event()
    made.add("uid", event.uid)
    made.add("dtstamp", _second(stamp))
    made.add("last-modified", _second(event.changed_at))
    made.add("sequence", event.sequence)
    made.add("dtstart", event.starts_at.astimezone(zone))
    made.add("dtend", event.ends_at.astimezone(zone))
    made.add("summary", line(event.summary))
    made.add("status", event.status)
    made.add("transp", "OPAQUE" if event.is_busy else "TRANSPARENT")
    _add_if_given(made, "description", text(event.description).strip())
    _add_if_given(made, "location", line(event.location))
    _add_if_given(made, "url", event.url)
    if event.categories:
        made.add("categories", [line(category) for category in event.categories])
    if event.color in CSS_COLORS:
        made.add("color", event.color)
    if event.alarm is not None:
        made.add_component(_reminder(event.summary, event.alarm))
    return made


def _reminder(summary: str, before: timedelta) -> Alarm:
    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("trigger", -before)
    made.add("description", line(summary))
    return made


def _add_if_given(component: Component, name: str, value: str) -> None:
    if value:
        component.add(name, value)


def _second(moment: datetime) -> datetime:
    """Return the moment in UTC to the second, as DTSTAMP and LAST-MODIFIED must be."""
    return moment.astimezone(UTC).replace(microsecond=0)


def _address(person: Person) -> vCalAddress:
    address = vCalAddress(f"mailto:{person.email}")
    if person.name:
        address.params["CN"] = line(person.name).replace('"', "'")
    return address


def _written_zone(zone: ZoneInfo, events: Sequence[CalendarEvent], at: datetime) -> ZoneInfo:
    """Return the zone itself where one offset holds through all the years that are spoken of, else UTC."""
    moments = [at, *(moment for event in events for moment in (event.starts_at, event.ends_at))]
    years = {moment.astimezone(zone).year for moment in moments}
    offsets = {moment.astimezone(zone).utcoffset() for moment in moments}
    holds = len(offsets) == 1 and all(
        _holds_one_offset(zone, year) for year in range(min(years), max(years) + 1)
    )
    return zone if holds else ZoneInfo("UTC")


@lru_cache(maxsize=4096)
def _holds_one_offset(zone: ZoneInfo, year: int) -> bool:
    """Tell whether a zone has the same offset on every day of a year and of the first day after it."""
    noon = datetime(year, 1, 1, 12, tzinfo=UTC)
    return len({(noon + timedelta(days=day)).astimezone(zone).utcoffset() for day in range(-1, 368)}) == 1


def _timezone(zone: ZoneInfo, at: datetime) -> Timezone:
    """Return a VTIMEZONE with one STANDARD part, as it is at a moment; an empty calendar is valid only through it."""
    moment = at.astimezone(zone)
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1970, 1, 1))
    standard.add("tzoffsetfrom", moment.utcoffset())
    standard.add("tzoffsetto", moment.utcoffset())
    standard.add("tzname", moment.tzname())
    made = Timezone()
    made.add("tzid", zone.key)
    made.add_component(standard)
    return made

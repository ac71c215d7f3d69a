"""Dates as pages and mails write them: 24 hours, what two moments have in common said once, and whose time it is.

All speak of the zone in force: base.html puts that of the forum into force for a whole page, a mail does so by
`{% timezone forum.time_zone %}`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from babel.core import get_global
from babel.dates import get_timezone_name
from django import template
from django.utils.formats import date_format, get_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import get_current_timezone, localtime
from django.utils.translation import get_language, gettext, override, pgettext

register = template.Library()

CLOCK = "H:i"


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Return day and time of day; Django's own DATETIME_FORMAT has twelve hours in Korean."""
    return f"{date_format(at)} {date_format(at, CLOCK)}"


@register.filter(expects_localtime=True)
def day(at: date) -> str:
    """Return the day with its weekday, without the year: for days of a forum, which are all of one."""
    return date_format(at, pgettext("date format of a day of the forum", "D j F"))


@register.filter(expects_localtime=True)
def deadline(at: datetime) -> str:
    """Return day, time of day and whose time that is: for what has to be done by then, wherever its reader is.

    Koreans read the time of Korea without being told so.
    """
    return f"{moment(at)}{_foreign_zone(at)}"


@register.filter(expects_localtime=True)
def by_then(at: datetime) -> str:
    """Return the same for a page that is read at once: without the day where that is today."""
    said = date_format(at, CLOCK) if at.date() == localtime().date() else moment(at)
    return f"{said}{_foreign_zone(at)}"


@register.simple_tag
def days(first: datetime, last: datetime) -> str:
    """Return the days from first to last, what they have in common said once: 12–13 May 2027."""
    one, other, _ = _read(first, last)
    words = get_format("DATE_FORMAT").split()
    said_twice = _said_twice(one, other)
    if not said_twice:
        return date_format(one)
    if not words[0].startswith("Y"):  # the day comes first, and what is common stands after the last
        formats = words[:said_twice], words
    elif said_twice == 1:
        formats = [*words[:-1], "j"], words[-1:]
    else:
        formats = words, words[-said_twice:]
    dash = "–" if said_twice == 1 else " – "
    return dash.join(date_format(at, " ".join(said)) for at, said in zip((one, other), formats, strict=True))


@register.simple_tag
def span(first: datetime, last: datetime) -> str:
    """Return begin and end with their days: Thu 26 November 2026, 09:00–18:00."""
    one, other, ends = _read(first, last)
    begins, said_twice = date_format(one, CLOCK), _said_twice(one, other)
    whole = pgettext("date format of a day", "D j F Y,")
    if not said_twice:
        return f"{date_format(one, whole)} {begins}–{ends}"
    first_day = pgettext("date format of the first of two days in a year", "D j F,")
    last_day = pgettext("date format of the last of two days in a year", "D j F Y,")
    if said_twice == 1:
        last_day = pgettext("date format of the last of two days in a month", "D j F Y,")
    if said_twice == 3:
        first_day = last_day = whole
    return f"{date_format(one, first_day)} {begins} – {date_format(other, last_day)} {ends}"


@register.simple_tag
def hours(first: datetime, last: datetime) -> str:
    """Return the times of day alone, with weekdays where they are of two days: Thu 22:00 – Fri 02:00."""
    one, other, ends = _read(first, last)
    begins = date_format(one, CLOCK)
    if one.date() == other.date():
        return f"{begins}–{ends}"
    return f"{date_format(one, 'D')} {begins} – {date_format(other, 'D')} {ends}"


@register.filter
def zone(at: datetime) -> str:
    """Return whose time it is that pages tell, as people and as clocks call it: Korea time (KST, UTC+9)."""
    local = localtime(at)
    distance, letters = _distance(local.utcoffset() or timedelta()), local.tzname() or ""
    words = _zone_words(str(get_current_timezone()), get_language() or "ko")
    if not words:
        return distance
    known = f"{letters}, {distance}" if letters.isalpha() else distance
    return gettext("%(zone)s (%(distance)s)") % {"zone": words, "distance": known}


@register.simple_tag
def when(first: datetime, last: datetime, words: str = "") -> SafeString:
    """Return `span`, or other words for it, and `zone` as markup; zone.js adds the reader's own time if another."""
    begins = localtime(first).isoformat()
    return format_html(
        '<span class="when" data-zone="{}" data-begins="{}" data-ends="{}" data-yours="{}">'
        '<time datetime="{}">{}</time> <span class="when-zone">{}</span></span>',
        get_current_timezone(),
        begins,
        localtime(last).isoformat(),
        gettext("In your time zone:"),
        begins,
        words or span(first, last),
        zone(first),
    )


@register.simple_tag
def zone_note(at: datetime) -> SafeString:
    """Return the sentence that says whose time a whole page tells; zone.js adds what that is for the reader."""
    return format_html(
        '<p class="zone-note" data-zone="{}" data-begins="{}" data-yours="{}">{}</p>',
        get_current_timezone(),
        localtime(at).isoformat(),
        gettext("{there} there is {here} where you are."),
        gettext("All times are %(zone)s.") % {"zone": zone(at)},
    )


def _foreign_zone(at: datetime) -> str:
    is_home = str(get_current_timezone()) == "Asia/Seoul" and get_language() == "ko"
    return "" if is_home else f", {zone(at)}"


class _Read(NamedTuple):
    """A span as people read it: what ends at midnight ends at 24:00 of the day before."""

    first: datetime
    last: datetime
    ends: str


def _read(first: datetime, last: datetime) -> _Read:
    one, other = localtime(first), localtime(last)
    if other.time() == time() and other > one:
        return _Read(one, other - timedelta(microseconds=1), "24:00")
    return _Read(one, other, date_format(other, CLOCK))


def _said_twice(one: datetime, other: datetime) -> int:
    """Return how many of day, month and year have to stand on both sides of the dash."""
    if one.year != other.year:
        return 3
    if one.month != other.month:
        return 2
    return int(one.day != other.day)


@lru_cache(maxsize=256)
def _zone_words(key: str, language: str) -> str:
    """Return what people call the time of a zone; "" where it only has a number."""
    if key == "Asia/Seoul":
        with override(language):
            return gettext("Korea time")
    if get_global("zone_territories").get(key, "ZZ") in ("ZZ", "001"):  # of no country that CLDR knows
        return "" if key.startswith("Etc/") else key.partition("/")[2].rpartition("/")[2].replace("_", " ")
    return get_timezone_name(key, locale=language)


def _distance(offset: timedelta) -> str:
    """Return the distance from UTC as a clock has it: UTC+9, UTC−3:30."""
    minutes = round(offset / timedelta(minutes=1))
    whole, rest = divmod(abs(minutes), 60)
    sign = "" if not minutes else "+" if minutes > 0 else "−"
    return f"UTC{sign}{whole or ''}{f':{rest:02}' if rest else ''}"

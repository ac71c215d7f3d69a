"""Dates as every page writes them: a moment with a clock of 24 hours, the days of a forum in one breath."""

from __future__ import annotations

from datetime import datetime

from django import template
from django.utils.formats import date_format, get_format
from django.utils.timezone import localtime

register = template.Library()

CLOCK = "H:i"


@register.filter(expects_localtime=True)
def moment(at: datetime) -> str:
    """Return day and time of day; Django's own DATETIME_FORMAT has twelve hours in Korean."""
    return f"{date_format(at)} {date_format(at, CLOCK)}"


@register.simple_tag
def days(first: datetime, last: datetime) -> str:
    """Return the days from first to last, what they have in common said once: 12–13 May 2027."""
    one, other = localtime(first), localtime(last)
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


def _said_twice(one: datetime, other: datetime) -> int:
    """Return how many of day, month and year have to stand on both sides of the dash."""
    if one.year != other.year:
        return 3
    if one.month != other.month:
        return 2
    return int(one.day != other.day)

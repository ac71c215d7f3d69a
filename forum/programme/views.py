"""The pages of the programme: the forum's own page, one session, the speakers."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from forum.forums.queries import forum_by_slug
from forum.people.access import visitor
from forum.programme.cards import now_strip, state_of, table_of
from forum.programme.queries import (
    days_of,
    session_by_key,
    slots_on,
    speakers_at_front,
    speakers_of,
    tracks_of,
)

if TYPE_CHECKING:
    from forum.forums.models import Forum


@require_safe
def forum_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the forum and the programme of one day, of one track if `?track=` says so."""
    seen = visitor(request.user, forum, request.session)
    now = timezone.now()
    day, track = _day_of(request, seen.forum), request.GET.get("track", "")
    slots = slots_on(seen.forum, day, attendee=seen.here, track_key=track)
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "days": _day_tabs(seen.forum, day, track),
        "tracks": _track_chips(seen.forum, day, track),
        "table": table_of(seen.forum, slots, now) if slots else None,
        "speakers": speakers_at_front(seen.forum),
        "now": now_strip(seen.forum, now) if seen.forum.is_running(now) else "",
    }
    return render(request, "forum/programme/forum.html", page)


@require_safe
def now_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show only what runs now and next; every open forum page asks for it once a minute."""
    return HttpResponse(now_strip(forum_by_slug(forum), timezone.now()))


@require_safe
def session_page(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Show one session with abstract, speakers and place."""
    seen = visitor(request.user, forum, request.session)
    session = session_by_key(seen.forum, key, attendee=seen.here)
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "session": session,
        "state": state_of(session, timezone.now()),
        "day": session.starts_at.astimezone(seen.forum.zone).date(),
    }
    return render(request, "forum/programme/session.html", page)


@require_safe
def speakers_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show everybody who speaks, with what they speak about."""
    seen = visitor(request.user, forum, request.session)
    page = {"forum": seen.forum, "visitor": seen, "speakers": speakers_of(seen.forum)}
    return render(request, "forum/programme/speakers.html", page)


def _day_of(request: HttpRequest, forum: Forum) -> date:
    """Return the day asked for if it is one of the forum, else today, else the first."""
    days = days_of(forum)
    asked = {day.isoformat(): day for day in days}.get(request.GET.get("day", ""))
    today = timezone.now().astimezone(forum.zone).date()
    return asked or (today if today in days else days[0])


def _day_tabs(forum: Forum, chosen: date, track: str) -> list[dict[str, object]]:
    written = pgettext("date format of a day of the forum", "D j F")
    return [
        {"label": date_format(day, written), "href": _address(day, track), "current": day == chosen}
        for day in days_of(forum)
    ]


def _track_chips(forum: Forum, day: date, chosen: str) -> list[dict[str, object]]:
    """Return one filter for each track; the chosen one leads back to all of them."""
    return [
        {
            "label": track.name,
            "hue": track.hue,
            "href": _address(day, "" if track.key == chosen else track.key),
            "current": track.key == chosen,
        }
        for track in tracks_of(forum)
    ]


def _address(day: date, track: str) -> str:
    query = {"day": day.isoformat()} | ({"track": track} if track else {})
    return f"?{urlencode(query)}#programme"

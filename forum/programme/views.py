"""The pages of the programme: the forum's own page, one session, the speakers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from forum.forums.queries import forum_by_slug
from forum.people.access import visitor
from forum.programme import queries
from forum.programme.cards import card_of, state_of, table_of, when_of
from forum.programme.doorways import ways_into
from forum.programme.fragments import about, all_faces, faces_at_front
from forum.programme.wishes import day_tabs, filters_of, wish_of


@require_safe
def forum_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show the forum and the programme of one day, of it what the address asks for."""
    seen, now = visitor(request.user, forum, request.session), timezone.now()
    days, tracks = [page.date for page in seen.forum.pages], queries.tracks_of(seen.forum)
    today = queries.day_at(seen.forum, now)
    wish = wish_of(request.GET, days=days, today=today, tracks=tracks)
    slots = queries.slots_on(seen.forum, wish.day, attendee=seen.here)
    wished = [slot for slot in slots if wish.takes(slot, tracks)]
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "wish": wish,
        "days": day_tabs(days, wish),
        "filters": filters_of(slots, tracks, wish),
        "table": table_of(seen.forum, wished, now, with_past=bool(wish.past), is_whole=not wish.is_filtered),
        "to_now": wish.but(day=today, past="") if wish.day != today and seen.forum.is_running(now) else "",
        "faces": faces_at_front(seen.forum),
        "about": about(seen.forum),
    }
    return render(request, "forum/programme/forum.html", page)


@require_safe
def now_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Lead to what is running now; an address to print on a wall."""
    found = forum_by_slug(forum)
    day = queries.day_at(found, timezone.now())
    return redirect(f"{found.get_absolute_url()}?{urlencode({'day': day.isoformat()})}#now")


@require_safe
def session_page(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Show one session with abstract, speakers and place."""
    seen, now = visitor(request.user, forum, request.session), timezone.now()
    session = queries.session_by_key(seen.forum, key, attendee=seen.here)
    when = when_of(session, now)
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "session": session,
        "state": state_of(session),
        "when": when,
        "doorway": ways_into(seen.forum, [session]).get(session.pk) if when == "live" else None,
        "day": session.starts_at.astimezone(seen.forum.zone).date(),
    }
    return render(request, "forum/programme/session.html", page)


@require_safe
def speaker_page(request: HttpRequest, forum: str, key: str) -> HttpResponse:
    """Show one speaker: who they are, where else one finds them, what they speak about."""
    seen, now = visitor(request.user, forum, request.session), timezone.now()
    speaker = queries.speaker_by_key(seen.forum, key)
    sessions = [
        (card_of(session, state_of(session)), when_of(session, now)) for session in speaker.sessions.all()
    ]
    page = {"forum": seen.forum, "visitor": seen, "speaker": speaker, "sessions": sessions}
    return render(request, "forum/programme/speaker.html", page)


@require_safe
def picture(request: HttpRequest, digest: str) -> HttpResponse:
    """Give a picture of a person; its address changes with it, so that everybody may keep it."""
    response = HttpResponse(queries.picture_by_digest(digest), content_type="image/jpeg")
    response["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@require_safe
def speakers_page(request: HttpRequest, forum: str) -> HttpResponse:
    """Show everybody who speaks, with what they speak about."""
    seen = visitor(request.user, forum, request.session)
    page = {"forum": seen.forum, "visitor": seen, "faces": all_faces(seen.forum)}
    return render(request, "forum/programme/speakers.html", page)

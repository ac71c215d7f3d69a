"""Calendars over HTTP: public feeds, the private one, and the page where somebody gets theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotModified
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from forum.calendars import queries
from forum.calendars.verbs import make_feed, note_fetch, revoke_feed
from forum.forums.queries import forum_by_slug
from forum.ical import file_name
from forum.people.access import taking_part, visitor

if TYPE_CHECKING:
    from forum.calendars.feeds import Feed


@dataclass(frozen=True)
class Address:
    """One feed as the calendars of this world want it."""

    https: str
    webcal: str
    outlook: str


@require_safe
def public_feed(request: HttpRequest, forum: str, kind: str = "", key: str = "") -> HttpResponseBase:
    """Answer with the programme or a part of it; a single session is something to keep, not to follow."""
    language = request.GET.get("lang", "")
    language = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    feed = queries.public_feed(forum_by_slug(forum), language, kind, key)
    response = _answer(request, feed, "public", "attachment" if kind == "sessions" else "inline")
    response["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def private_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """Answer whoever knows the secret address; it must reach no search engine and no referrer."""
    found = queries.token_by_secret(token, timezone.now())
    response = _answer(request, queries.private_feed(found, request.path), "private", "inline")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    note_fetch(found, request.headers.get("User-Agent", ""), timezone.now())
    return response


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: HttpRequest, forum: str) -> HttpResponse:
    """Show how to follow the programme; a private address is shown only in the answer that made it."""
    seen = visitor(request.user, forum, request.session)
    secret = ""
    if request.method == "POST":
        me = taking_part(request.user, forum)
        if request.POST.get("action") == "revoke":
            if revoke_feed(me.attendee, by=me.key):
                messages.success(request, _("Your private calendar address no longer works."))
            return redirect("calendar", forum=forum)
        secret = make_feed(me.attendee, replaces=request.POST.get("replaces", ""), by=me.key)
    public = f"{reverse('public-feed', args=[forum])}?{urlencode({'lang': request.LANGUAGE_CODE})}"
    page = {
        "forum": seen.forum,
        "visitor": seen,
        "public": _address(public, seen.forum.name),
        "private": _address(reverse("private-feed", args=[secret]), seen.forum.name) if secret else None,
        "token": queries.token_of(seen.attendee) if seen.attendee else None,
    }
    return render(request, "forum/calendars/calendar.html", page)


def _answer(request: HttpRequest, feed: Feed, reach: str, disposition: str) -> HttpResponseBase:
    """Answer 304 to whoever has these bytes, by their digest or their date, else the bytes."""
    dated = feed.last_modified(timezone.now())
    response = get_conditional_response(request, feed.etag)
    if "If-None-Match" not in request.headers and feed.is_dated(request.headers.get("If-Modified-Since", "")):
        response = HttpResponseNotModified()
    if response is None:
        response = HttpResponse(feed.body, content_type="text/calendar; charset=utf-8; component=VEVENT")
        name = f"{file_name(feed.name)}.ics"
        response["Content-Disposition"] = str(content_disposition_header(disposition == "attachment", name))
    response["ETag"] = feed.etag
    if dated:
        response["Last-Modified"] = dated
    # Outlook fails on a compressed calendar; no proxy on the way may make it one.
    response["Cache-Control"] = f"{reach}, max-age=300, no-transform"
    response["Content-Language"] = feed.language
    return response


def _address(path: str, name: str) -> Address:
    https = f"{settings.PUBLIC_URL}{path}"
    outlook = "https://outlook.live.com/calendar/0/addfromweb?" + urlencode({"url": https, "name": name})
    return Address(https=https, webcal=f"webcal://{https.partition('://')[2]}", outlook=outlook)

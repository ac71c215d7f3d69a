"""One rule for what belongs to somebody: no cache keeps it. One for secret addresses: they are only opened."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from events_site.refusals import as_page
from events_site.secret_links import is_secret
from forum.errors import WrongMethod

SAFE = ("GET", "HEAD")
CALENDAR = "text/calendar"

type_of_next = Callable[[HttpRequest], "HttpResponse | Awaitable[HttpResponse]"]


class PrivacyMiddleware:
    """Stands right below the sessions, before anything that may write an address into a log."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: type_of_next) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        if self.is_async:
            return self._answer_later(request)
        return kept_by_nobody(request, cast(HttpResponse, self.get_response(request)))

    async def _answer_later(self, request: HttpRequest) -> HttpResponse:
        return kept_by_nobody(request, await cast("Awaitable[HttpResponse]", self.get_response(request)))

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Refuse to send anything to a secret address before CSRF's check, whose warning would name it."""
        if not is_secret(request) or request.method in SAFE:
            return None
        page = as_page(request, WrongMethod())
        page["Allow"] = ", ".join(SAFE)
        return page


def kept_by_nobody(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response, marked where it belongs to somebody; the end of a session empties the browser's caches."""
    is_link = is_secret(request)
    if is_link:
        # Not no-referrer: the forms on these pages need an Origin.
        response.headers.setdefault("Referrer-Policy", "strict-origin")
    if (is_link or _is_of_somebody(request)) and not _is_feed(response):
        response["Cache-Control"] = "no-store, private"
        if _has_ended(request):
            response["Clear-Site-Data"] = '"cache"'
    return response


def _is_of_somebody(request: HttpRequest) -> bool:
    """Tell whether the answer may depend on who asked: somebody whose session was looked at, or a device."""
    if "Authorization" in request.headers:
        return True
    has_session = settings.SESSION_COOKIE_NAME in request.COOKIES or not request.session.is_empty()
    return bool(request.session.accessed and has_session)


def _has_ended(request: HttpRequest) -> bool:
    had_session = settings.SESSION_COOKIE_NAME in request.COOKIES
    return bool(had_session and request.session.modified and request.session.is_empty())


def _is_feed(response: HttpResponse) -> bool:
    """Tell whether this is a calendar: its program keeps it anyhow, and asks less with an age than without."""
    return response.headers.get("Content-Type", "").startswith(CALENDAR)

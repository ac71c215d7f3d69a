"""Turns a no from below into its answer: a Refusal raised by a view, and Django's bare 405. Lets nobody in who
asks for what no database can hold, nor by a host name that is not ours, unless it is to ask how we are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.middleware import common

from events_site import health
from events_site.refusals import as_page, away, unread
from forum.away import is_away
from forum.errors import Gone, Refusal, WrongMethod

NUL = "\x00"
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")

type_of_next = Callable[[HttpRequest], "HttpResponse | Awaitable[HttpResponse]"]


class CommonMiddleware(common.CommonMiddleware):
    """Django's, without a look at the host where a load balancer or an operator asks for the health, by any name; and
    no form in another encoding than ours, which Django would fail to read."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:  # type: ignore[override]
        if request.path.startswith(health.PATH):
            return None
        if request.content_type in FORMS and not _is_utf8(
            (request.content_params or {}).get("charset", "utf-8")
        ):
            return unread(request)
        return super().process_request(request)


class RefusalMiddleware:
    """Runs in the thread of the view, or on the loop where the view does."""

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
        return in_words(request, cast(HttpResponse, self.get_response(request)))

    async def _answer_later(self, request: HttpRequest) -> HttpResponse:
        return in_words(request, await cast("Awaitable[HttpResponse]", self.get_response(request)))

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Answer whoever names something with a NUL in it: there is no such thing, and PostgreSQL takes none.

        What is typed into a form is the form's to check.
        """
        return as_page(request, Gone()) if any(NUL in value for value in request.GET.values()) else None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Refusal, and for a database that is away; leave everything else to Django."""
        if is_away(error):
            return away(request, error)
        return as_page(request, error) if isinstance(error, Refusal) else None


def _is_utf8(charset: str) -> bool:
    return charset.lower() in ("utf-8", "utf8")


def in_words(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """Return the response, but a page in place of an empty 405."""
    if response.status_code != WrongMethod.status or response.content:
        return response
    page = as_page(request, WrongMethod())
    page["Allow"] = response["Allow"]
    return page

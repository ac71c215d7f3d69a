"""Turns a Refusal raised anywhere below a view into its answer. Async-capable, holds no thread."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest, HttpResponse

from events_site.refusals import as_page
from forum.errors import Refusal

type_of_next = Callable[[HttpRequest], "HttpResponse | Awaitable[HttpResponse]"]


class RefusalMiddleware:
    """Passes requests on as they are; its one hook runs where a view raised."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: type_of_next) -> None:
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponse | Awaitable[HttpResponse]:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer a Refusal; leave everything else to Django."""
        return as_page(request, error) if isinstance(error, Refusal) else None

"""HTTP in one thread: Django's own handler crosses from the loop and back for each middleware that has a hook."""

from __future__ import annotations

from collections.abc import Callable

from asgiref.sync import sync_to_async
from django.core.handlers.asgi import ASGIHandler
from django.http import HttpRequest, HttpResponse
from servestatic.middleware import ServeStaticMiddleware


class Handler(ASGIHandler):
    """Runs middleware and view of a request as one call; static files, which need no thread, stand before it.

    For sync views only: an async one would hold its thread while it waits.
    """

    def load_middleware(self, is_async: bool = True) -> None:
        super().load_middleware(is_async=False)
        chain: Callable[[HttpRequest], HttpResponse] = self._middleware_chain  # type: ignore[has-type]
        self._middleware_chain = ServeStaticMiddleware(sync_to_async(chain, thread_sensitive=True))

"""Pages and answers of everybody leave compressed; what belongs to somebody never does (BREACH, see docs/decisions)."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import cast

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

COMPRESSED = ("text/html", "application/json")
SAFE = ("GET", "HEAD")


class CompressionMiddleware(GZipMiddleware):
    """Stands above PrivacyMiddleware and hears from it what belongs to somebody; the file name in each answer's head
    is of another length, as Django has it, so that lengths tell little even of a page's own token."""

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        """Do the same on the loop, where a view waits there: without a thread, as it is short."""
        return self.process_response(
            request, await cast("Awaitable[HttpResponseBase]", self.get_response(request))
        )

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what was only opened, is text, and is the same for everybody who opens it."""
        if not (request.method in SAFE and is_everybodys(response)):
            return response
        return super().process_response(request, response)


def is_everybodys(response: HttpResponseBase) -> bool:
    """Tell whether this is a page or an answer that no rule calls private; feeds and files are of other types."""
    kind = response.headers.get("Content-Type", "").partition(";")[0]
    reach = response.headers.get("Cache-Control", "")
    return kind in COMPRESSED and "no-store" not in reach and "private" not in reach

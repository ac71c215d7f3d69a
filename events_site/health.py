"""What a load balancer asks, by whatever host name: is the process alive, may it get traffic."""

from __future__ import annotations

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from events_site.start import missing_static_files, unapplied_migrations

PATH = "/health/"


class _Known:
    """What has been found once holds for the life of a process: its code does not change."""

    is_release = False


@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer without touching anything: the process serves."""
    return JsonResponse({"status": "live"})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 when the database answers and is that of this release, and the static files are there; else 503."""
    try:
        trouble = _trouble()
    except Error:
        trouble = "no database"
    return _uncached({"status": trouble or "ready"}, status=503 if trouble else 200)


def _trouble() -> str:
    if not _Known.is_release:
        if unapplied_migrations():
            return "database of another release"
        if missing_static_files():
            return "no static files"
        _Known.is_release = True
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _uncached(said: dict[str, str], *, status: int) -> JsonResponse:
    answer = JsonResponse(said, status=status, headers={"Cache-Control": "no-store"})
    answer._has_been_logged = True  # type: ignore[attr-defined]  # who asks knows; a log full of it helps nobody
    return answer

"""The porch's own pages: the language choice, the front page, and the two small things every page needs."""

from __future__ import annotations

from functools import cache
from threading import Lock
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe
from drf_spectacular.views import SpectacularAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from events_site.context import THEMES
from forum.errors import Denied, SignInRequired
from forum.forums.queries import forums_by_time
from forum.ways import read_way

CLOSED_TO_ROBOTS = ("/admin/", "/api/", "/ko/account/", "/en/account/")
ROBOTS = "".join(["User-agent: *\n", *(f"Disallow: {path}\n" for path in CLOSED_TO_ROBOTS), "Allow: /cal/\n"])
YEAR = 60 * 60 * 24 * 365


@require_safe
def entrance(request: HttpRequest) -> HttpResponse:
    """Send a visitor of `/` to the front page in the language their browser asks for."""
    with override(get_language_from_request(request)):
        return redirect("front")


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Show the forums; with exactly one there is nothing to choose."""
    forums = forums_by_time()
    if len(forums) == 1:
        return redirect("forum", forum=forums[0].slug)
    return render(request, "events_site/front.html", {"forums": forums})


def admin_door(request: HttpRequest) -> HttpResponse:
    """Let staff on to the tables; they sign in as everybody does, by a code. The form that Django has here would work
    a password out for whoever sends one, as often as it is sent."""
    if not request.user.is_authenticated:
        raise SignInRequired
    if not request.user.is_staff:
        raise Denied
    return redirect(read_way(request.GET.get("next", "")) or reverse("admin:index"))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let calendar clients fetch feeds (some ask robots.txt first), keep the rest of the machinery out."""
    return HttpResponse(ROBOTS, content_type="text/plain")


@require_safe
def api_docs(request: HttpRequest) -> HttpResponse:
    """Show the API's description; everything it draws with comes from this site."""
    return render(request, "events_site/api_docs.html")


class Description(SpectacularAPIView):
    """Gives the schema, the same to everybody whatever they ask: drawn once a language, by one thread at a time, which
    is also all that the library that draws it bears."""

    authentication_classes = []
    permission_classes = []

    def _get_schema_response(self, request: Request) -> Response:
        known = dict(settings.LANGUAGES)
        language = get_language() or ""
        with _drawing:
            schema = _drawn(language if language in known else settings.LANGUAGE_CODE)
        return Response(schema, headers={"Content-Disposition": 'inline; filename="Madang"'})


_drawing = Lock()


@cache
def _drawn(language: str) -> dict[str, Any]:
    with override(language):
        generator: Any = Description.generator_class()
        schema: dict[str, Any] = generator.get_schema(request=None, public=True)
        return schema


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Keep the chosen theme in a cookie and go back; works without JavaScript."""
    response = HttpResponseRedirect(read_way(request.POST.get("next", "")) or reverse("entrance"))
    chosen = request.POST.get("theme", "auto")
    response.set_cookie("theme", chosen if chosen in THEMES else "auto", max_age=YEAR, samesite="Lax")
    return response

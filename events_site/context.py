"""What every page knows: the theme, the mode, its address, and the same page in the other language."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, get_language_from_path

from events_site.demo import SLUG
from events_site.secret_links import way_back

THEMES = ("auto", "light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """Return the values base.html draws with."""
    theme = request.COOKIES.get("theme", "auto")
    other = "en" if get_language() == "ko" else "ko"
    return {
        "theme": theme if theme in THEMES else "auto",
        "other_language": other,
        "other_language_url": _in_language(shown_at(request), other),
        "way_back": way_back(request),
        "is_demo": settings.IS_DEMO,
        "invented": SLUG,
        "public_url": settings.PUBLIC_URL,
    }


def _in_language(url: str, language: str) -> str:
    """Return the address in the other language, though there may be nothing at it; else that of the front page."""
    known = translate_url(url, language)
    if known != url:
        return known
    own = get_language_from_path(url)
    return f"/{language}{url.removeprefix(f'/{own}')}" if own else f"/{language}/"


def shown_at(request: HttpRequest) -> str:
    """Return the address of this page, or where the form stands that it answers: that can be opened again."""
    former = request.headers.get("Referer", "")
    if request.method == "POST" and url_has_allowed_host_and_scheme(former, {request.get_host()}):
        parts = urlsplit(former)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path
    return request.get_full_path()

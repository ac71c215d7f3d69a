"""What every page knows: the theme, the mode, and the same page in the other language."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

THEMES = ("auto", "light", "dark")


def site(request: HttpRequest) -> dict[str, object]:
    """Return the values base.html draws with."""
    theme = request.COOKIES.get("theme", "auto")
    other = "en" if get_language() == "ko" else "ko"
    return {
        "theme": theme if theme in THEMES else "auto",
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
        "is_demo": settings.IS_DEMO,
    }

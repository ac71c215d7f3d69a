"""Which of the two languages somebody is shown who has not chosen one: what the browser asks for, else English.

Django falls back to the site's own language, and greets a guest from Berlin in Korean.
"""

from __future__ import annotations

import re

from django.conf import settings
from django.http import HttpRequest
from django.middleware.locale import LocaleMiddleware

OTHERWISE = "en"
_LONGEST = 1000
_RANGE = re.compile(r"(\*|[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)(?:;q=([01](?:\.[0-9]{0,3})?))?")


def wanted(header: str, *, known: tuple[str, ...], own: str) -> str:
    """Return which known language an Accept-Language header wants most (RFC 9110, 12.5.4).

    `*` stands for every language that is not named. Who names languages, but none of ours, reads English; who names
    none at all, be it by `*`, gets the site's own language.
    """
    asked = _asked(header)
    others = asked.pop("*", 0.0)
    best = {language: asked.get(language, others) for language in known}
    most = max(best.values())
    equals = [language for language in known if best[language] == most]
    if most == 0:
        refused = [language for language in known if asked.get(language) == 0]
        equals = [language for language in known if language not in refused] or list(known)
    named = [language for language in asked if language in equals and asked[language] == most > 0]
    if named:
        return named[0]
    preferred = OTHERWISE if asked else own
    return preferred if preferred in equals else equals[0]


def _asked(header: str) -> dict[str, float]:
    """Return the languages of the header with their weights, in their order; the greatest counts of en-GB and en."""
    asked: dict[str, float] = {}
    for part in header[:_LONGEST].replace(" ", "").replace("\t", "").split(","):
        found = _RANGE.fullmatch(part)
        if found is None:
            continue
        language = found[1].partition("-")[0].lower()
        asked[language] = max(asked.get(language, 0.0), min(float(found[2] or 1), 1.0))
    return asked


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, with the header read before: whoever asks Django for the language hears the same."""

    def process_request(self, request: HttpRequest) -> None:
        known = tuple(code for code, _ in settings.LANGUAGES)
        header = request.META.get("HTTP_ACCEPT_LANGUAGE", "")
        request.META["HTTP_ACCEPT_LANGUAGE"] = wanted(header, known=known, own=settings.LANGUAGE_CODE)
        super().process_request(request)

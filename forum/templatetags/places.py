"""The way to a place: maps that find an address by themselves, without a key and without loading anything here."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from django import template
from django.utils.translation import get_language, gettext

from forum.forums.models import Forum

register = template.Library()


@register.simple_tag
def maps(forum: Forum) -> list[tuple[str, str]]:
    """Return maps and their addresses, first the one that the reader most likely has.

    In Korea the two Korean maps know the way on foot; they want the address as Koreans write it.
    """
    venue = forum.venue
    everywhere = [
        (
            gettext("Google Maps"),
            f"https://www.google.com/maps/search/?{_google(f'{venue.name}, {venue.address}')}",
        ),
        (
            gettext("OpenStreetMap"),
            f"https://www.openstreetmap.org/search?{urlencode({'query': venue.address})}",
        ),
    ]
    if forum.time_zone != "Asia/Seoul":
        return everywhere
    address = quote(getattr(venue, "address_ko", "") or venue.address, safe="")
    korean = [
        (gettext("KakaoMap"), f"https://map.kakao.com/link/search/{address}"),
        (gettext("NAVER Map"), f"https://map.naver.com/p/search/{address}"),
    ]
    return [*korean, everywhere[0]] if get_language() == "ko" else [everywhere[0], *reversed(korean)]


def _google(query: str) -> str:
    return urlencode({"api": 1, "query": query})

"""What the look needs and templates cannot do: initials, a steady hue, a line through numbers, whole names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from forum.hangul import readable_in

register = template.Library()

HUES = 6
SPARK_WIDTH, SPARK_HEIGHT = 100, 24
LONGEST_KOREAN_NAME = 4
_HANGUL = re.compile(r"^[\uac00-\ud7a3]+$")


class Named(Protocol):
    """Somebody with a name, and perhaps one in Latin letters."""

    name: Any
    latin_name: Any


@register.filter
def initials(name: str) -> str:
    """Return what stands in for a face: first syllables or letters of the first and the last part of a name.

    A Korean name in one part is known by the given name, its last two syllables; a longer one is none. Only letters
    count, and digits where there is no letter. person.js has the same rule, for people who appear while the page is
    open.
    """
    words = _words(name, str.isalpha) or _words(name, str.isdecimal)
    if not words:
        return ""
    if len(words) == 1 and _HANGUL.match(words[0]):
        return words[0][-2:] if len(words[0]) <= LONGEST_KOREAN_NAME else words[0][:2]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


@register.filter
def readable(name: str, other: str = "") -> str:
    """Return of a name in two scripts the one its reader reads: with Hangul in Korean, without it in English."""
    return readable_in(get_language(), str(name), str(other or ""))


@register.filter
def names(people: Iterable[Named]) -> str:
    """Return what people are called, each in the script their reader reads."""
    return ", ".join(readable(person.name, person.latin_name) for person in people)


def _words(name: str, counts: Callable[[str], bool]) -> list[str]:
    """Return the words of a name with nothing in them but the characters that count."""
    words = ("".join(filter(counts, word)) for word in str(name).split())
    return [word for word in words if word]


@register.filter
def unbroken(name: object) -> SafeString:
    """Return a name that a line may end within at its spaces, but not at the hyphen of Do-yun."""
    words = (
        format_html('<span class="nowrap">{}</span>', word) if "-" in word else word
        for word in str(name).split(" ")
    )
    return format_html_join(" ", "{}", ((word,) for word in words))


@register.filter
def slot(value: object, name: str) -> SafeString:
    """Return a number within a sentence, where a script finds it by name (`data-slot`)."""
    return format_html('<b data-slot="{}">{}</b>', name, value)


@register.simple_tag
def digits() -> SafeString:
    """Return the time left within a sentence; what stands around it says until when (`data-ends-at`)."""
    return mark_safe('<b class="countdown" data-countdown>–:––</b>')


@register.filter
def hue(key: object) -> str:
    """Return the class of a colour that stays with this key."""
    return f"hue-{sum(map(ord, str(key))) % HUES + 1}"


@register.filter
def sparkline(numbers: Sequence[float]) -> str:
    """Return the points of a polyline, oldest left, the greatest number at the top."""
    top = max(numbers, default=0) or 1
    step = SPARK_WIDTH / max(len(numbers) - 1, 1)
    return " ".join(
        f"{index * step:.1f},{SPARK_HEIGHT - number / top * SPARK_HEIGHT:.1f}"
        for index, number in enumerate(numbers)
    )


@register.filter
def is_web(address: str) -> bool:
    """Tell whether an address that somebody gave may become a link."""
    return urlsplit(str(address)).scheme in ("https", "http")


@register.filter
def shown_address(address: str) -> str:
    """Return an address as people read it: without its scheme, www and the slash at its end."""
    parts = urlsplit(str(address))
    return f"{parts.netloc.removeprefix('www.')}{parts.path}".rstrip("/")

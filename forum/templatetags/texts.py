"""Texts that organizers write in two languages: where one is missing the other stands in, and says so."""

from __future__ import annotations

from typing import NamedTuple

from django import template
from django.conf import settings
from django.db.models import Model
from django.utils.html import format_html, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

register = template.Library()


class Said(NamedTuple):
    """A text, and the language it is in where that is not the page's."""

    text: str
    language: str


def said(row: Model | None, field: str) -> Said:
    """Return a text of a row in the active language, else in another one that has it."""
    here = get_language() or settings.LANGUAGE_CODE
    codes = sorted((code for code, _ in settings.LANGUAGES), key=lambda code: code != here)
    for code in codes:
        if text := getattr(row, f"{field}_{code}", "") or "":
            return Said(text, "" if code == here else code)
    return Said("", "")


@register.filter
def told(row: Model | None, field: str) -> SafeString:
    """Return a text; one in the other language is marked for eyes and for voices."""
    text, language = said(row, field)
    if not language:
        return format_html("{}", text)
    return format_html('<span lang="{}">{}</span> {}', language, text, mark_of(language))


@register.filter
def told_at_length(row: Model | None, field: str) -> SafeString:
    """Return a text of several lines as paragraphs, marked in the same way."""
    text, language = said(row, field)
    paragraphs = mark_safe(linebreaks(text, autoescape=True)) if text else SafeString("")  # noqa: S308 (escaped)
    if not language:
        return paragraphs
    return format_html(
        '<p>{}</p><div class="stack" lang="{}">{}</div>', mark_of(language), language, paragraphs
    )


@register.filter
def named(row: Model | None, field: str) -> SafeString:
    """Return a name; one that stands in another language is marked for voices only, eyes see it."""
    text, language = said(row, field)
    return format_html('<span lang="{}">{}</span>', language, text) if language else format_html("{}", text)


def mark_of(language: str) -> SafeString:
    """Return the small word that says in which language alone a text is there."""
    words = {"ko": gettext("Korean only"), "en": gettext("English only")}
    return format_html('<span class="only">{}</span>', words[language])

"""Texts that go to programs in both languages at once, whatever the language of the request."""

from __future__ import annotations

from django.db.models import Model

from forum.forums.models import Space
from forum.programme.frames import Bilingual


def both(row: Model, field: str) -> Bilingual:
    """Return a text in both languages, each standing in for the other."""
    ko, en = getattr(row, f"{field}_ko") or "", getattr(row, f"{field}_en") or ""
    return Bilingual(ko=ko or en, en=en or ko)


def place_of(space: Space) -> Bilingual:
    """Return floor and name of a place."""
    name = both(space, "name")
    return Bilingual(ko=f"{space.level} {name.ko}", en=f"{space.level} {name.en}")

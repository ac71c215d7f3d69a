"""Texts that go to programs in both languages at once, whatever the language of the request. A tool."""

from __future__ import annotations

from django.db.models import Model

from forum.forums.models import Space, floor_name
from forum.programme.frames import Bilingual


def both(row: Model, field: str) -> Bilingual:
    """Return a text in both languages, each standing in for the other."""
    return in_both(getattr(row, f"{field}_ko"), getattr(row, f"{field}_en"))


def in_both(ko: str | None, en: str | None) -> Bilingual:
    """Return the two texts, each standing in for the other."""
    return Bilingual(ko=ko or en or "", en=en or ko or "")


def place_of(space: Space) -> Bilingual:
    """Return floor and name of a place."""
    return on_floor(space.floor, getattr(space, "name_ko", None), getattr(space, "name_en", None))


def on_floor(floor: int, ko: str | None, en: str | None) -> Bilingual:
    """Return floor and name of a place that is called so."""
    name, level = in_both(ko, en), floor_name(floor)
    return Bilingual(ko=f"{level} {name.ko}", en=f"{level} {name.en}")

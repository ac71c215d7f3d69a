"""What a reader of the programme asks to see, as it stands in the address, and the ways to ask for something else. For
pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from forum.programme.models import SPOKEN, SessionKind, Track
from forum.programme.queries import Slot


@dataclass(frozen=True)
class Wish:
    """One day; of it one track, one kind, what is held in one language; with what is over already, or without."""

    day: date
    track: str = ""
    kind: str = ""
    language: str = ""
    past: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.track or self.kind or self.language)

    @property
    def unfiltered(self) -> str:
        """The address of the whole day."""
        return self.but(track="", kind="", language="")

    @property
    def with_past(self) -> str:
        return self.but(past="1")

    def but(self, **changes: object) -> str:
        """Return the address of the same wish with these changes."""
        said = asdict(replace(self, **changes))  # type: ignore[arg-type]
        return f"?{urlencode({name: value for name, value in said.items() if value})}#programme"

    def takes(self, slot: Slot, tracks: Sequence[Track]) -> bool:
        """Tell whether a session of the day is wished for."""
        is_of_track = not self.track or slot.track_id in {one.pk for one in tracks if one.key == self.track}
        is_of_kind = self.kind in ("", slot.kind)
        return is_of_track and is_of_kind and (not self.language or slot.is_held_in(self.language))


class Chip(NamedTuple):
    """A filter to be put on or taken away again: the fields of components/_chip.html."""

    label: str | Promise
    href: str
    current: bool
    hue: str = ""


class Filter(NamedTuple):
    """The chips of one kind, and what they choose between."""

    name: str
    label: str
    chips: list[Chip]


def wish_of(asked: Mapping[str, str], *, days: Sequence[date], today: date, tracks: Sequence[Track]) -> Wish:
    """Return the wish of an address. What there is not was not asked for; a day not named is today."""
    known = {day.isoformat(): day for day in days}
    return Wish(
        day=known.get(asked.get("day", ""), today),
        track=_one_of([track.key for track in tracks], asked.get("track", "")),
        kind=_one_of(SessionKind.values, asked.get("kind", "")),
        language=_one_of(list(SPOKEN), asked.get("language", "")),
        past=_one_of(["1"], asked.get("past", "")),
    )


def day_tabs(days: Sequence[date], wish: Wish) -> list[dict[str, object]]:
    """Return the fields of components/_tabs.html; another day keeps the filters."""
    written = pgettext("date format of one of several days, side by side on a phone", "D j M")
    return [
        {"label": date_format(day, written), "href": wish.but(day=day, past=""), "current": day == wish.day}
        for day in days
    ]


def filters_of(slots: Sequence[Slot], tracks: Sequence[Track], wish: Wish) -> list[Filter]:
    """Return the filters of a day, those alone that leave something out and something to see."""
    kinds = [kind for kind in SessionKind if kind == wish.kind or any(slot.kind == kind for slot in slots)]
    spoken = [
        code for code in SPOKEN if code == wish.language or not all(slot.is_held_in(code) for slot in slots)
    ]
    found = [
        Filter("track", _("Track"), [_chip(wish, "track", one.key, one.name, one.hue) for one in tracks]),
        Filter("kind", _("Kind"), [_chip(wish, "kind", one.value, one.label) for one in kinds]),
        Filter("language", _("Language"), [_chip(wish, "language", code, SPOKEN[code]) for code in spoken]),
    ]
    return [
        one
        for one in found
        if one.chips and (len(one.chips) > 1 or one.name == "language" or wish.is_filtered)
    ]


def _chip(wish: Wish, name: str, value: str, label: str | Promise, hue: str = "") -> Chip:
    is_on = getattr(wish, name) == value
    return Chip(label, wish.but(**{name: "" if is_on else value}), is_on, hue)


def _one_of(known: Sequence[str], asked: str) -> str:
    return asked if asked in known else ""

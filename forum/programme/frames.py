"""The programme on the wire: what runs now and next, in both languages."""

from __future__ import annotations

import msgspec


class Bilingual(msgspec.Struct, frozen=True):
    ko: str
    en: str


class SessionShown(msgspec.Struct, frozen=True):
    """One session; `place` is null as long as it has none."""

    key: str
    title: Bilingual
    place: Bilingual | None
    starts_at: str
    ends_at: str


class NowAndNext(msgspec.Struct, frozen=True):
    """The snapshot of `forum:`."""

    now: list[SessionShown]
    next: list[SessionShown]

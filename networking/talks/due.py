"""Talks from which somebody has silently gone."""

from __future__ import annotations

from datetime import datetime, timedelta

from forum.live.due import due
from networking.talks.verbs import release_absent


@due("talks.absent", every=timedelta(seconds=5))
def end_forsaken_talks(now: datetime) -> datetime | None:
    release_absent(at=now)
    return None

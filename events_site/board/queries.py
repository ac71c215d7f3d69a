"""What the organizers' board shows: the door, the rounds and the desks, in a fixed number of queries."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from forum.forums.models import Forum
from forum.mail.queries import Post, post_of
from forum.people.frames import ArrivalCounts
from forum.people.models import Arrival
from forum.people.queries import arrival_counts
from networking.rounds.frames import Counts
from networking.rounds.models import Mixer
from networking.rounds.queries import counts_of, mixers_of
from networking.rounds.steering import by_phase
from tickets.desks.models import Desk
from tickets.desks.queries import desks_of
from tickets.registration.queries import Seats, seats_now

STEP = timedelta(minutes=10)
STEPS = 24
CHART_HEIGHT = 40
MARK = 0.4
"""An empty step keeps a trace of a bar, so that the time axis stays visible."""


@dataclass(frozen=True)
class MixerLine:
    """One mixer with the people in it right now."""

    mixer: Mixer
    counts: Counts


@dataclass(frozen=True)
class ArrivalBar:
    """How many people came for the first time within ten minutes, and its bar in a chart of 100 × 40."""

    starts_at: datetime
    arrived: int
    x: float
    y: float
    height: float


@dataclass(frozen=True)
class Board:
    door: ArrivalCounts
    bars: list[ArrivalBar]
    mixers: list[MixerLine]
    desks: list[Desk]
    seats: Seats
    post: Post


def board_of(forum: Forum, at: datetime | None = None) -> Board:
    """Return everything on the board, the running sessions first."""
    at = at or timezone.now()
    return Board(
        door=arrival_counts(forum),
        bars=arrival_bars(forum, at),
        mixers=[MixerLine(mixer, counts_of(mixer)) for mixer in by_phase(mixers_of(forum))],
        desks=desks_of(forum, at),
        seats=seats_now(forum, at),
        post=post_of(forum, at=at),
    )


def arrival_bars(forum: Forum, at: datetime) -> list[ArrivalBar]:
    """Return first arrivals of the last four hours in steps of ten minutes, oldest first."""
    last = at.replace(minute=at.minute // 10 * 10, second=0, microsecond=0)
    first = last - STEP * (STEPS - 1)
    came = Arrival.objects.filter(attendee__forum=forum, is_first=True, arrived_at__gte=first)
    per_step = Counter((when - first) // STEP for when in came.values_list("arrived_at", flat=True))
    top = max(per_step.values(), default=0) or 1
    return [_bar(first + STEP * step, per_step[step], step, top) for step in range(STEPS)]


def _bar(starts_at: datetime, arrived: int, step: int, top: int) -> ArrivalBar:
    height = round(max(arrived / top * CHART_HEIGHT, MARK), 1)
    return ArrivalBar(
        starts_at, arrived, round(step * 100 / STEPS, 2), round(CHART_HEIGHT - height, 1), height
    )

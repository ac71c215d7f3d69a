"""Whom of those in line to propose to whom. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from networking.matching.arrays import NEVER
from networking.matching.queue import propose
from networking.matching.scores import Profile, score_matrix

REPEAT_AFTER = timedelta(seconds=60)
"""How long to hold out for somebody new before two who met may meet again."""

Pair = tuple[int, int]


class Person(NamedTuple):
    """Somebody present, by id. Those who have not asked are only measured by: they are proposed to nobody."""

    id: int
    profile: Profile
    asked_at: datetime | None = None


@dataclass(frozen=True)
class Crowd:
    """Everybody present, who must be kept apart, and who has met; others' ids may be among the pairs."""

    people: Sequence[Person]
    apart: Collection[Pair] = ()
    met: Collection[Pair] = ()


class Fit(NamedTuple):
    """Two who are to be proposed to each other; `again` when they met before."""

    people: Pair
    score: int
    again: bool = False


def fitting(crowd: Crowd, *, at: datetime, may_repeat: bool) -> list[Fit]:
    """Return who fits whom now, nobody in two pairs; what is good enough falls the longer somebody waits.

    With `may_repeat`, those who have waited long and fit nobody new may meet somebody again.
    """
    rows = {person.id: row for row, person in enumerate(crowd.people)}
    waits = {
        row: (at - person.asked_at).total_seconds()
        for row, person in enumerate(crowd.people)
        if person.asked_at
    }
    again = score_matrix([person.profile for person in crowd.people], _rows_of(crowd.apart, rows))
    fresh = again.copy()
    for one, other in _rows_of(crowd.met, rows):
        fresh[one, other] = fresh[other, one] = NEVER
    pairs = propose(fresh, list(waits), list(waits.values()))
    if may_repeat:
        taken = {row for pair in pairs for row in pair}
        left = {
            row: wait
            for row, wait in waits.items()
            if row not in taken and wait >= REPEAT_AFTER.total_seconds()
        }
        pairs += propose(again, list(left), list(left.values()))
    return [
        Fit(
            (crowd.people[one].id, crowd.people[other].id),
            int(again[one, other]),
            bool(fresh[one, other] == NEVER),
        )
        for one, other in pairs
    ]


def _rows_of(pairs: Iterable[Pair], rows: dict[int, int]) -> list[Pair]:
    return [(rows[one], rows[other]) for one, other in pairs if one in rows and other in rows]

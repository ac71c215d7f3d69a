"""Whom of those in line to propose to whom. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np

from networking.matching.arrays import NEVER, Scores
from networking.matching.queue import propose
from networking.matching.scores import Profile, score_matrix

REPEAT_AFTER = timedelta(seconds=60)
"""How long to hold out for somebody new in the same place, before two may meet online, or meet again."""

Pair = tuple[int, int]


class Person(NamedTuple):
    """Somebody present, by id. Those who have not asked are only measured by: they are proposed to nobody."""

    id: int
    profile: Profile
    asked_at: datetime | None = None
    is_in_hall: bool = False


@dataclass(frozen=True)
class Crowd:
    """Everybody present, who must be kept apart, and who has met; others' ids may be among the pairs."""

    people: Sequence[Person]
    apart: Collection[Pair] = ()
    met: Collection[Pair] = ()


class Fit(NamedTuple):
    """Two who are to be proposed to each other, in the hall or online; `again` when they met before."""

    people: Pair
    score: int
    again: bool = False
    is_in_hall: bool = False


def fitting(crowd: Crowd, *, at: datetime, may_repeat: bool) -> list[Fit]:
    """Return who fits whom now, nobody in two pairs; what is good enough falls the longer somebody waits.

    At first only those of the same place do. Those who have waited long and fit nobody there may meet somebody of the
    other place, online, and with `may_repeat` somebody again.
    """
    people = crowd.people
    rows = {person.id: row for row, person in enumerate(people)}
    waits = {
        row: (at - person.asked_at).total_seconds() for row, person in enumerate(people) if person.asked_at
    }
    anybody = score_matrix([person.profile for person in people], _rows_of(crowd.apart, rows))
    fresh = anybody.copy()
    for one, other in _rows_of(crowd.met, rows):
        fresh[one, other] = fresh[other, one] = NEVER
    in_hall = np.array([person.is_in_hall for person in people], dtype=np.bool_)
    near = np.where(in_hall[:, None] == in_hall[None, :], fresh, NEVER)
    pairs = _proposed(near, waits, ())
    for scores in (fresh, anybody) if may_repeat else (fresh,):
        long = {row: wait for row, wait in waits.items() if wait >= REPEAT_AFTER.total_seconds()}
        pairs += _proposed(scores, long, pairs)
    return [
        Fit(
            (people[one].id, people[other].id),
            int(anybody[one, other]),
            bool(fresh[one, other] == NEVER),
            bool(in_hall[one] and in_hall[other]),
        )
        for one, other in pairs
    ]


def _proposed(scores: Scores, waits: Mapping[int, float], taken: Collection[Pair]) -> list[Pair]:
    """Return who of these, by rows, to propose to whom; without those who are in a pair already."""
    busy = {row for pair in taken for row in pair}
    free = {row: wait for row, wait in waits.items() if row not in busy}
    return propose(scores, list(free), list(free.values()))


def _rows_of(pairs: Iterable[Pair], rows: dict[int, int]) -> list[Pair]:
    return [(rows[one], rows[other]) for one, other in pairs if one in rows and other in rows]

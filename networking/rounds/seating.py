"""Who sits with whom in a round: from the people who can be seated to groups of two or three. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations
from typing import NamedTuple

import numpy as np

from networking.matching.arrays import Scores, Table
from networking.matching.rounds import pair
from networking.matching.scores import Profile, lift_those_behind, score_matrix

MOVED_TABLES = 10
MEASURED = 100
"""With how many of the other place at most the only one of a place is compared."""


PLANNING_A_PERSON = timedelta(milliseconds=5)
"""To seat 10,000 people took 22 s on two busy cores, 3,000 took 3 s, 1,000 less than half a second."""


def planning_takes(people: int) -> timedelta:
    """Return how long a plan for so many may take at most, on a machine that has other things to do."""
    return people * PLANNING_A_PERSON


class Candidate(NamedTuple):
    """Somebody who can be seated, in the hall or online; `worth` sums up what their meetings so far were worth."""

    id: int
    profile: Profile
    sat_out: int = 0
    worth: float = 0.0
    is_in_hall: bool = True


class Seating(NamedTuple):
    """People of one talk, by id: at a table in the hall, else online; `again` when two of them met before."""

    people: tuple[int, ...]
    score: int
    again: bool
    is_in_hall: bool = True


@dataclass(frozen=True)
class Pool:
    """Everybody who can be seated, who blocked whom and who met whom; others' ids may be among the pairs."""

    candidates: Sequence[Candidate]
    blocks: Collection[tuple[int, int]] = ()
    met: Collection[tuple[int, int]] = ()

    def only(self, ids: Collection[int]) -> Pool:
        """Return the pool without all others."""
        return Pool(
            [candidate for candidate in self.candidates if candidate.id in ids], self.blocks, self.met
        )

    def moved(self, places: Mapping[int, bool]) -> Pool:
        """Return the pool of those who are in one of the places now, by id and whether that is the hall."""
        there = [
            candidate._replace(is_in_hall=places[candidate.id])
            for candidate in self.candidates
            if candidate.id in places
        ]
        return Pool(there, self.blocks, self.met)

    def within(self, is_in_hall: bool) -> Pool:
        """Return the pool of one place."""
        return self.only(self.ids(is_in_hall))

    def ids(self, is_in_hall: bool | None = None) -> set[int]:
        """Return everybody, or those of one place."""
        return {
            candidate.id
            for candidate in self.candidates
            if is_in_hall is None or candidate.is_in_hall == is_in_hall
        }

    def profiles(self) -> dict[int, Profile]:
        return {candidate.id: candidate.profile for candidate in self.candidates}


def seat(pool: Pool, *, repeat: bool) -> list[Seating]:
    """Seat everybody who can be; with `repeat`, rather with somebody they met than not at all."""
    rows = {candidate.id: row for row, candidate in enumerate(pool.candidates)}
    scores = score_matrix([candidate.profile for candidate in pool.candidates], _rows_of(pool.blocks, rows))
    met = _table(_rows_of(pool.met, rows), len(rows))
    lifted = lift_those_behind(scores, [candidate.worth for candidate in pool.candidates])
    groups = pair(
        lifted, met=met, sat_out=[candidate.sat_out for candidate in pool.candidates], repeat=repeat
    )
    return [_seating(group, pool, scores, met) for group in groups]


def reseat(plan: Iterable[Seating], pool: Pool, *, repeat: bool) -> list[Seating]:
    """Keep of a plan what still holds, and seat all others of the pool anew, everybody within their place.

    Nobody sits at a table with somebody who is not in the hall: those left over in either place meet online, and so
    does the only one of a place with somebody of the other.
    """
    plan = list(plan)
    across = _with_the_only_one(pool, repeat=repeat)
    rest = pool.only(pool.ids() - _people(across))
    seated = [
        table
        for is_in_hall in (True, False)
        for table in _reseat(plan, rest.within(is_in_hall), repeat=repeat, is_in_hall=is_in_hall)
    ]
    left = rest.only(rest.ids() - _people(seated))
    if left.ids(True) and left.ids(False):
        across += [table._replace(is_in_hall=False) for table in seat(left, repeat=repeat)]
    return seated + across


def _with_the_only_one(pool: Pool, *, repeat: bool) -> list[Seating]:
    """Return the online talk of somebody who is the only one of their place, with one of the other place whose
    absence leaves nobody there alone."""
    for is_in_hall in (True, False):
        here, there = pool.ids(is_in_hall), pool.ids(not is_in_hall)
        if len(here) == 1 and there and len(there) != 2:
            return _best_of(here.pop(), sorted(there)[:: len(there) // MEASURED + 1], pool, repeat=repeat)
    return []


def _best_of(one: int, others: Iterable[int], pool: Pool, *, repeat: bool) -> list[Seating]:
    """Return the best talk of one with one of the others, if any is possible."""
    talks = [table for other in others for table in seat(pool.only({one, other}), repeat=repeat)]
    best = max(talks, key=lambda table: (not table.again, table.score), default=None)
    return [best._replace(is_in_hall=False)] if best else []


def _reseat(plan: Iterable[Seating], pool: Pool, *, repeat: bool, is_in_hall: bool) -> list[Seating]:
    """Seat the pool of one place, keeping of a plan what still holds.

    Whoever is not in the pool any more falls away; a table of one falls apart, and one with a block in it.
    The others are seated together with the people of the few least fitting tables, so that nobody is left
    over for want of a third seat; if somebody is nevertheless, everybody is seated anew.
    """
    blocks = {frozenset(pair) for pair in pool.blocks}
    there = pool.ids()
    here = [table for table in plan if table.is_in_hall == is_in_hall]
    kept = [table for table in (_without_absent(table, there) for table in here) if _holds(table, blocks)]
    left = there - _people(kept)
    if not left:
        return kept
    kept.sort(key=lambda table: table.score)
    moved, kept = kept[:MOVED_TABLES], kept[MOVED_TABLES:]
    together = left | _people(moved)
    anew = seat(pool.only(together), repeat=repeat)
    if kept and _people(anew) != together:
        return seat(pool, repeat=repeat)
    return kept + anew


def _people(tables: Iterable[Seating]) -> set[int]:
    return {person for table in tables for person in table.people}


def _without_absent(table: Seating, there: Collection[int]) -> Seating:
    return table._replace(people=tuple(person for person in table.people if person in there))


def _holds(table: Seating, blocks: Collection[frozenset[int]]) -> bool:
    return len(table.people) > 1 and not any(
        frozenset(two) in blocks for two in combinations(table.people, 2)
    )


def _seating(group: Iterable[int], pool: Pool, scores: Scores, met: Table) -> Seating:
    rows = tuple(group)
    twos = list(combinations(rows, 2))
    return Seating(
        people=tuple(pool.candidates[row].id for row in rows),
        score=round(sum(int(scores[two]) for two in twos) / len(twos)),
        again=any(bool(met[two]) for two in twos),
        is_in_hall=all(pool.candidates[row].is_in_hall for row in rows),
    )


def _rows_of(pairs: Iterable[tuple[int, int]], rows: dict[int, int]) -> list[tuple[int, int]]:
    return [(rows[one], rows[other]) for one, other in pairs if one in rows and other in rows]


def _table(pairs: Iterable[tuple[int, int]], people: int) -> Table:
    table = np.zeros((people, people), dtype=np.bool_)
    for one, other in pairs:
        table[one, other] = table[other, one] = True
    return table

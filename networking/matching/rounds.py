"""One round: everybody present in pairs, and in a group of three where somebody would have no partner."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from networking.matching.arrays import BEST, NEVER, NOT_ALLOWED, Counts, Mates, Table, Worth, idle
from networking.matching.assignment import reseat_by_lot, seat_by_assignment
from networking.matching.chains import seat_everybody, share_sitting_out
from networking.matching.groups import Group, grouped, make_room_for_a_third
from networking.matching.prices import best_prospects

PROSPECTS = 24
POLISHING_PASSES = 8
REPEAT_COST = np.int16(20_000)  # more than any chain of swaps could gain by one more repeat


def pair(
    scores: npt.ArrayLike,
    *,
    met: npt.ArrayLike | None = None,
    sat_out: npt.ArrayLike | None = None,
    repeat: bool = True,
) -> list[Group]:
    """Seat everybody who can be seated, then make the scores of those seated together as high as possible.

    `scores` are n × n whole numbers, symmetric: 0…1000, or −1 for two who must never be seated together;
    `met` marks who has met, n × n; `sat_out` counts the rounds each has sat out, n. Whoever finds no partner
    joins a pair as the third. Where that does not seat everybody, some meet again if `repeat` is true; and
    where that does not either, those sit out who sat out least. Returns sorted groups of two or three
    indices, the same for the same input; whoever is in none sits out. Raises ValueError when shape, range or
    symmetry is wrong.
    """
    again = _checked_scores(scores)
    strangers = ~_checked_met(met, len(again))
    counts = _checked_counts(sat_out, len(again))
    if len(again) < 2:
        return []
    groups = _seated(np.where(strangers, again, NOT_ALLOWED), counts)
    if repeat and _places(groups) < len(counts):
        groups = _seated(np.where(strangers | (again == NOT_ALLOWED), again, again - REPEAT_COST), counts)
    return groups


def _seated(worth: Worth, sat_out: Counts) -> list[Group]:
    """Seat by what is allowed at a worth: in pairs, then as thirds; then share sitting out."""
    table = worth != NOT_ALLOWED
    mates = _best_pairs(worth, table, sat_out)
    groups = grouped(mates, worth)
    if _places(groups) == len(mates):
        return groups
    if len(idle(mates)) == 1:
        make_room_for_a_third(mates, table)
    unshared = grouped(mates, worth)
    share_sitting_out(mates, table, sat_out)
    return max(grouped(mates, worth), unshared, key=_places)


def _best_pairs(worth: Worth, table: Table, sat_out: Counts) -> Mates:
    edges = best_prospects(worth, each=PROSPECTS)
    mates = seat_by_assignment(worth, edges, sat_out)
    seat_everybody(mates, table)
    lots = np.random.default_rng(0)
    for _ in range(POLISHING_PASSES):
        reseat_by_lot(mates, worth, edges, lots)
    return mates


def _places(groups: Sequence[Group]) -> int:
    return sum(map(len, groups))


def _checked_scores(scores: npt.ArrayLike) -> Worth:
    """Refuse what is no table of scores; nobody is ever allowed with oneself."""
    table = np.asarray(scores)
    if table.size == 0:
        return np.empty((0, 0), dtype=np.int16)
    if table.ndim != 2 or table.shape[0] != table.shape[1] or not np.issubdtype(table.dtype, np.integer):
        raise ValueError(f"scores must be n × n whole numbers, not {table.shape} of {table.dtype}")
    if table.min() < NEVER or table.max() > BEST:
        raise ValueError(f"scores must be {NEVER} or 0…{BEST}, not {table.min()}…{table.max()}")
    if (table != table.T).any():
        raise ValueError("scores must be symmetric")
    worth = np.where(table == NEVER, NOT_ALLOWED, table).astype(np.int16)
    np.fill_diagonal(worth, NOT_ALLOWED)
    return worth


def _checked_met(met: npt.ArrayLike | None, people: int) -> Table:
    if met is None:
        return np.zeros((people, people), dtype=np.bool_)
    table = np.asarray(met, dtype=np.bool_)
    if people and table.shape != (people, people):
        raise ValueError(f"met must be {people} × {people}, not {table.shape}")
    if (table != table.T).any():
        raise ValueError("met must be symmetric")
    return table


def _checked_counts(sat_out: npt.ArrayLike | None, people: int) -> Counts:
    counts = np.zeros(people, dtype=np.int64) if sat_out is None else np.asarray(sat_out, dtype=np.int64)
    if counts.shape != (people,) or (counts < 0).any():
        raise ValueError(f"sat_out must be {people} counts")
    return counts

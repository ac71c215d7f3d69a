"""From pairs to groups: whoever has no partner joins a pair as the third."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from networking.matching.arrays import NOBODY, NOT_ALLOWED, Indices, Mates, Table, Worth, idle, pairs
from networking.matching.chains import Tree, seat_everybody

Group: TypeAlias = tuple[int, ...]


def grouped(mates: Mates, worth: Worth) -> list[Group]:
    """List the pairs, each of the idle added to the pair whose less fitting half fits best.

    All three must be allowed to sit together; whoever is not listed sits out. As many as possible must be
    paired: then no pair has two such thirds, who would be paired with its halves instead.
    """
    ones, others = pairs(mates)
    groups = [[one, other] for one, other in zip(ones.tolist(), others.tolist(), strict=True)]
    for third in idle(mates).tolist():
        appeal = _appeal(worth[third, ones], worth[third, others])
        if appeal.max(initial=-np.inf) > -np.inf:
            groups[int(np.argmax(appeal))].append(third)
    return sorted(tuple(sorted(group)) for group in groups)


def make_room_for_a_third(mates: Mates, table: Table) -> None:
    """Re-pair so that the one idle person's place becomes a third one, wherever that is possible at all.

    Exact: each possible three is taken out in turn, until all others still find partners without them.
    """
    for trio in _possible_trios(mates, table):
        left = mates[trio]
        trial = mates.copy()
        trial[left[left != NOBODY]] = NOBODY
        trial[trio] = trio  # out of the way
        rest = table.copy()
        rest[trio, :] = rest[:, trio] = False
        seat_everybody(trial, rest)
        if not len(idle(trial)):
            third, one, other = trio
            trial[[third, one, other]] = NOBODY, other, one
            mates[:] = trial
            return


def _possible_trios(mates: Mates, table: Table) -> Iterator[Indices]:
    """Yield all threes who may sit together and could each be the idle one; no others can be spared."""
    (person,) = idle(mates).tolist()
    tree = Tree(person, mates, table)
    tree.grow()
    for one in np.flatnonzero(tree.can_be_idle).tolist():
        near = table[one] & tree.can_be_idle
        for other in np.flatnonzero(near).tolist():
            for third in np.flatnonzero(near & table[other]).tolist():
                if one < other < third:
                    yield np.array([one, other, third])


def _appeal(one: Worth, other: Worth) -> npt.NDArray[np.float64]:
    """Rate pairs for a third by the lesser worth; where that is a repeat, a second repeat counts on top."""
    lesser, greater = np.minimum(one, other), np.maximum(one, other)
    return np.where(lesser == NOT_ALLOWED, -np.inf, lesser.astype(np.float64) + np.minimum(greater, 0))

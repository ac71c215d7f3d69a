"""The shapes that the modules of this room hand to each other, and what is read straight off them."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

Scores: TypeAlias = npt.NDArray[np.int16]  # n × n, symmetric: 0…BEST, or NEVER
Worth: TypeAlias = npt.NDArray[np.int16]  # n × n, symmetric: score less the cost of a repeat, or NOT_ALLOWED
Table: TypeAlias = npt.NDArray[np.bool_]  # n × n, symmetric
Marks: TypeAlias = npt.NDArray[np.bool_]  # n
Counts: TypeAlias = npt.NDArray[np.int64]  # n
Indices: TypeAlias = npt.NDArray[np.intp]
Mates: TypeAlias = npt.NDArray[np.intp]  # n: everybody's partner, or NOBODY
Floats: TypeAlias = npt.NDArray[np.floating[Any]]  # of single precision, for speed

BEST, NEVER = 1000, -1  # of scores
NOBODY = -1
NOT_ALLOWED = np.int16(-32_768)


class Edges(NamedTuple):
    """Pairs that are allowed, each once: `one` < `other`."""

    one: Indices
    other: Indices
    worth: npt.NDArray[np.int32]


def edges_of(worth: Worth, ones: Indices, others: Indices) -> Edges:
    """List the allowed pairs among (one, other), without doubles and whichever way round they are named."""
    people = len(worth)
    keys = np.sort(np.minimum(ones, others) * people + np.maximum(ones, others))
    one, other = np.divmod(keys[np.diff(keys, prepend=-1) > 0], people)
    value = worth[one, other].astype(np.int32)
    allowed = value != NOT_ALLOWED
    return Edges(one[allowed], other[allowed], value[allowed])


def idle(mates: Mates) -> Indices:
    """List who has no partner."""
    return np.flatnonzero(mates == NOBODY)


def pairs(mates: Mates) -> tuple[Indices, Indices]:
    """List the pairs, the lower index first."""
    ones = np.flatnonzero(mates > np.arange(len(mates)))
    return ones, mates[ones]

"""Small tables, and the best possible seating by trying everything: the referee, for up to a dozen people."""

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st


@st.composite
def symmetric(draw: st.DrawFn, size: int, values: st.SearchStrategy[int]) -> npt.NDArray[np.int64]:
    """Draw a symmetric n × n table with zeros on its diagonal."""
    table = np.zeros((size, size), dtype=np.int64)
    above = np.triu_indices(size, 1)
    table[above] = draw(st.lists(values, min_size=len(above[0]), max_size=len(above[0])))
    return table + table.T


def most_seated(allowed: npt.NDArray[np.bool_], worth: list[int], *, threes: int = 0) -> tuple[int, int]:
    """Seat people in allowed pairs and at most so many threes: how many at best, and their greatest worth."""

    @cache
    def best(left: frozenset[int], threes: int) -> tuple[int, int]:
        if not left:
            return (0, 0)
        first, rest = min(left), left - {min(left)}
        outcomes = [best(rest, threes)]
        for size in (1, 2) if threes else (1,):
            for partners in combinations(sorted(rest), size):
                group = (first, *partners)
                if all(allowed[pair] for pair in combinations(group, 2)):
                    seated, value = best(rest - set(partners), threes - (size == 2))
                    outcomes.append((seated + len(group), value + sum(worth[person] for person in group)))
        return max(outcomes)

    return best(frozenset(range(len(allowed))), threes)

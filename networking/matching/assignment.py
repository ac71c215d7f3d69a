"""The best assignment of people to people, and how pairs are made of it."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from networking.matching.arrays import NOBODY, Counts, Edges, Indices, Mates, Worth, pairs

Costs: TypeAlias = npt.NDArray[np.float64]

HIGHEST_WORTH = 1_001  # no pair reaches it, so that no cost is 0: a stored 0 would read as "no edge"
SITTING_OUT = 1_000_000  # dearer than any chain of swaps that avoids it


def seat_by_assignment(worth: Worth, edges: Edges, sat_out: Counts) -> Mates:
    """Assign everybody to somebody along the edges, at the highest worth, and pair them; may leave some idle.

    This is the linear programme of the pairing. To sit out is to be assigned to oneself, dearer for those
    who sat out before.
    """
    everybody = np.arange(len(worth))
    rows = np.concatenate([edges.one, edges.other, everybody])
    columns = np.concatenate([edges.other, edges.one, everybody])
    costs = np.concatenate([cost(edges.worth), cost(edges.worth), SITTING_OUT * (1.0 + sat_out)])
    return cut_rings(assign(rows, columns, costs), worth)


def cut_rings(given_to: Indices, worth: Worth) -> Mates:
    """Make pairs of an assignment, in which people form rings, each given to the next.

    A ring of two is a pair, an even ring falls into pairs, an odd ring leaves one person idle.
    """
    everybody = np.arange(len(given_to))
    mutual = (given_to[given_to] == everybody) & (given_to != everybody)
    mates = np.where(mutual, given_to, NOBODY)
    for ring in _long_rings(given_to):
        ones, others = _cut(ring, worth)
        mates[ones], mates[others] = others, ones
    return mates


def reseat_by_lot(mates: Mates, worth: Worth, edges: Edges, lots: np.random.Generator) -> None:
    """Send one of each pair left, one right by lot, and assign left to right anew; nobody loses a place.

    Each time the best of all ways to exchange partners across, so never for the worse. This is what makes
    good again how rings were cut and how the last were seated.
    """
    ones, others = pairs(mates)
    swapped = lots.random(len(ones)) < 0.5
    left, right = np.where(swapped, others, ones), np.where(swapped, ones, others)
    place_left, place_right = np.full((2, len(mates)), NOBODY)
    place_left[left] = place_right[right] = own = np.arange(len(left))
    rows = np.concatenate([place_left[edges.one], place_left[edges.other]])
    columns = np.concatenate([place_right[edges.other], place_right[edges.one]])
    across = (rows != NOBODY) & (columns != NOBODY) & (rows != columns)
    costs = cost(np.concatenate([np.tile(edges.worth, 2)[across], worth[left, right]]))
    given = assign(np.concatenate([rows[across], own]), np.concatenate([columns[across], own]), costs)
    mates[left], mates[right[given]] = right[given], left


def assign(rows: Indices, columns: Indices, costs: Costs) -> Indices:
    """Give every row a column of its own at the least total cost (Jonker, Volgenant 1987)."""
    size = rows.max(initial=-1) + 1
    table = csr_array((costs, (rows, columns)), shape=(size, size))
    columns_of_rows: Indices = min_weight_full_bipartite_matching(table)[1]
    return columns_of_rows


def cost(worth: npt.NDArray[np.integer]) -> Costs:
    """Turn worth into what `assign` takes: the less worth, the dearer."""
    return HIGHEST_WORTH - worth.astype(np.float64)


def _long_rings(given_to: Indices) -> Iterator[Indices]:
    following = given_to.tolist()
    seen = [False] * len(following)
    for start in range(len(following)):
        ring = []
        person = start
        while not seen[person]:
            seen[person] = True
            ring.append(person)
            person = following[person]
        if len(ring) > 2:
            yield np.array(ring)


def _cut(ring: Indices, worth: Worth) -> tuple[Indices, Indices]:
    """Keep every other link of a ring; an odd ring leaves out the person without whom most is kept."""
    size = len(ring)
    after = np.roll(ring, -1)
    links = worth[ring, after].astype(np.int64)
    if size % 2 == 0:
        first = int(links[1::2].sum() > links[::2].sum())
        return ring[first::2], after[first::2]
    # Going round twice, two links at a time, meets every link once; any run of size // 2 of them is disjoint.
    by_twos = np.arange(0, 2 * size, 2) % size
    totals = np.cumsum(np.concatenate([[0], links[by_twos], links[by_twos]]))
    best = int(np.argmax(totals[size // 2 :][:size] - totals[:size]))
    kept = by_twos[np.arange(best, best + size // 2) % size]
    return ring[kept], after[kept]

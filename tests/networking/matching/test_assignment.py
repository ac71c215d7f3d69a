"""From an assignment to pairs: which links of a ring are kept, and that a new lot never makes it worse."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.matching.arrays import NOBODY, NOT_ALLOWED, Worth, pairs
from networking.matching.assignment import cut_rings, reseat_by_lot
from networking.matching.prices import best_prospects
from tests.networking.matching.exact import symmetric


def ring_of(*links: int) -> Worth:
    """Make a ring in which person i is worth links[i] to the next."""
    worth = np.full((len(links), len(links)), NOT_ALLOWED)
    for one, value in enumerate(links):
        worth[one, (one + 1) % len(links)] = worth[(one + 1) % len(links), one] = value
    return worth


@pytest.mark.parametrize(
    ("links", "mates"),
    [
        ((5, 5), [1, 0]),
        ((9, 1, 9, 1), [1, 0, 3, 2]),
        ((1, 9, 1, 9), [3, 2, 1, 0]),
        ((1, 2, 9), [2, NOBODY, 0]),
        ((9, 0, 9, 0, 0), [1, 0, 3, 2, NOBODY]),
        ((0, 9, 0, 0, 9), [4, 2, 1, NOBODY, 0]),
        ((9, 0, 0, 9, 0), [1, 0, NOBODY, 4, 3]),
    ],
)
def test_the_better_links_of_a_ring_are_kept(links: tuple[int, ...], mates: list[int]) -> None:
    given_to = np.roll(np.arange(len(links)), -1)
    assert cut_rings(given_to, ring_of(*links)).tolist() == mates


def test_whoever_is_assigned_to_themselves_is_idle() -> None:
    assert cut_rings(np.array([0, 2, 1]), ring_of(1, 1, 1)).tolist() == [NOBODY, 2, 1]


@given(st.data(), st.integers(1, 5), st.integers(0, 99))
def test_reseating_by_lot_keeps_all_seated_and_never_costs(
    data: st.DataObject, couples: int, seed: int
) -> None:
    worth = data.draw(symmetric(2 * couples, st.integers(0, 1000))).astype(np.int16)
    np.fill_diagonal(worth, NOT_ALLOWED)
    mates = np.arange(2 * couples) ^ 1
    before = worth[pairs(mates)].sum()
    reseat_by_lot(mates, worth, best_prospects(worth, each=3), np.random.default_rng(seed))
    assert (mates[mates] == np.arange(2 * couples)).all()
    assert (mates != np.arange(2 * couples)).all()
    assert worth[pairs(mates)].sum() >= before

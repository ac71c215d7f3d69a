"""Chains of swaps against trying everything."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from networking.matching.arrays import NOBODY, idle
from networking.matching.chains import seat_everybody, share_sitting_out
from tests.networking.matching.exact import most_seated, symmetric


@settings(max_examples=300)
@given(st.data(), st.integers(1, 10))
def test_as_many_as_possible_are_seated_and_those_idle_sat_out_least(data: st.DataObject, size: int) -> None:
    table = data.draw(symmetric(size, st.sampled_from([0, 0, 1]))).astype(bool)
    sat_out = data.draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))
    mates = np.full(size, NOBODY, dtype=np.intp)
    seat_everybody(mates, table)
    share_sitting_out(mates, table, np.array(sat_out))
    seated = np.flatnonzero(mates != NOBODY)
    assert (mates[mates[seated]] == seated).all()
    assert table[seated, mates[seated]].all()
    assert (len(seated), sum(sat_out[person] for person in seated)) == most_seated(table, sat_out)


def test_a_chain_through_an_odd_ring_is_found() -> None:
    table = np.zeros((6, 6), dtype=bool)
    for one, other in [(0, 1), (1, 2), (2, 3), (3, 1), (3, 4), (2, 5)]:
        table[one, other] = table[other, one] = True
    mates = np.array([1, 0, 3, 2, NOBODY, NOBODY], dtype=np.intp)
    seat_everybody(mates, table)
    assert len(idle(mates)) == 0

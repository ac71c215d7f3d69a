"""Meeting somebody now: never a block, nobody twice, choosy at first and content in the end."""

from math import inf

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.matching.arrays import Scores
from networking.matching.queue import propose
from tests.networking.matching.exact import symmetric


def scores_of(size: int, **worth: int) -> Scores:
    """Make a table of 100s, but for the pairs named: `p01=900`."""
    scores = np.full((size, size), 100, dtype=np.int16)
    np.fill_diagonal(scores, -1)
    for pair, value in worth.items():
        one, other = map(int, pair[1:])
        scores[one, other] = scores[other, one] = value
    return scores


def test_waits_that_do_not_fit_the_people_are_refused() -> None:
    with pytest.raises(ValueError, match="2 people wait, but 1 waits"):
        propose(scores_of(3), [0, 1], [5.0])


@given(st.data(), st.integers(0, 8))
def test_nobody_is_proposed_twice_or_to_somebody_forbidden(data: st.DataObject, size: int) -> None:
    scores = data.draw(symmetric(size, st.sampled_from([-1, 0, 3, 900]))).astype(np.int16)
    waiting = data.draw(st.lists(st.integers(0, max(size - 1, 0)), unique=True, max_size=size))
    waits = [data.draw(st.sampled_from([0.0, 30.0, inf])) for _ in waiting]
    proposed = propose(scores, waiting, waits)
    people = [person for pair in proposed for person in pair]
    assert len(people) == len(set(people))
    assert set(people) <= set(waiting)
    assert all(one < other and scores[one, other] >= 0 for one, other in proposed)


def test_a_block_holds_however_long_both_wait() -> None:
    assert propose(scores_of(2, p01=-1), [0, 1], [inf, inf]) == []


def test_newcomers_are_paired_at_once_only_if_each_is_the_others_best() -> None:
    scores = scores_of(4, p01=900, p02=950, p23=960)
    assert propose(scores, [0, 1], [0, 0]) == []  # the best for 0 is 2, who is present but does not wait
    assert propose(scores, [0, 2], [0, 0]) == []
    assert propose(scores, [2, 3], [0, 0]) == [(2, 3)]


def test_patience_wears_off_with_the_longer_wait() -> None:
    scores = scores_of(4, p02=900, p03=800, p12=900, p13=800)
    assert propose(scores, [0, 1], [0, 0]) == []
    assert propose(scores, [0, 1], [30, 0]) == []
    assert propose(scores, [0, 1], [45, 0]) == [(0, 1)]
    assert propose(scores, [0, 1], [0, 60]) == [(0, 1)]


def test_a_larger_crowd_is_worth_waiting_for_longer() -> None:
    scores = scores_of(60, p01=0)
    assert propose(scores, [0, 1], [60, 0]) == []
    assert propose(scores, [0, 1], [90, 0]) == [(0, 1)]
    assert propose(scores, [0, 1], [60, 0], present=range(40)) == [(0, 1)]


def test_anyone_is_taken_at_once_by_somebody_who_asks_for_anyone() -> None:
    assert propose(scores_of(4, p01=0), [0, 1], [inf, 0]) == [(0, 1)]


def test_the_best_pair_goes_first_and_leaves_the_others_to_each_other() -> None:
    scores = scores_of(4, p01=500, p02=900, p13=900, p23=901)
    assert propose(scores, [3, 2, 1, 0], [inf] * 4) == [(2, 3), (0, 1)]


def test_a_pair_of_equal_liking_goes_before_a_better_one_that_one_side_likes_less() -> None:
    scores = scores_of(5, p01=500, p02=600, p23=900, p24=900)
    assert propose(scores, [0, 1, 2], [inf] * 3) == [(0, 1)]


def test_among_equally_liked_the_higher_score_goes_first() -> None:
    scores = scores_of(4, p01=900, p02=500, p13=950, p23=600)
    assert propose(scores, [2, 1, 0], [inf] * 3) == [(0, 1)]


def test_among_equals_the_one_who_waits_longest_goes_first() -> None:
    assert propose(scores_of(3), [0, 1, 2], [1, 2, 300]) == [(1, 2)]


def test_people_are_measured_by_those_present_only() -> None:
    scores = scores_of(4, p02=900, p03=900, p12=900, p13=900)
    assert propose(scores, [0, 1], [0, 0]) == []
    assert propose(scores, [0, 1], [0, 0], present=[0, 1]) == [(0, 1)]


def test_an_empty_queue_proposes_nobody() -> None:
    assert propose(scores_of(3), [], []) == []

"""How close a round comes to what is possible at all, by crowds like a forum's and by hard ones."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy.optimize import linear_sum_assignment

from networking.matching.arrays import Scores
from networking.matching.rounds import pair
from networking.matching.scores import score_matrix
from tests.networking.matching.population import crowd, some_blocks

FORBIDDEN = -1_000_000.0


def upper_bound(scores: Scores) -> float:
    """Take half of the best permutation without fixed points: no seating in pairs can be worth more."""
    worth = np.where(scores < 0, FORBIDDEN, scores).astype(np.float64)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    return float(worth[rows, columns].sum()) / 2


def value(scores: Scores, groups: list[tuple[int, ...]]) -> int:
    assert sorted(person for group in groups for person in group) == list(range(len(scores)))
    ones, others = np.array(groups).T
    assert (scores[ones, others] >= 0).all()
    return int(scores[ones, others].sum(dtype=np.int64))


def remembered(met: npt.NDArray[np.bool_], groups: list[tuple[int, ...]]) -> None:
    ones, others = np.array(groups).T
    met[ones, others] = met[others, ones] = True


@pytest.mark.parametrize("size", [100, 500])
@pytest.mark.parametrize("seed", [1, 2])
def test_ten_rounds_of_new_pairs_reach_the_upper_bound(size: int, seed: int) -> None:
    scores, met = score_matrix(crowd(size, seed=seed), some_blocks(size)), np.zeros((size, size), dtype=bool)
    for _ in range(10):
        open_scores = np.where(met, -1, scores).astype(np.int16)
        groups = pair(scores, met=met, repeat=False)
        assert value(open_scores, groups) >= 0.995 * upper_bound(open_scores)
        remembered(met, groups)


def test_everybody_is_seated_well_when_19_of_20_pairs_are_forbidden() -> None:
    scores = score_matrix(crowd(300))
    forbidden = np.triu(np.random.default_rng(1).random(scores.shape) < 0.95, 1)
    scores[forbidden | forbidden.T] = -1
    assert value(scores, pair(scores)) >= 0.98 * upper_bound(scores)


def test_a_few_stars_whom_everybody_wants_spoil_nobody_elses_round() -> None:
    lots = np.random.default_rng(1)
    scores = lots.integers(100, 200, (400, 400))
    stars = np.arange(400) % 10 == 0
    scores[stars, :] += 700
    scores[:, stars] += 700
    wanted = np.triu(scores, 1).clip(max=1000).astype(np.int16)
    wanted += wanted.T
    np.fill_diagonal(wanted, -1)
    assert value(wanted, pair(wanted)) >= 0.995 * upper_bound(wanted)


def test_equal_scores_seat_everybody() -> None:
    scores = np.full((400, 400), 7, dtype=np.int16)
    assert value(scores, pair(scores)) == 200 * 7


def test_taking_turns_at_sitting_out_costs_the_others_little() -> None:
    scores = score_matrix(crowd(200))
    scores[:120, :120] = scores[120:, 120:] = -1
    first = np.array(pair(scores))
    sat_out = ~np.isin(np.arange(200), first)
    second = np.array(pair(scores, sat_out=sat_out))
    assert np.isin(np.flatnonzero(sat_out), second).all()
    assert scores[tuple(second.T)].sum() >= 0.85 * scores[tuple(first.T)].sum()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_order_of_the_people_does_not_change_the_quality(seed: int) -> None:
    scores = score_matrix(crowd(120))
    order = np.random.default_rng(seed).permutation(120)
    shuffled = scores[np.ix_(order, order)]
    assert value(shuffled, pair(shuffled)) == pytest.approx(value(scores, pair(scores)), rel=0.003)

"""A round of pairs: what is refused, what may never happen, who is seated, who sits out."""

from itertools import combinations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from networking.matching.rounds import pair
from networking.matching.scores import score_matrix
from tests.networking.matching.exact import most_seated, symmetric
from tests.networking.matching.population import crowd, some_blocks

Round = list[tuple[int, ...]]
Rooms = tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_], list[int]]
SCORES = st.one_of(st.just(-1), st.integers(0, 1000))


@st.composite
def rooms(draw: st.DrawFn) -> Rooms:
    """Draw up to nine people: their scores, who has met, how often each sat out."""
    size = draw(st.integers(0, 9))
    met = draw(symmetric(size, st.integers(0, 1))).astype(bool)
    return draw(symmetric(size, SCORES)), met, draw(st.lists(st.integers(0, 3), min_size=size, max_size=size))


def together(groups: Round) -> list[tuple[int, int]]:
    return [two for group in groups for two in combinations(group, 2)]


def seated(groups: Round) -> list[int]:
    return sorted(person for group in groups for person in group)


def remember(groups: Round, met: npt.NDArray[np.bool_]) -> None:
    for one, other in together(groups):
        met[one, other] = met[other, one] = True


@pytest.mark.parametrize(
    ("scores", "complaint"),
    [
        ([1, 2], "n × n"),
        ([[0, 1, 1], [1, 0, 1]], "n × n"),
        ([[0.0, 0.5], [0.5, 0.0]], "whole numbers"),
        ([[0, 1001], [1001, 0]], "0…1000"),
        ([[0, -2], [-2, 0]], "0…1000"),
        ([[0, 3], [4, 0]], "symmetric"),
    ],
)
def test_scores_of_a_wrong_kind_are_refused(scores: npt.ArrayLike, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        pair(scores)


@pytest.mark.parametrize(
    ("met", "complaint"), [([[False]], "met must be 2 × 2"), ([[False, True], [False, False]], "symmetric")]
)
def test_a_table_of_who_met_that_does_not_fit_is_refused(met: npt.ArrayLike, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        pair([[0, 5], [5, 0]], met=met)


@pytest.mark.parametrize("sat_out", [[1, 2, 3], [0, -1]])
def test_counts_that_do_not_fit_are_refused(sat_out: npt.ArrayLike) -> None:
    with pytest.raises(ValueError, match="2 counts"):
        pair([[0, 5], [5, 0]], sat_out=sat_out)


@given(rooms(), st.booleans())
def test_nobody_is_seated_twice_or_with_somebody_forbidden(room: Rooms, repeat: bool) -> None:
    scores, met, sat_out = room
    groups = pair(scores, met=met, sat_out=sat_out, repeat=repeat)
    assert len(seated(groups)) == len(set(seated(groups)))
    assert [two for two in together(groups) if scores[two] < 0] == []
    assert {len(group) for group in groups} <= {2, 3}
    assert groups == sorted(tuple(sorted(group)) for group in groups)


@given(rooms())
def test_nobody_meets_again_where_repeats_are_off(room: Rooms) -> None:
    scores, met, sat_out = room
    groups = pair(scores, met=met, sat_out=sat_out, repeat=False)
    assert [two for two in together(groups) if met[two]] == []


@given(rooms())
def test_two_meet_again_only_if_otherwise_somebody_sat_out(room: Rooms) -> None:
    scores, met, _ = room
    again = [two for two in together(pair(scores, met=met)) if met[two]]
    assert not again or len(seated(pair(scores, met=met, repeat=False))) < len(scores)


@settings(max_examples=300)
@given(rooms(), st.booleans())
def test_everybody_is_seated_where_a_seating_of_everybody_exists(room: Rooms, repeat: bool) -> None:
    scores, met, sat_out = room
    allowed = (scores >= 0) & (repeat | ~met)
    possible, _ = most_seated(allowed, sat_out, threes=len(scores) % 2)
    groups = pair(scores, met=met, sat_out=sat_out, repeat=repeat)
    assert len(seated(groups)) == len(scores) or possible < len(scores)
    assert len(seated(groups)) >= most_seated(allowed, sat_out)[0]


@given(rooms(), st.booleans())
def test_the_same_input_gives_the_same_round(room: Rooms, repeat: bool) -> None:
    scores, met, sat_out = room
    first = pair(scores, met=met, sat_out=sat_out, repeat=repeat)
    assert pair(scores.copy(), met=met.copy(), sat_out=sat_out, repeat=repeat) == first


def test_the_smallest_rounds() -> None:
    assert pair(np.empty((0, 0), dtype=np.int16)) == []
    assert pair([[-1]]) == []
    assert pair([[-1, 7], [7, -1]]) == [(0, 1)]
    assert pair([[-1, -1], [-1, -1]]) == []
    assert pair([[-1, 7, 0], [7, -1, 3], [0, 3, -1]]) == [(0, 1, 2)]


def test_three_of_whom_two_are_blocked_are_no_group() -> None:
    assert pair([[-1, 9, 5], [9, -1, -1], [5, -1, -1]]) == [(0, 1)]


def test_the_third_joins_the_pair_whose_less_fitting_half_fits_best() -> None:
    scores = np.full((5, 5), 10)
    scores[0, 1] = scores[1, 0] = scores[2, 3] = scores[3, 2] = 900
    scores[4, :2] = scores[:2, 4] = (400, 20)
    scores[4, 2:4] = scores[2:4, 4] = (30, 30)
    assert pair(scores) == [(0, 1), (2, 3, 4)]


def test_a_third_meets_one_person_again_rather_than_two() -> None:
    scores, met = np.full((5, 5), -1), np.zeros((5, 5), dtype=bool)
    for one, other, score in [(0, 1, 1000), (2, 3, 1000), (0, 4, 900), (1, 4, 900), (2, 4, 0), (3, 4, 0)]:
        scores[one, other] = scores[other, one] = score
    met[4, [0, 1, 2]] = met[[0, 1, 2], 4] = True
    assert pair(scores, met=met) == [(0, 1), (2, 3, 4)]


@pytest.mark.parametrize("size", [5, 101])
def test_an_odd_number_makes_one_group_of_three(size: int) -> None:
    groups = pair(score_matrix(crowd(size)))
    assert seated(groups) == list(range(size))
    assert sorted(map(len, groups)) == [2] * (size // 2 - 1) + [3]


def test_seats_are_found_along_a_chain_when_the_only_possible_three_lies_elsewhere() -> None:
    chain = [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (4, 6)]
    scores = np.full((7, 7), -1)
    for one, other in chain:
        scores[one, other] = scores[other, one] = 1000 if one % 2 else 1  # the best pairs leave out person 0
    assert pair(scores) == [(0, 1), (2, 3), (4, 5, 6)]


def test_two_triangles_of_strangers_become_two_threes_before_anybody_meets_again() -> None:
    met = np.zeros((6, 6), dtype=bool)
    met[:3, 3:] = met[3:, :3] = True
    assert pair(np.full((6, 6), 5), met=met) == [(0, 1, 2), (3, 4, 5)]


def test_when_everybody_has_met_the_setting_decides() -> None:
    scores = np.full((4, 4), 5)
    scores[0, 3] = scores[3, 0] = scores[1, 2] = scores[2, 1] = 9
    met = np.ones((4, 4), dtype=bool)
    assert pair(scores, met=met) == [(0, 3), (1, 2)]
    assert pair(scores, met=met, repeat=False) == []


@pytest.mark.parametrize("size", [8, 9])
def test_a_small_circle_goes_on_past_its_last_new_pair_with_everybody_seated(size: int) -> None:
    scores, met = score_matrix(crowd(size)), np.zeros((size, size), dtype=bool)
    for _ in range(2 * size):
        groups = pair(scores, met=met)
        assert seated(groups) == list(range(size))
        remember(groups, met)


def test_a_hundred_and_one_never_sit_out_and_never_meet_twice_in_ten_rounds() -> None:
    scores, met = score_matrix(crowd(101), some_blocks(101)), np.zeros((101, 101), dtype=bool)
    for _ in range(10):
        groups = pair(scores, met=met, repeat=False)
        assert seated(groups) == list(range(101))
        assert [two for two in together(groups) if met[two]] == []
        remember(groups, met)


@pytest.mark.parametrize("larger", [51, 60])
def test_sitting_out_goes_round_where_no_three_may_sit_together(larger: int) -> None:
    scores = score_matrix(crowd(101))
    scores[:larger, :larger] = scores[larger:, larger:] = -1  # two sides, as of a job fair
    met, sat_out = np.zeros((101, 101), dtype=bool), np.zeros(101, dtype=int)
    for _ in range(10):
        groups = pair(scores, met=met, sat_out=sat_out, repeat=False)
        assert len(seated(groups)) == 2 * (101 - larger)
        remember(groups, met)
        sat_out += ~np.isin(np.arange(101), seated(groups))
    rounds_each = 10 * (2 * larger - 101) / larger
    assert set(sat_out[:larger]) <= {int(rounds_each), int(rounds_each) + 1}
    assert set(sat_out[larger:]) == {0}


def test_who_sat_out_before_is_seated_even_at_the_cost_of_a_much_better_pair() -> None:
    scores = [[-1, 1000, 0], [1000, -1, -1], [0, -1, -1]]
    assert pair(scores) == [(0, 1)]
    assert pair(scores, sat_out=[0, 0, 1]) == [(0, 2)]


@pytest.mark.parametrize("spared", range(5))
def test_in_a_ring_of_five_the_one_sits_out_who_never_did(spared: int) -> None:
    scores = np.full((5, 5), -1)
    for one in range(5):
        scores[one, (one + 1) % 5] = scores[(one + 1) % 5, one] = 100 * one
    sat_out = [int(person != spared) for person in range(5)]
    assert seated(pair(scores, sat_out=sat_out)) == [person for person in range(5) if person != spared]


@pytest.mark.timeout(20)  # a moment, unless all 60,000 threes are tried
def test_hosts_who_may_meet_each_other_do_not_save_the_last_of_too_many_guests() -> None:
    scores = score_matrix(crowd(101))
    scores[:51, :51] = -1  # any three would need two hosts, and leave two more guests alone
    assert len(seated(pair(scores))) == 100

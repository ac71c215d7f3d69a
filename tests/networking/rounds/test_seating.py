"""Seating is pure: plans are kept where they hold and repaired where they do not, at nobody's cost."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from networking.matching.scores import Profile
from networking.rounds.seating import Candidate, Pool, Seating, reseat, seat


def a_pool(
    size: int, *, blocks: set[tuple[int, int]] = frozenset(), met: set[tuple[int, int]] = frozenset()
) -> Pool:  # type: ignore[assignment]
    """People 1 … size whose cards say nothing."""
    return Pool([Candidate(number, Profile()) for number in range(1, size + 1)], blocks, met)


def people(seatings: list[Seating]) -> list[set[int]]:
    return sorted(({*seating.people} for seating in seatings), key=min)


def test_seat_blocked_never_meet() -> None:
    assert seat(a_pool(2, blocks={(1, 2)}), repeat=True) == []


def test_seat_never_twice_sits_out() -> None:
    assert seat(a_pool(2, met={(1, 2)}), repeat=False) == []


def test_seat_never_alone_says_again() -> None:
    (seating,) = seat(a_pool(2, met={(1, 2)}), repeat=True)
    assert (seating.people, seating.again) == ((1, 2), True)


def test_seat_odd_makes_one_group_of_three() -> None:
    assert sorted(len(seating.people) for seating in seat(a_pool(7), repeat=True)) == [2, 2, 3]


def test_seat_nobody() -> None:
    assert seat(a_pool(0), repeat=True) == []


def test_reseat_keeps_what_holds() -> None:
    plan = [Seating((1, 4), 7, False), Seating((2, 3), 7, False)]
    assert reseat(plan, a_pool(4), repeat=True) == plan


def test_reseat_absent_partner_moves_to_the_other_absent_partner() -> None:
    plan = [Seating((1, 2), 7, False), Seating((3, 4), 7, False)]
    assert people(reseat(plan, a_pool(4).only({1, 3}), repeat=True)) == [{1, 3}]


def test_reseat_group_of_three_loses_one_and_goes_on() -> None:
    plan = [Seating((1, 2, 3), 7, False)]
    assert people(reseat(plan, a_pool(3).only({1, 3}), repeat=True)) == [{1, 3}]


def test_reseat_block_made_since() -> None:
    plan = [Seating((1, 2), 7, False), Seating((3, 4), 7, False)]
    seated = people(reseat(plan, a_pool(4, blocks={(2, 1)}), repeat=True))
    assert {1, 2} not in seated
    assert sum(map(len, seated)) == 4


def test_reseat_newcomer_becomes_a_third() -> None:
    plan = [Seating((1, 2), 7, False)]
    assert people(reseat(plan, a_pool(3), repeat=True)) == [{1, 2, 3}]


def test_reseat_newcomer_whom_the_moved_tables_cannot_take() -> None:
    """The newcomer is blocked by everybody at the tables that move first, so everybody is seated anew."""
    plan = [Seating((number, number + 1), number, False) for number in range(1, 41, 2)]
    newcomer, near = 41, range(1, 39)
    pool = a_pool(41, blocks={(newcomer, number) for number in near})
    seated = people(reseat(plan, pool, repeat=True))
    assert {*range(1, 42)} == set().union(*seated)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_reseat_whatever_happened_since(data: st.DataObject) -> None:
    size = data.draw(st.integers(0, 12))
    twos = st.sets(st.sampled_from(list(combinations(range(1, size + 1), 2)) or [(0, 0)]), max_size=8)
    blocks, met = data.draw(twos), data.draw(twos)
    repeat = data.draw(st.booleans())
    plan = seat(a_pool(size, met=met), repeat=repeat)
    there = data.draw(st.sets(st.sampled_from(range(1, size + 1)))) if size else set()
    pool = a_pool(size, blocks=blocks, met=met).only(there)
    seatings = reseat(plan, pool, repeat=repeat)
    seated = [person for seating in seatings for person in seating.people]
    assert sorted(seated) == sorted({*seated}) and {*seated} <= there
    pairs = {pair for seating in seatings for pair in combinations(sorted(seating.people), 2)}
    assert not pairs & blocks
    assert repeat or not pairs & met
    assert len(seated) >= len([person for group in seat(pool, repeat=repeat) for person in group.people])

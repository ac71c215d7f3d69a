"""Whom to propose to whom is pure: blocks hold, the best come first, and nobody waits for ever."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from networking.matching.scores import Profile
from networking.meet.line import REPEAT_AFTER, Crowd, Person, fitting
from tests.networking.cast import NOON

ROBOTS, MUSIC = Profile(topics=frozenset({"robotics"})), Profile(topics=frozenset({"music"}))


def asking(number: int, profile: Profile = ROBOTS, *, seconds: float = 0, is_in_hall: bool = False) -> Person:
    return Person(number, profile, NOON - timedelta(seconds=seconds), is_in_hall)


def pairs(crowd: Crowd, *, may_repeat: bool = True) -> list[tuple[int, int]]:
    return [fit.people for fit in fitting(crowd, at=NOON, may_repeat=may_repeat)]


def test_nobody_in_line() -> None:
    assert pairs(Crowd([Person(1, ROBOTS), Person(2, ROBOTS)])) == []


def test_two_in_line_fit_at_once() -> None:
    assert pairs(Crowd([asking(1), asking(2)])) == [(1, 2)]


def test_who_has_not_asked_is_proposed_to_nobody() -> None:
    assert pairs(Crowd([asking(1, seconds=600), Person(2, ROBOTS)])) == []


def test_kept_apart_however_long_they_wait() -> None:
    assert pairs(Crowd([asking(1, seconds=3600), asking(2, seconds=3600)], apart={(2, 1)})) == []


def test_better_ones_present_are_waited_for_only_so_long() -> None:
    crowd = [Person(number, ROBOTS) for number in range(3, 20)]
    one, other = asking(1), asking(2, MUSIC)
    assert pairs(Crowd([one, other, *crowd])) == []
    assert pairs(Crowd([asking(1, seconds=90), other, *crowd])) == [(1, 2)]


def test_best_pair_first() -> None:
    assert pairs(Crowd([asking(1), asking(2, MUSIC), asking(3)])) == [(1, 3)]


def test_met_before_only_after_a_while_and_where_allowed() -> None:
    met = {(1, 2)}
    patient = [asking(number, seconds=REPEAT_AFTER.total_seconds()) for number in (1, 2)]
    assert pairs(Crowd([asking(1), asking(2)], met=met)) == []
    assert pairs(Crowd(patient, met=met)) == [(1, 2)]
    assert pairs(Crowd(patient, met=met), may_repeat=False) == []


def test_met_before_is_known_of_a_pair() -> None:
    patient = [asking(number, seconds=REPEAT_AFTER.total_seconds()) for number in (1, 2)]
    (again,) = fitting(Crowd(patient, met={(2, 1)}), at=NOON, may_repeat=True)
    (fresh,) = fitting(Crowd(patient), at=NOON, may_repeat=True)
    assert (again.again, fresh.again) == (True, False)


def test_one_in_the_hall_and_one_at_home_only_after_a_while_and_then_online() -> None:
    here, home = asking(1, is_in_hall=True), asking(2)
    assert pairs(Crowd([here, home])) == []
    long = REPEAT_AFTER.total_seconds()
    patient = [asking(1, seconds=long, is_in_hall=True), asking(2, seconds=long)]
    (fit,) = fitting(Crowd(patient), at=NOON, may_repeat=False)
    assert (fit.people, fit.is_in_hall) == ((1, 2), False)


def test_same_place_goes_first_and_keeps_its_place() -> None:
    crowd = [asking(number, seconds=3600, is_in_hall=number % 2 == 0) for number in range(1, 5)]
    found = {fit.people: fit.is_in_hall for fit in fitting(Crowd(crowd), at=NOON, may_repeat=True)}
    assert found == {(1, 3): False, (2, 4): True}


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_nobody_twice_nobody_blocked_nobody_starves(data: st.DataObject) -> None:
    size = data.draw(st.integers(2, 9))
    two = st.tuples(st.integers(1, size), st.integers(1, size)).filter(lambda pair: pair[0] != pair[1])
    apart, met = data.draw(st.sets(two, max_size=8)), data.draw(st.sets(two, max_size=8))
    people = [asking(number, seconds=data.draw(st.sampled_from([0, 3600]))) for number in range(1, size + 1)]
    found = pairs(Crowd(people, apart, met))
    seated = [person for pair in found for person in pair]
    assert len(seated) == len({*seated})
    assert not {frozenset(pair) for pair in found} & {frozenset(pair) for pair in apart}
    left = [person for person in people if person.id not in seated and person.asked_at != NOON]
    forbidden = {frozenset(pair) for pair in apart}
    assert all(frozenset((one.id, other.id)) in forbidden for one in left for other in left if one != other)

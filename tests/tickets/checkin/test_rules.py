"""What a scan is told, by vectors: one sentence each of how a door thinks."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.checkin.rules import IN, OUT, Facts, Move, Shown, decide, is_latest, standing, stays
from tickets.checkin.verdicts import REASONS, Verdict

NINE = datetime(2026, 11, 26, 0, 0, tzinfo=UTC)
GOOD = Shown()


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def move(minutes: float, direction: str = IN, desk: str = "North") -> Move:
    return Move(at(minutes), direction, desk=desk)


def told(minutes: float, direction: str, *moves: Move, left: float | None = None) -> Verdict:
    left_at = None if left is None else at(left)
    return decide(Facts(move(minutes, direction), GOOD, moves, left_at))


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (Shown(retired_at=at(10), canceled_at=at(10), blocked_at=at(10)), "revoked"),
        (Shown(canceled_at=at(10), blocked_at=at(10), valid_until=at(0)), "canceled"),
        (Shown(blocked_at=at(10), valid_until=at(0)), "blocked"),
        (Shown(valid_until=at(10), belongs_here=False), "invalid_time"),
        (Shown(valid_from=at(10.1), belongs_here=False), "invalid_time"),
        (Shown(belongs_here=False), "product"),
        (Shown(valid_from=at(10), valid_until=at(10.1)), ""),
        # What came later than the code was shown was not so yet.
        (Shown(retired_at=at(11), canceled_at=at(11), blocked_at=at(11), valid_until=at(11)), ""),
    ],
)
def test_a_ticket_is_judged_as_it_was_when_it_was_shown(shown: Shown, reason: str) -> None:
    assert decide(Facts(move(10), shown)).reason == reason
    assert reason in ("", *REASONS)


def test_flaws_are_found_before_a_second_use_and_nobody_is_kept_inside() -> None:
    inside = (move(0),)

    assert decide(Facts(move(10), Shown(blocked_at=at(5)), inside)).reason == "blocked"
    assert decide(Facts(move(10, OUT), Shown(blocked_at=at(5), canceled_at=at(5)), inside)).reason == ""
    assert decide(Facts(move(10, OUT), Shown(retired_at=at(5)), inside)).reason == "revoked"


def test_no_ticket_is_nobodys_or_that_of_another_forum() -> None:
    names = {"ko": "부산 포럼", "en": "Busan Forum"}

    assert decide(Facts(move(0))) == Verdict("invalid")
    assert decide(Facts(move(0), forum=names)) == Verdict("other_forum", forum=names)


def test_the_first_time_in_is_told_with_every_later_one() -> None:
    assert told(0, IN) == Verdict(first_at=at(0), desk="North")
    assert told(9, IN, move(0)) == Verdict("already_redeemed", first_at=at(0), desk="North")
    assert told(9, IN, move(0), move(5, OUT, "South")) == Verdict(is_again=True, first_at=at(0), desk="North")


def test_leaving_is_welcome_and_looked_at_where_nobody_came_in() -> None:
    assert told(9, OUT, move(0)) == Verdict()
    assert (told(9, OUT), told(9, OUT).status) == (Verdict("not_inside"), "incomplete")
    assert told(9, OUT, move(0), move(5, OUT)) == Verdict("not_inside")


def test_a_scan_reported_late_is_judged_among_its_neighbours() -> None:
    # In at 0 and out at 20 are known; what happened between them is heard of now.
    day = (move(0), move(20, OUT))

    assert told(10, OUT, *day).reason == ""
    assert told(10, IN, *day).reason == "already_redeemed"
    assert told(-10, OUT, *day).reason == "not_inside"


def test_one_code_that_opened_two_doors_is_found_whichever_desk_is_heard_first() -> None:
    assert told(3, IN, move(0)) == Verdict("already_redeemed", first_at=at(0), desk="North")
    assert told(0, IN, move(3, desk="South")) == Verdict("already_redeemed", first_at=at(3), desk="South")
    assert told(0, IN, move(2, OUT), move(3)).reason == ""


def test_of_two_desks_that_saw_a_code_in_the_same_moment_the_one_that_opened_is_named() -> None:
    refused = move(1, desk="South")._replace(was_welcome=False)

    assert told(3, IN, refused, move(2)) == Verdict("already_redeemed", first_at=at(2), desk="North")
    assert told(0, IN, refused, move(2)) == Verdict("already_redeemed", first_at=at(2), desk="North")


def test_who_left_for_good_is_out() -> None:
    assert told(9, OUT, move(0), left=5).reason == "not_inside"
    assert told(4, OUT, move(0), left=5).reason == ""
    assert not standing(Facts(move(0), GOOD, left_at=at(5))).is_inside
    assert not is_latest(Facts(move(0), GOOD, left_at=at(5)))


def test_a_refused_second_scan_counts_once_it_turns_out_that_the_guest_had_left() -> None:
    """Shown at 5, refused as "in already"; the exit at 3 is heard of later: at 5 somebody stood outside."""
    assert standing(Facts(move(3, OUT), GOOD, (move(0), move(5)))).is_inside


moves = st.lists(
    st.builds(move, st.integers(0, 20), st.sampled_from([IN, OUT]), st.sampled_from(["North", "South"])),
    max_size=8,
)


@given(moves, st.randoms(use_true_random=False))
def test_stays_do_not_depend_on_the_order_in_which_moves_are_heard_of(
    heard: list[Move], dice: object
) -> None:
    shuffled = list(heard)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]

    assert stays(shuffled) == stays(heard)


@given(moves)
def test_stays_never_overlap_and_only_the_last_is_open(heard: list[Move]) -> None:
    kept = stays(heard)

    assert all(stay.left_at is not None and stay.came.at <= stay.left_at for stay in kept[:-1])
    assert all(one.left_at <= next_.came.at for one, next_ in itertools.pairwise(kept) if one.left_at)


@given(moves, st.integers(0, 20))
def test_whoever_is_told_welcome_or_goodbye_moved_the_door(heard: list[Move], minutes: int) -> None:
    for direction in (IN, OUT):
        facts = Facts(move(minutes, direction), GOOD, tuple(heard))
        came = [stay.came.at for stay in stays([*heard, facts.move])]
        left = [stay.left_at for stay in stays([*heard, facts.move])]
        if decide(facts).reason == "":
            assert at(minutes) in (came if direction == IN else left)

"""Reasons: what is never told, which come first, and who gains by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from networking.matching.reasons import Commonness, Direction, Kind, Reason, reasons_for
from networking.matching.scores import Profile
from tests.networking.matching.test_scores import PROFILES, tags

KOREAN = tags("ko")


def told(you: Profile, other: Profile, *crowd: Profile) -> tuple[Reason, ...]:
    return reasons_for(you, other, Commonness.among([you, other, *crowd]))


@given(st.lists(PROFILES, min_size=2, max_size=5))
def test_a_reason_names_only_what_both_cards_say(people: list[Profile]) -> None:
    you, other = people[:2]
    reasons = reasons_for(you, other, Commonness.among(people))
    assert 1 <= len(reasons) <= 2
    for reason in reasons:
        said = {
            Kind.EXCHANGE: (you.seeks & other.offers) | (you.offers & other.seeks),
            Kind.TOPIC: you.topics & other.topics,
            Kind.LANGUAGE: you.languages & other.languages,
            Kind.OTHER_FIELD: {other.role} - {you.role},
            Kind.NEW_FACE: set(),
        }
        assert set(reason.tags) <= said[reason.kind]


@given(PROFILES, PROFILES)
def test_both_read_the_same_reasons_from_their_own_side(you: Profile, other: Profile) -> None:
    turned = {
        Direction.TO_YOU: Direction.FROM_YOU,
        Direction.FROM_YOU: Direction.TO_YOU,
        Direction.MUTUAL: Direction.MUTUAL,
    }
    mine, theirs = told(you, other), told(other, you)
    assert [(turned[reason.direction], reason.kind) for reason in mine] == [
        (reason.direction, reason.kind) for reason in theirs
    ]


def test_a_mutual_exchange_comes_first_and_says_what_you_get_and_give() -> None:
    you = Profile(seeks=tags("funds"), offers=tags("code"), topics=tags("bees"), languages=KOREAN)
    other = Profile(seeks=tags("code"), offers=tags("funds"), topics=tags("bees"), languages=KOREAN)
    assert told(you, other) == (
        Reason(Kind.EXCHANGE, ("funds", "code"), Direction.MUTUAL),
        Reason(Kind.TOPIC, ("bees",)),
    )


def test_a_one_way_exchange_says_which_way() -> None:
    seeker, giver = Profile(seeks=tags("funds")), Profile(offers=tags("funds"))
    assert told(seeker, giver) == (Reason(Kind.EXCHANGE, ("funds",), Direction.TO_YOU),)
    assert told(giver, seeker) == (Reason(Kind.EXCHANGE, ("funds",), Direction.FROM_YOU),)


def test_the_rarest_offer_and_the_rarest_topic_are_named() -> None:
    you = Profile(seeks=tags("advice", "data"), topics=tags("llm", "bees"))
    other = Profile(offers=tags("advice", "data"), topics=tags("llm", "bees"))
    crowd = [Profile(offers=tags("advice"), topics=tags("llm")) for _ in range(3)]
    assert told(you, other, *crowd) == (
        Reason(Kind.EXCHANGE, ("data",), Direction.TO_YOU),
        Reason(Kind.TOPIC, ("bees",)),
    )


@pytest.mark.parametrize(("speakers", "kind"), [(0, Kind.NEW_FACE), (2, Kind.NEW_FACE), (3, Kind.LANGUAGE)])
def test_a_language_is_a_reason_only_where_few_speak_it(speakers: int, kind: Kind) -> None:
    french = Profile(languages=tags("fr"))
    crowd = [Profile(languages=KOREAN) for _ in range(speakers)]
    assert [reason.kind for reason in told(french, french, *crowd)] == [kind]


def test_with_nothing_in_common_another_field_is_named_and_else_a_new_face() -> None:
    student, founder = Profile(role="student"), Profile(role="founder")
    assert told(student, founder) == (Reason(Kind.OTHER_FIELD, ("founder",)),)
    assert told(student, student) == (Reason(Kind.NEW_FACE),)
    assert told(student, Profile()) == (Reason(Kind.NEW_FACE),)

"""The taps that make a card better."""

from __future__ import annotations

from networking.cards import tags
from networking.cards.improvements import improvements
from networking.cards.models import Card


def steps(card: Card, *others: Card) -> list[tuple[str, str]]:
    return [(step.field, step.tag) for step in improvements(card, others, "en")]


def test_emptiest_field_comes_first() -> None:
    card = Card(seeks=["funding", "customers"], offers=["funding"], topics=[])
    assert [field for field, _tag in steps(card)] == ["topics", "offers", "seeks"]


def test_full_field_gets_no_tap() -> None:
    full = [f"word{number}" for number in range(tags.MOST)]
    assert [field for field, _tag in steps(Card(seeks=full, offers=[], topics=full))] == ["offers"]


def test_what_most_others_would_meet_comes_first() -> None:
    others = [Card(seeks=["code-review"], offers=["labelling-work"], topics=["agents"]) for _ in range(2)]
    others.append(Card(seeks=["funding"], offers=["funding"], topics=["speech-synthesis"]))
    assert steps(Card(), *others) == [
        ("seeks", "labelling-work"),
        ("offers", "code-review"),
        ("topics", "agents"),
    ]


def test_what_is_on_the_card_is_not_offered_again() -> None:
    other = Card(topics=["agents"])
    assert ("topics", "agents") not in steps(Card(topics=["agents"]), other)


def test_words_that_only_one_person_uses_are_not_offered() -> None:
    curated = {tag.key for tag in tags.curated()}
    assert {tag for _field, tag in steps(Card(), Card(offers=["hydroponics"] * 3))} <= curated


def test_tap_is_put_in_the_readers_language() -> None:
    other = Card(offers=["funding"])
    assert improvements(Card(), [other], "ko")[0].label == "투자 유치"

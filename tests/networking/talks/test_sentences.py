"""Why two people meet, as sentences of the reader's language."""

from __future__ import annotations

import json

import pytest
from django.utils import translation

from forum.people.models import Attendee
from networking.matching.reasons import Commonness, Direction, Kind
from networking.matching.scores import Profile
from networking.talks.reasons import Kept, Known, read, reasons_between, without, written
from networking.talks.sentences import phrased

SUBIN = Attendee(key="subin", name="수빈", latin_name="Subin")


def sentence(wish: str, language: str) -> str:
    """Return what somebody is told in this language who looks for what the other offers."""
    reason = Kept("subin", Kind.EXCHANGE, Direction.TO_YOU, (wish,))
    with translation.override(language):
        (told,) = phrased([reason], {"subin": SUBIN})
    return told


@pytest.mark.parametrize(
    ("wish", "korean", "english"),
    [
        ("technical-advice", "기술 자문", "technical advice"),
        ("job", "일자리", "a job"),
        ("GPU time", "GPU time", "GPU time"),
        ("도움", "도움", "도움"),
    ],
)
def test_a_wish_stands_within_the_sentence(wish: str, korean: str, english: str) -> None:
    ko = sentence(wish, "ko")

    assert (korean in ko, "수빈" in ko) == (True, True)
    assert sentence(wish, "en") == f"You look for {english}, and Subin offers it."


def test_reasons_are_kept_as_keys_and_codes() -> None:
    you = Profile(
        frozenset({"job"}), frozenset(), frozenset({"agents"}), frozenset(), "student", "university"
    )
    other = Profile(frozenset(), frozenset({"job"}), frozenset({"agents"}), frozenset(), "founder", "company")
    mine, theirs = reasons_between([Known("you", you), Known("subin", other)], Commonness.among([you, other]))

    assert json.loads(json.dumps(written(mine))) == [
        {"who": "subin", "kind": "exchange", "direction": "to_you", "tags": ["job"]},
        {"who": "subin", "kind": "topic", "direction": "mutual", "tags": ["agents"]},
    ]
    assert [(reason.who, reason.direction) for reason in theirs] == [("you", "from_you"), ("you", "mutual")]
    assert read(written(mine)) == mine


def test_reasons_about_somebody_who_is_gone_are_neither_kept_nor_said() -> None:
    kept = [Kept("subin", Kind.TOPIC, tags=("a word of hers",)), Kept("joon", Kind.NEW_FACE)]

    assert without(written(kept), "subin") == written(kept[1:])
    assert phrased(kept, {}) == []


def test_that_nothing_is_known_of_somebody_is_no_reason() -> None:
    assert phrased([Kept("subin", Kind.NEW_FACE)], {"subin": SUBIN}) == []

"""Why two people meet, as sentences of both languages."""

from __future__ import annotations

import pytest

from networking.matching.reasons import Commonness
from networking.matching.scores import Profile
from networking.talks.sentences import Known, reasons_between


def sentence(wish: str) -> tuple[str, str]:
    """Return, in both languages, what somebody is told who looks for what the other offers."""
    you = Profile(frozenset({wish}), frozenset(), frozenset(), frozenset(), "student", "university")
    other = Profile(frozenset(), frozenset({wish}), frozenset(), frozenset(), "founder", "company")
    people = [Known("You", "", you), Known("수빈", "Subin", other)]
    [told, _] = reasons_between(people, Commonness.among([you, other]))
    return told[0].ko, told[0].en


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
    ko, en = sentence(wish)

    assert korean in ko
    assert "수빈" in ko
    assert en == f"You look for {english}, and Subin offers it."

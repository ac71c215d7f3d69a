"""Tags: words in two languages are one tag, and the table is whole."""

from __future__ import annotations

import pytest

from networking.cards.tags import curated, label, tag_keys


@pytest.mark.parametrize(
    "words",
    [
        ["Reinforcement learning"],
        ["강화 학습"],
        ["강화학습"],
        ["reinforcement-learning"],
        ["ＲEINFORCEMENT  Learning"],
    ],
)
def test_tag_keys_of_one_tag_in_every_spelling(words: list[str]) -> None:
    assert tag_keys(words) == ["reinforcement-learning"]


def test_tag_keys_of_own_words() -> None:
    assert tag_keys(["  Haenyeo ", "", " ", "haenyeo", "Drones"]) == ["haenyeo", "drones"]


def test_tag_keys_are_short() -> None:
    assert tag_keys(["x" * 100]) == ["x" * 40]


@pytest.mark.parametrize(("tag", "language", "said"), [("drones", "ko", "드론"), ("drones", "en", "Drones")])
def test_label_of_a_curated_tag(tag: str, language: str, said: str) -> None:
    assert label(tag, language) == said


def test_label_of_an_own_word_is_itself() -> None:
    assert (label("haenyeo", "ko"), label("haenyeo", "en")) == ("haenyeo", "haenyeo")


def test_curated_tags_are_whole_and_differ() -> None:
    tags = curated()
    assert len(tags) > 120
    assert {tag.kind for tag in tags} == {"need", "topic"}
    for column in ("key", "en", "ko"):
        assert len({getattr(tag, column) for tag in tags if getattr(tag, column)}) == len(tags)


def test_curated_tags_stand_for_themselves() -> None:
    for tag in curated():
        assert [tag_keys([word]) for word in (tag.key, tag.en, tag.ko)] == [[tag.key]] * 3

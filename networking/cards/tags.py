"""Tags: the words by which cards are compared. Curated ones have two labels; anybody may add their own. Pure."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import NamedTuple

from forum.lines import clean_line

MOST = 8
"""How many tags a field of a card holds."""

LENGTH = 40


class Tag(NamedTuple):
    """A curated tag. `kind` is "need" (for what people seek and offer) or "topic"."""

    key: str
    kind: str
    en: str
    ko: str

    def label(self, language: str) -> str:
        """Return the label in "ko" or "en"."""
        return self.ko if language == "ko" else self.en


@cache
def curated() -> tuple[Tag, ...]:
    """Return the tags of `tags.csv`, in its order."""
    with Path(__file__).with_name("tags.csv").open(encoding="utf-8", newline="") as table:
        return tuple(Tag(**row) for row in csv.DictReader(table))


def label(tag: str, language: str) -> str:
    """Return what a tag is called in "ko" or "en"; somebody's own word is called by itself."""
    known = _by_key().get(tag)
    return known.label(language) if known else tag


def tag_keys(words: Iterable[str]) -> list[str]:
    """Return the tags that these words stand for, in order and without doubles; blank ones fall away.

    A label in either language stands for its tag, so that people meet across languages.
    """
    return list(dict.fromkeys(key for word in words if (key := _key(word))))


def plain(word: str) -> str:
    """Return a word of somebody's own as a tag keeps it, whatever its length; "" where nothing can be seen."""
    return clean_line(unicodedata.normalize("NFKC", word))


def _key(word: str) -> str:
    own = plain(word)[:LENGTH]
    known = _by_folded().get(_folded(own))
    return known.key if known else own.casefold()


def _folded(word: str) -> str:
    """Reduce a word to what tells it apart: case, spaces, hyphens and underscores do not."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(character for character in folded if not character.isspace() and character not in "-_–")


@cache
def _by_key() -> dict[str, Tag]:
    return {tag.key: tag for tag in curated()}


@cache
def _by_folded() -> dict[str, Tag]:
    return {_folded(word): tag for tag in reversed(curated()) for word in (tag.key, tag.en, tag.ko)}

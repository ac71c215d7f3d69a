"""The published protocol says in a sentence what each verb, event, state, part, control and ending is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from forum.live import schema
from forum.live.endings import ENDINGS
from forum.live.registry import topics, verbs

DOCS = Path(__file__).resolve().parents[2] / "docs" / "protocol.md"
ROW = re.compile(r"^\| (?!---)(.*) \|$", re.MULTILINE)


def rows() -> list[list[str]]:
    """Return every row of every table but the heads."""
    lines = DOCS.read_text().splitlines()
    told = [ROW.match(line) for line, following in zip(lines, [*lines[1:], ""], strict=True)
            if not following.startswith("| ---")]  # fmt: skip
    return [row[1].split(" | ") for row in told if row]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0] + row[1])
def test_every_row_has_a_sentence(row: list[str]) -> None:
    *_, what = row if row[0] not in {str(code) for code in ENDINGS} else row[:4]
    assert re.match(r"(?!\d+ at once)\S+ \S+", what), row


def test_everything_there_is_has_a_row() -> None:
    told = {cell.strip("`") for row in rows() for cell in row[:2]}
    assert {*verbs, *schema.OWN_VERBS, *schema.CODES, *schema.CONTROLS} <= told
    for kind in topics.values():
        if kind.name != "hub":
            assert {*kind.events, *kind.states, *kind.lossy} <= told
    assert {ending.name for ending in ENDINGS.values()} <= told

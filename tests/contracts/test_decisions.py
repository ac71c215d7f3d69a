"""Decisions are numbered one after the other, each once, so that a number leads to its page."""

from __future__ import annotations

import re
from pathlib import Path

PAGES = sorted((Path(__file__).resolve().parents[2] / "docs" / "decisions").glob("0*.md"))


def test_decisions_are_numbered_once_and_without_gaps() -> None:
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))


def test_each_page_begins_with_its_number_and_its_question() -> None:
    for number, page in enumerate(PAGES, 1):
        title, _, body = page.read_text().split("\n", 2)
        assert title.startswith(f"# {number}. "), page.name
        assert "**Question.**" in body, page.name


def test_each_page_says_when_to_open_it_again() -> None:
    assert [page.name for page in PAGES if "**Reopen when** " not in page.read_text()] == []


def test_links_between_decisions_lead_somewhere() -> None:
    there = {page.name for page in PAGES}
    for page in PAGES:
        assert set(re.findall(r"\((\d{4}-[\w-]+\.md)\)", page.read_text())) <= there, page.name

"""How a socket may end stands in one table, and pages, browser and documents say what it says."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from forum.live import endings
from forum.live.endings import ENDINGS


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_final_ending_has_a_sentence_and_a_next_step_on_pages(language: str) -> None:
    with translation.override(language):
        page = render_to_string("forum/live/_endings.html")
        for ending in ENDINGS.values():
            assert (f'data-ending="{ending.name}"' in page) is ending.is_final
            if ending.is_final:
                assert f"<span>{ending.says}</span>" in page
                assert f">{ending.offer}</button>" in page


def test_a_code_that_is_not_in_the_table_is_not_final() -> None:
    assert [endings.is_final(code) for code in (None, 1000, 1005, 1006, 4999)] == [False] * 5
    assert all(ending.offers in ("", *endings.OFFERS) for ending in ENDINGS.values())

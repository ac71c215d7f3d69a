"""A way on is a path of this site, or none."""

from __future__ import annotations

import pytest

from forum.ways import read_way


@pytest.mark.parametrize("way", ["/", "/en/demo/?day=2026-11-30#now", "/ko/demo/me/?x=http://a/", "/한글/"])
def test_paths_of_this_site(way: str) -> None:
    assert read_way(way) == way


@pytest.mark.parametrize(
    "way",
    [
        *("", "front", "en/demo/", "-1", "a:b", "?a", "#a", "http://[", "http://testserver/", "javascript:x"),
        *(
            "//evil.example",
            "///evil.example",
            "/\\evil.example",
            "/\t/evil.example",
            "\n//evil.example",
            " /en/",
        ),
    ],
)
def test_all_else_leads_nowhere(way: str) -> None:
    assert read_way(way) == ""

"""A request is one call in one thread, unless it waits on the loop; templates carry no inline script or style."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.conf import settings
from django.urls import get_resolver
from django.utils.module_loading import import_string

from forum.live.engine import twins

ROOT = Path(__file__).resolve().parents[2]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
DATA_BLOCK = re.compile(r'<script[^>]*type="application/(ld\+)?json"')
HANGUL = re.compile("[가-힣]")


def templates() -> list[Path]:
    return sorted(path for path in ROOT.glob("*/templates/**/*.html") if ".venv" not in path.parts)


def addresses(patterns: Iterable[Any], before: str = "/") -> Iterator[tuple[str, Any]]:
    """Yield every address with its view."""
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, here)
        else:
            yield here, pattern.callback


def test_middleware_can_run_in_the_thread_of_its_view_and_on_the_loop() -> None:
    one_way = [
        name
        for name in settings.MIDDLEWARE
        for way in ("sync_capable", "async_capable")
        if not getattr(import_string(name), way, way == "sync_capable")
    ]
    assert one_way == []


def test_only_known_addresses_wait_on_the_loop() -> None:
    waiting = {
        address for address, view in addresses(get_resolver().url_patterns) if iscoroutinefunction(view)
    }
    assert waiting == twins.WAITING


def test_templates_have_nothing_inline() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in templates()
        if "mail" not in path.parts
        for match in INLINE.finditer(path.read_text())
        if not DATA_BLOCK.match(match.group())
    ]
    assert found == []


def test_no_korean_outside_catalogue_and_demo() -> None:
    places = [*ROOT.glob("*/**/*.py"), *templates(), *ROOT.glob("*/static/**/*.js")]
    found = [
        str(path.relative_to(ROOT))
        for path in places
        if path.parts[len(ROOT.parts)] in ("events_site", "forum", "networking", "tickets")
        and "demo" not in path.parts
        and path.name != "tags.py"
        and HANGUL.search(path.read_text())
    ]
    assert found == []

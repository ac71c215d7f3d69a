"""The HTTP chain holds no thread for sync-only middleware; templates carry no inline script or style."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parents[2]
INLINE = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style\b|\sstyle=|\son[a-z]+=|javascript:", re.IGNORECASE)
DATA_BLOCK = re.compile(r'<script[^>]*type="application/(ld\+)?json"')
HANGUL = re.compile("[가-힣]")


def templates() -> list[Path]:
    return sorted(path for path in ROOT.glob("*/templates/**/*.html") if ".venv" not in path.parts)


def test_middleware_is_async_capable() -> None:
    sync_only = [
        name for name in settings.MIDDLEWARE if not getattr(import_string(name), "async_capable", False)
    ]
    assert sync_only == []


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

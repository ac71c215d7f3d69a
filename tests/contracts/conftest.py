"""A copy of the source that a test of the floor plan may spoil."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.processes import ROOT


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """All packages of Python with the plan that they are held to."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    leave = shutil.ignore_patterns("*.pyc", "static", "locale", "templates")
    for package in ("events_site", "forum", "networking", "tickets"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=leave)
    return tmp_path

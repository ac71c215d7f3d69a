"""Loaded before Django's settings (see pyproject.toml): the suite is a demo site with a key of its own."""

from __future__ import annotations

import os

import pytest

from tests import tables

os.environ.setdefault("MADANG_MODE", "demo")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("LOG_LEVEL", "WARNING")


def pytest_configure(config: pytest.Config) -> None:
    """Let all workers of this run copy the same tables."""
    if not hasattr(config, "workerinput"):
        tables.share()

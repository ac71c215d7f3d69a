"""Loaded before Django's settings (see pyproject.toml): the suite is a demo site with a key of its own."""

from __future__ import annotations

import os

os.environ.setdefault("MADANG_MODE", "demo")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "x" * 40)
os.environ.setdefault("LOG_LEVEL", "WARNING")

"""Allowances of each test's own."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from forum import brakes
from forum.live.limits import Buckets


@pytest.fixture(autouse=True)
def fresh_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    monkeypatch.setattr(brakes, "buckets", Buckets())
